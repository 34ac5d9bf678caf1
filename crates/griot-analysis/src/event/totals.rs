//! How many events, and how many dead: list by list, and fused.
//!
//! An expectation over the probabilities of the matches is not given: joins that compete or chain are not independent, and
//! it lay 1.9 of its own errors above the truth on lists whose truth is known.

use super::matched::FusedRow;
use griot_table::event::{Deaths, EventList};

/// What one list has.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct SourceTotals {
    /// Name of the list.
    pub source: String,
    /// Its rows.
    pub events: u64,
    /// Deaths in them, where it counts them: best estimates.
    pub best: Option<u64>,
    /// Low estimates.
    pub low: Option<u64>,
    /// High estimates.
    pub high: Option<u64>,
}

/// Totals of a fusion.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize)]
pub struct Totals {
    /// Each list by itself, by name.
    pub sources: Vec<SourceTotals>,
    /// Events when every match is taken as decided.
    pub events: u64,
    /// Deaths when each event counts with the lowest number that a list gives it.
    pub deaths_lowest: Option<u64>,
    /// With the highest number.
    pub deaths_highest: Option<u64>,
}

/// What lists count: all that totals need of them.
#[derive(Debug)]
pub(super) struct Counted {
    /// By name.
    sources: Vec<SourceTotals>,
    /// Place of the list among the names, row, deaths; sorted.
    deaths: Vec<(usize, u64, u32)>,
}

impl Counted {
    pub(super) fn of(lists: &[EventList]) -> Self {
        let mut sources: Vec<SourceTotals> = lists.iter().map(of_list).collect();
        sources.sort_by(|a, b| a.source.cmp(&b.source));
        let mut deaths = Vec::new();
        for list in lists {
            let at = sources.partition_point(|it| it.source < list.source);
            let counted = list.events.iter();
            deaths.extend(counted.filter_map(|it| Some((at, it.row, it.deaths?.best))));
        }
        deaths.sort_unstable();
        Self { sources, deaths }
    }
}

/// Adds up.
pub(super) fn totals(counted: Counted, rows: &[FusedRow], events: usize) -> Totals {
    let Counted { sources, deaths } = counted;
    let mut clusters: Vec<(usize, u32)> = rows
        .iter()
        .filter_map(|row| {
            let source = sources.partition_point(|it| it.source.as_str() < &*row.name.source);
            let name = (source, row.name.row);
            let at = deaths.partition_point(|&(source, row, _)| (source, row) < name);
            let &(source, row_number, best) = deaths.get(at)?;
            ((source, row_number) == name).then_some((row.cluster, best))
        })
        .collect();
    clusters.sort_unstable();
    let each = || clusters.chunk_by(|a, b| a.0 == b.0);
    let sum = |numbers: &mut dyn Iterator<Item = Option<&(usize, u32)>>| -> u64 {
        numbers.flatten().map(|&(_, best)| u64::from(best)).sum()
    };
    let counted = !deaths.is_empty();
    Totals {
        sources,
        events: u64::try_from(events).unwrap_or(u64::MAX),
        // Sorted by deaths within each cluster.
        deaths_lowest: counted.then(|| sum(&mut each().map(<[_]>::first))),
        deaths_highest: counted.then(|| sum(&mut each().map(<[_]>::last))),
    }
}

fn of_list(list: &EventList) -> SourceTotals {
    let all: Vec<Deaths> = list.events.iter().filter_map(|event| event.deaths).collect();
    let sum = |pick: fn(&Deaths) -> u32| {
        (!all.is_empty()).then(|| all.iter().map(|deaths| u64::from(pick(deaths))).sum())
    };
    SourceTotals {
        source: list.source.clone(),
        events: u64::try_from(list.events.len()).unwrap_or(u64::MAX),
        best: sum(|deaths| deaths.best),
        low: sum(|deaths| deaths.low),
        high: sum(|deaths| deaths.high),
    }
}
