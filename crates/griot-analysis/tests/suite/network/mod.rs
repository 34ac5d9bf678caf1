//! Exports of posts, and the networks made of them.

mod answer;
mod case;
mod graph;
mod posts;
mod sql;

use std::num::NonZeroUsize;

use griot_analysis::network::{
    answer::{Network, Question, answer},
    gather::{Gathering, Repeats},
    gathered::Gathered,
};
use griot_table::posts::{Import, ObjectKind, read};

/// Reads a text as one file and gathers it.
fn gathered(text: &str, kinds: &[ObjectKind], repeats: Repeats) -> (Gathered, Import) {
    let mut gathering = Gathering::new(kinds, None);
    let import =
        read("posts", text.as_bytes(), None, &mut |post| gathering.take(&post)).unwrap();
    (gathering.finish(repeats).unwrap(), import)
}

fn question(window_s: i64) -> Question {
    Question {
        window: window_s * 1_000_000,
        min_participation: 1,
        tested: false,
        apart: 10_800_000_000,
        seed: 1,
        level: 0.05,
        threads: NonZeroUsize::MIN,
    }
}

/// Every table as CSV.
fn csv(network: &Network) -> String {
    use griot_analysis::network::rows::Table;
    let mut out = Vec::new();
    for table in [Table::Edges, Table::Pairs, Table::Nodes, Table::Groups, Table::Evidence] {
        griot_analysis::network::table::write_csv(table, network, &mut out).unwrap();
    }
    String::from_utf8(out).unwrap()
}

/// Edges of a text by kinds as `a-b layer weight`.
fn edges(text: &str, kinds: &[ObjectKind], window_s: i64) -> Vec<String> {
    let (gathered, _) = gathered(text, kinds, Repeats::Once);
    let network = answer(gathered, question(window_s)).unwrap();
    network.edges.iter().map(|edge| line(&network, edge)).collect()
}

fn line(network: &Network, edge: &griot_analysis::network::answer::Edge) -> String {
    format!(
        "{}-{} {} {}",
        network.account(edge.a),
        network.account(edge.b),
        network.kind(edge.layer).unwrap(),
        edge.evidence.pairs
    )
}
