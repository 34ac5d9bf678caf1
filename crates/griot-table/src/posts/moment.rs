//! Times as exports write them: numbers since 1970, ISO 8601, X's own, `CrowdTangle`'s with a zone.

use std::{borrow::Cow, collections::BTreeMap, fmt, ops::Range};

use jiff::{Timestamp, civil::DateTime, fmt::strtime, tz::Offset};

/// A point in time, and how finely it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment {
    /// Microseconds since 1970 in UTC.
    pub micros: i64,
    /// Whether the text said a zone; a local time without one is taken as UTC.
    pub zone_is_known: bool,
}

/// Why a text is not a time.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotAMoment {
    /// Nothing is there.
    #[error("no time")]
    Empty,
    /// The words at the end name no zone that griot knows.
    #[error("the time zone {0:?} is not known; write an offset such as +02:00")]
    Zone(String),
    /// No form of a time.
    #[error(
        "{text:?} is not a time as griot knows them; say in a mapping file how it is written: time_format = {suggested:?}"
    )]
    Form {
        /// As written.
        text: String,
        /// A form that it may have, as in `strftime`.
        suggested: &'static str,
    },
    /// A number that is no time since 1970 between 1995 and 2099.
    #[error("{text} is {what}")]
    Number {
        /// As written.
        text: String,
        /// What it may be, and what to do.
        what: OddNumber,
    },
}

/// What a number in a column of times may be when it counts neither seconds nor milli-, micro- or
/// nanoseconds from 1970 to a time from 1995 to 2099.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OddNumber {
    /// `20210601`.
    Day,
    /// `202106012144`, `20210601214451`.
    DayAndTime {
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

/// How the numbers of a column are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Numbers {
    /// As seconds, milli-, micro- or nanoseconds since 1970, where that gives a time from 1995 to 2099.
    #[default]
    Since1970,
    /// As seconds since a start of their own.
    FromAStart,
}

/// What a mapping file writes as the form of times that count seconds from a start of their own.
pub(super) const SECONDS: &str = "seconds";

/// 1995-01-01 and 2100-01-01 in seconds since 1970: before, there was nothing to post to.
const PLAUSIBLE: Range<i64> = 788_918_400..4_102_444_800;

/// Abbreviations that `CrowdTangle` and spreadsheets append, with their offset in minutes.
const ZONES: [(&str, i32); 24] = [
    ("UTC", 0),
    ("GMT", 0),
    ("Z", 0),
    ("WET", 0),
    ("BST", 60),
    ("CET", 60),
    ("WAT", 60),
    ("WEST", 60),
    ("CEST", 120),
    ("CAT", 120),
    ("EET", 120),
    ("SAST", 120),
    ("EEST", 180),
    ("EAT", 180),
    ("MSK", 180),
    ("AST", -240),
    ("EDT", -240),
    ("EST", -300),
    ("CDT", -300),
    ("CST", -360),
    ("MDT", -360),
    ("MST", -420),
    ("PDT", -420),
    ("PST", -480),
];

impl Moment {
    /// A number of seconds since 1970, or of milli-, micro- or nanoseconds where that alone gives a time
    /// from 1995 to 2099. None where the text is no number.
    fn from_number(text: &str, numbers: Numbers) -> Option<Result<Self, OddNumber>> {
        let number = Number::of(text)?;
        if numbers == Numbers::FromAStart {
            let micros = i64::try_from(number.rounded_to(1_000)).ok()?;
            return Some(Ok(Self { micros, zone_is_known: true }));
        }
        for in_a_second in [1, 1_000, 1_000_000, 1_000_000_000] {
            let seconds = number.nanos / (i128::from(in_a_second) * 1_000_000_000);
            if !i64::try_from(seconds).is_ok_and(|seconds| PLAUSIBLE.contains(&seconds)) {
                continue;
            }
            let micros =
                i64::try_from(number.rounded_to(1_000 * i128::from(in_a_second))).ok()?;
            return Some(Ok(Self { micros, zone_is_known: true }));
        }
        Some(Err(number.odd()))
    }

    /// Any of the known forms; a time without a zone is taken as UTC.
    pub fn parse(text: &str) -> Result<Self, NotAMoment> {
        Self::parse_as(text, None, None, Numbers::Since1970)
    }

    /// A form of one's own, as in `strftime`, or any of the known ones. A time that says no zone is so many
    /// minutes east of UTC.
    pub fn parse_as(
        text: &str,
        format: Option<&str>,
        offset_minutes: Option<i32>,
        numbers: Numbers,
    ) -> Result<Self, NotAMoment> {
        let text = text.trim();
        // With which spreadsheets keep a number as text.
        let text = text.strip_prefix('\'').unwrap_or(text);
        if text.is_empty() {
            return Err(NotAMoment::Empty);
        }
        let wrong =
            || NotAMoment::Form { text: text.to_owned(), suggested: suggested_form(text) };
        let local = |time: DateTime| {
            at_offset(time, offset_minutes.unwrap_or(0), offset_minutes.is_some())
        };
        if let Some(format) = format {
            let parts = strtime::parse(format, text).map_err(|_not_this_form| wrong())?;
            if let Ok(time) = parts.to_timestamp() {
                return Ok(Self { micros: time.as_microsecond(), zone_is_known: true });
            }
            let day = parts.to_date().map_err(|_no_day| wrong())?;
            let time = parts.to_time().unwrap_or(jiff::civil::Time::midnight());
            return local(day.to_datetime(time)).ok_or_else(wrong);
        }
        if let Some(read) = Self::from_number(text, numbers) {
            return read.map_err(|what| NotAMoment::Number { text: text.to_owned(), what });
        }
        if let Some(time) = plain(text) {
            return local(time).ok_or_else(wrong);
        }
        if let Ok(time) = text.parse::<Timestamp>() {
            return Ok(Self { micros: time.as_microsecond(), zone_is_known: true });
        }
        if let Ok(time) = text.parse::<DateTime>() {
            return local(time).ok_or_else(wrong);
        }
        if let Ok(parts) = strtime::parse("%a %b %d %H:%M:%S %z %Y", text)
            && let Ok(time) = parts.to_timestamp()
        {
            return Ok(Self { micros: time.as_microsecond(), zone_is_known: true });
        }
        if let Some((time, zone)) = text.rsplit_once(' ')
            && may_be_a_zone(zone)
            && let Ok(time) = time.trim().parse::<DateTime>()
        {
            let minutes = offset(zone).ok_or_else(|| NotAMoment::Zone(zone.to_owned()))?;
            return at_offset(time, minutes, true).ok_or_else(wrong);
        }
        Err(wrong())
    }
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

/// Whether the last word of a time may name a zone: letters that are not those of a clock of twelve
/// hours, or an offset.
fn may_be_a_zone(word: &str) -> bool {
    let is_half_of_day =
        ["am", "pm", "a.m.", "p.m."].iter().any(|half| word.eq_ignore_ascii_case(half));
    let letters = word.bytes().all(|byte| byte.is_ascii_alphabetic());
    !is_half_of_day && (letters || offset(word).is_some() || word.starts_with(['+', '-']))
}

/// A form that a text may have, as in `strftime`: a guess to begin from.
fn suggested_form(text: &str) -> &'static str {
    let half = text.to_ascii_lowercase();
    let half = half.contains("am") || half.contains("pm");
    let letters = text.chars().filter(|sign| sign.is_alphabetic()).count() > 2;
    match (text.contains('/'), text.contains('.'), half, letters) {
        (true, _, true, _) => "%m/%d/%Y %I:%M:%S %p",
        (true, _, false, _) => "%d/%m/%Y %H:%M",
        (_, true, _, false) => "%d.%m.%Y %H:%M",
        (_, _, true, _) => "%Y-%m-%d %I:%M:%S %p",
        (_, _, _, true) => "%d %b %Y %H:%M:%S",
        _ => "%Y-%m-%d %H:%M:%S",
    }
}

/// Whether the numbers of a column of times can be read, judged by its first cells together.
///
/// Most of them decide: a number that is odd in a column of times since 1970 is set aside by itself, a
/// column of odd numbers is refused as a whole.
pub(super) fn judge<'c>(cells: impl Iterator<Item = Cow<'c, str>>) -> Result<Numbers, String> {
    let (mut numbers, mut plausible, mut lossy, mut all) = (0_usize, 0_usize, 0_usize, 0_usize);
    let mut odd: BTreeMap<OddNumber, (usize, String)> = BTreeMap::new();
    for cell in cells {
        let cell = cell.trim();
        if cell.is_empty() {
            continue;
        }
        all += 1;
        let Some(number) = Number::of(cell) else { continue };
        numbers += 1;
        lossy += usize::from(number.has_power && number.last_digit > 0);
        match Moment::from_number(cell, Numbers::Since1970) {
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
        && !odd.keys().any(|what| matches!(what, OddNumber::DayAndTime { .. }));
    if is_small && odd.contains_key(&OddNumber::Early) && plausible == 0 {
        return Ok(Numbers::FromAStart);
    }
    Err(format!("{example} is {what}; so are {count} of {all} times looked at"))
}

/// `2021-06-16 21:44:51` and nothing after it: the form most exports have, read without trying others.
fn plain(text: &str) -> Option<DateTime> {
    let bytes: &[u8; 19] = text.as_bytes().try_into().ok()?;
    let number = |from: usize, to: usize| {
        bytes[from..to].iter().try_fold(0_i16, |number, digit| {
            digit.is_ascii_digit().then(|| number * 10 + i16::from(digit - b'0'))
        })
    };
    let signs = [bytes[4], bytes[7], bytes[10], bytes[13], bytes[16]];
    if signs != *b"--T::" && signs != *b"-- ::" {
        return None;
    }
    let small = |from, to| number(from, to).and_then(|number| i8::try_from(number).ok());
    let (month, day) = (small(5, 7)?, small(8, 10)?);
    let (hour, minute, second) = (small(11, 13)?, small(14, 16)?, small(17, 19)?);
    DateTime::new(number(0, 4)?, month, day, hour, minute, second, 0).ok()
}

/// Minutes east of UTC of an abbreviation, or of an offset such as `+02:00`, `-0500` or `UTC+2`.
pub(super) fn offset(zone: &str) -> Option<i32> {
    let zone = zone.trim();
    if let Some(known) = ZONES.iter().find(|known| known.0.eq_ignore_ascii_case(zone)) {
        return Some(known.1);
    }
    let zone = zone.strip_prefix("UTC").or(zone.strip_prefix("GMT")).unwrap_or(zone);
    let (sign, rest) = match zone.strip_prefix('+') {
        Some(rest) => (1, rest),
        None => (-1, zone.strip_prefix(['-', '\u{2212}'])?),
    };
    let digits: String = rest.chars().filter(|sign| *sign != ':').collect();
    let number: i32 =
        digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok())??;
    let minutes = match digits.len() {
        1 | 2 => number * 60,
        3 | 4 => number / 100 * 60 + number % 100,
        _ => return None,
    };
    (minutes <= 18 * 60).then_some(sign * minutes)
}

fn at_offset(time: DateTime, minutes: i32, zone_is_known: bool) -> Option<Moment> {
    let offset = Offset::from_seconds(minutes * 60).ok()?;
    let time = offset.to_timestamp(time).ok()?;
    Some(Moment { micros: time.as_microsecond(), zone_is_known })
}

/// A time as ISO 8601 in UTC; empty where the calendar does not reach.
pub fn instant_text(micros: i64) -> String {
    Timestamp::from_microsecond(micros).map_or(String::new(), |time| time.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &Result<i64, NotAMoment>) {
        assert_eq!(&Moment::parse(text).map(|moment| moment.micros), expected, "{text}");
    }

    /// 2021-06-16 21:44:51 UTC is 1,623,879,891 seconds after 1970.
    #[test]
    fn every_form_of_one_moment() {
        let moment = Ok(1_623_879_891_000_000);
        for text in [
            "1623879891",
            "1623879891.0",
            "1623879891000",
            "1.623879891e+09",
            "1.623879891E9",
            "16238798.91e2",
            "2021-06-16T21:44:51Z",
            "2021-06-16T21:44:51.000Z",
            "2021-06-16 21:44:51",
            "2021-06-16 21:44:51 UTC",
            "2021-06-16 17:44:51 EDT",
            "2021-06-16 23:44:51 CEST",
            "2021-06-16 23:44:51 +0200",
            "2021-06-16 23:44:51 UTC+2",
            "2021-06-16T21:44:51",
            "2021-06-16T23:44:51+02:00",
            "Wed Jun 16 21:44:51 +0000 2021",
        ] {
            check(text, &moment);
        }
    }

    #[test]
    fn parts_of_a_second_are_kept() {
        check("1606451170.518101", &Ok(1_606_451_170_518_101));
        let from_a_start = |text: &str| {
            Moment::parse_as(text, None, None, Numbers::FromAStart).map(|moment| moment.micros)
        };
        assert_eq!(from_a_start("0.5"), Ok(500_000));
        assert_eq!(from_a_start("-1.5"), Ok(-1_500_000));
    }

    #[test]
    fn a_form_and_a_zone_of_ones_own() {
        let read = |text, format, zone: &str| {
            Moment::parse_as(text, format, offset(zone), Numbers::Since1970)
                .map(|moment| moment.micros)
        };
        let moment = Ok(1_623_879_840_000_000);
        assert_eq!(read("6/16/2021 21:44", Some("%m/%d/%Y %H:%M"), ""), moment);
        assert_eq!(read("16.06.2021 23:44", Some("%d.%m.%Y %H:%M"), "+02:00"), moment);
        assert_eq!(read("2021-06-16 23:44:00", None, "CEST"), moment);
        assert_eq!(read("2021-06-16T21:44:00Z", None, "CEST"), moment);
        assert!(read("2021-06-16", Some("%d.%m.%Y"), "").is_err());
    }

    #[test]
    fn what_is_no_time_says_why() {
        check("", &Err(NotAMoment::Empty));
        check("2021-06-16 21:44:51 XYZ", &Err(NotAMoment::Zone("XYZ".into())));
        for text in ["yesterday", "1e400", "1.6e9.5", "12a", "99999999999999999999999"] {
            let read = Moment::parse(text);
            assert!(matches!(read, Err(NotAMoment::Form { .. })), "{text}: {read:?}");
        }
    }

    /// Numbers that count something else are not seconds since 1970.
    #[test]
    fn odd_numbers() {
        for (text, expected) in [
            ("20210601", OddNumber::Day),
            ("202106012144", OddNumber::DayAndTime { seconds: false }),
            ("20210601214451", OddNumber::DayAndTime { seconds: true }),
            ("2021", OddNumber::Year),
            ("44348.5", OddNumber::Serial),
            ("0", OddNumber::Nothing),
            ("-1", OddNumber::Nothing),
            ("86400", OddNumber::Early),
            ("16000000000", OddNumber::Far),
            ("20211301", OddNumber::Early),
        ] {
            let read = Moment::parse(text);
            assert!(
                matches!(&read, Err(NotAMoment::Number { what, .. }) if *what == expected),
                "{text}: {read:?}"
            );
        }
        check("1623879891000000000", &Ok(1_623_879_891_000_000));
        check("'1623879891", &Ok(1_623_879_891_000_000));
    }

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

    mod properties {
        use proptest::prelude::*;

        use super::*;

        proptest! {
            /// However a time from 1995 to 2099 is counted, it is the same time.
            #[test]
            fn units_of_one_time(seconds in PLAUSIBLE, part in 0..1_000_000_i64) {
                let micros = seconds * 1_000_000 + part;
                let nanos = i128::from(micros) * 1000;
                for text in [
                    format!("{seconds}.{part:06}"),
                    format!("{micros}"),
                    format!("{nanos}"),
                ] {
                    prop_assert_eq!(
                        Moment::parse(&text).map(|moment| moment.micros), Ok(micros), "{}", text
                    );
                }
            }

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
        }
    }
}
