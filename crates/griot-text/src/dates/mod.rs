//! Which days does a sentence speak of?
//!
//! [`find`] reads one sentence after another with a [`DateContext`], which knows the dateline and
//! the dates that came before. Each [`DateMention`] has one reading or several, best first, and
//! each reading says in words by which rule it came about. Where the rules disagree both readings
//! are kept, so that a claim can be checked against each.
//!
//! Rules for a month or day without a year, in this order:
//! 1. the same month with a year in the same sentence gives the year;
//! 2. a date with a year before it in the same sentence gives the year, unless that is a bound
//!    ("since 2012");
//! 3. else the latest such month or day before the dateline, and as a second reading the year of
//!    the date before in the text, or of a date that follows in the sentence.
//!
//! "That same month", "the following day" and their like depend on an earlier mention, and say on
//! which; so a date that is wrong can be followed to the ones that rest on it.

mod anchor;
mod calendar;
mod days;
pub(crate) mod grammar;
mod relative;
mod resolve;

use griot_model::{DateRange, DateReading, Span};
use jiff::civil::Date;

pub use calendar::TimeUnit;
pub use grammar::Part;

use crate::{sentences::Sentence, words::tokens};

/// How fine a date is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// A day, or a few days of a month.
    Day,
    /// A week.
    Week,
    /// A calendar month or a part of it.
    Month,
    /// Any other stretch: early 2023, from March to May, the last five years.
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
    /// By an event: "a month before the coup". Its reading is known only once the event is.
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

/// How far a mention lies from the event it is told by: "a month before the coup".
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
    /// The date itself: "Aug. 20", "The following day", "early 2023".
    pub span: Span,
    /// With the preposition before it: "on Aug. 20", "Starting in September 2017".
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

/// What earlier sentences and the head of the report say about the time. One for each document;
/// [`find`] must see its sentences in order.
#[derive(Debug, Clone, Default)]
pub struct DateContext {
    dateline: Option<Date>,
    sentence: usize,
    day: Option<Remembered>,
    month: Option<Remembered>,
    any: Option<Remembered>,
}

/// A mention that later ones can rest on.
#[derive(Debug, Clone)]
struct Remembered {
    span: Span,
    readings: Vec<DateReading>,
    sentence: usize,
}

impl DateContext {
    /// A document published on this day, if that is known.
    pub fn new(dateline: Option<Date>) -> Self {
        Self { dateline, ..Self::default() }
    }

    /// The day of publication.
    pub fn dateline(&self) -> Option<Date> {
        self.dateline
    }

    fn remember(&mut self, mention: &DateMention) {
        let lasting =
            matches!(mention.precision, Precision::Day | Precision::Month | Precision::Year);
        if mention.readings.is_empty() || !lasting || mention.kind == DateKind::Range {
            return;
        }
        let remembered = Remembered {
            span: mention.span,
            readings: mention.readings.clone(),
            sentence: self.sentence,
        };
        let bound = matches!(mention.boundary, Boundary::Since | Boundary::Until);
        if mention.precision == Precision::Day {
            keep(&mut self.day, &remembered, bound);
        }
        if mention.precision <= Precision::Month {
            keep(&mut self.month, &remembered, bound);
        }
        keep(&mut self.any, &remembered, bound);
    }
}

/// Remembers a date. Within one sentence the later day is what the next sentence goes on from: an
/// earlier one told after it is background, and so is a bound.
fn keep(known: &mut Option<Remembered>, new: &Remembered, bound: bool) {
    let first = |remembered: &Remembered| remembered.readings.first().map(|r| r.range.first);
    let stays = known.as_ref().is_some_and(|known| {
        known.sentence == new.sentence && (bound || first(known) > first(new))
    });
    if !stays {
        *known = Some(new.clone());
    }
}

/// All dates of a sentence, in order. Updates the context.
pub fn find(sentence: &Sentence, context: &mut DateContext) -> Vec<DateMention> {
    context.sentence += 1;
    let tokens = tokens(&sentence.text);
    let pieces = resolve::pieces(&tokens);
    let mut mentions = Vec::with_capacity(pieces.len());
    for piece in 0..pieces.len() {
        let Some(local) = resolve::mention(&tokens, &pieces, piece, &mentions, context) else {
            continue;
        };
        let mut mention = local;
        mention.span = sentence.source(mention.span);
        mention.phrase = sentence.source(mention.phrase);
        if let Some(from) = &mut mention.from_event {
            from.event = sentence.source(from.event);
        }
        context.remember(&mention);
        mentions.push(mention);
    }
    mentions
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

fn reading(range: DateRange, how: impl Into<String>) -> DateReading {
    DateReading { range, shown: shown(range), how: how.into() }
}
