//! What a report consists of once it is read.

use crate::script::signs;
use griot_model::Span;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// How a report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Format {
    /// `CommonMark` with tables, footnotes, front matter and Pandoc's bracketed spans.
    Markdown,
    /// Lines and blank lines.
    Plain,
    /// A web page.
    Html,
    /// Text that was taken out of a file that is no text, as of a word processor.
    Extracted,
}

/// A report that was read.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Document {
    /// File name as given.
    pub name: String,
    /// How it is written.
    pub format: Format,
    /// Name of its encoding.
    pub encoding: String,
    /// The text that every [`Span`] is about.
    pub text: String,
    /// Title from front matter or `<title>`, where there is one.
    pub title: Option<String>,
    /// Prose in reading order; code, comments and navigation are left out.
    pub blocks: Vec<Block>,
    /// Words that the author bound with `[…]{…}`, in the order of their closing brackets.
    pub bound: Vec<Bound>,
    /// Rules the author asks to be quiet.
    pub allowed: Vec<Allowed>,
    /// Publication dates from front matter, `<meta>`, `<time>` or JSON-LD, best first. The span is
    /// empty where the date is not part of the text.
    pub dated: Vec<(Date, Span)>,
    /// What the reader should know about how the file was read.
    pub notes: Vec<Remark>,
}

/// Something worth saying about a document that is not about its claims.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    /// Where, if it has a place.
    pub span: Option<Span>,
    /// A whole sentence without the final full stop.
    pub message: String,
}

impl Remark {
    /// About these words.
    pub fn at(span: Span, message: impl Into<String>) -> Self {
        Self { span: Some(span), message: message.into() }
    }

    /// About the whole file.
    pub fn about_file(message: impl Into<String>) -> Self {
        Self { span: None, message: message.into() }
    }
}

/// What part of a page a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum BlockKind {
    /// A heading or, in plain text, a short line without a full stop.
    Heading,
    /// A paragraph.
    Paragraph,
    /// An item of a list.
    ListItem,
    /// A cell of a table.
    TableCell,
    /// A paragraph inside a block quotation.
    Quote,
}

/// A run of prose that no sentence crosses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// From the first to the last byte of its prose.
    pub span: Span,
    /// What part of the page it is.
    pub kind: BlockKind,
    /// The prose without the markup between, in order.
    pub prose: Vec<Prose>,
}

impl Block {
    /// The block of these bytes, all of them prose, as a reader sees them: without the signs that hide and the blanks around.
    /// Nothing where only blanks are left. A line break inside is a blank.
    pub fn of(span: Span, kind: BlockKind, text: &str) -> Option<Self> {
        let mut gathered = Gathered::default();
        let mut at = span.start;
        for line in span.of(text).split_inclusive('\n') {
            let words = line.trim_end_matches('\n').len();
            gathered.push(Span::new(at, at + words));
            if words < line.len() {
                gathered.push_instead(Span::new(at + words, at + line.len()), " ");
            }
            at += line.len();
        }
        gathered.take(kind, text)
    }
}

/// Bytes of the text that are prose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prose {
    /// Where they stand.
    pub span: Span,
    /// What they mean, where that is not what they are: `&amp;`, a line break inside a paragraph.
    pub instead: Option<Box<str>>,
}

/// Words bound by the author: `[seven states]{.claim #c12 vote="A/RES/ES-11/6" cast=no}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bound {
    /// The words inside the brackets; they may themselves contain markup.
    pub span: Span,
    /// From the opening bracket to the closing brace.
    pub outer: Span,
    /// `claim` in `.claim`.
    pub classes: Vec<String>,
    /// `c12` in `#c12`.
    pub id: Option<String>,
    /// Key, value and where the value stands (without its quotation marks), in order. Keys may
    /// repeat.
    pub attributes: Vec<(String, String, Span)>,
}

impl Bound {
    /// The first value of a key.
    pub fn get(&self, key: &str) -> Option<(&str, Span)> {
        let found = self.attributes.iter().find(|(name, ..)| name == key);
        found.map(|(_, value, span)| (value.as_str(), *span))
    }

    /// Whether the author called it a claim.
    pub fn is_claim(&self) -> bool {
        self.classes.iter().any(|class| class == "claim")
    }
}

/// `<!-- griot: allow(rule) reason="…" -->`. It holds for the block it stands in or, between
/// blocks, for the one that follows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allowed {
    /// Name or code of the rule.
    pub rule: String,
    /// Why; shown in the published audit. Never empty.
    pub reason: String,
    /// The comment.
    pub span: Span,
    /// Index of the block it holds for; `None` at the end of a document.
    pub block: Option<usize>,
}

/// Collects the prose of one block; adjacent bytes become one piece.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    pub(super) prose: Vec<Prose>,
}

/// A piece as a reader sees it: a soft hyphen or a mark of no width inside a word is no part of the
/// word, and a line separator is a blank.
fn without_hidden(piece: Prose, text: &str, pieces: &mut Vec<Prose>) {
    if let Some(instead) = &piece.instead {
        if instead.is_ascii() {
            pieces.push(piece);
            return;
        }
        let shown: String =
            signs(instead).filter(|(_, hidden)| !hidden).map(|it| it.0).collect();
        pieces.push(Prose { instead: Some(shown.into()), ..piece });
        return;
    }
    let written = piece.span.of(text);
    if written.is_ascii() {
        pieces.push(piece);
        return;
    }
    let (mut from, mut at) = (piece.span.start, piece.span.start);
    for (sign, hidden) in signs(written) {
        let end = at + sign.len_utf8();
        if hidden {
            if from < at {
                pieces.push(Prose { span: Span::new(from, at), instead: None });
            }
            let meaning = if matches!(sign, '\u{2028}' | '\u{2029}') { " " } else { "" };
            pieces.push(Prose { span: Span::new(at, end), instead: Some(meaning.into()) });
            from = end;
        }
        at = end;
    }
    if from < at {
        pieces.push(Prose { span: Span::new(from, at), instead: None });
    }
}

impl Gathered {
    pub(super) fn push(&mut self, span: Span) {
        if span.is_empty() {
            return;
        }
        match self.prose.last_mut() {
            Some(last) if last.instead.is_none() && last.span.end == span.start => {
                last.span.end = span.end;
            }
            _ => self.prose.push(Prose { span, instead: None }),
        }
    }

    pub(super) fn push_instead(&mut self, span: Span, meaning: &str) {
        self.prose.push(Prose { span, instead: Some(meaning.into()) });
    }

    /// The block, unless it has nothing but white space. Leaves this collector empty.
    pub(super) fn take(&mut self, kind: BlockKind, text: &str) -> Option<Block> {
        let mut prose = Vec::with_capacity(self.prose.len());
        for piece in std::mem::take(&mut self.prose) {
            without_hidden(piece, text, &mut prose);
        }
        let blank = |piece: &Prose| {
            piece.instead.as_deref().unwrap_or_else(|| piece.span.of(text)).trim().is_empty()
        };
        let first = prose.iter().position(|piece| !blank(piece))?;
        let last = prose.iter().rposition(|piece| !blank(piece))?;
        let prose: Vec<Prose> = prose.get(first..=last)?.to_vec();
        let span = prose.first()?.span.join(prose.last()?.span);
        Some(Block { span, kind, prose })
    }
}
