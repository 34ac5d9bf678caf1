//! C0121: how many coups a country had in a time.

use griot_library::{Coup, facts};
use griot_model::{Claim, DateReading, Proposition, Verdict};

use super::super::rule::{Facts, Judgement, Rule, is_certain, over_readings};
use crate::evidence;

pub(super) const RULE: Rule = Rule {
    code: "C0121",
    name: "coup-count",
    summary: "how many coups a country had in a time, or which of them one was",
    documentation: "\
# C0121: counts of coups

## What it checks
A sentence that says how many coups a country had in a year, in some years or since a year, or that one was the third of them.

## Why it matters
*The third coup since 2012* is the frame of a whole report, and it depends on what is counted.

## The evidence it needs
The table `coups`, with its outcomes. Successful ones, and successful and attempted ones, are counted both; with *since* the coup
of the year it begins with is counted and left out; conspiracies, which some call attempts, are added. Any of these counts
supports. A number is contradicted only where it lies outside all of them, and outside the years that the table covers nothing is.

## Example
`Mali had four coups in 2012` is contradicted where the table has one coup and one attempt there then.

## What to do
Say whether attempts are counted, and since when.
",
};

pub(super) fn judge(claim: &Claim, facts: &Facts<'_>) -> Option<Judgement> {
    let Proposition::CoupCount { country, count, is_ordinal, attempts, dates } =
        &claim.proposition
    else {
        return None;
    };
    let says = if *is_ordinal { format!("place {count}") } else { count.to_string() };
    let mut judgement = over_readings(dates, |reading| {
        one(claim, facts, country, *count, *is_ordinal, *attempts, reading)
    })?;
    judgement.says = says;
    Some(judgement)
}

fn one(
    claim: &Claim,
    facts: &Facts<'_>,
    country: &str,
    count: u16,
    is_ordinal: bool,
    attempts: Option<bool>,
    reading: &DateReading,
) -> Judgement {
    let name = facts.country_name(country);
    let inside: Vec<&Coup> = facts::coups(facts.library, country)
        .into_iter()
        .filter(|coup| reading.range.meets(coup.date.range()))
        .collect();
    let kinds: &[&[&str]] = match attempts {
        Some(true) => &[&["attempted"], &["attempted", "conspiracy"], &["coup", "attempted"]],
        Some(false) => &[&["coup"]],
        None => &[&["coup"], &["coup", "attempted"], &["coup", "attempted", "conspiracy"]],
    };
    let since = reading.shown.starts_with("since ");
    let first_year = reading.range.first.year();
    let mut counts: Vec<usize> = Vec::new();
    for kinds in kinds {
        let of: Vec<&&Coup> =
            inside.iter().filter(|coup| kinds.contains(&coup.kind.as_str())).collect();
        counts.push(of.len());
        if since {
            counts.push(of.iter().filter(|coup| coup.date.year() > first_year).count());
        }
    }
    counts.sort_unstable();
    counts.dedup();
    let told = counts.iter().map(usize::to_string).collect::<Vec<_>>().join(" or ");
    let message = format!(
        "the table of coups has {told} in {name} {}, as one counts attempts and the first year",
        reading.shown
    );
    let rows = || evidence::coups(facts.library, &inside);
    let count = usize::from(count);
    // Of an order, the place can be that of an earlier one than the last.
    let most = counts.last().copied().unwrap_or(0);
    let fits = counts.contains(&count) || is_ordinal && count < most;
    if fits && count > 0 && (!is_ordinal || counts.contains(&count)) {
        return Judgement::new(Verdict::Supported, &reading.shown, message)
            .with_rows(told, rows());
    }
    let covered = facts.covers("coups", country, reading.range)
        || since && facts.covers("coups", country, first_day(reading));
    let outside =
        count > most || !is_ordinal && counts.first().is_some_and(|least| count < *least);
    if outside && covered && is_certain(claim) && most > 0 {
        return Judgement::new(Verdict::Contradicted, &reading.shown, message)
            .with_rows(told, rows())
            .help("say whether attempts are counted, and since when");
    }
    let judgement = Judgement::unverified(
        &reading.shown,
        message,
        "a list of the events that are counted would settle it",
    );
    if inside.is_empty() { judgement } else { judgement.with_rows(told, rows()) }
}

/// The first day alone: since then until the day of the text, of which the table may lack the last months.
fn first_day(reading: &DateReading) -> griot_model::DateRange {
    griot_model::DateRange::new(reading.range.first, reading.range.first)
}
