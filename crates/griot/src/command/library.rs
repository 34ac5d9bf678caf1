//! `griot library`: the reference tables that come with griot.

use std::{
    fs,
    io::{self, IsTerminal as _, Write as _},
    path::{Path, PathBuf},
    process::ExitCode,
    time::Duration,
};

use clap::{Subcommand, ValueEnum};
use griot_library::{Built, Library, build};
use griot_model::{Diagnostic, Note, Severity, TableDescription};
use indicatif::ProgressBar;

use crate::{disk::Disk, failure::Failure};

/// The reference tables that come with griot
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Makes the tables from publishers' files
    Build {
        /// Folder with the publishers' files, as described in its README files
        data: PathBuf,
        /// Folder to write the tables to
        #[arg(short, long, default_value = "library")]
        output: PathBuf,
        /// Shows every oddity of the publishers' files, not only the rows that were set aside
        #[arg(long)]
        notes: bool,
    },
    /// Shows where each table is from, what it covers and what it lacks
    List {
        /// Table to show with its gaps and columns
        table: Option<String>,
        /// How to print
        #[arg(long, value_enum, default_value_t = Format::Pretty)]
        format: Format,
    },
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// For people
    Pretty,
    /// For programs: the descriptions as JSON
    Json,
}

/// Runs `griot library`.
pub(crate) fn run(arguments: Arguments) -> Result<ExitCode, Failure> {
    match arguments.command {
        Command::Build { data, output, notes } => build_tables(&data, &output, notes),
        Command::List { table, format } => list(table.as_deref(), format),
    }
}

fn build_tables(data: &Path, output: &Path, notes: bool) -> Result<ExitCode, Failure> {
    if !data.is_dir() {
        return Err(Failure::new(format!("{} is not a folder", data.display()))
            .hint("give the folder that holds votes, politics, events, entities and world"));
    }
    let progress = if io::stderr().is_terminal() {
        let bar = ProgressBar::new_spinner();
        bar.enable_steady_tick(Duration::from_millis(100));
        bar
    } else {
        ProgressBar::hidden()
    };
    let mut step = |what: &str| progress.set_message(what.to_owned());
    let built = build(&Disk, &data.to_string_lossy(), &mut step).map_err(|error| {
        let cause = std::error::Error::source(&error).map(|cause| format!(": {cause}"));
        Failure::new(format!("{error}{}", cause.unwrap_or_default()))
    })?;
    progress.set_message("writing");
    write_tables(&built, output)?;
    progress.finish_and_clear();
    report(&built, output, notes)?;
    Ok(ExitCode::SUCCESS)
}

/// Writes each table beside its place and then moves it there, so that no reader sees half of one.
#[expect(clippy::disallowed_methods, reason = "the binary writes the real files")]
fn write_tables(built: &Built, output: &Path) -> Result<(), Failure> {
    let cannot = |path: &Path, error: &io::Error| {
        Failure::new(format!("{} cannot be written: {error}", path.display()))
    };
    fs::create_dir_all(output).map_err(|error| cannot(output, &error))?;
    for table in &built.tables {
        let place = output.join(format!("{}.parquet", table.description.name));
        let beside = place.with_extension("parquet.new");
        fs::write(&beside, &table.parquet).map_err(|error| cannot(&beside, &error))?;
        fs::rename(&beside, &place).map_err(|error| cannot(&place, &error))?;
    }
    Ok(())
}

fn report(built: &Built, output: &Path, notes: bool) -> Result<(), Failure> {
    let mut err = io::stderr().lock();
    for seen in &built.diagnostics {
        if notes || seen.severity != Severity::Note {
            writeln!(err, "{}", line_of(seen))?;
        }
    }
    let mut out = io::stdout().lock();
    for table in &built.tables {
        let TableDescription { name, rows, rows_set_aside, .. } = &table.description;
        let bytes = table.parquet.len();
        writeln!(
            out,
            "{name:<20} {rows:>9} rows {rows_set_aside:>3} set aside {bytes:>9} bytes"
        )?;
    }
    let total: usize = built.tables.iter().map(|table| table.parquet.len()).sum();
    writeln!(out, "{:<20} {:>9}      {:>3}           {total:>9} bytes", "in all", "", "")?;
    let [matched, listed, _] = built.join.matched;
    let [cells, differing] = built.join.cells;
    let [early, late] = built.join.dates_differ;
    writeln!(
        out,
        "{matched} of {listed} roll calls of the UN Digital Library matched by their votes; \
         {differing} of {cells} votes and {} days differ",
        early + late
    )?;
    let noted = built.diagnostics.iter().filter(|seen| seen.severity == Severity::Note).count();
    writeln!(out, "written to {}", output.display())?;
    if !notes && noted > 0 {
        writeln!(err, "note: {noted} oddities were read all the same; --notes shows them")?;
    }
    Ok(())
}

fn line_of(seen: &Diagnostic) -> String {
    let kind = match seen.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    };
    let place = match (seen.line, seen.column) {
        (Some(line), Some(column)) => format!(":{line}:{column}"),
        (Some(line), None) => format!(":{line}"),
        (None, _) => String::new(),
    };
    let mut text = format!("{kind}: {}{place}: {}", seen.file, seen.message);
    for note in &seen.notes {
        let (Note::Note(words) | Note::Help(words)) = note;
        text.push_str("\n  ");
        text.push_str(words);
    }
    text
}

fn list(table: Option<&str>, format: Format) -> Result<ExitCode, Failure> {
    let library = Library::embedded();
    let described: Vec<&TableDescription> = match table {
        None => library.descriptions().iter().collect(),
        Some(name) => vec![library.description(name).ok_or_else(|| {
            let names = library.descriptions().iter().map(|table| table.name.as_str());
            let names = names.collect::<Vec<_>>().join(", ");
            Failure::new(format!("the library has no table {name}"))
                .hint(format!("it has {names}"))
        })?],
    };
    let mut out = io::stdout().lock();
    if matches!(format, Format::Json) {
        let json = serde_json::to_string_pretty(&described).map_err(Failure::new)?;
        writeln!(out, "{json}")?;
        return Ok(ExitCode::SUCCESS);
    }
    for description in described {
        describe(&mut out, description, table.is_some())?;
        if table.is_some() {
            writeln!(out, "\n  columns")?;
            for column in library.columns(&description.name).unwrap_or_default() {
                writeln!(
                    out,
                    "    {:<28} {:<12} {}",
                    column.name, column.kind, column.meaning
                )?;
            }
        }
    }
    if table.is_none() {
        writeln!(out, "griot library list NAME shows a table's gaps and columns")?;
    }
    Ok(ExitCode::SUCCESS)
}

fn describe(
    out: &mut impl io::Write,
    description: &TableDescription,
    whole: bool,
) -> Result<(), Failure> {
    let TableDescription {
        name, row_is, source, version, licence, rows, rows_set_aside, ..
    } = description;
    let coverage = &description.coverage;
    let days = match (coverage.first, coverage.last) {
        (Some(first), Some(last)) => format!("{first} to {last}"),
        _ => "not about time".to_owned(),
    };
    let countries = match coverage.countries.len() {
        0 => "not about countries".to_owned(),
        number => format!("{number} countries"),
    };
    writeln!(out, "{name}")?;
    writeln!(out, "  {row_is}")?;
    writeln!(out, "  source    {source}")?;
    writeln!(out, "  version   {version}")?;
    writeln!(out, "  licence   {licence}")?;
    writeln!(out, "  coverage  {countries}, {days}")?;
    writeln!(out, "  rows      {rows}, {rows_set_aside} set aside when built")?;
    if whole {
        writeln!(out, "  files     {}", description.files.join(", "))?;
        writeln!(out, "\n  gaps")?;
        for gap in &coverage.gaps {
            writeln!(out, "    {gap}")?;
        }
    } else {
        writeln!(out)?;
    }
    Ok(())
}
