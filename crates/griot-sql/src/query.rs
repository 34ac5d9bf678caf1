//! A query that is carried out, row after row.

use std::{borrow::Cow, ops::ControlFlow};

use griot_model::{
    rows::{Rows, hexadecimal},
    table::{Cell, Kind},
};
use rusqlite::{Statement, types::ValueRef};

use crate::{Bounds, SqlError, engine::Engine};

/// A column of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResultColumn {
    /// Its name: that given with AS, or that of a column, or the expression as written.
    pub name: String,
    /// What its values are, where it is a column of a table as it stands.
    pub kind: Option<Kind>,
}

/// A query that is ready to be carried out.
pub struct Query<'d> {
    engine: &'d Engine,
    statement: Statement<'d>,
    columns: Vec<ResultColumn>,
}

impl<'d> Query<'d> {
    /// `kind` tells what the values of a table's column are.
    pub(crate) fn new(
        engine: &'d Engine,
        statement: Statement<'d>,
        kind: impl Fn(&str, &str) -> Option<Kind>,
    ) -> Self {
        let columns = statement
            .columns_with_metadata()
            .map(|column| ResultColumn {
                name: column.name().to_owned(),
                kind: column
                    .table_name()
                    .zip(column.origin_name())
                    .and_then(|(table, name)| kind(table, name)),
            })
            .collect();
        Self { engine, statement, columns }
    }

    pub(crate) fn is_explain(&self) -> bool {
        self.statement.is_explain() != 0
    }

    /// Columns of the answer.
    pub fn columns(&self) -> &[ResultColumn] {
        &self.columns
    }

    /// Hands every row to `each` as SQLite finds it, until that breaks off. Nothing is kept, so
    /// that an answer may be larger than memory.
    ///
    /// A value is of its column's kind, where that is known; else it is [`Cell::Null`], `Text`,
    /// `Integer` or `Number`, and may be another one in the next row.
    pub fn for_each(
        mut self,
        mut each: impl FnMut(&[Cell<'_>]) -> ControlFlow<()>,
    ) -> Result<(), SqlError> {
        let engine = self.engine;
        let said = |error: rusqlite::Error| engine.said(&error, String::new);
        engine.guard.start(engine.bounds.time);
        let mut rows = self.statement.raw_query();
        while let Some(row) = rows.next().map_err(said)? {
            let mut cells = Vec::with_capacity(self.columns.len());
            for (place, column) in self.columns.iter().enumerate() {
                cells.push(cell(row.get_ref(place).map_err(said)?, column.kind));
            }
            if each(&cells).is_break() {
                break;
            }
        }
        Ok(())
    }

    /// Every row as text, up to the bounds of the engine.
    pub(crate) fn collect(self) -> Result<Rows, SqlError> {
        let engine = self.engine;
        let Bounds { rows: limit, memory, .. } = engine.bounds;
        let columns = self.columns.iter().map(|column| column.name.clone()).collect();
        let mut rows: Vec<Vec<String>> = Vec::new();
        let mut bytes = 0_u64;
        let mut refused = None;
        self.for_each(|cells| {
            if rows.len() == limit {
                refused = Some(SqlError::TooManyRows { limit });
                return ControlFlow::Break(());
            }
            let row: Vec<String> = cells.iter().map(|cell| cell.text().into_owned()).collect();
            bytes += row.iter().map(|text| text.len() as u64).sum::<u64>();
            if bytes > memory {
                refused = Some(engine.out_of_memory());
                return ControlFlow::Break(());
            }
            rows.push(row);
            ControlFlow::Continue(())
        })?;
        refused.map_or(Ok(Rows { columns, rows }), Err)
    }
}

fn cell(value: ValueRef<'_>, kind: Option<Kind>) -> Cell<'_> {
    match (value, kind) {
        (ValueRef::Null, _) => Cell::Null,
        (ValueRef::Integer(number), Some(Kind::Flag)) => Cell::Flag(number != 0),
        (ValueRef::Integer(number), Some(Kind::Time)) => Cell::Time(number),
        (ValueRef::Integer(number), _) => Cell::Integer(number),
        (ValueRef::Real(number), _) => Cell::Number(number),
        (ValueRef::Text(bytes), kind) => {
            let text = String::from_utf8_lossy(bytes);
            match kind {
                Some(Kind::Day) => text.parse().map_or(Cell::Text(text), Cell::Day),
                Some(Kind::Texts) => {
                    serde_json::from_str(&text).map_or(Cell::Text(text), Cell::Texts)
                }
                _ => Cell::Text(text),
            }
        }
        (ValueRef::Blob(bytes), _) => Cell::Text(Cow::Owned(hexadecimal(bytes))),
    }
}
