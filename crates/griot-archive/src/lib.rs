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
//! ```
//! use griot_archive::{Archive, FolderStore, Incoming, Known, Operation, verify};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let folder = tempfile::tempdir()?;
//! # let seed = [7; 32]; // from the operating system's random source, in earnest
//! let store = FolderStore::new(folder.path().join(".griot"));
//! let mut archive = Archive::create(store.clone(), "example.org/mali".parse()?, &seed)?;
//! let letter = Incoming { name: "letter.txt", media_type: "text/plain", bytes: b"Dear ..." };
//! archive.add(&[letter], Operation {
//!     kind: "add".to_owned(),
//!     who: "archivist".to_owned(),
//!     when: "2026-03-01T08:30:00Z".parse()?,
//!     tool: "griot 0.1.0".to_owned(),
//!     arguments: [("why".to_owned(), "sent by the author".to_owned())].into(),
//!     sources: Vec::new(),
//!     list: None,
//!     result: None,
//!     format: Default::default(),
//! })?;
//! let keep_elsewhere = archive.checkpoint().text().to_owned();
//!
//! let known = Known { checkpoint: Some(keep_elsewhere), key: None };
//! assert!(verify(&store, &known).holds());
//! assert!(archive.reader().prove(0)?.to_string().starts_with("c2sp.org/tlog-proof@v1\nextra "));
//! # Ok(())
//! # }
//! ```
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
//! - `stage/`: undo or hold up the operation that is being written, or put other files in the
//!   places of objects and tiles, which is found as above. Nothing outside the folder is touched.
//! - `key.pub`: make verification fail. With the whole folder at hand, make a new archive under a
//!   new key; [`Known::key`] shows it.
//! - `key`: sign another history. Each checkpoint that somebody kept or witnessed convicts it,
//!   and without one nothing does. So give checkpoints away, and keep this file in no backup
//!   that others read.
//! - `lock`, `cache/`, `.gitignore`, `.gitattributes`: prove nothing; are not looked at. Without
//!   the third, a case in git may give away its key.
//!
//! What no archive can show is that a source was what it says, or that the clock was right, before
//! it was added.

mod archive;
mod checkpoint;
mod digest;
mod door;
mod error;
mod folder;
mod layout;
mod lock;
mod note;
mod operation;
mod problem;
pub mod proof;
mod reader;
mod regular;
mod stage;
mod store;
mod tree;
mod verify;

pub use archive::{Archive, Batch, Incoming};
pub use checkpoint::{UnverifiedCheckpoint, VerifiedCheckpoint};
pub use digest::{Digest, DigestError, leaf_hash, node_hash};
pub use door::{ARCHIVE_FOLDER, Became, CaseFiles, Difference, Door, Expected, differences};
pub use error::ArchiveError;
pub use folder::{FolderStore, make_durable};
pub use lock::Lock;
pub use note::{NoteError, Origin, SignerKey, VerifierKey};
pub use operation::{Extraction, Operation, OperationFormat, Preserved, SourceList};
pub use problem::{Problem, Remark};
pub use proof::{Proof, ProofError};
pub use reader::{Entry, Log, Reader};
pub use regular::{open_regular, read_regular};
pub use store::{Listing, Store, StoreError};
pub use verify::{Known, Verification, verify};
