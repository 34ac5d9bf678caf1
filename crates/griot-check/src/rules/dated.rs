//! C0110: a named event and its date, against the case's timeline.

use crate::evidence;
use griot_model::{Claim, DateRange, DateReading, Proposition, TimelineEntry, Verdict};

use super::{
    super::{
        rule::{Facts, Judgement, Rule, agree, days_in, is_bound, over_readings, shown},
        timeline,
    },
    vote_day,
};

pub(super) const RULE: Rule = Rule {
    code: "C0110",
    name: "event-date",
    summary: "the date of an event of the case's timeline",
    documentation: "\
# C0110: the date of an event of the timeline

## What it checks
A sentence that dates something which is also in the case's `timeline.csv`.

## Why it matters
The timeline is where the case keeps its sources for each date; the report should say the same.

## The evidence it needs
The day on which a resolution was adopted, where the words give its symbol, is compared with the table
`un_roll_calls`. Otherwise a row of `timeline.csv` that shares the actors and the content words of the sentence. For words that
the author did not bind to a row, the rule only ever supports: two events with the same actors are
too easily confused.

## Example
`[In January 2013]{.claim event=serval on=2013-01}` is supported by the row `serval`, 2013-01-11.

## What to do
Bind the words to the row with `event=ID on=DATE`; then a wrong date is contradicted, too.
",
};

pub(super) fn judge(claim: &Claim, facts: &Facts<'_>) -> Option<Judgement> {
    if matches!(claim.proposition, Proposition::Adopted { .. }) {
        return Some(vote_day::judge(claim, facts).unwrap_or_else(|| {
            Judgement::unverified(
                "adopted",
                "the library has no roll call of that symbol, or several",
                "the record of the meeting would settle it",
            )
        }));
    }
    let Proposition::Dated { event, dates } = &claim.proposition else { return None };
    let says = shown(dates);
    let unsettled = || {
        Judgement::unverified(
            &says,
            "the event is not in this evidence",
            "a row in the case's timeline.csv with the date and its source would settle it",
        )
    };
    let Some(case) = facts.case else { return Some(unsettled()) };
    if is_bound(claim) {
        let Some(entry) = case.timeline.iter().find(|entry| entry.id == *event) else {
            return Some(unsettled().note(format!("timeline.csv has no row {event}")));
        };
        let mut judgement = over_readings(dates, |reading| compare(reading, entry))?;
        judgement.says = says;
        return Some(judgement);
    }
    let fitting = timeline::candidates(case, event)
        .into_iter()
        .find(|entry| dates.iter().any(|reading| agree_for(reading, entry)));
    Some(match fitting {
        Some(entry) => {
            let message =
                format!("the case's own timeline has: {}, {}", entry.title, entry.date);
            Judgement::new(Verdict::Supported, &says, message)
                .with_rows(entry.date.to_string(), evidence::timeline(entry))
        }
        None => unsettled(),
    })
}

fn compare(reading: &DateReading, entry: &TimelineEntry) -> Judgement {
    let evidence = evidence::timeline(entry);
    if agree_for(reading, entry) {
        let message = format!("the case's own timeline has: {}, {}", entry.title, entry.date);
        Judgement::new(Verdict::Supported, &reading.shown, message)
            .with_rows(entry.date.to_string(), evidence)
    } else {
        let message =
            format!("the timeline dates {} {}, not {}", entry.title, entry.date, reading.shown);
        Judgement::new(Verdict::Contradicted, &reading.shown, message)
            .with_rows(entry.date.to_string(), evidence)
            .help(format!(
                "write {}, or correct the row {} and its source",
                entry.date, entry.id
            ))
    }
}

/// An event that took longer than this is dated by its ends; a day in between dates something else.
const SHORT_EVENT_DAYS: i32 = 62;

/// Whether the reading meets the event: its first days, its last days, or, where it was short, any day.
fn agree_for(reading: &DateReading, entry: &TimelineEntry) -> bool {
    let Some(until) = entry.until else { return agree(reading, entry.date) };
    let days = DateRange::new(entry.date.first_day(), until.last_day());
    agree(reading, entry.date)
        || agree(reading, until)
        || (days_in(days) <= SHORT_EVENT_DAYS && reading.range.meets(days))
}
