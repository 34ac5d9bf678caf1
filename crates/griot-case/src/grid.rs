//! How does a CSV file of a case lie there, cell by cell?
//!
//! Records leave out what they do not know and what is wrong. Whoever edits a file needs all of it, with the places at
//! which diagnostics speak of it.

use griot_model::decoding;
use griot_table::raw_csv;

use crate::{
    file::{ACTORS, FLOWS, INTERVALS, RELATIONS, SOURCES, STATEMENTS, TIMELINE},
    record,
    sheet::Records,
};

/// Names of the CSV files of a case, in the order in which a person fills them.
pub const SHEETS: [&str; 7] =
    [SOURCES, ACTORS, RELATIONS, STATEMENTS, INTERVALS, TIMELINE, FLOWS];

/// A CSV file as it lies there.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Grid {
    /// The header, as it is written.
    pub columns: Vec<String>,
    /// Rows that are not blank.
    pub rows: Vec<GridRow>,
}

/// A row, well or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GridRow {
    /// Line on which it begins, from 1.
    pub line: u64,
    /// Its values; fewer or more than the header has where the row does not fit it.
    pub cells: Vec<GridCell>,
}

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GridCell {
    /// The value without blanks around it.
    pub text: String,
    /// Line of the file, from 1.
    pub line: u64,
    /// Column in characters, from 1.
    pub column: u64,
}

/// Reads every row of a file, also those that a case sets aside.
pub fn grid(bytes: &[u8]) -> Grid {
    let text = decoding::decode(bytes).text;
    let header = text.trim_start().lines().next().unwrap_or_default();
    let mut records = Records::new(&text, raw_csv::delimiter(header.as_bytes()));
    let Some(header) = records.next() else { return Grid::default() };
    let columns = header.cells.into_iter().map(|cell| cell.text).collect();
    let rows = records
        .filter(|record| !record.is_blank())
        .map(|record| GridRow {
            line: record.line,
            cells: record
                .cells
                .into_iter()
                .map(|cell| GridCell { text: cell.text, line: cell.line, column: cell.column })
                .collect(),
        })
        .collect();
    Grid { columns, rows }
}

/// The columns that griot reads of a file, and whether the file is of no use without each.
pub fn columns_of(file: &str) -> Vec<(&'static str, bool)> {
    record::columns(file).into_iter().map(|column| (column.name, column.required)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_that_does_not_fit_is_there_with_its_places() {
        let grid = grid("id,name\na,\"B, C\"\nd\n\n".as_bytes());
        assert_eq!(grid.columns, ["id", "name"]);
        let cell = |text: &str, line, column| GridCell { text: text.to_owned(), line, column };
        assert_eq!(grid.rows[0].cells, [cell("a", 2, 1), cell("B, C", 2, 3)]);
        assert_eq!(grid.rows[1].cells, [cell("d", 3, 1)]);
        assert_eq!(grid.rows.len(), 2);
    }

    #[test]
    fn every_sheet_has_columns_of_its_own() {
        for file in SHEETS {
            assert!(columns_of(file).iter().any(|(_, required)| *required), "{file}");
        }
    }
}
