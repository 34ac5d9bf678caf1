//! How often do two voters agree, beyond what chance would give?
//!
//! All measures come from one table: how often the first voter cast each of yes, abstain, no
//! while the second cast each of them, over the roll calls in which both took part. Such a table
//! is a mergeable partial state: the sum of the tables of two sets of roll calls is the table of
//! their union, so tables may be made per year, per file or per machine and added.
//!
//! Raw agreement is high wherever most roll calls are carried by large majorities; a measure
//! corrected for chance belongs beside it.
//!
//! ```
//! use griot_stats::agreement::{Ballot, Table};
//!
//! let mut table = Table::default();
//! table.count(Ballot::Yes, Ballot::Yes);
//! table.count(Ballot::No, Ballot::Abstain);
//! assert_eq!(table.n(), 2);
//! assert_eq!(table.half(), Some(0.75));
//! ```

mod interval;
mod matrix;
mod shift;

use std::ops::{Add, AddAssign};

pub use interval::{Interval, LEAST_TEXTS, Level, pi_difference_interval, pi_interval};
pub use matrix::{Ballots, PairTable};
pub use shift::{Placebo, Shift, rank_shifts};

/// A ballot cast, in the order of the scale: 1, 2, 3 in Voeten's coding.
///
/// Whoever was absent or not a member cast none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ballot {
    /// In favour.
    Yes,
    /// Present, neither.
    Abstain,
    /// Against.
    No,
}

impl Ballot {
    /// All three, in the order of the scale.
    pub const ALL: [Self; 3] = [Self::Yes, Self::Abstain, Self::No];

    /// How many steps of the scale lie between two ballots: 0, 1 or 2.
    pub fn distance(self, other: Self) -> u8 {
        (self as u8).abs_diff(other as u8)
    }
}

/// Counts of roll calls in which both voters cast a ballot, by what each cast.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Table {
    /// `counts[x][y]`: the first voter cast `x`, the second `y`, in the order of [`Ballot::ALL`].
    pub counts: [[u32; 3]; 3],
}

impl Table {
    /// Adds one roll call.
    pub fn count(&mut self, first: Ballot, second: Ballot) {
        self.counts[first as usize][second as usize] += 1;
    }

    /// Roll calls in which both cast a ballot.
    pub fn n(&self) -> u64 {
        self.counts.iter().flatten().copied().map(u64::from).sum()
    }

    /// Roll calls in which both cast the same ballot.
    pub fn same(&self) -> u64 {
        (0..3).map(|k| u64::from(self.counts[k][k])).sum()
    }

    /// Roll calls in which one voted yes and the other no.
    pub fn opposite(&self) -> u64 {
        u64::from(self.counts[0][2]) + u64::from(self.counts[2][0])
    }

    /// Roll calls in which exactly one of the two abstained.
    pub fn one_abstains(&self) -> u64 {
        self.n() - self.same() - self.opposite()
    }

    /// The table as the second voter sees it.
    #[must_use]
    pub fn transposed(&self) -> Self {
        Self { counts: std::array::from_fn(|x| std::array::from_fn(|y| self.counts[y][x])) }
    }

    /// Share of identical ballots. None where the two never voted together, as in every measure.
    pub fn exact(&self) -> Option<f64> {
        share(self.same(), self.n())
    }

    /// Mean of 1 for the same ballot, 1/2 where one abstains, 0 for opposite ballots: Voeten's
    /// `agree3un`. Voeten leaves unanimous roll calls out beforehand; here the caller chooses.
    pub fn half(&self) -> Option<f64> {
        share(2 * self.same() + self.one_abstains(), 2 * self.n())
    }

    /// Voting coincidence as the U.S. State Department has reported it since 2019: identical
    /// ballots count 1, one abstention 1/2, opposite ballots 0, absences are left out. On a table
    /// of three ballots this is [`Table::half`]; the two names differ in the roll calls chosen.
    pub fn coincidence(&self) -> Option<f64> {
        self.half()
    }

    /// Voting coincidence as the State Department reported it before: abstentions left out,
    /// identical over identical and opposite.
    pub fn coincidence_of_sides(&self) -> Option<f64> {
        let identical = u64::from(self.counts[0][0]) + u64::from(self.counts[2][2]);
        share(identical, identical + self.opposite())
    }

    /// S of Signorino and Ritter (1999) with absolute distances and equal weights, from -1 to 1:
    /// `1 - 2·sum|x - y| / (2n)`.
    pub fn s_score(&self) -> Option<f64> {
        self.half().map(|half| 2.0 * half - 1.0)
    }

    /// Cohen's kappa: agreement beyond that of two voters who keep their own shares of yes,
    /// abstain and no but draw at random. None where chance alone makes them agree always.
    pub fn kappa(&self) -> Option<f64> {
        let [first, second] = self.margins();
        beyond_chance(self, |k| 4 * first[k] * second[k])
    }

    /// Scott's pi: agreement beyond that of two voters who both draw from their pooled shares.
    /// None where the pooled ballots are all the same.
    pub fn pi(&self) -> Option<f64> {
        let pooled = self.pooled();
        beyond_chance(self, |k| pooled[k] * pooled[k])
    }

    /// Scott's pi with squared distances on the scale yes, abstain, no (Häge 2011): an abstention
    /// against a no disagrees less than a yes against a no.
    pub fn weighted_pi(&self) -> Option<f64> {
        let [yes, abstain, no] = self.pooled();
        let n = self.n();
        // E (u - v)^2 over two draws from the pool is 2·(ya + an + 4yn) / (2n)^2.
        let expected = 2 * (yes * abstain + abstain * no + 4 * yes * no);
        let observed = (self.one_abstains() + 4 * self.opposite()) * 4 * n;
        share(observed, expected).map(|ratio| 1.0 - ratio)
    }

    /// How often each ballot was cast: by the first voter, by the second.
    pub fn margins(&self) -> [[u64; 3]; 2] {
        let first = self.counts.map(|row| row.iter().copied().map(u64::from).sum());
        let second = std::array::from_fn(|y| self.counts.iter().map(|x| u64::from(x[y])).sum());
        [first, second]
    }

    fn pooled(&self) -> [u64; 3] {
        let [first, second] = self.margins();
        std::array::from_fn(|k| first[k] + second[k])
    }
}

impl Add for Table {
    type Output = Self;

    fn add(mut self, other: Self) -> Self {
        self += other;
        self
    }
}

impl AddAssign for Table {
    fn add_assign(&mut self, other: Self) {
        for (row, added) in self.counts.iter_mut().zip(other.counts) {
            for (cell, added) in row.iter_mut().zip(added) {
                *cell += added;
            }
        }
    }
}

impl std::iter::Sum for Table {
    fn sum<I: Iterator<Item = Self>>(tables: I) -> Self {
        tables.fold(Self::default(), Add::add)
    }
}

/// `(po - pe) / (1 - pe)` in whole numbers, where `4n²·pe` is the sum of `chance` over the three
/// ballots. Integers keep "they could not have differed" apart from "almost".
fn beyond_chance(table: &Table, chance: impl Fn(usize) -> u64) -> Option<f64> {
    let n = table.n();
    let expected = chance(0) + chance(1) + chance(2);
    let observed = 4 * n * table.same();
    let most = 4 * n * n;
    if most == expected {
        return None;
    }
    Some((double(observed) - double(expected)) / double(most - expected))
}

fn share(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| double(part) / double(whole))
}

#[expect(
    clippy::cast_precision_loss,
    reason = "counts of roll calls squared are far below 2^53"
)]
fn double(count: u64) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: Option<f64>, expected: f64) {
        let found = found.expect("a measure");
        assert!((found - expected).abs() < 1e-12, "{found} is not {expected}");
    }

    /// Ten roll calls, worked out by hand: first voter 5 yes, 2 abstain, 3 no; second 6, 1, 3.
    #[test]
    fn the_measures_of_ten_roll_calls_are_those_worked_out_by_hand() {
        let table = Table { counts: [[4, 0, 1], [1, 1, 0], [1, 0, 2]] };
        assert_eq!(
            (table.n(), table.same(), table.opposite(), table.one_abstains()),
            (10, 7, 2, 1)
        );
        near(table.exact(), 0.7);
        near(table.half(), 0.75);
        near(table.s_score(), 0.5);
        near(table.coincidence_of_sides(), 6.0 / 8.0);
        // pe = .5·.6 + .2·.1 + .3·.3 = .41
        near(table.kappa(), (0.7 - 0.41) / (1.0 - 0.41));
        // pooled .55, .15, .30: pe = .3025 + .0225 + .09 = .415
        near(table.pi(), (0.7 - 0.415) / (1.0 - 0.415));
        // Do = (1 + 4·2)/10 = .9; De = 2(.55·.15 + .15·.3 + 4·.55·.3) = 1.575
        near(table.weighted_pi(), 1.0 - 0.9 / 1.575);
        assert_eq!(table.margins(), [[5, 2, 3], [6, 1, 3]]);
    }

    #[test]
    fn two_who_never_met_have_no_agreement() {
        let table = Table::default();
        for measure in [table.exact(), table.half(), table.s_score(), table.kappa(), table.pi()]
        {
            assert_eq!(measure, None);
        }
        assert_eq!(table.weighted_pi(), None);
    }

    /// All yes on both sides: raw agreement is whole, but chance alone would give it.
    #[test]
    fn unanimity_says_nothing_beyond_chance() {
        let table = Table { counts: [[40, 0, 0], [0; 3], [0; 3]] };
        near(table.exact(), 1.0);
        assert_eq!((table.pi(), table.kappa(), table.weighted_pi()), (None, None, None));
    }

    #[test]
    fn opposite_camps_are_at_minus_one() {
        let table = Table { counts: [[0, 0, 20], [0; 3], [20, 0, 0]] };
        near(table.pi(), -1.0);
        near(table.kappa(), -1.0);
        near(table.s_score(), -1.0);
        near(table.weighted_pi(), -1.0);
    }

    #[test]
    fn distances_are_steps_of_the_scale() {
        assert_eq!(Ballot::Yes.distance(Ballot::No), 2);
        assert_eq!(Ballot::No.distance(Ballot::Abstain), 1);
        assert_eq!(Ballot::Yes.distance(Ballot::Yes), 0);
    }
}
