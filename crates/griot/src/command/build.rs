//! `griot build`: findings, check and site of a case, as static files.

use std::{io::Write as _, path::Path, process::ExitCode};

use griot_archive::{Archive, Digest, FolderStore, Incoming, Operation};
use griot_model::world::World as _;
use griot_report::WriteError;

use crate::{
    custody,
    disk::Disk,
    failure::Failure,
    publication::{self, Publication},
    render,
    terminal::{self, Terminal},
};

/// Build the site of a case: findings, the checked report, and the rows behind every number
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  griot build cases/mali                   writes site/mali
  griot build cases/mali -o /srv/www/mali
  griot build cases/mali --no-archive      where the case folder cannot be written to

The folder is replaced as a whole; a build that fails leaves the old site. What case.toml does not
name under [publish] stays on this machine. The build is logged in the archive of the case.
Exit status: 0 well, 1 a bound claim is contradicted (the site says so), 2 griot could not work.
Next: griot serve cases/mali")]
pub(crate) struct Arguments {
    /// The case folder
    case: String,
    /// Where to write the site; without it, site/ and the name of the case folder
    #[arg(short, long, value_name = "DIR")]
    output: Option<String>,
    /// Print every claim, not only what is contradicted or conflicting
    #[arg(long)]
    all: bool,
    /// Do not preserve the inputs and log the build in the archive of the case
    #[arg(long)]
    no_archive: bool,
}

/// Runs `griot build`.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let folder = arguments.case.as_str();
    let output = arguments
        .output
        .clone()
        .unwrap_or_else(|| format!("site/{}", custody::case_name(folder)));
    let publication = publication::of(folder)?;
    // An archive that cannot be written to is said before the old site is touched.
    let archive = if arguments.no_archive { None } else { Some(opened(folder)?) };
    griot_report::write(&publication.site, Path::new(&output))
        .map_err(|error| not_written(&error))?;
    say_what_was_seen(&publication, folder, arguments.all)?;
    if let Some(archive) = archive {
        record(archive, folder, &publication).map_err(|failure| {
            failure.hint(format!("the site was written to {output}; the build was not logged"))
        })?;
    }
    writeln!(std::io::stdout().lock(), "{output}")?;
    terminal::say(&format!(
        "the site is in {output}: open {output}/index.html, or run griot serve {folder}"
    ));
    Ok(exit_code(&publication))
}

/// Prints diagnostics and verdicts, and the summary of the check.
pub(crate) fn say_what_was_seen(
    publication: &Publication,
    folder: &str,
    all: bool,
) -> Result<(), Failure> {
    let check = &publication.check;
    let terminal = Terminal::of_output();
    let about_case =
        render::pretty::material(&publication.diagnostics, terminal.colour, terminal.width);
    if !about_case.is_empty() {
        terminal::say(about_case.trim_end());
    }
    let shown = render::to_print(check, all);
    let path = format!("{}/{}", folder.trim_end_matches('/'), publication.case.settings.report);
    let text = render::pretty::report(check, &path, &shown, terminal.colour, terminal.width);
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    terminal::say(&render::summary(check));
    Ok(())
}

/// 1 where a claim that the author bound is contradicted.
pub(crate) fn exit_code(publication: &Publication) -> ExitCode {
    if griot_check::breaks(&publication.check) { ExitCode::from(1) } else { ExitCode::SUCCESS }
}

fn opened(folder: &str) -> Result<Archive<FolderStore>, Failure> {
    custody::open_or_create(folder)
        .map_err(|failure| failure.hint("--no-archive builds without logging it"))
}

/// Preserves what the build read, and logs what it made: the digest is that of the site's list of
/// files, which has the digest of each.
fn record(
    mut archive: Archive<FolderStore>,
    folder: &str,
    publication: &Publication,
) -> Result<(), Failure> {
    let folder = folder.trim_end_matches('/');
    let files: Vec<(String, Vec<u8>)> = publication::inputs(&publication.case)
        .into_iter()
        // What is not there was said while the case was read.
        .filter_map(|name| Some((Disk.read(&format!("{folder}/{name}")).ok()?, name)))
        .map(|(bytes, name)| (name, bytes))
        .collect();
    let incoming: Vec<Incoming<'_>> = files
        .iter()
        .map(|(name, bytes)| Incoming { name, media_type: super::add::media_type(name), bytes })
        .collect();
    let manifest = publication.site.get(griot_report::MANIFEST);
    let operation = Operation {
        result: manifest.map(|page| Digest::of(&page.bytes)),
        ..custody::operation("build", &[])
    };
    let entry =
        archive.add(&incoming, operation).map_err(|error| custody::refused(folder, &error))?;
    terminal::say(&format!("the build is entry {} of the archive", entry.index));
    Ok(())
}

fn not_written(error: &WriteError) -> Failure {
    let failure = Failure::new(error);
    match error {
        WriteError::NotASite(_) | WriteError::NotAFolder(_) => {
            failure.hint("-o DIR writes the site elsewhere")
        }
        WriteError::Disk { .. } => failure.hint("the old site, if there was one, is as it was"),
    }
}
