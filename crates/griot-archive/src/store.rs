//! Where an archive's files lie. The archive asks for nothing that an ordinary folder cannot do.

use std::io::{self, Read};

/// Files by relative path: lower-case ASCII, digits, `.`, `/`. A name that a source came with never
/// becomes a path.
pub trait Store {
    /// Ends the exclusive right to write when it is dropped.
    type Guard;

    /// The bytes of a file, from its beginning.
    type Reader: Read;

    /// The whole file; nothing where there is none. For the small files of the log: one that is
    /// longer than any of them may be is an error.
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, StoreError>;

    /// The file, to be read piece by piece; nothing where there is none.
    fn open(&self, path: &str) -> Result<Option<Self::Reader>, StoreError>;

    /// The length of a file; nothing where there is none.
    fn length(&self, path: &str) -> Result<Option<u64>, StoreError>;

    /// Whether there is a file at this path.
    fn contains(&self, path: &str) -> Result<bool, StoreError> {
        Ok(self.length(path)?.is_some())
    }

    /// Every file whose path begins so.
    fn list(&self, prefix: &str) -> Listing;

    /// Puts a file there in one step, over an older one if need be: after a power cut there is
    /// the old file or the new one. Durable when it returns.
    fn write(&self, path: &str, bytes: &[u8]) -> Result<(), StoreError>;

    /// Writes a file below `stage/` from a reader. A failure may leave a part of it, and none of it
    /// is durable before [`Store::settle`].
    fn stage(&self, path: &str, from: &mut dyn Read) -> Result<(), StoreError>;

    /// Makes these files durable, in their places.
    fn settle(&self, paths: &[&str]) -> Result<(), StoreError>;

    /// Moves a file in one step. Its new place is durable after [`Store::settle`].
    fn rename(&self, from: &str, to: &str) -> Result<(), StoreError>;

    /// Takes a file away; it is no error if there is none. Durable when it returns, but below
    /// `stage/` only that of the plan is.
    fn remove(&self, path: &str) -> Result<(), StoreError>;

    /// Waits until nobody else writes. Everything that changes a file happens under it.
    fn lock(&self) -> Result<Self::Guard, StoreError>;
}

/// Files of a store, as far as it lets itself be walked.
#[derive(Debug, Default)]
pub struct Listing {
    /// Their paths, sorted.
    pub paths: Vec<String>,
    /// Folders that could not be listed.
    pub unreadable: Vec<StoreError>,
}

impl Listing {
    /// The paths, where all of them could be listed.
    pub fn whole(self) -> Result<Vec<String>, StoreError> {
        self.unreadable.into_iter().next().map_or(Ok(self.paths), Err)
    }
}

/// The store did not answer. After a write, nobody knows whether it happened.
#[derive(Debug, thiserror::Error)]
#[error("could not {action} `{path}`")]
pub struct StoreError {
    /// A verb: read, list, write, move, remove, lock.
    pub action: &'static str,
    /// The file.
    pub path: String,
    /// What the system said.
    pub source: io::Error,
}
