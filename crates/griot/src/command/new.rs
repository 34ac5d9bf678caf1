//! `griot new`: start a case.

use std::{
    fs::{self, OpenOptions},
    io::Write as _,
    path::Path,
    process::ExitCode,
};

use griot_engine::case::new_case;

use crate::{custody, failure::Failure, terminal};

/// Start a case: a folder of plain files, with every key explained
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  griot new cases/mali
  griot new cases/mali --title \"Three ledgers\"

Nothing that exists is overwritten.
Next: griot add cases/mali letter.pdf preserves a first source.")]
pub struct Arguments {
    /// The folder to make; it may exist if it is empty
    dir: String,
    /// Title of the case; without it, the name of the folder
    #[arg(long)]
    title: Option<String>,
}

/// Runs `griot new`.
pub fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let folder = Path::new(&arguments.dir);
    refuse_to_overwrite(folder, &arguments.dir)?;
    let title = arguments.title.clone().unwrap_or_else(|| custody::case_name(&arguments.dir));
    let failed = |path: &Path, error: std::io::Error| {
        Failure::new(format!("{} cannot be written: {error}", path.display()))
    };
    for file in new_case(&title) {
        let path = folder.join(file.path);
        if let Some(parent) = path.parent() {
            #[expect(clippy::disallowed_methods, reason = "the binary makes the folder of a case")]
            fs::create_dir_all(parent).map_err(|error| failed(parent, error))?;
        }
        let mut written = OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&path)
            .map_err(|error| failed(&path, error))?;
        written.write_all(file.text.as_bytes()).map_err(|error| failed(&path, error))?;
    }
    writeln!(std::io::stdout().lock(), "{}", arguments.dir)?;
    terminal::say(&format!("a new case is in {}", arguments.dir));
    terminal::say(&format!(
        "help: say in {0}/case.toml what it asks, then griot add {0} FILE preserves a source",
        arguments.dir.trim_end_matches('/')
    ));
    Ok(ExitCode::SUCCESS)
}

fn refuse_to_overwrite(folder: &Path, typed: &str) -> Result<(), Failure> {
    if folder.join("case.toml").exists() {
        return Err(Failure::new(format!("{typed} is a case already; nothing was changed"))
            .hint(format!("griot build {typed} checks and publishes it")));
    }
    if folder.is_dir() {
        #[expect(clippy::disallowed_methods, reason = "the binary looks at the folder it is given")]
        let empty = fs::read_dir(folder)?.next().is_none();
        if !empty {
            return Err(Failure::new(format!("{typed} has files already; nothing was changed"))
                .hint("name a folder that does not exist yet, or an empty one"));
        }
    } else if folder.symlink_metadata().is_ok() {
        return Err(Failure::new(format!("{typed} is a file, not a folder; nothing was changed")));
    }
    Ok(())
}
