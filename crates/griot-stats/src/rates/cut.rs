//! Is this day a special one to cut at?

use super::{Counted, Period};

/// How the chosen cut compares with all others.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CutRank {
    /// Cuts at which the rate rose at least as much, the chosen one included.
    pub at_least_as_high: usize,
    /// Cuts at which the rate fell at least as much or rose at most as much, the chosen one included.
    pub at_most_as_high: usize,
    /// All cuts that have a ratio.
    pub cuts: usize,
}

/// Moves the cut by whole weeks through `coverage`, with both periods as long as they are and moving along, and
/// ranks the chosen cut among all.
///
/// With fewer than 20 cuts a rank says little; none where the chosen cut itself has no ratio.
pub fn cut_rank(
    events: &[Counted],
    before: Period,
    after: Period,
    coverage: Period,
) -> Option<CutRank> {
    let mut events = events.to_vec();
    events.sort_unstable();
    let per_day = Daily::new(&events, coverage);
    let exposure = f64::from(after.days()) / f64::from(before.days());
    let ratio = |by: i32| {
        let moved = |p: Period| Period { first: p.first + by, last: p.last + by };
        let (before, after) = (moved(before), moved(after));
        let inside = |p: Period| p.first >= coverage.first && p.last <= coverage.last;
        if !inside(before) || !inside(after) {
            return None;
        }
        let first = per_day.sum(before);
        (first > 0.0).then(|| per_day.sum(after) / first / exposure)
    };
    let chosen = ratio(0)?;
    let farthest = coverage.days() / 7 + 1;
    let mut rank = CutRank { at_least_as_high: 0, at_most_as_high: 0, cuts: 0 };
    for ratio in (-farthest..=farthest).filter_map(|weeks| ratio(7 * weeks)) {
        rank.cuts += 1;
        rank.at_least_as_high += usize::from(ratio >= chosen);
        rank.at_most_as_high += usize::from(ratio <= chosen);
    }
    Some(rank)
}

/// Running sums of deaths by day, so that a period's sum is two look-ups.
struct Daily {
    first: i32,
    sums: Vec<f64>,
}

impl Daily {
    fn new(events: &[Counted], coverage: Period) -> Self {
        let days = usize::try_from(coverage.days()).unwrap_or(0);
        let mut deaths = vec![0.0; days];
        for event in events {
            let inside = event.period().overlap(coverage);
            let share = f64::from(event.best) / f64::from(event.period().days());
            for day in inside.first..=inside.last {
                if let Some(slot) =
                    usize::try_from(day - coverage.first).ok().and_then(|at| deaths.get_mut(at))
                {
                    *slot += share;
                }
            }
        }
        let mut sums = Vec::with_capacity(days + 1);
        let mut sum = 0.0;
        sums.push(0.0);
        for day in deaths {
            sum += day;
            sums.push(sum);
        }
        Self { first: coverage.first, sums }
    }

    /// Of a period inside the coverage.
    fn sum(&self, period: Period) -> f64 {
        let at = |day: i32| usize::try_from(day - self.first).unwrap_or(0);
        // Differences of running sums may be off in the last digit; a death is at least 1/366 a day.
        let sum = self.sums[at(period.last + 1)] - self.sums[at(period.first)];
        if sum.abs() < 1e-6 { 0.0 } else { sum }
    }
}
