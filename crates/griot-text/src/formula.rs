//! Cells that a spreadsheet would run.
//!
//! A spreadsheet takes a cell that starts like a formula for one, quoted or not (CWE-1236). OWASP
//! advises an apostrophe in front.

use std::borrow::Cow;

use crate::script::is_hidden;

/// The cell, with an apostrophe in front where a spreadsheet would take it for a formula; a number
/// stays one.
///
/// ```
/// use griot_text::formula::harmless;
/// assert_eq!(harmless("=1+1"), "'=1+1");
/// assert_eq!(harmless("-3.5"), "-3.5");
/// ```
pub fn harmless(cell: &str) -> Cow<'_, str> {
    // A byte order mark and spaces without width vanish when the file is read, and bare what follows.
    let read = cell.trim_start_matches(|letter| letter != '\r' && is_hidden(letter));
    let starts = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];
    if read.starts_with(starts) && !cell.parse::<f64>().is_ok_and(f64::is_finite) {
        return Cow::Owned(format!("'{cell}"));
    }
    Cow::Borrowed(cell)
}

/// The words of a cell that [`harmless`] wrote: what protects a spreadsheet is no part of them.
///
/// ```
/// use griot_text::formula::{bare, harmless};
/// assert_eq!(bare(&harmless("=1+1")), "=1+1");
/// assert_eq!(bare("'tis"), "'tis");
/// ```
pub fn bare(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|bare| harmless(bare) == cell).unwrap_or(cell)
}
