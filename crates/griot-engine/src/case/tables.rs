//! Tables of events that a case holds in `data`, each described by a `.toml` of the same name.

use griot_model::{Coverage, Diagnostic, Disclosure, Note, Severity, TableDescription};
use jiff::civil::Date;

use super::{about, inside};
use crate::{
    table::{
        event::{EventList, source_name},
        event_csv::Mapping,
        event_list,
    },
    world::World,
};

/// A table of events with what its `.toml` says of it.
#[derive(Debug, Clone)]
pub struct EventTable {
    /// Name in SQL: the file's name without its ending.
    pub name: String,
    /// Source, edition, licence, coverage, disclosure.
    pub description: TableDescription,
    /// The events.
    pub list: EventList,
}

/// Formats that are lists of events; other tables in `data` are left to those who read them.
const FORMATS: [&str; 4] = ["ucdp-ged", "acled", "acled-aggregate", "events"];

/// What every description says, whatever the table holds.
#[derive(serde::Deserialize)]
pub(super) struct Described {
    format: String,
    title: String,
    row_is: String,
    #[serde(default)]
    source: String,
    version: String,
    licence: String,
    #[serde(default)]
    disclosure: Disclosure,
    #[serde(default)]
    coverage: Covered,
}

impl Described {
    /// The description of a table named `name` in SQL, read from `file` inside the case.
    pub(super) fn description(
        self,
        name: &str,
        file: String,
        rows: usize,
        set_aside: usize,
    ) -> TableDescription {
        let mut countries = self.coverage.countries;
        countries.sort();
        TableDescription {
            name: name.to_owned(),
            row_is: self.row_is,
            source: if self.source.is_empty() { self.title } else { self.source },
            version: self.version,
            licence: self.licence,
            files: vec![file],
            rows: u64::try_from(rows).unwrap_or(u64::MAX),
            rows_set_aside: u64::try_from(set_aside).unwrap_or(u64::MAX),
            coverage: Coverage {
                countries,
                first: self.coverage.first,
                last: self.coverage.last,
                gaps: self.coverage.gaps,
            },
            disclosure: self.disclosure,
        }
    }
}

/// The name of a file as a table in SQL.
pub(super) fn sql_name(stem: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
    stem.chars().map(plain).collect::<String>().to_ascii_lowercase()
}

#[derive(Default, serde::Deserialize)]
#[serde(default)]
struct Covered {
    countries: Vec<String>,
    first: Option<Date>,
    last: Option<Date>,
    gaps: Vec<String>,
}

/// Reads every described table of events in `data`, sorted by name.
pub(super) fn read(
    world: &dyn World,
    folder: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<EventTable> {
    let data = inside(folder, "data");
    if !world.is_folder(&data) {
        return Vec::new();
    }
    let Ok(mut files) = world.list(&data) else { return Vec::new() };
    files.sort();
    let mut tables = Vec::new();
    for description in files.iter().filter(|file| file.strip_suffix(".toml").is_some()) {
        let stem = source_name(description);
        let beside = |file: &&String| *file != description && source_name(file) == stem;
        let file = files.iter().find(beside);
        match table(world, folder, description, file) {
            Ok(Some(mut table)) => {
                diagnostics.extend(summed(std::mem::take(&mut table.list.diagnostics)));
                tables.push(table);
            }
            Ok(None) => {}
            Err(message) => {
                diagnostics.push(about(
                    Severity::Error,
                    &format!("data/{description}"),
                    message,
                ));
            }
        }
    }
    tables
}

fn table(
    world: &dyn World,
    folder: &str,
    description: &str,
    file: Option<&String>,
) -> Result<Option<EventTable>, String> {
    let read = |file: &str| {
        let path = format!("data/{file}");
        world
            .read(&inside(folder, &path))
            .map_err(|error| format!("{path} cannot be read: {error}"))
    };
    let text = String::from_utf8(read(description)?).map_err(|error| error.to_string())?;
    // Descriptions of other formats may say less; only the format is asked of them.
    let format = text
        .parse::<toml::Table>()
        .ok()
        .and_then(|table| table.get("format").and_then(toml::Value::as_str).map(str::to_owned));
    if !format.is_some_and(|format| FORMATS.contains(&format.as_str())) {
        return Ok(None);
    }
    let described: Described = toml::from_str(&text).map_err(|error| error.to_string())?;
    let file = file.ok_or_else(|| format!("there is no table beside {description}"))?;
    let path = format!("data/{file}");
    let mut list = event_list::read(&path, &read(file)?, &Mapping::plain())
        .map_err(|error| format!("{error}; its description says {}", described.format))?;
    // The description may hold back more than the format does, never less.
    list.disclosure = match (list.disclosure, described.disclosure) {
        (Disclosure::Aggregate, Disclosure::Open) => Disclosure::Aggregate,
        (_, disclosure) => disclosure,
    };
    let name = sql_name(&list.source);
    let aside =
        list.diagnostics.iter().filter(|seen| seen.severity == Severity::Warning).count();
    let mut description = described.description(&name, path, list.events.len(), aside);
    description.disclosure = list.disclosure;
    Ok(Some(EventTable { name, description, list }))
}

/// Says once how many oddities of a table were read all the same; thousands of notes would bury what matters.
fn summed(diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let (notes, mut rest): (Vec<Diagnostic>, Vec<Diagnostic>) =
        diagnostics.into_iter().partition(|seen| seen.severity == Severity::Note);
    if let Some(first) = notes.first() {
        let mut summary = first.clone();
        if notes.len() > 1 {
            let more = notes.len() - 1;
            summary
                .notes
                .push(Note::Note(format!("{more} more rows of this table are like this")));
        }
        rest.push(summary);
    }
    rest
}
