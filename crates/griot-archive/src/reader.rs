//! Reading, by anybody: nothing is locked, written or finished, and what is damaged does not hide
//! what is not.

use crate::checkpoint::{UnverifiedCheckpoint, VerifiedCheckpoint};
use crate::digest::{Digest, leaf_hash};
use crate::error::{ArchiveError, damaged};
use crate::layout::{self, CHECKPOINT, PUBLIC_KEY, TILE_WIDTH, one_line};
use crate::note::{NoteError, VerifierKey};
use crate::operation::Operation;
use crate::proof::Proof;
use crate::store::Store;
use crate::tree::Tree;

/// An archive as it was last published. While somebody writes, it is the state before.
///
/// Everything it answers was checked against the signed checkpoint when it was read; whether all
/// else is in order is what [`verify`](crate::verify) says.
#[derive(Debug)]
pub struct Reader<S> {
    store: S,
    public: VerifierKey,
    checkpoint: VerifiedCheckpoint,
}

/// An operation and its place in the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Position, from 0.
    pub index: u64,
    /// What was done.
    pub operation: Operation,
    /// The list of its sources is missing or was changed, so that the operation shows none.
    pub unlisted: bool,
}

/// The chain of custody, as far as it can be read.
#[derive(Debug, Default)]
pub struct Log {
    /// Oldest first, each checked against the signed root.
    pub entries: Vec<Entry>,
    /// Why entries are missing from it, or the lists of their sources. Empty is good.
    pub unreadable: Vec<ArchiveError>,
}

impl<S: Store> Reader<S> {
    pub(crate) const fn new(
        store: S,
        public: VerifierKey,
        checkpoint: VerifiedCheckpoint,
    ) -> Self {
        Self { store, public, checkpoint }
    }

    /// Opens an archive to read it, be it on a disk that cannot be written to.
    pub fn open(store: S) -> Result<Self, ArchiveError> {
        let Some(head) = store.read(CHECKPOINT)? else {
            let files = store.list("").whole()?;
            let begun = files.iter().any(|path| layout::is_after_beginning(path));
            let any = files.iter().any(|path| !layout::is_outside(path));
            return Err(if begun {
                damaged(CHECKPOINT)
            } else if any {
                ArchiveError::Unbegun
            } else {
                ArchiveError::Absent
            });
        };
        let (public, checkpoint) = signed(&store, CHECKPOINT, &head)?;
        Ok(Self { store, public, checkpoint })
    }

    /// The chain of custody. An entry or a bundle that cannot be read is named, and the others are
    /// there.
    pub fn log(&self) -> Log {
        let mut log = Log::default();
        let found = self.survey(&mut log.unreadable);
        let vouched = self.vouched(&found).is_some();
        if !vouched {
            log.unreadable.push(damaged("log/tile"));
        }
        for (index, place) in (0..).zip(found) {
            let Some(entry) = place.entry else { continue };
            if vouched && place.leaf.is_some_and(|leaf| leaf != leaf_hash(&entry)) {
                log.unreadable.push(damaged(&layout::bundle_of(index, self.checkpoint.size())));
                continue;
            }
            let Some(mut operation) = Operation::from_entry(&entry) else {
                log.unreadable.push(ArchiveError::Foreign { index });
                continue;
            };
            let mut unlisted = false;
            if let Some(list) = operation.list {
                let bytes = self.get(list.sha256).map(Option::unwrap_or_default);
                let sources = bytes.map(|bytes| list.read(&bytes));
                unlisted = !matches!(sources, Ok(Some(_)));
                match sources {
                    Ok(Some(sources)) => operation.sources = sources,
                    Ok(None) => log.unreadable.push(damaged(&layout::object(&list.sha256))),
                    Err(error) => log.unreadable.push(error),
                }
            }
            log.entries.push(Entry { index, operation, unlisted });
        }
        log
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
        if index >= size {
            return Err(ArchiveError::OutOfRange { size });
        }
        let mut unreadable = Vec::new();
        let found = self.survey(&mut unreadable);
        let tree = self.vouched(&found).ok_or_else(|| {
            unreadable.into_iter().next().unwrap_or_else(|| damaged("log/tile"))
        })?;
        let position = usize::try_from(index).unwrap_or(usize::MAX);
        let entry = found.into_iter().nth(position).and_then(|place| place.entry);
        let signed = tree.leaves().get(position);
        let entry = entry.filter(|entry| Some(&leaf_hash(entry)) == signed);
        let path = || layout::bundle_of(index, self.checkpoint.size());
        let entry = entry.ok_or_else(|| damaged(&path()))?;
        Ok(Proof {
            index,
            path: tree.inclusion_path(position, tree.size()),
            checkpoint: self.checkpoint.as_unverified().clone(),
            extra: Some(entry),
        })
    }

    /// The hashes with which [`verify_consistency`](crate::proof::verify_consistency) shows that
    /// the log of today begins with the log when it had `old_size` entries, at least one.
    pub fn prove_consistency(&self, old_size: u64) -> Result<Vec<Digest>, ArchiveError> {
        let size = self.checkpoint.size();
        let old = usize::try_from(old_size).ok();
        let old = old.filter(|old| *old >= 1 && old_size <= size);
        let old = old.ok_or(ArchiveError::OutOfRange { size })?;
        let tree = self.vouched(&self.survey(&mut Vec::new()));
        let tree = tree.ok_or_else(|| damaged("log/tile"))?;
        Ok(tree.consistency_path(old, tree.size()))
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

    pub(crate) fn advance(&mut self, checkpoint: VerifiedCheckpoint) {
        self.checkpoint = checkpoint;
    }

    /// Every place of the log with what was found there. Ends at the first place of which there is
    /// neither a hash nor an entry.
    fn survey(&self, unreadable: &mut Vec<ArchiveError>) -> Vec<Place> {
        let mut places = Vec::new();
        let size = usize::try_from(self.checkpoint.size()).unwrap_or(usize::MAX);
        for (number, width) in layout::widths(size) {
            let tile = |width| layout::tile(0, number, width);
            let leaves = self.at_least(tile, width, layout::read_tile);
            let leaves = leaves.map_err(|error| unreadable.push(error)).ok();
            let bundle = |width| layout::bundle(number, width);
            let entries = self.at_least(bundle, width, |bytes| {
                let entries = layout::read_bundle(bytes)?;
                Some(entries.into_iter().map(<[u8]>::to_vec).collect())
            });
            let entries = entries.map_err(|error| unreadable.push(error)).ok();
            if leaves.is_none() && entries.is_none() {
                break;
            }
            let mut leaves = leaves.unwrap_or_default().into_iter();
            let mut entries = entries.unwrap_or_default().into_iter();
            places.extend(
                (0..width).map(|_| Place { leaf: leaves.next(), entry: entries.next() }),
            );
        }
        places
    }

    /// The first `width` parts of the narrowest file that has so many. A writer replaces a partial
    /// file by a wider one, which begins in the same way.
    fn at_least<T>(
        &self,
        path: impl Fn(usize) -> String,
        width: usize,
        parts: impl Fn(&[u8]) -> Option<Vec<T>>,
    ) -> Result<Vec<T>, ArchiveError> {
        let missing = || ArchiveError::Damaged(path(width));
        for wide in width..=TILE_WIDTH {
            let Some(bytes) = self.store.read(&path(wide))? else { continue };
            let mut parts =
                parts(&bytes).filter(|parts| parts.len() == wide).ok_or_else(missing)?;
            parts.truncate(width);
            return Ok(parts);
        }
        Err(missing())
    }

    /// The tree that the checkpoint signs, from the hashes in tiles, or else from the entries.
    fn vouched(&self, found: &[Place]) -> Option<Tree> {
        let of_tiles =
            |place: &Place| place.leaf.or_else(|| place.entry.as_deref().map(leaf_hash));
        let of_entries = |place: &Place| place.entry.as_deref().map(leaf_hash).or(place.leaf);
        let tree = |leaf: &dyn Fn(&Place) -> Option<Digest>| {
            let mut tree = Tree::default();
            for place in found {
                tree.push(leaf(place)?);
            }
            let whole = tree.size() as u64 == self.checkpoint.size()
                && tree.root(tree.size()) == self.checkpoint.root();
            whole.then_some(tree)
        };
        tree(&of_tiles).or_else(|| tree(&of_entries))
    }
}

/// What was found of an entry.
struct Place {
    /// Its hash, as the tile has it.
    leaf: Option<Digest>,
    /// Itself, as the bundle has it.
    entry: Option<Vec<u8>>,
}

/// The public key of a store, and this head of its log, which the key has to have signed.
pub(crate) fn signed(
    store: &impl Store,
    path: &'static str,
    head: &[u8],
) -> Result<(VerifierKey, VerifiedCheckpoint), ArchiveError> {
    let note = |path| move |source| ArchiveError::Note { path, source };
    let public = store.read(PUBLIC_KEY)?.ok_or_else(|| damaged(PUBLIC_KEY))?;
    let public = one_line(&public).ok_or(NoteError::Key).and_then(str::parse);
    let public: VerifierKey = public.map_err(note(PUBLIC_KEY))?;
    let checkpoint = str::from_utf8(head).map_err(|_not_text| damaged(path))?;
    let checkpoint = checkpoint.parse::<UnverifiedCheckpoint>();
    let checkpoint =
        checkpoint.and_then(|checkpoint| checkpoint.verify(&public)).map_err(note(path))?;
    Ok((public, checkpoint))
}
