//! False alarms on ordinary behaviour and power for planted rings, printed as tables.
//!
//! `cargo bench -p griot-stats --bench networks -- WHAT SETS ONLY` with `tuned` (the kinds of behaviour that
//! the test was made with), `held` (those that were set aside until it was done), `power`, `shapes` (rings
//! that the test was not made for), `peers` (rings as others see them), `large` (a million rows) or `rows`
//! (the same as a table of shares, for the command); each set has a seed of its own. ONLY leaves out the lines
//! whose name has not these words. The tables of `docs/coordination.md` are what this prints.

#![expect(
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a bench takes the time and prints; its numbers are small"
)]

mod held_out;
mod ordinary;
mod peers;

use std::{num::NonZeroUsize, time::Instant};

use griot_stats::network::{
    Shares,
    null::FirstShares,
    validation::{Plan, Reading, Validation, validate},
};

use ordinary::{Dice, Kind, Row, TUNED, WEEK};

const PLAN: Plan = Plan { window: 60, apart: 3 * 3_600, hour: 3_600 };
const LEVEL: f64 = 0.05;

fn main() {
    let words: Vec<String> =
        std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let sets = words.get(1).and_then(|word| word.parse().ok()).unwrap_or(20);
    let only = words.get(2).map_or("", String::as_str);
    match words.first().map(String::as_str) {
        Some("held") => false_alarms(&held_out::HELD_OUT, sets, only),
        Some("power") => power(sets, only),
        Some("shapes") => shapes(sets, only),
        Some("large") => large(sets),
        Some("rows") => print_rows(&million(sets).0),
        Some("peers") => peers_power(sets),
        _ => false_alarms(&TUNED, sets, only),
    }
}

fn first_shares(rows: &[Row]) -> FirstShares {
    let shares = Shares::new(
        rows.iter().map(|row| row.1).collect(),
        rows.iter().map(|row| row.0).collect(),
        (0_u32..).take(rows.len()).collect(),
        rows.iter().map(|row| row.2).collect(),
    );
    FirstShares::of(&shares.expect("columns are equally long"))
}

fn judged(rows: &[Row]) -> Validation {
    validate(&first_shares(rows), &[], PLAN, NonZeroUsize::MIN)
}

fn distinct(accounts: impl Iterator<Item = u32>) -> usize {
    accounts.collect::<std::collections::BTreeSet<u32>>().len()
}

/// Members of groups that hold, and of those that look like one source.
fn members(seen: &Validation) -> [usize; 2] {
    [true, false].map(|open| {
        let groups = seen.groups.iter().filter(|group| {
            group.p_adjusted <= LEVEL && (group.reading == Reading::Open) == open
        });
        distinct(groups.flat_map(|group| group.members.iter().copied()))
    })
}

fn false_alarms(kinds: &[Kind], sets: u64, only: &str) {
    println!(
        "| ordinary behaviour, {sets} sets each | accounts | sets with any flag | accounts flagged | told as one source | {} |",
        peers::NAMES.join(" | ")
    );
    println!("|---|---|---|---|---|---|---|---|---|");
    for &(name, make) in kinds.iter().filter(|kind| kind.0.contains(only)) {
        let (mut accounts, mut any, mut flagged, mut source) = (0, 0, 0, 0);
        let mut others = [0; 4];
        for seed in 0..sets {
            let rows = make(seed);
            accounts += distinct(rows.iter().map(|row| row.0));
            let [held, explained] = members(&judged(&rows));
            any += usize::from(held > 0);
            flagged += held;
            source += explained;
            let of_peers = peers::flagged(&first_shares(&rows), PLAN.window);
            for (sum, edges) in others.iter_mut().zip(of_peers) {
                *sum += distinct(edges.into_iter().flat_map(|(a, b)| [a, b]));
            }
        }
        let part = |count: usize| format!("{:.1} %", 100.0 * count as f64 / accounts as f64);
        println!(
            "| {name} | {accounts} | {any} of {sets} | {flagged} | {source} | {} |",
            others.map(part).join(" | ")
        );
    }
}

/// How a ring is planted.
#[derive(Clone, Copy)]
struct Ring {
    accounts: usize,
    objects: u32,
    jitter: i64,
    shape: Shape,
}

#[derive(Clone, Copy, PartialEq)]
enum Shape {
    /// Accounts of the background share objects of their own within the jitter.
    Usual,
    /// As long before as after.
    BothSides,
    /// Normal, with the jitter as its deviation.
    Normal,
    /// Accounts that share nothing else.
    Dedicated,
    /// All within one day.
    OneDay,
    /// What others share too.
    Popular,
    /// Each account leaves out three of ten objects.
    Partial,
}

/// Adds a ring; its accounts, ascending.
fn plant(rows: &mut Vec<Row>, ring: Ring, seed: u64) -> Vec<u32> {
    let mut dice = Dice::new(seed, 99);
    let background: std::collections::BTreeSet<u32> = rows.iter().map(|row| row.0).collect();
    let mut members: Vec<u32> = if ring.shape == Shape::Dedicated {
        (50_000..).take(ring.accounts).collect()
    } else {
        background.into_iter().collect()
    };
    dice.0.shuffle(&mut members);
    members.truncate(ring.accounts);
    let others = rows.clone();
    for object in 0..ring.objects {
        let length = if ring.shape == Shape::OneDay { WEEK / 7 } else { WEEK };
        let mut at = dice.within(length);
        let mut name = 900_000 + object;
        if ring.shape == Shape::Popular {
            let one = others[dice.below(others.len() as u32) as usize];
            (name, at) = (one.1, one.2);
        }
        for &member in &members {
            let late = match ring.shape {
                Shape::BothSides => dice.within(2 * ring.jitter),
                Shape::Normal => (dice.normal() * ring.jitter as f64) as i64,
                _ => dice.within(ring.jitter),
            };
            if ring.shape != Shape::Partial || dice.chance(0.7) {
                rows.retain(|row| (row.0, row.1) != (member, name));
                rows.push((member, name, at + late));
            }
        }
    }
    members.sort_unstable();
    members
}

/// Part of the ring's pairs that lie in one group that holds, and accounts of others in such groups.
fn found(seen: &Validation, ring: &[u32]) -> (f64, usize) {
    let (mut right, mut wrong) = (0, 0);
    for group in seen.groups.iter().filter(|group| group.holds(LEVEL)) {
        let inside = group.members.iter().filter(|it| ring.binary_search(it).is_ok()).count();
        right += inside * inside.saturating_sub(1) / 2;
        wrong += group.members.len() - inside;
    }
    let pairs = ring.len() * (ring.len() - 1) / 2;
    ((right as f64 / pairs as f64).min(1.0), wrong)
}

/// Makes the rows of one set from its seed.
type Maker = fn(u64) -> Vec<Row>;

const BACKGROUNDS: [(&str, Maker); 2] =
    [("quiet", ordinary::independent), ("breaking news", ordinary::breaking)];
const SIZES: [usize; 6] = [5, 10, 20, 50, 100, 200];

fn cells(name: &str, ring: Ring, make: fn(u64) -> Vec<Row>, sets: u64) {
    let mut line = format!("| {name} |");
    let mut strangers = 0;
    for accounts in SIZES {
        let mut sum = 0.0;
        for seed in 0..sets {
            let mut rows = make(500 + seed);
            let members = plant(&mut rows, Ring { accounts, ..ring }, seed);
            let (right, wrong) = found(&judged(&rows), &members);
            sum += right;
            strangers += wrong;
        }
        line.push_str(&format!(" {:.2} |", sum / sets as f64));
    }
    println!("{line} {strangers} |");
}

fn heading(first: &str) {
    let sizes = SIZES.map(|size| size.to_string()).join(" | ");
    println!("| {first} | {sizes} | strangers |\n|---|---|---|---|---|---|---|---|");
}

fn power(sets: u64, only: &str) {
    heading(&format!("part of the ring's pairs found, {sets} sets each; accounts"));
    for (background, make) in BACKGROUNDS {
        for jitter in [45, 120] {
            for objects in [3, 5, 8, 20] {
                let ring = Ring { accounts: 0, objects, jitter, shape: Shape::Usual };
                let name = format!("{background}, {jitter} s, {objects} objects");
                if name.contains(only) {
                    cells(&name, ring, make, sets);
                }
            }
        }
    }
}

fn shapes(sets: u64, only: &str) {
    heading(&format!("other rings sharing 8 objects, {sets} sets each; accounts"));
    let shapes = [
        ("120 s before and after", 120, Shape::BothSides),
        ("normal, deviation 120 s", 120, Shape::Normal),
        ("nothing else shared", 45, Shape::Dedicated),
        ("all on one day", 45, Shape::OneDay),
        ("what others share too", 45, Shape::Popular),
        ("each leaves out 3 of 10", 45, Shape::Partial),
    ];
    for (background, make) in BACKGROUNDS {
        for (name, jitter, shape) in shapes {
            let ring = Ring { accounts: 0, objects: 8, jitter, shape };
            let name = format!("{background}, {name}");
            if name.contains(only) {
                cells(&name, ring, make, sets);
            }
        }
    }
}

/// The same rings as others see them.
fn peers_power(sets: u64) {
    println!(
        "| part of the ring's pairs found / other pairs flagged | {} |",
        peers::NAMES.join(" | ")
    );
    println!("|---|---|---|---|---|");
    for (background, make) in BACKGROUNDS {
        for (accounts, objects) in [(10, 5), (10, 20), (100, 5), (100, 20)] {
            let mut sums = [(0.0, 0); 4];
            for seed in 0..sets {
                let mut rows = make(500 + seed);
                let ring = Ring { accounts, objects, jitter: 45, shape: Shape::Usual };
                let members = plant(&mut rows, ring, seed);
                let of_peers = peers::flagged(&first_shares(&rows), PLAN.window);
                for (sum, edges) in sums.iter_mut().zip(of_peers) {
                    let is_in = |account: u32| members.binary_search(&account).is_ok();
                    let right =
                        edges.iter().filter(|edge| is_in(edge.0) && is_in(edge.1)).count();
                    sum.0 += right as f64 / (accounts * (accounts - 1) / 2) as f64;
                    sum.1 += edges.len() - right;
                }
            }
            let cells = sums.map(|(right, wrong)| {
                format!("{:.2} / {}", right / sets as f64, wrong / sets as usize)
            });
            println!(
                "| {background}, {accounts} accounts, {objects} objects | {} |",
                cells.join(" | ")
            );
        }
    }
}

/// A hundred breaking weeks beside each other, with ten rings: about a million rows; and who is in the rings.
fn million(parts: u64) -> (Vec<Row>, Vec<Vec<u32>>) {
    let mut rows: Vec<Row> = Vec::new();
    let mut rings = Vec::new();
    for part in 0..parts.max(100) {
        let mut own = ordinary::breaking(part);
        if part % 10 == 0 {
            let ring = Ring { accounts: 30, objects: 8, jitter: 45, shape: Shape::Usual };
            let members = plant(&mut own, ring, part);
            rings.push(
                members.into_iter().map(|it| it + part as u32 * 1_200).collect::<Vec<_>>(),
            );
        }
        let moved = |row: Row| {
            (row.0 + part as u32 * 1_200, row.1 % 1_000 + part as u32 * 1_000, row.2)
        };
        rows.extend(own.into_iter().map(moved));
    }
    (rows, rings)
}

/// A table of shares as `griot network` reads it, seconds since 1970.
fn print_rows(rows: &[Row]) {
    println!("object_id,account_id,content_id,timestamp_share");
    for (at, (account, object, time)) in rows.iter().enumerate() {
        println!("o{object},a{account},p{at},{}", 1_700_000_000 + time);
    }
}

fn large(parts: u64) {
    let (rows, rings) = million(parts);
    let shares = first_shares(&rows);
    for threads in [1, 2] {
        let start = Instant::now();
        let seen = validate(&shares, &[], PLAN, NonZeroUsize::new(threads).expect("a thread"));
        let right: f64 = rings.iter().map(|ring| found(&seen, ring).0).sum();
        println!(
            "{} first shares, {threads} threads: {:.1} s, {right:.2} of {} rings, {} groups that hold",
            shares.len(),
            start.elapsed().as_secs_f64(),
            rings.len(),
            seen.groups.iter().filter(|group| group.holds(LEVEL)).count()
        );
    }
}
