//! One layer as the published tools count it, and the window its data suggest.

use std::{
    io::{self, Write},
    num::NonZeroUsize,
};

use griot_stats::network::{
    compat,
    window::{self, SuggestedWindow},
};

use super::{answer::mean_seconds, gathered::Layer};

pub use super::tool::Peer;

/// Edges as `CooRTweet` counts them, in griot's names, written as CSV while they are found; `accounts`
/// are names by number. Memory is that of the rows, however many edges there are.
pub fn coortweet(
    layer: &Layer,
    accounts: &[String],
    window: i64,
    min_participation: u32,
    threads: NonZeroUsize,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut rows = csv::Writer::from_writer(out);
    rows.write_record(["account_a", "account_b", "weight", "mean_delay_s"])?;
    let likeness = layer.likeness.as_ref();
    let found = match likeness.map(|likeness| likeness.alike(&layer.shares, window)) {
        Some(alike) => {
            compat::coortweet_alike(&layer.shares, window, min_participation, &alike)
        }
        None => compat::coortweet(&layer.shares, window, min_participation),
    };
    found.windowed.each_edge(threads, &found.qualified, |edges| {
        for edge in edges {
            let [a, b] = [edge.a, edge.b].map(|account| accounts[account as usize].as_str());
            let (pairs, delay) = (edge.pairs.to_string(), mean_seconds(edge).to_string());
            rows.write_record([a, b, &pairs, &delay])?;
        }
        io::Result::Ok(())
    })?;
    rows.flush()
}

/// Directed edges as coordination-network-toolkit counts them, as CSV.
pub fn toolkit(
    layer: &Layer,
    accounts: &[String],
    window: i64,
    min_edge_weight: u32,
    threads: NonZeroUsize,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut rows = csv::Writer::from_writer(out);
    rows.write_record(["source", "target", "weight"])?;
    let likeness = layer.likeness.as_ref();
    let least = min_edge_weight.into();
    let found = match likeness.map(|likeness| likeness.alike(&layer.shares, window)) {
        Some(alike) => compat::co_action_alike(&layer.shares, window, least, alike, threads),
        None => compat::co_action(&layer.shares, window, least, threads),
    };
    for edge in found {
        let ends = [edge.source, edge.target];
        let [source, target] = ends.map(|account| accounts[account as usize].as_str());
        rows.write_record([source, target, &edge.posts.to_string()])?;
    }
    rows.flush()
}

/// The curve of pairs over candidate windows in microseconds, and the window it suggests. Windows
/// shorter than the unit of the times are no candidates.
pub fn suggested(layer: &Layer, candidates: &[i64]) -> SuggestedWindow {
    let told_apart = candidates.iter().copied().filter(|&window| window >= layer.resolution);
    window::suggest(&layer.shares, &told_apart.collect::<Vec<_>>())
}
