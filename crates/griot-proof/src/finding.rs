//! What came of looking for a particular.

use griot_model::Span;
use serde::{Deserialize, Serialize};

use crate::particulars::{Kind, Particular};

/// What came of looking for a particular.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// It stands in a proof.
    Found,
    /// The passage about the same thing has another value.
    Differs,
    /// No proof of the sentence has it.
    Absent,
    /// The proof hedges, the sentence does not.
    Firmer,
    /// Its proof is not held, or it cannot be looked for: a translated quotation.
    NotAsked,
}

impl Status {
    /// The word for it in JSON and tables.
    pub fn word(self) -> &'static str {
        match self {
            Self::Found => "found",
            Self::Differs => "differs",
            Self::Absent => "absent",
            Self::Firmer => "firmer",
            Self::NotAsked => "not-asked",
        }
    }

    /// Whether a person should look.
    pub fn is_alert(self) -> bool {
        matches!(self, Self::Differs | Self::Absent | Self::Firmer)
    }
}

/// Where in a proof something was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Where {
    /// In the passage that speaks of the same thing.
    Passage,
    /// Elsewhere in the proof.
    Elsewhere,
}

impl Where {
    /// The word for it in JSON and tables.
    pub fn word(self) -> &'static str {
        match self {
            Self::Passage => "passage",
            Self::Elsewhere => "elsewhere",
        }
    }
}

/// A particular and what came of looking for it.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// What sort it is.
    pub kind: Kind,
    /// Where it stands in the sentence.
    pub span: Span,
    /// What came of it.
    pub status: Status,
    /// Where it was found.
    pub at: Option<Where>,
    /// Found, but so common that this proves nothing.
    pub weak: bool,
    /// Which of the proofs, by its index.
    pub proof: Option<usize>,
    /// Where in that proof's text: the particular itself, or what stands there instead.
    pub place: Option<Span>,
    /// The passage that speaks of the same thing.
    pub passage: Option<Span>,
    /// What stands there instead.
    pub value: Option<String>,
    /// Why it was not asked.
    pub why: Option<&'static str>,
}

/// A finding of which nothing but the status is known.
pub(crate) fn blank(particular: &Particular, status: Status) -> Finding {
    Finding {
        kind: particular.kind,
        span: particular.span,
        status,
        at: None,
        weak: false,
        proof: None,
        place: None,
        passage: None,
        value: None,
        why: None,
    }
}
