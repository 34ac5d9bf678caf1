//! When? Days, months, years and decades in any form that seven languages write.

use crate::{
    lexicon::{Kind, Lexicon, Token, digit},
    pack::Script,
    weekday::weekday_beside,
};

/// A date in a text, as far as it is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Date {
    pub(crate) first: usize,
    pub(crate) end: usize,
    pub(crate) day: Option<u8>,
    /// The last day of "3-5 May".
    pub(crate) day_to: Option<u8>,
    pub(crate) month: Option<u8>,
    pub(crate) year: Option<i16>,
    /// The last year of "2018–19", or of a decade.
    pub(crate) year_to: Option<i16>,
    pub(crate) decade: bool,
    /// 03/04/2020 may be either.
    pub(crate) swapped: bool,
    /// The weekday beside a whole date: Thursday, 11 March 2021.
    pub(crate) weekday: Option<u8>,
    /// The first and the last month of a quarter or a half of a year.
    pub(crate) part: Option<(u8, u8)>,
}

impl Date {
    /// `2020-08-18`, `2020-08`, `2020`, `08-18`.
    #[cfg(test)]
    pub(crate) fn shown(&self) -> String {
        let mut parts: Vec<String> = Vec::new();
        if let Some(year) = self.year {
            parts.push(match self.year_to {
                Some(to) if self.decade => format!("{year}s ({year}-{to})"),
                Some(to) => format!("{year}/{to}"),
                None => year.to_string(),
            });
        }
        parts.extend(self.month.map(|month| format!("{month:02}")));
        parts.extend(self.part.map(|(first, last)| format!("m{first}-m{last}")));
        parts.extend(self.day.map(|day| format!("{day:02}")));
        parts.join("-")
    }

    /// A month without day and year.
    pub(crate) fn is_bare_month(&self) -> bool {
        self.month.is_some() && self.day.is_none() && self.year.is_none()
    }

    fn span_years(&self) -> Option<(i16, i16)> {
        self.year.map(|year| (year, self.year_to.unwrap_or(year)))
    }

    /// Whether the other date says all that this one says, and nothing else.
    pub(crate) fn is_said_by(&self, other: &Self) -> bool {
        let years = match (self.span_years(), other.span_years()) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some((first, last)), Some((from, to))) => {
                // A year within a stated range of years is said by it, unless the range is a decade.
                if other.decade && !self.decade {
                    false
                } else {
                    from <= first && last <= to || self.decade && first <= from && to <= last
                }
            }
        };
        years && self.same_part(other) && self.same_day(other)
    }

    /// The same quarter or half of a year, or a month in it.
    fn same_part(&self, other: &Self) -> bool {
        self.part.is_none_or(|(first, last)| {
            let month = other.month.is_some_and(|month| first <= month && month <= last);
            other.part == Some((first, last)) || month
        })
    }

    /// Day and month are said by the other one.
    fn same_day(&self, other: &Self) -> bool {
        let straight = |day: Option<u8>, month: Option<u8>| {
            let months = self.month.is_none() || self.month == month;
            let days = match (self.day, day) {
                (None, _) => true,
                (Some(_), None) => false,
                (Some(own), Some(first)) => {
                    own == first || other.day_to.is_some_and(|last| first <= own && own <= last)
                }
            };
            months && days
        };
        straight(other.day, other.month) || other.swapped && straight(other.month, other.day)
    }

    /// The same but for a year that the other one leaves out.
    pub(crate) fn is_said_without_year_by(&self, other: &Self) -> bool {
        self.month.is_some() && other.year.is_none() && self.same_day(other)
    }

    /// The weekday that a whole date falls on, from Monday, 1.
    pub(crate) fn own_weekday(&self) -> Option<u8> {
        // The first day of 2024 was a Monday.
        let since = self.days()?
            - Self { year: Some(2024), month: Some(1), day: Some(1), ..*self }.days()?;
        u8::try_from(since.rem_euclid(7) + 1).ok()
    }

    /// How many of day, month and year both say, and say differently.
    pub(crate) fn differs_from(&self, other: &Self) -> usize {
        let day = matches!((self.day, other.day), (Some(one), Some(two)) if one != two);
        let month = matches!((self.month, other.month), (Some(one), Some(two)) if one != two);
        let year = match (self.span_years(), other.span_years()) {
            (Some((first, last)), Some((from, to))) => last < from || to < first,
            _ => false,
        };
        let part = matches!((self.part, other.part), (Some(one), Some(two)) if one != two);
        usize::from(day) + usize::from(month) + usize::from(year) + usize::from(part)
    }

    /// Days since the beginning of the calendar, for distances.
    pub(crate) fn days(&self) -> Option<i64> {
        let (year, month, day) =
            (i64::from(self.year?), i64::from(self.month?), i64::from(self.day?));
        let (year, month) = if month <= 2 { (year - 1, month + 12) } else { (year, month) };
        Some(
            365 * year + year / 4 - year / 100 + year / 400 + (153 * (month - 3) + 2) / 5 + day,
        )
    }
}

/// All dates of a run of tokens, in order.
pub(crate) fn find(lexicon: &Lexicon, text: &str, tokens: &[Token]) -> Vec<Date> {
    all(lexicon, tokens, &|at| read(lexicon, text, tokens, at))
}

/// All dates of a table, in which `2024-10` is a month.
pub(crate) fn find_in_cells(lexicon: &Lexicon, text: &str, tokens: &[Token]) -> Vec<Date> {
    all(lexicon, tokens, &|at| {
        month_of_cell(text, tokens, at).or_else(|| read(lexicon, text, tokens, at))
    })
}

fn month_of_cell(text: &str, tokens: &[Token], at: usize) -> Option<Date> {
    let (year, dash, month) = (tokens.get(at)?, tokens.get(at + 1)?, tokens.get(at + 2)?);
    let glued = dash.is_dash() && dash.glued && month.glued && month.of(text).len() == 2;
    let ends = |at: Option<usize>| {
        let token = at.and_then(|at| tokens.get(at));
        token.is_none_or(|it| it.is_mark('\t') || it.kind == Kind::Break)
    };
    let whole = ends(at.checked_sub(1)) && ends(Some(at + 3));
    let month = day_of(text, month).filter(|month| *month <= 12 && glued && whole)?;
    let year = year_of(text, year)?;
    Some(Date {
        first: at,
        end: at + 3,
        month: Some(month),
        year: Some(year),
        ..Date::default()
    })
}

fn all(lexicon: &Lexicon, tokens: &[Token], read: &dyn Fn(usize) -> Option<Date>) -> Vec<Date> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        match read(at) {
            Some(mut date) => {
                at = date.end.max(at + 1);
                let beside = |_| weekday_beside(lexicon, tokens, (date.first, date.end));
                date.weekday = date.day.and_then(beside).map(|(day, _)| day);
                found.push(date);
            }
            None => at += 1,
        }
    }
    found
}

fn value(text: &str, token: &Token) -> Option<u32> {
    if token.kind != Kind::Digits {
        return None;
    }
    let mut value = 0_u32;
    let written = token.of(text);
    if written.chars().count() > 4 {
        return None;
    }
    for sign in written.chars() {
        value = value * 10 + u32::from(digit(sign)?);
    }
    Some(value)
}

fn day_of(text: &str, token: &Token) -> Option<u8> {
    if token.of(text).chars().count() > 2 {
        return None;
    }
    u8::try_from(value(text, token)?).ok().filter(|day| (1..=31).contains(day))
}

fn year_of(text: &str, token: &Token) -> Option<i16> {
    if token.of(text).chars().count() != 4 {
        return None;
    }
    i16::try_from(value(text, token)?).ok().filter(|year| (1000..=2200).contains(year))
}

fn month_of(lexicon: &Lexicon, tokens: &[Token], at: usize) -> Option<(u8, usize)> {
    let token = tokens.get(at)?;
    let word = lexicon.of(token)?;
    let month = word.sense.month;
    // كانون الثاني and تشرين الأول are two words.
    if month.is_none() && lexicon.pack.code == "ar" {
        let next = tokens.get(at + 1).and_then(|next| lexicon.of(next))?;
        let both = format!("{} {}", word.folded, next.folded);
        let bare = crate::lexicon::without_prefix(lexicon.pack, &both).unwrap_or(&both);
        let month = lexicon.pack.sense(&both).month.or(lexicon.pack.sense(bare).month)?;
        return Some((month, 2));
    }
    let month = month?;
    // "may" and "march" are verbs without a capital; so are "mar", "dec", "sep".
    if lexicon.pack.code == "en" && !word.capital {
        return None;
    }
    Some((month, 1))
}

fn read(lexicon: &Lexicon, text: &str, tokens: &[Token], at: usize) -> Option<Date> {
    let token = tokens.get(at)?;
    match token.kind {
        Kind::Digits => numeric(lexicon, text, tokens, at)
            .or_else(|| part_of_year(lexicon, text, tokens, at))
            .or_else(|| day_first(lexicon, text, tokens, at))
            .or_else(|| year_alone(lexicon, text, tokens, at)),
        Kind::Word(_) => part_of_year(lexicon, text, tokens, at)
            .or_else(|| month_first(lexicon, text, tokens, at)),
        _ => None,
    }
}

/// 2020-08-18, 18/08/2020, 18.8.2020. The last is one token with two separators.
fn numeric(lexicon: &Lexicon, text: &str, tokens: &[Token], at: usize) -> Option<Date> {
    let token = tokens.get(at)?;
    let written = token.of(text);
    if written.contains('.') {
        let parts: Vec<Option<u32>> = written.split('.').map(digits).collect();
        return match parts.as_slice() {
            [Some(day), Some(month), Some(year)] => {
                by_parts(lexicon, at, at + 1, *day, *month, *year)
            }
            _ => None,
        };
    }
    let (first, mark, second, mark_too, third) = (
        token,
        tokens.get(at + 1)?,
        tokens.get(at + 2)?,
        tokens.get(at + 3)?,
        tokens.get(at + 4)?,
    );
    if !(mark.glued && second.glued && mark_too.glued && third.glued) {
        return None;
    }
    let slash = mark.is_mark('/') && mark_too.is_mark('/');
    let hyphen = mark.is_dash() && mark_too.is_dash();
    if !(slash || hyphen) {
        return None;
    }
    let (first, second, third) =
        (value(text, first)?, value(text, second)?, value(text, third)?);
    by_parts(lexicon, at, at + 5, first, second, third)
}

fn digits(written: &str) -> Option<u32> {
    let mut value = 0_u32;
    for sign in written.chars() {
        value = value.checked_mul(10)?.checked_add(u32::from(digit(sign)?))?;
    }
    (!written.is_empty()).then_some(value)
}

fn by_parts(
    lexicon: &Lexicon,
    first: usize,
    end: usize,
    one: u32,
    two: u32,
    three: u32,
) -> Option<Date> {
    let small =
        |value: u32, most: u8| u8::try_from(value).ok().filter(|it| (1..=most).contains(it));
    let year = |value: u32| i16::try_from(value).ok().filter(|it| (1000..=2200).contains(it));
    if let Some(year) = year(one) {
        let (month, day) = (small(two, 12)?, small(three, 31)?);
        return Some(Date {
            first,
            end,
            day: Some(day),
            month: Some(month),
            year: Some(year),
            ..Date::default()
        });
    }
    let year = year(three)?;
    let (day, month) = (small(one, 31)?, small(two, 31)?);
    let (day, month) = if month > 12 { (month, day) } else { (day, month) };
    if month > 12 {
        return None;
    }
    let swapped = day <= 12 && lexicon.pack.code == "en";
    Some(Date {
        first,
        end,
        day: Some(day),
        month: Some(month),
        year: Some(year),
        swapped,
        ..Date::default()
    })
}

/// 18 August 2020, 18-20 août, the 5th of May, 5 de mayo de 2020.
fn day_first(lexicon: &Lexicon, text: &str, tokens: &[Token], at: usize) -> Option<Date> {
    let day = day_of(text, tokens.get(at)?)?;
    let mut next = at + 1;
    let mut day_to = None;
    if tokens.get(next).is_some_and(|it| it.glued && lexicon.sense(it).ordinal_ending) {
        next += 1;
    }
    // 3.–5. Mai
    let dash = |at: usize| tokens.get(at).is_some_and(Token::is_dash);
    next += usize::from(lexicon.pack.ordinal_point && dash(next + 1));
    let joins = tokens.get(next).and_then(|it| lexicon.of(it)).is_some_and(|word| {
        let before = at.checked_sub(1).and_then(|at| lexicon.of(tokens.get(at)?));
        lexicon.pack.ranges.iter().any(|(opens, joins)| {
            *joins == word.folded
                && (opens.is_empty() || before.is_some_and(|it| it.folded == *opens))
        })
    });
    if (dash(next) || joins)
        && let Some(last) = tokens.get(next + 1).and_then(|it| day_of(text, it))
    {
        day_to = Some(last);
        next += 2;
    }
    if tokens.get(next).is_some_and(|it| it.is_mark('.') && it.glued) {
        next += 1;
    }
    next = skip_joiners(lexicon, tokens, next);
    let (month, mut length) = month_of(lexicon, tokens, next)?;
    // آب/أغسطس: one month under both of its names.
    if tokens.get(next + length).is_some_and(|it| it.is_mark('/'))
        && let Some((again, more)) = month_of(lexicon, tokens, next + length + 1)
        && again == month
    {
        length += 1 + more;
    }
    let (year, end) = year_after(lexicon, text, tokens, next + length);
    Some(Date {
        first: at,
        end,
        day: Some(day),
        day_to,
        month: Some(month),
        year,
        ..Date::default()
    })
}

fn skip_joiners(lexicon: &Lexicon, tokens: &[Token], at: usize) -> usize {
    let mut next = at;
    while next < at + 2
        && tokens
            .get(next)
            .is_some_and(|it| lexicon.sense(it).date_joiner || it.is_dash() && it.glued)
    {
        next += 1;
    }
    next
}

fn year_after(
    lexicon: &Lexicon,
    text: &str,
    tokens: &[Token],
    at: usize,
) -> (Option<i16>, usize) {
    let mut next = at;
    if tokens.get(next).is_some_and(|it| it.is_mark('.') && it.glued) {
        next += 1;
    }
    if tokens.get(next).is_some_and(|it| it.is_mark(',') || it.is_mark('،') || it.is_mark('/'))
    {
        next += 1;
    }
    next = skip_joiners(lexicon, tokens, next);
    // "of that year" and the Arabic "year 2020" stand between.
    if lexicon.pack.code == "ar"
        && tokens.get(next).is_some_and(|it| lexicon.sense(it).year_word)
    {
        next += 1;
    }
    match tokens.get(next).and_then(|it| year_of(text, it)) {
        Some(year) => (Some(year), next + 1),
        None => (None, at),
    }
}

/// The third quarter of 2023, 3e trimestre, первое полугодие 2022 года, Q3 2023, 2023 T1.
fn part_of_year(lexicon: &Lexicon, text: &str, tokens: &[Token], at: usize) -> Option<Date> {
    let sense =
        |at: usize| tokens.get(at).map(|token| lexicon.sense(token)).unwrap_or_default();
    let small = |at: usize| tokens.get(at).and_then(|it| value(text, it));
    let by_mark = |at: usize| {
        let parts = sense(at).part_mark?;
        let glued = tokens.get(at + 1).is_some_and(|it| it.glued);
        let capital = tokens.get(at).and_then(|it| lexicon.of(it)).is_some_and(|it| it.capital);
        Some((parts, small(at + 1).filter(|_| glued && capital)?, at + 2))
    };
    // A year before it: 2023 Q3.
    let year = tokens.get(at).and_then(|it| year_of(text, it));
    if year.is_some() {
        let dash = usize::from(tokens.get(at + 1).is_some_and(Token::is_dash));
        let (parts, which, end) = by_mark(at + 1 + dash)?;
        return part(at, end, parts, which, year);
    }
    let ordinal = |at: usize| {
        let found = [1_u32, 2, 3, 4].into_iter().find(|which| {
            let roman = ["i", "ii", "iii", "iv"].get(*which as usize - 1).copied();
            let word = tokens.get(at).and_then(|it| lexicon.of(it));
            sense(at).ordinal.is_some_and(|it| (it - f64::from(*which)).abs() < 0.1)
                || word.is_some_and(|it| it.capital && Some(it.folded.as_str()) == roman)
        });
        found.map(|which| (which, at + 1)).or_else(|| {
            let which = small(at).filter(|which| (1..=4).contains(which))?;
            if lexicon.is_ordinal_point(tokens, at + 1) {
                return Some((which, at + 2));
            }
            let dash =
                usize::from(tokens.get(at + 1).is_some_and(|it| it.is_dash() && it.glued));
            let ending = sense(at + 1 + dash).ordinal_ending;
            Some((which, at + 1 + if ending { dash + 1 } else { 0 }))
        })
    };
    let behind = lexicon.pack.script == Script::Arabic;
    let (parts, which, next) = if let Some(found) = by_mark(at) {
        found
    } else if behind {
        let parts = sense(at).part_of_year?;
        let (which, next) = ordinal(at + 1)?;
        (parts, which, next)
    } else {
        let (which, next) = ordinal(at)?;
        (sense(next).part_of_year?, which, next + 1)
    };
    let (year, end) = year_after(lexicon, text, tokens, next);
    // The first half of a match is no half of a year.
    let of_year = year.is_some() || sense(skip_joiners(lexicon, tokens, next)).year_word;
    (parts == 4 || of_year || by_mark(at).is_some())
        .then(|| part(at, end, parts, which, year))
        .flatten()
}

fn part(at: usize, end: usize, parts: u8, which: u32, year: Option<i16>) -> Option<Date> {
    let which = u8::try_from(which).ok().filter(|which| (1..=parts).contains(which))?;
    let months = 12 / parts;
    let part = Some(((which - 1) * months + 1, which * months));
    Some(Date { first: at, end, year, part, ..Date::default() })
}

/// August 18, 2020; August 2020; août-septembre 2020 gives the first month.
fn month_first(lexicon: &Lexicon, text: &str, tokens: &[Token], at: usize) -> Option<Date> {
    // الأول من مايو, premier mai: the day as an ordinal word.
    let word = lexicon.of(tokens.get(at)?)?;
    if let Some(day) = word.sense.ordinal
        && lexicon.pack.code != "en"
    {
        let next = skip_joiners(lexicon, tokens, at + 1);
        if let Some((month, length)) = month_of(lexicon, tokens, next) {
            let (year, end) = year_after(lexicon, text, tokens, next + length);
            let day = [1_u8, 2, 3, 4, 5, 6, 7, 8, 9, 10]
                .into_iter()
                .find(|it| (f64::from(*it) - day).abs() < 0.1);
            return Some(Date {
                first: at,
                end,
                day,
                month: Some(month),
                year,
                ..Date::default()
            });
        }
    }
    let (month, length) = month_of(lexicon, tokens, at)?;
    let mut next = at + length;
    if tokens.get(next).is_some_and(|it| it.is_mark('.') && it.glued) {
        next += 1;
    }
    let mut date = Date { first: at, end: at + length, month: Some(month), ..Date::default() };
    if let Some(day) = tokens.get(next).and_then(|it| day_of(text, it)) {
        date.day = Some(day);
        next += 1;
        if tokens.get(next).is_some_and(|it| it.glued && lexicon.sense(it).ordinal_ending) {
            next += 1;
        }
        if tokens.get(next).is_some_and(Token::is_dash)
            && let Some(last) = tokens.get(next + 1).and_then(|it| day_of(text, it))
        {
            date.day_to = Some(last);
            next += 2;
        }
        date.end = next;
    }
    let (year, end) = year_after(lexicon, text, tokens, next);
    if year.is_some() {
        date.year = year;
        date.end = end;
    }
    // A month word alone that is also a common word or a name says nothing: "May said".
    let alone = date.day.is_none() && date.year.is_none();
    if alone && word.letters < 4 {
        return None;
    }
    Some(date)
}

/// 2020, 2018–19, 1990s.
fn year_alone(lexicon: &Lexicon, text: &str, tokens: &[Token], at: usize) -> Option<Date> {
    let token = tokens.get(at)?;
    let year = year_of(text, token)?;
    let before = at.checked_sub(1).and_then(|at| tokens.get(at));
    // $2000, No. 2000, A2000, 12:2000, 1/2000.
    let tied = before.is_some_and(|it| {
        matches!(it.kind, Kind::Mark('$' | '€' | '£' | '#' | '№' | ':'))
            || it.kind == Kind::Mark('/') && token.glued && it.glued
            || matches!(it.kind, Kind::Word(_)) && token.glued
    });
    if tied {
        return None;
    }
    let mut date = Date { first: at, end: at + 1, year: Some(year), ..Date::default() };
    let decade_word = before.is_some_and(|it| lexicon.sense(it).decade_word);
    let next = tokens.get(at + 1);
    if year % 10 == 0 && decade_word {
        date.decade = true;
        date.year_to = Some(year + 9);
    } else if year % 10 == 0
        && next.is_some_and(|it| it.glued && lexicon.sense(it).decade_ending)
    {
        date.decade = true;
        date.year_to = Some(year + if year % 100 == 0 { 99 } else { 9 });
        date.end = at + 2;
    } else if let Some(dash) = next.filter(|it| it.is_dash() || it.is_mark('/')) {
        // 1990-х
        let ending =
            tokens.get(at + 2).filter(|it| it.glued && lexicon.sense(it).decade_ending);
        if year % 10 == 0 && ending.is_some() {
            date.decade = true;
            date.year_to = Some(year + 9);
            date.end = at + 3;
        } else if let Some(last) = tokens.get(at + 2).and_then(|it| later_year(text, it, year))
            && (dash.glued || dash.is_dash())
        {
            date.year_to = Some(last);
            date.end = at + 3;
        }
    }
    if date.year_to.is_none() {
        // "2000 soldiers" counts.
        let counted = next.is_some_and(|it| {
            let sense = lexicon.sense(it);
            sense.unit.is_some() && !sense.stop
                || sense.currency.is_some()
                || sense.magnitude.is_some()
                || it.is_mark('%')
        });
        if counted && !year_word(lexicon, next) {
            return None;
        }
    }
    Some(date)
}

/// "2020 год", "2020 года": a year said as such.
fn year_word(lexicon: &Lexicon, next: Option<&Token>) -> bool {
    next.is_some_and(|it| lexicon.sense(it).year_word)
}

fn later_year(text: &str, token: &Token, year: i16) -> Option<i16> {
    let written = token.of(text).chars().count();
    let value = i16::try_from(value(text, token)?).ok()?;
    let last = match written {
        4 => value,
        2 => year - year % 100 + value,
        _ => return None,
    };
    (last > year && last - year < 120 && last <= 2200).then_some(last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pack::Packs;

    fn check(code: &str, text: &str, expected: &[&str]) {
        let mut lexicon = Lexicon::new(Packs::embedded().get(code).expect("compiled in"));
        let tokens = lexicon.tokens(text);
        let found: Vec<String> =
            find(&lexicon, text, &tokens).iter().map(Date::shown).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn dates_in_seven_languages() {
        check("en", "On 18 August 2020 soldiers", &["2020-08-18"]);
        check("en", "On August 18, 2020, soldiers", &["2020-08-18"]);
        check("en", "On Aug. 18 it fell in May 2021.", &["08-18", "2021-05"]);
        check("en", "in the 1990s and 2018–19", &["1990s (1990-1999)", "2018/2019"]);
        check("en", "he may march in 2020", &["2020"]);
        check("en", "2020-08-18 and 18/08/2020", &["2020-08-18", "2020-08-18"]);
        check("en", "2000 soldiers", &[]);
        check("fr", "le 1er mai 2020 et le 18 août", &["2020-05-01", "08-18"]);
        check("ru", "18 августа 2020 года", &["2020-08-18"]);
        check("ru", "18.08.2020", &["2020-08-18"]);
        check("es", "el 5 de mayo de 2020", &["2020-05-05"]);
        check("de", "Am 18. August 2020 und im März 2021", &["2020-08-18", "2021-03"]);
        check("en", "the strike of 3 to 5 May 2020", &["2020-05-03"]);
        check("de", "18.8.2020, in den 1990er Jahren", &["2020-08-18", "1990s (1990-1999)"]);
        check("pt", "a 1º de março de 2021, o marco", &["2021-03-01"]);
        check("ar", "في 18 أغسطس 2020", &["2020-08-18"]);
        check("ar", "١٨ آب/أغسطس ٢٠٢٠", &["2020-08-18"]);
        check("ar", "5 كانون الثاني 2021", &["2021-01-05"]);
    }

    #[test]
    fn quarters_and_halves_of_a_year() {
        for (code, text, expected) in [
            ("en", "in the third quarter of 2023", "2023-m7-m9"),
            ("en", "Q2 2023 was better", "2023-m4-m6"),
            ("en", "the second half of 2019", "2019-m7-m12"),
            ("en", "the 4th quarter", "m10-m12"),
            ("fr", "au troisième trimestre 2023", "2023-m7-m9"),
            ("fr", "le 1er trimestre de 2021", "2021-m1-m3"),
            ("fr", "au premier semestre 2022", "2022-m1-m6"),
            ("fr", "T4 2020", "2020-m10-m12"),
            ("ru", "в третьем квартале 2023 года", "2023-m7-m9"),
            ("ru", "во 2-м квартале 2021 года", "2021-m4-m6"),
            ("ru", "в первом полугодии 2022 года", "2022-m1-m6"),
            ("ru", "в IV квартале 2022 года", "2022-m10-m12"),
            ("es", "en el segundo trimestre de 2024", "2024-m4-m6"),
            ("es", "en el primer semestre de 2024", "2024-m1-m6"),
            ("de", "im dritten Quartal 2023", "2023-m7-m9"),
            ("de", "im 2. Quartal des Jahres 2021", "2021-m4-m6"),
            ("pt", "no terceiro trimestre de 2023", "2023-m7-m9"),
            ("ar", "في الربع الثالث من عام 2023", "2023-m7-m9"),
            ("ar", "في النصف الأول من عام 2022", "2022-m1-m6"),
        ] {
            check(code, text, &[expected]);
        }
        check("en", "a quarter of them, three quarters, the first half of the match", &[]);
    }
}
