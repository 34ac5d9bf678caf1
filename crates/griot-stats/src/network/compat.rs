//! What two published tools make of the same rows, edge by edge, without their known errors.
//!
//! [`coortweet`] follows `CooRTweet` 2.1.3 (Righetti and Balluff), [`co_action`] the
//! coordination-network-toolkit (Graham, QUT). Both use an inclusive sliding window. Where a tool
//! departs from its own documentation griot follows the documentation:
//!
//! - posts per side are those of that side. `CooRTweet` swaps the accounts of a pair into order but
//!   not their posts, so that its `n_content_id` counts earlier posts whoever wrote them;
//! - an object is one object whatever characters its name has; `CooRTweet`'s group statistics split
//!   names at commas;
//! - a row without an object joins nothing. The toolkit joins all posts without a link by the empty
//!   link, and all posts that only mention somebody by the empty text;
//! - a post that shares two objects shares both; the toolkit's reposts keep the first.

use std::{borrow::Cow, num::NonZeroUsize};

use super::{
    Shares,
    alike::Alike,
    co_share::{Accompanied, CoShares, Windowed},
};

/// Rows whose pairs `CooRTweet` keeps.
#[derive(Debug, Clone)]
pub struct Participation {
    /// The rows in windows, for looking behind an edge.
    pub windowed: Windowed,
    /// Per position of `windowed`: whether its account took part often enough with posts that are in
    /// some pair, this one among them. Where one row is enough, every position says so.
    pub qualified: Vec<bool>,
}

impl Participation {
    /// Whether a pair of positions within one window counts.
    pub fn keeps(&self, one: usize, other: usize) -> bool {
        self.qualified[one] || self.qualified[other]
    }

    /// All edges by `(a, b)`; `pairs` is the tool's weight and [`CoShares::mean_delay`] its `avg_time_delta`.
    pub fn edges(&self, threads: NonZeroUsize) -> Vec<CoShares> {
        self.windowed.edges_of(threads, &self.qualified)
    }
}

/// `detect_groups`; its edges are those of `generate_coordinated_network`.
///
/// An account needs `min_participation` rows to enter, counting rows without an object too. Of the
/// pairs within the window those stay in which at least one post belongs to an account with
/// `min_participation` rows whose posts are in some pair; the other side may have a single one.
/// Rows are not deduplicated: two rows, each twice, make four pairs.
pub fn coortweet(shares: &Shares, window: i64, min_participation: u32) -> Participation {
    participation(shares, min_participation, |entered| Windowed::new(entered, window))
}

/// The same, where alike objects make pairs too.
pub fn coortweet_alike(
    shares: &Shares,
    window: i64,
    min_participation: u32,
    alike: &Alike,
) -> Participation {
    participation(shares, min_participation, |entered| {
        Windowed::with_alike(entered, window, alike.clone())
    })
}

fn participation(
    shares: &Shares,
    min_participation: u32,
    windowed: impl Fn(&Shares) -> Windowed,
) -> Participation {
    if min_participation <= 1 {
        let windowed = windowed(shares);
        return Participation { qualified: vec![true; windowed.len()], windowed };
    }
    let rows_of = rows_per_account(shares, |_| true);
    let enough = |row: usize| rows_of[shares.account()[row] as usize] >= min_participation;
    let entered = if (0..shares.len()).all(enough) {
        Cow::Borrowed(shares)
    } else {
        Cow::Owned(shares.retain(enough))
    };
    let windowed = windowed(&entered);
    let paired = paired_contents(&windowed, entered.contents());
    let in_pair = |row: usize| paired[entered.content()[row] as usize];
    let paired_rows_of = rows_per_account(&entered, in_pair);
    let mut qualified_content = vec![false; entered.contents()];
    for row in 0..entered.len() {
        let enough = paired_rows_of[entered.account()[row] as usize] >= min_participation;
        if enough && in_pair(row) {
            qualified_content[entered.content()[row] as usize] = true;
        }
    }
    let content = windowed.content.iter();
    let qualified: Vec<bool> = content.map(|&c| qualified_content[c as usize]).collect();
    Participation { windowed, qualified }
}

/// Whether each edge weighs more than the `p`-quantile of all weights (Hyndman and Fan's type 7,
/// compared strictly). Where most edges weigh the same, hardly any does.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "weights are far below 2^53, and the rank lies between 0 and the number of edges"
)]
pub fn above_quantile(edges: &[CoShares], p: f64) -> Vec<bool> {
    let mut weights: Vec<u64> = edges.iter().map(|edge| edge.pairs).collect();
    weights.sort_unstable();
    let Some(last) = weights.len().checked_sub(1) else { return Vec::new() };
    let rank = p.clamp(0.0, 1.0) * last as f64;
    let below = rank.floor() as usize;
    let (low, high) = (weights[below] as f64, weights[(below + 1).min(last)] as f64);
    let threshold = low + (rank - rank.floor()) * (high - low);
    edges.iter().map(|edge| edge.pairs as f64 > threshold).collect()
}

/// The toolkit's directed network of one kind of object: distinct posts of `source` that have a post
/// of `target` on the same object within the window, where they are at least `min_edge_weight`.
///
/// As in the toolkit, of several rows with the same post and object the first counts.
pub fn co_action(
    shares: &Shares,
    window: i64,
    min_edge_weight: u64,
    threads: NonZeroUsize,
) -> Vec<Accompanied> {
    let first = first_of_each_post_and_object(shares);
    let windowed = Windowed::new(&shares.retain(|row| first[row]), window);
    weighty(&windowed, min_edge_weight, threads)
}

/// The same, where alike objects count as one: the toolkit's `co_similar`.
pub fn co_action_alike(
    shares: &Shares,
    window: i64,
    min_edge_weight: u64,
    alike: Alike,
    threads: NonZeroUsize,
) -> Vec<Accompanied> {
    let first = first_of_each_post_and_object(shares);
    let windowed = Windowed::with_alike(&shares.retain(|row| first[row]), window, alike);
    weighty(&windowed, min_edge_weight, threads)
}

fn weighty(
    windowed: &Windowed,
    min_edge_weight: u64,
    threads: NonZeroUsize,
) -> Vec<Accompanied> {
    let mut edges = windowed.accompanied(threads);
    edges.retain(|edge| edge.posts >= min_edge_weight);
    edges
}

fn rows_per_account(shares: &Shares, counts: impl Fn(usize) -> bool) -> Vec<u32> {
    let mut rows = vec![0; shares.accounts()];
    for (row, &account) in shares.account().iter().enumerate() {
        if counts(row) {
            rows[account as usize] += 1;
        }
    }
    rows
}

/// Posts that are in at least one pair.
fn paired_contents(windowed: &Windowed, contents: usize) -> Vec<bool> {
    let mut paired = vec![false; contents];
    for position in 0..windowed.len() {
        let content = windowed.content[position] as usize;
        if !paired[content] {
            let mut found =
                windowed.stretch(position).any(|other| windowed.is_pair(position, other));
            windowed.alike_stretches(position, |mut stretch| {
                found = found || stretch.any(|other| windowed.is_pair(position, other));
            });
            paired[content] = found;
        }
    }
    paired
}

fn first_of_each_post_and_object(shares: &Shares) -> Vec<bool> {
    let mut order: Vec<usize> = (0..shares.len()).collect();
    let key = |row: usize| (shares.content()[row], shares.object()[row]);
    order.sort_unstable_by_key(|&row| (key(row), row));
    let mut first = vec![true; shares.len()];
    for pair in order.windows(2) {
        first[pair[1]] = key(pair[0]) != key(pair[1]);
    }
    first
}
