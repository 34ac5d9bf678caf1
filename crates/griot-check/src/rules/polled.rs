//! C0124: a candidate's share of the vote, whoever won.

use griot_library::ElectionResult;
use griot_model::{Claim, Proposition, Quantity, Verdict};

use super::super::rule::{Facts, Judgement, Rule, over_readings, shown};
use crate::{
    evidence,
    results::{Contest, Shares, shares},
};

pub(super) const RULE: Rule = Rule {
    code: "C0124",
    name: "candidate-share",
    summary: "a candidate's share of the vote in a presidential election, whoever won it",
    documentation: "\
# C0124: a candidate's share of the vote

## What it checks
A sentence that gives a candidate's share of the vote in a presidential election and does not say who won: `in that run-off he
had 50.1 percent and Keiko Fujimori 49.9`.

## Why it matters
How close a vote was is told by what the others had.

## The evidence it needs
The table `election_results`, as for C0123. A share agrees with any round of an election that the date can mean. Without a date the
sentence can only mean the one election in which the candidate had this share. Nothing is contradicted: a share of another
round, of all ballots or of a region may be meant.

## Example
`Keiko Fujimori had 49.9 percent in June 2016` is supported by `49.9 %` in the second round of 2016.

## What to do
Say the year and the round; what the table does not have, the result of the electoral commission would settle.
",
};

pub(super) fn judge(claim: &Claim, facts: &Facts<'_>) -> Option<Judgement> {
    let Proposition::Polled { person, country, round, share, dates } = &claim.proposition
    else {
        return None;
    };
    let contests = Contest::of(facts, country);
    let name = facts.country_name(country);
    let says = format!("{share} %");
    let judged = |met: &[&Contest<'_>]| -> Option<Judgement> {
        let mut fitting = met.iter().filter_map(|contest| {
            let rows = fitting(contest, person, share, *round);
            (!rows.is_empty()).then_some((contest.year, rows))
        });
        let (year, rows) = fitting.next()?;
        // Without a date, two elections with one share tell nothing.
        if fitting.next().is_some() && dates.is_empty() {
            return None;
        }
        let row = rows.first()?;
        let percent = row.percent.map(|it| it.to_string()).unwrap_or_default();
        let message = format!(
            "the results of the presidential election of {year} in {name} have {percent} % for {}",
            row.candidate
        );
        Some(
            Judgement::new(Verdict::Supported, &says, message)
                .with_rows(format!("{percent} %"), evidence::results(facts.library, &rows)),
        )
    };
    let open = || {
        let message = format!(
            "no result of a presidential election in {name} gives {person} this share, as far as the table knows"
        );
        Judgement::unverified(
            &says,
            message,
            "the electoral commission's result would settle it",
        )
    };
    if dates.is_empty() {
        let all: Vec<&Contest<'_>> = contests.iter().collect();
        return Some(judged(&all).unwrap_or_else(open));
    }
    let mut judgement = over_readings(dates, |reading| {
        let met: Vec<&Contest<'_>> = contests.iter().filter(|it| it.meets(reading)).collect();
        judged(&met).unwrap_or_else(open)
    })?;
    judgement.says = format!("{says} in {}", shown(dates));
    Some(judgement)
}

/// Rows of a person whose share agrees, in any round.
fn fitting<'a>(
    contest: &Contest<'a>,
    person: &str,
    share: &Quantity,
    round: Option<i16>,
) -> Vec<&'a ElectionResult> {
    let second = contest.rows.iter().any(|row| row.round == Some(2));
    let of_round = |row: &ElectionResult| match (round, row.round) {
        (None, _) => true,
        (Some(said), Some(known)) => said == known,
        // A list without rounds is of the only one there was.
        (Some(said), None) => said == 1 && !second && contest.decided_in() != Some(2),
    };
    let rows = contest.of_person(person).into_iter();
    rows.filter(|row| of_round(row) && shares(share, row) == Some(Shares::Agree)).collect()
}
