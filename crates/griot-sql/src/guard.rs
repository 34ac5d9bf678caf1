//! What may a statement do, and for how long? The authorizer and the deadline of a connection.
//!
//! SQLite asks the authorizer about each table, column and function that a statement names, while
//! it compiles it. That is also how griot learns which tables a query reads, whatever its strings,
//! aliases and common table expressions are called.

use std::{
    collections::{BTreeMap, BTreeSet},
    mem,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

use rusqlite::{
    Connection,
    hooks::{AuthAction, AuthContext, Authorization},
};

/// Steps of SQLite's machine between two looks at the clock. One step can take a second where it
/// compares a text of a megabyte with a pattern, hence few.
const STEPS: i32 = 100;

/// What a statement named when it was compiled.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    /// Tables it reads, by the name they are known by.
    pub(crate) tables: BTreeSet<String>,
    /// A table of which it reads the number of the row.
    pub(crate) row_number_of: Option<String>,
    /// The first thing it may not do.
    pub(crate) refused: Option<Refused>,
}

/// Something that no query may do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refused {
    /// Read a table that is none of ours.
    Table(String),
    /// Call a function that is not listed.
    Function(String),
    /// Depend on the day, on chance or on what was asked before.
    Change {
        /// The function.
        what: String,
        /// Why, and what to write.
        why: String,
    },
    /// Anything but read.
    Write,
}

/// What one connection knows of the statement at hand.
#[derive(Debug)]
pub(crate) struct Guard {
    /// Names of tables in small letters, and as they are written.
    tables: BTreeMap<String, String>,
    /// griot itself fills a table.
    is_ours: AtomicBool,
    /// The query of a finding is carried out.
    is_finding: AtomicBool,
    seen: Mutex<Seen>,
    start: Instant,
    /// Microseconds after `start` at which the query is stopped.
    deadline: AtomicU64,
}

impl Guard {
    /// Sets a guard over everything that the connection will be asked from now on.
    pub(crate) fn over(
        connection: &mut Connection,
        tables: impl Iterator<Item = String>,
    ) -> rusqlite::Result<Arc<Self>> {
        let guard = Arc::new(Self {
            tables: tables.map(|name| (name.to_ascii_lowercase(), name)).collect(),
            is_ours: AtomicBool::new(false),
            is_finding: AtomicBool::new(false),
            seen: Mutex::default(),
            start: now(),
            deadline: AtomicU64::new(u64::MAX),
        });
        let authorizer = Arc::clone(&guard);
        connection
            .authorizer(Some(move |context: AuthContext<'_>| authorizer.judge(&context)))?;
        let clock = Arc::clone(&guard);
        connection.progress_handler(STEPS, Some(move || clock.is_late()))?;
        Ok(guard)
    }

    /// Lets `work` write, without a deadline.
    pub(crate) fn ours<T>(&self, work: impl FnOnce() -> T) -> T {
        let before = self.deadline.swap(u64::MAX, Relaxed);
        self.is_ours.store(true, Relaxed);
        let done = work();
        self.is_ours.store(false, Relaxed);
        self.deadline.store(before, Relaxed);
        done
    }

    /// Forgets the last statement, and stops the next one when this time is over.
    pub(crate) fn start(&self, time: Duration) {
        mem::take(&mut *self.seen());
        let end = self.elapsed().saturating_add(micros(time));
        self.deadline.store(end, Relaxed);
    }

    /// Whether the time is over.
    pub(crate) fn is_late(&self) -> bool {
        self.elapsed() > self.deadline.load(Relaxed)
    }

    /// Whether sums refuse doubles.
    pub(crate) fn is_finding(&self) -> bool {
        self.is_finding.load(Relaxed)
    }

    pub(crate) fn set_finding(&self, is_finding: bool) {
        self.is_finding.store(is_finding, Relaxed);
    }

    /// What the statement named so far.
    pub(crate) fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes the first thing that is refused.
    pub(crate) fn refuse(&self, refused: Refused) {
        self.seen().refused.get_or_insert(refused);
    }

    fn elapsed(&self) -> u64 {
        micros(now().duration_since(self.start))
    }

    fn judge(&self, context: &AuthContext<'_>) -> Authorization {
        if self.is_ours.load(Relaxed) {
            return Authorization::Allow;
        }
        let refused = match context.action {
            AuthAction::Select | AuthAction::Recursive => None,
            AuthAction::Read { table_name, column_name } => self.read(table_name, column_name),
            AuthAction::Function { function_name } => function(function_name),
            _ => Some(Refused::Write),
        };
        match refused {
            None => Authorization::Allow,
            Some(refused) => {
                self.refuse(refused);
                Authorization::Deny
            }
        }
    }

    /// Notes a table of ours. A name of which no column is read may be that of a common table
    /// expression; counting the rows of one of SQLite's own tables is no answer, though.
    fn read(&self, table: &str, column: &str) -> Option<Refused> {
        let name = table.to_ascii_lowercase();
        if let Some(known) = self.tables.get(&name) {
            let mut seen = self.seen();
            seen.tables.insert(known.clone());
            if column == "ROWID" {
                seen.row_number_of.get_or_insert_with(|| known.clone());
            }
            return None;
        }
        let is_internal = ["sqlite_", "pragma_"].iter().any(|start| name.starts_with(start))
            || name == "dbstat";
        let allowed = matches!(name.as_str(), "json_each" | "json_tree")
            || (column.is_empty() && !is_internal);
        (!allowed).then(|| Refused::Table(table.to_owned()))
    }
}

/// Functions that give the same value for the same arguments, and aggregates over rows.
///
/// A list of what is allowed, so that a function of a later SQLite is looked at before it is used.
/// Left out besides the day and chance: what can make a long text out of nothing (`zeroblob`),
/// binary JSON, JSON that is changed (its time grows with the square of its length), the tools of
/// full-text search, and `load_extension`.
const FUNCTIONS: &[&str] = &[
    "->",
    "->>",
    "abs",
    "avg",
    "char",
    "coalesce",
    "concat",
    "concat_ws",
    "count",
    "cume_dist",
    "date",
    "datetime",
    "dense_rank",
    "first_value",
    "format",
    "glob",
    "group_concat",
    "hex",
    "if",
    "ifnull",
    "iif",
    "instr",
    "json",
    "json_array",
    "json_array_length",
    "json_extract",
    "json_group_array",
    "json_group_object",
    "json_object",
    "json_quote",
    "json_type",
    "json_valid",
    "julianday",
    "lag",
    "last_value",
    "lead",
    "length",
    "like",
    "likelihood",
    "likely",
    "lower",
    "ltrim",
    "max",
    "min",
    "nth_value",
    "ntile",
    "nullif",
    "octet_length",
    "percent_rank",
    "printf",
    "quote",
    "rank",
    "replace",
    "round",
    "row_number",
    "rtrim",
    "sign",
    "soundex",
    "strftime",
    "string_agg",
    "substr",
    "substring",
    "sum",
    "time",
    "timediff",
    "total",
    "trim",
    "typeof",
    "unhex",
    "unicode",
    "unixepoch",
    "unlikely",
    "upper",
];

/// Functions whose value is another one next time.
const CHANGING: &[&str] = &[
    "changes",
    "current_date",
    "current_time",
    "current_timestamp",
    "last_insert_rowid",
    "random",
    "randomblob",
    "total_changes",
];

fn function(name: &str) -> Option<Refused> {
    let name = name.to_ascii_lowercase();
    if FUNCTIONS.binary_search(&name.as_str()).is_ok() {
        return None;
    }
    if CHANGING.binary_search(&name.as_str()).is_ok() {
        let why = "it is another value the next time; write the value itself".to_owned();
        return Some(Refused::Change { what: name, why });
    }
    Some(Refused::Function(name))
}

fn micros(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}

#[expect(
    clippy::disallowed_methods,
    reason = "a query that does not end must be stopped; no value depends on this clock"
)]
fn now() -> Instant {
    Instant::now()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_can_be_searched() {
        assert!(FUNCTIONS.is_sorted());
        assert!(CHANGING.is_sorted());
    }
}
