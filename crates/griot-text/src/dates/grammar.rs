//! Which words are a date? A closed grammar: what it does not know is not a date.
//!
//! [`atom`] looks at a bounded number of tokens from one position, so that a text is read in one
//! pass. It decides by form and by the words beside; which year a day without a year belongs to is
//! decided later, in [`super::resolve`].

use jiff::civil::Weekday;

use super::calendar::{Clarity, month, season, weekday};
use crate::words::{Token, TokenKind};

/// "early", "mid" or "late" in a month, year or decade.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The first third.
    Early,
    /// The middle third.
    Mid,
    /// The last third.
    Late,
}

/// A date as written, before it is resolved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Atom {
    /// `18 August 2020`, `Aug. 18`, and `18–20 August` with a last day.
    Day {
        /// Year, if written.
        year: Option<i16>,
        /// Month from 1 to 12.
        month: i8,
        /// First day.
        day: i8,
        /// Last day of a range of days.
        last: Option<i8>,
    },
    /// `08/09/2020`: day first or month first.
    Either {
        /// Year.
        year: i16,
        /// First number.
        first: i8,
        /// Second number.
        second: i8,
    },
    /// `August 2020`, `in June`, `late August`.
    Month {
        /// Year, if written.
        year: Option<i16>,
        /// Month from 1 to 12.
        month: i8,
        /// Part of it.
        part: Option<Part>,
    },
    /// `2020`, `early 2023`.
    Year {
        /// The year.
        year: i16,
        /// Part of it.
        part: Option<Part>,
    },
    /// `2013–15`, and `2007-08`, which can also be a month.
    Years {
        /// First year.
        first: i16,
        /// Last year.
        last: i16,
        /// The month it could mean instead.
        or_month: Option<i8>,
    },
    /// `the 1960s`.
    Decade {
        /// Its first year.
        first: i16,
        /// Part of it.
        part: Option<Part>,
    },
    /// `19th century`.
    Century {
        /// 19 for the nineteenth.
        nth: i16,
        /// Part of it.
        part: Option<Part>,
    },
    /// Whole months: quarters, halves and seasons of a year.
    Months {
        /// Year of the first month.
        year: i16,
        /// First month.
        first: i8,
        /// Last month; smaller than `first` where it lies in the next year.
        last: i8,
    },
    /// `Monday`.
    Weekday(Weekday),
}

/// The date that starts exactly at a token, and the index after it.
pub(crate) fn atom(tokens: &[Token<'_>], at: usize) -> Option<(Atom, usize)> {
    let token = tokens.get(at)?;
    if token.kind == TokenKind::Number && at > 0 && stands_in_number(tokens, at) {
        return None;
    }
    if let Some(name) = weekday(token) {
        return after_weekday(tokens, at, name);
    }
    if let Some((part, next)) = part(tokens, at) {
        return with_part(tokens, next, part);
    }
    match token.kind {
        TokenKind::Number => iso(tokens, at)
            .or_else(|| slashed(tokens, at))
            .or_else(|| dotted(tokens, at))
            .or_else(|| day_month(tokens, at))
            .or_else(|| century(tokens, at))
            .or_else(|| decade(tokens, at))
            .or_else(|| years(tokens, at))
            .or_else(|| bare_year(tokens, at)),
        TokenKind::Word => month_day(tokens, at)
            .or_else(|| month_year(tokens, at))
            .or_else(|| portion(tokens, at)),
        _ => None,
    }
}

/// A year that stands in a list or range behind another date: `2012, 2020 and 2021`.
pub(super) fn listed_year(tokens: &[Token<'_>], at: usize) -> Option<(Atom, usize)> {
    let year = year(tokens, at)?;
    (!counts_things(tokens, at + 1)).then_some((Atom::Year { year, part: None }, at + 1))
}

/// Four digits between 1800 and 2100 that are not part of anything longer.
fn year(tokens: &[Token<'_>], at: usize) -> Option<i16> {
    let token = tokens.get(at).filter(|token| token.kind == TokenKind::Number)?;
    if token.text.len() != 4 || stands_in_number(tokens, at) {
        return None;
    }
    let year: i16 = token.text.parse().ok()?;
    let glued = tokens.get(at + 1).filter(|next| next.glued);
    let longer = glued.is_some_and(|next| {
        matches!(next.kind, TokenKind::Word | TokenKind::Number)
            || matches!(next.text, "%" | "€" | "°" | "/")
            // "1968: the army" is a label, "2012:15" is not.
            || (next.text == ":" && tokens.get(at + 2).is_some_and(|after| after.glued))
    });
    ((1800..=2100).contains(&year) && !longer).then_some(year)
}

/// Whether the token before makes this number something else: money, a reference, a fraction.
fn stands_in_number(tokens: &[Token<'_>], at: usize) -> bool {
    let Some(before) = at.checked_sub(1).and_then(|before| tokens.get(before)) else {
        return false;
    };
    let glued = tokens.get(at).is_some_and(|token| token.glued);
    let money = matches!(before.text, "$" | "€" | "£" | "¥" | "₽" | "#" | "№");
    money || (glued && matches!(before.text, "/" | ":" | "+" | "=" | "_" | "@" | "." | "§"))
}

/// Day of a month from 1 to 31, with `st`, `nd`, `rd`, `th` or `er`.
pub(super) fn day(tokens: &[Token<'_>], at: usize) -> Option<(i8, usize)> {
    let token = tokens.get(at).filter(|token| token.kind == TokenKind::Number)?;
    let day: i8 = token.text.parse().ok().filter(|day| (1..=31).contains(day))?;
    if token.text.len() > 2 {
        return None;
    }
    let suffix = tokens.get(at + 1).filter(|next| next.glued && next.kind == TokenKind::Word);
    match suffix {
        Some(suffix) if suffix.is_any(&["st", "nd", "rd", "th", "er"]) => Some((day, at + 2)),
        Some(_) => None,
        None => Some((day, at + 1)),
    }
}

/// `, 2020`, ` 2020` or ` of 2020` after a day or month.
pub(super) fn trailing_year(tokens: &[Token<'_>], at: usize) -> Option<(i16, usize)> {
    let skip = usize::from(tokens.get(at).is_some_and(|t| t.text == "," || t.is("of")));
    let year = year(tokens, at + skip)?;
    (!counts_things(tokens, at + skip + 1)).then_some((year, at + skip + 1))
}

fn day_month(tokens: &[Token<'_>], at: usize) -> Option<(Atom, usize)> {
    let (first, mut next) = day(tokens, at)?;
    let mut last = None;
    let joins =
        tokens.get(next).is_some_and(|t| t.is_dash() || t.is_any(&["to", "and", "et", "au"]));
    if joins && let Some((day, after)) = day(tokens, next + 1) {
        (last, next) = (Some(day), after);
    }
    let article = tokens.get(next).is_some_and(|token| token.is("of"));
    next += usize::from(article);
    let hyphen = tokens.get(next).is_some_and(|token| token.glued && token.is_dash());
    next += usize::from(hyphen);
    let (month, _, taken) = month(tokens, next)?;
    next += taken;
    let hyphen = hyphen && tokens.get(next).is_some_and(|token| token.glued && token.is_dash());
    let (year, next) = match trailing_year(tokens, next + usize::from(hyphen)) {
        Some((year, next)) => (Some(year), next),
        None => (None, next),
    };
    days(year, month, first, last).map(|atom| (atom, next))
}

fn month_day(tokens: &[Token<'_>], at: usize) -> Option<(Atom, usize)> {
    let (month, clarity, taken) = month(tokens, at)?;
    if clarity == Clarity::French {
        return None;
    }
    let mut next = at + taken;
    next += usize::from(tokens.get(next).is_some_and(|token| token.is("the")));
    let (first, mut next) = day(tokens, next)?;
    let mut last = None;
    let joins = tokens.get(next).is_some_and(|t| t.is_dash() || t.is_any(&["to", "and"]));
    if joins
        && let Some((day, after)) = day(tokens, next + 1)
        && super::calendar::month(tokens, after).is_none()
        && !counts_things(tokens, after)
    {
        (last, next) = (Some(day), after);
    }
    let (year, next) = match trailing_year(tokens, next) {
        Some((year, next)) => (Some(year), next),
        None if counts_things(tokens, next) => return None,
        None => (None, next),
    };
    days(year, month, first, last).map(|atom| (atom, next))
}

pub(super) fn days(year: Option<i16>, month: i8, day: i8, last: Option<i8>) -> Option<Atom> {
    // 29 February stays a date as long as some year has it.
    let exists = |day: i8| jiff::civil::Date::new(year.unwrap_or(2000), month, day).is_ok();
    let in_order = last.is_none_or(|last| last > day && exists(last));
    (exists(day) && in_order).then_some(Atom::Day { year, month, day, last })
}

fn month_year(tokens: &[Token<'_>], at: usize) -> Option<(Atom, usize)> {
    let (month, clarity, taken) = month(tokens, at)?;
    let next = at + taken;
    if let Some((year, next)) = trailing_year(tokens, next) {
        return Some((Atom::Month { year: Some(year), month, part: None }, next));
    }
    let before = at.checked_sub(1).and_then(|before| tokens.get(before));
    let leads = before.is_some_and(|token| match clarity {
        Clarity::French => token.is_any(&["en", "depuis", "fin", "début"]),
        _ => token.is_any(BEFORE_MONTH),
    });
    let stands = clarity == Clarity::Clear && !beside_name(tokens, at, next);
    let verb = clarity == Clarity::Doubtful
        && tokens.get(next).is_some_and(|token| token.is_any(SPEECH) || token.is_capitalised());
    ((leads && !verb) || stands)
        .then_some((Atom::Month { year: None, month, part: None }, next))
}

/// Whether a capitalised word stands directly beside: `January Makamba`, `Black September`.
fn beside_name(tokens: &[Token<'_>], at: usize, next: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| tokens.get(before));
    let name_before = at > 1 && before.is_some_and(Token::is_capitalised);
    name_before || tokens.get(next).is_some_and(|t| t.is_capitalised() && !t.is("and"))
}

fn iso(tokens: &[Token<'_>], at: usize) -> Option<(Atom, usize)> {
    let year: i16 = four_digits(tokens, at)?;
    let mark = tokens.get(at + 1).filter(|mark| mark.glued)?;
    if !matches!(mark.text, "-" | "/") {
        return None;
    }
    let two = |at: usize| {
        let token = tokens.get(at).filter(|t| t.glued && t.kind == TokenKind::Number)?;
        (token.text.len() == 2).then(|| token.text.parse::<i8>().ok()).flatten()
    };
    let month = two(at + 2).filter(|month| (1..=12).contains(month))?;
    if tokens.get(at + 3).is_some_and(|next| next.glued && next.text == mark.text) {
        let day = two(at + 4)?;
        return days(Some(year), month, day, None).map(|atom| (atom, at + 5));
    }
    // `2007-08` is read by `years`, which knows both meanings.
    None
}

fn four_digits(tokens: &[Token<'_>], at: usize) -> Option<i16> {
    let token = tokens.get(at).filter(|t| t.kind == TokenKind::Number && t.text.len() == 4)?;
    token.text.parse().ok().filter(|year| (1800..=2100).contains(year))
}

fn slashed(tokens: &[Token<'_>], at: usize) -> Option<(Atom, usize)> {
    let number = |at: usize, first: bool| {
        let token =
            tokens.get(at).filter(|t| t.kind == TokenKind::Number && (first || t.glued))?;
        (token.text.len() <= 2).then(|| token.text.parse::<i8>().ok()).flatten()
    };
    let mark = |at: usize| tokens.get(at).filter(|t| t.glued && matches!(t.text, "/" | "-"));
    let first = number(at, true)?;
    let separator = mark(at + 1)?.text;
    let second = number(at + 2, false)?;
    mark(at + 3).filter(|mark| mark.text == separator)?;
    let year = four_digits(tokens, at + 4)?;
    let day_first = days(Some(year), second, first, None);
    let month_first = days(Some(year), first, second, None);
    let atom = match (day_first, month_first) {
        (Some(one), Some(other)) if one != other => Atom::Either { year, first, second },
        (Some(only), _) | (None, Some(only)) => only,
        (None, None) => return None,
    };
    Some((atom, at + 5))
}

fn dotted(tokens: &[Token<'_>], at: usize) -> Option<(Atom, usize)> {
    let mut parts = tokens.get(at)?.text.split('.');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || day.len() > 2 || month.len() > 2 || year.len() != 4 {
        return None;
    }
    let year = year.parse().ok().filter(|year| (1800..=2100).contains(year))?;
    days(Some(year), month.parse().ok()?, day.parse().ok()?, None).map(|atom| (atom, at + 1))
}

fn decade(tokens: &[Token<'_>], at: usize) -> Option<(Atom, usize)> {
    let first = four_digits(tokens, at).filter(|year| year % 10 == 0)?;
    let mut next = at + 1;
    let apostrophe = tokens.get(next).is_some_and(|t| t.glued && matches!(t.text, "'" | "’"));
    next += usize::from(apostrophe);
    tokens.get(next).filter(|token| token.glued && token.text == "s")?;
    Some((Atom::Decade { first, part: None }, next + 1))
}

fn century(tokens: &[Token<'_>], at: usize) -> Option<(Atom, usize)> {
    let nth: i16 = tokens.get(at)?.text.parse().ok().filter(|nth| (1..=21).contains(nth))?;
    let suffix = tokens.get(at + 1).filter(|token| token.glued)?;
    let named = suffix.is_any(&["st", "nd", "rd", "th", "e", "ème"]);
    let dash = usize::from(tokens.get(at + 2).is_some_and(Token::is_dash));
    let century = tokens.get(at + 2 + dash)?.is_any(&["century", "siècle"]);
    (named && century).then_some((Atom::Century { nth, part: None }, at + 3 + dash))
}

/// `2013–2015`, `2013-15`, `2013/14`.
fn years(tokens: &[Token<'_>], at: usize) -> Option<(Atom, usize)> {
    let first = four_digits(tokens, at)?;
    let mark = tokens.get(at + 1)?;
    if !(mark.is_dash() || mark.text == "/") {
        return None;
    }
    let second = tokens.get(at + 2).filter(|token| token.kind == TokenKind::Number)?;
    let ends = !tokens.get(at + 3).is_some_and(|next| {
        next.glued && (next.kind == TokenKind::Word || next.text == "-" || next.text == "%")
    });
    let last: i16 = match second.text.len() {
        4 => four_digits(tokens, at + 2)?,
        2 if mark.glued && second.glued => {
            first / 100 * 100 + second.text.parse::<i16>().ok()?
        }
        _ => return None,
    };
    let month = (second.text.len() == 2 && mark.text == "-").then(|| last - first / 100 * 100);
    let month =
        month.and_then(|m| i8::try_from(m).ok()).filter(|month| (1..=12).contains(month));
    if !ends {
        return None;
    }
    match month {
        // `2021-06` is a month; `2007-08` can be both.
        Some(month) if last != first + 1 => {
            Some((Atom::Month { year: Some(first), month, part: None }, at + 3))
        }
        or_month => (last > first && last <= 2100)
            .then_some((Atom::Years { first, last, or_month }, at + 3)),
    }
}

fn bare_year(tokens: &[Token<'_>], at: usize) -> Option<(Atom, usize)> {
    let year = year(tokens, at)?;
    let found = Some((Atom::Year { year, part: None }, at + 1));
    let before = at.checked_sub(1).and_then(|before| tokens.get(before));
    let counts = counts_things(tokens, at + 1);
    // "jusqu’en 1995", "d’août" and the like: what counts stands behind the apostrophe.
    let elided = before.and_then(|t| t.text.rsplit(crate::words::is_apostrophe).next());
    // "pendant l'année 2022", "durant 2022".
    let strong = before.is_some_and(|t| {
        t.is_any(&[
            "in", "since", "during", "en", "depuis", "until", "dès", "durant", "pendant",
            "année",
        ])
    }) || elided.is_some_and(|word| {
        matches!(word, "en" | "à" | "année")
            && before.is_some_and(|t| t.text.len() > word.len())
    });
    let weak = before.is_some_and(|t| t.is_any(BEFORE_YEAR)) && !counts;
    if strong || weak {
        return found;
    }
    let next = tokens.get(at + 1);
    // "(2025)", "(RSF, 2025)"
    let opened = tokens
        .get(..at)
        .is_some_and(|all| all.iter().rev().take(5).any(|t| matches!(t.text, "(" | "[")));
    let listed = opened
        && before.is_some_and(|t| t.text == ",")
        && next.is_some_and(|t| matches!(t.text, ")" | "]"));
    let in_brackets = listed
        || before.is_some_and(|t| matches!(t.text, "(" | "["))
            && next.is_none_or(|t| matches!(t.text, ")" | "]" | "," | ";") || t.is_dash());
    let possessive = before.is_some_and(|t| t.stem().len() < t.text.len());
    let modifier = before.is_some_and(|t| t.is_any(DETERMINERS)) || possessive;
    // "the 2020 coup", "Mali's 2015 accord", but not "the 2015 fighters".
    let names_event = next.is_some_and(|t| t.kind == TokenKind::Word && !t.glued) && !counts;
    let event = next.is_some_and(|t| t.is_any(EVENTS));
    // A label opens a line: "1968: the army ...", "- 1991 – ...", a heading that is a year.
    let opens = at == 0 || (at == 1 && before.is_some_and(|t| t.is_dash() || t.text == "•"));
    // In bold it has lost its mark: "1821 Peru breaks away".
    let bold = at == 0 && !counts && next.is_some_and(Token::is_capitalised);
    let label =
        bold || opens && next.is_none_or(|t| t.text == ":" || (t.is_dash() && !t.glued));
    // "1960." is a sentence of its own: the label of what follows.
    let label =
        label || opens && next.is_some_and(|t| t.text == ".") && tokens.get(at + 2).is_none();
    (label || in_brackets || (modifier && names_event) || event).then_some(())?;
    found
}

fn after_weekday(tokens: &[Token<'_>], at: usize, name: Weekday) -> Option<(Atom, usize)> {
    let mut next = at + 1;
    next +=
        usize::from(tokens.get(next).is_some_and(|t| t.glued && matches!(t.text, "." | ",")));
    next += usize::from(tokens.get(next).is_some_and(|t| t.is_any(&["the", "le"])));
    let dated = day_month(tokens, next).or_else(|| month_day(tokens, next));
    if let Some((atom @ Atom::Day { .. }, end)) = dated {
        return Some((atom, end));
    }
    let before = at.checked_sub(1).and_then(|before| tokens.get(before));
    let name_beside = tokens.get(at + 1).is_some_and(|t| t.is_capitalised() && !t.glued)
        || before.is_some_and(|t| at > 1 && t.is_capitalised() && !t.is_any(BEFORE_MONTH));
    let short = tokens.get(at).is_some_and(|token| token.text.len() <= 3);
    (!name_beside && !short).then_some((Atom::Weekday(name), at + 1))
}

/// "early", "mid-", "late", "the end of", "beginning of"; and the index after.
fn part(tokens: &[Token<'_>], at: usize) -> Option<(Part, usize)> {
    let token = tokens.get(at)?;
    let part = if token.is_any(&["early", "début"]) {
        Part::Early
    } else if token.is_any(&["mid", "middle"]) {
        Part::Mid
    } else if token.is_any(&["late", "fin"]) {
        Part::Late
    } else if token.is_any(&["beginning", "start", "end"]) && tokens.get(at + 1)?.is("of") {
        let part = if token.is("end") { Part::Late } else { Part::Early };
        return Some((part, at + 2));
    } else {
        return None;
    };
    let mut next = at + 1;
    next += usize::from(tokens.get(next).is_some_and(Token::is_dash));
    next += usize::from(tokens.get(next).is_some_and(|t| t.is_any(&["in", "of"])));
    next += usize::from(tokens.get(next).is_some_and(|t| t.is("the")));
    Some((part, next))
}

fn with_part(tokens: &[Token<'_>], at: usize, part: Part) -> Option<(Atom, usize)> {
    let part = Some(part);
    if let Some((century, next)) = century(tokens, at) {
        return match century {
            Atom::Century { nth, .. } => Some((Atom::Century { nth, part }, next)),
            _ => None,
        };
    }
    if let Some((Atom::Decade { first, .. }, next)) = decade(tokens, at) {
        return Some((Atom::Decade { first, part }, next));
    }
    if let Some(year) = year(tokens, at).filter(|_| !counts_things(tokens, at + 1)) {
        return Some((Atom::Year { year, part }, at + 1));
    }
    let (month, _, taken) = month(tokens, at)?;
    let next = at + taken;
    match trailing_year(tokens, next) {
        Some((year, next)) => Some((Atom::Month { year: Some(year), month, part }, next)),
        None => Some((Atom::Month { year: None, month, part }, next)),
    }
}

/// Quarters, halves and seasons: `Q3 2022`, `the first half of 2023`, `summer of 2021`.
fn portion(tokens: &[Token<'_>], at: usize) -> Option<(Atom, usize)> {
    let token = tokens.get(at)?;
    if let Some((first, last)) = season(token) {
        let skip = usize::from(tokens.get(at + 1)?.is_any(&["of", "in"]));
        let year = year(tokens, at + 1 + skip)?;
        return Some((Atom::Months { year, first, last }, at + 2 + skip));
    }
    if token.is_any(&["q", "h"]) {
        let number = tokens.get(at + 1).filter(|t| t.glued)?;
        let nth: i8 = number.text.parse().ok()?;
        let year = year(tokens, at + 2)?;
        let length = if token.is("q") { 3 } else { 6 };
        return months(year, nth, length).map(|atom| (atom, at + 3));
    }
    if token.is_any(&["first", "last"])
        && let Some((count, next)) = crate::numbers::cardinal(tokens, at + 1)
        && tokens.get(next).is_some_and(|t| t.is("months"))
        && tokens.get(next + 1).is_some_and(|t| t.is_any(&["of", "in"]))
        && let Some(year) = year(tokens, next + 2)
    {
        let count =
            (2_i8..=11).find(|months| f64::from(*months).total_cmp(&count.value).is_eq())?;
        let (first, last) = if token.is("first") { (1, count) } else { (13 - count, 12) };
        return Some((Atom::Months { year, first, last }, next + 3));
    }
    let nth = ["first", "second", "third", "fourth"].iter().position(|word| token.is(word))?;
    let unit = tokens.get(at + 1)?;
    let length = if unit.is("quarter") {
        3
    } else if unit.is("half") {
        6
    } else {
        return None;
    };
    let skip = usize::from(tokens.get(at + 2)?.is_any(&["of", "in"]));
    let year = year(tokens, at + 2 + skip)?;
    months(year, i8::try_from(nth + 1).ok()?, length).map(|atom| (atom, at + 3 + skip))
}

fn months(year: i16, nth: i8, length: i8) -> Option<Atom> {
    let last = nth.checked_mul(length).filter(|last| (length..=12).contains(last))?;
    Some(Atom::Months { year, first: last - length + 1, last })
}

/// Whether the token says that the number before it counts things or people.
pub(super) fn counts_things(tokens: &[Token<'_>], at: usize) -> bool {
    tokens.get(at).is_some_and(|token| {
        token.is_any(COUNTED)
            || crate::numbers::magnitude(token.text).is_some()
            || matches!(token.text, "%" | "°")
    })
}

const BEFORE_MONTH: &[&str] = &[
    "in",
    "since",
    "by",
    "until",
    "till",
    "of",
    "during",
    "from",
    "last",
    "next",
    "this",
    "early",
    "late",
    "mid",
    "between",
    "to",
    "through",
    "throughout",
    "before",
    "after",
    "and",
    "on",
    "en",
    "that",
    "every",
    "each",
    "starting",
    "beginning",
    "for",
];

const BEFORE_YEAR: &[&str] = &[
    "by",
    "of",
    "from",
    "before",
    "after",
    "into",
    "through",
    "throughout",
    "till",
    "between",
    "to",
    "around",
    "year",
    "late",
    "early",
    "mid",
    "circa",
    "for",
    "année",
    "fin",
    "début",
    "de",
    "à",
    "avant",
    "après",
    "vers",
    "entre",
    "l'an",
];

const DETERMINERS: &[&str] = &[
    "the", "a", "its", "their", "his", "her", "this", "that", "our", "your", "recent", "le",
    "la", "du",
];

const EVENTS: &[&str] = &[
    "coup",
    "putsch",
    "election",
    "elections",
    "invasion",
    "annexation",
    "accord",
    "agreement",
    "summit",
    "war",
    "revolution",
    "uprising",
    "referendum",
    "constitution",
    "massacre",
    "report",
    "budget",
    "census",
    "resolution",
    "ceasefire",
    "peace",
    "protests",
    "attack",
    "attacks",
];

const SPEECH: &[&str] =
    &["said", "says", "told", "added", "has", "was", "is", "wrote", "asked"];

const COUNTED: &[&str] = &[
    "people",
    "persons",
    "civilians",
    "soldiers",
    "troops",
    "fighters",
    "men",
    "women",
    "children",
    "deaths",
    "dead",
    "victims",
    "killed",
    "wounded",
    "injured",
    "cases",
    "villages",
    "refugees",
    "protesters",
    "prisoners",
    "mercenaries",
    "migrants",
    "houses",
    "homes",
    "families",
    "members",
    "percent",
    "per",
    "dollars",
    "euros",
    "francs",
    "roubles",
    "rubles",
    "pounds",
    "tonnes",
    "tons",
    "kilometres",
    "kilometers",
    "km",
    "miles",
    "metres",
    "meters",
    "kilos",
    "kg",
    "hours",
    "minutes",
    "seconds",
    "days",
    "weeks",
    "months",
    "years",
    "times",
    "points",
    "votes",
    "seats",
    "countries",
    "states",
    "companies",
    "accounts",
    "posts",
    "pages",
    "incidents",
    "personnes",
    "civils",
    "morts",
    "soldats",
];
