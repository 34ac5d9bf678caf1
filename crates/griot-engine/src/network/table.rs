//! The network as tables: CSV for spreadsheets, JSON for programs.

use griot_stats::network::window::SuggestedWindow;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::answer::{Edge, Group, NULL_IN_WORDS, Network};

/// Columns of griot's own edge list. The first four are those of `--compat coortweet`.
pub const COLUMNS: [&str; 30] = [
    "account_a",
    "account_b",
    "weight",
    "mean_delay_s",
    "layer",
    "objects",
    "posts_a",
    "posts_b",
    "matches",
    "delay_min_s",
    "delay_median_s",
    "delay_max_s",
    "a_first",
    "b_first",
    "simultaneous",
    "activity_a",
    "activity_b",
    "popularity_min",
    "popularity_max",
    "first",
    "last",
    "community",
    "expected",
    "observed",
    "statistic",
    "p",
    "p_adjusted",
    "q",
    "tests",
    "holds",
];

/// Edges as rows of text, header first.
pub fn edges(network: &Network) -> Vec<Vec<String>> {
    let header = COLUMNS.map(str::to_owned).to_vec();
    std::iter::once(header).chain(network.edges.iter().map(|edge| row(network, edge))).collect()
}

/// One edge in the order of [`COLUMNS`].
pub(super) fn row(network: &Network, edge: &Edge) -> Vec<String> {
    let seen = &edge.evidence;
    let mut row = vec![
        network.account(edge.a).to_owned(),
        network.account(edge.b).to_owned(),
        seen.pairs.to_string(),
        edge.mean_delay_s.to_string(),
        network.kind(edge.layer).map_or(String::new(), |kind| kind.to_string()),
        seen.objects.len().to_string(),
        seen.posts_a.to_string(),
        seen.posts_b.to_string(),
        seen.matches.to_string(),
        seconds(seen.delay_min).to_string(),
        (seen.delay_median / 1e6).to_string(),
        seconds(seen.delay_max).to_string(),
        seen.a_first.to_string(),
        seen.b_first.to_string(),
        seen.simultaneous.to_string(),
        edge.activity[0].to_string(),
        edge.activity[1].to_string(),
        edge.popularity[0].to_string(),
        edge.popularity[1].to_string(),
        moment(seen.first),
        moment(seen.last),
        network.community_of.get(&edge.a).map_or(String::new(), |community| {
            let same = network.community_of.get(&edge.b) == Some(community);
            if same { community.to_string() } else { String::new() }
        }),
    ];
    match &edge.validated {
        Some(pair) => row.extend([
            format!("{:.6}", pair.expected),
            pair.observed.to_string(),
            format!("{:.4}", pair.statistic),
            format!("{:.3e}", pair.p),
            format!("{:.4}", pair.p_adjusted),
            format!("{:.3e}", pair.q),
        ]),
        None => row.extend(std::iter::repeat_n(String::new(), 6)),
    }
    row.push(network.tests[edge.layer].map_or(String::new(), |tests| tests.to_string()));
    row.push(edge.holds.map_or(String::new(), |holds| holds.to_string()));
    row
}

/// Rows as CSV with a line feed after each (RFC 4180 quoting).
pub fn csv(rows: &[Vec<String>]) -> String {
    let mut text = String::new();
    for row in rows {
        for (place, cell) in row.iter().enumerate() {
            if place > 0 {
                text.push(',');
            }
            if cell.contains([',', '"', '\n', '\r']) {
                text.push('"');
                text.push_str(&cell.replace('"', "\"\""));
                text.push('"');
            } else {
                text.push_str(cell);
            }
        }
        text.push('\n');
    }
    text
}

/// Everything as one JSON value: the question, the layers, edges, communities and tested groups.
pub fn json(network: &Network) -> Value {
    let question = &network.question;
    let layers = network.gathered.layers.iter().zip(&network.tests).map(|(layer, tests)| {
        json!({
            "kind": layer.kind.word(), "rows": layer.shares.len(), "objects": layer.objects.len(),
            "dropped": layer.dropped, "tests": tests,
        })
    });
    let edges = edges(network);
    let (header, rows) = edges.split_first().map_or((&[][..], &[][..]), |(h, r)| (h, r));
    let edges = network.edges.iter().zip(rows).map(|(edge, row)| {
        let mut value: serde_json::Map<String, Value> = header
            .iter()
            .zip(row)
            .map(|(name, cell)| {
                let typed = match name.as_str() {
                    "account_a" | "account_b" | "layer" | "first" | "last" => json!(cell),
                    _ if cell.is_empty() => Value::Null,
                    _ => cell
                        .parse()
                        .unwrap_or_else(|_not_a_number: serde_json::Error| json!(cell)),
                };
                (name.clone(), typed)
            })
            .collect();
        let names = &network.gathered.layers[edge.layer].objects;
        let objects = edge.evidence.objects.iter().map(|&object| names.name(object));
        value.insert("object_names".to_owned(), objects.collect());
        Value::Object(value)
    });
    json!({
        "question": {
            "window_s": seconds_f64(question.window), "min": question.min_participation,
            "draws": question.draws, "stretch_s": seconds_f64(question.stretch),
            "seed": question.seed, "level": question.level,
        },
        "null": (question.draws > 0).then_some(NULL_IN_WORDS),
        "posts": network.gathered.posts,
        "accounts": network.gathered.accounts.len(),
        "layers": layers.collect::<Vec<_>>(),
        "edges": edges.collect::<Vec<_>>(),
        "communities": network.communities.iter().map(|g| group(network, g)).collect::<Vec<_>>(),
        "groups": network.groups.iter().map(|g| group(network, g)).collect::<Vec<_>>(),
    })
}

fn group(network: &Network, group: &Group) -> Value {
    let members = group.members.iter().map(|&account| network.account(account));
    let objects = group.objects.iter().map(|&(layer, object)| {
        let layer = &network.gathered.layers[layer];
        json!({ "layer": layer.kind.word(), "object": layer.objects.name(object) })
    });
    json!({
        "layer": group.layer.and_then(|layer| network.kind(layer)).map(super::ObjectKind::word),
        "members": members.collect::<Vec<_>>(), "edges": group.edges,
        "objects": objects.collect::<Vec<_>>(),
        "first": moment(group.first), "last": moment(group.last),
        "statistic": group.statistic, "p_adjusted": group.p_adjusted,
    })
}

/// The curve of windows as lines of text: window, pairs, pairs per second of delay.
pub fn curve(suggested: &SuggestedWindow) -> String {
    let lines = suggested.curve.iter().map(|ring| {
        let (window, density) = (seconds_f64(ring.window), ring.density * 1e6);
        format!("{window:>10} s {:>14} pairs {density:>16.3} per second of delay\n", ring.pairs)
    });
    lines.collect()
}

/// A time as ISO 8601 in UTC; empty where the calendar does not reach.
pub fn moment(micros: i64) -> String {
    Timestamp::from_microsecond(micros).map_or(String::new(), |time| time.to_string())
}

#[expect(clippy::cast_precision_loss, reason = "delays are far below 2^53 microseconds")]
fn seconds(micros: u64) -> f64 {
    micros as f64 / 1e6
}

#[expect(
    clippy::cast_precision_loss,
    reason = "lengths of time are far below 2^53 microseconds"
)]
fn seconds_f64(micros: i64) -> f64 {
    micros as f64 / 1e6
}
