//! What comes of opening a draft: sentences, their proofs and what became of each particular.

use std::borrow::Cow;

use griot_model::Span;
use serde::{Deserialize, Serialize};

use crate::{
    finding::{Status, Where},
    judgement::Judgement,
    particulars::Kind,
};

/// What a sentence asks of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// All proofs are held and every particular was found.
    Opened,
    /// A particular differs, is absent or is firmer than its proof.
    LookHere,
    /// A proof is not held or could not be read.
    NotHeld,
    /// It has particulars and cites nothing.
    NoProof,
    /// It has no particular.
    NothingToProve,
}

/// What is known of a proof's bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum HeldStatus {
    /// The bytes are there and were read.
    Held,
    /// It is cited only.
    NotHeld,
    /// The bytes are there and cannot be read.
    Unreadable,
}

/// A proof of a sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProofOf {
    /// Label of the note, or the words of the link or key.
    pub note: String,
    /// Id or file of the source; the address or the words where none is known.
    pub source: String,
    /// What is known of its bytes.
    pub status: HeldStatus,
    /// Why it is not held or cannot be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// The page that the note points to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
}

/// A particular of a sentence, as it is told.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ParticularOf {
    /// What sort it is.
    pub kind: Kind,
    /// Bytes of the draft's text.
    pub span: Span,
    /// The words of the draft.
    pub text: String,
    /// What came of it.
    pub status: Status,
    /// Where in the proof, if found.
    #[serde(rename = "where", skip_serializing_if = "Option::is_none")]
    pub found_where: Option<Where>,
    /// Found, but so common a thing that this proves nothing.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub weak: bool,
    /// Id or file of the proof.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proof: Option<String>,
    /// Where in the proof.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// The sentences of the proof that speak of the same thing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub passage: Option<String>,
    /// Where the particular, or what stands instead, lies in the passage.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_passage: Option<Span>,
    /// What stands there instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// Why it was not asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<Cow<'static, str>>,
    /// Bytes of the sentence.
    #[serde(skip, default = "nowhere")]
    pub(crate) local: Span,
}

fn nowhere() -> Span {
    Span::new(0, 0)
}

/// A sentence of the draft.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SentenceOf {
    /// `s12`.
    pub id: String,
    /// Bytes of the draft's text.
    pub span: Span,
    /// Its words.
    pub text: String,
    /// Line of the file, where it has lines.
    pub line: Option<u32>,
    /// Column of the line.
    pub column: Option<u32>,
    /// Where it stands, as a person cites it.
    pub place: String,
    /// Labels of its notes.
    pub notes: Vec<String>,
    /// What it asks of a person.
    pub state: State,
    /// What it cites.
    pub proofs: Vec<ProofOf>,
    /// What its proofs must show.
    pub particulars: Vec<ParticularOf>,
    /// What a person decided of this sentence and these proofs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub judgement: Option<Judgement>,
    /// Digest of the words and the proofs' bytes, to which a judgement belongs.
    pub digest: String,
}

/// How much of a draft was opened.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct ProofCoverage {
    /// Sentences with particulars.
    pub sentences: usize,
    /// All proofs held, everything found.
    pub opened: usize,
    /// A particular differs, is absent or is firmer.
    pub look_here: usize,
    /// A proof is not held or not readable.
    pub not_held: usize,
    /// Nothing is cited.
    pub no_proof: usize,
    /// All particulars.
    pub particulars: usize,
    /// Found ones.
    pub found: usize,
    /// Another value stands there.
    pub differs: usize,
    /// In no proof.
    pub absent: usize,
    /// The proof hedges.
    pub firmer: usize,
}

/// A draft with every note opened.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Opening {
    /// Sentences in the order of the text.
    pub sentences: Vec<SentenceOf>,
    /// How much was opened.
    pub proof_coverage: ProofCoverage,
    /// Sources that are cited and not held: address or words, and the notes that cite them.
    pub missing: Vec<Missing>,
}

/// A source that is cited and not held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Missing {
    /// Id, address or words by which it is cited.
    pub cited: String,
    /// The address, where one is known.
    pub url: String,
    /// Labels of the notes.
    pub notes: Vec<String>,
    /// `not-held`, `unreadable`.
    pub status: HeldStatus,
    /// Why.
    pub why: String,
}

impl Opening {
    /// Whether a proof says something else than a sentence that cites it.
    pub fn differs(&self) -> bool {
        self.proof_coverage.differs > 0
    }

    /// One sentence that an editor reads.
    pub fn summary(&self) -> String {
        let it = self.proof_coverage;
        let plural = |count: usize| if count == 1 { "sentence" } else { "sentences" };
        let judged = self.sentences.iter().filter(|it| it.judgement.is_some()).count();
        let judged =
            if judged == 0 { String::new() } else { format!("; {judged} judged by a person") };
        format!(
            "{} {} with particulars: {} opened and found, {} to look at, {} whose proof is not held, {} without a proof{judged}",
            it.sentences,
            plural(it.sentences),
            it.opened,
            it.look_here,
            it.not_held,
            it.no_proof,
        )
    }
}

impl Opening {
    /// Gives each sentence the last judgement of its digest.
    pub fn judged(&mut self, judgements: &[Judgement]) {
        for sentence in &mut self.sentences {
            sentence.judgement =
                judgements.iter().rev().find(|it| it.digest == sentence.digest).cloned();
        }
    }
}
