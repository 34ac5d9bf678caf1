//! `griot build`: findings, check and site of a case, as static files.

use std::{io::Write as _, path::Path, process::ExitCode};

use griot_archive::{Archive, ArchiveError, Batch, Digest, Door, FolderStore, Operation};
use griot_report::{Step, WriteError};

use crate::{
    custody, disk,
    failure::Failure,
    interrupt, leaving, output,
    publication::{self, Publication},
    render::{self, spelt},
    terminal::{self, Terminal},
};

/// Build the site of a case: findings, the checked report, and the rows behind every number
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  griot build cases/mali                   writes site/mali
  griot build cases/mali -o /srv/www/mali
  griot build cases/mali --dry-run         shows what would leave this machine
  griot build cases/mali --no-archive      where the case folder cannot be written to

The site is replaced as a whole; a build that fails leaves the old one. Files in the folder that griot
did not write stay. What case.toml does not name under [publish] stays on this machine. The build is
logged in the archive of the case, with every file that it read.
What leaves is listed in publish.lock of the case folder: --dry-run shows the list, and where something
new would leave, the build stops until --yes accepts it (docs/publishing.md).
Exit status: 0 well, 1 a bound claim is contradicted (the site says so), 2 griot could not work.
Next: griot serve cases/mali")]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag, as it is typed")]
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
    /// Show what would leave this machine, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Accept what would leave, and keep the list as publish.lock in the case folder
    #[arg(long)]
    yes: bool,
}

/// Runs `griot build`.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let folder = arguments.case.as_str();
    let typed = arguments.output.clone();
    let output = typed.unwrap_or_else(|| format!("site/{}", custody::case_name(folder)));
    let files = disk::of_case(folder)?;
    output::apart_from_case(Path::new(&output), Path::new(folder))?;
    let door = Door::new(&files, folder);
    let keeps = !arguments.no_archive && !arguments.dry_run;
    let secret: publication::Secret = if keeps {
        leaving::secret_or_new
    } else {
        |folder, _case| Ok(leaving::secret(folder))
    };
    let publication = publication::of(&door, folder, secret)?;
    if arguments.dry_run {
        leaving::show(folder, &publication.leaving)?;
        return Ok(exit_code(&publication));
    }
    leaving::accept(folder, &publication.leaving, arguments.yes)?;
    let mut archive = if arguments.no_archive { None } else { Some(opened(folder)?) };
    // What was read is preserved before the old site is touched, and logged when the new one is
    // in its place.
    let batch = archive.as_mut().map(|archive| preserved(archive, &door, folder));
    let batch = batch.transpose()?;
    interrupt::watch()?;
    let mut before = |step| match step {
        // What is left to do is to clear up.
        Step::Retire => Ok(()),
        _ => interrupt::check(),
    };
    griot_report::write(&publication.site, Path::new(&output), &mut before)
        .map_err(|error| not_written(&error, &output))?;
    if let Some(batch) = batch {
        record(batch, folder, &door, &publication).map_err(|failure| {
            failure.hint(format!("the site was written to {output}; the build was not logged"))
        })?;
    }
    interrupt::end();
    say_what_was_seen(&publication, folder, arguments.all)?;
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

/// The beginning of an operation, with all that the build has read, and every other file in `data`,
/// since a table there may be why a page says what it says.
fn preserved<'a>(
    archive: &'a mut Archive<FolderStore>,
    door: &Door<'_>,
    folder: &str,
) -> Result<Batch<'a, FolderStore>, Failure> {
    let folder = folder.trim_end_matches('/');
    for name in griot_case::data_files(door, folder) {
        if let Err(error) = door.digest(&format!("{folder}/{name}")) {
            let name = spelt(&name);
            terminal::say(&format!("warning: {name} cannot be preserved: {error}"));
        }
    }
    let refused = |error| custody::refused(folder, &error);
    let mut batch = archive.begin().map_err(refused)?;
    door.preserve(&mut batch, super::add::media_type).map_err(|error| match &error {
        ArchiveError::Input { name, .. } => custody::refused(folder, &error)
            .hint(format!("build again, when nobody is writing to {name}")),
        _ => custody::refused(folder, &error),
    })?;
    Ok(batch)
}

/// Logs what was made: the digest is that of the site's list of files, which has the digest of each.
fn record(
    batch: Batch<'_, FolderStore>,
    folder: &str,
    door: &Door<'_>,
    publication: &Publication,
) -> Result<(), Failure> {
    let manifest = publication.site.get(griot_report::MANIFEST);
    let files = door.used(super::add::media_type).len().to_string();
    let operation = Operation {
        result: manifest.map(|page| Digest::of(&page.bytes)),
        ..custody::operation("build", &[(custody::FILES, &files)])
    };
    let entry = batch.commit(operation).map_err(|error| custody::refused(folder, &error))?;
    terminal::say(&format!("the build is entry {} of the archive", entry.index));
    Ok(())
}

fn not_written(error: &WriteError, output: &str) -> Failure {
    let failure = Failure::new(error);
    match error {
        WriteError::NotASite(_) | WriteError::NotAFolder(_) => {
            failure.hint("-o DIR writes the site elsewhere")
        }
        WriteError::InTheWay(path) => failure.hint(format!(
            "move {} away, or write the site elsewhere with -o DIR; nothing was touched",
            path.display()
        )),
        WriteError::NotCarried { .. } => {
            failure.hint("move it away, or write the site elsewhere with -o DIR")
        }
        WriteError::Disk { .. } => {
            failure.hint(format!("{output} is as it was; the next build clears up"))
        }
    }
}
