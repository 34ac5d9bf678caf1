//! Series given beside a report: `--table FILE`, or a folder of them.

use std::collections::BTreeMap;

use griot_model::{Severity, bounds, series::Series, world::World};
use griot_table::series::{self, Described};

use crate::{failure::Failure, terminal};

/// What a folder says of its tables.
const METADATA: &str = "metadata.json";

/// The series of every file and folder that was named, in their order; what is odd in them is told.
pub(super) fn read(world: &dyn World, named: &[String]) -> Result<Vec<Series>, Failure> {
    let mut found = Vec::new();
    for path in named {
        if world.is_folder(path) {
            let before = found.len();
            folder(world, path, &mut found)?;
            if found.len() == before {
                return Err(Failure::new(format!("{path} has no CSV with series"))
                    .hint("name the folder in which the CSV files are, or one file"));
            }
        } else {
            let described = described(world, path)?;
            found.extend(file(world, path, &described)?);
        }
    }
    // Two files of one name would be one series to whoever opens the rows.
    let mut names: BTreeMap<String, usize> = BTreeMap::new();
    for one in &mut found {
        let count = names.entry(one.name.clone()).or_default();
        *count += 1;
        if *count > 1 {
            one.name = format!("{} ({count})", one.name);
        }
    }
    Ok(found)
}

/// Every CSV of a folder, and of the folder `csv` inside it.
fn folder(world: &dyn World, path: &str, found: &mut Vec<Series>) -> Result<(), Failure> {
    let path = path.trim_end_matches('/');
    for inside in [path.to_owned(), format!("{path}/csv")] {
        if !world.is_folder(&inside) {
            continue;
        }
        let metadata = metadata_of(world, &inside)?;
        let files = world.list(&inside).map_err(|error| unreadable(&inside, &error))?;
        for name in files.iter().filter(|name| is_csv(name)) {
            let place = format!("{inside}/{name}");
            let own = toml_of(world, &place)?.or_else(|| metadata.get(name).cloned());
            match file(world, &place, &own.unwrap_or_default()) {
                Ok(series) => found.extend(series),
                // A folder may hold other tables too.
                Err(error) => {
                    terminal::say(&format!("note: {}; it is left out", error.message));
                }
            }
        }
    }
    Ok(())
}

fn is_csv(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    [".csv", ".csv.gz", ".tsv"].iter().any(|ending| name.ends_with(ending))
}

/// What a `.toml` beside a file, or a `metadata.json` beside or above it, says of it.
fn described(world: &dyn World, path: &str) -> Result<Described, Failure> {
    if let Some(own) = toml_of(world, path)? {
        return Ok(own);
    }
    let (folder, name) = path.rsplit_once('/').unwrap_or((".", path));
    Ok(metadata_of(world, folder)?.remove(name).unwrap_or_default())
}

fn toml_of(world: &dyn World, path: &str) -> Result<Option<Described>, Failure> {
    let stem = path.strip_suffix(".gz").unwrap_or(path);
    let Some((stem, _)) = stem.rsplit_once('.') else { return Ok(None) };
    let place = format!("{stem}.toml");
    let Ok(bytes) = world.read(&place) else { return Ok(None) };
    let text = String::from_utf8(bytes)
        .map_err(|error| Failure::new(format!("{place} is not UTF-8 text: {error}")))?;
    series::description(&text)
        .map(Some)
        .map_err(|error| Failure::new(format!("{place} cannot be read: {error}")))
}

fn metadata_of(
    world: &dyn World,
    folder: &str,
) -> Result<BTreeMap<String, Described>, Failure> {
    for place in [format!("{folder}/{METADATA}"), format!("{folder}/../{METADATA}")] {
        let Ok(bytes) = world.read(&place) else { continue };
        return series::metadata(&bytes)
            .map_err(|error| Failure::new(format!("{place} cannot be read: {error}")));
    }
    Ok(BTreeMap::new())
}

fn file(world: &dyn World, path: &str, described: &Described) -> Result<Vec<Series>, Failure> {
    let bytes = world.read(path).map_err(|error| unreadable(path, &error))?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > bounds::TABLE {
        return Err(Failure::new(format!("{path} is larger than a table may be"))
            .hint("divide it by year or country"));
    }
    let (series, seen) = series::read(path, &bytes, described).map_err(|error| {
        Failure::new(error.to_string()).hint("docs/series.md shows the forms of a table")
    })?;
    for diagnostic in seen.iter().filter(|it| it.severity != Severity::Note) {
        let line = diagnostic.line.map_or_else(String::new, |line| format!(":{line}"));
        terminal::say(&format!("warning: {path}{line}: {}", diagnostic.message));
    }
    Ok(series)
}

fn unreadable(path: &str, error: &std::io::Error) -> Failure {
    Failure::new(format!("{path} cannot be read: {error}"))
}
