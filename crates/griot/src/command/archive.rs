//! `griot archive`: the chain of custody.

use std::{io::Write as _, path::Path, process::ExitCode};

use clap::{Subcommand, ValueEnum};
use griot_archive::{
    Archive, ArchiveError, CaseFiles, Entry, Extraction, FolderStore, Known, Problem, Reader,
    Store as _, Verification, VerifierKey, verify,
};
use griot_model::bounds;
use griot_model::world::World as _;
use serde_json::json;

use crate::{
    custody,
    disk::{self, Disk},
    failure::Failure,
    render::spelt,
    terminal,
};

/// The chain of custody: what was done to a case, and proof that nothing was changed since
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  griot archive log cases/mali                  who did what, when, on which sources
  griot archive checkpoint cases/mali > kept    give it to somebody: then nothing can be taken out
  griot archive verify cases/mali --checkpoint kept
  griot archive verify cases/mali --read        each document is read again, and its text compared
  griot archive prove cases/mali 3 > entry-3.proof

  griot archive recover cases/mali              after a crash

verify tells apart what was altered in the archive, an operation that was interrupted, and files of
the case that changed since they were added or since the case was built. Reading needs no right to
write; it waits for nobody.
Exit status: 0 all well, 1 something was changed or is missing, 2 griot could not work.
Next: griot archive verify CASE, on every machine the case was copied to.")]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Print every operation, oldest first
    Log {
        /// The case folder
        case: String,
        /// How to print
        #[arg(long, value_enum, default_value_t = Format::Plain)]
        format: Format,
    },
    /// Read all of it again, and the case, and say what was changed, removed or put in
    Verify {
        /// The case folder
        case: String,
        /// A checkpoint that was kept elsewhere: shows whether the log still begins with it
        #[arg(long, value_name = "FILE")]
        checkpoint: Option<String>,
        /// The public key as it was noted down elsewhere
        #[arg(long, value_name = "VKEY")]
        key: Option<String>,
        /// Read each document again too, and say where its text is another than the one logged
        #[arg(long)]
        read: bool,
        /// How to print
        #[arg(long, value_enum, default_value_t = Format::Plain)]
        format: Format,
    },
    /// Print a proof that an entry is in the log, for somebody who has only the public key
    Prove {
        /// The case folder
        case: String,
        /// The entry, as griot archive log numbers it
        entry: u64,
        /// How to print
        #[arg(long, value_enum, default_value_t = Format::Plain)]
        format: Format,
    },
    /// Print the public key, by which others check the log
    Key {
        /// The case folder
        case: String,
        /// How to print
        #[arg(long, value_enum, default_value_t = Format::Plain)]
        format: Format,
    },
    /// Print the signed head of the log, to be kept elsewhere
    Checkpoint {
        /// The case folder
        case: String,
    },
    /// Finish an operation that was interrupted, or clear it away
    Recover {
        /// The case folder
        case: String,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Plain,
    /// For programs
    Json,
}

/// Runs `griot archive`.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    match &arguments.command {
        Command::Log { case, format } => log(case, *format),
        Command::Verify { case, checkpoint, key, read, format } => {
            let known = known(checkpoint.as_deref(), key.as_deref())?;
            verified(case, &known, *read, *format)
        }
        Command::Prove { case, entry, format } => prove(case, *entry, *format),
        Command::Key { case, format } => key(case, *format),
        Command::Recover { case } => recover(case),
        Command::Checkpoint { case } => {
            let archive = opened(case)?;
            print(archive.checkpoint().text())?;
            Ok(ExitCode::SUCCESS)
        }
    }
}

fn log(case: &str, format: Format) -> Result<ExitCode, Failure> {
    let archive = opened(case)?;
    let log = archive.log();
    let unreadable: Vec<String> = log.unreadable.iter().map(|it| chain(it)).collect();
    let whole = if unreadable.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) };
    if format == Format::Json {
        let entries: Vec<_> = log
            .entries
            .iter()
            .map(|entry| json!({ "index": entry.index, "operation": entry.operation }))
            .collect();
        print_json(&json!({
            "griot": env!("CARGO_PKG_VERSION"),
            "size": archive.checkpoint().size(),
            "root": archive.checkpoint().root().to_string(),
            "entries": entries,
            "unreadable": unreadable,
        }))?;
        return Ok(whole);
    }
    let mut text = String::new();
    for entry in &log.entries {
        text.push_str(&in_words(entry));
    }
    print(&text)?;
    for what in unreadable {
        terminal::say(&format!("error: {}", spelt(&what)));
    }
    Ok(whole)
}

/// An error with what caused it.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        text = format!("{text}: {inner}");
        cause = inner.source();
    }
    text
}

/// Finishes, or clears away, what was interrupted.
fn recover(case: &str) -> Result<ExitCode, Failure> {
    must_be_a_folder(case)?;
    let before = verify(&custody::store(case), &Known::default());
    let interrupted = before.problems.iter().find(|problem| problem.is_interruption());
    match Archive::open(custody::store(case)) {
        // Its beginning was cleared away with it.
        Err(ArchiveError::Absent) if interrupted.is_some() => {}
        opened => drop(opened.map_err(|error| custody::refused(case, &error))?),
    }
    terminal::say(match interrupted {
        Some(Problem::Interrupted { committed: true }) => {
            "the interrupted operation is finished; it had been logged"
        }
        Some(_) => "the interrupted operation was cleared away; nothing of it had happened",
        None => "nothing was interrupted",
    });
    terminal::say(&format!("help: griot archive verify {case} says whether all is well"));
    Ok(ExitCode::SUCCESS)
}

/// An entry on a line, and its sources on lines of their own.
fn in_words(entry: &Entry) -> String {
    let Entry { index, operation, unlisted: _ } = entry;
    let mut text = format!(
        "{index}  {}  {}  by {}  with {}\n",
        operation.when,
        spelt(&operation.kind),
        spelt(&operation.who),
        spelt(&operation.tool)
    );
    if entry.unlisted {
        text.push_str("   the list of its sources is missing or was changed\n");
    }
    for (name, value) in &operation.arguments {
        text.push_str(&format!("   {}: {}\n", spelt(name), spelt(value)));
    }
    for source in &operation.sources {
        let name = spelt(&source.name);
        text.push_str(&format!("   {} {name} ({} bytes)\n", source.sha256, source.size));
        if let Some(read) = &source.extraction {
            let Extraction { extractor, sha256, size } = read;
            let extractor = spelt(extractor);
            text.push_str(&format!("     text {sha256} ({size} bytes), read by {extractor}\n"));
        }
    }
    if let Some(result) = operation.result {
        text.push_str(&format!("   result {result}\n"));
    }
    text
}

fn verified(
    case: &str,
    known: &Known,
    read: bool,
    format: Format,
) -> Result<ExitCode, Failure> {
    must_be_a_folder(case)?;
    let store = custody::store(case);
    let listing = store.list("");
    if listing.paths.is_empty() && listing.unreadable.is_empty() {
        return Err(custody::refused(case, &ArchiveError::Absent));
    }
    let compares = known.checkpoint.is_some() || known.key.is_some();
    let found = verify(&store, known);
    let mut answer = Answer::of(case, &store, &found);
    if read {
        let texts = custody::texts(&custody::read(case)?)?;
        answer.altered.extend(texts.altered);
        answer.notes.extend(texts.notes);
    }
    if format == Format::Json {
        print_json(&answer.json(&found))?;
    } else {
        print(&answer.text(case, &found))?;
        answer.help(case);
    }
    if answer.holds() && !compares {
        terminal::say(
            "note: whoever holds the whole folder can begin a new archive that holds as well; \
             --checkpoint FILE or --key VKEY, kept elsewhere, would show it",
        );
    }
    Ok(if answer.holds() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// What is wrong, by what it is: files of the archive that are not as they were written, an
/// operation that did not end, and files of the case that changed since the log spoke of them.
#[derive(Debug, Default)]
struct Answer {
    altered: Vec<String>,
    interrupted: Vec<String>,
    changed: Vec<String>,
    notes: Vec<String>,
}

impl Answer {
    fn of(case: &str, store: &FolderStore, found: &Verification) -> Self {
        let mut answer = Self::default();
        let (interrupted, altered): (Vec<_>, Vec<_>) =
            found.problems.iter().partition(|problem| problem.is_interruption());
        answer.altered = altered.iter().map(ToString::to_string).collect();
        answer.interrupted = interrupted.iter().map(ToString::to_string).collect();
        if let Some(holder) = store.holder() {
            // What looks interrupted is on its way.
            answer.interrupted.clear();
            answer.notes.push(format!("{holder} is writing to the archive just now"));
        }
        answer.notes.extend(found.remarks.iter().map(ToString::to_string));
        if let (Ok(files), Ok(reader)) =
            (CaseFiles::of(Path::new(case)), Reader::open(store.clone()))
        {
            let since = custody::since(case, &files, &reader);
            answer.changed = since.changed;
            answer.notes.extend(since.notes);
        }
        answer
    }

    const fn holds(&self) -> bool {
        self.altered.is_empty() && self.interrupted.is_empty() && self.changed.is_empty()
    }

    fn problems(&self) -> impl Iterator<Item = (&'static str, &String)> {
        let altered = self.altered.iter().map(|it| ("altered", it));
        let interrupted = self.interrupted.iter().map(|it| ("interrupted", it));
        let changed = self.changed.iter().map(|it| ("changed", it));
        altered.chain(interrupted).chain(changed)
    }

    fn json(&self, found: &Verification) -> serde_json::Value {
        let checkpoint = found.checkpoint.as_ref().map(|checkpoint| {
            json!({ "size": checkpoint.size(), "root": checkpoint.root().to_string() })
        });
        json!({
            "griot": env!("CARGO_PKG_VERSION"),
            "holds": self.holds(),
            "entries": found.entries,
            "objects": found.objects,
            "checkpoint": checkpoint,
            "problems": self.problems().map(|(_, problem)| problem).collect::<Vec<_>>(),
            "altered": self.altered,
            "interrupted": self.interrupted,
            "changed": self.changed,
            "notes": self.notes,
        })
    }

    fn text(&self, case: &str, found: &Verification) -> String {
        let mut text = String::new();
        for (what, problem) in self.problems() {
            text.push_str(&format!("{what}: {}\n", spelt(problem)));
        }
        for note in &self.notes {
            text.push_str(&format!("note: {}\n", spelt(note)));
        }
        let counted = format!(
            "{} and {} were read",
            custody::counted(found.entries, "entry", "entries"),
            custody::counted(found.objects, "object", "objects")
        );
        let altered = self.altered.len() as u64;
        let changed = custody::counted(self.changed.len() as u64, "thing", "things");
        text.push_str(&match (altered, self.interrupted.is_empty(), self.changed.is_empty()) {
            (0, true, true) => {
                format!("the archive of {case} holds: {counted}, and nothing was changed\n")
            }
            (0, true, false) => format!(
                "the archive of {case} holds: {counted}; {changed} of the case changed since\n"
            ),
            (0, false, _) => format!(
                "the archive of {case} holds as far as it was written: {counted}; an operation \
                 was interrupted\n"
            ),
            (n, _, _) => format!(
                "the archive of {case} does not hold: {}; {counted}\n",
                custody::counted(n, "problem", "problems")
            ),
        });
        text
    }

    /// What to type next.
    fn help(&self, case: &str) {
        if !self.interrupted.is_empty() {
            terminal::say(&format!(
                "help: griot archive recover {case} completes it or clears it away; so does the \
                 next griot add or griot build"
            ));
        }
        if !self.changed.is_empty() {
            terminal::say(&format!(
                "help: griot build {case} logs the files as they are now, if they are meant to be \
                 so; {case}/.griot/objects has each as it was, under its digest"
            ));
        }
    }
}

fn prove(case: &str, entry: u64, format: Format) -> Result<ExitCode, Failure> {
    let archive = opened(case)?;
    let proof = archive.prove(entry).map_err(|error| {
        let failure = custody::refused(case, &error);
        match error {
            ArchiveError::OutOfRange { size: 0 } => failure.hint("the log is still empty"),
            ArchiveError::OutOfRange { size } => failure.hint(format!(
                "entries are numbered from 0 to {}; griot archive log {case} prints them",
                size.saturating_sub(1)
            )),
            _ => failure,
        }
    })?;
    if format == Format::Json {
        let public = archive.public_key().to_string();
        print_json(&json!({ "index": entry, "key": public, "proof": proof.to_string() }))?;
    } else {
        print(&proof.to_string())?;
    }
    terminal::say("note: the proof contains the entry, and so the names of its sources");
    terminal::say(&format!("help: whoever checks it needs the key: griot archive key {case}"));
    Ok(ExitCode::SUCCESS)
}

fn key(case: &str, format: Format) -> Result<ExitCode, Failure> {
    let archive = opened(case)?;
    let public = archive.public_key();
    if format == Format::Json {
        print_json(&json!({ "name": public.name().as_str(), "key": public.to_string() }))?;
    } else {
        print(&format!("{public}\n"))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn known(checkpoint: Option<&str>, key: Option<&str>) -> Result<Known, Failure> {
    let checkpoint = checkpoint.map(|path| {
        let bytes = disk::read(Path::new(path), bounds::SHEET)?;
        String::from_utf8(bytes).map_err(|error| {
            Failure::new(format!("{path} is not a checkpoint: {error}"))
                .hint("griot archive checkpoint CASE prints one")
        })
    });
    let key = key.map(|text| {
        text.trim().parse::<VerifierKey>().map_err(|error| {
            Failure::new(format!("the key given by --key is not one: {error}"))
                .hint("griot archive key CASE prints one, in one line")
        })
    });
    Ok(Known { checkpoint: checkpoint.transpose()?, key: key.transpose()? })
}

fn opened(case: &str) -> Result<Reader<FolderStore>, Failure> {
    must_be_a_folder(case)?;
    custody::read(case)
}

fn must_be_a_folder(case: &str) -> Result<(), Failure> {
    if Disk.is_folder(case) {
        return Ok(());
    }
    Err(Failure::new(format!("{case} is not a folder, so it cannot be a case"))
        .hint("name the folder of the case, such as cases/mali"))
}

fn print(text: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes())?;
    Ok(out.flush()?)
}

fn print_json(value: &serde_json::Value) -> Result<(), Failure> {
    print(&format!("{value:#}\n"))
}
