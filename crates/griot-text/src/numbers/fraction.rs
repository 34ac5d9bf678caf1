//! Shares and multiples in words: "a third", "two-thirds", "most", "doubled", "four times".

use griot_model::Comparator;

use super::{
    cardinal,
    mention::{Read, Role},
};
use crate::words::{Token, TokenKind};

/// A share that starts at a token.
pub(super) fn fraction(tokens: &[Token<'_>], at: usize) -> Option<Read> {
    most(tokens, at).or_else(|| half(tokens, at)).or_else(|| parts(tokens, at))
}

/// "doubled", "fourfold", "three times as many", "halved".
pub(super) fn multiple(tokens: &[Token<'_>], at: usize) -> Option<Read> {
    let token = tokens.get(at).filter(|token| token.kind == TokenKind::Word)?;
    let lower = token.text.to_lowercase();
    if lower == "twice" {
        // "voted twice" counts votes.
        let compared =
            tokens.get(at + 1).is_some_and(|t| t.is_any(&["as", "the", "its", "that"]));
        return compared.then(|| times(2.0, at + 1));
    }
    if let Some((_, value)) = VERBS.iter().find(|(words, _)| words.contains(&lower.as_str())) {
        return Some(times(*value, at + 1));
    }
    if let Some(stem) = lower.strip_suffix("fold").filter(|stem| !stem.is_empty()) {
        let words = crate::words::tokens(stem);
        let (number, next) = cardinal(&words, 0)?;
        return (next == words.len()).then(|| times(number.value, at + 1));
    }
    None
}

/// A multiple behind a number: "four times as many", "10-fold".
pub(super) fn counted_multiple(tokens: &[Token<'_>], next: usize, value: f64) -> Option<Read> {
    let token = tokens.get(next)?;
    let dash = usize::from(token.glued && token.is_dash());
    if tokens.get(next + dash)?.is("fold") {
        return Some(times(value, next + dash + 1));
    }
    let compared = |t: &Token<'_>| {
        t.is_any(&["as", "more", "higher", "larger", "greater", "bigger", "the", "its", "that"])
    };
    (token.is("times") && tokens.get(next + 1).is_some_and(compared))
        .then(|| times(value, next + 1))
}

fn times(value: f64, next: usize) -> Read {
    Read {
        role: Role::Multiple,
        unit: "times".to_owned(),
        ..share(value, value * 0.9, value * 1.1, next)
    }
}

/// "Most of Chad's oil", "the majority", "most civilians".
fn most(tokens: &[Token<'_>], at: usize) -> Option<Read> {
    let token = tokens.get(at)?;
    let next = tokens.get(at + 1);
    let mut end = at + 1;
    if token.is("most") {
        let before = at.checked_sub(1).and_then(|before| tokens.get(before));
        if before.is_some_and(|t| t.is_any(&["the", "at", "its", "their", "a", "his", "her"])) {
            return None;
        }
        let of = next.is_some_and(|t| t.is("of"));
        // "most civilians", but neither "most recently" nor "most dangerous".
        let plural = next.is_some_and(|t| {
            t.kind == TokenKind::Word
                && (t.is("people")
                    || (t.text.ends_with('s')
                        && !t.text.ends_with("ous")
                        && !t.text.ends_with("ss")))
        });
        if !of && !plural {
            return None;
        }
    } else if token.is("majority") {
        let adjective = at.checked_sub(1).and_then(|before| tokens.get(before));
        // "majority vote", "Muslim-majority country", "parliamentary majority leader"
        if adjective.is_some_and(Token::is_dash)
            || next.is_some_and(|t| {
                t.is_any(&["vote", "leader", "party", "owner", "stake", "shareholder"])
            })
        {
            return None;
        }
    } else if token.is_any(&["vast", "great", "overwhelming", "large", "clear"])
        && next.is_some_and(|t| t.is("majority"))
    {
        end = at + 2;
    } else {
        return None;
    }
    Some(Read { own: Some(Comparator::MoreThan), ..share(0.5, 0.5, 1.0, end) })
}

/// "half", "half of", but no "half an hour", "half-hour" or "first half".
fn half(tokens: &[Token<'_>], at: usize) -> Option<Read> {
    let article = tokens.get(at)?.is_any(&["a", "one"]);
    let at_half = at + usize::from(article);
    tokens.get(at_half).filter(|t| t.is("half"))?;
    let before = at.checked_sub(1).and_then(|before| tokens.get(before));
    let hyphen = tokens.get(at_half + 1).is_some_and(|t| t.glued && t.is_dash());
    let counts = tokens.get(at_half + 1).is_some_and(|t| {
        t.is_any(&["of", "the", "its", "their", "all", "his", "her", "those", "these"])
    });
    let period =
        before.is_some_and(|t| t.is_any(&["first", "second", "other", "and", "latter", "a"]));
    let year = tokens.get(at_half + 2).is_some_and(|t| t.kind == TokenKind::Number);
    (counts && !hyphen && !period && !year).then(|| {
        let end =
            at_half + 1 + usize::from(tokens.get(at_half + 1).is_some_and(|t| t.is("of")));
        share(0.5, 0.45, 0.55, end)
    })
}

/// "a third of", "two-thirds", "three quarters of", "a fifth of".
fn parts(tokens: &[Token<'_>], at: usize) -> Option<Read> {
    let first = tokens.get(at)?;
    let (count, mut next, article) = if first.is("a") {
        (1, at + 1, true)
    } else {
        let place = COUNTS.iter().position(|word| first.is(word))?;
        (u32::try_from(place).ok()? + 1, at + 1, false)
    };
    let hyphen = tokens.get(next).is_some_and(|t| t.glued && t.is_dash());
    next += usize::from(hyphen);
    let word = tokens.get(next)?;
    let lower = word.text.to_lowercase();
    let singular = lower.strip_suffix('s').unwrap_or(&lower);
    let parts = PARTS.iter().find(|(name, _)| *name == singular).map(|(_, parts)| *parts)?;
    let plural = lower.ends_with('s');
    let of = tokens.get(next + 1).is_some_and(|t| t.is("of"));
    // "a third coup" counts coups; "a quarter" is also three months.
    let sure = of || (hyphen && parts < 10) || (plural && count > 1 && parts < 10);
    if !sure || count >= parts || (article && plural) || (count > 1) != plural {
        return None;
    }
    if of
        && tokens
            .get(next + 2)
            .is_some_and(|t| t.kind == TokenKind::Number && t.text.len() == 4)
    {
        return None; // "a quarter of 2023"
    }
    let value = f64::from(count) / f64::from(parts);
    let third = (count, parts) == (1, 3);
    let (low, high) = if third { (0.30, 0.37) } else { (value * 0.9, (value * 1.1).min(1.0)) };
    Some(share(value, low, high, next + 1 + usize::from(of)))
}

fn share(value: f64, low: f64, high: f64, next: usize) -> Read {
    Read {
        value,
        low,
        high,
        tolerance: (value - low).abs(),
        role: Role::Share,
        unit: "share".to_owned(),
        of: None,
        own: None,
        next,
    }
}

const VERBS: &[(&[&str], f64)] = &[
    (&["doubled", "doubling", "doubles"], 2.0),
    (&["tripled", "tripling", "trebled", "triples"], 3.0),
    (&["quadrupled", "quadrupling"], 4.0),
    (&["quintupled"], 5.0),
    (&["halved", "halving"], 0.5),
];

const COUNTS: [&str; 9] =
    ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

const PARTS: &[(&str, u32)] = &[
    ("third", 3),
    ("quarter", 4),
    ("fourth", 4),
    ("fifth", 5),
    ("sixth", 6),
    ("seventh", 7),
    ("eighth", 8),
    ("ninth", 9),
    ("tenth", 10),
    ("hundredth", 100),
];
