//! C0102: how many states voted so.

use crate::evidence;
use griot_model::{Choice, Claim, Evidence, Proposition, Quantity, Region, Verdict};

use super::super::{
    roll_calls::{self, index_of, total},
    rule::{Facts, Judgement, Rule},
};
use griot_library::RollCall;

pub(super) const RULE: Rule = Rule {
    code: "C0102",
    name: "vote-count",
    summary: "how many states voted so",
    documentation: "\
# C0102: the number of states in a vote

## What it checks
A sentence that gives the number of states that voted for or against a resolution of the General
Assembly or the Security Council, or abstained, in all or within a region.

## Why it matters
A number of votes is copied from report to report; where a list leaves a country out, every copy
repeats the slip.

## The evidence it needs
The tables `un_roll_calls` and `un_votes`, and `unsc_roll_calls` and `unsc_votes` of the Council, where
the list of states for that choice is complete.

## Example
`four states voted against A/RES/ES-11/1` is contradicted, since five did; the note says which state
has to be left out to come to four, if the sentence names one.

## What to do
Write the number of the record, or say who is left out.
",
};

pub(super) fn judge(claim: &Claim, facts: &Facts<'_>) -> Option<Judgement> {
    let Proposition::VoteCount { choice, count, region, member, besides, resolution } =
        &claim.proposition
    else {
        return None;
    };
    let says = count.to_string();
    let chosen = match roll_calls::choose(facts, resolution) {
        Ok(chosen) => chosen,
        Err(reason) => {
            return Some(Judgement::unverified(
                &says,
                reason,
                "the symbol of the resolution (A/RES/...), or the record of that roll call, would settle it",
            ));
        }
    };
    let counted: Vec<(&RollCall, u16)> = chosen
        .calls
        .iter()
        .filter_map(|call| counted(facts, call, *choice, region.as_ref()).map(|n| (*call, n)))
        .collect();
    let Some((call, number)) = counted.first().copied() else {
        return Some(Judgement::unverified(
            &says,
            format!("the list of states that {choice} is not complete in this evidence"),
            "the full record of the roll call would settle it",
        ));
    };
    // "Mali and 18 others" are nineteen; read so and as eighteen in all before anything is contradicted.
    let fits = |number: u16| {
        count.accepts(f64::from(number.saturating_sub(*besides)))
            || count.accepts(f64::from(number))
    };
    if let Some((call, number)) = counted.iter().find(|(_, number)| fits(*number)) {
        let message = format!(
            "{} {choice} on {}",
            states(*number, region.as_ref()),
            roll_calls::described(call)
        );
        return Some(Judgement::new(Verdict::Supported, &says, message).with_rows(
            number.to_string(),
            rows(facts, call, *choice, region.as_ref(), *number),
        ));
    }
    let evidence = rows(facts, call, *choice, region.as_ref(), number);
    let another = chosen.untitled.iter().any(|call| {
        total(call, *choice).is_some_and(|n| count.accepts(f64::from(n)))
            && member.as_deref().is_none_or(|it| roll_calls::vote_of(call, it) == Some(*choice))
    });
    if !chosen.certain || another || counted.len() > 1 || !speaks_for_itself(claim) {
        return Some(
            Judgement::new(
                Verdict::Unverified,
                &says,
                format!("no roll call that fits the words has {count} states that {choice}"),
            )
            .with_rows(number.to_string(), evidence)
            .help("the symbol of the resolution (A/RES/...) would settle it"),
        );
    }
    let message = format!(
        "{} {choice} on {}, not {count}",
        states(number, region.as_ref()),
        roll_calls::described(call)
    );
    let mut judgement = Judgement::new(Verdict::Contradicted, &says, message)
        .with_rows(number.to_string(), evidence)
        .note(format!("they are {}", listed(facts, call, *choice, region.as_ref())));
    if let Some(note) = left_out(facts, claim, call, *choice, count, number, member.as_deref())
    {
        judgement = judgement.note(note);
    }
    Some(judgement.help(format!("write {number}, or say who is left out")))
}

/// "15 states", "15 African states", "1 state of Africa".
fn states(number: u16, region: Option<&Region>) -> String {
    let noun = if number == 1 { "state" } else { "states" };
    match region.map(|region| region.name.as_str()) {
        None => format!("{number} {noun}"),
        Some(name) if name.ends_with('n') => format!("{number} {name} {noun}"),
        Some(name) => format!("{number} {noun} of {name}"),
    }
}

fn counted(
    facts: &Facts<'_>,
    call: &RollCall,
    choice: Choice,
    region: Option<&Region>,
) -> Option<u16> {
    match region {
        None => total(call, choice),
        Some(region) => call.complete[index_of(choice)].then(|| {
            let inside = members(call, choice)
                .filter(|country| facts.lies_in(country, &region.m49))
                .count();
            u16::try_from(inside).unwrap_or(u16::MAX)
        }),
    }
}

/// The rows that give the number, of the region where one is named.
fn rows(
    facts: &Facts<'_>,
    call: &RollCall,
    choice: Choice,
    region: Option<&Region>,
    number: u16,
) -> Evidence {
    let states = region.map(|region| {
        members(call, choice)
            .filter(|country| facts.lies_in(country, &region.m49))
            .collect::<Vec<_>>()
    });
    evidence::counted(facts.library, call, choice, states.as_deref(), number)
}

fn members(call: &RollCall, choice: Choice) -> impl Iterator<Item = &str> {
    call.votes
        .iter()
        .filter(move |(_, vote)| *vote == choice)
        .filter_map(|(country, _)| std::str::from_utf8(country).ok())
}

fn listed(
    facts: &Facts<'_>,
    call: &RollCall,
    choice: Choice,
    region: Option<&Region>,
) -> String {
    let names: Vec<String> = members(call, choice)
        .filter(|country| region.is_none_or(|region| facts.lies_in(country, &region.m49)))
        .map(|country| facts.country_name(country))
        .collect();
    match names.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) if names.len() <= 40 => format!("{} and {last}", rest.join(", ")),
        _ => format!("{} states, listed in the rows", names.len()),
    }
}

/// "4 if X is left out": one state that the sentence or its neighbours name, that voted
/// so too, and without which the stated number is right.
fn left_out(
    facts: &Facts<'_>,
    claim: &Claim,
    call: &RollCall,
    choice: Choice,
    count: &Quantity,
    number: u16,
    member: Option<&str>,
) -> Option<String> {
    if !count.accepts(f64::from(number.checked_sub(1)?)) {
        return None;
    }
    let sentence = claim.sentence.of(facts.text);
    let named =
        |country: &&str| Some(*country) != member && facts.is_named_in(country, sentence);
    let country = members(call, choice).find(named)?;
    let name = facts.country_name(country);
    Some(format!("it is {} if {name}, which the sentence names too, is left out", number - 1))
}

/// Whether the text itself stands behind the number and says itself what is counted.
fn speaks_for_itself(claim: &Claim) -> bool {
    super::super::rule::is_bound(claim)
        || (claim.assumed.is_none() && claim.modality == griot_model::Modality::Asserted)
}
