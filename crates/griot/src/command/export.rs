//! `griot export`: a case in a form that other tools open.

use std::{
    io::Write as _,
    path::{Path, PathBuf},
    process::ExitCode,
};

use griot_library::Library;
use indicatif::ProgressBar;

use crate::{case_file, failure::Failure, output, publication, terminal::say};

/// Write a case as one file that other tools open
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  griot export cases/mali --to sqlite -o mali.sqlite
  datasette mali.sqlite                    tables, findings and claims in the browser
  sqlite3 mali.sqlite \"select title from findings\"

The file has every table of the library and of the case with keys and indices, sources_and_licences,
findings with a view of the rows behind each, and the claims of the report with their evidence.
What case.toml does not name under [publish] stays out, and what was left out is said.
Next: docs/sql.md")]
pub(crate) struct Arguments {
    /// The case folder
    case: String,
    /// What to write
    #[arg(long, value_enum)]
    to: To,
    /// The file to write
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// Replace the file of --output if it is there already
    #[arg(long)]
    replace: bool,
    /// Put in what the case does not publish as well; such a file is for yourself
    #[arg(long)]
    everything: bool,
}

/// Forms of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum To {
    /// One SQLite file: Datasette, DB Browser, pandas, R, QGIS
    Sqlite,
}

/// Runs `griot export`.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let To::Sqlite = arguments.to;
    let folder = arguments.case.as_str();
    let settings = Path::new(folder).join("case.toml");
    let inputs = [settings.as_path()];
    output::is_free(&arguments.output, &inputs)?;
    let library: &'static Library = Library::embedded();
    let bar = ProgressBar::new_spinner();
    bar.enable_steady_tick(std::time::Duration::from_millis(200));
    bar.set_message("reading the case");
    let case = super::open_case(folder)?;
    let computed =
        publication::computed(&case, folder, library, &|step| bar.set_message(step))?;
    bar.set_message("writing the tables");
    let written = case_file::written(&case, library, &computed, arguments.everything)?;
    let (output, replaces) = (&arguments.output, arguments.replace);
    output::file(output, &inputs, replaces, |out| Ok(out.write_all(&written.file.bytes)?))?;
    bar.finish_and_clear();
    for note in &written.file.notes {
        say(&format!("note: {note}"));
    }
    for what in &written.left_out {
        say(&format!("left out: {what}"));
    }
    let path = arguments.output.display();
    writeln!(std::io::stdout().lock(), "{path}")?;
    Ok(ExitCode::SUCCESS)
}
