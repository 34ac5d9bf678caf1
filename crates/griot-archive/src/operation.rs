//! One entry of the log: who did what, when, with which sources. The list of them is the chain
//! of custody.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::digest::Digest;

/// Something that was done to a case. The caller says when; this crate reads no clock.
///
/// In the log it is JSON as RFC 8785 writes it: keys in alphabetical order, no spaces, one
/// spelling for each string.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Operation {
    /// What was typed or chosen, by name. Names are ASCII.
    pub arguments: BTreeMap<String, String>,
    /// Edition of this form.
    pub format: OperationFormat,
    /// A verb in lower case: `create`, `add`, `build`. Others may be added; a reader shows a verb
    /// that it does not know.
    pub kind: String,
    /// The digest of what came out, where something did: a site, a table, an extracted text.
    pub result: Option<Digest>,
    /// The sources concerned, all of them held by the archive.
    pub sources: Vec<Preserved>,
    /// Program and version, as `griot 0.1.0`.
    pub tool: String,
    /// When, by the clock of whoever did it. The archive cannot know better.
    pub when: Timestamp,
    /// Who, as they call themselves. A pseudonym is as good: the entry cannot be taken back.
    pub who: String,
}

/// The edition of an [`Operation`]'s JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum OperationFormat {
    /// The first.
    #[default]
    #[serde(rename = "griot-operation/1")]
    V1,
}

/// A source whose bytes the archive holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Preserved {
    /// Media type, as `text/csv`; what it was taken for, not a promise.
    pub media_type: String,
    /// The name it came with. Data, never a path.
    pub name: String,
    /// What its bytes hash to, and so where they lie.
    pub sha256: Digest,
    /// Length in bytes.
    pub size: u64,
}

impl Preserved {
    /// What the log will say of these bytes.
    pub fn describe(name: &str, media_type: &str, bytes: &[u8]) -> Self {
        Self {
            media_type: media_type.to_owned(),
            name: name.to_owned(),
            sha256: Digest::of(bytes),
            size: bytes.len() as u64,
        }
    }
}

impl Operation {
    /// The bytes that are hashed into the tree.
    pub fn to_entry(&self) -> Result<Vec<u8>, serde_json::Error> {
        serde_json::to_vec(self)
    }

    /// Reads an entry. Nothing for one that griot would have written otherwise, be it by a space.
    pub fn from_entry(entry: &[u8]) -> Option<Self> {
        let operation: Self = serde_json::from_slice(entry).ok()?;
        (operation.to_entry().ok()? == entry).then_some(operation)
    }
}
