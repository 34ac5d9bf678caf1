//! The network for graph tools: GEXF 1.3 with positions, weights and dates, and `GraphML`.
//!
//! Positions come from the communities: members of one stand on a circle, communities on a spiral.
//! It is a start that opens readable in Gephi, not a layout that says anything.

use std::{collections::BTreeMap, fmt::Write as _};

use super::{answer::Network, table::moment};

/// GEXF 1.3 (<https://gexf.net/1.3>), undirected, one edge per pair and layer.
pub fn gexf(network: &Network) -> String {
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <gexf xmlns=\"http://gexf.net/1.3\" xmlns:viz=\"http://gexf.net/1.3/viz\" version=\"1.3\">\n\
         <graph defaultedgetype=\"undirected\" mode=\"dynamic\" timeformat=\"dateTime\">\n\
         <attributes class=\"node\"><attribute id=\"community\" title=\"community\" type=\"integer\"/></attributes>\n\
         <attributes class=\"edge\"><attribute id=\"layer\" title=\"layer\" type=\"string\"/>\
         <attribute id=\"objects\" title=\"objects\" type=\"integer\"/>\
         <attribute id=\"mean_delay_s\" title=\"mean_delay_s\" type=\"double\"/>\
         <attribute id=\"p_adjusted\" title=\"p_adjusted\" type=\"double\"/></attributes>\n<nodes>\n",
    );
    let mut put = |line: String| text.push_str(&line);
    for (account, [x, y]) in positions(network) {
        let name = escape(network.account(account));
        let community = network.community_of.get(&account).copied().unwrap_or(0);
        put(format!(
            "<node id=\"{account}\" label=\"{name}\"><attvalues><attvalue for=\"community\" value=\"{community}\"/></attvalues>\
             <viz:position x=\"{x:.2}\" y=\"{y:.2}\" z=\"0.0\"/></node>\n"
        ));
    }
    put("</nodes>\n<edges>\n".to_owned());
    for (id, edge) in network.edges.iter().enumerate() {
        let seen = &edge.evidence;
        let layer = network.kind(edge.layer).map_or("", super::ObjectKind::word);
        let p = edge.validated.map_or(String::new(), |pair| {
            format!("<attvalue for=\"p_adjusted\" value=\"{:.4}\"/>", pair.p_adjusted)
        });
        put(format!(
            "<edge id=\"{id}\" source=\"{}\" target=\"{}\" weight=\"{}\" start=\"{}\" end=\"{}\"><attvalues>\
             <attvalue for=\"layer\" value=\"{layer}\"/><attvalue for=\"objects\" value=\"{}\"/>\
             <attvalue for=\"mean_delay_s\" value=\"{}\"/>{p}</attvalues></edge>\n",
            edge.a,
            edge.b,
            seen.pairs,
            moment(seen.first),
            moment(seen.last),
            seen.objects.len(),
            edge.mean_delay_s
        ));
    }
    put("</edges>\n</graph>\n</gexf>\n".to_owned());
    text
}

/// `GraphML` (<http://graphml.graphdrawing.org>), undirected.
pub fn graphml(network: &Network) -> String {
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n",
    );
    for (id, of, kind) in [
        ("label", "node", "string"),
        ("community", "node", "int"),
        ("x", "node", "double"),
        ("y", "node", "double"),
        ("weight", "edge", "double"),
        ("layer", "edge", "string"),
        ("objects", "edge", "int"),
        ("mean_delay_s", "edge", "double"),
        ("first", "edge", "string"),
        ("last", "edge", "string"),
    ] {
        put(
            &mut text,
            format_args!(
                "<key id=\"{id}\" for=\"{of}\" attr.name=\"{id}\" attr.type=\"{kind}\"/>\n"
            ),
        );
    }
    text.push_str("<graph edgedefault=\"undirected\">\n");
    for (account, [x, y]) in positions(network) {
        let name = escape(network.account(account));
        let community = network.community_of.get(&account).copied().unwrap_or(0);
        put(
            &mut text,
            format_args!(
                "<node id=\"n{account}\"><data key=\"label\">{name}</data><data key=\"community\">{community}</data>\
             <data key=\"x\">{x:.2}</data><data key=\"y\">{y:.2}</data></node>\n"
            ),
        );
    }
    for edge in &network.edges {
        let seen = &edge.evidence;
        put(
            &mut text,
            format_args!(
                "<edge source=\"n{}\" target=\"n{}\"><data key=\"weight\">{}</data><data key=\"layer\">{}</data>\
             <data key=\"objects\">{}</data><data key=\"mean_delay_s\">{}</data><data key=\"first\">{}</data>\
             <data key=\"last\">{}</data></edge>\n",
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
    }
    text.push_str("</graph>\n</graphml>\n");
    text
}

fn put(text: &mut String, line: std::fmt::Arguments<'_>) {
    let written = text.write_fmt(line);
    debug_assert!(written.is_ok(), "writing to a text cannot fail");
}

/// Turns by it never fall on each other, which keeps the arms of the spiral apart.
const GOLDEN_ANGLE: f64 = 2.399_963_229_728_653;

/// Where each account with an edge stands.
fn positions(network: &Network) -> BTreeMap<u32, [f64; 2]> {
    let mut members: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for (&account, &community) in &network.community_of {
        members.entry(community).or_default().push(account);
    }
    let mut positions = BTreeMap::new();
    let mut area = 0.0;
    for (turn, accounts) in members.values().enumerate() {
        let size = count(accounts.len());
        let radius = 10.0 * libm::sqrt(size);
        area += size;
        let (angle, away) = (GOLDEN_ANGLE * count(turn), 25.0 * libm::sqrt(area - size));
        let centre = [away * libm::cos(angle), away * libm::sin(angle)];
        for (place, &account) in accounts.iter().enumerate() {
            let angle = std::f64::consts::TAU * count(place) / size;
            let at =
                [centre[0] + radius * libm::cos(angle), centre[1] + radius * libm::sin(angle)];
            positions.insert(account, at);
        }
    }
    positions
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
