//! How sure a ratio of two rates is, in words, and what that stands on.

use griot_stats::rates::{Interval, NotEstimable};

/// The interval, or why there is none.
pub(super) fn words(interval: &Result<Interval, NotEstimable>) -> String {
    match interval {
        Ok(interval) => format!(
            "95 % interval {:.2} to {:.2} (from week to week {}; {})",
            interval.low,
            interval.high,
            lumps_words(interval),
            dependence_words(interval)
        ),
        Err(NotEstimable::FewEvents { before, after }) => format!(
            "interval not estimable: {before} events before, {after} after; at least 5 of each are needed"
        ),
        Err(NotEstimable::EmptyWeeks { empty, weeks }) => {
            format!("interval not estimable: {empty} of {weeks} weeks are without a death")
        }
        Err(NotEstimable::ShortPeriods) => {
            "interval not estimable: the periods are too short".to_owned()
        }
    }
}

/// A share of all ways in which weeks may hang together from which on a season or a trend is said to be there.
const LIKELY: f64 = 0.5;

fn lumps_words(interval: &Interval) -> String {
    format!("a variance of {:.1} times the mean", interval.dispersion)
}

/// What the interval allows for besides lumps, as the weeks themselves show it.
fn dependence_words(interval: &Interval) -> String {
    let times = format!("{:.1}", interval.dependence);
    let mut words = match times.as_str() {
        "0.9" | "1.0" | "1.1" => "weeks count as independent".to_owned(),
        _ if interval.dependence > 1.0 => {
            format!(
                "weeks hang together, which makes the ratio's variance {times} times that of independent weeks"
            )
        }
        _ => format!("much of it is explained, which leaves {times} of the ratio's variance"),
    };
    let allowed = [
        (interval.season, "a season of the year"),
        (interval.trend, "a trend through both periods"),
    ];
    let allowed: Vec<&str> =
        allowed.into_iter().filter(|(weight, _)| *weight > LIKELY).map(|it| it.1).collect();
    if !allowed.is_empty() {
        words.push_str("; allowed for: ");
        words.push_str(&allowed.join(", "));
    }
    words
}
