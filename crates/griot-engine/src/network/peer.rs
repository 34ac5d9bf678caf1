//! One layer as the published tools count it, and the window its data suggest.

use std::num::NonZeroUsize;

use griot_stats::network::{
    compat,
    window::{self, SuggestedWindow},
};

use super::{gather::Layer, table::COLUMNS};

/// Edges as `CooRTweet` counts them, in griot's names, header first; `accounts` are names by number.
pub fn coortweet(
    layer: &Layer,
    accounts: &[String],
    window: i64,
    min_participation: u32,
    threads: NonZeroUsize,
) -> Vec<Vec<String>> {
    let header = COLUMNS.iter().take(4).map(|&name| name.to_owned()).collect();
    let found = compat::coortweet(&layer.shares, window, min_participation, threads);
    let rows = found.edges.iter().map(|edge| {
        vec![
            accounts[edge.a as usize].clone(),
            accounts[edge.b as usize].clone(),
            edge.pairs.to_string(),
            (edge.mean_delay() / 1e6).to_string(),
        ]
    });
    std::iter::once(header).chain(rows).collect()
}

/// Directed edges as coordination-network-toolkit counts them, header first.
pub fn toolkit(
    layer: &Layer,
    accounts: &[String],
    window: i64,
    min_edge_weight: u32,
    threads: NonZeroUsize,
) -> Vec<Vec<String>> {
    let header = ["source", "target", "weight"].map(str::to_owned).to_vec();
    let found = compat::co_action(&layer.shares, window, min_edge_weight.into(), threads);
    let rows = found.iter().map(|edge| {
        vec![
            accounts[edge.source as usize].clone(),
            accounts[edge.target as usize].clone(),
            edge.posts.to_string(),
        ]
    });
    std::iter::once(header).chain(rows).collect()
}

/// The curve of pairs over candidate windows in microseconds, and the window it suggests. Windows
/// shorter than the unit of the times are no candidates.
pub fn suggested(layer: &Layer, candidates: &[i64]) -> SuggestedWindow {
    let told_apart = candidates.iter().copied().filter(|&window| window >= layer.resolution);
    window::suggest(&layer.shares, &told_apart.collect::<Vec<_>>())
}
