//! One layer as the published tools count it, and the window its data suggest.

use std::{
    borrow::Cow,
    io::{self, Write},
    num::NonZeroUsize,
};

use griot_stats::network::{
    compat,
    window::{self, SuggestedWindow},
};

use super::{answer::mean_seconds, gather::Layer, table::quoted};

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
    writeln!(out, "account_a,account_b,weight,mean_delay_s")?;
    let likeness = layer.likeness.as_ref();
    let found = match likeness.map(|likeness| likeness.alike(&layer.shares, window)) {
        Some(alike) => {
            compat::coortweet_alike(&layer.shares, window, min_participation, &alike)
        }
        None => compat::coortweet(&layer.shares, window, min_participation),
    };
    let names = quoted_all(accounts);
    found.windowed.each_edge(threads, &found.qualified, |edges| {
        for edge in edges {
            let (a, b) = (&names[edge.a as usize], &names[edge.b as usize]);
            writeln!(out, "{a},{b},{},{}", edge.pairs, mean_seconds(edge))?;
        }
        Ok(())
    })
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
    writeln!(out, "source,target,weight")?;
    let likeness = layer.likeness.as_ref();
    let least = min_edge_weight.into();
    let found = match likeness.map(|likeness| likeness.alike(&layer.shares, window)) {
        Some(alike) => compat::co_action_alike(&layer.shares, window, least, alike, threads),
        None => compat::co_action(&layer.shares, window, least, threads),
    };
    let names = quoted_all(accounts);
    for edge in found {
        let (source, target) = (&names[edge.source as usize], &names[edge.target as usize]);
        writeln!(out, "{source},{target},{}", edge.posts)?;
    }
    Ok(())
}

fn quoted_all(accounts: &[String]) -> Vec<Cow<'_, str>> {
    accounts.iter().map(|name| quoted(name)).collect()
}

/// The curve of pairs over candidate windows in microseconds, and the window it suggests. Windows
/// shorter than the unit of the times are no candidates.
pub fn suggested(layer: &Layer, candidates: &[i64]) -> SuggestedWindow {
    let told_apart = candidates.iter().copied().filter(|&window| window >= layer.resolution);
    window::suggest(&layer.shares, &told_apart.collect::<Vec<_>>())
}
