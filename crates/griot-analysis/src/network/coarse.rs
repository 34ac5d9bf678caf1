//! Rows whose time is written more coarsely than that of others: only the day, only the hour.
//!
//! An export that knows the day of some posts alone writes midnight for them, in its own zone or turned into
//! another. All of them that share an object do so "at the same instant", which is the strongest pattern
//! there is, and none. What is asked of a layer is whether many rows are at whole days, hours or minutes,
//! and whether such rows of different accounts fall on the same instant with the same object; rows that are
//! written to the second nearly never do both.

use std::collections::{BTreeMap, BTreeSet};

use griot_stats::network::Shares;

use super::gathered::{Gathered, Layer};

/// A unit of time, how it is named where rows are left out, and of how many rows so many at least have to be whole
/// multiples of it.
struct Unit {
    micros: i64,
    left_out: &'static str,
    one_in: usize,
}

const MINUTE: i64 = 60_000_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// Of times to the second one in 86,400 is at a given time of day, one in 3,600 at a whole hour, one in 60 at a whole
/// minute.
const UNITS: [Unit; 3] = [
    Unit {
        micros: DAY,
        left_out: "rows whose time is that of a day alone, coarser than the window",
        one_in: 20,
    },
    Unit {
        micros: HOUR,
        left_out: "rows whose time is that of an hour alone, coarser than the window",
        one_in: 20,
    },
    Unit {
        micros: MINUTE,
        left_out: "rows whose time is that of a minute alone, coarser than the window",
        one_in: 4,
    },
];

/// Fewest rows of which a part can be told.
const FEWEST_ROWS: usize = 8;

impl Gathered {
    /// Without the rows that cannot be compared within a window, since their times are coarser: how many, and
    /// why, stands among what each layer dropped.
    #[must_use]
    pub fn comparable_within(mut self, window: i64) -> Self {
        for layer in &mut self.layers {
            layer.drop_coarse(window);
        }
        self
    }
}

impl Layer {
    /// Rows of a part of the layer whose times are coarser than a window, with the words for it: what
    /// [`Gathered::comparable_within`] leaves out.
    pub fn coarser_part(&self, window: i64) -> Option<(&'static str, u64)> {
        let (unit, rows) = self.coarse(window)?;
        Some((unit.left_out, rows.iter().filter(|is_coarse| **is_coarse).count() as u64))
    }

    fn drop_coarse(&mut self, window: i64) {
        // One part may hide another: days alone among hours alone.
        for _ in &UNITS {
            let Some((unit, rows)) = self.coarse(window) else { return };
            let count = rows.iter().filter(|is_coarse| **is_coarse).count() as u64;
            *self.dropped.entry(unit.left_out).or_default() += count;
            self.shares = std::mem::take(&mut self.shares).retain(|row| !rows[row]);
        }
    }

    /// The coarsest unit beyond the window of which a part of the rows is written, and those rows.
    fn coarse(&self, window: i64) -> Option<(&'static Unit, Vec<bool>)> {
        let times = self.shares.time();
        // Of a layer that is coarse throughout the whole question is refused.
        if self.kind.is_timeless()
            || window <= 0
            || self.resolution > window
            || times.len() < FEWEST_ROWS
        {
            return None;
        }
        UNITS.iter().filter(|unit| unit.micros > window).find_map(|unit| {
            let rows = if unit.micros == DAY {
                at_one_time_of_day(times)?
            } else {
                whole(times, unit.micros)
            };
            let count = rows.iter().filter(|is_whole| **is_whole).count();
            let is_part = count > 0 && count * unit.one_in >= times.len();
            (is_part && coincide(&self.shares, &rows, count)).then_some((unit, rows))
        })
    }
}

/// Greatest common divisor of the distances between times, or the unit that nearly all of many are
/// multiples of: a few exact times among days do not make a column of days exact.
pub(super) fn resolution(times: &[i64]) -> i64 {
    let exact = common_divisor(times);
    if exact == 0 {
        return 0;
    }
    let is_few = times.len() < 20;
    let whole = |unit: &i64| times.iter().filter(|time| **time % unit == 0).count();
    let nearly_all = |unit: &i64| {
        if is_few { whole(unit) == times.len() } else { whole(unit) * 20 >= times.len() * 19 }
    };
    match [DAY, HOUR, MINUTE].into_iter().find(nearly_all) {
        Some(unit) => unit,
        // That a few times lie so many seconds apart says nothing of how they are written.
        None if is_few => 0,
        None => exact,
    }
}

/// Greatest common divisor of the distances between times.
fn common_divisor(times: &[i64]) -> i64 {
    let Some((first, rest)) = times.split_first() else { return 0 };
    let mut divisor = 0_u64;
    for time in rest {
        let (mut large, mut small) = (divisor, time.abs_diff(*first));
        while small > 0 {
            (large, small) = (small, large % small);
        }
        divisor = large;
        if divisor == 1 {
            break;
        }
    }
    i64::try_from(divisor).unwrap_or(i64::MAX)
}

fn whole(times: &[i64], unit: i64) -> Vec<bool> {
    times.iter().map(|time| time.rem_euclid(unit) == 0).collect()
}

/// Rows at the one time of day, a whole quarter of an hour, that most of the rows at such quarters have: midnight
/// in some zone. None where it is not most of them.
fn at_one_time_of_day(times: &[i64]) -> Option<Vec<bool>> {
    let mut counts: BTreeMap<i64, usize> = BTreeMap::new();
    for time in times.iter().filter(|time| time.rem_euclid(15 * MINUTE) == 0) {
        *counts.entry(time.rem_euclid(DAY)).or_default() += 1;
    }
    let all: usize = counts.values().sum();
    let (of_day, count) = counts.into_iter().max_by_key(|(_, count)| *count)?;
    (count * 2 > all).then(|| times.iter().map(|time| time.rem_euclid(DAY) == of_day).collect())
}

/// Whether a tenth of such rows, three at least, fall on the instant at which another account shares the object.
fn coincide(shares: &Shares, rows: &[bool], count: usize) -> bool {
    let mut at: BTreeMap<(u32, i64), (BTreeSet<u32>, usize)> = BTreeMap::new();
    let columns = shares.object().iter().zip(shares.account()).zip(shares.time());
    for (((&object, &account), &time), _) in
        columns.zip(rows).filter(|(_, is_whole)| **is_whole)
    {
        if object != Shares::NO_OBJECT {
            let (accounts, rows) = at.entry((object, time)).or_default();
            accounts.insert(account);
            *rows += 1;
        }
    }
    let together: usize =
        at.values().filter(|(accounts, _)| accounts.len() > 1).map(|(_, rows)| rows).sum();
    together >= 3 && together * 10 >= count
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::network::{
        ObjectKind,
        gather::{Gathering, Repeats},
    };

    fn layer(rows: &[(u32, u32, i64)]) -> Gathered {
        let mut gathering = Gathering::new(&[ObjectKind::Object], None);
        for (number, (object, account, second)) in rows.iter().enumerate() {
            gathering.take_share(
                ObjectKind::Object,
                Some(&format!("o{object}")),
                &format!("a{account}"),
                &format!("c{number}"),
                second * 1_000_000,
            );
        }
        gathering.finish(Repeats::Once).expect("equal columns")
    }

    #[test]
    fn a_few_exact_times_make_no_days_exact() {
        let day = DAY;
        let mut times: Vec<i64> = (0..40).map(|number| number * day).collect();
        assert_eq!(resolution(&times), day);
        times.push(17);
        assert_eq!(resolution(&times), day);
        times.extend(0..10);
        assert_eq!(resolution(&times), 1);
        assert_eq!(resolution(&[]), 0);
        assert_eq!(resolution(&[5, 5]), 0);
        assert_eq!(resolution(&[day, 3 * day, 7 * day]), day, "a few days");
        assert_eq!(resolution(&[5, 105_000_005, 205_000_005]), 0, "a few times far apart");
    }

    const START: i64 = 1_622_505_600;

    proptest! {
        /// Of accounts that act by themselves some have days or hours alone, in whatever zone: those rows are
        /// left out, and no others.
        #[test]
        fn a_coarse_part_is_left_out(
            coarse in 3..6_u32,
            exact in 6..20_u32,
            days in 6..15_u32,
            zone in -10..12_i64,
            is_hour: bool,
            seeds in proptest::collection::vec(0..86_400_i64, 60),
        ) {
            let mut rows = Vec::new();
            for day in 0..days {
                for account in 0..coarse + exact {
                    let seed = seeds[usize::try_from((account * 7 + day * 13) % 60).unwrap_or(0)];
                    let of_day = match (account < coarse, is_hour) {
                        (true, true) => (i64::from(day) % 12 + 8) * 3600,
                        (true, false) => -zone * 3600,
                        (false, _) if seed % 60 == 0 => seed + 1,
                        (false, _) => seed,
                    };
                    rows.push((day, account, START + i64::from(day) * 86_400 + of_day));
                }
            }
            let gathered = layer(&rows).comparable_within(60_000_000);
            let kept = gathered.layers[0].shares.len();
            prop_assert_eq!(kept, usize::try_from(exact * days).unwrap_or(0), "{:?}", gathered.layers[0].dropped);
            let wide = layer(&rows).comparable_within(2 * DAY);
            prop_assert_eq!(wide.layers[0].shares.len(), rows.len());
        }

        /// Accounts that share everything within seconds, beginning at a whole hour, are compared.
        #[test]
        fn prompt_sharing_is_compared(accounts in 2..6_u32, objects in 3..12_u32, hour in 0..24_i64) {
            let mut rows = Vec::new();
            for object in 0..objects {
                for account in 0..accounts {
                    rows.push((object, account, START + i64::from(object) * 86_400 + hour * 3600 + i64::from(account) * 5));
                }
            }
            let gathered = layer(&rows).comparable_within(60_000_000);
            prop_assert_eq!(gathered.layers[0].shares.len(), rows.len());
        }
    }
}
