//! C0125: a value of an index of democracy.

use griot_library::facts;
use griot_model::{Claim, Proposition, Verdict};

use super::super::rule::{Facts, Judgement, Rule, is_certain, over_readings, shown};
use crate::evidence;

pub(super) const RULE: Rule = Rule {
    code: "C0125",
    name: "index-value",
    summary: "a country's value in V-Dem's electoral or liberal democracy index in a year",
    documentation: "\
# C0125: a value of an index of democracy

## What it checks
A sentence that names V-Dem's electoral or liberal democracy index, a country, a year and a value between 0 and 1.

## Why it matters
How far a state was from democracy before and after an influence is what the index is cited for.

## The evidence it needs
The series `vdem_electoral_democracy` and `vdem_liberal_democracy` of the table `series_vdem`, with the bounds that V-Dem gives. A value
agrees within its rounding. It is contradicted where it lies outside the bounds of the year: a newer edition of V-Dem may move a
value a little, and hardly beyond its own bounds.

## Example
`0.755 on the liberal democracy index in 2024` is contradicted where the series has 0.318 (0.273 to 0.363).

## What to do
Give the value of the edition that is cited, and its year.
",
};

pub(super) fn judge(claim: &Claim, facts: &Facts<'_>) -> Option<Judgement> {
    let Proposition::Scored { country, topic, value, dates } = &claim.proposition else {
        return None;
    };
    let name = facts.country_name(country);
    let mut judgement = over_readings(dates, |reading| {
        let year = reading.range.last.year();
        let one_year = reading.range.first.year() == year;
        let measured = facts::series(facts.library, country, topic)
            .and_then(|series| series.in_year(year))
            .filter(|_| one_year);
        let Some(measured) = measured else {
            return Judgement::unverified(
                &reading.shown,
                format!("the index has no value of {name} for {}", reading.shown),
                "the edition of the index that is cited would settle it",
            );
        };
        let known = measured.value;
        let bounds = measured.bounds.map(|[low, high]| format!(" ({low} to {high})"));
        let evidence_says = format!("{known}{}", bounds.unwrap_or_default());
        let message = format!("the index has {evidence_says} for {name} in {year}");
        let verdict = if value.accepts(known) {
            Verdict::Supported
        } else if is_certain(claim)
            && measured.bounds.is_some_and(|[low, high]| value.excludes(low, high))
        {
            Verdict::Contradicted
        } else {
            Verdict::Unverified
        };
        let rows = evidence::values_of(
            facts.library,
            "series_vdem",
            country,
            &[topic.as_str()],
            [year, year],
        );
        let judgement =
            Judgement::new(verdict, &reading.shown, message).with_rows(evidence_says, rows);
        match verdict {
            Verdict::Supported => judgement,
            _ => judgement.help("give the value of the edition that is cited"),
        }
    })?;
    judgement.says = format!("{value} in {}", shown(dates));
    Some(judgement)
}
