use std::num::NonZeroUsize;

use griot_stats::{
    network::{
        null::FirstShares,
        validation::{Calibration, Plan, Validation},
    },
    random::Random,
};

use super::sample::from_rows;

const THREADS: NonZeroUsize = NonZeroUsize::new(2).unwrap();

fn plan(seed: u64) -> Plan {
    Plan {
        window: 60,
        stretch: 3_600,
        draws: 59,
        pilot_draws: 16,
        rounds: 4,
        stray_edges: 0.05,
        seed,
    }
}

/// 300 accounts, 400 objects, 1,500 shares by lot over ten hours; `ring` accounts share eight more.
fn rows(seed: u64, ring: u32) -> Vec<(u32, u32, u32, i64)> {
    let mut random = Random::from_seed(seed);
    let mut rows: Vec<_> = (0..1_500)
        .map(|post| {
            (random.below(400), random.below(300), post, i64::from(random.below(36_000)))
        })
        .collect();
    for object in 400..408 {
        let at = i64::from(random.below(36_000));
        for account in 0..ring {
            let post = u32::try_from(rows.len()).unwrap();
            rows.push((object, account * 7, post, at + i64::from(random.below(60))));
        }
    }
    rows
}

fn judged(seed: u64, ring: u32, threads: NonZeroUsize) -> Validation {
    let shares = FirstShares::of(&from_rows(&rows(seed, ring)));
    Calibration::draw(&shares, plan(11), threads).judge(&shares, shares.object())
}

#[test]
fn a_planted_ring_is_found_whole() {
    let seen = judged(1, 6, THREADS);
    let (pairs, groups) = seen.holding(0.05);
    let ring: Vec<u32> = (0..6).map(|account| account * 7).collect();
    assert_eq!(groups.len(), 1);
    assert_eq!(groups[0].members, ring);
    assert_eq!(groups[0].edges.len(), 15);
    assert!(pairs.iter().all(|pair| ring.contains(&pair.a) && ring.contains(&pair.b)));
    let mut active: Vec<u32> = rows(1, 6).iter().map(|row| row.1).collect();
    active.sort_unstable();
    active.dedup();
    let pairs_of_all = active.len() as u64 * (active.len() as u64 - 1) / 2;
    assert_eq!(seen.tests, pairs_of_all, "pairs that share nothing are tests too");
    assert!(seen.pairs[0].observed >= 8 && seen.pairs[0].expected < 0.5, "{:?}", seen.pairs[0]);
}

#[test]
fn chance_alone_is_left_alone() {
    let flagged = (0..10).filter(|&seed| {
        let seen = judged(100 + seed, 0, THREADS);
        let (pairs, groups) = seen.holding(0.05);
        !pairs.is_empty() || !groups.is_empty()
    });
    let flagged = flagged.count();
    assert!(flagged <= 3, "{flagged} of 10, where more than 3 have a chance of 0.001");
}

#[test]
fn threads_and_order_of_rows_change_nothing() {
    let one = judged(2, 4, NonZeroUsize::MIN);
    assert_eq!(one, judged(2, 4, THREADS));
    let mut rows = rows(2, 4);
    rows.reverse();
    let shares = FirstShares::of(&from_rows(&rows));
    let turned = Calibration::draw(&shares, plan(11), THREADS).judge(&shares, shares.object());
    assert_eq!(one, turned);
}

/// Ranked, and each number where it belongs.
#[test]
fn numbers_keep_their_order() {
    let seen = judged(3, 5, THREADS);
    assert!(seen.pairs.is_sorted_by(|x, y| x.statistic >= y.statistic));
    assert!(
        seen.pairs
            .is_sorted_by(|x, y| x.p <= y.p && x.q <= y.q && x.p_adjusted <= y.p_adjusted)
    );
    assert!(seen.pairs.iter().all(|pair| pair.p <= pair.p_adjusted && pair.p > 0.0));
}

#[test]
fn nothing_in_nothing_out() {
    let shares = FirstShares::of(&from_rows(&[]));
    let seen = Calibration::draw(&shares, plan(1), THREADS).judge(&shares, shares.object());
    assert!(seen.pairs.is_empty() && seen.groups.is_empty());
}
