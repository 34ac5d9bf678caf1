//! A claim before it has an id: what one family of sentences hands back.

use griot_model::{ClaimKind, Proposition, Span};

/// A claim on the offsets of its sentence.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    /// Words it stands on, in the sentence's own text.
    pub(crate) span: Span,
    pub(crate) kind: ClaimKind,
    pub(crate) proposition: Proposition,
    /// Place in the document of a date that this claim's date is relative to.
    pub(crate) anchor: Option<Span>,
    /// What of its identity the sentence does not say itself.
    pub(crate) assumed: Option<String>,
    /// Whether no pattern says how its words hang together.
    pub(crate) loose: bool,
}

impl Found {
    pub(crate) fn new(span: Span, kind: ClaimKind, proposition: Proposition) -> Self {
        Self { span, kind, proposition, anchor: None, assumed: None, loose: false }
    }

    pub(crate) fn anchored(mut self, anchor: Option<Span>) -> Self {
        self.anchor = anchor;
        self
    }

    pub(crate) fn loosely(mut self) -> Self {
        self.loose = true;
        self
    }

    pub(crate) fn assuming(mut self, assumed: Option<String>) -> Self {
        self.assumed = assumed.or(self.assumed);
        self
    }
}
