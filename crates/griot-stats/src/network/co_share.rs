//! Which pairs of accounts share an object within a window of time, and how often.
//!
//! The window slides and includes its ends: two posts exactly one window apart are together. Rows are
//! sorted by object and time once; two pointers then give each row the stretch of rows within its
//! window, and each account walks the stretches of its own rows into one dense accumulator over all
//! accounts (row-wise sparse matrix multiplication). No list of pairs is ever made: memory is rows +
//! threads × accounts + edges, however often one object is shared, and rows alone where edges are
//! handed on as they come ([`Windowed::each_edge`]).
//!
//! Both ends of a pair walk over it. That is twice the additions, but each comes without a question
//! asked, and a question answered wrongly by the processor costs more than ten additions.

use std::{
    num::NonZeroUsize,
    ops::Range,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use super::{
    Shares,
    alike::Alike,
    order::{Ordered, positions_by, windows},
};

/// An undirected edge, `a < b`, with what all its pairs of posts add up to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct CoShares {
    /// The smaller account.
    pub a: u32,
    /// The larger account.
    pub b: u32,
    /// Pairs of posts within the window. One post can be in many pairs.
    pub pairs: u64,
    /// Sum of their absolute delays, in the unit of the times.
    pub delay: u64,
}

impl CoShares {
    /// Mean absolute delay of the pairs, in the unit of the times.
    #[expect(clippy::cast_precision_loss, reason = "delays are far below 2^53 units")]
    pub fn mean_delay(&self) -> f64 {
        self.delay as f64 / self.pairs as f64
    }
}

/// A directed edge: how many posts of one account have a post of the other beside them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Accompanied {
    /// Whose posts are counted.
    pub source: u32,
    /// Who posted beside them.
    pub target: u32,
    /// Distinct posts of `source`.
    pub posts: u64,
}

/// Shares in the order of object and time, each with the stretch of rows within its window.
///
/// Rows without an object, or with one that nobody else shares, are not in it. Positions, not row
/// numbers, index all columns here; [`Self::row`] leads back.
#[derive(Debug, Clone)]
pub struct Windowed {
    pub(super) object: Vec<u32>,
    pub(super) account: Vec<u32>,
    pub(super) content: Vec<u32>,
    pub(super) time: Vec<i64>,
    pub(super) row: Vec<u32>,
    /// First position within the window of each position.
    pub(super) low: Vec<u32>,
    /// One past the last position within the window.
    pub(super) high: Vec<u32>,
    /// Positions of each account, ascending: those of account `a` are `of[start[a]..start[a + 1]]`.
    pub(super) of: Vec<u32>,
    pub(super) start: Vec<u32>,
    /// Whether each post is of one account, so that two accounts mean two posts.
    one_author: bool,
    /// Objects that count as the same though they are not, and where their rows are.
    alike: Option<Neighbours>,
}

#[derive(Debug, Clone)]
struct Neighbours {
    alike: Alike,
    window: i64,
    /// Rows of object `o` are the positions `segment[o]..segment[o + 1]`.
    segment: Vec<u32>,
}

impl Windowed {
    /// Sorts the rows and finds each one's window. A negative window holds nothing but is no error.
    pub fn new(shares: &Shares, window: i64) -> Self {
        Self::of_ordered(shares, Ordered::of(shares, 2), window, None)
    }

    /// The same, where two different objects also make a pair if they are alike.
    pub fn with_alike(shares: &Shares, window: i64, alike: Alike) -> Self {
        Self::of_ordered(shares, Ordered::of(shares, 1), window, Some(alike))
    }

    fn of_ordered(
        shares: &Shares,
        ordered: Ordered,
        window: i64,
        alike: Option<Alike>,
    ) -> Self {
        let Ordered { object, account, content, time, row } = ordered;
        let (low, high) = windows(&object, &time, window);
        let (start, of) = positions_by(&account, shares.accounts());
        let alike = alike.map(|alike| {
            let objects = shares.objects().max(alike.objects());
            let mut segment = vec![0_u32; objects + 1];
            for &object in &object {
                segment[object as usize + 1] += 1;
            }
            for object in 0..objects {
                segment[object + 1] += segment[object];
            }
            Neighbours { alike, window, segment }
        });
        let one_author = has_one_author(shares);
        Self { object, account, content, time, row, low, high, of, start, one_author, alike }
    }

    /// How many accounts have a number, with or without rows.
    pub fn accounts(&self) -> usize {
        self.start.len().saturating_sub(1)
    }

    /// Rows that can be in a pair.
    pub fn len(&self) -> usize {
        self.row.len()
    }

    /// Whether no row can be in a pair.
    pub fn is_empty(&self) -> bool {
        self.row.is_empty()
    }

    /// The row of the shares that stands at a position.
    pub fn row(&self, position: usize) -> usize {
        self.row[position] as usize
    }

    /// What is shared at a position.
    pub fn object(&self, position: usize) -> u32 {
        self.object[position]
    }

    /// The post at a position.
    pub fn content(&self, position: usize) -> u32 {
        self.content[position]
    }

    /// The time of a position.
    pub fn time(&self, position: usize) -> i64 {
        self.time[position]
    }

    /// Positions of an account's rows, by object and time.
    pub fn positions(&self, account: u32) -> &[u32] {
        let account = account as usize;
        &self.of[self.start[account] as usize..self.start[account + 1] as usize]
    }

    /// The stretch of positions of the same object within the window of one position, itself included.
    pub fn stretch(&self, position: usize) -> Range<usize> {
        self.low[position] as usize..self.high[position] as usize
    }

    /// Whether objects count as the same though they are not.
    pub(super) fn has_alike(&self) -> bool {
        self.alike.is_some()
    }

    /// The stretches of alike objects within the window of a position.
    #[inline]
    pub(super) fn alike_stretches(&self, position: usize, mut each: impl FnMut(Range<usize>)) {
        let Some(Neighbours { alike, window, segment }) = &self.alike else { return };
        let time = self.time[position];
        let (from, to) = (time.saturating_sub(*window), time.saturating_add(*window));
        if *window < 0 {
            return;
        }
        for &other in alike.of(self.object[position]) {
            let start = segment[other as usize] as usize;
            let times = &self.time[start..segment[other as usize + 1] as usize];
            let low = times.partition_point(|&time| time < from);
            let high = times.partition_point(|&time| time <= to);
            if low < high {
                each(start + low..start + high);
            }
        }
    }

    /// Whether the rows at two positions of one window make a pair: two accounts, two posts.
    pub fn is_pair(&self, one: usize, other: usize) -> bool {
        self.account[one] != self.account[other] && self.content[one] != self.content[other]
    }

    /// All edges, sorted by `(a, b)`, of the pairs that `keep` accepts.
    ///
    /// `keep` is asked with two positions of the same window in either order and must be symmetric.
    /// The answer does not depend on the number of threads.
    pub fn edges(
        &self,
        threads: NonZeroUsize,
        keep: impl Fn(usize, usize) -> bool + Sync,
    ) -> Vec<CoShares> {
        let blocks = 0..self.accounts().div_ceil(BLOCK);
        let found = self.blocks(blocks, threads, &|account, sums, edges| {
            self.sum(account, sums, edges, |position, sums| {
                self.add(account, position, sums, |other| keep(position, other));
            });
        });
        joined(found)
    }

    /// The same where a pair is kept if either of its rows is `qualified`.
    pub fn edges_of(&self, threads: NonZeroUsize, qualified: &[bool]) -> Vec<CoShares> {
        let blocks = 0..self.accounts().div_ceil(BLOCK);
        joined(self.blocks(blocks, threads, &|account, sums, edges| {
            self.sum_of(account, qualified, sums, edges);
        }))
    }

    /// Hands on the edges of [`Self::edges_of`] in their order, a stretch at a time, without keeping them.
    pub fn each_edge<E>(
        &self,
        threads: NonZeroUsize,
        qualified: &[bool],
        mut each: impl FnMut(&[CoShares]) -> Result<(), E>,
    ) -> Result<(), E> {
        let blocks = self.accounts().div_ceil(BLOCK);
        let at_once = AT_ONCE * threads.get();
        let mut from = 0;
        while from < blocks {
            let to = blocks.min(from + at_once);
            let found = self.blocks(from..to, threads, &|account, sums, edges| {
                self.sum_of(account, qualified, sums, edges);
            });
            for edges in found {
                each(&edges)?;
            }
            from = to;
        }
        Ok(())
    }

    /// The `most` edges with the most pairs, of equals those with the shorter mean delay and then the
    /// smaller accounts, sorted by `(a, b)`; and how many edges there are. Memory is that of the
    /// edges kept.
    pub fn strongest(
        &self,
        threads: NonZeroUsize,
        qualified: &[bool],
        most: usize,
    ) -> (Vec<CoShares>, u64) {
        let mut kept: Vec<CoShares> = Vec::new();
        let mut all = 0;
        let first = |one: &CoShares, other: &CoShares| {
            let mean = one.mean_delay().total_cmp(&other.mean_delay());
            other.pairs.cmp(&one.pairs).then(mean).then((one.a, one.b).cmp(&(other.a, other.b)))
        };
        let cut = |kept: &mut Vec<CoShares>| {
            if kept.len() > most {
                if most > 0 {
                    kept.select_nth_unstable_by(most - 1, first);
                }
                kept.truncate(most);
            }
        };
        let never: Result<(), std::convert::Infallible> =
            self.each_edge(threads, qualified, |edges| {
                all += edges.len() as u64;
                kept.extend_from_slice(edges);
                if kept.len() / 2 > most {
                    cut(&mut kept);
                }
                Ok(())
            });
        match never {
            Ok(()) => cut(&mut kept),
            Err(never) => match never {},
        }
        kept.sort_unstable_by_key(|edge| (edge.a, edge.b));
        (kept, all)
    }

    fn sum_of(
        &self,
        account: u32,
        qualified: &[bool],
        sums: &mut Sums,
        edges: &mut Vec<CoShares>,
    ) {
        self.sum(account, sums, edges, |position, sums| {
            if qualified[position] {
                self.add(account, position, sums, |_| true);
            } else {
                self.add(account, position, sums, |other| qualified[other]);
            }
        });
    }

    /// Walks the rows of an account and hands on what they add up to.
    #[inline]
    fn sum(
        &self,
        account: u32,
        sums: &mut Sums,
        edges: &mut Vec<CoShares>,
        mut add: impl FnMut(usize, &mut Sums),
    ) {
        for &position in self.positions(account) {
            add(position as usize, sums);
        }
        sums.drain(account, |b, pairs, delay| {
            edges.push(CoShares { a: account, b, pairs, delay });
        });
    }

    #[inline]
    fn add(
        &self,
        account: u32,
        position: usize,
        sums: &mut Sums,
        keep: impl Fn(usize) -> bool,
    ) {
        let own = self.stretch(position);
        if own.len() > 1 {
            self.add_stretch(account, position, own, sums, &keep);
        }
        if self.has_alike() {
            self.alike_stretches(position, |stretch| {
                self.add_stretch(account, position, stretch, sums, &keep);
            });
        }
    }

    #[inline]
    fn add_stretch(
        &self,
        account: u32,
        position: usize,
        stretch: Range<usize>,
        sums: &mut Sums,
        keep: &impl Fn(usize) -> bool,
    ) {
        let (time, content) = (self.time[position], self.content[position]);
        let partners = &self.account[stretch.clone()];
        let times = &self.time[stretch.clone()];
        if self.one_author {
            for ((&partner, &other), at) in partners.iter().zip(times).zip(stretch) {
                if keep(at) {
                    sums.add(account, partner, other.abs_diff(time));
                }
            }
        } else {
            let contents = &self.content[stretch.clone()];
            let rows = partners.iter().zip(times).zip(contents).zip(stretch);
            for (((&partner, &other), &theirs), at) in rows {
                if theirs != content && keep(at) {
                    sums.add(account, partner, other.abs_diff(time));
                }
            }
        }
    }

    /// All directed edges, sorted by `(source, target)`.
    pub fn accompanied(&self, threads: NonZeroUsize) -> Vec<Accompanied> {
        let blocks = 0..self.accounts().div_ceil(BLOCK);
        joined(self.blocks(blocks, threads, &|source, seen: &mut Beside, edges| {
            // A post that shares several objects is counted once per partner: its rows are walked
            // one after the other, and the partner remembers the number of the last post counted.
            let mut own = self.positions(source).to_vec();
            own.sort_unstable_by_key(|&p| (self.content[p as usize], p));
            let mut number = 0;
            let mut last = None;
            for &position in &own {
                let position = position as usize;
                let content = self.content[position];
                if last != Some(content) {
                    last = Some(content);
                    number += 1;
                }
                let mut walk = |stretch: Range<usize>| {
                    let partners = &self.account[stretch.clone()];
                    for (&target, &theirs) in partners.iter().zip(&self.content[stretch]) {
                        if theirs != content {
                            seen.count(target, number);
                        }
                    }
                };
                let stretch = self.stretch(position);
                if stretch.len() > 1 {
                    walk(stretch);
                }
                self.alike_stretches(position, walk);
            }
            seen.drain(|target, posts| {
                if target != source {
                    edges.push(Accompanied { source, target, posts });
                }
            });
        }))
    }

    /// Pairs of rows of one object within the window, whoever posted them: the work the kernel has to do.
    pub fn pairs_in_window(&self) -> u64 {
        pairs_in(&self.high)
    }

    /// Runs `walk` for every account of some blocks, spread over threads, and returns what it pushed,
    /// by block.
    pub(super) fn blocks<W: Room, E: Send>(
        &self,
        blocks: Range<usize>,
        threads: NonZeroUsize,
        walk: &(impl Fn(u32, &mut W, &mut Vec<E>) + Sync),
    ) -> Vec<Vec<E>> {
        let accounts = self.accounts();
        let run = |block: usize, room: &mut W| {
            let mut edges = Vec::new();
            for account in (block * BLOCK)..((block + 1) * BLOCK).min(accounts) {
                if let Ok(account) = u32::try_from(account) {
                    walk(account, room, &mut edges);
                }
            }
            edges
        };
        if threads.get() == 1 || blocks.len() < 2 {
            let mut room = W::for_accounts(accounts);
            return blocks.map(|block| run(block, &mut room)).collect();
        }
        let next = AtomicUsize::new(blocks.start);
        let done = Mutex::new(Vec::with_capacity(blocks.len()));
        thread::scope(|scope| {
            for _ in 0..threads.get().min(blocks.len()) {
                scope.spawn(|| {
                    let mut room = W::for_accounts(accounts);
                    loop {
                        let block = next.fetch_add(1, Ordering::Relaxed);
                        if block >= blocks.end {
                            break;
                        }
                        let edges = run(block, &mut room);
                        done.lock()
                            .unwrap_or_else(PoisonError::into_inner)
                            .push((block, edges));
                    }
                });
            }
        });
        let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
        done.sort_unstable_by_key(|(block, _)| *block);
        done.into_iter().map(|(_, edges)| edges).collect()
    }
}

/// Pairs within windows that end before these positions.
pub(super) fn pairs_in(high: &[u32]) -> u64 {
    let later = high.iter().zip(0_u64..);
    later.map(|(&high, position)| u64::from(high).saturating_sub(position + 1)).sum()
}

/// Accounts that a thread takes at a time: small enough to share work evenly among few threads.
pub(super) const BLOCK: usize = 64;

/// Blocks of each thread between two times that edges are handed on.
const AT_ONCE: usize = 2;

fn joined<E: Copy>(found: Vec<Vec<E>>) -> Vec<E> {
    let mut all = Vec::with_capacity(found.iter().map(Vec::len).sum());
    for edges in found {
        all.extend_from_slice(&edges);
    }
    all
}

/// Whether no post is of two accounts.
fn has_one_author(shares: &Shares) -> bool {
    let mut author = vec![u32::MAX; shares.contents()];
    shares.content().iter().zip(shares.account()).all(|(&content, &account)| {
        let author = &mut author[content as usize];
        let same = *author == account || *author == u32::MAX;
        *author = account;
        same
    })
}

/// What one thread needs for a walk, and uses again for the next account.
pub(super) trait Room: Send {
    /// Room for so many accounts.
    fn for_accounts(accounts: usize) -> Self;
}

/// Sums of one account with every other one, and which of them are in use.
struct Sums {
    cells: Vec<Sum>,
    /// Accounts after the one whose sums these are.
    used: Vec<u32>,
}

#[derive(Clone, Copy)]
struct Sum {
    pairs: u64,
    delay: u64,
    /// Whose sum it is; that of an earlier account counts for nothing.
    of: u32,
}

impl Room for Sums {
    fn for_accounts(accounts: usize) -> Self {
        Self { cells: vec![Sum { pairs: 0, delay: 0, of: u32::MAX }; accounts], used: vec![] }
    }
}

impl Sums {
    #[inline]
    fn add(&mut self, account: u32, partner: u32, delay: u64) {
        let sum = &mut self.cells[partner as usize];
        if sum.of != account {
            *sum = Sum { pairs: 0, delay: 0, of: account };
            if partner > account {
                self.used.push(partner);
            }
        }
        sum.pairs += 1;
        sum.delay += delay;
    }

    /// Hands on the sums with later accounts, ascending, and forgets them.
    fn drain(&mut self, account: u32, mut each: impl FnMut(u32, u64, u64)) {
        let later = self.cells.get(account as usize + 1..).unwrap_or_default();
        if self.used.len() * 8 > later.len() {
            for (sum, partner) in later.iter().zip(account + 1..) {
                if sum.of == account {
                    each(partner, sum.pairs, sum.delay);
                }
            }
        } else {
            self.used.sort_unstable();
            for &partner in &self.used {
                let sum = self.cells[partner as usize];
                each(partner, sum.pairs, sum.delay);
            }
        }
        self.used.clear();
    }
}

/// Posts of one account that have one of another beside them, by the other account.
struct Beside {
    /// Posts, and the number of the last one counted.
    cells: Vec<(u64, u64)>,
    used: Vec<u32>,
}

impl Room for Beside {
    fn for_accounts(accounts: usize) -> Self {
        Self { cells: vec![(0, 0); accounts], used: Vec::new() }
    }
}

impl Beside {
    #[inline]
    fn count(&mut self, target: u32, number: u64) {
        let (posts, counted) = &mut self.cells[target as usize];
        if *counted != number {
            if *counted == 0 {
                self.used.push(target);
            }
            *counted = number;
            *posts += 1;
        }
    }

    fn drain(&mut self, mut each: impl FnMut(u32, u64)) {
        self.used.sort_unstable();
        for &target in &self.used {
            each(target, std::mem::take(&mut self.cells[target as usize]).0);
        }
        self.used.clear();
    }
}
