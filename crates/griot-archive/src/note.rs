//! Signed notes and their keys, as c2sp.org/signed-note writes them: Ed25519 alone.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};

use crate::digest::Digest;

/// Signature type of plain Ed25519 in a note.
const ED25519: u8 = 1;

/// Why a note or a key is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// Not text, a blank line and signature lines; or not a checkpoint inside.
    #[error("this is not a signed checkpoint")]
    Format,
    /// No signature line carries the key's name and id.
    #[error("no signature is by the log's key")]
    UnknownKey,
    /// The key's signature is of another text.
    #[error("the signature does not fit the text")]
    Signature,
    /// The checkpoint names another log than the key.
    #[error("the checkpoint is of another log")]
    Origin,
    /// The key's text is not one, or its parts disagree.
    #[error("this is not a key in the form of signed notes")]
    Key,
}

/// The name of a log: not empty, without white space, control characters and plus signs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin(String);

impl Origin {
    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Origin {
    type Err = NoteError;

    fn from_str(text: &str) -> Result<Self, NoteError> {
        let odd = |c: char| c.is_whitespace() || c.is_control() || c == '+';
        if text.is_empty() || text.contains(odd) {
            return Err(NoteError::Key);
        }
        Ok(Self(text.to_owned()))
    }
}

/// The public key of a log, one line: `name+id+base64`. Give it to whoever shall check the archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifierKey {
    name: Origin,
    key: VerifyingKey,
}

impl VerifierKey {
    /// The name of the log that this key speaks for.
    pub const fn name(&self) -> &Origin {
        &self.name
    }

    /// Checks every signature line by this key. Lines by others are ignored, as the format asks.
    pub(crate) fn verify(&self, note: &Note<'_>) -> Result<(), NoteError> {
        let mut seen = false;
        for (name, bytes) in &note.signatures {
            let Some((id, signature)) = bytes.split_first_chunk::<4>() else { continue };
            if *name != self.name.0 || *id != self.id() {
                continue;
            }
            let signature = Signature::from_slice(signature);
            let signature = signature.map_err(|_wrong_length| NoteError::Signature)?;
            let verified = self.key.verify_strict(note.text.as_bytes(), &signature);
            verified.map_err(|_does_not_fit| NoteError::Signature)?;
            seen = true;
        }
        if seen { Ok(()) } else { Err(NoteError::UnknownKey) }
    }

    fn id(&self) -> [u8; 4] {
        let head = [self.name.0.as_bytes(), b"\n", &[ED25519]].concat();
        let hash = Digest::of(&[head.as_slice(), self.key.as_bytes()].concat());
        let [a, b, c, d, ..] = *hash.as_bytes();
        [a, b, c, d]
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let id = u32::from_be_bytes(self.id());
        let key = STANDARD.encode([&[ED25519], self.key.as_bytes().as_slice()].concat());
        write!(formatter, "{}+{id:08x}+{key}", self.name.0)
    }
}

impl FromStr for VerifierKey {
    type Err = NoteError;

    fn from_str(text: &str) -> Result<Self, NoteError> {
        let (name, rest) = text.split_once('+').ok_or(NoteError::Key)?;
        let (_, key) = rest.split_once('+').ok_or(NoteError::Key)?;
        let key = VerifyingKey::from_bytes(&key_bytes(key)?);
        let key = Self { name: name.parse()?, key: key.map_err(|_no_point| NoteError::Key)? };
        // The id, and any other way to write the same, must be as we would write it.
        if key.to_string() == text { Ok(key) } else { Err(NoteError::Key) }
    }
}

/// The private key of a log. Never shown; written to `.griot/key` alone.
#[derive(Clone)]
pub struct SignerKey {
    public: VerifierKey,
    key: SigningKey,
}

impl SignerKey {
    /// A key from 32 bytes of the operating system's random source, which only the binary asks.
    pub fn from_seed(name: Origin, seed: &[u8; 32]) -> Self {
        let key = SigningKey::from_bytes(seed);
        Self { public: VerifierKey { name, key: key.verifying_key() }, key }
    }

    /// The half that may be given away.
    pub const fn public(&self) -> &VerifierKey {
        &self.public
    }

    /// The one line that `.griot/key` holds.
    pub(crate) fn to_secret_text(&self) -> String {
        let id = u32::from_be_bytes(self.public.id());
        let key = STANDARD.encode([&[ED25519], self.key.as_bytes().as_slice()].concat());
        format!("PRIVATE+KEY+{}+{id:08x}+{key}", self.public.name.0)
    }

    pub(crate) fn from_secret_text(text: &str) -> Result<Self, NoteError> {
        let rest = text.strip_prefix("PRIVATE+KEY+").ok_or(NoteError::Key)?;
        let (name, rest) = rest.split_once('+').ok_or(NoteError::Key)?;
        let (_, seed) = rest.split_once('+').ok_or(NoteError::Key)?;
        let key = Self::from_seed(name.parse()?, &key_bytes(seed)?);
        if key.to_secret_text() == text { Ok(key) } else { Err(NoteError::Key) }
    }

    /// The note: this text, which ends in a newline, a blank line, and one signature.
    pub(crate) fn sign(&self, text: &str) -> String {
        let signature = self.key.sign(text.as_bytes()).to_bytes();
        let signature = [self.public.id().as_slice(), &signature].concat();
        let (name, signature) = (&self.public.name.0, STANDARD.encode(signature));
        format!("{text}\n\u{2014} {name} {signature}\n")
    }
}

impl fmt::Debug for SignerKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "SignerKey of {}", self.public)
    }
}

/// A note taken apart; nothing in it is believed yet.
pub(crate) struct Note<'a> {
    /// With its last newline, which is signed too.
    pub(crate) text: &'a str,
    /// Name of the key, then key id and signature.
    signatures: Vec<(&'a str, Vec<u8>)>,
}

impl<'a> Note<'a> {
    pub(crate) fn parse(note: &'a str) -> Result<Self, NoteError> {
        if note.contains(|c: char| c.is_ascii_control() && c != '\n') {
            return Err(NoteError::Format);
        }
        let (text, signatures) = note.rsplit_once("\n\n").ok_or(NoteError::Format)?;
        let text = note.get(..=text.len()).ok_or(NoteError::Format)?;
        let lines = signatures.strip_suffix('\n').ok_or(NoteError::Format)?.split('\n');
        let signature = |line: &'a str| {
            let (name, signature) = line.strip_prefix("\u{2014} ")?.split_once(' ')?;
            Some((name, STANDARD.decode(signature).ok()?))
        };
        let signatures = lines.map(signature).collect::<Option<_>>();
        Ok(Self { text, signatures: signatures.ok_or(NoteError::Format)? })
    }
}

/// A number as the C2SP formats write it: digits without leading zeros.
pub(crate) fn decimal(text: &str) -> Option<u64> {
    let number: u64 = text.parse().ok()?;
    (number.to_string() == text).then_some(number)
}

fn key_bytes(text: &str) -> Result<[u8; 32], NoteError> {
    let bytes = STANDARD.decode(text).map_err(|_not_base64| NoteError::Key)?;
    let key = bytes.strip_prefix(&[ED25519]).ok_or(NoteError::Key)?;
    key.try_into().map_err(|_wrong_length| NoteError::Key)
}
