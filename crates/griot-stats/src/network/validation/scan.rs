//! One pass over a deal: every pair of accounts with a common object in the window, and its statistic.

use crate::network::null::FirstShares;

/// Mean co-shares of each object and account under the null: what a pair is expected to have.
#[derive(Debug, Clone)]
pub(super) struct Model {
    /// `ln(e / 2c)` of each object, `c` being its expected pairs.
    ln_rarity: Vec<f64>,
    /// `ln s` of each account, `s` being its share of all expected ends of pairs.
    ln_share: Vec<f64>,
    /// Expected pairs, all objects together.
    total: f64,
}

impl Model {
    /// `e`, extra co-shares of a coordinated pair, is one per hundred of the objects that are shared
    /// more than once, and never so small that rarity stops counting.
    pub(super) fn fit(pilot: &[Sums], shares: &FirstShares) -> Self {
        let draws = pilot.iter().map(|sums| sums.draws).sum::<u32>().max(1);
        let half = 0.5 / f64::from(draws);
        let mean = |column: &dyn Fn(&Sums) -> &Vec<u64>, count: usize| -> Vec<f64> {
            let total =
                |index: usize| pilot.iter().map(|sums| column(sums)[index]).sum::<u64>();
            (0..count).map(|index| as_f64(total(index)) / f64::from(draws) + half).collect()
        };
        let objects = mean(&|sums| &sums.objects, shares.objects);
        let accounts = mean(&|sums| &sums.accounts, shares.accounts);
        let total: f64 = objects.iter().sum();
        let ends: f64 = accounts.iter().sum();
        let universe = objects.len().max(1);
        let e = EXTRA_OBJECTS / as_f64(universe as u64);
        Self {
            ln_rarity: objects.iter().map(|c| libm::log(e / (2.0 * c))).collect(),
            ln_share: accounts.iter().map(|s| libm::log(s / ends)).collect(),
            total,
        }
    }

    pub(super) fn expected(&self, a: u32, b: u32) -> f64 {
        2.0 * self.total * libm::exp(self.ln_share[a as usize] + self.ln_share[b as usize])
    }
}

/// Extra co-shares that a coordinated pair is taken to have, spread over all objects.
const EXTRA_OBJECTS: f64 = 5.0;

/// Pairs in the window, added up over the draws of a chain by object and by account.
#[derive(Debug, Clone)]
pub(super) struct Sums {
    draws: u32,
    objects: Vec<u64>,
    accounts: Vec<u64>,
}

impl Sums {
    pub(super) fn zero(shares: &FirstShares) -> Self {
        Self { draws: 0, objects: vec![0; shares.objects], accounts: vec![0; shares.accounts] }
    }
}

/// Room for a pass, used again for the next one.
pub(super) struct Scan {
    /// Shares by object, in order of time.
    by_object: Vec<u32>,
    next: Vec<u32>,
    /// Stretch of `by_object` within the window of each place in it.
    low: Vec<u32>,
    high: Vec<u32>,
    /// Places in `by_object` by account.
    by_account: Vec<u32>,
    start: Vec<u32>,
    /// Account at each place of `by_object`, for reading in order.
    account: Vec<u32>,
    statistic: Vec<f64>,
    common: Vec<u32>,
    partners: Vec<u32>,
}

impl Scan {
    pub(super) fn new(accounts: usize) -> Self {
        Self {
            by_object: Vec::new(),
            next: Vec::new(),
            low: Vec::new(),
            high: Vec::new(),
            by_account: Vec::new(),
            start: Vec::new(),
            account: Vec::new(),
            statistic: vec![0.0; accounts],
            common: vec![0; accounts],
            partners: Vec::new(),
        }
    }

    /// Adds the pairs of a deal to the sums.
    pub(super) fn count(
        &mut self,
        shares: &FirstShares,
        object: &[u32],
        window: i64,
        sums: &mut Sums,
    ) {
        self.sort(shares, object, window);
        for (place, &slot) in self.by_object.iter().enumerate() {
            let others = u64::from(self.high[place] - self.low[place] - 1);
            sums.objects[object[slot as usize] as usize] += others;
            sums.accounts[self.account[place] as usize] += others;
        }
        sums.draws += 1;
    }

    /// Calls `each` with `(a, b, statistic, common objects)` for every pair, by `a`.
    pub(super) fn score(
        &mut self,
        shares: &FirstShares,
        object: &[u32],
        window: i64,
        model: &Model,
        mut each: impl FnMut(u32, u32, f64, u32),
    ) {
        self.sort(shares, object, window);
        let softplus = SoftPlus::table();
        for account in (0_u32..).take(shares.accounts) {
            let ln_share = model.ln_share[account as usize];
            let own = self.start[account as usize] as usize
                ..self.start[account as usize + 1] as usize;
            for &place in &self.by_account[own] {
                let place = place as usize;
                let rarity =
                    model.ln_rarity[object[self.by_object[place] as usize] as usize] - ln_share;
                for &partner in
                    &self.account[self.low[place] as usize..self.high[place] as usize]
                {
                    if partner > account {
                        let other = partner as usize;
                        if self.common[other] == 0 {
                            self.partners.push(partner);
                        }
                        self.common[other] += 1;
                        self.statistic[other] += softplus.of(rarity - model.ln_share[other]);
                    }
                }
            }
            self.partners.sort_unstable();
            for &partner in &self.partners {
                let statistic = std::mem::take(&mut self.statistic[partner as usize]);
                let common = std::mem::take(&mut self.common[partner as usize]);
                each(account, partner, statistic, common);
            }
            self.partners.clear();
        }
    }

    /// Shares by object (they come in order of time), their windows, and where each account's are.
    fn sort(&mut self, shares: &FirstShares, object: &[u32], window: i64) {
        let rows = object.len();
        self.next.clear();
        self.next.resize(shares.objects + 1, 0);
        for &object in object {
            self.next[object as usize + 1] += 1;
        }
        for object in 0..shares.objects {
            self.next[object + 1] += self.next[object];
        }
        for column in [
            &mut self.by_object,
            &mut self.low,
            &mut self.high,
            &mut self.account,
            &mut self.by_account,
        ] {
            column.resize(rows, 0);
        }
        for (slot, &object) in (0_u32..).zip(object) {
            let place = &mut self.next[object as usize];
            self.by_object[*place as usize] = slot;
            self.account[*place as usize] = shares.account[slot as usize];
            *place += 1;
        }
        // `next` now holds where each object ends.
        let mut begin = 0;
        for &end in &self.next[..shares.objects] {
            let time = |place: u32| shares.time[self.by_object[place as usize] as usize];
            let (mut low, mut high) = (begin, begin);
            for place in begin..end {
                let at = time(place);
                while at.saturating_sub(time(low)) > window {
                    low += 1;
                }
                while high < end && time(high).saturating_sub(at) <= window {
                    high += 1;
                }
                self.low[place as usize] = low;
                self.high[place as usize] = high;
            }
            begin = end;
        }
        self.start.clear();
        self.start.resize(shares.accounts + 1, 0);
        for &account in &self.account {
            self.start[account as usize + 1] += 1;
        }
        for account in 0..shares.accounts {
            self.start[account + 1] += self.start[account];
        }
        self.next.clone_from(&self.start);
        for (place, &account) in (0_u32..).zip(&self.account) {
            let at = &mut self.next[account as usize];
            self.by_account[*at as usize] = place;
            *at += 1;
        }
    }
}

/// `ln(1 + e^x)` by linear interpolation; off by less than 5e-6, the same on every machine.
struct SoftPlus {
    value: Vec<f64>,
}

const FINENESS: f64 = 128.0;
const REACH: f64 = 20.0;

impl SoftPlus {
    fn table() -> &'static Self {
        static TABLE: std::sync::OnceLock<SoftPlus> = std::sync::OnceLock::new();
        TABLE.get_or_init(|| {
            let knots = (0..=5120_u32).map(|knot| f64::from(knot) / FINENESS - REACH);
            Self { value: knots.map(|x| libm::log1p(libm::exp(x))).collect() }
        })
    }

    #[inline]
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "the place lies between 0 and 5120"
    )]
    fn of(&self, x: f64) -> f64 {
        if x >= REACH {
            return x;
        }
        if x <= -REACH {
            return 0.0;
        }
        let place = (x + REACH) * FINENESS;
        let knot = (place as usize).min(5119);
        let part = place - knot as f64;
        self.value[knot] + part * (self.value[knot + 1] - self.value[knot])
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
pub(super) fn as_f64(count: u64) -> f64 {
    count as f64
}
