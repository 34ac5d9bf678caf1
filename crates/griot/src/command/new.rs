//! `griot new`: start a case.

use std::{
    fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
    process::ExitCode,
};

use griot_case::new_case;

use crate::failure::Failure;

/// Start a case: a folder of plain files to fill in
#[derive(Debug, clap::Args)]
#[command(after_help = "Next: fill in case.toml, then `griot check DIR/report.md --case DIR`.")]
pub(crate) struct Arguments {
    /// Folder to make; it must not hold anything yet
    folder: PathBuf,
    /// Title of the case; the name of the folder where missing
    #[arg(long)]
    title: Option<String>,
}

/// Runs `griot new`; a folder that already holds something is left alone.
pub(crate) fn run(arguments: Arguments) -> Result<ExitCode, Failure> {
    let folder = arguments.folder;
    let shown = folder.display();
    if holds_something(&folder)? {
        return Err(Failure::new(format!("{shown} already holds files; nothing was written"))
            .hint("name a folder that does not exist yet"));
    }
    let title = arguments.title.unwrap_or_else(|| {
        folder.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
    });
    let mut output = io::stdout().lock();
    for file in new_case(&title) {
        let path = folder.join(file.path);
        write_new(&path, &file.text).map_err(|error| {
            Failure::new(format!("{} cannot be written: {error}", path.display()))
        })?;
        writeln!(output, "{}", path.display())?;
    }
    Ok(ExitCode::SUCCESS)
}

#[expect(clippy::disallowed_methods, reason = "the binary is where files are read")]
fn holds_something(folder: &Path) -> Result<bool, Failure> {
    match fs::read_dir(folder) {
        Ok(mut entries) => Ok(entries.next().is_some()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => {
            Err(Failure::new(format!("{} cannot be made a case: {error}", folder.display())))
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the binary is where files are written")]
fn write_new(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::File::create_new(path)?.write_all(text.as_bytes())
}
