//! How does somebody who trusts nobody know that a case's sources are all here and unchanged?
//!
//! An [`Archive`] keeps the bytes of every source under their SHA-256, and logs each operation on
//! the case in an append-only list under a signed Merkle root. The list is the chain of custody:
//! who did what, when, with which sources. [`verify`] reads all of it again with none of the
//! writer's code, and a [`Proof`] carries one entry to somebody who has neither griot nor the case.
//!
//! The forms are those of others: the tree of RFC 6962, files as c2sp.org/tlog-tiles has them,
//! heads as c2sp.org/tlog-checkpoint, proofs as c2sp.org/tlog-proof. This crate knows no meaning of
//! what it keeps, reads no clock and asks no random source: times and the key's seed are given.
//!
//! # What lies where
//!
//! ```text
//! .griot/
//!   objects/ab/cdef...       the bytes whose SHA-256 is abcdef...
//!   log/checkpoint           size and root of the log, signed; published last
//!   log/tile/0/000.p/7       hashes of entries; 256 to a full tile, upper levels beside it
//!   log/tile/entries/000.p/7 the entries, each with its length in two bytes
//!   head                     the checkpoint, committed first
//!   stage/                   an operation on its way; empty otherwise
//!   key.pub, key             the log's public and private key
//! ```
//!
//! Of partial tiles only the newest is kept: it begins with all earlier ones.
//!
//! # What somebody who can change it can do
//!
//! The folder is not trusted, the key is, and a checkpoint or key noted down elsewhere settles what
//! the folder alone cannot.
//!
//! - `objects/`, `log/tile/`: make griot refuse to work. Any change, removal or addition is found
//!   by [`verify`], with the entry and the name of the source.
//! - `log/checkpoint`, `head`: the same. An older pair of both with its older tiles is a
//!   shorter log that verifies alone; a later checkpoint in [`Known`] shows that entries are gone.
//! - `stage/`: undo or hold up the operation that is being written, and make griot move files
//!   within the folder when it next opens. Whoever can write here can do so anyway.
//! - `key.pub`: make verification fail. With the whole folder at hand, make a new archive under a
//!   new key; [`Known::key`] shows it.
//! - `key`: sign another history. Each checkpoint that somebody kept or witnessed convicts it,
//!   and without one nothing does. So give checkpoints away, and keep this file in no backup
//!   that others read.
//! - `lock`, `cache/`, `.gitignore`: prove nothing; are not looked at.
//!
//! What no archive can show is that a source was what it says, or that the clock was right, before
//! it was added.

mod archive;
mod checkpoint;
mod digest;
mod folder;
mod layout;
mod note;
mod operation;
mod problem;
pub mod proof;
mod store;
mod tree;
mod verify;

pub use archive::{Archive, ArchiveError, Entry, Incoming};
pub use checkpoint::{UnverifiedCheckpoint, VerifiedCheckpoint};
pub use digest::{Digest, DigestError, leaf_hash, node_hash};
pub use folder::FolderStore;
pub use note::{NoteError, Origin, SignerKey, VerifierKey};
pub use operation::{Operation, OperationFormat, Preserved};
pub use problem::Problem;
pub use proof::{Proof, ProofError};
pub use store::{Store, StoreError};
pub use verify::{Known, Verification, verify};
