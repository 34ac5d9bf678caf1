//! Tables into SQLite: how a column is declared, and how its rows come in.

use std::{fmt::Write as _, ops::ControlFlow};

use griot_model::table::{Cell, Column, Keys, Kind, Table};
use rusqlite::{
    Connection, Statement, ToSql,
    types::{ToSqlOutput, ValueRef},
};

/// In which order the rows of a table lie, and so in which order a query without ORDER BY meets
/// them. Any but the first is to find out whether a query depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    /// As the table hands them on.
    Given,
    /// The last first.
    Reversed,
    /// Spread by multiplication with this odd number.
    Spread(u64),
}

impl Order {
    /// The number of the row that came so many rows after the first.
    fn row_number(self, place: u64) -> i64 {
        let number = match self {
            Self::Given => place + 1,
            Self::Reversed => u64::MAX.wrapping_sub(place),
            Self::Spread(factor) => place.wrapping_add(1).wrapping_mul(factor),
        };
        // An odd factor gives different numbers modulo any power of two.
        i64::try_from(number & (u64::MAX >> 1)).unwrap_or(i64::MAX)
    }
}

/// Why a table could not be filled.
#[derive(Debug)]
pub(crate) enum Unfilled {
    /// Its rows cannot be read, or are not what its columns say.
    Rows(String),
    /// SQLite could not take them.
    Sqlite(rusqlite::Error),
}

impl From<rusqlite::Error> for Unfilled {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

/// A name in double quotes.
pub(crate) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// How a column is declared.
///
/// A day is declared as text: as `DATE` it would have the affinity of a number, and `date >= '2022'`
/// would compare it with one. `BOOLEAN` holds 1 and 0 and lets a reader see what is meant.
pub(crate) fn declaration(column: &Column) -> String {
    let kind = match column.kind {
        Kind::Text | Kind::Texts | Kind::Day => "TEXT",
        Kind::Integer | Kind::Time => "INTEGER",
        Kind::Number => "REAL",
        Kind::Flag => "BOOLEAN",
    };
    let null = if column.nullable { "" } else { " NOT NULL" };
    format!("{} {kind}{null}", quoted(&column.name))
}

/// Declares a table without rows.
pub(crate) fn declare(
    connection: &Connection,
    name: &str,
    columns: &[Column],
) -> rusqlite::Result<()> {
    let columns: Vec<String> = columns.iter().map(declaration).collect();
    let name = quoted(name);
    connection.execute_batch(&format!("CREATE TABLE {name} ({})", columns.join(", ")))
}

/// Lists of columns that rows are chosen by, without those that an index of the primary key serves.
pub(crate) fn lookups(keys: &Keys) -> impl Iterator<Item = &Vec<&'static str>> {
    keys.lookups.iter().filter(|columns| !keys.primary.starts_with(columns))
}

/// Makes an index for each of these lists of columns.
pub(crate) fn index<'k>(
    connection: &Connection,
    table: &str,
    lists: impl Iterator<Item = &'k Vec<&'static str>>,
) -> rusqlite::Result<()> {
    for columns in lists {
        let name = format!("{table}_by_{}", columns.join("_and_"));
        let (name, table) = (quoted(&name), quoted(table));
        let columns = listed(columns);
        connection.execute_batch(&format!("CREATE INDEX {name} ON {table} ({columns})"))?;
    }
    Ok(())
}

/// Names in quotes, with commas between.
pub(crate) fn listed(names: &[&str]) -> String {
    names.iter().map(|name| quoted(name)).collect::<Vec<_>>().join(", ")
}

/// Puts every row of a table into the one that was declared for it, or none.
pub(crate) fn fill(
    connection: &Connection,
    table: &dyn Table,
    columns: &[Column],
    order: Order,
) -> Result<(), Unfilled> {
    connection.execute_batch("BEGIN")?;
    let filled = put(connection, table, columns, order);
    connection.execute_batch(if filled.is_ok() { "COMMIT" } else { "ROLLBACK" })?;
    filled
}

fn put(
    connection: &Connection,
    table: &dyn Table,
    columns: &[Column],
    order: Order,
) -> Result<(), Unfilled> {
    let mut names: Vec<String> = columns.iter().map(|column| quoted(&column.name)).collect();
    let numbers_rows = order != Order::Given;
    if numbers_rows {
        names.push(row_number_name(columns).ok_or_else(|| {
            Unfilled::Rows("its columns take every name that SQLite has for a row".to_owned())
        })?);
    }
    let places = vec!["?"; names.len()].join(",");
    let mut text = format!("INSERT INTO {} (", quoted(table.name()));
    let written = write!(text, "{}) VALUES ({places})", names.join(","));
    debug_assert!(written.is_ok(), "writing to a text cannot fail");
    let mut insert = connection.prepare(&text)?;
    let mut place = 0;
    let mut failed = None;
    let read = table.rows(&mut |cells| {
        let number = numbers_rows.then(|| order.row_number(place));
        place += 1;
        match put_row(&mut insert, columns, cells, number) {
            Ok(()) => ControlFlow::Continue(()),
            Err(Unfilled::Rows(why)) => {
                failed = Some(Unfilled::Rows(format!("row {place}: {why}")));
                ControlFlow::Break(())
            }
            Err(error) => {
                failed = Some(error);
                ControlFlow::Break(())
            }
        }
    });
    match (failed, read) {
        (Some(error), _) => Err(error),
        (None, Err(unreadable)) => Err(Unfilled::Rows(unreadable.to_string())),
        (None, Ok(())) => Ok(()),
    }
}

fn put_row(
    insert: &mut Statement<'_>,
    columns: &[Column],
    cells: &[Cell<'_>],
    number: Option<i64>,
) -> Result<(), Unfilled> {
    if cells.len() != columns.len() {
        let why = format!("{} values for {} columns", cells.len(), columns.len());
        return Err(Unfilled::Rows(why));
    }
    for ((cell, column), place) in cells.iter().zip(columns).zip(1_usize..) {
        match cell.kind() {
            None if !column.nullable => {
                return Err(Unfilled::Rows(format!("no value for {}", column.name)));
            }
            Some(kind) if kind != column.kind => {
                let (found, expected) = (kind.word(), column.kind.word());
                let why = format!("{} is {found}, not {expected}", column.name);
                return Err(Unfilled::Rows(why));
            }
            _ => insert.raw_bind_parameter(place, Bound(cell))?,
        }
    }
    if let Some(number) = number {
        insert.raw_bind_parameter(columns.len() + 1, number)?;
    }
    insert.raw_execute()?;
    Ok(())
}

/// A name of the row's number that is no column's.
fn row_number_name(columns: &[Column]) -> Option<String> {
    let is_free =
        |name: &&str| !columns.iter().any(|column| column.name.eq_ignore_ascii_case(name));
    ["rowid", "_rowid_", "oid"].into_iter().find(is_free).map(str::to_owned)
}

/// A value as SQLite takes it.
struct Bound<'c>(&'c Cell<'c>);

impl ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self.0 {
            Cell::Null => ToSqlOutput::Borrowed(ValueRef::Null),
            Cell::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Cell::Texts(_) | Cell::Day(_) => ToSqlOutput::from(self.0.text().into_owned()),
            Cell::Integer(number) | Cell::Time(number) => ToSqlOutput::from(*number),
            Cell::Number(number) => ToSqlOutput::from(*number),
            Cell::Flag(flag) => ToSqlOutput::from(*flag),
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_order_numbers_every_row_once() {
        for order in [Order::Given, Order::Reversed, Order::Spread(0x9E37_79B9_7F4A_7C15)] {
            let numbers: Vec<i64> = (0..1000).map(|place| order.row_number(place)).collect();
            let different: BTreeSet<i64> = numbers.iter().copied().collect();
            assert_eq!(different.len(), 1000, "{order:?}");
            assert!(numbers.iter().all(|number| *number >= 0), "{order:?}");
            assert_eq!(numbers.is_sorted(), order == Order::Given, "{order:?}");
        }
    }
}
