//! What does a sentence say of something that is measured?
//!
//! A sentence is read into whom it is about, what is measured, when, and what is said of the numbers: a level, a change, a
//! comparison, a rank, a share of the world's, a highest or lowest of its time. Every word must have a part in it: a word
//! that is neither a name, a time, an amount, a comparison nor empty is a word of the topic, and whoever looks a series up
//! has to find it there. What cannot be read whole says so ([`Measure::unread`]) and is never decided.
//!
//! The words of a language are in `lang/*/measures.toml`. Nothing here knows a series: titles are given to [`keys`].

mod amounts;
mod groups;
mod items;
mod pack;
mod said;
mod times;
mod words;

use griot_model::{Span, measure::Measure};

use crate::{
    claims::Tag,
    document::{BlockKind, Document},
    names::Gazetteer,
    sentences::{self, Sentence},
    words::tokens,
};
use items::Named;
use pack::Pack;
use words::Words;

/// What one sentence says.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The words it stands on, in the document.
    pub span: Span,
    /// The sentence.
    pub sentence: Span,
    /// What it says.
    pub measure: Measure,
}

/// Everything that a document says of measures; `year` is that of its date.
pub fn find(
    document: &Document,
    gazetteer: &Gazetteer<Tag>,
    year: Option<i16>,
) -> Vec<Reading> {
    let mut found = Vec::new();
    for sentence in sentences::sentences(document) {
        let heading = document
            .blocks
            .get(sentence.block)
            .is_some_and(|block| matches!(block.kind, BlockKind::Heading));
        if !heading && !sentence.goes_on {
            found.extend(of_sentence(&sentence, gazetteer, year));
        }
    }
    found
}

/// What one sentence says of measures.
pub fn of_sentence(
    sentence: &Sentence,
    gazetteer: &Gazetteer<Tag>,
    year: Option<i16>,
) -> Vec<Reading> {
    let tokens = tokens(&sentence.text);
    let Some(pack) = pack::of_text(&tokens) else { return Vec::new() };
    let names: Vec<Named> = gazetteer
        .find_in(&sentence.text)
        .into_iter()
        .map(|it| Named { span: it.span, tags: it.tags })
        .collect();
    if names.is_empty() && !sentence.text.bytes().any(|it| it.is_ascii_digit()) {
        return Vec::new();
    }
    let words = Words::of(&tokens, pack);
    let items = items::items(&words, pack, &names, year);
    said::measures(&items, &words, pack, year)
        .into_iter()
        .map(|(span, measure)| Reading {
            span: sentence.source(span),
            sentence: sentence.span,
            measure,
        })
        .collect()
}

/// What a title, a unit or a definition speaks of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Keys {
    /// Names of concepts and stems of words, in order, each once.
    pub keys: Vec<String>,
}

/// The concepts and words of a title, a unit or a definition, without those that carry nothing.
pub fn keys(text: &str) -> Keys {
    let tokens = tokens(text);
    let Some(pack) = pack::of_text(&tokens) else { return Keys::default() };
    let words = Words::of(&tokens, pack);
    let mut keys = Vec::new();
    for item in items::titled(&words, pack) {
        for key in item {
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
    }
    Keys { keys }
}

/// Whether a title may have this concept and be meant by a sentence without it.
pub fn is_implied(key: &str) -> bool {
    pack::packs().iter().any(|pack| pack.implies(key))
}

/// Whether a word of the topic restricts it to a part, so that a definition is not enough to cover it.
pub fn restricts(written: &str) -> bool {
    let tokens = tokens(written);
    pack::packs().iter().any(|pack: &Pack| {
        let words = Words::of(&tokens, pack);
        (0..words.len()).any(|at| pack.is(&words.text, at, pack::Role::Restricts).is_some())
    })
}

/// The unit of a series by its base and the factor to it: `terawatt-hours` is 1e12 and `wh`, `million tonnes` 1e6 and `t`.
pub fn unit(text: &str) -> Option<(String, f64)> {
    let tokens = tokens(text);
    pack::packs().iter().find_map(|pack| {
        let words = Words::of(&tokens, pack);
        amounts::unit(&words, pack)
    })
}
