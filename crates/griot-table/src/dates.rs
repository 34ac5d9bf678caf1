//! Dates of a whole column at once: the writing that reads them all, or a refusal where two do.
//!
//! `03/04/2022` is two days. One cell cannot say which, the column often can; where it cannot, guessing would move
//! events by months, so the whole column is refused.

use jiff::civil::Date;

/// A way to write a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DateWriting {
    /// `2022-03-04`, also with `/`, `.` or a time after it.
    YearMonthDay,
    /// `20220304`.
    Compact,
    /// `04/03/2022`, with `/`, `.` or `-`.
    DayMonthYear,
    /// `03/04/2022`.
    MonthDayYear,
    /// `4 March 2022`, `04-Mar-22`, `March 4, 2022`.
    MonthName,
}

const ALL: [DateWriting; 5] = [
    DateWriting::YearMonthDay,
    DateWriting::Compact,
    DateWriting::MonthName,
    DateWriting::DayMonthYear,
    DateWriting::MonthDayYear,
];

/// Why a column of dates cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnreadableDates {
    /// What is wrong, as a clause.
    pub what: String,
    /// What to do.
    pub help: String,
}

/// What is known of a column after all its cells were shown to it.
#[derive(Debug, Clone, Default)]
pub struct DateColumn {
    read: [u64; ALL.len()],
    serials: u64,
    /// Cells that are a date only as day/month, and only as month/day.
    only_day_first: u64,
    only_month_first: u64,
    /// A cell that is two different days, with its line.
    either: Option<(u64, String)>,
    /// A cell that is no date in any writing, with its line.
    unread: Option<(u64, String)>,
    cells: u64,
}

impl DateColumn {
    /// Takes note of a cell; empty ones say nothing.
    pub fn see(&mut self, line: u64, cell: &str) {
        if cell.is_empty() {
            return;
        }
        self.cells += 1;
        let mut is_read = false;
        for (count, writing) in self.read.iter_mut().zip(ALL) {
            let reads = parse(cell, writing).is_some();
            *count += u64::from(reads);
            is_read |= reads;
        }
        if !is_read && self.unread.is_none() {
            self.unread = Some((line, cell.to_owned()));
        }
        self.serials += u64::from(is_serial(cell));
        match [DateWriting::DayMonthYear, DateWriting::MonthDayYear]
            .map(|order| parse(cell, order))
        {
            [Some(_), None] => self.only_day_first += 1,
            [None, Some(_)] => self.only_month_first += 1,
            [Some(one), Some(other)] if one != other && self.either.is_none() => {
                self.either = Some((line, cell.to_owned()));
            }
            _ => {}
        }
    }

    /// Whether no cell was there at all.
    pub fn is_empty(&self) -> bool {
        self.cells == 0
    }

    /// The one writing of the column. Cells in another one are for the caller to set aside.
    pub fn writing(&self) -> Result<DateWriting, UnreadableDates> {
        let count = |writing: DateWriting| {
            let place = ALL.iter().position(|other| *other == writing);
            place.and_then(|place| self.read.get(place)).copied().unwrap_or_default()
        };
        let best = ALL.into_iter().max_by_key(|writing| (count(*writing), *writing));
        let best = best.filter(|best| count(*best) > 0);
        if self.serials > best.map_or(0, count) {
            return Err(UnreadableDates {
                what: "its dates are a spreadsheet's day numbers, such as 44621".to_owned(),
                help: "Excel counts from 1900 or from 1904, four years apart; format the column as yyyy-mm-dd and save it again".to_owned(),
            });
        }
        let Some(best) = best else {
            let Some((line, cell)) = &self.unread else {
                return Err(UnreadableDates {
                    what: "it has no rows with a date".to_owned(),
                    help: "look whether the file is whole".to_owned(),
                });
            };
            let why = spoiled(cell).map(|why| format!(" ({why})")).unwrap_or_default();
            return Err(UnreadableDates {
                what: format!(
                    "no cell of its date column is a date, such as {cell:?} on line {line}{why}"
                ),
                help: "write dates as 2022-03-04".to_owned(),
            });
        };
        if !matches!(best, DateWriting::DayMonthYear | DateWriting::MonthDayYear) {
            return Ok(best);
        }
        let help =
            "write the dates as 2022-03-04, or give the order in a mapping file".to_owned();
        let refused = |what: String| Err(UnreadableDates { what, help });
        match (self.only_day_first > 0, self.only_month_first > 0, &self.either) {
            (true, true, _) => refused(format!(
                "{} dates can only be day/month and {} only month/day",
                self.only_day_first, self.only_month_first
            )),
            (false, false, Some((line, cell))) => refused(format!(
                "every date can be day/month or month/day, for instance {cell:?} on line {line}"
            )),
            (true, false, _) => Ok(DateWriting::DayMonthYear),
            (false, ..) => Ok(DateWriting::MonthDayYear),
        }
    }
}

/// A cell in a given writing; the time of day after it is left out.
pub fn parse(cell: &str, writing: DateWriting) -> Option<Date> {
    let cell = cell.trim();
    // With which spreadsheets keep a cell as text.
    let cell = cell.strip_prefix('\'').unwrap_or(cell);
    match writing {
        DateWriting::YearMonthDay => {
            let day = cell.split(['T', ' ']).next()?;
            let [year, month, day] = numbers(day)?;
            (year.0 >= 1000).then(|| date(year.0, month.0, day.0)).flatten()
        }
        DateWriting::Compact => {
            let digits = cell.len() == 8 && cell.bytes().all(|byte| byte.is_ascii_digit());
            let number: i32 = digits.then(|| cell.parse().ok()).flatten()?;
            date(number / 10_000, number / 100 % 100, number % 100)
        }
        DateWriting::DayMonthYear => {
            let [day, month, year] = numbers(cell.split(' ').next()?)?;
            date(full_year(year)?, month.0, day.0)
        }
        DateWriting::MonthDayYear => {
            let [month, day, year] = numbers(cell.split(' ').next()?)?;
            date(full_year(year)?, month.0, day.0)
        }
        DateWriting::MonthName => named(cell),
    }
}

/// A cell that a spreadsheet spoiled, in words; none where it looks like nothing known.
pub fn spoiled(cell: &str) -> Option<&'static str> {
    if is_serial(cell) {
        Some(
            "it is a spreadsheet's day number; format the column as yyyy-mm-dd and save it again",
        )
    } else if cell.starts_with("##") {
        Some(
            "the spreadsheet's column was too narrow when it was saved; widen it and save again",
        )
    } else if has_a_year_of_either_century(cell) {
        Some("its year of two digits may be of this century or of the last; write four digits")
    } else if has_only_year_and_month(cell) {
        Some(
            "the day is missing; an event needs a day, so leave the row out or give the first and last day",
        )
    } else if cell.len() == 4 && cell.bytes().all(|byte| byte.is_ascii_digit()) {
        Some(
            "it is a year; an event needs a day, so leave the row out or give the first and last day",
        )
    } else if cell.split(['-', ' ', '/']).count() == 2 {
        Some(
            "the year is missing; format the column as yyyy-mm-dd in the spreadsheet and save it again",
        )
    } else {
        None
    }
}

/// `2023-02`, `February 1999`, `02/2023`.
fn has_only_year_and_month(cell: &str) -> bool {
    let mut parts = cell.split(['-', ' ', '/', '.']).filter(|part| !part.is_empty());
    let (Some(one), Some(other), None) = (parts.next(), parts.next(), parts.next()) else {
        return false;
    };
    let is_year =
        |part: &str| part.len() == 4 && part.bytes().all(|byte| byte.is_ascii_digit());
    is_year(one) != is_year(other)
}

/// Whole numbers that would be days from 1954 to 2064 in Excel.
fn is_serial(cell: &str) -> bool {
    cell.parse::<f64>().is_ok_and(|number| (20_000.0..60_000.0).contains(&number))
}

fn date(year: i32, month: i32, day: i32) -> Option<Date> {
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?)
        .ok()
}

/// Three numbers with their lengths, divided by one kind of sign.
fn numbers(cell: &str) -> Option<[(i32, usize); 3]> {
    let sign = cell.chars().find(|sign| matches!(sign, '/' | '.' | '-'))?;
    let mut parts = cell.split(sign).map(|part| {
        let digits = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| part.parse().ok().map(|number| (number, part.len()))).flatten()
    });
    let three = [parts.next()??, parts.next()??, parts.next()??];
    parts.next().is_none().then_some(three)
}

/// The last year of two digits that is one of this century, and the first that is one of the last. What lies between
/// may be either: this file has no clock, and an event is never in the future.
pub(super) const THIS_CENTURY: i32 = 26;
const LAST_CENTURY: i32 = 30;

/// Two digits are a year from 1930 to 2026.
fn full_year((year, digits): (i32, usize)) -> Option<i32> {
    match digits {
        4 => Some(year),
        2 if year <= THIS_CENTURY => Some(2000 + year),
        2 if year >= LAST_CENTURY => Some(1900 + year),
        _ => None,
    }
}

/// A date whose year of two digits may be of either century.
fn has_a_year_of_either_century(cell: &str) -> bool {
    let mut parts =
        cell.trim().split(['/', '.', '-', ' ', ',']).filter(|part| !part.is_empty());
    let (Some(first), Some(_), Some(year)) = (parts.next(), parts.next(), parts.next()) else {
        return false;
    };
    let is_between = |year: i32| year > THIS_CENTURY && year < LAST_CENTURY;
    let begins_with_a_year =
        first.len() == 4 && first.bytes().all(|byte| byte.is_ascii_digit());
    !begins_with_a_year && year.len() == 2 && year.parse().is_ok_and(is_between)
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

fn named(cell: &str) -> Option<Date> {
    let mut parts = cell.split([' ', '-', ',', '/']).filter(|part| !part.is_empty());
    let three = [parts.next()?, parts.next()?, parts.next()?];
    if parts.next().is_some_and(|more| !more.contains(':')) {
        return None;
    }
    let month_of = |part: &str| {
        let part = part.to_lowercase();
        let part = part.trim_end_matches('.');
        let is = |month: &&str| *month == part || (part.len() >= 3 && month.starts_with(part));
        MONTHS.iter().position(is).and_then(|at| i32::try_from(at + 1).ok())
    };
    let (day, month, year) = match three {
        [month, day, year] if month_of(month).is_some() => (day, month, year),
        [day, month, year] => (day, month, year),
    };
    let year = full_year((year.parse().ok()?, year.len()))?;
    date(year, month_of(month)?, day.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(cells: &[&str], expected: Result<DateWriting, &str>) {
        let mut column = DateColumn::default();
        for (line, cell) in (2..).zip(cells) {
            column.see(line, cell);
        }
        match (column.writing(), expected) {
            (Ok(got), Ok(want)) => assert_eq!(got, want, "{cells:?}"),
            (Err(got), Err(want)) => assert!(got.what.contains(want), "{got:?}"),
            (got, want) => panic!("{cells:?}: {got:?} is not {want:?}"),
        }
    }

    #[test]
    fn a_column_has_one_writing() {
        check(&["2022-03-04", "2022-11-30"], Ok(DateWriting::YearMonthDay));
        check(&["2022-03-04 00:00:00.000"], Ok(DateWriting::YearMonthDay));
        check(&["20220304"], Ok(DateWriting::Compact));
        check(&["31 December 2020", "1 May 2021"], Ok(DateWriting::MonthName));
        check(&["12-September-22", "15-Jul-22"], Ok(DateWriting::MonthName));
        check(&["03/04/2022", "25/04/2022"], Ok(DateWriting::DayMonthYear));
        check(&["03/04/2022", "04/25/2022", ""], Ok(DateWriting::MonthDayYear));
        check(&["5/5/2022"], Ok(DateWriting::MonthDayYear));
    }

    #[test]
    fn two_readings_refuse_the_whole_column() {
        check(&["03/04/2022", "05/06/2022"], Err("can be day/month or month/day"));
        check(
            &["03/04/2022", "25/04/2022", "04/25/2022"],
            Err("1 dates can only be day/month and 1 only"),
        );
        check(&["44621", "44622"], Err("day numbers"));
        check(&["soon", "later"], Err("no cell"));
    }

    #[test]
    fn names_and_short_years_are_read() {
        let day = |cell| parse(cell, DateWriting::MonthName).map(|date| date.to_string());
        assert_eq!(day("15-Jul-22").as_deref(), Some("2022-07-15"));
        assert_eq!(day("March 4, 2022").as_deref(), Some("2022-03-04"));
        assert_eq!(day("4 Sept. 1999").as_deref(), Some("1999-09-04"));
        assert_eq!(day("31 February 2020"), None);
        assert_eq!(day("31-Dec-26").as_deref(), Some("2026-12-31"));
        assert_eq!(day("1-Jan-30").as_deref(), Some("1930-01-01"));
        for either in ["1-Jan-27", "1 January 29"] {
            assert_eq!(day(either), None);
            assert!(spoiled(either).is_some_and(|why| why.contains("four digits")), "{either}");
        }
        assert_eq!(spoiled("2022-13-28").map(|why| why.contains("four digits")), None);
    }
}
