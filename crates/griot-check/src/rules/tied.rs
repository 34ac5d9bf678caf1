//! C0111: ties between two actors of the case.

use crate::evidence;
use griot_model::{Claim, Modality, Proposition, Verdict};
use griot_text::names::fold;

use super::super::rule::{Facts, Judgement, Rule, is_bound};

pub(super) const RULE: Rule = Rule {
    code: "C0111",
    name: "relation",
    summary: "a tie between two actors of the case",
    documentation: "\
# C0111: a tie between two actors

## What it checks
A sentence that says how two actors of the case are tied: leads, funds, publishes, belongs to.

## Why it matters
A tie is an accusation more often than not. The report may not be surer of it than its sources.

## The evidence it needs
A row of `relations.csv` between the same two actors whose words the sentence uses. A tie that the
sources only allege is supported as an allegation, and the verdict says so.

## Example
`its publisher, X` is supported by the row `x, publisher of, the-paper`.

## What to do
Add the tie to `relations.csv` with its source and modality.
",
};

pub(super) fn judge(claim: &Claim, facts: &Facts<'_>) -> Option<Judgement> {
    let Proposition::Tied { from, to } = &claim.proposition else { return None };
    let case = facts.case?;
    let sentence = fold(claim.sentence.of(facts.text));
    let says = format!("{from} and {to}");
    let between = case
        .relations
        .iter()
        .filter(|it| (it.from == *from && it.to == *to) || (it.from == *to && it.to == *from));
    let fitting =
        between.clone().find(|it| is_bound(claim) || speaks_of(&sentence, &it.relation));
    let Some(relation) = fitting else {
        let known: Vec<String> =
            between.map(|it| format!("{} {} {}", it.from, it.relation, it.to)).collect();
        let judgement = Judgement::unverified(
            &says,
            "no row of relations.csv ties the two in these words",
            "a row in relations.csv with its source would settle it",
        );
        return Some(if known.is_empty() {
            judgement
        } else {
            judgement.note(format!("the case has: {}", known.join("; ")))
        });
    };
    let how = match relation.modality {
        Modality::Asserted => String::new(),
        Modality::Alleged => ", which its sources allege".to_owned(),
        Modality::Denied => ", which is denied".to_owned(),
        Modality::Promised => ", which is promised".to_owned(),
        Modality::Hedged => ", which its sources hold possible".to_owned(),
    };
    let told = format!("{} {} {}", relation.from, relation.relation, relation.to);
    let verdict = if relation.modality == Modality::Denied {
        Verdict::Conflicting
    } else {
        Verdict::Supported
    };
    Some(
        Judgement::new(verdict, &says, format!("the case has the tie: {told}{how}"))
            .with_rows(told, evidence::relation(relation)),
    )
}

/// Whether the sentence uses one of the relation's content words, by their first five letters.
fn speaks_of(sentence: &str, relation: &str) -> bool {
    fold(relation)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().count() >= 4)
        .map(|word| word.chars().take(5).collect::<String>())
        .any(|stem| {
            sentence.split(|c: char| !c.is_alphanumeric()).any(|word| word.starts_with(&stem))
        })
}
