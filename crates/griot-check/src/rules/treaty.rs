//! C0116: when a country became a party to a treaty of human rights.

use griot_library::{Standing, facts};
use griot_model::{Claim, DateReading, Proposition, TreatyAct, Verdict};

use super::super::rule::{Facts, Judgement, Rule, is_certain, over_readings, shown};
use crate::evidence;

pub(super) const RULE: Rule = Rule {
    code: "C0116",
    name: "treaty",
    summary: "when a country became a party to a treaty of human rights",
    documentation: "\
# C0116: parties to treaties

## What it checks
A sentence that says that a country ratified or acceded to one of the eighteen treaties and protocols of human rights, and in which
year; or that it never did.

## Why it matters
A state is bound from the year it became a party; a memo that is off by some years accuses a state of what it had not promised.

## The evidence it needs
The table `treaties`, with the year in which the instrument was deposited. A parliament may ratify a year or several before the
deposit, and a treaty enters into force up to a year after it: *ratified* is contradicted only from four years before the deposit
and two after it, *acceded*, which is the deposit, from two years. The table ends in 2022: that a state *never* ratified is
contradicted where the table has it as a party, and otherwise left open.

## Example
`Thailand acceded to the Convention against Torture in 2012` is contradicted where the table has 2007.

## What to do
Give the year of the deposit, or say that the year is that of the parliament's vote or of the entry into force.
",
};

/// Years by which a year may lie before and after the deposit.
fn allowed(act: TreatyAct) -> [i16; 2] {
    match act {
        TreatyAct::Accedes => [1, 1],
        TreatyAct::Signs | TreatyAct::Ratifies | TreatyAct::Stays => [3, 1],
    }
}

pub(super) fn judge(claim: &Claim, facts: &Facts<'_>) -> Option<Judgement> {
    let Proposition::Treaty { country, treaty, act, dates } = &claim.proposition else {
        return None;
    };
    let says = shown(dates);
    let name = facts.country_name(country);
    let Some(known) = facts::standing(facts.library, country, treaty) else {
        return Some(Judgement::unverified(
            &says,
            format!("the table of treaties has no row for {name} and {treaty}"),
            "the depositary's list would settle it",
        ));
    };
    let rows = || evidence::standing(facts.library, known);
    let year = known.year.filter(|_| known.status == "state party");
    if *act == TreatyAct::Stays {
        return Some(match year {
            // Of an earlier day it may have been so.
            Some(year) if is_certain(claim) && stays_after(dates, year) => Judgement::new(
                Verdict::Contradicted,
                &says,
                format!("{name} has been a party to {treaty} since {year}"),
            )
            .with_rows(year.to_string(), rows())
            .help("say until when it was none"),
            _ => Judgement::unverified(
                &says,
                format!("the table of treaties has {name} as {} of {treaty}", known.status),
                "the depositary's list of the day of the text would settle it",
            )
            .with_rows(known.status.clone(), rows()),
        });
    }
    let Some(year) = year.filter(|_| *act != TreatyAct::Signs) else {
        return Some(
            Judgement::unverified(
                &says,
                format!("the table of treaties has {name} as {} of {treaty}", known.status),
                "the depositary's list would settle it",
            )
            .with_rows(known.status.clone(), rows()),
        );
    };
    let mut judgement =
        over_readings(dates, |reading| one(claim, facts, &name, known, year, *act, reading))?;
    judgement.says = says;
    Some(judgement)
}

/// Whether it is said of a time after the deposit; a claim without a date is of the day of the text, which is not known here.
fn stays_after(dates: &[DateReading], year: i16) -> bool {
    !dates.is_empty() && dates.iter().all(|reading| reading.range.first.year() > year)
}

fn one(
    claim: &Claim,
    facts: &Facts<'_>,
    name: &str,
    known: &Standing,
    year: i16,
    act: TreatyAct,
    reading: &DateReading,
) -> Judgement {
    let rows = || evidence::standing(facts.library, known);
    let message = format!("{name} became a party to {} in {year}", known.treaty);
    let (first, last) = (reading.range.first.year(), reading.range.last.year());
    if (first..=last).contains(&year) {
        return Judgement::new(Verdict::Supported, &reading.shown, message)
            .with_rows(year.to_string(), rows());
    }
    let [before, after] = allowed(act);
    let far = last < year - before || first > year + after;
    if far && is_certain(claim) {
        return Judgement::new(
            Verdict::Contradicted,
            &reading.shown,
            format!("{message}, not in {}", reading.shown),
        )
        .with_rows(year.to_string(), rows())
        .help(format!("write {year}, or say what happened in {}", reading.shown));
    }
    Judgement::unverified(
        &reading.shown,
        message,
        "say whether the vote of the parliament, the deposit or the entry into force is meant",
    )
    .with_rows(year.to_string(), rows())
}
