//! Whether the numbers of a series are as a sentence says.
//!
//! Every reading that the words allow is tried. A sentence is supported where one agrees, contradicted where all of them
//! differ: the year, the country and the series certain, the number outside its rounding, outside the low and high of the
//! series, and not near.

use griot_library::Country;
use griot_model::{
    Evidence, Verdict,
    measure::{Among, Amount, Entity, Measure, Says, Time, Unit},
    select::{Condition, Shown},
    series::SeriesRow,
    table::Cell,
};

use super::{
    choose::{Candidate, Choice},
    known::{Kept, Kind, Known},
    numbers::{Fit, converted, fit},
    tell,
};
use crate::rule::Judgement;

/// Years by which the newest number of a series may be older than the text.
const STALE: i16 = 4;
/// Of so many of its countries a group must have a number before the first of them is told.
const MOST_OF: f64 = 0.9;
/// By so much two numbers must differ before one is called higher; a fiftieth.
const APART: f64 = 0.02;

/// A year's number with its interval.
#[derive(Debug, Clone, Copy)]
struct Number {
    year: i16,
    value: f64,
    low: f64,
    high: f64,
}

/// What came of one series.
struct Outcome {
    /// How it agrees; none where a number is missing.
    fit: Option<Fit>,
    /// The numbers used, or what is missing, in words.
    told: String,
    /// Short, for the margin.
    short: String,
    /// Whose numbers of which years were used.
    used: Vec<(Entity, i16, i16)>,
}

impl Outcome {
    fn missing(told: impl Into<String>) -> Self {
        Self { fit: None, told: told.into(), short: String::new(), used: Vec::new() }
    }
}

/// The verdict; none where no series is about it.
pub(super) fn judge(
    measure: &Measure,
    choice: &Choice,
    known: &Known<'_>,
) -> Option<Judgement> {
    let says = tell::says(measure, known);
    if choice.candidates.is_empty() {
        let (at, words) = choice.near.as_ref()?;
        let nearest = known.kept.get(*at)?;
        let message = format!(
            "the nearest series, {}, does not speak of {}",
            nearest.shown(),
            words.iter().map(|it| format!("{it:?}")).collect::<Vec<_>>().join(" and ")
        );
        return Some(
            Judgement::unverified(
                &says,
                message,
                "a series with these words in its title, unit or definition would settle it",
            )
            .note(reading(measure, None, known)),
        );
    }
    let titles = |some: &[&Candidate]| {
        let mut titles: Vec<String> = some.iter().map(|it| shown(it, known)).collect();
        titles.dedup();
        titles.join("; ")
    };
    if let Some(why) = &measure.unread {
        let all: Vec<&Candidate> = choice.candidates.iter().take(3).collect();
        let message =
            format!("{} may be meant, but the sentence is not read whole: {why}", titles(&all));
        return Some(
            Judgement::unverified(
                &says,
                message,
                "say it as one number of one country and year",
            )
            .note(reading(measure, None, known)),
        );
    }
    let outcomes: Vec<(&Candidate, Outcome)> = choice
        .candidates
        .iter()
        .map(|candidate| (candidate, Asked { measure, known, candidate }.outcome()))
        .collect();
    let of = |wanted: Option<Fit>| outcomes.iter().filter(move |(_, it)| it.fit == wanted);
    let (agree, near, differ) = (
        of(Some(Fit::Agrees)).count(),
        of(Some(Fit::Near)).count(),
        of(Some(Fit::Differs)).count(),
    );
    let (verdict, wanted) = match (agree, near, differ) {
        (0, 0, 0) => (Verdict::Unverified, None),
        (_, 0, 0) => (Verdict::Supported, Some(Fit::Agrees)),
        (0, 0, _) => (Verdict::Contradicted, Some(Fit::Differs)),
        (0, _, _) => (Verdict::Unverified, Some(Fit::Near)),
        (_, _, 0) => (Verdict::Unverified, Some(Fit::Agrees)),
        _ => (Verdict::Conflicting, Some(Fit::Agrees)),
    };
    let (chosen, outcome) = of(wanted).next()?;
    let series = shown(chosen, known);
    let message = match verdict {
        Verdict::Supported => format!("{series}: {}", outcome.told),
        Verdict::Contradicted => {
            format!("{series}: {}; the sentence says {says}", outcome.told)
        }
        Verdict::Conflicting => {
            let other = of(Some(Fit::Differs)).next()?;
            format!(
                "two series answer differently. {series}: {}. {}: {}",
                outcome.told,
                shown(other.0, known),
                other.1.told
            )
        }
        _ if wanted == Some(Fit::Near) => {
            format!("{series}: {}; that neither is {says} nor surely differs", outcome.told)
        }
        _ => format!("{series}: {}", outcome.told),
    };
    let mut judgement = Judgement::new(verdict, &says, message);
    judgement.evidence_says.clone_from(&outcome.short);
    if !outcome.used.is_empty() {
        judgement.evidence = evidence(chosen, &outcome.used, known);
    }
    if verdict == Verdict::Contradicted {
        judgement = judgement.help(
            "give the number of the series with its year, or cite the source of the other one",
        );
    } else if verdict == Verdict::Unverified {
        judgement = judgement
            .help("a series with that country and year, in that unit, would settle it");
    }
    Some(judgement.note(reading(measure, Some(chosen), known)))
}

/// How the sentence was read: series, entity, time, what is said.
fn reading(measure: &Measure, chosen: Option<&Candidate>, known: &Known<'_>) -> String {
    let series = chosen.map_or_else(|| tell::topic(measure), |it| shown(it, known));
    let whom: Vec<String> = measure.entities.iter().map(|it| known.name(it)).collect();
    let joined = whom.join(if measure.together { " + " } else { ", " });
    format!(
        "read as: {series} · {joined} · {} · {}",
        tell::time(measure),
        tell::says(measure, known)
    )
}

fn shown(candidate: &Candidate, known: &Known<'_>) -> String {
    let titles: Vec<String> =
        candidate.parts.iter().filter_map(|at| known.kept.get(*at)).map(Kept::shown).collect();
    titles.join(" + ")
}

/// The rows that were used, one evidence a series.
fn evidence(
    candidate: &Candidate,
    used: &[(Entity, i16, i16)],
    known: &Known<'_>,
) -> Vec<Evidence> {
    let mut all = Vec::new();
    for kept in candidate.parts.iter().filter_map(|at| known.kept.get(*at)) {
        let conditions: Vec<Vec<Condition<'_>>> = used
            .iter()
            .filter_map(|(entity, first, last)| {
                let name = kept.entities.get(entity)?;
                Some(vec![
                    Condition::Is("series", kept.series.name.as_str().into()),
                    Condition::Is("entity", (*name).into()),
                    Condition::Between("time", time(*first), time(*last)),
                ])
            })
            .collect();
        if conditions.is_empty() {
            continue;
        }
        let table = Shown {
            table: "series",
            columns: vec![
                ("series", |it: &SeriesRow<'_>| it.series.name.as_str().into()),
                ("entity", |it| it.entity.into()),
                ("time", |it| it.point.time.to_string().into()),
                ("value", |it| it.point.value.into()),
                ("unit", |it| it.series.unit.as_str().into()),
                ("row", |it| it.point.row.into()),
            ],
            order: &["series", "entity", "time"],
        };
        let names: Vec<&str> =
            used.iter().filter_map(|(it, _, _)| kept.entities.get(it).copied()).collect();
        let rows: Vec<SeriesRow<'_>> = names
            .iter()
            .filter_map(|name| kept.series.entities.get_key_value(*name))
            .flat_map(|(entity, points)| {
                points.iter().map(|point| SeriesRow {
                    series: kept.series,
                    entity,
                    point: *point,
                })
            })
            .collect();
        let source = if kept.series.source.is_empty() {
            kept.series.file.clone()
        } else {
            format!("{} ({})", kept.series.source, kept.series.file)
        };
        all.push(table.choose(source, &rows, &[Condition::AnyOf(conditions)]));
    }
    all
}

fn time<'c>(year: i16) -> Cell<'c> {
    griot_model::PartialDate::Year(year).to_string().into()
}

/// One series, asked about one sentence.
struct Asked<'a> {
    measure: &'a Measure,
    known: &'a Known<'a>,
    candidate: &'a Candidate,
}

impl Asked<'_> {
    fn kept(&self) -> Option<&Kept<'_>> {
        self.known.kept.get(*self.candidate.parts.first()?)
    }

    fn kind(&self) -> Kind {
        self.kept().map_or(Kind::Score, |it| it.kind.clone())
    }

    fn unit(&self) -> String {
        self.kept().map_or_else(String::new, |it| it.series.unit.clone())
    }

    /// Whether anybody has a number for a year.
    fn has_year(&self, year: i16) -> bool {
        let year = griot_model::PartialDate::Year(year);
        self.kept().is_some_and(|kept| {
            kept.series
                .entities
                .values()
                .any(|points| points.binary_search_by_key(&year, |it| it.time).is_ok())
        })
    }

    fn is_additive(&self) -> bool {
        self.kept().is_some_and(|it| it.additive)
    }

    /// The numbers of somebody in order of years, parts added.
    fn numbers(&self, entity: &Entity) -> Result<Vec<Number>, String> {
        let mut sum: Option<Vec<Number>> = None;
        for at in &self.candidate.parts {
            let Some(kept) = self.known.kept.get(*at) else { continue };
            let name = self.known.name(entity);
            if !kept.entities.contains_key(entity) {
                return Err(format!("the series has no number for {name}"));
            }
            let years = kept.years(entity).ok_or_else(|| {
                "the series is by month or day, and the sentence speaks of years".to_owned()
            })?;
            let numbers: Vec<Number> = years
                .into_iter()
                .map(|(year, point)| {
                    let (low, high) = point.interval();
                    Number { year, value: point.value, low, high }
                })
                .collect();
            sum = Some(match sum {
                None => numbers,
                Some(known) => added(&known, &numbers),
            });
        }
        sum.filter(|it| !it.is_empty())
            .ok_or_else(|| format!("the series has no number for {}", self.known.name(entity)))
    }

    fn outcome(&self) -> Outcome {
        let entities = &self.measure.entities;
        if let Says::Rank { place, highest, among } = &self.measure.says {
            return self.rank(*place, *highest, among);
        }
        if self.measure.together && entities.len() > 1 {
            if !self.is_additive() {
                return Outcome::missing(
                    "numbers of several countries cannot be added in this series",
                );
            }
            let mut sum: Option<Vec<Number>> = None;
            for entity in entities {
                match self.numbers(entity) {
                    Err(why) => return Outcome::missing(why),
                    Ok(numbers) => {
                        sum = Some(match sum {
                            None => numbers,
                            Some(known) => added(&known, &numbers),
                        });
                    }
                }
            }
            return self.one(entities, &sum.unwrap_or_default());
        }
        let mut whole: Option<Outcome> = None;
        for entity in entities {
            let outcome = match self.numbers(entity) {
                Err(why) => Outcome::missing(why),
                Ok(numbers) => self.one(std::slice::from_ref(entity), &numbers),
            };
            whole = Some(match whole {
                None => outcome,
                Some(known) => both(known, outcome),
            });
        }
        whole.unwrap_or_else(|| Outcome::missing("nobody is named"))
    }

    /// What the numbers of one entity, or of several added, make of what is said.
    fn one(&self, whom: &[Entity], numbers: &[Number]) -> Outcome {
        let asked = One { asked: self, whom, numbers };
        match &self.measure.says {
            Says::Level(amount) => asked.level(amount),
            Says::Change { rose, from, to, by, running, steadily } => asked.change(
                *rose,
                [from.as_ref(), to.as_ref(), by.as_ref()],
                *running,
                *steadily,
            ),
            Says::Extremum { highest, since } => asked.extremum(*highest, *since),
            Says::Compared { higher, than: Among::Entities(others), times } => {
                asked.compared(*higher, others, times.as_ref())
            }
            Says::Compared { .. } | Says::Rank { .. } => {
                Outcome::missing("whom it is compared with is not certain")
            }
            Says::PartOf(amount) => asked.part_of(amount),
        }
    }

    /// The countries of a group that the series knows of lately, without states that are no more.
    fn members(&self, among: &Among, year: i16) -> Vec<Entity> {
        let Some(kept) = self.kept() else { return Vec::new() };
        let lies_in = |country: &Country, code: &str| {
            code == "001" || country.regions.iter().any(|it| it == code)
        };
        kept.entities
            .keys()
            .filter(|entity| {
                let Entity::Country(code) = entity else { return false };
                let Some(country) = self.known.library.country(code) else { return false };
                country.until.is_none()
                    && match among {
                        Among::Region(region) => lies_in(country, region),
                        Among::Group(_, members) => members.contains(code),
                        Among::Entities(list) => list.contains(entity),
                    }
            })
            .filter(|entity| {
                self.numbers(entity).is_ok_and(|numbers| {
                    numbers.iter().any(|it| (year - 10..=year).contains(&it.year))
                })
            })
            .cloned()
            .collect()
    }

    fn rank(&self, place: u16, highest: bool, among: &Among) -> Outcome {
        let [subject] = self.measure.entities.as_slice() else {
            return Outcome::missing("only one country can be the first");
        };
        if !matches!(subject, Entity::Country(_)) {
            return Outcome::missing("a rank is that of a country");
        }
        let numbers = match self.numbers(subject) {
            Err(why) => return Outcome::missing(why),
            Ok(numbers) => numbers,
        };
        let one = One { asked: self, whom: std::slice::from_ref(subject), numbers: &numbers };
        let years = match one.years() {
            Err(why) => return Outcome::missing(why),
            Ok(years) => years,
        };
        if let Among::Group(_, members) = among
            && let Entity::Country(code) = subject
            && !members.contains(code)
        {
            return Outcome::missing(format!(
                "{} is not of {}",
                self.known.name(subject),
                tell::among(among, self.known)
            ));
        }
        let mut best: Option<Outcome> = None;
        for year in years {
            let Some(own) = numbers.iter().find(|it| it.year == year) else { continue };
            let members = self.members(among, year);
            let known: Vec<(Entity, Number)> = members
                .iter()
                .filter(|it| *it != subject)
                .filter_map(|it| {
                    let number =
                        self.numbers(it).ok()?.into_iter().find(|it| it.year == year)?;
                    Some((it.clone(), number))
                })
                .collect();
            let beyond = |other: &Number, by: f64| {
                let gap = own.value.abs() * by;
                if highest {
                    other.value > own.value + gap
                } else {
                    other.value < own.value - gap
                }
            };
            let surely = known.iter().filter(|(_, it)| beyond(it, APART)).count();
            let perhaps = known.iter().filter(|(_, it)| beyond(it, -APART)).count();
            let own_place = known.iter().filter(|(_, it)| beyond(it, 0.0)).count() + 1;
            let place = usize::from(place);
            #[expect(clippy::cast_precision_loss, reason = "there are two hundred countries")]
            let whole = known.len() + 1 >= 3
                && (known.len() + 1) as f64 >= MOST_OF * members.len() as f64;
            let fit = if surely >= place {
                // Those above are enough, whoever is missing.
                Some(Fit::Differs)
            } else if !whole {
                None
            } else if own_place == place {
                Some(Fit::Agrees)
            } else if perhaps + 1 < place {
                Some(Fit::Differs)
            } else {
                Some(Fit::Near)
            };
            let word = if highest { "highest" } else { "lowest" };
            let first = known.iter().filter(|(_, it)| beyond(it, 0.0)).max_by(
                |(_, one), (_, other)| {
                    let order = one.value.total_cmp(&other.value);
                    if highest { order } else { order.reverse() }
                },
            );
            let mut told = format!(
                "{} is number {own_place} from the {word} of {} with a number in {} in {year}, with {}",
                self.known.name(subject),
                known.len() + 1,
                tell::among(among, self.known),
                tell::number(own.value)
            );
            if let Some((other, number)) = first {
                told.push_str(&format!(
                    "; {} has {}",
                    self.known.name(other),
                    tell::number(number.value)
                ));
            }
            if fit.is_none() {
                told.push_str(", and too many have none");
            }
            let mut used = vec![(subject.clone(), year, year)];
            used.extend(first.map(|(it, _)| (it.clone(), year, year)));
            let outcome = Outcome { fit, told, short: format!("number {own_place}"), used };
            best = Some(match best {
                None => outcome,
                Some(known) => either(known, outcome),
            });
        }
        best.unwrap_or_else(|| Outcome::missing("there is no number for that year"))
    }
}

/// Numbers of one entity, or of several added.
struct One<'a> {
    asked: &'a Asked<'a>,
    whom: &'a [Entity],
    numbers: &'a [Number],
}

impl One<'_> {
    fn name(&self) -> String {
        let names: Vec<String> = self.whom.iter().map(|it| self.asked.known.name(it)).collect();
        names.join(" and ")
    }

    fn in_year(&self, year: i16) -> Option<&Number> {
        self.numbers.iter().find(|it| it.year == year)
    }

    fn used(&self, first: i16, last: i16) -> Vec<(Entity, i16, i16)> {
        self.whom.iter().map(|it| (it.clone(), first, last)).collect()
    }

    fn no_year(&self, year: i16) -> String {
        let (first, last) = self.ends();
        format!("it has no number for {} in {year} (it has {first} to {last})", self.name())
    }

    fn ends(&self) -> (i16, i16) {
        (
            self.numbers.first().map_or(0, |it| it.year),
            self.numbers.last().map_or(0, |it| it.year),
        )
    }

    /// The two newest years up to that of the text, newest first.
    fn newest(&self, now: i16) -> Result<Vec<i16>, String> {
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
    fn years(&self) -> Result<Vec<i16>, String> {
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
    fn stretch(&self, first: i16, last: i16) -> Result<(Vec<Number>, bool), String> {
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

    fn fit(&self, amount: &Amount, number: &Number) -> Result<Fit, String> {
        let kind = self.asked.kind();
        let amount = converted(amount, &kind, &self.asked.unit())?;
        Ok(fit(&amount, (number.low, number.high), &kind))
    }

    fn told(&self, numbers: &[Number]) -> String {
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

    fn short(numbers: &[Number]) -> String {
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

    fn level(&self, amount: &Amount) -> Outcome {
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

    fn level_over(&self, amount: &Amount, first: i16, last: i16, loosely: bool) -> Outcome {
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

    /// The two years that a change is between, where they are certain.
    fn ends_of_change(&self, running: Option<u16>) -> Result<(i16, i16), String> {
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

    fn change(
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

    fn told_each(&self, numbers: &[Number]) -> String {
        let each: Vec<String> = numbers
            .iter()
            .map(|it| format!("{} in {}", tell::number(it.value), it.year))
            .collect();
        format!("{} has {}", self.name(), each.join(", "))
    }

    fn direction(rose: bool, begin: &Number, end: &Number) -> Fit {
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
    fn changed_by(
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

    fn extremum(&self, highest: bool, since: Option<i16>) -> Outcome {
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

    fn compared(&self, higher: bool, others: &[Entity], times: Option<&Amount>) -> Outcome {
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

    fn compared_with(
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

    fn part_of(&self, amount: &Amount) -> Outcome {
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

/// Numbers of the years that both have, added.
fn added(one: &[Number], other: &[Number]) -> Vec<Number> {
    one.iter()
        .filter_map(|it| {
            let same = other.iter().find(|number| number.year == it.year)?;
            Some(Number {
                year: it.year,
                value: it.value + same.value,
                low: it.low + same.low,
                high: it.high + same.high,
            })
        })
        .collect()
}

/// Two readings: the one that agrees, else the one that differs less.
fn either(one: Outcome, other: Outcome) -> Outcome {
    match (one.fit, other.fit) {
        (None, _) => Outcome { fit: None, ..one },
        (_, None) => Outcome { fit: None, ..other },
        (Some(first), Some(second)) if second < first => Outcome { fit: Some(second), ..other },
        _ => one,
    }
}

/// Two things that both have to be so.
fn both(one: Outcome, other: Outcome) -> Outcome {
    let fit = match (one.fit, other.fit) {
        (Some(Fit::Differs), _) => return one,
        (_, Some(Fit::Differs)) => return other,
        (Some(first), Some(second)) => Some(first.and(second)),
        _ => None,
    };
    let told = match (one.fit, other.fit) {
        (None, _) => one.told,
        (_, None) => other.told,
        _ => format!("{}; {}", one.told, other.told),
    };
    let mut used = one.used;
    used.extend(other.used);
    Outcome { fit, told, short: one.short, used }
}
