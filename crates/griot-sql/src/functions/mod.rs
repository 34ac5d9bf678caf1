//! Functions of SQLite that griot replaces, because they depend on the day, on the order of rows
//! or, far more than on the length of their arguments, on what stands in them.
//!
//! Where they answer they answer what SQLite answers, so that a query means the same in a file that
//! griot wrote and another tool opened.

mod dates;
mod pure;
mod sums;
mod texts;

use std::sync::Arc;

use rusqlite::Connection;

use crate::guard::Guard;

pub(crate) use sums::WHY as ADDS_DOUBLES;

/// Replaces them on a connection.
pub(crate) fn replace(connection: &Connection, guard: &Arc<Guard>) -> rusqlite::Result<()> {
    dates::replace(connection, guard)?;
    sums::replace(connection, guard)?;
    texts::replace(connection)
}
