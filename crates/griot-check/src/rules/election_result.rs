//! C0123: who won an election, with which share, in which round, against whom.

use griot_library::ElectionResult;
use griot_model::{Claim, DateReading, Modality, Office, Proposition, Quantity, Verdict};

use crate::{
    evidence,
    results::{Contest, Shares, is_named, may_be, shares},
};

use super::super::rule::{Facts, Judgement, Rule, is_bound, over_readings, shown};

pub(super) const RULE: Rule = Rule {
    code: "C0123",
    name: "election-result",
    summary: "who won a presidential election, with which share of the vote, in which round, against whom",
    documentation: "\
# C0123: the result of a presidential election

## What it checks
A sentence that says that somebody was elected president with a share of the vote, in the first or
the second round, or against somebody: `re-elected in November 2010 with 80.2 percent of the vote`.

## Why it matters
Whose victory it was, and how clear, is what an interference is said to have changed.

## The evidence it needs
The table `election_results`: candidates, rounds and shares by the editions of the World Factbook from
1997 to January 2026. It has the last one or two elections of each edition, and names the first few
candidates. Shares of registered voters, of a parliament or of a region are not in it.

## Example
`won with 64 percent of the vote` is supported by `64 %`, and by 63.8; it is contradicted by 53 % where
country, date and winner are those of the row, and no edition and no round gives the winner a share
within one point. Somebody whom the complete list of the round has not is no opponent in it.

## What to do
Write the share, the round or the opponent of the table, or cite the source that counts otherwise:
provisional results, shares of all ballots, another round.
",
};

/// What is said beside who won.
struct Said<'c> {
    person: &'c str,
    share: Option<&'c Quantity>,
    round: Option<i16>,
    opponent: Option<&'c str>,
}

/// How a slot compares with an election.
#[derive(Debug, Clone, PartialEq)]
enum Fit {
    Agrees,
    /// The table does not tell.
    Open,
    /// It tells otherwise, in words.
    Differs {
        evidence: String,
        words: String,
    },
}

pub(super) fn judge(claim: &Claim, facts: &Facts<'_>) -> Option<Judgement> {
    let Proposition::Elected { person, country, office, dates, share, round, opponent } =
        &claim.proposition
    else {
        return None;
    };
    let said =
        Said { person, share: share.as_ref(), round: *round, opponent: opponent.as_deref() };
    if said.share.is_none() && said.round.is_none() && said.opponent.is_none() {
        return None;
    }
    let name = facts.country_name(country);
    if *office != Office::HeadOfState {
        return Some(open(
            &shown(dates),
            format!(
                "the results are those of presidential elections, not of a vote for {office}"
            ),
        ));
    }
    let contests = Contest::of(facts, country);
    if dates.is_empty() {
        let all: Vec<&Contest<'_>> = contests.iter().collect();
        let supported = supported(facts, &name, &said, &all, "");
        return Some(supported.unwrap_or_else(|| nearest(facts, &name, &said, &all, "")));
    }
    let mut judgement = over_readings(dates, |reading| {
        one_reading(claim, facts, country, &said, &contests, reading)
    })?;
    judgement.says = shown(dates);
    Some(judgement)
}

fn one_reading(
    claim: &Claim,
    facts: &Facts<'_>,
    country: &str,
    said: &Said<'_>,
    contests: &[Contest<'_>],
    reading: &DateReading,
) -> Judgement {
    let name = facts.country_name(country);
    let met: Vec<&Contest<'_>> = contests.iter().filter(|it| it.meets(reading)).collect();
    if let Some(judgement) = supported(facts, &name, said, &met, &reading.shown) {
        return judgement;
    }
    let certain = is_bound(claim)
        || (claim.assumed.is_none()
            && claim.attribution.is_none()
            && claim.modality == Modality::Asserted);
    if let ([contest], true) = (met.as_slice(), certain) {
        let contradicted = if contest.has_elected(said.person) {
            one_slot(facts, &name, said, contest, reading)
        } else {
            another(facts, &name, said, contest, reading)
        };
        if let Some(judgement) = contradicted {
            return judgement;
        }
    }
    if met.is_empty() {
        // The date, or the person, may be what differs: by the votes and the terms of office.
        let plain = super::election::won(
            claim,
            facts,
            said.person,
            country,
            Office::HeadOfState,
            reading,
        );
        if plain.verdict == Verdict::Contradicted {
            return plain;
        }
    }
    nearest(facts, &name, said, &met, &reading.shown)
}

fn open(says: &str, message: String) -> Judgement {
    Judgement::unverified(
        says,
        message,
        "the electoral commission's result, or the table `election_results` for that time, would settle it",
    )
}

/// The first election that the person won and that agrees with all that is said.
fn supported(
    facts: &Facts<'_>,
    name: &str,
    said: &Said<'_>,
    met: &[&Contest<'_>],
    shown: &str,
) -> Option<Judgement> {
    let contest = met.iter().find(|contest| {
        contest.has_elected(said.person)
            && fits(said, contest).iter().all(|(_, fit)| *fit == Fit::Agrees)
    })?;
    let rows = told(said, contest);
    let message = format!(
        "the results of the presidential election of {} in {name}: {}",
        contest.year,
        in_words(&rows)
    );
    Some(
        Judgement::new(Verdict::Supported, shown, message)
            .with_rows(in_words(&rows), evidence::results(facts.library, &rows)),
    )
}

/// Each said slot with how it compares.
fn fits(said: &Said<'_>, contest: &Contest<'_>) -> Vec<(&'static str, Fit)> {
    let mut found = Vec::new();
    if let Some(share) = said.share {
        found.push(("share of the vote", share_fits(share, said, contest)));
    }
    if let Some(round) = said.round {
        found.push(("round", round_fits(round, contest)));
    }
    if let Some(opponent) = said.opponent {
        found.push(("opponent", opponent_fits(opponent, contest)));
    }
    found
}

fn share_fits(share: &Quantity, said: &Said<'_>, contest: &Contest<'_>) -> Fit {
    let own = contest.of_person(said.person);
    let compared = |row: &&ElectionResult| shares(share, row);
    // The share of a victory is that of the round that decided, or of the round that is said.
    let of_round = |row: &&&ElectionResult| match said.round {
        Some(round) if row.round.is_some() => row.round == Some(round),
        _ => contest.is_last_round(row),
    };
    let last: Vec<&ElectionResult> = own.iter().filter(of_round).copied().collect();
    if last.iter().filter_map(compared).any(|it| it == Shares::Agree) {
        return Fit::Agrees;
    }
    let told: Vec<&ElectionResult> =
        last.iter().copied().filter(|row| row.percent.is_some()).collect();
    let beyond = own.iter().filter_map(compared).all(|it| it == Shares::Differ);
    if told.is_empty() || !beyond {
        return Fit::Open;
    }
    let words = in_words(&told);
    Fit::Differs { evidence: words.clone(), words }
}

fn round_fits(round: i16, contest: &Contest<'_>) -> Fit {
    match contest.decided_in() {
        Some(decided) if decided == round => Fit::Agrees,
        Some(decided) => {
            // Lists of two rounds, or of one alone, must not speak against it.
            let second = contest.rows.iter().any(|row| row.round == Some(2));
            if (decided == 2) == second {
                let words = format!("elected in the {} round", ordinal(decided));
                Fit::Differs { evidence: words.clone(), words }
            } else {
                Fit::Open
            }
        }
        None => Fit::Open,
    }
}

fn ordinal(round: i16) -> &'static str {
    if round == 1 { "first" } else { "second" }
}

fn opponent_fits(opponent: &str, contest: &Contest<'_>) -> Fit {
    let stood = |row: &&ElectionResult| row.elected != Some(true) && is_named(row, opponent);
    let own: Vec<&ElectionResult> = contest.rows.iter().copied().filter(stood).collect();
    if !own.is_empty() {
        // Who is named as beaten came second; of a third the table does not tell why.
        let behind = own.iter().all(|own| {
            contest.rows.iter().any(|row| {
                row.round == own.round
                    && row.elected != Some(true)
                    && !is_named(row, opponent)
                    && row.percent.zip(own.percent).is_some_and(|(row, own)| row > own)
            })
        });
        return if behind { Fit::Open } else { Fit::Agrees };
    }
    let known = contest.rows.iter().any(|row| may_be(row, opponent));
    let last: Vec<&ElectionResult> =
        contest.rows.iter().copied().filter(|row| contest.is_last_round(row)).collect();
    if known || !last.iter().any(|row| row.is_complete) {
        return Fit::Open;
    }
    let others: Vec<&ElectionResult> =
        last.into_iter().filter(|row| row.elected != Some(true)).collect();
    let words = format!("against {}", candidates(&others).join(", "));
    Fit::Differs { evidence: words.clone(), words }
}

fn candidates<'r>(rows: &[&'r ElectionResult]) -> Vec<&'r str> {
    let mut names: Vec<&str> = rows.iter().map(|row| row.candidate.as_str()).collect();
    names.dedup();
    names
}

/// Contradicted where the person won this election and one slot alone differs.
fn one_slot(
    facts: &Facts<'_>,
    name: &str,
    said: &Said<'_>,
    contest: &Contest<'_>,
    reading: &DateReading,
) -> Option<Judgement> {
    let fits = fits(said, contest);
    let mut differing = fits.iter().filter_map(|(slot, fit)| match fit {
        Fit::Differs { evidence, words } => Some((*slot, evidence, words)),
        Fit::Agrees | Fit::Open => None,
    });
    let (slot, evidence, words) = differing.next()?;
    if differing.next().is_some() || fits.iter().any(|(_, fit)| *fit == Fit::Open) {
        return None;
    }
    let message = format!(
        "the {slot} differs: the results of the presidential election of {} in {name} have {words}",
        contest.year
    );
    let rows = told(said, contest);
    Some(
        Judgement::new(Verdict::Contradicted, &reading.shown, message)
            .with_rows(evidence.clone(), evidence::results(facts.library, &rows))
            .help(format!("write \"{words}\", or cite the source that counts otherwise")),
    )
}

/// Contradicted where somebody else won this election, the person stood in it and lost, and all that is said agrees with
/// the winner.
fn another(
    facts: &Facts<'_>,
    name: &str,
    said: &Said<'_>,
    contest: &Contest<'_>,
    reading: &DateReading,
) -> Option<Judgement> {
    let winner = contest.elected()?;
    let own = contest.of_person(said.person);
    let lost = !own.is_empty() && own.iter().all(|row| row.elected == Some(false));
    if !lost || may_be(winner, said.person) {
        return None;
    }
    let of_winner = Said { person: &winner.candidate, ..*said };
    let fits = fits(&of_winner, contest);
    let swapped = said.opponent.is_some_and(|opponent| is_named(winner, opponent));
    let fine = |(slot, fit): &(&'static str, Fit)| {
        *fit == Fit::Agrees || swapped && *slot == "opponent"
    };
    if !fits.iter().all(fine) {
        return None;
    }
    let rows: Vec<&ElectionResult> = contest
        .rows
        .iter()
        .copied()
        .filter(|row| row.candidate == winner.candidate || is_named(row, said.person))
        .collect();
    let message = format!(
        "the results of the presidential election of {} in {name} have {} as elected, not {}",
        contest.year, winner.candidate, said.person
    );
    Some(
        Judgement::new(Verdict::Contradicted, &reading.shown, message)
            .with_rows(winner.candidate.clone(), evidence::results(facts.library, &rows))
            .help(format!("write {}, or cite the result of the vote", winner.candidate)),
    )
}

/// Open, with the rows that come nearest.
fn nearest(
    facts: &Facts<'_>,
    name: &str,
    said: &Said<'_>,
    met: &[&Contest<'_>],
    shown: &str,
) -> Judgement {
    let contest = met
        .iter()
        .find(|contest| contest.has_elected(said.person))
        .or_else(|| met.iter().find(|contest| !contest.of_person(said.person).is_empty()));
    let when = if shown.is_empty() { "any year".to_owned() } else { shown.to_owned() };
    let judgement = open(
        shown,
        format!(
            "no result of a presidential election in {name} in {when} has all that is said of {}",
            said.person
        ),
    );
    match contest {
        Some(contest) => {
            let rows = told(said, contest);
            judgement
                .note(format!("look here, {}: {}", contest.year, in_words(&rows)))
                .with_rows(contest.when(), evidence::results(facts.library, &rows))
        }
        None => judgement,
    }
}

/// Rows of the person and of the opponent who is said: of the round that decided, where both are in it.
fn told<'a>(said: &Said<'_>, contest: &Contest<'a>) -> Vec<&'a ElectionResult> {
    let wanted = |row: &&ElectionResult| {
        is_named(row, said.person) || said.opponent.is_some_and(|it| is_named(row, it))
    };
    let all: Vec<&ElectionResult> = contest.rows.iter().copied().filter(wanted).collect();
    let last: Vec<&ElectionResult> =
        all.iter().copied().filter(|row| contest.is_last_round(row)).collect();
    let has = |rows: &[&ElectionResult], name: &str| rows.iter().any(|row| is_named(row, name));
    let whole = has(&last, said.person) && said.opponent.is_none_or(|it| has(&last, it));
    if whole { last } else { all }
}

/// `Anna Muster 58.5 % (round 2), Karl Beispiel 41.5 % (round 2)`.
fn in_words(rows: &[&ElectionResult]) -> String {
    let one = |row: &&ElectionResult| {
        let digits = usize::try_from(row.decimals).unwrap_or_default();
        let percent = row.percent.map(|it| format!(" {it:.digits$} %"));
        let round = row.round.map(|it| format!(" (round {it})"));
        let elected =
            if row.percent.is_none() && row.elected == Some(true) { " elected" } else { "" };
        format!(
            "{}{}{}{elected}",
            row.candidate,
            percent.unwrap_or_default(),
            round.unwrap_or_default()
        )
    };
    rows.iter().map(one).collect::<Vec<_>>().join(", ")
}
