//! Cardinal numbers in digits and in English words.

use crate::words::{Token, TokenKind};

/// A number as read, before its comparator and unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cardinal {
    /// Its value, magnitude words included.
    pub value: f64,
    /// Half the place of the last digit that is not zero: 50 for 500, 0.05 for 57.7.
    pub tolerance: f64,
    /// Whether it is written in words only.
    pub in_words: bool,
    /// Whether `2.000` style separators left two readings open; the value is the decimal one.
    pub or_thousands: Option<f64>,
}

/// The number that starts at a token, and the index after it.
///
/// Years, ordinals and parts of larger tokens are not told apart here. "one" and "a dozen" are
/// numbers; "a" alone is not.
pub fn cardinal(tokens: &[Token<'_>], at: usize) -> Option<(Cardinal, usize)> {
    let first = tokens.get(at)?;
    match first.kind {
        TokenKind::Number => in_digits(tokens, at),
        TokenKind::Word => in_words(tokens, at),
        _ => None,
    }
}

/// The factor of "million", "bn", "dozen" and their like.
pub fn magnitude(word: &str) -> Option<f64> {
    let (_, factor) = MAGNITUDES.iter().find(|(name, _)| word.eq_ignore_ascii_case(name))?;
    Some(*factor)
}

fn in_digits(tokens: &[Token<'_>], at: usize) -> Option<(Cardinal, usize)> {
    let (digits, mut next) = grouped_by_spaces(tokens, at);
    let read = parse_digits(&digits)?;
    let mut number = Cardinal { in_words: false, ..read };
    while let Some(word) = tokens.get(next).filter(|token| token.kind == TokenKind::Word) {
        let Some(factor) = magnitude(word.text) else { break };
        // "5 k" is not five thousand, "5k" is.
        if word.text.len() <= 3 && !word.glued {
            break;
        }
        number.value *= factor;
        number.tolerance *= factor;
        number.or_thousands = None;
        next += 1;
    }
    Some((number, next))
}

/// `2 000 000` with plain spaces: one to three digits, then groups of exactly three.
fn grouped_by_spaces(tokens: &[Token<'_>], at: usize) -> (String, usize) {
    let first = tokens.get(at).map_or("", |token| token.text);
    let mut digits = first.to_owned();
    let mut next = at + 1;
    if first.len() > 3 || !first.bytes().all(|byte| byte.is_ascii_digit()) || first == "0" {
        return (digits, next);
    }
    while let Some(group) = tokens.get(next) {
        let three = group.text.len() == 3 && group.text.bytes().all(|b| b.is_ascii_digit());
        let apart =
            tokens.get(next - 1).is_some_and(|last| last.span.end + 1 == group.span.start);
        if !three || !apart || next - at > 4 {
            break;
        }
        digits.push_str(group.text);
        next += 1;
    }
    (digits, next)
}

fn parse_digits(text: &str) -> Option<Cardinal> {
    if text.len() > 30 {
        return None;
    }
    let narrow = |sign: char| matches!(sign, '\u{a0}' | '\u{202f}' | '\u{2009}' | '\'' | '’');
    let bare: String = text.chars().filter(|&sign| !narrow(sign)).collect();
    let commas = bare.matches(',').count();
    let stops = bare.matches('.').count();
    let groups = |mark: char| {
        let mut parts = bare.split(mark);
        let first = parts.next().unwrap_or_default();
        (1..=3).contains(&first.len()) && parts.all(|part| part.len() == 3)
    };
    let (plain, or_thousands) = match (commas, stops) {
        (0, 0) => (bare.clone(), None),
        (_, 0) if groups(',') => (bare.replace(',', ""), None),
        (1, 0) => (bare.replace(',', "."), None),
        (0, 1) if groups('.') && !bare.starts_with('0') => {
            (bare.clone(), bare.replace('.', "").parse().ok())
        }
        (0, 1) => (bare.clone(), None),
        (0, _) if groups('.') => (bare.replace('.', ""), None),
        (_, 1) if bare.rfind('.') > bare.rfind(',') => (bare.replace(',', ""), None),
        (1, _) => (bare.replace('.', "").replace(',', "."), None),
        _ => return None,
    };
    let value: f64 = plain.parse().ok()?;
    Some(Cardinal { value, tolerance: last_digit(&plain), in_words: false, or_thousands })
}

/// Half the place of the last non-zero digit of a plain decimal.
fn last_digit(plain: &str) -> f64 {
    let (whole, fraction) = plain.split_once('.').unwrap_or((plain, ""));
    let places = if fraction.is_empty() {
        let zeros = whole.bytes().rev().take_while(|&byte| byte == b'0').count();
        if zeros == whole.len() { 0 } else { i32::try_from(zeros).unwrap_or(0) }
    } else {
        -i32::try_from(fraction.len()).unwrap_or(0)
    };
    0.5 * libm::pow(10.0, f64::from(places))
}

/// Half the place of the last non-zero digit of a whole number.
pub(super) fn tolerance_of(value: f64) -> f64 {
    last_digit(&format!("{value:.0}"))
}

fn in_words(tokens: &[Token<'_>], at: usize) -> Option<(Cardinal, usize)> {
    let mut next = at;
    let (mut total, mut current) = (0.0, 0.0);
    let mut scale = f64::INFINITY;
    let mut read_any = false;
    let mut room = Room::Any;
    // "a hundred", "a dozen", "half a million"
    if tokens.get(at)?.is("half") && tokens.get(at + 1)?.is("a") {
        let factor = magnitude(tokens.get(at + 2)?.text).filter(|&factor| factor > 2.0)?;
        return Some((words(factor / 2.0), at + 3));
    }
    if tokens.get(at)?.is_any(&["a", "an"]) {
        magnitude(tokens.get(at + 1)?.text).filter(|_| !is_plural(tokens.get(at + 1)))?;
        (current, read_any, next) = (1.0, true, at + 1);
    }
    while let Some(token) = tokens.get(next).filter(|token| token.kind == TokenKind::Word) {
        let word = token.text;
        if let Some(unit) = unit(word).filter(|_| room.takes_unit()) {
            current += unit;
            room = Room::Full;
        } else if let Some(tens) = tens(word).filter(|_| room.takes_tens()) {
            current += tens;
            room = Room::Unit;
            // "twenty-one"
            if tokens.get(next + 1).is_some_and(|mark| mark.glued && mark.is_dash())
                && tokens
                    .get(next + 2)
                    .is_some_and(|ones| ones.glued && unit_of(ones).is_some())
            {
                next += 1;
            }
        } else if let Some(factor) = magnitude(word)
            .filter(|&factor| read_any && word.len() > 3 && fits(factor, current, scale))
        {
            if factor < 1000.0 {
                current *= factor;
            } else {
                total += current * factor;
                current = 0.0;
                scale = factor;
            }
            room = Room::Any;
        } else if token.is("and")
            && room == Room::Any
            && read_any
            && next > at + 1
            && tokens
                .get(next + 1)
                .is_some_and(|t| unit_of(t).is_some() || tens(t.text).is_some())
            && tokens
                .get(next - 1)
                .is_some_and(|t| t.is_any(&["hundred", "thousand", "million"]))
        {
            next += 1;
            continue;
        } else {
            break;
        }
        read_any = true;
        next += 1;
    }
    (read_any && next > at).then(|| (words(total + current), next))
}

/// Whether a magnitude may follow: "two hundred thousand", not "two thousand million hundred".
fn fits(factor: f64, current: f64, scale: f64) -> bool {
    current > 0.0 && if factor < 1000.0 { current < factor } else { factor < scale }
}

fn words(value: f64) -> Cardinal {
    Cardinal { value, tolerance: tolerance_of(value), in_words: true, or_thousands: None }
}

/// Which word of a number may follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Room {
    Any,
    Unit,
    Full,
}

impl Room {
    fn takes_unit(self) -> bool {
        self != Self::Full
    }

    fn takes_tens(self) -> bool {
        self == Self::Any
    }
}

fn unit_of(token: &Token<'_>) -> Option<f64> {
    unit(token.text).filter(|&value| value < 10.0)
}

fn unit(word: &str) -> Option<f64> {
    let place = UNITS.iter().position(|known| known.eq_ignore_ascii_case(word))?;
    u32::try_from(place).ok().map(|place| f64::from(place) + 1.0)
}

fn tens(word: &str) -> Option<f64> {
    let place = TENS.iter().position(|known| known.eq_ignore_ascii_case(word))?;
    u32::try_from(place).ok().map(|place| (f64::from(place) + 2.0) * 10.0)
}

fn is_plural(token: Option<&Token<'_>>) -> bool {
    token.is_some_and(|token| token.text.ends_with('s'))
}

const MAGNITUDES: &[(&str, f64)] = &[
    ("dozen", 12.0),
    ("hundred", 100.0),
    ("thousand", 1e3),
    ("k", 1e3),
    ("million", 1e6),
    ("millions", 1e6),
    ("mn", 1e6),
    ("mln", 1e6),
    ("mio", 1e6),
    ("billion", 1e9),
    ("bn", 1e9),
    ("bln", 1e9),
    ("milliard", 1e9),
    ("milliards", 1e9),
    ("trillion", 1e12),
    ("tn", 1e12),
    ("trn", 1e12),
];

const UNITS: [&str; 19] = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];

const TENS: [&str; 8] =
    ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::tokens;

    fn check(text: &str, expected: Option<f64>) {
        let tokens = tokens(text);
        assert_eq!(cardinal(&tokens, 0).map(|(number, _)| number.value), expected, "{text}");
    }

    #[test]
    fn digits_and_words() {
        check("2,000", Some(2000.0));
        check("2\u{202f}000", Some(2000.0));
        check("2 000 000 people", Some(2_000_000.0));
        check("1.234.567", Some(1_234_567.0));
        check("57.7", Some(57.7));
        check("3,5", Some(3.5));
        check("1.46 trillion", Some(1.46e12));
        check("5bn", Some(5e9));
        check("5 bn", Some(5.0));
        check("seven", Some(7.0));
        check("twenty-one", Some(21.0));
        check("eight million", Some(8e6));
        check("two dozen", Some(24.0));
        check("half a million", Some(5e5));
        check("one hundred and twenty", Some(120.0));
        check("three hundred thousand", Some(3e5));
        check("two thousand and four", Some(2004.0));
        check("one two", Some(1.0));
        check("a hundred", Some(100.0));
        check("a man", None);
        check("and five", None);
    }
}
