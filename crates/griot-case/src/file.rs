//! Names of the CSV files of a case.

pub(super) const SOURCES: &str = "sources.csv";
pub(super) const ACTORS: &str = "actors.csv";
pub(super) const RELATIONS: &str = "relations.csv";
pub(super) const STATEMENTS: &str = "statements.csv";
pub(super) const INTERVALS: &str = "intervals.csv";
pub(super) const TIMELINE: &str = "timeline.csv";
pub(super) const FLOWS: &str = "flows.csv";
