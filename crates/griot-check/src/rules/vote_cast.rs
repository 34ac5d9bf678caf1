//! C0101: how a country voted at the United Nations.

use crate::evidence;
use griot_model::{Choice, Claim, Proposition, Verdict};

use super::super::{
    roll_calls::{self, Chosen, vote_of},
    rule::{Facts, Judgement, Rule, is_bound},
};
use griot_library::RollCall;

pub(super) const RULE: Rule = Rule {
    code: "C0101",
    name: "vote-cast",
    summary: "how a country voted at the United Nations",
    documentation: "\
# C0101: how a country voted

## What it checks
A sentence that says that a country voted for or against a resolution of the United Nations General
Assembly or the Security Council, abstained or did not vote.

## Why it matters
Votes are what a sender gets in public, and the record of each is complete and open.

## The evidence it needs
The tables `un_roll_calls` and `un_votes` of the General Assembly, `unsc_roll_calls` and `unsc_votes`
of the Security Council; `griot library list` says from when to when. A resolution of the Assembly is
found by its symbol, or by its date together with rare words of its title that the sentence shares; one
of the Council by its number alone. Votes in committees are not in it.

## Example
`Eritrea abstained on A/RES/ES-11/1` is contradicted by the list of 2 March 2022, which has it among
those against.

## What to do
Name the resolution by its symbol; then nothing has to be guessed.
",
};

pub(super) fn judge(claim: &Claim, facts: &Facts<'_>) -> Option<Judgement> {
    let Proposition::VoteCast { country, choice, resolution } = &claim.proposition else {
        return None;
    };
    let name = facts.country_name(country);
    let says = format!("{name} {choice}");
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
    let cast: Vec<(&RollCall, Option<Choice>)> =
        chosen.calls.iter().map(|call| (*call, vote_of(call, country))).collect();
    let agreeing: Vec<&RollCall> =
        cast.iter().filter(|(_, vote)| *vote == Some(*choice)).map(|(call, _)| *call).collect();
    if let Some(call) = agreeing.first() {
        if let Some(other) = other_source(call, country) {
            return Some(
                Judgement::new(
                    Verdict::Conflicting,
                    &says,
                    format!(
                        "two sources differ on {}: {name} {choice} in one and {other} in the other",
                        roll_calls::described(call)
                    ),
                )
                .with_rows(
                    format!("{name} {choice}, or {other}"),
                    evidence::votes_of_country(facts.library, &[call], country),
                )
                .help("the official record of the meeting would settle it"),
            );
        }
        let message = format!("{name} {choice} on {}", roll_calls::described(call));
        let mut judgement = Judgement::new(Verdict::Supported, &says, message).with_rows(
            format!("{name} {choice}"),
            evidence::votes_of_country(facts.library, &agreeing, country),
        );
        if chosen.calls.len() > agreeing.len() {
            judgement = judgement.note(format!(
                "{} roll calls fit the words; {name} {choice} in {} of them",
                chosen.calls.len(),
                agreeing.len()
            ));
        }
        return Some(judgement);
    }
    disagreeing(facts, &says, claim, &chosen, &cast)
}

/// What a second source has for the same state, where it differs.
fn other_source(call: &RollCall, country: &str) -> Option<Choice> {
    call.differing
        .iter()
        .find(|(state, _)| state.as_slice() == country.as_bytes())
        .map(|(_, choice)| *choice)
}

/// A state that has no seat in the Council votes on another text than the one that the sentences before speak of.
fn is_another(facts: &Facts<'_>, claim: &Claim, call: &RollCall) -> bool {
    let number = call.symbol.as_deref().and_then(|symbol| symbol.strip_prefix("S/RES/"));
    number.is_some_and(|number| {
        let digits = number.split('(').next().unwrap_or(number);
        !is_bound(claim) && !claim.sentence.of(facts.text).contains(digits)
    })
}

fn disagreeing(
    facts: &Facts<'_>,
    says: &str,
    claim: &Claim,
    chosen: &Chosen<'_>,
    cast: &[(&RollCall, Option<Choice>)],
) -> Option<Judgement> {
    let Proposition::VoteCast { country, choice, .. } = &claim.proposition else { return None };
    let choice = *choice;
    let said = is_bound(claim) || claim.assumed.is_none();
    let name = facts.country_name(country);
    let (call, vote) = cast[0];
    let another = chosen.untitled.iter().any(|call| vote_of(call, country) == Some(choice));
    if said && chosen.certain && !another && other_source(call, country).is_none() {
        if let Some(vote) = vote {
            let message = format!("{name} {vote} on {}", roll_calls::described(call));
            return Some(
                Judgement::new(Verdict::Contradicted, says, message)
                    .with_rows(
                        format!("{name} {vote}"),
                        evidence::votes_of_country(facts.library, &[call], country),
                    )
                    .note(chosen.how.clone()),
            );
        }
        if call.complete[roll_calls::index_of(choice)] && !is_another(facts, claim, call) {
            let number = roll_calls::total(call, choice).unwrap_or_default();
            let message = format!(
                "{name} is not among the {number} states that {choice} on {}",
                roll_calls::described(call)
            );
            return Some(
                Judgement::new(Verdict::Contradicted, says, message)
                    .with_rows(
                        format!("{name} is not listed"),
                        evidence::counted(facts.library, call, choice, None, number),
                    )
                    .note(chosen.how.clone()),
            );
        }
    }
    // Several votes of one day, and the state voted otherwise in every one of them: whichever is meant.
    let otherwise = |call: &&RollCall| {
        vote_of(call, country).is_some_and(|vote| vote != choice)
            && other_source(call, country).is_none()
    };
    if said && chosen.of_day.len() > 1 && chosen.of_day.iter().all(otherwise) {
        let told: Vec<String> =
            chosen.of_day.iter().map(|it| roll_calls::described(it)).collect();
        let message = format!(
            "{name} {choice} in none of the {} votes of that day: {}",
            told.len(),
            told.join(", ")
        );
        return Some(Judgement::new(Verdict::Contradicted, says, message).with_rows(
            format!("{name} voted otherwise in each"),
            evidence::votes_of_country(facts.library, &chosen.of_day, country),
        ));
    }
    Some(Judgement::unverified(
        says,
        format!("no roll call that certainly is the one meant says how {name} voted"),
        "the symbol of the resolution (A/RES/...) would settle it",
    ))
}
