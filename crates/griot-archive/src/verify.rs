//! Is everything that was ever logged still here, unchanged, and nothing else?
//!
//! Shares the hash, the signature check and the file forms with the writer, and nothing more: the
//! tree is computed again from the entries, plainly, as RFC 6962 defines it. Nothing is written,
//! and no answer stops the next check.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{ErrorKind, Read as _};

use jiff::Timestamp;

use crate::checkpoint::{UnverifiedCheckpoint, VerifiedCheckpoint};
use crate::digest::{Digest, empty_root, leaf_hash, node_hash};
use crate::layout::{
    self, CHECKPOINT, HEAD, KEY, PLAN, PUBLIC_KEY, STAGE_FILES, TILE_WIDTH, one_line,
};
use crate::note::{SignerKey, VerifierKey};
use crate::operation::{Operation, Preserved, SourceList};
use crate::problem::{Problem, Remark};
use crate::stage::Stage;
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
#[derive(Debug, Default)]
pub struct Verification {
    /// The head of the log, where its signature holds.
    pub checkpoint: Option<VerifiedCheckpoint>,
    /// Entries that were read.
    pub entries: u64,
    /// Objects that were read and hash to their name.
    pub objects: u64,
    /// What is wrong, in the order of the log, then of the folder. Empty is good.
    pub problems: Vec<Problem>,
    /// What is not wrong, and should be known.
    pub remarks: Vec<Remark>,
}

impl Verification {
    /// Whether nothing is wrong.
    pub const fn holds(&self) -> bool {
        self.problems.is_empty()
    }
}

/// Somebody who writes all the time does not keep the answer from coming.
const ATTEMPTS: usize = 4;

/// Checks an archive, and that it agrees with what is known from elsewhere.
pub fn verify(store: &impl Store, known: &Known) -> Verification {
    let heads = || [HEAD, CHECKPOINT].map(|path| store.read(path).ok().flatten());
    let mut before = heads();
    let mut verified = audit(store, known);
    for _ in 1..ATTEMPTS {
        // Nothing is locked. If an operation ended meanwhile, the files seen are of two states.
        let now = heads();
        if verified.holds() || now == before {
            break;
        }
        before = now;
        verified = audit(store, known);
    }
    verified
}

fn audit(store: &impl Store, known: &Known) -> Verification {
    let listing = store.list("");
    let mut audit = Audit {
        store,
        unexplained: BTreeSet::new(),
        excused: BTreeSet::new(),
        unread: false,
        latest: None,
        verified: Verification::default(),
    };
    for error in listing.unreadable {
        audit.unread = true;
        audit.unreadable(error);
    }
    audit.unexplained =
        listing.paths.into_iter().filter(|path| !layout::is_outside(path)).collect();
    let key = audit.keys(known);
    let claimed = audit.checkpoint(key.as_ref());
    let leaves = claimed.map_or_else(Vec::new, |claimed| audit.log(&claimed));
    audit.earlier(known, key.as_ref(), &leaves);
    audit.leftovers();
    audit.verified
}

struct Audit<'a, S> {
    store: &'a S,
    /// Files of the store that nothing has accounted for yet.
    unexplained: BTreeSet<String>,
    /// Files that an interrupted operation was about to put somewhere, or to take away.
    excused: BTreeSet<String>,
    /// Some entries, or lists of sources, could not be read, and what they name is not known.
    unread: bool,
    /// The entry with the latest time so far.
    latest: Option<(u64, Timestamp)>,
    verified: Verification,
}

/// What became of an object.
#[derive(Clone, Copy)]
enum Object {
    Missing,
    Changed,
    /// Said already.
    Unreadable,
    Sound,
}

/// A file that cannot be read, which was said.
struct Reported;

impl<S: Store> Audit<'_, S> {
    fn keys(&mut self, known: &Known) -> Option<VerifierKey> {
        let public = match self.read(PUBLIC_KEY) {
            Ok(text) => {
                let public = text.as_deref().and_then(one_line).and_then(|it| it.parse().ok());
                match (&text, &public) {
                    // Where nothing came after it, its beginning was interrupted.
                    (None, _) if self.is_unbegun() => {}
                    (None, _) => {
                        self.report(Problem::Missing { path: PUBLIC_KEY.to_owned() });
                    }
                    (Some(_), None) => {
                        self.report(Problem::Changed { path: PUBLIC_KEY.to_owned() });
                    }
                    (Some(_), Some(_)) => {}
                }
                public
            }
            Err(Reported) => None,
        };
        if self.unexplained.remove(KEY) && !self.is_unbegun() {
            self.private_key(public.as_ref());
        }
        if known.key.is_some() && known.key != public {
            self.report(Problem::OtherKey);
        }
        known.key.clone().or(public)
    }

    /// Whether nothing is here that is written when the archive is begun, or later.
    fn is_unbegun(&self) -> bool {
        !self.unexplained.iter().any(|path| path == HEAD || layout::is_after_beginning(path))
    }

    fn private_key(&mut self, public: Option<&VerifierKey>) {
        match self.store.read(KEY) {
            Ok(text) => {
                let private = text.as_deref().and_then(one_line);
                let private = private.and_then(|text| SignerKey::from_secret_text(text).ok());
                if private.is_none_or(|private| Some(private.public()) != public) {
                    self.report(Problem::Changed { path: KEY.to_owned() });
                }
            }
            // It is meant for its owner alone, and checking needs it for nothing.
            Err(error) if error.source.kind() == ErrorKind::PermissionDenied => {}
            Err(error) => self.unreadable(error),
        }
    }

    /// The head as claimed: where its signature fails, the rest is still worth comparing with it.
    fn checkpoint(&mut self, key: Option<&VerifierKey>) -> Option<UnverifiedCheckpoint> {
        let published = self.read(CHECKPOINT);
        let head = self.read(HEAD);
        if let (Ok(published), Ok(head)) = (&published, &head) {
            self.interruption(key, head.as_deref(), published.as_deref());
        }
        let text = match published {
            Err(Reported) => return None,
            Ok(None) => {
                let begun = self.unexplained.iter().any(|path| {
                    layout::is_after_beginning(path) && !self.excused.contains(path)
                });
                let interrupted = self.verified.problems.iter().any(Problem::is_interruption);
                if begun || !interrupted {
                    self.report(Problem::Missing { path: CHECKPOINT.to_owned() });
                }
                return None;
            }
            Ok(Some(text)) => text,
        };
        let claimed = str::from_utf8(&text).ok().and_then(|text| text.parse().ok());
        let Some(claimed): Option<UnverifiedCheckpoint> = claimed else {
            self.report(Problem::Changed { path: CHECKPOINT.to_owned() });
            return None;
        };
        match key.map(|key| claimed.verify(key)) {
            Some(Ok(checkpoint)) => self.verified.checkpoint = Some(checkpoint),
            Some(Err(cause)) => self.report(Problem::Checkpoint { cause }),
            None => {} // The missing key was reported.
        }
        Some(claimed)
    }

    /// What the stage says of an operation that did not end. Only a head that the key signed can
    /// confirm its plan.
    fn interruption(
        &mut self,
        key: Option<&VerifierKey>,
        head: Option<&[u8]>,
        published: Option<&[u8]>,
    ) {
        let staged = |path: &&String| path.starts_with(STAGE_FILES);
        let staged: Vec<String> = self.unexplained.iter().filter(staged).cloned().collect();
        let plan = if staged.iter().any(|path| path == PLAN) {
            let text = self.read(PLAN).ok().flatten();
            text.and_then(|text| serde_json::from_slice::<Stage>(&text).ok())
        } else {
            None
        };
        let signed = head.and_then(|head| str::from_utf8(head).ok());
        let signed = signed.filter(|text| {
            let head = text.parse::<UnverifiedCheckpoint>();
            head.is_ok_and(|head| key.is_some_and(|key| head.verify(key).is_ok()))
        });
        let plan = plan.filter(|plan| {
            plan.is_harmless() && signed.is_some_and(|head| plan.checkpoint == head)
        });
        let unbegun = head.is_none() && published.is_none() && self.is_unbegun();
        if head != published && plan.is_none() {
            self.report(Problem::HeadChanged);
            return;
        }
        if head == published && staged.is_empty() && !unbegun {
            return;
        }
        for path in staged {
            self.unexplained.remove(&path);
        }
        self.report(Problem::Interrupted { committed: plan.is_some() });
        if let Some(plan) = plan {
            self.excused.extend(plan.moves.into_iter().map(|(_, to)| to));
            self.excused.extend(plan.removes);
        }
    }

    /// Every entry, tile and object; returns the leaf hashes as computed from the entries.
    fn log(&mut self, claimed: &UnverifiedCheckpoint) -> Vec<Digest> {
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
            let signed = self.tile(0, number, width);
            let path = layout::bundle(number, width);
            let Ok(bytes) = self.read(&path) else {
                self.unread = true;
                leaves.extend(signed);
                continue;
            };
            let Some(bytes) = bytes else {
                self.unread = true;
                self.report(Problem::Missing { path });
                leaves.extend(signed);
                continue;
            };
            let entries = layout::read_bundle(&bytes).filter(|entries| entries.len() == width);
            let Some(entries) = entries else {
                self.unread = true;
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
                self.entry(index, entry, &mut objects);
            }
        }
        self.upper_tiles(&leaves);
        if root(&leaves) != claimed.claimed_root()
            || leaves.len() as u64 != claimed.claimed_size()
        {
            self.report(Problem::Root);
        }
        leaves
    }

    /// The sources of an entry. Each object is read once, however many entries speak of it.
    fn entry(
        &mut self,
        index: u64,
        entry: &[u8],
        objects: &mut BTreeMap<(Digest, u64), Object>,
    ) {
        self.verified.entries += 1;
        let Some(mut operation) = Operation::from_entry(entry) else {
            self.unread = true;
            self.report(Problem::Foreign { index });
            return;
        };
        self.time(index, operation.when);
        if let Some(list) = operation.list {
            operation.sources = self.list(index, list);
        }
        for Preserved { name, sha256, size, .. } in operation.sources {
            let object = match objects.get(&(sha256, size)) {
                Some(object) => *object,
                None => self.object(sha256, size),
            };
            objects.insert((sha256, size), object);
            match object {
                Object::Sound | Object::Unreadable => {}
                Object::Missing => self.report(Problem::ObjectMissing { index, name, sha256 }),
                Object::Changed => self.report(Problem::ObjectChanged { index, name, sha256 }),
            }
        }
    }

    fn time(&mut self, index: u64, when: Timestamp) {
        match self.latest {
            Some((before, earlier)) if when < earlier => {
                self.verified.remarks.push(Remark::Backwards { index, when, before, earlier });
            }
            _ => self.latest = Some((index, when)),
        }
    }

    /// The sources of an operation that has them in an object.
    fn list(&mut self, index: u64, list: SourceList) -> Vec<Preserved> {
        let sha256 = list.sha256;
        let path = layout::object(&sha256);
        // What is not as long as the entry says is not read at all.
        let problem = match self.store.length(&path) {
            Ok(None) => Problem::ListMissing { index, sha256 },
            Ok(Some(length)) if length == list.size => match self.read(&path) {
                Err(Reported) => {
                    self.unread = true;
                    return Vec::new();
                }
                Ok(bytes) => match bytes.and_then(|bytes| list.read(&bytes)) {
                    Some(sources) => {
                        self.verified.objects += 1;
                        return sources;
                    }
                    None => Problem::ListChanged { index, sha256 },
                },
            },
            Ok(Some(_)) => Problem::ListChanged { index, sha256 },
            Err(error) => {
                self.unexplained.remove(&path);
                self.unread = true;
                self.unreadable(error);
                return Vec::new();
            }
        };
        self.unexplained.remove(&path);
        self.unread = true;
        self.report(problem);
        Vec::new()
    }

    /// Reads no more of an object than one byte beyond the length that was logged.
    fn object(&mut self, sha256: Digest, size: u64) -> Object {
        let path = layout::object(&sha256);
        self.unexplained.remove(&path);
        let opened = match self.store.open(&path) {
            Ok(None) => return Object::Missing,
            Ok(Some(opened)) => opened,
            Err(error) => {
                self.unreadable(error);
                return Object::Unreadable;
            }
        };
        match Digest::of_reader(&mut opened.take(size.saturating_add(1))) {
            Ok(found) if found == (sha256, size) => {
                self.verified.objects += 1;
                Object::Sound
            }
            Ok(_) => Object::Changed,
            Err(error) => {
                self.report(Problem::Unreadable { path, why: error.to_string() });
                Object::Unreadable
            }
        }
    }

    /// The hashes of a tile; empty, and reported, where it is missing or of the wrong width.
    fn tile(&mut self, level: usize, number: usize, width: usize) -> Vec<Digest> {
        let path = layout::tile(level, number, width);
        let Ok(bytes) = self.read(&path) else { return Vec::new() };
        let Some(bytes) = bytes else {
            self.report(Problem::Missing { path });
            return Vec::new();
        };
        let hashes = layout::read_tile(&bytes).filter(|hashes| hashes.len() == width);
        if hashes.is_none() {
            self.report(Problem::Changed { path });
        }
        hashes.unwrap_or_default()
    }

    /// Tiles above the leaves hold the roots of full tiles below. The leaf tiles were compared
    /// entry by entry.
    fn upper_tiles(&mut self, leaves: &[Digest]) {
        let mut row: Vec<Digest> = leaves.chunks_exact(TILE_WIDTH).map(root).collect();
        let mut level = 1;
        while !row.is_empty() {
            for (number, hashes) in row.chunks(TILE_WIDTH).enumerate() {
                let found = self.tile(level, number, hashes.len());
                if !found.is_empty() && found != hashes {
                    let path = layout::tile(level, number, hashes.len());
                    self.report(Problem::Changed { path });
                }
            }
            row = row.chunks_exact(TILE_WIDTH).map(root).collect();
            level += 1;
        }
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
        let mut objects = Vec::new();
        for path in std::mem::take(&mut self.unexplained) {
            if self.excused.contains(&path) {
                continue;
            }
            match layout::object_at(&path) {
                Some(sha256) => objects.push(sha256),
                None => self.report(Problem::Unexpected { path }),
            }
        }
        if self.unread && objects.len() > 1 {
            self.report(Problem::Unaccounted { count: objects.len() });
        } else {
            let unlogged = objects.into_iter().map(|sha256| Problem::Unlogged { sha256 });
            self.verified.problems.extend(unlogged);
        }
    }

    fn read(&mut self, path: &str) -> Result<Option<Vec<u8>>, Reported> {
        self.unexplained.remove(path);
        self.store.read(path).map_err(|error| {
            self.unreadable(error);
            Reported
        })
    }

    fn unreadable(&mut self, error: StoreError) {
        let StoreError { path, source, .. } = error;
        self.report(Problem::Unreadable { path, why: source.to_string() });
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
