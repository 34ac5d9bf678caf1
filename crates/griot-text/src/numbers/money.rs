//! Sums of money: "$3 million a year", "€5bn", "1.46 trillion CFA francs".

use super::{
    cardinal,
    mention::{Read, Role},
    range::range,
};
use crate::words::{Token, TokenKind};

/// A sum that starts at a token. Its unit is the ISO 4217 code, with `/month` and the like for
/// rates.
pub(super) fn money(tokens: &[Token<'_>], at: usize) -> Option<Read> {
    let (number_at, code) = match sign(tokens, at) {
        Some((code, next)) => (next, Some(code)),
        None => (at, None),
    };
    let (number, mut next) = cardinal(tokens, number_at)?;
    let (mut value, mut tolerance) = (number.value, number.tolerance);
    // After a currency sign a glued m is million.
    if code.is_some() && tokens.get(next).is_some_and(|t| t.glued && t.is("m")) {
        value *= 1e6;
        tolerance *= 1e6;
        next += 1;
    }
    let mut read = Read {
        value,
        low: value,
        high: value,
        tolerance,
        role: Role::Money,
        unit: String::new(),
        of: None,
        own: None,
        next,
    };
    // "$1 billion to $2 billion", "$1-2 million"
    let other = sign(tokens, next + 1).map_or(next + 1, |(_, number)| number);
    range(tokens, at, other, &mut read);
    let code = if let Some(code) = code {
        code
    } else {
        let (code, end) = named(tokens, read.next)?;
        read.next = end;
        code
    };
    code.clone_into(&mut read.unit);
    if let Some((rate, end)) = rate(tokens, read.next) {
        read.unit.push('/');
        read.unit.push_str(rate);
        read.next = end;
    }
    Some(read)
}

/// A currency sign or code before the number.
fn sign(tokens: &[Token<'_>], at: usize) -> Option<(&'static str, usize)> {
    let token = tokens.get(at)?;
    let code = |text: &str| match text {
        "$" => Some("USD"),
        "€" => Some("EUR"),
        "£" => Some("GBP"),
        "¥" => Some("JPY"),
        "₽" => Some("RUB"),
        "₴" => Some("UAH"),
        "₦" => Some("NGN"),
        "₾" => Some("GEL"),
        "₺" => Some("TRY"),
        "₹" => Some("INR"),
        _ => None,
    };
    if let Some(code) = code(token.text) {
        return Some((code, at + 1));
    }
    let next = tokens.get(at + 1)?;
    if token.kind == TokenKind::Word && next.glued && next.text == "$" {
        let code = match token.text {
            "US" => "USD",
            "A" | "AU" => "AUD",
            "C" | "CA" => "CAD",
            "NZ" => "NZD",
            "HK" => "HKD",
            _ => return None,
        };
        return Some((code, at + 2));
    }
    let code = CODES.iter().find(|code| **code == token.text)?;
    (next.kind == TokenKind::Number).then_some((*code, at + 1))
}

/// A currency's name or code behind the number.
fn named(tokens: &[Token<'_>], at: usize) -> Option<(&'static str, usize)> {
    let token = tokens.get(at)?;
    let next = |word: &[&str]| tokens.get(at + 1).is_some_and(|t| t.is_any(word));
    if let Some(code) = CODES.iter().find(|code| **code == token.text) {
        return Some((*code, at + 1));
    }
    let one = match token.text {
        "€" => Some("EUR"),
        "$" => Some("USD"),
        "£" => Some("GBP"),
        "₽" => Some("RUB"),
        _ => None,
    };
    if let Some(code) = one {
        return Some((code, at + 1));
    }
    if token.is_any(&["us", "american"]) && next(&["dollars", "dollar"]) {
        return Some(("USD", at + 2));
    }
    if token.is("cfa") {
        return Some(("XOF", at + 1 + usize::from(next(&["francs", "franc"]))));
    }
    if token.is_any(&["francs", "franc"]) && next(&["cfa"]) {
        return Some(("XOF", at + 2));
    }
    if token.is("pounds") && next(&["sterling"]) {
        return Some(("GBP", at + 2));
    }
    let (_, code) = NAMES.iter().find(|(names, _)| token.is_any(names))?;
    Some((*code, at + 1))
}

/// "a month", "per year", "annually".
fn rate(tokens: &[Token<'_>], at: usize) -> Option<(&'static str, usize)> {
    let token = tokens.get(at)?;
    let (_, rate) = ADVERBS.iter().find(|(word, _)| token.is(word)).unwrap_or(&("", ""));
    if !rate.is_empty() {
        return Some((rate, at + 1));
    }
    if !(token.is_any(&["a", "per", "each", "every"]) || token.text == "/") {
        return None;
    }
    let unit = tokens.get(at + 1)?;
    let rate = ["day", "week", "month", "year"].into_iter().find(|name| unit.is(name))?;
    Some((rate, at + 2))
}

const CODES: &[&str] = &[
    "USD", "EUR", "GBP", "RUB", "CHF", "JPY", "CNY", "XOF", "XAF", "UAH", "GEL", "MDL", "SDG",
    "NGN", "GHS", "AED", "TRY", "ZAR", "KZT", "BYN", "LYD", "ETB", "KES",
];

const NAMES: &[(&[&str], &str)] = &[
    (&["dollars", "dollar"], "USD"),
    (&["euros", "euro"], "EUR"),
    (&["roubles", "rubles", "rouble", "ruble"], "RUB"),
    (&["hryvnia", "hryvnias"], "UAH"),
    (&["yuan", "renminbi"], "CNY"),
    (&["naira"], "NGN"),
    (&["lari"], "GEL"),
    (&["fcfa"], "XOF"),
];

const ADVERBS: &[(&str, &str)] = &[
    ("annually", "year"),
    ("yearly", "year"),
    ("monthly", "month"),
    ("weekly", "week"),
    ("daily", "day"),
];
