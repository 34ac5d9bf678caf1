//! Names as numbers: each different text is kept once, in one long text.

use std::hash::BuildHasher as _;

use foldhash::fast::FixedState;

/// Texts numbered from 0 in the order in which they first come.
#[derive(Debug, Clone, Default)]
pub struct Names {
    text: String,
    ends: Vec<usize>,
    cells: Cells,
}

/// Things numbered from 0 in the order in which they first come, of which a name is kept only once they
/// come a second time: what is there once is in no pair, and nobody asks what it was called.
///
/// They are told apart by 128 bits of hash. Two different texts among ten million fall together with a
/// chance below 10⁻²⁴.
#[derive(Debug, Clone, Default)]
pub struct Sightings {
    hashes: Vec<u128>,
    /// Number + 1 in `names`, or 0.
    named: Vec<u32>,
    names: Names,
    cells: Cells,
}

/// Numbers by hash, by open addressing, at most half full.
#[derive(Debug, Clone, Default)]
struct Cells {
    /// Upper half: a part of the hash; lower half: number + 1, 0 where the cell is free.
    cells: Vec<u64>,
    used: usize,
}

impl Names {
    /// The number of a name, a new one where it has none yet.
    pub fn number(&mut self, name: &str) -> u32 {
        self.add(name).0
    }

    /// The number of a name, and whether it is new.
    pub fn add(&mut self, name: &str) -> (u32, bool) {
        self.add_in(0, name)
    }

    /// The same in a space of its own: a name in one space is another than the same in another space.
    pub(super) fn add_in(&mut self, space: u64, name: &str) -> (u32, bool) {
        let hash = hash(name, ONE ^ space);
        let (text, ends) = (&self.text, &self.ends);
        if let Some(number) =
            self.cells.find(hash, |number| stretch(text, ends, number) == name)
        {
            return (number, false);
        }
        (self.push(name, hash), true)
    }

    /// The number of a name that is there.
    pub fn find(&self, name: &str) -> Option<u32> {
        self.cells.find(hash(name, ONE), |number| self.name(number) == name)
    }

    fn push(&mut self, name: &str, hash: u64) -> u32 {
        let number = self.append(name);
        self.cells.insert(hash, number);
        number
    }

    fn append(&mut self, name: &str) -> u32 {
        self.text.push_str(name);
        self.ends.push(self.text.len());
        u32::try_from(self.ends.len() - 1).unwrap_or(u32::MAX)
    }

    /// The name of a number; empty where there is none.
    pub fn name(&self, number: u32) -> &str {
        stretch(&self.text, &self.ends, number)
    }

    /// How many names.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is no name.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Gives back what is needed only while names come in: none is found after this.
    pub(super) fn close(&mut self) {
        self.cells = Cells::default();
    }

    /// All names by number.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0_u32..).take(self.len()).map(|number| self.name(number))
    }

    /// The rank of each number when names are sorted by their bytes, and the numbers in that order.
    pub fn ranks(&self) -> (Vec<u32>, Vec<u32>) {
        let mut order: Vec<u32> = (0_u32..).take(self.len()).collect();
        order.sort_unstable_by(|one, other| self.name(*one).cmp(self.name(*other)));
        let mut rank = vec![0; self.len()];
        for (place, number) in (0_u32..).zip(&order) {
            rank[*number as usize] = place;
        }
        (rank, order)
    }

    /// The same numbers with other names.
    #[must_use]
    pub(super) fn renamed(&self, mut rename: impl FnMut(&str) -> String) -> Self {
        let mut renamed = Self::default();
        for name in self.iter() {
            renamed.append(&rename(name));
        }
        renamed
    }
}

impl Sightings {
    /// The number of what has this hash and name, a new one where it has none yet.
    pub(super) fn number(&mut self, hash: u128, name: &str) -> u32 {
        let hashes = &self.hashes;
        let short = upper(hash);
        let found = self.cells.find(short, |number| hashes[number as usize] == hash);
        if let Some(number) = found {
            let named = &mut self.named[number as usize];
            if *named == 0 {
                *named = self.names.append(name) + 1;
            }
            return number;
        }
        self.hashes.push(hash);
        self.named.push(0);
        let number = u32::try_from(self.hashes.len() - 1).unwrap_or(u32::MAX);
        self.cells.insert(short, number);
        number
    }

    /// The number of a name, which is kept at once.
    pub(super) fn number_named(&mut self, name: &str) -> u32 {
        self.number_named_as(fingerprint(name), name)
    }

    /// The same for what is known by another hash than that of its name.
    pub(super) fn number_named_as(&mut self, hash: u128, name: &str) -> u32 {
        let number = self.number(hash, name);
        if self.named[number as usize] == 0 { self.number(hash, name) } else { number }
    }

    /// The name of a number; empty where it came only once.
    pub fn name(&self, number: u32) -> &str {
        match self.named.get(number as usize).and_then(|named| named.checked_sub(1)) {
            Some(named) => self.names.name(named),
            None => "",
        }
    }

    /// How many different things.
    pub fn len(&self) -> usize {
        self.hashes.len()
    }

    /// Whether nothing came.
    pub fn is_empty(&self) -> bool {
        self.hashes.is_empty()
    }

    /// The same numbers with other names, known by what they are called now.
    pub(super) fn rename(&mut self, rename: impl FnMut(&str) -> String) {
        self.names = self.names.renamed(rename);
    }

    /// Gives back what is needed only while things come in.
    pub(super) fn close(&mut self) {
        self.cells = Cells::default();
        self.hashes.shrink_to_fit();
    }
}

impl Cells {
    fn find(&self, hash: u64, is_it: impl Fn(u32) -> bool) -> Option<u32> {
        let mask = self.cells.len().checked_sub(1)?;
        let tag = hash >> 32;
        let mut cell = place(tag, mask);
        loop {
            let held = self.cells[cell];
            let number = u32::try_from(held & 0xffff_ffff).unwrap_or(0).checked_sub(1)?;
            if held >> 32 == tag && is_it(number) {
                return Some(number);
            }
            cell = (cell + 1) & mask;
        }
    }

    fn insert(&mut self, hash: u64, number: u32) {
        if (self.used + 1) * 2 > self.cells.len() {
            let old = std::mem::take(&mut self.cells);
            self.cells = vec![0; (old.len() * 2).max(1024)];
            for held in old.into_iter().filter(|held| *held != 0) {
                self.put(held);
            }
        }
        self.used += 1;
        self.put(hash >> 32 << 32 | (u64::from(number) + 1));
    }

    fn put(&mut self, held: u64) {
        let mask = self.cells.len() - 1;
        let mut cell = place(held >> 32, mask);
        while self.cells[cell] != 0 {
            cell = (cell + 1) & mask;
        }
        self.cells[cell] = held;
    }
}

fn place(tag: u64, mask: usize) -> usize {
    usize::try_from(tag).unwrap_or(0) & mask
}

fn stretch<'t>(text: &'t str, ends: &[usize], number: u32) -> &'t str {
    let number = number as usize;
    let start = number.checked_sub(1).and_then(|before| ends.get(before)).copied();
    let end = ends.get(number).copied().unwrap_or(0);
    text.get(start.unwrap_or(0)..end).unwrap_or_default()
}

const ONE: u64 = 0x9e37_79b9_7f4a_7c15;
const OTHER: u64 = 0xc2b2_ae3d_27d4_eb4f;

fn hash(name: &str, seed: u64) -> u64 {
    FixedState::with_seed(seed).hash_one(name)
}

/// Names of one platform are in one space, those of no platform in space 0.
pub(super) fn space(platform: &str) -> u64 {
    if platform.is_empty() { 0 } else { hash(platform, OTHER) }
}

/// 128 bits that tell sets of tokens apart, given in one order.
pub(super) fn fingerprint_of(tokens: &[u64]) -> u128 {
    let [one, other] = [ONE, OTHER].map(|seed| FixedState::with_seed(seed).hash_one(tokens));
    u128::from(one) << 64 | u128::from(other)
}

/// 128 bits that tell texts apart.
pub(super) fn fingerprint(name: &str) -> u128 {
    u128::from(hash(name, ONE)) << 64 | u128::from(hash(name, OTHER))
}

fn upper(hash: u128) -> u64 {
    u64::try_from(hash >> 64).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_keeps_its_number() {
        let mut names = Names::default();
        let written: Vec<String> = (0..5_000).map(|n| format!("name {}", n % 1_700)).collect();
        for name in &written {
            let number = names.number(name);
            assert_eq!(names.name(number), name);
            assert_eq!(names.add(name), (number, false));
            assert_eq!(names.find(name), Some(number));
        }
        assert_eq!(names.len(), 1_700);
        assert_eq!(names.add(""), (1_700, true));
        assert_eq!(names.name(1_700), "");
        assert_eq!(names.find("another"), None);
    }

    #[test]
    fn ranks_are_by_bytes() {
        let mut names = Names::default();
        for name in ["b", "a", "Z", "é"] {
            names.number(name);
        }
        assert_eq!(names.ranks(), (vec![2, 1, 0, 3], vec![2, 1, 0, 3]));
    }

    /// What comes once has a number and no name; what comes twice has both.
    #[test]
    fn names_from_the_second_time_on() {
        let mut seen = Sightings::default();
        let mut number = |name: &str| seen.number(fingerprint(name), name);
        let numbers: Vec<u32> = ["a", "b", "a", "c", "b", "a"].map(&mut number).to_vec();
        assert_eq!(numbers, [0, 1, 0, 2, 1, 0]);
        assert_eq!([0, 1, 2, 3].map(|number| seen.name(number)), ["a", "b", "", ""]);
        assert_eq!(seen.number_named("d"), 3);
        assert_eq!((seen.name(3), seen.len()), ("d", 4));
    }
}
