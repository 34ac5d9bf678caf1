//! Why bytes are not a table of the library.

use ::parquet::errors::ParquetError;
use arrow_schema::ArrowError;

/// Why bytes are not a table of the library.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// Not Parquet, or cut off.
    #[error("the table is not readable Parquet")]
    Parquet(#[from] ParquetError),
    /// Parquet, but a page of it cannot be decoded.
    #[error("a page of the table cannot be decoded")]
    Arrow(#[from] ArrowError),
    /// Parquet that griot did not write.
    #[error("the table carries no description; was it made by `griot library build`?")]
    NoDescription,
    /// The description is of another version.
    #[error("the description of the table cannot be read; build the library again")]
    Description(#[source] serde_json::Error),
    /// The table has no rows.
    #[error("the table has no rows")]
    Empty,
    /// A column is missing or has another type.
    #[error("the column {0} is missing or of another type; build the library again")]
    Column(&'static str),
    /// A cell that the build would not have written.
    #[error("the column {0} has a value {1:?} that cannot be")]
    Value(&'static str, String),
    /// A table that the library does not have.
    #[error("the library has no table {0}")]
    UnknownTable(String),
    /// A table that was not given.
    #[error("the table {0} is missing")]
    MissingTable(&'static str),
}
