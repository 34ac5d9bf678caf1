//! Days told by the dateline, by an earlier date or by an event.

use griot_model::DateRange;
use jiff::{
    ToSpan as _,
    civil::{Date, Weekday},
};

use super::{
    calendar::TimeUnit,
    context::{DateContext, Remembered},
    days::{latest_before, month_range, next_after, range_of, with_year, years},
    grammar::Atom,
    mention::{DateKind, DateMention, FromEvent, Precision, reading},
    relative::Relative,
};

/// Sentences after which "that month" no longer points back to a date.
const FORGOTTEN_AFTER: usize = 4;

/// Fills in what a relative date means.
pub(super) fn by_relative(
    mention: &mut DateMention,
    relative: Relative,
    before: &[DateMention],
    context: &DateContext,
) {
    match relative {
        Relative::Shift(amount, unit) => {
            mention.kind = DateKind::ByMention;
            mention.precision = precision_of(unit);
            let how = format!("{amount:+} {} from the date it follows", name(unit, amount));
            by_anchor(mention, anchor(unit, context), &how, |range| shift(range, amount, unit));
        }
        Relative::Same(unit) => {
            mention.kind = DateKind::ByMention;
            mention.precision = precision_of(unit);
            let how = format!("the {} of the date it follows", name(unit, 1));
            by_anchor(mention, anchor(unit, context), &how, |range| {
                enclosing(range.first, unit)
            });
        }
        Relative::SameDate => {
            mention.kind = DateKind::ByMention;
            let how = "the date that it follows";
            let known = context.any.as_ref().filter(|known| is_near(known, context));
            by_anchor(mention, known, how, Some);
        }
        Relative::Preceding(amount, unit) => {
            mention.precision = Precision::Stretch;
            mention.kind = DateKind::ByMention;
            let how = format!("the {amount} {} before the date it follows", name(unit, amount));
            let own = before.last().and_then(|last| {
                Some(Remembered {
                    span: last.span,
                    readings: vec![last.readings.first()?.clone()],
                    sentence: 0,
                })
            });
            let known = own.as_ref().or(context.any.as_ref());
            by_anchor(mention, known, &how, |range| {
                let end = range.first.checked_sub(1.day()).ok()?;
                let start = moved(range.first, -amount, unit)?;
                Some(DateRange::new(start, end))
            });
        }
        Relative::FromDateline(amount, unit) => {
            mention.kind = DateKind::ByDateline;
            mention.precision = precision_of(unit);
            let range =
                context.dateline.and_then(|day| enclosing(moved(day, amount, unit)?, unit));
            let how = match amount {
                0 => format!("the {} of the dateline", name(unit, 1)),
                _ => format!("{amount:+} {} from the dateline", name(unit, amount)),
            };
            mention.readings.extend(range.map(|range| reading(range, how)));
        }
        Relative::Past(amount, unit) => {
            mention.kind = DateKind::ByDateline;
            mention.precision = Precision::Stretch;
            let range = context
                .dateline
                .and_then(|day| Some(DateRange::new(moved(day, -amount, unit)?, day)));
            let how = format!("the {amount} {} up to the dateline", name(unit, amount));
            mention.readings.extend(range.map(|range| reading(range, how)));
        }
        Relative::LastMonth(month) => {
            mention.kind = DateKind::ByDateline;
            mention.precision = Precision::Month;
            let atom = Atom::Month { year: None, month, part: None };
            let first = |day: Date| day.first_of_month().checked_sub(1.day()).ok();
            let range =
                context.dateline.and_then(first).and_then(|day| latest_before(atom, day));
            let how = "the latest such month before that of the dateline";
            mention.readings.extend(range.map(|range| reading(range, how)));
        }
        Relative::LastWeekday(name) => {
            mention.kind = DateKind::ByDateline;
            let day =
                context.dateline.and_then(|day| on_or_before(day.yesterday().ok()?, name));
            let how = "the latest such weekday before the dateline";
            mention.readings.extend(day.map(|day| reading(DateRange::new(day, day), how)));
        }
        Relative::FromDate(amount, unit, atom) => {
            mention.precision = precision_of(unit);
            let known = range_of(atom)
                .or_else(|| context.dateline.and_then(|day| latest_before(atom, day)));
            let range = known.and_then(|range| shift(range, amount, unit));
            let how = format!("{amount:+} {} from the date named", name(unit, amount));
            mention.readings.extend(range.map(|range| reading(range, how)));
        }
        Relative::FromEvent { amount, unit, before, event } => {
            mention.kind = DateKind::ByEvent;
            mention.precision = precision_of(unit);
            mention.from_event = Some(FromEvent { amount, unit, before, event });
        }
    }
}

/// The date that "the following day" or "that month" can point back to.
fn anchor(unit: TimeUnit, context: &DateContext) -> Option<&Remembered> {
    let known = match unit {
        TimeUnit::Day | TimeUnit::Week | TimeUnit::Hour | TimeUnit::Minute => {
            context.day.as_ref()
        }
        TimeUnit::Month => context.month.as_ref(),
        TimeUnit::Year | TimeUnit::Decade => context.any.as_ref(),
    }?;
    is_near(known, context).then_some(known)
}

fn is_near(known: &Remembered, context: &DateContext) -> bool {
    context.sentence - known.sentence.min(context.sentence) <= FORGOTTEN_AFTER
}

/// A day or a month of the year of the date that it follows, so many years on.
pub(super) fn by_year(
    mention: &mut DateMention,
    atom: Atom,
    years: i32,
    context: &DateContext,
) {
    mention.kind = DateKind::ByMention;
    let how = "in the year of the date that it follows";
    by_anchor(mention, anchor(TimeUnit::Year, context), how, |range| {
        let year = moved(range.first, years, TimeUnit::Year)?.year();
        range_of(with_year(atom, year))
    });
}

/// A day of the month of the date that it follows, so many months on; `near` where only the sentence itself or the one right
/// before it may say the month.
pub(super) fn by_month(
    mention: &mut DateMention,
    day: i8,
    months: i32,
    near: bool,
    context: &DateContext,
) {
    mention.kind = DateKind::ByMention;
    let known = anchor(TimeUnit::Month, context)
        .filter(|known| !near || known.sentence + 1 >= context.sentence);
    by_anchor(mention, known, "in the month of the date that it follows", |range| {
        let first = moved(range.first, months, TimeUnit::Month)?;
        let day = Date::new(first.year(), first.month(), day).ok()?;
        Some(DateRange::new(day, day))
    });
}

/// The next such day or month after the date that it follows.
pub(super) fn by_next(mention: &mut DateMention, atom: Atom, context: &DateContext) {
    mention.kind = DateKind::ByMention;
    let known = context.any.as_ref().filter(|known| is_near(known, context));
    by_anchor(mention, known, "the next such one after the date that it follows", |range| {
        next_after(atom, range.first)
    });
}

fn by_anchor(
    mention: &mut DateMention,
    anchor: Option<&Remembered>,
    how: &str,
    days: impl Fn(DateRange) -> Option<DateRange>,
) {
    let Some(anchor) = anchor else { return };
    mention.relative_to = Some(anchor.span);
    for known in &anchor.readings {
        let range = days(known.range)
            .filter(|range| mention.readings.iter().all(|reading| reading.range != *range));
        mention
            .readings
            .extend(range.map(|range| {
                reading(range, format!("{how} ({}, {})", known.shown, known.how))
            }));
    }
}

fn shift(range: DateRange, amount: i32, unit: TimeUnit) -> Option<DateRange> {
    // From a month or year, a day counts from its end ("a day later") and has no day of its own.
    let day = if amount > 0 && unit == TimeUnit::Day { range.last } else { range.first };
    let target = moved(day, amount, unit)?;
    match unit {
        TimeUnit::Month | TimeUnit::Year | TimeUnit::Decade => enclosing(target, unit),
        _ => Some(DateRange::new(target, target)),
    }
}

fn moved(day: Date, amount: i32, unit: TimeUnit) -> Option<Date> {
    let span = match unit {
        TimeUnit::Minute | TimeUnit::Hour => 0.days(),
        TimeUnit::Day => amount.days(),
        TimeUnit::Week => amount.weeks(),
        TimeUnit::Month => amount.months(),
        TimeUnit::Year => amount.years(),
        TimeUnit::Decade => amount.checked_mul(10)?.years(),
    };
    day.checked_add(span).ok()
}

/// The day, week, month or year that has this day in it.
fn enclosing(day: Date, unit: TimeUnit) -> Option<DateRange> {
    match unit {
        TimeUnit::Minute | TimeUnit::Hour | TimeUnit::Day => Some(DateRange::new(day, day)),
        TimeUnit::Week => {
            let monday = on_or_before(day, Weekday::Monday)?;
            Some(DateRange::new(monday, monday.checked_add(6.days()).ok()?))
        }
        TimeUnit::Month => month_range(day.year(), day.month()),
        TimeUnit::Year => years(day.year(), day.year()),
        TimeUnit::Decade => years(day.year() / 10 * 10, day.year() / 10 * 10 + 9),
    }
}

pub(super) fn on_or_before(day: Date, name: Weekday) -> Option<Date> {
    if day.weekday() == name { Some(day) } else { day.nth_weekday(-1, name).ok() }
}

fn precision_of(unit: TimeUnit) -> Precision {
    match unit {
        TimeUnit::Minute | TimeUnit::Hour | TimeUnit::Day => Precision::Day,
        TimeUnit::Week => Precision::Week,
        TimeUnit::Month => Precision::Month,
        TimeUnit::Year => Precision::Year,
        TimeUnit::Decade => Precision::Decade,
    }
}

fn name(unit: TimeUnit, amount: i32) -> &'static str {
    let one = amount.abs() == 1;
    match unit {
        TimeUnit::Minute => {
            if one {
                "minute"
            } else {
                "minutes"
            }
        }
        TimeUnit::Hour => {
            if one {
                "hour"
            } else {
                "hours"
            }
        }
        TimeUnit::Day => {
            if one {
                "day"
            } else {
                "days"
            }
        }
        TimeUnit::Week => {
            if one {
                "week"
            } else {
                "weeks"
            }
        }
        TimeUnit::Month => {
            if one {
                "month"
            } else {
                "months"
            }
        }
        TimeUnit::Year => {
            if one {
                "year"
            } else {
                "years"
            }
        }
        TimeUnit::Decade => {
            if one {
                "decade"
            } else {
                "decades"
            }
        }
    }
}
