//! Did a voter move toward another, and is the move large among the moves of all voters?
//!
//! The other voters are the placebo: whatever changed for everybody (other resolutions on the
//! agenda, the target's own turn) moves them too. A shift says something where it stands out.

use super::{Ballots, Interval, Level, Table, pi_difference_interval};
use std::ops::Range;

/// One voter's pi toward the target before and after.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shift {
    /// Index of the voter.
    pub voter: usize,
    /// Table with the target before.
    pub before: Table,
    /// Table with the target after.
    pub after: Table,
    /// Change of Scott's pi; none where either is undefined.
    pub change: Option<f64>,
    /// Distinct texts before and after; as many as roll calls where nobody said otherwise.
    pub texts: [u64; 2],
    /// 1 for the largest change toward the target; none where the voter is not ranked because
    /// pi is undefined or stands on too few roll calls.
    pub rank: Option<usize>,
}

impl Shift {
    /// Interval of the change; none where there are too few texts before or after.
    pub fn interval(&self, level: Level) -> Option<Interval> {
        let [before, after] = self.texts;
        pi_difference_interval((&self.before, before), (&self.after, after), level)
    }
}

/// The shifts of all voters toward one.
#[derive(Debug, Clone, PartialEq)]
pub struct Placebo {
    /// Every voter but the target that voted with it before or after, by index.
    pub shifts: Vec<Shift>,
    /// How many are ranked.
    pub ranked: usize,
    /// Median change of the ranked.
    pub median: Option<f64>,
}

impl Placebo {
    /// The ranked voters, the largest change first.
    pub fn by_rank(&self) -> Vec<Shift> {
        let mut ranked: Vec<Shift> =
            self.shifts.iter().copied().filter(|shift| shift.rank.is_some()).collect();
        ranked.sort_by_key(|shift| (shift.rank, shift.voter));
        ranked
    }
}

/// The change of pi toward `target` from the periods `before` to the periods `after`, for every
/// voter, ranked among those with at least `least` common roll calls in each. Equal changes share
/// the better rank.
pub fn rank_shifts(
    ballots: &Ballots,
    target: usize,
    before: Range<usize>,
    after: Range<usize>,
    least: u64,
) -> Placebo {
    let mut shifts: Vec<Shift> = (0..ballots.voters())
        .filter(|&voter| voter != target)
        .map(|voter| {
            let before = ballots.pair(voter, target, before.clone());
            let after = ballots.pair(voter, target, after.clone());
            let change = before.pi().zip(after.pi()).map(|(before, after)| after - before);
            let texts = [before.n(), after.n()];
            Shift { voter, before, after, change, texts, rank: None }
        })
        .filter(|shift| shift.before.n() + shift.after.n() > 0)
        .collect();
    let enough = |shift: &Shift| shift.before.n() >= least && shift.after.n() >= least;
    let mut changes: Vec<f64> =
        shifts.iter().filter(|shift| enough(shift)).filter_map(|shift| shift.change).collect();
    changes.sort_unstable_by(|a, b| b.total_cmp(a));
    for shift in &mut shifts {
        if let Some(change) = shift.change
            && shift.before.n() >= least
            && shift.after.n() >= least
        {
            shift.rank = Some(changes.partition_point(|&other| other > change) + 1);
        }
    }
    Placebo { shifts, ranked: changes.len(), median: median(&changes) }
}

fn median(sorted: &[f64]) -> Option<f64> {
    let middle = sorted.len() / 2;
    let upper = *sorted.get(middle)?;
    Some(if sorted.len() % 2 == 1 { upper } else { f64::midpoint(sorted[middle - 1], upper) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agreement::Ballot;

    /// Voter 1 goes from opposing voter 0 to agreeing, voter 2 stays, voter 3 hardly votes.
    #[test]
    fn the_one_who_moved_is_first_and_the_absent_are_not_ranked() {
        let mut ballots = Ballots::new(4, &[4, 4]);
        for (period, roll_call) in (0..8).map(|k| (k / 4, k % 4)) {
            let side = |yes: bool| if yes { Ballot::Yes } else { Ballot::No };
            let even = roll_call % 2 == 0;
            ballots.cast(period, roll_call, 0, side(even));
            ballots.cast(period, roll_call, 1, side(even == (period == 1)));
            ballots.cast(period, roll_call, 2, side(roll_call < 2));
        }
        ballots.cast(0, 0, 3, Ballot::Yes);
        let placebo = rank_shifts(&ballots, 0, 0..1, 1..2, 2);
        let found: Vec<_> =
            placebo.shifts.iter().map(|s| (s.voter, s.change, s.rank)).collect();
        assert_eq!(found, [(1, Some(2.0), Some(1)), (2, Some(0.0), Some(2)), (3, None, None)]);
        assert_eq!((placebo.ranked, placebo.median), (2, Some(1.0)));
        assert_eq!(placebo.by_rank()[0].voter, 1);
    }
}
