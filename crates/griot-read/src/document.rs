//! What a file says once it is read.
//!
//! There is one text, [`Document::text`], and every [`Span`] and offset of the document is about it. It begins with the
//! body; the text of notes, headers and menus that do not stand in the body follows. For Markdown and plain text it is the
//! file itself (decoded), so notes stand where the author wrote them.
//!
//! - `prose.blocks` are the blocks that a person reads as the document, body and notes, in order; `abouts[i]` says more of
//!   `prose.blocks[i]`. [`Document::other`] are blocks that belong to the frame: headers, menus. Sentences and claims are found in
//!   `prose` by `griot-text` without knowing what the file was.
//! - A mark of a note is a [`Reference`]: where it stands, and which of [`Document::notes`] it means. In a Word file it has no
//!   letters of its own and its span is empty, so no number is ever glued to it; in Markdown it is `[^1]`.
//! - A [`Link`] lies on its words, in the body or in a note: the links of a note are those within its span
//!   ([`Document::links_of`]).
//! - [`Document::place`] says where a byte stands in the file as a person cites it; [`Document::origin`] where it stands in the
//!   parts of a package, so that a comment can be written there.

use griot_model::{Place, Places, Placing, Span};
use griot_text::document::{Block, Document as Prose};
use serde::{Deserialize, Serialize};

/// What kind of file it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Lines and blank lines.
    Plain,
    /// Markdown with notes, front matter and bracketed spans.
    Markdown,
    /// A web page.
    Html,
    /// A Word document.
    Docx,
    /// An OpenDocument text.
    Odt,
    /// A rich text document.
    Rtf,
    /// A PDF.
    Pdf,
    /// A message with its attachments.
    Mail,
    /// Sheets of a workbook, or one table.
    Table,
    /// Files in one file.
    Archive,
}

/// A document with a place for every character.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Document {
    /// What kind of file it was.
    pub kind: Kind,
    /// What read it, with its version: `griot-read 0.1.0 (docx)`.
    pub extractor: String,
    /// The text, its blocks of prose, title and dates, and what is to be said about the reading.
    pub prose: Prose,
    /// One for each of `prose.blocks`.
    pub abouts: Vec<About>,
    /// Headers, footers, menus and asides, in order; they lie after the body.
    pub other: Vec<Block>,
    /// Notes, in the order of their first marks; notes without a mark last.
    pub notes: Vec<Note>,
    /// Marks of notes, in the order of the text. A note may have several.
    pub references: Vec<Reference>,
    /// Links, in the order of the text.
    pub links: Vec<Link>,
    /// Comments of editors, in the order of the file.
    pub comments: Vec<Comment>,
    /// Tracked changes, in the order of the text, which is read as if all were accepted.
    pub changes: Vec<Change>,
    /// What the file says about itself.
    pub metadata: Metadata,
    /// Where the text stands in the file; empty where the text is the file itself.
    pub places: Places,
    /// Names of the parts of a package that the text comes from: `word/document.xml`.
    pub parts: Vec<String>,
    /// Where the text stands in these parts, in the order of the text.
    pub origins: Vec<Origin>,
}

/// More about a block of prose.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// The note that the block is part of, as an index into [`Document::notes`].
    pub note: Option<usize>,
    /// Level of a heading, from 1.
    pub level: Option<u8>,
    /// Language as a two-letter code; nothing where it is not sure.
    pub language: Option<String>,
    /// The table (from 1), row and column (from 1) where the block is a cell.
    pub cell: Option<(u32, u32, u32)>,
}

/// Which notes a note is among.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoteKind {
    /// At the foot of the page.
    Footnote,
    /// At the end.
    Endnote,
}

/// A note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// What the reader sees as its mark: `3`, `iv`, `*`, the label of Markdown.
    pub label: String,
    /// What the file calls it.
    pub id: String,
    /// Among which notes it stands.
    pub kind: NoteKind,
    /// Its text; empty where a mark leads to no note.
    pub span: Span,
}

/// A mark of a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reference {
    /// Where it stands: its letters in the text, or an empty span between two words.
    pub span: Span,
    /// Index into [`Document::notes`].
    pub note: usize,
}

/// Words that lead somewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// The words.
    pub span: Span,
    /// Where they lead, as written; `#name` within the document.
    pub target: String,
}

/// A comment of an editor. Its text is no part of [`Document::text`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comment {
    /// What the file calls it.
    pub id: String,
    /// Who wrote it.
    pub author: String,
    /// When, as the file has it.
    pub date: Option<String>,
    /// The words it is about; empty where it is about a point. Nothing where it is nowhere anchored.
    pub anchor: Option<Span>,
    /// What it says, paragraphs apart by a line feed.
    pub text: String,
    /// The comment that it answers, as its id.
    pub answers: Option<String>,
    /// Whether it was marked as resolved.
    pub resolved: bool,
}

/// A tracked change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Words that were put in; or, where words were taken out, an empty span where they stood.
    pub span: Span,
    /// Words that were taken out, which are no part of the text.
    pub deleted: Option<String>,
    /// Who made it.
    pub author: String,
    /// When, as the file has it.
    pub date: Option<String>,
}

/// What a file says about itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Metadata {
    /// Its title.
    pub title: Option<String>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// When it was published or made, as `2023-08-11`.
    pub published: Option<String>,
    /// When it was changed last, as the file has it.
    pub modified: Option<String>,
    /// Its language, as the file has it.
    pub language: Option<String>,
    /// Its own address.
    pub address: Option<String>,
}

/// Where a stretch of the text stands in a part of a package.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// The stretch: characters of one text element, in order, one for one.
    pub span: Span,
    /// Index into [`Document::parts`].
    pub part: u32,
    /// Which paragraph element of the part, from 0, in the order of their start tags.
    pub paragraph: u32,
    /// Which run element of the part, from 0, in the order of their start tags.
    pub run: u32,
    /// Bytes of the run element in the part, from `<` of its start tag to after its end tag.
    pub element: Span,
    /// Characters of the run that come before the stretch; a tab or a break is one.
    pub before: u32,
}

impl Document {
    /// The text that all spans are about.
    pub fn text(&self) -> &str {
        &self.prose.text
    }

    /// The words of a note.
    pub fn note_text(&self, note: &Note) -> &str {
        note.span.of(self.text()).trim()
    }

    /// The links within a note, or any other span.
    pub fn links_of(&self, span: Span) -> impl Iterator<Item = &Link> {
        self.links.iter().filter(move |link| span.contains(link.span))
    }

    /// The marks of notes within a span, such as a sentence; a mark at its end counts.
    pub fn references_in(&self, span: Span) -> impl Iterator<Item = &Reference> {
        let first = self.references.partition_point(|it| it.span.start < span.start);
        self.references.iter().skip(first).take_while(move |it| it.span.start <= span.end)
    }

    /// Where a byte of the text stands in the file, as a person cites it.
    ///
    /// Where the text is the file itself this counts its lines: many places are asked of [`Document::placing`].
    pub fn place(&self, byte: usize) -> Place {
        self.placing().place(byte)
    }

    /// Answers many questions for places.
    pub fn placing(&self) -> Placing<'_> {
        Placing::of(&self.places, self.text())
    }

    /// Where a byte of the text stands in the parts of the package.
    pub fn origin(&self, byte: usize) -> Option<&Origin> {
        let after = self.origins.partition_point(|origin| origin.span.start <= byte);
        let origin = self.origins.get(after.checked_sub(1)?)?;
        (byte < origin.span.end).then_some(origin)
    }
}
