//! Ordinary behaviour: about 1,200 accounts and 10,000 shares in a week, nobody of them coordinated.

use griot_stats::random::Random;

/// Account, object, seconds.
pub(crate) type Row = (u32, u32, i64);

pub(crate) const DAY: i64 = 86_400;
pub(crate) const WEEK: i64 = 7 * DAY;
const ACCOUNTS: u32 = 1_200;

/// Draws with what the kinds need.
pub(crate) struct Dice(pub(crate) Random);

impl Dice {
    pub(crate) fn new(seed: u64, stream: u64) -> Self {
        Self(Random::for_item(seed, stream))
    }
    pub(crate) fn chance(&mut self, p: f64) -> bool {
        self.0.unit() < p
    }
    pub(crate) fn below(&mut self, n: u32) -> u32 {
        self.0.below(n.max(1))
    }
    pub(crate) fn within(&mut self, n: i64) -> i64 {
        (self.0.unit() * n as f64) as i64
    }
    /// Exponential with this mean.
    pub(crate) fn delay(&mut self, mean: f64) -> i64 {
        (-libm::log(1.0 - self.0.unit()) * mean) as i64
    }
    pub(crate) fn normal(&mut self) -> f64 {
        let (u, v) = (1.0 - self.0.unit(), self.0.unit());
        libm::sqrt(-2.0 * libm::log(u)) * libm::cos(std::f64::consts::TAU * v)
    }
    /// Long-tailed weights, normalised to mean 1.
    pub(crate) fn weights(&mut self, count: u32, sigma: f64) -> Vec<f64> {
        let raw: Vec<f64> = (0..count).map(|_| libm::exp(sigma * self.normal())).collect();
        let mean = raw.iter().sum::<f64>() / f64::from(count);
        raw.into_iter().map(|it| it / mean).collect()
    }
    pub(crate) fn some(&mut self, from: u32, count: u32) -> Vec<u32> {
        let mut all: Vec<u32> = (0..from).collect();
        self.0.shuffle(&mut all);
        all.truncate(count as usize);
        all
    }
    /// Seconds of a day, by a curve that is low at night, moved by so many hours.
    pub(crate) fn daytime(&mut self, hours: i64) -> i64 {
        loop {
            let at = self.within(DAY);
            let hour = at as f64 / 3_600.0;
            let level = 0.55 - 0.45 * libm::cos((hour - 4.0) / 24.0 * std::f64::consts::TAU);
            if self.chance(level) {
                return (at + hours * 3_600).rem_euclid(DAY);
            }
        }
    }
}

/// Draws from cumulated weights.
pub(crate) struct Wheel(Vec<f64>);

impl Wheel {
    pub(crate) fn new(weights: &[f64]) -> Self {
        let mut sum = 0.0;
        Self(
            weights
                .iter()
                .map(|it| {
                    sum += it;
                    sum
                })
                .collect(),
        )
    }
    pub(crate) fn draw(&self, dice: &mut Dice) -> u32 {
        let at = dice.0.unit() * self.0.last().copied().unwrap_or(1.0);
        self.0.partition_point(|&it| it <= at) as u32
    }
}

pub(crate) type Kind = (&'static str, fn(u64) -> Vec<Row>);

/// Those the test was made with.
pub(crate) const TUNED: [Kind; 12] = [
    ("independent", independent),
    ("time zones", time_zones),
    ("copied memes", copied_memes),
    ("news after 20 minutes", news_after_20_minutes),
    ("breaking news, half within 2 minutes", breaking),
    ("follower cascades", cascades),
    ("live debate of two hours", debate),
    ("subject communities", communities),
    ("30 accounts on one feed", feed),
    ("declared group of 4", declared),
    ("football matches", football),
    ("daily routines", routines),
];

pub(crate) fn independent(seed: u64) -> Vec<Row> {
    let mut dice = Dice::new(seed, 1);
    let (busy, popular) = (dice.weights(ACCOUNTS, 0.9), dice.weights(4_000, 1.2));
    let (busy, popular) = (Wheel::new(&busy), Wheel::new(&popular));
    (0..10_000)
        .map(|_| {
            let day = i64::from(dice.below(7));
            (busy.draw(&mut dice), popular.draw(&mut dice), day * DAY + dice.daytime(0))
        })
        .collect()
}

fn time_zones(seed: u64) -> Vec<Row> {
    let mut dice = Dice::new(seed, 2);
    let (busy, popular) = (dice.weights(ACCOUNTS, 0.9), dice.weights(1_500, 1.0));
    let (busy, popular) = (Wheel::new(&busy), Wheel::new(&popular));
    (0..10_000)
        .map(|_| {
            let account = busy.draw(&mut dice);
            let at = 17 * 3_600
                + (dice.normal() * 5_400.0) as i64
                + i64::from(account % 4) * 6 * 3_600;
            (account, popular.draw(&mut dice), i64::from(dice.below(7)) * DAY + at)
        })
        .collect()
}

fn copied_memes(seed: u64) -> Vec<Row> {
    let mut dice = Dice::new(seed, 3);
    let busy = Wheel::new(&dice.weights(ACCOUNTS, 0.9));
    let mut times: Vec<i64> =
        (0..10_000).map(|_| i64::from(dice.below(7)) * DAY + dice.daytime(0)).collect();
    times.sort_unstable();
    let mut rows: Vec<Row> = Vec::new();
    for time in times {
        // One of the last 400 shares is copied, or something new comes up.
        let object = if rows.is_empty() || dice.chance(0.08) {
            rows.len() as u32
        } else {
            let back = dice.below(rows.len().min(400) as u32) as usize;
            rows[rows.len() - 1 - back].1
        };
        rows.push((busy.draw(&mut dice), object, time));
    }
    rows
}

/// News items shared by readers drawn by lot with a delay of their own.
fn news(
    seed: u64,
    stream: u64,
    items: u32,
    readers: f64,
    mut delay: impl FnMut(&mut Dice) -> i64,
) -> Vec<Row> {
    let mut dice = Dice::new(seed, stream);
    let busy = Wheel::new(&dice.weights(ACCOUNTS, 0.9));
    let mut rows = Vec::new();
    for item in 0..items {
        let at = i64::from(dice.below(7)) * DAY + dice.daytime(0);
        let size = (readers * libm::exp(0.6 * dice.normal() - 0.18)) as u32;
        for _ in 0..size {
            rows.push((busy.draw(&mut dice), item, at + delay(&mut dice)));
        }
    }
    rows
}

fn news_after_20_minutes(seed: u64) -> Vec<Row> {
    news(seed, 4, 100, 100.0, |dice| dice.delay(1_200.0))
}

pub(crate) fn breaking(seed: u64) -> Vec<Row> {
    news(seed, 5, 50, 200.0, |dice| {
        if dice.chance(0.5) { dice.within(120) } else { dice.delay(3_600.0) }
    })
}

/// Everybody follows some, the popular more; a follower shares on after a while.
fn spread(
    dice: &mut Dice,
    posts: u32,
    p: f64,
    mean: f64,
    follows: u32,
    sigma: f64,
) -> Vec<Row> {
    let popular = Wheel::new(&dice.weights(ACCOUNTS, sigma));
    let mut followers: Vec<Vec<u32>> = vec![Vec::new(); ACCOUNTS as usize];
    for account in 0..ACCOUNTS {
        for _ in 0..follows {
            let source = popular.draw(dice);
            if source != account && !followers[source as usize].contains(&account) {
                followers[source as usize].push(account);
            }
        }
    }
    let mut rows = Vec::new();
    for object in 0..posts {
        let mut queue =
            vec![(popular.draw(dice), i64::from(dice.below(7)) * DAY + dice.daytime(0))];
        let mut has = vec![queue[0].0];
        while let Some((account, at)) = queue.pop() {
            rows.push((account, object, at));
            if has.len() > 300 {
                continue;
            }
            for &follower in &followers[account as usize] {
                if dice.chance(p) && !has.contains(&follower) {
                    has.push(follower);
                    queue.push((follower, at + dice.delay(mean)));
                }
            }
        }
    }
    rows
}

fn cascades(seed: u64) -> Vec<Row> {
    let mut dice = Dice::new(seed, 6);
    spread(&mut dice, 1_500, 0.05, 600.0, 15, 1.5)
}

fn debate(seed: u64) -> Vec<Row> {
    let mut dice = Dice::new(seed, 7);
    let mut rows = independent(seed + 1_000);
    rows.truncate(6_000);
    let watching = dice.some(ACCOUNTS, 400);
    let lively = dice.weights(400, 0.6);
    let start = 3 * DAY + 20 * 3_600;
    for moment in 0..40 {
        let at = start + dice.within(7_200);
        for (place, &account) in watching.iter().enumerate() {
            if dice.chance((0.25 * lively[place]).min(0.9)) {
                rows.push((account, 10_000 + moment, at + dice.delay(90.0)));
            }
        }
    }
    rows
}

/// Accounts of one subject share its objects; others hardly ever.
fn of_subjects(
    dice: &mut Dice,
    subjects: u32,
    items: u32,
    p: f64,
    mut delay: impl FnMut(&mut Dice) -> i64,
) -> Vec<Row> {
    let busy = dice.weights(ACCOUNTS, 0.6);
    let mut rows = Vec::new();
    for subject in 0..subjects {
        for item in 0..items {
            let at = i64::from(dice.below(7)) * DAY + dice.daytime(0);
            for account in (subject..ACCOUNTS).step_by(subjects as usize) {
                if dice.chance((p * busy[account as usize]).min(0.9)) {
                    rows.push((account, subject * items + item, at + delay(dice)));
                }
            }
        }
    }
    rows
}

fn communities(seed: u64) -> Vec<Row> {
    let mut dice = Dice::new(seed, 8);
    of_subjects(&mut dice, 24, 35, 0.24, |dice| dice.delay(1_800.0))
}

fn feed(seed: u64) -> Vec<Row> {
    let mut dice = Dice::new(seed, 9);
    let mut rows = independent(seed + 2_000);
    rows.truncate(7_500);
    for item in 0..90 {
        let at = i64::from(dice.below(7)) * DAY + dice.daytime(0);
        rows.push((ACCOUNTS, 20_000 + item, at));
        for account in ACCOUNTS + 1..=ACCOUNTS + 30 {
            if dice.chance(0.92) {
                rows.push((account, 20_000 + item, at + 5 + dice.within(55)));
            }
        }
    }
    for _ in 0..150 {
        rows.push((ACCOUNTS + 1 + dice.below(30), dice.below(4_000), dice.within(WEEK)));
    }
    rows
}

fn declared(seed: u64) -> Vec<Row> {
    let mut dice = Dice::new(seed, 10);
    let mut rows = independent(seed + 3_000);
    for item in 0..70 {
        let at = i64::from(dice.below(7)) * DAY + dice.daytime(0);
        for account in ACCOUNTS..ACCOUNTS + 4 {
            if dice.chance(0.95) {
                rows.push((account, 20_000 + item, at + dice.within(90)));
            }
        }
    }
    for _ in 0..60 {
        rows.push((ACCOUNTS + dice.below(4), dice.below(4_000), dice.within(WEEK)));
    }
    rows
}

fn football(seed: u64) -> Vec<Row> {
    let mut dice = Dice::new(seed, 11);
    let mut rows = independent(seed + 4_000);
    rows.truncate(7_000);
    let fans = dice.some(ACCOUNTS, 300);
    for game in 0..3 {
        let start = (1 + 2 * game) * DAY + 20 * 3_600;
        for goal in 0..4 {
            let at = start + dice.within(6_600);
            for &fan in &fans {
                if dice.chance(0.35) {
                    rows.push((fan, 20_000 + (game * 10 + goal) as u32, at + dice.delay(80.0)));
                }
            }
        }
    }
    rows
}

fn routines(seed: u64) -> Vec<Row> {
    let mut dice = Dice::new(seed, 12);
    let mut rows = independent(seed + 5_000);
    rows.truncate(7_000);
    let early = dice.some(ACCOUNTS, 250);
    let habit: Vec<i64> = early.iter().map(|_| dice.delay(900.0)).collect();
    for day in 0..7 {
        for show in 0..3 {
            let at = day * DAY + 7 * 3_600 + show * 5 * 3_600;
            for (place, &account) in early.iter().enumerate() {
                if dice.chance(0.55) {
                    let late = habit[place] + (120.0 * dice.normal()) as i64;
                    rows.push((account, 20_000 + (day * 10 + show) as u32, at + late.max(0)));
                }
            }
        }
    }
    rows
}
