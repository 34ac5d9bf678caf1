//! The network for graph tools: GEXF 1.3 with positions, weights and dates, and `GraphML`.
//!
//! Positions are those of `griot_stats::network::layout`, the ones that pages are drawn by: accounts lie near
//! those they are joined to, and nothing else is to be read from a place. The size of a node follows its edges, its
//! colour its community.

use std::{collections::BTreeSet, fmt::Write as _};

use griot_stats::network::layout::{Point, arrange};

use griot_table::posts::instant_text as moment;

use super::answer::Network;

/// GEXF 1.3 (<https://gexf.net/1.3>), undirected, one edge per pair and layer; `kind` keeps the layers of a
/// pair apart.
pub fn gexf(network: &Network) -> String {
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <gexf xmlns=\"http://gexf.net/1.3\" xmlns:viz=\"http://gexf.net/1.3/viz\" version=\"1.3\">\n\
         <meta><creator>griot</creator><description>Accounts that share the same things at nearly the same time: \
         a pattern with its evidence, and no culprit</description></meta>\n\
         <graph defaultedgetype=\"undirected\" mode=\"dynamic\" timeformat=\"date\">\n\
         <attributes class=\"node\" mode=\"static\">\n",
    );
    attributes(&mut text, &[("community", "integer"), ("edges", "integer")]);
    text.push_str("</attributes>\n<attributes class=\"edge\" mode=\"static\">\n");
    attributes(
        &mut text,
        &[
            ("layer", "string"),
            ("first", "string"),
            ("last", "string"),
            ("objects", "integer"),
            ("mean_delay_s", "double"),
            ("statistic", "double"),
            ("p_adjusted", "double"),
            ("q", "double"),
            ("holds", "boolean"),
        ],
    );
    text.push_str("</attributes>\n<nodes>\n");
    for node in nodes(network) {
        let Node { account, community, edges, at: [x, y] } = node;
        let name = escape(network.account(account));
        let [red, green, blue] = colour(community);
        put(
            &mut text,
            format_args!(
                "<node id=\"n{account}\" label=\"{name}\"><attvalues><attvalue for=\"community\" value=\"{community}\"/>\
                 <attvalue for=\"edges\" value=\"{edges}\"/></attvalues>\
                 <viz:color r=\"{red}\" g=\"{green}\" b=\"{blue}\"/><viz:position x=\"{x:.2}\" y=\"{y:.2}\" z=\"0.0\"/>\
                 <viz:size value=\"{:.2}\"/></node>\n",
                4.0 + 2.0 * libm::sqrt(count(edges))
            ),
        );
    }
    text.push_str("</nodes>\n<edges>\n");
    for (id, edge) in network.edges.iter().enumerate() {
        let seen = &edge.evidence;
        let layer = network.kind(edge.layer).map_or("", super::ObjectKind::word);
        let mut values = vec![
            ("layer", layer.to_owned()),
            ("first", moment(seen.first)),
            ("last", moment(seen.last)),
            ("objects", seen.objects.len().to_string()),
            ("mean_delay_s", edge.mean_delay_s.to_string()),
        ];
        if let Some(pair) = edge.validated {
            values.push(("statistic", format!("{:.4}", pair.statistic)));
            values.push(("p_adjusted", format!("{:.4}", pair.p_adjusted)));
            values.push(("q", format!("{:e}", pair.q)));
        }
        values.extend(edge.holds.map(|holds| ("holds", holds.to_string())));
        // Days, which every tool reads; the times themselves are attributes. A time that the calendar does
        // not reach is left out, since an empty date would not be one.
        let date = |name: &str, time: i64| match moment(time).split_once('T') {
            Some((day, _)) => format!(" {name}=\"{day}\""),
            None => String::new(),
        };
        put(
            &mut text,
            format_args!(
                "<edge id=\"{id}\" source=\"n{}\" target=\"n{}\" kind=\"{layer}\" weight=\"{}\"{}{}><attvalues>",
                edge.a,
                edge.b,
                seen.pairs,
                date("start", seen.first),
                date("end", seen.last),
            ),
        );
        for (name, value) in values {
            put(&mut text, format_args!("<attvalue for=\"{name}\" value=\"{value}\"/>"));
        }
        text.push_str("</attvalues></edge>\n");
    }
    text.push_str("</edges>\n</graph>\n</gexf>\n");
    text
}

fn attributes(text: &mut String, declared: &[(&str, &str)]) {
    for (name, kind) in declared {
        put(
            text,
            format_args!("<attribute id=\"{name}\" title=\"{name}\" type=\"{kind}\"/>\n"),
        );
    }
}

/// `GraphML` (<http://graphml.graphdrawing.org>), undirected, one edge per pair and layer. Positions, sizes
/// and colours have the names that Gephi reads: `x`, `y`, `size`, `r`, `g`, `b`.
pub fn graphml(network: &Network) -> String {
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n",
    );
    for (id, of, kind) in [
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
        ("q", "edge", "double"),
        ("holds", "edge", "boolean"),
    ] {
        put(
            &mut text,
            format_args!(
                "<key id=\"{id}\" for=\"{of}\" attr.name=\"{id}\" attr.type=\"{kind}\"/>\n"
            ),
        );
    }
    text.push_str("<graph id=\"network\" edgedefault=\"undirected\">\n");
    for node in nodes(network) {
        let Node { account, community, edges, at: [x, y] } = node;
        let name = escape(network.account(account));
        let [red, green, blue] = colour(community);
        put(
            &mut text,
            format_args!(
                "<node id=\"n{account}\"><data key=\"label\">{name}</data><data key=\"community\">{community}</data>\
                 <data key=\"edges\">{edges}</data><data key=\"x\">{x:.2}</data><data key=\"y\">{y:.2}</data>\
                 <data key=\"size\">{:.2}</data><data key=\"r\">{red}</data><data key=\"g\">{green}</data>\
                 <data key=\"b\">{blue}</data></node>\n",
                4.0 + 2.0 * libm::sqrt(count(edges))
            ),
        );
    }
    for (id, edge) in network.edges.iter().enumerate() {
        let seen = &edge.evidence;
        put(
            &mut text,
            format_args!(
                "<edge id=\"e{id}\" source=\"n{}\" target=\"n{}\"><data key=\"weight\">{}</data><data key=\"layer\">{}</data>\
                 <data key=\"objects\">{}</data><data key=\"mean_delay_s\">{}</data><data key=\"first\">{}</data>\
                 <data key=\"last\">{}</data>",
                edge.a,
                edge.b,
                seen.pairs,
                network.kind(edge.layer).map_or("", super::ObjectKind::word),
                seen.objects.len(),
                edge.mean_delay_s,
                moment(seen.first),
                moment(seen.last)
            ),
        );
        if let Some(pair) = edge.validated {
            put(
                &mut text,
                format_args!(
                    "<data key=\"statistic\">{:.4}</data><data key=\"p_adjusted\">{:.4}</data><data key=\"q\">{:e}</data>",
                    pair.statistic, pair.p_adjusted, pair.q
                ),
            );
        }
        if let Some(holds) = edge.holds {
            put(&mut text, format_args!("<data key=\"holds\">{holds}</data>"));
        }
        text.push_str("</edge>\n");
    }
    text.push_str("</graph>\n</graphml>\n");
    text
}

fn put(text: &mut String, line: std::fmt::Arguments<'_>) {
    let written = text.write_fmt(line);
    debug_assert!(written.is_ok(), "writing to a text cannot fail");
}

/// An account with at least one edge.
struct Node {
    account: u32,
    community: u32,
    /// Accounts it is joined to.
    edges: usize,
    at: Point,
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

/// XML text; control characters that XML 1.0 cannot hold become U+FFFD.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\t' | '\n' | '\r' => escaped.push(' '),
            letter if letter.is_control() || matches!(letter, '\u{fffe}' | '\u{ffff}') => {
                escaped.push('\u{fffd}');
            }
            letter => escaped.push(letter),
        }
    }
    escaped
}
