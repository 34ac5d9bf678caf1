//! False positives and power of [`griot_stats::network::validation`], printed as a table.
//!
//! `cargo bench -p griot-stats --bench validation -- FILE.csv.gz` takes the activity and popularity of
//! `object,account,post,time` rows; without a file, those of a generated table of about the same
//! shape. The table of `docs/coordination.md` is what this prints.

#![expect(
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a bench reads its file, takes the time and prints; its numbers are small"
)]

use std::{
    collections::{BTreeMap, HashMap},
    io::Read as _,
    num::NonZeroUsize,
    time::Instant,
};

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
const TWO: NonZeroUsize = NonZeroUsize::MIN.saturating_add(1);

struct Design {
    name: &'static str,
    window: i64,
    stretch: i64,
}

const DESIGNS: [Design; 2] = [
    Design { name: "any time", window: i64::MAX, stretch: i64::MAX },
    Design { name: "60 s, dealt within days", window: 60, stretch: 86_400 },
];

type Row = (u32, u32, i64);

fn main() {
    let shares = first_shares(&active(template()));
    for design in &DESIGNS {
        let started = Instant::now();
        let plan = Plan { draws: 199, ..Plan::published(design.window, design.stretch, SEED) };
        println!("{}: {} first shares, {} draws", design.name, shares.len(), plan.draws);
        let calibration = Calibration::draw(&shares, plan, TWO);
        let seconds = started.elapsed().as_secs_f64();
        let seen = calibration.judge(&shares, shares.object());
        let (pairs, groups) = seen.holding(LEVEL);
        println!(
            "  drawn in {seconds:.1} s; in the data themselves {} pairs and {} groups hold, of {} tests",
            pairs.len(),
            groups.len(),
            seen.tests
        );
        let mut chain = Deal::new(&shares, plan.stretch, Random::from_seed(SEED + 1));
        chain.shuffle(100);
        false_positives(&shares, &calibration, &mut chain);
        let plan = Plan { draws: 99, pilot_draws: 20, ..plan };
        for objects in [3, 5, 8, 12] {
            power(&shares, design, plan, &mut chain, objects);
        }
    }
}

/// Any flag at all in data dealt by chance; the chain is not one of those that calibrated.
fn false_positives(shares: &FirstShares, calibration: &Calibration, chain: &mut Deal) {
    let [mut any, mut by_pair, mut by_group, mut by_q] = [0; 4];
    for _ in 0..NULLS {
        chain.shuffle(10);
        let null = calibration.judge(shares, chain.object());
        let (pairs, groups) = null.holding(LEVEL);
        any += u32::from(!pairs.is_empty() || !groups.is_empty());
        by_pair += u32::from(!pairs.is_empty());
        by_group += u32::from(!groups.is_empty());
        by_q += u32::from(null.pairs.iter().any(|pair| pair.q <= LEVEL));
    }
    println!(
        "  {NULLS} nulls: any flag in {any} (pairs {by_pair}, groups {by_group}); any q <= {LEVEL} in {by_q}"
    );
}

/// Rings of accounts drawn by lot, planted into data dealt by chance, each with its own draws.
fn power(shares: &FirstShares, design: &Design, plan: Plan, chain: &mut Deal, objects: usize) {
    const NAMES: [&str; 8] = [
        "pairs right",
        "pairs wrong",
        "edges right",
        "edges wrong",
        "members right",
        "members wrong",
        "q right",
        "q wrong",
    ];
    let mut sums = [0_usize; 8];
    for draw in 0..PLANTED {
        chain.shuffle(10);
        let mut random = Random::for_item(SEED + 2, u64::from(draw) * 100 + objects as u64);
        let (planted, ring) = plant(shares, chain.object(), objects, design, &mut random);
        let seen = Calibration::draw(&planted, plan, TWO).judge(&planted, planted.object());
        let (pairs, groups) = seen.holding(LEVEL);
        let inside = |edge: &(u32, u32)| ring.contains(&edge.0) && ring.contains(&edge.1);
        let of_pairs: Vec<(u32, u32)> = pairs.iter().map(|pair| (pair.a, pair.b)).collect();
        let mut edges = of_pairs.clone();
        edges.extend(groups.iter().flat_map(|group| group.edges.iter().copied()));
        edges.sort_unstable();
        edges.dedup();
        let members: Vec<u32> = groups.iter().flat_map(|g| g.members.iter().copied()).collect();
        let by_q: Vec<(u32, u32)> =
            seen.pairs.iter().filter(|pair| pair.q <= LEVEL).map(|p| (p.a, p.b)).collect();
        let split = |edges: &[(u32, u32)]| {
            let right = edges.iter().filter(|edge| inside(edge)).count();
            [right, edges.len() - right]
        };
        let right = members.iter().filter(|member| ring.contains(member)).count();
        let found =
            [split(&of_pairs), split(&edges), [right, members.len() - right], split(&by_q)];
        for (sum, count) in sums.iter_mut().zip(found.into_iter().flatten()) {
            *sum += count;
        }
    }
    let means = NAMES
        .iter()
        .zip(sums)
        .map(|(name, sum)| format!("{name} {:.1}", sum as f64 / f64::from(PLANTED)));
    println!("  ring of {RING} sharing {objects}: {}", means.collect::<Vec<_>>().join(", "));
}

fn template() -> Vec<Row> {
    let file = std::env::args().skip(1).find(|argument| !argument.starts_with("--"));
    let Some(file) = file else { return generated() };
    let bytes = std::fs::read(&file).expect("the file named on the command line can be read");
    let mut text = String::new();
    flate2::read::MultiGzDecoder::new(bytes.as_slice())
        .read_to_string(&mut text)
        .expect("the file is gzipped UTF-8");
    let (mut accounts, mut objects) = (HashMap::new(), HashMap::new());
    let number = |names: &mut HashMap<String, u32>, name: &str| {
        let next = names.len() as u32;
        *names.entry(name.to_owned()).or_insert(next)
    };
    text.lines()
        .skip(1)
        .map(|line| {
            let cells: Vec<&str> = line.split(',').collect();
            let (account, object) =
                (number(&mut accounts, cells[1]), number(&mut objects, cells[0]));
            (account, object, cells[3].parse().expect("time is a whole number"))
        })
        .collect()
}

/// Accounts and objects with long-tailed activity and popularity, over a week.
fn generated() -> Vec<Row> {
    let mut random = Random::from_seed(SEED);
    let mut long_tail = |largest: f64| {
        let part = random.unit();
        (largest * part * part * part * part) as u32
    };
    let mut rows: Vec<Row> =
        (0..35_000).map(|_| (long_tail(4_000.0), long_tail(9_000.0), 0)).collect();
    for row in &mut rows {
        row.2 = i64::from(random.below(7 * 86_400));
    }
    rows
}

/// Leaves out accounts that share one object only: no pair of theirs can stand out.
fn active(rows: Vec<Row>) -> Vec<Row> {
    let mut held: Vec<(u32, u32)> = rows.iter().map(|row| (row.0, row.1)).collect();
    held.sort_unstable();
    held.dedup();
    let mut objects: HashMap<u32, u32> = HashMap::new();
    for (account, _) in held {
        *objects.entry(account).or_default() += 1;
    }
    rows.into_iter().filter(|row| objects[&row.0] > 1).collect()
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

/// Ten accounts drawn by lot share so many objects of at most 20 sharers, each within the window.
fn plant(
    shares: &FirstShares,
    object: &[u32],
    objects: usize,
    design: &Design,
    random: &mut Random,
) -> (FirstShares, Vec<u32>) {
    let mut rows: Vec<Row> = (0..shares.len())
        .map(|row| (shares.account()[row], object[row], shares.time()[row]))
        .collect();
    let mut sharers: BTreeMap<u32, u32> = BTreeMap::new();
    for row in &rows {
        *sharers.entry(row.1).or_default() += 1;
    }
    let rare = sharers.into_iter().filter(|&(_, sharers)| sharers <= 20);
    let mut rare: Vec<u32> = rare.map(|(object, _)| object).collect();
    random.shuffle(&mut rare);
    let mut ring: Vec<u32> = shares.account().to_vec();
    ring.sort_unstable();
    ring.dedup();
    random.shuffle(&mut ring);
    ring.truncate(RING);
    for &object in rare.iter().take(objects) {
        let at = shares.time()[random.below(shares.len() as u32) as usize];
        for &account in &ring {
            rows.retain(|row| (row.0, row.1) != (account, object));
            let delay = random.below(design.window.clamp(1, 3_600) as u32);
            rows.push((account, object, at + i64::from(delay)));
        }
    }
    (first_shares(&rows), ring)
}
