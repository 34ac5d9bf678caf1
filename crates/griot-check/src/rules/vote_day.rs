//! C0110 for a resolution that the words name by its symbol: the day on which it was adopted.

use crate::evidence;
use griot_model::{Claim, DateReading, Verdict};
use griot_text::claims::symbols_in;

use super::super::{
    roll_calls,
    rule::{Facts, Judgement, over_readings},
};

/// None where the words do not say that the day is that of the vote, or the library has no such roll call.
pub(super) fn judge(
    claim: &Claim,
    dates: &[DateReading],
    facts: &Facts<'_>,
) -> Option<Judgement> {
    let start = claim.span.start.checked_sub(claim.sentence.start)?;
    let sentence = claim.sentence.of(facts.text);
    let before = sentence.get(..start)?;
    let after = sentence.get(start + claim.span.len()..)?;
    let symbol = adopted_after(after)
        .or_else(|| adopted_before(before, claim.span.of(facts.text).starts_with("of ")))?;
    let chosen = roll_calls::by_symbol(facts.library, &symbol).ok()?;
    let [call] = chosen.calls.as_slice() else { return None };
    let evidence = || evidence::roll_call(facts.library, call);
    over_readings(dates, |reading| {
        let day = call.date.to_string();
        if roll_calls::held_in(call, reading.range) {
            let message = format!("{symbol} was voted on {day}");
            Judgement::new(Verdict::Supported, &reading.shown, message)
                .with_rows(day, evidence())
        } else {
            let message = format!("{symbol} was voted on {day}, not {}", reading.shown);
            Judgement::new(Verdict::Contradicted, &reading.shown, message)
                .with_rows(day.clone(), evidence())
                .help(format!("write {day}, or the symbol of the resolution of that day"))
        }
    })
}

const VERBS: &[&str] = &["adopted ", "passed ", "approved ", "voted on "];

/// "[On 12 October 2022], the General Assembly adopted resolution A/RES/ES-11/4".
fn adopted_after(after: &str) -> Option<String> {
    let (span, symbol) = symbols_in(after).into_iter().next()?;
    let words = after.get(..span.start)?.trim_start_matches([',', ' ']);
    let assembly = words.find("Assembly ").filter(|at| {
        words
            .get(..*at)
            .is_some_and(|name| !name.contains([',', ';', ':', '(']) && name.len() <= 40)
    })?;
    let rest = words.get(assembly + "Assembly ".len()..)?;
    let verb = VERBS.iter().find(|verb| rest.starts_with(**verb))?;
    let object = rest.get(verb.len()..)?;
    (!object.contains([',', ';', ':', '(']) && object.len() <= 60).then_some(symbol)
}

/// "A/RES/ES-11/4 was adopted [on 12 October 2022]", "A/RES/ES-11/4 [of 12 October 2022]"; `of` says that the
/// day itself begins with that word.
fn adopted_before(before: &str, of: bool) -> Option<String> {
    let (span, symbol) = symbols_in(before).into_iter().next_back()?;
    let between = before.get(span.end..)?.trim();
    let between =
        between.trim_end_matches(" on").trim_end_matches(" in").trim_end_matches(" of");
    let said: &[&str] = &[
        "of",
        "(",
        "adopted",
        "(adopted",
        ", adopted",
        ", passed",
        "was adopted",
        "passed",
        "was passed",
        ", which was adopted",
        "was approved",
        ", approved",
    ];
    (said.contains(&between) || (of && between.is_empty())).then_some(symbol)
}
