//! Several documents in one: attachments, files of a ZIP, pages of a web archive.

use griot_model::{Place, Span};
use griot_text::document::{
    Block, BlockKind, Document as Prose, Format, Prose as Piece, Remark,
};

use crate::{Document, Kind, Unreadable};

/// Files within files. A message with a ZIP with a document is two.
pub(crate) const DEEPEST: usize = 3;
/// Files of one file that are read.
pub(crate) const MOST: usize = 10_000;
/// Bytes of text of all of them.
const MOST_TEXT: usize = 64 << 20;

/// A document with nothing in it yet.
pub(crate) fn empty(name: &str, kind: Kind, label: &str) -> Document {
    Document::empty(
        kind,
        label,
        Prose {
            name: name.to_owned(),
            format: Format::Extracted,
            encoding: "UTF-8".to_owned(),
            text: String::new(),
            title: None,
            blocks: Vec::new(),
            bound: Vec::new(),
            allowed: Vec::new(),
            dated: Vec::new(),
            notes: Vec::new(),
        },
    )
}

impl Document {
    /// Adds a heading of our own that names what follows, and stands where that stands.
    pub(crate) fn name_part(&mut self, name: &str, place: Place) {
        self.say_block(name, BlockKind::Heading, place);
    }

    /// Adds a block.
    pub(crate) fn say_block(&mut self, words: &str, kind: BlockKind, place: Place) {
        let text = &mut self.prose.text;
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        let start = text.len();
        text.push_str(words);
        self.places.push(start, place);
        if let Some(block) = Block::of(Span::new(start, text.len()), kind, text) {
            self.prose.blocks.push(block);
            self.abouts.push(crate::About::default());
        }
    }

    /// Adds what another file says, of which the places are within this one.
    pub(crate) fn append(&mut self, inner: Document, file: &str) {
        if self.prose.text.len() + inner.prose.text.len() > MOST_TEXT {
            let message = format!("{file}: what was read before it is long enough; not read");
            self.prose.notes.push(Remark::about_file(message));
            return;
        }
        if !self.prose.text.is_empty() {
            self.prose.text.push_str("\n\n");
        }
        let by = self.prose.text.len();
        self.prose.text.push_str(&inner.prose.text);
        let within = |place: &Place| Place::Within {
            file: file.to_owned(),
            place: Box::new(place.clone()),
        };
        let places = inner.places.stretches();
        let first = Place::Line { line: 1, column: 1 };
        let start = (0, first);
        let own = if inner.places.is_empty() { std::slice::from_ref(&start) } else { places };
        own.iter().for_each(|(at, place)| self.places.push(at + by, within(place)));
        let blocks = |block: Block| Block {
            span: block.span.shifted(by),
            kind: block.kind,
            prose: block
                .prose
                .into_iter()
                .map(|piece| Piece { span: piece.span.shifted(by), ..piece })
                .collect(),
        };
        let notes = self.notes.len();
        self.prose.blocks.extend(inner.prose.blocks.into_iter().map(blocks));
        self.abouts.extend(
            inner
                .abouts
                .into_iter()
                .map(|about| crate::About { note: about.note.map(|it| it + notes), ..about }),
        );
        self.other.extend(inner.other.into_iter().map(blocks));
        self.notes.extend(inner.notes.into_iter().map(|mut it| {
            it.span = it.span.shifted(by);
            it
        }));
        self.references.extend(
            inner.references.into_iter().map(|it| crate::Reference {
                span: it.span.shifted(by),
                note: it.note + notes,
            }),
        );
        self.links.extend(inner.links.into_iter().map(|mut it| {
            it.span = it.span.shifted(by);
            it
        }));
        self.comments.extend(inner.comments.into_iter().map(|mut it| {
            it.anchor = it.anchor.map(|span| span.shifted(by));
            it
        }));
        self.changes.extend(inner.changes.into_iter().map(|mut it| {
            it.span = it.span.shifted(by);
            it
        }));
        self.prose.notes.extend(inner.prose.notes.into_iter().map(|remark| Remark {
            span: remark.span.map(|span| span.shifted(by)),
            message: format!("{file}: {}", remark.message),
        }));
    }

    /// Reads a file within this one and adds what it says, or why it cannot be read.
    pub(crate) fn take(&mut self, bytes: &[u8], file: &str, depth: usize) {
        let read = if depth > DEEPEST {
            let said = format!("files are nested deeper than {DEEPEST}");
            Err(Unreadable::Kind { said })
        } else {
            crate::read_at(bytes, file, depth)
        };
        match read {
            Ok(inner) => self.append(inner, file),
            Err(why) => {
                let why = why.to_string();
                let message =
                    if why.starts_with(file) { why } else { format!("{file}: {why}") };
                self.prose.notes.push(Remark::about_file(message));
            }
        }
    }
}
