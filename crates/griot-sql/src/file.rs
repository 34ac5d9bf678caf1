//! Tables as one SQLite file, for any tool that opens one: Datasette, DB Browser, pandas, R, QGIS.
//!
//! The file has real tables with their keys, references and indices, each column's meaning as a
//! comment in its declaration, and views. The same tables give the same bytes. Tables are not
//! STRICT, since SQLite before 3.37 (2021) opens no file that has one, and their values are checked
//! while they are written.

use std::collections::BTreeSet;

use griot_model::table::{Column, Keys, Reference, Table};
use rusqlite::{Connection, MAIN_DB};

use crate::{
    SqlError,
    load::{self, Order, Unfilled, declaration, listed, quoted},
    tokens::{TokenKind, statements, tokens},
};

/// A query under a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    /// Name in SQL.
    pub name: String,
    /// The query, one SELECT.
    pub query: String,
}

/// A file, and what of it could not be as it was meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Keys and references that rows break, each in a sentence. The rows are there all the same.
    pub notes: Vec<String>,
}

/// `griot` in the file's header, by which `file` and others can know it.
const APPLICATION: i32 = i32::from_be_bytes(*b"grio");

/// Writes tables and views as one SQLite file.
///
/// A primary key that two rows share, or a reference that a row breaks, is left out and noted: a
/// file that says less is better than none. A view that does not work is an error.
pub fn write_file<'t>(
    tables: impl IntoIterator<Item = &'t dyn Table>,
    views: &[View],
) -> Result<File, SqlError> {
    let mut connection = Connection::open_in_memory().map_err(said)?;
    connection
        .execute_batch(&format!(
            "PRAGMA page_size = 4096; PRAGMA encoding = 'UTF-8'; PRAGMA foreign_keys = OFF; \
             PRAGMA temp_store = 2; PRAGMA legacy_alter_table = ON; PRAGMA application_id = {APPLICATION};"
        ))
        .map_err(said)?;
    let mut tables: Vec<&dyn Table> = tables.into_iter().collect();
    tables.sort_by(|one, other| one.name().cmp(other.name()));
    let mut names = BTreeSet::new();
    let of_views = views.iter().map(|view| view.name.as_str());
    for name in tables.iter().map(Table::name).chain(of_views) {
        if !names.insert(name.to_ascii_lowercase()) {
            return Err(SqlError::bad_table(name, "two tables or views have this name"));
        }
    }
    let mut notes = Vec::new();
    for table in &tables {
        let columns = table.columns();
        load::declare(&connection, table.name(), &columns).map_err(|it| bad(*table, &it))?;
        load::fill(&connection, *table, &columns, Order::Given).map_err(
            |error| match error {
                Unfilled::Rows(why) => SqlError::bad_table(table.name(), why),
                Unfilled::Sqlite(error) => bad(*table, &error),
            },
        )?;
    }
    // Only now is it known which keys hold.
    let primaries: BTreeSet<&str> = tables
        .iter()
        .filter(|table| holds_primary(&connection, **table, &mut notes))
        .map(Table::name)
        .collect();
    for table in &tables {
        let keys = Keys {
            primary: if primaries.contains(table.name()) {
                table.keys().primary
            } else {
                Vec::new()
            },
            references: held_references(&connection, *table, &tables, &mut notes),
            lookups: table.keys().lookups,
        };
        settle(&connection, *table, &keys).map_err(|error| bad(*table, &error))?;
    }
    for view in views {
        create(&connection, view)?;
    }
    connection.execute_batch("VACUUM").map_err(said)?;
    let bytes = connection.serialize(MAIN_DB).map_err(said)?.to_vec();
    Ok(File { bytes, notes })
}

#[expect(clippy::needless_pass_by_value, reason = "map_err hands over its error")]
fn said(error: rusqlite::Error) -> SqlError {
    SqlError::Query(error.to_string())
}

fn bad(table: &dyn Table, error: &rusqlite::Error) -> SqlError {
    SqlError::bad_table(table.name(), error.to_string())
}

fn count(connection: &Connection, query: &str) -> Option<i64> {
    connection.query_row(query, [], |row| row.get(0)).ok()
}

/// Whether a table has a primary key that no two rows share.
fn holds_primary(connection: &Connection, table: &dyn Table, notes: &mut Vec<String>) -> bool {
    let key = table.keys().primary;
    if key.is_empty() {
        return false;
    }
    let (name, columns) = (quoted(table.name()), listed(&key));
    let missing: Vec<String> =
        key.iter().map(|column| format!("{} IS NULL", quoted(column))).collect();
    let shared = count(
        connection,
        &format!(
            "SELECT count(*) FROM (SELECT 1 FROM {name} GROUP BY {columns} \
             HAVING count(*) > 1 OR {})",
            missing.join(" OR ")
        ),
    );
    if shared != Some(0) {
        notes.push(format!(
            "{} has no primary key: several rows share {}, or lack it",
            table.name(),
            key.join(", ")
        ));
    }
    shared == Some(0)
}

/// The references of which every value is there.
fn held_references(
    connection: &Connection,
    table: &dyn Table,
    tables: &[&dyn Table],
    notes: &mut Vec<String>,
) -> Vec<Reference> {
    let mut held = Vec::new();
    for reference in table.keys().references {
        // A table that is not in the file is not one that a row breaks.
        if !tables.iter().any(|other| other.name() == reference.table) {
            continue;
        }
        let (name, column) = (quoted(table.name()), quoted(reference.column));
        let (other, key) = (quoted(reference.table), quoted(reference.key));
        let broken = count(
            connection,
            &format!(
                "SELECT count(DISTINCT {column}) FROM {name} \
                 WHERE {column} IS NOT NULL AND {column} NOT IN (SELECT {key} FROM {other})"
            ),
        );
        let is_unique =
            count(connection, &format!("SELECT count(*) - count(DISTINCT {key}) FROM {other}"))
                == Some(0);
        match broken {
            Some(0) if is_unique => held.push(reference),
            broken => notes.push(format!(
                "{}.{} does not refer to {}.{}: {}",
                table.name(),
                reference.column,
                reference.table,
                reference.key,
                match broken {
                    Some(0) | None => "the column is no key".to_owned(),
                    Some(values) => format!("{values} of its values are not there"),
                }
            )),
        }
    }
    held
}

/// Gives a table its keys, which SQLite takes only when a table is made.
fn settle(connection: &Connection, table: &dyn Table, keys: &Keys) -> rusqlite::Result<()> {
    let name = quoted(table.name());
    let staged = quoted(&format!("{} without keys", table.name()));
    let mut parts: Vec<String> = Vec::new();
    if !keys.primary.is_empty() {
        parts.push(format!("PRIMARY KEY ({})", listed(&keys.primary)));
    }
    parts.extend(keys.references.iter().map(|reference| {
        format!(
            "FOREIGN KEY ({}) REFERENCES {} ({})",
            quoted(reference.column),
            quoted(reference.table),
            quoted(reference.key)
        )
    }));
    let columns = table.columns();
    let mut lines = String::new();
    for (place, column) in columns.iter().enumerate() {
        let is_last = place + 1 == columns.len() && parts.is_empty();
        lines.push_str(&line(column, is_last));
    }
    for (place, part) in parts.iter().enumerate() {
        let comma = if place + 1 == parts.len() { "" } else { "," };
        lines.push_str(&format!("  {part}{comma}\n"));
    }
    // A key of several columns would lie beside the rows a second time. Only where it comes first:
    // the integrity check of SQLite 3.40 is wrong about tables where it does not.
    let is_first = columns.iter().zip(&keys.primary).all(|(column, key)| column.name == *key);
    let clustered = if keys.primary.len() > 1 && is_first { " WITHOUT ROWID" } else { "" };
    connection.execute_batch(&format!(
        "ALTER TABLE {name} RENAME TO {staged}; CREATE TABLE {name} (\n{lines}){clustered}; \
         INSERT INTO {name} SELECT * FROM {staged} ORDER BY rowid; DROP TABLE {staged};"
    ))?;
    load::index(connection, table.name(), load::lookups(keys))
}

/// A column with its meaning as a comment, which tools show with the declaration.
fn line(column: &Column, is_last: bool) -> String {
    let comma = if is_last { "" } else { "," };
    let meaning: Vec<&str> = column.meaning.split_whitespace().collect();
    let comment =
        if meaning.is_empty() { String::new() } else { format!(" -- {}", meaning.join(" ")) };
    format!("  {}{comma}{comment}\n", declaration(column))
}

fn create(connection: &Connection, view: &View) -> Result<(), SqlError> {
    let words = tokens(&view.query);
    let (first, last) = (words.first(), words.iter().rfind(|word| word.kind != TokenKind::End));
    let (Some(first), Some(last), 1) = (first, last, statements(&words)) else {
        return Err(SqlError::NotOneStatement(statements(&words)));
    };
    if !first.is_any(&["select", "with", "values"]) {
        return Err(SqlError::NotAQuery(first.text.to_ascii_uppercase()));
    }
    let query = view.query.get(..last.end).unwrap_or_default();
    let name = quoted(&view.name);
    connection
        .execute_batch(&format!("CREATE VIEW {name} AS {query};"))
        .and_then(|()| connection.prepare(&format!("SELECT * FROM {name}")).map(drop))
        .map_err(|error| SqlError::bad_table(&view.name, error.to_string()))
}
