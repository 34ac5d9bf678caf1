//! Which days an [`Atom`] covers once its year is known.

use griot_model::DateRange;
use jiff::civil::Date;

use super::{Part, grammar::Atom};

/// The days a date with a year covers.
pub(super) fn range_of(atom: Atom) -> Option<DateRange> {
    match atom {
        Atom::Day { year, month, day, last } => {
            let first = Date::new(year?, month, day).ok()?;
            let last =
                last.and_then(|last| Date::new(year?, month, last).ok()).unwrap_or(first);
            Some(DateRange::new(first, last))
        }
        Atom::Either { year, first, second } => {
            let day = Date::new(year, second, first).ok()?;
            Some(DateRange::new(day, day))
        }
        Atom::Month { year, month, part } => {
            let whole = month_range(year?, month)?;
            let day = |day: i8| Date::new(whole.first.year(), month, day).ok();
            Some(match part {
                None => whole,
                Some(Part::Early) => DateRange::new(whole.first, day(10)?),
                Some(Part::Mid) => DateRange::new(day(11)?, day(20)?),
                Some(Part::Late) => DateRange::new(day(21)?, whole.last),
            })
        }
        Atom::Year { year, part } => months(
            year,
            part.map_or((1, 12), |part| match part {
                Part::Early => (1, 4),
                Part::Mid => (5, 8),
                Part::Late => (9, 12),
            }),
        ),
        Atom::Years { first, last, .. } => years(first, last),
        Atom::Decade { first, part } => match part {
            None => years(first, first + 9),
            Some(Part::Early) => years(first, first + 3),
            Some(Part::Mid) => years(first + 4, first + 6),
            Some(Part::Late) => years(first + 7, first + 9),
        },
        Atom::Century { nth, part } => {
            let first = (nth - 1) * 100 + 1;
            match part {
                None => years(first, first + 99),
                Some(Part::Early) => years(first, first + 32),
                Some(Part::Mid) => years(first + 33, first + 65),
                Some(Part::Late) => years(first + 66, first + 99),
            }
        }
        Atom::Months { year, first, last } if first <= last => months(year, (first, last)),
        Atom::Months { year, first, last } => {
            // "winter of 2021" can be the one that begins or the one that ends that year.
            let begin = Date::new(year - 1, first, 1).ok()?;
            Some(DateRange::new(begin, month_range(year + 1, last)?.last))
        }
        Atom::Weekday(_) => None,
    }
}

pub(super) fn month_range(year: i16, month: i8) -> Option<DateRange> {
    let first = Date::new(year, month, 1).ok()?;
    Some(DateRange::new(first, first.last_of_month()))
}

pub(super) fn months(year: i16, (first, last): (i8, i8)) -> Option<DateRange> {
    Some(DateRange::new(month_range(year, first)?.first, month_range(year, last)?.last))
}

pub(super) fn years(first: i16, last: i16) -> Option<DateRange> {
    Some(DateRange::new(Date::new(first, 1, 1).ok()?, Date::new(last, 12, 31).ok()?))
}

pub(super) fn year_of(atom: Atom) -> Option<i16> {
    match atom {
        Atom::Day { year, .. } | Atom::Month { year, .. } => year,
        Atom::Either { year, .. } | Atom::Year { year, .. } | Atom::Months { year, .. } => {
            Some(year)
        }
        Atom::Years { first, .. } | Atom::Decade { first, .. } => Some(first),
        Atom::Century { .. } | Atom::Weekday(_) => None,
    }
}

pub(super) fn month_of(atom: Atom) -> Option<i8> {
    match atom {
        Atom::Day { month, .. } | Atom::Month { month, .. } => Some(month),
        _ => None,
    }
}

pub(super) fn with_year(atom: Atom, to: i16) -> Atom {
    match atom {
        Atom::Day { month, day, last, .. } => Atom::Day { year: Some(to), month, day, last },
        Atom::Month { month, part, .. } => Atom::Month { year: Some(to), month, part },
        other => other,
    }
}

/// The latest such day or month that begins no later than the dateline. 29 February can be years back.
pub(super) fn latest_before(atom: Atom, dateline: Date) -> Option<DateRange> {
    (0..=8)
        .filter_map(|back| range_of(with_year(atom, dateline.year() - back)))
        .find(|range| range.first <= dateline)
}

/// The next such day or month after the dateline.
pub(super) fn next_after(atom: Atom, dateline: Date) -> Option<DateRange> {
    (0..=8)
        .filter_map(|ahead| range_of(with_year(atom, dateline.year() + ahead)))
        .find(|range| range.first > dateline)
}
