//! What has been written so far while the parts of a package are walked.

use griot_model::{Place, Places, Span};
use griot_text::document::BlockKind;

use crate::{About, Change, Link, NoteKind, Origin};

/// A text on its way, with all that lies on it.
#[derive(Debug, Default)]
pub(super) struct Written {
    pub(super) text: String,
    pub(super) blocks: Vec<(Span, BlockKind, About)>,
    pub(super) places: Places,
    pub(super) parts: Vec<String>,
    pub(super) origins: Vec<Origin>,
    pub(super) links: Vec<Link>,
    pub(super) changes: Vec<Change>,
    pub(super) marks: Vec<Marked>,
    /// Characters that are formatted as hidden.
    pub(super) hidden: usize,
}

/// A mark in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Marked {
    /// Of a note.
    Note {
        /// Its own letters, where the author chose them.
        at: Span,
        kind: NoteKind,
        id: String,
        label: Option<String>,
    },
    /// A comment begins here.
    From { at: usize, id: String },
    /// A comment ends here.
    To { at: usize, id: String },
}

impl Marked {
    fn shifted(mut self, by: usize) -> Self {
        match &mut self {
            Self::Note { at, .. } => *at = at.shifted(by),
            Self::From { at, .. } | Self::To { at, .. } => *at += by,
        }
        self
    }
}

/// A paragraph on its way, with offsets of its own.
#[derive(Debug, Default)]
pub(super) struct Paragraph {
    pub(super) text: String,
    pub(super) origins: Vec<Origin>,
    pub(super) links: Vec<Link>,
    pub(super) changes: Vec<Change>,
    pub(super) marks: Vec<Marked>,
    pub(super) style: String,
    pub(super) level: Option<u8>,
    pub(super) is_item: bool,
    /// Its mark was taken out, so that the next paragraph goes on with it.
    pub(super) is_joined: bool,
    /// Paragraphs of text boxes that hang on it.
    pub(super) boxed: Vec<Boxed>,
}

/// A paragraph of a text box.
#[derive(Debug)]
pub(super) struct Boxed {
    pub(super) paragraph: Paragraph,
    pub(super) kind: BlockKind,
    pub(super) about: About,
}

impl Written {
    /// The number of a part from now on.
    pub(super) fn part(&mut self, name: &str) -> u32 {
        self.parts.push(name.to_owned());
        u32::try_from(self.parts.len() - 1).unwrap_or(u32::MAX)
    }

    /// Adds a paragraph as a block, and says where in the text it stands.
    pub(super) fn add(
        &mut self,
        paragraph: Paragraph,
        kind: BlockKind,
        about: About,
        place: Place,
    ) -> Span {
        let is_empty = paragraph.text.trim().is_empty();
        if !is_empty && !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
        let by = self.text.len();
        if is_empty {
            // Marks may stand in it; they stand where the text before it ends.
            let at = Span::new(by, by);
            self.changes
                .extend(paragraph.changes.into_iter().map(|it| Change { span: at, ..it }));
            self.marks.extend(paragraph.marks.into_iter().map(|mark| match mark {
                Marked::Note { kind, id, label, .. } => Marked::Note { at, kind, id, label },
                Marked::From { id, .. } => Marked::From { at: by, id },
                Marked::To { id, .. } => Marked::To { at: by, id },
            }));
            return Span::new(by, by);
        }
        self.places.push(by, place);
        self.text.push_str(&paragraph.text);
        let span = Span::new(by, self.text.len());
        self.origins.extend(
            paragraph.origins.into_iter().map(|it| Origin { span: it.span.shifted(by), ..it }),
        );
        self.links.extend(
            paragraph.links.into_iter().map(|it| Link { span: it.span.shifted(by), ..it }),
        );
        self.changes.extend(
            paragraph.changes.into_iter().map(|it| Change { span: it.span.shifted(by), ..it }),
        );
        self.marks.extend(paragraph.marks.into_iter().map(|mark| mark.shifted(by)));
        self.blocks.push((span, kind, about));
        span
    }
}
