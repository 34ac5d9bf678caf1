//! OFAC's Specially Designated Nationals: the comma-separated main list and list of aliases.
//!
//! The raw files have no header, write null as `-0- `, join programmes with `] [`, and end with a
//! lone 0x1A. A mirror of one edition added a header and an empty last record; both are read.

use super::{Lines, Record, Reported, TableError, Text, noticed, records, set_aside};

/// An entry of the main list.
#[derive(Debug, Clone)]
pub struct Entry {
    /// `ent_num`.
    pub id: String,
    /// `SDN_Name`.
    pub name: String,
    /// `individual`, `vessel`, `aircraft`; `entity` where the list writes null.
    pub kind: String,
    /// Programmes, in the order of the list.
    pub programmes: Vec<String>,
    /// Weak aliases and former names that the remarks give in quotes (`a.k.a. 'X'`).
    pub weak_aliases: Vec<String>,
    /// Data row, from 1.
    pub row: u64,
    /// Line, from 1.
    pub line: u64,
}

/// An entry of the list of aliases.
#[derive(Debug, Clone)]
pub struct Alias {
    /// `ent_num` of the entry it belongs to.
    pub id: String,
    /// The other name.
    pub name: String,
    /// Data row, from 1.
    pub row: u64,
    /// Line, from 1.
    pub line: u64,
}

/// Reads the main list (`sdn.csv`).
pub fn read_entries(text: &Text<'_>) -> Result<Reported<Entry>, TableError> {
    let mut lines = lines(text, 12, "OFAC's main list (12 columns)")?;
    let mut rows = Vec::new();
    for record in &lines.records {
        match entry(record) {
            Ok(entry) => rows.push(entry),
            Err(reason) => lines.diagnostics.push(set_aside(text.file, record.line, reason)),
        }
    }
    Ok(Reported { rows, diagnostics: lines.diagnostics })
}

/// Reads the list of aliases (`alt.csv`).
pub fn read_aliases(text: &Text<'_>) -> Result<Reported<Alias>, TableError> {
    let mut lines = lines(text, 5, "OFAC's list of aliases (5 columns)")?;
    let mut rows = Vec::new();
    for record in &lines.records {
        let read = || -> Result<Alias, String> {
            let name = value(record, 3).ok_or("the alias is empty")?;
            Ok(Alias { id: number(record)?, name, row: record.row, line: record.line })
        };
        match read() {
            Ok(alias) => rows.push(alias),
            Err(reason) => lines.diagnostics.push(set_aside(text.file, record.line, reason)),
        }
    }
    Ok(Reported { rows, diagnostics: lines.diagnostics })
}

fn entry(record: &Record) -> Result<Entry, String> {
    let programmes = value(record, 3).unwrap_or_default();
    let remarks = value(record, 11).unwrap_or_default();
    Ok(Entry {
        id: number(record)?,
        name: value(record, 1).ok_or("the name is empty")?,
        kind: value(record, 2).unwrap_or_else(|| "entity".to_owned()),
        programmes: programmes.split("] [").map(str::to_owned).collect(),
        weak_aliases: weak_aliases(&remarks),
        row: record.row,
        line: record.line,
    })
}

fn number(record: &Record) -> Result<String, String> {
    record.number::<u32>(0, "ent_num").map(|number| number.to_string())
}

fn value(record: &Record, column: usize) -> Option<String> {
    let cell = record.cell(column);
    (!matches!(cell, "" | "-0-")).then(|| cell.to_owned())
}

/// `a.k.a. 'BNC'.` and `alt. name 'X'` in the remarks; the list of aliases has the strong ones.
fn weak_aliases(remarks: &str) -> Vec<String> {
    let mut aliases = Vec::new();
    for mark in ["a.k.a. '", "f.k.a. '", "n.k.a. '"] {
        for part in remarks.split(mark).skip(1) {
            // A name may hold an apostrophe of its own; it ends at a quote before `;` or `.`.
            let end = part.match_indices('\'').find(|(at, _)| {
                let rest = part.get(at + 1..).unwrap_or_default();
                rest.is_empty() || rest.starts_with([';', '.', ',', ' '])
            });
            if let Some(alias) = end.and_then(|(at, _)| part.get(..at)) {
                aliases.push(alias.to_owned());
            }
        }
    }
    aliases
}

/// Records by which a list is told from another layout.
const LEADING: usize = 20;

/// Records of a list, without a mirror's header and without what is known to end a file.
fn lines(text: &Text<'_>, width: usize, format: &'static str) -> Result<Lines, TableError> {
    let (_, mut lines) = records(text, false)?;
    let not_this = |reason: String| TableError::NotThisLayout {
        file: text.file.to_owned(),
        format,
        reason,
    };
    let first =
        lines.records.first().ok_or_else(|| not_this("the file is empty".to_owned()))?;
    // A mark that nobody closes shifts the cells of its own line, which may be the first one.
    if !lines.records.iter().take(LEADING).any(|record| record.cells.len() == width) {
        return Err(not_this(format!("the first record has {} cells", first.cells.len())));
    }
    let with_header = first.cell(0) == "ID";
    if with_header {
        let what = "a header that the publisher does not write; the mirror added it";
        lines.diagnostics.push(noticed(text.file, first.line, what));
        lines.records.remove(0);
        for record in &mut lines.records {
            record.row -= 1;
        }
    } else if first.cell(0).parse::<u32>().is_err() {
        return Err(not_this(format!("the first cell is {:?}, not a number", first.cell(0))));
    }
    let is_end = |record: &Record| {
        // 0x1A is the end of a file in MS-DOS; `trim` takes it for a character, not for a blank.
        record.cells.iter().all(|cell| cell.is_empty() || cell == "\u{1a}")
    };
    if lines.records.last().is_some_and(is_end)
        && let Some(end) = lines.records.pop()
    {
        let what = "an empty last record or an end-of-file mark; it holds no entry";
        lines.diagnostics.push(noticed(text.file, end.line, what));
    }
    let (whole, shifted): (Vec<Record>, Vec<Record>) =
        lines.records.into_iter().partition(|record| record.cells.len() == width);
    lines.records = whole;
    for record in shifted {
        let why = format!("it has {} cells, and the list has {width}", record.cells.len());
        lines.diagnostics.push(set_aside(text.file, record.line, why));
    }
    Ok(lines)
}
