//! The proofs that a case holds, as texts that stand beside a sentence.

use std::{collections::BTreeMap, path::Path, sync::Arc};

use griot_case::read_sources;
use griot_model::{Preservation, Source, Span, bounds};
use griot_text::{document, sentences};

use super::{
    digest::sha256,
    paper::{self, Piece},
};
use crate::disk;

/// Paragraphs shown on either side of a passage.
const AROUND: usize = 4;

/// A source of the case, with its text where it is held and can be read.
#[derive(Debug, Clone)]
pub(crate) struct Held {
    /// Its row in `sources.csv`.
    pub(crate) source: Source,
    /// Its file inside the case.
    pub(crate) file: Option<String>,
    /// SHA-256 of its bytes.
    pub(crate) sha256: String,
    /// Its text, or why there is none.
    pub(crate) text: Result<Arc<Text>, String>,
}

/// A text of somebody: paragraphs, each a run of prose.
#[derive(Debug, Clone, Default)]
pub(crate) struct Text {
    /// The paragraphs.
    pub(crate) paragraphs: Vec<String>,
}

/// A paragraph beside a sentence.
#[derive(Debug, Clone)]
pub(crate) struct Shown {
    /// Its number from 1.
    pub(crate) number: usize,
    /// Its words, marked.
    pub(crate) pieces: Vec<Piece>,
    /// Whether the passage stands in it.
    pub(crate) is_passage: bool,
}

/// The sources of a case, each with its text.
pub(crate) fn of_case(folder: &Path) -> BTreeMap<String, Held> {
    let Ok(bytes) = disk::read(folder, "sources.csv") else { return BTreeMap::new() };
    let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    let rows = {
        let files = std::cell::RefCell::new(&mut files);
        let digest = |file: &str| match disk::read(folder, file) {
            Ok(bytes) => {
                let digest = sha256(&bytes);
                files.borrow_mut().insert(file.to_owned(), bytes);
                Ok(digest)
            }
            Err(error) => Err(format!("cannot be read: {error}")),
        };
        read_sources(&bytes, &digest).0
    };
    let mut held = BTreeMap::new();
    for source in rows {
        let (file, sha256) = match &source.preservation {
            Preservation::Preserved { file, sha256 } => (Some(file.clone()), sha256.clone()),
            Preservation::Cited => (None, String::new()),
        };
        let text = match file.as_ref().and_then(|file| Some((file, files.get(file)?))) {
            None => Err("it is cited only: its bytes are not held".to_owned()),
            Some((file, bytes)) => read(bytes, file).map(Arc::new),
        };
        held.insert(source.id.clone(), Held { source, file, sha256, text });
    }
    held
}

/// The text of a file.
pub(crate) fn read(bytes: &[u8], name: &str) -> Result<Text, String> {
    if bytes.len() as u64 > bounds::REPORT {
        return Err("it is too large to be shown here".to_owned());
    }
    if is_binary(bytes) {
        return Err("griot does not read this format yet".to_owned());
    }
    let document = document::read(bytes, name).map_err(|error| error.to_string())?;
    let paragraphs = document
        .blocks
        .iter()
        .enumerate()
        .map(|(index, block)| sentences::of_block(&document.text, block, index).text)
        .collect();
    Ok(Text { paragraphs })
}

/// Office files, PDF, pictures: what begins as they do, or has bytes that no text has.
fn is_binary(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(1024)).unwrap_or_default();
    let wide = head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff]);
    head.starts_with(b"PK\x03\x04") || head.starts_with(b"%PDF") || !wide && head.contains(&0)
}

impl Text {
    /// The paragraph in which a passage stands, and where; blanks count as one.
    pub(crate) fn find(&self, passage: &str) -> Option<(usize, Span)> {
        let wanted = passage.trim();
        if wanted.is_empty() {
            return None;
        }
        let exact = self.paragraphs.iter().enumerate().find_map(|(number, paragraph)| {
            let start = paragraph.find(wanted)?;
            Some((number, Span::new(start, start + wanted.len())))
        });
        exact.or_else(|| {
            let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            let wanted = words(wanted);
            let number = self
                .paragraphs
                .iter()
                .position(|paragraph| words(paragraph).contains(&wanted))?;
            Some((number, Span::new(0, self.paragraphs.get(number)?.len())))
        })
    }

    /// The paragraphs around a passage with `marks` on its words: text to look for, and the class of its mark.
    pub(crate) fn around(&self, passage: &str, marks: &[(&str, &str)]) -> Vec<Shown> {
        let found = self.find(passage);
        let at = found.map_or(0, |(number, _)| number);
        let first = at.saturating_sub(AROUND);
        let shown =
            self.paragraphs.iter().enumerate().skip(first).take(at - first + AROUND + 1);
        shown
            .map(|(number, paragraph)| {
                let here = found.filter(|(at, _)| *at == number).map(|(_, span)| span);
                let mut laid: Vec<(Span, &str)> =
                    here.iter().map(|span| (*span, "passage")).collect();
                for (words, class) in marks {
                    let within = here.unwrap_or(Span::new(0, paragraph.len()));
                    laid.extend(all_in(paragraph, words, within).map(|span| (span, *class)));
                }
                Shown {
                    number: number + 1,
                    pieces: paper::cut(paragraph, &laid),
                    is_passage: here.is_some(),
                }
            })
            .collect()
    }
}

/// Where words stand in a part of a text, as whole words.
fn all_in<'t>(text: &'t str, words: &'t str, within: Span) -> impl Iterator<Item = Span> + 't {
    let found = text.match_indices(words).map(|(start, it)| Span::new(start, start + it.len()));
    let is_part = |sign: Option<char>| sign.is_some_and(char::is_alphanumeric);
    found.filter(move |span| {
        let before = text.get(..span.start).and_then(|it| it.chars().next_back());
        let after = text.get(span.end..).and_then(|it| it.chars().next());
        !words.is_empty() && within.contains(*span) && !is_part(before) && !is_part(after)
    })
}
