//! Where an archive's files lie. The archive asks for nothing that an ordinary folder cannot do.

use std::io;

/// Files by relative path: lower-case ASCII, digits, `.`, `/`. A name that a source came with never
/// becomes a path.
pub trait Store {
    /// Ends the exclusive right to write when it is dropped.
    type Guard;

    /// The whole file; nothing where there is none.
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, StoreError>;

    /// Whether there is a file at this path.
    fn contains(&self, path: &str) -> Result<bool, StoreError>;

    /// Every file whose path begins so, sorted.
    fn list(&self, prefix: &str) -> Result<Vec<String>, StoreError>;

    /// Puts a file there in one step, over an older one if need be: after a power cut there is
    /// the old file or the new one. Durable when it returns; below `stage/`, when the plan is.
    fn write(&self, path: &str, bytes: &[u8]) -> Result<(), StoreError>;

    /// Moves a file in one step. Its new place is durable when it returns.
    fn rename(&self, from: &str, to: &str) -> Result<(), StoreError>;

    /// Takes a file away; it is no error if there is none. Durable as a write is.
    fn remove(&self, path: &str) -> Result<(), StoreError>;

    /// Waits until nobody else writes. Everything below that changes a file happens under it.
    fn lock(&self) -> Result<Self::Guard, StoreError>;
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
