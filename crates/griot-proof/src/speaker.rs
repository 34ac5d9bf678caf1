//! Who said it? A quotation that the sentence gives to one person and the proof to another.
//!
//! A speaker stands beside a word of saying, outside the marks. Nothing is said where the person of the sentence
//! stands anywhere near the quotation in the proof, or where nobody else is named there as speaking: *he said* may be
//! anybody.

use griot_model::Span;

use crate::{
    alike::Hit,
    finding::Finding,
    lexicon::{Lexicon, Token},
    particulars::{Kind, Sentence, Value},
    swapped::own_place,
    view::{View, found_of},
};

/// Tokens between a speaker and the word of saying: *said the minister of finance, Ana Petrov*.
const REACH: usize = 6;

/// In the proof, where the other speaker must be plain.
const BESIDE: usize = 2;

/// Gives names of speakers whose quotation is another's in the proof the status *differs*.
pub(crate) fn other_speakers(
    lexicon: &Lexicon,
    sentence: &Sentence,
    views: &[View<'_>],
    found: &mut [Finding],
) {
    for (index, particular) in sentence.particulars.iter().enumerate() {
        if particular.kind != Kind::Quotation {
            continue;
        }
        let Some(speaker) = speaker(lexicon, sentence) else { continue };
        let quoted = |view: &View<'_>| view.quoted.get(index).copied().flatten();
        let holding: Vec<&View<'_>> =
            views.iter().filter(|view| quoted(view).is_some()).collect();
        let others: Option<Vec<(&View<'_>, Hit)>> = holding
            .iter()
            .map(|view| Some((*view, another(view, quoted(view)?, speaker)?)))
            .collect();
        let Some((view, run)) = others.and_then(|all| all.first().copied()) else { continue };
        let Some(name) = sentence.particulars.get(speaker) else { continue };
        let Some(finding) = found_of(found, name) else { continue };
        let place = view.proof.span(run.0, run.1);
        view.differs(finding, place);
    }
}

/// The one person whom a sentence names beside a word of saying.
fn speaker(lexicon: &Lexicon, sentence: &Sentence) -> Option<usize> {
    let outside = |token: &Token| !sentence.quotes(token.start as usize);
    let says: Vec<usize> = sentence
        .tokens
        .iter()
        .enumerate()
        .filter(|(_, token)| outside(token) && lexicon.sense(token).distance)
        .map(|(at, _)| at)
        .collect();
    let mut named = sentence.particulars.iter().enumerate().filter(|(index, it)| {
        let Value::Name(name) = &it.value else { return false };
        let place = own_place(sentence, *index);
        let near = says
            .iter()
            .any(|at| at.abs_diff(place.0) <= REACH || at.abs_diff(place.1) <= REACH);
        name.place.is_none() && !name.composed && near && !sentence.quotes(it.span.start)
    });
    let (one, _) = named.next()?;
    named.next().is_none().then_some(one)
}

/// Who says a quotation of a proof, where that is somebody else than a name of the sentence.
fn another(view: &View<'_>, quoted: Span, speaker: usize) -> Option<Hit> {
    let tokens = &view.proof.tokens;
    let at = |byte: usize| tokens.partition_point(|token| (token.end as usize) <= byte);
    let first = view.proof.sentence(at(quoted.start));
    let last = view.proof.sentence(at(quoted.end.saturating_sub(1)));
    let hits = view.hits_of(speaker);
    let near = |hit: &Hit| {
        let sentence = view.proof.sentence(hit.0);
        first <= sentence + 2 && sentence <= last + 2
    };
    if hits.is_empty() || hits.iter().any(near) {
        return None;
    }
    let (from, to) =
        (view.proof.sentences.get(first)?.first, view.proof.sentences.get(last)?.end);
    let outside = |at: usize| {
        tokens
            .get(at)
            .is_some_and(|token| !(quoted.start..quoted.end).contains(&(token.start as usize)))
    };
    let says = |at: usize| {
        outside(at) && tokens.get(at).is_some_and(|token| view.lexicon.sense(token).distance)
    };
    let name = |at: usize| {
        outside(at)
            && tokens.get(at).and_then(|token| view.lexicon.of(token)).is_some_and(|word| {
                let sense = &word.sense;
                word.capital
                    && word.letters > 1
                    && word.places.is_empty()
                    && sense.month.is_none()
                    && sense.weekday.is_none()
                    && !(sense.stop
                        || sense.title
                        || sense.generic
                        || sense.opener
                        || sense.particle)
            })
    };
    let mut at = from;
    while at < to {
        if !name(at) {
            at += 1;
            continue;
        }
        let end = (at..to).find(|at| !name(*at)).unwrap_or(to);
        let beside = (at.saturating_sub(BESIDE).max(from)..at)
            .chain(end..(end + BESIDE).min(to))
            .any(says);
        // One word at the head of a sentence may be any word.
        if beside && end - at > 1 {
            return Some((at, end));
        }
        at = end;
    }
    None
}
