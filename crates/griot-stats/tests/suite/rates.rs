//! Rates compared over time, against numbers worked out elsewhere.

use griot_stats::{
    change_points::change_points,
    rates::{Counted, NotEstimable, Period, cut_rank, rate_ratio, weekly},
};
use proptest::prelude::*;

fn on(day: i32, deaths: u32) -> Counted {
    Counted { start: day, end: day, best: deaths, low: deaths, high: deaths }
}

fn close(got: Option<f64>, expected: f64) {
    assert!(got.is_some_and(|got| (got - expected).abs() < 1e-9), "{got:?} is not {expected}");
}

const BEFORE: Period = Period { first: 0, last: 41 };
const AFTER: Period = Period { first: 42, last: 83 };

/// Six weeks of 25 deaths and six weeks of 60.
fn twelve_weeks() -> Vec<Counted> {
    let deaths = [3, 0, 7, 2, 12, 1, 10, 4, 0, 22, 9, 15];
    (0..).zip(deaths).filter(|(_, d)| *d > 0).map(|(week, d)| on(week * 7 + 3, d)).collect()
}

/// Worked out with numpy: phi is the sum of (y - mean)^2 / mean over ten degrees of freedom. With independent weeks the interval
/// would be 2.4 exp(+-t sqrt(phi (1/25 + 1/60))), 0.690 to 8.352; twelve weeks cannot exclude that they hang together.
#[test]
fn dispersion_agrees_with_numpy_and_the_interval_is_no_narrower() {
    let got = rate_ratio(&twelve_weeks(), BEFORE, AFTER, 0.95);
    close(got.ratio, 2.4);
    let interval = got.interval.unwrap();
    close(Some(interval.dispersion), 5.528);
    assert!(interval.low < 0.69 && interval.high > 8.35, "{interval:?}");
    close(Some(interval.low * interval.high), 2.4 * 2.4);
    assert!(interval.low > 0.2, "{interval:?}");
}

/// Two years in which a week has 4 or 16 deaths, in the order that `high` says.
fn two_years(high: impl Fn(i32) -> bool) -> Vec<Counted> {
    (0..104).map(|week| on(week * 7 + 3, if high(week) { 16 } else { 4 })).collect()
}

const FIRST_YEAR: Period = Period { first: 0, last: 363 };
const SECOND_YEAR: Period = Period { first: 364, last: 727 };

/// The same weeks, once in no order and once in runs of thirteen: totals of runs vary more.
#[test]
fn weeks_that_hang_together_widen_the_interval() {
    let interval = |events: Vec<Counted>| {
        rate_ratio(&events, FIRST_YEAR, SECOND_YEAR, 0.95).interval.unwrap()
    };
    let mixed = interval(two_years(|week| (week * 37 + week * week * 11) % 53 % 2 == 0));
    let runs = interval(two_years(|week| [1, 2, 4, 7].contains(&(week / 13))));
    assert!((0.5..1.5).contains(&mixed.dependence), "{mixed:?}");
    assert!(runs.dependence > 3.0, "{runs:?}");
    assert!(runs.high / runs.low > 2.0 * mixed.high / mixed.low, "{runs:?} {mixed:?}");
}

/// A season comes round: two whole years are compared as surely as if there were none.
#[test]
fn a_season_does_not_widen_the_interval() {
    let noise = |week: i32| (week * 37 + week * week * 11) % 53 % 7;
    let season = |week: i32| {
        let angle = f64::from(week) * std::f64::consts::TAU / 52.18;
        (0..8).filter(|step| libm::sin(angle) > f64::from(*step) / 4.0 - 1.0).count()
    };
    let deaths =
        |week: i32| u32::try_from(season(week)).unwrap() * 3 + noise(week).unsigned_abs();
    let events: Vec<Counted> = (0..104).map(|week| on(week * 7 + 3, deaths(week))).collect();
    let interval = rate_ratio(&events, FIRST_YEAR, SECOND_YEAR, 0.95).interval.unwrap();
    assert!(interval.season > 0.9 && interval.dependence < 0.7, "{interval:?}");
}

/// Twice the days with the same deaths is half the rate.
#[test]
fn rates_are_per_day() {
    let events = [on(5, 10), on(30, 10)];
    let after = Period { first: 20, last: 59 };
    let got = rate_ratio(&events, Period { first: 0, last: 19 }, after, 0.95);
    close(got.ratio, 0.5);
}

#[test]
fn without_enough_there_is_no_interval() {
    let few = [on(1, 50), on(50, 50)];
    let got = rate_ratio(&few, BEFORE, AFTER, 0.95);
    close(got.ratio, 1.0);
    assert_eq!(got.interval, Err(NotEstimable::FewEvents { before: 1, after: 1 }));

    let same_week: Vec<Counted> = (0..6).flat_map(|i| [on(i, 2), on(42 + i, 2)]).collect();
    let got = rate_ratio(&same_week, BEFORE, AFTER, 0.95);
    assert_eq!(got.interval, Err(NotEstimable::EmptyWeeks { empty: 10, weeks: 12 }));

    let none = rate_ratio(&[on(50, 3)], BEFORE, AFTER, 0.95);
    assert_eq!(none.ratio, None);
    let inverted = rate_ratio(&few, Period { first: 9, last: 3 }, AFTER, 0.95);
    assert_eq!((inverted.ratio, inverted.interval), (None, Err(NotEstimable::ShortPeriods)));
}

/// An event from day 40 to day 43 has two days on each side: its 8 deaths go 4 and 4, or all one way.
#[test]
fn an_event_across_the_cut_is_shared_out() {
    let across = Counted { start: 40, end: 43, best: 8, low: 6, high: 20 };
    let events = [on(10, 6), on(60, 16), across];
    let got = rate_ratio(&events, BEFORE, AFTER, 0.95);
    close(got.ratio, 20.0 / 10.0);
    assert_eq!(got.straddling.events, 1);
    close(got.straddling.all_before, 16.0 / 14.0);
    close(got.straddling.all_after, 24.0 / 6.0);
    // Its low is half of 6 on each side, its high half of 20.
    close(got.bounds.0, (16.0 + 3.0) / (6.0 + 10.0));
    close(got.bounds.1, (16.0 + 10.0) / (6.0 + 3.0));
}

/// UCDP has rows whose low is above their best; the bounds still enclose the ratio.
#[test]
fn bounds_enclose_the_ratio() {
    let odd = Counted { start: 1, end: 1, best: 142, low: 177, high: 177 };
    let got = rate_ratio(&[odd, on(50, 71)], BEFORE, AFTER, 0.95);
    close(got.ratio, 0.5);
    close(got.bounds.0, 71.0 / 177.0);
    close(got.bounds.1, 0.5);
}

#[test]
fn the_event_that_decides_is_named() {
    let events = [on(1, 10), on(2, 10), on(50, 10), on(51, 30)];
    let range = rate_ratio(&events, BEFORE, AFTER, 0.95).without_one.unwrap();
    close(Some(range.low), 0.5);
    assert_eq!(range.low_event, on(51, 30));
    close(Some(range.high), 4.0);
}

/// One death a day, and ten a day from day 500 on: no other cut rises as much.
#[test]
fn the_cut_is_ranked_among_all() {
    let events: Vec<Counted> = (0..1000).map(|d| on(d, if d < 500 { 1 } else { 10 })).collect();
    let before = Period { first: 400, last: 499 };
    let after = Period { first: 500, last: 599 };
    let coverage = Period { first: 0, last: 999 };
    let rank = cut_rank(&events, before, after, coverage).unwrap();
    assert_eq!((rank.at_least_as_high, rank.cuts), (1, 115));
    // Cuts from day 100 to day 900, in steps of seven from 500: 57 earlier, 57 later.
    assert_eq!(rank.at_most_as_high, rank.cuts);
}

#[test]
fn a_step_is_found_where_it_is() {
    let mut weeks = vec![4.0, 6.0, 5.0, 5.0, 4.0, 6.0, 5.0, 5.0, 4.0, 6.0];
    weeks.extend([20.0, 18.0, 22.0, 20.0, 19.0, 21.0, 20.0, 20.0, 18.0, 22.0]);
    let changes = change_points(&weeks);
    let at: Vec<usize> = changes.iter().map(|change| change.week).collect();
    assert_eq!(at, [10]);
    close(Some(changes[0].before), 5.0);
    close(Some(changes[0].after), 20.0);
}

/// A single terrible week is not a change of level, and an empty series has none.
#[test]
fn a_spike_is_no_change() {
    let mut weeks = vec![5.0; 60];
    weeks[30] = 200.0;
    assert!(change_points(&weeks).is_empty());
    assert!(change_points(&[]).is_empty());
    assert!(change_points(&[0.0; 30]).is_empty());
}

/// What comes round every year is a season, and what grows a little every week a trend.
#[test]
fn neither_season_nor_trend_is_a_change() {
    let noise = |week: u32| f64::from((week * 37 + week * week * 11) % 53 % 7) - 3.0;
    let season =
        |week: u32| 20.0 + 10.0 * libm::sin(f64::from(week) * std::f64::consts::TAU / 52.18);
    let seasonal: Vec<f64> = (0..156).map(|week| season(week) + noise(week)).collect();
    assert_eq!(change_points(&seasonal), []);
    let trend: Vec<f64> =
        (0..156).map(|week| 10.0 + f64::from(week) / 6.0 + noise(week)).collect();
    assert_eq!(change_points(&trend), []);
    // With a step on top it is one.
    let step: Vec<f64> = (0..156)
        .map(|week| season(week) + noise(week) + if week < 78 { 0.0 } else { 15.0 })
        .collect();
    let at: Vec<usize> = change_points(&step).iter().map(|change| change.week).collect();
    assert_eq!(at, [78]);
}

fn events() -> impl Strategy<Value = Vec<Counted>> {
    let event = (-5..90_i32, 0..20_i32, 0..40_u32, 0..40_u32, 0..40_u32);
    let event = event.prop_map(|(start, days, best, low, high)| Counted {
        start,
        end: start + days,
        best,
        low,
        high,
    });
    prop::collection::vec(event, 0..60)
}

proptest! {
    /// The order of rows changes no bit.
    #[test]
    fn order_changes_nothing(events in events(), turn in 0..60_usize) {
        let expected = rate_ratio(&events, BEFORE, AFTER, 0.95);
        let mut turned = events.clone();
        turned.reverse();
        let by = turn.min(turned.len());
        turned.rotate_left(by);
        prop_assert_eq!(rate_ratio(&turned, BEFORE, AFTER, 0.95), expected);
    }

    /// What dates and bounds leave open encloses what is said.
    #[test]
    fn ranges_enclose_the_ratio(events in events()) {
        let got = rate_ratio(&events, BEFORE, AFTER, 0.95);
        if let (Some(ratio), (low, high)) = (got.ratio, got.bounds) {
            prop_assert!(low.is_none_or(|low| low <= ratio + 1e-9));
            prop_assert!(high.is_none_or(|high| high >= ratio - 1e-9));
            let straddling = got.straddling;
            prop_assert!(straddling.all_before.is_none_or(|low| low <= ratio + 1e-9));
            prop_assert!(straddling.all_after.is_none_or(|high| high >= ratio - 1e-9));
            if let Ok(interval) = got.interval {
                prop_assert!(interval.low <= ratio && ratio <= interval.high);
            }
        }
    }

    /// Weeks hold what the period holds.
    #[test]
    fn weeks_sum_to_the_total(events in events()) {
        let got = rate_ratio(&events, BEFORE, AFTER, 0.95);
        let sum: f64 = weekly(&events, BEFORE).iter().map(|(deaths, _)| deaths).sum();
        prop_assert!((sum - got.before.best).abs() < 1e-6);
    }
}
