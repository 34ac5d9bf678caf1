//! How often do intervals of Scott's pi hold the truth, at few roll calls, alone and in families?
//!
//! Run with `cargo run --release -p griot-stats --example coverage`. Roll calls are drawn from a known
//! table of shares; *families* are one to four that go together nine times in ten, as votes on texts of
//! one subject do, and count as one text each. Samples with too few texts have no interval, and are not
//! among those that hold or do not.

use griot_stats::{
    agreement::{Ballot, LEAST_TEXTS, Level, Table, pi_interval},
    random::Random,
};

const SAMPLES: u64 = 1000;

/// Kinds of pairs: name and shares of the nine cells, of a hundred.
const KINDS: [(&str, [u32; 9]); 5] = [
    ("large majorities", [60, 10, 3, 8, 5, 3, 5, 3, 3]),
    ("close allies", [50, 3, 1, 3, 12, 2, 1, 2, 26]),
    ("independent", [11, 11, 11, 11, 11, 11, 11, 11, 11]),
    ("opposed", [5, 5, 45, 2, 3, 5, 25, 5, 5]),
    ("nearly always yes", [85, 4, 2, 4, 2, 1, 1, 1, 1]),
];

#[expect(clippy::print_stdout, reason = "an example prints its table")]
fn main() {
    let level = Level { draws: 500, inside: 0.95, seed: 11 };
    println!(
        "| n | families | kind | pi | texts | shown | holds |\n|---|---|---|---|---|---|---|"
    );
    for families in [false, true] {
        for n in [6_u64, 10, 20, 40] {
            for (kind, (name, shares)) in (0..).zip(&KINDS) {
                let counts =
                    std::array::from_fn(|x| std::array::from_fn(|y| shares[3 * x + y]));
                let truth = Table { counts }.pi().unwrap_or_default();
                let [mut shown, mut holds, mut all_texts] = [0_u64; 3];
                for sample in 0..SAMPLES {
                    let mut random = Random::for_item(kind * 100 + n, sample);
                    let (table, texts) = drawn(&mut random, shares, n, families);
                    all_texts += texts;
                    let Some(interval) = pi_interval(&table, texts, level) else { continue };
                    shown += 1;
                    holds += u64::from(interval.low <= truth && truth <= interval.high);
                }
                let share = |part: u64, whole: u64| format!("{}", part * 100 / whole.max(1));
                println!(
                    "| {n} | {families} | {name} | {truth:+.2} | {} | {} % | {} % |",
                    all_texts / SAMPLES,
                    share(shown, SAMPLES),
                    share(holds, shown)
                );
            }
        }
    }
    println!("\nno interval for fewer than {LEAST_TEXTS} texts");
}

/// A table of `n` roll calls, and how many texts they are on.
fn drawn(random: &mut Random, shares: &[u32; 9], n: u64, families: bool) -> (Table, u64) {
    let mut table = Table::default();
    let (mut left, mut texts) = (n, 0);
    while left > 0 {
        let size = if families { u64::from(1 + random.below(4)).min(left) } else { 1 };
        let together = cell(random, shares);
        for _ in 0..size {
            let (first, second) =
                if random.below(10) > 0 { together } else { cell(random, shares) };
            table.count(first, second);
        }
        left -= size;
        texts += 1;
    }
    (table, texts)
}

fn cell(random: &mut Random, shares: &[u32; 9]) -> (Ballot, Ballot) {
    let mut left = random.below(shares.iter().sum());
    for (place, share) in shares.iter().enumerate() {
        if left < *share {
            return (Ballot::ALL[place / 3], Ballot::ALL[place % 3]);
        }
        left -= share;
    }
    (Ballot::No, Ballot::No)
}
