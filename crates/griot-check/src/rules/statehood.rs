//! C0113: when a country became independent, and when it joined the United Nations.

use griot_model::{Claim, DateReading, PartialDate, Proposition, Verdict};

use super::super::rule::{
    Facts, Judgement, Rule, agree, distance_days, is_bound, over_readings, shown,
};
use crate::evidence;

pub(super) const RULE: Rule = Rule {
    code: "C0113",
    name: "statehood",
    summary: "when a country became independent",
    documentation: "\
# C0113: independence

## What it checks
A sentence that says that a country became independent on a day, in a month or in a year.

## Why it matters
The date is the first line of every country's history, and a slip there costs a report its readers.

## The evidence it needs
The table `independence`: the dates that the World Factbook states, with its words. Where the words have several dates
(declared, recognised, restored), each of them supports, and none is contradicted.

## Example
`Mali gained independence in 1962` is contradicted where the table has 22 September 1960 alone.

## What to do
Give the date of the table, or say which of several dates is meant: of the declaration, of the recognition, of the union that
ended.
",
};

pub(super) fn judge(claim: &Claim, facts: &Facts<'_>) -> Option<Judgement> {
    let Proposition::Independence { country, dates } = &claim.proposition else { return None };
    let says = shown(dates);
    let Some(known) = griot_library::facts::independence(facts.library, country) else {
        return Some(unknown(facts, country, &says));
    };
    let stated = stated_dates(&known.stated, known.date);
    if stated.is_empty() {
        return Some(unknown(facts, country, &says));
    }
    let mut judgement =
        over_readings(dates, |reading| one(claim, facts, country, reading, &stated, known))?;
    judgement.says = says;
    Some(judgement)
}

fn unknown(facts: &Facts<'_>, country: &str, says: &str) -> Judgement {
    Judgement::unverified(
        says,
        format!(
            "no date of independence of {} is in this evidence",
            facts.country_name(country)
        ),
        "the act of independence, or a reference work that dates it, would settle it",
    )
}

fn one(
    claim: &Claim,
    facts: &Facts<'_>,
    country: &str,
    reading: &DateReading,
    stated: &[PartialDate],
    known: &griot_library::Independence,
) -> Judgement {
    let name = facts.country_name(country);
    let evidence = || evidence::independence(facts.library, known);
    if let Some(day) = stated.iter().find(|day| agree(reading, **day)) {
        let message = format!("{name} became independent on {day} by this evidence");
        return Judgement::new(Verdict::Supported, &reading.shown, message)
            .with_rows(day.to_string(), evidence());
    }
    let [only] = stated else {
        let message = format!("this evidence has several dates for {name}: {}", known.stated);
        return Judgement::unverified(&reading.shown, message, "say which of them is meant")
            .with_rows(known.stated.clone(), evidence());
    };
    let certain = is_bound(claim)
        || (claim.assumed.is_none()
            && claim.attribution.is_none()
            && claim.modality == griot_model::Modality::Asserted);
    // Further off, another independence is meant: of a colony, a protectorate, a union.
    if certain && (32..SLIP_DAYS).contains(&distance_days(reading, *only)) {
        let message = format!(
            "{name} became independent on {only} by this evidence, not in {}",
            reading.shown
        );
        return Judgement::new(Verdict::Contradicted, &reading.shown, message)
            .with_rows(only.to_string(), evidence())
            .help(format!("write {only}, or say which event is meant"));
    }
    let message =
        format!("{name} became independent on {only} by this evidence, near {}", reading.shown);
    Judgement::unverified(&reading.shown, message, "say which day is meant")
        .with_rows(only.to_string(), evidence())
}

/// Days within which a differing date is taken for a slip.
const SLIP_DAYS: i32 = 5 * 366;

/// The date that the source begins with, and every other year that its words name: another year is another event.
fn stated_dates(words: &str, first: Option<PartialDate>) -> Vec<PartialDate> {
    let mut found: Vec<PartialDate> = first.into_iter().collect();
    let years = words
        .split(|sign: char| !sign.is_ascii_digit())
        .filter(|run| run.len() == 4)
        .filter_map(|run| run.parse::<i16>().ok())
        .filter(|year| (1200..=2100).contains(year));
    for year in years {
        if !found.iter().any(|date| date.year() == year) {
            found.push(PartialDate::Year(year));
        }
    }
    found
}
