//! First shares in the order of objects, and what can be looked up in them.

use super::super::null::FirstShares;

/// First shares by object and time, and by account.
pub(super) struct Rows {
    pub(super) account: Vec<u32>,
    pub(super) object: Vec<u32>,
    pub(super) time: Vec<i64>,
    /// Where each object's rows start; one more than there are objects.
    object_start: Vec<u32>,
    /// Positions of each account's rows, ascending.
    by_account: Vec<u32>,
    account_start: Vec<u32>,
    /// Rows in the span that ends with each row's span: how many begin with it.
    ahead: Vec<u32>,
    /// The same, descending.
    busiest: Vec<u32>,
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
            account,
            object,
            time,
            object_start,
            by_account,
            account_start,
            ahead: Vec::new(),
            busiest: Vec::new(),
            accounts: shares.accounts(),
        };
        rows.ahead = rows.count_ahead(span);
        rows.busiest = rows.ahead.clone();
        rows.busiest.sort_unstable_by(|one, other| other.cmp(one));
        rows
    }

    fn count_ahead(&self, span: i64) -> Vec<u32> {
        let mut past = 0;
        let mut ahead = Vec::with_capacity(self.len());
        for at in 0..self.len() {
            past = past.max(at + 1);
            while past < self.len()
                && self.object[past] == self.object[at]
                && self.time[past].saturating_sub(self.time[at]) <= span
            {
                past += 1;
            }
            ahead.push(u32::try_from(past - at).unwrap_or(u32::MAX));
        }
        ahead
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
        &self.by_account[self.account_start[at] as usize..self.account_start[at + 1] as usize]
    }

    /// How many shares of its object lie in the span that begins with a row.
    pub(super) fn ahead(&self, row: usize) -> u32 {
        self.ahead[row]
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
