//! C0109: what came before what.

use crate::evidence;
use griot_model::{
    Claim, DateReading, Evidence, PartialDate, Proposition, TimelineEntry, Verdict,
};

use super::super::{
    rule::{Facts, Judgement, Rule, is_bound, shown},
    timeline,
};

pub(super) const RULE: Rule = Rule {
    code: "C0109",
    name: "order",
    summary: "the order of two dated events",
    documentation: "\
# C0109: the order of two dated events

## What it checks
A sentence that puts one event before, after or ahead of another, where both have dates: in the text
itself, in the case's timeline, or in the library's tables.

## Why it matters
What came first is the least that has to hold before anybody may speak of a cause.

## The evidence it needs
A date for each of the two. Where the dates overlap, because one of them is only known by its month
or year, the order stays unverified.

## Example
`in May 2015, before the summit in Lima` is supported where the timeline has the summit in October of
that year.

## What to do
Add both events to `timeline.csv` with their sources.
",
};

pub(super) fn judge(claim: &Claim, facts: &Facts<'_>) -> Option<Judgement> {
    let Proposition::Order { earlier, later, earlier_dates, later_dates } = &claim.proposition
    else {
        return None;
    };
    let says = format!("{earlier} before {later}");
    let first = Dated::of(earlier, earlier_dates, facts);
    let second = Dated::of(later, later_dates, facts);
    let (Some(first), Some(second)) = (first, second) else {
        return Some(Judgement::unverified(
            &says,
            "one of the two events has no date in this evidence",
            "a row for each event in the case's timeline.csv, with its source, would settle it",
        ));
    };
    let told = format!("{earlier} is dated {}, {later} {}", first.shown, second.shown);
    let (verdict, message) = if first.last < second.first {
        (Verdict::Supported, told)
    } else if second.last < first.first && is_bound(claim) {
        // Which two events loose words mean is never certain enough to accuse: only bound claims.
        (Verdict::Contradicted, format!("{told}: the order is the other way round"))
    } else {
        (Verdict::Unverified, format!("{told}; that does not show the order stated"))
    };
    let mut judgement = Judgement::new(verdict, &says, message);
    judgement.evidence_says = format!("{} and {}", first.shown, second.shown);
    judgement.evidence.extend(first.rows.into_iter().chain(second.rows));
    if verdict == Verdict::Unverified {
        judgement = judgement.help("the days of both events, in timeline.csv, would settle it");
    }
    Some(judgement)
}

struct Dated {
    first: jiff::civil::Date,
    last: jiff::civil::Date,
    shown: String,
    rows: Option<Evidence>,
}

impl Dated {
    fn of(words: &str, dates: &[DateReading], facts: &Facts<'_>) -> Option<Self> {
        if let Some(reading) = dates.first() {
            let range = reading.range;
            return Some(Self {
                first: range.first,
                last: range.last,
                shown: shown(dates),
                rows: None,
            });
        }
        let case = facts.case?;
        let entry: &TimelineEntry = case
            .timeline
            .iter()
            .find(|entry| entry.id == words)
            .or_else(|| timeline::find(case, words))?;
        let last = entry.until.map_or(entry.date.last_day(), PartialDate::last_day);
        Some(Self {
            first: entry.date.first_day(),
            last,
            shown: entry.date.to_string(),
            rows: Some(evidence::timeline(entry)),
        })
    }
}
