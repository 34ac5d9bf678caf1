//! Writing. An operation happens wholly or not at all, whatever fails in the middle:
//!
//! 1. under the lock, recover what another process left and catch up with what it wrote;
//! 2. stage: write every new file below `stage/`, last `stage/plan`, which says what goes where;
//! 3. commit: replace `head`, which still has to be what step 1 read. Now it has happened;
//! 4. apply the plan, by the function that recovery uses: move the files, publish the checkpoint;
//! 5. drop the stage.
//!
//! If any write fails, this archive stops and answers no more. Opening it again finds a plan that
//! `head` confirms, and finishes it, or one that it does not, and sweeps it away.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::checkpoint::{UnverifiedCheckpoint, VerifiedCheckpoint};
use crate::digest::{Digest, leaf_hash};
use crate::layout::{self, CHECKPOINT, HEAD, KEY, PLAN, PUBLIC_KEY, STAGE, TILE_WIDTH};
use crate::note::{NoteError, Origin, SignerKey, VerifierKey};
use crate::operation::{Operation, Preserved};
use crate::proof::Proof;
use crate::store::{Store, StoreError};
use crate::tree::Tree;

/// An open archive. Everything it answers was checked against the signed checkpoint when it was
/// read; whether all else is in order is what [`verify`](crate::verify) says.
#[derive(Debug)]
pub struct Archive<S> {
    store: S,
    public: VerifierKey,
    /// Absent in a copy that can be read and not continued.
    key: Option<SignerKey>,
    checkpoint: VerifiedCheckpoint,
    tree: Tree,
    /// A write failed, and nobody knows what is in the store.
    stopped: bool,
}

/// A source to be preserved.
#[derive(Debug, Clone, Copy)]
pub struct Incoming<'a> {
    /// The name it came with.
    pub name: &'a str,
    /// Media type, as `text/csv`.
    pub media_type: &'a str,
    /// The source.
    pub bytes: &'a [u8],
}

/// An operation and its place in the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Position, from 0.
    pub index: u64,
    /// What was done.
    pub operation: Operation,
}

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
    /// A log entry has at most 65,535 bytes, about 300 sources.
    #[error("the operation takes {0} bytes in the log, of at most 65,535; do it in parts")]
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

impl<S: Store> Archive<S> {
    /// Starts an archive, whose log has this name, with a key made from 32 random bytes.
    ///
    /// Refuses a place where files of an archive lie: a log that lost its head is not begun anew.
    pub fn create(store: S, origin: Origin, seed: &[u8; 32]) -> Result<Self, ArchiveError> {
        let guard = store.lock()?;
        let mut paths = store.list(HEAD)?;
        paths.extend(store.list("log/")?);
        paths.extend(store.list("objects/")?);
        if let Some(path) = paths.into_iter().next() {
            return Err(ArchiveError::Exists(path));
        }
        sweep(&store)?;
        let key = SignerKey::from_seed(origin, seed);
        for (path, text) in layout::GIT_FILES {
            store.write(path, text.as_bytes())?;
        }
        store.write(KEY, format!("{}\n", key.to_secret_text()).as_bytes())?;
        store.write(PUBLIC_KEY, format!("{}\n", key.public()).as_bytes())?;
        let tree = Tree::default();
        let checkpoint = VerifiedCheckpoint::sign(&key, 0, tree.root(0));
        Stage::default().commit(&store, &checkpoint)?;
        drop(guard);
        let public = key.public().clone();
        Ok(Self { store, public, key: Some(key), checkpoint, tree, stopped: false })
    }

    /// Opens an archive and first finishes, or undoes, what was interrupted.
    pub fn open(store: S) -> Result<Self, ArchiveError> {
        let guard = store.lock()?;
        let state = load(&store)?;
        drop(guard);
        let key = store.read(KEY)?.map(|text| {
            let text = one_line(&text).ok_or(NoteError::Key)?;
            let key = SignerKey::from_secret_text(text)?;
            if *key.public() == state.public { Ok(key) } else { Err(NoteError::Key) }
        });
        let key = key.transpose().map_err(|source| ArchiveError::Note { path: KEY, source })?;
        let State { public, checkpoint, tree } = state;
        Ok(Self { store, public, key, checkpoint, tree, stopped: false })
    }

    /// Preserves sources, all under one entry of the log, which lists them before the operation's
    /// own. A source that the archive already holds is compared, not written again.
    pub fn add(
        &mut self,
        sources: &[Incoming<'_>],
        mut operation: Operation,
    ) -> Result<Entry, ArchiveError> {
        let described =
            sources.iter().map(|new| Preserved::describe(new.name, new.media_type, new.bytes));
        operation.sources.splice(0..0, described);
        self.append(sources, operation)
    }

    /// Logs an operation on sources that the archive already holds.
    pub fn record(&mut self, operation: Operation) -> Result<Entry, ArchiveError> {
        self.append(&[], operation)
    }

    /// The chain of custody, oldest first, each entry checked against the signed root.
    pub fn log(&self) -> Result<Vec<Entry>, ArchiveError> {
        let mut log = Vec::new();
        for (number, width) in layout::widths(self.tree.size()) {
            let bytes = self.bundle(number, width)?;
            for entry in layout::read_bundle(&bytes).unwrap_or_default() {
                let index = log.len() as u64;
                let operation = Operation::from_entry(entry);
                let operation = operation.ok_or(ArchiveError::Foreign { index })?;
                log.push(Entry { index, operation });
            }
        }
        Ok(log)
    }

    /// A preserved source; nothing where the archive never held it, an error where its bytes are
    /// no longer the same.
    pub fn get(&self, sha256: Digest) -> Result<Option<Vec<u8>>, ArchiveError> {
        let bytes = self.store.read(&layout::object(&sha256))?;
        match bytes {
            Some(bytes) if Digest::of(&bytes) != sha256 => {
                Err(ArchiveError::ObjectChanged(sha256))
            }
            bytes => Ok(bytes),
        }
    }

    /// A file for a stranger, which shows offline that entry `index` is in the log. It contains
    /// the entry, and so the names of the sources that the entry lists.
    pub fn prove(&self, index: u64) -> Result<Proof, ArchiveError> {
        let size = self.checkpoint.size();
        let position = usize::try_from(index).ok().filter(|index| *index < self.tree.size());
        let position = position.ok_or(ArchiveError::OutOfRange { size })?;
        let bundle = layout::widths(self.tree.size()).nth(position / TILE_WIDTH);
        let (number, width) = bundle.unwrap_or_default();
        let bytes = self.bundle(number, width)?;
        let entries = layout::read_bundle(&bytes).unwrap_or_default();
        Ok(Proof {
            index,
            path: self.tree.inclusion_path(position, self.tree.size()),
            checkpoint: self.checkpoint.as_unverified().clone(),
            extra: entries.get(position % TILE_WIDTH).map(|entry| entry.to_vec()),
        })
    }

    /// The hashes with which [`verify_consistency`](crate::proof::verify_consistency) shows that
    /// the log of today begins with the log when it had `old_size` entries, at least one.
    pub fn prove_consistency(&self, old_size: u64) -> Result<Vec<Digest>, ArchiveError> {
        let size = self.checkpoint.size();
        let old = usize::try_from(old_size).ok();
        let old = old.filter(|old| (1..=self.tree.size()).contains(old));
        let old = old.ok_or(ArchiveError::OutOfRange { size })?;
        Ok(self.tree.consistency_path(old, self.tree.size()))
    }

    /// The signed head of the log. Send it to somebody: from then on nothing can be taken out.
    pub const fn checkpoint(&self) -> &VerifiedCheckpoint {
        &self.checkpoint
    }

    /// The log's public key.
    pub const fn public_key(&self) -> &VerifierKey {
        &self.public
    }

    /// The store, for [`verify`](crate::verify).
    pub const fn store(&self) -> &S {
        &self.store
    }

    fn append(
        &mut self,
        sources: &[Incoming<'_>],
        operation: Operation,
    ) -> Result<Entry, ArchiveError> {
        if self.stopped {
            return Err(ArchiveError::Stopped);
        }
        let key = self.key.clone().ok_or(ArchiveError::NoKey)?;
        let entry = operation.to_entry()?;
        if u16::try_from(entry.len()).is_err() {
            return Err(ArchiveError::EntryTooLong(entry.len()));
        }
        let guard = self.store.lock()?;
        self.catch_up()?;
        let objects = self.new_objects(sources, &operation)?;
        let mut bundle = self.open_bundle()?;
        layout::push_entry(&mut bundle, &entry);

        self.stopped = true; // until everything below has succeeded
        let index = self.checkpoint.size();
        self.tree.push(leaf_hash(&entry));
        let size = self.tree.size();
        let mut stage = Stage::default();
        for (path, bytes) in objects {
            stage.put(&self.store, path, bytes)?;
        }
        let (number, width) = layout::widths(size).last().unwrap_or_default();
        stage.put(&self.store, layout::bundle(number, width), &bundle)?;
        stage.supersede(|width| layout::bundle(number, width), width);
        for level in 0.. {
            let row = self.tree.level(level);
            let (number, width) = layout::widths(row.len()).last().unwrap_or_default();
            let tile = layout::tile_bytes(&row[row.len() - width..]);
            stage.put(&self.store, layout::tile(level, number, width), &tile)?;
            stage.supersede(|width| layout::tile(level, number, width), width);
            if width < TILE_WIDTH {
                break; // The rows above grow only when a tile is full.
            }
        }
        let checkpoint = VerifiedCheckpoint::sign(&key, index + 1, self.tree.root(size));
        stage.commit(&self.store, &checkpoint)?;
        drop(guard);
        self.checkpoint = checkpoint;
        self.stopped = false;
        Ok(Entry { index, operation })
    }

    /// Another process may have written since this archive was opened. What it left must continue
    /// what we know, or the log was rewritten under us.
    fn catch_up(&mut self) -> Result<(), ArchiveError> {
        let head = self.store.read(HEAD)?;
        if head.as_deref() == Some(self.checkpoint.text().as_bytes()) {
            recover(&self.store)?;
            return Ok(());
        }
        let state = load(&self.store)?;
        let known = self.tree.size();
        let continues = state.public == self.public
            && state.tree.leaves().get(..known) == Some(self.tree.leaves());
        if !continues {
            return Err(ArchiveError::Damaged(CHECKPOINT.to_owned()));
        }
        self.tree = state.tree;
        self.checkpoint = state.checkpoint;
        Ok(())
    }

    /// Path and bytes of each object to be written. Those that the archive holds are compared.
    fn new_objects<'a>(
        &self,
        sources: &[Incoming<'a>],
        operation: &Operation,
    ) -> Result<Vec<(String, &'a [u8])>, ArchiveError> {
        let mut objects = Vec::new();
        let mut seen = BTreeSet::new();
        for (position, source) in operation.sources.iter().enumerate() {
            let held = self.get(source.sha256)?;
            if let (None, Some(new)) = (&held, sources.get(position)) {
                if seen.insert(source.sha256) {
                    objects.push((layout::object(&source.sha256), new.bytes));
                }
            } else if held.is_none_or(|bytes| bytes.len() as u64 != source.size) {
                return Err(ArchiveError::NotHeld(source.sha256));
            }
        }
        Ok(objects)
    }

    /// The last bundle where it still has room, an empty one otherwise.
    fn open_bundle(&self) -> Result<Vec<u8>, ArchiveError> {
        match layout::widths(self.tree.size()).last() {
            Some((number, width)) if width < TILE_WIDTH => self.bundle(number, width),
            _ => Ok(Vec::new()),
        }
    }

    /// A bundle whose entries hash to the leaves that the checkpoint signs.
    fn bundle(&self, number: usize, width: usize) -> Result<Vec<u8>, ArchiveError> {
        if self.stopped {
            return Err(ArchiveError::Stopped);
        }
        let path = layout::bundle(number, width);
        let bytes = self.store.read(&path)?.unwrap_or_default();
        let leaves = self.tree.leaves().iter().skip(number * TILE_WIDTH).take(width);
        let entries = layout::read_bundle(&bytes).unwrap_or_default();
        if entries.iter().map(|entry| leaf_hash(entry)).eq(leaves.copied()) {
            Ok(bytes)
        } else {
            Err(ArchiveError::Damaged(path))
        }
    }
}

/// What a store holds, after recovery.
struct State {
    public: VerifierKey,
    checkpoint: VerifiedCheckpoint,
    tree: Tree,
}

/// Files on their way: what lies in the stage and where it goes.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Stage {
    /// The head that makes this plan come true.
    checkpoint: String,
    /// From a path in the stage to its place, in this order.
    moves: Vec<(String, String)>,
    /// Partial tiles and bundles that a wider one replaces.
    removes: Vec<String>,
}

impl Stage {
    fn put(
        &mut self,
        store: &impl Store,
        path: String,
        bytes: &[u8],
    ) -> Result<(), StoreError> {
        let staged = format!("{STAGE}/{}", self.moves.len());
        store.write(&staged, bytes)?;
        self.moves.push((staged, path));
        Ok(())
    }

    fn supersede(&mut self, path: impl Fn(usize) -> String, width: usize) {
        if width > 1 {
            self.removes.push(path(width - 1));
        }
    }

    /// The caller holds the lock and has read the head under it, so that writing it here is a
    /// compare-and-swap.
    fn commit(
        mut self,
        store: &impl Store,
        checkpoint: &VerifiedCheckpoint,
    ) -> Result<(), ArchiveError> {
        checkpoint.text().clone_into(&mut self.checkpoint);
        store.write(PLAN, &serde_json::to_vec(&self)?)?;
        store.write(HEAD, self.checkpoint.as_bytes())?;
        self.apply(store)?;
        Ok(sweep(store)?)
    }

    /// Whether it keeps to its folders. A case comes from others, and so may a plan.
    fn is_harmless(&self) -> bool {
        let staged = |path: &str| {
            path.strip_prefix("stage/").is_some_and(|name| name.parse::<usize>().is_ok())
        };
        self.moves.iter().all(|(from, to)| staged(from) && layout::is_evidence(to))
            && self.removes.iter().all(|path| layout::is_evidence(path))
    }

    /// Does what is not yet done. May be interrupted anywhere and begun again.
    fn apply(&self, store: &impl Store) -> Result<(), ArchiveError> {
        for (staged, path) in &self.moves {
            if store.contains(staged)? {
                store.rename(staged, path)?;
            } else if !store.contains(path)? {
                return Err(ArchiveError::Damaged(path.clone()));
            }
        }
        store.write(CHECKPOINT, self.checkpoint.as_bytes())?;
        self.removes.iter().try_for_each(|path| store.remove(path))?;
        Ok(())
    }
}

/// Finishes the operation that the head confirms, undoes any other, and returns the head.
/// The caller holds the lock.
fn recover(store: &impl Store) -> Result<Vec<u8>, ArchiveError> {
    let published = store.read(CHECKPOINT)?;
    let Some(head) = store.read(HEAD)? else {
        let lost = published.is_some();
        return Err(if lost { damaged(HEAD) } else { ArchiveError::Absent });
    };
    let plan = store.read(PLAN)?.and_then(|plan| serde_json::from_slice::<Stage>(&plan).ok());
    match plan.filter(Stage::is_harmless) {
        Some(plan) if plan.checkpoint.as_bytes() == head => plan.apply(store)?,
        _ if published.as_ref() == Some(&head) => {}
        _ => return Err(damaged(CHECKPOINT)),
    }
    sweep(store)?;
    Ok(head)
}

/// Empties the stage. Durable, since nothing new may be staged beside a plan that was carried out.
fn sweep(store: &impl Store) -> Result<(), StoreError> {
    store.list(&format!("{STAGE}/"))?.iter().try_for_each(|path| store.remove(path))
}

fn load(store: &impl Store) -> Result<State, ArchiveError> {
    let head = recover(store)?;
    let note = |path| move |source| ArchiveError::Note { path, source };
    let public = store.read(PUBLIC_KEY)?.ok_or_else(|| damaged(PUBLIC_KEY))?;
    let public = one_line(&public).ok_or(NoteError::Key).and_then(str::parse);
    let public: VerifierKey = public.map_err(note(PUBLIC_KEY))?;
    let checkpoint = str::from_utf8(&head).map_err(|_not_text| damaged(HEAD))?;
    let checkpoint = checkpoint.parse::<UnverifiedCheckpoint>();
    let checkpoint =
        checkpoint.and_then(|checkpoint| checkpoint.verify(&public)).map_err(note(HEAD))?;

    let size = usize::try_from(checkpoint.size()).map_err(|_too_large| damaged(HEAD))?;
    let mut tree = Tree::default();
    for (number, width) in layout::widths(size) {
        let path = layout::tile(0, number, width);
        let hashes = store.read(&path)?.as_deref().and_then(layout::read_tile);
        let hashes = hashes.filter(|hashes| hashes.len() == width);
        hashes.ok_or(ArchiveError::Damaged(path))?.into_iter().for_each(|leaf| tree.push(leaf));
    }
    if tree.root(size) != checkpoint.root() {
        return Err(damaged("log/tile"));
    }
    Ok(State { public, checkpoint, tree })
}

/// The text of a file that is one line.
pub(crate) fn one_line(bytes: &[u8]) -> Option<&str> {
    let line = str::from_utf8(bytes).ok()?.strip_suffix('\n')?;
    (!line.contains('\n')).then_some(line)
}

fn damaged(path: &str) -> ArchiveError {
    ArchiveError::Damaged(path.to_owned())
}
