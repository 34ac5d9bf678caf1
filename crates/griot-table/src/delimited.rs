//! Event lists as they come out of spreadsheets and downloads: any delimiter, cut off, with fields that never end.
//!
//! Whatever is wrong with one record is said with its line and what to do about it, and the records around it are read.

use std::borrow::Cow;

use griot_model::{
    Diagnostic, bounds,
    decoding::{self, Encoded, KnownBy},
};

use super::{
    TableError, encoding_note, gzip, noticed,
    raw_csv::{
        LineCount, after_first_line, delimiter, header_below, is_unclosed, preamble,
        runs_into_next,
    },
    refuse_markup, refuse_what_is_no_text, set_aside,
    shape::{self, Again, Names, Trailing},
    too_many_marks, too_wide, within_bounds,
};

/// A record longer than this is a quotation mark that nobody closed, or no table at all.
const LONGEST_RECORD: usize = 1 << 22;

/// Bytes in which a web page says what it is.
const MARKUP: usize = 1 << 13;

/// A file with a header, ready to be read record by record, as often as wanted.
pub(super) struct Delimited<'a> {
    pub(super) file: &'a str,
    bytes: Cow<'a, [u8]>,
    delimiter: u8,
    /// Names of the columns; empty where the format has none.
    pub(super) header: Vec<String>,
    /// What was seen while opening it.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// Where the header begins: byte and line.
    begin: (usize, u64),
    /// Cells that a row has: those of the header, or one more where every row ends with a delimiter.
    width: usize,
}

/// What is known while the records of a file are read one after the other.
struct Walk {
    row: u64,
    /// Bytes that were looked at again after a quotation mark that nobody closed.
    reread: u64,
    /// Whether the next record is the header.
    skip: bool,
    names: Names,
    below: Below,
}

/// Under which header a record stands.
enum Below {
    First,
    /// Under one with the same names: where each column of the first stands.
    Order(Vec<usize>),
    /// Under one of another table.
    Other,
}

/// One record with its place.
pub(super) struct Entry<'r> {
    /// Line on which it begins, from 1.
    pub(super) line: u64,
    /// Data row, from 1; records that cannot be read are counted too.
    pub(super) row: u64,
    cells: &'r csv::ByteRecord,
    order: Option<&'r [usize]>,
}

impl<'r> Entry<'r> {
    /// A cell without blanks around it. Bytes that are not UTF-8 become U+FFFD.
    pub(super) fn cell(&self, column: usize) -> Cow<'r, str> {
        let column = self.order.map_or(Some(column), |order| order.get(column).copied());
        let column = column.unwrap_or(usize::MAX);
        match String::from_utf8_lossy(self.cells.get(column).unwrap_or_default()) {
            Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
            Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
        }
    }
}

impl<'a> Delimited<'a> {
    /// A file whose first record is a header; the delimiter is found by looking at it.
    pub(super) fn with_header(file: &'a str, bytes: &'a [u8]) -> Result<Self, TableError> {
        let mut opened = Self::open(file, bytes, b',')?;
        let (lines, skipped, sign) = preamble(&opened.bytes);
        opened.begin = (skipped, lines + 1);
        let start = opened.bytes.get(..opened.bytes.len().min(MARKUP)).unwrap_or_default();
        refuse_markup(file, &String::from_utf8_lossy(start))?;
        let first = first_line(opened.bytes.get(skipped..).unwrap_or_default());
        opened.delimiter = sign.unwrap_or_else(|| delimiter(first));
        if opened.delimiter != b',' {
            let name = match opened.delimiter {
                b'\t' => "a tab",
                b';' => "a semicolon",
                _ => "a vertical bar",
            };
            opened.diagnostics.push(noticed(file, 1, format!("columns are divided by {name}")));
        }
        let mut reader = reader(first, opened.delimiter);
        let mut header = csv::ByteRecord::new();
        let read = reader.read_byte_record(&mut header);
        if !matches!(read, Ok(true)) {
            return Err(TableError::NotThisLayout {
                file: file.to_owned(),
                format: "a table of events",
                reason: "it has no header".to_owned(),
            });
        }
        let name = |cell: &[u8]| String::from_utf8_lossy(cell).trim().to_owned();
        opened.header = header.iter().map(name).collect();
        if opened.header.len() > bounds::COLUMNS {
            return Err(too_wide(file, 1).into());
        }
        if opened.has_row_names() {
            let what = "every row has one cell more than the header: the first is the name that R gives a row";
            opened.diagnostics.push(noticed(file, 1, what));
            opened.header.insert(0, String::new());
        }
        opened.width = opened.header.len();
        if opened.has_trailing_delimiters() {
            opened.diagnostics.push(noticed(file, 1, shape::TRAILING));
            opened.width += 1;
        }
        Ok(opened)
    }

    /// A file without a header, of `columns` columns divided by tabs.
    pub(super) fn with_tabs(
        file: &'a str,
        bytes: &'a [u8],
        columns: usize,
    ) -> Result<Self, TableError> {
        let mut opened = Self::open(file, bytes, b'\t')?;
        opened.header = vec![String::new(); columns];
        opened.width = columns;
        Ok(opened)
    }

    fn open(file: &'a str, bytes: &'a [u8], delimiter: u8) -> Result<Self, TableError> {
        let mut diagnostics = Vec::new();
        let bytes = text_bytes(file, bytes, &mut diagnostics)?;
        Ok(Self {
            file,
            bytes,
            delimiter,
            header: Vec::new(),
            diagnostics,
            begin: (0, 1),
            width: 0,
        })
    }

    /// Whether the first rows have one cell more than the header and begin with their numbers, as R
    /// writes a table with names of rows.
    fn has_row_names(&self) -> bool {
        let rest = self.bytes.get(self.begin.0..).unwrap_or_default();
        let rows = reader(rest, self.delimiter).into_byte_records().skip(1).take(100);
        let mut rows = rows.filter_map(Result::ok).zip(1_usize..).peekable();
        rows.peek().is_some()
            && rows.all(|(row, number)| {
                row.len() == self.header.len() + 1
                    && row.get(0) == Some(number.to_string().as_bytes())
            })
    }

    /// Whether every row has one cell more than the header and nothing in it.
    fn has_trailing_delimiters(&self) -> bool {
        let rest = self.bytes.get(self.begin.0..).unwrap_or_default();
        let mut trailing = Trailing::default();
        let rows = reader(rest, self.delimiter).into_byte_records().skip(1);
        for row in rows.filter_map(Result::ok) {
            let cells: Vec<&[u8]> = row.iter().collect();
            if !trailing.see(self.header.len(), cells.into_iter()) {
                return false;
            }
        }
        trailing.is_everywhere()
    }

    /// The place of a column by its name in any case.
    pub(super) fn column(&self, name: &str) -> Option<usize> {
        self.header.iter().position(|column| column.eq_ignore_ascii_case(name))
    }

    /// In which line of the file below the first a header stands that is known by its cells.
    pub(super) fn header_below(&self, is_header: impl Fn(&[String]) -> bool) -> Option<u64> {
        let rest = self.bytes.get(self.begin.0..).unwrap_or_default();
        header_below(rest, is_header).map(|line| line + self.begin.1 - 1)
    }

    /// The place of a column without which the file is of no use.
    pub(super) fn required(
        &self,
        format: &'static str,
        name: &str,
    ) -> Result<usize, TableError> {
        self.column(name).ok_or_else(|| {
            let columns = self.header.iter().map(String::as_str);
            let meant = griot_model::nearest::nearest(name, columns)
                .map(|meant| format!("; was {meant:?} meant?"))
                .unwrap_or_default();
            TableError::NotThisLayout {
                file: self.file.to_owned(),
                format,
                reason: format!(
                    "no column {name:?}{meant}; it has {}",
                    self.header.iter().take(12).cloned().collect::<Vec<_>>().join(", ")
                ),
            }
        })
    }

    /// Calls `each` for every record that has as many cells as there are columns, and says what is wrong with
    /// the others. A file with more rows than a list of events may have, or with mostly such others, is an error.
    pub(super) fn for_each(
        &self,
        diagnostics: &mut Vec<Diagnostic>,
        mut each: impl FnMut(&Entry<'_>, &mut Vec<Diagnostic>),
    ) -> Result<(), TableError> {
        let headed = self.header.iter().any(|name| !name.is_empty());
        let mut walk = Walk {
            row: 0,
            reread: 0,
            skip: headed,
            names: Names::new(self.header.iter().map(String::as_bytes)),
            below: Below::First,
        };
        let bytes = self.bytes.get(self.begin.0..).unwrap_or_default();
        for (first, part) in parts(bytes) {
            let first = first + self.begin.1 - 1;
            let Ok(part) = part else {
                walk.row += 1;
                diagnostics.push(too_long(self.file, first));
                continue;
            };
            self.read_part(part, first, &mut walk, diagnostics, &mut each)?;
        }
        Ok(())
    }

    /// Whether a record goes over lines and has another number of cells than the header, or closes its quotation in
    /// the middle of a value: then it took the next record for a part of a text that nobody closed.
    fn runs_on(&self, cells: &csv::ByteRecord, raw: &[u8]) -> bool {
        raw.trim_ascii().contains(&b'\n')
            && (cells.len() != self.width || runs_into_next(raw, self.delimiter))
    }

    fn read_part(
        &self,
        mut part: &[u8],
        mut first: u64,
        walk: &mut Walk,
        diagnostics: &mut Vec<Diagnostic>,
        each: &mut impl FnMut(&Entry<'_>, &mut Vec<Diagnostic>),
    ) -> Result<(), TableError> {
        let mut cells = csv::ByteRecord::new();
        'again: loop {
            let mut reader = reader(part, self.delimiter);
            let mut lines = LineCount::default();
            loop {
                let begin = usize::try_from(reader.position().byte()).unwrap_or(usize::MAX);
                if !matches!(reader.read_byte_record(&mut cells), Ok(true)) {
                    return Ok(());
                }
                let end = usize::try_from(reader.position().byte()).unwrap_or(usize::MAX);
                let line = first + lines.before_record(part, begin);
                if std::mem::take(&mut walk.skip) {
                    continue;
                }
                walk.row += 1;
                let rows = usize::try_from(walk.row).unwrap_or(usize::MAX);
                within_bounds(self.file, rows, bounds::EVENTS, diagnostics)?;
                let rest = part.get(begin..).unwrap_or_default();
                let quotes = self.delimiter != b'\t';
                if end.saturating_sub(begin) > LONGEST_RECORD
                    || quotes && end >= part.len() && is_unclosed(rest)
                    || quotes && self.runs_on(&cells, part.get(begin..end).unwrap_or_default())
                {
                    diagnostics.push(unclosed_quote(self.file, line));
                    walk.reread += (end - begin) as u64;
                    if walk.reread > bounds::UNCLOSED {
                        return Err(too_many_marks(self.file, line).into());
                    }
                    first = line + 1;
                    part = after_first_line(rest);
                    continue 'again;
                }
                if walk.is_header(self.file, line, &cells, diagnostics) {
                    continue;
                }
                if let Below::Other = walk.below {
                    diagnostics.push(set_aside(self.file, line, shape::BELOW));
                    continue;
                }
                if cells.len() != self.width
                    || cells.iter().skip(self.header.len()).any(|cell| !cell.is_empty())
                {
                    let counts = (cells.len(), self.header.len());
                    let raw = part.get(begin..end).unwrap_or_default();
                    let (what, mut help) = shape::other_width(counts, raw, self.delimiter);
                    if end >= part.len() && counts.0 < counts.1 {
                        help =
                            "the file may be cut off here; fetch it again and compare its size";
                    }
                    diagnostics.push(set_aside(self.file, line, what).help(help));
                    continue;
                }
                let order = match &walk.below {
                    Below::Order(order) => Some(order.as_slice()),
                    Below::First | Below::Other => None,
                };
                each(&Entry { line, row: walk.row, cells: &cells, order }, diagnostics);
            }
        }
    }
}

impl Walk {
    /// Whether a record is a header again, which is said; the records below it are read by it.
    fn is_header(
        &mut self,
        file: &str,
        line: u64,
        cells: &csv::ByteRecord,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> bool {
        let Some(again) = self.names.again(cells.iter()) else { return false };
        let (below, seen) = match again {
            Again::Same => (Below::First, noticed(file, line, shape::SAME)),
            Again::Order(order) => (Below::Order(order), noticed(file, line, shape::ORDER)),
            Again::Other => (Below::Other, set_aside(file, line, shape::OTHER)),
        };
        self.below = below;
        diagnostics.push(seen);
        true
    }
}

/// A column of numbers or dates whose cells do not fit, told once with what to do.
pub(super) fn refused(file: &str, what: String, help: &str) -> Diagnostic {
    Diagnostic::error(file, what).help(help)
}

fn reader(bytes: &[u8], delimiter: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .quoting(delimiter != b'\t')
        .from_reader(bytes)
}

/// The text of a file as UTF-8: what can be unpacked of a gzip stream, from any encoding.
fn text_bytes<'a>(
    file: &str,
    bytes: &'a [u8],
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Cow<'a, [u8]>, TableError> {
    let (bytes, trouble) = gzip::unpacked(file, Cow::Borrowed(bytes), bounds::TABLE)?;
    if let Some(error) = trouble {
        let what = format!("{file} is cut off or damaged: {error}; what comes before was read");
        diagnostics.push(refused(file, what, "fetch the file again and compare its size"));
    }
    refuse_what_is_no_text(file, &bytes)?;
    let start = bytes.get(..decoding::LOOKED_AT).unwrap_or(&bytes);
    let encoded = Encoded::of(start, start.len() == bytes.len());
    diagnostics.extend(encoding_note(file, encoded));
    if encoded.by != KnownBy::Itself {
        let decoded = decoding::decode(&bytes);
        return Ok(Cow::Owned(decoded.text.into_owned().into_bytes()));
    }
    Ok(match bytes {
        Cow::Borrowed(bytes) => Cow::Borrowed(bytes.get(encoded.mark..).unwrap_or_default()),
        Cow::Owned(mut bytes) => {
            bytes.drain(..encoded.mark);
            Cow::Owned(bytes)
        }
    })
}

fn first_line(bytes: &[u8]) -> &[u8] {
    let end = memchr::memchr2(b'\n', b'\r', bytes).map_or(bytes.len(), |at| at + 1);
    bytes.get(..end.min(LONGEST_RECORD)).unwrap_or_default()
}

/// The file in stretches without a line that is too long for any table; such a line is an error with its number.
fn parts(bytes: &[u8]) -> Vec<(u64, Result<&[u8], ()>)> {
    let mut parts = Vec::new();
    let (mut from, mut first, mut line, mut at) = (0, 1, 1, 0);
    while at < bytes.len() {
        let rest = bytes.get(at..).unwrap_or_default();
        let length = memchr::memchr(b'\n', rest).map_or(rest.len(), |end| end + 1);
        if length > LONGEST_RECORD {
            parts.push((first, Ok(bytes.get(from..at).unwrap_or_default())));
            parts.push((line, Err(())));
            from = at + length;
            first = line + 1;
        }
        at += length;
        line += 1;
    }
    parts.push((first, Ok(bytes.get(from..).unwrap_or_default())));
    parts
}

fn too_long(file: &str, line: u64) -> Diagnostic {
    let limit = LONGEST_RECORD >> 20;
    set_aside(file, line, format!("this line is longer than {limit} MB")).help("open the file in a text editor and shorten the field, or export it again without full texts")
}

fn unclosed_quote(file: &str, line: u64) -> Diagnostic {
    set_aside(file, line, "a quotation mark is opened and not closed").help("close it, or double it where it is part of the text; where the file ends here, it may be cut off: fetch it again. Reading went on with the next line")
}
