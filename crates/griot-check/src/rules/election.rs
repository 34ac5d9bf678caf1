//! C0104: when an election was.

use crate::evidence;
use griot_model::{Claim, DateReading, Modality, Office, PartialDate, Proposition, Verdict};
use griot_text::names::{Match, Person};

use crate::results::{Contest, is_within};
use crate::rulers::{Ruler, rulers};

use super::super::rule::{
    Facts, Judgement, Rule, agree, distance_days, is_bound, over_readings, shown,
};
use griot_library::{Election, ElectionDay};

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
countries until March 2021. Local elections are not in it. `election_days` and `election_results`
(World Factbook) are a second source, to January 2026: they can support, and contradict nothing alone.

## Example
`won the presidential election in 2012` is contradicted where the table has presidential votes in
2007 and 2013 and none between.

## What to do
Give the date of the table, or say which round, which chamber or which local vote is meant.
",
};

const SAME_ELECTION_DAYS: i32 = 45;

pub(super) fn judge(claim: &Claim, facts: &Facts<'_>) -> Option<Judgement> {
    if let Proposition::Elected { person, country, office, dates, share, round, opponent } =
        &claim.proposition
    {
        if share.is_some() || round.is_some() || opponent.is_some() {
            return None;
        }
        let mut judgement = over_readings(dates, |reading| {
            won(claim, facts, person, country, *office, reading)
        })?;
        judgement.says = shown(dates);
        return Some(judgement);
    }
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
    let mut judgement = over_readings(dates, |reading| {
        one_reading(claim, facts, country, reading, &held, *executive)
    })?;
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
    executive: Option<bool>,
) -> Judgement {
    let name = facts.country_name(country);
    // A year alone says too little where the sentence does not say whose election it was.
    if reading.shown.len() == 4 && claim.assumed.is_some() && !is_bound(claim) {
        return Judgement::unverified(
            &reading.shown,
            format!("whether an election in {name} is meant, the sentence does not say"),
            "name the country beside the year of the election",
        );
    }
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
    // A second source, which can support and contradicts nothing alone.
    let second: Vec<&ElectionDay> = facts
        .library
        .election_days()
        .iter()
        .filter(|day| day.country == country)
        .filter(|day| executive.is_none_or(|executive| executive == day.is_presidential))
        .filter(|day| is_within(day.date.range(), reading.range))
        .collect();
    if let Some(first) = second.first() {
        let days: Vec<String> = second.iter().map(|it| it.date.to_string()).collect();
        let message =
            format!("the World Factbook dates an election in {name} {}", days.join(" and "));
        return Judgement::new(Verdict::Supported, &reading.shown, message).with_rows(
            first.date.to_string(),
            evidence::election_days(facts.library, country, &second),
        );
    }
    let nearest = held.iter().copied().min_by_key(|it| distance_days(reading, it.date));
    let covered = facts.covers("elections", country, reading.range);
    if let Some(nearest) = nearest.filter(|_| covered) {
        let apart = distance_days(reading, nearest.date);
        let by_year = reading.shown.len() == 4;
        // A slip of the year is only certain where the words name the sort of election.
        let same = if by_year { is_bound(claim) } else { apart <= SAME_ELECTION_DAYS };
        let exact = matches!(nearest.date, PartialDate::Day(_));
        // Without a word for the sort of election another one may be meant: of parliament, a second round, a local one.
        let named = executive.is_some() || is_bound(claim);
        if same && named && claim.assumed.is_none() && (exact || by_year) {
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

/// Days from a vote to the winner's oath, at most.
const TO_THE_OATH_DAYS: i32 = 400;

/// Days from a vote to the last day of whoever lost, at most.
const HANDOVER_DAYS: i32 = 180;

/// Whether there was a vote for the office, and whoever won it took or kept the office.
#[expect(
    clippy::too_many_lines,
    reason = "one way from the best evidence to the least, in order"
)]
pub(super) fn won(
    claim: &Claim,
    facts: &Facts<'_>,
    person: &str,
    country: &str,
    office: Office,
    reading: &DateReading,
) -> Judgement {
    let name = facts.country_name(country);
    let open = |message: String| {
        Judgement::unverified(
            &reading.shown,
            message,
            "the electoral commission's result, or the table `elections` for that time, would settle it",
        )
    };
    if office != Office::HeadOfState {
        return open(format!(
            "the tables name the winner of presidential votes alone, not of a vote for {office}"
        ));
    }
    let votes: Vec<&Election> = facts
        .library
        .elections()
        .iter()
        .filter(|election| {
            election.country == country && was_held(election) && fits(election, Some(true))
        })
        .collect();
    let wanted = Person::named(person);
    let surname = person.split_whitespace().count() == 1;
    let fits_name = |names: &[Person]| {
        names.iter().any(|it| match wanted.compared(it) {
            Match::Same => true,
            Match::Possible => surname || it.is_one_word(),
            Match::Different => false,
        })
    };
    let held = rulers(facts, country);
    // Of several of a surname, those who were in office within ten years of the vote.
    let near = |it: &&Ruler<'_>| {
        !surname || it.from.iter().chain(&it.to).any(|day| distance_days(reading, *day) < 3660)
    };
    let mine: Vec<&Ruler<'_>> =
        held.iter().filter(|it| fits_name(it.names)).filter(near).collect();
    let agreeing: Vec<&Election> =
        votes.iter().copied().filter(|vote| agree(reading, vote.date)).collect();
    let taken = agreeing.iter().rev().find_map(|vote| {
        mine.iter().find(|ruled| follows(ruled, vote)).map(|ruled| (*vote, *ruled))
    });
    if let Some((vote, ruled)) = taken {
        let days: Vec<String> = agreeing.iter().map(|it| it.date.to_string()).collect();
        let message = format!(
            "the table of elections has a presidential vote in {name} on {}, and {person} was in office after it",
            days.join(" and ")
        );
        let mut judgement = Judgement::new(Verdict::Supported, &reading.shown, message)
            .with_rows(
                vote.date.to_string(),
                evidence::elections(facts.library, country, &agreeing),
            );
        judgement.evidence.push(ruled.row.evidence(facts.library));
        return judgement;
    }
    let contests = Contest::of(facts, country);
    if let Some(contest) =
        contests.iter().find(|it| it.meets(reading) && it.has_elected(person))
    {
        let rows = contest.of_person(person);
        let message = format!(
            "the results of the presidential election of {} in {name} have {person} as elected",
            contest.year
        );
        return Judgement::new(Verdict::Supported, &reading.shown, message)
            .with_rows(contest.when(), evidence::results(facts.library, &rows));
    }
    let certain = is_bound(claim)
        || (claim.assumed.is_none()
            && claim.attribution.is_none()
            && claim.modality == Modality::Asserted);
    let covered = facts.covers("elections", country, reading.range);
    if let (Some(vote), true, false) = (agreeing.last(), certain, surname)
        && let Some(judgement) = won_by_another(facts, person, country, reading, vote, &held)
    {
        return judgement;
    }
    if agreeing.is_empty()
        && covered
        && certain
        && !mine.is_empty()
        && (!surname || are_one(&mine))
    {
        let own: Vec<&Election> = votes
            .iter()
            .copied()
            .filter(|vote| {
                mine.iter().any(|ruled| follows(ruled, vote) && started_by(ruled, vote))
            })
            .collect();
        let nearest = own.iter().copied().min_by_key(|vote| distance_days(reading, vote.date));
        if let Some(nearest) = nearest.filter(|vote| distance_days(reading, vote.date) > 31) {
            let message = format!(
                "the table of elections has no presidential vote in {name} in {}; the vote before {person} was in office is dated {}",
                reading.shown, nearest.date
            );
            return Judgement::new(Verdict::Contradicted, &reading.shown, message)
                .with_rows(
                    nearest.date.to_string(),
                    evidence::elections(facts.library, country, &[nearest]),
                )
                .help(format!("write {}, or cite the source of the other date", nearest.date));
        }
    }
    open(format!(
        "no presidential vote in {name} that {person} won can be looked up for {}",
        reading.shown
    ))
}

/// The one head of state who took the office within half a year after the vote and kept it, where that is somebody else.
fn won_by_another(
    facts: &Facts<'_>,
    person: &str,
    country: &str,
    reading: &DateReading,
    vote: &Election,
    held: &[Ruler<'_>],
) -> Option<Judgement> {
    let wanted = Person::named(person);
    let until = vote.date.last_day().checked_add(jiff::Span::new().days(HANDOVER_DAYS)).ok()?;
    let took: Vec<&Ruler<'_>> = held
        .iter()
        .filter(|ruler| ruler.is_head)
        .filter(|ruler| {
            ruler.from.iter().any(|from| {
                vote.date.first_day() < from.first_day() && from.last_day() <= until
            })
        })
        .collect();
    let first = *took.first()?;
    let one = took.iter().all(|it| it.names.iter().any(|name| first.may_be(name)));
    let mine = held.iter().any(|it| {
        it.may_be(&wanted)
            && it.from.iter().any(|from| from.first_day() <= until)
            && (it.to.is_empty() || it.to.iter().any(|to| to.last_day() >= until))
    });
    if !one || mine || first.may_be(&wanted) {
        return None;
    }
    let name = facts.country_name(country);
    let message = format!(
        "the table of elections has a presidential vote in {name} on {}, after which {} took the office, not {person}",
        vote.date, first.who
    );
    Some(
        Judgement::new(Verdict::Contradicted, &reading.shown, message)
            .with_rows(first.who, first.row.evidence(facts.library))
            .help(format!("write {}, or cite the result of the vote", first.who)),
    )
}

/// Whether they are all one person, as far as their names tell.
fn are_one(ruled: &[&Ruler<'_>]) -> bool {
    let Some(first) = ruled.first() else { return false };
    ruled.iter().all(|it| {
        it.names.iter().any(|name| {
            first.names.iter().any(|other| name.compared(other) != Match::Different)
        })
    })
}

/// In office within a year after the vote, or all the time from before it, and past the handover.
fn follows(ruled: &Ruler<'_>, vote: &Election) -> bool {
    let vote = vote.date.range();
    let until =
        vote.first.checked_add(jiff::Span::new().days(TO_THE_OATH_DAYS)).unwrap_or(vote.last);
    // Whoever goes stays until the oath of whoever comes.
    let beyond =
        vote.last.checked_add(jiff::Span::new().days(HANDOVER_DAYS)).unwrap_or(vote.last);
    ruled.from.iter().any(|from| from.first_day() <= until)
        && (ruled.to.is_empty() || ruled.to.iter().any(|to| to.last_day() > beyond))
}

/// Whether the term began within a year of the vote.
fn started_by(ruled: &Ruler<'_>, vote: &Election) -> bool {
    let until = vote.date.range().first.checked_add(jiff::Span::new().days(TO_THE_OATH_DAYS));
    until.is_ok_and(|until| {
        ruled
            .from
            .iter()
            .any(|from| from.last_day() >= vote.date.first_day() && from.first_day() <= until)
    })
}
