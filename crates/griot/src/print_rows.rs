//! Rows on standard output: a table for the eye, CSV or JSON.

use std::io::{self, Write};

use clap::ValueEnum;
use griot_model::rows::{Rows, digest};
use griot_text::formula::harmless;
use serde_json::json;
use unicode_width::UnicodeWidthChar as _;

use crate::failure::Failure;

/// Widest cell that a table on the terminal shows whole, in columns.
const WIDEST: usize = 60;

/// How rows are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// A table for the eye; long values are cut
    Pretty,
    /// CSV with a header, every value whole
    Csv,
    /// JSON: columns, rows as texts, and the digest of the rows
    Json,
}

/// Writes the rows to standard output; in CSV no cell starts a formula.
pub(crate) fn print(rows: &Rows, format: Format) -> Result<(), Failure> {
    let mut output = io::BufWriter::new(io::stdout().lock());
    match format {
        Format::Pretty => pretty(rows, &mut output)?,
        Format::Csv => csv(rows, &mut output)?,
        Format::Json => {
            let value =
                json!({ "columns": rows.columns, "rows": rows.rows, "digest": digest(rows) });
            writeln!(output, "{value:#}")?;
        }
    }
    output.flush()?;
    Ok(())
}

fn csv(rows: &Rows, output: &mut impl Write) -> Result<(), Failure> {
    let mut writer = csv::Writer::from_writer(output);
    let written = std::iter::once(&rows.columns).chain(&rows.rows).try_for_each(|row| {
        writer.write_record(row.iter().map(|text| harmless(text).into_owned()))
    });
    written.map_err(io::Error::from)?;
    writer.flush()?;
    Ok(())
}

/// A table with two blanks between columns; numbers stand on the right.
pub(crate) fn pretty(rows: &Rows, output: &mut impl Write) -> io::Result<()> {
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

/// A value on one line, with what a reader would not see written out, so that it can neither move the
/// cursor nor turn the line around.
pub(crate) fn escaped(text: &str) -> String {
    griot_text::script::escaped(text).replace('\n', "\\u{A}").replace('\t', "\\u{9}")
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
                "a\\u{202E}b\\u{A}",
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
