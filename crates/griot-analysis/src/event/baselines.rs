//! Which other periods could have been the first one, and what would the ratio have been then?

use griot_stats::rates::{Counted, Period, RateRatio, rate_ratio};
use jiff::{ToSpan as _, civil::Date};

use super::day_number;

/// A period that could have been chosen instead.
#[derive(Debug, Clone, PartialEq)]
pub struct Baseline {
    /// First day.
    pub first: Date,
    /// Last day.
    pub last: Date,
    /// Deaths in it.
    pub deaths: f64,
    /// Events with at least a day in it.
    pub events: u64,
    /// Ratio of the second period to it; none where it is without deaths.
    pub ratio: Option<f64>,
    /// 95 % interval of the ratio, where it is estimable.
    pub interval: Option<(f64, f64)>,
}

/// Dates as the kernels count them.
pub(super) fn period((first, last): (Date, Date)) -> Period {
    Period { first: day_number(first), last: day_number(last) }
}

/// The second period moved back by its own length again and again; by months where it is made of months.
pub(super) fn baselines(
    counted: &[Counted],
    (first, last): (Date, Date),
    coverage: Period,
) -> Vec<Baseline> {
    let next = last.tomorrow().unwrap_or(last);
    let whole = first.day() == 1 && next.day() == 1;
    let months = (i32::from(next.year()) - i32::from(first.year())) * 12
        + i32::from(next.month())
        - i32::from(first.month());
    let days = period((first, last)).days();
    let moved = |by: i32| -> Option<(Date, Date)> {
        let span = if whole { (by * months).months() } else { (by * days).days() };
        let end = next.checked_sub(span).ok()?;
        Some((first.checked_sub(span).ok()?, end.yesterday().ok()?))
    };
    let after = period((first, last));
    let mut found = Vec::new();
    for by in 1..=200 {
        let Some((first, last)) = moved(by) else { break };
        let baseline = period((first, last));
        if baseline.first < coverage.first || days == 0 {
            break;
        }
        let got = rate_ratio(counted, baseline, after, 0.95);
        found.push(Baseline {
            first,
            last,
            deaths: got.before.best,
            events: u64::try_from(got.before.events).unwrap_or(u64::MAX),
            ratio: got.ratio,
            interval: got.interval.ok().map(|interval| (interval.low, interval.high)),
        });
    }
    found
}

/// The ratio to the chosen first period beside the lowest and the highest to another. It is called the extreme one only where its
/// rate differs from that of every other baseline by more than chance: whichever baseline is chosen, one is always the highest.
pub(super) fn among_baselines(
    counted: &[Counted],
    ratio: &RateRatio,
    before: Period,
    baselines: &[Baseline],
) -> Option<String> {
    let chosen = ratio.ratio?;
    let others: Vec<(&Baseline, f64)> = baselines
        .iter()
        .filter(|it| period((it.first, it.last)).overlap(before).days() == 0)
        .filter_map(|it| Some((it, it.ratio?)))
        .collect();
    let by_ratio = |a: &&(&Baseline, f64), b: &&(&Baseline, f64)| a.1.total_cmp(&b.1);
    let (lowest, highest) = (others.iter().min_by(by_ratio)?, others.iter().max_by(by_ratio)?);
    let mut words = format!(
        "the chosen first period gives {chosen:.2}; {} other baselines of the same length give {:.2} ({} to {}) to {:.2} ({} to {})",
        others.len(),
        lowest.1,
        lowest.0.first,
        lowest.0.last,
        highest.1,
        highest.0.first,
        highest.0.last
    );
    let end = if chosen > highest.1 {
        "highest"
    } else if chosen < lowest.1 {
        "lowest"
    } else {
        return Some(words);
    };
    // By chance it would have to differ from all of them at once, so that each may be tested by itself.
    let differs = |other: &&Baseline| {
        let other = rate_ratio(counted, period((other.first, other.last)), before, 0.95);
        other.interval.is_ok_and(|it| it.low > 1.0 || it.high < 1.0)
    };
    let alike = others.iter().filter(|(other, _)| !differs(other)).count();
    words.push_str(&if alike == 0 {
        format!(". It is the {end} by more than chance: its rate differs from that of each of them")
    } else {
        format!(
            ". That it is the {end} may be chance: its rate cannot be told from that of {alike} of them"
        )
    });
    Some(words)
}
