//! `griot sql`: every table of the case and the library.

use std::{
    io::{self, Write as _},
    process::ExitCode,
};

use griot_analysis::{network::shared_posts, opened};
use griot_case::Case;
use griot_library::Library;
use griot_model::Severity;
use griot_model::rows::Rows;
use griot_sql::Database;

use crate::{
    disk::Disk,
    failure::Failure,
    print_rows::{Format, escaped, print},
};

/// Ask every table of the case and the library
#[derive(Debug, clap::Args)]
#[command(
    after_help = "A query only reads. `from` and `to` are words of SQL: write \"from\" and \"to\"."
)]
pub(crate) struct Arguments {
    /// Folder of the case
    case: String,
    /// One SELECT, WITH or EXPLAIN; without it, the tables and their columns are listed
    query: Option<String>,
    /// How to write the rows
    #[arg(long, value_enum, default_value_t = Format::Pretty)]
    format: Format,
}

/// Runs `griot sql`.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let library = Library::embedded();
    let countries = library.countries().iter().map(|country| country.iso3.clone()).collect();
    let case = Case::open_knowing(&Disk, &arguments.case, &countries)
        .map_err(|error| Failure::new(&error).hint(error.hint()))?;
    let mut errors = io::stderr().lock();
    for seen in case.diagnostics.iter().filter(|seen| seen.severity < Severity::Note) {
        let line = seen.line.map_or_else(String::new, |line| format!(":{line}"));
        writeln!(errors, "{}{line}: {}", seen.file, escaped(&seen.message))?;
    }
    let shared = shared_posts(&case).map_err(Failure::new)?;
    let database = opened(library, &case, &shared).map_err(Failure::new)?;
    let rows = match &arguments.query {
        Some(query) => {
            database.rows(query).map_err(|error| Failure::new(escaped(&error.to_string())))?
        }
        None => listed(&database),
    };
    print(&rows, arguments.format)?;
    Ok(ExitCode::SUCCESS)
}

fn listed(database: &Database<'_>) -> Rows {
    let mut rows = Vec::new();
    for table in database.tables() {
        for column in &table.columns {
            let kind = column.kind.word().to_owned();
            rows.push(vec![table.name.clone(), column.name.clone(), kind]);
        }
    }
    Rows { columns: ["table", "column", "type"].map(str::to_owned).into(), rows }
}
