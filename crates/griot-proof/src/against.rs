//! Findings where a proof says the contrary of a sentence.

use griot_model::Span;

use crate::{
    alike::near as same_value,
    contrary, denial,
    finding::{Finding, Status, Where},
    lexicon::Lexicon,
    pack::Hedge,
    particulars::{Kind, Sentence, Value},
    sight::is_said_by_two,
    signs::VERDICT,
    view::{View, best_view, ties},
};

/// The proof says the contrary, or the same deed the other way round.
pub(crate) fn contrary(
    lexicon: &Lexicon,
    sentence: &Sentence,
    views: &[View<'_>],
) -> Option<Finding> {
    let view = best_view(views)?;
    let passage = view.passage?;
    let all = view.proof.sentences.len();
    let around = (passage.first.saturating_sub(1), (passage.end + 1).min(all));
    said_around(lexicon, sentence, view, around, None)
        .or_else(|| said_around(lexicon, sentence, view, (0, all), Some(VERDICT)))
}

/// The contrary in some sentences of a proof. A verdict on somebody is told once, wherever that is.
fn said_around(
    lexicon: &Lexicon,
    sentence: &Sentence,
    view: &View<'_>,
    sentences: (usize, usize),
    pair: Option<u8>,
) -> Option<Finding> {
    let draft = contrary::Side { lexicon, tokens: &sentence.tokens };
    if pair.is_some_and(|pair| !contrary::has_pair(&draft, pair)) {
        return None;
    }
    let ties = ties(lexicon, sentence, view, sentences);
    let quoted = |at: usize| {
        let start = sentence.tokens.get(at).map_or(0, |token| token.start as usize);
        sentence.quotes(start)
    };
    let (ours, theirs) = contrary::signs(&draft, &quoted, view.proof, view.lexicon, sentences);
    let side = contrary::Side { lexicon: view.lexicon, tokens: &view.proof.tokens };
    let (proof, ours, theirs) = (view.proof, ours.as_slice(), theirs.as_slice());
    let known = contrary::Known { draft: &draft, side, proof, ties: &ties, ours, theirs };
    let said = contrary::find(&known, pair).or_else(|| {
        // "Four in five are not at school" where one in five is.
        let reckons = sentence
            .particulars
            .iter()
            .zip(&view.hits)
            .any(|(it, hits)| it.kind == Kind::Number && hits.is_empty());
        denial::find(&known, &quoted).filter(|_| pair.is_none() && !reckons)
    })?;
    let bytes = |first: usize, end: usize| {
        let start = sentence.tokens.get(first).map_or(0, |token| token.start as usize);
        let last = end.checked_sub(1).and_then(|at| sentence.tokens.get(at));
        Span::new(start, last.map_or(start, |token| token.end as usize).max(start))
    };
    let place = view.proof.span(said.proof.0, said.proof.1);
    Some(Finding {
        kind: Kind::Frame,
        span: bytes(said.draft.0, said.draft.1),
        status: Status::Differs,
        at: None,
        weak: false,
        proof: Some(view.index),
        place: Some(place),
        passage: view.passage_span().map(|span| span.join(place)),
        value: Some(place.of(&view.proof.text).to_owned()),
        why: None,
    })
}

/// Numbers that stand in the passage beside something else differ from those that stand there.
pub(crate) fn paired_otherwise(
    lexicon: &Lexicon,
    sentence: &Sentence,
    views: &[View<'_>],
    found: &mut [Finding],
) {
    let Some(view) = best_view(views) else { return };
    let Some(passage) = view.passage else { return };
    let sentences = (passage.first, passage.end);
    let (first, end) = passage.tokens(view.proof);
    let mut ties = ties(lexicon, sentence, view, sentences);
    if !view.same_language {
        // Across languages only names and numbers are known to be the same.
        ties.retain(|tie| tie.name || tie.number);
    }
    let draft = contrary::Side { lexicon, tokens: &sentence.tokens };
    for (index, particular) in sentence.particulars.iter().enumerate() {
        let Value::Number(number) = &particular.value else { continue };
        let Some(finding) = found.iter_mut().find(|it| {
            it.kind == Kind::Number
                && it.span == particular.span
                && it.status == Status::Found
                && it.at == Some(Where::Passage)
                && it.proof == Some(view.index)
        }) else {
            continue;
        };
        let accounted =
            |at: usize| view.hits.iter().flatten().any(|hit| hit.0 <= at && at < hit.1);
        let others: Vec<usize> = view
            .proof
            .numbers
            .iter()
            .filter(|other| (first..end).contains(&other.first) && !accounted(other.first))
            .filter(|other| !other.code && other.role == number.role)
            .filter(|other| other.currency.is_some() == number.currency.is_some())
            // A small number in words is often no number, and "one" never a sure one.
            .filter(|other| !other.in_words || number.in_words || !other.is_common())
            .filter(|other| !other.in_words || other.high > 1.0)
            .filter(|other| !is_said_by_two(sentence, other))
            .map(|other| other.first)
            .collect();
        let at = sentence
            .tokens
            .partition_point(|token| (token.end as usize) <= particular.span.start);
        // More than three and a half, a dozen: no certain numbers.
        let exact = view.hits.get(index).into_iter().flatten().any(|hit| {
            view.proof
                .numbers
                .iter()
                .any(|it| it.first == hit.0 && same_value(it.low, number.low))
        });
        if !exact || number.hedge == Some(Hedge::About) || others.is_empty() {
            continue;
        }
        let other =
            contrary::paired_otherwise(&draft, view.proof, view.lexicon, at, &others, &ties);
        let other = other
            .and_then(|at| view.proof.numbers.iter().find(|other| other.first == at))
            .map(|other| view.proof.span(other.first, other.end));
        if let Some(place) = other {
            view.differs(finding, place);
        }
    }
}
