//! Laws of agreement, and the answers on the General Assembly's roll calls.

use griot_stats::agreement::{
    Ballot, Ballots, Level, Table, pi_difference_interval, pi_interval, rank_shifts,
};
use proptest::prelude::*;

use super::voeten;

fn ballot() -> impl Strategy<Value = Option<Ballot>> {
    prop_oneof![
        Just(None),
        Just(Some(Ballot::Yes)),
        Just(Some(Ballot::Abstain)),
        Just(Some(Ballot::No))
    ]
}

fn tally(rows: &[(Option<Ballot>, Option<Ballot>)]) -> Table {
    let mut table = Table::default();
    for (first, second) in rows {
        if let (Some(first), Some(second)) = (first, second) {
            table.count(*first, *second);
        }
    }
    table
}

proptest! {
    /// The table of a union is the sum of the tables of its parts, wherever it is cut.
    #[test]
    fn tables_merge(rows in prop::collection::vec((ballot(), ballot()), 0..200), cut in 0_usize..200) {
        let (left, right) = rows.split_at(cut.min(rows.len()));
        prop_assert_eq!(tally(left) + tally(right), tally(&rows));
    }

    /// Measures see no order of roll calls, and no order of the two voters.
    #[test]
    fn measures_do_not_depend_on_order(mut rows in prop::collection::vec((ballot(), ballot()), 0..200)) {
        let table = tally(&rows);
        rows.reverse();
        prop_assert_eq!(tally(&rows), table);
        let mirrored = table.transposed();
        prop_assert_eq!(mirrored.pi(), table.pi());
        prop_assert_eq!(mirrored.kappa(), table.kappa());
        prop_assert_eq!(mirrored.weighted_pi(), table.weighted_pi());
        prop_assert_eq!(mirrored.half(), table.half());
    }

    /// A voter agrees with itself wholly, or, where all its ballots are the same, undefinedly.
    #[test]
    fn identical_voters_are_at_one(votes in prop::collection::vec(ballot(), 0..200)) {
        let rows: Vec<_> = votes.iter().map(|&b| (b, b)).collect();
        let table = tally(&rows);
        for measure in [table.exact(), table.pi(), table.kappa(), table.weighted_pi()] {
            prop_assert!(measure.is_none_or(|value| (value - 1.0).abs() < 1e-12));
        }
        let mut cast: Vec<_> = votes.into_iter().flatten().collect();
        cast.sort_unstable();
        cast.dedup();
        prop_assert_eq!(table.pi().is_some(), cast.len() > 1);
    }

    /// Every measure stays inside its bounds, and pi is never above exact agreement.
    #[test]
    fn measures_stay_in_bounds(rows in prop::collection::vec((ballot(), ballot()), 1..200)) {
        let table = tally(&rows);
        for share in [table.exact(), table.half(), table.coincidence(), table.coincidence_of_sides()].into_iter().flatten() {
            prop_assert!((0.0..=1.0).contains(&share));
        }
        for measure in [table.s_score(), table.kappa(), table.pi(), table.weighted_pi()].into_iter().flatten() {
            prop_assert!((-1.0..=1.0).contains(&measure), "{}", measure);
        }
        if let (Some(pi), Some(kappa), Some(exact)) = (table.pi(), table.kappa(), table.exact()) {
            prop_assert!(pi <= kappa + 1e-12 && kappa <= exact + 1e-12);
        }
    }

    /// All pairs at once, one pair alone, and ballot by ballot give the same table.
    #[test]
    fn the_bitset_counts_what_a_loop_counts(
        votes in prop::collection::vec(prop::collection::vec(ballot(), 5), 0..150),
        cut in 0_usize..150,
    ) {
        let cut = cut.min(votes.len());
        let mut ballots = Ballots::new(5, &[cut, votes.len() - cut]);
        for (at, row) in votes.iter().enumerate() {
            for (voter, ballot) in row.iter().enumerate() {
                if let Some(ballot) = ballot {
                    let (period, roll_call) = if at < cut { (0, at) } else { (1, at - cut) };
                    ballots.cast(period, roll_call, voter, *ballot);
                }
            }
        }
        for first in 0..5 {
            for second in first + 1..5 {
                let expected = tally(&votes.iter().map(|row| (row[first], row[second])).collect::<Vec<_>>());
                prop_assert_eq!(ballots.pair(first, second, 0..2), expected);
                let mut visited = Table::default();
                for period in 0..2 {
                    ballots.for_each_pair(period, |pair| {
                        if (pair.first, pair.second) == (first, second) {
                            visited += pair.table;
                        }
                    });
                }
                prop_assert_eq!(visited, expected);
            }
        }
    }
}

/// 894,588 pairs and years; n, same and opposite add up to 124,027,545. Both numbers were worked
/// out with matrix products in another language.
#[test]
fn all_pairs_and_years_of_the_general_assembly() {
    let Some(wide) = voeten::read() else { return };
    let (mut rows, mut sum) = (0_u64, 0_u64);
    for period in 0..wide.ballots.periods() {
        wide.ballots.for_each_pair(period, |pair| {
            rows += 1;
            sum += pair.table.n() + pair.table.same() + pair.table.opposite();
        });
    }
    assert_eq!((rows, sum), (894_588, 124_027_545));
}

/// Mali toward Russia: the tables and measures were worked out by a separate program.
#[test]
fn mali_toward_russia() {
    let Some(wide) = voeten::read() else { return };
    let (mali, russia) = (wide.country("MLI"), wide.country("RUS"));
    let before = wide.ballots.pair(mali, russia, wide.years(2019, 2021));
    let after = wide.ballots.pair(mali, russia, wide.years(2023, 2023));
    assert_eq!(before.counts, [[164, 30, 34], [1, 6, 18], [0, 0, 2]]);
    assert_eq!(after.counts, [[43, 7, 11], [0, 4, 0], [0, 0, 16]]);
    let near = |found: Option<f64>, expected: f64| {
        let found = found.expect("a measure");
        assert!((found - expected).abs() < 5e-5, "{found} is not {expected}");
    };
    near(before.half(), 0.7706);
    near(before.kappa(), 0.1982);
    near(before.pi(), 0.1431);
    near(before.weighted_pi(), 0.1826);
    near(after.pi(), 0.5633);
    near(after.weighted_pi(), 0.5888);

    let placebo =
        rank_shifts(&wide.ballots, russia, wide.years(2019, 2021), wide.years(2023, 2023), 20);
    assert_eq!(placebo.ranked, 187);
    near(placebo.median, -0.1109);
    let by_rank = placebo.by_rank();
    assert_eq!(by_rank[0].voter, mali);
    near(by_rank[0].change, 0.4202);
    assert_eq!(wide.countries[by_rank[1].voter], "SYR");
    near(by_rank[1].change, 0.1839);

    let level = Level { draws: 2000, inside: 0.95, seed: 20_231_123 };
    let interval = pi_interval(&after, after.n(), level).expect("defined");
    assert!(
        (interval.low - 0.38).abs() < 0.03 && (interval.high - 0.73).abs() < 0.03,
        "{interval:?}"
    );
    let interval = pi_interval(&before, before.n(), level).expect("defined");
    assert!(
        (interval.low - 0.05).abs() < 0.02 && (interval.high - 0.24).abs() < 0.02,
        "{interval:?}"
    );
    let change = pi_difference_interval((&before, before.n()), (&after, after.n()), level)
        .expect("defined");
    assert!(change.low > 0.15 && change.high < 0.70, "{change:?}");
}

/// Sudan and the Central African Republic show no shift that stands out.
#[test]
fn sudan_and_the_central_african_republic_do_not_stand_out() {
    let Some(wide) = voeten::read() else { return };
    let russia = wide.country("RUS");
    let level = Level { draws: 2000, inside: 0.95, seed: 20_231_123 };
    for iso3 in ["SDN", "CAF"] {
        let pair = |first, last| {
            wide.ballots.pair(wide.country(iso3), russia, wide.years(first, last))
        };
        let (before, after) = (pair(2019, 2021), pair(2023, 2023));
        let change = pi_difference_interval((&before, before.n()), (&after, after.n()), level)
            .expect("defined");
        assert!(change.low < 0.0 && change.high > 0.0, "{iso3}: {change:?}");
    }
}
