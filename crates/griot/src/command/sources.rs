//! `griot sources`: what a report cites, and what of it is not held.

use std::{io::Write as _, process::ExitCode};

use super::{check::read_report, proofs};
use crate::{failure::Failure, terminal};

/// List what a report cites and nobody holds
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  griot sources missing draft.docx --sources proofs/ > missing.csv   one table of what to fetch
  griot sources missing report.md --case cases/mali

Next: griot add CASE ADDRESS keeps one of them, griot add CASE --addresses missing.csv all of them.")]
pub(crate) struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Sources that are cited and not held, or held and not readable, as CSV
    Missing(Missing),
}

#[derive(Debug, clap::Args)]
struct Missing {
    /// The report whose notes are read
    report: String,
    /// A case folder whose sources are held
    #[arg(long, value_name = "DIR")]
    case: Option<String>,
    /// A folder or ZIP of sources
    #[arg(long, value_name = "DIR|ZIP")]
    sources: Option<String>,
}

/// Runs `griot sources`.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let What::Missing(arguments) = &arguments.what;
    let bytes = read_report(&arguments.report)?;
    let document = proofs::document(&arguments.report, &bytes)?;
    let case = arguments.case.as_deref().map(super::open_case).transpose()?;
    let opening = proofs::opened(
        &document,
        arguments.sources.as_deref(),
        arguments.case.as_deref().zip(case.as_ref()),
    )?
    .ok_or_else(|| {
        Failure::new("nothing says which sources are held")
            .hint("add --sources DIR or --case DIR")
    })?;
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["cited", "url", "notes", "status", "why"]).map_err(Failure::new)?;
    for missing in &opening.missing {
        let status = match missing.status {
            griot_proof::HeldStatus::Unreadable => "unreadable",
            _ => "not-held",
        };
        let notes = missing.notes.join(" ");
        let row = [&missing.cited, &missing.url, &notes, status, &missing.why];
        let row = row.map(|cell| griot_text::formula::harmless(cell));
        writer.write_record(row.iter().map(AsRef::as_ref)).map_err(Failure::new)?;
    }
    let table = writer.into_inner().map_err(|error| Failure::new(error.to_string()))?;
    let mut out = std::io::stdout().lock();
    out.write_all(&table)?;
    out.flush()?;
    terminal::say(&format!("{} sources are cited and not held", opening.missing.len()));
    Ok(ExitCode::SUCCESS)
}
