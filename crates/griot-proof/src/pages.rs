//! Does what a note points to stand on the page that it names?
//!
//! A file counts its pages from its first; a book prints numbers of its own. Where the page found
//! carries the number that is cited, or all notes to one file are off by the same count, the numbers
//! are the printed ones and nothing is said.

use std::collections::{BTreeMap, BTreeSet};

use griot_model::Span;
use griot_read::Document;
use serde::{Deserialize, Serialize};

use crate::{
    answer::{ParticularOf, SentenceOf, State},
    finding::Status,
    particulars::Kind,
};

/// A note that names a page, and the page on which its particulars stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Paged {
    /// Id of the source.
    pub(crate) source: String,
    pub(crate) cited: u32,
    pub(crate) found: u32,
    pub(crate) place: String,
}

/// What a note's page is, given the pages on which the particulars of its sentence stand.
pub(crate) fn paged(
    document: &Document,
    source: &str,
    cited: &str,
    found: &BTreeSet<u32>,
) -> Option<Paged> {
    let cited: u32 = cited.parse().ok()?;
    let first = *found.first()?;
    let page = if found.contains(&cited) { cited } else { first };
    let here = text_of(document, page);
    let words: Vec<&str> = here.split_whitespace().collect();
    let printed = |word: Option<&&str>| {
        word.is_some_and(|word| {
            word.trim_matches(|sign: char| !sign.is_ascii_digit()).parse() == Ok(cited)
        })
    };
    let known = text_of(document, cited);
    if page != cited && (printed(words.first()) || printed(words.last()) || known.is_empty()) {
        return None;
    }
    Some(Paged { source: source.to_owned(), cited, found: page, place: format!("page {page}") })
}

/// The text of a page of the file.
pub(crate) fn text_of(document: &Document, page: u32) -> &str {
    let stretches = document.places.stretches();
    let is = |at: usize| stretches.get(at).and_then(|(_, place)| place.page()) == Some(page);
    let Some(first) = (0..stretches.len()).find(|at| is(*at)) else { return "" };
    let end = (first..stretches.len()).find(|at| !is(*at));
    let start = stretches.get(first).map_or(0, |it| it.0);
    let end = end.and_then(|at| stretches.get(at)).map_or(document.text().len(), |it| it.0);
    document.text().get(start..end).unwrap_or_default()
}

/// Adds to each sentence whose note names another page what is to be told about it.
pub(crate) fn tell(sentences: &mut [SentenceOf], paged: &[(usize, Paged)]) {
    let mut offsets: BTreeMap<&str, Vec<i64>> = BTreeMap::new();
    for (_, one) in paged {
        let offset = i64::from(one.found) - i64::from(one.cited);
        offsets.entry(&one.source).or_default().push(offset);
    }
    for (at, one) in paged {
        let offset = i64::from(one.found) - i64::from(one.cited);
        let all = offsets.get(one.source.as_str()).map_or(&[][..], Vec::as_slice);
        let shared = all.iter().filter(|it| **it == offset).count();
        // Off by the same count more than once: the numbers are those that are printed.
        if offset == 0 || shared > 1 && shared * 2 >= all.len() {
            continue;
        }
        let Some(sentence) = sentences.get_mut(*at) else { continue };
        sentence.particulars.push(ParticularOf {
            kind: Kind::Page,
            span: sentence.span,
            text: format!("p. {}", one.cited),
            status: Status::Differs,
            found_where: None,
            weak: false,
            proof: Some(one.source.clone()),
            place: Some(one.place.clone()),
            passage: None,
            in_passage: None,
            value: Some(format!("page {}", one.found)),
            why: None,
            local: Span::new(0, 0),
        });
        sentence.state = State::LookHere;
    }
}
