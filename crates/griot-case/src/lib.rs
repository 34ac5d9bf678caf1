//! A case: `case.toml`, the report, and the CSV files beside it.
//!
//! Reading stops only where there is no case to read: no folder, no `case.toml`, or one that does not
//! parse. Everything else that is wrong is a diagnostic with file, line, column and the nearest valid
//! value, and the rows that are well go on.

mod as_tables;
mod bounded;
mod case_error;
mod file;
mod folder;
pub mod grid;
mod held;
pub mod judgement;
mod path;
mod posts;
mod record;
mod series;
mod settings;
mod sheet;
mod tables;
mod template;
mod trade;
mod value;

use std::{collections::BTreeSet, io};

use griot_model::{
    Actor, Diagnostic, Flow, Interval, Relation, Source, Statement, TimelineEntry,
    series::Series,
};
use sha2::{Digest as _, Sha256};

use self::{
    bounded::Bounded,
    file::{ACTORS, FLOWS, INTERVALS, RELATIONS, SOURCES, STATEMENTS, TIMELINE},
    path::{inside, outside},
    value::Known,
};
pub use self::{
    case_error::CaseError,
    held::{data_files, usable_files},
    posts::{NetworkSettings, PostTable},
    settings::Settings,
    tables::EventTable,
    template::{NewFile, new_case},
    trade::TradeTable,
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
    /// Series of numbers in `data`, sorted by name.
    pub series: Vec<Series>,
    /// What was seen while reading.
    pub diagnostics: Vec<Diagnostic>,
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

/// What `case.toml` of the case in `folder` says, and nothing else of it; of a country code only the
/// shape is checked.
pub fn settings(world: &dyn World, folder: &str) -> Result<Settings, CaseError> {
    let known = Known::default();
    settings::read(&case_toml(world, folder)?, &|code| known.is_country(code), &mut Vec::new())
}

fn case_toml(world: &dyn World, folder: &str) -> Result<Vec<u8>, CaseError> {
    if !world.is_folder(folder) {
        return Err(CaseError::NotAFolder { folder: folder.to_owned() });
    }
    world.read(&inside(folder, settings::FILE)).map_err(|error| {
        let folder = folder.to_owned();
        match error.kind() {
            io::ErrorKind::NotFound => CaseError::NoSettings { folder },
            _ => CaseError::Unreadable { folder, error },
        }
    })
}

fn open(
    world: &dyn World,
    folder: &str,
    countries: Option<&BTreeSet<String>>,
) -> Result<Case, CaseError> {
    let bounded = Bounded::new(world, folder);
    let world: &dyn World = &bounded;
    let bytes = case_toml(world, folder)?;
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
        series: series::read(world, folder, &mut diagnostics),
        diagnostics,
    })
}

/// The rows of `sources.csv`, from its bytes. `digest` gives the SHA-256 of a file of the case, or
/// says why it is not held, as the end of a sentence.
pub fn read_sources(
    bytes: &[u8],
    digest: &dyn Fn(&str) -> Result<String, String>,
) -> (Vec<Source>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let rows = sheet::read(SOURCES, bytes, &record::columns(SOURCES), &mut diagnostics);
    let sources = record::sources(&rows, &mut Known::default(), digest, &mut diagnostics);
    (sources, diagnostics)
}

/// The rows of `statements.csv` of the case in `folder`, without the rest of it. What is wrong with them is said
/// where a case is opened.
pub fn read_statements(world: &dyn World, folder: &str) -> Vec<Statement> {
    let mut unsaid = Vec::new();
    let mut known = Known::default();
    let mut rows = |file: &str| {
        let bytes = world.read(&inside(folder, file)).unwrap_or_default();
        sheet::read(file, &bytes, &record::columns(file), &mut unsaid)
    };
    let (sources, actors, statements) = (rows(SOURCES), rows(ACTORS), rows(STATEMENTS));
    let not_asked = |_file: &str| Ok(String::new());
    drop(record::sources(&sources, &mut known, &not_asked, &mut unsaid));
    drop(record::actors(&actors, &mut known, &mut unsaid));
    record::statements(&statements, &known, &mut unsaid)
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
    match world.open(&inside(folder, file)).and_then(|mut bytes| hexadecimal(&mut bytes)) {
        Ok(digest) => Ok(digest),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err("is not there".to_owned()),
        Err(error) => Err(format!("cannot be read: {error}")),
    }
}

fn hexadecimal(bytes: &mut dyn io::Read) -> io::Result<String> {
    let mut hasher = Sha256::new();
    let mut piece = vec![0; 256 << 10];
    loop {
        match bytes.read(&mut piece) {
            Ok(0) => return Ok(griot_model::rows::hexadecimal(&hasher.finalize())),
            Ok(length) => hasher.update(piece.get(..length).unwrap_or_default()),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}
