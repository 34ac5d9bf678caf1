//! Did it happen elsewhere? A place of the sentence that the proof names far from what it tells of the same thing, where it tells of
//! another place.
//!
//! A place is known by the word before it (*in*, *near*). The sentence of the proof that tells of the same thing has at least two other
//! things of the draft's sentence, and one place alone.

use std::collections::BTreeSet;

use crate::{
    alike::Hit,
    finding::{Finding, Where},
    lexicon::{Lexicon, Token},
    particulars::{Kind, Sentence, Value},
    view::{View, best_view, found_of, is_common},
};

/// Gives places the status *differs* where the proof has another one beside the same things.
pub(crate) fn other_places(
    lexicon: &Lexicon,
    sentence: &Sentence,
    views: &[View<'_>],
    found: &mut [Finding],
) {
    let Some(view) = best_view(views).filter(|view| !view.proof.table) else { return };
    let Some(passage) = view.passage else { return };
    for (index, particular) in sentence.particulars.iter().enumerate() {
        let Value::Name(name) = &particular.value else { continue };
        if !follows_a_preposition(lexicon, &sentence.tokens, name.first) {
            continue;
        }
        let finding = found_of(found, particular).filter(|it| it.at == Some(Where::Elsewhere));
        let Some(finding) = finding else { continue };
        let others = |at: usize| {
            let all = sentence.particulars.iter().zip(&view.hits).enumerate();
            all.filter(|(which, (it, hits))| {
                *which != index
                    && it.kind != Kind::Quotation
                    && (it.kind != Kind::Number || !is_common(it, lexicon))
                    && hits.iter().any(|hit| view.proof.sentence(hit.0) == at)
            })
            .count()
        };
        let main =
            (passage.first..passage.end).max_by_key(|at| (others(*at), std::cmp::Reverse(*at)));
        let Some(main) = main.filter(|at| others(*at) > 1) else { continue };
        let near =
            view.hits_of(index).iter().any(|hit| view.proof.sentence(hit.0).abs_diff(main) < 2);
        if near {
            continue;
        }
        let [place] = places(view, main)[..] else { continue };
        let span = view.proof.span(place.0, place.1);
        view.differs(finding, span);
    }
}

fn follows_a_preposition(lexicon: &Lexicon, tokens: &[Token], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|at| tokens.get(at));
    before.is_some_and(|it| lexicon.sense(it).before_place)
}

/// The places of a sentence of a proof that no particular of the draft's sentence accounts for.
fn places(view: &View<'_>, at: usize) -> Vec<Hit> {
    let Some(part) = view.proof.sentences.get(at) else { return Vec::new() };
    let tokens = &view.proof.tokens;
    let accounted: BTreeSet<usize> =
        view.hits.iter().flatten().flat_map(|hit| hit.0..hit.1.max(hit.0 + 1)).collect();
    let name = |at: usize| {
        tokens.get(at).and_then(|token| view.lexicon.of(token)).is_some_and(|word| {
            let sense = &word.sense;
            word.capital
                && word.letters > 2
                && sense.month.is_none()
                && sense.weekday.is_none()
                && !(sense.stop || sense.title || sense.generic)
        })
    };
    let mut found = Vec::new();
    let mut at = part.first;
    while at < part.end {
        if !name(at) || !follows_a_preposition(view.lexicon, tokens, at) {
            at += 1;
            continue;
        }
        let end = (at..part.end).find(|at| !name(*at)).unwrap_or(part.end);
        if (at..end).all(|at| !accounted.contains(&at)) {
            found.push((at, end));
        }
        at = end;
    }
    found
}
