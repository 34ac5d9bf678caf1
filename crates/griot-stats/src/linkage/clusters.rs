//! Rows into events, the surest pair first.

use std::collections::BTreeMap;

use super::{
    compare::Record,
    link::{Answer, Link, Member},
};

/// A pair joins when it is likelier than not.
const LIKELY: f64 = 0.5;

/// Disjoint sets of rows.
pub(super) struct Clusters {
    /// Number of each row's cluster, in the order of the clusters' first rows.
    of: Vec<usize>,
    /// Rows of each cluster, in order.
    rows: Vec<Vec<usize>>,
}

impl Clusters {
    /// Takes links in order and joins what they link, unless a source would then be in a cluster twice
    /// or a person separated two of its rows. Between pairs that exclude each other the surer one wins; an optimal
    /// assignment was measured to be no better.
    pub(super) fn best_first(
        sorted: &[&Record],
        links: &[Link],
        judged: &BTreeMap<(usize, usize), Answer>,
    ) -> Self {
        let mut leader: Vec<usize> = (0..sorted.len()).collect();
        let mut rows: Vec<Vec<usize>> = (0..sorted.len()).map(|row| vec![row]).collect();
        let separated = |a: &[usize], b: &[usize]| {
            let pairs = a.iter().flat_map(|&a| b.iter().map(move |&b| (a.min(b), a.max(b))));
            let mut pairs = pairs.filter(|pair| judged.get(pair) == Some(&Answer::Different));
            !judged.is_empty() && pairs.next().is_some()
        };
        // What a person joined comes first, whatever it shares a probability with.
        let (sure, rest): (Vec<&Link>, Vec<&Link>) =
            links.iter().filter(|link| link.probability > LIKELY).partition(|link| link.judged);
        for link in sure.into_iter().chain(rest) {
            let (a, b) = (leader[link.a], leader[link.b]);
            let twice = || {
                let source = |row: &usize| sorted[*row].source;
                rows[a].iter().any(|x| rows[b].iter().any(|y| source(x) == source(y)))
            };
            if a == b || separated(&rows[a], &rows[b]) || (!link.judged && twice()) {
                continue;
            }
            let (into, from) = (a.min(b), a.max(b));
            let moved = std::mem::take(&mut rows[from]);
            for &row in &moved {
                leader[row] = into;
            }
            rows[into].extend(moved);
        }
        rows.retain(|rows| !rows.is_empty());
        let mut of = vec![0; sorted.len()];
        for (cluster, rows) in rows.iter_mut().enumerate() {
            rows.sort_unstable();
            for &row in rows.iter() {
                of[row] = cluster;
            }
        }
        Self { of, rows }
    }

    pub(super) fn count(&self) -> usize {
        self.rows.len()
    }

    pub(super) fn together(&self, a: usize, b: usize) -> bool {
        self.of[a] == self.of[b]
    }

    /// Where each row went, and how surely.
    ///
    /// `beyond(list, other)` is the probability that a row of a list has a match in another list outside the window, where it has
    /// none inside; lists are numbered in their order.
    pub(super) fn members(
        &self,
        sorted: &[&Record],
        links: &[Link],
        beyond: impl Fn(usize, usize) -> f64,
    ) -> Vec<Member> {
        // Lists err by themselves, so that each further link is one more chance that the row belongs here.
        let mut stray = vec![1.0_f64; sorted.len()];
        let mut sources: Vec<u32> = sorted.iter().map(|record| record.source).collect();
        sources.dedup();
        let number = |row: usize| sources.partition_point(|&s| s < sorted[row].source);
        let mut matched = vec![0.0_f64; sorted.len() * sources.len()];
        for link in links {
            if self.together(link.a, link.b) {
                for row in [link.a, link.b] {
                    stray[row] *= 1.0 - link.probability;
                }
            }
            let (a, b) = (number(link.a), number(link.b));
            if a != b {
                matched[link.a * sources.len() + b] += link.probability;
                matched[link.b * sources.len() + a] += link.probability;
            }
        }
        let alone = |row: usize| -> f64 {
            let lists = &matched[row * sources.len()..(row + 1) * sources.len()];
            let own = number(row);
            let missed = lists.iter().enumerate().filter(|(other, _)| *other != own);
            missed
                .map(|(other, matched)| (1.0 - matched).max(0.0) * (1.0 - beyond(own, other)))
                .product()
        };
        let posterior = |row: usize, cluster: usize| {
            if self.rows[cluster].len() > 1 { 1.0 - stray[row] } else { alone(row) }
        };
        let clusters = self.of.iter().enumerate();
        clusters
            .map(|(row, &cluster)| Member { cluster, posterior: posterior(row, cluster) })
            .collect()
    }
}
