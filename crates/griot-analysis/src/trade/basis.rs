//! What the number of one side of a gap rests on.

use griot_stats::mirror::Report;
use griot_table::trade::{Flow, Standing};

/// What the number of one side rests on: a gap of two returns and one of a return and an estimate are not
/// the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// The country's own return.
    Reported,
    /// A document that gives the number.
    Cited,
    /// The publisher's estimate, in whole or in part.
    Estimated,
    /// The sum of records of finer products, which may not be all of them.
    Summed,
    /// The return has the flow, with zero.
    Zero,
    /// The return has the product in this period with others, and not with this partner.
    NotListed,
    /// There is a record, and its number cannot be read.
    Unreadable,
    /// There is no record; nothing follows from that.
    Missing,
}

impl Basis {
    /// In tables.
    pub fn word(self) -> &'static str {
        match self {
            Self::Reported => "reported",
            Self::Cited => "cited",
            Self::Estimated => "estimated",
            Self::Summed => "sum of parts",
            Self::Zero => "reported zero",
            Self::NotListed => "zero, not listed",
            Self::Unreadable => "not readable",
            Self::Missing => "missing",
        }
    }

    /// After "the record of the importer".
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Reported => "is its own return",
            Self::Cited => "is cited from a document, not read in its return",
            Self::Estimated => "is the publisher's estimate, not its return",
            Self::Summed => "is the sum of finer products in its return, which may not be all",
            Self::Zero => "is a return of zero",
            Self::NotListed => {
                "is taken for zero, since its return has the product and not this partner"
            }
            Self::Unreadable => "cannot be read",
            Self::Missing => "is missing, which is not zero",
        }
    }

    /// Of an amount that these records give, `finer` where they are of products within what is asked.
    pub(super) fn of(amount: Report, records: &[&Flow], finer: bool) -> Self {
        let any = |standing| records.iter().any(|flow| flow.standing == standing);
        match amount {
            Report::DidNotReport => Self::Missing,
            Report::NotReadable => Self::Unreadable,
            Report::ReportedZero if records.is_empty() => Self::NotListed,
            _ if any(Standing::Estimated) => Self::Estimated,
            Report::ReportedZero => Self::Zero,
            Report::Reported(_) if finer => Self::Summed,
            Report::Reported(_) if any(Standing::Cited) => Self::Cited,
            Report::Reported(_) => Self::Reported,
        }
    }
}
