//! The words griot speaks: plain data that two rooms talk about.
//!
//! Nothing here reads a file, a clock or a network; nothing here computes a finding. A type lives
//! here when two crates speak of it, and with the crate that uses it otherwise.

pub mod bounds;
pub mod case;
pub mod claim;
pub mod date;
pub mod decoding;
pub mod diagnostic;
pub mod finding;
pub mod hidden;
pub mod lines;
pub mod measure;
pub mod nearest;
pub mod place;
pub mod provenance;
pub mod quantity;
pub mod reading;
pub mod rows;
pub mod select;
pub mod series;
pub mod span;
pub mod table;
pub mod verdict;
pub mod world;

pub use case::{
    Actor, Flow, FlowKind, Interval, Modality, Part, Preservation, Relation, Source, Statement,
    TimelineEntry,
};
pub use claim::{
    Attribution, Binding, Choice, Claim, ClaimId, ClaimKind, Freedom, MemberEdge, MissionEdge,
    Office, Population, Proposition, Region, ResolutionRef, TermEdge, TreatyAct,
};
pub use date::{DateRange, DateReading, PartialDate};
pub use diagnostic::{Diagnostic, Note, Severity};
pub use finding::{Estimate, Finding, Point, Selection, Series};
pub use place::{Place, Places, Placing};
pub use provenance::{Coverage, Disclosure, Locator, Provenance, TableDescription};
pub use quantity::{Comparator, Quantity};
pub use reading::Slot;
pub use span::Span;
pub use verdict::{CheckCoverage, Checked, Evidence, OF_CASE, Verdict};
