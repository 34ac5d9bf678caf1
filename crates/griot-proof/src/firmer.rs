//! Is the proof less sure than the sentence?

use std::collections::BTreeSet;

use crate::{
    finding::{Finding, Status, Where, blank},
    lexicon::Lexicon,
    pack::{Hedge, Packs},
    particulars::{Kind, Sentence, Value},
    quantity::{Number, Role},
    view::{View, best_view},
};

/// Where the proof is less sure than the sentence.
pub(crate) fn firmer(
    lexicon: &Lexicon,
    sentence: &Sentence,
    views: &[View<'_>],
    found: &[Finding],
) -> Vec<Finding> {
    let mut out = Vec::new();
    for (index, particular) in sentence.particulars.iter().enumerate() {
        let Value::Number(number) = &particular.value else { continue };
        if number.hedge.is_some() || number.role == Role::Ordinal {
            continue;
        }
        let status = found.iter().find(|finding| finding.span == particular.span);
        if !status.is_some_and(|it| it.status == Status::Found && it.at == Some(Where::Passage))
        {
            continue;
        }
        let mut hedged: Option<(usize, &Number)> = None;
        let mut plain = false;
        for view in views {
            for hit in view.hits.get(index).into_iter().flatten() {
                let Some(other) = view.proof.numbers.iter().find(|it| it.first == hit.0) else {
                    continue;
                };
                if !view.in_passage(hit.0) && number.is_common() {
                    continue;
                }
                match other.hedge.filter(|_| !during(view, other)) {
                    Some(Hedge::AtLeast | Hedge::AtMost | Hedge::About)
                        if view.in_passage(hit.0) =>
                    {
                        hedged = hedged.or(Some((view.index, other)));
                    }
                    Some(_) => {}
                    // A title leaves hedges out.
                    None if view.proof.is_title(hit.0) => {}
                    None => plain = true,
                }
            }
        }
        if let Some((proof, other)) = hedged.filter(|_| !plain) {
            let Some(view) = views.iter().find(|view| view.index == proof) else { continue };
            let from = other.first.saturating_sub(4);
            let span = view
                .proof
                .hedges
                .iter()
                .filter(|(start, _, means)| {
                    *start >= from && *start < other.end + 3 && Some(*means) == other.hedge
                })
                .map(|(start, end, _)| view.proof.span(*start, *end))
                .next_back()
                .unwrap_or_else(|| view.proof.span(other.first, other.end));
            out.push(Finding {
                kind: Kind::Hedge,
                proof: Some(proof),
                place: Some(span),
                passage: view.passage_span(),
                value: Some(span.of(&view.proof.text).to_owned()),
                ..blank(particular, Status::Firmer)
            });
        }
    }
    if out.is_empty() && !sentence.at_a_distance && !sentence.hedged {
        out.extend(alleged(lexicon, sentence, views));
    }
    out
}

/// "Over three years" may mean during them.
fn during(view: &View<'_>, number: &Number) -> bool {
    let time = number.unit.is_some_and(|unit| Packs::embedded().is_time(unit));
    let before = number.first.checked_sub(1).and_then(|at| view.proof.tokens.get(at));
    time && before.is_some_and(|token| view.lexicon.sense(token).during)
}

/// Whether at least half of the sentence's content words stand in a run of a proof's tokens.
fn mostly_shared(
    sentence: &Sentence,
    view: &View<'_>,
    lexicon: &Lexicon,
    first: usize,
    end: usize,
) -> bool {
    let shared = sentence
        .content
        .iter()
        .filter_map(|id| lexicon.word(*id))
        .filter(|word| {
            view.lexicon
                .with_stem(&word.stem)
                .iter()
                .any(|id| view.proof.at(*id).any(|at| first <= at && at < end))
        })
        .count();
    shared * 2 >= sentence.content.len()
}

/// The sentence of the proof that shares most says "alleged", and the draft does not.
fn alleged(lexicon: &Lexicon, sentence: &Sentence, views: &[View<'_>]) -> Option<Finding> {
    let view = best_view(views)?;
    let passage = view.passage?;
    // The one sentence of the passage with most of the particulars.
    let shared = |at: usize| {
        view.hits
            .iter()
            .zip(&sentence.particulars)
            .map(|(hits, particular)| {
                // A small number stands in many sentences by chance.
                if matches!(&particular.value, Value::Number(number) if number.is_common()) {
                    return 0;
                }
                let here = hits.iter().filter(|hit| view.proof.sentence(hit.0) == at).count();
                // A first and a last name are as much as two things, where they do not stand all over the proof.
                let rare = hits
                    .iter()
                    .map(|hit| view.proof.sentence(hit.0))
                    .collect::<BTreeSet<_>>()
                    .len()
                    <= 2;
                let whole = rare
                    && matches!(&particular.value, Value::Name(name)
                    if !name.composed && name.distinctive().count() > 1);
                let joined = matches!(&particular.value, Value::Name(name) if name.hyphen);
                if joined && here > 0 { 2 } else { here.min(if whole { 2 } else { 1 }) }
            })
            .sum::<usize>()
    };
    let main =
        (passage.first..passage.end).max_by_key(|at| (shared(*at), std::cmp::Reverse(*at)))?;
    if shared(main) < if view.same_language { 1 } else { 2 } {
        return None;
    }
    let part = view.proof.sentences.get(main)?;
    if view.same_language && !mostly_shared(sentence, view, lexicon, part.first, part.end) {
        return None;
    }
    let next = view.proof.sentences.get(main + 1).map_or(part.end, |next| next.end);
    let (start, end, _) = view.proof.hedges.iter().find(|(start, _, means)| match means {
        Hedge::Alleged => part.first <= *start && *start < part.end,
        // "The council disputed the figure" stands after it.
        Hedge::Doubted => part.first <= *start && *start < next,
        _ => false,
    })?;
    let span = view.proof.span(*start, *end);
    let first = sentence.particulars.first()?;
    Some(Finding {
        kind: Kind::Hedge,
        span: first.span,
        proof: Some(view.index),
        place: Some(span),
        passage: view.passage_span(),
        value: Some(span.of(&view.proof.text).to_owned()),
        ..blank(first, Status::Firmer)
    })
}
