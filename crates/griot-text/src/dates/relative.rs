//! Dates told by other dates: "the following day", "two weeks later", "last month".

use griot_model::Span;
use jiff::civil::Weekday;

use super::{
    calendar::{TimeUnit, month, weekday},
    grammar::{self, Atom},
};
use crate::{
    numbers::cardinal,
    words::{Token, TokenKind},
};

/// A relative date as written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Relative {
    /// So many units after (before, if negative) the mention before.
    Shift(i32, TimeUnit),
    /// The day, month or year of the mention before; earlier or later in it makes no difference.
    Same(TimeUnit),
    /// The mention before, whatever it is.
    SameDate,
    /// So many units from the dateline: -1 month is "last month".
    FromDateline(i32, TimeUnit),
    /// The last so many units up to the dateline.
    Past(i32, TimeUnit),
    /// The so many units before the mention before: "the previous ten months".
    Preceding(i32, TimeUnit),
    /// "last June": the month before the dateline.
    LastMonth(i8),
    /// "last Monday".
    LastWeekday(Weekday),
    /// So many units before (negative) or after a date that follows in the text.
    FromDate(i32, TimeUnit, Atom),
    /// So many units before or after an event; its words in token positions.
    FromEvent {
        /// How many units.
        amount: f64,
        /// Which.
        unit: TimeUnit,
        /// Before the event.
        before: bool,
        /// The words for the event.
        event: Span,
    },
}

/// The relative date that starts at a token, and the index after it.
pub(super) fn relative(tokens: &[Token<'_>], at: usize) -> Option<(Relative, usize)> {
    let token =
        tokens.get(at).filter(|t| matches!(t.kind, TokenKind::Word | TokenKind::Number))?;
    if token.is_any(&["yesterday", "hier"]) {
        return Some((Relative::FromDateline(-1, TimeUnit::Day), at + 1));
    }
    if token.is("tomorrow") {
        return Some((Relative::FromDateline(1, TimeUnit::Day), at + 1));
    }
    counted(tokens, at)
        .or_else(|| same(tokens, at))
        .or_else(|| with_article(tokens, at))
        .or_else(|| last_or_next(tokens, at))
}

/// "two days later", "a week before the strike", "the day after", "three years ago".
fn counted(tokens: &[Token<'_>], at: usize) -> Option<(Relative, usize)> {
    let (amount, next) = amount(tokens, at)?;
    let mut next = next;
    next += usize::from(tokens.get(next).is_some_and(|t| t.is("full")));
    let unit = TimeUnit::of(tokens.get(next)?.text).filter(|unit| *unit >= TimeUnit::Day)?;
    next += 1;
    let direction = tokens.get(next)?;
    #[expect(clippy::cast_possible_truncation, reason = "bounded to 1..=1000 just before")]
    let whole = (1.0..=1000.0).contains(&amount).then_some(amount as i32)?;
    if direction.is("later") {
        return Some((Relative::Shift(whole, unit), next + 1));
    }
    if direction.is("ago") {
        return Some((Relative::FromDateline(-whole, unit), next + 1));
    }
    let before = direction.is_any(&["before", "prior", "earlier", "ahead"]);
    if !before && !direction.is_any(&["after", "following"]) {
        return None;
    }
    let mut rest = next + 1;
    rest += usize::from(tokens.get(rest).is_some_and(|t| t.is_any(&["to", "of"])));
    let signed = if before { -whole } else { whole };
    let ends = tokens.get(rest).is_none_or(|t| t.kind == TokenKind::Mark);
    if ends || direction.is("earlier") {
        return Some((Relative::Shift(signed, unit), next + 1));
    }
    let date = rest + usize::from(tokens.get(rest).is_some_and(|t| t.is("the")));
    if let Some((atom, after)) = grammar::atom(tokens, date)
        && matches!(atom, Atom::Day { .. } | Atom::Month { .. })
    {
        return Some((Relative::FromDate(signed, unit, atom), after));
    }
    let event = event(tokens, rest)?;
    Some((Relative::FromEvent { amount, unit, before, event }, next + 1))
}

/// "a", "the" before a unit, or a number.
fn amount(tokens: &[Token<'_>], at: usize) -> Option<(f64, usize)> {
    let token = tokens.get(at)?;
    if token.is_any(&["a", "an", "the", "one"])
        && TimeUnit::of(tokens.get(at + 1)?.text).is_some()
    {
        return Some((1.0, at + 1));
    }
    if token.is("a") && tokens.get(at + 1)?.is("few") {
        return None;
    }
    cardinal(tokens, at).map(|(number, next)| (number.value, next))
}

/// Words for an event after "before" or "after": up to six, to the next mark or verb.
fn event(tokens: &[Token<'_>], at: usize) -> Option<Span> {
    let first = tokens.get(at).filter(|t| t.kind == TokenKind::Word)?;
    let stops = |t: &&Token<'_>| {
        t.kind == TokenKind::Word
            && !t.is_any(&[
                "was", "were", "had", "has", "is", "that", "which", "who", "when", "and",
            ])
    };
    let words = tokens.iter().skip(at).take(6).take_while(stops);
    Some(words.fold(first.span, |span, word| span.join(word.span)))
}

/// "that same month", "the same day", "that year", "earlier that month".
fn same(tokens: &[Token<'_>], at: usize) -> Option<(Relative, usize)> {
    let mut next = at;
    let moved = tokens.get(next)?.is_any(&["earlier", "later"]);
    next += usize::from(moved);
    next += usize::from(moved && tokens.get(next).is_some_and(|t| t.is_any(&["in", "on"])));
    let pointer = tokens.get(next)?;
    let named = tokens.get(next + 1).is_some_and(|t| t.is("same"));
    if pointer.is("this") && moved {
        let unit = unit(tokens, next + 1)?;
        return Some((Relative::FromDateline(0, unit), next + 2));
    }
    if !(pointer.is("that") || (pointer.is_any(&["the", "this"]) && named)) {
        return None;
    }
    next += 1 + usize::from(named);
    let unit = unit(tokens, next)?;
    // "that day after day", "that year-long war"
    let compound = tokens.get(next + 1).is_some_and(|mark| mark.glued && mark.is_dash());
    (!compound).then_some((Relative::Same(unit), next + 1))
}

fn unit(tokens: &[Token<'_>], at: usize) -> Option<TimeUnit> {
    let token = tokens.get(at)?;
    if token.is_any(&["morning", "evening", "night", "afternoon"]) {
        return Some(TimeUnit::Day);
    }
    let known = token.is_any(&["day", "week", "month", "year"]);
    known.then(|| TimeUnit::of(token.text)).flatten()
}

/// "the following day", "the next year", "the previous ten months", "the last six years".
fn with_article(tokens: &[Token<'_>], at: usize) -> Option<(Relative, usize)> {
    let article = tokens.get(at)?.is_any(&["the", "its", "their"]);
    let mut next = at + usize::from(article);
    let word = tokens.get(next)?;
    let forward = word.is_any(&["following", "next", "subsequent", "ensuing"]);
    let backward = word.is_any(&["previous", "preceding", "prior"]);
    let past = word.is_any(&["last", "past"]);
    if !(forward || backward || past) {
        return None;
    }
    next += 1;
    if (article || backward || past)
        && !forward
        && let Some((number, after)) = cardinal(tokens, next)
        && let Some(unit) = tokens.get(after).and_then(|t| TimeUnit::of(t.text))
    {
        #[expect(clippy::cast_possible_truncation, reason = "bounded to 1..=1000 just before")]
        let whole = (1.0..=1000.0).contains(&number.value).then_some(number.value as i32)?;
        let relative =
            if past { Relative::Past(whole, unit) } else { Relative::Preceding(whole, unit) };
        return Some((relative, after + 1));
    }
    if past
        && let Some(unit) = tokens.get(next).filter(|t| t.is_any(&["decade", "year"]))
        && article
    {
        return Some((Relative::Past(1, TimeUnit::of(unit.text)?), next + 1));
    }
    if past || !article {
        return None;
    }
    let unit = unit(tokens, next)?;
    let compound = tokens.get(next + 1).is_some_and(|mark| mark.glued && mark.is_dash());
    let signed = if forward { 1 } else { -1 };
    (!compound).then_some((Relative::Shift(signed, unit), next + 1))
}

/// "last month", "this year", "next week", "last June", "last Monday".
fn last_or_next(tokens: &[Token<'_>], at: usize) -> Option<(Relative, usize)> {
    let word = tokens.get(at)?;
    let shift = if word.is("last") {
        -1
    } else if word.is("next") {
        1
    } else if word.is("this") {
        0
    } else {
        return None;
    };
    let next = tokens.get(at + 1)?;
    if shift == -1 {
        if let Some(day) = weekday(next) {
            return Some((Relative::LastWeekday(day), at + 2));
        }
        if let Some((month, _, taken)) = month(tokens, at + 1)
            && next.is_capitalised()
            && grammar::atom(tokens, at + 1)
                .is_none_or(|(atom, _)| matches!(atom, Atom::Month { year: None, .. }))
        {
            return Some((Relative::LastMonth(month), at + 1 + taken));
        }
    }
    let unit = unit(tokens, at + 1)?;
    let possessive = next.stem().len() < next.text.len();
    let compound = tokens.get(at + 2).is_some_and(|mark| mark.glued && mark.is_dash());
    let after_article = at > 0 && tokens.get(at - 1).is_some_and(|t| t.is_any(&["the", "its"]));
    // "this day and age", "this week's": only what points to a date by itself.
    let points = shift != 0 || (unit != TimeUnit::Day && !possessive);
    (points && !compound && !after_article)
        .then_some((Relative::FromDateline(shift, unit), at + 2))
}
