//! The writer's RFC 6962 tree: it grows by one leaf and makes proofs. Checking is in `proof` and
//! `verify`, which compute everything again without this module.

use crate::digest::{Digest, empty_root, node_hash};
use crate::layout::TILE_WIDTH;

/// The hashes that tiles hold, in memory: `levels[l][i]` covers the leaves from `i * 256^l` to
/// before `(i + 1) * 256^l`, and only full subtrees are kept.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tree {
    levels: Vec<Vec<Digest>>,
}

impl Tree {
    pub(crate) fn size(&self) -> usize {
        self.leaves().len()
    }

    pub(crate) fn leaves(&self) -> &[Digest] {
        self.level(0)
    }

    /// Empty above the highest level that has a hash.
    pub(crate) fn level(&self, level: usize) -> &[Digest] {
        self.levels.get(level).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn push(&mut self, leaf: Digest) {
        let mut hash = leaf;
        for level in 0.. {
            if self.levels.len() == level {
                self.levels.push(Vec::new());
            }
            self.levels[level].push(hash);
            let count = self.levels[level].len();
            if !count.is_multiple_of(TILE_WIDTH) {
                return;
            }
            let mut row = self.levels[level][count - TILE_WIDTH..].to_vec();
            while row.len() > 1 {
                row = row.as_chunks().0.iter().map(|[l, r]| node_hash(l, r)).collect();
            }
            hash = row[0];
        }
    }

    /// The root over the first `size` leaves, `size` being at most [`Tree::size`].
    pub(crate) fn root(&self, size: usize) -> Digest {
        if size == 0 { empty_root() } else { self.subtree(0, size) }
    }

    /// `PATH(index, D[size])` of RFC 6962, section 2.1.1: from the leaf's sibling upwards.
    pub(crate) fn inclusion_path(&self, index: usize, size: usize) -> Vec<Digest> {
        let (mut start, mut end, mut path) = (0, size, Vec::new());
        while end - start > 1 {
            let middle = start + left_size(end - start);
            if index < middle {
                path.push(self.subtree(middle, end));
                end = middle;
            } else {
                path.push(self.subtree(start, middle));
                start = middle;
            }
        }
        path.reverse();
        path
    }

    /// `PROOF(old, D[size])` of RFC 6962, section 2.1.2; `old` is from 1 to `size`.
    pub(crate) fn consistency_path(&self, old: usize, size: usize) -> Vec<Digest> {
        let (mut start, mut end, mut path) = (0, size, Vec::new());
        while end != old {
            let middle = start + left_size(end - start);
            if old <= middle {
                path.push(self.subtree(middle, end));
                end = middle;
            } else {
                path.push(self.subtree(start, middle));
                start = middle;
            }
        }
        // Where the old tree is itself a node of the new one, the verifier already has its hash.
        if start != 0 {
            path.push(self.subtree(start, end));
        }
        path.reverse();
        path
    }

    /// `MTH(D[start:end])` for a node of the tree: `start` is a multiple of a power of two that
    /// is not smaller than the width.
    fn subtree(&self, start: usize, end: usize) -> Digest {
        let width = end - start;
        let (mut level, mut step) = (0, 1);
        while step < width {
            (level, step) = (level + 1, step * TILE_WIDTH);
        }
        if step == width {
            return self.levels[level][start / step];
        }
        let middle = start + left_size(width);
        node_hash(&self.subtree(start, middle), &self.subtree(middle, end))
    }
}

/// The largest power of two smaller than `size`, which is at least 2.
fn left_size(size: usize) -> usize {
    size.next_power_of_two() / 2
}
