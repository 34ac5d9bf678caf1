//! A date in a sentence, and everything that can be known of one.

use griot_model::{DateRange, DateReading, Span};

use super::calendar::TimeUnit;

/// How fine a date is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// A day, or a few days of a month.
    Day,
    /// A week.
    Week,
    /// A calendar month or a part of it.
    Month,
    /// Any other stretch: early 2023, from March to May, the last six years.
    Stretch,
    /// A calendar year.
    Year,
    /// Ten years or a part of them.
    Decade,
    /// A hundred years.
    Century,
}

/// How a date was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DateKind {
    /// With its year.
    Full,
    /// A day or month without its year.
    YearMissing,
    /// From one date to another.
    Range,
    /// By the day of publication: "yesterday", "last month", "in the past five years".
    ByDateline,
    /// By an earlier date of the text: "the following day", "that same month".
    ByMention,
    /// By an event: "a week before the strike". Its reading is known only once the event is.
    ByEvent,
}

/// On which side of the date the words lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Boundary {
    /// On or in it, or no preposition at all.
    At,
    /// "since", "from", "starting in".
    Since,
    /// "until", "to".
    Until,
    /// "by".
    By,
    /// "before", "ahead of".
    Before,
    /// "after", "following".
    After,
}

/// How far a mention lies from the event it is told by: "a week before the strike".
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FromEvent {
    /// How many units; one for "a month".
    pub amount: f64,
    /// Which unit.
    pub unit: TimeUnit,
    /// Whether it lies before the event.
    pub before: bool,
    /// The words for the event: "the coup".
    pub event: Span,
}

/// A date in a sentence.
#[derive(Debug, Clone, PartialEq)]
pub struct DateMention {
    /// The date itself: "Oct. 12", "The next week", "early 1999".
    pub span: Span,
    /// With the preposition before it: "on Aug. 20", "Starting in March 2011".
    pub phrase: Span,
    /// What days it can mean, best first. Empty where nothing says.
    pub readings: Vec<DateReading>,
    /// How fine it is.
    pub precision: Precision,
    /// How it was written.
    pub kind: DateKind,
    /// On which side of it the words lie.
    pub boundary: Boundary,
    /// The earlier mention it rests on.
    pub relative_to: Option<Span>,
    /// The event it is told by.
    pub from_event: Option<FromEvent>,
}

impl DateMention {
    /// The best reading's days.
    pub fn range(&self) -> Option<DateRange> {
        self.readings.first().map(|reading| reading.range)
    }
}

/// A range as it would be written: `2020-08-20`, `2023-02`, `2015`, `2020-12/2021-11`.
pub fn shown(range: DateRange) -> String {
    let DateRange { first, last } = range;
    let years =
        first.month() == 1 && first.day() == 1 && last.month() == 12 && last.day() == 31;
    let months = first.day() == 1 && last == last.last_of_month();
    if first == last {
        first.to_string()
    } else if years && first.year() == last.year() {
        format!("{:04}", first.year())
    } else if years {
        format!("{:04}/{:04}", first.year(), last.year())
    } else if months && (first.year(), first.month()) == (last.year(), last.month()) {
        format!("{:04}-{:02}", first.year(), first.month())
    } else if months {
        format!(
            "{:04}-{:02}/{:04}-{:02}",
            first.year(),
            first.month(),
            last.year(),
            last.month()
        )
    } else {
        range.to_string()
    }
}

pub(super) fn reading(range: DateRange, how: impl Into<String>) -> DateReading {
    DateReading { range, shown: shown(range), how: how.into() }
}
