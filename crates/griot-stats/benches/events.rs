//! Prints the tables of `bench/events.md`: speed and quality of fusion, coverage of intervals, false alarms of change points.
//!
//! `cargo bench -p griot-stats --bench events [speed|join|quality|coverage|changes]`
#![expect(
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a bench measures time and prints tables"
)]

use std::{io::Read as _, time::Instant};

use griot_stats::{
    change_points::change_points,
    linkage::{Place, Window, fuse, join},
    meltt,
    rates::{Counted, Period, rate_ratio},
};
use scores::{Calibration, add_links, add_rows, scores, written};
use synthetic::{Noise, Random};

#[path = "../tests/suite/scores.rs"]
mod scores;
#[path = "../tests/suite/synthetic.rs"]
mod synthetic;

const WINDOW: Window = Window { km: 25.0, days: 2 };

fn main() {
    let wanted: Vec<String> =
        std::env::args().skip(1).filter(|a| !a.starts_with('-')).collect();
    let want = |name: &str| wanted.is_empty() || wanted.iter().any(|w| w == name);
    if want("speed") {
        speed();
    }
    if want("join") {
        join_many();
    }
    if want("quality") {
        quality();
    }
    if want("coverage") {
        coverage();
    }
    if want("changes") {
        changes();
    }
}

/// Mean of some runs, in milliseconds of the processor: other work on the machine does not count.
fn milliseconds(runs: u32, mut work: impl FnMut()) -> f64 {
    let start = Instant::now();
    let before = on_processor();
    for _ in 0..runs {
        work();
    }
    let clock = start.elapsed().as_secs_f64() * 1e3;
    let used = before.zip(on_processor()).map(|(before, after)| after - before);
    used.unwrap_or(clock) / f64::from(runs)
}

/// Milliseconds that this thread has run, as Linux counts them.
fn on_processor() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split(' ').next()?.parse::<f64>().ok().map(|nanoseconds| nanoseconds / 1e6)
}

fn speed() {
    println!("## Fusing three lists, 25 km and 2 days\n");
    println!(
        "| rows | pairs | griot | meltt compatible, in griot |\n| --- | --- | --- | --- |"
    );
    for (incidents, days) in [(500, 365), (1000, 365), (2000, 365), (4000, 730), (8000, 1460)] {
        let (records, _) = synthetic::lists(incidents, days, Noise::GIVEN, 7);
        let shape = synthetic::shape();
        let mut links = 0;
        let griot = milliseconds(40, || {
            links = fuse(&records, &shape, WINDOW, &[], usize::MAX).unwrap().links.len();
        });
        let mut lists: Vec<Vec<meltt::Event>> = vec![Vec::new(); 3];
        for record in &records {
            lists[record.source as usize].push(meltt::Event {
                start: record.place.start,
                end: record.place.end,
                latitude: record.place.latitude,
                longitude: record.place.longitude,
                codes: record.codes.to_vec(),
            });
        }
        let options = meltt::Options {
            km: WINDOW.km,
            days: WINDOW.days,
            levels: shape.levels.clone(),
            weights: vec![1.0, 1.0],
            depth: meltt::Depth::Finest,
            partial: 0,
        };
        let compatible = milliseconds(3, || {
            std::hint::black_box(meltt::integrate(&lists, &options));
        });
        println!("| {} | {links} | {griot:.1} ms | {compatible:.1} ms |", records.len());
    }
    println!();
}

fn join_many() {
    println!("## Joining 400,000 with 2,000,000 events on one core\n");
    println!(
        "| window | pairs | time | peak memory of the process |\n| --- | --- | --- | --- |"
    );
    let left = scattered(400_000, 1);
    let right = scattered(2_000_000, 2);
    println!("| the lists themselves | | | {} |", peak());
    for (km, days) in [(25.0, 2), (50.0, 7)] {
        let mut pairs = 0_u64;
        let time = milliseconds(3, || {
            pairs = 0;
            join(&left, &right, km, days, |_, _, _, _| pairs += 1);
        });
        println!("| {km} km, {days} days | {pairs} | {time:.0} ms | {} |", peak());
    }
    println!();
}

/// Events of 36 years around 4,000 towns of the world, as thick as GED: most in few towns.
fn scattered(n: usize, seed: u64) -> Vec<Place> {
    let mut towns = Random(99);
    let towns: Vec<(f64, f64)> = (0..4000)
        .map(|_| (-35.0 + 80.0 * towns.share(), -120.0 + 260.0 * towns.share()))
        .collect();
    let mut random = Random(seed);
    let mut place = || {
        let share = random.share();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "below 4,000"
        )]
        let town = towns[(share * share * 4000.0) as usize];
        let start = i32::try_from(random.below(13_149)).unwrap();
        Place {
            latitude: town.0 + 0.2 * random.normal(),
            longitude: town.1 + 0.2 * random.normal(),
            radius_km: 0.0,
            start,
            end: start,
        }
    };
    (0..n).map(|_| place()).collect()
}

/// Most memory that the process held so far, as Linux has it.
fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib: Option<u64> = line.and_then(|l| l.trim().trim_end_matches(" kB").parse().ok());
    kib.map_or("unknown".to_owned(), |kib| format!("{} MB", kib / 1024))
}

/// Lists of each kind: enough that the bins of the rarer probabilities hold hundreds of pairs.
const SEEDS: u64 = 40;

fn quality() {
    println!("## Fusion of lists whose truth is known, {SEEDS} seeds each, 2,000 incidents\n");
    println!(
        "| lists | precision | recall | F1, mean | F1, worst |\n| --- | --- | --- | --- | --- |"
    );
    let sets = [Noise::GIVEN, Noise::COARSE, Noise::CONFUSED, Noise::SPARSE, Noise::DENSE];
    let mut tables = Vec::new();
    for noise in sets {
        let mut links = Calibration::default();
        let mut rows = [Calibration::default(); 2];
        let (mut p, mut r, mut f, mut worst) = (0.0, 0.0, 0.0, 1.0_f64);
        for seed in 0..SEEDS {
            let (records, truth) = synthetic::lists(2000, 365, noise, seed);
            let fusion = fuse(&records, &synthetic::shape(), WINDOW, &[], usize::MAX).unwrap();
            let clusters: Vec<usize> = fusion.members.iter().map(|m| m.cluster).collect();
            let got = scores(&clusters, &truth);
            (p, r, f) = (p + got.precision, r + got.recall, f + got.f1);
            worst = worst.min(got.f1);
            add_links(&mut links, &fusion, &truth);
            add_rows(&mut rows, &fusion, &truth);
        }
        #[expect(clippy::cast_precision_loss, reason = "few seeds")]
        let n = SEEDS as f64;
        println!(
            "| {} | {:.3} | {:.3} | {:.3} | {worst:.3} |",
            noise.name,
            p / n,
            r / n,
            f / n
        );
        let [together, alone] = &rows;
        for (what, calibration) in
            [("pairs", &links), ("rows together", together), ("rows alone", alone)]
        {
            tables.push(format!("{:>20} {what:>13}  {}", noise.name, written(calibration)));
        }
    }
    println!(
        "\nPairs and rows by what was said of them: count, mean probability, share that came true.\n"
    );
    println!("```\n{:>34}  to {:?} and above", "", scores::BINS);
    println!("{}\n```\n", tables.join("\n"));
}

/// Deaths of the one-sided events of the Central African Republic since 2017, UCDP GED 23.1.
fn sizes() -> Option<Vec<u32>> {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../shared/data/events/ucdp/ged231_car.csv.gz"
    );
    let Ok(bytes) = std::fs::read(path) else {
        println!("skipped: {path} is not there");
        return None;
    };
    let mut text = Vec::new();
    flate2::read::GzDecoder::new(bytes.as_slice()).read_to_end(&mut text).unwrap();
    let mut reader = csv::Reader::from_reader(text.as_slice());
    let headers = reader.headers().unwrap().clone();
    let column = |name: &str| headers.iter().position(|header| header == name).unwrap();
    let (kind, year, best) = (column("type_of_violence"), column("year"), column("best"));
    let rows = reader.records().map(Result::unwrap);
    let recent = rows.filter(|row| &row[kind] == "3" && &row[year] >= "2017");
    Some(recent.map(|row| row[best].parse().unwrap()).filter(|&deaths| deaths > 0).collect())
}

/// Weeks of events whose number is Poisson and whose sizes are drawn from real ones.
fn season(
    random: &mut Random,
    first: i32,
    weeks: i32,
    per_week: f64,
    sizes: &[u32],
) -> Vec<Counted> {
    let mut events = Vec::new();
    // Exponential gaps make a Poisson number of events.
    let mut at = 0.0;
    loop {
        at -= libm::log(1.0 - random.share()) * 7.0 / per_week;
        if at >= f64::from(weeks) * 7.0 {
            return events;
        }
        #[expect(clippy::cast_possible_truncation, reason = "a day of the season")]
        let day = first + at as i32;
        let best = sizes[random.below(sizes.len())];
        events.push(Counted { start: day, end: day, best, low: best, high: best });
    }
}

fn coverage() {
    let Some(sizes) = sizes() else { return };
    let sum: f64 = sizes.iter().map(|&s| f64::from(s)).sum();
    let squares: f64 = sizes.iter().map(|&s| f64::from(s) * f64::from(s)).sum();
    #[expect(clippy::cast_precision_loss, reason = "few events")]
    let n = sizes.len() as f64;
    println!("## How often a 95 % interval covers the truth, 600 runs each\n");
    println!(
        "Sizes of {n} one-sided events, mean {:.2}, sum of squares over sum {:.1}; 52 weeks before and 52 after.\n",
        sum / n,
        squares / sum
    );
    println!("| events a week | true ratio | griot | Poisson | not estimable |");
    println!("| --- | --- | --- | --- | --- |");
    let before = Period { first: 0, last: 363 };
    let after = Period { first: 364, last: 727 };
    let (mut all, mut all_covered) = (0.0, 0.0);
    for (per_week, ratio) in
        [(1.5, 1.0), (1.5, 2.0), (3.0, 1.0), (3.0, 2.0), (6.0, 1.0), (6.0, 3.0), (12.0, 1.5)]
    {
        let mut random = Random(2026);
        let (mut given, mut covered, mut poisson, mut none) = (0.0, 0.0, 0.0, 0);
        for _ in 0..600 {
            let mut events = season(&mut random, 0, 52, per_week, &sizes);
            events.extend(season(&mut random, 364, 52, per_week * ratio, &sizes));
            let got = rate_ratio(&events, before, after, 0.95);
            let Ok(interval) = got.interval else {
                none += 1;
                continue;
            };
            given += 1.0;
            covered += f64::from(u8::from(interval.low <= ratio && ratio <= interval.high));
            let error = 1.96 * (1.0 / got.before.best + 1.0 / got.after.best).sqrt();
            let off = libm::log(got.ratio.unwrap() / ratio).abs();
            poisson += f64::from(u8::from(off <= error));
        }
        all += given;
        all_covered += covered;
        println!(
            "| {per_week} | {ratio} | {:.3} | {:.3} | {none} |",
            covered / given,
            poisson / given
        );
    }
    println!("| all | | {:.3} | | |\n", all_covered / all);
}

fn changes() {
    let Some(sizes) = sizes() else { return };
    println!("## Change points in 156 weeks, 1,000 runs each\n");
    println!("| weekly deaths | false alarms | a step of three times found | median error |");
    println!("| --- | --- | --- | --- |");
    // Dispersion of a sum of lumps is the sum of squared sizes over the sum of sizes.
    let sets =
        [("lumps as in CAR, dispersion 24.7", sizes), ("lumps of 5, dispersion 5", vec![5])];
    for (name, sizes) in sets {
        for per_week in [3.0, 6.0] {
            let mut random = Random(1);
            let (mut alarms, mut found, mut errors) = (0.0, 0.0, Vec::new());
            for _ in 0..1000 {
                let flat = season(&mut random, 0, 156, per_week, &sizes);
                alarms += f64::from(u8::from(!change_points(&weeks(&flat)).is_empty()));
                let mut step = season(&mut random, 0, 78, per_week, &sizes);
                step.extend(season(&mut random, 78 * 7, 78, per_week * 3.0, &sizes));
                let changes = change_points(&weeks(&step));
                let nearest = changes.iter().map(|c| c.week.abs_diff(78)).min();
                found += f64::from(u8::from(nearest.is_some()));
                errors.extend(nearest);
            }
            errors.sort_unstable();
            println!(
                "| {name}, {per_week} events a week | {:.1} % | {:.1} % | {} weeks |",
                alarms / 10.0,
                found / 10.0,
                errors.get(errors.len() / 2).copied().unwrap_or(0)
            );
        }
    }
    println!();
}

fn weeks(events: &[Counted]) -> Vec<f64> {
    let period = Period { first: 0, last: 156 * 7 - 1 };
    griot_stats::rates::weekly(events, period).into_iter().map(|(deaths, _)| deaths).collect()
}
