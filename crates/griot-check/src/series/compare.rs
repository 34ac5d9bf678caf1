//! Whether numbers are the highest of their time, higher than another's, or so large a part of the world's.

use griot_model::measure::{Amount, Entity, Time};

use super::{
    ask::{APART, Number, Outcome, both, either},
    known::Kind,
    numbers::{Fit, fit},
    one::One,
    tell,
};

impl One<'_> {
    pub(super) fn extremum(&self, highest: bool, since: Option<i16>) -> Outcome {
        let years = match self.years() {
            Err(why) => return Outcome::missing(why),
            Ok(years) => years,
        };
        let mut best: Option<Outcome> = None;
        for year in years {
            let Some(own) = self.in_year(year) else { continue };
            let first = since.unwrap_or(self.ends().0);
            let others: Vec<Number> = self
                .numbers
                .iter()
                .filter(|it| (first..year).contains(&it.year))
                .copied()
                .collect();
            // "The lowest since 2005": in 2005 it was as low, so that year itself may be lower.
            let inside: Vec<&Number> =
                others.iter().filter(|it| since.is_none_or(|first| it.year > first)).collect();
            let beyond = |it: &Number, by: f64| {
                let gap = own.value.abs() * by;
                if highest { it.value > own.value + gap } else { it.value < own.value - gap }
            };
            let surely = inside.iter().find(|it| beyond(it, APART));
            let perhaps = inside.iter().any(|it| beyond(it, 0.0));
            let whole = since.is_none_or(|since| self.in_year(since).is_some())
                && others
                    .windows(2)
                    .all(|pair| matches!(pair, [one, other] if other.year <= one.year + 2))
                && others.len() >= 2;
            let long = since.is_some() || others.len() >= 30;
            let fit = match (surely, perhaps) {
                (Some(_), _) => Some(Fit::Differs),
                (None, _) if !whole || !long => None,
                (None, true) => Some(Fit::Near),
                (None, false) => Some(Fit::Agrees),
            };
            let mut shown = vec![*own];
            shown.extend(surely.copied().copied());
            let word = if highest { "highest" } else { "lowest" };
            let mut told = self.told(&shown);
            if fit == Some(Fit::Agrees) {
                told.push_str(&format!(
                    ", the {word} of {} years from {first}",
                    others.len() + 1
                ));
            }
            if fit.is_none() {
                told.push_str(&format!(
                    ", and its years from {first} are too few or not whole"
                ));
            }
            let outcome = Outcome {
                fit,
                told,
                short: Self::short(&[*own]),
                used: self.used(first, year),
            };
            best = Some(match best {
                None => outcome,
                Some(known) => either(known, outcome),
            });
        }
        best.unwrap_or_else(|| Outcome::missing("there is no number for that year"))
    }

    pub(super) fn compared(
        &self,
        higher: bool,
        others: &[Entity],
        times: Option<&Amount>,
    ) -> Outcome {
        let mut whole: Option<Outcome> = None;
        for other in others {
            let theirs = match self.asked.numbers(other) {
                Err(why) => return Outcome::missing(why),
                Ok(numbers) => numbers,
            };
            let outcome = self.compared_with(higher, other, &theirs, times);
            whole = Some(match whole {
                None => outcome,
                Some(known) => both(known, outcome),
            });
        }
        whole.unwrap_or_else(|| Outcome::missing("nobody is named to compare with"))
    }

    pub(super) fn compared_with(
        &self,
        higher: bool,
        other: &Entity,
        theirs: &[Number],
        times: Option<&Amount>,
    ) -> Outcome {
        let measure = self.asked.measure;
        let years: Vec<i16> = match measure.time {
            Time::Over(first, last) => {
                let (numbers, whole) = match self.stretch(first, last) {
                    Err(why) => return Outcome::missing(why),
                    Ok(found) => found,
                };
                if !whole {
                    return Outcome::missing(format!(
                        "it has not every year from {first} to {last}"
                    ));
                }
                numbers.iter().map(|it| it.year).collect()
            }
            _ => match self.years() {
                Err(why) => return Outcome::missing(why),
                Ok(years) => years,
            },
        };
        let every = matches!(measure.time, Time::Over(..));
        let name = self.asked.known.name(other);
        let mut found: Option<Outcome> = None;
        for year in years {
            let (Some(own), Some(their)) =
                (self.in_year(year), theirs.iter().find(|it| it.year == year))
            else {
                if every {
                    return Outcome::missing(format!("it has no number for {name} in {year}"));
                }
                continue;
            };
            let size = own.value.abs().max(their.value.abs());
            let apart = own.low > their.high || own.high < their.low;
            let mut fit = if (own.value > their.value) == higher
                && (own.value - their.value).abs() > size * 0.005
            {
                Fit::Agrees
            } else if (own.value > their.value) != higher
                && (own.value - their.value).abs() > size * APART
                && apart
            {
                Fit::Differs
            } else {
                Fit::Near
            };
            if let Some(times) = times {
                if their.value <= 0.0 || own.value <= 0.0 {
                    return Outcome::missing("so many times of nothing cannot be told");
                }
                let ratio =
                    if higher { own.value / their.value } else { their.value / own.value };
                fit = super::numbers::fit(times, (ratio, ratio), &Kind::Score);
            }
            let told = format!("{}, {name} {}", self.told(&[*own]), tell::number(their.value));
            let mut used = self.used(year, year);
            used.push((other.clone(), year, year));
            let outcome = Outcome {
                fit: Some(fit),
                told,
                short: format!(
                    "{} and {} in {year}",
                    tell::number(own.value),
                    tell::number(their.value)
                ),
                used,
            };
            found = Some(match found {
                None => outcome,
                Some(known) if every => both(known, outcome),
                Some(known) => either(known, outcome),
            });
        }
        found.unwrap_or_else(|| {
            Outcome::missing(format!(
                "it has no year with numbers for both {} and {name}",
                self.name()
            ))
        })
    }

    pub(super) fn part_of(&self, amount: &Amount) -> Outcome {
        // A series that is itself a share of the world's has the answer as a level.
        if self.asked.kind() == Kind::Percent {
            return self.level(amount);
        }
        if !self.asked.is_additive() {
            return Outcome::missing("a part of the whole cannot be told of such numbers");
        }
        let world = match self.asked.numbers(&Entity::World) {
            Err(why) => return Outcome::missing(why),
            Ok(numbers) => numbers,
        };
        let years = match self.years() {
            Err(why) => return Outcome::missing(why),
            Ok(years) => years,
        };
        let mut best: Option<Outcome> = None;
        for year in years {
            let (Some(own), Some(whole)) =
                (self.in_year(year), world.iter().find(|it| it.year == year))
            else {
                continue;
            };
            if whole.value <= 0.0 {
                continue;
            }
            let share = own.value / whole.value * 100.0;
            let it = fit(amount, (share, share), &Kind::Percent);
            let mut used = self.used(year, year);
            used.push((Entity::World, year, year));
            let outcome = Outcome {
                fit: Some(it),
                told: format!(
                    "{}, the world {}: {} %",
                    self.told(&[*own]),
                    tell::number(whole.value),
                    tell::number(share)
                ),
                short: format!("{} % in {year}", tell::number(share)),
                used,
            };
            best = Some(match best {
                None => outcome,
                Some(known) => either(known, outcome),
            });
        }
        best.unwrap_or_else(|| {
            Outcome::missing("it has no year with numbers for both the country and the world")
        })
    }
}
