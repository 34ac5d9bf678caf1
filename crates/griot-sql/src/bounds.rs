//! What may one query take, and how is a connection told so?

use std::time::Duration;

use rusqlite::{Connection, config::DbConfig, limits::Limit};

/// Bytes of the longest text that a query may make. Where the time of a function grows with the
/// product of two texts, this bounds it.
pub(crate) const LONGEST_VALUE: i32 = 1_000_000;

/// Bytes of one query. A statement of facts written out as VALUES can be long.
const LONGEST_QUERY: i32 = 4_000_000;

/// Bytes of a pattern of LIKE or GLOB, whose time grows with the product of pattern and text.
const LONGEST_PATTERN: i32 = 200;

/// How deep an expression may be, and how deep SQLite's parser goes; a longer chain of OR is an IN.
const DEEPEST: i32 = 1_000;

/// What one query may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// After this a query is stopped. The clock is looked at between steps of SQLite's machine; the
    /// longest of them sorts what memory holds.
    pub time: Duration,
    /// Rows that [`crate::Database::rows`] and [`crate::Database::finding_rows`] collect; [`crate::Query::for_each`] has
    /// no such bound.
    pub rows: usize,
    /// Bytes that SQLite may hold in this process: tables and sorts of all databases together. The
    /// smallest that was ever asked for is kept, since SQLite only lets it be lowered. A collected
    /// answer may hold as many.
    pub memory: u64,
}

impl Bounds {
    /// A minute, a million rows, 400 megabytes: more than any page or terminal shows.
    pub const USUAL: Self =
        Self { time: Duration::from_mins(1), rows: 1_000_000, memory: 400 << 20 };
}

/// Settings of a connection that must stand before the authorizer does.
pub(crate) fn configure(connection: &Connection, bounds: Bounds) -> rusqlite::Result<()> {
    connection.execute_batch(&format!(
        "PRAGMA hard_heap_limit = {}; PRAGMA temp_store = 2; PRAGMA trusted_schema = OFF;",
        bounds.memory
    ))?;
    for (config, value) in [
        (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false),
        // `"name"` is a name and never a text.
        (DbConfig::SQLITE_DBCONFIG_DQS_DDL, false),
        (DbConfig::SQLITE_DBCONFIG_DQS_DML, false),
    ] {
        connection.set_db_config(config, value)?;
    }
    for (limit, value) in [
        (Limit::SQLITE_LIMIT_LENGTH, LONGEST_VALUE),
        (Limit::SQLITE_LIMIT_SQL_LENGTH, LONGEST_QUERY),
        (Limit::SQLITE_LIMIT_LIKE_PATTERN_LENGTH, LONGEST_PATTERN),
        (Limit::SQLITE_LIMIT_EXPR_DEPTH, DEEPEST),
        (Limit::SQLITE_LIMIT_PARSER_DEPTH, DEEPEST),
        (Limit::SQLITE_LIMIT_ATTACHED, 0),
        (Limit::SQLITE_LIMIT_WORKER_THREADS, 0),
    ] {
        connection.set_limit(limit, value)?;
    }
    Ok(())
}
