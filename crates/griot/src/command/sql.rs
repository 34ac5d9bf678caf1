//! `griot sql`: every table of the case and the library.

use std::{
    io::{self, Write as _},
    process::ExitCode,
};

use griot_engine::{
    case::Case,
    library::Library,
    rows::Rows,
    session::{Session, SqlError, TableShape},
};
use griot_model::Severity;

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
    let session = Session::open(library, Some(&case), 1).map_err(Failure::new)?;
    let rows = match &arguments.query {
        Some(query) => session.rows(query).map_err(|error| refused(&error, &session))?,
        None => listed(session.tables().map_err(Failure::new)?),
    };
    print(&rows, arguments.format)?;
    Ok(ExitCode::SUCCESS)
}

fn listed(tables: Vec<TableShape>) -> Rows {
    let rows = tables
        .into_iter()
        .flat_map(|table| {
            let row = move |(column, kind)| vec![table.name.clone(), column, kind];
            table.columns.into_iter().map(row)
        })
        .collect();
    Rows { columns: ["table", "column", "type"].map(str::to_owned).into(), rows }
}

fn refused(error: &SqlError, session: &Session) -> Failure {
    let failure = Failure::new(escaped(&error.to_string()));
    match error {
        SqlError::NoSuchTable { nearest, tables, .. } => {
            let failure = match nearest {
                Some(name) => failure.hint(format!("did you mean {name}?")),
                None => failure,
            };
            failure.hint(format!("the tables are {}", tables.join(", ")))
        }
        SqlError::Query(_) => {
            let names = session.tables().unwrap_or_default();
            let names: Vec<String> = names.into_iter().map(|table| table.name).collect();
            failure
                .hint(format!("the tables are {}", names.join(", ")))
                .hint("`griot sql CASE` without a query lists their columns")
        }
        _ => failure,
    }
}
