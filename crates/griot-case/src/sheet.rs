//! A CSV file of a case as rows of named cells, each with its line and column.
//!
//! Spreadsheets write semicolons, Latin-1, byte-order marks and empty rows. All of that is read, and
//! said; a row that does not fit its header is set aside with its line.

use std::collections::BTreeMap;

use griot_model::bounds::{self, TooLarge, in_thousands};
use griot_model::nearest::nearest;
use griot_model::{Diagnostic, decoding};
use griot_table::raw_csv;

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cell {
    /// The value without blanks around it.
    pub text: String,
    /// Line of the file, from 1.
    pub line: u64,
    /// Column in characters, from 1.
    pub column: u64,
}

/// A data row: every column of the header has a cell.
#[derive(Debug, Clone)]
pub(super) struct Row {
    /// Line on which the row begins.
    pub line: u64,
    cells: BTreeMap<&'static str, Cell>,
    empty: Cell,
}

impl Row {
    /// The cell of a column; an empty one at the start of the row where the file lacks the column.
    pub(super) fn cell(&self, column: &str) -> &Cell {
        self.cells.get(column).unwrap_or(&self.empty)
    }
}

/// A column that a file may have.
#[derive(Debug, Clone, Copy)]
pub(super) struct Column {
    pub name: &'static str,
    /// Whether the file is of no use without it.
    pub required: bool,
}

/// A column without which the file is of no use.
pub(super) const fn must(name: &'static str) -> Column {
    Column { name, required: true }
}

/// A column that may be left out.
pub(super) const fn may(name: &'static str) -> Column {
    Column { name, required: false }
}

/// Reads all rows that fit the header; says what it saw in `diagnostics`.
pub(super) fn read(
    file: &str,
    bytes: &[u8],
    columns: &[Column],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Row> {
    let text = decode(file, bytes, diagnostics);
    if text.trim().is_empty() {
        diagnostics.push(
            Diagnostic::warning(file, format!("{file} is empty; not even a header is there"))
                .help(format!("start it with the line {}", header_line(columns))),
        );
        return Vec::new();
    }
    let delimiter = divided(file, &text, diagnostics);
    let mut records = Records::new(&text, delimiter);
    let Some(header) = records.next() else { return Vec::new() };
    let Some(places) = places(file, &header, columns, diagnostics) else {
        let rows = records.filter(|record| !record.is_blank()).count();
        diagnostics.push(Diagnostic::error(
            file,
            format!("no row of {file} could be read; {rows} were set aside"),
        ));
        return Vec::new();
    };
    let mut rows = Vec::new();
    let mut aside = 0;
    for record in records {
        if record.is_blank() {
            continue;
        }
        if rows.len() + aside >= bounds::SHEET_ROWS {
            let most = format!("{} rows", in_thousands(bounds::SHEET_ROWS as u64));
            let instead = "put tables of that size into data, with a description beside them";
            let large = TooLarge::new(format!("{file} has too many rows"), most, instead);
            diagnostics.push(
                Diagnostic::error(file, large.to_string())
                    .place(record.line, 1)
                    .note("this row and those after it were set aside"),
            );
            break;
        }
        if let Some(problem) = record.problem(header.cells.len()) {
            diagnostics.push(
                Diagnostic::error(file, problem.message(file))
                    .place(record.line, problem.column)
                    .help(problem.help()),
            );
            aside += 1;
            continue;
        }
        let cells = places
            .iter()
            .filter_map(|(name, place)| Some((*name, record.cells.get(*place)?.clone())))
            .collect();
        let empty = Cell { text: String::new(), line: record.line, column: 1 };
        rows.push(Row { line: record.line, cells, empty });
    }
    rows
}

/// Where each known column stands in the header; none where a required one is missing.
fn places(
    file: &str,
    header: &Record,
    columns: &[Column],
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<BTreeMap<&'static str, usize>> {
    let names = || columns.iter().map(|column| column.name);
    let mut places = BTreeMap::new();
    for (place, cell) in header.cells.iter().enumerate() {
        let known = columns.iter().find(|column| column.name == cell.text);
        match known {
            Some(column) if places.contains_key(column.name) => diagnostics.push(
                Diagnostic::error(
                    file,
                    format!("{file} has two columns named `{}`; the first is read", cell.text),
                )
                .place(cell.line, cell.column),
            ),
            Some(column) => {
                places.insert(column.name, place);
            }
            None if cell.text.is_empty() => {}
            None => {
                let diagnostic = Diagnostic::warning(
                    file,
                    format!("{file} has a column `{}`, which is not read", cell.text),
                )
                .place(cell.line, cell.column);
                diagnostics.push(match nearest(&cell.text, names()) {
                    Some(name) => diagnostic.help(format!("did you mean `{name}`?")),
                    None => {
                        diagnostic.help(format!("its columns are {}", header_line(columns)))
                    }
                });
            }
        }
    }
    let missing: Vec<&str> = columns
        .iter()
        .filter(|column| column.required && !places.contains_key(column.name))
        .map(|column| column.name)
        .collect();
    if missing.is_empty() {
        return Some(places);
    }
    diagnostics.push(
        Diagnostic::error(file, format!("{file} lacks the column `{}`", missing.join("`, `")))
            .place(header.line, 1)
            .help(format!("its first line should be {}", header_line(columns))),
    );
    None
}

fn header_line(columns: &[Column]) -> String {
    columns.iter().map(|column| column.name).collect::<Vec<_>>().join(",")
}

/// A record with the place of each of its values.
pub(super) struct Record {
    pub(super) line: u64,
    pub(super) cells: Vec<Cell>,
    /// Whether its quotation mark is never closed; then it is one line, and one value.
    unclosed: bool,
    /// Whether all that follows was set aside with it.
    is_last: bool,
}

impl Record {
    pub(super) fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| cell.text.is_empty())
    }

    fn problem(&self, expected: usize) -> Option<Problem> {
        let last = self.cells.last().map_or(1, |cell| cell.column);
        if self.unclosed {
            return Some(Problem {
                column: last,
                kind: ProblemKind::Unclosed { is_last: self.is_last },
            });
        }
        let found = self.cells.len();
        let column = self.cells.get(expected).map_or(last, |cell| cell.column);
        (found != expected)
            .then_some(Problem { column, kind: ProblemKind::Width { expected, found } })
    }
}

struct Problem {
    column: u64,
    kind: ProblemKind,
}

enum ProblemKind {
    Width { expected: usize, found: usize },
    Unclosed { is_last: bool },
}

impl Problem {
    fn message(&self, file: &str) -> String {
        match self.kind {
            ProblemKind::Width { expected, found } => format!(
                "a row of {file} has {found} values where the header has {expected}; it was set aside"
            ),
            ProblemKind::Unclosed { is_last: true } => format!(
                "too many quotation marks in {file} are never closed; this line and all after it were set aside"
            ),
            ProblemKind::Unclosed { is_last: false } => format!(
                "a quotation mark in {file} is never closed; its line was set aside, and reading went on with the next"
            ),
        }
    }

    fn help(&self) -> String {
        match self.kind {
            ProblemKind::Width { expected, found } if found > expected => {
                "put a value that contains a comma between quotation marks".to_owned()
            }
            ProblemKind::Width { .. } => {
                "add the missing commas; a value may be empty".to_owned()
            }
            ProblemKind::Unclosed { .. } => {
                "close the quotation mark, and write a mark inside a value twice".to_owned()
            }
        }
    }
}

/// Records of a CSV text with the line and column of every value.
pub(super) struct Records<'t> {
    text: &'t str,
    reader: csv::Reader<&'t [u8]>,
    delimiter: u8,
    /// Byte at which the reader began.
    begin: usize,
    /// Byte up to which lines are counted, and the line there.
    counted: (usize, u64),
    /// Bytes that are read again, since a quotation mark before them is never closed.
    reread: u64,
}

impl<'t> Records<'t> {
    pub(super) fn new(text: &'t str, delimiter: u8) -> Self {
        let reader = reader(text, delimiter);
        Self { text, reader, delimiter, begin: 0, counted: (0, 1), reread: 0 }
    }

    fn line_at(&mut self, byte: usize) -> u64 {
        let (from, line) = self.counted;
        let breaks = self.text.get(from..byte).map_or(0, |part| part.matches('\n').count());
        self.counted = (byte, line + u64::try_from(breaks).unwrap_or(0));
        self.counted.1
    }
}

impl Iterator for Records<'_> {
    type Item = Record;

    fn next(&mut self) -> Option<Record> {
        let mut record = csv::StringRecord::new();
        // The text is UTF-8 and the reader is flexible, so that only the end stops it.
        if !self.reader.read_record(&mut record).unwrap_or(false) {
            return None;
        }
        let start = record.position().map_or(0, csv::Position::byte);
        let start = self.begin + usize::try_from(start).unwrap_or(0);
        let end = usize::try_from(self.reader.position().byte()).unwrap_or(self.text.len());
        let end = (self.begin + end).min(self.text.len());
        let mut raw = self.text.get(start..end).unwrap_or_default();
        let unclosed = end == self.text.len() && raw_csv::is_unclosed(raw.as_bytes())
            || raw_csv::runs_into_next(raw.as_bytes(), self.delimiter);
        if unclosed {
            let rest = raw_csv::after_first_line(raw.as_bytes()).len();
            self.reread += rest as u64;
            // Everything after it is one value then, and one row that does not fit.
            let rest = if self.reread > bounds::UNCLOSED { 0 } else { rest };
            raw = self.text.get(start..end - rest).unwrap_or_default();
            self.begin = end - rest;
            self.reader =
                reader(self.text.get(self.begin..).unwrap_or_default(), self.delimiter);
            record = csv::StringRecord::from(vec![raw.trim()]);
        }
        // The reader counts the line breaks before a record as part of it.
        let breaks = raw.len() - raw.trim_start_matches(['\r', '\n']).len();
        let line = self.line_at(start + breaks);
        let raw = raw.get(breaks..).unwrap_or_default();
        let (places, open) = value_places(raw, char::from(self.delimiter), line);
        let cells = record
            .iter()
            .enumerate()
            .map(|(index, value)| {
                let place = if unclosed { places.last() } else { places.get(index) };
                let (line, column) = place.copied().unwrap_or((line, 1));
                Cell { text: value.trim().to_owned(), line, column }
            })
            .collect();
        let is_last = unclosed && self.reread > bounds::UNCLOSED;
        Some(Record { line, cells, unclosed: unclosed || open, is_last })
    }
}

fn reader(text: &str, delimiter: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes())
}

/// Line and column of each value of a raw record, and whether a quotation mark is left open.
fn value_places(raw: &str, delimiter: char, line: u64) -> (Vec<(u64, u64)>, bool) {
    let (mut line, mut column) = (line, 1);
    let mut places = vec![(line, column)];
    let (mut quoted, mut opened, mut at_start) = (false, false, true);
    for letter in raw.chars() {
        column += 1;
        if letter == '"' {
            // A doubled mark closes and opens again; one inside an unquoted value opens nothing.
            opened |= at_start;
            quoted = opened && !quoted;
        } else if letter == '\n' {
            line += 1;
            column = 1;
            if !quoted {
                break;
            }
        } else if letter == delimiter && !quoted {
            places.push((line, column));
            (opened, at_start) = (false, true);
            continue;
        }
        at_start = false;
    }
    (places, quoted)
}

/// The sign between the values, and a word on it where it is no comma.
fn divided(file: &str, text: &str, diagnostics: &mut Vec<Diagnostic>) -> u8 {
    let header = text.trim_start().lines().next().unwrap_or_default();
    let delimiter = raw_csv::delimiter(header.as_bytes());
    let name = match delimiter {
        b';' => "semicolons",
        b'\t' => "tabs",
        b'|' => "vertical bars",
        _ => return delimiter,
    };
    diagnostics.push(
        Diagnostic::warning(
            file,
            format!("{file} separates its values by {name}, not by commas; it was read so"),
        )
        .place(1, 1)
        .help("save it as CSV with commas, so that every program reads the same rows"),
    );
    delimiter
}

/// The text of a file, whichever encoding it is in.
fn decode(file: &str, bytes: &[u8], diagnostics: &mut Vec<Diagnostic>) -> String {
    let decoded = decoding::decode(bytes);
    if let Some(note) = decoded.encoded.note() {
        diagnostics.push(
            Diagnostic::warning(file, format!("{file} is not plain UTF-8: {note}"))
                .help("save it as CSV UTF-8, and look at names with accents"),
        );
    }
    decoded.text.into_owned()
}
