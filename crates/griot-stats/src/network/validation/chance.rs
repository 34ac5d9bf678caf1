//! How likely it is that an account is there on an occasion, as far as its own record goes.

use super::{float, rows::Rows};

/// Activity of everybody by hour of the day and over the days.
pub(super) struct Clock<'r> {
    rows: &'r Rows,
    hour: i64,
    /// Part of all shares in each hour of the day and the two beside it.
    by_hour: [f64; 24],
    days: i64,
}

/// What an account's own shares tell of its times.
pub(super) struct Record {
    /// Ascending.
    times: Vec<i64>,
    by_hour: [usize; 24],
}

/// So many shares of everybody are added to an account's own before its habits are read off.
const PRIOR: f64 = 4.0;

impl<'r> Clock<'r> {
    pub(super) fn new(rows: &'r Rows, hour: i64) -> Self {
        let mut counts = [0; 24];
        for &time in &rows.times {
            counts[hour_of(time, hour)] += 1;
        }
        let total = float(rows.len().max(1));
        let by_hour = std::array::from_fn(|at| float(with_neighbours(&counts, at)) / total);
        let ends = rows.times.first().zip(rows.times.last());
        let days = ends.map_or(0, |(first, last)| last.saturating_sub(*first) / (24 * hour));
        Self { rows, hour, by_hour, days }
    }

    pub(super) fn record(&self, account: u32) -> Record {
        let own = self.rows.of_account(account);
        let mut times: Vec<i64> = own.iter().map(|&at| self.rows.time[at as usize]).collect();
        times.sort_unstable();
        let mut by_hour = [0; 24];
        for &time in &times {
            by_hour[hour_of(time, self.hour)] += 1;
        }
        Record { times, by_hour }
    }

    /// How many times as active as everybody an account is at a time of day, or on a day; at least 1.
    pub(super) fn liveliness(&self, record: &Record, at: i64) -> f64 {
        let shares = float(record.times.len());
        let times_as = |own: usize, everybody: f64| {
            (float(own) + PRIOR * everybody) / ((shares + PRIOR) * everybody)
        };
        let hour = hour_of(at, self.hour);
        let by_hour = times_as(with_neighbours(&record.by_hour, hour), self.by_hour[hour]);
        let half_day = 12 * self.hour;
        let everybody = within(&self.rows.times, at, half_day);
        let on_day = times_as(
            within(&record.times, at, half_day),
            float(everybody) / float(self.rows.len().max(1)),
        );
        // Nobody at all is active at a time at which something is shared only by rounding.
        [by_hour, on_day].into_iter().filter(|it| it.is_finite()).fold(1.0, f64::max)
    }

    /// On what part of the other days an account shares anything at this time of day, give or take a span.
    pub(super) fn habit(&self, record: &Record, at: i64) -> f64 {
        let day = 24 * self.hour;
        if self.days < 2 || self.rows.span >= day / 2 {
            return 0.0;
        }
        let mut days: Vec<i64> = record
            .times
            .iter()
            .filter_map(|&time| {
                let since = time.saturating_sub(at);
                let days = since.saturating_add(day / 2).div_euclid(day);
                let off = since - days * day;
                (days != 0 && off.abs() <= self.rows.span).then_some(days)
            })
            .collect();
        days.dedup();
        float(days.len()) / float(usize::try_from(self.days).unwrap_or(usize::MAX))
    }
}

fn hour_of(time: i64, hour: i64) -> usize {
    usize::try_from(time.div_euclid(hour).rem_euclid(24)).unwrap_or(0)
}

fn with_neighbours(by_hour: &[usize; 24], at: usize) -> usize {
    by_hour[at] + by_hour[(at + 1) % 24] + by_hour[(at + 23) % 24]
}

/// How many of some times, ascending, lie no further from one than so long.
fn within(times: &[i64], at: i64, reach: i64) -> usize {
    let (from, to) = (at.saturating_sub(reach), at.saturating_add(reach));
    times.partition_point(|&time| time <= to) - times.partition_point(|&time| time < from)
}

/// `1 - e^-x`: at least one where `x` are expected.
pub(super) fn at_least_one(expected: f64) -> f64 {
    -libm::expm1(-expected)
}

/// `ln` of the number of ways to choose `some` of `all`.
pub(super) fn ln_choices(all: usize, some: usize) -> f64 {
    if some >= all {
        return 0.0;
    }
    let ln_factorial = |it: usize| libm::lgamma(float(it) + 1.0);
    ln_factorial(all) - ln_factorial(some) - ln_factorial(all - some)
}

/// Bound on `ln` of the chance that at least a part `seen` of `trials` succeeds where each does with
/// chance `chance`, or with chances of this mean (Chernoff 1952, Hoeffding 1956).
pub(super) fn ln_at_least(seen: f64, trials: f64, chance: f64) -> f64 {
    if seen <= chance || trials <= 0.0 {
        return 0.0;
    }
    let other =
        if seen < 1.0 { (1.0 - seen) * libm::log((1.0 - seen) / (1.0 - chance)) } else { 0.0 };
    -trials * (seen * libm::log(seen / chance) + other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_lie_above_the_exact_chances() {
        // All of ten at one half: exactly 2^-10. At least eight of ten: 56 of 1,024.
        assert!((ln_at_least(1.0, 10.0, 0.5) - libm::log(1.0 / 1024.0)).abs() < 1e-12);
        let bound = libm::exp(ln_at_least(0.8, 10.0, 0.5));
        assert!(bound > 56.0 / 1024.0 && bound < 0.2, "{bound}");
        assert!(ln_at_least(0.4, 10.0, 0.5).abs() < f64::EPSILON);
    }

    #[test]
    fn choices_are_counted() {
        assert!((libm::exp(ln_choices(5, 2)) - 10.0).abs() < 1e-9);
        assert!(ln_choices(3, 3).abs() < f64::EPSILON && ln_choices(2, 3).abs() < f64::EPSILON);
    }
}
