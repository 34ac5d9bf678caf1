use std::{
    collections::{BTreeMap, BTreeSet},
    num::NonZeroUsize,
};

use griot_stats::network::{
    Shares,
    co_share::CoShares,
    compat::{above_quantile, co_action, coortweet},
};
use proptest::prelude::*;

use super::{
    co_share::any_rows,
    sample::{from_rows, read, rows, shared, text},
};

const TWO: NonZeroUsize = NonZeroUsize::new(2).unwrap();

/// The edge list that `CooRTweet` 2.1.3 wrote for its own sample at 10 s.
#[test]
fn coortweet_at_ten_seconds_edge_by_edge() {
    let (Some(posts), Some(edges)) =
        (shared("russian_coord_tweets.csv.gz"), shared("coortweet_russian_w10.edges.csv"))
    else {
        return;
    };
    let named = read(&text(&posts));
    let found: BTreeMap<(String, String), (u64, f64)> = coortweet(&named.shares, 10, 2)
        .edges(TWO)
        .iter()
        .map(|e| {
            let name = |account: u32| named.accounts[account as usize].clone();
            ((name(e.a), name(e.b)), (e.pairs, e.mean_delay()))
        })
        .collect();
    let published = text(&edges);
    let expected: BTreeMap<(String, String), (u64, f64)> = published
        .lines()
        .skip(1)
        .map(|line| {
            let cells: Vec<&str> = line.split(',').collect();
            let (a, b) = (cells[0].min(cells[1]), cells[0].max(cells[1]));
            ((a.into(), b.into()), (cells[2].parse().unwrap(), cells[3].parse().unwrap()))
        })
        .collect();
    assert_eq!(found.len(), 442);
    assert_eq!(found, expected);
    let edges = coortweet(&named.shares, 10, 2).edges(TWO);
    let kept = above_quantile(&edges, 0.5).into_iter().filter(|&above| above).count();
    assert_eq!(kept, 4, "most edges weigh 1, and the threshold is strict");
}

/// The four steps as documented, over all pairs of rows.
fn coortweet_by_hand(
    shares: &Shares,
    window: i64,
    min: usize,
) -> BTreeMap<(u32, u32), (u64, u64)> {
    let all = rows(shares);
    let of = |account| all.iter().filter(|row| row.1 == account).count();
    let entered: Vec<_> = all.iter().filter(|row| of(row.1) >= min).collect();
    let mut pairs = Vec::new();
    for (index, one) in entered.iter().enumerate() {
        for other in &entered[..index] {
            let together = one.0 == other.0 && one.0 != Shares::NO_OBJECT;
            if together
                && one.1 != other.1
                && one.2 != other.2
                && i128::from(one.3.abs_diff(other.3)) <= window.into()
            {
                pairs.push((*one, *other));
            }
        }
    }
    let paired: BTreeSet<u32> = pairs.iter().flat_map(|(x, y)| [x.2, y.2]).collect();
    let paired_rows = |account| {
        entered.iter().filter(|row| row.1 == account && paired.contains(&row.2)).count()
    };
    let qualified: BTreeSet<u32> = entered
        .iter()
        .filter(|row| paired.contains(&row.2) && paired_rows(row.1) >= min)
        .map(|row| row.2)
        .collect();
    let mut edges = BTreeMap::new();
    for (one, other) in pairs {
        if qualified.contains(&one.2) || qualified.contains(&other.2) {
            let edge: &mut (u64, u64) =
                edges.entry((one.1.min(other.1), one.1.max(other.1))).or_default();
            edge.0 += 1;
            edge.1 += one.3.abs_diff(other.3);
        }
    }
    edges
}

proptest! {
    #[test]
    fn participation_is_the_documented_one(
        rows in any_rows(), window in 0..50_i64, min in 0..5_u32,
    ) {
        let shares = from_rows(&rows);
        let found: BTreeMap<_, _> = coortweet(&shares, window, min)
            .edges(TWO)
            .into_iter()
            .map(|e| ((e.a, e.b), (e.pairs, e.delay)))
            .collect();
        prop_assert_eq!(found, coortweet_by_hand(&shares, window, min as usize));
    }

    #[test]
    fn a_threshold_is_a_threshold(rows in any_rows(), window in 0..50_i64, min in 0..4_u64) {
        let shares = from_rows(&rows);
        let mut all = co_action(&shares, window, 0, TWO);
        all.retain(|edge| edge.posts >= min);
        prop_assert_eq!(co_action(&shares, window, min, TWO), all);
    }
}

/// A partner with a single co-action stays when the other side qualifies.
#[test]
fn either_side_qualifies() {
    let shares = from_rows(&[
        (0, 0, 0, 0),
        (0, 1, 1, 1),
        (1, 0, 2, 100),
        (1, 2, 3, 101),
        (2, 1, 4, 500),
        (3, 2, 5, 900),
    ]);
    let edges = coortweet(&shares, 10, 2).edges(TWO);
    assert_eq!(edges.iter().map(|e| (e.a, e.b)).collect::<Vec<_>>(), [(0, 1), (0, 2)]);
}

#[test]
fn doubled_rows_make_four_pairs() {
    let shares = from_rows(&[(0, 0, 0, 0), (0, 0, 0, 0), (0, 1, 1, 3), (0, 1, 1, 3)]);
    let edges = coortweet(&shares, 10, 2).edges(TWO);
    assert_eq!(edges, [CoShares { a: 0, b: 1, pairs: 4, delay: 12 }]);
}

/// One post beside two: the published score is 1 because it counts earlier posts, the documented
/// share of the sides is 1 to 2.
#[test]
fn posts_per_side_are_those_of_that_side() {
    let shares = from_rows(&[(0, 0, 0, 5), (0, 1, 1, 3), (0, 1, 2, 8)]);
    let found = coortweet(&shares, 10, 1);
    let evidence = found.windowed.evidence(0, 1, |x, y| found.keeps(x, y)).unwrap();
    assert_eq!((evidence.posts_a, evidence.posts_b), (1, 2));
}

/// Posts without a link do not share one.
#[test]
fn an_empty_object_joins_nothing() {
    let shares = from_rows(&[(Shares::NO_OBJECT, 0, 0, 0), (Shares::NO_OBJECT, 1, 1, 5)]);
    assert!(coortweet(&shares, 60, 1).edges(TWO).is_empty());
    assert!(co_action(&shares, 60, 1, TWO).is_empty());
}

/// A post with two objects meets a partner on each, and counts once where it meets the same twice.
#[test]
fn a_post_keeps_its_second_object() {
    let shares =
        from_rows(&[(0, 0, 0, 0), (1, 0, 0, 0), (1, 1, 1, 5), (0, 2, 2, 5), (1, 2, 2, 5)]);
    let edges = co_action(&shares, 60, 1, TWO);
    let edges: Vec<_> = edges.iter().map(|e| (e.source, e.target, e.posts)).collect();
    assert_eq!(edges, [(0, 1, 1), (0, 2, 1), (1, 0, 1), (1, 2, 1), (2, 0, 1), (2, 1, 1)]);
}

/// Weights count posts of the source, so the two directions differ.
#[test]
fn directions_differ() {
    let shares = from_rows(&[(0, 0, 0, 0), (0, 0, 1, 1), (0, 0, 2, 2), (0, 1, 3, 1)]);
    let edges = co_action(&shares, 60, 2, TWO);
    assert_eq!(
        edges.iter().map(|e| (e.source, e.target, e.posts)).collect::<Vec<_>>(),
        [(0, 1, 3)]
    );
}
