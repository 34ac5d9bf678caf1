//! Series of numbers against what a text says of something measured.
//!
//! [`known`] makes series ready to be asked, [`choose`] finds the ones that a sentence is about by their title, unit and
//! definition, [`decide`] compares. Identity comes first: a sentence with one word that no title, unit or definition has is
//! about something else, and so is one that lacks a word of the title.

mod ask;
mod change;
mod choose;
mod compare;
mod decide;
mod known;
mod numbers;
mod one;
mod tell;

use griot_model::{
    Binding, Checked, Claim, ClaimId, ClaimKind, Proposition, Span, Verdict,
    case::Modality,
    measure::{Measure, Says},
    series::Series,
};
use griot_text::{
    claims::Tag,
    document::Document,
    measures::{self, Reading},
    names::Gazetteer,
};
use jiff::civil::Date;

use griot_library::Library;

use crate::rule::Rule;
pub(crate) use known::Known;

/// What the rule says of itself.
pub(crate) const RULE: Rule = Rule {
    code: "C0120",
    name: "series",
    summary: "levels, changes, comparisons, ranks and shares of what is measured",
    documentation: "\
# C0120: what is measured

## What it checks
A sentence that says of a country that something measured was so high, rose or fell, is higher than
another's, is the highest of a group or of its own time, or is so large a part of the world's:
`rose from 12 to 30 percent between 2010 and 2020`, `doubled`, `the lowest since 2005`,
`a third of the world's`, `fell for three years running`.

## Why it matters
A number without its table is the most quoted and least opened kind of evidence. The series is
named beside the verdict, with the years that were used.

## The evidence it needs
A series: a CSV with entities, times and values, given by `--table FILE` or held in `data` of a case.
It is chosen by its title, unit and definition: every word of the sentence that restricts what is
measured has to be in them, and every word of the title in the sentence. Two series that answer
differently decide nothing. The day of the text bounds `is`, `currently`, `last year`.

## Example
`In 2018, 95 percent of Kenyans had access to electricity` is contradicted where the series *Share of
the population with access to electricity* has 61.2 for Kenya in 2018. A value within the rounding of
the stated number, within the series' own low and high, or near it, contradicts nothing.

## What to do
Give the number of the series with its year, or cite the source of the other one. Where a sentence
is unverified, the message says which word, year or unit the series lacks.
",
};

/// Everything a document says of these series, each with its verdict, in the order of the text.
///
/// `day` is the date of the text, where it has one.
pub(crate) fn check<'s>(
    document: &Document,
    gazetteer: &Gazetteer<Tag>,
    library: &Library,
    series: impl Iterator<Item = &'s [Series]>,
    day: Option<Date>,
) -> Vec<Checked> {
    let series: Vec<&Series> = series.flatten().collect();
    if series.is_empty() {
        return Vec::new();
    }
    let known = Known::of(&series, gazetteer, library);
    let readings = measures::find(document, gazetteer, day.map(Date::year));
    let mut found: Vec<Checked> = Vec::new();
    for reading in readings {
        if let Some(mut checked) = judged(reading, &known, &document.text) {
            checked.claim.id = ClaimId(format!("m{}", found.len() + 1));
            found.push(checked);
        }
    }
    found
}

/// The verdict on one reading; none where no series is about it.
fn judged(reading: Reading, known: &Known<'_>, text: &str) -> Option<Checked> {
    let choice = choose::candidates(&reading.measure, known);
    let judgement = decide::judge(&reading.measure, &choice, known)?;
    let kind = match reading.measure.says {
        Says::PartOf(_) | Says::Change { .. } => ClaimKind::Ratio,
        _ => ClaimKind::Count,
    };
    Some(Checked {
        claim: Claim {
            id: ClaimId(String::new()),
            span: reading.span,
            sentence: reading.sentence,
            kind,
            proposition: Proposition::Measures(Box::new(reading.measure)),
            attribution: None,
            modality: Modality::Asserted,
            depends_on: Vec::new(),
            binding: Binding::Proposed,
            assumed: None,
        },
        rule: Some(RULE.code),
        verdict: judgement.verdict,
        message: judgement.message,
        says: if judgement.says.is_empty() {
            reading.span.of(text).to_owned()
        } else {
            judgement.says
        },
        evidence_says: judgement.evidence_says,
        evidence: judgement.evidence,
        notes: judgement.notes,
    })
}

/// The claims of both readers: one that no rule decides gives way to one about the same words that a series decides.
pub(crate) fn merged(mut claims: Vec<Checked>, measured: Vec<Checked>) -> Vec<Checked> {
    let decided = |it: &Checked| it.verdict != Verdict::Unverified;
    let spans: Vec<Span> =
        measured.iter().filter(|it| decided(it)).map(|it| it.claim.span).collect();
    let whole: Vec<Span> = measured.iter().map(|it| it.claim.span).collect();
    claims.retain(|it| {
        let unread =
            matches!(it.claim.proposition, Proposition::Unread { .. } | Proposition::Opinion);
        let loose = it.rule.is_none() && it.verdict == Verdict::Unverified;
        !(unread && whole.iter().any(|span| span.overlaps(it.claim.span))
            || loose && spans.iter().any(|span| span.overlaps(it.claim.span)))
    });
    claims.extend(measured);
    claims.sort_by_key(|it| (it.claim.span, it.claim.kind));
    claims
}

/// Judges a claim about a measure outside a document of series: none is at hand.
pub(crate) fn judge(
    claim: &Claim,
    _facts: &crate::rule::Facts<'_>,
) -> Option<crate::rule::Judgement> {
    let Proposition::Measures(measure) = &claim.proposition else { return None };
    let measure: &Measure = measure;
    Some(crate::rule::Judgement::unverified(
        "",
        format!("no series of {} is at hand", tell::topic(measure)),
        "a CSV of it (--table FILE) would settle it",
    ))
}
