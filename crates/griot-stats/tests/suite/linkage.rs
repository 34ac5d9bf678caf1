//! Fusion of event lists, against lists whose truth is known.

use griot_stats::linkage::{
    Answer, EARTH_KM, Fusion, Judgement, Place, Record, Shape, Window, fuse, great_circle_km,
    join,
};
use proptest::prelude::*;

use super::{
    event_files::{self, read, shared},
    scores::{Calibration, add_links, add_rows, scores, written},
    synthetic::{self, Noise, Random},
};

const WINDOW: Window = Window { km: 25.0, days: 2 };

fn clusters(fusion: &Fusion) -> Vec<usize> {
    fusion.members.iter().map(|member| member.cluster).collect()
}

fn given(name: &str) -> Option<(Vec<Record>, Vec<u32>, Shape)> {
    let folder = shared("fusion-synthetic")?;
    let names: Vec<String> = (1..=3).map(|list| format!("{name}_d{list}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let lists = read(&folder, &names, &["type_tax", "actor_tax"], &["d1", "d2", "d3"]);
    let mut records = Vec::new();
    let mut truth = Vec::new();
    for (source, list) in (0..).zip(&lists.lists) {
        for (key, row) in (0..).zip(list) {
            records.push(record(source, key, row));
            truth.push(row.truth.unwrap());
        }
    }
    Some((records, truth, Shape { levels: lists.levels }))
}

fn record(source: u32, key: u64, row: &event_files::Row) -> Record {
    Record {
        source,
        key,
        place: Place {
            latitude: row.latitude,
            longitude: row.longitude,
            radius_km: 0.0,
            start: row.start,
            end: row.end,
        },
        codes: row.codes.as_slice().into(),
        actors: [].into(),
        deaths: None,
    }
}

/// Says of each bin at most three points too much or too little, and what so few rows may differ by chance.
fn assert_calibrated(calibration: Calibration, what: &str) {
    for (n, said, right) in calibration.into_iter().filter(|bin| bin.0 >= 50.0) {
        let (said, right) = (said / n, right / n);
        let chance = 2.6 * (said * (1.0 - said) / n).sqrt();
        assert!((said - right).abs() <= 0.03 + chance, "{what}: {}", written(&calibration));
    }
}

#[test]
fn labelled_lists_are_fused_better_than_meltt_does() {
    for (name, meltt) in [("s500", 0.831), ("s2000", 0.890)] {
        let Some((records, truth, shape)) = given(name) else { return };
        let fusion = fuse(&records, &shape, WINDOW, &[], usize::MAX).unwrap();
        let got = scores(&clusters(&fusion), &truth);
        assert!(got.f1 >= 0.97 && got.f1 > meltt, "{name}: {got:?}");
        assert!(got.precision >= 0.97 && got.recall >= 0.97, "{name}: {got:?}");
        let mut links = Calibration::default();
        add_links(&mut links, &fusion, &truth);
        assert_calibrated(links, name);
    }
}

/// What is said of a row holds as well as what is said of a pair: nine rows of ten are in these bins.
#[test]
fn what_is_said_of_rows_holds() {
    let mut rows = [Calibration::default(); 2];
    for seed in 0..4 {
        let (records, truth) = synthetic::lists(2000, 365, Noise::GIVEN, 100 + seed);
        let fusion = fuse(&records, &synthetic::shape(), WINDOW, &[], usize::MAX).unwrap();
        add_rows(&mut rows, &fusion, &truth);
    }
    for (bins, what) in rows.iter().zip(["together", "alone"]) {
        for (n, said, right) in bins.iter().filter(|bin| bin.0 > 300.0) {
            let off = (said - right).abs() / n;
            assert!(off < 0.04, "{what}: {}", written(bins));
        }
    }
}

/// The parameters are learned, so lists from other seeds and with other errors must come out as well. With
/// coarse places some matches lie beyond the window, and where little is in common chance matches weigh more.
#[test]
fn probabilities_hold_on_other_lists() {
    let sets = [
        (Noise::GIVEN, 0.975),
        (Noise::COARSE, 0.96),
        (Noise::CONFUSED, 0.975),
        (Noise::SPARSE, 0.93),
        (Noise::DENSE, 0.95),
    ];
    for (noise, least) in sets {
        let mut links = Calibration::default();
        for seed in 0..2 {
            let (records, truth) = synthetic::lists(2000, 365, noise, seed);
            let fusion = fuse(&records, &synthetic::shape(), WINDOW, &[], usize::MAX).unwrap();
            let got = scores(&clusters(&fusion), &truth);
            assert!(got.f1 >= least, "{} {seed}: {got:?}", noise.name);
            add_links(&mut links, &fusion, &truth);
        }
        assert_calibrated(links, noise.name);
    }
}

/// Members by what their rows say, so that two runs can be compared whatever the order of their rows.
fn by_key(records: &[Record], fusion: &Fusion) -> Vec<(u32, u64, usize, u64)> {
    let mut rows: Vec<_> = records
        .iter()
        .zip(&fusion.members)
        .map(|(record, m)| (record.source, record.key, m.cluster, m.posterior.to_bits()))
        .collect();
    rows.sort_unstable();
    rows
}

#[test]
fn all_six_orders_of_the_lists_give_the_same_bits() {
    let Some((records, _, shape)) = given("s500") else { return };
    let expected = by_key(&records, &fuse(&records, &shape, WINDOW, &[], usize::MAX).unwrap());
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        let list = |source: u32| records.iter().filter(move |r| r.source == source).cloned();
        let reordered: Vec<Record> = order.into_iter().flat_map(list).collect();
        let fusion = fuse(&reordered, &shape, WINDOW, &[], usize::MAX).unwrap();
        assert_eq!(by_key(&reordered, &fusion), expected, "{order:?}");
    }
}

/// Some rows of three lists about two incidents, far from each other.
fn few() -> Vec<Record> {
    let row = |source, key, latitude, day, kind| Record {
        source,
        key,
        place: Place { latitude, longitude: 0.0, radius_km: 0.0, start: day, end: day },
        codes: [kind].into(),
        actors: [].into(),
        deaths: None,
    };
    vec![
        row(0, 1, 10.0, 5, 1),
        row(1, 1, 10.001, 5, 1),
        row(2, 1, 10.002, 5, 1),
        row(0, 2, 20.0, 5, 1),
        row(1, 2, 20.001, 5, 1),
        row(1, 3, 20.001, 5, 1),
    ]
}

fn few_shape() -> Shape {
    Shape { levels: vec![1] }
}

#[test]
fn a_cluster_has_at_most_one_row_of_a_list_and_duplicates_are_offered() {
    let fusion = fuse(&few(), &few_shape(), WINDOW, &[], usize::MAX).unwrap();
    let got = clusters(&fusion);
    assert_eq!(got[0], got[1]);
    assert_eq!(got[0], got[2]);
    assert_ne!(got[4], got[5], "two rows of one list are never joined by themselves");
    let offered: Vec<(usize, usize)> =
        fusion.review.iter().map(|link| (link.a.min(link.b), link.a.max(link.b))).collect();
    assert_eq!(offered, [(4, 5)]);
}

#[test]
fn a_person_decides() {
    let judgement = |a, b, answer| Judgement { a, b, answer };
    let judgements = [
        judgement(0, 1, Answer::Different),
        judgement(3, 5, Answer::Same),
        judgement(0, 3, Answer::Different),
    ];
    let fusion = fuse(&few(), &few_shape(), WINDOW, &judgements, usize::MAX).unwrap();
    let got = clusters(&fusion);
    assert_ne!(got[0], got[1]);
    assert_eq!(got[3], got[5]);
    assert_ne!(got[3], got[4]);
    assert!((fusion.members[5].posterior - 1.0).abs() < f64::EPSILON);

    let joined =
        fuse(&few(), &few_shape(), WINDOW, &[judgement(4, 5, Answer::Same)], usize::MAX)
            .unwrap();
    let got = clusters(&joined);
    assert_eq!(got[4], got[5], "a person may join duplicates");
    assert!(joined.review.is_empty());

    let far = fuse(&few(), &few_shape(), WINDOW, &[judgement(2, 3, Answer::Same)], usize::MAX)
        .unwrap();
    let got = clusters(&far);
    assert_eq!(got[2], got[3], "also what no window would compare");
}

/// The bits of the reasons are the log-odds of the probability, so nothing about a match is hidden.
#[test]
fn reasons_sum_to_the_probability() {
    let (records, _) = synthetic::lists(300, 100, Noise::GIVEN, 1);
    let fusion = fuse(&records, &synthetic::shape(), WINDOW, &[], usize::MAX).unwrap();
    for link in &fusion.links {
        let bits: f64 = fusion.reasons(link).iter().map(|reason| reason.bits).sum();
        let odds = libm::exp(bits * std::f64::consts::LN_2);
        assert!((odds / (1.0 + odds) - link.probability).abs() < 1e-9, "{link:?}");
    }
}

fn places(n: usize) -> impl Strategy<Value = Vec<Place>> {
    // Near the date line, near a pole and in between; points, episodes and uncertain points.
    let latitude = prop_oneof![-1.0..1.0, 59.0..61.0, 88.5..90.0, Just(-90.0), Just(90.0)];
    let longitude = prop_oneof![-180.0..-179.0, 179.0..180.0, Just(180.0), -1.0..1.0];
    let place = (latitude, longitude, 0..60, prop_oneof![Just(0), 0..10, Just(40), Just(400)]);
    let radius = prop_oneof![4 => Just(0.0_f32), 1 => Just(10.0_f32), 1 => Just(300.0_f32)];
    let place = (place, radius).prop_map(|((latitude, longitude, start, days), radius_km)| {
        Place { latitude, longitude, radius_km, start, end: start + days }
    });
    prop::collection::vec(place, 0..n)
}

proptest! {
    /// The grid finds what looking at every pair finds.
    #[test]
    fn join_finds_every_pair(
        left in places(30),
        right in places(30),
        km in prop_oneof![Just(1.0), Just(25.0), Just(50.0), Just(400.0)],
        days in 0..8_i32,
    ) {
        let mut found = Vec::new();
        join(&left, &right, km, days, |a, b, apart, gap| found.push((a, b, apart, gap)));
        found.sort_by_key(|pair| (pair.0, pair.1));
        let mut expected = Vec::new();
        for (i, a) in left.iter().enumerate() {
            for (j, b) in right.iter().enumerate() {
                let from = (a.latitude, a.longitude);
                let apart = great_circle_km(from, (b.latitude, b.longitude), EARTH_KM);
                let radii = f64::from(a.radius_km + b.radius_km);
                let limit = if radii > 0.0 { (km + radii).min(km.max(50.0)) } else { km };
                let gap = (b.start - a.end).max(a.start - b.end).max(0);
                if gap <= days && apart <= limit {
                    expected.push((i, j, apart, gap));
                }
            }
        }
        prop_assert_eq!(found.len(), expected.len());
        for (got, want) in found.iter().zip(&expected) {
            prop_assert_eq!((got.0, got.1, got.3), (want.0, want.1, want.3));
            prop_assert!((got.2 - want.2).abs() < 1e-6, "{} is not {}", got.2, want.2);
        }
    }

    /// A permutation of rows changes nothing.
    #[test]
    fn order_of_rows_changes_nothing(seed in 0..1000_u64, shuffle in any::<u64>()) {
        let (records, _) = synthetic::lists(60, 30, Noise::DENSE, seed);
        let expected = fuse(&records, &synthetic::shape(), WINDOW, &[], usize::MAX).unwrap();
        let mut shuffled = records.clone();
        let mut random = Random(shuffle);
        for at in (1..shuffled.len()).rev() {
            shuffled.swap(at, random.below(at + 1));
        }
        let got = fuse(&shuffled, &synthetic::shape(), WINDOW, &[], usize::MAX).unwrap();
        prop_assert_eq!(by_key(&shuffled, &got), by_key(&records, &expected));
        prop_assert_eq!(got.clusters, expected.clusters);
    }

    /// No list is in a cluster twice, every row is in one cluster, and clusters are numbered without gaps.
    #[test]
    fn clusters_are_a_partition(seed in 0..1000_u64) {
        let (records, _) = synthetic::lists(80, 20, Noise::DENSE, seed);
        let fusion = fuse(&records, &synthetic::shape(), WINDOW, &[], usize::MAX).unwrap();
        let mut seen: Vec<(usize, u32)> = fusion
            .members
            .iter()
            .zip(&records)
            .map(|(member, record)| (member.cluster, record.source))
            .collect();
        seen.sort_unstable();
        prop_assert!(seen.windows(2).all(|pair| pair[0] != pair[1]));
        seen.dedup_by_key(|(cluster, _)| *cluster);
        prop_assert_eq!(seen.len(), fusion.clusters);
        prop_assert!(seen.iter().enumerate().all(|(at, (cluster, _))| at == *cluster));
    }
}

/// Every row of one place and day is near every other; so many pairs are not held.
#[test]
fn too_many_pairs_are_not_compared() {
    let (records, _) = synthetic::lists(60, 30, Noise::DENSE, 1);
    let alike: Vec<Record> = records
        .iter()
        .map(|record| Record { place: records[0].place, ..record.clone() })
        .collect();
    let pairs = alike.len() * (alike.len() - 1) / 2;
    assert!(fuse(&alike, &synthetic::shape(), WINDOW, &[], pairs).is_ok());
    let refused = fuse(&alike, &synthetic::shape(), WINDOW, &[], pairs - 1);
    assert_eq!(refused.unwrap_err().most, pairs - 1);
}
