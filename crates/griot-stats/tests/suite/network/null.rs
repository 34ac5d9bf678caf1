use std::collections::BTreeMap;

use griot_stats::{
    network::null::{Deal, FirstShares},
    random::Random,
};
use proptest::prelude::*;

use super::{co_share::any_rows, sample::from_rows};

proptest! {
    /// What the null promises to keep, it keeps; and it deals to nobody the same object twice.
    #[test]
    fn activity_and_popularity_stay(rows in any_rows(), stretch in 1..60_i64, seed in any::<u64>()) {
        let shares = FirstShares::of(&from_rows(&rows));
        let mut deal = Deal::new(&shares, stretch, Random::from_seed(seed));
        deal.shuffle(7);
        let popularity = |objects: &[u32]| {
            let mut count: BTreeMap<(i64, u32), u32> = BTreeMap::new();
            for (object, time) in objects.iter().zip(shares.time()) {
                *count.entry((time.div_euclid(stretch), *object)).or_default() += 1;
            }
            count
        };
        prop_assert_eq!(popularity(deal.object()), popularity(shares.object()));
        let mut held: Vec<(u32, u32)> =
            shares.account().iter().copied().zip(deal.object().iter().copied()).collect();
        held.sort_unstable();
        held.dedup();
        prop_assert_eq!(held.len(), shares.len());
    }

    /// What a draw goes through is what looking at every pair of shares finds.
    #[test]
    fn pairs_are_counted(rows in any_rows(), window in -1..60_i64) {
        let shares = FirstShares::of(&from_rows(&rows));
        let all: Vec<(u32, i64)> =
            shares.object().iter().copied().zip(shares.time().iter().copied()).collect();
        let mut expected = 0;
        for (at, one) in all.iter().enumerate() {
            expected += all[..at]
                .iter()
                .filter(|other| other.0 == one.0 && other.1.abs_diff(one.1).cast_signed() <= window)
                .count() as u64;
        }
        prop_assert_eq!(shares.pairs_in_window(window), expected);
    }
}

/// Three accounts with two, one and one of the objects x, y, each held by two: account 0 has both, and
/// the others one each. Two deals are possible, and each must come up half the time.
#[test]
fn deals_are_equally_likely() {
    let shares =
        FirstShares::of(&from_rows(&[(0, 0, 0, 0), (1, 0, 1, 0), (0, 1, 2, 0), (1, 2, 3, 0)]));
    let mut deal = Deal::new(&shares, 10, Random::from_seed(5));
    let mut first = 0_u32;
    for _ in 0..4_000 {
        deal.shuffle(3);
        let of_one = shares.account().iter().position(|&account| account == 1).unwrap();
        first += u32::from(deal.object()[of_one] == 0);
    }
    assert!((1_850..2_150).contains(&first), "{first} of 4000");
}

/// All 2 x 2 x 2 ways of a 3 x 3 table with rows 2, 1, 1 and columns 2, 1, 1 and no entry above 1:
/// worked out by hand there are five. Each comes up a fifth of the time.
#[test]
fn five_tables_are_equally_likely() {
    let shares =
        FirstShares::of(&from_rows(&[(0, 0, 0, 0), (1, 0, 1, 0), (0, 1, 2, 0), (2, 2, 3, 0)]));
    let mut deal = Deal::new(&shares, 10, Random::from_seed(8));
    let mut tables: BTreeMap<Vec<(u32, u32)>, u32> = BTreeMap::new();
    for _ in 0..10_000 {
        deal.shuffle(6);
        let mut table: Vec<(u32, u32)> =
            shares.account().iter().copied().zip(deal.object().iter().copied()).collect();
        table.sort_unstable();
        *tables.entry(table).or_default() += 1;
    }
    assert_eq!(tables.len(), 5, "{tables:?}");
    assert!(tables.values().all(|count| (1_800..2_200).contains(count)), "{tables:?}");
}

#[test]
fn only_the_first_share_counts() {
    let shares = FirstShares::of(&from_rows(&[(4, 1, 0, 9), (4, 1, 1, 3), (4, 2, 2, 5)]));
    assert_eq!(shares.time(), [3, 5]);
    assert_eq!(shares.account(), [1, 2]);
}
