//! Who cast what, as bits: three masks per voter, one bit per roll call.

use std::ops::Range;

use super::{Ballot, Table};

/// Ballots of many voters over periods of roll calls.
///
/// Each period begins at a word of its own, so that all pairs of one period are counted by
/// intersecting whole words: `all pairs × 79 years` of the General Assembly is some two million
/// words times nine cells.
#[derive(Debug, Clone)]
pub struct Ballots {
    voters: usize,
    periods: Vec<Period>,
}

#[derive(Debug, Clone)]
struct Period {
    roll_calls: usize,
    /// `masks[(word * 3 + ballot) * voters + voter]`
    masks: Vec<u64>,
}

/// Two voters, the lower index first, and their table in one period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PairTable {
    /// Index of the first voter.
    pub first: usize,
    /// Index of the second voter, above `first`.
    pub second: usize,
    /// What they cast.
    pub table: Table,
}

impl Ballots {
    /// No ballots yet: `voters` voters, and one period for each number of roll calls.
    pub fn new(voters: usize, roll_calls: &[usize]) -> Self {
        let period = |&roll_calls: &usize| Period {
            roll_calls,
            masks: vec![0; roll_calls.div_ceil(64) * 3 * voters],
        };
        Self { voters, periods: roll_calls.iter().map(period).collect() }
    }

    /// How many voters there are, whether they ever voted or not.
    pub fn voters(&self) -> usize {
        self.voters
    }

    /// How many periods there are.
    pub fn periods(&self) -> usize {
        self.periods.len()
    }

    /// Records the ballot that `voter` cast in a roll call of a period.
    ///
    /// # Panics
    /// Where the period, the roll call or the voter does not exist.
    pub fn cast(&mut self, period: usize, roll_call: usize, voter: usize, ballot: Ballot) {
        let place = &mut self.periods[period];
        assert!(
            roll_call < place.roll_calls && voter < self.voters,
            "no such roll call or voter"
        );
        let word = roll_call / 64 * 3;
        for other in Ballot::ALL {
            place.masks[(word + other as usize) * self.voters + voter] &=
                !(1 << (roll_call % 64));
        }
        place.masks[(word + ballot as usize) * self.voters + voter] |= 1 << (roll_call % 64);
    }

    /// What `voter` cast in a roll call; none where absent.
    pub fn ballot(&self, period: usize, roll_call: usize, voter: usize) -> Option<Ballot> {
        let word = roll_call / 64 * 3;
        let masks = &self.periods.get(period)?.masks;
        Ballot::ALL.into_iter().find(|&ballot| {
            let mask = masks.get((word + ballot as usize) * self.voters + voter).copied();
            mask.unwrap_or(0) & (1 << (roll_call % 64)) != 0
        })
    }

    /// The table of one pair over a range of periods.
    pub fn pair(&self, first: usize, second: usize, periods: Range<usize>) -> Table {
        let mut table = Table::default();
        for word in
            self.periods[periods].iter().flat_map(|p| p.masks.chunks_exact(3 * self.voters))
        {
            for (x, row) in table.counts.iter_mut().enumerate() {
                for (y, cell) in row.iter_mut().enumerate() {
                    let both = word[x * self.voters + first] & word[y * self.voters + second];
                    *cell += both.count_ones();
                }
            }
        }
        table
    }

    /// Visits every pair that voted together at least once in the period, ordered by first, then
    /// second voter. Rows are handed over one by one, so that a caller who only adds up need not
    /// hold the hundreds of thousands there are.
    pub fn for_each_pair(&self, period: usize, mut visit: impl FnMut(PairTable)) {
        let (active, masks) = self.active(period);
        let count = active.len();
        let mut cells = vec![0_u64; 9 * count];
        for (place, &first) in active.iter().enumerate() {
            let others = count - place - 1;
            cells.fill(0);
            for word in masks.chunks_exact(3 * count.max(1)) {
                for (x, cells) in cells.chunks_exact_mut(3 * count).enumerate() {
                    let mask = word[x * count + place];
                    for (column, cells) in
                        word.chunks_exact(count).zip(cells.chunks_exact_mut(count))
                    {
                        intersect(mask, &column[place + 1..], &mut cells[..others]);
                    }
                }
            }
            for (other, &second) in active[place + 1..].iter().enumerate() {
                let cell =
                    |k: usize| u32::try_from(cells[k * count + other]).unwrap_or(u32::MAX);
                let counts = std::array::from_fn(|x| std::array::from_fn(|y| cell(3 * x + y)));
                let table = Table { counts };
                if table.n() > 0 {
                    visit(PairTable { first, second, table });
                }
            }
        }
    }

    /// Those who cast any ballot in the period, and their masks side by side.
    fn active(&self, period: usize) -> (Vec<usize>, Vec<u64>) {
        let masks = &self.periods[period].masks;
        let active: Vec<usize> = (0..self.voters)
            .filter(|&voter| {
                masks.iter().skip(voter).step_by(self.voters).any(|&mask| mask != 0)
            })
            .collect();
        let gathered = masks
            .chunks_exact(self.voters.max(1))
            .flat_map(|column| active.iter().map(|&voter| column[voter]))
            .collect();
        (active, gathered)
    }
}

/// Adds to each count how many bits a column shares with `mask`; a loop the compiler can widen.
fn intersect(mask: u64, column: &[u64], counts: &mut [u64]) {
    for (count, other) in counts.iter_mut().zip(column) {
        *count += u64::from((mask & other).count_ones());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ballot_is_read_back_and_the_last_one_counts() {
        let mut ballots = Ballots::new(2, &[70, 1]);
        ballots.cast(0, 69, 1, Ballot::Yes);
        ballots.cast(0, 69, 1, Ballot::No);
        assert_eq!(ballots.ballot(0, 69, 1), Some(Ballot::No));
        assert_eq!(ballots.ballot(0, 69, 0), None);
        assert_eq!(ballots.ballot(1, 0, 1), None);
    }

    #[test]
    fn only_pairs_that_voted_together_are_visited() {
        let mut ballots = Ballots::new(4, &[2]);
        ballots.cast(0, 0, 0, Ballot::Yes);
        ballots.cast(0, 0, 3, Ballot::No);
        ballots.cast(0, 1, 1, Ballot::Abstain);
        let mut seen = Vec::new();
        ballots.for_each_pair(0, |pair| seen.push(pair));
        let table = Table { counts: [[0, 0, 1], [0; 3], [0; 3]] };
        assert_eq!(seen, [PairTable { first: 0, second: 3, table }]);
    }

    #[test]
    fn a_period_without_roll_calls_or_voters_visits_nothing() {
        Ballots::new(3, &[0]).for_each_pair(0, |pair| panic!("{pair:?}"));
        Ballots::new(0, &[5]).for_each_pair(0, |pair| panic!("{pair:?}"));
    }
}
