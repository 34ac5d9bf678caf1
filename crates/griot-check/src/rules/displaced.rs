//! C0118: refugees and displaced people of a country at the end of a year.

use griot_library::{Refugees, facts};
use griot_model::{
    Claim, Comparator, DateReading, Evidence, Population, Proposition, Quantity, Verdict,
};

use super::super::rule::{Facts, Judgement, Rule, is_certain, over_readings, shown};
use crate::evidence;

pub(super) const RULE: Rule = Rule {
    code: "C0118",
    name: "displaced",
    summary: "refugees from a country or in it, and people displaced inside it, by year",
    documentation: "\
# C0118: refugees and displaced people

## What it checks
A sentence that counts the refugees or asylum-seekers of a country, those in a country, or the people displaced inside it, at the
end of a year.

## Why it matters
Refugees from a country, refugees in it and those displaced inside it are three numbers that are often taken for each other, and two
bodies count the last.

## The evidence it needs
For one country of origin in one country of asylum the table `refugees`. Otherwise the series `refugees_from`, `refugees_in`, `asylum_seekers_from`, `asylum_seekers_in`, `idps_unhcr` and `idps_idmc`, each of the end of
a year, with their definitions: refugees under UNHCR's mandate, without Palestine refugees and without others in need of
protection. A number is compared under its rounding and its *more than*. One that agrees with the end of the year named, or of
the year before where the date is inside the year, is supported, one of a month never by the end of its own year; one between two sources that differ is conflicting.
It is contradicted only where the sentence names UNHCR or IDMC, the year's end is meant, nothing in the clause chooses some of
the people, and the number is a fifth outside all values of that year and its neighbours: governments, OCHA and IOM count
otherwise. Refugees of one country in another are never compared with all refugees of either; a pair of countries that is not in
the table contradicts nothing, since UNHCR withholds small ones. Other people in need of international protection are compared by pair alone.

## Example
`UNHCR counted 325,726 Malian refugees at the end of 2022` is contradicted where the series has 225,726.

## What to do
Name the source, the population and the day: *under UNHCR's mandate, at the end of 2022*.
",
};

/// Share by which a number may lie outside the known values before it is taken to be wrong.
const SLACK: f64 = 0.2;
/// Countries of whose people or in which many are counted by others, so that UNHCR's own totals are told in several ways.
const COUNTED_OTHERWISE: &[&str] =
    &["PSE", "JOR", "LBN", "SYR", "VEN", "COL", "PER", "IRN", "PAK"];

pub(super) fn judge(claim: &Claim, facts: &Facts<'_>) -> Option<Judgement> {
    let Proposition::Displaced { country, from, population, count, dates, source, narrowed_by } =
        &claim.proposition
    else {
        return None;
    };
    let name = facts.country_name(country);
    let whom = match from {
        None => format!("{} {name}", population.words()),
        Some(origin) => {
            format!("{} {name} from {}", population.words(), facts.country_name(origin))
        }
    };
    if let Some(words) = narrowed_by {
        let message = format!(
            "\u{201c}{words}\u{201d} may choose some of the {whom}, and the table counts all"
        );
        return Some(Judgement::unverified(
            &count.to_string(),
            message,
            "the source of the number would settle it",
        ));
    }
    if dates.is_empty() {
        return Some(Judgement::unverified(
            &count.to_string(),
            format!("the sentence does not say when there were so many {whom}"),
            "the day or the year of the number would let it be compared",
        ));
    }
    let of = Counted {
        whom: &whom,
        country,
        from: from.as_deref(),
        population: *population,
        topics: topics(*population)
            .iter()
            .copied()
            .filter(|topic| match source.as_deref() {
                Some("IDMC") => *topic == "idps_idmc",
                Some("UNHCR") => *topic != "idps_idmc",
                _ => true,
            })
            .collect(),
    };
    let mut judgement = over_readings(dates, |reading| {
        one(claim, facts, &of, count, source.is_some(), reading)
    })?;
    judgement.says = format!("{count} in {}", shown(dates));
    Some(judgement)
}

fn topics(population: Population) -> &'static [&'static str] {
    match population {
        Population::RefugeesFrom => &["refugees_from"],
        Population::RefugeesIn => &["refugees_in"],
        Population::AsylumSeekersFrom => &["asylum_seekers_from"],
        Population::AsylumSeekersIn => &["asylum_seekers_in"],
        Population::Internal => &["idps_unhcr", "idps_idmc"],
        Population::OthersIn => &[],
    }
}

/// Of whom a number is.
struct Counted<'a> {
    whom: &'a str,
    country: &'a str,
    from: Option<&'a str>,
    population: Population,
    topics: Vec<&'static str>,
}

impl Counted<'_> {
    /// The known numbers of the end of a year, one a source.
    fn in_year(&self, facts: &Facts<'_>, year: i16) -> Vec<f64> {
        let Some(origin) = self.from else {
            return self
                .topics
                .iter()
                .filter_map(|topic| facts::series(facts.library, self.country, topic))
                .filter_map(|series| series.in_year(year))
                .map(|it| it.value)
                .collect();
        };
        let of = |row: &Refugees| match self.population {
            Population::AsylumSeekersFrom | Population::AsylumSeekersIn => row.asylum_seekers,
            Population::OthersIn => row.others,
            _ => row.refugees,
        };
        let pair = facts::refugees(facts.library, origin, self.country);
        let rows = pair.iter().filter(|row| row.year == year).map(of);
        #[expect(clippy::cast_precision_loss, reason = "people stay far below 2^53")]
        let counts = rows.filter(|count| *count > 0).map(|count| count as f64).collect();
        counts
    }

    fn rows(&self, facts: &Facts<'_>, years: [i16; 2]) -> Evidence {
        match self.from {
            None => evidence::values(facts.library, self.country, &self.topics, years),
            Some(origin) => evidence::refugees(facts.library, [origin, self.country], years),
        }
    }
}

fn one(
    claim: &Claim,
    facts: &Facts<'_>,
    of: &Counted<'_>,
    count: &Quantity,
    says_source: bool,
    reading: &DateReading,
) -> Judgement {
    let year = reading.range.last.year();
    let at_end = reading.range.last.month() >= 12;
    let whom = of.whom;
    let in_year = |year: i16| of.in_year(facts, year);
    let (now, before, next) = (in_year(year), in_year(year - 1), in_year(year + 1));
    let settled_by = "the source of the number would settle it";
    if now.is_empty() || reading.range.first.year() + 1 < year {
        let message =
            format!("the number of {whom} at the end of {year} is not in this evidence");
        return Judgement::unverified(&reading.shown, message, settled_by);
    }
    let rows = || of.rows(facts, [year - 1, year]);
    let told = |values: &[f64]| {
        values.iter().map(|value| format!("{value:.0}")).collect::<Vec<_>>().join(" and ")
    };
    let message = format!("{} {whom} at the end of {year} by the table", told(&now));
    let evidence_says = told(&now);
    // Inside a year the newest number is that of the year before.
    let fits = |values: &[f64]| values.iter().any(|value| count.accepts(*value));
    let whole_year = reading.range.first.month() == 1 && at_end;
    // A number of a month is not that of the year's end, which nobody knew then.
    if at_end && fits(&now) || (!at_end || whole_year) && fits(&before) {
        return Judgement::new(Verdict::Supported, &reading.shown, message)
            .with_rows(evidence_says, rows());
    }
    let (low, high) = bounds(&now);
    if now.len() > 1
        && count.comparator == Comparator::Equal
        && (low..=high).contains(&count.value)
    {
        return Judgement::new(
            Verdict::Conflicting,
            &reading.shown,
            format!("the sources differ: {message}"),
        )
        .with_rows(evidence_says, rows());
    }
    let near: Vec<f64> = now.iter().chain(&before).chain(&next).copied().collect();
    let (low, high) = bounds(&near);
    let far = count.excludes(low * (1.0 - SLACK), high * (1.0 + SLACK));
    let comparable = !COUNTED_OTHERWISE.contains(&of.country)
        && !of.from.is_some_and(|it| COUNTED_OTHERWISE.contains(&it))
        && !before.is_empty();
    if far && says_source && comparable && is_certain_but_for_source(claim) {
        return Judgement::new(Verdict::Contradicted, &reading.shown, message)
            .with_rows(evidence_says, rows())
            .help("give the number of the source with its day, or say whom else it counts");
    }
    Judgement::unverified(&reading.shown, message, settled_by).with_rows(evidence_says, rows())
}

/// "According to UNHCR" attributes the number to the very table it is compared with.
fn is_certain_but_for_source(claim: &Claim) -> bool {
    let asserted = Claim { attribution: None, ..claim.clone() };
    is_certain(&asserted)
}

fn bounds(values: &[f64]) -> (f64, f64) {
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    let high = values.iter().copied().fold(0.0, f64::max);
    (low, high)
}
