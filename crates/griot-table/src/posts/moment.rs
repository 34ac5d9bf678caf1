//! Times as exports write them: numbers since 1970, ISO 8601, X's own, `CrowdTangle`'s with a zone.

use jiff::{
    Timestamp,
    civil::DateTime,
    fmt::{rfc2822, strtime},
    tz::Offset,
};

use super::numbers::{self, Numbers, OddNumber, PLAUSIBLE};

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
    #[error("{text:?} is not a time as griot knows them; {advice}")]
    Form {
        /// As written.
        text: String,
        /// What to do: where a form of `strftime` reads the text, that form.
        advice: String,
    },
    /// A time of a year in which nothing was posted.
    #[error("{text:?} is {what}")]
    Year {
        /// As written.
        text: String,
        /// What it may be.
        what: &'static str,
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

/// What a mapping file writes as the form of times that count seconds from a start of their own.
pub(super) const SECONDS: &str = "seconds";

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
        let wrong = || NotAMoment::Form { text: text.to_owned(), advice: advice(text) };
        let plausible = |moment: Self| moment.of_a_plausible_year(text);
        let local = |time: DateTime| {
            let moment = at_offset(time, offset_minutes.unwrap_or(0), offset_minutes.is_some());
            moment.ok_or_else(|| off_the_calendar(text)).and_then(plausible)
        };
        if let Some(format) = format {
            let parts = strtime::parse(format, text).map_err(|_not_this_form| wrong())?;
            if let Ok(time) = parts.to_timestamp() {
                return plausible(Self::at(time));
            }
            let day = parts.to_date().map_err(|_no_day| wrong())?;
            let time = parts.to_time().unwrap_or(jiff::civil::Time::midnight());
            return local(day.to_datetime(time));
        }
        if let Some(read) = numbers::micros(text, numbers) {
            return read
                .map(|micros| Self { micros, zone_is_known: true })
                .map_err(|what| NotAMoment::Number { text: text.to_owned(), what });
        }
        if let Some(time) = plain(text) {
            return local(time);
        }
        if let Ok(time) = text.parse::<Timestamp>() {
            return plausible(Self::at(time));
        }
        if let Ok(time) = text.parse::<DateTime>() {
            return local(time);
        }
        if let Some(time) = with_a_weekday(text) {
            return plausible(Self::at(time));
        }
        if let Some((time, zone)) = text.rsplit_once(' ')
            && may_be_a_zone(zone)
            && let Ok(time) = time.trim().parse::<DateTime>()
        {
            let minutes = offset(zone).ok_or_else(|| NotAMoment::Zone(zone.to_owned()))?;
            return at_offset(time, minutes, true).ok_or_else(wrong).and_then(plausible);
        }
        Err(wrong())
    }

    fn at(time: Timestamp) -> Self {
        Self { micros: time.as_microsecond(), zone_is_known: true }
    }

    /// Itself, unless its year is one before there was anything to post to, or far ahead.
    fn of_a_plausible_year(self, text: &str) -> Result<Self, NotAMoment> {
        if PLAUSIBLE.contains(&self.micros.div_euclid(1_000_000)) {
            return Ok(self);
        }
        let year = Timestamp::from_microsecond(self.micros)
            .map_or(0, |time| Offset::UTC.to_datetime(time).year());
        let what = if STAND_INS.contains(&year) { NO_TIME } else { OTHER_YEAR };
        Err(NotAMoment::Year { text: text.to_owned(), what })
    }
}

/// Years of the days that programs write where they know no time: their own first or last days, and the day before
/// or after in another zone.
const STAND_INS: [i16; 14] =
    [-1, 0, 1, 1600, 1601, 1752, 1753, 1899, 1900, 1903, 1904, 1969, 1970, 9999];

const NO_TIME: &str = "a day that programs write where they know no time";

const OTHER_YEAR: &str = "of a year before there was anything to post to, or far ahead; years of another calendar \
     (2566 Buddhist, 1401 Persian, 1443 of the Hijra) have to be turned into those of the Gregorian one";

/// What the calendar of the computer does not reach is a last day of all.
fn off_the_calendar(text: &str) -> NotAMoment {
    NotAMoment::Year { text: text.to_owned(), what: NO_TIME }
}

/// Forms with a weekday and an offset: X's own, that of a browser's `Date`, and that of mail (RFC 2822).
fn with_a_weekday(text: &str) -> Option<Timestamp> {
    // A browser says the name of the zone in brackets behind.
    let bare = text.split_once(" (").map_or(text, |(time, _)| time);
    let forms = ["%a %b %d %H:%M:%S %z %Y", "%a %b %d %Y %H:%M:%S GMT%z"];
    let read = |form: &&str| strtime::parse(form, bare).ok()?.to_timestamp().ok();
    forms
        .iter()
        .find_map(read)
        .or_else(|| rfc2822::parse(text).ok().map(|time| time.timestamp()))
}

/// Whether a text says a day and no time of it.
pub(super) fn is_day_alone(text: &str) -> bool {
    let text = text.trim();
    let text = text.strip_prefix('\'').unwrap_or(text);
    text.len() <= 10 && text.contains('-') && text.parse::<jiff::civil::Date>().is_ok()
}

/// Whether the last word of a time may name a zone: letters that are not those of a clock of twelve
/// hours, or an offset.
fn may_be_a_zone(word: &str) -> bool {
    let is_half_of_day =
        ["am", "pm", "a.m.", "p.m."].iter().any(|half| word.eq_ignore_ascii_case(half));
    let letters = word.bytes().all(|byte| byte.is_ascii_alphabetic());
    !is_half_of_day && (letters || offset(word).is_some() || word.starts_with(['+', '-']))
}

/// Forms of times that are often met, as in `strftime`.
const FORMS: [&str; 34] = [
    "%m/%d/%Y %I:%M:%S %p",
    "%m/%d/%Y %I:%M %p",
    "%m/%d/%Y, %I:%M:%S %p",
    "%m/%d/%Y, %I:%M %p",
    "%d/%m/%Y %H:%M:%S",
    "%d/%m/%Y %H:%M",
    "%d/%m/%Y, %H:%M:%S",
    "%d/%m/%Y, %H:%M",
    "%m/%d/%Y %H:%M:%S",
    "%m/%d/%Y %H:%M",
    "%m/%d/%y %H:%M",
    "%d.%m.%Y %H:%M:%S",
    "%d.%m.%Y %H:%M",
    "%d.%m.%Y, %H:%M:%S",
    "%d.%m.%Y, %H:%M",
    "%d.%m.%y %H:%M",
    "%d.%m.%y, %H:%M",
    "%Y-%m-%d %I:%M:%S %p",
    "%Y-%m-%d %I:%M %p",
    "%Y/%m/%d %H:%M:%S",
    "%Y/%m/%d %H:%M",
    "%Y.%m.%d %H:%M:%S",
    "%d-%m-%Y %H:%M:%S",
    "%d-%m-%Y %H:%M",
    "%d %b %Y %H:%M:%S",
    "%d %b %Y %H:%M",
    "%d-%b-%Y %H:%M:%S",
    "%b %d, %Y %I:%M:%S %p",
    "%b %d, %Y %I:%M %p",
    "%b %d, %Y, %I:%M %p",
    "%b %d, %Y %H:%M:%S",
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%d.%m.%Y",
];

/// What to do about a text that is no known form: a form that reads it, where one does.
fn advice(text: &str) -> String {
    if is_clock_alone(text) {
        return "its day is not written, as a spreadsheet saves a column that shows only minutes and \
                seconds: format the column as yyyy-mm-dd hh:mm:ss there and save it again"
            .to_owned();
    }
    let reads =
        |form: &&&str| strtime::parse(form, text).is_ok_and(|parts| parts.to_date().is_ok());
    match FORMS.iter().find(reads) {
        Some(form) => {
            format!("say in a mapping file how it is written: time_format = {form:?}")
        }
        None => "write it as 2021-06-16 21:44:51, or say in a mapping file how it is written, as in \
                 strftime: time_format"
            .to_owned(),
    }
}

/// `20:00.0`, `10:05`, `10:05:07`: a clock and no day.
fn is_clock_alone(text: &str) -> bool {
    let parts: Vec<&str> = text.split([':', '.', ',']).collect();
    let digits =
        |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    text.contains(':')
        && (2..5).contains(&parts.len())
        && parts.iter().all(digits)
        && parts.iter().take(2).all(|part| part.len() <= 2)
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
            "Wed Jun 16 2021 23:44:51 GMT+0200 (Central European Summer Time)",
            "Wed, 16 Jun 2021 21:44:51 GMT",
            "1,623,879,891",
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
        }
    }
}
