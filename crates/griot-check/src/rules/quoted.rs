//! C0112: words between quotation marks.

use crate::evidence;
use griot_model::{Claim, Proposition, Verdict};
use griot_text::names::fold;

use super::super::rule::{Facts, Judgement, Rule};

pub(super) const RULE: Rule = Rule {
    code: "C0112",
    name: "quotation",
    summary: "words between quotation marks",
    documentation: "\
# C0112: a quotation

## What it checks
Words between quotation marks.

## Why it matters
A quotation is a promise that somebody said exactly this.

## The evidence it needs
A verbatim row of the case's `statements.csv` that contains the words. A translation or a paraphrase
does not verify a quotation.

## Example
`spoke of \"a new chapter\"` is supported by a statement that holds these words.

## What to do
Preserve the source and add the statement, `quoted` set to true.
",
};

pub(super) fn judge(claim: &Claim, facts: &Facts<'_>) -> Option<Judgement> {
    let Proposition::Quoted { words, statement } = &claim.proposition else { return None };
    let says = format!("\u{201c}{words}\u{201d}");
    let wanted = plain(words);
    let fitting = facts.case.and_then(|case| {
        case.statements
            .iter()
            .filter(|it| it.quoted && statement.as_ref().is_none_or(|id| *id == it.id))
            .find(|it| !wanted.is_empty() && plain(&it.text).contains(&wanted))
    });
    let Some(found) = fitting else {
        return Some(Judgement::unverified(
            &says,
            "the words are not in a verbatim statement of this evidence",
            "the source in which they were said, preserved in the case, would settle it",
        ));
    };
    let when = found.date.map_or_else(String::new, |date| format!(", {date}"));
    Some(
        Judgement::new(
            Verdict::Supported,
            &says,
            format!(
                "the case has the words in the statement {} ({}{when})",
                found.id, found.speaker
            ),
        )
        .with_rows(found.id.clone(), evidence::statement(found)),
    )
}

/// Words without case, accents and punctuation at the ends, so that a comma inside the marks does no harm.
fn plain(words: &str) -> String {
    let folded = fold(words);
    folded.trim_matches(|c: char| !c.is_alphanumeric()).to_owned()
}
