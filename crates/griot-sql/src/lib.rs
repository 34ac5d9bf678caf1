//! SQL over tables, wherever they lie.

use std::{cell::RefCell, collections::BTreeSet, ops::ControlFlow};

use griot_model::{
    rows::Rows,
    table::{Cell, Kind, Table, Unreadable},
};
use rusqlite::{Connection, types::Value};

/// Why a query has no answer.
#[derive(Debug, thiserror::Error)]
pub enum SqlError {
    /// The engine's own word.
    #[error("{0}")]
    Query(String),
    /// A table whose rows cannot be read.
    #[error("{0}")]
    Table(#[from] Unreadable),
}

impl From<rusqlite::Error> for SqlError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Query(error.to_string())
    }
}

/// Tables, ready for queries.
pub struct Session<'a> {
    tables: Vec<Box<dyn Table + 'a>>,
    connection: Connection,
    loaded: RefCell<BTreeSet<String>>,
}

impl<'a> Session<'a> {
    /// Over these tables.
    pub fn new(tables: Vec<Box<dyn Table + 'a>>) -> Result<Self, SqlError> {
        Ok(Self {
            tables,
            connection: Connection::open_in_memory()?,
            loaded: RefCell::default(),
        })
    }

    /// The tables, in the order in which they were given.
    pub fn tables(&self) -> impl Iterator<Item = &(dyn Table + 'a)> {
        self.tables.iter().map(AsRef::as_ref)
    }

    /// The rows that a query returns, every value as text.
    pub fn rows(&self, sql: &str) -> Result<Rows, SqlError> {
        let words: BTreeSet<&str> =
            sql.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
        for table in &self.tables {
            let name = table.name().to_owned();
            if words.contains(name.as_str()) && self.loaded.borrow_mut().insert(name) {
                self.load(table.as_ref())?;
            }
        }
        let mut statement = self.connection.prepare(sql)?;
        let columns: Vec<String> =
            statement.column_names().into_iter().map(str::to_owned).collect();
        let mut rows = Vec::new();
        let mut answer = statement.query([])?;
        while let Some(row) = answer.next()? {
            let text = |at| -> Result<String, rusqlite::Error> {
                Ok(match row.get::<_, Value>(at)? {
                    Value::Null => String::new(),
                    Value::Integer(number) => number.to_string(),
                    Value::Real(number) => Cell::Number(number).text().into_owned(),
                    Value::Text(text) => text,
                    Value::Blob(_) => "(bytes)".to_owned(),
                })
            };
            rows.push((0..columns.len()).map(text).collect::<Result<_, _>>()?);
        }
        Ok(Rows { columns, rows })
    }

    /// The same for a finding.
    pub fn finding_rows(&self, sql: &str) -> Result<Rows, SqlError> {
        self.rows(sql)
    }

    fn load(&self, table: &dyn Table) -> Result<(), SqlError> {
        let columns = table.columns();
        let kind = |kind| match kind {
            Kind::Integer | Kind::Flag | Kind::Time => "integer",
            Kind::Number => "real",
            Kind::Text | Kind::Texts | Kind::Day => "text",
        };
        let named: Vec<String> = columns
            .iter()
            .map(|column| format!("\"{}\" {}", column.name, kind(column.kind)))
            .collect();
        self.connection.execute_batch(&format!(
            "begin; create table \"{}\" ({})",
            table.name(),
            named.join(", ")
        ))?;
        let places = vec!["?"; columns.len()].join(", ");
        let mut insert = self
            .connection
            .prepare(&format!("insert into \"{}\" values ({places})", table.name()))?;
        let mut failed = None;
        table.rows(&mut |cells| {
            let values = cells.iter().map(|cell| match cell {
                Cell::Null => Value::Null,
                Cell::Integer(number) | Cell::Time(number) => Value::Integer(*number),
                Cell::Number(number) => Value::Real(*number),
                Cell::Flag(flag) => Value::Integer((*flag).into()),
                other => Value::Text(other.text().into_owned()),
            });
            match insert.execute(rusqlite::params_from_iter(values)) {
                Ok(_) => ControlFlow::Continue(()),
                Err(error) => {
                    failed = Some(error);
                    ControlFlow::Break(())
                }
            }
        })?;
        drop(insert);
        if let Some(error) = failed {
            return Err(error.into());
        }
        Ok(self.connection.execute_batch("commit")?)
    }
}
