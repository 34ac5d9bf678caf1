//! Is this entry in that tree, and is that tree a continuation of this one?
//!
//! The two checks of RFC 6962 (sections 2.1.1 and 2.1.2), each in the wider form for a subtree
//! (draft-ietf-plants-merkle-tree-certs, section 4), and the text file `c2sp.org/tlog-proof@v1` that
//! carries a proof to somebody who has neither griot nor the archive.

use std::fmt;
use std::ops::Range;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::checkpoint::{UnverifiedCheckpoint, VerifiedCheckpoint};
use crate::digest::{Digest, empty_root, leaf_hash, node_hash};
use crate::note::{NoteError, VerifierKey, decimal};

const HEADER: &str = "c2sp.org/tlog-proof@v1";

/// Why a proof shows nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// The numbers do not describe a leaf or a subtree of a tree.
    #[error("the position lies outside the tree")]
    Position,
    /// Too few or too many hashes for the position.
    #[error("the proof has the wrong number of hashes")]
    Length,
    /// The hashes lead to another root.
    #[error("the proof leads to another root hash")]
    Root,
    /// The text is not a `c2sp.org/tlog-proof@v1`.
    #[error("line {0} of the proof is not as c2sp.org/tlog-proof@v1 asks")]
    Format(usize),
    /// The checkpoint in the proof does not hold.
    #[error(transparent)]
    Note(#[from] NoteError),
}

/// Checks that `leaf` is leaf number `index` of the tree with `size` leaves and this root.
pub fn verify_inclusion(
    leaf: Digest,
    index: u64,
    size: u64,
    path: &[Digest],
    root: Digest,
) -> Result<(), ProofError> {
    verify_subtree_inclusion(leaf, index, 0..size, path, root)
}

/// Checks that `leaf` is leaf number `index` (of the whole tree) below the node that covers
/// `subtree` and has the hash `root`.
pub fn verify_subtree_inclusion(
    leaf: Digest,
    index: u64,
    subtree: Range<u64>,
    path: &[Digest],
    root: Digest,
) -> Result<(), ProofError> {
    if !is_subtree(&subtree) || !subtree.contains(&index) {
        return Err(ProofError::Position);
    }
    let mut rest = path.iter();
    let size = subtree.end - subtree.start;
    let rebuilt = root_above(leaf, index - subtree.start, size, &mut rest)?;
    finish(rest.as_slice(), rebuilt == root)
}

/// Checks that the tree with `new_size` leaves begins with all leaves of the tree with `old_size`.
///
/// Equal sizes need an empty path and equal roots. From the empty tree to another nothing can be
/// shown, since every tree continues it; that is refused.
pub fn verify_consistency(
    old_size: u64,
    new_size: u64,
    path: &[Digest],
    old_root: Digest,
    new_root: Digest,
) -> Result<(), ProofError> {
    if old_size == 0 {
        let empty = empty_root();
        let nothing = old_root == empty && new_root == empty;
        return if new_size == 0 { finish(path, nothing) } else { Err(ProofError::Position) };
    }
    verify_subtree_consistency(0..old_size, new_size, path, old_root, new_root)
}

/// Checks that the node with the hash `subtree_root`, which covers `subtree`, is part of the tree
/// with `size` leaves and this root. An empty range within the tree has the hash of the empty tree,
/// an empty path, and says nothing about the root.
pub fn verify_subtree_consistency(
    subtree: Range<u64>,
    size: u64,
    path: &[Digest],
    subtree_root: Digest,
    root: Digest,
) -> Result<(), ProofError> {
    if subtree.start == subtree.end && subtree.end <= size {
        return finish(path, subtree_root == empty_root());
    }
    if !is_subtree(&subtree) || subtree.end > size {
        return Err(ProofError::Position);
    }
    let mut rest = path.iter();
    let (part, whole) = roots_above(&subtree, size, Some(subtree_root), &mut rest)?;
    finish(rest.as_slice(), part == subtree_root && whole == root)
}

/// An entry's place under a checkpoint, for somebody who has only this and the log's public key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// Position of the entry in the log, from 0.
    pub index: u64,
    /// Hashes from the leaf's sibling up to the child of the root.
    pub path: Vec<Digest>,
    /// The signed head of the log, as text.
    pub checkpoint: UnverifiedCheckpoint,
    /// Travels along and is not authenticated. griot puts the entry here, and
    /// [`Proof::verify`] is given it back; a stranger then needs no second file.
    pub extra: Option<Vec<u8>>,
}

impl Proof {
    /// Checks the signature of the checkpoint and that this entry is in its tree.
    pub fn verify(
        &self,
        entry: &[u8],
        key: &VerifierKey,
    ) -> Result<VerifiedCheckpoint, ProofError> {
        let checkpoint = self.checkpoint.verify(key)?;
        let (size, root) = (checkpoint.size(), checkpoint.root());
        verify_inclusion(leaf_hash(entry), self.index, size, &self.path, root)?;
        Ok(checkpoint)
    }
}

impl fmt::Display for Proof {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "{HEADER}")?;
        if let Some(extra) = &self.extra {
            writeln!(formatter, "extra {}", STANDARD.encode(extra))?;
        }
        writeln!(formatter, "index {}", self.index)?;
        self.path.iter().try_for_each(|hash| writeln!(formatter, "{}", hash.to_base64()))?;
        write!(formatter, "\n{}", self.checkpoint.text())
    }
}

impl FromStr for Proof {
    type Err = ProofError;

    fn from_str(text: &str) -> Result<Self, ProofError> {
        let (head, checkpoint) = text.split_once("\n\n").ok_or(ProofError::Format(1))?;
        let mut lines = head.split('\n').zip(1..).peekable();
        if lines.next().is_none_or(|(line, _)| line != HEADER) {
            return Err(ProofError::Format(1));
        }
        let extra = lines.next_if(|(line, _)| line.starts_with("extra "));
        let extra = extra
            .and_then(|(line, _)| line.strip_prefix("extra "))
            .map(|value| STANDARD.decode(value).map_err(|_not_base64| ProofError::Format(2)));
        let (line, number) = lines.next().ok_or(ProofError::Format(2))?;
        let index = line.strip_prefix("index ").and_then(decimal);
        Ok(Self {
            index: index.ok_or(ProofError::Format(number))?,
            path: lines
                .map(|(line, number)| {
                    Digest::from_base64(line).ok_or(ProofError::Format(number))
                })
                .collect::<Result<_, _>>()?,
            checkpoint: checkpoint.parse()?,
            extra: extra.transpose()?,
        })
    }
}

/// A range that one node of some tree covers: it begins at a multiple of its width, the width
/// rounded up to a power of two.
fn is_subtree(range: &Range<u64>) -> bool {
    let Some(width) = range.end.checked_sub(range.start).filter(|width| *width > 0) else {
        return false;
    };
    let step = width.checked_next_power_of_two();
    step.map_or(range.start == 0, |step| range.start.is_multiple_of(step))
}

/// The root that a leaf and its path lead to. Recursion is at most 64 deep.
fn root_above<'a>(
    leaf: Digest,
    index: u64,
    size: u64,
    path: &mut impl Iterator<Item = &'a Digest>,
) -> Result<Digest, ProofError> {
    if size == 1 {
        return Ok(leaf);
    }
    let left = left_size(size);
    if index < left {
        let below = root_above(leaf, index, left, path)?;
        Ok(node_hash(&below, path.next().ok_or(ProofError::Length)?))
    } else {
        let below = root_above(leaf, index - left, size - left, path)?;
        Ok(node_hash(path.next().ok_or(ProofError::Length)?, &below))
    }
}

/// The hashes of the part and of the whole that a consistency path leads to. `known` is the hash
/// of the part while the part may still turn out to be one node, which the path then leaves out.
fn roots_above<'a>(
    part: &Range<u64>,
    size: u64,
    known: Option<Digest>,
    path: &mut impl Iterator<Item = &'a Digest>,
) -> Result<(Digest, Digest), ProofError> {
    if *part == (0..size) {
        let hash = known.or_else(|| path.next().copied()).ok_or(ProofError::Length)?;
        return Ok((hash, hash));
    }
    let left = left_size(size);
    if part.end <= left {
        let (old, new) = roots_above(part, left, known, path)?;
        let right = path.next().ok_or(ProofError::Length)?;
        Ok((old, node_hash(&new, right)))
    } else if left <= part.start {
        let shifted = part.start - left..part.end - left;
        let (old, new) = roots_above(&shifted, size - left, known, path)?;
        let left = path.next().ok_or(ProofError::Length)?;
        Ok((old, node_hash(left, &new)))
    } else {
        // A part that straddles the middle begins at 0; its left half is the whole's left half.
        let (old, new) = roots_above(&(0..part.end - left), size - left, None, path)?;
        let left = path.next().ok_or(ProofError::Length)?;
        Ok((node_hash(left, &old), node_hash(left, &new)))
    }
}

fn left_size(size: u64) -> u64 {
    1 << (size - 1).ilog2()
}

fn finish(rest: &[Digest], same: bool) -> Result<(), ProofError> {
    if !rest.is_empty() {
        return Err(ProofError::Length);
    }
    if same { Ok(()) } else { Err(ProofError::Root) }
}
