//! What others flag on the same shares: their thresholds and tests, written again here.

use std::collections::BTreeSet;

use griot_stats::network::null::FirstShares;

/// Pairs of accounts.
pub(crate) type Edges = BTreeSet<(u32, u32)>;

/// Names in the order of [`flagged`].
pub(crate) const NAMES: [&str; 4] = ["CooRTweet", "toolkit", "BiCM", "hypergeometric"];

/// How many objects each pair of accounts shares, at any time or within a window.
struct Common {
    accounts: usize,
    counts: Vec<u32>,
}

impl Common {
    fn of(shares: &FirstShares, window: i64) -> Self {
        let accounts = shares.accounts();
        let mut rows: Vec<(u32, i64, u32)> = (0..shares.len())
            .map(|row| (shares.object()[row], shares.time()[row], shares.account()[row]))
            .collect();
        rows.sort_unstable();
        let mut counts = vec![0; accounts * accounts];
        for (place, one) in rows.iter().enumerate() {
            for other in &rows[place + 1..] {
                if other.0 != one.0 || other.1 - one.1 > window {
                    break;
                }
                let (a, b) = (one.2.min(other.2), one.2.max(other.2));
                counts[a as usize * accounts + b as usize] += 1;
            }
        }
        Self { accounts, counts }
    }

    fn pairs(&self) -> impl Iterator<Item = (u32, u32, u32)> {
        let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let all = self.counts.iter().enumerate().filter(|(_, count)| **count > 0);
        all.map(move |(at, &count)| {
            (place(at / self.accounts), place(at % self.accounts), count)
        })
    }
}

/// `CooRTweet`'s usual threshold (weight above the median of all edges, of accounts with two shares and
/// more), the toolkit's (weight of two and more), and two tests of common objects at any time with false
/// discoveries held at 5 %: the bipartite configuration model in the approximation of Chung and Lu with
/// Poisson tails, and the hypergeometric test.
pub(crate) fn flagged(shares: &FirstShares, window: i64) -> [Edges; 4] {
    let mut activity = vec![0_u32; shares.accounts()];
    let objects = shares.object().iter().max().map_or(0, |&last| last as usize + 1);
    let mut popularity = vec![0_u32; objects];
    for row in 0..shares.len() {
        activity[shares.account()[row] as usize] += 1;
        popularity[shares.object()[row] as usize] += 1;
    }
    let within = Common::of(shares, window);
    let is_active = |a: u32| activity[a as usize] >= 2;
    let mut weights: Vec<u32> = within
        .pairs()
        .filter(|&(a, b, _)| is_active(a) || is_active(b))
        .map(|pair| pair.2)
        .collect();
    weights.sort_unstable();
    let median = weights.get(weights.len().saturating_sub(1) / 2).copied().unwrap_or(0);
    let above = |least: u32| -> Edges {
        let strong = within.pairs().filter(move |pair| pair.2 >= least);
        strong.map(|(a, b, _)| (a, b)).collect()
    };
    let ever = Common::of(shares, i64::MAX / 4);
    let total = shares.len() as f64;
    let squares: f64 = popularity.iter().map(|&it| f64::from(it) * (f64::from(it) - 1.0)).sum();
    let objects = popularity.iter().filter(|&&it| it > 0).count() as u32;
    let accounts = activity.iter().filter(|&&it| it > 0).count() as f64;
    let tests = accounts * (accounts - 1.0) / 2.0;
    let poisson = |a: u32, b: u32, count: u32| {
        let mean = f64::from(activity[a as usize]) * f64::from(activity[b as usize]) * squares
            / (total * total);
        tail(count, count + 60, |k| {
            f64::from(k) * libm::log(mean) - mean - libm::lgamma(f64::from(k) + 1.0)
        })
    };
    let hypergeometric = |a: u32, b: u32, count: u32| {
        let (of_a, of_b) = (activity[a as usize], activity[b as usize]);
        let all = ln_choices(objects, of_b);
        tail(count, of_a.min(of_b), |k| {
            ln_choices(of_a, k) + ln_choices(objects - of_a, of_b - k) - all
        })
    };
    [
        above(median + 1),
        above(2),
        discoveries(&ever, tests, poisson),
        discoveries(&ever, tests, hypergeometric),
    ]
}

fn tail(from: u32, to: u32, ln_chance: impl Fn(u32) -> f64) -> f64 {
    (from..=to).map(|k| libm::exp(ln_chance(k))).sum::<f64>().min(1.0)
}

fn ln_choices(all: u32, some: u32) -> f64 {
    if some > all {
        return f64::NEG_INFINITY;
    }
    let ln_factorial = |it: u32| libm::lgamma(f64::from(it) + 1.0);
    ln_factorial(all) - ln_factorial(some) - ln_factorial(all - some)
}

/// Benjamini and Hochberg (1995) at 5 %.
fn discoveries(common: &Common, tests: f64, p: impl Fn(u32, u32, u32) -> f64) -> Edges {
    let mut judged: Vec<(f64, u32, u32)> =
        common.pairs().map(|(a, b, count)| (p(a, b, count), a, b)).collect();
    judged.sort_unstable_by(|one, other| one.0.total_cmp(&other.0));
    let holding = (0..judged.len())
        .rev()
        .find(|&place| judged[place].0 * tests <= 0.05 * (place as f64 + 1.0))
        .map_or(0, |last| last + 1);
    judged[..holding].iter().map(|&(_, a, b)| (a, b)).collect()
}
