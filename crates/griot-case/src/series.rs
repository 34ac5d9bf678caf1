//! Series of numbers that a case holds in `data`: a CSV with a `.toml` of the same name that says `format = "series"`, or
//! one that `data/metadata.json` describes.

use std::collections::{BTreeMap, BTreeSet};

use griot_model::{Diagnostic, Disclosure, series::Series, world::World};
use griot_table::{
    event::source_name,
    series::{self, Described},
};
use serde::Deserialize;

use super::path::inside;

/// What `format` says in the description of such a table.
const FORMAT: &str = "series";
/// Describes several files at once.
const METADATA: &str = "metadata.json";

#[derive(Deserialize)]
struct OfSeries {
    #[serde(default)]
    disclosure: Disclosure,
    #[serde(default)]
    version: String,
    #[serde(flatten)]
    described: Described,
}

/// Reads every series in `data`, sorted by name.
pub(super) fn read(
    world: &dyn World,
    folder: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Series> {
    let data = inside(folder, "data");
    if !world.is_folder(&data) {
        return Vec::new();
    }
    let Ok(mut files) = world.list(&data) else { return Vec::new() };
    files.sort();
    let mut found = Vec::new();
    let mut taken: BTreeSet<String> = BTreeSet::new();
    for description in files.iter().filter(|file| file.strip_suffix(".toml").is_some()) {
        let stem = source_name(description);
        taken.insert(stem.clone());
        let beside = |file: &&String| *file != description && source_name(file) == stem;
        let file = files.iter().find(beside);
        match table(world, folder, description, file, diagnostics) {
            Ok(series) => found.extend(series),
            Err(message) => {
                diagnostics.push(Diagnostic::error(format!("data/{description}"), message));
            }
        }
    }
    if files.iter().any(|file| file == METADATA) {
        let described = world
            .read(&inside(folder, &format!("data/{METADATA}")))
            .map_err(|error| format!("it cannot be read: {error}"))
            .and_then(|bytes| series::metadata(&bytes));
        match described {
            Ok(described) => {
                found.extend(listed(world, folder, &files, &taken, &described, diagnostics));
            }
            Err(message) => {
                diagnostics.push(Diagnostic::error(format!("data/{METADATA}"), message));
            }
        }
    }
    found.sort_by(|one, other| one.name.cmp(&other.name));
    found
}

/// The files that `metadata.json` describes and no `.toml` does.
fn listed(
    world: &dyn World,
    folder: &str,
    files: &[String],
    taken: &BTreeSet<String>,
    described: &BTreeMap<String, Described>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Series> {
    let mut found = Vec::new();
    for file in files.iter().filter(|file| !taken.contains(&source_name(file))) {
        let Some(one) = described.get(file) else { continue };
        match rows(world, folder, file, one, diagnostics) {
            Ok(series) => found.extend(series),
            Err(message) => {
                diagnostics.push(Diagnostic::error(format!("data/{file}"), message));
            }
        }
    }
    found
}

fn table(
    world: &dyn World,
    folder: &str,
    description: &str,
    file: Option<&String>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Vec<Series>, String> {
    let path = format!("data/{description}");
    let bytes = world
        .read(&inside(folder, &path))
        .map_err(|error| format!("{path} cannot be read: {error}"))?;
    let text = String::from_utf8(bytes).map_err(|error| error.to_string())?;
    let is_series = text
        .parse::<toml::Table>()
        .is_ok_and(|table| table.get("format").and_then(toml::Value::as_str) == Some(FORMAT));
    if !is_series {
        return Ok(Vec::new());
    }
    let of: OfSeries = toml::from_str(&text).map_err(|error| error.to_string())?;
    let file = file.ok_or_else(|| format!("there is no table beside {description}"))?;
    // A verdict shows numbers, so only what may be shown is asked.
    if of.disclosure != Disclosure::Open {
        diagnostics.push(Diagnostic::notice(
            format!("data/{file}"),
            "its numbers may not leave, so no claim is checked against it",
        ));
        return Ok(Vec::new());
    }
    let mut described = of.described;
    described.source = described.source.map(|source| {
        if of.version.is_empty() { source } else { format!("{source}, {}", of.version) }
    });
    rows(world, folder, file, &described, diagnostics)
}

fn rows(
    world: &dyn World,
    folder: &str,
    file: &str,
    described: &Described,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Vec<Series>, String> {
    let path = format!("data/{file}");
    let bytes = world
        .read(&inside(folder, &path))
        .map_err(|error| format!("{path} cannot be read: {error}"))?;
    let (found, seen) =
        series::read(&path, &bytes, described).map_err(|error| error.to_string())?;
    diagnostics.extend(seen);
    Ok(found)
}
