//! Turns answers into pages: a [`Site`] is a value, and writing it to disk and serving it are two
//! sinks of the same value.
//!
//! This room computes no number and knows no SQL. What may be published is decided in
//! [`disclosure`], once, before any page sees a value: [`publish`] takes out what may not leave, and
//! [`site()`] knows nothing but what is left.
//!
//! ```
//! use griot_report::{Page, Site};
//!
//! let mut site = Site::default();
//! site.insert("index.html", Page::html("<!doctype html><title>Empty</title>".to_owned()));
//! assert_eq!(site.resolve("/").map(|(path, _)| path), Some("index.html"));
//! ```

mod address;
pub mod answers;
mod chart;
mod csv_text;
pub mod disclosure;
pub mod gather;
mod markdown;
mod marks;
mod page;
mod serve;
mod site;
pub mod wire;
mod words;
mod write;

pub use answers::Resting;
pub use disclosure::{Cleared, Leaving, Policy, Published, cleared, publish};
pub use griot_local::escape;
pub use page::{MANIFEST, site};
pub use serve::router;
pub use site::{Page, Site};
pub use wire::{check_json, check_json_beside};
pub use write::{Before, Step, WriteError, clear_leftovers, write};
