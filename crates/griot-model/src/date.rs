//! Dates as people write them: often without a day, sometimes relative, sometimes with two readings.

use std::{fmt, str::FromStr};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A date of the Gregorian calendar that may lack its day or its month.
///
/// Written `2020`, `2020-08` or `2020-08-18`. The order is that of the first day, then of
/// precision, so that `2020 < 2020-01 < 2020-01-01`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PartialDate {
    /// A whole year.
    Year(i16),
    /// A month: year, and month from 1 to 12.
    Month(i16, i8),
    /// A day.
    Day(Date),
}

/// Why a text is not a [`PartialDate`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a date; write 2020, 2020-08 or 2020-08-18")]
pub struct NotADate(pub String);

impl PartialDate {
    /// A month, if there is such a month.
    pub fn month(year: i16, month: i8) -> Option<Self> {
        Date::new(year, month, 1).ok().map(|_| Self::Month(year, month))
    }

    /// A day, if the calendar has it.
    pub fn day(year: i16, month: i8, day: i8) -> Option<Self> {
        Date::new(year, month, day).ok().map(Self::Day)
    }

    /// The first day it can mean.
    pub fn first_day(self) -> Date {
        match self {
            Self::Year(year) => Date::new(year, 1, 1).unwrap_or(Date::MIN),
            Self::Month(year, month) => Date::new(year, month, 1).unwrap_or(Date::MIN),
            Self::Day(day) => day,
        }
    }

    /// The last day it can mean.
    pub fn last_day(self) -> Date {
        match self {
            Self::Year(year) => Date::new(year, 12, 31).unwrap_or(Date::MAX),
            Self::Month(year, month) => {
                Date::new(year, month, 1).map_or(Date::MAX, Date::last_of_month)
            }
            Self::Day(day) => day,
        }
    }

    /// All days it can mean.
    pub fn range(self) -> DateRange {
        DateRange { first: self.first_day(), last: self.last_day() }
    }

    /// The year.
    pub fn year(self) -> i16 {
        match self {
            Self::Year(year) | Self::Month(year, _) => year,
            Self::Day(day) => day.year(),
        }
    }

    /// Whether the two can mean the same day.
    pub fn agrees_with(self, other: Self) -> bool {
        self.range().meets(other.range())
    }

    fn precision(self) -> u8 {
        match self {
            Self::Year(_) => 0,
            Self::Month(..) => 1,
            Self::Day(_) => 2,
        }
    }
}

impl PartialOrd for PartialDate {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for PartialDate {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.first_day(), self.precision()).cmp(&(other.first_day(), other.precision()))
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year(year) => write!(f, "{year:04}"),
            Self::Month(year, month) => write!(f, "{year:04}-{month:02}"),
            Self::Day(day) => write!(f, "{day}"),
        }
    }
}

impl FromStr for PartialDate {
    type Err = NotADate;

    fn from_str(text: &str) -> Result<Self, NotADate> {
        let bad = || NotADate(text.to_owned());
        let digits = |part: &str, length: usize| {
            (part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit()))
                .then_some(())
        };
        let mut parts = text.trim().split('-');
        let (year, month, day) = (parts.next(), parts.next(), parts.next());
        if parts.next().is_some() {
            return Err(bad());
        }
        let year = year.filter(|y| digits(y, 4).is_some()).ok_or_else(bad)?;
        let year: i16 = year.parse().map_err(|_ignored| bad())?;
        let Some(month) = month else { return Ok(Self::Year(year)) };
        digits(month, 2).ok_or_else(bad)?;
        let month: i8 = month.parse().map_err(|_ignored| bad())?;
        let Some(day) = day else { return Self::month(year, month).ok_or_else(bad) };
        digits(day, 2).ok_or_else(bad)?;
        let day: i8 = day.parse().map_err(|_ignored| bad())?;
        Self::day(year, month, day).ok_or_else(bad)
    }
}

impl Serialize for PartialDate {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PartialDate {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// Days from `first` to `last`, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct DateRange {
    /// First day.
    pub first: Date,
    /// Last day, included; never before `first`.
    pub last: Date,
}

impl DateRange {
    /// The range between two days, in whichever order they are given.
    pub fn new(one: Date, other: Date) -> Self {
        Self { first: one.min(other), last: one.max(other) }
    }

    /// Whether the day lies inside.
    pub fn contains(self, day: Date) -> bool {
        self.first <= day && day <= self.last
    }

    /// Whether the two ranges share a day.
    pub fn meets(self, other: Self) -> bool {
        self.first <= other.last && other.first <= self.last
    }

    /// Whether `other` lies wholly inside.
    pub fn covers(self, other: Self) -> bool {
        self.first <= other.first && other.last <= self.last
    }
}

impl fmt::Display for DateRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.first == self.last {
            write!(f, "{}", self.first)
        } else {
            write!(f, "{}/{}", self.first, self.last)
        }
    }
}

/// One way to understand a date in a text, and the rule that led to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateReading {
    /// The days it covers.
    pub range: DateRange,
    /// As it would be written: `2020-08-20`, `2023-02`, `2020-12/2021-11`.
    pub shown: String,
    /// How it was resolved, in words: "as written", "the latest February before the dateline".
    pub how: String,
}
