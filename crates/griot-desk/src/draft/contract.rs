//! What `griot check --format json` answers, as far as the desk shows it (`docs/formats`).

use griot_model::Span;
use serde::Deserialize;

/// The whole answer.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Checked {
    /// Claims in the order of the text.
    pub(crate) claims: Vec<Claim>,
    /// Sentences with their proofs.
    pub(crate) sentences: Vec<Sentence>,
    /// What was seen while reading.
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// A claim and its verdict.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Claim {
    /// `c12`.
    pub(crate) id: String,
    /// The rule that speaks.
    pub(crate) rule: Option<String>,
    /// Its code.
    pub(crate) code: Option<String>,
    /// What sort of thing is claimed.
    pub(crate) kind: String,
    /// The words.
    pub(crate) span: Option<Span>,
    /// The same, as text.
    pub(crate) text: String,
    /// `supported`, `contradicted`, `conflicting`, `unverified`, `not-checkable`.
    pub(crate) verdict: String,
    /// How griot reads it.
    pub(crate) says: String,
    /// What the evidence has instead.
    pub(crate) evidence_says: String,
    /// The verdict in a sentence.
    pub(crate) message: String,
    /// The rows.
    pub(crate) evidence: Vec<Evidence>,
    /// How it was computed.
    pub(crate) notes: Vec<String>,
    /// What would settle it.
    pub(crate) helps: Vec<String>,
}

/// Rows behind a verdict.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Evidence {
    /// The table.
    pub(crate) table: String,
    /// Its publisher.
    pub(crate) source: String,
    /// How many rows.
    pub(crate) rows: u64,
    /// The SQL that chooses them.
    pub(crate) query: String,
}

impl Evidence {
    /// The query as an address has it.
    pub(crate) fn encoded(&self) -> String {
        crate::asked::encoded(&self.query)
    }
}

/// A sentence with what it cites.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Sentence {
    /// `s12`.
    pub(crate) id: String,
    /// From its first to its last byte.
    pub(crate) span: Option<Span>,
    /// Where it stands, as a person cites it.
    pub(crate) place: String,
    /// Of the sentence and its proofs: what a judgement belongs to.
    pub(crate) digest: String,
    /// `opened`, `look-here`, `not-held`, `no-proof`, `nothing-to-prove`.
    pub(crate) state: String,
    /// What it cites.
    pub(crate) proofs: Vec<Proof>,
    /// Its numbers, dates, names, quotations and hedges.
    pub(crate) particulars: Vec<Particular>,
}

/// A proof as a sentence cites it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Proof {
    /// The number of the note.
    pub(crate) note: String,
    /// An id of `sources.csv`, or a file, or an address.
    pub(crate) source: String,
    /// `held`, `not-held`, `unreadable`.
    pub(crate) status: String,
    /// Why it is not held or not readable.
    pub(crate) why: String,
    /// The page that the note points to.
    pub(crate) page: String,
}

/// A particular and what its proofs have of it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Particular {
    /// `number`, `date`, `name`, `quotation`, `hedge`.
    pub(crate) kind: String,
    /// Where it stands in the draft.
    pub(crate) span: Option<Span>,
    /// As it stands there.
    pub(crate) text: String,
    /// `found`, `differs`, `absent`, `firmer`, `not-asked`.
    pub(crate) status: String,
    /// `passage` or `elsewhere`.
    #[serde(rename = "where")]
    pub(crate) place_kind: String,
    /// The proof.
    pub(crate) proof: String,
    /// The place in it.
    pub(crate) place: String,
    /// The words there.
    pub(crate) passage: String,
    /// What stands there instead.
    pub(crate) value: String,
    /// Where it, or what stands instead, lies in the passage.
    pub(crate) in_passage: Option<Span>,
    /// Found, but so common a thing that this proves nothing.
    pub(crate) weak: bool,
    /// Why it was not asked.
    pub(crate) why: String,
}

/// A sentence about the draft as a file.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Diagnostic {
    /// `error`, `warning`, `note`.
    pub(crate) severity: String,
    /// The sentence.
    pub(crate) message: String,
    /// Line from 1.
    pub(crate) line: Option<u64>,
}

impl Checked {
    /// Reads an answer.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, String> {
        serde_json::from_slice(bytes)
            .map_err(|error| format!("griot check answered what the desk cannot read: {error}"))
    }
}
