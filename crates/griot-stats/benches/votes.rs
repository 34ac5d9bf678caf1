//! `cargo bench -p griot-stats --bench votes`: the voting kernels on Voeten's wide file.
//!
//! Each line is the best of several runs on one thread, since the best is what the machine can do
//! and the rest is what else it was doing.
#![expect(clippy::print_stdout, clippy::disallowed_methods, reason = "a bench prints times")]

#[path = "../tests/suite/voeten.rs"]
mod voeten;

use std::{hint::black_box, time::Instant};

use griot_stats::{
    agreement::{Level, pi_difference_interval, pi_interval, rank_shifts},
    ideal_points::{self, IdealPoint, RollCall, Settings},
    lbfgs::Stop,
};

fn main() {
    let Some(wide) = voeten::read() else { return };
    best("all pairs and years", 20, || {
        let (mut rows, mut sum) = (0_u64, 0_u64);
        for period in 0..wide.ballots.periods() {
            wide.ballots.for_each_pair(period, |pair| {
                rows += 1;
                sum += pair.table.n() + pair.table.same() + pair.table.opposite();
            });
        }
        assert_eq!((rows, sum), (894_588, 124_027_545));
    });
    let (mali, russia) = (wide.country("MLI"), wide.country("RUS"));
    let (before, after) = (wide.years(2019, 2021), wide.years(2023, 2023));
    best("shift of 193 states toward one", 20, || {
        black_box(rank_shifts(&wide.ballots, russia, before.clone(), after.clone(), 20));
    });
    let level = Level { draws: 2000, inside: 0.95, seed: 1 };
    best("interval of one shift, 2000 draws", 20, || {
        let before = wide.ballots.pair(mali, russia, before.clone());
        let after = wide.ballots.pair(mali, russia, after.clone());
        black_box(pi_difference_interval((&before, before.n()), (&after, after.n()), level));
    });
    best("one pair by year with intervals", 20, || {
        for period in 0..wide.ballots.periods() {
            let table = wide.ballots.pair(mali, russia, period..period + 1);
            black_box((
                table.kappa(),
                table.weighted_pi(),
                pi_interval(&table, table.n(), level),
            ));
        }
    });
    let roll_calls: Vec<RollCall> = (0..)
        .zip(&wide.rows)
        .map(|(item, (year, votes))| RollCall {
            session: usize::try_from(year - 1945).expect("after the war"),
            item,
            ballots: (0..).zip(votes).filter_map(|(v, b)| Some((v, (*b)?))).collect(),
        })
        .collect();
    for threads in [1, 2] {
        let settings = Settings {
            positive: ["USA", "CAN", "GBR", "ISR"].map(|c| wide.country(c)).to_vec(),
            negative: vec![russia],
            step_variance: 0.5,
            stop: Stop { iterations: 300, relative_decrease: 1e-7, memory: 10 },
            threads,
        };
        let mut found = None;
        best(&format!("ideal points, {threads} threads"), 1, || {
            found = ideal_points::estimate(&roll_calls, &settings);
        });
        let found = found.expect("divided");
        let (places, iterations) = (found.points.len(), found.iterations);
        println!("    {places} places, {iterations} iterations, converged {}", found.converged);
        spearman_with_published(&wide, &found.points);
    }
}

fn best(what: &str, runs: usize, mut work: impl FnMut()) {
    let mut least = f64::INFINITY;
    for _ in 0..runs {
        let started = Instant::now();
        work();
        least = least.min(started.elapsed().as_secs_f64());
    }
    println!("{what:<40} {:>10.3} ms", 1e3 * least);
}

/// Rank correlation with the estimates that Voeten publishes, where somebody has put the file
/// (`ccode,session,NVotes,IdealPoint,...,iso3c,Countryname`, Latin-1) beside the votes.
fn spearman_with_published(wide: &voeten::Wide, points: &[IdealPoint]) {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../shared/data/votes/IdealpointestimatesAll.csv"
    );
    let Ok(bytes) = std::fs::read(path) else {
        println!("    Spearman with the published estimates: n/a, they are not there");
        return;
    };
    let text: String = bytes.iter().map(|&byte| char::from(byte)).collect();
    let mut lines = text.lines().map(|line| line.replace('"', ""));
    let header = lines.next().unwrap_or_default();
    let place = |name: &str| header.split(',').position(|cell| cell == name);
    let (Some(session), Some(ideal), Some(iso3)) =
        (place("session"), place("IdealPoint"), place("iso3c"))
    else {
        println!("    Spearman with the published estimates: n/a, no such columns");
        return;
    };
    let pairs: Vec<(usize, f64, f64)> = lines
        .filter_map(|line| {
            let cells: Vec<&str> = line.split(',').collect();
            let session: usize = cells.get(session)?.parse().ok()?;
            let voter = wide
                .countries
                .iter()
                .position(|code| Some(&code.as_str()) == cells.get(iso3))?;
            let own = points.iter().find(|p| p.session == session && p.voter == voter)?;
            Some((session, own.value, cells.get(ideal)?.parse().ok()?))
        })
        .collect();
    for (what, chosen) in [("all", None), ("session 74", Some(74))] {
        let of =
            pairs.iter().filter(|(session, ..)| chosen.is_none_or(|chosen| chosen == *session));
        let (own, published): (Vec<f64>, Vec<f64>) =
            of.map(|&(_, own, theirs)| (own, theirs)).unzip();
        let (count, rho) = (own.len(), correlation(&ranks(&own), &ranks(&published)));
        println!("    Spearman with the published estimates, {what}: {rho:.4} over {count}");
    }
}

#[expect(clippy::cast_precision_loss, reason = "some ten thousand places")]
fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    let mut ranks = vec![0.0; values.len()];
    for (rank, at) in order.into_iter().enumerate() {
        ranks[at] = rank as f64;
    }
    ranks
}

#[expect(clippy::cast_precision_loss, reason = "some ten thousand places")]
fn correlation(left: &[f64], right: &[f64]) -> f64 {
    let count = left.len() as f64;
    let mean = |values: &[f64]| values.iter().sum::<f64>() / count;
    let (left_mean, right_mean) = (mean(left), mean(right));
    let product = |a: &[f64], a_mean: f64, b: &[f64], b_mean: f64| {
        a.iter().zip(b).map(|(a, b)| (a - a_mean) * (b - b_mean)).sum::<f64>()
    };
    product(left, left_mean, right, right_mean)
        / (product(left, left_mean, left, left_mean)
            * product(right, right_mean, right, right_mean))
        .sqrt()
}
