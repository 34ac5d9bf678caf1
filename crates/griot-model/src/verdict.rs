//! What the evidence makes of a claim.

use serde::{Deserialize, Serialize};

use crate::{
    claim::{Claim, ClaimId},
    diagnostic::Note,
};

/// What this evidence says of a claim. Never what is true or false in the world.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Rows agree with the words.
    Supported,
    /// Rows that cover the claim disagree with every reading of the words.
    Contradicted,
    /// Sources, or readings of the words, disagree among themselves.
    Conflicting,
    /// No evidence here decides it.
    Unverified,
    /// An opinion, a cause or a motive; no rows could decide it.
    NotCheckable,
}

impl Verdict {
    /// Every verdict, in the order in which they are shown.
    pub const ALL: [Self; 5] = [
        Self::Contradicted,
        Self::Conflicting,
        Self::Unverified,
        Self::Supported,
        Self::NotCheckable,
    ];

    /// The word used in every output.
    pub fn word(self) -> &'static str {
        match self {
            Self::Supported => "supported",
            Self::Contradicted => "contradicted",
            Self::Conflicting => "conflicting",
            Self::Unverified => "unverified",
            Self::NotCheckable => "not_checkable",
        }
    }
}

/// Rows that a verdict or a finding stands on, chosen again by their query.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Name of the table in SQL.
    pub table: String,
    /// Publisher and version, as cited.
    pub source: String,
    /// How many rows the query returns.
    pub rows: u64,
    /// SQL that returns the rows, with a total order.
    pub query: String,
    /// SHA-256 of the rows, hexadecimal: each value as text, values ended by U+001F, rows by a line feed.
    pub digest: String,
}

/// How the source of an evidence ends whose rows the author of the case wrote: `timeline.csv of the case`.
pub const OF_CASE: &str = " of the case";

impl Evidence {
    /// Whether the author of the case wrote these rows.
    pub fn is_of_author(&self) -> bool {
        self.source.ends_with(OF_CASE)
    }
}

/// A claim with its verdict.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked {
    /// The claim.
    pub claim: Claim,
    /// Code of the rule that decided, `C0102`; none where no rule reads the claim.
    pub rule: Option<&'static str>,
    /// The verdict.
    pub verdict: Verdict,
    /// One sentence that stands on its own and gives the evidence's number.
    pub message: String,
    /// What the words say, short: `2020-08-20`, `6`.
    pub says: String,
    /// What the evidence says, short; empty where there is none.
    pub evidence_says: String,
    /// The rows.
    pub evidence: Vec<Evidence>,
    /// Notes and helps, in order.
    pub notes: Vec<Note>,
}

impl Checked {
    /// Whether rows decided, and the author of the case wrote all of them.
    pub fn rests_on_author(&self) -> bool {
        !self.evidence.is_empty() && self.evidence.iter().all(Evidence::is_of_author)
    }
}

/// How much of a document was looked at, so that silence is not read as approval.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CheckCoverage {
    /// Sentences.
    pub sentences: usize,
    /// Sentences without any claim.
    pub sentences_without_claim: usize,
    /// Claims.
    pub claims: usize,
    /// Claims supported.
    pub supported: usize,
    /// Of those supported, how many rest on rows that the author of the case wrote, and on nothing else.
    pub supported_by_author: usize,
    /// Claims contradicted.
    pub contradicted: usize,
    /// Claims with conflicting evidence.
    pub conflicting: usize,
    /// Claims no evidence here decides.
    pub unverified: usize,
    /// Opinions, causes and motives.
    pub not_checkable: usize,
}

impl CheckCoverage {
    /// Counts the verdicts of `checked` over a document of `sentences` sentences.
    pub fn of(checked: &[Checked], sentences: usize) -> Self {
        let count = |verdict| checked.iter().filter(|c| c.verdict == verdict).count();
        let mut with: Vec<usize> = checked.iter().map(|c| c.claim.sentence.start).collect();
        with.sort_unstable();
        with.dedup();
        Self {
            sentences,
            sentences_without_claim: sentences.saturating_sub(with.len()),
            claims: checked.len(),
            supported: count(Verdict::Supported),
            supported_by_author: checked
                .iter()
                .filter(|it| it.verdict == Verdict::Supported && it.rests_on_author())
                .count(),
            contradicted: count(Verdict::Contradicted),
            conflicting: count(Verdict::Conflicting),
            unverified: count(Verdict::Unverified),
            not_checkable: count(Verdict::NotCheckable),
        }
    }
}

impl Checked {
    /// Ids of contradicted claims among those this one depends on.
    pub fn leans_on<'a>(
        &'a self,
        contradicted: &'a [ClaimId],
    ) -> impl Iterator<Item = &'a ClaimId> {
        self.claim.depends_on.iter().filter(|id| contradicted.contains(id))
    }
}
