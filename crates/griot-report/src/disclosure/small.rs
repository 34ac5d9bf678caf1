//! Cells of few rows, of tables of which only totals may leave.
//!
//! A total of few rows tells of single rows. So a cell stands on at least [`FEWEST`] rows, or is
//! withheld (primary suppression); where one cell of a series is withheld, the next smallest is
//! too, since a total would give the one away (secondary suppression). The threshold of ten is that
//! of the *Guidelines for the checking of output based on microdata research* (Brandt and others,
//! `ESSnet` SDC, 2010); the two steps are those of Hundepool and others, *Statistical Disclosure
//! Control* (2012), chapter 4.

use std::collections::BTreeSet;

use griot_analysis::network::study::NetworkAnswer;
use griot_model::{Finding, PartialDate};

use crate::answers::{Area, HostEvents, TableEvents};

/// Fewest rows behind a number of a table of which only totals may leave.
pub const FEWEST: u64 = 10;

/// The rule, for readers.
pub(crate) const RULE: &str = "Of a table of which only totals may leave, a number that stands on \
    fewer than 10 rows is withheld, and where one number of a series is, the next smallest is too, so that no total gives it away. \
    How many rows such a table has is rounded to tens.";

/// How many rows a table has of which only totals may leave: to tens, since the exact number less those of
/// the countries that are shown would be that of one that is withheld.
pub(super) const fn rounded(rows: u64) -> u64 {
    rows.saturating_add(5) / 10 * 10
}

/// Which of these counts are withheld: the small ones and, where that is one alone, the next.
///
/// A count of nothing is small too: that nobody is in a cell is told of nobody.
pub(super) fn suppressed<K: Ord + Clone>(counts: &[(K, u64)]) -> BTreeSet<K> {
    let mut small: BTreeSet<K> =
        counts.iter().filter(|(_, n)| *n < FEWEST).map(|(at, _)| at.clone()).collect();
    let sum: u64 = counts.iter().filter(|(at, _)| small.contains(at)).map(|(_, n)| *n).sum();
    // What a total leaves over for the withheld cells must be large enough itself.
    if !small.is_empty() && (small.len() == 1 || sum < FEWEST) {
        let rest = counts.iter().filter(|(at, _)| !small.contains(at));
        if let Some((at, _)) = rest.min_by_key(|(_, n)| *n) {
            small.insert(at.clone());
        }
    }
    small
}

/// The finding without small cells; none where nothing of it may stay.
pub(super) fn finding(finding: &Finding) -> Option<Finding> {
    if finding.selection.rows < FEWEST {
        return None;
    }
    let mut counts: Vec<(String, u64)> = Vec::new();
    for point in finding.series.iter().flat_map(|series| &series.points) {
        match counts.iter_mut().find(|(at, _)| *at == point.at) {
            Some((_, n)) => *n = (*n).min(point.n),
            None => counts.push((point.at.clone(), point.n)),
        }
    }
    let small = suppressed(&counts);
    if small.is_empty() {
        return Some(finding.clone());
    }
    let mut finding = finding.clone();
    let dated = counts.iter().all(|(at, _)| at.parse::<PartialDate>().is_ok());
    for series in &mut finding.series {
        if dated {
            for point in series.points.iter_mut().filter(|point| small.contains(&point.at)) {
                (point.estimate, point.n) = (None, 0);
            }
        } else {
            // The name of a party in few rows is itself what must not leave.
            series.points.retain(|point| !small.contains(&point.at));
        }
    }
    finding.series.retain(|series| !series.points.is_empty());
    // Titles and caveats are sentences around numbers; which of them were small cannot be told.
    finding.title.clone_from(&finding.question);
    finding.estimate = None;
    finding.caveats.retain(|text| !text.contains(|letter: char| letter.is_ascii_digit()));
    finding.caveats.push(RULE.to_owned());
    if finding.series.is_empty() {
        return None;
    }
    Some(finding)
}

/// Totals of a table of events without small cells; none where the whole is small.
pub(super) fn table_events(table: &TableEvents) -> Option<TableEvents> {
    if table.totals[0] < FEWEST {
        return None;
    }
    let years: Vec<(i16, u64)> = table.years.iter().map(|it| (it.year, it.events)).collect();
    let small_years = suppressed(&years);
    let areas: Vec<(Option<String>, u64)> =
        table.areas.iter().map(|it| (it.division.clone(), it.events)).collect();
    let small_areas = suppressed(&areas);
    let mut shown = table.clone();
    shown.spots.clear();
    shown.years.retain(|it| !small_years.contains(&it.year));
    shown.areas.retain(|it: &Area| !small_areas.contains(&it.division));
    Some(shown)
}

/// The events of a host as far as their tables let them leave; none where nothing is left.
pub(super) fn host(
    events: &HostEvents,
    is_private: &dyn Fn(&str) -> bool,
    is_open: &dyn Fn(&str) -> bool,
) -> Option<HostEvents> {
    let mut shown = events.clone();
    shown.tables = events
        .tables
        .iter()
        .filter(|table| !is_private(&table.table))
        .filter_map(|table| {
            if is_open(&table.table) { Some(table.clone()) } else { table_events(table) }
        })
        .collect();
    let members = events.fused.iter().flat_map(|it| &it.events).flat_map(|it| &it.members);
    if members.into_iter().any(|it| is_private(&it.table)) {
        shown.fused = None;
    }
    if let Some(fused) = &mut shown.fused {
        // Beside an open row, a row that is said to be the same event is as good as shown.
        fused.events.retain(|event| event.members.iter().all(|it| is_open(&it.table)));
        fused.folded.retain(|table, _| is_open(table));
        let closed = events.tables.iter().any(|table| !is_open(&table.table));
        let totals = &fused.totals;
        let small = |n: u64| n > 0 && n < FEWEST;
        let (all, parts) = (totals.events, totals.sources.iter().map(|it| it.events));
        let most = parts.clone().max().unwrap_or_default();
        // The union less one table is what the other alone has.
        if closed && (parts.clone().any(small) || small(all.saturating_sub(most))) {
            shown.fused = None;
        }
    }
    // First and last day are those of single events.
    if !shown.tables.iter().all(|table| is_open(&table.table)) {
        let [first, last] = shown.period;
        shown.period = [first.first_of_year(), last.last_of_year()];
    }
    (!shown.tables.is_empty()).then_some(shown)
}

/// A network without names, and without what stands on few posts.
pub(super) fn network(network: &NetworkAnswer) -> Option<(NetworkAnswer, usize)> {
    if network.posts < FEWEST {
        return None;
    }
    let mut shown = network.clone();
    let renumbered = Renumbered::of(network);
    let before = network.edges.len() + network.groups.len() + network.edge_rows.rows.len();
    let pairs =
        network.edge_rows.columns.iter().position(|name| name == "pairs" || name == "weight");
    let large = |row: &Vec<String>| {
        pairs
            .and_then(|at| row.get(at))
            .and_then(|cell| cell.parse::<f64>().ok())
            .is_some_and(|n| n >= 10.0)
    };
    shown.edge_rows.rows.clear();
    shown.edge_numbers.clear();
    let times: Vec<usize> = (0..network.edge_rows.columns.len())
        .filter(|at| {
            network.edge_rows.columns.get(*at).is_some_and(|name| {
                matches!(name.as_str(), "first" | "last" | "first_time" | "last_time")
            })
        })
        .collect();
    for (row, numbers) in network.edge_rows.rows.iter().zip(&network.edge_numbers) {
        if !large(row) {
            continue;
        }
        let mut row = row.clone();
        for at in &times {
            if let Some(cell) = row.get_mut(*at) {
                *cell = day(cell);
            }
        }
        for (cell, number) in row.iter_mut().zip(numbers) {
            *cell = renumbered.name(*number);
        }
        shown.edge_numbers.push(numbers.map(|number| renumbered.number(number)));
        shown.edge_rows.rows.push(row);
    }
    shown.edges.retain(|edge| edge.pairs >= FEWEST && edge.selection.rows >= FEWEST);
    for edge in &mut shown.edges {
        for side in &mut edge.sides {
            side.number = renumbered.number(side.number);
            side.account = format!("account {}", side.number);
            side.hours = [0; 24];
        }
        for (object, _) in &mut edge.objects {
            NOT_SHOWN.clone_into(object);
        }
        (edge.first, edge.last) = (day(&edge.first), day(&edge.last));
    }
    shown.groups.retain(|group| group.selection.rows >= FEWEST);
    for group in &mut shown.groups {
        for member in &mut group.members {
            member.number = renumbered.number(member.number);
            member.account = format!("account {}", member.number);
        }
        // A source may be an account without any edge, which has no number here.
        group.follows = None;
        if let Some(tested) = &mut group.tested {
            tested.follows = None;
        }
        // Of an object that few accounts share, even how many do is told of few.
        group.objects.retain(|object| object.popularity >= FEWEST);
        for object in &mut group.objects {
            NOT_SHOWN.clone_into(&mut object.name);
            object.first = day(&object.first);
            object.shares.clear();
        }
        let bins: Vec<(usize, u64)> =
            group.delays.iter().enumerate().map(|(at, bin)| (at, bin.pairs)).collect();
        let small = suppressed(&bins);
        if !small.is_empty() {
            group.delays.clear();
        }
        group.hours = [0; 24];
        (group.first, group.last) = (day(&group.first), day(&group.last));
    }
    let kept: BTreeSet<String> = shown
        .edges
        .iter()
        .map(|it| it.id.clone())
        .chain(shown.groups.iter().map(|it| it.id.clone()))
        .collect();
    for edge in &mut shown.edges {
        edge.groups.retain(|id| kept.contains(id));
        for (_, page) in &mut edge.also {
            page.take_if(|id| !kept.contains(id));
        }
    }
    for account in &mut shown.drawing.sketch.accounts {
        account.number = renumbered.number(account.number);
        account.account = format!("account {}", account.number);
        account.group.take_if(|id| !kept.contains(id));
    }
    if let Some(bubbles) = &mut shown.drawing.bubbles {
        for bubble in &mut bubbles.bubbles {
            bubble.page.take_if(|id| !kept.contains(id));
        }
    }
    let after = shown.edges.len() + shown.groups.len() + shown.edge_rows.rows.len();
    Some((shown, before - after))
}

/// What stands for an object that may not be named.
pub(super) const NOT_SHOWN: &str = "not shown";

/// The day of a time as ISO 8601 writes it.
fn day(time: &str) -> String {
    time.split(['T', ' ']).next().unwrap_or_default().to_owned()
}

/// Numbers of accounts by their first edge. Their places in the order of names would let a guess
/// at one name say which account it is.
struct Renumbered(std::collections::BTreeMap<u32, u32>);

impl Renumbered {
    fn of(network: &NetworkAnswer) -> Self {
        let mut numbers = std::collections::BTreeMap::new();
        let edges = network.edge_numbers.iter().flatten().copied();
        let members =
            network.groups.iter().flat_map(|group| &group.members).map(|it| it.number);
        let drawn = network.drawing.sketch.accounts.iter().map(|it| it.number);
        for number in edges.chain(members).chain(drawn) {
            let next = u32::try_from(numbers.len() + 1).unwrap_or(u32::MAX);
            numbers.entry(number).or_insert(next);
        }
        Self(numbers)
    }

    fn number(&self, number: u32) -> u32 {
        self.0.get(&number).copied().unwrap_or_default()
    }

    fn name(&self, number: u32) -> String {
        format!("account {}", self.number(number))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(counts: &[(&str, u64)], expected: &[&str]) {
        let found = suppressed(counts);
        assert_eq!(found.into_iter().collect::<Vec<_>>(), expected, "{counts:?}");
    }

    #[test]
    fn what_is_withheld_is_no_difference_of_what_is_shown() {
        // 57 events of one country are shown, and 3 of another are not.
        assert_eq!((rounded(60), rounded(57), rounded(64), rounded(65)), (60, 60, 60, 70));
    }

    #[test]
    fn one_small_cell_takes_the_next_smallest_with_it() {
        check(&[("a", 100), ("b", 40), ("c", 1)], &["b", "c"]);
        check(&[("a", 100), ("b", 40), ("c", 10)], &[]);
        check(&[("a", 100), ("b", 6), ("c", 7)], &["b", "c"]);
        check(&[("a", 100), ("b", 3), ("c", 2)], &["a", "b", "c"]);
        check(&[("a", 3)], &["a"]);
    }
}
