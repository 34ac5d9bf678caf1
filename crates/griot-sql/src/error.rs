//! Why a query has no answer.

use griot_model::table::Unreadable;

/// Why a query has no answer, or a database cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum SqlError {
    /// Several statements, or none.
    #[error("a query is one statement; this text has {0}")]
    NotOneStatement(usize),
    /// Anything but SELECT, WITH, VALUES or EXPLAIN.
    #[error("griot only reads: {0} is not allowed; write SELECT, WITH or EXPLAIN")]
    NotAQuery(String),
    /// A table that is not there.
    #[error("there is no table {name}")]
    NoSuchTable {
        /// As written.
        name: String,
        /// The table that was probably meant.
        nearest: Option<String>,
        /// Every table there is, sorted.
        tables: Vec<String>,
    },
    /// The query does not parse, does not fit its tables, or could not be carried out.
    #[error("{0}")]
    Query(String),
    /// More rows than may be collected.
    #[error("the query returns more than {limit} rows; add a LIMIT or a WHERE")]
    TooManyRows {
        /// How many are allowed.
        limit: usize,
    },
    /// It took longer than [`crate::Bounds::time`].
    #[error("the query was stopped after {seconds} s; ask for less, or join on equal values")]
    OutOfTime {
        /// Whole seconds that it was given.
        seconds: u64,
    },
    /// It asked for more than [`crate::Bounds::memory`].
    #[error(
        "the query was stopped because it and the tables need more than {megabytes} MB; ask for less"
    )]
    OutOfMemory {
        /// What all queries of this process may hold together.
        megabytes: u64,
    },
    /// A query that could answer differently tomorrow, over rows in another order, or by chance.
    #[error("an answer cannot stand on {what}: {why}")]
    NotReproducible {
        /// The function or clause.
        what: String,
        /// Why, and what to write.
        why: String,
    },
    /// Two tables of one name, or one whose rows are not what its columns say.
    #[error("the table {name} cannot be read: {why}")]
    BadTable {
        /// Name in SQL.
        name: String,
        /// What is wrong with it.
        why: String,
    },
    /// Another process writes the index and did not end.
    #[error("another griot is writing this index; try again when it has ended")]
    Busy,
    /// A table that cannot even be opened.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
}

impl SqlError {
    /// Whether another process is in the way, and nothing else.
    pub fn is_busy(&self) -> bool {
        matches!(self, Self::Busy)
    }

    pub(crate) fn not_reproducible(what: impl Into<String>, why: impl Into<String>) -> Self {
        Self::NotReproducible { what: what.into(), why: why.into() }
    }

    pub(crate) fn bad_table(name: &str, why: impl Into<String>) -> Self {
        Self::BadTable { name: name.to_owned(), why: why.into() }
    }
}
