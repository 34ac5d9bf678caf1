//! C0104: when an election was.

use crate::evidence;
use griot_model::{Claim, DateReading, Proposition, Verdict};

use super::super::rule::{
    Facts, Judgement, Rule, agree, distance_days, is_bound, over_readings, shown,
};
use griot_library::Election;

pub(super) const RULE: Rule = Rule {
    code: "C0104",
    name: "election-date",
    summary: "the date of a national election",
    documentation: "\
# C0104: the date of a national election

## What it checks
A sentence that says that a national election or referendum was held in a country on a day, in a
month or in a year. Elections that are promised, planned or postponed are not checked.

## Why it matters
Whether an interference came before or after the vote is often the whole story.

## The evidence it needs
The table `elections` (REIGN), with executive and legislative votes, run-offs and referenda of all
countries until March 2021. Local elections are not in it.

## Example
`won the presidential election in 2012` is contradicted where the table has presidential votes in
2007 and 2013 and none between.

## What to do
Give the date of the table, or say which round, which chamber or which local vote is meant.
",
};

const SAME_ELECTION_DAYS: i32 = 45;

pub(super) fn judge(claim: &Claim, facts: &Facts<'_>) -> Option<Judgement> {
    let Proposition::Election { country, dates, executive } = &claim.proposition else {
        return None;
    };
    let held: Vec<&Election> = facts
        .library
        .elections()
        .iter()
        .filter(|election| election.country == *country && was_held(election))
        .filter(|election| fits(election, *executive))
        .collect();
    let mut judgement =
        over_readings(dates, |reading| one_reading(claim, facts, country, reading, &held))?;
    judgement.says = shown(dates);
    Some(judgement)
}

fn was_held(election: &Election) -> bool {
    election.event.starts_with("Vote") || election.event.starts_with("Runoff")
}

fn fits(election: &Election, executive: Option<bool>) -> bool {
    match executive {
        Some(true) => election.kind.contains('X'),
        Some(false) => election.kind.contains('L'),
        None => true,
    }
}

fn one_reading(
    claim: &Claim,
    facts: &Facts<'_>,
    country: &str,
    reading: &DateReading,
    held: &[&Election],
) -> Judgement {
    let name = facts.country_name(country);
    let agreeing: Vec<&Election> =
        held.iter().copied().filter(|election| agree(reading, election.date)).collect();
    if let Some(first) = agreeing.first() {
        let days: Vec<String> = agreeing.iter().map(|it| it.date.to_string()).collect();
        let message =
            format!("the table of elections has a vote in {name} on {}", days.join(" and "));
        return Judgement::new(Verdict::Supported, &reading.shown, message).with_rows(
            first.date.to_string(),
            evidence::elections(facts.library, country, &agreeing),
        );
    }
    let nearest = held.iter().copied().min_by_key(|it| distance_days(reading, it.date));
    let covered = facts.covers("elections", country, reading.range);
    if let Some(nearest) = nearest.filter(|_| covered) {
        let apart = distance_days(reading, nearest.date);
        let by_year = reading.shown.len() == 4;
        // A slip of the year is only certain where the words name the sort of election.
        let same = if by_year { is_bound(claim) } else { apart <= SAME_ELECTION_DAYS };
        let exact = matches!(nearest.date, griot_model::PartialDate::Day(_));
        if same && (exact || by_year) {
            let message = format!(
                "the election in {name} is dated {} by this evidence, not {}",
                nearest.date, reading.shown
            );
            return Judgement::new(Verdict::Contradicted, &reading.shown, message)
                .with_rows(
                    nearest.date.to_string(),
                    evidence::elections(facts.library, country, &[nearest]),
                )
                .help(format!("write {}, or cite the source of the other date", nearest.date));
        }
    }
    Judgement::unverified(
        &reading.shown,
        format!("no vote in {name} can be looked up for {}", reading.shown),
        "the electoral commission's calendar, or the table `elections` for that time, would settle it",
    )
}
