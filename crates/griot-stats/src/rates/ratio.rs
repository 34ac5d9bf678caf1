//! The ratio of two rates, with everything that could have made it another number.

use super::{
    Counted, Period,
    persistence::{Bin, Looks, Shape, variance_of_sum},
    student,
};

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
    /// How many times the variance of the ratio is that of independent weeks: below 1 where a season or a trend explains part
    /// of what weeks differ by.
    pub dependence: f64,
    /// The weight of the ways in which weeks have a season of the year; 0 to 1.
    pub season: f64,
    /// The weight of the ways in which weeks follow a trend through both periods; 0 to 1.
    pub trend: f64,
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
    binned(events, period, 7)
}

/// The same in bins of so many days.
fn binned(events: &[Counted], period: Period, days: i32) -> Vec<(f64, i32)> {
    let step = usize::try_from(days).unwrap_or(1).max(1);
    let mut bins: Vec<(f64, i32)> =
        Vec::with_capacity(usize::try_from(period.days()).unwrap_or(0).div_ceil(step));
    for first in (period.first..=period.last).step_by(step) {
        bins.push((0.0, (period.last - first + 1).min(days)));
    }
    for event in events {
        let inside = event.period().overlap(period);
        if inside.days() > 0 {
            let middle = inside.first + (inside.days() - 1) / 2;
            let week = usize::try_from((middle - period.first) / days).unwrap_or(0);
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
    let spread = spread(events, (before, first), (after, second), confidence);
    let ratio = second.rate() / first.rate();
    Ok(Interval {
        low: ratio * libm::exp(-spread.reach),
        high: ratio * libm::exp(spread.reach),
        dispersion: spread.dispersion,
        dependence: spread.dependence,
        season: spread.season,
        trend: spread.trend,
    })
}

/// Bins of the weighing; longer periods are weighed in bins of several weeks.
const MOST_BINS: i32 = 416;

/// How far the logarithm of the ratio may be off, and what it is due to.
struct Spread {
    reach: f64,
    dispersion: f64,
    dependence: f64,
    season: f64,
    trend: f64,
}

/// Weighs every way that the weeks may hang together, and takes the interval that all of them together leave.
#[expect(clippy::cast_precision_loss, reason = "bins are few")]
fn spread(
    events: &[Counted],
    (before, first): (Period, &Total),
    (after, second): (Period, &Total),
    confidence: f64,
) -> Spread {
    let days = 7 * ((before.days() + after.days()) / 7 / MOST_BINS + 1);
    let mut bins: Vec<(Bin, usize)> = Vec::new();
    for (number, (period, total)) in [(before, first), (after, second)].into_iter().enumerate()
    {
        let mut day = period.first;
        for (count, length) in binned(events, period, days) {
            let at = (f64::from(day) + f64::from(length) / 2.0) / 7.0;
            let expected = total.rate() * f64::from(length);
            bins.push((Bin { at, count, expected }, number));
            day = day.saturating_add(length);
        }
    }
    bins.sort_by(|a, b| a.0.at.total_cmp(&b.0.at));
    let (bins, of): (Vec<Bin>, Vec<usize>) = bins.into_iter().unzip();
    let looks = Looks::new(&bins, &of);
    // The error of the logarithm of the ratio is this sum of Pearson's residuals.
    let weight = |(bin, of): (&Bin, &usize)| {
        let root = bin.expected.sqrt();
        if *of == 0 { -root / first.best } else { root / second.best }
    };
    let weights: Vec<f64> = bins.iter().zip(&of).map(weight).collect();
    let df = bins.len() as f64 - 2.0;
    let ways = looks.weighed();
    let scales: Vec<(f64, f64)> = ways
        .iter()
        .map(|way| {
            // Deaths do not come more evenly than by chance; a smaller value is luck and would promise too much.
            let each = (way.squares / df).max(1.0);
            let variance = each * variance_of_sum(looks.times(), &weights, way.lasting);
            (way.weight, variance.sqrt())
        })
        .collect();
    let share = |holds: fn(&Shape) -> bool| {
        ways.iter().filter(|way| holds(&way.shape)).map(|way| way.weight).sum()
    };
    let squares: f64 = looks.residuals().iter().map(|residual| residual * residual).sum();
    let dispersion = (squares / df).max(1.0);
    let variance: f64 = scales.iter().map(|(weight, scale)| weight * scale * scale).sum();
    Spread {
        reach: reach(&scales, confidence, df),
        dispersion,
        dependence: variance / dispersion / (1.0 / first.best + 1.0 / second.best),
        season: share(|shape| shape.season),
        trend: share(|shape| shape.trend),
    }
}

/// How far a mixture of Student's distributions, given by weights and scales, reaches to both sides with this confidence.
fn reach(ways: &[(f64, f64)], confidence: f64, df: f64) -> f64 {
    let ways: Vec<(f64, f64)> = ways.iter().copied().filter(|way| way.0 > 1e-5).collect();
    let weight: f64 = ways.iter().map(|way| way.0).sum();
    let outside = |reach: f64| -> f64 {
        ways.iter()
            .map(|(weight, scale)| weight * 2.0 * student::above(reach / scale, df))
            .sum::<f64>()
            / weight
    };
    let quantile = student::quantile(f64::midpoint(1.0, confidence), df);
    let scales = || ways.iter().map(|way| way.1);
    let mut low = quantile * scales().fold(f64::INFINITY, f64::min);
    let mut high = quantile * scales().fold(0.0, f64::max);
    for _ in 0..40 {
        let middle = f64::midpoint(low, high);
        if outside(middle) > 1.0 - confidence { low = middle } else { high = middle }
    }
    f64::midpoint(low, high)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_way_alone_reaches_as_far_as_its_quantile() {
        let got = reach(&[(1.0, 0.25)], 0.95, 10.0);
        assert!((got - 0.25 * 2.228_138_851_986_27).abs() < 1e-9, "{got}");
        let mixed = reach(&[(0.5, 0.25), (0.5, 1.0)], 0.95, 10.0);
        assert!(mixed > got && mixed < 2.23, "{mixed}");
    }
}
