//! How far would a measure move, had other resolutions been put to the vote?
//!
//! The bootstrap draws resolutions with replacement. A pair's measures see of a resolution only
//! what the two cast, so drawing `n` resolutions is drawing `n` times from the nine cells of their
//! table: intervals come from the mergeable counts alone, without the rows.

use super::Table;
use crate::random::Random;

/// Bounds of a measure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// Lower bound.
    pub low: f64,
    /// Upper bound.
    pub high: f64,
    /// Draws in which the measure was defined; the bounds are quantiles of these.
    pub draws: usize,
}

/// How many draws, from which seed, and how much of them lies inside the bounds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Level {
    /// Draws with replacement.
    pub draws: usize,
    /// Share inside the bounds, 0.95 for the usual interval.
    pub inside: f64,
    /// Seed of the draws.
    pub seed: u64,
}

/// Percentile interval of Scott's pi. None where no draw leaves pi defined.
pub fn pi_interval(table: &Table, level: Level) -> Option<Interval> {
    let mut random = Random::from_seed(level.seed);
    let urn = Urn::of(table);
    let drawn = (0..level.draws).filter_map(|_| urn.redraw(&mut random).pi());
    percentile(drawn.collect(), level)
}

/// Percentile interval of the change of pi from one set of resolutions to another, each drawn
/// anew on its own. None where no draw leaves both defined.
pub fn pi_difference_interval(before: &Table, after: &Table, level: Level) -> Option<Interval> {
    let mut random = Random::from_seed(level.seed);
    let (before, after) = (Urn::of(before), Urn::of(after));
    let drawn = (0..level.draws).filter_map(|_| {
        let before = before.redraw(&mut random).pi();
        let after = after.redraw(&mut random).pi();
        Some(after? - before?)
    });
    percentile(drawn.collect(), level)
}

/// A table's roll calls one by one, each as the number of its cell, so that drawing one is looking
/// it up.
struct Urn {
    cells: Vec<u8>,
    n: u32,
}

impl Urn {
    fn of(table: &Table) -> Self {
        let counts = (0..9).zip(table.counts.iter().flatten());
        let cells: Vec<u8> = counts
            .flat_map(|(cell, &count)| std::iter::repeat_n(cell, count as usize))
            .collect();
        Self { n: u32::try_from(cells.len()).unwrap_or(u32::MAX), cells }
    }

    /// As many roll calls as there are, drawn with replacement.
    fn redraw(&self, random: &mut Random) -> Table {
        let mut counts = [0_u32; 9];
        let mut left = self.n;
        while left > 0 {
            let drawn = random.two_below(self.n);
            for at in drawn.into_iter().take(left as usize) {
                counts[usize::from(self.cells[at as usize])] += 1;
            }
            left = left.saturating_sub(2);
        }
        Table { counts: std::array::from_fn(|x| std::array::from_fn(|y| counts[3 * x + y])) }
    }
}

/// The two quantiles, with linear interpolation between order statistics (Hyndman and Fan's
/// type 7, what R and numpy do unasked).
fn percentile(mut drawn: Vec<f64>, level: Level) -> Option<Interval> {
    drawn.sort_unstable_by(f64::total_cmp);
    let tail = (1.0 - level.inside) / 2.0;
    Some(Interval {
        low: quantile(&drawn, tail)?,
        high: quantile(&drawn, 1.0 - tail)?,
        draws: drawn.len(),
    })
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a place among some thousand draws, clamped into them"
)]
fn quantile(sorted: &[f64], share: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let place = share.clamp(0.0, 1.0) * last as f64;
    let below = sorted[place.floor() as usize];
    let above = sorted[(place.ceil() as usize).min(last)];
    Some(below + (above - below) * (place - place.floor()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEVEL: Level = Level { draws: 2000, inside: 0.95, seed: 1 };

    #[test]
    fn a_redraw_keeps_n_and_never_invents_a_cell() {
        let table = Table { counts: [[5, 0, 1], [0, 0, 0], [2, 0, 9]] };
        let mut random = Random::from_seed(4);
        for _ in 0..100 {
            let drawn = Urn::of(&table).redraw(&mut random);
            assert_eq!(drawn.n(), 17);
            for (drawn, cell) in
                drawn.counts.iter().flatten().zip(table.counts.iter().flatten())
            {
                assert!(*cell > 0 || *drawn == 0);
            }
        }
    }

    /// Quantiles of 1, 2, 3, 4 at 0, 1/2, 0.9, 1 by the type 7 formula: place 0, 1.5, 2.7, 3.
    #[test]
    fn quantiles_interpolate() {
        let sorted = [1.0, 2.0, 3.0, 4.0];
        for (share, expected) in [(0.0, 1.0), (0.5, 2.5), (0.9, 3.7), (1.0, 4.0)] {
            let found = quantile(&sorted, share).expect("four values");
            assert!((found - expected).abs() < 1e-12, "{share}: {found}");
        }
        assert_eq!(quantile(&[], 0.5), None);
    }

    /// With two ballots in equal shares on both sides pi is `2·p - 1`, so its standard error is
    /// `2·sqrt(p·q/n)` = .06 for p = .9, n = 100, to first order; the interval is some 4 of them wide.
    #[test]
    fn the_interval_is_as_wide_as_the_delta_method_says() {
        let table = Table { counts: [[45, 0, 5], [0; 3], [5, 0, 45]] };
        let interval = pi_interval(&table, LEVEL).expect("defined");
        assert!(interval.low < 0.8 && 0.8 < interval.high);
        let width = interval.high - interval.low;
        assert!((width - 2.0 * 1.96 * 0.06).abs() < 0.02, "{interval:?}");
        assert_eq!(interval.draws, 2000);
    }

    #[test]
    fn an_empty_or_unanimous_table_has_no_interval() {
        assert_eq!(pi_interval(&Table::default(), LEVEL), None);
        let unanimous = Table { counts: [[9, 0, 0], [0; 3], [0; 3]] };
        assert_eq!(pi_interval(&unanimous, LEVEL), None);
        assert_eq!(pi_difference_interval(&unanimous, &unanimous, LEVEL), None);
    }
}
