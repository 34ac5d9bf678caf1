//! Numbers as people write them: rounded, hedged, compared.

use std::fmt;

use serde::{Deserialize, Serialize};

/// How a stated number relates to the counted one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Comparator {
    /// "seven", "exactly 12".
    Equal,
    /// "about 500", "some 300", "nearly", "almost".
    About,
    /// "more than 2,000", "over".
    MoreThan,
    /// "at least 58", "no fewer than".
    AtLeast,
    /// "fewer than", "under".
    LessThan,
    /// "at most", "up to".
    AtMost,
}

/// A stated number with what it would accept.
///
/// `low..=high` are the counted values that agree with the words, so that "about 500" accepts 450
/// to 550 and "several" accepts 3 and more. Units are part of `unit`, never of the value: shares
/// are between 0 and 1, money is in whole units of its currency, durations are in days.
#[derive(Debug, Clone, PartialEq)]
pub struct Quantity {
    /// The stated number itself.
    pub value: f64,
    /// Smallest counted value that agrees.
    pub low: f64,
    /// Largest counted value that agrees; infinite for "more than".
    pub high: f64,
    /// How the words compare.
    pub comparator: Comparator,
    /// What is counted, as written: "civilians", "USD/month", "share", "days".
    pub unit: String,
}

impl Quantity {
    /// A number meant exactly.
    pub fn exactly(value: f64, unit: &str) -> Self {
        Self {
            value,
            low: value,
            high: value,
            comparator: Comparator::Equal,
            unit: unit.into(),
        }
    }

    /// Whether a counted value agrees with the words.
    pub fn accepts(&self, counted: f64) -> bool {
        match self.comparator {
            Comparator::MoreThan => counted > self.low,
            Comparator::LessThan => counted < self.high,
            _ => self.low <= counted && counted <= self.high,
        }
    }

    /// Whether no value of the interval `low..=high` agrees with the words.
    ///
    /// A finding with an interval contradicts a stated number only so: when the two are disjoint.
    pub fn excludes(&self, low: f64, high: f64) -> bool {
        match self.comparator {
            Comparator::MoreThan => high <= self.low,
            Comparator::LessThan => low >= self.high,
            _ => high < self.low || low > self.high,
        }
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let prefix = match self.comparator {
            Comparator::Equal => "",
            Comparator::About => "about ",
            Comparator::MoreThan => "more than ",
            Comparator::AtLeast => "at least ",
            Comparator::LessThan => "fewer than ",
            Comparator::AtMost => "at most ",
        };
        write!(f, "{prefix}{}", self.value)
    }
}
