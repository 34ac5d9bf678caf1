//! How often do intervals of a ratio cover the truth, and how often is a change of level seen where there is none?
//!
//! `cargo run --release -p griot-stats --example before_after [eight|apart] [RUNS] [SEED] [coverage|changes]`
//!
//! Series are made of events day by day, of kinds whose truth is known. The eight kinds are those that the method was made on;
//! those set apart were looked at when it was done.
#![expect(
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::float_cmp,
    clippy::needless_range_loop,
    clippy::unused_self,
    reason = "a program that draws and prints tables"
)]

use griot_stats::{
    change_points::change_points,
    random::Random,
    rates::{Counted, Period, rate_ratio, student_quantile, weekly},
};

/// Draws of the usual distributions.
struct Chance(Random);

impl Chance {
    fn unit(&mut self) -> f64 {
        self.0.unit()
    }

    fn exponential(&mut self) -> f64 {
        -libm::log(1.0 - self.unit())
    }

    fn normal(&mut self) -> f64 {
        (2.0 * self.exponential()).sqrt() * libm::cos(std::f64::consts::TAU * self.unit())
    }

    fn poisson(&mut self, mean: f64) -> u32 {
        let (mut number, mut sum) = (0, self.exponential());
        while sum < mean {
            number += 1;
            sum += self.exponential();
        }
        number
    }

    /// Gamma with this shape and mean 1 (Marsaglia and Tsang 2000).
    fn gamma(&mut self, shape: f64) -> f64 {
        if shape < 1.0 {
            let smaller = libm::pow(1.0 - self.unit(), 1.0 / shape);
            return self.gamma(shape + 1.0) * (shape + 1.0) * smaller / shape;
        }
        let d = shape - 1.0 / 3.0;
        loop {
            let x = self.normal();
            let v = libm::pow((1.0 + x / (9.0 * d).sqrt()).max(0.0), 3.0);
            if v > 0.0
                && libm::log(1.0 - self.unit()) < 0.5 * x * x + d - d * v + d * libm::log(v)
            {
                return d * v / shape;
            }
        }
    }
}

/// How many die in one event.
#[derive(Clone, Copy)]
enum Size {
    One,
    /// Geometric with this mean.
    Geometric(f64),
    /// Pareto from 1 with this tail, rounded down, at most 500.
    Pareto(f64),
    /// Logarithmic normal with this deviation, at least 1.
    Lognormal(f64),
}

impl Size {
    fn draw(self, chance: &mut Chance) -> u32 {
        let drawn = match self {
            Self::One => 1.0,
            Self::Geometric(mean) => {
                1.0 + (libm::log(1.0 - chance.unit()) / libm::log(1.0 - 1.0 / mean)).floor()
            }
            Self::Pareto(tail) => libm::pow(1.0 - chance.unit(), -1.0 / tail).min(500.0),
            Self::Lognormal(deviation) => libm::exp(deviation * chance.normal() + 1.0),
        };
        drawn.max(1.0) as u32
    }
}

/// How the number of events moves from day to day; every one has a mean of 1.
#[derive(Clone, Copy)]
enum Pace {
    Even,
    /// Campaigns of so many weeks, which are this share of all.
    Campaigns {
        weeks: (f64, f64),
        share: f64,
    },
    /// Each event brings this many others within so many weeks.
    SelfExciting {
        children: f64,
        weeks: f64,
    },
    /// Logarithm of the pace drifts and comes back within so many weeks.
    Drifting {
        deviation: f64,
        weeks: f64,
    },
    /// Two paces; each is left after so many weeks on average.
    Regimes {
        high: f64,
        low: f64,
        weeks: f64,
    },
    /// A sum of drifts from fast to slow.
    LongMemory {
        deviation: f64,
    },
    /// Shocks that die out slowly, as a power of time.
    Shocks {
        every: f64,
    },
    /// Each week has a pace of its own.
    Weekly {
        shape: f64,
    },
    /// A random walk of the logarithm that begins anew at no time.
    Walk {
        weekly: f64,
    },
}

/// What the mean does over the year and over the years.
#[derive(Clone, Copy)]
enum Mean {
    Flat,
    Season(f64),
    /// So many times as much, for so many weeks of a year.
    Months(f64, f64),
    /// This times as much after two years.
    Trend(f64),
    Both(f64, f64),
}

impl Mean {
    fn at(self, week: f64, phase: f64) -> f64 {
        let year = 365.25 / 7.0;
        let season = |amplitude: f64| {
            1.0 + amplitude * libm::sin(std::f64::consts::TAU * (week / year + phase))
        };
        let trend = |times: f64| libm::pow(times, week / 104.0 - 0.5);
        match self {
            Self::Flat => 1.0,
            Self::Season(amplitude) => season(amplitude),
            Self::Months(times, weeks) => {
                let of_year = (week / year + phase).fract() * year;
                if of_year < weeks { times } else { 1.0 }
            }
            Self::Trend(times) => trend(times),
            Self::Both(amplitude, times) => season(amplitude) * trend(times),
        }
    }
}

#[derive(Clone, Copy)]
struct Kind {
    name: &'static str,
    size: Size,
    pace: Pace,
    mean: Mean,
}

const EIGHT: [Kind; 8] = [
    Kind { name: "Poisson", size: Size::One, pace: Pace::Even, mean: Mean::Flat },
    Kind { name: "compound", size: Size::Geometric(5.0), pace: Pace::Even, mean: Mean::Flat },
    Kind { name: "heavy-tailed", size: Size::Pareto(1.8), pace: Pace::Even, mean: Mean::Flat },
    Kind {
        name: "campaigns of 2 to 8 weeks",
        size: Size::Geometric(3.0),
        pace: Pace::Campaigns { weeks: (2.0, 8.0), share: 0.6 },
        mean: Mean::Flat,
    },
    Kind {
        name: "self-exciting",
        size: Size::Geometric(3.0),
        pace: Pace::SelfExciting { children: 0.7, weeks: 1.5 },
        mean: Mean::Flat,
    },
    Kind {
        name: "drifting intensity",
        size: Size::Geometric(3.0),
        pace: Pace::Drifting { deviation: 0.6, weeks: 10.0 },
        mean: Mean::Flat,
    },
    Kind {
        name: "seasonal",
        size: Size::Geometric(3.0),
        pace: Pace::Even,
        mean: Mean::Season(0.6),
    },
    Kind {
        name: "trend",
        size: Size::Geometric(3.0),
        pace: Pace::Even,
        mean: Mean::Trend(2.5),
    },
];

const APART: [Kind; 12] = [
    Kind {
        name: "weeks of their own pace",
        size: Size::Geometric(3.0),
        pace: Pace::Weekly { shape: 0.8 },
        mean: Mean::Flat,
    },
    Kind {
        name: "log-normal sizes",
        size: Size::Lognormal(1.3),
        pace: Pace::Even,
        mean: Mean::Flat,
    },
    Kind {
        name: "two regimes of 12 weeks",
        size: Size::Geometric(3.0),
        pace: Pace::Regimes { high: 1.6, low: 0.4, weeks: 12.0 },
        mean: Mean::Flat,
    },
    Kind {
        name: "long memory",
        size: Size::Geometric(3.0),
        pace: Pace::LongMemory { deviation: 0.6 },
        mean: Mean::Flat,
    },
    Kind {
        name: "shocks that die out slowly",
        size: Size::Geometric(3.0),
        pace: Pace::Shocks { every: 10.0 },
        mean: Mean::Flat,
    },
    Kind {
        name: "self-exciting, strongly, heavy-tailed",
        size: Size::Pareto(2.0),
        pace: Pace::SelfExciting { children: 0.85, weeks: 2.0 },
        mean: Mean::Flat,
    },
    Kind {
        name: "short campaigns, few",
        size: Size::Geometric(2.0),
        pace: Pace::Campaigns { weeks: (1.0, 4.0), share: 0.8 },
        mean: Mean::Flat,
    },
    Kind {
        name: "slow drift (26 weeks)",
        size: Size::Geometric(3.0),
        pace: Pace::Drifting { deviation: 0.5, weeks: 26.0 },
        mean: Mean::Flat,
    },
    Kind {
        name: "a random walk",
        size: Size::Geometric(3.0),
        pace: Pace::Walk { weekly: 0.08 },
        mean: Mean::Flat,
    },
    Kind {
        name: "three bad months a year",
        size: Size::Geometric(4.0),
        pace: Pace::Even,
        mean: Mean::Months(4.0, 13.0),
    },
    Kind {
        name: "season and trend, heavy-tailed",
        size: Size::Pareto(2.0),
        pace: Pace::Even,
        mean: Mean::Both(0.5, 0.5),
    },
    Kind {
        name: "season and campaigns",
        size: Size::Geometric(3.0),
        pace: Pace::Campaigns { weeks: (2.0, 8.0), share: 0.5 },
        mean: Mean::Season(0.5),
    },
];

/// Days before the first that are drawn and thrown away.
const WARM: i32 = 70 * 7;

impl Kind {
    /// Events of so many weeks; `level` is events a week at each week.
    fn draw(self, chance: &mut Chance, weeks: i32, level: impl Fn(f64) -> f64) -> Vec<Counted> {
        let phase = chance.unit();
        let days = weeks * 7 + WARM;
        let pace = self.pace.draw(chance, days);
        let mut events: Vec<i32> = Vec::new();
        for (day, pace) in (-WARM..).zip(&pace) {
            let week = f64::from(day) / 7.0;
            let mean = level(week) * self.mean.at(week, phase) * pace / 7.0;
            events.extend((0..chance.poisson(mean)).map(|_| day));
        }
        if let Pace::SelfExciting { children, weeks: lasting } = self.pace {
            let mut at = 0;
            while let Some(&day) = events.get(at) {
                for _ in 0..chance.poisson(children) {
                    let later = day + (chance.exponential() * lasting * 7.0) as i32;
                    if later < weeks * 7 {
                        events.push(later);
                    }
                }
                at += 1;
            }
        }
        events.retain(|day| *day >= 0);
        events.sort_unstable();
        let counted = |day| {
            let best = self.size.draw(chance);
            Counted { start: day, end: day, best, low: best, high: best }
        };
        events.into_iter().map(counted).collect()
    }

    /// The true ratio of what is expected in two periods of so many weeks; season and trend included.
    fn truth(self, _weeks: i32, step: f64) -> f64 {
        step
    }
}

impl Pace {
    fn draw(self, chance: &mut Chance, days: i32) -> Vec<f64> {
        let drift = |chance: &mut Chance, deviation: f64, weeks: f64| -> Vec<f64> {
            let kept = libm::exp(-1.0 / (7.0 * weeks));
            let new = deviation * (1.0 - kept * kept).sqrt();
            let mut state = deviation * chance.normal();
            (0..days)
                .map(|_| {
                    state = kept * state + new * chance.normal();
                    state
                })
                .collect()
        };
        match self {
            Self::Even => vec![1.0; days as usize],
            Self::SelfExciting { children, .. } => vec![1.0 - children; days as usize],
            Self::Drifting { deviation, weeks } => drift(chance, deviation, weeks)
                .into_iter()
                .map(|log| libm::exp(log - deviation * deviation / 2.0))
                .collect(),
            Self::LongMemory { deviation } => {
                let each = deviation / 2.0;
                let sums = [1.0, 4.0, 16.0, 64.0].map(|weeks| drift(chance, each, weeks));
                (0..days as usize)
                    .map(|day| {
                        let sum: f64 = sums.iter().map(|drift| drift[day]).sum();
                        libm::exp(sum - deviation * deviation / 2.0)
                    })
                    .collect()
            }
            Self::Campaigns { weeks: (from, to), share } => {
                let mean = f64::midpoint(from, to);
                // A campaign every twelve weeks, so that they overlap at times.
                let every = 12.0_f64.max(1.5 * mean);
                let high = share * every / mean;
                let mut pace = vec![1.0 - share; days as usize];
                let mut at = -60.0 + chance.exponential() * every * 7.0;
                while at < f64::from(days) {
                    let length = 7.0 * (from + (to - from) * chance.unit());
                    for day in at.max(0.0) as usize
                        ..((at + length).max(0.0) as usize).min(days as usize)
                    {
                        pace[day] += high;
                    }
                    at += chance.exponential() * every * 7.0;
                }
                pace
            }
            Self::Regimes { high, low, weeks } => {
                let mut is_high = chance.unit() < 0.5;
                (0..days)
                    .map(|_| {
                        is_high ^= chance.unit() < 1.0 / (7.0 * weeks);
                        if is_high { high } else { low }
                    })
                    .collect()
            }
            Self::Shocks { every } => {
                let mut pace = vec![0.3; days as usize];
                let mut at = -200.0 + chance.exponential() * every * 7.0;
                // The integral of (1 + t / 7)^-1.5 is 14 days.
                let high = 0.7 * every * 7.0 / 14.0;
                while at < f64::from(days) {
                    let from = at.max(0.0) as usize;
                    let strength = high * chance.gamma(2.0);
                    for (day, pace) in pace.iter_mut().enumerate().skip(from) {
                        *pace += strength * libm::pow(1.0 + (day as f64 - at) / 7.0, -1.5);
                    }
                    at += chance.exponential() * every * 7.0;
                }
                pace
            }
            Self::Weekly { shape } => {
                let mut now = 1.0;
                (0..days)
                    .map(|day| {
                        if day % 7 == 0 {
                            now = chance.gamma(shape);
                        }
                        now
                    })
                    .collect()
            }
            Self::Walk { weekly } => {
                let mut state = 0.0;
                let from = WARM;
                (0..days)
                    .map(|day| {
                        if day >= from {
                            state += weekly / 7.0_f64.sqrt() * chance.normal();
                        }
                        libm::exp(state)
                    })
                    .collect()
            }
        }
    }
}

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let word = |at: usize| words.get(at).map_or("", String::as_str);
    let kinds: &[Kind] = if word(0) == "apart" { &APART } else { &EIGHT };
    let runs = word(1).parse().unwrap_or(500);
    let seed = word(2).parse().unwrap_or(1);
    if word(3) != "changes" {
        coverage(kinds, runs, seed);
    }
    if word(3) != "coverage" {
        changes(kinds, runs, seed);
    }
}

fn coverage(kinds: &[Kind], runs: u64, seed: u64) {
    println!(
        "| kind | weeks | events a week | true ratio | covers | weeks as independent | times as wide | no interval |"
    );
    println!("| --- | --- | --- | --- | --- | --- | --- | --- |");
    for kind in kinds {
        let (mut sum, mut settings) = (0.0, 0.0);
        for (weeks, per_week, step) in
            [(52, 4.0, 1.0), (52, 4.0, 2.0), (52, 12.0, 1.0), (104, 6.0, 1.0), (26, 8.0, 1.0)]
        {
            let (before, after) = (
                Period { first: 0, last: weeks * 7 - 1 },
                Period { first: weeks * 7, last: 2 * weeks * 7 - 1 },
            );
            let (mut given, mut covers, mut naive, mut none) = (0.0, 0.0, 0.0, 0);
            let mut widths = Vec::new();
            for run in 0..runs {
                let mut chance = Chance(Random::for_item(seed, run));
                // The truth includes what season and trend make of the two periods, in this run's phase.
                let phase = chance.unit();
                let mut chance = Chance(Random::for_item(seed, run));
                let level = |week: f64| {
                    if week < f64::from(weeks) { per_week } else { per_week * step }
                };
                let events = kind.draw(&mut chance, 2 * weeks, level);
                let expected = |from: i32| -> f64 {
                    (from * 7..(from + weeks) * 7)
                        .map(|d| kind.mean.at(f64::from(d) / 7.0, phase))
                        .sum()
                };
                let truth = kind.truth(weeks, step) * expected(weeks) / expected(0);
                let got = rate_ratio(&events, before, after, 0.95);
                let Ok(interval) = got.interval else {
                    none += 1;
                    continue;
                };
                given += 1.0;
                covers += f64::from(u8::from(interval.low <= truth && truth <= interval.high));
                let error = (interval.dispersion
                    * (1.0 / got.before.best + 1.0 / got.after.best))
                    .sqrt();
                let reach = student_quantile(0.975, f64::from(2 * weeks - 2)) * error;
                let off = libm::log(got.ratio.unwrap_or(f64::INFINITY) / truth).abs();
                naive += f64::from(u8::from(off <= reach));
                widths.push(libm::log(interval.high / interval.low) / (2.0 * reach));
            }
            widths.sort_by(f64::total_cmp);
            println!(
                "| {} | {weeks} + {weeks} | {per_week} | {step} | {:.3} | {:.3} | {:.2} | {none} |",
                kind.name,
                covers / given,
                naive / given,
                widths.get(widths.len() / 2).copied().unwrap_or(0.0)
            );
            sum += covers / given;
            settings += 1.0;
        }
        println!("| **{}, all** | | | | **{:.3}** | | | |", kind.name, sum / settings);
    }
    println!();
}

fn changes(kinds: &[Kind], runs: u64, seed: u64) {
    println!(
        "| kind, 156 weeks, 6 events a week | false change | a step of 2 found | a step of 3 found | median error of 3 |"
    );
    println!("| --- | --- | --- | --- | --- |");
    let period = Period { first: 0, last: 156 * 7 - 1 };
    for kind in kinds {
        let mut cells = Vec::new();
        let mut errors = Vec::new();
        for step in [1.0, 2.0, 3.0] {
            let mut any = 0.0;
            for run in 0..runs {
                let mut chance = Chance(Random::for_item(seed, run));
                let events = kind
                    .draw(&mut chance, 156, |week| if week < 78.0 { 6.0 } else { 6.0 * step });
                let weeks: Vec<f64> =
                    weekly(&events, period).into_iter().map(|week| week.0).collect();
                let found = change_points(&weeks);
                if step == 1.0 {
                    any += f64::from(u8::from(!found.is_empty()));
                    continue;
                }
                let nearest = found.iter().map(|change| change.week.abs_diff(78)).min();
                any += f64::from(u8::from(nearest.is_some_and(|nearest| nearest <= 8)));
                if step == 3.0 {
                    errors.extend(nearest);
                }
            }
            cells.push(format!("{:.1} %", 100.0 * any / runs as f64));
        }
        errors.sort_unstable();
        let median = errors
            .get(errors.len() / 2)
            .map_or_else(|| "none".to_owned(), |it| format!("{it} weeks"));
        println!("| {} | {} | {median} |", kind.name, cells.join(" | "));
    }
}
