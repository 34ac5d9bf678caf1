//! What is to be done about a sentence, before anybody has looked.

/// The state of a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum State {
    /// A claim in it is contradicted by the evidence.
    Contradicted,
    /// A particular differs from its proof, is absent there, or is firmer.
    LookHere,
    /// A proof is cited only.
    NotHeld,
    /// It has particulars and cites nothing.
    NoProof,
    /// All its proofs are held, and each particular was found.
    Opened,
    /// It has nothing that a proof could carry.
    Nothing,
}

impl State {
    /// All of them, the loudest first.
    pub(crate) const ALL: [Self; 6] = [
        Self::Contradicted,
        Self::LookHere,
        Self::NotHeld,
        Self::NoProof,
        Self::Opened,
        Self::Nothing,
    ];

    /// The state that `griot check` gives, with the verdicts on claims of the sentence.
    pub(crate) fn of(word: &str, is_contradicted: bool) -> Self {
        match word {
            _ if is_contradicted => Self::Contradicted,
            "look-here" => Self::LookHere,
            "not-held" => Self::NotHeld,
            "no-proof" => Self::NoProof,
            "opened" => Self::Opened,
            _ => Self::Nothing,
        }
    }

    /// As a class of a page and in an address.
    pub(crate) fn class(self) -> &'static str {
        match self {
            Self::Contradicted => "contradicted",
            Self::LookHere => "look-here",
            Self::NotHeld => "not-held",
            Self::NoProof => "no-proof",
            Self::Opened => "opened",
            Self::Nothing => "nothing-to-prove",
        }
    }

    /// In words.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Contradicted => "contradicted",
            Self::LookHere => "look here",
            Self::NotHeld => "not held",
            Self::NoProof => "no proof",
            Self::Opened => "opened",
            Self::Nothing => "nothing to prove",
        }
    }

    /// A sign that says it without colour.
    pub(crate) fn sign(self) -> &'static str {
        match self {
            Self::Contradicted => "≠",
            Self::LookHere => "!",
            Self::NotHeld => "○",
            Self::NoProof => "?",
            Self::Opened => "●",
            Self::Nothing => "·",
        }
    }

    /// Whether its word stands beside the sentence. The two quiet ones would be on every line.
    pub(crate) fn tells(self) -> bool {
        !matches!(self, Self::Opened | Self::Nothing)
    }

    /// Whether somebody has to decide.
    pub(crate) fn asks(self) -> bool {
        self != Self::Nothing
    }
}
