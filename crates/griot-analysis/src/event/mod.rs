//! What happened to whom, told by several lists: which rows are one event, and did harm change?
//!
//! [`fuse`] links the rows of different lists, [`compare`] sets two periods side by side. Both take lists as
//! [`griot_table::event_list`] reads them and return plain values; neither asks who is right.

mod baselines;
mod certainty;
pub mod compare;
mod folded;
pub mod fuse;
pub mod host;
pub mod leads;
mod matched;
mod pairs;
pub mod places;
pub mod remote;
mod reporting;
pub mod taxonomy;
pub mod totals;
mod whereabouts;

pub use matched::{FusedRow, Match};
pub use pairs::Pairs;
pub use whereabouts::whereabouts;

use jiff::civil::Date;

/// Days since 1970-01-01, as the kernels count them.
pub(crate) fn day_number(date: Date) -> i32 {
    let epoch = Date::constant(1970, 1, 1);
    epoch.until(date).map_or(0, |span| span.get_days())
}

/// The day of such a number.
pub(crate) fn day_of(number: i32) -> Date {
    let span = jiff::Span::new().try_days(number);
    span.and_then(|span| Date::constant(1970, 1, 1).checked_add(span)).unwrap_or(Date::MAX)
}
