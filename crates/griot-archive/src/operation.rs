//! One entry of the log: who did what, when, with which sources. The list of them is the chain
//! of custody.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::digest::Digest;

/// Something that was done to a case. The caller says when; this crate reads no clock.
///
/// In the log it is JSON as RFC 8785 writes it: keys in alphabetical order, no spaces, one
/// spelling for each string. An entry has at most 65,535 bytes; where the sources are too many for
/// that, the entry has `list` in their place, and the archive holds them as an object of that
/// digest, written in the same way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Operation {
    /// What was typed or chosen, by name. Names are ASCII.
    pub arguments: BTreeMap<String, String>,
    /// Edition of this form; the archive sets it when it logs the operation.
    pub format: OperationFormat,
    /// A verb in lower case: `create`, `add`, `build`. Others may be added; a reader shows a verb
    /// that it does not know.
    pub kind: String,
    /// Where the sources are listed, if they do not stand in the entry; set by the archive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list: Option<SourceList>,
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
    /// The sources stand in the entry.
    #[default]
    #[serde(rename = "griot-operation/1")]
    V1,
    /// The sources stand in an object that the entry names.
    #[serde(rename = "griot-operation/2")]
    V2,
}

/// The object in which the sources of an operation are listed: a JSON array of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceList {
    /// How many sources it lists.
    pub count: u64,
    /// What its bytes hash to, and so where they lie.
    pub sha256: Digest,
    /// Length in bytes.
    pub size: u64,
}

/// A source whose bytes the archive holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Preserved {
    /// What was read in it when it was preserved, where it is a document that could be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extraction: Option<Extraction>,
    /// Media type, as `text/csv`; what it was taken for, not a promise.
    pub media_type: String,
    /// The name it came with. Data, never a path.
    pub name: String,
    /// What its bytes hash to, and so where they lie.
    pub sha256: Digest,
    /// Length in bytes.
    pub size: u64,
}

/// The text that was taken out of a source, so that whoever reads it later can tell whether a
/// quotation was found in the same words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Extraction {
    /// What read it, with its version: `griot-read 0.2.0 (pdf)`.
    pub extractor: String,
    /// What its text hashes to, as UTF-8.
    pub sha256: Digest,
    /// Length of the text in bytes.
    pub size: u64,
}

impl Preserved {
    /// What the log will say of these bytes.
    pub fn describe(name: &str, media_type: &str, bytes: &[u8]) -> Self {
        Self {
            extraction: None,
            media_type: media_type.to_owned(),
            name: name.to_owned(),
            sha256: Digest::of(bytes),
            size: bytes.len() as u64,
        }
    }
}

impl SourceList {
    /// The list of these sources, and its bytes.
    pub(crate) fn of(sources: &[Preserved]) -> Result<(Self, Vec<u8>), serde_json::Error> {
        let bytes = serde_json::to_vec(sources)?;
        let count = sources.len() as u64;
        let list = Self { count, sha256: Digest::of(&bytes), size: bytes.len() as u64 };
        Ok((list, bytes))
    }

    /// The sources that these bytes list; nothing where the bytes are not the list, or are not
    /// written as griot writes them.
    pub fn read(&self, bytes: &[u8]) -> Option<Vec<Preserved>> {
        if Digest::of(bytes) != self.sha256 {
            return None;
        }
        let sources: Vec<Preserved> = serde_json::from_slice(bytes).ok()?;
        let exact = Self::of(&sources).is_ok_and(|(list, written)| {
            written == bytes && list.count == self.count && list.size == self.size
        });
        exact.then_some(sources)
    }
}

impl Operation {
    /// The bytes that are hashed into the tree.
    pub fn to_entry(&self) -> Result<Vec<u8>, serde_json::Error> {
        serde_json::to_vec(self)
    }

    /// Reads an entry, whose sources may stand elsewhere. Nothing for an entry that griot would
    /// have written otherwise, be it by a space.
    pub fn from_entry(entry: &[u8]) -> Option<Self> {
        let operation: Self = serde_json::from_slice(entry).ok()?;
        let in_form = match operation.format {
            OperationFormat::V1 => operation.list.is_none(),
            OperationFormat::V2 => operation.list.is_some() && operation.sources.is_empty(),
        };
        (in_form && operation.to_entry().ok()? == entry).then_some(operation)
    }
}
