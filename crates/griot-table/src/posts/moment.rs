//! Times as exports write them: numbers since 1970, ISO 8601, X's own, `CrowdTangle`'s with a zone.

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
    #[error("{0:?} is not a time")]
    Form(String),
}

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
    /// A number of seconds since 1970, or of milli- or microseconds where it is too large for seconds.
    pub fn from_number(text: &str) -> Option<Self> {
        if let Some(plain) = without_power(text) {
            return Self::from_number(&plain);
        }
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let negative = whole.starts_with('-');
        let seconds: i64 = whole.parse().ok()?;
        if !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let micros = match seconds.unsigned_abs() {
            0..100_000_000_000 => {
                let mut part: i64 = 0;
                for place in 0..6 {
                    let digit = fraction.as_bytes().get(place).map_or(0, |byte| byte - b'0');
                    part = part * 10 + i64::from(digit);
                }
                // A seventh digit of five or more rounds up.
                part += i64::from(fraction.as_bytes().get(6).is_some_and(|byte| *byte >= b'5'));
                seconds * 1_000_000 + if negative { -part } else { part }
            }
            100_000_000_000..100_000_000_000_000 => seconds * 1_000,
            _ => seconds,
        };
        Some(Self { micros, zone_is_known: true })
    }

    /// Any of the known forms; a time without a zone is taken as UTC.
    pub fn parse(text: &str) -> Result<Self, NotAMoment> {
        Self::parse_as(text, None, None)
    }

    /// A form of one's own, as in `strftime`, or any of the known ones. A time that says no zone is so many
    /// minutes east of UTC.
    pub fn parse_as(
        text: &str,
        format: Option<&str>,
        offset_minutes: Option<i32>,
    ) -> Result<Self, NotAMoment> {
        let text = text.trim();
        if text.is_empty() {
            return Err(NotAMoment::Empty);
        }
        let wrong = || NotAMoment::Form(text.to_owned());
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
        if let Some(moment) = Self::from_number(text) {
            return Ok(moment);
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
            && let Ok(time) = time.trim().parse::<DateTime>()
        {
            let minutes = offset(zone).ok_or_else(|| NotAMoment::Zone(zone.to_owned()))?;
            return at_offset(time, minutes, true).ok_or_else(wrong);
        }
        Err(wrong())
    }
}

/// A number that is written with a power of ten, as R writes round ones, without it: `1.6e+09` is
/// `1600000000`. None where there is no power, or one that no time has.
fn without_power(text: &str) -> Option<String> {
    let (number, power) = text.split_once(['e', 'E'])?;
    let power: usize = power.strip_prefix('+').unwrap_or(power).parse().ok()?;
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    if power > 18 || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (moved, rest) = fraction.split_at_checked(power).unwrap_or((fraction, ""));
    let zeros = "0".repeat(power - moved.len());
    let dot = if rest.is_empty() { "" } else { "." };
    Some(format!("{whole}{moved}{zeros}{dot}{rest}"))
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
        check("0.5", &Ok(500_000));
        check("-1.5", &Ok(-1_500_000));
    }

    #[test]
    fn a_form_and_a_zone_of_ones_own() {
        let read = |text, format, zone: &str| {
            Moment::parse_as(text, format, offset(zone)).map(|moment| moment.micros)
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
        check("yesterday", &Err(NotAMoment::Form("yesterday".into())));
        check("1e400", &Err(NotAMoment::Form("1e400".into())));
        check("1.6e9.5", &Err(NotAMoment::Form("1.6e9.5".into())));
        check("12a", &Err(NotAMoment::Form("12a".into())));
        check("99999999999999999999", &Err(NotAMoment::Form("99999999999999999999".into())));
    }
}
