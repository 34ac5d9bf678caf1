//! The join alone, and near-duplicate sets alone, on seeded tables of a stated size.
//!
//! `cargo bench -p griot-stats --bench co_share` prints one line per case: wall seconds and, on Linux, CPU
//! seconds of all threads for the whole step, sorting included, and what came out.

#![expect(
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a bench takes the time and prints; its numbers are small"
)]

use std::{num::NonZeroUsize, time::Instant};

use griot_stats::{
    network::{Shares, co_share::Windowed},
    random::Random,
    similarity::TokenSets,
};

const TWO: NonZeroUsize = NonZeroUsize::MIN.saturating_add(1);

fn main() {
    // Rows, accounts, objects, seconds of time, window.
    for (name, rows, accounts, objects, span, window) in [
        ("2.4 million links, 60 s", 2_400_000, 2_800, 1_400_000, 500, 60),
        ("3 million hashtags, 1 h", 3_000_000, 2_000, 90_000, 212_000, 3_600),
        ("one object shared 500,000 times", 500_000, 100_000, 1, 31_536_000, 3_600),
    ] {
        let shares = generated(rows, accounts, objects, span);
        for threads in [NonZeroUsize::MIN, TWO] {
            let (started, cpu) = (Instant::now(), cpu_seconds());
            let windowed = Windowed::new(&shares, window);
            let sorted = started.elapsed().as_secs_f64();
            let edges = windowed.edges(threads, |_, _| true);
            println!(
                "{name}: {threads} threads, sort {sorted:.2} s, all {:.2} s, CPU {:.2} s, {} pairs in window, {} edges",
                started.elapsed().as_secs_f64(),
                cpu_seconds() - cpu,
                windowed.pairs_in_window(),
                edges.len()
            );
        }
    }
    let sets = texts(50_000);
    let (started, cpu) = (Instant::now(), cpu_seconds());
    let found = TokenSets::new(&sets).similar(0.9, 5);
    println!(
        "near-duplicates of 50,000 texts at 0.9, at any time: {:.2} s, CPU {:.2} s, {} pairs",
        started.elapsed().as_secs_f64(),
        cpu_seconds() - cpu,
        found.len()
    );
    // A post a second.
    let rows: Vec<(i64, u32)> = (0..50_000).map(|post| (i64::from(post), post)).collect();
    let (started, cpu) = (Instant::now(), cpu_seconds());
    let found = TokenSets::new(&sets).similar_in_time(&rows, 3_600, 0.9, 5);
    println!(
        "near-duplicates of 50,000 texts at 0.9, within 1 h: {:.2} s, CPU {:.2} s, {} pairs",
        started.elapsed().as_secs_f64(),
        cpu_seconds() - cpu,
        found.len()
    );
}

/// CPU seconds of this process so far, in hundredths; 0 where the system does not say.
fn cpu_seconds() -> f64 {
    let said = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = said.rsplit(')').next().unwrap_or_default();
    let fields: Vec<f64> =
        after_name.split_whitespace().filter_map(|field| field.parse().ok()).collect();
    // User and system time are the 14th and 15th fields; the state, a letter, is not in the list.
    (fields.get(10).unwrap_or(&0.0) + fields.get(11).unwrap_or(&0.0)) / 100.0
}

/// Objects with a long tail of popularity; accounts evenly active, times even.
fn generated(rows: u32, accounts: u32, objects: u32, span: u32) -> Shares {
    let mut random = Random::from_seed(1);
    let mut columns = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..rows {
        let part = random.unit();
        columns.0.push((f64::from(objects) * part * part * part) as u32);
        columns.1.push(random.below(accounts));
        columns.2.push(i64::from(random.below(span)));
    }
    let posts = (0..rows).collect();
    Shares::new(columns.0, columns.1, posts, columns.2).expect("columns are equally long")
}

/// Texts of about fifteen words of a long-tailed vocabulary; every third repeats one with a change.
fn texts(count: usize) -> Vec<Vec<u32>> {
    let mut random = Random::from_seed(2);
    let mut texts: Vec<Vec<u32>> = Vec::new();
    for index in 0..count {
        let mut word = || {
            let part = random.unit();
            (30_000.0 * part * part * part) as u32
        };
        let mut text: Vec<u32> = (0..15).map(|_| word()).collect();
        if index % 3 == 2 {
            let changed = word();
            text.clone_from(&texts[random.below(index as u32) as usize]);
            text.push(changed);
        }
        texts.push(text);
    }
    texts
}
