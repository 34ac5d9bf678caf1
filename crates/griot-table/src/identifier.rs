//! Identifiers as tables hold them, and those that a program has spoiled by taking them for numbers.
//!
//! A spreadsheet or a data frame that reads `906412345678901234` as a number writes it back as
//! `9.06E+17` or `906412345678901248.0`: many accounts become one. Nobody can restore the digits, so
//! that such an identifier is no identifier.

use std::borrow::Cow;

/// Digits that a double holds without loss, whatever they are.
const EXACT_DIGITS: usize = 15;

/// What a cell of identifiers holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Identifier<'a> {
    /// As it was given; a whole number that went through a double without loss has its plain digits
    /// again (`1234.0` is `1234`).
    Whole(Cow<'a, str>),
    /// A number whose last digits are gone.
    LostDigits,
}

impl<'a> Identifier<'a> {
    /// Reads a cell.
    pub fn of(cell: &'a str) -> Self {
        if cell.bytes().all(|byte| byte.is_ascii_digit()) || !looks_like_a_double(cell) {
            return Self::Whole(Cow::Borrowed(cell));
        }
        let (mantissa, power) = cell.split_once(['e', 'E']).unwrap_or((cell, "0"));
        let (whole, fraction) = mantissa.split_once(['.', ',']).unwrap_or((mantissa, ""));
        let fraction = fraction.trim_end_matches('0');
        let Ok(power) = power.trim_start_matches('+').parse::<usize>() else {
            return Self::Whole(Cow::Borrowed(cell));
        };
        // A fraction that is left over is no number of anything.
        let Some(zeros) = power.checked_sub(fraction.len()) else {
            return Self::Whole(Cow::Borrowed(cell));
        };
        let is_written_out = power == 0;
        let digits = whole.len() + power;
        // A double written out in full shows 17 digits that are its own; in powers of ten, as many as
        // somebody chose: what is filled up with zeros may have been anything.
        let is_exact = if is_written_out {
            digits <= EXACT_DIGITS
        } else {
            zeros == 0 && digits <= EXACT_DIGITS
        };
        if is_exact {
            Self::Whole(Cow::Owned(format!("{whole}{fraction}")))
        } else {
            Self::LostDigits
        }
    }
}

/// `12.0`, `1e+15`, `1.5E+17`, `1,50E+17`, `1.5e17`: digits with a point or a power of ten as programs write
/// doubles, and nothing else. `1e5` alone may be a letter code.
fn looks_like_a_double(cell: &str) -> bool {
    let (mantissa, power) = match cell.split_once(['e', 'E']) {
        Some((mantissa, power)) => (mantissa, Some(power.strip_prefix('+').unwrap_or(power))),
        None => (cell, None),
    };
    let digits =
        |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    // `12,000` may be thousands; with a power of ten a comma is that of a fraction.
    let sign = if power.is_some() { &['.', ','][..] } else { &['.'] };
    let (whole, fraction) = match mantissa.split_once(sign) {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    digits(whole)
        && fraction.is_none_or(digits)
        && power.is_none_or(digits)
        && (power.is_some_and(|power| power.len() <= 2)
            && whole.len() == 1
            && cell.contains(['.', ',', '+'])
            || fraction.is_some_and(|fraction| {
                power.is_none() && fraction.bytes().all(|byte| byte == b'0')
            }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_that_are_gone() {
        for cell in [
            "9.06E+17",
            "1.00E+14",
            "1E+15",
            "1,00E+14",
            "9,06E+17",
            "1.234567890123457e17",
            "906412345678901248.0",
            "1234567890123456789.00",
            "9.0641234567890125e+17",
        ] {
            assert_eq!(Identifier::of(cell), Identifier::LostDigits, "{cell}");
        }
    }

    #[test]
    fn what_is_whole() {
        for (cell, whole) in [
            ("906412345678901234", "906412345678901234"),
            ("1234.0", "1234"),
            ("123456789012345.0", "123456789012345"),
            ("1.234567E+06", "1234567"),
            ("3e", "3e"),
            ("e7", "e7"),
            ("1e5", "1e5"),
            ("1e123", "1e123"),
            ("12e4", "12e4"),
            ("5e3f9a", "5e3f9a"),
            ("1.5", "1.5"),
            ("v1.0", "v1.0"),
            ("", ""),
            ("user.name", "user.name"),
        ] {
            assert_eq!(Identifier::of(cell), Identifier::Whole(whole.into()), "{cell}");
        }
    }
}
