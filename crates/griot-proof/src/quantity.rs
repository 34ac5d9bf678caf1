//! A number as it was read: its value, its unit, how sure it is.

use crate::pack::Hedge;

/// What sort of number it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Count,
    Percent,
    Ordinal,
    /// A half, two thirds; the value is in percent.
    Fraction,
}

/// A number in a text.
#[derive(Debug, Clone, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "how a number is written")]
pub(crate) struct Number {
    pub(crate) first: usize,
    /// One past its last token, sign and currency included.
    pub(crate) end: usize,
    pub(crate) low: f64,
    /// Above `low` for "10 to 15".
    pub(crate) high: f64,
    /// What else the same digits can say: 1.500.
    pub(crate) other: Option<f64>,
    /// One unit of the last written place.
    pub(crate) step: f64,
    pub(crate) role: Role,
    pub(crate) unit: Option<u16>,
    /// The unit is the word right behind it.
    pub(crate) tight: bool,
    pub(crate) currency: Option<u16>,
    pub(crate) hedge: Option<Hedge>,
    /// Written in words alone.
    pub(crate) in_words: bool,
    /// A plural of a magnitude, of no certain number: hundreds, tens of thousands.
    pub(crate) vague: bool,
    /// Stem of the noun after it, where a noun follows.
    pub(crate) noun: Option<u32>,
    /// Digits that name rather than count: a clock, a score, a part of a code.
    pub(crate) code: bool,
    /// It is what something was before it grew or fell to the next number.
    pub(crate) opens: bool,
}

impl Number {
    /// Whether it says nothing alone: a small number in words, or a one.
    pub(crate) fn is_common(&self) -> bool {
        self.high <= 12.0 && self.currency.is_none() && self.role != Role::Percent
    }
}

/// A number of these tokens about which nothing else is known.
pub(crate) fn plain(first: usize, end: usize, value: f64, step: f64) -> Number {
    Number {
        first,
        end,
        low: value,
        high: value,
        other: None,
        step,
        role: Role::Count,
        unit: None,
        tight: false,
        currency: None,
        hedge: None,
        in_words: false,
        vague: false,
        noun: None,
        code: false,
        opens: false,
    }
}

/// Multiplies by a magnitude.
pub(crate) fn times(number: &mut Number, factor: f64) {
    number.low *= factor;
    number.high *= factor;
    number.step *= factor;
    number.other = number.other.map(|other| other * factor);
}
