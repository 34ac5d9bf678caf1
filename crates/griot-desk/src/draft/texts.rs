//! Texts of proofs that stand beside a sentence: each is read once by the process that reads foreign bytes, and kept as
//! long as there is room.

use std::{
    collections::{HashMap, VecDeque},
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};

use griot_model::{Span, bounds};
use griot_read::Document;
use griot_text::{
    document::Block,
    sentences::{self, Sentence},
};

use super::paper::{self, Piece};
use crate::{disk, job::held};

/// Paragraphs shown on either side of a passage.
const AROUND: usize = 4;

/// Bytes of texts that are kept; what was read first goes first.
const KEPT: usize = 96 << 20;

/// Reads the bytes of a file of this name as a document, in a process of its own, or says why it cannot.
pub type Read = Box<dyn Fn(&[u8], &str) -> Result<Document, String> + Send + Sync>;

/// A text of somebody: paragraphs, each a run of prose with its place in the file.
#[derive(Debug, Default)]
pub(crate) struct Text {
    raw: String,
    paragraphs: Vec<Paragraph>,
    /// Headers, menus and asides, in order.
    other: Vec<Paragraph>,
}

/// A paragraph of a proof.
#[derive(Debug)]
pub(crate) struct Paragraph {
    /// Where it stands, as a person cites it.
    pub(crate) place: String,
    /// Its words without markup, and the way back.
    whole: Sentence,
}

impl Paragraph {
    /// Its words without markup.
    pub(crate) fn text(&self) -> &str {
        &self.whole.text
    }

    /// Whether a byte of the text of the document is one of it.
    pub(crate) fn has(&self, byte: usize) -> bool {
        self.whole.span.start <= byte && byte < self.whole.span.end
    }
}

/// A paragraph beside a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Shown {
    /// Where it stands in the file.
    pub(crate) place: String,
    /// Its words, marked.
    pub(crate) pieces: Vec<Piece>,
    /// Whether the passage stands in it.
    pub(crate) is_passage: bool,
    /// Whether something is left out before it.
    pub(crate) is_after_gap: bool,
}

/// A passage as griot answers it, and what lies in it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Passage<'a> {
    /// The words of the proof.
    pub(crate) words: &'a str,
    /// Where it stands, for when the text itself is not at hand.
    pub(crate) place: &'a str,
    /// What was found in it, as a part of the words.
    pub(crate) inside: Option<Span>,
    /// The class of the mark.
    pub(crate) class: &'a str,
}

impl Text {
    /// The text of a document.
    pub(crate) fn of(document: Document) -> Self {
        let placing = document.placing();
        let prose = &document.prose;
        let of = |blocks: &[Block]| -> Vec<Paragraph> {
            let paragraphs = blocks.iter().enumerate().map(|(index, block)| Paragraph {
                place: beginning(&placing.place(block.span.start).to_string()),
                whole: sentences::of_block(&prose.text, block, index),
            });
            paragraphs.filter(|paragraph| !paragraph.text().trim().is_empty()).collect()
        };
        let (paragraphs, other) = (of(&prose.blocks), of(&document.other));
        Self { paragraphs, other, raw: document.prose.text }
    }

    /// Headers, menus and asides, in order.
    pub(crate) fn other(&self) -> &[Paragraph] {
        &self.other
    }

    /// The paragraphs, in order.
    pub(crate) fn paragraphs(&self) -> &[Paragraph] {
        &self.paragraphs
    }

    fn size(&self) -> usize {
        self.raw.len() * 2 + self.paragraphs.len() * 120
    }

    /// The paragraphs around passages, with marks on their words.
    pub(crate) fn around(&self, passages: &[Passage<'_>]) -> Vec<Shown> {
        let mut marks: Vec<(Span, &str)> = Vec::new();
        let mut shown: Vec<usize> = Vec::new();
        let mut at_hand = Vec::new();
        for passage in passages.iter().filter(|it| !it.words.is_empty()) {
            let Some(start) = self.raw.find(passage.words) else {
                at_hand.push(*passage);
                continue;
            };
            let span = Span::new(start, start + passage.words.len());
            let first = self.paragraphs.partition_point(|it| it.whole.span.end <= span.start);
            let end = self.paragraphs.partition_point(|it| it.whole.span.start < span.end);
            let around = if shown.is_empty() { AROUND } else { 1 };
            shown.extend(first.saturating_sub(around)..end.max(first + 1) + around);
            marks.push((span, "passage"));
            let inside = passage.inside.filter(|it| it.end <= passage.words.len());
            marks.extend(
                inside.map(|it| (Span::new(start + it.start, start + it.end), passage.class)),
            );
        }
        let mut found = alone(&at_hand);
        if shown.is_empty() && found.is_empty() {
            shown.extend(0..AROUND * 2);
        }
        shown.sort_unstable();
        shown.dedup();
        let mut last = None;
        for number in shown {
            let Some(paragraph) = self.paragraphs.get(number) else { break };
            let laid: Vec<(Span, &str)> = marks
                .iter()
                .filter_map(|(span, class)| Some((paragraph.whole.local(*span)?, *class)))
                .collect();
            found.push(Shown {
                place: paragraph.place.clone(),
                is_passage: laid.iter().any(|(_, class)| *class == "passage"),
                pieces: paper::cut(paragraph.text(), &laid),
                is_after_gap: number > last.map_or(0, |last| last + 1),
            });
            last = Some(number);
        }
        found
    }
}

/// A place without the column: of a paragraph nobody cites it.
pub(crate) fn beginning(place: &str) -> String {
    place.split_once(", column ").map_or(place, |(place, _)| place).to_owned()
}

/// Passages as they were answered, without the text that they are from.
pub(crate) fn alone(passages: &[Passage<'_>]) -> Vec<Shown> {
    let mut found = Vec::new();
    for (number, passage) in passages.iter().enumerate() {
        let words = passage.words;
        let same = |it: &&Passage<'_>| it.words == words;
        if words.is_empty() || passages.iter().take(number).any(|it| same(&it)) {
            continue;
        }
        let mut marks = vec![(Span::new(0, words.len()), "passage")];
        let inside = passages.iter().filter(same).filter_map(|it| Some((it.inside?, it.class)));
        marks.extend(inside);
        found.push(Shown {
            place: passage.place.to_owned(),
            pieces: paper::cut(words, &marks),
            is_passage: true,
            is_after_gap: false,
        });
    }
    found
}

/// What is known of a file: where it lies, and when it was written.
type Key = (PathBuf, String, Option<(u64, u128)>);

/// What came of reading a file.
type Outcome = Result<Arc<Text>, String>;

/// Texts that were read.
pub(crate) struct Texts {
    read: Read,
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    of: HashMap<Key, Outcome>,
    order: VecDeque<(Key, usize)>,
    size: usize,
}

impl Texts {
    /// None yet.
    pub(crate) fn new(read: Read) -> Self {
        Self { read, kept: Mutex::default() }
    }

    /// A document of some bytes; nothing of it is kept.
    pub(crate) fn document(&self, bytes: &[u8], name: &str) -> Result<Document, String> {
        (self.read)(bytes, name)
    }

    /// The text of a file of a case.
    pub(crate) fn of(&self, folder: &Path, file: &str) -> Outcome {
        let key: Key = (folder.to_owned(), file.to_owned(), disk::stamp(folder, file));
        if let Some(known) = held(&self.kept).of.get(&key) {
            return known.clone();
        }
        let outcome = self.fresh(folder, file).map(Arc::new);
        let size = outcome.as_ref().map_or(200, |text| text.size());
        let mut kept = held(&self.kept);
        if kept.of.insert(key.clone(), outcome.clone()).is_none() {
            kept.order.push_back((key, size));
            kept.size += size;
        }
        while kept.size > KEPT && kept.order.len() > 1 {
            let Some((old, size)) = kept.order.pop_front() else { break };
            kept.of.remove(&old);
            kept.size -= size;
        }
        drop(kept);
        outcome
    }

    fn fresh(&self, folder: &Path, file: &str) -> Result<Text, String> {
        let bytes = disk::read(folder, file)
            .map_err(|error| format!("{file} cannot be read: {error}"))?;
        if bytes.len() as u64 > bounds::DOCUMENT {
            return Err("it is too large to be shown here".to_owned());
        }
        let name = file.rsplit('/').next().unwrap_or(file);
        Ok(Text::of(self.document(&bytes, name)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(file: &str, words: &str) -> Text {
        Text::of(griot_read::read(words.as_bytes(), file).expect("it is text"))
    }

    fn said(shown: &[Shown]) -> Vec<(String, String, bool)> {
        let words = |it: &Shown| it.pieces.iter().map(|it| it.text.as_str()).collect();
        shown.iter().map(|it| (it.place.clone(), words(it), it.is_passage)).collect()
    }

    #[test]
    fn a_passage_is_marked_where_it_stands_without_its_markup() {
        let words = (1..=20).map(|n| format!("The *year* {n} was dry.")).collect::<Vec<_>>();
        let words = words.join("\n\n");
        let text = text("a.md", &words);
        let passage = Passage {
            words: "The *year* 12 was dry.",
            place: "line 23",
            inside: Some(Span::new(11, 13)),
            class: "p found",
        };
        let shown = text.around(&[passage]);
        let at: Vec<&Shown> = shown.iter().filter(|it| it.is_passage).collect();
        assert_eq!((shown.len(), at.len()), (9, 1));
        let marked: Vec<(&str, &str)> = at
            .iter()
            .flat_map(|it| &it.pieces)
            .map(|it| (it.text.as_str(), it.classes.as_str()))
            .collect();
        let expected =
            [("The year ", "passage"), ("12", "passage p found"), (" was dry.", "passage")];
        assert_eq!(marked, expected);
        assert!(shown[0].is_after_gap, "what comes before is left out");
    }

    #[test]
    fn two_passages_are_shown_with_a_gap_between() {
        let words = (1..=40).map(|n| format!("Line {n}.")).collect::<Vec<_>>();
        let words = words.join("\n\n");
        let text = text("a.txt", &words);
        let of = |words| Passage { words, place: "", inside: None, class: "" };
        let shown = text.around(&[of("Line 3."), of("Line 30.")]);
        let gaps = shown.iter().filter(|it| it.is_after_gap).count();
        assert_eq!((shown.len(), gaps), (7 + 3, 1), "{:?}", said(&shown));
    }

    #[test]
    fn a_passage_that_is_not_there_any_more_is_shown_as_it_was_answered() {
        let text = text("a.txt", "Something else.\n");
        let passage =
            Passage { words: "What it said.", place: "page 3", inside: None, class: "" };
        let expected = [("page 3".to_owned(), "What it said.".to_owned(), true)];
        assert_eq!(said(&text.around(&[passage])), expected);
    }
}
