//! What an opened case answers: the one value that pages are made from.
//!
//! Everything here is plain and already computed, so that the room that draws pages needs neither
//! SQL nor files, and a test can write the value by hand.

use std::collections::BTreeMap;

use griot_model::{Evidence, Finding, TableDescription};

pub use crate::rows::Rows;
use crate::{case::Case, check::CheckReport, network::study::NetworkAnswer};

/// Everything a site says.
#[derive(Debug, Clone)]
pub struct Answers<'a> {
    /// The case as it was read.
    pub case: &'a Case,
    /// Its report, checked.
    pub check: &'a CheckReport,
    /// Findings in the order in which they are shown.
    pub findings: &'a [Finding],
    /// Networks of the case's posts, in the order of their tables.
    pub networks: &'a [NetworkAnswer],
    /// Every table that an evidence names, and any other that is to be shown.
    ///
    /// A table that is named and not described here is treated as private.
    pub tables: Vec<TablePage>,
    /// Rows of each evidence of the check and the findings, by its query.
    pub selections: BTreeMap<String, Rows>,
    /// Documentation of the rules, in the order of their codes.
    pub rules: Vec<RuleDoc>,
    /// Names to show for ISO 3166 alpha-3 codes; a code without a name is shown itself.
    pub country_names: BTreeMap<String, String>,
    /// The archive of the case, where it has one.
    pub archive: Option<ArchiveState>,
}

/// A table with the rows of it that are shown on its own page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TablePage {
    /// What the table is.
    pub description: TableDescription,
    /// The query of the rows shown, their number and digest.
    pub evidence: Evidence,
    /// The rows.
    pub rows: Rows,
}

/// What a rule checks, as `griot explain` prints it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleDoc {
    /// `C0102`.
    pub code: String,
    /// `vote-count`.
    pub name: String,
    /// Markdown with the five headings of every rule.
    pub markdown: String,
}

/// The head of the log in which the sources are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArchiveState {
    /// Entries in the log.
    pub size: u64,
    /// RFC 6962 root hash over them, hexadecimal.
    pub root: String,
}
