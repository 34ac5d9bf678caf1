//! C0103: when a coup d'etat was.

use crate::evidence;
use griot_model::{Claim, DateReading, Proposition, Verdict};

use super::super::rule::{
    Facts, Judgement, Rule, agree, distance_days, is_bound, over_readings, shown,
};
use griot_library::Coup;

pub(super) const RULE: Rule = Rule {
    code: "C0103",
    name: "coup-date",
    summary: "the date of a coup d'etat",
    documentation: "\
# C0103: the date of a coup d'etat

## What it checks
A sentence that says that a coup, a coup attempt or the removal of a leader by force happened in a
country on a day, in a month or in a year.

## Why it matters
The day after a coup is when ambassadors call. A date that is off by two days moves every event that
the report counts from it.

## The evidence it needs
The table `coups`: the Coup d'Etat Project of the Cline Center, which lists coups, attempts and
conspiracies of all countries with their day. Outside the years that the table covers nothing is
contradicted.

## Example
`... deposed the president on Aug. 20` is contradicted where the table has one coup in that country
in that year, on 18 August 2020.

## What to do
Give the date of the table, or cite a source that dates the event otherwise and say that sources
differ. Plots, mutinies and popular uprisings that are not in the table stay unverified.
",
};

/// Days within which a differing date is taken to mean the same coup.
const SAME_COUP_DAYS: i32 = 62;
/// Days within which the year of a coup is taken to be a slip, when the words give only a year.
const SAME_YEAR_SLIP_DAYS: i32 = 366;

pub(super) fn judge(claim: &Claim, facts: &Facts<'_>) -> Option<Judgement> {
    let Proposition::Coup { country, dates, ousted, failed } = &claim.proposition else {
        return None;
    };
    let known: Vec<&Coup> =
        facts.library.coups().iter().filter(|c| c.country == *country).collect();
    let mut judgement = over_readings(dates, |reading| {
        one_reading(claim, facts, country, reading, *failed, &known)
    })?;
    if let Some(ousted) = ousted {
        judgement.notes.insert(
            0,
            griot_model::Note::Note(format!("the sentence names {ousted} as the one removed")),
        );
    }
    judgement.says = shown(dates);
    Some(judgement)
}

fn one_reading(
    claim: &Claim,
    facts: &Facts<'_>,
    country: &str,
    reading: &DateReading,
    failed: bool,
    known: &[&Coup],
) -> Judgement {
    let name = facts.country_name(country);
    let covered = facts.covers("coups", country, reading.range);
    let realised = |coup: &Coup| coup.kind == "coup";
    let agreeing: Vec<&Coup> = known
        .iter()
        .copied()
        .filter(|coup| agree(reading, coup.date) && (failed || coup.kind != "conspiracy"))
        .collect();
    if let Some(coup) =
        agreeing.iter().find(|coup| realised(coup) != failed).or(agreeing.first())
    {
        let kind = if realised(coup) { "a coup" } else { "a coup attempt" };
        let message = format!("the table of coups has {kind} in {name} on {}", coup.date);
        return Judgement::new(Verdict::Supported, &reading.shown, message)
            .with_rows(coup.date.to_string(), evidence::coups(facts.library, &[coup]));
    }
    let nearest = known
        .iter()
        .copied()
        .filter(|coup| realised(coup) || failed)
        .min_by_key(|coup| distance_days(reading, coup.date));
    let Some(nearest) = nearest.filter(|_| covered) else {
        let message = format!("no coup in {name} can be looked up for {}", reading.shown);
        return Judgement::unverified(
            &reading.shown,
            message,
            "a dated report of the event, or the Cline Center's table for that time, would settle it",
        );
    };
    let apart = distance_days(reading, nearest.date);
    let allowed = if reading.shown.len() == 4 { SAME_YEAR_SLIP_DAYS } else { SAME_COUP_DAYS };
    if apart <= allowed && (!failed || is_bound(claim)) {
        let message = format!(
            "the coup in {name} is dated {} by this evidence, not {}",
            nearest.date, reading.shown
        );
        return Judgement::new(Verdict::Contradicted, &reading.shown, message)
            .with_rows(nearest.date.to_string(), evidence::coups(facts.library, &[nearest]))
            .help(format!("write {}, or cite a source that dates it otherwise", nearest.date));
    }
    let message = format!(
        "the table of coups has none in {name} in {}; the nearest is dated {}",
        reading.shown, nearest.date
    );
    Judgement::unverified(
        &reading.shown,
        message,
        "a dated report of the event would settle it; an uprising or a plot need not be in the table",
    )
}
