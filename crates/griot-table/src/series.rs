//! Series of numbers, as anybody's CSV has them: long, wide by entity, or wide by year.
//!
//! | form | first line |
//! |---|---|
//! | long | `Entity,Year,Deaths`, or with columns named entity, time, value, low, high, unit, definition, source, series |
//! | wide by entity | `Date,KEN,MLI,OWID_WRL`: a column each |
//! | wide by year | `Country Name,Country Code,1960,1961` |
//!
//! Columns are found by name, in English or French; a description beside the file ([`Described`]) may name them otherwise.

use std::collections::BTreeMap;

use griot_model::{
    Diagnostic, Disclosure, PartialDate,
    series::{Point, Series},
};
use serde::Deserialize;

use super::{TableError, delimited::Delimited, set_aside};

/// What is said of a table of series beside it: in a `.toml` of the same name or in `metadata.json`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Described {
    /// What is measured.
    pub title: Option<String>,
    /// In what.
    pub unit: Option<String>,
    /// How it is defined; `description` is another name for it.
    #[serde(alias = "description")]
    pub definition: Option<String>,
    /// Publisher and version.
    pub source: Option<String>,
    /// Of whom every row is, where no column says it.
    pub entity: Option<String>,
    /// Which column is what: `value = "obs"`.
    pub columns: BTreeMap<String, String>,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Holds {
    Entity,
    Code,
    Time,
    Value,
    Low,
    High,
    Unit,
    Definition,
    Source,
    Series,
}

/// Names of columns by what they hold, lower case; the first that a file has is taken.
const NAMES: [(Holds, &str, &[&str]); 10] = [
    (
        Holds::Code,
        "code",
        &["code", "iso3", "iso_3", "iso3c", "country code", "country_code", "iso_code"],
    ),
    (
        Holds::Entity,
        "entity",
        &[
            "entity",
            "country",
            "location",
            "area",
            "geo",
            "country name",
            "country_name",
            "region",
            "territory",
            "place",
            "economy",
            "entité",
            "pays",
            "lieu",
            "région",
        ],
    ),
    (
        Holds::Time,
        "time",
        &["time", "year", "date", "day", "month", "period", "time_period", "année", "temps"],
    ),
    (
        Holds::Value,
        "value",
        &["value", "obs_value", "observation", "estimate", "valeur", "val"],
    ),
    (Holds::Low, "low", &["low", "lower", "lower_bound", "min", "lo", "bas", "inférieur"]),
    (Holds::High, "high", &["high", "upper", "upper_bound", "max", "hi", "haut", "supérieur"]),
    (Holds::Unit, "unit", &["unit", "unité", "unit of measure", "unit_measure"]),
    (Holds::Definition, "definition", &["definition", "description", "définition"]),
    (Holds::Source, "source", &["source", "publisher"]),
    (
        Holds::Series,
        "series",
        &[
            "series",
            "indicator",
            "indicator name",
            "indicator_name",
            "variable",
            "title",
            "série",
        ],
    ),
];

/// Columns that say nothing of a number.
const PASSED_OVER: [&str; 6] =
    ["indicator code", "indicator_code", "row", "id", "index", "world region"];

/// The descriptions of a `metadata.json`, by file name: a list of objects with `filename`, or an object by file name.
pub fn metadata(bytes: &[u8]) -> Result<BTreeMap<String, Described>, String> {
    #[derive(Deserialize)]
    struct Named {
        filename: String,
        #[serde(flatten)]
        described: Described,
    }
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Listed {
        List(Vec<Named>),
        Object(BTreeMap<String, Described>),
    }
    let listed: Listed = serde_json::from_slice(bytes).map_err(|error| {
        format!("it is neither a list of objects with filename, title and unit nor an object by file name: {error}")
    })?;
    Ok(match listed {
        Listed::List(list) => list.into_iter().map(|it| (it.filename, it.described)).collect(),
        Listed::Object(object) => object,
    })
}

/// What a `.toml` beside a table says of it.
pub fn description(text: &str) -> Result<Described, String> {
    toml::from_str(text).map_err(|error| error.to_string())
}

/// Reads the series of a CSV. `file` is its name, whose stem names the series.
pub fn read(
    file: &str,
    bytes: &[u8],
    described: &Described,
) -> Result<(Vec<Series>, Vec<Diagnostic>), TableError> {
    let table = Delimited::with_header(file, bytes)?;
    let layout = Layout::of(&table, described)?;
    let mut diagnostics = table.diagnostics.clone();
    let mut read = Read { layout, described, series: BTreeMap::new(), stem: stem(file), file };
    table.for_each(&mut diagnostics, |entry, seen| {
        let cell = |column: usize| entry.cell(column);
        if let Err(why) = read.row(&cell, entry.row) {
            seen.push(set_aside(file, entry.line, why));
        }
    })?;
    let mut series: Vec<Series> = read.series.into_values().collect();
    for one in &mut series {
        for points in one.entities.values_mut() {
            points.sort_by_key(|it| it.time);
        }
        let doubled = doubled(one);
        for (entity, time) in &doubled {
            diagnostics.push(Diagnostic::warning(
                file,
                format!(
                    "{:?} has two numbers for {entity} in {time}; both are set aside",
                    one.title
                ),
            ));
        }
        for (entity, time) in doubled {
            if let Some(points) = one.entities.get_mut(&entity) {
                points.retain(|it| it.time != time);
            }
        }
    }
    series.retain(|it| !it.is_empty());
    Ok((series, summed(file, diagnostics)))
}

/// Entities and times that have two numbers: which one is meant, nobody says.
fn doubled(series: &Series) -> Vec<(String, PartialDate)> {
    let mut found = Vec::new();
    for (entity, points) in &series.entities {
        for pair in points.windows(2) {
            if let [one, other] = pair
                && one.time == other.time
                && found.last() != Some(&(entity.clone(), one.time))
            {
                found.push((entity.clone(), one.time));
            }
        }
    }
    found
}

/// At most this many rows of one file are named that could not be read.
const MOST_TOLD: usize = 5;

fn summed(file: &str, diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let more = diagnostics.len().saturating_sub(MOST_TOLD);
    let mut told: Vec<Diagnostic> = diagnostics.into_iter().take(MOST_TOLD).collect();
    if more > 0 {
        told.push(Diagnostic::warning(file, format!("{more} more rows are set aside or odd")));
    }
    told
}

/// File name without folders and ending.
fn stem(file: &str) -> String {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let name = name.strip_suffix(".gz").unwrap_or(name);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned()
}

/// Which column is what.
struct Layout {
    entity: Option<usize>,
    code: Option<usize>,
    time: Option<usize>,
    low: Option<usize>,
    high: Option<usize>,
    unit: Option<usize>,
    definition: Option<usize>,
    source: Option<usize>,
    series: Option<usize>,
    /// Columns of numbers, and what each is: a title, an entity or a year.
    values: Vec<(usize, Is)>,
}

/// What the name of a column of numbers says.
enum Is {
    Value,
    Title(String),
    Entity(String),
    Time(PartialDate),
}

impl Layout {
    fn of(table: &Delimited<'_>, described: &Described) -> Result<Self, TableError> {
        let refused = |reason: String| TableError::NotThisLayout {
            file: table.file.to_owned(),
            format: "a table of series",
            reason,
        };
        let header: Vec<String> =
            table.header.iter().map(|it| it.trim().to_lowercase()).collect();
        let mut known: Vec<(Holds, usize)> = Vec::new();
        // `GEO` between `GBR` and `GHA` is Georgia, not the name of a column of places.
        let codes = table.header.iter().skip(1).filter(|it| is_code(it)).count();
        let by_code =
            described.columns.is_empty() && header.len() > 1 && 2 * codes > header.len() - 1;
        for (holds, key, names) in
            NAMES.into_iter().filter(|(holds, ..)| !by_code || *holds == Holds::Time)
        {
            let place = match described.columns.get(key) {
                Some(name) => Some(table.column(name).ok_or_else(|| {
                    refused(format!(
                        "its description says {key} = {name:?}, and it has no such column"
                    ))
                })?),
                None => names.iter().find_map(|name| header.iter().position(|it| it == name)),
            };
            known.extend(place.map(|place| (holds, place)));
        }
        let find = |holds| known.iter().find(|(it, _)| *it == holds).map(|(_, place)| *place);
        let left: Vec<usize> = (0..header.len())
            .filter(|column| !known.iter().any(|(_, place)| place == column))
            .filter(|column| {
                header.get(*column).is_some_and(|name| {
                    !name.is_empty() && !PASSED_OVER.contains(&name.as_str())
                })
            })
            .collect();
        let name = |column: usize| table.header.get(column).cloned().unwrap_or_default();
        let years: Vec<(usize, Is)> = left
            .iter()
            .filter_map(|column| Some((*column, Is::Time(year_of(&name(*column))?))))
            .collect();
        let (time, value) = (find(Holds::Time), find(Holds::Value));
        let has_entity =
            find(Holds::Entity).or(find(Holds::Code)).is_some() || described.entity.is_some();
        let values: Vec<(usize, Is)> = match (time, value) {
            (None, None) if has_entity && !years.is_empty() => years,
            (None, _) => {
                return Err(refused(
                    "no column is a year or a date (year, date, time)".to_owned(),
                ));
            }
            (Some(_), Some(value)) => vec![(value, Is::Value)],
            (Some(_), None) if has_entity => {
                left.iter().map(|column| (*column, Is::Title(name(*column)))).collect()
            }
            (Some(_), None) => {
                left.iter().map(|column| (*column, Is::Entity(name(*column)))).collect()
            }
        };
        if values.is_empty() {
            return Err(refused("no column has numbers".to_owned()));
        }
        if value.is_some() && !has_entity {
            return Err(refused(
                "no column says of whom a number is (entity, country, code); entity = \"MLI\" in its description would"
                    .to_owned(),
            ));
        }
        Ok(Self {
            entity: find(Holds::Entity),
            code: find(Holds::Code),
            time,
            low: find(Holds::Low),
            high: find(Holds::High),
            unit: find(Holds::Unit),
            definition: find(Holds::Definition),
            source: find(Holds::Source),
            series: find(Holds::Series),
            values,
        })
    }
}

/// A column named by a code of an entity: `KEN`, `OWID_WRL`.
fn is_code(name: &str) -> bool {
    let capitals = name.len() == 3 && name.bytes().all(|it| it.is_ascii_uppercase());
    capitals || name.starts_with("OWID_") || name.starts_with("WB_")
}

/// `1960`, `1960 [YR1960]`: a column of a year.
fn year_of(name: &str) -> Option<PartialDate> {
    let (year, rest) = name.split_at_checked(4)?;
    let year: i16 = year.parse().ok().filter(|year| (1000..=2200).contains(year))?;
    (rest.is_empty() || rest.trim_start().starts_with('[')).then_some(PartialDate::Year(year))
}

struct Read<'a> {
    layout: Layout,
    described: &'a Described,
    series: BTreeMap<String, Series>,
    stem: String,
    file: &'a str,
}

impl Read<'_> {
    fn row<'c>(
        &mut self,
        cell: &impl Fn(usize) -> std::borrow::Cow<'c, str>,
        row: u64,
    ) -> Result<(), String> {
        let text = |column: Option<usize>| {
            column.map(cell).map(std::borrow::Cow::into_owned).unwrap_or_default()
        };
        let entity = [text(self.layout.code), text(self.layout.entity)]
            .into_iter()
            .find(|it| !it.is_empty())
            .or_else(|| self.described.entity.clone())
            .unwrap_or_default();
        let time = match self.layout.time {
            Some(column) => Some(time_of(&cell(column))?),
            None => None,
        };
        let within = text(self.layout.series);
        for at in 0..self.layout.values.len() {
            let Some((column, is)) = self.layout.values.get(at) else { continue };
            let written = cell(*column);
            if is_missing(&written) {
                continue;
            }
            let value = number(&written)?;
            let (who, when, title) = match is {
                Is::Value => (entity.clone(), time, within.clone()),
                Is::Title(title) => (entity.clone(), time, title.clone()),
                Is::Entity(name) => (name.clone(), time, within.clone()),
                Is::Time(year) => (entity.clone(), Some(*year), within.clone()),
            };
            let Some(when) = when else { continue };
            if who.is_empty() {
                return Err("it does not say of whom its number is".to_owned());
            }
            let bound = |column: Option<usize>| column.and_then(|it| number(&cell(it)).ok());
            let range = bound(self.layout.low)
                .zip(bound(self.layout.high))
                .filter(|(low, high)| *low <= value && value <= *high);
            let row = u32::try_from(row).unwrap_or(u32::MAX);
            let extra =
                [self.layout.unit, self.layout.definition, self.layout.source].map(text);
            let single = self.layout.values.len() == 1 || !matches!(is, Is::Title(_));
            let series = self.named(&title, single, extra);
            series.entities.entry(who).or_default().push(Point {
                time: when,
                value,
                range,
                row,
            });
        }
        Ok(())
    }

    /// The series of this name in the file. What the description says goes before what the columns say, where the file
    /// has one series.
    fn named(
        &mut self,
        title: &str,
        single: bool,
        [unit, definition, source]: [String; 3],
    ) -> &mut Series {
        let described = self.described;
        let (stem, file) = (&self.stem, self.file);
        self.series.entry(title.to_owned()).or_insert_with(|| {
            let said = |own: &Option<String>, column: String| {
                own.clone().filter(|it| !it.is_empty()).unwrap_or(column)
            };
            let name = match title {
                "" => stem.clone(),
                _ if single && described.title.is_some() => stem.clone(),
                _ => format!("{stem}/{title}"),
            };
            let spoken = || stem.replace(['-', '_'], " ");
            let title = match &described.title {
                Some(own) if single && title.is_empty() || matches!(title, "value") => {
                    own.clone()
                }
                Some(own) if title.is_empty() => own.clone(),
                _ if title.is_empty() => spoken(),
                _ => title.to_owned(),
            };
            Series {
                name,
                title,
                unit: said(&described.unit, unit),
                definition: said(&described.definition, definition),
                source: said(&described.source, source),
                file: file.to_owned(),
                disclosure: Disclosure::default(),
                entities: BTreeMap::new(),
            }
        })
    }
}

/// Cells that say that there is no number.
fn is_missing(cell: &str) -> bool {
    ["", "-", "–", "..", ":", "na", "n/a", "nan", "null", "none", "."]
        .contains(&cell.to_lowercase().as_str())
}

fn time_of(cell: &str) -> Result<PartialDate, String> {
    let cell = cell.strip_suffix("T00:00:00").unwrap_or(cell);
    cell.parse().map_err(|error: griot_model::date::NotADate| error.to_string())
}

/// A number in digits: `1234.5`, `1,234.5`, `1 234`, `12,5`, `3.1 %`.
fn number(cell: &str) -> Result<f64, String> {
    let bare: String = cell
        .chars()
        .filter(|sign| !matches!(sign, ' ' | '\u{a0}' | '\u{202f}' | '%'))
        .map(|sign| if sign == '−' { '-' } else { sign })
        .collect();
    let commas = bare.matches(',').count();
    let grouped = bare
        .split(',')
        .skip(1)
        .all(|group| group.split('.').next().is_some_and(|it| it.len() == 3));
    let plain = match commas {
        0 => bare,
        1 if !grouped && !bare.contains('.') => bare.replace(',', "."),
        _ => bare.replace(',', ""),
    };
    plain
        .parse()
        .ok()
        .filter(|value: &f64| value.is_finite())
        .ok_or_else(|| format!("{cell:?} is not a number"))
}
