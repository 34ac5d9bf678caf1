//! The connection behind a database, its guard and its bounds, and what an error of SQLite means.

use std::sync::Arc;

use griot_model::nearest::nearest;
use rusqlite::{Connection, ErrorCode};

use crate::{
    SqlError,
    bounds::Bounds,
    guard::{Guard, Refused},
    load::Unfilled,
};

pub(crate) struct Engine {
    pub(crate) connection: Connection,
    pub(crate) guard: Arc<Guard>,
    /// Names of the tables, sorted.
    pub(crate) names: Vec<String>,
    pub(crate) bounds: Bounds,
}

impl Engine {
    pub(crate) fn unfilled(&self, name: &str, error: Unfilled) -> SqlError {
        match error {
            Unfilled::Rows(why) => SqlError::bad_table(name, why),
            Unfilled::Sqlite(error)
                if error.sqlite_error_code() == Some(ErrorCode::OutOfMemory) =>
            {
                self.out_of_memory()
            }
            Unfilled::Sqlite(error) => SqlError::bad_table(name, error.to_string()),
        }
    }

    /// What an error of SQLite means here.
    pub(crate) fn said(
        &self,
        error: &rusqlite::Error,
        statement: impl FnOnce() -> String,
    ) -> SqlError {
        let refused = self.guard.seen().refused.clone();
        match (refused, error.sqlite_error_code()) {
            (_, Some(ErrorCode::OutOfMemory)) => return self.out_of_memory(),
            (_, Some(ErrorCode::OperationInterrupted)) => {
                return SqlError::OutOfTime { seconds: self.bounds.time.as_secs() };
            }
            (Some(Refused::Write), _) => return SqlError::NotAQuery(statement()),
            (Some(Refused::Table(name)), _) => return self.no_such_table(&name),
            (Some(Refused::Function(name)), _) => {
                return SqlError::Query(format!(
                    "the function {name} is not among those of griot"
                ));
            }
            (Some(Refused::Change { what, why }), _) => {
                return SqlError::NotReproducible { what, why };
            }
            (None, _) => {}
        }
        let said = match error {
            rusqlite::Error::SqlInputError { msg, .. } => msg.clone(),
            other => other.to_string(),
        };
        match said.strip_prefix("no such table: ") {
            Some(name) => self.no_such_table(name),
            None => SqlError::Query(said),
        }
    }

    fn no_such_table(&self, name: &str) -> SqlError {
        SqlError::NoSuchTable {
            nearest: nearest(name, self.names.iter().map(String::as_str)).map(str::to_owned),
            tables: self.names.clone(),
            name: name.to_owned(),
        }
    }

    pub(crate) fn out_of_memory(&self) -> SqlError {
        SqlError::OutOfMemory { megabytes: self.bounds.memory >> 20 }
    }
}
