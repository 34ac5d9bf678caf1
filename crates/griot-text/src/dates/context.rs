//! What a date can rest on: the day of publication and the dates before it.

use griot_model::{DateReading, Span};
use jiff::civil::Date;

use super::mention::{Boundary, DateKind, DateMention, Precision};

/// What earlier sentences and the head of the report say about the time. One for each document;
/// [`super::find`] must see its sentences in order.
#[derive(Debug, Clone, Default)]
pub struct DateContext {
    pub(super) dateline: Option<Date>,
    pub(super) sentence: usize,
    pub(super) day: Option<Remembered>,
    pub(super) month: Option<Remembered>,
    pub(super) any: Option<Remembered>,
    /// The one year that the heading above names: days and months below it are of that year.
    pub(super) heading: Option<i16>,
}

/// A mention that later ones can rest on.
#[derive(Debug, Clone)]
pub(super) struct Remembered {
    pub(super) span: Span,
    pub(super) readings: Vec<DateReading>,
    pub(super) sentence: usize,
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

    /// What a heading says of the time of what follows: one year, or nothing.
    pub(super) fn head(&mut self, dates: &[DateMention]) {
        let mut years: Vec<i16> = dates
            .iter()
            .filter(|date| date.kind == DateKind::Full)
            .filter_map(DateMention::range)
            .filter(|range| range.first.year() == range.last.year())
            .map(|range| range.first.year())
            .collect();
        years.dedup();
        self.heading = if let [only] = years.as_slice() { Some(*only) } else { None };
    }

    pub(super) fn next_sentence(&mut self) {
        self.sentence += 1;
    }

    pub(super) fn remember(&mut self, mention: &DateMention) {
        // "at the end of 2023" is a date of that year.
        let part_of_year = mention.precision == Precision::Stretch
            && mention.kind == DateKind::Full
            && mention.range().is_some_and(|it| it.first.year() == it.last.year());
        let lasting =
            matches!(mention.precision, Precision::Day | Precision::Month | Precision::Year)
                || part_of_year;
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
