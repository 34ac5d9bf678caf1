//! `griot add`: preserve a source.

mod arguments;
mod fetching;
mod input;
mod intake;
mod proposed;
mod sheet;

use std::{
    collections::BTreeSet,
    io::Write as _,
    path::{Path, PathBuf},
    process::ExitCode,
};

use griot_archive::Operation;
use indicatif::{ProgressBar, ProgressStyle};

pub(crate) use self::arguments::{Arguments, media_type};
use self::{
    input::Input,
    intake::{Done, Intake, Outcome},
};
use crate::{custody, disk, failure::Failure, named, render::spelt, terminal};

/// Sources up to which each is looked at for a table's format.
const FEW: usize = 16;

/// Runs `griot add`.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let (addresses, files) = fetching::named(arguments)?;
    let case = arguments.case.as_str();
    not_the_case_itself(case, &files)?;
    let files = named::files(&files)?;
    if files.len() + addresses.len() > 1
        && (arguments.id.is_some() || arguments.title.is_some())
    {
        return Err(Failure::new("--id and --title are for one file, and several are named")
            .hint("add them one by one, or leave both out"));
    }
    if let Some(id) = arguments.id.as_deref().filter(|id| !is_id(id)) {
        return Err(Failure::new(format!("{id:?} is not an id"))
            .hint("an id has lower-case letters, digits and hyphens: ministry-2023"));
    }
    griot_case::settings(&disk::of_case(case)?, case).map_err(|error| {
        Failure::new(format!("the case {case} cannot be opened: {error}")).hint(error.hint())
    })?;
    let mut inputs: Vec<Input> = files
        .iter()
        .map(|file| Input::of(Path::new(case), file))
        .collect::<Result<_, Failure>>()?;
    // What is fetched lies here until the archive has it.
    let aside = tempfile::tempdir()?;
    let unkept = fetching::fetch(case, aside.path(), &addresses, &mut inputs)?;
    if inputs.is_empty() {
        return Ok(ExitCode::from(2));
    }
    let proposed = proposed::of(&inputs)?;
    let refused = |error| custody::refused(case, &error);
    let mut archive = custody::open_or_create(case)?;
    // From here on nobody else adds, so that no id and no name is given twice.
    let mut batch = archive.begin().map_err(refused)?;
    let mut intake = Intake::begin(arguments, proposed, &batch)?;
    let bar = bar(&inputs);
    for input in &inputs {
        intake.take(&mut batch, input, &mut bar.wrap_read(input.open()?))?;
    }
    bar.finish_and_clear();
    // The rows first: where they are and the log is not, adding again logs them. The other way
    // round, a source would be in the log of which nobody said what it is.
    intake.write()?;
    let logged = |done: &&Done| matches!(done.outcome, Outcome::Logged { .. });
    let entry = if intake.has_answers || intake.done.iter().any(|done| logged(&done)) {
        let operation = operation(arguments, &addresses, intake.done.iter().filter(logged));
        let logged = batch.commit(operation).map_err(|error| {
            refused(error).hint("sources.csv names what was added; adding again logs it")
        });
        Some(logged?)
    } else {
        None
    };
    report(&intake, entry.map(|entry| entry.index))?;
    terminal::say(&format!(
        "help: griot archive verify {case} shows that nothing was changed since"
    ));
    if unkept > 0 {
        terminal::say(&format!(
            "{unkept} of {} addresses could not be kept; adding the list again asks for all of it",
            addresses.len()
        ));
        return Ok(ExitCode::from(2));
    }
    Ok(ExitCode::SUCCESS)
}

/// Refuses a case that is named as a source of itself, and names that stand in the wrong order.
fn not_the_case_itself(case: &str, files: &[PathBuf]) -> Result<(), Failure> {
    let own = Path::new(case);
    if own.is_file() {
        let failure =
            Failure::new(format!("{case} is a file, and no case to add something to"));
        let folder = files.iter().find(|file| file.join("case.toml").is_file());
        return Err(failure.hint(match folder {
            Some(folder) => {
                format!("the case comes first: griot add {} {case}", folder.display())
            }
            None => format!("the case comes first: griot add CASE {case}"),
        }));
    }
    let Ok(own) = own.canonicalize() else { return Ok(()) };
    for file in files {
        if file.canonicalize().is_ok_and(|real| own.starts_with(&real)) {
            let what = if file.canonicalize().is_ok_and(|real| real == own) {
                "is the case itself, and no source of it"
            } else {
                "has the case within it, and is no source of it"
            };
            return Err(Failure::new(format!("{} {what}", file.display()))
                .hint("name the documents that are to be kept"));
        }
    }
    Ok(())
}

/// How far the reading is, on a terminal.
fn bar(inputs: &[Input]) -> ProgressBar {
    let bar = ProgressBar::new(inputs.iter().map(|input| input.length).sum());
    let template = "{wide_bar} {bytes} of {total_bytes}, {eta} left";
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar
}

/// Who adds what. The disclosure is logged where it is that of all: `archive verify` tells when
/// more is shown later.
fn operation<'d>(
    arguments: &Arguments,
    addresses: &[String],
    logged: impl Iterator<Item = &'d Done> + Clone,
) -> Operation {
    // The address is logged where it is that of all, which is one.
    let url = match addresses {
        [one] if arguments.files.len() < 2 => one,
        _ => &arguments.url,
    };
    let mut ids = logged.clone().map(|done| done.id.as_str());
    let id = match (ids.next(), ids.next()) {
        (Some(id), None) => id,
        _ => "",
    };
    let words: BTreeSet<&str> = logged.map(|done| done.disclosure.as_str()).collect();
    let disclosure = if words.len() == 1 { words.first().copied() } else { None };
    custody::operation(
        "add",
        &[
            (custody::DISCLOSURE, disclosure.unwrap_or_default()),
            ("id", id),
            ("publisher", &arguments.publisher),
            ("url", url),
        ],
    )
}

/// Says what is preserved now, and only that.
fn report(intake: &Intake<'_>, entry: Option<u64>) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    let few = intake.done.len() <= FEW;
    let (mut count, mut bytes) = (0_u64, 0);
    for done in &intake.done {
        let Done { shown, id, name, sha256, size, .. } = done;
        match done.outcome {
            Outcome::Held => {
                terminal::say(&format!("{} is in the case already, as {id}", spelt(shown)));
                continue;
            }
            Outcome::Rowed => terminal::say(&format!(
                "{} was preserved before; {} names it again, as {id}",
                spelt(shown),
                custody::SOURCES
            )),
            Outcome::Logged { new_row } => {
                (count, bytes) = (count + 1, bytes + size);
                if !new_row {
                    terminal::say(&format!(
                        "{} names {} already, as {id}; the log knows it from now on",
                        custody::SOURCES,
                        spelt(name)
                    ));
                }
            }
        }
        writeln!(out, "{id}  {sha256}  {}", spelt(name))?;
        if few && let Some(format) = intake.recognised(done) {
            terminal::say(&format!("note: {} is {format}", spelt(name)));
        }
    }
    if let (Some(entry), Some(one)) = (entry, intake.done.first()) {
        let what = if count == 1 {
            format!(
                "preserved as entry {entry} of the archive: {bytes} bytes, {}",
                one.disclosure
            )
        } else {
            format!(
                "{count} sources are preserved as entry {entry} of the archive: {bytes} bytes"
            )
        };
        terminal::say(&what);
    }
    Ok(out.flush()?)
}

fn is_id(id: &str) -> bool {
    !id.is_empty()
        && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}
