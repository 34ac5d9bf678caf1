//! `griot archive`: the chain of custody.

use std::{io::Write as _, path::Path, process::ExitCode};

use clap::{Subcommand, ValueEnum};
use griot_archive::{
    Archive, ArchiveError, Digest, Entry, Known, Store as _, StoreError, VerifierKey, verify,
};
use griot_model::world::World as _;
use serde_json::json;

use crate::{custody, disk::Disk, failure::Failure, render::spelt, terminal};

/// The chain of custody: what was done to a case, and proof that nothing was changed since
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  griot archive log cases/mali                  who did what, when, on which sources
  griot archive checkpoint cases/mali > kept    give it to somebody: then nothing can be taken out
  griot archive verify cases/mali --checkpoint kept
  griot archive prove cases/mali 3 > entry-3.proof

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
    /// Read all of it again and say whether anything was changed, removed or put in
    Verify {
        /// The case folder
        case: String,
        /// A checkpoint that was kept elsewhere: shows whether the log still begins with it
        #[arg(long, value_name = "FILE")]
        checkpoint: Option<String>,
        /// The public key as it was noted down elsewhere
        #[arg(long, value_name = "VKEY")]
        key: Option<String>,
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
        Command::Verify { case, checkpoint, key, format } => {
            verified(case, &known(checkpoint.as_deref(), key.as_deref())?, *format)
        }
        Command::Prove { case, entry, format } => prove(case, *entry, *format),
        Command::Key { case, format } => key(case, *format),
        Command::Checkpoint { case } => {
            let archive = opened(case)?;
            print(archive.checkpoint().text())?;
            Ok(ExitCode::SUCCESS)
        }
    }
}

fn log(case: &str, format: Format) -> Result<ExitCode, Failure> {
    let archive = opened(case)?;
    let entries = archive.log().map_err(|error| custody::refused(case, &error))?;
    if format == Format::Json {
        let entries: Vec<_> = entries
            .iter()
            .map(|entry| json!({ "index": entry.index, "operation": entry.operation }))
            .collect();
        print_json(&json!({
            "griot": env!("CARGO_PKG_VERSION"),
            "size": archive.checkpoint().size(),
            "root": archive.checkpoint().root().to_string(),
            "entries": entries,
        }))?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut text = String::new();
    for entry in &entries {
        text.push_str(&in_words(entry));
    }
    print(&text)?;
    Ok(ExitCode::SUCCESS)
}

/// An entry on a line, and its sources on lines of their own.
fn in_words(entry: &Entry) -> String {
    let Entry { index, operation } = entry;
    let mut text = format!(
        "{index}  {}  {}  by {}  with {}\n",
        operation.when,
        spelt(&operation.kind),
        spelt(&operation.who),
        spelt(&operation.tool)
    );
    for (name, value) in &operation.arguments {
        text.push_str(&format!("   {}: {}\n", spelt(name), spelt(value)));
    }
    for source in &operation.sources {
        let name = spelt(&source.name);
        text.push_str(&format!("   {} {name} ({} bytes)\n", source.sha256, source.size));
    }
    if let Some(result) = operation.result {
        text.push_str(&format!("   result {result}\n"));
    }
    text
}

fn verified(case: &str, known: &Known, format: Format) -> Result<ExitCode, Failure> {
    must_be_a_folder(case)?;
    let store = custody::store(case);
    if store.list("").map_err(|error| unreadable(case, &error))?.is_empty() {
        return Err(custody::refused(case, &ArchiveError::Absent));
    }
    let compares = known.checkpoint.is_some() || known.key.is_some();
    let found = verify(&store, known).map_err(|error| unreadable(case, &error))?;
    let mut problems: Vec<String> = found.problems.iter().map(ToString::to_string).collect();
    if problems.is_empty() {
        problems.extend(copies(case)?);
    }
    let size = found.checkpoint.as_ref().map(griot_archive::VerifiedCheckpoint::size);
    let root = found.checkpoint.as_ref().map(|it| it.root().to_string());
    if format == Format::Json {
        print_json(&json!({
            "griot": env!("CARGO_PKG_VERSION"),
            "holds": problems.is_empty(),
            "entries": found.entries,
            "objects": found.objects,
            "checkpoint": size.zip(root).map(|(size, root)| json!({ "size": size, "root": root })),
            "problems": problems,
        }))?;
    } else {
        let mut text = String::new();
        for problem in &problems {
            text.push_str(&spelt(problem));
            text.push('\n');
        }
        let counted = format!(
            "{} and {} were read",
            counted(found.entries, "entry", "entries"),
            counted(found.objects, "object", "objects")
        );
        text.push_str(&match problems.len() {
            0 => format!("the archive of {case} holds: {counted}, and nothing was changed\n"),
            1 => format!("the archive of {case} does not hold: 1 problem; {counted}\n"),
            n => format!("the archive of {case} does not hold: {n} problems; {counted}\n"),
        });
        print(&text)?;
    }
    if problems.is_empty() && !compares {
        terminal::say(
            "note: whoever holds the whole folder can begin a new archive that holds as well; \
             --checkpoint FILE or --key VKEY, kept elsewhere, would show it",
        );
    }
    Ok(if problems.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// Files of the case that were preserved by `griot add` and are no longer what was preserved.
fn copies(case: &str) -> Result<Vec<String>, Failure> {
    let archive = custody::open(case)?;
    let log = archive.log().map_err(|error| custody::refused(case, &error))?;
    let added = log.iter().filter(|entry| entry.operation.kind == "add");
    let mut latest = std::collections::BTreeMap::new();
    for entry in added {
        for source in &entry.operation.sources {
            latest.insert(source.name.as_str(), (entry.index, source.sha256));
        }
    }
    let mut problems = Vec::new();
    for (name, (index, sha256)) in latest {
        // The name is somebody's: one that leads out of the case is not followed.
        let inside = Path::new(name)
            .components()
            .all(|part| matches!(part, std::path::Component::Normal(_)));
        if !inside {
            continue;
        }
        match Disk.read(&format!("{case}/{name}")) {
            Ok(bytes) if Digest::of(&bytes) == sha256 => {}
            Ok(_) => problems.push(format!(
                "{name:?} in the case is not what entry {index} preserved; the archive still has \
                 it as object {sha256}"
            )),
            Err(error) => problems.push(format!(
                "{name:?}, which entry {index} preserved, cannot be read in the case ({error}); \
                 the archive still has it as object {sha256}"
            )),
        }
    }
    Ok(problems)
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
        let bytes = Disk
            .read(path)
            .map_err(|error| Failure::new(format!("{path} cannot be read: {error}")))?;
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

fn opened(case: &str) -> Result<Archive<griot_archive::FolderStore>, Failure> {
    must_be_a_folder(case)?;
    custody::open(case)
}

fn must_be_a_folder(case: &str) -> Result<(), Failure> {
    if Disk.is_folder(case) {
        return Ok(());
    }
    Err(Failure::new(format!("{case} is not a folder, so it cannot be a case"))
        .hint("name the folder of the case, such as cases/mali"))
}

fn unreadable(case: &str, error: &StoreError) -> Failure {
    Failure::new(format!("the archive of {case} cannot be read: {error}: {}", error.source))
}

fn counted(number: u64, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

fn print(text: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes())?;
    Ok(out.flush()?)
}

fn print_json(value: &serde_json::Value) -> Result<(), Failure> {
    print(&format!("{value:#}\n"))
}
