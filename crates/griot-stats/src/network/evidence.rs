//! What stands behind one edge: objects, posts, delays, who comes first.
//!
//! An edge is looked up again in the sorted rows when it is asked about, so nothing is kept per pair.
//! The cost is that of the shorter account's rows, and memory is the rows of the objects both share.

use super::co_share::Windowed;

/// What the pairs of one edge have in common. Delays are in the unit of the times; sides are `a` and `b`
/// as asked.
#[derive(Debug, Clone, PartialEq)]
pub struct EdgeEvidence {
    /// Pairs of posts within the window.
    pub pairs: u64,
    /// Distinct objects with at least one pair, ascending.
    pub objects: Vec<u32>,
    /// Distinct posts of `a` in some pair.
    pub posts_a: u64,
    /// Distinct posts of `b` in some pair.
    pub posts_b: u64,
    /// Most pairs that can be formed when each row is used once: an account that posts a link a
    /// hundred times beside one post of another has a hundred pairs but one match.
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
        let mut seen = EdgeEvidence {
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
        let (mut posts_a, mut posts_b) = (Tally::default(), Tally::default());
        let mut delays = Tally::default();
        self.common_objects(a, b, |own, others| {
            let before = seen.pairs;
            self.pairs_between(own, others, |(one, other)| {
                if !keep(one, other) {
                    return;
                }
                let delay = self.time[one].abs_diff(self.time[other]);
                seen.pairs += 1;
                seen.delay_min = seen.delay_min.min(delay);
                seen.delay_max = seen.delay_max.max(delay);
                seen.first = seen.first.min(self.time[one]).min(self.time[other]);
                seen.last = seen.last.max(self.time[one]).max(self.time[other]);
                match self.time[one].cmp(&self.time[other]) {
                    std::cmp::Ordering::Less => seen.a_first += 1,
                    std::cmp::Ordering::Greater => seen.b_first += 1,
                    std::cmp::Ordering::Equal => seen.simultaneous += 1,
                }
                posts_a.count(self.content[one].into());
                posts_b.count(self.content[other].into());
                delays.count(delay);
            });
            if seen.pairs > before {
                seen.objects.push(self.object[own[0] as usize]);
                seen.matches += self.matches(own, others, &keep);
            }
        });
        if seen.pairs == 0 {
            return None;
        }
        seen.posts_a = posts_a.distinct();
        seen.posts_b = posts_b.distinct();
        seen.delay_median = delays.median();
        Some(seen)
    }

    /// Calls `each` with every kept pair of the edge, by object, then by `a`'s post in time.
    pub fn pairs_of(
        &self,
        a: u32,
        b: u32,
        keep: impl Fn(usize, usize) -> bool,
        mut each: impl FnMut(Pair),
    ) {
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

    /// Largest one-to-one matching of two stretches of one object.
    ///
    /// Taking the earliest partner still free is optimal for points on a line within a fixed distance.
    /// Where `keep` refuses pairs, or two accounts share a post id, it is a lower bound.
    fn matches(&self, own: &[u32], others: &[u32], keep: impl Fn(usize, usize) -> bool) -> u64 {
        let (mut matched, mut free) = (0, 0);
        for &one in own {
            let stretch = self.stretch(one as usize);
            while others.get(free).is_some_and(|&other| (other as usize) < stretch.start) {
                free += 1;
            }
            let Some(&other) = others.get(free) else { break };
            let (one, other) = (one as usize, other as usize);
            if other < stretch.end && self.is_pair(one, other) && keep(one, other) {
                matched += 1;
                free += 1;
            }
        }
        matched
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
