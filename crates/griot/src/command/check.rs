//! `griot check`: a report, sentence by sentence.

use std::{io::Write as _, path::Path, process::ExitCode};

use clap::ValueEnum;
use griot_check::Given;
use griot_library::Library;
use griot_model::{bounds, decoding, world::World as _};

use crate::{
    disk::{self, Disk},
    failure::Failure,
    render,
    terminal::{self, Terminal},
    worker::Reader,
};

/// Check a report (.md .txt .html .docx) against the library and a case
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  griot check article.md                      against the tables that come with griot
  griot check article.md --case cases/mali    with the actors, terms and dates of a case
  griot check draft.docx                      places are paragraphs and notes of the file
  griot check article.md --table gdp.csv      a series of numbers is evidence too
  griot check article.md --table owid/        every CSV of a folder, with its metadata.json
  griot check article.md --all                every claim, not only what is contradicted
  griot check article.md --format json | jq '.claims[] | select(.verdict == \"contradicted\")'

Exit status: 0 nothing is contradicted, 1 the evidence contradicts something, 2 griot could not work.
Next: griot explain C0103 tells what a rule checks.")]
pub(crate) struct Arguments {
    /// The report to check
    report: String,
    /// A case folder whose actors, terms, timeline and statements are evidence too
    #[arg(long, value_name = "DIR")]
    case: Option<String>,
    /// A CSV with entities, times and values whose numbers are evidence too, or a folder of them; may be repeated
    ///
    /// What it measures is told by a .toml of the same name (title, unit, definition) or by a metadata.json beside or above it.
    #[arg(long = "table", value_name = "FILE")]
    tables: Vec<String>,
    /// The day of the text, where it does not say it: what "is" and "last year" are reckoned from
    #[arg(long, value_name = "DAY")]
    dateline: Option<jiff::civil::Date>,
    /// How to print what was found
    #[arg(long, value_enum, default_value_t = Format::Pretty)]
    format: Format,
    /// Print every claim, not only what is contradicted or conflicting
    #[arg(long)]
    all: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// As a compiler does
    Pretty,
    /// Whole sentences, for a screen reader or a log
    Plain,
    /// JSON, as docs/formats promises
    Json,
}

/// Runs `griot check`.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let bytes = read_report(&arguments.report)?;
    let case = arguments.case.as_deref().map(super::open_case).transpose()?;
    let library = Library::embedded();
    let name = Path::new(&arguments.report)
        .file_name()
        .map_or_else(|| arguments.report.clone(), |name| name.to_string_lossy().into_owned());
    let series = super::series::read(&Disk, &arguments.tables)?;
    let given = Given { series: vec![&series], dateline: arguments.dateline };
    let mut reader = Reader::default();
    let document = reader.document(&bytes, &name)?.map_err(|error| {
        Failure::new(format!("{} cannot be checked: {error}", arguments.report))
    })?;
    say_without(&reader);
    let sha256 = griot_check::sha256(&bytes);
    let report = griot_check::check_document(document, sha256, library, case.as_ref(), &given);
    let terminal = Terminal::of_output();
    let shown = render::to_print(&report, arguments.all);
    let text = match arguments.format {
        Format::Pretty => render::pretty::report(
            &report,
            &arguments.report,
            &shown,
            terminal.colour,
            terminal.width,
        ),
        Format::Plain => render::plain::report(&report, &arguments.report, &shown),
        Format::Json => griot_report::wire::check_json(&report, &griot_check::rules::docs())
            .map_err(Failure::new)?,
    };
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    terminal::say(&render::summary(&report));
    if !arguments.all
        && arguments.format != Format::Json
        && report.coverage.claims > shown.len()
    {
        terminal::say("help: --all prints every claim with what would settle it");
    }
    let contradicted = report.coverage.contradicted > 0;
    Ok(if contradicted { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

/// Says what the process that reads files could not give up here.
pub(crate) fn say_without(reader: &Reader) {
    if !reader.without().is_empty() {
        let without = reader.without().join(", ");
        terminal::say(&format!("note: the file was read without {without}"));
    }
}

/// The bytes of a report, or what to do instead.
pub(crate) fn read_report(path: &str) -> Result<Vec<u8>, Failure> {
    if Disk.is_folder(path) {
        return Err(Failure::new(format!("{path} is a folder, not a report"))
            .hint(format!("griot build {path} checks and publishes a case")));
    }
    let bytes = disk::read(Path::new(path), bounds::DOCUMENT)?;
    if bytes.len() as u64 > bounds::REPORT && decoding::signature(&bytes).is_none() {
        let instead = "divide it by chapter";
        return Err(Failure::new(bounds::TooLarge::bytes(path, bounds::REPORT, instead)));
    }
    Ok(bytes)
}
