//! Tables: sheets of a workbook and CSV, cell by cell.

use std::io::Cursor;

use calamine::{DataRef, Reader as _, Xlsx};
use griot_model::{Place, Span, bounds::TooLarge, decoding};
use griot_text::document::{Block, BlockKind};

use crate::{About, Document, Kind, Unreadable, join, package::Package};

/// Cells with something in them that are read.
const MOST_CELLS: usize = 2_000_000;
/// Bytes of text of a workbook.
const MOST_TEXT: usize = 64 << 20;

const WORKBOOK: &str = "an Excel workbook (XLSX)";

/// A table on its way: cells are blocks, rows are lines.
pub(crate) struct Table<'d> {
    document: &'d mut Document,
    sheet: String,
    number: u32,
    row: u32,
    cells: usize,
}

impl<'d> Table<'d> {
    pub(crate) fn new(document: &'d mut Document) -> Self {
        Self { document, sheet: String::new(), number: 0, row: 0, cells: 0 }
    }

    /// Begins a sheet. A table without sheets has one without a name.
    pub(crate) fn sheet(&mut self, name: &str) {
        name.clone_into(&mut self.sheet);
        self.number += 1;
        self.row = 0;
        if !name.is_empty() {
            let place = Place::Cell { sheet: name.to_owned(), row: 1, column: 1 };
            self.document.name_part(name, place);
        }
    }

    /// Adds a cell; rows and columns are from 1.
    pub(crate) fn cell(&mut self, row: u32, column: u32, words: &str) -> Result<(), TooLarge> {
        let words = words.trim();
        if words.is_empty() {
            return Ok(());
        }
        self.cells += 1;
        let text = &mut self.document.prose.text;
        if self.cells > MOST_CELLS || text.len() + words.len() > MOST_TEXT {
            let what = format!("{} has too many cells", self.document.prose.name);
            let most = format!("{MOST_CELLS} cells and {} MB of text", MOST_TEXT >> 20);
            return Err(TooLarge::new(what, most, "divide it"));
        }
        if !text.is_empty() {
            text.push_str(if row == self.row { "\t" } else { "\n" });
        }
        self.row = row;
        let start = text.len();
        text.push_str(words);
        let span = Span::new(start, text.len());
        let place = Place::Cell { sheet: self.sheet.clone(), row, column };
        self.document.places.push(start, place);
        if let Some(block) = Block::of(span, BlockKind::TableCell, &self.document.prose.text) {
            self.document.prose.blocks.push(block);
            let cell = Some((self.number, row, column));
            self.document.abouts.push(About { cell, ..About::default() });
        }
        Ok(())
    }
}

/// Reads a workbook, sheet by sheet.
pub(crate) fn workbook(bytes: &[u8], name: &str) -> Result<Document, Unreadable> {
    // The reader below has no bounds of its own: what it will unpack is unpacked once before, and thrown away.
    Package::open(bytes, name, WORKBOOK)?.unpacks()?;
    let damaged = |why: String| Unreadable::damaged(name, WORKBOOK, why);
    let mut workbook: Xlsx<Cursor<&[u8]>> =
        Xlsx::new(Cursor::new(bytes)).map_err(|error| damaged(error.to_string()))?;
    let mut document = join::empty(name, Kind::Table, "xlsx, calamine 0.38");
    let names: Vec<String> = workbook.sheet_names().clone();
    let mut table = Table::new(&mut document);
    for sheet in names {
        table.sheet(&sheet);
        // Cells one by one: a table of all rows and columns between two far cells would fill the memory.
        let mut cells = match workbook.worksheet_cells_reader(&sheet) {
            Ok(cells) => cells,
            // A sheet of a chart has no cells.
            Err(_no_cells) => continue,
        };
        while let Some(cell) =
            cells.next_cell().map_err(|error| damaged(format!("{sheet}: {error}")))?
        {
            let (row, column) = cell.get_position();
            table.cell(
                row.saturating_add(1),
                column.saturating_add(1),
                &shown(cell.get_value()),
            )?;
        }
    }
    Ok(document)
}

/// The cells of an OpenDocument spreadsheet, which was read as text: rows are lines, as in any table.
pub(crate) fn of_cells(read: &Document, name: &str) -> Result<Document, Unreadable> {
    let mut document = join::empty(name, Kind::Table, "odt");
    document.metadata = read.metadata.clone();
    let mut table = Table::new(&mut document);
    let mut number = 0;
    for (block, about) in read.prose.blocks.iter().zip(&read.abouts) {
        let Some((of, row, column)) = about.cell else { continue };
        if of != number {
            number = of;
            table.sheet(&format!("table {of}"));
        }
        table.cell(row, column, block.span.of(read.text()))?;
    }
    Ok(document)
}

/// A value as the file has it: numbers without a format, days as days.
fn shown(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(it) => it.to_string(),
        DataRef::Float(it) => it.to_string(),
        DataRef::String(it) => it.clone(),
        DataRef::SharedString(it) => (*it).to_owned(),
        DataRef::Bool(it) => it.to_string(),
        DataRef::DateTime(it) => day(it.as_f64()),
        DataRef::DateTimeIso(it) | DataRef::DurationIso(it) => it.clone(),
        DataRef::Error(it) => it.to_string(),
        DataRef::Empty => String::new(),
    }
}

/// A day by its number from the end of 1899, with the time where there is one.
fn day(serial: f64) -> String {
    let start = jiff::civil::date(1899, 12, 30).to_datetime(jiff::civil::Time::midnight());
    #[expect(
        clippy::cast_possible_truncation,
        reason = "seconds of a day within four thousand years"
    )]
    let seconds = (serial.clamp(-700_000.0, 2_900_000.0) * 86_400.0).round() as i64;
    let Ok(at) = start.checked_add(jiff::SignedDuration::from_secs(seconds)) else {
        return serial.to_string();
    };
    if at.time() == jiff::civil::Time::midnight() {
        at.date().to_string()
    } else {
        at.to_string()
    }
}

/// Reads a table in delimited text.
pub(crate) fn delimited(bytes: &[u8], name: &str) -> Result<Document, Unreadable> {
    let decoded = decoding::decode(bytes);
    let text = decoded.text;
    let head = text.lines().next().unwrap_or_default();
    let delimiter =
        [',', ';', '\t', '|'].into_iter().max_by_key(|it| head.matches(*it).count());
    let delimiter = u8::try_from(delimiter.unwrap_or(',')).unwrap_or(b',');
    let mut document = join::empty(name, Kind::Table, "csv");
    decoded.encoded.encoding.name().clone_into(&mut document.prose.encoding);
    if let Some(note) = decoded.encoded.note() {
        document.prose.notes.push(griot_text::document::Remark::about_file(note));
    }
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let mut table = Table::new(&mut document);
    table.sheet("");
    let mut record = csv::StringRecord::new();
    let mut row = 0;
    while reader
        .read_record(&mut record)
        .map_err(|error| Unreadable::damaged(name, "a table", error.to_string()))?
    {
        row += 1;
        for (column, cell) in (1..).zip(&record) {
            table.cell(row, column, cell)?;
        }
    }
    Ok(document)
}

/// A table out of a file that has it in another form.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Sheet {
    /// The sheet, or the file of the ZIP: `Sheet1`, `export.csv`.
    pub name: String,
    /// Delimited text in UTF-8 with commas, where it was a sheet; else the bytes of the file.
    pub bytes: Vec<u8>,
}

/// One table of a workbook or a ZIP. Without a name there has to be one alone; otherwise the reason names them all.
pub fn table(bytes: &[u8], name: &str, sheet: Option<&str>) -> Result<Sheet, Unreadable> {
    match decoding::signature(bytes) {
        Some(("a ZIP archive", _)) => {
            let mut package = Package::open(bytes, name, "a ZIP archive")?;
            if package.names().any(|it| it.starts_with("xl/")) {
                return sheet_of(bytes, name, sheet);
            }
            let tables: Vec<String> = package
                .files()
                .filter(|it| {
                    let lower = it.to_lowercase();
                    [".csv", ".tsv", ".txt", ".json", ".jsonl", ".ndjson", ".xlsx", ".gz"]
                        .iter()
                        .any(|end| lower.ends_with(end))
                })
                .map(str::to_owned)
                .collect();
            let chosen = one_of(&tables, sheet, name, "files with a table")?;
            let bytes = package.part(&chosen)?.unwrap_or_default();
            if chosen.to_lowercase().ends_with(".xlsx") {
                return sheet_of(&bytes, &chosen, None);
            }
            Ok(Sheet { name: chosen, bytes })
        }
        _ => sheet_of(bytes, name, sheet),
    }
}

/// The one that is meant.
fn one_of(
    all: &[String],
    wanted: Option<&str>,
    name: &str,
    what: &str,
) -> Result<String, Unreadable> {
    let listed = || {
        let shown: Vec<&str> = all.iter().take(20).map(String::as_str).collect();
        shown.join(", ")
    };
    let found = match (wanted, all) {
        (None, [only]) => Some(only),
        (None, _) => None,
        (Some(wanted), _) => all
            .iter()
            .find(|it| *it == wanted)
            .or_else(|| all.iter().find(|it| it.eq_ignore_ascii_case(wanted))),
    };
    found.cloned().ok_or_else(|| Unreadable::Kind {
        said: match (wanted, all) {
            (_, []) => format!("{name} has no {what}"),
            (Some(wanted), _) => format!("{name} has no {wanted}; it has {what}: {}", listed()),
            (None, _) => {
                format!("{name} has several {what}: {}. Say which with --sheet", listed())
            }
        },
    })
}

/// A sheet as text with commas. Empty rows at the end are left out; rows keep their numbers.
fn sheet_of(bytes: &[u8], name: &str, sheet: Option<&str>) -> Result<Sheet, Unreadable> {
    Package::open(bytes, name, WORKBOOK)?.unpacks()?;
    let damaged = |why: String| Unreadable::damaged(name, WORKBOOK, why);
    let mut workbook: Xlsx<Cursor<&[u8]>> =
        Xlsx::new(Cursor::new(bytes)).map_err(|error| damaged(error.to_string()))?;
    let names: Vec<String> = workbook.sheet_names().clone();
    let chosen = one_of(&names, sheet, name, "sheets")?;
    let mut cells =
        workbook.worksheet_cells_reader(&chosen).map_err(|error| damaged(error.to_string()))?;
    let mut out = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    let mut record: Vec<String> = Vec::new();
    let (mut row, mut width, mut count, mut size) = (0, 0, 0_usize, 0_usize);
    let written = |error: csv::Error| damaged(error.to_string());
    while let Some(cell) = cells.next_cell().map_err(|error| damaged(error.to_string()))? {
        let (at, column) = cell.get_position();
        let value = shown(cell.get_value());
        count += 1;
        size += value.len();
        let column = column as usize;
        if count > MOST_CELLS * 8 || size > MOST_TEXT * 5 || at > 2_000_000 || column > 16_384 {
            let what = format!("{chosen} of {name} has too many cells");
            return Err(
                TooLarge::new(what, format!("{} cells", MOST_CELLS * 8), "divide it").into()
            );
        }
        while row < at {
            // The first row tells how wide the table is; a shorter one is filled up.
            width = width.max(record.len());
            record.resize(width.max(1), String::new());
            out.write_record(&record).map_err(written)?;
            record.clear();
            row += 1;
        }
        if record.len() <= column {
            record.resize(column + 1, String::new());
        }
        if let Some(place) = record.get_mut(column) {
            *place = value;
        }
    }
    if !record.is_empty() {
        record.resize(width.max(record.len()), String::new());
        out.write_record(&record).map_err(written)?;
    }
    let bytes = out.into_inner().map_err(|error| damaged(error.to_string()))?;
    Ok(Sheet { name: chosen, bytes })
}
