//! `griot events import`: what is this file, what of it can be read, and the events as one table.

use std::{fmt::Write as _, process::ExitCode};

use clap::ValueEnum;
use griot_analysis::event::whereabouts;
use griot_library::Library;
use griot_model::{Diagnostic, Severity};
use griot_table::{
    count_set_aside,
    event::EventList,
    event_csv::Mapping,
    event_list,
    gdelt::{self, Layout},
};
use serde_json::json;

use super::files::{mapping, print, read_file, tell, write_list};
use crate::{failure::Failure, terminal::say};

#[derive(Debug, clap::Args)]
pub(super) struct ImportArguments {
    /// A list of events, as its publisher has it; gzip is read as it is
    file: String,
    /// Write the events here: .parquet
    #[arg(short, long, value_name = "FILE")]
    output: Option<String>,
    /// Replace the file of --output if it is there already
    #[arg(long, requires = "output")]
    replace: bool,
    /// Names of columns, for lists in no publisher's format (TOML)
    #[arg(long, value_name = "FILE")]
    mapping: Option<String>,
    /// How to print
    #[arg(long, value_enum, default_value_t = ImportFormat::Pretty)]
    format: ImportFormat,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum ImportFormat {
    /// For people
    Pretty,
    /// For programs
    Json,
}

pub(super) fn run(arguments: &ImportArguments) -> Result<ExitCode, Failure> {
    let file = arguments.file.as_str();
    let output = arguments.output.as_deref();
    if let Some(output) = output.filter(|output| !output.ends_with(".parquet")) {
        return Err(Failure::new(format!("{output} does not end in .parquet"))
            .hint("griot events import FILE -o events.parquet"));
    }
    let bytes = read_file(file)?;
    if let Some(layout) = event_list::gdelt(file, &bytes) {
        return leads(arguments, &bytes, layout);
    }
    let mapping = mapping(arguments.mapping.as_ref())?;
    let list = read(file, &bytes, &mapping)?;
    drop(bytes);
    tell(&list.diagnostics);
    tell(&whereabouts(file, &list, Library::embedded()).into_iter().collect::<Vec<_>>());
    if list.events.is_empty() {
        let aside = set_aside(&list);
        let why = if aside > 0 {
            format!("{aside} rows were set aside")
        } else {
            "it has none".to_owned()
        };
        return Err(Failure::new(format!("no event was read from {file}; {why}"))
            .hint("a mapping file names the columns: griot events import --help"));
    }
    if let Some(output) = output {
        let inputs = [Some(file), arguments.mapping.as_deref()];
        let inputs: Vec<&str> = inputs.into_iter().flatten().collect();
        write_list(&list, output, &inputs, arguments.replace)?;
    }
    let aside = set_aside(&list);
    let text = match arguments.format {
        ImportFormat::Pretty => {
            let mut text = String::new();
            let deaths = list.events.iter().filter_map(|event| event.deaths);
            let [best, low, high] = deaths.fold([0_u64; 3], |[best, low, high], it| {
                [best + u64::from(it.best), low + u64::from(it.low), high + u64::from(it.high)]
            });
            let first = list.events.iter().map(|event| event.first).min();
            let last = list.events.iter().map(|event| event.last).max();
            let rows = if list.aggregated { "counts" } else { "events" };
            writeln!(text, "{}", list.layout).map_err(Failure::new)?;
            write!(text, "{} {rows}", list.events.len()).map_err(Failure::new)?;
            if let (Some(first), Some(last)) = (first, last) {
                write!(text, " from {first} to {last}").map_err(Failure::new)?;
            }
            let is_known = list.events.iter().any(|event| event.deaths.is_some());
            if is_known {
                write!(text, ", {best} deaths ({low} to {high})").map_err(Failure::new)?;
            } else {
                write!(text, ", no numbers of deaths").map_err(Failure::new)?;
            }
            writeln!(text, ", {aside} rows set aside").map_err(Failure::new)?;
            text
        }
        ImportFormat::Json => {
            let value = json!({
                "griot": env!("CARGO_PKG_VERSION"), "file": file, "layout": list.layout,
                "events": list.events.len(), "set_aside": aside, "counts": list.aggregated,
                "output": output,
            });
            serde_json::to_string_pretty(&value).map_err(Failure::new)? + "\n"
        }
    };
    print(&text)?;
    if let Some(output) = output {
        say(&format!("{} events are in {output}, {aside} rows set aside", list.events.len()));
    }
    Ok(ExitCode::SUCCESS)
}

fn read(file: &str, bytes: &[u8], mapping: &Mapping) -> Result<EventList, Failure> {
    event_list::read(file, bytes, mapping).map_err(|error| {
        Failure::new(error).hint("a mapping file names the columns: griot events import --help")
    })
}

/// Rows that were not read; an error is about a row or about the whole file.
fn set_aside(list: &EventList) -> u64 {
    let errors = list
        .diagnostics
        .iter()
        .filter(|seen: &&Diagnostic| seen.severity == Severity::Error && seen.line.is_some());
    count_set_aside(&list.diagnostics) + u64::try_from(errors.count()).unwrap_or(u64::MAX)
}

/// GDELT is no list of events: its rows are said to be what they are.
fn leads(
    arguments: &ImportArguments,
    bytes: &[u8],
    layout: Layout,
) -> Result<ExitCode, Failure> {
    if arguments.output.is_some() {
        return Err(Failure::new(
            "GDELT's rows are leads, not events, and are not written as such",
        )
        .hint("griot events fuse A.csv B.csv --leads FILE attaches them to events"));
    }
    let file = arguments.file.as_str();
    let (what, rows, more, aside) = match layout {
        Layout::Mentions => {
            let found = gdelt::read_mentions(file, bytes).map_err(Failure::new)?;
            tell(&found.diagnostics);
            ("GDELT mentions, 16 fields", found.rows.len(), 0, found.set_aside())
        }
        Layout::Events1 | Layout::Events2 => {
            let found = gdelt::read_events(file, bytes, layout).map_err(Failure::new)?;
            tell(&found.diagnostics);
            let what = if layout == Layout::Events2 {
                "GDELT 2.0 events, 61 fields"
            } else {
                "GDELT 1.0 events, 58 fields"
            };
            let more: u64 = found.rows.iter().map(|lead| lead.further).sum();
            (what, found.rows.len(), more, found.set_aside())
        }
    };
    let text = match arguments.format {
        ImportFormat::Pretty => format!(
            "{what}\n{rows} leads, each an article; {more} further rows about the same articles, {aside} rows set aside\n\
             a lead says that an article was written, and never counts as an event\n"
        ),
        ImportFormat::Json => {
            let value = json!({
                "griot": env!("CARGO_PKG_VERSION"), "file": file, "layout": what,
                "leads": rows, "further_rows": more, "set_aside": aside,
            });
            serde_json::to_string_pretty(&value).map_err(Failure::new)? + "\n"
        }
    };
    print(&text)?;
    Ok(ExitCode::SUCCESS)
}
