//! What `verify` can find, in words.

use jiff::Timestamp;

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
    /// A file or a folder is there and cannot be read.
    #[error("`{path}` cannot be read: {why}")]
    Unreadable {
        /// The file.
        path: String,
        /// What the system says.
        why: String,
    },
    /// An operation was being written and did not end. Nothing was tampered with: opening the
    /// archive to write finishes it, or clears it away.
    #[error(
        "an operation was interrupted{}",
        if *.committed {
            " after it was logged, and is not yet finished"
        } else {
            " before it was logged; nothing of it happened"
        }
    )]
    Interrupted {
        /// Whether it will be finished; otherwise it will be cleared away.
        committed: bool,
    },
    /// Head and published checkpoint differ, and no interrupted operation explains it.
    #[error("`head` or `log/checkpoint` was changed: they differ")]
    HeadChanged,
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
    /// The list of an operation's sources is gone.
    #[error("the list of the sources of entry {index} is missing (object {sha256})")]
    ListMissing {
        /// The entry.
        index: u64,
        /// The digest of the list.
        sha256: Digest,
    },
    /// The list of an operation's sources has other bytes than logged.
    #[error("the list of the sources of entry {index} was changed (object {sha256})")]
    ListChanged {
        /// The entry.
        index: u64,
        /// The digest that it should have.
        sha256: Digest,
    },
    /// An object that no readable entry speaks of.
    #[error("object {sha256} is in no readable entry of the log")]
    Unlogged {
        /// What its path says.
        sha256: Digest,
    },
    /// Objects of which nobody can say whether they were logged, since entries or lists of sources
    /// cannot be read.
    #[error("{count} objects are in no entry that can be read")]
    Unaccounted {
        /// How many.
        count: usize,
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

impl Problem {
    /// Whether it is the trace of an operation that did not end, and not of somebody's hand.
    pub const fn is_interruption(&self) -> bool {
        matches!(self, Self::Interrupted { .. })
    }
}

/// Something that is not wrong with an archive and that a reader should know.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Remark {
    /// Time runs backwards: somebody's clock was wrong, or an entry was dated back.
    #[error("entry {index} says {when}, which is before entry {before} ({earlier})")]
    Backwards {
        /// The later entry with the earlier time.
        index: u64,
        /// Its time.
        when: Timestamp,
        /// The entry before it with the latest time.
        before: u64,
        /// The time of that one.
        earlier: Timestamp,
    },
}
