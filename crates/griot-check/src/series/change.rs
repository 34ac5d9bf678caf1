//! Whether numbers rose or fell as is said.

use griot_model::measure::{Amount, Time, Unit};

use super::{
    ask::{APART, Number, Outcome},
    known::Kind,
    numbers::{Fit, converted, fit},
    one::One,
    tell,
};

impl One<'_> {
    /// The two years that a change is between, where they are certain.
    pub(super) fn ends_of_change(&self, running: Option<u16>) -> Result<(i16, i16), String> {
        let measure = self.asked.measure;
        let newest = |now: i16| self.newest(now).map(|it| it.first().copied().unwrap_or(now));
        if let Some(years) = running {
            let last = match (measure.time, measure.written) {
                (Time::At(year), _) => year,
                (_, Some(now)) => newest(now)?,
                _ => return Err("the text has no date".to_owned()),
            };
            return Ok((last - i16::try_from(years).unwrap_or(1), last));
        }
        match (measure.time, measure.until) {
            (Time::At(first), Some(last)) => Ok((first, last)),
            (Time::Over(first, last), _) if first > -1000 => {
                let now = measure.written;
                let open = last == i16::MAX || Some(last) == now;
                let last = if open {
                    match now {
                        Some(now) => newest(now)?,
                        None => self.ends().1,
                    }
                } else {
                    last
                };
                Ok((first, last))
            }
            (Time::At(year), None) => Ok((year - 1, year)),
            _ => Err("since when is not said".to_owned()),
        }
    }

    pub(super) fn change(
        &self,
        rose: bool,
        [from, to, by]: [Option<&Amount>; 3],
        running: Option<u16>,
        steadily: bool,
    ) -> Outcome {
        let measure = self.asked.measure;
        // "from 6.5 % in 2000": until now, whatever now is.
        let (first, last) = match (measure.time, measure.until, from, to) {
            (Time::At(first), None, Some(_), None) => {
                match measure.written.map(|now| self.newest(now)) {
                    Some(Ok(years)) => (first, years.first().copied().unwrap_or(first)),
                    Some(Err(why)) => return Outcome::missing(why),
                    None => return Outcome::missing("the text has no date"),
                }
            }
            _ => match self.ends_of_change(running) {
                Ok(ends) => ends,
                Err(why) => return Outcome::missing(why),
            },
        };
        let (Some(begin), Some(end)) = (self.in_year(first), self.in_year(last)) else {
            let missing = if self.in_year(first).is_none() { first } else { last };
            return Outcome::missing(self.no_year(missing));
        };
        if first >= last {
            return Outcome::missing("its two years are one");
        }
        let kind = self.asked.kind();
        let mut fit = Self::direction(rose, begin, end);
        for (amount, number) in [(from, begin), (to, end)] {
            if let Some(amount) = amount {
                match self.fit(amount, number) {
                    Err(why) => return Outcome::missing(why),
                    Ok(it) => fit = fit.and(it),
                }
            }
        }
        // A level that is reached says when, and "rose" alone speaks of years that are not named.
        if matches!(measure.time, Time::At(_))
            && measure.until.is_none()
            && from.is_none()
            && to.is_some()
            && by.is_none()
        {
            let reached = to.map(|it| self.fit(it, end));
            match reached {
                Some(Ok(Fit::Differs)) => fit = Fit::Differs,
                Some(Ok(it)) if Self::direction(rose, begin, end) != Fit::Differs => fit = it,
                _ => fit = Fit::Near,
            }
        }
        if let Some(amount) = by {
            match self.changed_by(amount, rose, begin, end, &kind) {
                Err(why) => return Outcome::missing(why),
                Ok(it) => fit = fit.and(it),
            }
        }
        let steps: Vec<Number> = self
            .numbers
            .iter()
            .filter(|it| (first..=last).contains(&it.year))
            .copied()
            .collect();
        if running.is_some() || steadily {
            let whole = steps
                .windows(2)
                .all(|pair| matches!(pair, [one, other] if other.year == one.year + 1));
            let right = steps
                .windows(2)
                .filter(|pair| matches!(pair, [one, other] if (other.value > one.value) == rose && (other.value - one.value).abs() > 0.0))
                .count();
            let count = steps.len().saturating_sub(1);
            if !whole {
                return Outcome::missing(format!(
                    "it has not every year from {first} to {last}"
                ));
            }
            fit = if running.is_some() {
                if right == count {
                    fit.and(Fit::Agrees)
                } else if fit == Fit::Agrees {
                    Fit::Differs
                } else {
                    fit
                }
            } else if right * 5 >= count * 4 {
                fit
            } else if fit == Fit::Differs {
                Fit::Differs
            } else {
                Fit::Near
            };
        }
        let told =
            if running.is_some() { self.told_each(&steps) } else { self.told(&[*begin, *end]) };
        Outcome {
            fit: Some(fit),
            told,
            short: Self::short(&[*begin, *end]),
            used: self.used(first, last),
        }
    }

    pub(super) fn told_each(&self, numbers: &[Number]) -> String {
        let each: Vec<String> = numbers
            .iter()
            .map(|it| format!("{} in {}", tell::number(it.value), it.year))
            .collect();
        format!("{} has {}", self.name(), each.join(", "))
    }

    pub(super) fn direction(rose: bool, begin: &Number, end: &Number) -> Fit {
        let change = end.value - begin.value;
        let size = begin.value.abs().max(end.value.abs());
        let apart = end.low > begin.high || end.high < begin.low;
        if (change > 0.0) == rose && change.abs() >= size * 0.01 {
            Fit::Agrees
        } else if (change > 0.0) != rose && change.abs() >= size * APART && apart {
            Fit::Differs
        } else {
            Fit::Near
        }
    }

    /// Whether it changed by so much: of itself, in points, or so many times; each reading is tried.
    pub(super) fn changed_by(
        &self,
        amount: &Amount,
        rose: bool,
        begin: &Number,
        end: &Number,
        kind: &Kind,
    ) -> Result<Fit, String> {
        let signed = |value: f64| if rose { value } else { -value };
        let compare =
            |amount: &Amount, value: f64, kind: &Kind| fit(amount, (value, value), kind);
        if begin.value <= 0.0 && matches!(amount.unit, Unit::Share | Unit::Times) {
            return Err(format!(
                "a change of a share from {} cannot be told",
                tell::number(begin.value)
            ));
        }
        Ok(match amount.unit {
            Unit::Share => {
                let relative = signed((end.value - begin.value) / begin.value * 100.0);
                let own = compare(amount, relative, &Kind::Percent);
                if *kind == Kind::Percent {
                    own.or(compare(amount, signed(end.value - begin.value), &Kind::Percent))
                } else {
                    own
                }
            }
            Unit::Points if *kind == Kind::Percent => {
                compare(amount, signed(end.value - begin.value), &Kind::Percent)
            }
            Unit::Times => {
                let ratio = end.value / begin.value;
                let (ratio, amount) = if amount.value < 1.0 {
                    // Halved: one over two, with its comparator the other way about.
                    (
                        begin.value / end.value,
                        Amount {
                            value: 1.0 / amount.value,
                            slack: amount.slack / amount.value / amount.value,
                            ..amount.clone()
                        },
                    )
                } else if rose {
                    (ratio, amount.clone())
                } else {
                    (1.0 / ratio, amount.clone())
                };
                compare(&amount, ratio, &Kind::Score)
            }
            _ => {
                let amount = converted(amount, kind, &self.asked.unit())?;
                compare(&amount, signed(end.value - begin.value), kind)
            }
        })
    }
}
