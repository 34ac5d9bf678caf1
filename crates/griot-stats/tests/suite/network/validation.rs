use std::num::NonZeroUsize;

use griot_stats::{
    network::{
        null::FirstShares,
        validation::{Plan, Reading, Validation, validate},
    },
    random::Random,
};

use super::sample::from_rows;

const THREADS: NonZeroUsize = NonZeroUsize::new(2).unwrap();
const PLAN: Plan = Plan { window: 60, apart: 10_800, hour: 3_600 };
const LEVEL: f64 = 0.05;
const DAY: i64 = 86_400;

type Row = (u32, u32, u32, i64);

/// 300 accounts share 1,500 times of 400 objects by lot, over a week.
fn background(random: &mut Random) -> Vec<Row> {
    (0..1_500)
        .map(|post| {
            (random.below(400), random.below(300), post, i64::from(random.below(604_800)))
        })
        .collect()
}

/// Some accounts share each of some objects within so many seconds of its time.
fn together(
    rows: &mut Vec<Row>,
    random: &mut Random,
    accounts: &[u32],
    times: &[i64],
    jitter: u32,
) {
    for (object, &at) in (1_000_u32..).zip(times) {
        for &account in accounts {
            let post = u32::try_from(rows.len()).unwrap();
            rows.push((object, account, post, at + i64::from(random.below(jitter))));
        }
    }
}

fn daily(count: i64) -> Vec<i64> {
    (0..count).map(|at| at * DAY + at * at * 1_700 % DAY).collect()
}

fn ring_of(accounts: u32, objects: i64, jitter: u32) -> Vec<Row> {
    let mut random = Random::from_seed(u64::from(accounts) * 100 + u64::from(jitter));
    let mut rows = background(&mut random);
    let ring: Vec<u32> = (0..accounts).collect();
    together(&mut rows, &mut random, &ring, &daily(objects), jitter);
    rows
}

fn judged_on(rows: &[Row], threads: NonZeroUsize) -> Validation {
    let shares = FirstShares::of(&from_rows(rows));
    let pairs = [(0, 1), (1, 0), (250, 260)];
    validate(&shares, &pairs, PLAN, threads)
}

fn judged(rows: &[Row]) -> Validation {
    judged_on(rows, THREADS)
}

fn holding(seen: &Validation) -> Vec<&[u32]> {
    let groups = seen.groups.iter().filter(|group| group.holds(LEVEL));
    groups.map(|group| group.members.as_slice()).collect()
}

#[test]
fn rings_small_and_large_are_found_whole() {
    for (accounts, objects, jitter) in [(6, 6, 45), (10, 5, 120), (40, 5, 45), (150, 6, 120)] {
        let seen = judged(&ring_of(accounts, objects, jitter));
        let ring: Vec<u32> = (0..accounts).collect();
        assert_eq!(holding(&seen), [ring.as_slice()], "{accounts} {objects} {jitter}");
        let group = &seen.groups[0];
        assert_eq!(group.objects.len(), usize::try_from(objects).unwrap());
        assert_eq!(group.observed, u64::from(accounts) * objects.unsigned_abs());
        assert!(group.expected < 0.7 * f64::from(accounts * 6), "{group:?}");
        assert!(group.p_adjusted >= group.p_turnout && group.p_adjusted >= group.p_prompt);
        let pair = seen.pairs[0];
        assert_eq!((pair.a, pair.b, pair.group), (0, 1, Some(0)));
        assert!(pair.p_adjusted <= LEVEL && pair.observed > 1, "{pair:?}");
        assert_eq!(pair, seen.pairs[1], "whichever is named first");
    }
}

#[test]
fn chance_alone_is_left_alone() {
    for seed in 0..10 {
        let seen = judged(&background(&mut Random::from_seed(seed)));
        assert_eq!(holding(&seen), Vec::<&[u32]>::new(), "{seed}");
        assert!(seen.pairs.iter().all(|pair| pair.group.is_none()));
    }
}

/// However much is shared on one evening, and by however many.
#[test]
fn one_event_never_holds() {
    let mut random = Random::from_seed(8);
    let mut rows = background(&mut random);
    let crowd: Vec<u32> = (0..80).collect();
    let evening: Vec<i64> = (0..30).map(|at| 3 * DAY + at * 240).collect();
    together(&mut rows, &mut random, &crowd, &evening, 60);
    assert_eq!(holding(&judged(&rows)), Vec::<&[u32]>::new());
}

/// Those who share as much with one another at other times are exposed to the same things.
#[test]
fn what_members_share_elsewhere_explains_them() {
    let mut random = Random::from_seed(9);
    let mut rows = background(&mut random);
    let circle: Vec<u32> = (0..12).collect();
    together(&mut rows, &mut random, &circle, &daily(4), 60);
    assert_eq!(holding(&judged(&rows)).len(), 1);
    for object in 2_000..2_040 {
        for &account in &circle {
            if random.below(10) < 8 {
                let post = u32::try_from(rows.len()).unwrap();
                rows.push((object, account, post, i64::from(random.below(604_800))));
            }
        }
    }
    assert_eq!(holding(&judged(&rows)), Vec::<&[u32]>::new());
}

#[test]
fn habits_explain_the_same_time_every_day() {
    let mut random = Random::from_seed(10);
    let mut rows = background(&mut random);
    let early: Vec<u32> = (0..12).collect();
    let at_eight: Vec<i64> = (0..7).map(|day| day * DAY + 8 * 3_600).collect();
    together(&mut rows, &mut random, &early, &at_eight, 60);
    assert_eq!(holding(&judged(&rows)), Vec::<&[u32]>::new());
}

#[test]
fn followers_of_a_source_are_told_as_such() {
    let mut random = Random::from_seed(11);
    let mut rows = background(&mut random);
    let times: Vec<i64> = (0..20).map(|at| at * 29_000 + at * at * 37).collect();
    let readers: Vec<u32> = (0..15).collect();
    for (object, &at) in (1_000_u32..).zip(&times) {
        rows.push((object, 299, object * 7, at - 1));
    }
    rows.retain(|row| row.1 != 299 || row.0 >= 1_000);
    together(&mut rows, &mut random, &readers, &times, 50);
    let seen = judged(&rows);
    assert_eq!(seen.groups[0].reading, Reading::Follows(299));
    assert!(seen.groups[0].p_adjusted <= LEVEL);
    assert_eq!(holding(&seen), Vec::<&[u32]>::new());
}

#[test]
fn outlets_that_share_little_else_are_told_as_such() {
    let mut random = Random::from_seed(12);
    let mut rows = background(&mut random);
    let times: Vec<i64> = (0..30).map(|at| at * 19_000 + at * at * 37).collect();
    together(&mut rows, &mut random, &[300, 301, 302, 303], &times, 60);
    let seen = judged(&rows);
    assert_eq!(seen.groups[0].members, [300, 301, 302, 303]);
    assert_eq!(seen.groups[0].reading, Reading::SharesAll);
    assert_eq!(holding(&seen), Vec::<&[u32]>::new());
}

#[test]
fn threads_and_order_of_rows_change_nothing() {
    let mut rows = ring_of(12, 6, 100);
    let one = judged_on(&rows, NonZeroUsize::MIN);
    assert_eq!(one, judged(&rows));
    rows.reverse();
    assert_eq!(one, judged(&rows));
}

#[test]
fn times_of_any_size_are_taken() {
    let far = i64::MAX / 2;
    let rows = [(0, 0, 0, far), (0, 1, 1, far), (1, 0, 2, -far), (1, 1, 3, -far), (2, 0, 4, 0)];
    assert_eq!(judged(&rows).accounts, 1);
}

#[test]
fn nothing_in_nothing_out() {
    let shares = FirstShares::of(&from_rows(&[]));
    let seen = validate(&shares, &[], PLAN, THREADS);
    assert!(seen.pairs.is_empty() && seen.groups.is_empty() && seen.accounts == 0);
}
