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
mod event_checks;
pub mod event_csv;
pub mod event_list;
mod event_table;
pub mod factbook;
pub mod factbook_elections;
pub mod gdelt;
mod gzip;
pub mod identifier;
mod markup;
pub mod missing;
pub mod ofac;
pub mod office_holders;
pub mod posts;
pub mod raw_csv;
mod recognised;
pub mod reign;
pub mod release;

mod ring;
pub mod security_council;
pub mod series;
mod shape;
pub mod spelling;
pub mod topojson;
pub mod trade;
pub mod ucdp_country_year;
pub mod ucdp_ged;
pub mod uk_sanctions;
pub mod un_records;
pub mod un_sanctions;
pub mod undl;
pub mod voeten;
pub mod votes;
pub mod world_table;

pub use event_table::event_table;
pub use recognised::recognised;

use std::{borrow::Cow, collections::BTreeMap};

use griot_model::{
    Diagnostic, Severity,
    bounds::{self, TooLarge, in_thousands},
    decoding::{self, Encoded},
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
    /// It is no text at all.
    #[error("{file} is {what}; {remedy}")]
    NotText {
        /// File name.
        file: String,
        /// What it is: `a ZIP archive`.
        what: &'static str,
        /// What to do.
        remedy: &'static str,
    },
    /// What it holds cannot be taken for what its columns say.
    #[error("{file}: {reason}")]
    Implausible {
        /// File name.
        file: String,
        /// What was found, and what to do.
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

/// Decompresses (gzip, known by its first two bytes) and decodes, whatever the encoding.
///
/// Another encoding than UTF-8 is a note; a byte that is no letter becomes U+FFFD and a note with its
/// line and column. What is no text is refused by its name.
pub fn decode<'a>(file: &'a str, bytes: &[u8]) -> Result<Text<'a>, TableError> {
    let plain = unpacked(file, Cow::Borrowed(bytes), bounds::RECORDS)?;
    refuse_what_is_no_text(file, &plain)?;
    let decoded = decoding::decode(&plain);
    let mut diagnostics: Vec<Diagnostic> =
        encoding_note(file, decoded.encoded).into_iter().collect();
    if decoded.has_damage && decoded.encoded.encoding.name() == "UTF-8" {
        diagnostics.extend(undecodable_lines(file, &plain)?);
    }
    Ok(Text { file, text: decoded.text.into_owned(), diagnostics })
}

/// Refuses an archive, a workbook, a picture, by name and with what to do.
fn refuse_what_is_no_text(file: &str, bytes: &[u8]) -> Result<(), TableError> {
    match decoding::signature(bytes) {
        None => Ok(()),
        Some((what, kind)) => Err(TableError::NotText {
            file: file.to_owned(),
            what,
            remedy: decoding::table_remedy(kind),
        }),
    }
}

/// Refuses a web page or XML where a table should be, by name and with what to do.
fn refuse_markup(file: &str, start: &str) -> Result<(), TableError> {
    match markup::named(start) {
        None => Ok(()),
        Some(reason) => {
            Err(TableError::NotThisLayout { file: file.to_owned(), format: "a table", reason })
        }
    }
}

/// What is said of an encoding that is not UTF-8.
fn encoding_note(file: &str, encoded: Encoded) -> Option<Diagnostic> {
    encoded.note().map(|note| Diagnostic::notice(file, note))
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

/// The first record of a text, which is its header, whatever divides its cells.
pub(crate) fn header(text: &Text<'_>) -> csv::StringRecord {
    let (_, skipped, sign) = raw_csv::preamble(text.text.as_bytes());
    let rest = text.text.as_bytes().get(skipped..).unwrap_or_default();
    let mut reader = csv_reader(rest, sign.unwrap_or_else(|| delimiter_of(rest)));
    let mut header = csv::StringRecord::new();
    if !reader.read_record(&mut header).unwrap_or(false) {
        header.clear();
    }
    header
}

/// The sign between the cells of a text whose first record is a header.
pub(crate) fn delimiter_of_table(text: &Text<'_>) -> u8 {
    let (_, skipped, sign) = raw_csv::preamble(text.text.as_bytes());
    let rest = text.text.as_bytes().get(skipped..).unwrap_or_default();
    sign.unwrap_or_else(|| delimiter_of(rest))
}

fn delimiter_of(text: &[u8]) -> u8 {
    let first = text.split(|byte| matches!(byte, b'\n' | b'\r')).find(|line| !line.is_empty());
    raw_csv::delimiter(first.unwrap_or_default())
}

fn csv_reader(bytes: &[u8], delimiter: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(bytes)
}

/// Splits a text into records. `header` says whether the first record is one, and is returned.
///
/// A quotation mark that nobody closes costs its line: a record that goes over lines and has another
/// number of cells than the others, or never ends, is set aside, and reading goes on with the next line.
pub fn records(
    text: &Text<'_>,
    header: bool,
) -> Result<(csv::StringRecord, Lines), TableError> {
    records_within(text, header, bounds::RECORD_ROWS)
}

/// Splits a text into a header and the records that have as many cells as it; the others are set aside with their line,
/// and so are those below a header of another table. Records below the same names in another order are put in order.
pub fn even_records(text: &Text<'_>) -> Result<(csv::StringRecord, Lines), TableError> {
    let (header, Lines { records, mut diagnostics }) = records(text, true)?;
    let columns = header.len();
    let bytes = |record: &Record| -> Vec<Vec<u8>> {
        record.cells.iter().map(|cell| cell.as_bytes().to_vec()).collect()
    };
    let mut trailing = shape::Trailing::default();
    let is_long = records.iter().all(|record| {
        let cells: Vec<&[u8]> = record.cells.iter().map(str::as_bytes).collect();
        trailing.see(columns, cells.into_iter())
    });
    let width = columns + usize::from(is_long && trailing.is_everywhere());
    if width > columns {
        diagnostics.push(noticed(text.file, 1, shape::TRAILING));
    }
    let delimiter = delimiter_of_table(text);
    let names = shape::Names::new(header.iter().map(str::as_bytes));
    let (mut order, mut is_below) = (None, false);
    let mut kept = Vec::new();
    for mut record in records {
        match names.again(record.cells.iter().map(str::as_bytes)) {
            Some(shape::Again::Same) => {
                (order, is_below) = (None, false);
                diagnostics.push(noticed(text.file, record.line, shape::SAME));
            }
            Some(shape::Again::Order(places)) => {
                (order, is_below) = (Some(places), false);
                diagnostics.push(noticed(text.file, record.line, shape::ORDER));
            }
            Some(shape::Again::Other) => {
                is_below = true;
                diagnostics.push(set_aside(text.file, record.line, shape::OTHER));
            }
            None if is_below => {
                diagnostics.push(set_aside(text.file, record.line, shape::BELOW));
            }
            None if record.cells.len() != width => {
                let row = bytes(&record).join(&delimiter);
                let counts = (record.cells.len(), columns);
                let (what, help) = shape::other_width(counts, &row, delimiter);
                diagnostics.push(set_aside(text.file, record.line, what).help(help));
            }
            None => {
                if let Some(order) = &order {
                    let cells = order.iter().map(|place| record.cells.get(*place));
                    record.cells = cells.map(Option::unwrap_or_default).collect();
                }
                kept.push(record);
            }
        }
    }
    Ok((header, Lines { records: kept, diagnostics }))
}

/// The same of no more than `most` rows.
fn records_within(
    text: &Text<'_>,
    header: bool,
    most: usize,
) -> Result<(csv::StringRecord, Lines), TableError> {
    let bytes = text.text.as_bytes();
    let (before, skipped, sign) = if header { raw_csv::preamble(bytes) } else { (0, 0, None) };
    let mut part = bytes.get(skipped..).unwrap_or_default();
    let delimiter = match sign {
        Some(sign) => sign,
        None if header => delimiter_of(part),
        None => b',',
    };
    let mut lines = Lines { records: Vec::new(), diagnostics: text.diagnostics.clone() };
    let mut first = csv::StringRecord::new();
    let mut waiting_for_header = header;
    let (mut row, mut before, mut reread) = (0, before + 1, 0_u64);
    'again: loop {
        let mut reader = csv_reader(part, delimiter);
        let mut count = raw_csv::LineCount::default();
        loop {
            within_bounds(text.file, lines.records.len(), most, &lines.diagnostics)?;
            let begin = usize::try_from(reader.position().byte()).unwrap_or(usize::MAX);
            let mut cells = csv::StringRecord::new();
            let read = reader.read_record(&mut cells);
            let line = before + count.before_record(part, begin);
            match read {
                Ok(false) => return Ok((first, lines)),
                Ok(true) if cells.len() > bounds::COLUMNS => {
                    return Err(too_wide(text.file, line).into());
                }
                Ok(true) => {
                    let end = usize::try_from(reader.position().byte()).unwrap_or(usize::MAX);
                    let raw = part.get(begin..end.min(part.len())).unwrap_or_default();
                    let width = match lines.records.first() {
                        _ if header => (!waiting_for_header).then_some(first.len()),
                        known => known.map(|record| record.cells.len()),
                    };
                    let width_differs = width.is_some_and(|width| cells.len() != width);
                    let never_ends = end >= part.len() && raw_csv::is_unclosed(raw);
                    let goes_over = raw.trim_ascii().contains(&b'\n');
                    if goes_over
                        && (width_differs
                            || never_ends
                            || raw_csv::runs_into_next(raw, delimiter))
                    {
                        row += 1;
                        lines.diagnostics.push(
                            set_aside(text.file, line, "a quotation mark is opened and not closed")
                                .help("close it, or double it where it is part of the text. Reading went on with the next line"),
                        );
                        reread += raw.len() as u64;
                        if reread > bounds::UNCLOSED {
                            return Err(too_many_marks(text.file, line).into());
                        }
                        before = line + 1;
                        part = raw_csv::after_first_line(part.get(begin..).unwrap_or_default());
                        continue 'again;
                    }
                    if waiting_for_header {
                        first = cells;
                        waiting_for_header = false;
                        continue;
                    }
                    row += 1;
                    lines.records.push(Record { line, row, cells });
                }
                Err(error) => {
                    lines.diagnostics.push(set_aside(
                        text.file,
                        line,
                        format!("not CSV: {error}"),
                    ));
                }
            }
        }
    }
}

/// Of notes that say the same of many rows the first few, and how many more there are.
pub(crate) fn few_of_each(diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    const SHOWN: u64 = 5;
    let mut seen: BTreeMap<String, (u64, String)> = BTreeMap::new();
    let mut kept = Vec::new();
    for diagnostic in diagnostics {
        let (count, _) = seen
            .entry(diagnostic.message.clone())
            .or_insert_with(|| (0, diagnostic.file.clone()));
        *count += 1;
        if *count <= SHOWN {
            kept.push(diagnostic);
        }
    }
    for (message, (count, file)) in seen {
        if count > SHOWN {
            let more = count - SHOWN;
            kept.push(Diagnostic::notice(&file, format!("{more} more rows: {message}")));
        }
    }
    kept
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
