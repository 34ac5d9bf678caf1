//! A flow of goods as one side declares it.

use crate::Reported;

/// Which way goods went, seen from the reporter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    /// Into the reporter.
    Import,
    /// Out of the reporter.
    Export,
}

impl Direction {
    /// The word for it in tables.
    pub fn word(self) -> &'static str {
        match self {
            Self::Import => "import",
            Self::Export => "export",
        }
    }
}

/// How a record came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Reported by the country itself.
    Reported,
    /// Estimated by the publisher.
    Estimated,
    /// Made by the publisher from both partners' reports, so that their gap is gone.
    Reconciled,
    /// In the file, with a value that is no number; it has none here.
    Unreadable,
    /// Quoted from a document that gives the number, not from a return.
    Cited,
}

/// One record of trade.
#[derive(Debug, Clone, PartialEq)]
pub struct Flow {
    /// The publisher's key, or the data row: `row 3`.
    pub id: String,
    /// Who reports, as written.
    pub reporter: String,
    /// With whom, as written; `W00` is the world.
    pub partner: String,
    /// Which way.
    pub direction: Direction,
    /// Harmonised System code, or another word for the product.
    pub product: String,
    /// `2016`, or `201603` for a month.
    pub period: String,
    /// In US dollars.
    pub value: Option<f64>,
    /// Net weight in kilograms.
    pub weight: Option<f64>,
    /// Whether the publisher estimated the weight, which is then none here.
    pub weight_is_estimate: bool,
    /// Whether a weight is written that is no number; it is none here.
    pub weight_is_unreadable: bool,
    /// Where the number is from.
    pub standing: Standing,
    /// Who says so, for the reader: publisher, and address where there is one.
    pub source: String,
    /// Data row, from 1.
    pub row: u64,
}

/// A file of trade records.
#[derive(Debug)]
pub struct Flows {
    /// The layout in words.
    pub format: &'static str,
    /// Records in the order of the file.
    pub flows: Reported<Flow>,
    /// Figures of a document that cannot be read, or are in money for which no rate is known: no rows, since they have no
    /// number, and no silence either.
    pub unreadable: Vec<Flow>,
    /// What the layout cannot tell, in sentences.
    pub caveats: Vec<&'static str>,
}
