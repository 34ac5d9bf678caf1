//! C0110 for a resolution that the words name by its symbol: the day on which it was adopted.

use crate::evidence;
use griot_model::{Claim, Proposition, Verdict};

use super::super::{
    roll_calls,
    rule::{Facts, Judgement, over_readings},
};

/// None where the library has no such roll call, or several.
pub(super) fn judge(claim: &Claim, facts: &Facts<'_>) -> Option<Judgement> {
    let Proposition::Adopted { symbol, dates } = &claim.proposition else { return None };
    let chosen = roll_calls::by_symbol(facts.library, symbol).ok()?;
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
