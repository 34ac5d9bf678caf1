use std::{
    collections::{BTreeMap, BTreeSet},
    num::NonZeroUsize,
};

use griot_stats::network::{Shares, alike::Alike, co_share::Windowed};
use proptest::prelude::*;

use super::sample::{from_rows, rows};

const ONE: NonZeroUsize = NonZeroUsize::MIN;

pub(super) fn any_rows() -> impl Strategy<Value = Vec<(u32, u32, u32, i64)>> {
    let object = prop_oneof![9 => 0..6_u32, 1 => Just(Shares::NO_OBJECT)];
    prop::collection::vec((object, 0..8_u32, 0..20_u32, -40..40_i64), 0..60)
}

/// Every two rows looked at: the definition, not the algorithm.
fn by_hand(shares: &Shares, window: i64) -> BTreeMap<(u32, u32), (u64, u64)> {
    let rows = rows(shares);
    let mut edges = BTreeMap::new();
    for (index, one) in rows.iter().enumerate() {
        for other in &rows[..index] {
            let together = one.0 == other.0 && one.0 != Shares::NO_OBJECT;
            let delay = one.3.abs_diff(other.3);
            if together
                && one.1 != other.1
                && one.2 != other.2
                && i128::from(delay) <= window.into()
            {
                let edge: &mut (u64, u64) =
                    edges.entry((one.1.min(other.1), one.1.max(other.1))).or_default();
                edge.0 += 1;
                edge.1 += delay;
            }
        }
    }
    edges
}

fn accompanied_by_hand(shares: &Shares, window: i64) -> BTreeMap<(u32, u32), u64> {
    let rows = rows(shares);
    let mut posts: BTreeMap<(u32, u32), BTreeSet<u32>> = BTreeMap::new();
    for one in &rows {
        for other in &rows {
            let together = one.0 == other.0 && one.0 != Shares::NO_OBJECT;
            if together
                && one.1 != other.1
                && one.2 != other.2
                && i128::from(one.3.abs_diff(other.3)) <= window.into()
            {
                posts.entry((one.1, other.1)).or_default().insert(one.2);
            }
        }
    }
    posts.into_iter().map(|(edge, posts)| (edge, posts.len() as u64)).collect()
}

fn kernel(
    shares: &Shares,
    window: i64,
    threads: NonZeroUsize,
) -> BTreeMap<(u32, u32), (u64, u64)> {
    let edges = Windowed::new(shares, window).edges(threads, |_, _| true);
    edges.into_iter().map(|e| ((e.a, e.b), (e.pairs, e.delay))).collect()
}

proptest! {
    #[test]
    fn the_kernel_is_the_definition(rows in any_rows(), window in -1..50_i64) {
        let shares = from_rows(&rows);
        prop_assert_eq!(kernel(&shares, window, ONE), by_hand(&shares, window));
        let directed = Windowed::new(&shares, window).accompanied(ONE);
        let directed: BTreeMap<_, _> =
            directed.into_iter().map(|e| ((e.source, e.target), e.posts)).collect();
        prop_assert_eq!(directed, accompanied_by_hand(&shares, window));
    }

    #[test]
    fn the_order_of_rows_changes_nothing(
        (rows, shuffled) in any_rows().prop_flat_map(|r| (Just(r.clone()), Just(r).prop_shuffle())),
        window in 0..50_i64,
    ) {
        let (rows, shuffled) = (from_rows(&rows), from_rows(&shuffled));
        prop_assert_eq!(kernel(&rows, window, ONE), kernel(&shuffled, window, ONE));
    }

    #[test]
    fn a_wider_window_never_loses_a_pair(rows in any_rows(), window in 0..50_i64, more in 0..50_i64) {
        let shares = from_rows(&rows);
        let (narrow, wide) = (kernel(&shares, window, ONE), kernel(&shares, window + more, ONE));
        for (edge, (pairs, _)) in narrow {
            prop_assert!(wide[&edge].0 >= pairs);
        }
    }

    #[test]
    fn evidence_adds_up_to_the_edge(rows in any_rows(), window in 0..50_i64) {
        let shares = from_rows(&rows);
        let windowed = Windowed::new(&shares, window);
        for edge in windowed.edges(ONE, |_, _| true) {
            let evidence = windowed.evidence(edge.a, edge.b, |_, _| true).unwrap();
            let mut pairs = Vec::new();
            windowed.pairs_of(edge.a, edge.b, |_, _| true, |(x, y)| {
                pairs.push((windowed.row(x), windowed.row(y)));
            });
            let mut delays: Vec<u64> =
                pairs.iter().map(|&(x, y)| rows[x].3.abs_diff(rows[y].3)).collect();
            delays.sort_unstable();
            let count = |pick: &dyn Fn(&(usize, usize)) -> u32| {
                pairs.iter().map(pick).collect::<BTreeSet<_>>().len()
            };
            prop_assert_eq!(evidence.pairs, edge.pairs);
            prop_assert_eq!(pairs.len() as u64, edge.pairs);
            prop_assert_eq!(delays.iter().sum::<u64>(), edge.delay);
            prop_assert_eq!(evidence.posts_a, count(&|p| rows[p.0].2) as u64);
            prop_assert_eq!(evidence.posts_b, count(&|p| rows[p.1].2) as u64);
            prop_assert_eq!(evidence.objects.len(), count(&|p| rows[p.0].0));
            prop_assert_eq!(evidence.delay_min, delays[0]);
            prop_assert_eq!(evidence.delay_max, delays[delays.len() - 1]);
            let middle = delays[(delays.len() - 1) / 2] + delays[delays.len() / 2];
            let middle = f64::from(u32::try_from(middle).unwrap()) / 2.0;
            prop_assert!((evidence.delay_median - middle).abs() < 1e-9);
            prop_assert_eq!(
                evidence.a_first + evidence.b_first + evidence.simultaneous,
                edge.pairs
            );
            prop_assert!(evidence.matches <= evidence.pairs);
        }
    }
}

proptest! {
    /// What many edges are given at once is what each is given alone.
    #[test]
    fn evidence_of_all_edges_at_once(rows in any_rows(), window in 0..50_i64) {
        let shares = from_rows(&rows);
        let windowed = Windowed::new(&shares, window);
        let keep = |one: usize, other: usize| (windowed.row(one) ^ windowed.row(other)) & 3 > 0;
        let edges = windowed.edges(ONE, keep);
        let alone: Vec<_> =
            edges.iter().map(|e| windowed.evidence(e.a, e.b, keep).unwrap()).collect();
        prop_assert_eq!(windowed.evidence_of(&edges, ONE, keep), alone);
    }

    /// Edges handed on as they come, and the strongest of them, are those of the whole list.
    #[test]
    fn edges_in_passing(rows in any_rows(), window in 0..50_i64, most in 0..20_usize) {
        let shares = from_rows(&rows);
        let windowed = Windowed::new(&shares, window);
        let qualified: Vec<bool> = (0..windowed.len()).map(|p| windowed.row(p) & 3 > 1).collect();
        let all = windowed.edges(ONE, |one, other| qualified[one] || qualified[other]);
        prop_assert_eq!(&windowed.edges_of(ONE, &qualified), &all);
        let mut passed = Vec::new();
        let ended: Result<(), ()> = windowed.each_edge(ONE, &qualified, |edges| {
            passed.extend_from_slice(edges);
            Ok(())
        });
        prop_assert_eq!((ended, &passed), (Ok(()), &all));
        let (kept, count) = windowed.strongest(ONE, &qualified, most);
        prop_assert_eq!((count, kept.len()), (all.len() as u64, most.min(all.len())));
        let weakest = kept.iter().map(|edge| edge.pairs).min().unwrap_or(u64::MAX);
        let left = all.iter().filter(|edge| !kept.contains(edge)).map(|edge| edge.pairs).max();
        prop_assert!(left.unwrap_or(0) <= weakest || most == 0);
        prop_assert!(kept.is_sorted());
    }

    /// Every two rows looked at, whose objects are the same or alike.
    #[test]
    fn alike_objects_make_pairs(
        rows in any_rows(), window in -1..50_i64,
        like in prop::collection::vec((0..6_u32, 0..6_u32), 0..8),
    ) {
        let shares = from_rows(&rows);
        let alike = Alike::new(shares.objects(), &like);
        let windowed = Windowed::with_alike(&shares, window, alike.clone());
        let mut expected: BTreeMap<(u32, u32), (u64, u64)> = BTreeMap::new();
        let mut posts: BTreeMap<(u32, u32), BTreeSet<u32>> = BTreeMap::new();
        for one in &rows {
            for other in &rows {
                let known = one.0 != Shares::NO_OBJECT && other.0 != Shares::NO_OBJECT;
                let together = known && (one.0 == other.0 || alike.of(one.0).contains(&other.0));
                let delay = one.3.abs_diff(other.3);
                if together
                    && one.1 != other.1
                    && one.2 != other.2
                    && i128::from(delay) <= window.into()
                {
                    posts.entry((one.1, other.1)).or_default().insert(one.2);
                    if one.1 < other.1 {
                        let edge = expected.entry((one.1, other.1)).or_default();
                        edge.0 += 1;
                        edge.1 += delay;
                    }
                }
            }
        }
        let edges = windowed.edges(ONE, |_, _| true);
        let found: BTreeMap<_, _> =
            edges.iter().map(|e| ((e.a, e.b), (e.pairs, e.delay))).collect();
        prop_assert_eq!(found, expected);
        let directed: BTreeMap<_, _> = windowed
            .accompanied(ONE)
            .into_iter()
            .map(|e| ((e.source, e.target), e.posts))
            .collect();
        let counted = posts.into_iter().map(|(edge, posts)| (edge, posts.len() as u64));
        prop_assert_eq!(directed, counted.collect::<BTreeMap<_, _>>());
        let evidence = windowed.evidence_of(&edges, ONE, |_, _| true);
        for (edge, seen) in edges.iter().zip(&evidence) {
            let alone = windowed.evidence(edge.a, edge.b, |_, _| true);
            prop_assert_eq!(Some(seen), alone.as_ref());
            prop_assert_eq!(seen.pairs, edge.pairs);
            prop_assert!(seen.matches <= seen.posts_a.min(seen.posts_b).max(1) * 60);
        }
    }
}

/// A chain of likeness is one group, and likeness itself does not pass on.
#[test]
fn groups_of_alike_objects() {
    let alike = Alike::new(6, &[(1, 2), (2, 4), (2, 1), (3, 3), (5, 9)]);
    assert_eq!((alike.of(2), alike.of(1), alike.pairs()), (&[1, 4][..], &[2][..], 2));
    assert_eq!(alike.groups(), [0, 1, 1, 3, 1, 5]);
}

#[test]
fn threads_change_nothing() {
    let rows: Vec<_> = (0..4_000_u32)
        .map(|i| (i * 7 % 90, i * 13 % 700, i, i64::from(i * 31 % 1_000)))
        .collect();
    let shares = from_rows(&rows);
    let one = kernel(&shares, 40, ONE);
    assert_eq!(one, by_hand(&shares, 40));
    assert_eq!(one, kernel(&shares, 40, NonZeroUsize::new(2).unwrap()));
    assert_eq!(one, kernel(&shares, 40, NonZeroUsize::new(8).unwrap()));
    let windowed = Windowed::new(&shares, 40);
    let edges = windowed.edges(ONE, |_, _| true);
    let evidence = |threads| windowed.evidence_of(&edges, threads, |_, _| true);
    assert_eq!(evidence(ONE), evidence(NonZeroUsize::new(8).unwrap()));
}

/// A hundred posts of one account beside one post of another: a hundred pairs, one match.
#[test]
fn one_post_is_matched_once() {
    let mut rows: Vec<_> = (0..100).map(|i| (0, 0, i, i64::from(i))).collect();
    rows.push((0, 1, 100, 50));
    let windowed = Windowed::new(&from_rows(&rows), 100);
    let evidence = windowed.evidence(0, 1, |_, _| true).unwrap();
    assert_eq!((evidence.pairs, evidence.matches), (100, 1));
    assert_eq!((evidence.posts_a, evidence.posts_b), (100, 1));
    assert_eq!((evidence.a_first, evidence.b_first, evidence.simultaneous), (50, 49, 1));
    assert_eq!((evidence.first, evidence.last), (0, 99));
}

#[test]
fn times_at_the_ends_of_the_range_do_not_overflow() {
    let shares = from_rows(&[(0, 0, 0, i64::MIN), (0, 1, 1, i64::MAX), (0, 2, 2, i64::MAX)]);
    assert_eq!(kernel(&shares, i64::MAX, ONE), BTreeMap::from([((1, 2), (1, 0))]));
}
