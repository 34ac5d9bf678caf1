//! "more than", "about", "at least": what the words around a number make of it.

use griot_model::{Comparator, Quantity, Span};

use super::mention::Read;
use crate::{
    dates::TimeUnit,
    words::{Token, TokenKind},
};

/// What the words say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// One of the six comparators.
    Plain(Comparator),
    /// "nearly", "almost": about, and not above.
    Nearly,
    /// "a little over": above, and not far.
    JustOver,
}

/// A comparator before a number and where it begins.
pub(super) struct Compared {
    /// Index of the first token of the comparator, or of the number.
    pub(super) from: usize,
    /// What it says; `None` where there is none.
    pub(super) comparator: Option<Kind>,
}

impl Compared {
    pub(super) fn none(at: usize) -> Self {
        Self { from: at, comparator: None }
    }
}

/// The comparator that ends right before a token. The longest one in the table wins.
pub(super) fn before(tokens: &[Token<'_>], at: usize, unit: Option<Span>) -> Compared {
    for &(phrase, kind) in PHRASES {
        let Some(from) = ends_with(tokens, at, phrase) else { continue };
        // "over three days" and "under two years" tell how long, not more or less than.
        let alone = matches!(phrase, ["over" | "under" | "within" | "around" | "about"]);
        let duration = unit.is_some_and(|unit| {
            tokens.iter().skip(at).take(6).any(|t| {
                t.span.start >= unit.start
                    && unit.contains(t.span)
                    && TimeUnit::of(t.text).is_some()
            })
        });
        if alone && matches!(phrase, ["over" | "under"]) && duration {
            return Compared::none(at);
        }
        return Compared { from, comparator: Some(kind) };
    }
    Compared::none(at)
}

/// "or more", "or fewer" and a plus sign after a number; and the index after.
pub(super) fn after(tokens: &[Token<'_>], at: usize) -> Option<(Comparator, usize)> {
    let token = tokens.get(at)?;
    if token.glued && token.text == "+" {
        return Some((Comparator::AtLeast, at + 1));
    }
    let next = tokens.get(at + 1)?;
    if token.is("or") && next.is_any(&["more", "higher", "over"]) {
        return Some((Comparator::AtLeast, at + 2));
    }
    (token.is("or") && next.is_any(&["fewer", "less", "lower"]))
        .then_some((Comparator::AtMost, at + 2))
}

/// The number with its comparator applied.
pub(super) fn quantity(read: &Read, kind: Option<Kind>) -> Quantity {
    let Read { value, low, high, .. } = *read;
    let unit = read.unit.clone();
    let slack = (value * 0.1).max(read.tolerance);
    if let Some(comparator) = read.own {
        return Quantity { value, low, high, comparator, unit };
    }
    let with =
        |low: f64, high: f64, comparator| Quantity { value, low, high, comparator, unit };
    match kind {
        None if low < high => with(low, high, Comparator::About),
        None | Some(Kind::Plain(Comparator::Equal)) => with(low, high, Comparator::Equal),
        Some(Kind::Plain(Comparator::About)) => {
            with(low.min(value - slack), high.max(value + slack), Comparator::About)
        }
        Some(Kind::Nearly) => with(low.min(value - slack), value, Comparator::About),
        Some(Kind::JustOver) => with(value, high.max(value + slack), Comparator::MoreThan),
        Some(Kind::Plain(Comparator::MoreThan)) => {
            with(value, f64::INFINITY, Comparator::MoreThan)
        }
        Some(Kind::Plain(Comparator::AtLeast)) => {
            with(value, f64::INFINITY, Comparator::AtLeast)
        }
        Some(Kind::Plain(Comparator::LessThan)) => with(0.0, value, Comparator::LessThan),
        Some(Kind::Plain(Comparator::AtMost)) => with(0.0, value, Comparator::AtMost),
    }
}

fn ends_with(tokens: &[Token<'_>], at: usize, phrase: &[&str]) -> Option<usize> {
    let from = at.checked_sub(phrase.len())?;
    let words = tokens.get(from..at)?;
    let same = words.iter().zip(phrase).all(|(token, word)| match token.kind {
        TokenKind::Word => token.is(word),
        _ => token.text == *word,
    });
    same.then_some(from)
}

/// Longer phrases stand before the shorter ones they end with.
const PHRASES: &[(&[&str], Kind)] = &[
    (&["not", "more", "than"], Kind::Plain(Comparator::AtMost)),
    (&["no", "more", "than"], Kind::Plain(Comparator::AtMost)),
    (&["no", "fewer", "than"], Kind::Plain(Comparator::AtLeast)),
    (&["no", "less", "than"], Kind::Plain(Comparator::AtLeast)),
    (&["not", "less", "than"], Kind::Plain(Comparator::AtLeast)),
    (&["not", "fewer", "than"], Kind::Plain(Comparator::AtLeast)),
    (&["a", "little", "over"], Kind::JustOver),
    (&["slightly", "more", "than"], Kind::JustOver),
    (&["well", "over"], Kind::Plain(Comparator::MoreThan)),
    (&["just", "over"], Kind::JustOver),
    (&["slightly", "over"], Kind::JustOver),
    (&["just", "under"], Kind::Nearly),
    (&["close", "to"], Kind::Nearly),
    (&["upwards", "of"], Kind::Plain(Comparator::AtLeast)),
    (&["upward", "of"], Kind::Plain(Comparator::AtLeast)),
    (&["in", "excess", "of"], Kind::Plain(Comparator::MoreThan)),
    (&["more", "than"], Kind::Plain(Comparator::MoreThan)),
    (&["greater", "than"], Kind::Plain(Comparator::MoreThan)),
    (&["higher", "than"], Kind::Plain(Comparator::MoreThan)),
    (&["fewer", "than"], Kind::Plain(Comparator::LessThan)),
    (&["less", "than"], Kind::Plain(Comparator::LessThan)),
    (&["lower", "than"], Kind::Plain(Comparator::LessThan)),
    (&["at", "least"], Kind::Plain(Comparator::AtLeast)),
    (&["minimum", "of"], Kind::Plain(Comparator::AtLeast)),
    (&["at", "most"], Kind::Plain(Comparator::AtMost)),
    (&["maximum", "of"], Kind::Plain(Comparator::AtMost)),
    (&["up", "to"], Kind::Plain(Comparator::AtMost)),
    (&["as", "many", "as"], Kind::Plain(Comparator::AtMost)),
    (&["as", "much", "as"], Kind::Plain(Comparator::AtMost)),
    (&["an", "estimated"], Kind::Plain(Comparator::About)),
    (&["estimated"], Kind::Plain(Comparator::About)),
    (&["plus", "de"], Kind::Plain(Comparator::MoreThan)),
    (&["moins", "de"], Kind::Plain(Comparator::LessThan)),
    (&["au", "moins"], Kind::Plain(Comparator::AtLeast)),
    (&["environ"], Kind::Plain(Comparator::About)),
    (&["près", "de"], Kind::Nearly),
    (&["exactly"], Kind::Plain(Comparator::Equal)),
    (&["precisely"], Kind::Plain(Comparator::Equal)),
    (&["only"], Kind::Plain(Comparator::Equal)),
    (&["about"], Kind::Plain(Comparator::About)),
    (&["around"], Kind::Plain(Comparator::About)),
    (&["approximately"], Kind::Plain(Comparator::About)),
    (&["roughly"], Kind::Plain(Comparator::About)),
    (&["circa"], Kind::Plain(Comparator::About)),
    (&["some"], Kind::Plain(Comparator::About)),
    (&["~"], Kind::Plain(Comparator::About)),
    (&["≈"], Kind::Plain(Comparator::About)),
    (&["nearly"], Kind::Nearly),
    (&["almost"], Kind::Nearly),
    (&["over"], Kind::Plain(Comparator::MoreThan)),
    (&["above"], Kind::Plain(Comparator::MoreThan)),
    (&["exceeding"], Kind::Plain(Comparator::MoreThan)),
    (&["exceeded"], Kind::Plain(Comparator::MoreThan)),
    (&[">"], Kind::Plain(Comparator::MoreThan)),
    (&["≥"], Kind::Plain(Comparator::AtLeast)),
    (&["under"], Kind::Plain(Comparator::LessThan)),
    (&["below"], Kind::Plain(Comparator::LessThan)),
    (&["<"], Kind::Plain(Comparator::LessThan)),
    (&["≤"], Kind::Plain(Comparator::AtMost)),
];
