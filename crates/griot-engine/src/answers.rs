//! What an opened case answers: the one value that pages are made from.
//!
//! Everything here is plain and already computed, so that the room that draws pages needs neither
//! SQL nor files, and a test can write the value by hand.

use std::collections::BTreeMap;

use griot_model::{Evidence, Finding, TableDescription};
use jiff::civil::Date;

pub use crate::event::totals::{Expected, SourceTotals, Totals};
pub use crate::library::{Detail, Shape};
pub use crate::rows::Rows;
pub use crate::table::event::Precision;
use crate::{
    case::Case,
    check::CheckReport,
    gains::{Gains, RollCallSheet, SourcesOfVotes},
    network::study::NetworkAnswer,
};

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

/// The events of one host, table by table.
#[derive(Debug, Clone, PartialEq)]
pub struct HostEvents {
    /// ISO 3166 alpha-3.
    pub host: String,
    /// First and last day that are shown.
    pub period: [Date; 2],
    /// What each table has, in the order of their names.
    pub tables: Vec<TableEvents>,
    /// The tables fused, where there are several lists of events.
    pub fused: Option<FusedEvents>,
}

/// What one table has of a host.
#[derive(Debug, Clone, PartialEq)]
pub struct TableEvents {
    /// Name of the table in SQL.
    pub table: String,
    /// Its rows as the publisher counts deaths: events, best, low, high.
    pub totals: [u64; 4],
    /// The same by the year of an event's first day.
    pub years: Vec<YearOfEvents>,
    /// Where, how exactly, and how many. To be shown only where rows of the table may be.
    pub spots: Vec<Spot>,
    /// Totals of divisions, for tables whose rows may not be shown.
    pub areas: Vec<Area>,
}

/// Events of one year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct YearOfEvents {
    /// Calendar year.
    pub year: i16,
    /// How many events.
    pub events: u64,
    /// Deaths in them: best, low, high.
    pub deaths: [u64; 3],
}

/// Several tables of events as one.
#[derive(Debug, Clone, PartialEq)]
pub struct FusedEvents {
    /// Farthest distance of two rows of one event, in kilometres.
    pub km: f64,
    /// Longest time between them, in days.
    pub days: i32,
    /// Totals, table by table and fused.
    pub totals: Totals,
    /// Events that more than one row tells of.
    pub events: Vec<FusedEvent>,
    /// Pairs inside one table that look like one event; they are offered to a person and not merged.
    pub offered: u64,
}

/// One event that several rows tell of.
#[derive(Debug, Clone, PartialEq)]
pub struct FusedEvent {
    /// Its rows.
    pub members: Vec<FusedMember>,
    /// Probability that the least sure of them belongs with the others.
    pub probability: f64,
    /// Why, pair by pair.
    pub reasons: Vec<String>,
}

/// A row of a fused event. Of a table whose rows may not be shown only id and digest may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FusedMember {
    /// Table in SQL.
    pub table: String,
    /// Publisher's id; empty where it has none.
    pub id: String,
    /// Data row, from 1.
    pub row: u64,
    /// First day.
    pub first: Date,
    /// Last day.
    pub last: Date,
    /// Place as written.
    pub place: String,
    /// Deaths, best estimate.
    pub deaths: Option<u32>,
    /// SHA-256 of id, days, point and deaths.
    pub digest: String,
}

/// Events at one place, with the deaths in them.
#[derive(Debug, Clone, PartialEq)]
pub struct Spot {
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// How exactly the place is known.
    pub precision: Precision,
    /// How far off the point may be, in kilometres.
    pub radius_km: f32,
    /// Place as written.
    pub place: String,
    /// How many events.
    pub events: u64,
    /// Deaths in them, best estimates.
    pub best: u64,
    /// Low estimates.
    pub low: u64,
    /// High estimates.
    pub high: u64,
}

/// Events of one division, with the deaths in them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Area {
    /// Name of the first-order division; none for what is known no better than the country.
    pub division: Option<String>,
    /// How many events.
    pub events: u64,
    /// Deaths in them, best estimates.
    pub best: u64,
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
