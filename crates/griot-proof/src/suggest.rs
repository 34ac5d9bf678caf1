//! Which passages speak of a sentence that cites nothing?
//!
//! Every source is asked for what each such sentence says. A passage is proposed where most of the
//! particulars of the sentence stand in it, and two at least that tell one thing from another, or one
//! and half of the words. A person decides whether it proves anything.

use std::{collections::BTreeMap, sync::Mutex};

use griot_model::{Span, world::World};
use griot_read::Document;
use serde::Serialize;

use crate::{
    catalogue::{Catalogue, Entry},
    citing::join,
    opening::{Reading, describe_all, read_source},
    particulars::Draft,
    proof::Reader,
    view::{View, is_common},
};

/// A passage that speaks of a sentence without a proof.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Suggestion {
    /// Bytes of the sentence in the draft's text.
    pub span: Span,
    /// Its words.
    pub text: String,
    /// Id or file of the source.
    pub source: String,
    /// Where in it.
    pub place: String,
    /// The passage.
    pub passage: String,
    /// How many particulars of the sentence stand there.
    pub found: usize,
    /// How many it has.
    pub of: usize,
    /// What a note would say: title, publisher, day, address or file, place.
    pub note: String,
}

/// How good a passage is: particulars found, then the worth of the passage in thousandths.
type Worth = (usize, u64);

/// For each sentence that cites nothing, the passage that says most of it.
pub fn suggest(
    draft: &Document,
    catalogue: &mut Catalogue,
    world: &(dyn World + Sync),
    reading: &dyn Reading,
) -> Vec<Suggestion> {
    describe_all(catalogue, world, reading);
    let citing = join(draft, catalogue, &mut |_| {});
    let words: Vec<&str> = citing.iter().map(|it| it.words.as_str()).collect();
    let open: Vec<usize> = citing
        .iter()
        .enumerate()
        .filter(|(_, it)| it.cited.is_empty() && !it.sentence.is_heading)
        .map(|(at, _)| at)
        .collect();
    let workers = std::thread::available_parallelism().map_or(1, usize::from).min(8);
    let size = catalogue.entries.len().div_ceil(workers).max(1);
    let catalogue = &*catalogue;
    let best: Mutex<BTreeMap<usize, (Worth, usize, Suggestion)>> = Mutex::new(BTreeMap::new());
    std::thread::scope(|scope| {
        for first in (0..catalogue.entries.len()).step_by(size) {
            let (words, open, best, citing) = (&words, &open, &best, &citing);
            scope.spawn(move || {
                let mut reader = Reader::default();
                let read = Draft::read(&mut reader, words.iter().copied());
                for source in first..(first + size).min(catalogue.entries.len()) {
                    let Ok(held) = read_source(catalogue, world, reading, source, &mut reader)
                    else {
                        continue;
                    };
                    let Some(entry) = catalogue.entries.get(source) else { continue };
                    for at in open {
                        let found = passage(&reader, &read, *at, &held.proof);
                        let (Some((worth, of, span)), Some(citing)) = (found, citing.get(*at))
                        else {
                            continue;
                        };
                        let place = held.document.place(span.start).to_string();
                        let suggestion = Suggestion {
                            span: citing.sentence.span,
                            text: citing.sentence.text.clone(),
                            source: entry.id.clone(),
                            note: note(entry, &place),
                            place,
                            passage: span.of(held.document.text()).to_owned(),
                            found: worth.0,
                            of,
                        };
                        let Ok(mut best) = best.lock() else { return };
                        let better = best.get(at).is_none_or(|(known, earlier, _)| {
                            worth > *known || worth == *known && source < *earlier
                        });
                        if better {
                            best.insert(*at, (worth, source, suggestion));
                        }
                    }
                }
            });
        }
    });
    let best = best.into_inner().unwrap_or_default();
    best.into_values().map(|(_, _, suggestion)| suggestion).collect()
}

/// The passage of a proof that says most of a sentence, if that is enough.
fn passage(
    reader: &Reader,
    draft: &Draft,
    at: usize,
    proof: &crate::proof::Proof,
) -> Option<(Worth, usize, Span)> {
    let sentence = draft.sentences.get(at).filter(|it| it.has_particulars())?;
    let (own, theirs) = (reader.known(sentence.language)?, reader.known(proof.language)?);
    let view = View::new(own, sentence, 0, proof, theirs);
    let passage = view.passage?;
    let here = |index: usize| {
        view.hits.get(index).is_some_and(|hits| hits.iter().any(|hit| view.in_passage(hit.0)))
    };
    let (mut found, mut strong) = (0, 0);
    for (index, particular) in sentence.particulars.iter().enumerate() {
        if here(index) {
            found += 1;
            strong += usize::from(!is_common(particular, own));
        }
    }
    let of = sentence.particulars.len();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a small positive score"
    )]
    let score = (passage.score.clamp(0.0, 1e9) * 1000.0) as u64;
    // In one language the words of the sentence tell as well.
    let (first, end) = passage.tokens(proof);
    let words = sentence.content.iter().filter_map(|id| own.word(*id)).filter(|word| {
        let ids = theirs.with_stem(&word.stem);
        ids.iter().any(|id| proof.at(*id).any(|at| first <= at && at < end))
    });
    let alike = view.same_language && words.count() * 2 >= sentence.content.len();
    let enough = strong >= 2 || strong == 1 && alike;
    (enough && found * 3 >= of * 2).then(|| ((found, score), of, passage.span(proof)))
}

/// What a note says of a source and a place in it.
fn note(entry: &Entry, place: &str) -> String {
    let file = entry.file.as_deref().map(crate::catalogue::name_of).unwrap_or_default();
    let known = if entry.url.is_empty() { file } else { entry.url.as_str() };
    let parts = [
        entry.author.as_str(),
        entry.title.as_str(),
        entry.publisher.as_str(),
        entry.published.as_str(),
        known,
        place,
    ];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(", ")
}
