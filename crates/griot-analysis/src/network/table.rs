//! The network as tables: CSV for spreadsheets, JSON for programs. Rows are written as they come.

use std::{
    borrow::Cow,
    io::{self, Write},
};

use griot_stats::network::window::SuggestedWindow;
use griot_table::posts::instant_text as moment;
use griot_text::formula::harmless;
use serde_json::{Value, json};

use super::{
    answer::{Edge, NULL_IN_WORDS, Network},
    rows::{Cell, Table, edge_row},
    study::error_rates::cannot_tell,
};

/// Writes a table as CSV: header first, a line feed after each row (RFC 4180).
///
/// A spreadsheet takes no cell of it for a formula; [`write_raw_csv`] is for programs.
pub fn write_csv(table: Table, network: &Network, out: &mut dyn Write) -> io::Result<()> {
    written(table, network, out, harmless)
}

/// The same, every cell as it is.
pub fn write_raw_csv(table: Table, network: &Network, out: &mut dyn Write) -> io::Result<()> {
    written(table, network, out, |text| Cow::Borrowed(text))
}

fn written(
    table: Table,
    network: &Network,
    out: &mut dyn Write,
    of: impl Fn(&str) -> Cow<'_, str>,
) -> io::Result<()> {
    let mut rows = csv::Writer::from_writer(out);
    rows.write_record(table.columns().iter().map(|column| column.0))?;
    table.rows(network, |row| {
        for cell in row {
            match cell {
                Cell::Text(text) => rows.write_field(of(text).as_bytes()),
                // The table of shares is for programs, and SQL reads whole numbers alike everywhere.
                Cell::Time(time) if table == Table::Shares => {
                    rows.write_field(time.to_string())
                }
                cell => rows.write_field(shown(cell).as_bytes()),
            }?;
        }
        rows.write_record(None::<&[u8]>).map_err(io::Error::from)
    })?;
    rows.flush()
}

/// Names of the columns of edges, without the null, which is the same for all.
pub(super) fn columns() -> Vec<String> {
    let columns = Table::Edges.columns().iter().map(|column| column.0.to_owned());
    columns.filter(|name| name != "null").collect()
}

/// One edge as text in the order of [`columns`].
pub(super) fn row(network: &Network, edge: &Edge) -> Vec<String> {
    let mut row: Vec<String> =
        edge_row(network, edge).iter().map(|cell| shown(cell).into_owned()).collect();
    row.pop();
    row
}

/// A value as CSV shows it, without quotation marks.
fn shown<'c>(cell: &'c Cell<'_>) -> Cow<'c, str> {
    Cow::Owned(match cell {
        Cell::Nothing => return Cow::Borrowed(""),
        Cell::Text(text) => return Cow::Borrowed(text),
        Cell::Count(number) => number.to_string(),
        Cell::Number(number) => number.to_string(),
        Cell::Decimals(number, decimals) => format!("{number:.decimals$}"),
        Cell::Chance(chance) => format!("{chance:.3e}"),
        Cell::Flag(flag) => flag.to_string(),
        Cell::Time(time) => moment(*time),
    })
}

/// Everything as one JSON value: see [`write_json`].
pub fn json(network: &Network) -> Value {
    let mut bytes = Vec::new();
    let written = write_json(network, &mut bytes);
    debug_assert!(written.is_ok(), "writing to memory cannot fail");
    serde_json::from_slice(&bytes).unwrap_or(Value::Null)
}

/// Writes everything as one JSON object: the question, the layers, edges, pairs of accounts with what
/// each layer says of them, communities and tested groups. One line for each edge, pair and group.
pub fn write_json(network: &Network, out: &mut dyn Write) -> io::Result<()> {
    let question = &network.question;
    let layers = network.gathered.layers.iter().zip(&network.tests).zip(&network.all_edges);
    let layers = layers.enumerate().map(|(number, ((layer, tests), all_edges))| {
        let kept = network.edges.iter().filter(|edge| edge.layer == number).count();
        json!({
            "kind": layer.kind.word(), "rows": layer.shares.len(), "objects": layer.objects.len(),
            "dropped": layer.dropped, "accounts_tested": tests, "edges": all_edges, "edges_kept": kept,
            "alike": layer.likeness.as_ref().map(super::likeness::Likeness::in_words),
        })
    });
    let again = &network.gathered.again;
    let head = [
        (
            "question",
            json!({
                "window_s": in_seconds(question.window), "min": question.min_participation,
                "tested": question.tested, "apart_s": in_seconds(question.apart),
                "seed": question.seed, "level": question.level,
            }),
        ),
        ("null", json!(question.tested.then_some(NULL_IN_WORDS))),
        ("cannot_tell", json!(question.tested.then(cannot_tell))),
        ("posts", json!(network.gathered.posts)),
        (
            "posts_again",
            json!({
                "posts": again.posts, "of_another_account": again.of_another_account,
                "at_another_time": again.at_another_time,
            }),
        ),
        ("accounts", json!(network.gathered.accounts.len())),
        ("layers", json!(layers.collect::<Vec<_>>())),
    ];
    out.write_all(b"{\n")?;
    for (name, value) in head {
        writeln!(out, "\"{name}\": {value},")?;
    }
    let edges = network.edges.iter().map(|edge| edge_json(network, edge));
    write_list("edges", edges, out)?;
    let mut pairs = Vec::new();
    let rows: Result<(), io::Error> = Table::Pairs.rows(network, |row| {
        pairs.push(object_of(Table::Pairs, row));
        Ok(())
    });
    rows?;
    write_list("pairs", pairs.into_iter().map(Value::Object), out)?;
    write_list("communities", network.communities.iter().map(|g| group(network, g)), out)?;
    let groups = network.groups.iter().map(|g| group(network, g));
    write_list("groups", groups, out)?;
    out.write_all(b"\"format\": \"griot network 1\"\n}\n")
}

fn write_list(
    name: &str,
    items: impl Iterator<Item = Value>,
    out: &mut dyn Write,
) -> io::Result<()> {
    write!(out, "\"{name}\": [")?;
    for (place, item) in items.enumerate() {
        write!(out, "{}\n{item}", if place > 0 { "," } else { "" })?;
    }
    out.write_all(b"\n],\n")
}

/// A row by the names of its columns.
fn object_of(table: Table, row: &[Cell<'_>]) -> serde_json::Map<String, Value> {
    let columns = table.columns().iter().zip(row);
    columns
        .map(|(&(name, _), cell)| {
            let value = match cell {
                Cell::Nothing => Value::Null,
                Cell::Text(text) => json!(text),
                Cell::Count(number) => json!(number),
                Cell::Number(number) => json!(number),
                Cell::Decimals(number, decimals) => parsed(&format!("{number:.decimals$}")),
                Cell::Chance(chance) => parsed(&format!("{chance:.3e}")),
                Cell::Flag(flag) => json!(flag),
                Cell::Time(time) => json!(moment(*time)),
            };
            (name.to_owned(), value)
        })
        .collect()
}

fn parsed(number: &str) -> Value {
    number.parse().unwrap_or_else(|_not_finite: serde_json::Error| json!(number))
}

fn edge_json(network: &Network, edge: &Edge) -> Value {
    let mut value = object_of(Table::Edges, &edge_row(network, edge));
    let objects = edge.evidence.objects.iter();
    let objects = objects.map(|&object| network.object(edge.layer, object));
    value.insert("object_names".to_owned(), objects.collect());
    Value::Object(value)
}

fn group(network: &Network, group: &super::answer::Group) -> Value {
    let it = group.tested.as_ref();
    let members = group.members.iter().map(|&account| network.account(account));
    let objects = group.objects.iter().map(|&(layer, object)| {
        let word = network.kind(layer).map(super::ObjectKind::word);
        json!({ "layer": word, "object": network.object(layer, object) })
    });
    json!({
        "layer": group.layer.and_then(|layer| network.kind(layer)).map(super::ObjectKind::word),
        "members": members.collect::<Vec<_>>(), "edges": group.edges,
        "objects": objects.collect::<Vec<_>>(),
        "first": moment(group.first), "last": moment(group.last),
        "statistic": it.map(|it| it.statistic), "occasions": it.map(|it| it.occasions),
        "expected": it.map(|it| it.expected), "observed": it.map(|it| it.observed),
        "p_turnout": it.map(|it| it.p_turnout), "p_prompt": it.map(|it| it.p_prompt),
        "p_adjusted": it.map(|it| it.p_adjusted), "span_s": it.map(|it| in_seconds(it.span)),
        "holds": it.map(|it| it.holds), "says": it.map(|it| it.says),
        "follows": it.and_then(|it| it.follows).map(|source| network.account(source)),
        "accounts_tested": group.layer.and_then(|layer| network.tests[layer]),
        "null": it.map(|_| NULL_IN_WORDS),
    })
}

/// The curve of windows as lines of text: window, pairs, pairs per second of delay.
pub fn curve(suggested: &SuggestedWindow) -> String {
    let lines = suggested.curve.iter().map(|ring| {
        let (window, density) = (in_seconds(ring.window), ring.density * 1e6);
        format!("{window:>10} s {:>14} pairs {density:>16.3} per second of delay\n", ring.pairs)
    });
    lines.collect()
}

/// A length of time in seconds.
#[expect(
    clippy::cast_precision_loss,
    reason = "lengths of time are far below 2^53 microseconds"
)]
pub fn in_seconds(micros: i64) -> f64 {
    micros as f64 / 1e6
}
