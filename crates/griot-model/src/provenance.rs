//! Where a value comes from, and what may leave the machine.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What may be published of a table or a source. Publishing is deny-by-default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Disclosure {
    /// Everything may be shown.
    Open,
    /// Row ids, hashes and totals may leave, rows may not (ACLED).
    Aggregate,
    /// Nothing leaves but the fact that it exists.
    #[default]
    Private,
}

/// A place in a preserved source.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Locator {
    /// A line of a text file, from 1, and a column of it in characters, from 1.
    Line {
        /// Line, from 1.
        line: u64,
        /// Column in characters, from 1.
        column: u64,
    },
    /// A data row of a table as its publisher wrote it, from 1, without the header.
    Row(u64),
    /// Bytes of the extracted text.
    Bytes(crate::Span),
}

/// A source and a place in it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Provenance {
    /// File name or source id.
    pub source: String,
    /// Where in it.
    pub locator: Locator,
}

/// Which countries and days a table speaks about. Outside it, no row means nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Coverage {
    /// ISO 3166 alpha-3 codes, sorted. Empty where the table is not about countries.
    pub countries: Vec<String>,
    /// First day, where the table is about time.
    pub first: Option<Date>,
    /// Last day, included.
    pub last: Option<Date>,
    /// What the table leaves out, in a sentence.
    pub gaps: Vec<String>,
}

impl Coverage {
    /// Whether the table claims to know about this country on this day.
    pub fn includes(&self, country: &str, day: Date) -> bool {
        self.countries.binary_search_by(|known| known.as_str().cmp(country)).is_ok()
            && self.first.is_some_and(|first| first <= day)
            && self.last.is_some_and(|last| day <= last)
    }
}

/// What griot says of a table: who made it, which edition, under which licence, about what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableDescription {
    /// Name in SQL.
    pub name: String,
    /// What one row is, in a sentence.
    pub row_is: String,
    /// Publisher and title, as it wants to be cited.
    pub source: String,
    /// Edition or retrieval day.
    pub version: String,
    /// Licence of the facts.
    pub licence: String,
    /// Files it was read from, relative to the folder of publishers' files.
    pub files: Vec<String>,
    /// Rows in the table.
    pub rows: u64,
    /// Rows of the publisher that could not be read; each was reported when the table was built.
    pub rows_set_aside: u64,
    /// Countries and days.
    pub coverage: Coverage,
    /// What may be published of it.
    pub disclosure: Disclosure,
}
