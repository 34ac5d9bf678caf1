//! C0119: who vetoed a draft of the Security Council on a day.

use griot_library::{Body, RollCall, facts};
use griot_model::{Claim, DateReading, Proposition, Verdict};

use super::super::rule::{
    Facts, Judgement, Rule, days_in, distance_days, is_certain, over_readings, shown,
};
use crate::evidence;

pub(super) const RULE: Rule = Rule {
    code: "C0119",
    name: "veto",
    summary: "who vetoed a draft of the Security Council on a day",
    documentation: "\
# C0119: vetoes

## What it checks
A sentence that says that one or more permanent members vetoed a draft resolution of the Security Council on a day or in a month.

## Why it matters
Vetoed drafts have no number, so that they are told by their day, and the day and the members are soon confused.

## The evidence it needs
Roll calls of the Council (`unsc_roll_calls`) that a permanent member's vote defeated, with the members. Those named must all have
vetoed one draft of that day; *alone* and *a double veto* also say that no other did. A day is contradicted where the table has
drafts that were vetoed on it and the members named are not among those who vetoed any of them. Without a draft
of that day a claim is contradicted only where the same members vetoed one within two weeks and the Council voted on nothing
that day: New York's day may be the next one elsewhere, and an amendment or a paragraph can be vetoed, too.

## Example
`On 8 July 2015 Russia and China vetoed the draft on Srebrenica` is contradicted where the table has Russia alone.

## What to do
Give the day in New York, the members, and the symbol of the draft.
",
};

/// Days within which the same members' veto is taken for the one that is meant.
const SLIP_DAYS: i32 = 14;

pub(super) fn judge(claim: &Claim, facts: &Facts<'_>) -> Option<Judgement> {
    let Proposition::Vetoed { by, no_other, dates } = &claim.proposition else { return None };
    let mut judgement =
        over_readings(dates, |reading| one(claim, facts, by, *no_other, reading))?;
    judgement.says = format!("{} on {}", by.join(" and "), shown(dates));
    Some(judgement)
}

/// The codes of those who vetoed.
fn vetoers(call: &RollCall) -> Vec<String> {
    call.vetoed_by.iter().map(|code| String::from_utf8_lossy(code).into_owned()).collect()
}

fn one(
    claim: &Claim,
    facts: &Facts<'_>,
    by: &[String],
    no_other: bool,
    reading: &DateReading,
) -> Judgement {
    let council = facts::roll_calls(facts.library, Body::Council);
    let vetoed = council.vetoed_by(None);
    let state =
        |code: &str, call: &RollCall| facts.library.state_on(code, call.date).to_owned();
    let all_vetoed = |call: &RollCall| {
        let known = vetoers(call);
        by.iter().all(|code| known.contains(code) || known.contains(&state(code, call)))
            && (!no_other || known.len() == by.len())
    };
    let names = |codes: &[String]| {
        codes.iter().map(|code| facts.country_name(code)).collect::<Vec<_>>().join(" and ")
    };
    let then: Vec<&RollCall> = vetoed
        .iter()
        .copied()
        .filter(|call| distance_days(reading, griot_model::PartialDate::Day(call.date)) == 0)
        .collect();
    if let Some(call) = then.iter().find(|call| all_vetoed(call)) {
        let message = format!(
            "on {} {} vetoed the draft {} ({})",
            call.date,
            names(&vetoers(call)),
            call.draft.as_deref().unwrap_or(&call.id),
            call.agenda.as_deref().unwrap_or("no agenda item is known")
        );
        return Judgement::new(Verdict::Supported, &reading.shown, message).with_rows(
            format!("{} on {}", vetoers(call).join(" and "), call.date),
            evidence::veto(facts.library, call),
        );
    }
    let is_day = days_in(reading.range) == 1;
    // The day before and after by the calendar elsewhere.
    let beside = vetoed.iter().find(|call| {
        distance_days(reading, griot_model::PartialDate::Day(call.date)) == 1
            && all_vetoed(call)
    });
    if let Some(call) = then.first()
        && beside.is_none()
    {
        let told: Vec<String> = then
            .iter()
            .map(|call| {
                format!(
                    "{} ({})",
                    names(&vetoers(call)),
                    call.draft.as_deref().unwrap_or(&call.id)
                )
            })
            .collect();
        let message =
            format!("those who vetoed a draft on {}: {}", reading.shown, told.join("; "));
        let verdict = if is_day && is_certain(claim) {
            Verdict::Contradicted
        } else {
            Verdict::Unverified
        };
        return Judgement::new(verdict, &reading.shown, message)
            .with_rows(
                format!("{} on {}", vetoers(call).join(" and "), call.date),
                evidence::veto(facts.library, call),
            )
            .help("name those who voted against, or give the day of the draft that is meant");
    }
    let nearest =
        vetoed.iter().copied().filter(|call| all_vetoed(call)).min_by_key(|call| {
            distance_days(reading, griot_model::PartialDate::Day(call.date))
        });
    let Some(nearest) = nearest else {
        return Judgement::unverified(
            &reading.shown,
            format!("no veto of {} is in the table", names(by)),
            "the record of the meeting would settle it",
        );
    };
    let apart = distance_days(reading, griot_model::PartialDate::Day(nearest.date));
    let silent = council.between(reading.range.first, reading.range.last).is_empty();
    let message = format!(
        "the table has no veto of {} on {}; the nearest is of {}",
        names(by),
        reading.shown,
        nearest.date
    );
    let slip =
        is_day && silent && (2..=SLIP_DAYS).contains(&apart) && nearest.date.year() >= 1990;
    let verdict =
        if slip && is_certain(claim) { Verdict::Contradicted } else { Verdict::Unverified };
    Judgement::new(verdict, &reading.shown, message)
        .with_rows(nearest.date.to_string(), evidence::veto(facts.library, nearest))
        .help(format!("write {}, or give the record of the meeting", nearest.date))
}
