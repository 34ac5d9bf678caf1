//! A case: `case.toml`, the report, and the CSV files beside it.
//!
//! Reading stops only where there is no case to read: no folder, no `case.toml`, or one that does not
//! parse. Everything else that is wrong is a diagnostic with file, line, column and the nearest valid
//! value, and the rows that are well go on.

mod as_tables;
mod case_error;
mod file;
pub mod judgement;
mod path;
mod posts;
mod record;
mod settings;
mod sheet;
mod tables;
mod template;
mod trade;
mod value;

use std::{collections::BTreeSet, io};

use griot_model::{
    Actor, Diagnostic, Flow, Interval, Relation, Source, Statement, TimelineEntry,
};
use sha2::{Digest as _, Sha256};

pub use self::{
    case_error::CaseError,
    posts::{NetworkSettings, PostTable},
    settings::Settings,
    tables::EventTable,
    template::{NewFile, new_case},
    trade::TradeTable,
};
use self::{
    file::{ACTORS, FLOWS, INTERVALS, RELATIONS, SOURCES, STATEMENTS, TIMELINE},
    path::{inside, outside},
    value::Known,
};
use crate::judgement::Judgement;
use griot_model::world::World;

/// A case as it was read; rows that could not be read are in `diagnostics`, never dropped.
#[derive(Debug, Clone)]
pub struct Case {
    /// `case.toml`.
    pub settings: Settings,
    /// Bytes of the report.
    pub report: Vec<u8>,
    /// `actors.csv`.
    pub actors: Vec<Actor>,
    /// `relations.csv`.
    pub relations: Vec<Relation>,
    /// `statements.csv`.
    pub statements: Vec<Statement>,
    /// `intervals.csv`.
    pub intervals: Vec<Interval>,
    /// `timeline.csv`.
    pub timeline: Vec<TimelineEntry>,
    /// `flows.csv`, which a case may do without.
    pub flows: Vec<Flow>,
    /// `sources.csv`.
    pub sources: Vec<Source>,
    /// Tables of events in `data`, sorted by name.
    pub events: Vec<EventTable>,
    /// What persons decided about rows of these tables: `event_judgements.csv`, where there is one.
    pub event_judgements: Vec<Judgement>,
    /// Tables of posts in `data`, sorted by name.
    pub posts: Vec<PostTable>,
    /// Tables of trade in `data`, sorted by name.
    pub trade: Vec<TradeTable>,
    /// What was seen while reading.
    pub diagnostics: Vec<Diagnostic>,
}

/// A file that lies in the `data` or the `sources` folder of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldFile {
    /// Path inside the case folder, such as `data/gold.csv`.
    pub path: String,
    /// SHA-256 of its bytes, lower-case hexadecimal.
    pub sha256: String,
    /// Length in bytes.
    pub length: u64,
}

impl Case {
    /// Reads the case in `folder`; of a country code only the shape is checked.
    pub fn open(world: &dyn World, folder: &str) -> Result<Self, CaseError> {
        open(world, folder, None)
    }

    /// Reads the case in `folder`, knowing which ISO 3166 alpha-3 codes there are.
    pub fn open_knowing(
        world: &dyn World,
        folder: &str,
        countries: &BTreeSet<String>,
    ) -> Result<Self, CaseError> {
        open(world, folder, Some(countries))
    }
}

fn open(
    world: &dyn World,
    folder: &str,
    countries: Option<&BTreeSet<String>>,
) -> Result<Case, CaseError> {
    if !world.is_folder(folder) {
        return Err(CaseError::NotAFolder { folder: folder.to_owned() });
    }
    let bytes = world.read(&inside(folder, settings::FILE)).map_err(|error| {
        let folder = folder.to_owned();
        match error.kind() {
            io::ErrorKind::NotFound => CaseError::NoSettings { folder },
            _ => CaseError::Unreadable { folder, error },
        }
    })?;
    let mut diagnostics = Vec::new();
    let mut known = Known { countries, ..Known::default() };
    let settings = settings::read(&bytes, &|code| known.is_country(code), &mut diagnostics)?;
    let report = read_report(world, folder, &settings.report, &mut diagnostics);
    let rows = |file: &str, diagnostics: &mut Vec<Diagnostic>| {
        let columns = record::columns(file);
        match world.read(&inside(folder, file)) {
            Ok(bytes) => sheet::read(file, &bytes, &columns, diagnostics),
            // Cases older than this file are whole without it.
            Err(error) if file == FLOWS && error.kind() == io::ErrorKind::NotFound => {
                Vec::new()
            }
            Err(error) => {
                diagnostics.push(unreadable(file, &error));
                Vec::new()
            }
        }
    };
    let digest = |file: &str| digest_of(world, folder, file);
    let sources = rows(SOURCES, &mut diagnostics);
    let sources = record::sources(&sources, &mut known, &digest, &mut diagnostics);
    let actors = rows(ACTORS, &mut diagnostics);
    let actors = record::actors(&actors, &mut known, &mut diagnostics);
    let relations = rows(RELATIONS, &mut diagnostics);
    let relations = record::relations(&relations, &known, &mut diagnostics);
    let statements = rows(STATEMENTS, &mut diagnostics);
    let statements = record::statements(&statements, &known, &mut diagnostics);
    let intervals = rows(INTERVALS, &mut diagnostics);
    let intervals = record::intervals(&intervals, &known, &mut diagnostics);
    let timeline = rows(TIMELINE, &mut diagnostics);
    let timeline = record::timeline(&timeline, &known, &mut diagnostics);
    let flows = rows(FLOWS, &mut diagnostics);
    let flows = record::flows(&flows, &known, &mut diagnostics);
    Ok(Case {
        settings,
        report,
        actors,
        relations,
        statements,
        intervals,
        timeline,
        flows,
        sources,
        events: tables::read(world, folder, &mut diagnostics),
        event_judgements: tables::judgements(world, folder, &mut diagnostics),
        posts: posts::read(world, folder, &mut diagnostics),
        trade: trade::read(world, folder, &mut diagnostics),
        diagnostics,
    })
}

/// Files in `data` and `sources`, sorted by path, whether or not `sources.csv` names them.
///
/// Folders inside them are walked. Errors are those of the world; a case without either folder has
/// no held files.
pub fn held_files(world: &dyn World, folder: &str) -> io::Result<Vec<HeldFile>> {
    let mut files = Vec::new();
    let mut folders: Vec<String> = ["data", "sources"]
        .into_iter()
        .filter(|name| world.is_folder(&inside(folder, name)))
        .map(str::to_owned)
        .collect();
    while let Some(next) = folders.pop() {
        for name in world.list(&inside(folder, &next))? {
            let path = format!("{next}/{name}");
            if world.is_folder(&inside(folder, &path)) {
                folders.push(path);
                continue;
            }
            let bytes = world.read(&inside(folder, &path))?;
            let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
            files.push(HeldFile { path, sha256: hexadecimal(&bytes), length });
        }
    }
    files.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(files)
}

fn read_report(
    world: &dyn World,
    folder: &str,
    file: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<u8> {
    if let Some(why) = outside(file) {
        diagnostics
            .push(Diagnostic::error(settings::FILE, format!("the report {file:?} {why}")));
        return Vec::new();
    }
    world.read(&inside(folder, file)).unwrap_or_else(|error| {
        let message = format!("the report {file} cannot be read: {error}");
        diagnostics.push(
            Diagnostic::error(file, message)
                .help("name it in case.toml as report = \"report.md\""),
        );
        Vec::new()
    })
}

fn unreadable(file: &str, error: &io::Error) -> Diagnostic {
    if error.kind() == io::ErrorKind::NotFound {
        let columns: Vec<&str> =
            record::columns(file).iter().map(|column| column.name).collect();
        return Diagnostic::notice(file, format!("the case has no {file}"))
            .help(format!("its first line would be {}", columns.join(",")));
    }
    Diagnostic::error(file, format!("{file} cannot be read: {error}"))
}

/// SHA-256 of a file of the case, or why it is not one, as the end of a sentence.
fn digest_of(world: &dyn World, folder: &str, file: &str) -> Result<String, String> {
    if let Some(why) = outside(file) {
        return Err(why.to_owned());
    }
    match world.read(&inside(folder, file)) {
        Ok(bytes) => Ok(hexadecimal(&bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err("is not there".to_owned()),
        Err(error) => Err(format!("cannot be read: {error}")),
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    griot_model::rows::hexadecimal(&Sha256::digest(bytes))
}
