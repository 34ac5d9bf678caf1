//! First shares in the order of objects, and what can be looked up in them.

use super::{super::null::FirstShares, FEWEST_OCCASIONS};

/// First shares by object and time, and by account, with how many lie in a span of time of each.
pub(super) struct Rows {
    pub(super) span: i64,
    pub(super) account: Vec<u32>,
    pub(super) object: Vec<u32>,
    pub(super) time: Vec<i64>,
    /// Where each object's rows start; one more than there are objects.
    object_start: Vec<u32>,
    /// Positions of each account's rows, ascending.
    by_account: Vec<u32>,
    account_start: Vec<u32>,
    /// Shares of the same object from each row on, itself included, as far as a span goes.
    ahead: Vec<u32>,
    /// The same, backwards.
    behind: Vec<u32>,
    /// `ahead`, descending.
    busiest: Vec<u32>,
    /// All times, ascending.
    pub(super) times: Vec<i64>,
    pub(super) accounts: usize,
}

impl Rows {
    pub(super) fn new(shares: &FirstShares, span: i64) -> Self {
        let mut order: Vec<u32> = (0_u32..).take(shares.len()).collect();
        order.sort_unstable_by_key(|&row| (shares.object()[row as usize], row));
        let pick = |column: &[u32]| order.iter().map(|&row| column[row as usize]).collect();
        let (account, object): (Vec<u32>, Vec<u32>) =
            (pick(shares.account()), pick(shares.object()));
        let time: Vec<i64> = order.iter().map(|&row| shares.time()[row as usize]).collect();
        debug_assert!(shares.time().is_sorted(), "first shares come by time");
        let object_start = starts(&object, object.last().map_or(0, |&last| last as usize + 1));
        let account_start = starts(&account, shares.accounts());
        let mut next = account_start.clone();
        let mut by_account = vec![0; account.len()];
        for (position, &account) in (0_u32..).zip(&account) {
            let at = &mut next[account as usize];
            by_account[*at as usize] = position;
            *at += 1;
        }
        let mut rows = Self {
            span,
            account,
            object,
            time,
            object_start,
            by_account,
            account_start,
            ahead: Vec::new(),
            behind: Vec::new(),
            busiest: Vec::new(),
            times: shares.time().to_vec(),
            accounts: shares.accounts(),
        };
        (rows.ahead, rows.behind) = rows.count_near();
        rows.busiest = rows.ahead.clone();
        rows.busiest.sort_unstable_by(|one, other| other.cmp(one));
        rows
    }

    fn count_near(&self) -> (Vec<u32>, Vec<u32>) {
        let is_near = |one: usize, later: usize| {
            self.object[one] == self.object[later]
                && self.time[later].saturating_sub(self.time[one]) <= self.span
        };
        let (mut first, mut past) = (0, 0);
        let (mut ahead, mut behind) = (Vec::new(), Vec::new());
        for at in 0..self.len() {
            while !is_near(first, at) {
                first += 1;
            }
            past = past.max(at + 1);
            while past < self.len() && is_near(at, past) {
                past += 1;
            }
            ahead.push(small(past - at));
            behind.push(small(at - first + 1));
        }
        (ahead, behind)
    }

    pub(super) fn len(&self) -> usize {
        self.account.len()
    }

    pub(super) fn of_object(&self, object: u32) -> std::ops::Range<usize> {
        let at = object as usize;
        self.object_start[at] as usize..self.object_start[at + 1] as usize
    }

    pub(super) fn of_account(&self, account: u32) -> &[u32] {
        let at = account as usize;
        let Some(ends) = self.account_start.get(at..at + 2) else { return &[] };
        &self.by_account[ends[0] as usize..ends[1] as usize]
    }

    /// How many shares of its object lie in the span that begins with a row.
    pub(super) fn ahead(&self, row: usize) -> u32 {
        self.ahead[row]
    }

    /// How many shares of its object lie within a span before and after a row, itself included.
    pub(super) fn around(&self, row: usize) -> u32 {
        self.ahead[row] + self.behind[row] - 1
    }

    /// How many accounts share enough to meet others often.
    pub(super) fn able(&self) -> usize {
        let lengths = self.account_start.windows(2).map(|ends| ends[1] - ends[0]);
        lengths.filter(|&rows| rows as usize >= FEWEST_OCCASIONS).count()
    }

    /// How many spans of time of one object, each beginning with a share, have at least so many shares.
    pub(super) fn spans_with(&self, shares: u32) -> usize {
        self.busiest.partition_point(|&ahead| ahead >= shares)
    }

    /// Rows of one object with times in `from..=to`.
    pub(super) fn between(&self, object: u32, from: i64, to: i64) -> std::ops::Range<usize> {
        let own = self.of_object(object);
        let times = &self.time[own.clone()];
        own.start + times.partition_point(|&time| time < from)
            ..own.start + times.partition_point(|&time| time <= to)
    }
}

fn starts(column: &[u32], numbers: usize) -> Vec<u32> {
    let mut starts = vec![0_u32; numbers + 1];
    for &number in column {
        starts[number as usize + 1] += 1;
    }
    for at in 0..numbers {
        starts[at + 1] += starts[at];
    }
    starts
}

fn small(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
