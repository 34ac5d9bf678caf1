//! Which pairs of accounts share an object within a window of time, and how often.
//!
//! The window slides and includes its ends: two posts exactly one window apart are together. Rows are
//! sorted by object and time once; two pointers then give each row the stretch of rows within its
//! window, and each account walks the stretches of its own rows into one dense accumulator over all
//! accounts (row-wise sparse matrix multiplication). No list of pairs is ever made: memory is rows +
//! threads × accounts + edges, however often one object is shared.

use std::{
    num::NonZeroUsize,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use super::Shares;

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
/// Rows without an object are not in it. Positions, not row numbers, index all columns here;
/// [`Self::row`] leads back.
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
}

impl Windowed {
    /// Sorts the rows and finds each one's window. A negative window holds nothing but is no error.
    pub fn new(shares: &Shares, window: i64) -> Self {
        let row = by_object_and_time(shares);
        let pick = |column: &[u32]| row.iter().map(|&r| column[r as usize]).collect::<Vec<_>>();
        let object = pick(shares.object());
        let account = pick(shares.account());
        let content = pick(shares.content());
        let time: Vec<i64> = row.iter().map(|&r| shares.time()[r as usize]).collect();
        let (low, high) = windows(&object, &time, window);
        let (start, of) = positions_by(&account, shares.accounts());
        Self { object, account, content, time, row, low, high, of, start }
    }

    /// How many accounts have a number, with or without rows.
    pub fn accounts(&self) -> usize {
        self.start.len().saturating_sub(1)
    }

    /// Rows that have an object.
    pub fn len(&self) -> usize {
        self.row.len()
    }

    /// Whether no row has an object.
    pub fn is_empty(&self) -> bool {
        self.row.is_empty()
    }

    /// The row of the shares that stands at a position.
    pub fn row(&self, position: usize) -> usize {
        self.row[position] as usize
    }

    /// Positions of an account's rows, by object and time.
    pub fn positions(&self, account: u32) -> &[u32] {
        let account = account as usize;
        &self.of[self.start[account] as usize..self.start[account + 1] as usize]
    }

    /// The stretch of positions within the window of one position, itself included.
    pub fn stretch(&self, position: usize) -> std::ops::Range<usize> {
        self.low[position] as usize..self.high[position] as usize
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
        self.per_account(threads, |account, sums: &mut Dense<(u64, u64)>, edges| {
            for &position in self.positions(account) {
                let position = position as usize;
                let (time, content) = (self.time[position], self.content[position]);
                for other in self.stretch(position) {
                    let partner = self.account[other];
                    if partner > account
                        && self.content[other] != content
                        && keep(position, other)
                    {
                        let sum = sums.entry(partner);
                        sum.0 += 1;
                        sum.1 += self.time[other].abs_diff(time);
                    }
                }
            }
            sums.drain_sorted(|b, (pairs, delay)| {
                edges.push(CoShares { a: account, b, pairs, delay });
            });
        })
    }

    /// All directed edges, sorted by `(source, target)`.
    pub fn accompanied(&self, threads: NonZeroUsize) -> Vec<Accompanied> {
        self.per_account(threads, |source, seen: &mut Dense<(u64, u64)>, edges| {
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
                for other in self.stretch(position) {
                    let target = self.account[other];
                    if target != source && self.content[other] != content {
                        let (posts, counted) = seen.entry(target);
                        if *counted != number {
                            *counted = number;
                            *posts += 1;
                        }
                    }
                }
            }
            seen.drain_sorted(|target, (posts, _)| {
                edges.push(Accompanied { source, target, posts });
            });
        })
    }

    /// Pairs of rows within the window, whoever posted them: the work the kernel has to do.
    pub fn pairs_in_window(&self) -> u64 {
        let later = self.high.iter().zip(0_u64..);
        later.map(|(&high, position)| u64::from(high).saturating_sub(position + 1)).sum()
    }

    /// Runs `walk` for every account in order, spread over threads, and joins what it pushes.
    fn per_account<T: Copy + Default + PartialEq, E: Send>(
        &self,
        threads: NonZeroUsize,
        walk: impl Fn(u32, &mut Dense<T>, &mut Vec<E>) + Sync,
    ) -> Vec<E> {
        let accounts = self.accounts();
        let run = |block: usize, dense: &mut Dense<T>| {
            let mut edges = Vec::new();
            for account in (block * BLOCK)..((block + 1) * BLOCK).min(accounts) {
                if let Ok(account) = u32::try_from(account) {
                    walk(account, dense, &mut edges);
                }
            }
            edges
        };
        let blocks = accounts.div_ceil(BLOCK);
        if threads.get() == 1 || blocks < 2 {
            let mut dense = Dense::new(accounts);
            return (0..blocks).flat_map(|block| run(block, &mut dense)).collect();
        }
        let next = AtomicUsize::new(0);
        let done = Mutex::new(Vec::new());
        thread::scope(|scope| {
            for _ in 0..threads.get().min(blocks) {
                scope.spawn(|| {
                    let mut dense = Dense::new(accounts);
                    loop {
                        let block = next.fetch_add(1, Ordering::Relaxed);
                        if block >= blocks {
                            break;
                        }
                        let edges = run(block, &mut dense);
                        done.lock()
                            .unwrap_or_else(PoisonError::into_inner)
                            .push((block, edges));
                    }
                });
            }
        });
        let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
        done.sort_unstable_by_key(|(block, _)| *block);
        done.into_iter().flat_map(|(_, edges)| edges).collect()
    }
}

/// Accounts that a thread takes at a time: small enough to share work evenly among few threads.
const BLOCK: usize = 64;

/// One value per account, and which of them are in use.
struct Dense<T> {
    value: Vec<T>,
    used: Vec<u32>,
}

impl<T: Copy + Default + PartialEq> Dense<T> {
    fn new(accounts: usize) -> Self {
        Self { value: vec![T::default(); accounts], used: Vec::new() }
    }

    /// The value of an account, to be made different from the default by the caller.
    #[inline]
    fn entry(&mut self, account: u32) -> &mut T {
        let value = &mut self.value[account as usize];
        if *value == T::default() {
            self.used.push(account);
        }
        value
    }

    fn drain_sorted(&mut self, mut each: impl FnMut(u32, T)) {
        self.used.sort_unstable();
        for &account in &self.used {
            each(account, std::mem::take(&mut self.value[account as usize]));
        }
        self.used.clear();
    }
}

/// Row numbers by object, time and row; rows without an object left out.
fn by_object_and_time(shares: &Shares) -> Vec<u32> {
    let (start, mut rows) = positions_by(shares.object(), shares.objects());
    let time = shares.time();
    for object in start.windows(2) {
        let stretch = &mut rows[object[0] as usize..object[1] as usize];
        if !stretch.is_sorted_by_key(|&row| time[row as usize]) {
            stretch.sort_unstable_by_key(|&row| (time[row as usize], row));
        }
    }
    rows
}

/// Counting sort: where the rows of each key start, and the rows by key; keys from `keys` on are left out.
fn positions_by(key: &[u32], keys: usize) -> (Vec<u32>, Vec<u32>) {
    let mut start = vec![0_u32; keys + 1];
    for &key in key {
        if let Some(count) = start.get_mut(key as usize + 1) {
            *count += 1;
        }
    }
    for key in 0..keys {
        start[key + 1] += start[key];
    }
    let mut next = start.clone();
    let mut sorted = vec![0_u32; start[keys] as usize];
    for (&key, row) in key.iter().zip(0_u32..) {
        if (key as usize) < keys {
            let place = &mut next[key as usize];
            sorted[*place as usize] = row;
            *place += 1;
        }
    }
    (start, sorted)
}

/// Two pointers over rows sorted by object and time.
fn windows(object: &[u32], time: &[i64], window: i64) -> (Vec<u32>, Vec<u32>) {
    let rows = object.len();
    let (mut low, mut high) = (vec![0_u32; rows], vec![0_u32; rows]);
    let together = |earlier: usize, later: usize| {
        object[earlier] == object[later]
            && u64::try_from(window).is_ok_and(|w| time[later].abs_diff(time[earlier]) <= w)
    };
    let (mut first, mut past) = (0, 0);
    for (at, position) in (0..rows).zip(0_u32..) {
        while first < at && !together(first, at) {
            first += 1;
        }
        past = past.max(at + 1);
        while past < rows && together(at, past) {
            past += 1;
        }
        let back = u32::try_from(at - first).unwrap_or(0);
        let ahead = u32::try_from(past - at).unwrap_or(1);
        low[at] = position - back;
        high[at] = position + ahead;
    }
    (low, high)
}
