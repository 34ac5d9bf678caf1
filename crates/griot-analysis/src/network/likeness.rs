//! By what different objects count as the same: words in common, or few bits that differ.

use std::collections::HashMap;

use foldhash::fast::FixedState;
use griot_stats::{
    network::{Shares, alike::Alike},
    similarity::{Bands, TokenSets, within_bits},
};

use super::{Sightings, words::FEWEST_WORDS};

/// How alike is alike enough.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Likely {
    /// Least shared part of all different words of two texts (Jaccard), above 0 and at most 1.
    pub similarity: f64,
    /// Look for texts by banded `MinHash`, which is quick on millions but misses some pairs; exactly
    /// where none.
    pub bands: Option<Bands>,
    /// Most bits in which the hashes of two pictures may differ; where none, they must be the same.
    pub hamming: Option<u32>,
}

impl Likely {
    /// Nine words in ten, exactly; pictures by the same hash.
    pub const USUAL: Self = Self { similarity: 0.9, bands: None, hamming: None };

    /// Bands that miss a pair of 0.9 with a chance below one in ten million.
    pub const BANDS: Bands = Bands { bands: 20, rows: 5 };
}

/// What is known of the objects of a layer in which likeness counts.
#[derive(Debug, Clone)]
pub enum Likeness {
    /// Texts by their words.
    Words {
        /// Different words of each object.
        sets: TokenSets,
        /// Least shared part of all words.
        similarity: f64,
        /// Bands of `MinHash`; exactly where none.
        bands: Option<Bands>,
    },
    /// Pictures by the bits of their hashes.
    Bits {
        /// Hash of each object; none where its name is no hexadecimal number.
        hashes: Vec<Option<Vec<u8>>>,
        /// Most bits that differ.
        distance: u32,
    },
}

impl Likeness {
    /// Objects that are alike and come within the window of each other.
    pub fn alike(&self, shares: &Shares, window: i64) -> Alike {
        let pairs = match self {
            Self::Words { sets, similarity, bands: None } => {
                sets.similar_in_time(&in_time(shares), window, *similarity, FEWEST_WORDS)
            }
            Self::Words { sets, similarity, bands: Some(bands) } => {
                sets.similar_by_min_hash(*similarity, FEWEST_WORDS, *bands, SEED)
            }
            Self::Bits { hashes, distance } => {
                return Alike::new(shares.objects(), &within_bits(hashes, *distance));
            }
        };
        let pairs: Vec<(u32, u32)> = pairs.iter().map(|pair| (pair.one, pair.other)).collect();
        Alike::new(shares.objects(), &pairs)
    }

    /// The rule in words.
    pub fn in_words(&self) -> String {
        match self {
            Self::Words { similarity, bands: None, .. } => {
                format!(
                    "texts with at least {similarity} of all their different words in common"
                )
            }
            Self::Words { similarity, bands: Some(bands), .. } => format!(
                "texts with at least {similarity} of all their different words in common, found by MinHash, \
                 which misses a pair that just reaches it with a chance of {:.1e}",
                bands.miss(*similarity)
            ),
            Self::Bits { distance, .. } => {
                format!("hashes of media that differ in at most {distance} bits")
            }
        }
    }

    pub(super) fn of_hashes(objects: &Sightings, distance: u32) -> Self {
        let hashes = (0_u32..).take(objects.len()).map(|object| bits(objects.name(object)));
        Self::Bits { hashes: hashes.collect(), distance }
    }
}

/// `MinHash` is the same on every day.
const SEED: u64 = 1;

/// Time and object of every row that has one, by time.
fn in_time(shares: &Shares) -> Vec<(i64, u32)> {
    let rows = shares.time().iter().zip(shares.object());
    let mut rows: Vec<(i64, u32)> = rows
        .filter(|row| *row.1 != Shares::NO_OBJECT)
        .map(|(&time, &object)| (time, object))
        .collect();
    rows.sort_unstable();
    rows
}

/// The bytes of a hash in hexadecimal, at least 32 bits long.
fn bits(name: &str) -> Option<Vec<u8>> {
    let digits = name.strip_prefix("0x").unwrap_or(name);
    let digits = digits.rsplit(':').next().unwrap_or_default();
    let digits: Option<Vec<u8>> =
        digits.chars().map(|digit| digit.to_digit(16)?.try_into().ok()).collect();
    let digits = digits.filter(|digits| digits.len() >= 8 && digits.len().is_multiple_of(2))?;
    Some(digits.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect())
}

/// Different words of objects while they come in.
#[derive(Debug, Default)]
pub(super) struct Words {
    number: HashMap<u64, u32, FixedState>,
    sets: Vec<Vec<u32>>,
}

impl Words {
    /// Words of an object; those of one that is known are not looked at again.
    pub(super) fn add(&mut self, object: u32, tokens: &[u64]) {
        if self.sets.len() == object as usize {
            let mut set = Vec::with_capacity(tokens.len());
            for &token in tokens {
                let next = u32::try_from(self.number.len()).unwrap_or(u32::MAX);
                set.push(*self.number.entry(token).or_insert(next));
            }
            self.sets.push(set);
        }
    }

    pub(super) fn likeness(self, likely: Likely) -> Likeness {
        let Likely { similarity, bands, .. } = likely;
        Likeness::Words { sets: TokenSets::new(&self.sets), similarity, bands }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_of_pictures() {
        assert_eq!(bits("0xFF00a1b2"), Some(vec![0xff, 0, 0xa1, 0xb2]));
        assert_eq!(bits("phash:00000000000000ff").map(|hash| hash.len()), Some(8));
        for other in ["", "123", "3_1234567890", "music:55", "zzzzzzzz"] {
            assert_eq!(bits(other), None, "{other}");
        }
    }
}
