//! Tables of trade that a case holds in `data`, each described by a `.toml` of the same name.

use std::collections::BTreeMap;

use griot_model::{Diagnostic, Severity, TableDescription};
use serde::Deserialize;

use super::{
    path::inside,
    tables::{Described, sql_name},
};
use griot_model::world::World;
use griot_table::{
    decode,
    event::source_name,
    trade::{self, Flow},
};

/// What `format` says in the description of such a table.
const FORMAT: &str = "trade";

/// A table of trade with what its `.toml` says of it.
#[derive(Debug, Clone)]
pub struct TradeTable {
    /// Name in SQL: the file's name without its ending.
    pub name: String,
    /// Source, edition, licence, coverage, disclosure.
    pub description: TableDescription,
    /// Imports and exports; other measures of the file are kept for the reader.
    pub flows: Vec<Flow>,
    /// Figures that cannot be read; no rows of the table.
    pub unreadable: Vec<Flow>,
    /// What every number of this format cannot tell.
    pub caveats: Vec<&'static str>,
    /// What the codes of products mean, where `[products]` says it: `7108 = "gold"`.
    pub products: BTreeMap<String, String>,
}

impl TradeTable {
    /// What a gap is made of: the rows, and what is in the file and cannot be read.
    pub fn records(&self) -> Vec<Flow> {
        self.flows.iter().chain(&self.unreadable).cloned().collect()
    }
}

#[derive(Deserialize)]
struct OfTrade {
    #[serde(default)]
    products: BTreeMap<String, String>,
}

/// Reads every described table of trade in `data`, sorted by name.
pub(super) fn read(
    world: &dyn World,
    folder: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<TradeTable> {
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
        match table(world, folder, description, file, diagnostics) {
            Ok(found) => tables.extend(found),
            Err(message) => {
                diagnostics.push(Diagnostic::error(format!("data/{description}"), message));
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
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Option<TradeTable>, String> {
    let read = |path: &str| {
        world
            .read(&inside(folder, path))
            .map_err(|error| format!("{path} cannot be read: {error}"))
    };
    let text = String::from_utf8(read(&format!("data/{description}"))?)
        .map_err(|error| error.to_string())?;
    let is_trade = text
        .parse::<toml::Table>()
        .is_ok_and(|table| table.get("format").and_then(toml::Value::as_str) == Some(FORMAT));
    if !is_trade {
        return Ok(None);
    }
    let described: Described = toml::from_str(&text).map_err(|error| error.to_string())?;
    let of_trade: OfTrade = toml::from_str(&text).map_err(|error| error.to_string())?;
    let file = file.ok_or_else(|| format!("there is no table beside {description}"))?;
    let path = format!("data/{file}");
    let text = decode(&path, &read(&path)?).map_err(|error| error.to_string())?;
    let read = trade::read(&text).map_err(|error| error.to_string())?;
    // What is only noticed of a row is a gap of the table; what is set aside has to be mended.
    let (noticed, aside): (Vec<Diagnostic>, Vec<Diagnostic>) =
        read.flows.diagnostics.into_iter().partition(|it| it.severity == Severity::Note);
    let name = sql_name(&source_name(file));
    let mut description =
        described.description(&name, path, read.flows.rows.len(), aside.len());
    let line =
        |it: &Diagnostic| it.line.map_or_else(String::new, |line| format!("Line {line} "));
    let gaps = noticed.iter().map(|it| format!("{}{}.", line(it), it.message));
    description.coverage.gaps.extend(gaps);
    diagnostics.extend(aside);
    Ok(Some(TradeTable {
        description,
        name,
        flows: read.flows.rows,
        unreadable: read.unreadable,
        caveats: read.caveats,
        products: of_trade.products,
    }))
}
