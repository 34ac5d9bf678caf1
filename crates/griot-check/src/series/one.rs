//! The numbers of one entity, or of several added, beside a stated level.

use griot_model::measure::{Amount, Entity, Time};

use super::{
    ask::{Asked, Number, Outcome, STALE, either},
    numbers::{Fit, converted, fit},
    tell,
};

/// Numbers of one entity, or of several added.
pub(super) struct One<'a> {
    pub(super) asked: &'a Asked<'a>,
    pub(super) whom: &'a [Entity],
    pub(super) numbers: &'a [Number],
}

impl One<'_> {
    pub(super) fn name(&self) -> String {
        let names: Vec<String> = self.whom.iter().map(|it| self.asked.known.name(it)).collect();
        names.join(" and ")
    }

    pub(super) fn in_year(&self, year: i16) -> Option<&Number> {
        self.numbers.iter().find(|it| it.year == year)
    }

    pub(super) fn used(&self, first: i16, last: i16) -> Vec<(Entity, i16, i16)> {
        self.whom.iter().map(|it| (it.clone(), first, last)).collect()
    }

    pub(super) fn no_year(&self, year: i16) -> String {
        let (first, last) = self.ends();
        format!("it has no number for {} in {year} (it has {first} to {last})", self.name())
    }

    pub(super) fn ends(&self) -> (i16, i16) {
        (
            self.numbers.first().map_or(0, |it| it.year),
            self.numbers.last().map_or(0, |it| it.year),
        )
    }

    /// The two newest years up to that of the text, newest first.
    pub(super) fn newest(&self, now: i16) -> Result<Vec<i16>, String> {
        let years: Vec<i16> = self
            .numbers
            .iter()
            .rev()
            .map(|it| it.year)
            .filter(|year| *year <= now)
            .take(2)
            .collect();
        match years.first() {
            Some(last) if *last >= now - STALE => {
                Ok(years.into_iter().filter(|year| *year >= now - STALE - 1).collect())
            }
            Some(last) => {
                Err(format!("its last number for {} before {now} is of {last}", self.name()))
            }
            None => Err(format!("it has no number for {} until {now}", self.name())),
        }
    }

    /// The years that are meant where one year is: that year, or the newest ones of a text in the present.
    pub(super) fn years(&self) -> Result<Vec<i16>, String> {
        let measure = self.asked.measure;
        match (measure.time, measure.written) {
            (Time::At(year), _) => {
                self.in_year(year).map(|_| vec![year]).ok_or_else(|| self.no_year(year))
            }
            (Time::Now(now), _) | (Time::Unsaid, Some(now)) => self.newest(now),
            (Time::Unsaid, None) => {
                Err("the text has no date, and the sentence no year".to_owned())
            }
            (Time::Past, _) => Err("the sentence gives no year".to_owned()),
            (Time::Unread, _) => {
                Err("its time is not one that a yearly series can answer".to_owned())
            }
            (Time::Over(..) | Time::Around(..), _) => {
                Err("one year is needed, and the sentence gives several".to_owned())
            }
        }
    }

    /// Numbers from a year to a year, and whether none is missing.
    pub(super) fn stretch(&self, first: i16, last: i16) -> Result<(Vec<Number>, bool), String> {
        let open = last == i16::MAX || Some(last) == self.asked.measure.written;
        let numbers: Vec<Number> = self
            .numbers
            .iter()
            .filter(|it| (first..=last).contains(&it.year))
            .copied()
            .collect();
        let (Some(begin), Some(end)) = (numbers.first(), numbers.last()) else {
            return Err(format!("it has no number for {} from {first} to {last}", self.name()));
        };
        let begins = begin.year == first || first <= -1000;
        let ends = end.year == last || open && (last == i16::MAX || end.year >= last - STALE);
        // A year that the series has for nobody is no gap of this country.
        let no_gap = numbers.windows(2).all(|pair| {
            matches!(pair, [one, other] if (one.year + 1..other.year).all(|year| !self.asked.has_year(year)))
        });
        Ok((numbers, begins && ends && no_gap))
    }

    pub(super) fn fit(&self, amount: &Amount, number: &Number) -> Result<Fit, String> {
        let kind = self.asked.kind();
        let amount = converted(amount, &kind, &self.asked.unit())?;
        Ok(fit(&amount, (number.low, number.high), &kind))
    }

    pub(super) fn told(&self, numbers: &[Number]) -> String {
        let each: Vec<String> = match numbers {
            [first, .., last] if numbers.len() > 3 => {
                let value = |it: &Number| it.value;
                let low = numbers.iter().map(value).fold(f64::INFINITY, f64::min);
                let high = numbers.iter().map(value).fold(f64::NEG_INFINITY, f64::max);
                vec![format!(
                    "{} to {} from {} to {}",
                    tell::number(low),
                    tell::number(high),
                    first.year,
                    last.year
                )]
            }
            _ => numbers
                .iter()
                .map(|it| format!("{} in {}", tell::number(it.value), it.year))
                .collect(),
        };
        format!("{} has {}", self.name(), each.join(" and "))
    }

    pub(super) fn short(numbers: &[Number]) -> String {
        match numbers {
            [one] => format!("{} in {}", tell::number(one.value), one.year),
            [first, .., last] => format!(
                "{} in {}, {} in {}",
                tell::number(first.value),
                first.year,
                tell::number(last.value),
                last.year
            ),
            [] => String::new(),
        }
    }

    pub(super) fn level(&self, amount: &Amount) -> Outcome {
        let measure = self.asked.measure;
        if let Time::Over(first, last) = measure.time {
            return self.level_over(amount, first, last, false);
        }
        if let Time::Around(first, last) = measure.time {
            return self.level_over(amount, first, last, true);
        }
        let years = match self.years() {
            Err(why) => return Outcome::missing(why),
            Ok(years) => years,
        };
        let mut best: Option<Outcome> = None;
        for year in &years {
            let Some(number) = self.in_year(*year) else { continue };
            let fit = match self.fit(amount, number) {
                Err(why) => return Outcome::missing(why),
                Ok(fit) => fit,
            };
            let outcome = Outcome {
                fit: Some(fit),
                told: self.told(&[*number]),
                short: Self::short(&[*number]),
                used: self.used(*year, *year),
            };
            best = Some(match best {
                None => outcome,
                Some(known) => either(known, outcome),
            });
        }
        best.unwrap_or_else(|| Outcome::missing("there is no number for that year"))
    }

    pub(super) fn level_over(
        &self,
        amount: &Amount,
        first: i16,
        last: i16,
        loosely: bool,
    ) -> Outcome {
        let (numbers, mut whole) = match self.stretch(first, last) {
            Err(why) => return Outcome::missing(why),
            Ok(found) => found,
        };
        if loosely {
            whole = 2 * numbers.len() > usize::try_from(last - first).unwrap_or(usize::MAX);
        }
        let mut fits = Vec::new();
        for number in &numbers {
            match self.fit(amount, number) {
                Err(why) => return Outcome::missing(why),
                Ok(fit) => fits.push(fit),
            }
        }
        let all = |wanted: Fit| fits.iter().all(|it| *it == wanted);
        let any = |wanted: Fit| fits.contains(&wanted);
        let mut used = self.used(
            numbers.first().map_or(0, |it| it.year),
            numbers.last().map_or(0, |it| it.year),
        );
        let mut told = self.told(&numbers);
        let mut short = Self::short(&numbers);
        let fit = if self.asked.measure.always {
            if any(Fit::Differs) {
                let worst = numbers
                    .iter()
                    .zip(&fits)
                    .find(|(_, it)| **it == Fit::Differs)
                    .map(|(it, _)| *it);
                if let Some(worst) = worst {
                    told = self.told(&[worst]);
                    short = Self::short(&[worst]);
                    used = self.used(worst.year, worst.year);
                }
                Some(Fit::Differs)
            } else if !whole {
                None
            } else if all(Fit::Agrees) {
                Some(Fit::Agrees)
            } else {
                Some(Fit::Near)
            }
        } else if !whole {
            None
        } else {
            let sum = numbers.iter().fold(
                Number { year: last, value: 0.0, low: 0.0, high: 0.0 },
                |sum, it| Number {
                    year: last,
                    value: sum.value + it.value,
                    low: sum.low + it.low,
                    high: sum.high + it.high,
                },
            );
            let summed =
                self.asked.is_additive() && numbers.len() > 1 && amount.divided.is_none();
            let of_sum = if summed {
                self.fit(amount, &sum).unwrap_or(Fit::Differs)
            } else {
                Fit::Differs
            };
            if all(Fit::Agrees) && (!summed || of_sum != Fit::Differs || amount.value == 0.0) {
                Some(Fit::Agrees)
            } else if summed && of_sum == Fit::Agrees {
                told = format!("{}, {} together", told, tell::number(sum.value));
                short = format!("{} together", tell::number(sum.value));
                Some(Fit::Agrees)
            } else if all(Fit::Differs) && of_sum == Fit::Differs {
                Some(Fit::Differs)
            } else {
                Some(Fit::Near)
            }
        };
        if fit.is_none() {
            let (begin, end) = self.ends();
            return Outcome::missing(format!(
                "{told}, and not every year that is meant (it has {begin} to {end})"
            ));
        }
        Outcome { fit, told, short, used }
    }
}
