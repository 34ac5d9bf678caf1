//! `griot sql`: every table of the library and of a case.

use std::{
    borrow::Cow,
    io::{self, BufWriter, IsTerminal as _, Write},
    ops::ControlFlow,
    path::{Path, PathBuf},
    process::ExitCode,
    time::Duration,
};

use griot_analysis::{network::shared_posts, tables};
use griot_case::Case;
use griot_library::{Library, Writing, write_parquet};
use griot_model::{
    Severity,
    rows::{Rows, RowsDigest},
    table::{Cell, Column, Kind, Table, Unreadable},
    world::World as _,
};
use griot_sql::{Bounds, Database, SqlError};
use griot_text::formula::harmless;
use serde_json::json;

use crate::{
    disk::{self, Disk},
    failure::Failure,
    output,
    print_rows::{self, escaped},
    terminal::say,
};

/// Ask the tables that come with griot, and those of a case, in SQL
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "griot sql [OPTIONS] [CASE] [QUERY]",
    after_help = "\
Examples:
  griot sql                                      lists the tables and their columns
  griot sql \"select country, vote from un_votes where roll_call = 'A/RES/ES-11/1' order by country\"
  griot sql cases/mali                           the same with the tables of the case
  griot sql cases/mali \"select date, title from timeline order by date\"
  griot sql -o votes.csv \"select * from un_votes\"
  griot sql -o coups.parquet \"select * from coups order by row\"

The dialect is SQLite's. A query only reads: one SELECT, WITH, VALUES or EXPLAIN.
  dates      are texts: date >= '2022-03' works; days between two: julianday(a) - julianday(b)
  times      are whole microseconds since 1970 in UTC: datetime(time / 1000000, 'unixepoch')
  flags      are 1 and 0: where quoted; an answer shows them as true and false
  lists      are JSON: from listings, json_each(names) makes a row of each name
  division   7 / 2 is 3; write 7 / 2.0
  no value   sorts first; write NULLS LAST
  like       knows no case of A to Z; = is exact
  names      from, to, order and group need quotes: \"from\"; 'from' is a text
CSV is for people: a cell that starts with = + - @, a tabulator or a return gets an apostrophe in front,
numbers do not; --raw is for programs.
Nothing depends on the day: now, current_date, random() and time zones are refused.
docs/sql.md says more. Next: griot export CASE --to sqlite -o case.sqlite"
)]
pub(crate) struct Arguments {
    /// Folder of a case; its tables come beside those of the library
    #[arg(value_name = "CASE")]
    first: Option<String>,
    /// The query; without it, the tables and their columns are listed
    #[arg(value_name = "QUERY")]
    second: Option<String>,
    /// How to write the rows; without it as the name of -o says, or as a table for the eye
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Write the rows to a file: .csv, .json, .parquet
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replace the file of --output if it is there already
    #[arg(long, requires = "output")]
    replace: bool,
    /// In CSV write every cell as it is, also one that a spreadsheet would take for a formula
    #[arg(long)]
    raw: bool,
    /// Stop the query after so many seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    seconds: u64,
}

/// How rows are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// A table for the eye; long values are cut
    Pretty,
    /// CSV with a header, every value whole
    Csv,
    /// JSON: columns, rows as texts, and the digest of the rows
    Json,
    /// Parquet, with numbers, days and flags as such
    Parquet,
}

/// Runs `griot sql`.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let (folder, query) = meant(arguments)?;
    let format = format_of(arguments)?;
    let library = Library::embedded();
    let case = folder.map(|folder| opened(library, folder)).transpose()?;
    let shared = case.as_ref().map(shared_posts).transpose().map_err(Failure::new)?;
    let shared = shared.unwrap_or_default();
    let bounds = Bounds { time: Duration::from_secs(arguments.seconds), ..Bounds::USUAL };
    let tables = tables(library, case.as_ref(), &shared).map_err(Failure::new)?;
    let database = Database::open(tables, bounds).map_err(Failure::new)?;
    let cell = if arguments.raw { as_it_is } else { harmless };
    let answer = Answer { database: &database, query, cell };
    if let Some(path) = &arguments.output {
        let settings = folder.map(|folder| Path::new(folder).join("case.toml"));
        let inputs: Vec<&Path> = settings.as_deref().into_iter().collect();
        output::file(path, &inputs, arguments.replace, |out| answer.write(format, out))?;
    } else {
        let mut out = BufWriter::with_capacity(1 << 16, io::stdout());
        answer.write(format, &mut out)?;
        out.flush()?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The case and the query. One argument is the case where a folder of that name is one, or where it
/// cannot be a query.
fn meant(arguments: &Arguments) -> Result<(Option<&str>, Option<&str>), Failure> {
    let (first, second) = (arguments.first.as_deref(), arguments.second.as_deref());
    let (Some(only), None) = (first, second) else { return Ok((first, second)) };
    if Disk.is_folder(only) {
        return Ok((Some(only), None));
    }
    if only.trim().contains(char::is_whitespace) {
        return Ok((None, Some(only)));
    }
    Err(Failure::new(format!("{} is neither the folder of a case nor a query", escaped(only)))
        .hint("a query is one argument in quotes: griot sql \"select * from coups\"")
        .hint("griot sql without arguments lists the tables"))
}

fn format_of(arguments: &Arguments) -> Result<Format, Failure> {
    let extension = arguments.output.as_deref().and_then(Path::extension);
    let by_name = extension.and_then(|it| match it.to_str()? {
        "csv" => Some(Format::Csv),
        "json" => Some(Format::Json),
        "parquet" => Some(Format::Parquet),
        _ => None,
    });
    let format = arguments.format.or(by_name).unwrap_or(Format::Pretty);
    let to_terminal = arguments.output.is_none() && io::stdout().is_terminal();
    if format == Format::Parquet && to_terminal {
        return Err(
            Failure::new("Parquet is not written to a terminal").hint("-o rows.parquet")
        );
    }
    Ok(format)
}

fn opened(library: &Library, folder: &str) -> Result<Case, Failure> {
    let countries = library.countries().iter().map(|country| country.iso3.clone()).collect();
    let case = Case::open_knowing(&disk::of_case(folder)?, folder, &countries)
        .map_err(|error| Failure::new(&error).hint(error.hint()))?;
    for seen in case.diagnostics.iter().filter(|seen| seen.severity < Severity::Note) {
        let line = seen.line.map_or_else(String::new, |line| format!(":{line}"));
        say(&format!("{}{line}: {}", seen.file, escaped(&seen.message)));
    }
    Ok(case)
}

/// What is asked of which tables.
#[derive(Clone, Copy)]
struct Answer<'d, 't> {
    database: &'d Database<'t>,
    query: Option<&'d str>,
    /// How a cell of CSV is written.
    cell: fn(&str) -> Cow<'_, str>,
}

/// A cell for programs.
fn as_it_is(cell: &str) -> Cow<'_, str> {
    Cow::Borrowed(cell)
}

impl Answer<'_, '_> {
    fn write(self, format: Format, out: &mut (impl Write + Send)) -> Result<(), Failure> {
        match (format, self.query) {
            (Format::Pretty, Some(query)) => {
                let rows = self.database.rows(query).map_err(|error| refused(&error))?;
                print_rows::pretty(&rows, out)?;
            }
            (Format::Pretty, None) => print_rows::pretty(&self.listed(), out)?,
            (Format::Csv, _) => self.write_csv(out)?,
            (Format::Json, _) => self.write_json(out)?,
            (Format::Parquet, Some(query)) => {
                let columns = self.columns(query).map_err(|error| refused(&error))?;
                let table = AsTable { database: self.database, query, columns };
                let writing = Writing { created_by: "griot sql", level: 3 };
                write_parquet(&table, writing, out).map_err(Failure::new)?;
            }
            (Format::Parquet, None) => {
                return Err(Failure::new("the list of tables is not written as Parquet")
                    .hint("--format csv, or a query"));
            }
        }
        Ok(())
    }

    /// Names of the columns, and then every row as text, one after the other.
    fn each(
        self,
        header: impl FnOnce(&[String]) -> Result<(), Failure>,
        mut row: impl FnMut(&[String]) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let Some(query) = self.query else {
            let listed = self.listed();
            header(&listed.columns)?;
            return listed.rows.iter().try_for_each(|it| row(it));
        };
        let query = self.database.query(query).map_err(|error| refused(&error))?;
        let names: Vec<String> = query.columns().iter().map(|it| it.name.clone()).collect();
        header(&names)?;
        let mut written = Ok(());
        let asked = query.for_each(|cells| {
            let texts: Vec<String> =
                cells.iter().map(|cell| cell.text().into_owned()).collect();
            written = row(&texts);
            if written.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        });
        written.and_then(|()| asked.map_err(|error| refused(&error)))
    }

    fn write_csv(self, out: &mut impl Write) -> Result<(), Failure> {
        let writer = std::cell::RefCell::new(csv::Writer::from_writer(out));
        let write = |row: &[String]| {
            let cells = row.iter().map(|text| (self.cell)(text).into_owned());
            Ok(writer.borrow_mut().write_record(cells).map_err(io::Error::from)?)
        };
        self.each(write, write)?;
        writer.into_inner().flush()?;
        Ok(())
    }

    /// As `--format json` of other commands, one row a line, so that it can be read while it comes.
    fn write_json(self, out: &mut impl Write) -> Result<(), Failure> {
        let out = std::cell::RefCell::new(out);
        let mut digest = RowsDigest::default();
        let mut before = "\n";
        self.each(
            |names| {
                Ok(write!(out.borrow_mut(), "{{\n\"columns\": {},\n\"rows\": [", json!(names))?)
            },
            |row| {
                digest.row(row);
                write!(out.borrow_mut(), "{before}{}", json!(row))?;
                before = ",\n";
                Ok(())
            },
        )?;
        writeln!(out.borrow_mut(), "\n],\n\"digest\": {}\n}}", json!(digest.finish()))?;
        Ok(())
    }

    /// Columns of the answer with the kind of their values, for which the rows are looked at where
    /// a column is not one of a table.
    fn columns(self, query: &str) -> Result<Vec<Column>, SqlError> {
        let asked = self.database.query(query)?;
        let mut columns: Vec<(String, Option<Kind>)> = Vec::new();
        for column in asked.columns() {
            // Tools that read Parquet ask for columns by name.
            let mut name = column.name.clone();
            for number in 2.. {
                if !columns.iter().any(|(other, _)| *other == name) {
                    break;
                }
                name = format!("{} {number}", column.name);
            }
            columns.push((name, column.kind));
        }
        if columns.iter().any(|(_, kind)| kind.is_none()) {
            let known: Vec<bool> = columns.iter().map(|(_, kind)| kind.is_some()).collect();
            asked.for_each(|cells| {
                for ((cell, (_, kind)), known) in cells.iter().zip(&mut columns).zip(&known) {
                    if !known {
                        *kind = wider(*kind, cell.kind());
                    }
                }
                ControlFlow::Continue(())
            })?;
        }
        let column = |(name, kind): (String, Option<Kind>)| {
            Column::new(name, kind.unwrap_or(Kind::Text)).nullable()
        };
        Ok(columns.into_iter().map(column).collect())
    }

    fn listed(self) -> Rows {
        let mut rows = Vec::new();
        for table in self.database.tables() {
            for column in &table.columns {
                let kind = column.kind.word().to_owned();
                let (name, meaning) = (column.name.clone(), column.meaning.clone());
                rows.push(vec![table.name.clone(), name, kind, meaning]);
            }
        }
        let columns = ["table", "column", "type", "meaning"];
        Rows { columns: columns.map(str::to_owned).into(), rows }
    }
}

fn refused(error: &SqlError) -> Failure {
    let failure = Failure::new(escaped(&error.to_string()));
    match error {
        SqlError::NoSuchTable { nearest, tables, .. } => {
            let failure = match nearest {
                Some(name) => failure.hint(format!("did you mean {name}?")),
                None => failure,
            };
            failure.hint(format!("the tables are {}", tables.join(", ")))
        }
        SqlError::Query(_) => failure
            .hint("griot sql without a query lists the tables and their columns")
            .hint("the dialect is SQLite's; griot sql --help has the differences that matter"),
        SqlError::TooManyRows { .. } => {
            failure.hint("--format csv, json or parquet writes any number of rows")
        }
        SqlError::OutOfTime { .. } => failure.hint("--seconds 600 gives it ten minutes"),
        _ => failure,
    }
}

/// The kind that holds both: numbers hold integers, text holds everything.
fn wider(one: Option<Kind>, other: Option<Kind>) -> Option<Kind> {
    match (one, other) {
        (None, kind) | (kind, None) => kind,
        (Some(one), Some(other)) if one == other => Some(one),
        (Some(Kind::Integer | Kind::Number), Some(Kind::Integer | Kind::Number)) => {
            Some(Kind::Number)
        }
        _ => Some(Kind::Text),
    }
}

/// An answer as a table, asked again each time its rows are read.
struct AsTable<'d, 't> {
    database: &'d Database<'t>,
    query: &'d str,
    columns: Vec<Column>,
}

impl Table for AsTable<'_, '_> {
    fn name(&self) -> &'static str {
        "answer"
    }

    fn columns(&self) -> Vec<Column> {
        self.columns.clone()
    }

    fn rows(
        &self,
        each: &mut dyn FnMut(&[Cell<'_>]) -> ControlFlow<()>,
    ) -> Result<(), Unreadable> {
        let unreadable = |error: SqlError| Unreadable(error.to_string());
        let query = self.database.query(self.query).map_err(unreadable)?;
        query
            .for_each(|cells| {
                let cells: Vec<Cell<'_>> = cells
                    .iter()
                    .zip(&self.columns)
                    .map(|(cell, it)| as_kind(cell, it.kind))
                    .collect();
                each(&cells)
            })
            .map_err(unreadable)
    }
}

#[expect(clippy::cast_precision_loss, reason = "a column of doubles has no other room for it")]
fn as_kind<'c>(cell: &'c Cell<'_>, kind: Kind) -> Cell<'c> {
    match (cell, kind) {
        (Cell::Integer(number), Kind::Number) => Cell::Number(*number as f64),
        (cell, kind) if cell.kind().is_some_and(|it| it != kind) => Cell::Text(cell.text()),
        (cell, _) => cell.clone(),
    }
}
