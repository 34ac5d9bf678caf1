//! Which sets are nearly the same? Exact Jaccard joins by prefix filtering, and `MinHash` for very many.
//!
//! Two sets with Jaccard similarity of at least `t` must share a token among the rarest few of each:
//! of a set of `n` tokens, sorted from rare to frequent, the first `n - ceil(t n) + 1` (Chaudhuri and
//! others 2006; Bayardo and others 2007). Only sets that meet in such a prefix, and whose sizes allow
//! it, are compared, and compared exactly.

use crate::random::Random;

/// Sets of tokens, each token a number from 0. Repeated tokens count once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TokenSets {
    /// Tokens of each set, from the rarest to the most frequent, as ranks.
    ranked: Vec<Vec<u32>>,
    tokens: usize,
}

/// Two sets and their exact Jaccard similarity.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Similar {
    /// Index of the earlier set.
    pub one: u32,
    /// Index of the later set.
    pub other: u32,
    /// Tokens in both.
    pub common: u32,
    /// Tokens in either.
    pub union: u32,
}

impl Similar {
    /// Shared part of all tokens of the two, between 0 and 1.
    pub fn jaccard(&self) -> f64 {
        f64::from(self.common) / f64::from(self.union)
    }
}

impl TokenSets {
    /// Ranks tokens by how many sets have them, ties by number, so that the result is one and the same.
    pub fn new(sets: &[Vec<u32>]) -> Self {
        let tokens = sets.iter().flatten().max().map_or(0, |&last| last as usize + 1);
        let mut ranked: Vec<Vec<u32>> = sets.to_vec();
        let mut frequency = vec![0_u32; tokens];
        for set in &mut ranked {
            set.sort_unstable();
            set.dedup();
            for &token in set.iter() {
                frequency[token as usize] += 1;
            }
        }
        let mut order: Vec<u32> = (0_u32..).take(tokens).collect();
        order.sort_unstable_by_key(|&token| (frequency[token as usize], token));
        let mut rank = vec![0_u32; tokens];
        for (&token, place) in order.iter().zip(0_u32..) {
            rank[token as usize] = place;
        }
        for set in &mut ranked {
            for token in set.iter_mut() {
                *token = rank[*token as usize];
            }
            set.sort_unstable();
        }
        Self { ranked, tokens }
    }

    /// How many sets.
    pub fn len(&self) -> usize {
        self.ranked.len()
    }

    /// Whether there is no set.
    pub fn is_empty(&self) -> bool {
        self.ranked.is_empty()
    }

    /// Every pair of sets with a similarity of at least `threshold`, sorted; exact.
    ///
    /// Sets of fewer than `min_tokens` tokens are like nothing, empty sets never are. A threshold that
    /// is not positive is taken as the smallest positive one: sets without a common token are never
    /// similar.
    pub fn similar(&self, threshold: f64, min_tokens: usize) -> Vec<Similar> {
        let least = min_tokens.max(1);
        let mut order: Vec<u32> = (0_u32..)
            .take(self.len())
            .filter(|&set| self.ranked[set as usize].len() >= least)
            .collect();
        order.sort_unstable_by_key(|&set| (self.ranked[set as usize].len(), set));
        let mut postings: Vec<Vec<(u32, u32)>> = vec![Vec::new(); self.tokens];
        let mut compared = vec![u32::MAX; self.len()];
        let mut found = Vec::new();
        for &set in &order {
            let tokens = &self.ranked[set as usize];
            let smallest = at_least(threshold, tokens.len());
            let prefix = tokens.len() - smallest + 1;
            for (&token, place) in tokens.iter().zip(0_u32..).take(prefix) {
                for &(candidate, other_place) in &postings[token as usize] {
                    let other = &self.ranked[candidate as usize];
                    if other.len() < smallest || compared[candidate as usize] == set {
                        continue;
                    }
                    // The first common token: what is left after it bounds what can be common.
                    compared[candidate as usize] = set;
                    let left =
                        (tokens.len() - place as usize).min(other.len() - other_place as usize);
                    if reaches(threshold, left, tokens.len() + other.len() - left)
                        && let Some(pair) = compare(threshold, set, tokens, candidate, other)
                    {
                        found.push(pair);
                    }
                }
            }
            for (&token, place) in tokens.iter().zip(0_u32..).take(prefix) {
                postings[token as usize].push((set, place));
            }
        }
        found.sort_unstable_by_key(|pair| (pair.one, pair.other));
        found
    }

    /// Pairs of sets with a similarity of at least `threshold` that come within `window` of each other at
    /// least once, sorted; exact. `rows` are the times at which each set comes, ascending.
    ///
    /// A set is at hand from the first row of a run of rows, none further than the window after the one
    /// before it, until the window has passed after the last. Of two sets that come within the window of
    /// each other the one is at hand when the other's run begins, and is met there. So every run costs
    /// one look at the sets at hand, however many rows it has.
    pub fn similar_in_time(
        &self,
        rows: &[(i64, u32)],
        window: i64,
        threshold: f64,
        min_tokens: usize,
    ) -> Vec<Similar> {
        let least = min_tokens.max(1);
        let mut postings: Vec<Vec<(u32, u32)>> = vec![Vec::new(); self.tokens];
        let mut last: Vec<Option<i64>> = vec![None; self.len()];
        let mut compared = vec![u32::MAX; self.len()];
        let mut runs = 0_u32;
        let mut found: Vec<Similar> = Vec::new();
        let at_hand = |last: &[Option<i64>], set: u32, now: i64| {
            last[set as usize].is_some_and(|then| {
                u64::try_from(window).is_ok_and(|window| now.abs_diff(then) <= window)
            })
        };
        let mut distinct = 0;
        for &(now, set) in rows {
            let Some(tokens) = self.ranked.get(set as usize) else { continue };
            if tokens.len() < least || window < 0 {
                continue;
            }
            let goes_on = at_hand(&last, set, now);
            last[set as usize] = Some(now);
            if goes_on {
                continue;
            }
            let smallest = at_least(threshold, tokens.len());
            let prefix = tokens.len() - smallest + 1;
            for (&token, place) in tokens.iter().zip(0_u32..).take(prefix) {
                let posted = &mut postings[token as usize];
                posted.retain(|&(candidate, other_place)| {
                    // What is no longer at hand goes when it is met, and what the set itself left from
                    // an earlier run is made anew below.
                    if candidate == set || !at_hand(&last, candidate, now) {
                        return false;
                    }
                    let other = &self.ranked[candidate as usize];
                    let fits = other.len() >= smallest
                        && tokens.len() >= at_least(threshold, other.len());
                    if fits && compared[candidate as usize] != runs {
                        compared[candidate as usize] = runs;
                        let left = (tokens.len() - place as usize)
                            .min(other.len() - other_place as usize);
                        if reaches(threshold, left, tokens.len() + other.len() - left) {
                            found.extend(compare(threshold, set, tokens, candidate, other));
                        }
                    }
                    true
                });
            }
            for (&token, place) in tokens.iter().zip(0_u32..).take(prefix) {
                postings[token as usize].push((set, place));
            }
            runs = runs.wrapping_add(1);
            if found.len() > 2 * distinct + 4096 {
                sort_pairs(&mut found);
                distinct = found.len();
            }
        }
        sort_pairs(&mut found);
        found
    }

    /// Like [`Self::similar`], by banded `MinHash`: what is returned is exact, but a pair may be missed
    /// with the chance that [`Bands::miss`] states for its similarity.
    pub fn similar_by_min_hash(
        &self,
        threshold: f64,
        min_tokens: usize,
        bands: Bands,
        seed: u64,
    ) -> Vec<Similar> {
        let mut random = Random::from_seed(seed);
        let mut candidates: Vec<(u32, u32)> = Vec::new();
        let least = min_tokens.max(1);
        for _ in 0..bands.bands {
            let salts: Vec<u64> = (0..bands.rows).map(|_| random.next_u64()).collect();
            let mut buckets: Vec<(u64, u32)> = self
                .ranked
                .iter()
                .zip(0_u32..)
                .filter(|(tokens, _)| tokens.len() >= least)
                .map(|(tokens, set)| (band(tokens, &salts), set))
                .collect();
            buckets.sort_unstable();
            for bucket in buckets.chunk_by(|one, other| one.0 == other.0) {
                for (index, &(_, other)) in bucket.iter().enumerate() {
                    candidates.extend(bucket[..index].iter().map(|&(_, one)| (one, other)));
                }
            }
            candidates.sort_unstable();
            candidates.dedup();
        }
        let tokens = |set: u32| self.ranked[set as usize].as_slice();
        let compared = candidates.into_iter().filter_map(|(one, other)| {
            compare(threshold, one, tokens(one), other, tokens(other))
        });
        compared.collect()
    }
}

/// How `MinHash` values are put into bands: two sets are compared when all rows of a band agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bands {
    /// How many chances a pair has.
    pub bands: u32,
    /// How many values must agree at once.
    pub rows: u32,
}

impl Bands {
    /// Chance that a pair of this similarity is never compared: `(1 - s^rows)^bands`.
    pub fn miss(self, similarity: f64) -> f64 {
        let agree = libm::pow(similarity, f64::from(self.rows));
        libm::pow(1.0 - agree, f64::from(self.bands))
    }
}

fn sort_pairs(pairs: &mut Vec<Similar>) {
    pairs.sort_unstable_by_key(|pair| (pair.one, pair.other));
    pairs.dedup_by_key(|pair| (pair.one, pair.other));
}

/// Pairs of hashes of one length that differ in at most `distance` bits, sorted; exact. Missing ones are
/// like nothing.
///
/// Of `distance + 1` parts of two such hashes at least one is the same (pigeonhole), so only hashes that
/// have a part in common are compared. Parts are stretches of bits; where a part would have none, all
/// are compared.
pub fn within_bits(hashes: &[Option<Vec<u8>>], distance: u32) -> Vec<(u32, u32)> {
    let mut by_length: std::collections::BTreeMap<usize, Vec<u32>> =
        std::collections::BTreeMap::new();
    for (hash, index) in hashes.iter().zip(0_u32..) {
        if let Some(hash) = hash {
            by_length.entry(hash.len()).or_default().push(index);
        }
    }
    let bytes = |index: u32| hashes[index as usize].as_deref().unwrap_or_default();
    let near = |one: u32, other: u32| {
        let differing = bytes(one).iter().zip(bytes(other)).map(|(x, y)| (x ^ y).count_ones());
        differing.sum::<u32>() <= distance
    };
    let mut found = Vec::new();
    for (length, members) in by_length {
        let parts = (distance as usize + 1).min((length * 8).max(1));
        for part in 0..parts {
            let (from, to) = (part * length * 8 / parts, (part + 1) * length * 8 / parts);
            let mut keyed: Vec<(u64, u32)> = members
                .iter()
                .map(|&index| (bits_between(bytes(index), from, to), index))
                .collect();
            keyed.sort_unstable();
            for bucket in keyed.chunk_by(|one, other| one.0 == other.0) {
                for (place, &(_, other)) in bucket.iter().enumerate() {
                    let earlier = bucket[..place].iter().map(|&(_, one)| one);
                    found.extend(
                        earlier.filter(|&one| near(one, other)).map(|one| (one, other)),
                    );
                }
            }
            found.sort_unstable();
            found.dedup();
        }
        if distance as usize >= length * 8 {
            for (place, &other) in members.iter().enumerate() {
                found.extend(members[..place].iter().map(|&one| (one, other)));
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// Bits of a hash from one to another as a number to base three: up to forty bits no two give the same.
fn bits_between(bytes: &[u8], from: usize, to: usize) -> u64 {
    (from..to).fold(0, |key: u64, bit| {
        let is_set = bytes[bit / 8] >> (7 - bit % 8) & 1;
        key.wrapping_mul(3).wrapping_add(u64::from(is_set))
    })
}

/// Smallest number of common tokens a set of `tokens` must have with any set to reach the threshold.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "sets have far fewer than 2^53 tokens, and the result lies between 1 and their number"
)]
fn at_least(threshold: f64, tokens: usize) -> usize {
    let guess = ((threshold * tokens as f64).ceil().max(1.0) as usize).min(tokens);
    // Rounding of the product must not lose a pair that lies exactly on the threshold.
    if guess > 1 && reaches(threshold, guess - 1, tokens) { guess - 1 } else { guess }
}

#[expect(clippy::cast_precision_loss, reason = "sets have far fewer than 2^53 tokens")]
fn reaches(threshold: f64, common: usize, union: usize) -> bool {
    common as f64 / union as f64 >= threshold
}

fn compare(threshold: f64, one: u32, a: &[u32], other: u32, b: &[u32]) -> Option<Similar> {
    let (mut left, mut right, mut common) = (0, 0, 0);
    while left < a.len() && right < b.len() {
        match a[left].cmp(&b[right]) {
            std::cmp::Ordering::Less => left += 1,
            std::cmp::Ordering::Greater => right += 1,
            std::cmp::Ordering::Equal => {
                (left, right) = (left + 1, right + 1);
                common += 1;
            }
        }
    }
    let union = a.len() + b.len() - common;
    let similar = common > 0 && reaches(threshold, common, union);
    similar.then(|| Similar {
        one: one.min(other),
        other: one.max(other),
        common: u32::try_from(common).unwrap_or(u32::MAX),
        union: u32::try_from(union).unwrap_or(u32::MAX),
    })
}

fn band(tokens: &[u32], salts: &[u64]) -> u64 {
    salts.iter().fold(0, |sum, &salt| {
        let least = tokens.iter().map(|&token| mix(u64::from(token) ^ salt)).min();
        mix(sum ^ least.unwrap_or(0))
    })
}

fn mix(value: u64) -> u64 {
    let mixed = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}
