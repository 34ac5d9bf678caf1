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

use std::collections::BTreeMap;
use std::io::Read;

use crate::checkpoint::VerifiedCheckpoint;
use crate::digest::{Digest, Hashing, leaf_hash};
use crate::error::{ArchiveError, damaged};
use crate::layout::{self, CHECKPOINT, HEAD, KEY, PUBLIC_KEY, TILE_WIDTH, one_line};
use crate::note::{NoteError, Origin, SignerKey, VerifierKey};
use crate::operation::{Operation, OperationFormat, Preserved, SourceList};
use crate::reader::{Entry, Reader, signed};
use crate::stage::{Stage, recover, sweep};
use crate::store::Store;
use crate::tree::Tree;

/// An archive that can be continued.
#[derive(Debug)]
pub struct Archive<S> {
    reader: Reader<S>,
    /// Absent in a copy that can be read and not continued.
    key: Option<SignerKey>,
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

impl<S: Store> Archive<S> {
    /// Starts an archive, whose log has this name, with a key made from 32 random bytes.
    ///
    /// Refuses a place where files of an archive lie: a log that lost its head is not begun anew.
    pub fn create(store: S, origin: Origin, seed: &[u8; 32]) -> Result<Self, ArchiveError> {
        let guard = store.lock()?;
        let mut paths = store.list(HEAD).whole()?;
        paths.extend(store.list("log/").whole()?);
        paths.extend(store.list("objects/").whole()?);
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
        let reader = Reader::new(store, key.public().clone(), checkpoint);
        Ok(Self { reader, key: Some(key), tree, stopped: false })
    }

    /// Opens an archive to continue it, and first finishes, or undoes, what was interrupted.
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
        let reader = Reader::new(store, public, checkpoint);
        Ok(Self { reader, key, tree, stopped: false })
    }

    /// Begins an operation. Nobody else writes until it is committed or dropped.
    pub fn begin(&mut self) -> Result<Batch<'_, S>, ArchiveError> {
        if self.stopped {
            return Err(ArchiveError::Stopped);
        }
        if self.key.is_none() {
            return Err(ArchiveError::NoKey);
        }
        let guard = self.store().lock()?;
        self.catch_up()?;
        Ok(Batch {
            archive: self,
            stage: Stage::default(),
            new: BTreeMap::new(),
            sources: Vec::new(),
            ended: false,
            _guard: guard,
        })
    }

    /// Preserves sources, all under one entry of the log, which lists them before the operation's
    /// own. A source that the archive already holds is compared, not written again.
    pub fn add(
        &mut self,
        sources: &[Incoming<'_>],
        operation: Operation,
    ) -> Result<Entry, ArchiveError> {
        let mut batch = self.begin()?;
        for new in sources {
            batch.keep(new.name, new.media_type, &mut &*new.bytes)?;
        }
        batch.commit(operation)
    }

    /// Logs an operation on sources that the archive already holds.
    pub fn record(&mut self, operation: Operation) -> Result<Entry, ArchiveError> {
        self.begin()?.commit(operation)
    }

    /// What is in it.
    pub const fn reader(&self) -> &Reader<S> {
        &self.reader
    }

    /// The signed head of the log. Send it to somebody: from then on nothing can be taken out.
    pub const fn checkpoint(&self) -> &VerifiedCheckpoint {
        self.reader.checkpoint()
    }

    const fn store(&self) -> &S {
        self.reader.store()
    }

    /// Another process may have written since this archive was opened. What it left must continue
    /// what we know, or the log was rewritten under us.
    fn catch_up(&mut self) -> Result<(), ArchiveError> {
        let head = self.store().read(HEAD)?;
        if head.as_deref() == Some(self.checkpoint().text().as_bytes()) {
            recover(self.store())?;
            return Ok(());
        }
        let state = load(self.store())?;
        let known = self.tree.size();
        let continues = state.public == *self.reader.public_key()
            && state.tree.leaves().get(..known) == Some(self.tree.leaves());
        if !continues {
            return Err(ArchiveError::Damaged(CHECKPOINT.to_owned()));
        }
        self.tree = state.tree;
        self.reader.advance(state.checkpoint);
        Ok(())
    }

    /// The last bundle where it still has room, an empty one otherwise.
    fn open_bundle(&self) -> Result<Vec<u8>, ArchiveError> {
        let Some((number, width)) = layout::widths(self.tree.size()).last() else {
            return Ok(Vec::new());
        };
        if width == TILE_WIDTH {
            return Ok(Vec::new());
        }
        let path = layout::bundle(number, width);
        let bytes = self.store().read(&path)?.unwrap_or_default();
        let leaves = self.tree.leaves().iter().skip(number * TILE_WIDTH).take(width);
        let entries = layout::read_bundle(&bytes).unwrap_or_default();
        if entries.iter().map(|entry| leaf_hash(entry)).eq(leaves.copied()) {
            Ok(bytes)
        } else {
            Err(ArchiveError::Damaged(path))
        }
    }
}

/// An operation that is being put together. Dropped, it leaves nothing.
#[derive(Debug)]
pub struct Batch<'a, S: Store> {
    archive: &'a mut Archive<S>,
    stage: Stage,
    /// Objects in the stage, and where.
    new: BTreeMap<Digest, String>,
    sources: Vec<Preserved>,
    ended: bool,
    _guard: S::Guard,
}

impl<S: Store> Batch<'_, S> {
    /// Preserves a source, read once and never as a whole. What the archive holds already is
    /// compared, not written again.
    pub fn keep(
        &mut self,
        name: &str,
        media_type: &str,
        from: &mut dyn Read,
    ) -> Result<Preserved, ArchiveError> {
        let (sha256, size) = self.receive(name, from)?;
        let (name, media_type) = (name.to_owned(), media_type.to_owned());
        let source = Preserved { extraction: None, media_type, name, sha256, size };
        self.sources.push(source.clone());
        Ok(source)
    }

    /// Takes the bytes of a source in, without naming it yet; `name` is for an error. It is held
    /// from then on, for [`Batch::hold`].
    pub fn receive(
        &mut self,
        name: &str,
        from: &mut dyn Read,
    ) -> Result<(Digest, u64), ArchiveError> {
        let staged = self.stage.next();
        let mut from = Hashing::new(from);
        let written = self.store().stage(&staged, &mut from);
        if let Some(source) = from.failure() {
            self.store().remove(&staged)?;
            return Err(ArchiveError::Input { name: name.to_owned(), source });
        }
        written?;
        let (sha256, size) = from.finish();
        if self.new.contains_key(&sha256) {
            self.store().remove(&staged)?;
        } else if let Some(mut held) = self.store().open(&layout::object(&sha256))? {
            self.store().remove(&staged)?;
            let compared = Digest::of_reader(&mut held);
            if compared.ok() != Some((sha256, size)) {
                return Err(ArchiveError::ObjectChanged(sha256));
            }
        } else {
            self.stage.place(layout::object(&sha256));
            self.new.insert(sha256, staged);
        }
        Ok((sha256, size))
    }

    /// The bytes of a source that the archive holds, or will when the operation is committed.
    pub fn open(&self, sha256: Digest) -> Result<Option<S::Reader>, ArchiveError> {
        let held = layout::object(&sha256);
        let path = self.new.get(&sha256).unwrap_or(&held);
        Ok(self.store().open(path)?)
    }

    /// Names a source that the archive holds.
    pub fn hold(&mut self, source: Preserved) -> Result<(), ArchiveError> {
        let length = self.store().length(&layout::object(&source.sha256))?;
        if length != Some(source.size) && !self.new.contains_key(&source.sha256) {
            return Err(ArchiveError::NotHeld(source.sha256));
        }
        self.sources.push(source);
        Ok(())
    }

    /// Whether the archive holds this source, or will when the operation is committed. Of what it
    /// holds only the length is looked at.
    pub fn holds(&self, source: &Preserved) -> Result<bool, ArchiveError> {
        let length = self.store().length(&layout::object(&source.sha256))?;
        Ok(length == Some(source.size) || self.new.contains_key(&source.sha256))
    }

    /// What is in the archive, without this operation.
    pub const fn reader(&self) -> &Reader<S> {
        self.archive.reader()
    }

    /// Logs the operation on the sources that were kept and named, and then on its own, which the
    /// archive has to hold.
    pub fn commit(mut self, mut operation: Operation) -> Result<Entry, ArchiveError> {
        for source in std::mem::take(&mut operation.sources) {
            self.hold(source)?;
        }
        let key = self.archive.key.clone().ok_or(ArchiveError::NoKey)?;
        operation.sources = std::mem::take(&mut self.sources);
        let (entry, listed) = entry_of(&mut operation)?;
        let mut bundle = self.archive.open_bundle()?;
        layout::push_entry(&mut bundle, &entry);

        self.ended = true;
        self.archive.stopped = true; // until everything below has succeeded
        let mut stage = std::mem::take(&mut self.stage);
        let archive = &mut *self.archive;
        let index = archive.checkpoint().size();
        archive.tree.push(leaf_hash(&entry));
        let size = archive.tree.size();
        let store = archive.reader.store();
        if let Some((list, bytes)) = listed
            && !store.contains(&layout::object(&list.sha256))?
            && !self.new.contains_key(&list.sha256)
        {
            stage.put(store, layout::object(&list.sha256), &bytes)?;
        }
        let (number, width) = layout::widths(size).last().unwrap_or_default();
        stage.put(store, layout::bundle(number, width), &bundle)?;
        stage.supersede(|width| layout::bundle(number, width), width);
        for level in 0.. {
            let row = archive.tree.level(level);
            let (number, width) = layout::widths(row.len()).last().unwrap_or_default();
            let tile = layout::tile_bytes(&row[row.len() - width..]);
            stage.put(store, layout::tile(level, number, width), &tile)?;
            stage.supersede(|width| layout::tile(level, number, width), width);
            if width < TILE_WIDTH {
                break; // The rows above grow only when a tile is full.
            }
        }
        let checkpoint = VerifiedCheckpoint::sign(&key, index + 1, archive.tree.root(size));
        stage.commit(store, &checkpoint)?;
        archive.reader.advance(checkpoint);
        archive.stopped = false;
        Ok(Entry { index, operation, unlisted: false })
    }

    const fn store(&self) -> &S {
        self.archive.reader.store()
    }
}

impl<S: Store> Drop for Batch<'_, S> {
    fn drop(&mut self) {
        // Not to be waited for: if it fails, the next operation sweeps, or says why it cannot.
        if !self.ended {
            drop(sweep(self.archive.store()));
        }
    }
}

/// The entry of an operation; with the list of its sources, if they do not fit into the entry.
#[expect(clippy::type_complexity, reason = "the list and its bytes, or neither")]
fn entry_of(
    operation: &mut Operation,
) -> Result<(Vec<u8>, Option<(SourceList, Vec<u8>)>), ArchiveError> {
    (operation.format, operation.list) = (OperationFormat::V1, None);
    let entry = operation.to_entry()?;
    if u16::try_from(entry.len()).is_ok() {
        return Ok((entry, None));
    }
    let (list, bytes) = SourceList::of(&operation.sources)?;
    (operation.format, operation.list) = (OperationFormat::V2, Some(list));
    let sources = std::mem::take(&mut operation.sources);
    let entry = operation.to_entry()?;
    operation.sources = sources;
    if u16::try_from(entry.len()).is_err() {
        return Err(ArchiveError::EntryTooLong(entry.len()));
    }
    Ok((entry, Some((list, bytes))))
}

/// What a store holds, after recovery.
struct State {
    public: VerifierKey,
    checkpoint: VerifiedCheckpoint,
    tree: Tree,
}

fn load(store: &impl Store) -> Result<State, ArchiveError> {
    let head = recover(store)?;
    let (public, checkpoint) = signed(store, HEAD, &head)?;
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
