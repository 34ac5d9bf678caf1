//! `griot sql`: every table of the case and the library.

use std::{
    io::{self, Write},
    process::ExitCode,
};

use clap::ValueEnum;
use griot_engine::{
    case::Case,
    library::Library,
    rows::{Rows, digest},
    session::{Session, SqlError, TableShape},
};
use griot_model::Severity;
use serde_json::json;
use unicode_width::UnicodeWidthChar as _;

use crate::{disk::Disk, failure::Failure};

/// Widest cell that a table on the terminal shows whole, in columns.
const WIDEST: usize = 60;

/// Ask every table of the case and the library
#[derive(Debug, clap::Args)]
#[command(
    after_help = "A query only reads. `from` and `to` are words of SQL: write \"from\" and \"to\"."
)]
pub(crate) struct Arguments {
    /// Folder of the case
    case: String,
    /// One SELECT, WITH or EXPLAIN; without it, the tables and their columns are listed
    query: Option<String>,
    /// How to write the rows
    #[arg(long, value_enum, default_value_t = Format::Pretty)]
    format: Format,
}

/// How rows are written.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// A table for the eye; long values are cut
    Pretty,
    /// CSV with a header, every value whole
    Csv,
    /// JSON: columns, rows as texts, and the digest of the rows
    Json,
}

/// Runs `griot sql`.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let library = Library::embedded();
    let countries = library.countries().iter().map(|country| country.iso3.clone()).collect();
    let case = Case::open_knowing(&Disk, &arguments.case, &countries)
        .map_err(|error| Failure::new(&error).hint(error.hint()))?;
    let mut errors = io::stderr().lock();
    for seen in case.diagnostics.iter().filter(|seen| seen.severity < Severity::Note) {
        let line = seen.line.map_or_else(String::new, |line| format!(":{line}"));
        writeln!(errors, "{}{line}: {}", seen.file, escaped(&seen.message))?;
    }
    let session = Session::open(library, Some(&case), 1).map_err(Failure::new)?;
    let rows = match &arguments.query {
        Some(query) => session.rows(query).map_err(|error| refused(&error, &session))?,
        None => listed(session.tables().map_err(Failure::new)?),
    };
    let mut output = io::stdout().lock();
    match arguments.format {
        Format::Pretty => pretty(&rows, &mut output)?,
        Format::Csv => csv(&rows, &mut output)?,
        Format::Json => {
            let value =
                json!({ "columns": rows.columns, "rows": rows.rows, "digest": digest(&rows) });
            writeln!(output, "{value:#}")?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn listed(tables: Vec<TableShape>) -> Rows {
    let rows = tables
        .into_iter()
        .flat_map(|table| {
            let row = move |(column, kind)| vec![table.name.clone(), column, kind];
            table.columns.into_iter().map(row)
        })
        .collect();
    Rows { columns: ["table", "column", "type"].map(str::to_owned).into(), rows }
}

fn refused(error: &SqlError, session: &Session) -> Failure {
    let failure = Failure::new(escaped(&error.to_string()));
    match error {
        SqlError::NoSuchTable { nearest, tables, .. } => {
            let failure = match nearest {
                Some(name) => failure.hint(format!("did you mean {name}?")),
                None => failure,
            };
            failure.hint(format!("the tables are {}", tables.join(", ")))
        }
        SqlError::Query(_) => {
            let names = session.tables().unwrap_or_default();
            let names: Vec<String> = names.into_iter().map(|table| table.name).collect();
            failure
                .hint(format!("the tables are {}", names.join(", ")))
                .hint("`griot sql CASE` without a query lists their columns")
        }
        _ => failure,
    }
}

fn csv(rows: &Rows, output: &mut impl Write) -> Result<(), Failure> {
    let mut writer = csv::Writer::from_writer(output);
    let written = std::iter::once(&rows.columns)
        .chain(&rows.rows)
        .try_for_each(|row| writer.write_record(row));
    written.map_err(io::Error::from)?;
    writer.flush()?;
    Ok(())
}

/// A table with two blanks between columns; numbers stand on the right.
fn pretty(rows: &Rows, output: &mut impl Write) -> io::Result<()> {
    let cells = |row: &[String]| row.iter().map(|text| Cell::of(text)).collect::<Vec<_>>();
    let header = cells(&rows.columns);
    let body: Vec<Vec<Cell>> = rows.rows.iter().map(|row| cells(row)).collect();
    let widths: Vec<usize> = (0..header.len())
        .map(|column| {
            let all = std::iter::once(&header).chain(&body);
            all.filter_map(|row| row.get(column)).map(|cell| cell.width).max().unwrap_or(0)
        })
        .collect();
    let numbers: Vec<bool> = (0..header.len())
        .map(|column| {
            let mut values = rows.rows.iter().filter_map(|row| row.get(column));
            values.by_ref().all(|value| value.is_empty() || value.parse::<f64>().is_ok())
        })
        .collect();
    let rule: Vec<Cell> = widths.iter().map(|width| Cell::rule(*width)).collect();
    for row in [&header, &rule].into_iter().chain(&body) {
        let mut line = String::new();
        for ((cell, width), number) in row.iter().zip(&widths).zip(&numbers) {
            if !line.is_empty() {
                line.push_str("  ");
            }
            let blanks = " ".repeat(width - cell.width);
            line += &if *number { blanks + &cell.text } else { cell.text.clone() + &blanks };
        }
        writeln!(output, "{}", line.trim_end())?;
    }
    let noun = if body.len() == 1 { "row" } else { "rows" };
    writeln!(output, "{} {noun}", body.len())
}

/// A value as it is shown, and how many columns it takes.
struct Cell {
    text: String,
    width: usize,
}

impl Cell {
    fn of(value: &str) -> Self {
        let mut text = String::new();
        let mut width = 0;
        for letter in escaped(value).chars() {
            let columns = letter.width().unwrap_or(0);
            if width + columns >= WIDEST {
                text.push('…');
                width += 1;
                break;
            }
            text.push(letter);
            width += columns;
        }
        Self { text, width }
    }

    fn rule(width: usize) -> Self {
        Self { text: "─".repeat(width), width }
    }
}

/// Text with control characters and bidirectional overrides written out, so that a value can
/// neither move the cursor nor turn the line around.
fn escaped(text: &str) -> String {
    let hidden = |letter: char| {
        letter.is_control()
            || matches!(letter, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    };
    text.chars().fold(String::with_capacity(text.len()), |mut shown, letter| {
        if hidden(letter) {
            shown.extend(letter.escape_unicode());
        } else {
            shown.push(letter);
        }
        shown
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(columns: &[&str], rows: &[&[&str]]) -> String {
        let texts = |values: &[&str]| values.iter().map(|text| (*text).to_owned()).collect();
        let rows =
            Rows { columns: texts(columns), rows: rows.iter().map(|row| texts(row)).collect() };
        let mut bytes = Vec::new();
        pretty(&rows, &mut bytes).expect("memory can be written");
        String::from_utf8(bytes).expect("texts are UTF-8")
    }

    #[test]
    fn a_table_is_aligned_by_what_the_eye_sees() {
        assert_eq!(
            table(
                &["name", "n"],
                &[&["Ибрагим", "7"], &["日本", "1804"], &["a\u{202E}b\n", ""]]
            ),
            [
                "name                n",
                "───────────────  ────",
                "Ибрагим             7",
                "日本             1804",
                "a\\u{202e}b\\u{a}",
                "3 rows",
            ]
            .map(|line| format!("{line}\n"))
            .concat()
        );
    }

    #[test]
    fn a_long_value_is_cut_and_marked() {
        let shown = Cell::of(&"x".repeat(200));
        assert_eq!(shown.width, WIDEST);
        assert!(shown.text.ends_with('…'));
    }
}
