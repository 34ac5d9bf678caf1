//! What `verify` can find, in words.

use crate::digest::Digest;
use crate::note::NoteError;

/// One thing that is wrong with an archive. Names come from others and are shown escaped.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// A file that the checkpoint implies is not there.
    #[error("`{path}` is missing")]
    Missing {
        /// The file.
        path: String,
    },
    /// A file is there and is not what it has to be.
    #[error("`{path}` was changed")]
    Changed {
        /// The file.
        path: String,
    },
    /// Head and published checkpoint differ.
    #[error("an operation was interrupted, or `head` was changed; opening the archive decides")]
    Unfinished,
    /// The key in the folder is not the one the reader knows.
    #[error("`key.pub` is not the key that you gave")]
    OtherKey,
    /// The signed head does not hold.
    #[error("the checkpoint does not hold: {cause}")]
    Checkpoint {
        /// Why.
        cause: NoteError,
    },
    /// Far fewer entries are there than the checkpoint says.
    #[error("the checkpoint speaks of {claimed} entries, and that many are not here")]
    Short {
        /// Entries according to the checkpoint.
        claimed: u64,
    },
    /// All entries together do not give the signed root.
    #[error("the entries do not lead to the root hash of the checkpoint")]
    Root,
    /// An entry does not hash to its leaf.
    #[error("entry {index} of the log, or its hash, was changed")]
    EntryChanged {
        /// Its position.
        index: u64,
    },
    /// An entry in no form that this griot writes.
    #[error("entry {index} of the log is in a form that this griot does not know")]
    Foreign {
        /// Its position.
        index: u64,
    },
    /// A logged source is gone.
    #[error("{name:?} of entry {index} is missing (object {sha256})")]
    ObjectMissing {
        /// The entry that logged it.
        index: u64,
        /// The name it came with.
        name: String,
        /// Its digest.
        sha256: Digest,
    },
    /// A logged source has other bytes, or another length than logged.
    #[error("{name:?} of entry {index} was changed (object {sha256})")]
    ObjectChanged {
        /// The entry that logged it.
        index: u64,
        /// The name it came with.
        name: String,
        /// The digest it should have.
        sha256: Digest,
    },
    /// An object that no readable entry speaks of.
    #[error("object {sha256} is in no readable entry of the log")]
    Unlogged {
        /// What its path says.
        sha256: Digest,
    },
    /// A file that no archive has.
    #[error("{path:?} does not belong to the archive")]
    Unexpected {
        /// The file.
        path: String,
    },
    /// The checkpoint that the reader kept is not one of this log.
    #[error("the earlier checkpoint does not hold: {cause}")]
    EarlierCheckpoint {
        /// Why.
        cause: NoteError,
    },
    /// Both checkpoints are signed, and the log no longer begins as the earlier one says.
    #[error("the log does not begin with the {size} entries of the earlier checkpoint")]
    Rewritten {
        /// Entries at the earlier checkpoint.
        size: u64,
    },
}
