//! A claim before it has an id: what one family of sentences hands back.

use griot_model::{ClaimKind, Proposition, Span};

/// A claim on the offsets of its sentence.
#[derive(Debug, Clone)]
pub(super) struct Found {
    /// Words it stands on, in the sentence's own text.
    pub(super) span: Span,
    pub(super) kind: ClaimKind,
    pub(super) proposition: Proposition,
    /// Place in the document of a date that this claim's date is relative to.
    pub(super) anchor: Option<Span>,
}

impl Found {
    pub(super) fn new(span: Span, kind: ClaimKind, proposition: Proposition) -> Self {
        Self { span, kind, proposition, anchor: None }
    }

    pub(super) fn anchored(mut self, anchor: Option<Span>) -> Self {
        self.anchor = anchor;
        self
    }
}
