//! The signed head of the log (c2sp.org/tlog-checkpoint), before and after its signature was checked.

use std::str::FromStr;

use crate::digest::Digest;
use crate::note::{Note, NoteError, SignerKey, VerifierKey, decimal};

/// A checkpoint as somebody handed it over. Its size and root are claims.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnverifiedCheckpoint {
    text: String,
    origin: String,
    size: u64,
    root: Digest,
}

impl UnverifiedCheckpoint {
    /// The note, byte for byte, signatures included.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The number of entries it claims.
    pub const fn claimed_size(&self) -> u64 {
        self.size
    }

    /// The root hash it claims.
    pub const fn claimed_root(&self) -> Digest {
        self.root
    }

    /// Checks that the log's own key signed it, under the log's own name.
    pub fn verify(&self, key: &VerifierKey) -> Result<VerifiedCheckpoint, NoteError> {
        key.verify(&Note::parse(&self.text)?)?;
        if self.origin != key.name().as_str() {
            return Err(NoteError::Origin);
        }
        Ok(VerifiedCheckpoint(self.clone()))
    }
}

impl FromStr for UnverifiedCheckpoint {
    type Err = NoteError;

    fn from_str(text: &str) -> Result<Self, NoteError> {
        let body = Note::parse(text)?.text;
        let mut lines = body.strip_suffix('\n').ok_or(NoteError::Format)?.split('\n');
        let mut line = || lines.next().filter(|line| !line.is_empty());
        let origin = line().ok_or(NoteError::Format)?.to_owned();
        let size = line().and_then(decimal).ok_or(NoteError::Format)?;
        let root = line().and_then(Digest::from_base64).ok_or(NoteError::Format)?;
        // Extension lines are allowed, are covered by the signature, and mean nothing here.
        if lines.any(str::is_empty) {
            return Err(NoteError::Format);
        }
        Ok(Self { text: text.to_owned(), origin, size, root })
    }
}

/// A checkpoint whose signature was checked against a key. Who gave the key is the reader's question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifiedCheckpoint(UnverifiedCheckpoint);

impl VerifiedCheckpoint {
    /// The note, byte for byte. Keep a copy elsewhere: it is what convicts a rewritten log.
    pub fn text(&self) -> &str {
        &self.0.text
    }

    /// The number of entries.
    pub const fn size(&self) -> u64 {
        self.0.size
    }

    /// The RFC 6962 root hash over them.
    pub const fn root(&self) -> Digest {
        self.0.root
    }

    /// The same, as something that a stranger has to check.
    pub const fn as_unverified(&self) -> &UnverifiedCheckpoint {
        &self.0
    }

    /// Signs a head. A log must never sign two that do not continue each other.
    pub(crate) fn sign(key: &SignerKey, size: u64, root: Digest) -> Self {
        let origin = key.public().name().as_str().to_owned();
        let text = key.sign(&format!("{origin}\n{size}\n{}\n", root.to_base64()));
        Self(UnverifiedCheckpoint { text, origin, size, root })
    }
}
