//! How much griot takes: every bound on an input that is not a rule of its format.
//!
//! Inputs are somebody's, and some are made to hurt. What is larger than its bound is refused as a whole, by a sentence that says
//! what it is, how much is taken and what to do; nothing is read in part without being said. The numbers are chosen so that no
//! input takes more than a gigabyte, and are measured by `make hostile`. `docs/bounds.md` says the same for readers.

use std::fmt;

const MB: u64 = 1 << 20;

/// Bytes of a report. The longest books have two million letters.
pub const REPORT: u64 = 16 * MB;

/// Bytes of a document of an office, a PDF, a message or a web archive, with the pictures in it.
pub const DOCUMENT: u64 = 128 * MB;

/// Bytes of one of a case's own files: `case.toml`, its CSV files, descriptions, mappings, keys.
pub const SHEET: u64 = 16 * MB;

/// Rows of one of a case's CSV files.
pub const SHEET_ROWS: usize = 50_000;

/// Bytes of a publisher's table, and of what a compressed one unpacks to. All votes of the General Assembly since 1946 with
/// their titles are 270 MB.
pub const TABLE: u64 = 320 * MB;

/// Bytes of a publisher's table that is held as records: trade, counts by country and year, and whatever the library is made of.
pub const RECORDS: u64 = 96 * MB;

/// Bytes of all files of a case together that are read whole.
pub const CASE: u64 = 320 * MB;

/// How many times its own size a compressed file unpacks to, and bytes up to which nobody asks. Text comes to thirty.
pub const UNPACKED: (u64, u64) = (200, 16 * MB);

/// Rows of a list of events.
pub const EVENTS: usize = 600_000;

/// Rows of a table of trade, and of any other that is held as records.
pub const RECORD_ROWS: usize = 300_000;

/// Votes in a file of roll calls.
pub const VOTES: usize = 4_000_000;

/// Rows of one file that cannot be read. A file with more is not what it is taken for.
pub const UNREADABLE_ROWS: usize = 100_000;

/// Bytes of a table that are read again, because a quotation mark before them is never closed.
pub const UNCLOSED: u64 = 256 * MB;

/// Cells of one row of a publisher's table.
pub const COLUMNS: usize = 10_000;

/// Posts of a table that a case holds.
pub const CASE_POSTS: usize = 500_000;

/// Shares that `griot network` reads of all its files together, in all layers.
pub const SHARES: usize = 6_000_000;

/// Bytes of one value of an export of posts in JSON: of a post with all that hangs on it.
pub const POST: u64 = 4 * MB;

/// Pairs of rows of lists of events that are compared.
pub const EVENT_PAIRS: usize = 1_000_000;

/// Pairs of shares within the window that are counted; more where there are many shares, so many for each.
pub const SHARE_PAIRS: u64 = 200_000_000;
/// See [`SHARE_PAIRS`].
pub const PAIRS_OF_A_SHARE: u64 = 1_000;

/// Edges of a layer that are kept where somebody asks for so many. As JSON one takes three kilobytes.
pub const EDGES: usize = 300_000;

/// Days of the time of a list within which changes of level and cuts are looked for: two centuries.
pub const DAYS: i32 = 73_050;

/// What is larger than its bound: a sentence without a full stop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TooLarge {
    /// What is too large, with its size where it is known: `posts.csv has 900 MB`.
    pub what: String,
    /// How much is taken, with its unit: `320 MB of a table`.
    pub most: String,
    /// What to do about it: `divide it by year`.
    pub instead: &'static str,
}

impl TooLarge {
    /// What is too large, how much is taken, and what to do.
    pub fn new(
        what: impl Into<String>,
        most: impl Into<String>,
        instead: &'static str,
    ) -> Self {
        Self { what: what.into(), most: most.into(), instead }
    }

    /// The same of bytes.
    pub fn bytes(what: &str, most: u64, instead: &'static str) -> Self {
        Self::new(format!("{what} is too large"), format!("{} MB", most / MB), instead)
    }
}

impl fmt::Display for TooLarge {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { what, most, instead } = self;
        write!(formatter, "{what}; griot takes at most {most}. To go on, {instead}")
    }
}

impl std::error::Error for TooLarge {}

/// A whole number with commas between thousands.
pub fn in_thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bound_is_said_with_what_to_do() {
        let large = TooLarge::bytes("a.csv", TABLE, "divide it by year");
        let said =
            "a.csv is too large; griot takes at most 320 MB. To go on, divide it by year";
        assert_eq!(large.to_string(), said);
        assert_eq!(
            [1, 999, 1_000, 1_234_567].map(in_thousands),
            ["1", "999", "1,000", "1,234,567"]
        );
    }
}
