//! False positives and power of [`griot_stats::network::validation`], printed as a table.
//!
//! `cargo bench -p griot-stats --bench validation -- FILE` reads `object,account,post,time` rows and
//! takes them as the template: every null has their activity and popularity. Without a file a
//! generated template of about the same shape is used.

use std::{collections::HashMap, io::Read as _, num::NonZeroUsize, time::Instant};

use griot_stats::{
    network::{
        Shares,
        null::{Deal, FirstShares},
        validation::{Calibration, Plan},
    },
    random::Random,
};

const SEED: u64 = 20_240_601;
const LEVEL: f64 = 0.05;
const NULLS: u32 = 100;
const PLANTED: u32 = 20;
const RING: usize = 10;

struct Design {
    name: &'static str,
    window: i64,
    stretch: i64,
}

fn main() {
    let rows = active(template());
    let designs = [
        Design { name: "no time", window: i64::MAX, stretch: i64::MAX },
        Design { name: "60 s, days", window: 60, stretch: 86_400 },
    ];
    let threads = NonZeroUsize::new(2).unwrap_or(NonZeroUsize::MIN);
    for design in &designs {
        let plan = Plan { draws: 199, ..Plan::published(design.window, design.stretch, SEED) };
        let shares = first_shares(&rows);
        println!(
            "design {}: {} first shares, {} accounts, {} draws",
            design.name,
            shares.len(),
            shares.accounts(),
            plan.draws
        );
        let started = Instant::now();
        let calibration = Calibration::draw(&shares, plan, threads);
        println!("  calibration {:.1} s", started.elapsed().as_secs_f64());
        let seen = calibration.judge(&shares, shares.object());
        let (pairs, groups) = seen.holding(LEVEL);
        println!(
            "  the template itself: {} pairs, {} groups ({:?} members), threshold {:.2}, of {} pairs in window, {} tests",
            pairs.len(),
            groups.len(),
            groups.iter().map(|g| g.members.len()).collect::<Vec<_>>(),
            seen.group_threshold,
            seen.pairs.len(),
            seen.tests
        );
        for pair in seen.pairs.iter().take(5) {
            println!("    {pair:?}");
        }

        let mut chain = Deal::new(&shares, plan.stretch, Random::from_seed(SEED + 1));
        chain.shuffle(100);
        let (mut any, mut pair_flags, mut group_flags, mut fdr) = (0, 0, 0, 0);
        for _ in 0..NULLS {
            chain.shuffle(10);
            let null = calibration.judge(&shares, chain.object());
            let (pairs, groups) = null.holding(LEVEL);
            any += u32::from(!pairs.is_empty() || !groups.is_empty());
            pair_flags += u32::from(!pairs.is_empty());
            group_flags += u32::from(!groups.is_empty());
            fdr += u32::from(null.pairs.iter().any(|p| p.q <= LEVEL));
        }
        println!(
            "  {NULLS} nulls: any flag in {any} (pairs {pair_flags}, groups {group_flags}; q<=.05 {fdr})"
        );

        for objects in [5, 8, 3, 12] {
            let mut found = Vec::new();
            let started = Instant::now();
            for draw in 0..PLANTED {
                chain.shuffle(10);
                let mut random =
                    Random::for_item(SEED + 2, u64::from(draw) * 100 + objects as u64);
                let (planted, ring) =
                    plant(&shares, chain.object(), objects, design, &mut random);
                let plan = Plan { draws: 99, pilot_draws: 20, ..plan };
                let calibration = Calibration::draw(&planted, plan, threads);
                let seen = calibration.judge(&planted, planted.object());
                let (pairs, groups) = seen.holding(LEVEL);
                let in_ring = |a: u32, b: u32| ring.contains(&a) && ring.contains(&b);
                let mut edges: Vec<(u32, u32)> = pairs.iter().map(|p| (p.a, p.b)).collect();
                let by_pairs = edges.iter().filter(|e| in_ring(e.0, e.1)).count();
                let wrong_pairs = edges.len() - by_pairs;
                edges.extend(groups.iter().flat_map(|g| g.edges.iter().copied()));
                edges.sort_unstable();
                edges.dedup();
                let right = edges.iter().filter(|e| in_ring(e.0, e.1)).count();
                let members: Vec<u32> =
                    groups.iter().flat_map(|g| g.members.iter().copied()).collect();
                let ring_members = members.iter().filter(|m| ring.contains(m)).count();
                let by_q = seen.pairs.iter().filter(|p| p.q <= LEVEL);
                let (q_right, q_wrong) =
                    by_q.fold(
                        (0, 0),
                        |(r, w), p| if in_ring(p.a, p.b) { (r + 1, w) } else { (r, w + 1) },
                    );
                found.push([
                    by_pairs,
                    wrong_pairs,
                    right,
                    edges.len() - right,
                    ring_members,
                    members.len() - ring_members,
                    q_right,
                    q_wrong,
                ]);
            }
            let mean =
                |i: usize| found.iter().map(|f| f[i] as f64).sum::<f64>() / f64::from(PLANTED);
            let median = |i: usize| {
                let mut v: Vec<usize> = found.iter().map(|f| f[i]).collect();
                v.sort_unstable();
                v[v.len() / 2]
            };
            println!(
                "  ring of {RING} sharing {objects}: pairs TP {:.1} FP {:.1}; all edges TP {:.1} (median {}) FP {:.1}; members {:.1} + {:.1} others; q<=.05 TP {:.1} FP {:.1}  ({:.1} s)",
                mean(0),
                mean(1),
                mean(2),
                median(2),
                mean(3),
                mean(4),
                mean(5),
                mean(6),
                mean(7),
                started.elapsed().as_secs_f64()
            );
        }
    }
}

type Row = (u32, u32, i64);

fn template() -> Vec<Row> {
    let file = std::env::args().skip(1).find(|a| !a.starts_with("--"));
    let Some(file) = file else { return generated() };
    let bytes = std::fs::read(&file).expect("the file named on the command line can be read");
    let mut text = String::new();
    flate2::read::MultiGzDecoder::new(bytes.as_slice())
        .read_to_string(&mut text)
        .expect("the file is gzipped UTF-8");
    let (mut accounts, mut objects) = (HashMap::new(), HashMap::new());
    text.lines()
        .skip(1)
        .map(|line| {
            let cells: Vec<&str> = line.split(',').collect();
            let next = accounts.len() as u32;
            let account = *accounts.entry(cells[1].to_owned()).or_insert(next);
            let next = objects.len() as u32;
            let object = *objects.entry(cells[0].to_owned()).or_insert(next);
            (account, object, cells[3].parse().expect("time is a whole number"))
        })
        .collect()
}

/// Accounts and objects with long-tailed activity and popularity.
fn generated() -> Vec<Row> {
    let mut random = Random::from_seed(SEED);
    let mut long_tail = |largest: f64| {
        let u = random.unit();
        let value = largest * u * u * u * u;
        (value as u32, (random.unit() * 7.0 * 86_400.0) as i64)
    };
    (0..35_000)
        .map(|_| {
            let (account, time) = long_tail(4_000.0);
            (account, long_tail(9_000.0).0, time)
        })
        .collect()
}

fn first_shares(rows: &[Row]) -> FirstShares {
    let posts = (0_u32..).take(rows.len()).collect();
    let shares = Shares::new(
        rows.iter().map(|r| r.1).collect(),
        rows.iter().map(|r| r.0).collect(),
        posts,
        rows.iter().map(|r| r.2).collect(),
    );
    FirstShares::of(&shares.expect("columns are equally long"))
}

/// Leaves out accounts that share one object only: no pair of theirs can stand out.
fn active(rows: Vec<Row>) -> Vec<Row> {
    let mut held: Vec<(u32, u32)> = rows.iter().map(|r| (r.0, r.1)).collect();
    held.sort_unstable();
    held.dedup();
    let mut objects: HashMap<u32, u32> = HashMap::new();
    for (account, _) in held {
        *objects.entry(account).or_default() += 1;
    }
    rows.into_iter().filter(|row| objects[&row.0] > 1).collect()
}

/// Ten accounts drawn by lot share so many objects of at most 20 sharers, each within the window.
fn plant(
    shares: &FirstShares,
    object: &[u32],
    objects: usize,
    design: &Design,
    random: &mut Random,
) -> (FirstShares, Vec<u32>) {
    let mut rows: Vec<Row> =
        (0..shares.len()).map(|i| (shares.account()[i], object[i], shares.time()[i])).collect();
    let mut sharers: HashMap<u32, u32> = HashMap::new();
    for row in &rows {
        *sharers.entry(row.1).or_default() += 1;
    }
    let mut rare: Vec<u32> =
        sharers.into_iter().filter(|&(_, n)| n <= 20).map(|(o, _)| o).collect();
    rare.sort_unstable();
    random.shuffle(&mut rare);
    let mut ring: Vec<u32> = shares.account().to_vec();
    ring.sort_unstable();
    ring.dedup();
    random.shuffle(&mut ring);
    ring.truncate(RING);
    for &object in rare.iter().take(objects) {
        let at = shares.time()[random.below(shares.len() as u32) as usize];
        for &account in &ring {
            rows.retain(|r| (r.0, r.1) != (account, object));
            rows.push((
                account,
                object,
                at + i64::from(random.below(design.window.clamp(1, 3_600) as u32)),
            ));
        }
    }
    (first_shares(&rows), ring)
}
