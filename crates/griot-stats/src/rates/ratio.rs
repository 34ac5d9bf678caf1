//! The ratio of two rates, with everything that could have made it another number.

use super::{Counted, Period, student};

/// What was counted in a period.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Total {
    /// Events with at least a day in the period.
    pub events: usize,
    /// Sum of best estimates; of an event that reaches out of the period, the share of its days in it.
    pub best: f64,
    /// Sum of lowest numbers, or of best ones where these are lower.
    pub low: f64,
    /// Sum of highest numbers, or of best ones where these are higher.
    pub high: f64,
    /// Days of the period.
    pub days: i32,
}

impl Total {
    /// Best estimate per day.
    pub fn rate(&self) -> f64 {
        self.best / f64::from(self.days)
    }
}

/// An interval of a ratio.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Variance over mean from week to week: 1 where each death comes alone.
    pub dispersion: f64,
    /// Weeks less two.
    pub degrees_of_freedom: f64,
}

/// Why there is no interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum NotEstimable {
    /// Fewer than five events in one of the periods.
    FewEvents {
        /// In the first period.
        before: usize,
        /// In the second period.
        after: usize,
    },
    /// More than half of all weeks are without a death, so that they cannot show how lumpy deaths are.
    EmptyWeeks {
        /// Weeks without.
        empty: usize,
        /// All weeks.
        weeks: usize,
    },
    /// One period has no day, or there are fewer than eight weeks in all.
    ShortPeriods,
}

/// Events that may lie in both periods.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Straddling {
    /// How many.
    pub events: usize,
    /// The ratio when all of them were in the first period.
    pub all_before: Option<f64>,
    /// The ratio when all of them were in the second period.
    pub all_after: Option<f64>,
}

/// How much the ratio leans on a single event.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WithoutOne {
    /// Lowest ratio with one event left out.
    pub low: f64,
    /// The event whose absence gives it.
    pub low_event: Counted,
    /// Highest ratio with one event left out.
    pub high: f64,
    /// The event whose absence gives it.
    pub high_event: Counted,
}

/// The second rate as a multiple of the first.
#[derive(Debug, Clone, PartialEq)]
pub struct RateRatio {
    /// The first period.
    pub before: Total,
    /// The second period.
    pub after: Total,
    /// Ratio of deaths per day; none where the first period has no death or one has no day.
    pub ratio: Option<f64>,
    /// Interval of the ratio, or why there is none.
    pub interval: Result<Interval, NotEstimable>,
    /// Lowest and highest ratio that the publisher's own bounds allow; an end is missing where a period may be without deaths.
    pub bounds: (Option<f64>, Option<f64>),
    /// What dates leave open.
    pub straddling: Straddling,
    /// What single events decide.
    pub without_one: Option<WithoutOne>,
}

/// Compares the rates of two periods. `confidence` is that of the interval, 0.95 for instance.
pub fn rate_ratio(
    events: &[Counted],
    before: Period,
    after: Period,
    confidence: f64,
) -> RateRatio {
    // Sums of shares are made in one order, whatever the order of the events.
    let mut events = events.to_vec();
    events.sort_unstable();
    let first = total(&events, before);
    let second = total(&events, after);
    let exposure = f64::from(after.days()) / f64::from(before.days());
    let over = |b: f64, a: f64| (a > 0.0 && exposure > 0.0).then(|| b / a / exposure);
    RateRatio {
        ratio: over(second.best, first.best),
        interval: interval(&events, (before, &first), (after, &second), confidence),
        bounds: (over(second.low, first.high), over(second.high, first.low)),
        straddling: straddling(&events, before, after, (&first, &second), over),
        without_one: without_one(&events, before, after, (&first, &second), over),
        before: first,
        after: second,
    }
}

/// Deaths in each week of a period, and the weeks' lengths in days: the last one may be short. An event counts
/// in the week of the middle of its days in the period, so that what came at once stays together.
pub fn weekly(events: &[Counted], period: Period) -> Vec<(f64, i32)> {
    let weeks = usize::try_from(period.days()).unwrap_or(0).div_ceil(7);
    let mut bins: Vec<(f64, i32)> = Vec::with_capacity(weeks);
    for first in (period.first..=period.last).step_by(7) {
        bins.push((0.0, (period.last - first + 1).min(7)));
    }
    for event in events {
        let inside = event.period().overlap(period);
        if inside.days() > 0 {
            let middle = inside.first + (inside.days() - 1) / 2;
            let week = usize::try_from((middle - period.first) / 7).unwrap_or(0);
            if let Some(bin) = bins.get_mut(week) {
                bin.0 += f64::from(event.best) * event.share_in(period);
            }
        }
    }
    bins
}

fn total(events: &[Counted], period: Period) -> Total {
    let mut total = Total { events: 0, best: 0.0, low: 0.0, high: 0.0, days: period.days() };
    for event in events {
        let share = event.share_in(period);
        if share > 0.0 {
            total.events += 1;
            total.best += share * f64::from(event.best);
            total.low += share * f64::from(event.low.min(event.best));
            total.high += share * f64::from(event.high.max(event.best));
        }
    }
    total
}

fn interval(
    events: &[Counted],
    (before, first): (Period, &Total),
    (after, second): (Period, &Total),
    confidence: f64,
) -> Result<Interval, NotEstimable> {
    let segments = [weekly(events, before), weekly(events, after)];
    let weeks: usize = segments.iter().map(Vec::len).sum();
    if segments.iter().any(Vec::is_empty) || weeks < 8 {
        return Err(NotEstimable::ShortPeriods);
    }
    if first.events < 5 || second.events < 5 || first.best <= 0.0 || second.best <= 0.0 {
        return Err(NotEstimable::FewEvents { before: first.events, after: second.events });
    }
    let empty = segments.iter().flatten().filter(|(deaths, _)| *deaths <= 0.0).count();
    if empty * 2 > weeks {
        return Err(NotEstimable::EmptyWeeks { empty, weeks });
    }
    let mut squares = 0.0;
    for (bins, total) in segments.iter().zip([first, second]) {
        for &(deaths, days) in bins {
            let expected = total.rate() * f64::from(days);
            squares += (deaths - expected) * (deaths - expected) / expected;
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "weeks are few")]
    let df = weeks as f64 - 2.0;
    // Deaths do not come more evenly than by chance; a smaller value is luck and would promise too much.
    let dispersion = (squares / df).max(1.0);
    let error = (dispersion * (1.0 / first.best + 1.0 / second.best)).sqrt();
    let reach = student::quantile(f64::midpoint(1.0, confidence), df) * error;
    let ratio = second.rate() / first.rate();
    Ok(Interval {
        low: ratio * libm::exp(-reach),
        high: ratio * libm::exp(reach),
        dispersion,
        degrees_of_freedom: df,
    })
}

fn straddling(
    events: &[Counted],
    before: Period,
    after: Period,
    (first, second): (&Total, &Total),
    over: impl Fn(f64, f64) -> Option<f64>,
) -> Straddling {
    let (mut count, mut in_first, mut in_second) = (0, 0.0, 0.0);
    for event in events {
        let (a, b) = (event.share_in(before), event.share_in(after));
        if a > 0.0 && b > 0.0 {
            count += 1;
            in_first += a * f64::from(event.best);
            in_second += b * f64::from(event.best);
        }
    }
    Straddling {
        events: count,
        all_before: over(second.best - in_second, first.best + in_second),
        all_after: over(second.best + in_first, first.best - in_first),
    }
}

fn without_one(
    events: &[Counted],
    before: Period,
    after: Period,
    (first, second): (&Total, &Total),
    over: impl Fn(f64, f64) -> Option<f64>,
) -> Option<WithoutOne> {
    let mut found: Option<WithoutOne> = None;
    for event in events {
        let (a, b) = (event.share_in(before), event.share_in(after));
        if a + b <= 0.0 {
            continue;
        }
        let deaths = f64::from(event.best);
        let Some(ratio) = over(second.best - b * deaths, first.best - a * deaths) else {
            continue;
        };
        let range = found.get_or_insert(WithoutOne {
            low: ratio,
            low_event: *event,
            high: ratio,
            high_event: *event,
        });
        if ratio < range.low {
            (range.low, range.low_event) = (ratio, *event);
        }
        if ratio > range.high {
            (range.high, range.high_event) = (ratio, *event);
        }
    }
    found
}
