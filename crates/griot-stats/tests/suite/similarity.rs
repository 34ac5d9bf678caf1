use std::collections::BTreeSet;

use griot_stats::similarity::{Bands, Similar, TokenSets, within_bits};
use proptest::prelude::*;

fn by_hand(sets: &[Vec<u32>], threshold: f64, min_tokens: usize) -> Vec<Similar> {
    let sets: Vec<BTreeSet<u32>> =
        sets.iter().map(|set| set.iter().copied().collect()).collect();
    let mut found = Vec::new();
    for (one, a) in sets.iter().enumerate() {
        for (other, b) in sets.iter().enumerate().skip(one + 1) {
            let common = u32::try_from(a.intersection(b).count()).unwrap();
            let union = u32::try_from(a.union(b).count()).unwrap();
            let enough = a.len() >= min_tokens && b.len() >= min_tokens;
            if enough && common > 0 && f64::from(common) / f64::from(union) >= threshold {
                let number = |index: usize| u32::try_from(index).unwrap();
                found.push(Similar { one: number(one), other: number(other), common, union });
            }
        }
    }
    found
}

fn any_sets() -> impl Strategy<Value = Vec<Vec<u32>>> {
    prop::collection::vec(prop::collection::vec(0..12_u32, 0..10), 0..30)
}

proptest! {
    #[test]
    fn the_join_is_exact(
        sets in any_sets(),
        threshold in prop::sample::select(vec![0.0, 0.1, 0.25, 0.3, 0.5, 0.6, 2.0 / 3.0, 0.7, 0.75, 0.8, 0.9, 1.0]),
        min_tokens in 0..5_usize,
    ) {
        let found = TokenSets::new(&sets).similar(threshold, min_tokens);
        prop_assert_eq!(found, by_hand(&sets, threshold, min_tokens));
    }

    #[test]
    fn min_hash_only_ever_misses(sets in any_sets(), seed in any::<u64>()) {
        let sets = TokenSets::new(&sets);
        let exact = sets.similar(0.7, 1);
        let found = sets.similar_by_min_hash(0.7, 1, Bands { bands: 8, rows: 2 }, seed);
        prop_assert!(found.iter().all(|pair| exact.contains(pair)));
    }
}

proptest! {
    /// Pairs of sets that come within the window of each other, and no others.
    #[test]
    fn the_join_in_time_is_exact(
        sets in any_sets(),
        rows in prop::collection::vec((-60..60_i64, 0..30_u32), 0..80),
        window in -1..40_i64,
        threshold in prop::sample::select(vec![0.25, 0.5, 2.0 / 3.0, 0.75, 0.9, 1.0]),
    ) {
        let mut rows = rows;
        rows.sort_unstable();
        let found = TokenSets::new(&sets).similar_in_time(&rows, window, threshold, 2);
        let near = |pair: &Similar| {
            rows.iter().any(|one| {
                one.1 == pair.one
                    && rows.iter().any(|other| {
                        other.1 == pair.other && (one.0 - other.0).abs() <= window
                    })
            })
        };
        let mut expected = by_hand(&sets, threshold, 2);
        expected.retain(near);
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn hashes_within_some_bits(
        hashes in prop::collection::vec(
            prop::option::of(prop_oneof![
                prop::collection::vec(prop::sample::select(vec![0_u8, 1, 3, 128, 255]), 2),
                prop::collection::vec(any::<u8>(), 0..2),
            ]),
            0..40,
        ),
        distance in 0..20_u32,
    ) {
        let mut expected = Vec::new();
        for (one, a) in hashes.iter().enumerate() {
            for (other, b) in hashes.iter().enumerate().skip(one + 1) {
                let (Some(a), Some(b)) = (a, b) else { continue };
                let bits: u32 = a.iter().zip(b).map(|(x, y)| (x ^ y).count_ones()).sum();
                if a.len() == b.len() && bits <= distance {
                    expected.push((u32::try_from(one).unwrap(), u32::try_from(other).unwrap()));
                }
            }
        }
        prop_assert_eq!(within_bits(&hashes, distance), expected);
    }
}

/// 2,000 pairs of similarity 0.6: the stated chance to miss one, within five standard errors.
#[test]
fn min_hash_misses_as_often_as_stated() {
    let sets: Vec<Vec<u32>> = (0..2_000_u32)
        .flat_map(|pair| {
            let token = |index: u32| pair * 10 + index;
            [(0..8).map(token).collect(), (2..10).map(token).collect::<Vec<_>>()]
        })
        .collect();
    let bands = Bands { bands: 3, rows: 2 };
    let found = TokenSets::new(&sets).similar_by_min_hash(0.6, 1, bands, 7).len();
    let missed = 1.0 - f64::from(u32::try_from(found).unwrap()) / 2_000.0;
    let stated = bands.miss(0.6);
    let error = (stated * (1.0 - stated) / 2_000.0).sqrt();
    assert!((missed - stated).abs() < 5.0 * error, "missed {missed}, stated {stated}");
    assert!((stated - 0.262_144).abs() < 1e-12, "(1 - 0.36)^3");
}

/// Two empty texts are not alike: there is nothing they share.
#[test]
fn empty_sets_are_like_nothing() {
    assert!(TokenSets::new(&[vec![], vec![]]).similar(0.9, 0).is_empty());
}
