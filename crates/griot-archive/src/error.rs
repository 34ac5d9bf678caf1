//! Why the archive did not do it.

use std::io;

use crate::{digest::Digest, note::NoteError, store::StoreError};

/// Why the archive did not do it.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A key or a checkpoint does not hold.
    #[error("`{path}` does not hold")]
    Note {
        /// The file.
        path: &'static str,
        /// What is wrong with it.
        source: NoteError,
    },
    /// There is no archive here.
    #[error("there is no archive here yet")]
    Absent,
    /// Its beginning was interrupted.
    #[error("the archive was being begun and was interrupted")]
    Unbegun,
    /// There is an archive, or what is left of one.
    #[error("there are already files of an archive here, among them `{0}`")]
    Exists(String),
    /// A file is missing, or is not what the signed checkpoint says.
    #[error("`{0}` is missing or was changed; `griot archive verify` says more")]
    Damaged(String),
    /// Under this digest other bytes are kept than it says.
    #[error("the object {0} was changed; it is left as it is")]
    ObjectChanged(Digest),
    /// An operation speaks of a source that the archive does not hold.
    #[error("the archive holds no object {0} of that size")]
    NotHeld(Digest),
    /// A source to be preserved cannot be read.
    #[error("{name:?} cannot be read")]
    Input {
        /// The name it came with.
        name: String,
        /// What the system said.
        source: io::Error,
    },
    /// A log entry has at most 65,535 bytes, and the sources are not what makes it longer.
    #[error("who, what and why take {0} bytes in the log, of at most 65,535")]
    EntryTooLong(usize),
    /// The operation cannot be written as JSON.
    #[error("the operation cannot be written")]
    Entry(#[from] serde_json::Error),
    /// The entry is signed, but not by this version of griot: a field is unknown.
    #[error("entry {index} of the log is in a form that this griot does not know")]
    Foreign {
        /// Its position.
        index: u64,
    },
    /// The log has no such entry, or never had this size.
    #[error("the log has {size} entries")]
    OutOfRange {
        /// Entries in the log.
        size: u64,
    },
    /// This copy has no private key.
    #[error("`.griot/key` is not here, so that this copy can be read and not continued")]
    NoKey,
    /// An earlier write failed.
    #[error("an earlier write failed; open the archive again")]
    Stopped,
}

pub(crate) fn damaged(path: &str) -> ArchiveError {
    ArchiveError::Damaged(path.to_owned())
}
