//! What chance alone would give: shares dealt again, with every account and every object as busy as before.
//!
//! The null in words: *within each stretch of time, who shared which object is chance.* Every account
//! keeps the times of all its shares exactly. Every object keeps how many accounts shared it in each
//! stretch. No account shares an object twice. Among all ways to deal that leave this so, each is
//! equally likely.
//!
//! The chain is the curveball of Strona and others (2014), a trade between two accounts, held inside
//! stretches of time: of the objects that the first shared there and the second never did, and the
//! other way round, each account is dealt as many as it had. A trade can be undone by the same trade
//! with the same chance, so the uniform distribution is stationary.

use super::Shares;
use crate::random::Random;

/// First shares: each account at most once with each object, at its earliest time, in order of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirstShares {
    pub(super) account: Vec<u32>,
    pub(super) object: Vec<u32>,
    pub(super) time: Vec<i64>,
    pub(super) accounts: usize,
    pub(super) objects: usize,
}

impl FirstShares {
    /// Keeps the earliest share of each account and object; rows without an object are left out.
    pub fn of(shares: &Shares) -> Self {
        let mut rows: Vec<(u32, u32, i64)> = (0..shares.len())
            .filter(|&row| shares.object()[row] != Shares::NO_OBJECT)
            .map(|row| (shares.account()[row], shares.object()[row], shares.time()[row]))
            .collect();
        rows.sort_unstable();
        rows.dedup_by_key(|&mut (account, object, _)| (account, object));
        rows.sort_unstable_by_key(|&(account, object, time)| (time, account, object));
        Self {
            account: rows.iter().map(|row| row.0).collect(),
            object: rows.iter().map(|row| row.1).collect(),
            time: rows.iter().map(|row| row.2).collect(),
            accounts: shares.accounts(),
            objects: shares.objects(),
        }
    }

    /// How many shares.
    pub fn len(&self) -> usize {
        self.account.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.account.is_empty()
    }

    /// Who shares, in order of time.
    pub fn account(&self) -> &[u32] {
        &self.account
    }

    /// What is shared.
    pub fn object(&self) -> &[u32] {
        &self.object
    }

    /// When.
    pub fn time(&self) -> &[i64] {
        &self.time
    }

    /// How many accounts have a number, with or without shares.
    pub fn accounts(&self) -> usize {
        self.accounts
    }

    /// Pairs of shares of one object within a window of time: what one draw has to go through.
    pub fn pairs_in_window(&self, window: i64) -> u64 {
        let mut rows: Vec<(u32, i64)> =
            self.object.iter().copied().zip(self.time.iter().copied()).collect();
        rows.sort_unstable();
        let (mut pairs, mut first) = (0_u64, 0);
        for (at, &(object, time)) in rows.iter().enumerate() {
            while rows[first].0 != object || time.saturating_sub(rows[first].1) > window {
                if first == at {
                    break;
                }
                first += 1;
            }
            pairs += (at - first) as u64;
        }
        pairs
    }
}

/// The chain: a deal of the objects onto the shares, and the means to deal again.
#[derive(Debug, Clone)]
pub struct Deal {
    account: Vec<u32>,
    object: Vec<u32>,
    /// Shares of one account in one stretch, as ranges of `slot`; grouped by stretch.
    hand: Vec<(u32, u32)>,
    slot: Vec<u32>,
    /// Ranges of `hand`, one per stretch with at least two hands.
    stretch: Vec<(usize, usize)>,
    held: Held,
    random: Random,
}

impl Deal {
    /// A chain that starts at the shares as they are. Trades stay within stretches of `stretch` units of
    /// time, counted from time 0; a stretch as long as the data lets objects wander over all of it.
    pub fn new(shares: &FirstShares, stretch: i64, random: Random) -> Self {
        let stretch = stretch.max(1);
        let key = |slot: u32| {
            (shares.time[slot as usize].div_euclid(stretch), shares.account[slot as usize])
        };
        let mut slot: Vec<u32> = (0_u32..).take(shares.len()).collect();
        slot.sort_unstable_by_key(|&s| (key(s), s));
        let mut hand = Vec::new();
        let mut stretches: Vec<(usize, usize)> = Vec::new();
        let mut start = 0_u32;
        let mut last_stretch = None;
        for group in slot.chunk_by(|&one, &other| key(one) == key(other)) {
            let end = start + u32::try_from(group.len()).unwrap_or(0);
            let this = key(group[0]).0;
            match stretches.last_mut() {
                Some(range) if last_stretch == Some(this) => range.1 += 1,
                _ => stretches.push((hand.len(), hand.len() + 1)),
            }
            last_stretch = Some(this);
            hand.push((start, end));
            start = end;
        }
        stretches.retain(|(first, past)| past - first > 1);
        let mut held = Held::with_room_for(shares.len());
        for (&account, &object) in shares.account.iter().zip(&shares.object) {
            held.insert(account, object);
        }
        Self {
            account: shares.account.clone(),
            object: shares.object.clone(),
            hand,
            slot,
            stretch: stretches,
            held,
            random,
        }
    }

    /// The object of each share, in the order of [`FirstShares`].
    pub fn object(&self) -> &[u32] {
        &self.object
    }

    /// Lets every account trade `rounds` times in each stretch, with partners drawn by lot.
    pub fn shuffle(&mut self, rounds: usize) {
        let (mut pool, mut dealt) = (Vec::new(), Vec::new());
        for _ in 0..rounds {
            for index in 0..self.stretch.len() {
                let (first, past) = self.stretch[index];
                self.random.shuffle(&mut self.hand[first..past]);
                for hand in (first + 1..past).step_by(2) {
                    self.trade(hand - 1, hand, &mut pool, &mut dealt);
                }
            }
        }
    }

    fn trade(&mut self, one: usize, other: usize, pool: &mut Vec<u32>, dealt: &mut Vec<u32>) {
        pool.clear();
        let mut owners = [0, 0];
        let mut offered = [0, 0];
        for (side, hand) in [one, other].into_iter().enumerate() {
            let (start, end) = self.hand[hand];
            owners[side] = self.account[self.slot[start as usize] as usize];
            let opposite = if side == 0 { other } else { one };
            let partner = self.account[self.slot[self.hand[opposite].0 as usize] as usize];
            for &slot in &self.slot[start as usize..end as usize] {
                if !self.held.contains(partner, self.object[slot as usize]) {
                    pool.push(slot);
                    offered[side] += 1;
                }
            }
        }
        if offered[0] == 0 || offered[1] == 0 {
            return;
        }
        dealt.clear();
        dealt.extend(pool.iter().map(|&slot| self.object[slot as usize]));
        for (index, &object) in dealt.iter().enumerate() {
            self.held.remove(owners[usize::from(index >= offered[0])], object);
        }
        self.random.shuffle(dealt);
        for (index, (&slot, &object)) in pool.iter().zip(dealt.iter()).enumerate() {
            self.held.insert(owners[usize::from(index >= offered[0])], object);
            self.object[slot as usize] = object;
        }
    }
}

/// Which account holds which object: open addressing, at most half full.
#[derive(Debug, Clone)]
struct Held {
    cell: Vec<u64>,
    shift: u32,
}

const EMPTY: u64 = u64::MAX;

impl Held {
    fn with_room_for(entries: usize) -> Self {
        let cells = (entries * 2).next_power_of_two().max(16);
        Self { cell: vec![EMPTY; cells], shift: 64 - cells.trailing_zeros() }
    }

    fn home(&self, key: u64) -> usize {
        let mixed = (key ^ (key >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        usize::try_from(mixed >> self.shift).unwrap_or(0)
    }

    fn next(&self, at: usize) -> usize {
        (at + 1) & (self.cell.len() - 1)
    }

    fn find(&self, key: u64) -> usize {
        let mut at = self.home(key);
        while self.cell[at] != EMPTY && self.cell[at] != key {
            at = self.next(at);
        }
        at
    }

    fn contains(&self, account: u32, object: u32) -> bool {
        self.cell[self.find(pair(account, object))] != EMPTY
    }

    fn insert(&mut self, account: u32, object: u32) {
        let key = pair(account, object);
        let at = self.find(key);
        self.cell[at] = key;
    }

    /// Takes an entry out and moves those behind it up, so that no search ends early.
    fn remove(&mut self, account: u32, object: u32) {
        let mut hole = self.find(pair(account, object));
        let mut at = hole;
        loop {
            self.cell[hole] = EMPTY;
            loop {
                at = self.next(at);
                if self.cell[at] == EMPTY {
                    return;
                }
                let home = self.home(self.cell[at]);
                let stays = if hole <= at {
                    hole < home && home <= at
                } else {
                    hole < home || home <= at
                };
                if !stays {
                    break;
                }
            }
            self.cell[hole] = self.cell[at];
            hole = at;
        }
    }
}

fn pair(account: u32, object: u32) -> u64 {
    u64::from(account) << 32 | u64::from(object)
}
