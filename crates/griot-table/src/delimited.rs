//! Event lists as they come out of spreadsheets and downloads: any delimiter, cut off, with fields that never end.
//!
//! Whatever is wrong with one record is said with its line and what to do about it, and the records around it are read.

use std::borrow::Cow;

use griot_model::{Diagnostic, bounds};

use super::{
    TableError, gzip, noticed,
    raw_csv::{after_first_line, delimiter, is_unclosed},
    set_aside, too_many_marks, too_wide, within_bounds,
};

/// A record longer than this is a quotation mark that nobody closed, or no table at all.
const LONGEST_RECORD: usize = 1 << 22;

/// A file with a header, ready to be read record by record, as often as wanted.
pub(super) struct Delimited<'a> {
    pub(super) file: &'a str,
    bytes: Cow<'a, [u8]>,
    delimiter: u8,
    /// Names of the columns; empty where the format has none.
    pub(super) header: Vec<String>,
    /// What was seen while opening it.
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// One record with its place.
pub(super) struct Entry<'r> {
    /// Line on which it begins, from 1.
    pub(super) line: u64,
    /// Data row, from 1; records that cannot be read are counted too.
    pub(super) row: u64,
    cells: &'r csv::ByteRecord,
}

impl<'r> Entry<'r> {
    /// A cell without blanks around it. Bytes that are not UTF-8 become U+FFFD.
    pub(super) fn cell(&self, column: usize) -> Cow<'r, str> {
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
        let first = first_line(&opened.bytes);
        opened.delimiter = delimiter(first);
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
        Ok(opened)
    }

    fn open(file: &'a str, bytes: &'a [u8], delimiter: u8) -> Result<Self, TableError> {
        let mut diagnostics = Vec::new();
        let bytes = unpacked(file, bytes, &mut diagnostics)?;
        Ok(Self { file, bytes, delimiter, header: Vec::new(), diagnostics })
    }

    /// The place of a column by its name in any case.
    pub(super) fn column(&self, name: &str) -> Option<usize> {
        self.header.iter().position(|column| column.eq_ignore_ascii_case(name))
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
        let mut row = 0;
        let mut reread = 0;
        let mut skip = headed;
        for (first, part) in parts(&self.bytes) {
            let Ok(part) = part else {
                row += 1;
                diagnostics.push(too_long(self.file, first));
                continue;
            };
            let counts = (&mut row, &mut reread);
            self.read_part(part, first, &mut skip, counts, diagnostics, &mut each)?;
        }
        Ok(())
    }

    fn read_part(
        &self,
        mut part: &[u8],
        mut first: u64,
        skip: &mut bool,
        (row, reread): (&mut u64, &mut u64),
        diagnostics: &mut Vec<Diagnostic>,
        each: &mut impl FnMut(&Entry<'_>, &mut Vec<Diagnostic>),
    ) -> Result<(), TableError> {
        let mut cells = csv::ByteRecord::new();
        'again: loop {
            let mut reader = reader(part, self.delimiter);
            loop {
                let begin = usize::try_from(reader.position().byte()).unwrap_or(usize::MAX);
                if !matches!(reader.read_byte_record(&mut cells), Ok(true)) {
                    return Ok(());
                }
                let end = usize::try_from(reader.position().byte()).unwrap_or(usize::MAX);
                let position = cells.position().map_or(0, csv::Position::line);
                let line = first + position.saturating_sub(1);
                if std::mem::take(skip) {
                    continue;
                }
                *row += 1;
                let rows = usize::try_from(*row).unwrap_or(usize::MAX);
                within_bounds(self.file, rows, bounds::EVENTS, diagnostics)?;
                let rest = part.get(begin..).unwrap_or_default();
                let quotes = self.delimiter != b'\t';
                if end.saturating_sub(begin) > LONGEST_RECORD
                    || quotes && end >= part.len() && is_unclosed(rest)
                {
                    diagnostics.push(unclosed_quote(self.file, line));
                    *reread += (end - begin) as u64;
                    if *reread > bounds::UNCLOSED {
                        return Err(too_many_marks(self.file, line).into());
                    }
                    first = line + 1;
                    part = after_first_line(rest);
                    continue 'again;
                }
                if cells.len() != self.header.len() {
                    diagnostics.push(wrong_length(
                        self.file,
                        line,
                        (cells.len(), self.header.len()),
                        end >= part.len(),
                    ));
                    continue;
                }
                each(&Entry { line, row: *row, cells: &cells }, diagnostics);
            }
        }
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

/// What can be unpacked of a gzip stream; where it ends early, all before that.
fn unpacked<'a>(
    file: &str,
    bytes: &'a [u8],
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Cow<'a, [u8]>, TableError> {
    let (bytes, trouble) = gzip::unpacked(file, Cow::Borrowed(bytes), bounds::TABLE)?;
    if let Some(error) = trouble {
        let what = format!("{file} is cut off or damaged: {error}; what comes before was read");
        diagnostics.push(refused(file, what, "fetch the file again and compare its size"));
    }
    Ok(match bytes {
        Cow::Borrowed(bytes) => {
            Cow::Borrowed(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes))
        }
        Cow::Owned(mut bytes) => {
            if bytes.starts_with(b"\xef\xbb\xbf") {
                bytes.drain(..3);
            }
            Cow::Owned(bytes)
        }
    })
}

fn first_line(bytes: &[u8]) -> &[u8] {
    let end = bytes.iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |at| at + 1);
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

fn wrong_length(
    file: &str,
    line: u64,
    (cells, columns): (usize, usize),
    last: bool,
) -> Diagnostic {
    let what = format!("it has {cells} cells, the header {columns}");
    let help = if last && cells < columns {
        "the file may be cut off here; fetch it again and compare its size"
    } else if cells > columns {
        "put quotation marks around the field that holds a delimiter"
    } else {
        "add the missing cells"
    };
    set_aside(file, line, what).help(help)
}
