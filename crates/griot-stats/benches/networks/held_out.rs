//! Kinds that were written before the test was tuned and looked at only afterwards.

use super::ordinary::{DAY, Dice, Kind, Row, Wheel, independent};

pub(crate) const HELD_OUT: [Kind; 8] = [
    ("weather bots on the hour", weather),
    ("subject communities with breaking news", prompt_communities),
    ("fans of ten celebrities, quick", celebrities),
    ("a show every evening", evenings),
    ("lunch hour only", lunch),
    ("newsletter at nine", newsletter),
    ("sessions through one timeline", sessions),
    ("local news of towns", towns),
];

/// Five bots in each of eight regions post the region's report on the hour, and nothing else.
fn weather(seed: u64) -> Vec<Row> {
    let mut dice = Dice::new(seed, 21);
    let mut rows = independent(seed + 6_000);
    for region in 0..8_u32 {
        for report in 0..56_u32 {
            for bot in 0..5 {
                if dice.chance(0.97) {
                    let at = i64::from(report) * 3 * 3_600 + dice.within(20);
                    rows.push((1_200 + region * 5 + bot, 30_000 + region * 100 + report, at));
                }
            }
        }
    }
    rows
}

fn prompt_communities(seed: u64) -> Vec<Row> {
    let mut dice = Dice::new(seed, 22);
    let busy = dice.weights(1_200, 0.6);
    let mut rows = Vec::new();
    for subject in 0..20_u32 {
        for item in 0..28_u32 {
            let at = i64::from(dice.below(7)) * DAY + dice.daytime(0);
            for account in (subject..1_200).step_by(20) {
                if dice.chance((0.3 * busy[account as usize]).min(0.9)) {
                    let late =
                        if dice.chance(0.5) { dice.within(120) } else { dice.delay(3_600.0) };
                    rows.push((account, subject * 100 + item, at + late));
                }
            }
        }
    }
    rows
}

fn celebrities(seed: u64) -> Vec<Row> {
    let mut dice = Dice::new(seed, 23);
    let mut rows = independent(seed + 7_000);
    rows.truncate(5_000);
    for celebrity in 0..10_u32 {
        let fans = dice.some(1_200, 60);
        let keen = dice.weights(60, 0.7);
        for post in 0..30_u32 {
            let at = i64::from(dice.below(7)) * DAY + dice.daytime(0);
            let object = 30_000 + celebrity * 100 + post;
            rows.push((celebrity, object, at));
            for (place, &fan) in fans.iter().enumerate() {
                if fan > 9 && dice.chance((0.28 * keen[place]).min(0.9)) {
                    rows.push((fan, object, at + dice.delay(150.0)));
                }
            }
        }
    }
    rows
}

fn evenings(seed: u64) -> Vec<Row> {
    let mut dice = Dice::new(seed, 24);
    let mut rows = independent(seed + 8_000);
    rows.truncate(6_000);
    let viewers = dice.some(1_200, 200);
    let keen = dice.weights(200, 0.5);
    for evening in 0..7 {
        for clip in 0..10 {
            let at = evening * DAY + 21 * 3_600 + dice.within(3_600);
            for (place, &viewer) in viewers.iter().enumerate() {
                if dice.chance((0.3 * keen[place]).min(0.9)) {
                    rows.push((
                        viewer,
                        30_000 + (evening * 20 + clip) as u32,
                        at + dice.delay(120.0),
                    ));
                }
            }
        }
    }
    rows
}

fn lunch(seed: u64) -> Vec<Row> {
    let mut dice = Dice::new(seed, 25);
    let busy = Wheel::new(&dice.weights(1_200, 0.9));
    let popular = Wheel::new(&dice.weights(40, 1.0));
    (0..10_000)
        .map(|_| {
            let day = i64::from(dice.below(7));
            let object = day as u32 * 40 + popular.draw(&mut dice);
            (busy.draw(&mut dice), object, day * DAY + 12 * 3_600 + dice.within(3_600))
        })
        .collect()
}

fn newsletter(seed: u64) -> Vec<Row> {
    let mut dice = Dice::new(seed, 26);
    let mut rows = independent(seed + 9_000);
    rows.truncate(8_000);
    let readers = dice.some(1_200, 180);
    for day in 0..5 {
        for link in 0..6 {
            for &reader in &readers {
                if dice.chance(0.3) {
                    let at = day * DAY + 9 * 3_600 + dice.delay(2_000.0);
                    rows.push((reader, 30_000 + (day * 10 + link) as u32, at));
                }
            }
        }
    }
    rows
}

/// People open a timeline that is the same for all and share some of its newest within minutes.
fn sessions(seed: u64) -> Vec<Row> {
    let mut dice = Dice::new(seed, 27);
    let busy = Wheel::new(&dice.weights(1_200, 0.9));
    let mut rows = Vec::new();
    for _ in 0..2_000 {
        let account = busy.draw(&mut dice);
        let at = i64::from(dice.below(7)) * DAY + dice.daytime(0);
        let newest = (at / 1_200) as u32;
        for back in 0..12 {
            if dice.chance(0.4) {
                rows.push((account, newest.saturating_sub(back), at + dice.within(180)));
            }
        }
    }
    rows
}

/// Small towns: 40 people each, most of whom share the paper's few stories, in the evening.
fn towns(seed: u64) -> Vec<Row> {
    let mut dice = Dice::new(seed, 28);
    let mut rows = independent(seed + 10_000);
    rows.truncate(3_000);
    for town in 0..20_u32 {
        for story in 0..14_u32 {
            let at = i64::from(dice.below(7)) * DAY + 18 * 3_600 + dice.within(3_600);
            for person in 0..40 {
                if dice.chance(0.6) {
                    rows.push((
                        town * 40 + person,
                        30_000 + town * 100 + story,
                        at + dice.delay(2_400.0),
                    ));
                }
            }
        }
    }
    rows
}
