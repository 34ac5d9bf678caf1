//! What stands behind one edge: objects, posts, delays, who comes first.
//!
//! An edge is looked up again in the sorted rows when it is asked about, so nothing is kept per pair.
//! For one edge the cost is that of the shorter account's rows. For many, each account walks its
//! windows once more and deals the pairs out to its edges, so many pairs at a time that memory stays
//! small ([`Windowed::evidence_of`]).

use std::{collections::BTreeSet, num::NonZeroUsize};

use super::co_share::{BLOCK, CoShares, Room, Windowed};

/// What the pairs of one edge have in common. Delays are in the unit of the times; sides are `a` and `b`
/// as asked.
#[derive(Debug, Clone, PartialEq)]
pub struct EdgeEvidence {
    /// Pairs of posts within the window.
    pub pairs: u64,
    /// Distinct objects with at least one pair, ascending; of two alike ones the smaller counts.
    pub objects: Vec<u32>,
    /// Distinct posts of `a` in some pair.
    pub posts_a: u64,
    /// Distinct posts of `b` in some pair.
    pub posts_b: u64,
    /// Most pairs that can be formed when each row is used once: an account that posts a link a
    /// hundred times beside one post of another has a hundred pairs but one match. Taking the earliest
    /// partner still free is optimal for points on a line within a fixed distance; where pairs are
    /// refused, objects are alike but not the same, or two accounts share a post, it is a lower bound.
    pub matches: u64,
    /// Smallest absolute delay.
    pub delay_min: u64,
    /// Median absolute delay; the mean of the two middle ones where their number is even.
    pub delay_median: f64,
    /// Largest absolute delay.
    pub delay_max: u64,
    /// Pairs in which `a` posts first.
    pub a_first: u64,
    /// Pairs in which `b` posts first.
    pub b_first: u64,
    /// Pairs at the same instant.
    pub simultaneous: u64,
    /// Time of the earliest post in a pair.
    pub first: i64,
    /// Time of the latest post in a pair.
    pub last: i64,
}

/// A pair of positions of [`Windowed`], `a`'s and `b`'s.
pub type Pair = (usize, usize);

impl Windowed {
    /// Everything behind the edge from `a` to `b`, or nothing where no pair is kept.
    pub fn evidence(
        &self,
        a: u32,
        b: u32,
        keep: impl Fn(usize, usize) -> bool,
    ) -> Option<EdgeEvidence> {
        let mut seen = Seen::new(self.has_alike());
        self.pairs_of(a, b, keep, |(one, other)| seen.take(self, one, other));
        seen.finish()
    }

    /// Everything behind each of some edges of these rows, sorted by `(a, b)`, in their order. The answer
    /// does not depend on the number of threads; an edge none of whose pairs is kept is left out.
    pub fn evidence_of(
        &self,
        edges: &[CoShares],
        threads: NonZeroUsize,
        keep: impl Fn(usize, usize) -> bool + Sync,
    ) -> Vec<EdgeEvidence> {
        let blocks = 0..self.accounts().div_ceil(BLOCK);
        let found = self.blocks(blocks, threads, &|account, dealt: &mut Dealt, found| {
            let from = edges.partition_point(|edge| edge.a < account);
            let own = edges.get(from..).unwrap_or_default();
            let own = own.get(..own.partition_point(|edge| edge.a == account));
            dealt.account(self, own.unwrap_or_default(), &keep, found);
        });
        found.into_iter().flatten().collect()
    }

    /// Calls `each` with every kept pair of the edge, by `a`'s object, `a`'s time, then `b`'s time; with
    /// alike objects after the same ones.
    pub fn pairs_of(
        &self,
        a: u32,
        b: u32,
        keep: impl Fn(usize, usize) -> bool,
        mut each: impl FnMut(Pair),
    ) {
        if self.has_alike() {
            let theirs = self.positions(b);
            for &one in self.positions(a) {
                let one = one as usize;
                let mut walk = |stretch: std::ops::Range<usize>| {
                    let from = theirs.partition_point(|&p| (p as usize) < stretch.start);
                    for &other in theirs.iter().skip(from) {
                        let other = other as usize;
                        if other >= stretch.end {
                            break;
                        }
                        if self.is_pair(one, other) && keep(one, other) {
                            each((one, other));
                        }
                    }
                };
                walk(self.stretch(one));
                self.alike_stretches(one, walk);
            }
            return;
        }
        self.common_objects(a, b, |own, others| {
            self.pairs_between(own, others, |(one, other)| {
                if keep(one, other) {
                    each((one, other));
                }
            });
        });
    }

    /// Stretches of rows of the same object, one of each account.
    fn common_objects(&self, a: u32, b: u32, mut each: impl FnMut(&[u32], &[u32])) {
        let (mut left, mut right) = (self.positions(a), self.positions(b));
        while let (Some(&one), Some(&other)) = (left.first(), right.first()) {
            let (object, theirs) = (self.object[one as usize], self.object[other as usize]);
            match object.cmp(&theirs) {
                std::cmp::Ordering::Less => left = self.rest_from(left, theirs),
                std::cmp::Ordering::Greater => right = self.rest_from(right, object),
                std::cmp::Ordering::Equal => {
                    let rest_left = self.rest_from(left, object + 1);
                    let rest_right = self.rest_from(right, object + 1);
                    each(
                        &left[..left.len() - rest_left.len()],
                        &right[..right.len() - rest_right.len()],
                    );
                    (left, right) = (rest_left, rest_right);
                }
            }
        }
    }

    /// The rest of an account's rows from an object on, found by doubling steps.
    fn rest_from<'p>(&self, positions: &'p [u32], object: u32) -> &'p [u32] {
        let before = |index: usize| self.object[positions[index] as usize] < object;
        let mut step = 1;
        while step < positions.len() && before(step) {
            step *= 2;
        }
        let (known, limit) = (step / 2, positions.len().min(step + 1));
        let within =
            positions[known..limit].partition_point(|&p| self.object[p as usize] < object);
        &positions[known + within..]
    }

    /// Pairs within the window of two stretches of one object, both in order of time.
    fn pairs_between(&self, own: &[u32], others: &[u32], mut each: impl FnMut(Pair)) {
        let mut first = 0;
        for &one in own {
            let stretch = self.stretch(one as usize);
            while others.get(first).is_some_and(|&other| (other as usize) < stretch.start) {
                first += 1;
            }
            for &other in &others[first..] {
                if other as usize >= stretch.end {
                    break;
                }
                if self.content[one as usize] != self.content[other as usize] {
                    each((one as usize, other as usize));
                }
            }
        }
    }
}

/// What the pairs of one edge have said so far.
struct Seen {
    evidence: EdgeEvidence,
    objects: Tally,
    posts_a: Tally,
    posts_b: Tally,
    delays: Tally,
    matched: Matched,
}

/// Rows of `b` that are matched. Pairs come by `a`'s rows; where only the same object makes a pair,
/// whatever was passed over can be matched by no later row either.
enum Matched {
    Last { one: usize, other: Option<usize> },
    All { one: Option<usize>, others: BTreeSet<usize> },
}

impl Seen {
    fn new(has_alike: bool) -> Self {
        let evidence = EdgeEvidence {
            pairs: 0,
            objects: Vec::new(),
            posts_a: 0,
            posts_b: 0,
            matches: 0,
            delay_min: u64::MAX,
            delay_median: 0.0,
            delay_max: 0,
            a_first: 0,
            b_first: 0,
            simultaneous: 0,
            first: i64::MAX,
            last: i64::MIN,
        };
        let matched = if has_alike {
            Matched::All { one: None, others: BTreeSet::new() }
        } else {
            Matched::Last { one: 0, other: None }
        };
        let [objects, posts_a, posts_b, delays] = [(); 4].map(|()| Tally::default());
        Self { evidence, objects, posts_a, posts_b, delays, matched }
    }

    fn take(&mut self, rows: &Windowed, one: usize, other: usize) {
        let seen = &mut self.evidence;
        let (time_a, time_b) = (rows.time[one], rows.time[other]);
        let delay = time_a.abs_diff(time_b);
        seen.pairs += 1;
        seen.delay_min = seen.delay_min.min(delay);
        seen.delay_max = seen.delay_max.max(delay);
        seen.first = seen.first.min(time_a).min(time_b);
        seen.last = seen.last.max(time_a).max(time_b);
        match time_a.cmp(&time_b) {
            std::cmp::Ordering::Less => seen.a_first += 1,
            std::cmp::Ordering::Greater => seen.b_first += 1,
            std::cmp::Ordering::Equal => seen.simultaneous += 1,
        }
        self.objects.count(rows.object[one].min(rows.object[other]).into());
        self.posts_a.count(rows.content[one].into());
        self.posts_b.count(rows.content[other].into());
        self.delays.count(delay);
        let matches = match &mut self.matched {
            Matched::Last { one: last_one, other: last } => {
                let free = last.is_none_or(|last| other > last && one != *last_one);
                if free {
                    (*last_one, *last) = (one, Some(other));
                }
                free
            }
            Matched::All { one: last_one, others } => {
                let free = *last_one != Some(one) && others.insert(other);
                if free {
                    *last_one = Some(one);
                }
                free
            }
        };
        seen.matches += u64::from(matches);
    }

    fn finish(self) -> Option<EdgeEvidence> {
        let mut seen = self.evidence;
        if seen.pairs == 0 {
            return None;
        }
        seen.objects = self.objects.values();
        seen.posts_a = self.posts_a.distinct();
        seen.posts_b = self.posts_b.distinct();
        seen.delay_median = self.delays.median();
        Some(seen)
    }
}

/// Pairs dealt out to the edges of one account.
struct Dealt {
    /// Place of each partner's edge among those that are dealt now.
    place: Vec<u32>,
    next: Vec<u32>,
    pairs: Vec<(u32, u32)>,
}

/// Pairs dealt at a time; an edge with more is walked alone.
const AT_ONCE: u64 = 1 << 20;

impl Room for Dealt {
    fn for_accounts(accounts: usize) -> Self {
        Self { place: vec![u32::MAX; accounts], next: Vec::new(), pairs: Vec::new() }
    }
}

impl Dealt {
    /// Evidence of the edges of one account, by partner.
    fn account(
        &mut self,
        rows: &Windowed,
        mut edges: &[CoShares],
        keep: &impl Fn(usize, usize) -> bool,
        found: &mut Vec<EdgeEvidence>,
    ) {
        while let Some(first) = edges.first() {
            let mut pairs = 0;
            let few = edges.iter().take_while(|edge| {
                pairs += edge.pairs;
                pairs <= AT_ONCE
            });
            let (now, later) = edges.split_at(few.count().max(1));
            if now.len() == 1 {
                found.extend(rows.evidence(first.a, first.b, keep));
            } else {
                self.deal(rows, now, keep);
                for place in 0..now.len() {
                    let mut seen = Seen::new(rows.has_alike());
                    let from = place.checked_sub(1).map_or(0, |before| self.next[before]);
                    for &(one, other) in &self.pairs[from as usize..self.next[place] as usize] {
                        seen.take(rows, one as usize, other as usize);
                    }
                    found.extend(seen.finish());
                }
            }
            edges = later;
        }
    }

    /// Puts the kept pairs of some edges of one account beside each other; those of edge `i` end at
    /// `next[i]`.
    fn deal(
        &mut self,
        rows: &Windowed,
        edges: &[CoShares],
        keep: &impl Fn(usize, usize) -> bool,
    ) {
        let Some(account) = edges.first().map(|edge| edge.a) else { return };
        self.next.clear();
        let mut start = 0_u32;
        for (edge, place) in edges.iter().zip(0_u32..) {
            self.place[edge.b as usize] = place;
            self.next.push(start);
            start += u32::try_from(edge.pairs).unwrap_or(0);
        }
        self.pairs.clear();
        self.pairs.resize(start as usize, (0, 0));
        for &position in rows.positions(account) {
            let one = position as usize;
            let mut walk = |stretch: std::ops::Range<usize>| {
                let partners = &rows.account[stretch.clone()];
                for (&partner, other) in partners.iter().zip(stretch) {
                    let place = self.place[partner as usize];
                    if place != u32::MAX && rows.is_pair(one, other) && keep(one, other) {
                        let next = &mut self.next[place as usize];
                        if let Some(pair) = self.pairs.get_mut(*next as usize) {
                            *pair = (position, u32::try_from(other).unwrap_or(u32::MAX));
                            *next += 1;
                        }
                    }
                }
            };
            let own = rows.stretch(one);
            if own.len() > 1 {
                walk(own);
            }
            rows.alike_stretches(one, walk);
        }
        for edge in edges {
            self.place[edge.b as usize] = u32::MAX;
        }
    }
}

/// Values as `(value, how often)`, put together whenever they have doubled, so that memory is that of
/// the distinct values and not of the pairs.
#[derive(Default)]
struct Tally {
    values: Vec<(u64, u64)>,
    compacted: usize,
}

impl Tally {
    fn count(&mut self, value: u64) {
        match self.values.last_mut() {
            Some((last, times)) if *last == value => *times += 1,
            _ => self.values.push((value, 1)),
        }
        if self.values.len() > 2 * self.compacted + 1024 {
            self.compact();
        }
    }

    fn compact(&mut self) {
        self.values.sort_unstable();
        self.values.dedup_by(|later, kept| {
            let same = later.0 == kept.0;
            if same {
                kept.1 += later.1;
            }
            same
        });
        self.compacted = self.values.len();
    }

    fn values(mut self) -> Vec<u32> {
        self.compact();
        let values =
            self.values.iter().map(|&(value, _)| u32::try_from(value).unwrap_or(u32::MAX));
        values.collect()
    }

    fn distinct(mut self) -> u64 {
        self.compact();
        self.values.len() as u64
    }

    #[expect(clippy::cast_precision_loss, reason = "delays are far below 2^53 units")]
    fn median(mut self) -> f64 {
        self.compact();
        let total: u64 = self.values.iter().map(|(_, times)| times).sum();
        let at = |rank: u64| {
            let mut passed = 0;
            let found = self.values.iter().find(|(_, times)| {
                passed += times;
                passed > rank
            });
            found.map_or(0, |&(value, _)| value)
        };
        let (low, high) = (at(total.saturating_sub(1) / 2), at(total / 2));
        low as f64 + (high - low) as f64 / 2.0
    }
}
