//! Whether the numbers of a series are as a sentence says.
//!
//! Every reading that the words allow is tried. A sentence is supported where one agrees, contradicted where all of them
//! differ: the year, the country and the series certain, the number outside its rounding, outside the low and high of the
//! series, and not near.

use griot_library::Country;
use griot_model::{
    Evidence, Verdict,
    measure::{Among, Entity, Measure, Says},
    select::{Condition, Shown},
    series::SeriesRow,
    table::Cell,
};

use super::{
    ask::{APART, Asked, MOST_OF, Number, Outcome, added, both, either},
    choose::{Candidate, Choice},
    known::{Kept, Known},
    numbers::Fit,
    one::One,
    tell,
};
use crate::rule::Judgement;

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

impl Asked<'_> {
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
