//! When did the level of a weekly series change?
//!
//! Deaths come in lumps, campaigns and seasons, and drift; with a cost that knows none of these every such series is full of
//! changes. A step is therefore weighed against all that weeks do without one: noise that lasts from some weeks to years,
//! a season of the year, a trend (see [`crate::rates`]). It is kept where the weeks are many times likelier with it than
//! without, whatever else they do (a Bayes factor; Kass and Raftery, JASA 90, 1995), and then the next one is looked for beside
//! it.
//!
//! A change point describes a series. It is not the day of a cause.

use crate::rates::persistence::{Bin, Looks};

/// A change of level.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ChangePoint {
    /// First week of the new level, from 0.
    pub week: usize,
    /// Mean per week of the stretch before.
    pub before: f64,
    /// Mean per week of the stretch that begins here.
    pub after: f64,
    /// How many times likelier the weeks are with a step somewhere than without, as a natural logarithm, when it was found.
    pub strength: f64,
}

/// No stretch is shorter, so that a single terrible week is not a change of level.
const SHORTEST: usize = 4;
/// Steps are looked for at so many weeks at most, evenly spread.
const MOST_CUTS: usize = 208;
const MOST_CHANGES: usize = 12;
/// Natural logarithm of how many times likelier the weeks must be with a step.
const STRONG: f64 = 4.0;

/// Changes of level of a weekly series, in order of time.
pub fn change_points(weekly: &[f64]) -> Vec<ChangePoint> {
    let mut cuts: Vec<(usize, f64)> = Vec::new();
    while cuts.len() < MOST_CHANGES
        && let Some(next) = next_step(weekly, &cuts)
    {
        cuts.push(next);
        cuts.sort_by_key(|cut| cut.0);
    }
    let edge = |at: Option<&(usize, f64)>, end: usize| at.map_or(end, |cut| cut.0);
    (0..cuts.len())
        .map(|at| {
            let (week, strength) = cuts[at];
            let from = edge(at.checked_sub(1).and_then(|before| cuts.get(before)), 0);
            let to = edge(cuts.get(at + 1), weekly.len());
            let (before, after) = (mean(&weekly[from..week]), mean(&weekly[week..to]));
            ChangePoint { week, before, after, strength }
        })
        .collect()
}

#[expect(clippy::cast_precision_loss, reason = "weeks are few")]
fn mean(weekly: &[f64]) -> f64 {
    weekly.iter().sum::<f64>() / weekly.len().max(1) as f64
}

/// The likeliest step beside those that are known, where the evidence for one somewhere is strong.
#[expect(clippy::cast_precision_loss, reason = "weeks are few")]
fn next_step(weekly: &[f64], known: &[(usize, f64)]) -> Option<(usize, f64)> {
    let n = weekly.len();
    let overall = mean(weekly);
    if overall <= 0.0 {
        return None;
    }
    let edges: Vec<usize> =
        [0].into_iter().chain(known.iter().map(|cut| cut.0)).chain([n]).collect();
    let mut bins = Vec::with_capacity(n);
    let mut levels = Vec::with_capacity(n);
    for (level, edge) in edges.windows(2).enumerate() {
        // A stretch with next to nothing in it would weigh every death in it without bound.
        let expected = mean(&weekly[edge[0]..edge[1]]).max(overall / 20.0);
        let stretch = weekly.iter().enumerate().take(edge[1]).skip(edge[0]);
        for (week, count) in stretch {
            bins.push(Bin { at: week as f64, count: *count, expected });
            levels.push(level);
        }
    }
    let free = |&cut: &usize| edges.iter().all(|edge| edge.abs_diff(cut) >= SHORTEST);
    let every = n.div_ceil(MOST_CUTS).max(1);
    let cuts: Vec<usize> = (SHORTEST..n).step_by(every).filter(free).collect();
    let gains = Looks::new(&bins, &levels).steps(&cuts);
    let best = cuts.iter().zip(&gains).max_by(|a, b| a.1.total_cmp(b.1))?;
    // Anywhere: the likelihoods of all cuts, each of which is as likely beforehand.
    let somewhere = best.1
        + libm::log(
            gains.iter().map(|gain| libm::exp(gain - best.1)).sum::<f64>() / gains.len() as f64,
        );
    (somewhere > STRONG).then_some((*best.0, somewhere))
}
