//! A case: `case.toml`, the report, and the CSV files beside it.

use griot_model::{Actor, Diagnostic, Interval, Relation, Source, Statement, TimelineEntry};

/// What `case.toml` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Title of the case.
    pub title: String,
    /// The question it answers.
    pub question: String,
    /// ISO 3166 alpha-3 codes of the countries whose influence is studied.
    pub senders: Vec<String>,
    /// ISO 3166 alpha-3 codes of the countries in which it is studied.
    pub hosts: Vec<String>,
    /// ISO 3166 alpha-3 codes of countries shown for comparison.
    pub compare: Vec<String>,
    /// First and last date of the study.
    pub period: Option<(griot_model::PartialDate, griot_model::PartialDate)>,
    /// Languages of its documents, ISO 639-1.
    pub languages: Vec<String>,
    /// File name of the report inside the case folder.
    pub report: String,
}

/// A case as it was read; rows that could not be read are in `diagnostics`, never dropped.
#[derive(Debug, Clone)]
pub struct Case {
    /// `case.toml`.
    pub settings: Settings,
    /// Bytes of the report.
    pub report: Vec<u8>,
    /// `actors.csv`.
    pub actors: Vec<Actor>,
    /// `relations.csv`.
    pub relations: Vec<Relation>,
    /// `statements.csv`.
    pub statements: Vec<Statement>,
    /// `intervals.csv`.
    pub intervals: Vec<Interval>,
    /// `timeline.csv`.
    pub timeline: Vec<TimelineEntry>,
    /// `sources.csv`.
    pub sources: Vec<Source>,
    /// What was seen while reading.
    pub diagnostics: Vec<Diagnostic>,
}
