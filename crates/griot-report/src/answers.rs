//! What an opened case answers: the one value that pages are made from.
//!
//! Everything here is plain and already computed, so that the room that draws pages needs neither
//! SQL nor files, and a test can write the value by hand.

use std::collections::BTreeMap;

use griot_model::{Evidence, Finding, TableDescription};

pub use griot_analysis::event::{
    host::{FusedEvent, FusedEvents, FusedMember, HostEvents, TableEvents, YearOfEvents},
    places::{Area, Spot},
    totals::{SourceTotals, Totals},
};
use griot_analysis::{
    gains::{Gains, RollCallSheet, SourcesOfVotes},
    network::study::NetworkAnswer,
};
use griot_case::Case;
use griot_check::CheckReport;
pub use griot_check::rule::RuleDoc;
pub use griot_library::{Detail, Shape};
pub use griot_model::rows::Rows;
pub use griot_table::event::Precision;
use serde::Serialize;

/// Everything a site says.
#[derive(Debug, Clone)]
pub struct Answers<'a> {
    /// The case as it was read.
    pub case: &'a Case,
    /// Its report, checked.
    pub check: &'a CheckReport,
    /// The same report checked with nothing but the rows that may leave; none where all may. What the
    /// two say alike cannot tell of a row that is withheld.
    pub alone: Option<&'a CheckReport>,
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
    /// What each sender gets of each host, beyond the findings on it.
    pub gains: &'a [Gains],
    /// Roll calls that the case speaks of, in order of their days.
    pub roll_calls: &'a [RollCallSheet],
    /// Where the sources of votes disagree; empty where the case is about no votes.
    pub sources_of_votes: SourcesOfVotes,
    /// Events of each host, where the case has tables of them.
    pub events: &'a [HostEvents],
    /// Outlines of countries and divisions, for maps.
    pub shapes: &'a [Shape],
    /// The archive of the case, where it has one.
    pub archive: Option<ArchiveState>,
    /// On which passages of sources the sentences of the report rest, in their order.
    pub resting: Vec<Resting>,
}

/// A sentence of the report and the passage of a source that it cites.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Resting {
    /// The words of the sentence.
    pub sentence: String,
    /// Id of the source.
    pub source: String,
    /// Where in it.
    pub place: String,
    /// The sentences of the source that speak of the same thing.
    pub passage: String,
    /// What of the sentence stands there and what does not, in a sentence without a full stop.
    pub told: String,
}

impl Resting {
    /// Whether it is about this sentence, however the report's marks are shown.
    pub(crate) fn is_about(&self, sentence: &str) -> bool {
        let (own, other) = (letters(&self.sentence), letters(sentence));
        !own.is_empty() && !other.is_empty() && (own.contains(&other) || other.contains(&own))
    }
}

/// Letters and digits alone: what of a sentence is the same with and without markup.
pub(crate) fn letters(text: &str) -> String {
    text.chars().filter(|sign| sign.is_alphanumeric()).collect()
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

/// The head of the log in which the sources are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArchiveState {
    /// Entries in the log.
    pub size: u64,
    /// RFC 6962 root hash over them, hexadecimal.
    pub root: String,
}
