//! Coordinated networks: who shares the same things at nearly the same time?
//!
//! An export of posts becomes one layer of shares per kind of object ([`gather`]); each layer becomes
//! edges with what stands behind them ([`answer`]); the answer is written for people and for other
//! tools ([`table`], [`graph`]). The counting is done in `griot_stats::network`.
//!
//! What is found is a pattern with its evidence. It names no culprit and does not say why accounts
//! do the same.

pub mod answer;
mod as_table;
mod batch;
mod coarse;
pub mod gather;
pub mod gathered;
pub mod graph;
pub mod identifiers;
pub mod likeness;
pub mod link;
mod names;
pub mod peer;
mod punycode;
pub mod remote;
pub mod rows;
mod shared;
pub mod sql;
pub mod study;
pub mod table;
mod tool;
pub mod words;

pub use names::{Names, Sightings};

pub use as_table::NetworkTable;
pub use shared::{SharedPosts, shared_posts};

pub use griot_table::posts::{ObjectKind, length_of_time};
