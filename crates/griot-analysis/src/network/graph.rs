//! The network for graph tools: GEXF 1.3 with positions, weights and dates, and `GraphML`.
//!
//! Positions are those of `griot_stats::network::layout`, the ones that pages are drawn by: accounts lie near
//! those they are joined to, and nothing else is to be read from a place. The size of a node follows its edges, its
//! colour its community.

use std::{collections::BTreeSet, io};

use griot_stats::network::layout::{Point, arrange};
use quick_xml::{
    Writer,
    events::{BytesDecl, BytesText, Event},
};

use griot_table::posts::instant_text as moment;

use super::answer::{Edge, Network};

/// GEXF 1.3 (<https://gexf.net/1.3>), undirected, one edge per pair and layer; `kind` keeps the layers of a
/// pair apart.
pub fn gexf(network: &Network) -> String {
    document(|xml| {
        let root = [
            ("xmlns", "http://gexf.net/1.3"),
            ("xmlns:viz", "http://gexf.net/1.3/viz"),
            ("version", "1.3"),
        ];
        xml.create_element("gexf").with_attributes(root).write_inner_content(|xml| {
            end_line(xml)?;
            xml.create_element("meta").write_inner_content(|xml| {
                text(xml, "creator", "griot")?;
                text(xml, "description", DESCRIPTION)
            })?;
            end_line(xml)?;
            let kind = [
                ("defaultedgetype", "undirected"),
                ("mode", "dynamic"),
                ("timeformat", "date"),
            ];
            xml.create_element("graph").with_attributes(kind).write_inner_content(|xml| {
                end_line(xml)?;
                declared(xml, "node", &NODE_VALUES)?;
                declared(xml, "edge", &EDGE_VALUES)?;
                lines(xml, "nodes", nodes(network), |xml, node| {
                    gexf_node(xml, network, &node)
                })?;
                let edges = network.edges.iter().enumerate();
                lines(xml, "edges", edges, |xml, (id, edge)| gexf_edge(xml, network, id, edge))
            })?;
            end_line(xml)
        })?;
        end_line(xml)
    })
}

/// `GraphML` (<http://graphml.graphdrawing.org>), undirected, one edge per pair and layer. Positions, sizes
/// and colours have the names that Gephi reads: `x`, `y`, `size`, `r`, `g`, `b`.
pub fn graphml(network: &Network) -> String {
    document(|xml| {
        let root = ("xmlns", "http://graphml.graphdrawing.org/xmlns");
        xml.create_element("graphml").with_attribute(root).write_inner_content(|xml| {
            end_line(xml)?;
            for (id, of, kind) in KEYS {
                let key = [("id", id), ("for", of), ("attr.name", id), ("attr.type", kind)];
                xml.create_element("key").with_attributes(key).write_empty()?;
                end_line(xml)?;
            }
            let graph = [("id", "network"), ("edgedefault", "undirected")];
            xml.create_element("graph").with_attributes(graph).write_inner_content(|xml| {
                end_line(xml)?;
                for node in nodes(network) {
                    graphml_node(xml, network, &node)?;
                }
                for (id, edge) in network.edges.iter().enumerate() {
                    graphml_edge(xml, network, id, edge)?;
                }
                Ok(())
            })?;
            end_line(xml)
        })?;
        end_line(xml)
    })
}

const DESCRIPTION: &str = "Accounts that share the same things at nearly the same time: \
                           a pattern with its evidence, and no culprit";

/// What GEXF says of a node beside its place.
const NODE_VALUES: [(&str, &str); 2] = [("community", "integer"), ("edges", "integer")];

/// What GEXF says of an edge beside its ends.
const EDGE_VALUES: [(&str, &str); 8] = [
    ("layer", "string"),
    ("first", "string"),
    ("last", "string"),
    ("objects", "integer"),
    ("mean_delay_s", "double"),
    ("statistic", "double"),
    ("p_adjusted", "double"),
    ("holds", "boolean"),
];

/// What `GraphML` says: name, of what, and in which type.
const KEYS: [(&str, &str, &str); 18] = [
    ("label", "node", "string"),
    ("community", "node", "int"),
    ("edges", "node", "int"),
    ("x", "node", "double"),
    ("y", "node", "double"),
    ("size", "node", "double"),
    ("r", "node", "int"),
    ("g", "node", "int"),
    ("b", "node", "int"),
    ("weight", "edge", "double"),
    ("layer", "edge", "string"),
    ("objects", "edge", "int"),
    ("mean_delay_s", "edge", "double"),
    ("first", "edge", "string"),
    ("last", "edge", "string"),
    ("statistic", "edge", "double"),
    ("p_adjusted", "edge", "double"),
    ("holds", "edge", "boolean"),
];

type Xml = Writer<Vec<u8>>;

fn document(write: impl FnOnce(&mut Xml) -> io::Result<()>) -> String {
    let mut xml = Writer::new(Vec::new());
    let begun = xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
    let written = begun.and_then(|()| end_line(&mut xml)).and_then(|()| write(&mut xml));
    debug_assert!(written.is_ok(), "writing to memory cannot fail");
    String::from_utf8(xml.into_inner()).unwrap_or_default()
}

fn end_line(xml: &mut Xml) -> io::Result<()> {
    xml.write_event(Event::Text(BytesText::from_escaped("\n")))
}

fn text(xml: &mut Xml, name: &str, text: &str) -> io::Result<()> {
    xml.create_element(name).write_text_content(BytesText::new(text)).map(drop)
}

/// An element with a line for each thing in it, and a line for each of its own ends.
fn lines<T>(
    xml: &mut Xml,
    name: &str,
    each: impl IntoIterator<Item = T>,
    mut write: impl FnMut(&mut Xml, T) -> io::Result<()>,
) -> io::Result<()> {
    xml.create_element(name).write_inner_content(|xml| {
        end_line(xml)?;
        each.into_iter().try_for_each(|one| write(xml, one))
    })?;
    end_line(xml)
}

fn declared(xml: &mut Xml, class: &str, values: &[(&str, &str)]) -> io::Result<()> {
    let of = [("class", class), ("mode", "static")];
    xml.create_element("attributes").with_attributes(of).write_inner_content(|xml| {
        end_line(xml)?;
        for (name, kind) in values {
            let attribute = [("id", *name), ("title", name), ("type", kind)];
            xml.create_element("attribute").with_attributes(attribute).write_empty()?;
            end_line(xml)?;
        }
        Ok(())
    })?;
    end_line(xml)
}

fn gexf_node(xml: &mut Xml, network: &Network, node: &Node) -> io::Result<()> {
    let (id, name) = (format!("n{}", node.account), plain(network.account(node.account)));
    let [red, green, blue] = colour(node.community).map(|part| part.to_string());
    let [x, y] = node.at.map(|at| format!("{at:.2}"));
    let of = [("id", id.as_str()), ("label", &name)];
    xml.create_element("node").with_attributes(of).write_inner_content(|xml| {
        let values = [node.community.to_string(), node.edges.to_string()];
        attvalues(xml, NODE_VALUES.iter().map(|value| value.0).zip(values))?;
        let colour = [("r", red.as_str()), ("g", &green), ("b", &blue)];
        xml.create_element("viz:color").with_attributes(colour).write_empty()?;
        let place = [("x", x.as_str()), ("y", &y), ("z", "0.0")];
        xml.create_element("viz:position").with_attributes(place).write_empty()?;
        let size = format!("{:.2}", node.size());
        xml.create_element("viz:size")
            .with_attribute(("value", size.as_str()))
            .write_empty()?;
        Ok(())
    })?;
    end_line(xml)
}

fn gexf_edge(xml: &mut Xml, network: &Network, id: usize, edge: &Edge) -> io::Result<()> {
    let seen = &edge.evidence;
    let (id, weight) = (id.to_string(), seen.pairs.to_string());
    let [source, target] = [edge.a, edge.b].map(|account| format!("n{account}"));
    let [first, last] = [moment(seen.first), moment(seen.last)];
    let mut of = vec![
        ("id", id.as_str()),
        ("source", &source),
        ("target", &target),
        ("kind", layer(network, edge)),
        ("weight", &weight),
    ];
    // Days, which every tool reads; the times themselves are attributes. A time that the calendar does
    // not reach is left out, since an empty date would not be one.
    for (name, time) in [("start", &first), ("end", &last)] {
        of.extend(time.split_once('T').map(|(day, _)| (name, day)));
    }
    xml.create_element("edge").with_attributes(of).write_inner_content(|xml| {
        let known = values_of(network, edge).into_iter();
        let values = EDGE_VALUES
            .iter()
            .filter_map(|(name, _)| known.clone().find(|(known, _)| known == name));
        attvalues(xml, values)
    })?;
    end_line(xml)
}

fn attvalues<'v>(
    xml: &mut Xml,
    values: impl Iterator<Item = (&'v str, String)>,
) -> io::Result<()> {
    xml.create_element("attvalues").write_inner_content(|xml| {
        for (name, value) in values {
            let of = [("for", name), ("value", value.as_str())];
            xml.create_element("attvalue").with_attributes(of).write_empty()?;
        }
        Ok(())
    })?;
    Ok(())
}

fn graphml_node(xml: &mut Xml, network: &Network, node: &Node) -> io::Result<()> {
    let id = format!("n{}", node.account);
    let [red, green, blue] = colour(node.community).map(|part| part.to_string());
    let [x, y] = node.at.map(|at| format!("{at:.2}"));
    xml.create_element("node").with_attribute(("id", id.as_str())).write_inner_content(
        |xml| {
            data(
                xml,
                [
                    ("label", plain(network.account(node.account))),
                    ("community", node.community.to_string()),
                    ("edges", node.edges.to_string()),
                    ("x", x),
                    ("y", y),
                    ("size", format!("{:.2}", node.size())),
                    ("r", red),
                    ("g", green),
                    ("b", blue),
                ],
            )
        },
    )?;
    end_line(xml)
}

fn graphml_edge(xml: &mut Xml, network: &Network, id: usize, edge: &Edge) -> io::Result<()> {
    let id = format!("e{id}");
    let [source, target] = [edge.a, edge.b].map(|account| format!("n{account}"));
    let of = [("id", id.as_str()), ("source", &source), ("target", &target)];
    xml.create_element("edge").with_attributes(of).write_inner_content(|xml| {
        data(xml, [("weight", edge.evidence.pairs.to_string())])?;
        data(xml, values_of(network, edge))
    })?;
    end_line(xml)
}

fn data<'k>(
    xml: &mut Xml,
    values: impl IntoIterator<Item = (&'k str, String)>,
) -> io::Result<()> {
    values.into_iter().try_for_each(|(key, value)| {
        let data = xml.create_element("data").with_attribute(("key", key));
        data.write_text_content(BytesText::new(&value)).map(drop)
    })
}

/// What is known of an edge, in the names of both formats.
fn values_of(network: &Network, edge: &Edge) -> Vec<(&'static str, String)> {
    let seen = &edge.evidence;
    let mut values = vec![
        ("layer", layer(network, edge).to_owned()),
        ("objects", seen.objects.len().to_string()),
        ("mean_delay_s", edge.mean_delay_s.to_string()),
        ("first", moment(seen.first)),
        ("last", moment(seen.last)),
    ];
    if let Some(pair) = edge.validated {
        values.push(("statistic", format!("{:.4}", pair.statistic)));
        values.push(("p_adjusted", format!("{:.3e}", pair.p_adjusted)));
    }
    values.extend(edge.holds.map(|holds| ("holds", holds.to_string())));
    values
}

fn layer(network: &Network, edge: &Edge) -> &'static str {
    network.kind(edge.layer).map_or("", super::ObjectKind::word)
}

/// An account with at least one edge.
struct Node {
    account: u32,
    community: u32,
    /// Accounts it is joined to.
    edges: usize,
    at: Point,
}

impl Node {
    fn size(&self) -> f64 {
        4.0 + 2.0 * libm::sqrt(count(self.edges))
    }
}

/// How long an edge is about, in the unit of graph tools.
const EDGE: f64 = 25.0;

/// Accounts with an edge, ascending. Graph tools count upwards where pages count downwards.
fn nodes(network: &Network) -> Vec<Node> {
    let accounts: Vec<(u32, u32)> = network
        .community_of
        .iter()
        .map(|(&account, &community)| (account, community))
        .collect();
    let place = |account: u32| {
        u32::try_from(accounts.partition_point(|other| other.0 < account)).unwrap_or(0)
    };
    let joined: BTreeSet<(u32, u32)> =
        network.edges.iter().map(|edge| (place(edge.a), place(edge.b))).collect();
    let mut degree = vec![0; accounts.len()];
    for &(a, b) in &joined {
        degree[a as usize] += 1;
        degree[b as usize] += 1;
    }
    let part: Vec<u32> = accounts.iter().map(|pair| pair.1).collect();
    let joined: Vec<(u32, u32)> = joined.into_iter().collect();
    let places = arrange(&part, &joined, 1.4);
    accounts
        .into_iter()
        .zip(places)
        .zip(degree)
        .map(|(((account, community), [x, y]), edges)| Node {
            account,
            community,
            edges,
            at: [x * EDGE, -y * EDGE],
        })
        .collect()
}

/// Colours that tell the largest communities apart, also for most who see few colours; the rest are grey.
fn colour(community: u32) -> [u8; 3] {
    // Okabe and Ito (2008), without black.
    const COLOURS: [[u8; 3]; 7] = [
        [230, 159, 0],
        [86, 180, 233],
        [0, 158, 115],
        [240, 228, 66],
        [0, 114, 178],
        [213, 94, 0],
        [204, 121, 167],
    ];
    COLOURS.get(community as usize).copied().unwrap_or([150, 150, 150])
}

#[expect(clippy::cast_precision_loss, reason = "networks have far fewer than 2^53 accounts")]
fn count(number: usize) -> f64 {
    number as f64
}

/// A name without what XML 1.0 cannot hold, which becomes U+FFFD, and without breaks.
fn plain(name: &str) -> String {
    let plain = |letter: char| match letter {
        '\t' | '\n' | '\r' => ' ',
        '\u{fffe}' | '\u{ffff}' => '\u{fffd}',
        letter if letter.is_control() => '\u{fffd}',
        letter => letter,
    };
    name.chars().map(plain).collect()
}
