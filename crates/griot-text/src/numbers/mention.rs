//! A number in a sentence, and its tokens as read.

use griot_model::{Comparator, Quantity, Span};

/// What sort of number it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// So many things.
    Count,
    /// A part of a whole, between 0 and 1: "80 %", "a third", "most".
    Share,
    /// A sum; the unit is the currency, with `/month` where a rate.
    Money,
    /// So many times as much: "doubled", "four times as many".
    Multiple,
    /// "the second coup".
    Ordinal,
    /// "one of nine villages": the value counts the part, `of` the whole.
    PartOf,
}

/// The whole that a part belongs to.
#[derive(Debug, Clone, PartialEq)]
pub struct Population {
    /// How many the whole has.
    pub value: f64,
    /// Where that is said.
    pub span: Span,
}

/// A number in a sentence.
#[derive(Debug, Clone, PartialEq)]
pub struct NumberMention {
    /// The number with its comparator: "more than 2,000".
    pub span: Span,
    /// The number alone: "2,000", "eight million", "$10 million".
    pub number: Span,
    /// What it says. The unit is the head noun, a currency, `share` or empty.
    pub quantity: Quantity,
    /// What sort of number it is.
    pub role: Role,
    /// The head of the noun phrase that follows: "mines" in "four salt mines".
    pub unit: Option<Span>,
    /// The whole noun phrase: "salt mines", "men and boys".
    pub unit_phrase: Option<Span>,
    /// The whole, for parts: nine in "one of nine villages", five in "one in five".
    pub of: Option<Population>,
    /// Half the place of the last digit that is not zero. A bare number is meant exactly, but may
    /// have been rounded by this much.
    pub last_digit: f64,
}

/// The tokens of a number as read, before its comparator.
pub(super) struct Read {
    pub(super) value: f64,
    pub(super) low: f64,
    pub(super) high: f64,
    pub(super) tolerance: f64,
    pub(super) role: Role,
    pub(super) unit: String,
    pub(super) of: Option<Population>,
    /// What the words of the number itself compare: "dozens" is at least, "most" more than.
    pub(super) own: Option<Comparator>,
    pub(super) next: usize,
}
