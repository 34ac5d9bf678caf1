//! Publishers' formats: bytes in, rows and diagnostics out. One file per format.
//!
//! A reader first recognises its layout by the header and refuses anything else with
//! [`TableError::NotThisLayout`]. After that nothing is an error: a row that cannot be read is set
//! aside with a [`Diagnostic`] that names file, line and reason, and so is everything odd that was
//! read all the same. Readers know nothing of griot's own tables; those are made in `library`.

pub mod acled;
pub mod acled_aggregate;
mod antimeridian;
pub mod cline;
pub mod country_years;
pub mod dates;
mod delimited;
pub mod es11;
pub mod event;
pub mod event_csv;
pub mod event_list;
mod event_table;
pub mod gdelt;
mod gzip;
pub mod ofac;
pub mod posts;
pub mod raw_csv;
mod recognised;
pub mod reign;
pub mod release;
mod ring;
pub mod topojson;
pub mod trade;
pub mod ucdp_country_year;
pub mod ucdp_ged;
pub mod uk_sanctions;
pub mod un_sanctions;
pub mod undl;
pub mod voeten;
pub mod votes;

pub use event_table::event_table;
pub use recognised::recognised;

use std::borrow::Cow;

use griot_model::{
    Diagnostic, Severity,
    bounds::{self, TooLarge, in_thousands},
};

/// Rows that were read, and what was seen on the way.
#[derive(Debug, Clone)]
pub struct Reported<T> {
    /// Rows in the publisher's order.
    pub rows: Vec<T>,
    /// Rows set aside (warnings) and oddities that were read all the same (notes).
    pub diagnostics: Vec<Diagnostic>,
}

impl<T> Reported<T> {
    /// How many rows were set aside.
    pub fn set_aside(&self) -> u64 {
        count_set_aside(&self.diagnostics)
    }
}

/// How many of the diagnostics say that a row was set aside.
pub fn count_set_aside(diagnostics: &[Diagnostic]) -> u64 {
    let aside = diagnostics.iter().filter(|seen| seen.severity == Severity::Warning).count();
    u64::try_from(aside).unwrap_or(u64::MAX)
}

/// Why a file as a whole could not be read as the format it was said to have.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// The header is not that of the format.
    #[error("{file} is not {format}: {reason}")]
    NotThisLayout {
        /// File name.
        file: String,
        /// Format in words.
        format: &'static str,
        /// What was expected and what was found.
        reason: String,
    },
    /// The gzip stream is broken or cut off.
    #[error("{file} cannot be decompressed: {reason}")]
    Compression {
        /// File name.
        file: String,
        /// What the decompressor says.
        reason: String,
    },
    /// There is more of it than griot takes.
    #[error(transparent)]
    TooLarge(#[from] TooLarge),
}

/// A decoded file, and diagnostics about its decoding.
#[derive(Debug)]
pub struct Text<'a> {
    /// File name, for diagnostics.
    pub file: &'a str,
    /// Its text, without a byte order mark.
    pub text: String,
    /// Bytes that are not UTF-8, one note for each line.
    pub diagnostics: Vec<Diagnostic>,
}

/// Decompresses (gzip, known by its first two bytes) and decodes UTF-8.
///
/// A byte that is not UTF-8 becomes U+FFFD and a note with its line and column.
pub fn decode<'a>(file: &'a str, bytes: &[u8]) -> Result<Text<'a>, TableError> {
    let plain = unpacked(file, Cow::Borrowed(bytes), bounds::RECORDS)?;
    let plain = plain.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&plain);
    let text = String::from_utf8_lossy(plain);
    let diagnostics = if matches!(text, Cow::Borrowed(_)) {
        Vec::new()
    } else {
        undecodable_lines(file, plain)?
    };
    Ok(Text { file, text: text.into_owned(), diagnostics })
}

/// The bytes of a file as they were before it was compressed, if it was.
fn unpacked<'b>(
    file: &str,
    bytes: Cow<'b, [u8]>,
    most: u64,
) -> Result<Cow<'b, [u8]>, TableError> {
    let (plain, trouble) = gzip::unpacked(file, bytes, most)?;
    match trouble {
        None => Ok(plain),
        Some(error) => {
            Err(TableError::Compression { file: file.to_owned(), reason: error.to_string() })
        }
    }
}

/// Stops a reader whose file has more rows than it keeps, or mostly rows that it cannot read.
fn within_bounds(
    file: &str,
    rows: usize,
    most: usize,
    seen: &[Diagnostic],
) -> Result<(), TooLarge> {
    if rows > most {
        return Err(TooLarge::new(
            format!("{file} has too many rows"),
            format!("{} rows of such a table", in_thousands(most as u64)),
            "divide it by year or country, or cut it to what the question needs",
        ));
    }
    let Some(last) = seen.get(bounds::UNREADABLE_ROWS) else { return Ok(()) };
    let most = in_thousands(bounds::UNREADABLE_ROWS as u64);
    Err(TooLarge::new(
        format!(
            "{file} has too many rows that are odd or cannot be read, the last one for this: {}",
            last.message
        ),
        format!("{most} such rows"),
        "look whether it is the table that it is taken for",
    ))
}

fn undecodable_lines(file: &str, plain: &[u8]) -> Result<Vec<Diagnostic>, TooLarge> {
    let mut diagnostics = Vec::new();
    for (line, bytes) in (1..).zip(plain.split(|byte| *byte == b'\n')) {
        let Err(error) = std::str::from_utf8(bytes) else { continue };
        let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let column =
            u64::try_from(String::from_utf8_lossy(before).chars().count()).unwrap_or(0);
        let mut note = noticed(
            file,
            line,
            "has a byte that is not UTF-8; it is read as U+FFFD, the rest as it stands"
                .to_owned(),
        );
        note.column = Some(column + 1);
        diagnostics.push(note);
        within_bounds(file, 0, 0, &diagnostics)?;
    }
    Ok(diagnostics)
}

/// A row that could not be read.
pub fn set_aside(file: &str, line: u64, reason: impl Into<String>) -> Diagnostic {
    Diagnostic::warning(file, format!("row set aside: {}", reason.into())).line(line)
}

/// Something odd in a row that was read all the same.
pub fn noticed(file: &str, line: u64, what: impl Into<String>) -> Diagnostic {
    Diagnostic::notice(file, what).line(line)
}

/// Lines of a comma-separated file with their places.
#[derive(Debug)]
pub struct Lines {
    /// Cells of each record.
    pub records: Vec<Record>,
    /// Records that are not CSV at all.
    pub diagnostics: Vec<Diagnostic>,
}

/// One record of a comma-separated file.
#[derive(Debug)]
pub struct Record {
    /// Line on which it starts, from 1.
    pub line: u64,
    /// Data row, from 1, the header not counted.
    pub row: u64,
    /// Cells as written.
    pub cells: csv::StringRecord,
}

impl Record {
    /// A cell without the blanks around it; empty where the record is too short.
    pub fn cell(&self, column: usize) -> &str {
        self.cells.get(column).unwrap_or_default().trim()
    }

    /// A cell as a whole number; the error says which column holds what.
    pub fn number<N: std::str::FromStr>(&self, column: usize, name: &str) -> Result<N, String> {
        let cell = self.cell(column);
        cell.parse().map_err(|_not_a_number: N::Err| {
            format!("column {name} should be a whole number, not {cell:?}")
        })
    }
}

/// Splits a text into records. `header` says whether the first record is one, and is returned.
pub fn records(
    text: &Text<'_>,
    header: bool,
) -> Result<(csv::StringRecord, Lines), TableError> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text.text.as_bytes());
    let mut lines = Lines { records: Vec::new(), diagnostics: text.diagnostics.clone() };
    let mut first = csv::StringRecord::new();
    let mut waiting_for_header = header;
    let mut row = 0;
    for read in reader.records() {
        within_bounds(text.file, lines.records.len(), bounds::RECORD_ROWS, &lines.diagnostics)?;
        match read {
            Ok(cells) if cells.len() > bounds::COLUMNS => {
                let line = cells.position().map_or(0, csv::Position::line);
                return Err(too_wide(text.file, line).into());
            }
            Ok(cells) => {
                if waiting_for_header {
                    first = cells;
                    waiting_for_header = false;
                    continue;
                }
                row += 1;
                let line = cells.position().map_or(0, csv::Position::line);
                lines.records.push(Record { line, row, cells });
            }
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                lines.diagnostics.push(set_aside(text.file, line, format!("not CSV: {error}")));
            }
        }
    }
    Ok((first, lines))
}

/// What is said where quotation marks that are never closed would be looked for again and again.
fn too_many_marks(file: &str, line: u64) -> TooLarge {
    TooLarge::new(
        format!(
            "{file} has quotation marks that are never closed, up to line {line} and after it"
        ),
        format!("{} MB of text after such marks", bounds::UNCLOSED >> 20),
        "close them, and write a mark inside a value twice",
    )
}

fn too_wide(file: &str, line: u64) -> TooLarge {
    TooLarge::new(
        format!("line {line} of {file} has too many cells"),
        format!("{} cells of a row", in_thousands(bounds::COLUMNS as u64)),
        "look whether it is the table that it is taken for",
    )
}

/// Places of the named columns in a header, in the order of `wanted`.
pub fn columns<const N: usize>(
    file: &str,
    format: &'static str,
    header: &csv::StringRecord,
    wanted: [&str; N],
) -> Result<[usize; N], TableError> {
    let mut places = [0; N];
    for (place, name) in places.iter_mut().zip(wanted) {
        *place = header.iter().position(|cell| cell.trim() == name).ok_or_else(|| {
            let found: Vec<&str> = header.iter().take(6).collect();
            TableError::NotThisLayout {
                file: file.to_owned(),
                format,
                reason: format!("no column {name:?}; the header starts {}", found.join(",")),
            }
        })?;
    }
    Ok(places)
}
