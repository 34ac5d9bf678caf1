//! Pairs of accounts to begin with: those that come together most surprisingly on several occasions.

use std::{
    num::NonZeroUsize,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use super::{FEWEST_OCCASIONS, float, rows::Rows};

/// A pair with a rough measure of surprise; it decides where to look, not what holds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Seed {
    pub(super) a: u32,
    pub(super) b: u32,
    pub(super) surprise: f64,
}

/// Seeds that are kept.
const MOST: usize = 20_000;
/// Accounts that a thread takes at a time.
const BLOCK: usize = 256;
/// A share with more others in its span says nothing of any two accounts.
const CROWD: u32 = 4_096;

/// The most surprising pairs, by surprise. Which they are does not depend on the number of threads: each
/// thread keeps as many as all together, and the order has no ties.
pub(super) fn seeds(rows: &Rows, apart: i64, threads: NonZeroUsize) -> Vec<Seed> {
    let next = AtomicUsize::new(0);
    let found = Mutex::new(Vec::new());
    let work = || {
        let mut walk = Walk::new(rows.accounts);
        let mut own = Vec::new();
        loop {
            let first = next.fetch_add(BLOCK, Ordering::Relaxed);
            if first >= rows.accounts {
                break;
            }
            for account in first..(first + BLOCK).min(rows.accounts) {
                walk.account(rows, apart, u32::try_from(account).unwrap_or(u32::MAX), &mut own);
            }
            if own.len() > 2 * MOST {
                keep_strongest(&mut own);
            }
        }
        keep_strongest(&mut own);
        found.lock().unwrap_or_else(PoisonError::into_inner).append(&mut own);
    };
    thread::scope(|scope| {
        for _ in 1..threads.get() {
            scope.spawn(work);
        }
        work();
    });
    let mut found = found.into_inner().unwrap_or_else(PoisonError::into_inner);
    keep_strongest(&mut found);
    found
}

fn keep_strongest(seeds: &mut Vec<Seed>) {
    seeds.sort_unstable_by(|x, y| {
        y.surprise.total_cmp(&x.surprise).then((x.a, x.b).cmp(&(y.a, y.b)))
    });
    seeds.truncate(MOST);
}

struct Walk {
    common: Vec<u32>,
    touched: Vec<u32>,
    met: Vec<(u32, i64, u32)>,
}

impl Walk {
    fn new(accounts: usize) -> Self {
        Self { common: vec![0; accounts], touched: Vec::new(), met: Vec::new() }
    }

    fn account(&mut self, rows: &Rows, apart: i64, account: u32, found: &mut Vec<Seed>) {
        let own = rows.of_account(account);
        if own.len() < FEWEST_OCCASIONS {
            return;
        }
        each_near(rows, own, |_, other| {
            let partner = rows.account[other] as usize;
            if partner > account as usize {
                if self.common[partner] == 0 {
                    self.touched.push(rows.account[other]);
                }
                self.common[partner] += 1;
            }
        });
        self.met.clear();
        if self.touched.iter().any(|&it| self.common[it as usize] as usize >= FEWEST_OCCASIONS)
        {
            each_near(rows, own, |one, other| {
                let partner = rows.account[other];
                if partner > account
                    && self.common[partner as usize] as usize >= FEWEST_OCCASIONS
                {
                    let crowd = rows.ahead(one.min(other));
                    self.met.push((partner, rows.time[one].min(rows.time[other]), crowd));
                }
            });
        }
        for partner in self.touched.drain(..) {
            self.common[partner as usize] = 0;
        }
        self.met.sort_unstable();
        for met in self.met.chunk_by(|one, other| one.0 == other.0) {
            let partner = met[0].0;
            let busier = own.len().max(rows.of_account(partner).len());
            let (mut last, mut occasions, mut surprise) = (i64::MIN, 0, 0.0);
            for &(_, time, crowd) in met {
                if occasions == 0 || time.saturating_sub(last) >= apart {
                    (last, occasions) = (time, occasions + 1);
                    let chance =
                        f64::from(crowd) * float(busier) * float(busier) / float(rows.len());
                    surprise += libm::log1p(1.0 / chance);
                }
            }
            if occasions >= FEWEST_OCCASIONS {
                found.push(Seed { a: account, b: partner, surprise });
            }
        }
    }
}

/// Shares of the same objects no further away than a span, crowds left out.
fn each_near(rows: &Rows, own: &[u32], mut each: impl FnMut(usize, usize)) {
    for &position in own {
        let one = position as usize;
        let (object, time) = (rows.object[one], rows.time[one]);
        if rows.ahead(one) > CROWD {
            continue;
        }
        for other in (rows.of_object(object).start..one).rev() {
            if time.saturating_sub(rows.time[other]) > rows.span || one - other > CROWD as usize
            {
                break;
            }
            each(one, other);
        }
        for other in one + 1..one + rows.ahead(one) as usize {
            each(one, other);
        }
    }
}
