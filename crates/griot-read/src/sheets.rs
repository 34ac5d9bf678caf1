//! Tables: sheets of a workbook and CSV, cell by cell.

use std::io::Cursor;

use calamine::{DataRef, Reader as _, Xlsx};
use griot_model::{Place, Span, bounds::TooLarge, decoding};
use griot_text::document::{Block, BlockKind};

use crate::{About, Document, Kind, Unreadable, join, package::Package};

/// Cells with something in them that are read.
pub(crate) const MOST_CELLS: usize = 2_000_000;
/// Bytes of text of a workbook.
pub(crate) const MOST_TEXT: usize = 64 << 20;

pub(crate) const WORKBOOK: &str = "an Excel workbook (XLSX)";

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
    let epoch = Epoch::of(&workbook);
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
                &shown(cell.get_value(), epoch),
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

/// The day from which a workbook counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Epoch {
    /// The end of 1899, as most.
    Of1900,
    /// 1 January 1904, as workbooks of older Macs: four years and a day later.
    Of1904,
}

impl Epoch {
    pub(crate) fn of(workbook: &Xlsx<Cursor<&[u8]>>) -> Self {
        if workbook.has_1904_epoch() { Self::Of1904 } else { Self::Of1900 }
    }

    fn start(self) -> jiff::civil::Date {
        match self {
            Self::Of1900 => jiff::civil::date(1899, 12, 30),
            Self::Of1904 => jiff::civil::date(1904, 1, 1),
        }
    }
}

/// From this number on a cell of a workbook, which keeps fifteen digits, has lost some.
const LOST_DIGITS: f64 = 1e15;

/// A value as the file has it: numbers without a format, days as days, a time of day alone without a day. A number
/// whose last digits the workbook did not keep is written with a point, as programs write such numbers.
pub(crate) fn shown(value: &DataRef<'_>, epoch: Epoch) -> String {
    match value {
        DataRef::Int(it) => it.to_string(),
        DataRef::Float(it) if it.fract() == 0.0 && it.abs() >= LOST_DIGITS => {
            format!("{it:.1}")
        }
        DataRef::Float(it) => it.to_string(),
        DataRef::String(it) => it.clone(),
        DataRef::SharedString(it) => (*it).to_owned(),
        DataRef::Bool(it) => it.to_string(),
        DataRef::DateTime(it) => day(it.as_f64(), epoch),
        DataRef::DateTimeIso(it) | DataRef::DurationIso(it) => it.clone(),
        DataRef::Error(it) => it.to_string(),
        DataRef::Empty => String::new(),
    }
}

/// A day by its number from the beginning of the workbook's count, with the time where there is one. What is less than
/// a day is a time alone.
fn day(serial: f64, epoch: Epoch) -> String {
    let start = epoch.start().to_datetime(jiff::civil::Time::midnight());
    #[expect(
        clippy::cast_possible_truncation,
        reason = "seconds of a day within four thousand years"
    )]
    let seconds = (serial.clamp(-700_000.0, 2_900_000.0) * 86_400.0).round() as i64;
    let Ok(at) = start.checked_add(jiff::SignedDuration::from_secs(seconds)) else {
        return serial.to_string();
    };
    if (0.0..1.0).contains(&serial) {
        at.time().to_string()
    } else if at.time() == jiff::civil::Time::midnight() {
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
