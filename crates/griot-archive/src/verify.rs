//! Is everything that was ever logged still here, unchanged, and nothing else?
//!
//! Shares the hash, the signature check and the file forms with the writer, and nothing more: the
//! tree is computed again from the entries, plainly, as RFC 6962 defines it. Nothing is written,
//! and no answer stops the next check.

use std::collections::{BTreeMap, BTreeSet};

use crate::archive::one_line;
use crate::checkpoint::{UnverifiedCheckpoint, VerifiedCheckpoint};
use crate::digest::{Digest, empty_root, leaf_hash, node_hash};
use crate::layout::{self, CHECKPOINT, HEAD, KEY, PUBLIC_KEY, TILE_WIDTH};
use crate::note::{SignerKey, VerifierKey};
use crate::operation::{Operation, Preserved};
use crate::problem::Problem;
use crate::store::{Store, StoreError};

/// What the reader knows from elsewhere. Without it, whoever holds the whole folder can have
/// written a new archive with a new key, and that one verifies.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// The log's public key, as `.griot/key.pub` said it on the day it was noted down.
    pub key: Option<VerifierKey>,
    /// A checkpoint of an earlier day, as text.
    pub checkpoint: Option<String>,
}

/// The answer, with all that is wrong and not just the first.
#[derive(Debug)]
pub struct Verification {
    /// The head of the log, where its signature holds.
    pub checkpoint: Option<VerifiedCheckpoint>,
    /// Entries that were read.
    pub entries: u64,
    /// Objects that were read and hash to their name.
    pub objects: u64,
    /// What is wrong, in the order of the log, then of the folder. Empty is good.
    pub problems: Vec<Problem>,
}

impl Verification {
    /// Whether nothing is wrong.
    pub const fn holds(&self) -> bool {
        self.problems.is_empty()
    }
}

/// Checks an archive, and that it agrees with what is known from elsewhere. An error means that
/// the store could not be read, and says nothing about the archive.
pub fn verify(store: &impl Store, known: &Known) -> Result<Verification, StoreError> {
    let paths = store.list("")?.into_iter().filter(|path| !layout::is_outside(path));
    let mut audit = Audit {
        store,
        unexplained: paths.collect(),
        verified: Verification {
            checkpoint: None,
            entries: 0,
            objects: 0,
            problems: Vec::new(),
        },
    };
    let key = audit.keys(known)?;
    if let Some(claimed) = audit.checkpoint(key.as_ref())? {
        let leaves = audit.log(&claimed)?;
        audit.earlier(known, key.as_ref(), &leaves);
    }
    audit.leftovers();
    Ok(audit.verified)
}

struct Audit<'a, S> {
    store: &'a S,
    /// Files of the store that nothing has accounted for yet.
    unexplained: BTreeSet<String>,
    verified: Verification,
}

/// What became of an object.
#[derive(Clone, Copy)]
enum Object {
    Missing,
    Changed,
    Sound { length: u64 },
}

impl<S: Store> Audit<'_, S> {
    fn keys(&mut self, known: &Known) -> Result<Option<VerifierKey>, StoreError> {
        let public = self.read(PUBLIC_KEY)?.and_then(|text| one_line(&text)?.parse().ok());
        if public.is_none() {
            self.report(Problem::Changed { path: PUBLIC_KEY.to_owned() });
        }
        if self.unexplained.contains(KEY) {
            let private = self.read(KEY)?;
            let private = private.and_then(|t| SignerKey::from_secret_text(one_line(&t)?).ok());
            if private.is_none_or(|private| Some(private.public()) != public.as_ref()) {
                self.report(Problem::Changed { path: KEY.to_owned() });
            }
        }
        if known.key.is_some() && known.key != public {
            self.report(Problem::OtherKey);
        }
        Ok(known.key.clone().or(public))
    }

    /// The head as claimed: where its signature fails, the rest is still worth comparing with it.
    fn checkpoint(
        &mut self,
        key: Option<&VerifierKey>,
    ) -> Result<Option<UnverifiedCheckpoint>, StoreError> {
        let Some(text) = self.read(CHECKPOINT)? else {
            self.report(Problem::Missing { path: CHECKPOINT.to_owned() });
            return Ok(None);
        };
        if self.read(HEAD)?.as_ref() != Some(&text) {
            self.report(Problem::Unfinished);
        }
        let claimed = str::from_utf8(&text).ok().and_then(|text| text.parse().ok());
        let Some(claimed): Option<UnverifiedCheckpoint> = claimed else {
            self.report(Problem::Changed { path: CHECKPOINT.to_owned() });
            return Ok(None);
        };
        match key.map(|key| claimed.verify(key)) {
            Some(Ok(checkpoint)) => self.verified.checkpoint = Some(checkpoint),
            Some(Err(cause)) => self.report(Problem::Checkpoint { cause }),
            None => {} // The missing key was reported.
        }
        Ok(Some(claimed))
    }

    /// Every entry, tile and object; returns the leaf hashes as computed from the entries.
    fn log(&mut self, claimed: &UnverifiedCheckpoint) -> Result<Vec<Digest>, StoreError> {
        // One more file than there is may be missing; a size beyond that is not walked through.
        let possible = (self.unexplained.len() + 1) * TILE_WIDTH;
        let size = usize::try_from(claimed.claimed_size()).unwrap_or(usize::MAX);
        if size > possible {
            self.report(Problem::Short { claimed: claimed.claimed_size() });
        }
        let size = size.min(possible);
        let mut leaves = Vec::new();
        let mut objects = BTreeMap::new();
        for (number, width) in layout::widths(size) {
            let signed = self.tile(0, number, width)?;
            let path = layout::bundle(number, width);
            let bytes = self.read(&path)?;
            let Some(bytes) = bytes else {
                self.report(Problem::Missing { path });
                leaves.extend(signed);
                continue;
            };
            let entries = layout::read_bundle(&bytes).filter(|entries| entries.len() == width);
            let Some(entries) = entries else {
                self.report(Problem::Changed { path });
                leaves.extend(signed);
                continue;
            };
            for (place, entry) in entries.into_iter().enumerate() {
                let index = (number * TILE_WIDTH + place) as u64;
                let leaf = leaf_hash(entry);
                leaves.push(leaf);
                if signed.get(place).is_some_and(|hash| *hash != leaf) {
                    self.report(Problem::EntryChanged { index });
                }
                self.entry(index, entry, &mut objects)?;
            }
        }
        self.upper_tiles(&leaves)?;
        if root(&leaves) != claimed.claimed_root()
            || leaves.len() as u64 != claimed.claimed_size()
        {
            self.report(Problem::Root);
        }
        Ok(leaves)
    }

    /// The sources of an entry. Each object is read once, however many entries speak of it.
    fn entry(
        &mut self,
        index: u64,
        entry: &[u8],
        objects: &mut BTreeMap<Digest, Object>,
    ) -> Result<(), StoreError> {
        self.verified.entries += 1;
        let Some(operation) = Operation::from_entry(entry) else {
            self.report(Problem::Foreign { index });
            return Ok(());
        };
        for Preserved { name, sha256, size, .. } in operation.sources {
            let object = match objects.get(&sha256) {
                Some(object) => *object,
                None => self.object(sha256)?,
            };
            objects.insert(sha256, object);
            match object {
                Object::Sound { length } if length == size => {}
                Object::Missing => self.report(Problem::ObjectMissing { index, name, sha256 }),
                Object::Sound { .. } | Object::Changed => {
                    self.report(Problem::ObjectChanged { index, name, sha256 });
                }
            }
        }
        Ok(())
    }

    fn object(&mut self, sha256: Digest) -> Result<Object, StoreError> {
        Ok(match self.read(&layout::object(&sha256))? {
            None => Object::Missing,
            Some(bytes) if Digest::of(&bytes) != sha256 => Object::Changed,
            Some(bytes) => {
                self.verified.objects += 1;
                Object::Sound { length: bytes.len() as u64 }
            }
        })
    }

    /// The hashes of a tile; empty, and reported, where it is missing or of the wrong width.
    fn tile(
        &mut self,
        level: usize,
        number: usize,
        width: usize,
    ) -> Result<Vec<Digest>, StoreError> {
        let path = layout::tile(level, number, width);
        let Some(bytes) = self.read(&path)? else {
            self.report(Problem::Missing { path });
            return Ok(Vec::new());
        };
        let hashes = layout::read_tile(&bytes).filter(|hashes| hashes.len() == width);
        if hashes.is_none() {
            self.report(Problem::Changed { path });
        }
        Ok(hashes.unwrap_or_default())
    }

    /// Tiles above the leaves hold the roots of full tiles below. The leaf tiles were compared
    /// entry by entry.
    fn upper_tiles(&mut self, leaves: &[Digest]) -> Result<(), StoreError> {
        let mut row: Vec<Digest> = leaves.chunks_exact(TILE_WIDTH).map(root).collect();
        let mut level = 1;
        while !row.is_empty() {
            for (number, hashes) in row.chunks(TILE_WIDTH).enumerate() {
                let found = self.tile(level, number, hashes.len())?;
                if !found.is_empty() && found != hashes {
                    let path = layout::tile(level, number, hashes.len());
                    self.report(Problem::Changed { path });
                }
            }
            row = row.chunks_exact(TILE_WIDTH).map(root).collect();
            level += 1;
        }
        Ok(())
    }

    /// The log of today has to begin with the log of the checkpoint that the reader kept.
    fn earlier(&mut self, known: &Known, key: Option<&VerifierKey>, leaves: &[Digest]) {
        let (Some(text), Some(key)) = (&known.checkpoint, key) else { return };
        let checkpoint = text.parse::<UnverifiedCheckpoint>();
        match checkpoint.and_then(|checkpoint| checkpoint.verify(key)) {
            Err(cause) => self.report(Problem::EarlierCheckpoint { cause }),
            Ok(earlier) => {
                let first = usize::try_from(earlier.size()).ok();
                let first = first.and_then(|size| leaves.get(..size));
                if first.is_none_or(|first| root(first) != earlier.root()) {
                    self.report(Problem::Rewritten { size: earlier.size() });
                }
            }
        }
    }

    fn leftovers(&mut self) {
        for path in std::mem::take(&mut self.unexplained) {
            self.report(match layout::object_at(&path) {
                Some(sha256) => Problem::Unlogged { sha256 },
                None => Problem::Unexpected { path },
            });
        }
    }

    fn read(&mut self, path: &str) -> Result<Option<Vec<u8>>, StoreError> {
        self.unexplained.remove(path);
        self.store.read(path)
    }

    fn report(&mut self, problem: Problem) {
        self.verified.problems.push(problem);
    }
}

/// `MTH(D)` of RFC 6962, section 2.1, from leaf hashes.
fn root(leaves: &[Digest]) -> Digest {
    match leaves {
        [] => empty_root(),
        [leaf] => *leaf,
        _ => {
            let (left, right) = leaves.split_at(leaves.len().next_power_of_two() / 2);
            node_hash(&root(left), &root(right))
        }
    }
}
