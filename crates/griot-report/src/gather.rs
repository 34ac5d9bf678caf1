//! Everything that a site says, computed: findings, the rows behind each verdict, tables, rules.
//!
//! The rows of a verdict are chosen again here, by its query. Where they are not the rows that it
//! was judged by, that is said, and never passed over.

use std::{
    collections::{BTreeMap, BTreeSet},
    panic::resume_unwind,
    thread::{self, ScopedJoinHandle},
};

use griot_model::{Coverage, Diagnostic, Disclosure, Evidence, Finding, TableDescription};

use crate::{
    answers::{Answers, HostEvents, Shape, TablePage},
    disclosure::{self, cleared},
};
use griot_analysis::{
    event::host,
    finding::{findings, sql_codes},
    gains::{self, Gains, RollCallSheet, SourcesOfVotes},
    network::{
        SharedPosts,
        study::{NetworkAnswer, studies, threads},
    },
};
use griot_case::Case;
use griot_check::{CheckReport, rules};
use griot_library::Library;
use griot_model::rows::{Rows, digest};
use griot_sql::{Database, SqlError};

/// What [`Answers`] needs besides the case and its check.
#[derive(Debug, Clone)]
pub struct Gathered {
    /// Findings in the order in which they are shown.
    pub findings: Vec<Finding>,
    /// Networks of the case's posts.
    pub networks: Vec<NetworkAnswer>,
    /// The tables that a verdict or a finding names, and those of the case.
    pub tables: Vec<TablePage>,
    /// Rows of each evidence, by its query.
    pub selections: BTreeMap<String, Rows>,
    /// English names by ISO 3166 alpha-3.
    pub country_names: BTreeMap<String, String>,
    /// See [`Answers::gains`].
    pub gains: Vec<Gains>,
    /// See [`Answers::roll_calls`].
    pub roll_calls: Vec<RollCallSheet>,
    /// See [`Answers::sources_of_votes`].
    pub sources_of_votes: SourcesOfVotes,
    /// Events of each host.
    pub events: Vec<HostEvents>,
    /// Outlines of countries and divisions.
    pub shapes: Vec<Shape>,
    /// Evidence whose rows could not be chosen again.
    pub diagnostics: Vec<Diagnostic>,
}

impl Gathered {
    /// The one value that pages are made from. It has no clock in it and no state of a log, so that
    /// the same case gives the same site.
    ///
    /// `alone` is the check of the report with the rows that may leave, where some may not.
    pub fn answers<'a>(
        &'a self,
        case: &'a Case,
        check: &'a CheckReport,
        alone: Option<&'a CheckReport>,
    ) -> Answers<'a> {
        Answers {
            case,
            check,
            alone,
            findings: &self.findings,
            networks: &self.networks,
            tables: self.tables.clone(),
            selections: self.selections.clone(),
            rules: rules::docs(),
            country_names: self.country_names.clone(),
            gains: &self.gains,
            roll_calls: &self.roll_calls,
            sources_of_votes: self.sources_of_votes.clone(),
            events: &self.events,
            shapes: &self.shapes,
            archive: None,
            resting: Vec::new(),
        }
    }
}

/// Computes the findings of a case and chooses the rows behind every verdict.
pub fn gather(
    case: &Case,
    check: &CheckReport,
    library: &Library,
    database: &Database<'_>,
    shared: &[SharedPosts<'_>],
) -> Result<Gathered, SqlError> {
    // What is computed of the case for everybody is computed without the rows that are withheld.
    let cleared = cleared(case).case;
    thread::scope(|scope| {
        // Computed in memory, beside the queries.
        let gains = scope.spawn(|| gains::gains(&cleared, library));
        gather_beside(gains, case, &cleared, check, library, database, shared)
    })
}

fn gather_beside(
    gains: ScopedJoinHandle<'_, Vec<Gains>>,
    case: &Case,
    cleared: &Case,
    check: &CheckReport,
    library: &Library,
    database: &Database<'_>,
    shared: &[SharedPosts<'_>],
) -> Result<Gathered, SqlError> {
    let mut selections = BTreeMap::new();
    let mut tables: BTreeSet<&str> = CASE_TABLES.iter().map(|(name, _)| *name).collect();
    let mut diagnostics = Vec::new();
    let mut found = Vec::new();
    let networks = studies(shared, database, threads(), &mut selections)?;
    for it in findings(cleared, library, database, &networks)? {
        selections.insert(it.finding.selection.query.clone(), it.rows);
        found.push(it.finding);
    }
    for finding in &found {
        tables.insert(&finding.selection.table);
    }
    for network in &networks {
        tables.extend([network.table.as_str(), network.shares.as_str()]);
    }
    tables.extend(case.posts.iter().map(|posts| posts.name.as_str()));
    tables.extend(case.events.iter().map(|events| events.name.as_str()));
    tables.extend(case.trade.iter().map(|trade| trade.name.as_str()));
    for checked in &check.checked {
        for evidence in &checked.evidence {
            tables.insert(&evidence.table);
            if selections.contains_key(&evidence.query) {
                continue;
            }
            match chosen_again(database, evidence) {
                Ok(rows) => {
                    selections.insert(evidence.query.clone(), rows);
                }
                Err(why) => {
                    diagnostics.push(not_chosen(&check.name, &checked.claim.id.0, &why));
                }
            }
        }
    }
    let gains = gains.join().unwrap_or_else(|panic| resume_unwind(panic));
    let words = disclosure::said(check);
    let mut said = vec![words.as_str()];
    said.extend(check.checked.iter().map(|checked| checked.message.as_str()));
    let roll_calls = gains::roll_calls(cleared, &said, &found, library, database)?;
    if !roll_calls.is_empty() {
        tables.extend(["un_roll_calls", "un_votes"]);
    }
    let sources_of_votes = if gains.is_empty() {
        SourcesOfVotes::default()
    } else {
        gains::sources_of_votes(library)
    };
    let pages = tables.iter().map(|table| page(case, library, database, shared, table));
    Ok(Gathered {
        tables: pages.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect(),
        findings: found,
        gains,
        roll_calls,
        sources_of_votes,
        networks,
        selections,
        country_names: library
            .countries()
            .iter()
            .map(|country| (country.iso3.clone(), country.name.clone()))
            .collect(),
        events: host::hosts(cleared, library),
        shapes: library.shapes().to_vec(),
        diagnostics,
    })
}

/// The rows of an evidence, if they are those that the verdict was reached by.
fn chosen_again(database: &Database<'_>, evidence: &Evidence) -> Result<Rows, String> {
    let rows = database.finding_rows(&evidence.query).map_err(|error| error.to_string())?;
    if digest(&rows) == evidence.digest {
        return Ok(rows);
    }
    Err(format!(
        "its query gives {} rows with another digest than the {} it was judged by",
        rows.rows.len(),
        evidence.rows
    ))
}

fn not_chosen(file: &str, claim: &str, why: &str) -> Diagnostic {
    let message = format!("the rows behind claim {claim} are not shown: {why}");
    Diagnostic::warning(file, message).note("the verdict stands as griot check gives it")
}

/// Tables of a case: name, and what a row is.
const CASE_TABLES: &[(&str, &str)] = &[
    ("actors", "Somebody or something that the case speaks about."),
    ("flows", "What one country gave or sold another over some time."),
    ("intervals", "A role held or a presence kept over a time."),
    ("relations", "A tie between two actors, as a source states it."),
    ("sources", "A document that the case leans on."),
    ("statements", "Who said what, about whom, and when."),
    ("timeline", "Something that happened, with its date."),
];

/// Rows of a long table that its page shows.
const SHOWN: usize = 200;

fn page(
    case: &Case,
    library: &Library,
    database: &Database<'_>,
    shared: &[SharedPosts<'_>],
    table: &str,
) -> Result<Option<TablePage>, SqlError> {
    let of_case = CASE_TABLES.iter().find(|(name, _)| *name == table);
    let events = case.events.iter().find(|events| events.name == table);
    let described = match (of_case, events) {
        (Some((name, row_is)), _) => Some((of_case_table(case, name, row_is), every_row(name))),
        (None, Some(events)) => Some((events.description.clone(), every_event(&events.name))),
        (None, None) => of_posts(case, shared, table)
            .or_else(|| of_trade(case, table))
            .or_else(|| library.description(table).cloned().zip(some_rows(case, table))),
    };
    let Some((mut description, query)) = described else { return Ok(None) };
    let rows = database.finding_rows(&query)?;
    let shown = u64::try_from(rows.rows.len()).unwrap_or(u64::MAX);
    if of_case.is_some() {
        if shown == 0 {
            return Ok(None);
        }
        description.rows = shown;
    }
    let evidence = Evidence {
        table: table.to_owned(),
        source: description.source.clone(),
        rows: shown,
        query,
        digest: digest(&rows),
    };
    Ok(Some(TablePage { description, evidence, rows }))
}

fn of_case_table(case: &Case, name: &str, row_is: &str) -> TableDescription {
    let published = case.settings.publishes(name);
    TableDescription {
        name: name.to_owned(),
        row_is: row_is.to_owned(),
        source: format!("{name}.csv of the case"),
        version: String::new(),
        licence: "as its sources state".to_owned(),
        files: vec![format!("{name}.csv")],
        rows: 0,
        rows_set_aside: 0,
        coverage: Coverage::default(),
        disclosure: if published { Disclosure::Open } else { Disclosure::Private },
    }
}

/// A table of posts, or the shares that are made of it, with the first of its rows.
fn of_posts(
    case: &Case,
    shared: &[SharedPosts<'_>],
    table: &str,
) -> Option<(TableDescription, String)> {
    case.posts.iter().find_map(|posts| {
        if posts.name == table {
            let query = format!("select * from {table} order by \"row\", id limit {SHOWN}");
            return Some((posts.description.clone(), query));
        }
        let shared = shared.iter().find(|shared| shared.posts.name == posts.name)?;
        if posts.shares_name() != table {
            return None;
        }
        let mut description = posts.description.clone();
        table.clone_into(&mut description.name);
        description.row_is = format!(
            "A post of {} that shares one object, as the network counts it: each once.",
            posts.name
        );
        description.rows = shared.rows();
        description.rows_set_aside = 0;
        let query = format!(
            "select * from {table} order by layer, object, microseconds, account, post limit {SHOWN}"
        );
        Some((description, query))
    })
}

fn of_trade(case: &Case, table: &str) -> Option<(TableDescription, String)> {
    let trade = case.trade.iter().find(|trade| trade.name == table)?;
    Some((trade.description.clone(), every_event(table)))
}

/// All rows, since each number of a finding opens the events behind it.
fn every_event(table: &str) -> String {
    format!("select * from {table} order by \"row\"")
}

fn every_row(table: &str) -> String {
    format!("select * from {table} order by line")
}

/// The rows of a library table that concern the case.
fn some_rows(case: &Case, table: &str) -> Option<String> {
    let settings = &case.settings;
    let hosts = sql_codes(&settings.hosts);
    let both = sql_codes(settings.hosts.iter().chain(&settings.senders));
    let all =
        sql_codes(settings.hosts.iter().chain(&settings.senders).chain(&settings.compare));
    let of = |column: &str, codes: &str| {
        if codes.is_empty() { String::new() } else { format!("where {column} in ({codes}) ") }
    };
    let (filter, order) = match table {
        "un_roll_calls" | "unsc_roll_calls" => (String::new(), "date desc, roll_call"),
        "un_votes" | "unsc_votes" => (of("country", &both), "roll_call desc, country"),
        "terms" => (of("country", &all), "country, office, start, person, \"row\""),
        "missions" => (String::new(), "start, mission"),
        "memberships" => (of("country", &all), "country, organisation, source, \"row\""),
        "independence" => (of("country", &all), "country, \"row\""),
        "treaties" => (of("country", &all), "country, treaty"),
        "series" | "series_vdem" => (of("entity", &all), "topic, entity, time"),
        "refugees" => (of("asylum", &hosts), "origin, asylum, year"),
        "trade_partners" => (of("country", &all), "country, flow, year, \"row\", percent"),
        "places" => (of("country", &hosts), "country, name, geonameid"),
        "leaders" | "elections" | "coups" => (of("country", &hosts), "country, \"row\""),
        "election_results" => (
            of("country", &all),
            "country, year desc, round, percent desc, candidate, first_edition",
        ),
        "election_days" => (of("country", &all), "country, date desc, kind"),
        "deaths_country_year" => (of("country", &all), "country, year_cy, \"row\""),
        "listings" => (String::new(), "authority, snapshot, id, \"row\""),
        "countries" => (of("iso3", &all), "iso3"),
        "shapes" => (of("iso3", &all), "iso3, level, detail, name"),
        _ => return None,
    };
    Some(format!("select * from {table} {filter}order by {order} limit {SHOWN}"))
}
