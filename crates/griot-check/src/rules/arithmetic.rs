//! C0108: numbers of a text that follow from its other numbers.

use griot_model::{Claim, Proposition, Verdict};

use super::super::rule::{Facts, Judgement, Rule, is_bound};

pub(super) const RULE: Rule = Rule {
    code: "C0108",
    name: "arithmetic",
    summary: "sums, shares, changes and durations inside the text",
    documentation: "\
# C0108: arithmetic inside the text

## What it checks
A number that other numbers of the same sentence determine: a sum of listed parts, a share of a
total, a percent change from one value to another, a sum in a second currency with its rate, a
duration between two stated dates, the number of items in a list.

## Why it matters
It needs no outside evidence at all: the sentence disagrees with itself.

## The evidence it needs
None but the sentence. Each input may be rounded to its last written digit; the result is
contradicted only when no unrounded inputs could give it.

## Example
`output fell by 24 % from 66.8 to 57.7 tonnes` is contradicted: the numbers give 13.6 %.

## What to do
Correct the number, or the numbers it is computed from.
",
};

pub(super) fn judge(claim: &Claim, _facts: &Facts<'_>) -> Option<Judgement> {
    let Proposition::Arithmetic { says, gives, within, formula, .. } = &claim.proposition
    else {
        return None;
    };
    let percent = says.unit == "share";
    let told = |value: f64| {
        if percent {
            format!("{} %", rounded(value * 100.0))
        } else if value >= 1e9 {
            format!("{:.2} billion", value / 1e9)
        } else if value >= 1e6 {
            format!("{:.2} million", value / 1e6)
        } else {
            rounded(value).to_string()
        }
    };
    let (stated, computed) = (told(says.value), told(*gives));
    let (low, high) = *within;
    if !says.excludes(low, high) {
        let mut judgement = Judgement::new(
            Verdict::Supported,
            &stated,
            format!("the numbers of the sentence agree: {formula}"),
        );
        judgement.evidence_says = computed;
        return Some(judgement);
    }
    let mut judgement = Judgement::new(
        Verdict::Contradicted,
        &stated,
        format!("the sentence's own numbers give {formula}, not {stated}"),
    )
    .note("each number was allowed to be rounded to its last written digit");
    if !is_bound(claim) {
        judgement = judgement.help("if the numbers belong to different things, say which");
    }
    judgement.evidence_says = computed;
    Some(judgement)
}

/// To two decimals, for showing.
fn rounded(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}
