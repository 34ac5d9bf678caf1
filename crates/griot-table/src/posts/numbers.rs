//! Numbers in a column of times: what they count, judged by the whole column.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    fmt,
    ops::Range,
};

use crate::spelling::ungrouped;

/// 1995-01-01 and 2100-01-01 in seconds since 1970: before, there was nothing to post to.
pub(super) const PLAUSIBLE: Range<i64> = 788_918_400..4_102_444_800;

/// How the numbers of a column are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Numbers {
    /// As seconds, milli-, micro- or nanoseconds since 1970, where that gives a time from 1995 to 2099.
    #[default]
    Since1970,
    /// As seconds since a start of their own.
    FromAStart,
}

/// What a number in a column of times may be when it counts neither seconds nor milli-, micro- or
/// nanoseconds from 1970 to a time from 1995 to 2099.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OddNumber {
    /// `20210601`.
    Day,
    /// `01062021`, or `06012021`.
    DayFirst,
    /// `202106012144`, `20210601214451`.
    DayAndTime {
        /// Whether seconds are written.
        seconds: bool,
    },
    /// `2106012144`, `210601214451`.
    ShortDayAndTime {
        /// Whether seconds are written.
        seconds: bool,
    },
    /// `2021`.
    Year,
    /// `44348.5`, days since 1900 as spreadsheets count them.
    Serial,
    /// Zero or below: a word for no time.
    Nothing,
    /// Seconds of a time from 1970 to 1994, or from a start of their own.
    Early,
    /// Any other.
    Far,
}

impl fmt::Display for OddNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Day => {
                "a day in figures and no seconds since 1970; write time_format = \"%Y%m%d\" in a \
                 mapping file"
            }
            Self::DayFirst => {
                "a day in figures and no seconds since 1970; write time_format = \"%d%m%Y\" in a mapping \
                 file, or \"%m%d%Y\" where the month stands first"
            }
            Self::ShortDayAndTime { seconds: true } => {
                "a day and a time in figures and no seconds since 1970; write time_format = \
                 \"%y%m%d%H%M%S\" in a mapping file"
            }
            Self::ShortDayAndTime { seconds: false } => {
                "a day and a time in figures and no seconds since 1970; write time_format = \
                 \"%y%m%d%H%M\" in a mapping file, or \"seconds\" where they are seconds all the same"
            }
            Self::DayAndTime { seconds: true } => {
                "a day and a time in figures and no seconds since 1970; write time_format = \
                 \"%Y%m%d%H%M%S\" in a mapping file"
            }
            Self::DayAndTime { seconds: false } => {
                "a day and a time in figures and no seconds since 1970; write time_format = \
                 \"%Y%m%d%H%M\" in a mapping file"
            }
            Self::Year => {
                "a year and no seconds since 1970; a network needs times, so name another column as \
                 time in a mapping file"
            }
            Self::Serial => {
                "a day as spreadsheets count them and no seconds since 1970; format the column as \
                 yyyy-mm-dd hh:mm:ss in the spreadsheet and save it again"
            }
            Self::Nothing => "no time since 1970",
            Self::Early | Self::Far => {
                "no seconds since 1970 of a time from 1995 to 2099; where they count from a start of \
                 their own, write time_format = \"seconds\" in a mapping file"
            }
        })
    }
}

/// Microseconds since 1970 of a number of seconds, or of milli-, micro- or nanoseconds where that alone gives a time
/// from 1995 to 2099. None where the text is no number.
pub(super) fn micros(text: &str, numbers: Numbers) -> Option<Result<i64, OddNumber>> {
    let number = Number::of(text)?;
    if numbers == Numbers::FromAStart {
        return Some(Ok(i64::try_from(number.rounded_to(1_000)).ok()?));
    }
    for in_a_second in [1, 1_000, 1_000_000, 1_000_000_000] {
        let seconds = number.nanos / (i128::from(in_a_second) * 1_000_000_000);
        if !i64::try_from(seconds).is_ok_and(|seconds| PLAUSIBLE.contains(&seconds)) {
            continue;
        }
        let micros = number.rounded_to(1_000 * i128::from(in_a_second));
        return Some(Ok(i64::try_from(micros).ok()?));
    }
    Some(Err(number.odd()))
}

/// A decimal number as somebody wrote it.
struct Number {
    /// Its value, times 10^9, cut off below.
    nanos: i128,
    /// Whether a power of ten is written.
    has_power: bool,
    /// Its last written digit counts ten to this power.
    last_digit: i32,
    /// Digits before the point, where neither point nor power is written.
    plain_digits: Option<usize>,
}

impl Number {
    fn of(text: &str) -> Option<Self> {
        if let Some(digits) = ungrouped(text) {
            return Self::of(&digits);
        }
        let (mantissa, power) = match text.split_once(['e', 'E']) {
            Some((mantissa, power)) => {
                (mantissa, Some(power.strip_prefix('+').unwrap_or(power).parse::<i32>().ok()?))
            }
            None => (text, None),
        };
        let (sign, mantissa) = match mantissa.strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => (1, mantissa),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !digits(whole) || !digits(fraction) {
            return None;
        }
        let shift = power.unwrap_or(0);
        // The largest time in nanoseconds has nineteen digits.
        if !(-20..=20).contains(&shift) || whole.len() > 20 {
            return None;
        }
        let mut nanos: i128 = 0;
        let places = usize::try_from(9 + shift).ok();
        let all = whole.bytes().chain(fraction.bytes());
        let wanted = places.map_or(0, |places| whole.len() + places);
        for digit in all.chain(std::iter::repeat(b'0')).take(wanted) {
            nanos = nanos.checked_mul(10)?.checked_add(i128::from(digit - b'0'))?;
        }
        let fraction_digits = i32::try_from(fraction.len()).ok()?;
        Some(Self {
            nanos: sign * nanos,
            has_power: power.is_some(),
            last_digit: shift - fraction_digits,
            plain_digits: (power.is_none() && fraction.is_empty()).then_some(whole.len()),
        })
    }

    /// The value in microseconds, `unit` billionths of what the number counts being one; half of one
    /// rounds away from zero.
    fn rounded_to(&self, unit: i128) -> i128 {
        (self.nanos + self.nanos.signum() * unit / 2) / unit
    }

    /// What it is, being no time since 1970.
    fn odd(&self) -> OddNumber {
        let whole = self.nanos / 1_000_000_000;
        if self.nanos <= 0 {
            return OddNumber::Nothing;
        }
        let day = |day: i128| {
            let parts = [day / 10_000, day / 100 % 100, day % 100];
            let [year, month, day] = parts.map(|part| i16::try_from(part).unwrap_or(-1));
            let (month, day) =
                (i8::try_from(month).unwrap_or(0), i8::try_from(day).unwrap_or(0));
            (1995..2100).contains(&year) && jiff::civil::Date::new(year, month, day).is_ok()
        };
        let time = |time: i128| time / 10_000 < 24 && time / 100 % 100 < 60 && time % 100 < 60;
        match self.plain_digits {
            Some(4) if (1900..2100).contains(&whole) => OddNumber::Year,
            Some(8) if day(whole) => OddNumber::Day,
            Some(7 | 8)
                if day(from_behind(whole)) || day(from_behind(month_before_day(whole))) =>
            {
                OddNumber::DayFirst
            }
            Some(11 | 12) if day(20_000_000 + whole / 1_000_000) && time(whole % 1_000_000) => {
                OddNumber::ShortDayAndTime { seconds: true }
            }
            Some(12) if day(whole / 10_000) && time(whole % 10_000 * 100) => {
                OddNumber::DayAndTime { seconds: false }
            }
            Some(14) if day(whole / 1_000_000) && time(whole % 1_000_000) => {
                OddNumber::DayAndTime { seconds: true }
            }
            _ if (34_700..73_051).contains(&whole) => OddNumber::Serial,
            _ if whole < i128::from(PLAUSIBLE.start) => OddNumber::Early,
            _ => OddNumber::Far,
        }
    }
}

/// `01062021` as `20210601`.
fn from_behind(whole: i128) -> i128 {
    whole % 10_000 * 10_000 + whole / 10_000 % 100 * 100 + whole / 1_000_000
}

/// `06012021` as `01062021`.
fn month_before_day(whole: i128) -> i128 {
    whole / 10_000 % 100 * 1_000_000 + whole / 1_000_000 * 10_000 + whole % 10_000
}

/// What all plain numbers of a column may be together, while each by itself may be seconds.
#[derive(Debug, Default)]
struct Together {
    all: usize,
    clocks: usize,
    /// Of the clocks, those with a digit for tens of hours.
    full_clocks: usize,
    years: usize,
    stamps: usize,
    parts: usize,
    different: BTreeSet<i128>,
    example: String,
}

/// Fewest different numbers of which it is no chance that all are such.
const FEWEST: [usize; 2] = [3, 6];

impl Together {
    fn see(&mut self, cell: &str, number: &Number) {
        if number.nanos <= 0 && number.last_digit >= 0 {
            return;
        }
        self.all += 1;
        if self.all == 1 {
            cell.clone_into(&mut self.example);
        }
        let whole = number.nanos / 1_000_000_000;
        if self.different.len() < 100 {
            self.different.insert(number.nanos);
        }
        let minutes = whole % 100 < 60;
        let clock = match number.plain_digits {
            Some(3 | 4) => minutes && whole / 100 < 24,
            Some(5 | 6) => minutes && whole / 100 % 100 < 60 && whole / 10_000 < 24,
            _ => false,
        };
        self.clocks += usize::from(clock);
        self.full_clocks += usize::from(clock && matches!(number.plain_digits, Some(4 | 6)));
        self.years += usize::from((1900..2100).contains(&whole));
        let day = [whole / 1_000_000 % 100, whole / 10_000 % 100];
        let stamp = number.plain_digits == Some(10)
            && (1..=12).contains(&day[0])
            && (1..=31).contains(&day[1])
            && whole / 100 % 100 < 24
            && minutes;
        self.stamps += usize::from(stamp);
        self.parts += usize::from(number.nanos < 1_000_000_000 && number.last_digit < -2);
    }

    /// Why the column cannot be seconds.
    fn refused(&self) -> Option<String> {
        let (all, different) = (self.all, self.different.len());
        let is_clock = self.clocks == all && self.full_clocks * 2 > all && self.years < all;
        let what = if is_clock && different >= FEWEST[0] {
            "a time of day in figures without its day, and no seconds since 1970; join it with the column of \
             the day, as 2021-06-16 21:44, or write time_format = \"seconds\" in a mapping file where they are seconds all the same"
        } else if self.stamps == all && different >= FEWEST[1] {
            return Some(format!(
                "{} is {}; so are {all} of {all} times looked at",
                self.example,
                OddNumber::ShortDayAndTime { seconds: false }
            ));
        } else if self.parts == all && different >= FEWEST[0] {
            "a part of a day, as spreadsheets count a time without its day; format the column as \
             yyyy-mm-dd hh:mm:ss in the spreadsheet and save it again"
        } else {
            return None;
        };
        Some(format!("{} is {what}; so are {all} of {all} times looked at", self.example))
    }
}

/// Whether the numbers of a column of times can be read, judged by its first cells together.
///
/// Most of them decide: a number that is odd in a column of times since 1970 is set aside by itself, a
/// column of odd numbers is refused as a whole.
pub(super) fn judge<'c>(cells: impl Iterator<Item = Cow<'c, str>>) -> Result<Numbers, String> {
    let (mut numbers, mut plausible, mut lossy, mut all) = (0_usize, 0_usize, 0_usize, 0_usize);
    let mut odd: BTreeMap<OddNumber, (usize, String)> = BTreeMap::new();
    let mut together = Together::default();
    for cell in cells {
        let cell = cell.trim();
        if cell.is_empty() {
            continue;
        }
        all += 1;
        let Some(number) = Number::of(cell) else { continue };
        numbers += 1;
        together.see(cell, &number);
        lossy += usize::from(number.has_power && number.last_digit > 0);
        match micros(cell, Numbers::Since1970) {
            Some(Ok(_)) => plausible += 1,
            Some(Err(what)) => {
                let (count, example) = odd.entry(what).or_default();
                *count += 1;
                if *count == 1 {
                    cell.clone_into(example);
                }
            }
            None => {}
        }
    }
    if numbers * 2 <= all {
        return Ok(Numbers::Since1970);
    }
    // R writes a round number so now and then; a spreadsheet writes all of them so.
    if lossy * 2 > numbers && numbers > 2 {
        return Err(
            "the times are numbers that a program has rounded, such as 1.6E+09: their digits \
                    are gone. Export them again as text"
                .to_owned(),
        );
    }
    if let Some(why) = together.refused() {
        return Err(why);
    }
    odd.remove(&OddNumber::Nothing);
    let Some((&what, (count, example))) = odd.iter().max_by_key(|(_, (count, _))| *count)
    else {
        return Ok(Numbers::Since1970);
    };
    let odd_ones: usize = odd.values().map(|(count, _)| *count).sum();
    if plausible >= odd_ones {
        return Ok(Numbers::Since1970);
    }
    // Counted from a start of their own, numbers run through years, days and serials by the way.
    let is_small = !odd.contains_key(&OddNumber::Far)
        && !odd.keys().any(|what| {
            matches!(what, OddNumber::DayAndTime { .. } | OddNumber::ShortDayAndTime { .. })
        });
    if is_small && odd.contains_key(&OddNumber::Early) && plausible == 0 {
        return Ok(Numbers::FromAStart);
    }
    Err(format!("{example} is {what}; so are {count} of {all} times looked at"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn judged(cells: &[&str]) -> Result<Numbers, String> {
        judge(cells.iter().map(|cell| Cow::Borrowed(*cell)))
    }

    #[test]
    fn a_column_is_judged_as_a_whole() {
        let since = Ok(Numbers::Since1970);
        assert_eq!(judged(&["1623879891", "1623879892", "0", ""]), since);
        assert_eq!(judged(&["1.6e+09", "1600000003", "1600000007"]), since, "R's round number");
        assert_eq!(judged(&["2021-06-01 10:00:00", "5"]), since);
        assert_eq!(judged(&[]), since);
        assert_eq!(judged(&["0", "10", "2021", "40000"]), Ok(Numbers::FromAStart));
        for refused in [
            &["20210601", "20210602"][..],
            &["44348", "44349.5"],
            &["2010", "2011"],
            &["1.6E+09", "1.61E+09", "1.62E+09"],
            &["20210601214451"],
            &["16000000000"],
        ] {
            assert!(judged(refused).is_err(), "{refused:?}");
        }
    }

    proptest! {
            /// A column of days, of years, of serials is refused, whatever they are.
            #[test]
            fn columns_of_something_else(
                days in proptest::collection::vec((1995..2100_i32, 1..=12_i32, 1..=28_i32), 1..30),
                serials in proptest::collection::vec(34_701..73_050_i32, 1..30),
                years in proptest::collection::vec(1900..2100_i32, 1..30),
            ) {
                let days: Vec<String> =
                    days.iter().map(|(y, m, d)| format!("{y}{m:02}{d:02}")).collect();
                let of_numbers =
                    |numbers: &[i32]| numbers.iter().map(i32::to_string).collect::<Vec<_>>();
                for column in [days, of_numbers(&serials), of_numbers(&years)] {
                    let cells = column.iter().map(|cell| Cow::Borrowed(cell.as_str()));
                    prop_assert!(judge(cells).is_err(), "{:?}", column);
                }
            }

        /// Days, stamps and clocks in figures, whichever they are, are no seconds.
        #[test]
        fn figures_of_a_calendar(
            times in proptest::collection::btree_set((0..37_u32, 1..=12_u32, 1..=28_u32, 10..24_u32, 0..60_u32), 7..30),
            form in 0..6_u8,
        ) {
            let cells: Vec<String> = times.iter().map(|(year, month, day, hour, minute)| match form {
                0 => format!("{:02}{month:02}{day:02}{hour:02}{minute:02}", 10 + year % 25),
                1 => format!("{:02}{month:02}{day:02}{hour:02}{minute:02}07", 10 + year % 25),
                2 => format!("{day:02}{month:02}20{year:02}"),
                3 => format!("{month:02}{day:02}20{year:02}"),
                4 => format!("{hour:02}{:02}", (minute + year * 7 + day) % 60),
                _ => format!("0.{}", 100_000 + hour * 30_000 + minute * 1000 + day),
            }).collect();
            let different: BTreeSet<&String> = cells.iter().collect();
            prop_assume!(different.len() > 6);
            let judged = judge(cells.iter().map(|cell| Cow::Borrowed(cell.as_str())));
            prop_assert!(judged.is_err(), "{:?}: {:?}", cells, judged);
        }

        /// Seconds of any time stay seconds, and so do those from a start of their own.
        #[test]
        fn seconds_are_seconds(start in 1_400_000_000..1_780_000_000_i64, steps in proptest::collection::vec(1..90_000_i64, 20..60)) {
            let mut second = start;
            let all: Vec<String> = steps.iter().map(|step| { second += step; second.to_string() }).collect();
            let cells = || all.iter().map(|cell| Cow::Borrowed(cell.as_str()));
            prop_assert_eq!(judge(cells()), Ok(Numbers::Since1970));
            let own: Vec<String> = steps.iter().scan(0, |second, step| { *second += step; Some(second.to_string()) }).collect();
            prop_assert_eq!(judge(own.iter().map(|cell| Cow::Borrowed(cell.as_str()))), Ok(Numbers::FromAStart));
        }
    }
}
