//! Tables of events that a case holds in `data`, each described by a `.toml` of the same name.

use griot_model::{Coverage, Diagnostic, Disclosure, Severity, TableDescription};
use jiff::civil::Date;

use std::io;

use super::{
    folder::{DATA, listed},
    path::inside,
};
use crate::judgement::{self, Judgement};
use griot_model::world::World;
use griot_table::{
    event::{EventList, source_name},
    event_csv::Mapping,
    event_list, release,
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
    /// Name of the table of an older release, whose place this one takes.
    replaces: Option<String>,
}

/// What persons decided about rows of the tables of events.
pub(super) const JUDGEMENTS: &str = "event_judgements.csv";

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
    /// Name of the table of an older release, whose place this one takes.
    #[serde(default)]
    replaces: Option<String>,
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
    let mut files = listed(world, folder, DATA, diagnostics);
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
                diagnostics.push(Diagnostic::error(format!("data/{description}"), message));
            }
        }
    }
    replaced(tables, diagnostics)
}

/// A newer release takes the place of the table that it names, for the period that its description gives; what that
/// changes is said.
fn replaced(mut tables: Vec<EventTable>, diagnostics: &mut Vec<Diagnostic>) -> Vec<EventTable> {
    while let Some(at) = tables.iter().position(|table| table.replaces.is_some()) {
        let mut newer = tables.remove(at);
        let file = newer.description.files.first().cloned().unwrap_or_default();
        let older = newer.replaces.take().unwrap_or_default();
        let mut said = |severity: Severity, message: String| {
            diagnostics.push(Diagnostic::new(severity, &file, message));
        };
        if let Some(place) = tables.iter().position(|table| table.name == older) {
            let coverage = &newer.description.coverage;
            let period = coverage.first.zip(coverage.last);
            let found =
                tables.get(place).map(|old| release::replace(&old.list, &newer.list, period));
            match found {
                Some(Ok((list, difference))) => {
                    let old = tables.remove(place);
                    let [was, is] = difference.totals;
                    said(
                        Severity::Note,
                        format!(
                            "it takes the place of {older} from {} to {}: {} events added, {} withdrawn, {} revised, {} as they were; {} deaths were {}",
                            difference.period.0,
                            difference.period.1,
                            difference.added.len(),
                            difference.withdrawn.len(),
                            difference.revised.len(),
                            difference.unchanged,
                            is.best,
                            was.best
                        ),
                    );
                    newer.description.rows =
                        u64::try_from(list.events.len()).unwrap_or(u64::MAX);
                    let first =
                        old.description.coverage.first.min(newer.description.coverage.first);
                    newer.description.coverage.first = first;
                    newer.description.files.extend(old.description.files);
                    newer.description.coverage.gaps.push(format!(
                        "Events before {} or after {} are those of the older release ({}).",
                        difference.period.0, difference.period.1, old.description.version
                    ));
                    newer.list = list;
                }
                Some(Err(why)) => said(Severity::Error, why.to_string()),
                None => {}
            }
        } else {
            said(Severity::Error, format!("it replaces {older}, and there is no such table"));
        }
        tables.push(newer);
        tables.sort_by(|a, b| a.name.cmp(&b.name));
    }
    tables
}

/// What persons decided about rows of these tables, from `event_judgements.csv` of the case.
pub(super) fn judgements(
    world: &dyn World,
    folder: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Judgement> {
    let bytes = match world.read(&inside(folder, JUDGEMENTS)) {
        Ok(bytes) => bytes,
        Err(error) => {
            if error.kind() != io::ErrorKind::NotFound {
                let message = format!("{JUDGEMENTS} cannot be read: {error}");
                diagnostics.push(Diagnostic::error(JUDGEMENTS, message));
            }
            return Vec::new();
        }
    };
    match judgement::read(JUDGEMENTS, &bytes) {
        Ok(read) => {
            diagnostics.extend(read.diagnostics);
            read.rows
        }
        Err(error) => {
            diagnostics.push(Diagnostic::error(JUDGEMENTS, error.to_string()));
            Vec::new()
        }
    }
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
    let replaces = described.replaces.clone();
    let mut description = described.description(&name, path, list.events.len(), aside);
    description.disclosure = list.disclosure;
    Ok(Some(EventTable { name, description, list, replaces }))
}

/// Says once how many oddities of a table were read all the same; thousands of notes would bury what matters.
fn summed(diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let (notes, mut rest): (Vec<Diagnostic>, Vec<Diagnostic>) =
        diagnostics.into_iter().partition(|seen| seen.severity == Severity::Note);
    if let Some(first) = notes.first() {
        let mut summary = first.clone();
        if notes.len() > 1 {
            let more = notes.len() - 1;
            summary = summary.note(format!("{more} more rows of this table are like this"));
        }
        rest.push(summary);
    }
    rest
}
