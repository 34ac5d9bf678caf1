//! Which edges and groups are more than chance would give, and how sure that is.
//!
//! Published choices fail on one side each: a hypergeometric test per pair with false-discovery
//! control flags thousands of pairs in data without any coordination, because popular objects and busy
//! accounts are not what it assumes; the bipartite configuration model with the same control stays
//! clean but sees no ring of ten accounts that share eight objects. This one differs in four things.
//!
//! 1. **The null** keeps when each account is active and when each object is shared ([`super::null`]).
//! 2. **The statistic** weighs a shared object by how surprising it is that these two accounts share
//!    it. For a pair with chance `q` of sharing object `o` in the window, each common object adds
//!    `ln(1 + e/q)`, the log-likelihood ratio of `e` more expected co-shares per object. A rare object
//!    between quiet accounts counts for much, a viral one between busy accounts for nearly nothing. As
//!    its exponential has expectation one under independence, large values are about as rare for busy
//!    pairs as for quiet ones, and one threshold serves all pairs.
//! 3. **Groups** are tested beside pairs: accounts joined by edges above a lower threshold, each of
//!    which lies in a triangle. A ring that shares five objects may have no single pair that stands out
//!    among millions, but chance hardly ever makes ten such accounts into one group.
//! 4. **The correction** is Westfall and Young's (1993): the largest statistic over *all* pairs, and the
//!    largest over all groups found in the same way, in each of many draws. Pairs that share nothing
//!    are tests too. Half of the error is spent on pairs, half on groups.
//!
//! Nothing is decided by one number: each edge carries its statistic, what was expected and seen, `p`
//! unadjusted and adjusted, the false-discovery rate of everything at least as large, and the number of
//! tests. What a small `p` does not say: that two accounts are coordinated. Accounts that follow the same
//! sources, or care for the same narrow subject, share more than chance under this null too.

use std::{
    num::NonZeroUsize,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use self::{
    group::groups,
    scan::{Model, Scan, Sums, as_f64},
};
use super::null::{Deal, FirstShares};
use crate::random::Random;

mod group;
mod scan;

pub use group::ValidatedGroup;

/// How to draw. There is no default: every number is part of the result.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Plan {
    /// Two shares this far apart or closer are together, in the unit of the times.
    pub window: i64,
    /// Objects are dealt again within stretches of this length, in the unit of the times.
    pub stretch: i64,
    /// Draws the p-values come from. The smallest p is `1 / (draws + 1)`.
    pub draws: u32,
    /// Draws before them that fit the expectation and the thresholds of groups.
    pub pilot_draws: u32,
    /// Trades of each account in each stretch between two draws.
    pub rounds: usize,
    /// Expected edges above the group threshold, per account, under the null.
    pub stray_edges: f64,
    /// Where the draws start.
    pub seed: u64,
}

impl Plan {
    /// Settings under which the published error rates were measured; see the method's page.
    pub fn published(window: i64, stretch: i64, seed: u64) -> Self {
        Self {
            window,
            stretch,
            draws: 999,
            pilot_draws: 50,
            rounds: 5,
            stray_edges: 0.05,
            seed,
        }
    }
}

/// What the draws gave: enough to judge any data with the same activity and popularity.
#[derive(Debug, Clone)]
pub struct Calibration {
    plan: Plan,
    model: Model,
    group_threshold: f64,
    /// Largest statistic of a pair in each draw, ascending.
    largest_pair: Vec<f64>,
    /// Largest statistic of a group in each draw, ascending; 0 where there was no group.
    largest_group: Vec<f64>,
    /// Statistics of all groups of all draws, ascending.
    null_groups: Vec<f64>,
    /// How many pairs of all draws fall into each step of the statistic.
    null_pairs: Vec<u64>,
    tests: u64,
}

/// One pair of accounts with at least one common object in the window.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ValidatedPair {
    /// The smaller account.
    pub a: u32,
    /// The larger account.
    pub b: u32,
    /// Sum over common objects of `ln(1 + e/q)`.
    pub statistic: f64,
    /// Common objects whose first shares lie within the window.
    pub observed: u32,
    /// The same, expected under the null.
    pub expected: f64,
    /// Share of all pairs of all draws with a statistic at least as large, unadjusted.
    pub p: f64,
    /// Share of draws in which any pair has a statistic at least as large (Westfall–Young).
    pub p_adjusted: f64,
    /// Expected share of chance among the pairs with a statistic at least as large.
    pub q: f64,
}

/// Pairs and groups with what the draws say of them, the most surprising first.
#[derive(Debug, Clone, PartialEq)]
pub struct Validation {
    /// By statistic, descending, then by accounts.
    pub pairs: Vec<ValidatedPair>,
    /// By statistic, descending, then by members.
    pub groups: Vec<ValidatedGroup>,
    /// How many pairs of accounts were tested, those that share nothing included.
    pub tests: u64,
    /// Edges count towards a group from this statistic on.
    pub group_threshold: f64,
}

impl Validation {
    /// Pairs and groups that hold at family-wise error `level`, half of it for each kind.
    pub fn holding(&self, level: f64) -> (Vec<&ValidatedPair>, Vec<&ValidatedGroup>) {
        let half = level / 2.0;
        (
            self.pairs.iter().filter(|pair| pair.p_adjusted <= half).collect(),
            self.groups.iter().filter(|group| group.p_adjusted <= half).collect(),
        )
    }
}

impl Calibration {
    /// Draws from the null of these shares. The answer does not depend on the number of threads.
    pub fn draw(shares: &FirstShares, plan: Plan, threads: NonZeroUsize) -> Self {
        let chains = |draws: u32, stream: u64| Chains { shares, plan: &plan, draws, stream };
        let pilot = chains(plan.pilot_draws.div_ceil(2), 0).run(
            threads,
            Sums::zero(shares),
            |scan, deal, sums: &mut Sums| {
                scan.count(shares, deal, plan.window, sums);
            },
        );
        let model = Model::fit(&pilot, shares);
        let accounts = active_accounts(shares);
        let tests = accounts * accounts.saturating_sub(1) / 2;
        let steps = chains(plan.pilot_draws.div_ceil(2), 1)
            .run(threads, vec![0_u64; STEPS], |scan, deal, steps: &mut Vec<u64>| {
                scan.score(shares, deal, plan.window, &model, |_, _, statistic, _| {
                    steps[step(statistic)] += 1;
                });
            })
            .into_iter()
            .reduce(add_steps)
            .unwrap_or_default();
        let group_threshold = threshold_for(
            &steps,
            plan.stray_edges * as_f64(accounts) * f64::from(plan.pilot_draws.div_ceil(2)),
        );
        let drawn = chains(plan.draws, 2).run(
            threads,
            Drawn { steps: vec![0; STEPS], largest: Vec::new(), groups: Vec::new() },
            |scan, deal, drawn: &mut Drawn| {
                let (mut largest, mut edges) = (0.0_f64, Vec::new());
                scan.score(shares, deal, plan.window, &model, |a, b, statistic, _| {
                    drawn.steps[step(statistic)] += 1;
                    largest = largest.max(statistic);
                    if statistic >= group_threshold {
                        edges.push((a, b, statistic));
                    }
                });
                let found = groups(&edges, shares.accounts());
                let strongest = found.iter().map(|group| group.statistic).fold(0.0, f64::max);
                drawn.largest.push((largest, strongest));
                drawn.groups.extend(found.iter().map(|group| group.statistic));
            },
        );
        let mut largest_pair: Vec<f64> =
            drawn.iter().flat_map(|d| d.largest.iter().map(|l| l.0)).collect();
        let mut largest_group: Vec<f64> =
            drawn.iter().flat_map(|d| d.largest.iter().map(|l| l.1)).collect();
        largest_pair.sort_unstable_by(f64::total_cmp);
        largest_group.sort_unstable_by(f64::total_cmp);
        let mut null_groups: Vec<f64> =
            drawn.iter().flat_map(|d| d.groups.iter().copied()).collect();
        null_groups.sort_unstable_by(f64::total_cmp);
        let null_pairs =
            drawn.into_iter().map(|d| d.steps).reduce(add_steps).unwrap_or_default();
        Self {
            plan,
            model,
            group_threshold,
            largest_pair,
            largest_group,
            null_groups,
            null_pairs,
            tests,
        }
    }

    /// Judges the shares the draws were made for, or others with the same activity and popularity,
    /// given as the object of each share.
    pub fn judge(&self, shares: &FirstShares, object: &[u32]) -> Validation {
        let mut pairs = Vec::new();
        let mut edges = Vec::new();
        Scan::new(shares.accounts()).score(
            shares,
            object,
            self.plan.window,
            &self.model,
            |a, b, statistic, observed| {
                let expected = self.model.expected(a, b);
                let p_adjusted = share_at_least(&self.largest_pair, statistic);
                pairs.push(ValidatedPair {
                    a,
                    b,
                    statistic,
                    observed,
                    expected,
                    p: 1.0,
                    p_adjusted,
                    q: 1.0,
                });
                if statistic >= self.group_threshold {
                    edges.push((a, b, statistic));
                }
            },
        );
        pairs.sort_unstable_by(|x, y| {
            y.statistic.total_cmp(&x.statistic).then((x.a, x.b).cmp(&(y.a, y.b)))
        });
        self.fill_p_and_q(&mut pairs);
        let mut groups = groups(&edges, shares.accounts());
        let draws = f64::from(self.plan.draws.max(1));
        for (group, rank) in groups.iter_mut().zip(1_u64..) {
            group.p_adjusted = share_at_least(&self.largest_group, group.statistic);
            group.p = share_at_least(&self.null_groups, group.statistic);
            let smaller = self.null_groups.partition_point(|&drawn| drawn < group.statistic);
            let chance = as_f64((self.null_groups.len() - smaller) as u64);
            group.q = ((chance + 1.0) / draws / as_f64(rank)).min(1.0);
        }
        let mut smallest = 1.0_f64;
        for group in groups.iter_mut().rev() {
            smallest = smallest.min(group.q);
            group.q = smallest;
        }
        Validation { pairs, groups, tests: self.tests, group_threshold: self.group_threshold }
    }

    /// Unadjusted p and false-discovery rate from the pairs of all draws, in steps of the statistic.
    fn fill_p_and_q(&self, pairs: &mut [ValidatedPair]) {
        let mut at_least = self.null_pairs.clone();
        for step in (0..at_least.len().saturating_sub(1)).rev() {
            at_least[step] += at_least[step + 1];
        }
        let draws = f64::from(self.plan.draws.max(1));
        let all = as_f64(self.tests) * draws;
        for (pair, rank) in pairs.iter_mut().zip(1_u64..) {
            let chance = as_f64(at_least.get(step(pair.statistic)).copied().unwrap_or(0));
            pair.p = ((chance + 1.0) / (all + 1.0)).min(1.0);
            pair.q = ((chance + 1.0) / draws / as_f64(rank)).min(1.0);
        }
        let mut smallest = 1.0_f64;
        for pair in pairs.iter_mut().rev() {
            smallest = smallest.min(pair.q);
            pair.q = smallest;
        }
    }
}

/// Draws split over chains that do not know of each other, so that threads change nothing.
struct Chains<'s> {
    shares: &'s FirstShares,
    plan: &'s Plan,
    draws: u32,
    /// Sets the chains of one purpose apart from those of another.
    stream: u64,
}

const CHAINS: u32 = 8;

/// A chain forgets where it started before the first draw, in so many times the usual rounds.
const BURN_IN: usize = 8;

impl Chains<'_> {
    /// Gives each draw to `take`, and returns what the chains gathered, in the order of chains.
    fn run<T: Clone + Send + Sync>(
        &self,
        threads: NonZeroUsize,
        empty: T,
        take: impl Fn(&mut Scan, &[u32], &mut T) + Sync,
    ) -> Vec<T> {
        let next = AtomicUsize::new(0);
        let done = Mutex::new(Vec::new());
        let work = || loop {
            let chain = u32::try_from(next.fetch_add(1, Ordering::Relaxed)).unwrap_or(CHAINS);
            if chain >= CHAINS {
                break;
            }
            let draws = self.draws / CHAINS + u32::from(chain < self.draws % CHAINS);
            let random = Random::for_item(self.plan.seed ^ (self.stream << 32), chain.into());
            let mut deal = Deal::new(self.shares, self.plan.stretch, random);
            let mut scan = Scan::new(self.shares.accounts());
            let mut gathered = empty.clone();
            if draws > 0 {
                deal.shuffle(self.plan.rounds * BURN_IN);
            }
            for _ in 0..draws {
                deal.shuffle(self.plan.rounds);
                take(&mut scan, deal.object(), &mut gathered);
            }
            done.lock().unwrap_or_else(PoisonError::into_inner).push((chain, gathered));
        };
        thread::scope(|scope| {
            for _ in 0..threads.get().min(CHAINS as usize) {
                scope.spawn(work);
            }
        });
        let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
        done.sort_unstable_by_key(|(chain, _)| *chain);
        done.into_iter().map(|(_, gathered)| gathered).collect()
    }
}

#[derive(Clone)]
struct Drawn {
    steps: Vec<u64>,
    /// Of each draw: of all pairs, of all groups.
    largest: Vec<(f64, f64)>,
    groups: Vec<f64>,
}

/// Statistics are counted in steps of this width; p-values take the whole step, which errs upwards.
const STEP: f64 = 0.05;
const STEPS: usize = 20_000;

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "statistics are finite and not negative, and the largest step takes the rest"
)]
fn step(statistic: f64) -> usize {
    ((statistic / STEP) as usize).min(STEPS - 1)
}

/// Lowest statistic, on the border of a step, that at most `allowed` pairs reach.
fn threshold_for(steps: &[u64], allowed: f64) -> f64 {
    let mut above = 0;
    for (index, count) in steps.iter().enumerate().rev() {
        above += count;
        if as_f64(above) > allowed {
            return as_f64(index as u64 + 1) * STEP;
        }
    }
    STEP
}

fn add_steps(mut one: Vec<u64>, other: Vec<u64>) -> Vec<u64> {
    for (sum, count) in one.iter_mut().zip(other) {
        *sum += count;
    }
    one
}

/// `(1 + draws at least as large) / (1 + draws)`.
fn share_at_least(ascending: &[f64], statistic: f64) -> f64 {
    let smaller = ascending.partition_point(|&drawn| drawn < statistic);
    let at_least = ascending.len() - smaller;
    as_f64(at_least as u64 + 1) / as_f64(ascending.len() as u64 + 1)
}

fn active_accounts(shares: &FirstShares) -> u64 {
    let mut active = vec![false; shares.accounts()];
    for &account in shares.account() {
        active[account as usize] = true;
    }
    active.into_iter().filter(|&is_active| is_active).count() as u64
}
