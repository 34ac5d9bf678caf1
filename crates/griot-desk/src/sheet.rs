//! A CSV file of a case as a grid: every cell with what griot says of it, and the file as it is after a change.

use std::path::Path;

use griot_case::grid::{Grid, columns_of, grid};
use griot_model::{Diagnostic, Note, Severity, bounds};

use crate::{disk, draft::sha256};

/// Rows of one page.
pub(crate) const PAGE: usize = 50;

/// A file as a grid.
#[derive(Debug)]
pub(crate) struct Sheet {
    /// SHA-256 of its bytes: a change says which it is about.
    pub(crate) sha256: String,
    /// Its columns, and those that griot would read.
    pub(crate) columns: Vec<Column>,
    /// Its rows.
    pub(crate) rows: Vec<Row>,
    /// What is said of the file as a whole.
    pub(crate) messages: Vec<Message>,
}

/// A column.
#[derive(Debug)]
pub(crate) struct Column {
    /// Its name.
    pub(crate) name: String,
    /// Whether griot reads it.
    pub(crate) is_read: bool,
    /// Whether the file is of no use without it.
    pub(crate) is_required: bool,
}

/// A row.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    /// Its place in the file, from 0.
    pub(crate) number: usize,
    /// Its line in the file.
    pub(crate) line: u64,
    /// Its cells, as many as there are columns.
    pub(crate) cells: Vec<Cell>,
    /// What is said of the row.
    pub(crate) messages: Vec<Message>,
}

/// A cell.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cell {
    /// Its value.
    pub(crate) text: String,
    /// What is said of it.
    pub(crate) messages: Vec<Message>,
}

/// What griot says, as the command line says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Message {
    /// `error`, `warning`, `note`.
    pub(crate) severity: &'static str,
    /// The sentence.
    pub(crate) text: String,
    /// What to do.
    pub(crate) helps: Vec<String>,
}

/// A change to a file.
#[derive(Debug)]
pub(crate) enum Change {
    /// Cells that have other values: row, column, value. A row beyond the last is a new one.
    Set(Vec<(usize, usize, String)>),
    /// A row less.
    Remove(usize),
    /// Rows as a spreadsheet copies them.
    Paste(String),
}

/// The grid of a file with what griot says of it.
pub(crate) fn read(folder: &Path, file: &str, diagnostics: &[Diagnostic]) -> Sheet {
    let bytes = disk::read(folder, file).unwrap_or_default();
    let (columns, found) = whole(file, &bytes);
    let mut rows: Vec<Row> = Vec::with_capacity(found.rows.len());
    let mut sheet_messages = Vec::new();
    let mut about: Vec<&Diagnostic> = diagnostics.iter().filter(|it| it.file == file).collect();
    for (number, row) in found.rows.into_iter().enumerate() {
        let last = row.cells.iter().map(|cell| cell.line).max().unwrap_or(row.line);
        let mine =
            |it: &Diagnostic| it.line.is_some_and(|line| (row.line..=last).contains(&line));
        let mut messages = Vec::new();
        let mut cells: Vec<Cell> = row
            .cells
            .iter()
            .map(|cell| Cell { text: cell.text.clone(), messages: Vec::new() })
            .collect();
        cells.resize_with(columns.len().max(cells.len()), Cell::default);
        about.retain(|it| {
            if !mine(it) {
                return true;
            }
            let at = row.cells.iter().rposition(|cell| {
                Some(cell.line) == it.line
                    && it.column.is_some_and(|column| column >= cell.column)
            });
            // A message at the first cell is about the whole row where the cell is well in itself.
            match at.and_then(|at| cells.get_mut(at)) {
                Some(cell) => cell.messages.push(message(it)),
                None => messages.push(message(it)),
            }
            false
        });
        rows.push(Row { number, line: row.line, cells, messages });
    }
    sheet_messages.extend(about.into_iter().map(message));
    Sheet { sha256: sha256(&bytes), columns, rows, messages: sheet_messages }
}

/// The file after a change.
pub(crate) fn changed(file: &str, bytes: &[u8], change: Change) -> Result<Vec<u8>, String> {
    let (columns, found) = whole(file, bytes);
    let mut rows: Vec<Vec<String>> = found
        .rows
        .into_iter()
        .map(|row| row.cells.into_iter().map(|cell| cell.text).collect())
        .collect();
    match change {
        Change::Set(cells) => {
            for (row, column, value) in cells {
                if row > rows.len() + PAGE || column >= columns.len() {
                    return Err("there is no such cell".to_owned());
                }
                if rows.len() <= row {
                    rows.resize_with(row + 1, Vec::new);
                }
                let Some(row) = rows.get_mut(row) else { continue };
                if row.len() <= column {
                    row.resize_with(column + 1, String::new);
                }
                if let Some(cell) = row.get_mut(column) {
                    let value = value.replace(['\r', '\n', '\0'], " ");
                    value.trim().clone_into(cell);
                }
            }
        }
        Change::Remove(row) if row < rows.len() => drop(rows.remove(row)),
        Change::Remove(_) => return Err("there is no such row".to_owned()),
        Change::Paste(text) => rows.extend(pasted(&text, &columns)),
    }
    rows.retain(|row| row.iter().any(|cell| !cell.is_empty()));
    if rows.len() > bounds::SHEET_ROWS {
        return Err(format!("a file of a case has at most {} rows", bounds::SHEET_ROWS));
    }
    written(&columns, found.columns.len(), &rows)
}

/// Columns as they are written, then those that griot would read and that are not there; and the rows.
fn whole(file: &str, bytes: &[u8]) -> (Vec<Column>, Grid) {
    let found = grid(bytes);
    let known = columns_of(file);
    let named = |name: &str| known.iter().find(|(known, _)| *known == name);
    let mut columns: Vec<Column> = found
        .columns
        .iter()
        .map(|name| Column {
            name: name.clone(),
            is_read: named(name).is_some(),
            is_required: named(name).is_some_and(|(_, required)| *required),
        })
        .collect();
    for (name, is_required) in &known {
        if !found.columns.iter().any(|there| there == name) {
            let (name, is_required) = ((*name).to_owned(), *is_required);
            columns.push(Column { name, is_read: true, is_required });
        }
    }
    (columns, found)
}

/// Rows as a spreadsheet copies them: cells by tabs, or a CSV text. A first row that names the columns says their order.
fn pasted(text: &str, columns: &[Column]) -> Vec<Vec<String>> {
    let found = grid(text.as_bytes());
    let place = |name: &String| columns.iter().position(|column| column.name == *name);
    let places: Vec<Option<usize>> = found.columns.iter().map(place).collect();
    let is_header = !places.is_empty() && places.iter().all(Option::is_some);
    let cells = found
        .rows
        .into_iter()
        .map(|row| row.cells.into_iter().map(|cell| cell.text).collect::<Vec<_>>());
    if !is_header {
        return std::iter::once(found.columns).chain(cells).collect();
    }
    cells
        .map(|cells| {
            let mut row = vec![String::new(); columns.len()];
            for (place, value) in places.iter().zip(cells) {
                if let Some(cell) = place.and_then(|place| row.get_mut(place)) {
                    *cell = value;
                }
            }
            row
        })
        .collect()
}

/// The bytes: the columns that were there, and of the others those that have a value now.
fn written(columns: &[Column], there: usize, rows: &[Vec<String>]) -> Result<Vec<u8>, String> {
    let used = |column: usize| {
        column < there
            || there == 0
            || rows.iter().any(|row| row.get(column).is_some_and(|cell| !cell.is_empty()))
    };
    let kept: Vec<usize> = (0..columns.len()).filter(|column| used(*column)).collect();
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    let header = kept.iter().filter_map(|column| columns.get(*column));
    let failed = |error: csv::Error| error.to_string();
    writer.write_record(header.map(|column| column.name.as_str())).map_err(failed)?;
    for row in rows {
        let cell = |column: &usize| row.get(*column).map_or("", String::as_str);
        // What does not fit the header stays as it is, so that it goes on being said.
        let beyond = row.iter().skip(columns.len()).map(String::as_str);
        writer.write_record(kept.iter().map(cell).chain(beyond)).map_err(failed)?;
    }
    writer.into_inner().map_err(|error| error.error().to_string())
}

pub(crate) fn message(diagnostic: &Diagnostic) -> Message {
    let helps = diagnostic.notes.iter().map(|note| match note {
        Note::Help(text) | Note::Note(text) => text.clone(),
    });
    Message {
        severity: match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        },
        text: diagnostic.message.clone(),
        helps: helps.collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(text: &str, change: Change) -> String {
        let bytes = changed("actors.csv", text.as_bytes(), change).expect("a file");
        String::from_utf8(bytes).expect("text")
    }

    #[test]
    fn only_the_cell_changes_that_was_changed() {
        let text = "id,schema,name,own\na,Person,\"B, C\",x\n";
        let set = |row, column, value: &str| Change::Set(vec![(row, column, value.to_owned())]);
        assert_eq!(after(text, set(0, 2, "D")), "id,schema,name,own\na,Person,D,x\n");
        assert_eq!(
            after(text, set(1, 0, "b")),
            "id,schema,name,own\na,Person,\"B, C\",x\nb,,,\n"
        );
    }

    #[test]
    fn a_column_comes_with_its_first_value() {
        let text = "id,schema,name\na,Person,B\n";
        let columns = whole("actors.csv", text.as_bytes()).0;
        let country = columns.iter().position(|it| it.name == "country").expect("a column");
        let set = Change::Set(vec![(0, country, "MLI".to_owned())]);
        assert_eq!(after(text, set), "id,schema,name,country\na,Person,B,MLI\n");
    }

    #[test]
    fn rows_of_a_spreadsheet_are_pasted_in_any_order() {
        let text = "id,schema,name\n";
        let paste = |text: &str| Change::Paste(text.to_owned());
        assert_eq!(
            after(text, paste("name\tid\tschema\nB\tb\tPerson\n")),
            "id,schema,name\nb,Person,B\n"
        );
        assert_eq!(after(text, paste("b\tPerson\tB\n")), "id,schema,name\nb,Person,B\n");
    }

    #[test]
    fn an_empty_row_is_none() {
        assert_eq!(after("id,schema,name\na,b,c\n", Change::Remove(0)), "id,schema,name\n");
        assert!(changed("actors.csv", b"id\n", Change::Remove(3)).is_err());
    }
}
