//! A stated number beside a counted one.

use griot_model::{
    Comparator,
    measure::{Amount, Unit},
};

use super::known::Kind;

/// How a number and the words agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// Within the rounding of the words, and the comparator holds.
    Agrees,
    /// Outside, and too near to say that they differ; or so far beyond a bound that something else may be meant.
    Near,
    /// Outside the rounding, the interval of the series and all that is near.
    Differs,
}

impl Fit {
    /// Both have to agree.
    pub(super) fn and(self, other: Self) -> Self {
        if self == Self::Differs || other == Self::Differs {
            Self::Differs
        } else {
            self.max(other)
        }
    }

    /// One of two readings is meant.
    pub(super) fn or(self, other: Self) -> Self {
        self.min(other)
    }
}

/// How far from a stated number another is near to it: a tenth.
const NEAR: f64 = 0.1;
/// And that much of a hundred.
const NEAR_SHARE: f64 = 1.0;
/// So many times the bound that is said, and another thing may be meant: "more than 5 %" of what is 80 %.
const FAR_BEYOND: f64 = 3.0;

/// Whether an interval agrees with an amount, both in the unit of the series.
pub(super) fn fit(amount: &Amount, (low, high): (f64, f64), kind: &Kind) -> Fit {
    let (value, slack) = (amount.value, amount.slack);
    let top = amount.to.unwrap_or(value);
    let margin = (value.abs() * NEAR).max(if *kind == Kind::Percent {
        NEAR_SHARE.min(value.abs() * 0.25).max(0.05)
    } else {
        0.0
    });
    let slack = if value == 0.0 { 0.0 } else { slack };
    // A range of the words is as wide as it says.
    let (from, to) = (value.min(top), value.max(top));
    match amount.comparator {
        Comparator::Equal => {
            if value == 0.0 {
                return none_at_all(high, kind);
            }
            within(low, high, from - slack, to + slack, margin)
        }
        Comparator::About => {
            let wide = (value.abs() * NEAR).max(slack);
            within(low, high, from - wide, to + wide, margin)
        }
        Comparator::MoreThan | Comparator::AtLeast => {
            let holds = if amount.comparator == Comparator::MoreThan {
                high > value
            } else {
                high >= value - slack * 0.01
            };
            if holds {
                let far = value > 0.0 && low > value * FAR_BEYOND;
                return if far { Fit::Near } else { Fit::Agrees };
            }
            if high < value - margin.min(value.abs() * 0.06).max(slack.min(value.abs() * 0.02))
            {
                Fit::Differs
            } else {
                Fit::Near
            }
        }
        Comparator::LessThan | Comparator::AtMost => {
            let holds = if amount.comparator == Comparator::LessThan {
                low < value
            } else {
                low <= value + slack * 0.01
            };
            if holds {
                return Fit::Agrees;
            }
            if low > value + margin.min(value.abs() * 0.06).max(slack.min(value.abs() * 0.02)) {
                Fit::Differs
            } else {
                Fit::Near
            }
        }
    }
}

fn within(low: f64, high: f64, from: f64, to: f64, margin: f64) -> Fit {
    if low <= to && high >= from {
        Fit::Agrees
    } else if low <= to + margin && high >= from - margin {
        Fit::Near
    } else {
        Fit::Differs
    }
}

/// Zero is none at all; a trace is near it.
fn none_at_all(high: f64, kind: &Kind) -> Fit {
    let trace = match kind {
        Kind::Count | Kind::Percent => 0.5,
        _ => 0.05,
    };
    if high <= 0.0005 {
        Fit::Agrees
    } else if high < trace {
        Fit::Near
    } else {
        Fit::Differs
    }
}

/// The amount in the unit of a series, or what hinders.
pub(super) fn converted(amount: &Amount, kind: &Kind, unit: &str) -> Result<Amount, String> {
    let scaled = |factor: f64| Amount {
        value: amount.value * factor,
        slack: amount.slack * factor,
        to: amount.to.map(|it| it * factor),
        ..amount.clone()
    };
    let rate = amount.divided.unwrap_or(1.0);
    let hinders = |what: &str| {
        Err(format!("the sentence counts in {what}, the series in {}", told(unit)))
    };
    match (&amount.unit, kind) {
        (Unit::Share, Kind::Percent) | (Unit::Bare, Kind::Score)
            if amount.divided.is_none() =>
        {
            Ok(amount.clone())
        }
        (Unit::Share, _) => hinders("percent"),
        (Unit::Per(many), Kind::Per(of)) => Ok(scaled(of / many)),
        (Unit::OnePer, Kind::Per(of)) => {
            // One for so many: more of them is less.
            let of_each = |many: f64| of / many;
            let value = of_each(amount.value);
            let (least, most) = (
                of_each(amount.value + amount.slack),
                of_each((amount.value - amount.slack).max(1.0)),
            );
            Ok(Amount {
                value,
                slack: (most - least) / 2.0,
                to: amount.to.map(of_each),
                ..amount.clone()
            })
        }
        (Unit::OnePer, _) => hinders("one for so many"),
        (Unit::Measured(base, factor), Kind::Measured(own, of)) if base == own => {
            Ok(scaled(rate * factor / of))
        }
        (Unit::Measured(..), _) => hinders("another unit"),
        (Unit::Money(currency), Kind::Money { currency: own, constant: false })
            if currency == own =>
        {
            Ok(scaled(rate))
        }
        (Unit::Money(_), Kind::Money { .. }) => hinders("money of its day"),
        (Unit::Money(_), _) => hinders("money"),
        (Unit::Bare, Kind::Count) => Ok(scaled(rate)),
        (Unit::Bare, _) if amount.value == 0.0 => Ok(amount.clone()),
        // "0.4 doctors" of a series per 1,000 needs its thousand, "5" of a series in percent its percent.
        (Unit::Bare, _) => hinders("plain numbers"),
        (Unit::Per(_), _) => hinders("so many for each so many"),
        (Unit::Times, _) => hinders("times"),
        (Unit::Points, _) => hinders("points of a percentage"),
    }
}

fn told(unit: &str) -> &str {
    if unit.is_empty() { "a unit that nothing names" } else { unit }
}
