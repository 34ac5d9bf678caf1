//! How far can a measure be from what it would be over many more resolutions of the same kind?
//!
//! A percentile bootstrap of a few resolutions never draws what was not seen, and holds the truth in
//! half the cases at six of them. Here the shares of the nine cells of a pair's table have a posterior:
//! Dirichlet, with a ninth of a resolution before the data in each cell (Perks 1947), and the bounds are
//! quantiles of the measure over draws from it. Votes on one text are nearly one vote, so the counts
//! weigh as much as there are distinct texts, not roll calls. Below [`LEAST_TEXTS`] there is no interval.
//! `examples/coverage.rs` measures how often the bounds hold the truth.

use super::Table;
use crate::random::Random;

/// Bounds of a measure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// Lower bound.
    pub low: f64,
    /// Upper bound.
    pub high: f64,
    /// Draws from the posterior; the bounds are quantiles of these.
    pub draws: usize,
}

/// How many draws, from which seed, and how much of them lies inside the bounds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Level {
    /// Draws from the posterior.
    pub draws: usize,
    /// Share inside the bounds, 0.95 for the usual interval.
    pub inside: f64,
    /// Seed of the draws.
    pub seed: u64,
}

/// Fewest distinct texts for which an interval is given: of fewer the bounds say little but the prior.
pub const LEAST_TEXTS: u64 = 10;

/// Interval of Scott's pi over roll calls on so many distinct texts. None where pi is not defined, or
/// there are fewer than [`LEAST_TEXTS`].
pub fn pi_interval(table: &Table, texts: u64, level: Level) -> Option<Interval> {
    let mut random = Random::from_seed(level.seed);
    let posterior = Posterior::of(table, texts)?;
    let drawn = (0..level.draws).filter_map(|_| posterior.draw_pi(&mut random));
    quantiles(drawn.collect(), level)
}

/// Interval of the change of pi from one set of resolutions to another, each with its number of distinct
/// texts. None where either has no interval of its own.
pub fn pi_difference_interval(
    (before, texts_before): (&Table, u64),
    (after, texts_after): (&Table, u64),
    level: Level,
) -> Option<Interval> {
    let mut random = Random::from_seed(level.seed);
    let before = Posterior::of(before, texts_before)?;
    let after = Posterior::of(after, texts_after)?;
    let drawn = (0..level.draws)
        .filter_map(|_| Some(-before.draw_pi(&mut random)? + after.draw_pi(&mut random)?));
    quantiles(drawn.collect(), level)
}

/// What is known of the shares of the nine cells.
struct Posterior {
    weights: [f64; 9],
}

/// Weight of each cell before any data: one resolution over all nine.
const PRIOR: f64 = 1.0 / 9.0;

impl Posterior {
    #[expect(clippy::cast_precision_loss, reason = "counts of roll calls are small")]
    fn of(table: &Table, texts: u64) -> Option<Self> {
        table.pi()?;
        let n = table.n();
        let texts = texts.min(n);
        if texts < LEAST_TEXTS {
            return None;
        }
        let each = texts as f64 / n as f64;
        let mut weights = [PRIOR; 9];
        for (weight, count) in weights.iter_mut().zip(table.counts.iter().flatten()) {
            *weight += f64::from(*count) * each;
        }
        Some(Self { weights })
    }

    /// Scott's pi of shares drawn from the posterior.
    fn draw_pi(&self, random: &mut Random) -> Option<f64> {
        let shares = self.weights.map(|weight| random.gamma(weight));
        let sum: f64 = shares.iter().sum();
        let [same, expected] = (0..3).fold([0.0, 0.0], |[same, expected], ballot| {
            let first: f64 = (0..3).map(|other| shares[3 * ballot + other]).sum();
            let second: f64 = (0..3).map(|other| shares[3 * other + ballot]).sum();
            let pooled = (first + second) / (2.0 * sum);
            [same + shares[4 * ballot] / sum, expected + pooled * pooled]
        });
        let pi = (same - expected) / (1.0 - expected);
        pi.is_finite().then_some(pi)
    }
}

/// The two quantiles, with linear interpolation between order statistics (Hyndman and Fan's
/// type 7, what R and numpy do unasked).
fn quantiles(mut drawn: Vec<f64>, level: Level) -> Option<Interval> {
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
        let interval = pi_interval(&table, 100, LEVEL).expect("defined");
        assert!(interval.low < 0.8 && 0.8 < interval.high);
        let width = interval.high - interval.low;
        assert!((width - 2.0 * 1.96 * 0.06).abs() < 0.02, "{interval:?}");
        assert_eq!(interval.draws, 2000);
        // Half as many texts: the square root of two times as wide.
        let fewer = pi_interval(&table, 50, LEVEL).expect("defined");
        let ratio = (fewer.high - fewer.low) / width;
        assert!((ratio - std::f64::consts::SQRT_2).abs() < 0.1, "{ratio}");
    }

    #[test]
    fn few_empty_or_unanimous_tables_have_no_interval() {
        assert_eq!(pi_interval(&Table::default(), 0, LEVEL), None);
        let unanimous = Table { counts: [[40, 0, 0], [0; 3], [0; 3]] };
        assert_eq!(pi_interval(&unanimous, 40, LEVEL), None);
        let one = Table { counts: [[0, 0, 1], [0; 3], [0; 3]] };
        assert_eq!(pi_interval(&one, 1, LEVEL), None, "one vote has no interval at -1");
        let nine = Table { counts: [[5, 0, 0], [0; 3], [0, 0, 4]] };
        assert_eq!(pi_interval(&nine, 9, LEVEL), None);
        let on_one_text = Table { counts: [[20, 0, 5], [0; 3], [0, 0, 20]] };
        assert_eq!(pi_interval(&on_one_text, 3, LEVEL), None);
        assert_eq!(pi_difference_interval((&on_one_text, 45), (&on_one_text, 3), LEVEL), None);
    }
}
