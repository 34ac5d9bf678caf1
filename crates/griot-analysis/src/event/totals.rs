//! How many events, and how many dead: list by list, fused, and how far the matching itself leaves it open.

use std::collections::BTreeMap;

use super::matched::{FusedRow, Match};
use griot_case::judgement::RowName;
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

/// An expectation with its standard deviation.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Expected {
    /// Expected number.
    pub mean: f64,
    /// Standard deviation that comes from not knowing which rows match; it knows nothing of errors of the lists.
    pub deviation: f64,
}

/// Totals of a fusion.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Totals {
    /// Each list by itself, by name.
    pub sources: Vec<SourceTotals>,
    /// Events when every match is taken as decided.
    pub events: u64,
    /// Events when each match counts with its probability.
    pub events_expected: Option<Expected>,
    /// Deaths when each event counts with the lowest number that a list gives it.
    pub deaths_lowest: Option<u64>,
    /// With the highest number.
    pub deaths_highest: Option<u64>,
    /// With the highest number, each match counted with its probability: rows that may be two events count twice as
    /// far as they may be two.
    pub deaths_expected: Option<Expected>,
}

/// Adds up.
pub(super) fn totals(
    lists: &[EventList],
    rows: &[FusedRow],
    events: usize,
    matches: &[Match],
) -> Totals {
    let mut sources: Vec<SourceTotals> = lists.iter().map(of_list).collect();
    sources.sort_by(|a, b| a.source.cmp(&b.source));
    let best: BTreeMap<RowName, u32> = lists
        .iter()
        .flat_map(|list| {
            list.events.iter().filter_map(|event| {
                let name = RowName { source: list.source.clone(), row: event.row };
                event.deaths.map(|deaths| (name, deaths.best))
            })
        })
        .collect();
    let mut clusters: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
    for row in rows {
        let deaths = clusters.entry(row.cluster).or_default();
        deaths.extend(best.get(&row.name));
    }
    let counted = !best.is_empty();
    let sum = |pick: fn(&[u32]) -> Option<u32>| {
        counted.then(|| clusters.values().filter_map(|it| pick(it)).map(u64::from).sum())
    };
    let probable = matches.iter().all(|found| found.probability.is_finite());
    let (joined, dead) = expected(rows, &best, matches);
    Totals {
        sources,
        events: u64::try_from(events).unwrap_or(u64::MAX),
        events_expected: probable.then_some(joined),
        deaths_lowest: sum(|deaths| deaths.iter().min().copied()),
        deaths_highest: sum(|deaths| deaths.iter().max().copied()),
        deaths_expected: (probable && counted).then_some(dead),
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

/// Every row counts, less what each join takes away: one event, and the smaller of the two numbers of dead. Joins are made
/// best first, as the events were, and are taken to be right or wrong independently of each other.
#[expect(clippy::cast_precision_loss, reason = "fewer rows than 2^52")]
fn expected(
    rows: &[FusedRow],
    best: &BTreeMap<RowName, u32>,
    matches: &[Match],
) -> (Expected, Expected) {
    let places: BTreeMap<&RowName, usize> =
        rows.iter().enumerate().map(|(place, row)| (&row.name, place)).collect();
    let mut leader: Vec<usize> = (0..rows.len()).collect();
    let mut highest: Vec<f64> =
        rows.iter().map(|row| best.get(&row.name).copied().map_or(0.0, f64::from)).collect();
    let mut events = Expected { mean: rows.len() as f64, deviation: 0.0 };
    let mut deaths = Expected { mean: highest.iter().sum(), deviation: 0.0 };
    for found in matches.iter().filter(|found| found.together) {
        let (Some(&a), Some(&b)) = (places.get(&found.one), places.get(&found.other)) else {
            continue;
        };
        let (a, b) = (top(&leader, a), top(&leader, b));
        if a == b {
            continue;
        }
        let (into, from) = (a.min(b), a.max(b));
        let p = found.probability;
        let smaller = highest[a].min(highest[b]);
        let open = p * (1.0 - p);
        events.mean -= p;
        events.deviation += open;
        deaths.mean -= p * smaller;
        deaths.deviation += open * smaller * smaller;
        highest[into] = highest[a].max(highest[b]);
        leader[from] = into;
    }
    let rooted = |it: Expected| Expected { mean: it.mean, deviation: it.deviation.sqrt() };
    (rooted(events), rooted(deaths))
}

fn top(leader: &[usize], mut row: usize) -> usize {
    while leader[row] != row {
        row = leader[row];
    }
    row
}
