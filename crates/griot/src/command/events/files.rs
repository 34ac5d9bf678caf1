//! What the arguments name: files, mappings, cases and periods; and how what was read is told.

use std::{
    io::{self, Write as _},
    path::Path,
};

use griot_analysis::event::whereabouts;
use griot_library::{Library, Writing, write_parquet};
use griot_model::{Diagnostic, Note, PartialDate, Severity};
use griot_table::{event::EventList, event_csv::Mapping, event_list, event_table};
use jiff::civil::Date;

use super::short_lines;
use crate::{disk, failure::Failure, output, render::spelt, terminal::say, unpacked};

pub(super) fn period(text: &str) -> Result<(Date, Date), String> {
    let (first, last) = text.split_once('/').unwrap_or((text, text));
    let date = |text: &str| text.parse::<PartialDate>().map_err(|error| error.to_string());
    let (first, last) = (date(first)?.first_day(), date(last)?.last_day());
    if last < first {
        return Err(format!("{last} comes before {first}; write the earlier date first"));
    }
    Ok((first, last))
}

/// The ISO 3166 alpha-3 code of a country that is named.
pub(super) fn country(
    place: Option<&str>,
    library: &Library,
) -> Result<Option<String>, Failure> {
    let Some(place) = place else { return Ok(None) };
    match library.find_country(place) {
        Some(found) => Ok(Some(found.iso3.clone())),
        None => Err(Failure::new(format!("{place:?} is no country, or several"))
            .hint("give an ISO 3166 code such as ML or MLI")),
    }
}

pub(super) fn read_file(file: &str) -> Result<Vec<u8>, Failure> {
    if let Some(table) = unpacked::inner(file)? {
        return Ok(table);
    }
    short_lines::read(disk::open(Path::new(file))?)
        .map_err(|error| Failure::new(format!("{file} cannot be read: {error}")))
}

/// The events in the columns that `griot sql` shows of a table of events, as Parquet. The same list
/// gives the same bytes.
fn event_parquet(list: &EventList) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let writing = Writing { created_by: "griot events import", level: 1 };
    write_parquet(&event_table("events", list), writing, &mut bytes).map_err(Failure::new)?;
    Ok(bytes)
}

/// Writes a list where `--output` says, over none of the files that were read.
pub(super) fn write_list(
    list: &EventList,
    output: &str,
    inputs: &[&str],
    replaces: bool,
) -> Result<(), Failure> {
    let inputs: Vec<&Path> = inputs.iter().map(Path::new).collect();
    let bytes = event_parquet(list)?;
    output::file(Path::new(output), &inputs, replaces, |out| Ok(out.write_all(&bytes)?))
}

pub(super) fn mapping(file: Option<&String>) -> Result<Mapping, Failure> {
    match file {
        None => Ok(Mapping::plain()),
        Some(file) => Mapping::read(file, &read_file(file)?).map_err(Failure::new),
    }
}

pub(super) fn read_lists(
    files: &[String],
    mapping: Option<&String>,
) -> Result<Vec<EventList>, Failure> {
    let mapping = self::mapping(mapping)?;
    let mut lists = Vec::new();
    for file in files {
        let list = event_list::read(file, &read_file(file)?, &mapping).map_err(|error| {
            Failure::new(error)
                .hint("a mapping file names the columns: griot events fuse --help")
        })?;
        say(&format!("{file}: {}, {} events", list.layout, list.events.len()));
        tell(&list.diagnostics);
        tell(&whereabouts(file, &list, Library::embedded()).into_iter().collect::<Vec<_>>());
        lists.push(list);
    }
    Ok(lists)
}

/// How many diagnostics of one file are printed; a file that is wrong throughout would bury everything else.
const MOST_TOLD: usize = 20;

pub(super) fn tell(diagnostics: &[Diagnostic]) {
    for seen in diagnostics.iter().take(MOST_TOLD) {
        let kind = match seen.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        };
        let line = seen.line.map(|line| format!(":{line}")).unwrap_or_default();
        say(&format!("{kind}: {}{line}: {}", seen.file, spelt(&seen.message)));
        for note in &seen.notes {
            match note {
                Note::Note(text) => say(&format!("note: {}", spelt(text))),
                Note::Help(text) => say(&format!("help: {}", spelt(text))),
            }
        }
    }
    if let Some(more) = diagnostics.len().checked_sub(MOST_TOLD).filter(|more| *more > 0) {
        say(&format!("note: {more} more like these"));
    }
}

pub(super) fn print(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(())
}
