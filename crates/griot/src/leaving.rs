//! What leaves this machine: shown before it does, kept as `publish.lock`, accepted where it grows.
#![expect(
    clippy::disallowed_methods,
    reason = "the binary is where files are read and written"
)]

use std::{
    fs,
    io::{ErrorKind, Write as _},
    path::{Path, PathBuf},
};

use griot_archive::{FolderStore, Store as _, StoreError};
use griot_case::Case;
use griot_model::Disclosure;
use griot_report::Leaving;

use crate::{custody, failure::Failure, terminal};

/// The accepted list, in the case folder.
pub(crate) const LOCK: &str = "publish.lock";

/// The secret of digests of what is not published, in the archive's folder.
const SECRET: &str = "publish.key";

/// What keeps it out of git, beside it.
const GITIGNORE: &str = ".gitignore";

/// Lines of a change that are shown; the rest is counted.
const SHOWN: usize = 40;

/// The secret of the case, where it has one.
pub(crate) fn secret(folder: &str) -> Option<Vec<u8>> {
    let bytes = custody::store(folder).read(SECRET).ok().flatten()?;
    (!bytes.is_empty()).then_some(bytes)
}

/// The secret of the case, made where it has none yet and something needs one.
pub(crate) fn secret_or_new(folder: &str, case: &Case) -> Result<Option<Vec<u8>>, Failure> {
    let closed = |disclosure| disclosure != Disclosure::Open;
    let needs = case.sources.iter().any(|it| closed(it.disclosure))
        || case.events.iter().any(|it| closed(it.description.disclosure))
        || case.posts.iter().any(|it| closed(it.description.disclosure))
        || case.trade.iter().any(|it| closed(it.description.disclosure));
    let held = secret(folder);
    if held.is_some() || !needs {
        return Ok(held);
    }
    made(&custody::store(folder)).map(Some)
}

/// A new secret, unless somebody else made one just now. It appears whole, or not at all.
fn made(store: &FolderStore) -> Result<Vec<u8>, Failure> {
    let refused = |error: StoreError| {
        Failure::new(format!("{error}: {}", error.source))
            .hint("--no-archive builds without a secret, and leaves the digests out")
    };
    let _guard = store.lock().map_err(refused)?;
    if let Some(held) = store.read(SECRET).map_err(refused)?.filter(|it| !it.is_empty()) {
        return Ok(held);
    }
    let mut fresh = [0_u8; 32];
    getrandom::fill(&mut fresh).map_err(|error| {
        Failure::new(format!("the system gives no random numbers for {SECRET}: {error}"))
    })?;
    // An archive that is older than the secret, or not begun yet, does not keep it out of git.
    let ignored = store.read(GITIGNORE).map_err(refused)?.unwrap_or_default();
    let line = format!("/{SECRET}");
    if !ignored.split(|byte| *byte == b'\n').any(|known| known == line.as_bytes()) {
        let all = [&ignored, line.as_bytes(), b"\n"].concat();
        store.write(GITIGNORE, &all).map_err(refused)?;
    }
    store.write(SECRET, &fresh).map_err(refused)?;
    Ok(fresh.to_vec())
}

/// Refuses a report that is a link: what is published must be what the case folder holds.
pub(crate) fn refuse_link(folder: &str, report: &str) -> Result<(), Failure> {
    let mut path = PathBuf::from(folder);
    for part in Path::new(report).components() {
        path.push(part);
        let Ok(target) = fs::read_link(&path) else { continue };
        let message = format!(
            "the report {} is a link to {}, and what it leads to would be published",
            path.display(),
            target.display()
        );
        return Err(Failure::new(message)
            .hint("put the file itself into the case folder, or name it in case.toml"));
    }
    Ok(())
}

/// The list that was accepted; none where there is none yet.
fn accepted(folder: &str) -> Result<Option<Leaving>, Failure> {
    let file = Path::new(folder).join(LOCK);
    match fs::read_to_string(&file) {
        Ok(text) => Ok(Some(Leaving::parse(&text))),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Failure::new(format!("{} cannot be read: {error}", file.display()))),
    }
}

/// Shows what would leave, and what of it is new.
pub(crate) fn show(folder: &str, leaving: &Leaving) -> Result<(), Failure> {
    let before = accepted(folder)?.unwrap_or_default();
    let new = leaving.since(&before).new;
    let mut out = std::io::stdout().lock();
    for line in leaving.lines() {
        let sign = if new.iter().any(|one| one == line) { '+' } else { ' ' };
        writeln!(out, "{sign} {line}")?;
    }
    for line in leaving.since(&before).gone {
        writeln!(out, "- {line}")?;
    }
    Ok(())
}

/// Stops where something would leave that nobody accepted; with `yes` it is accepted.
///
/// A case without a list whose report alone leaves needs no acceptance: its `case.toml` says that the
/// report is published, and nothing else is.
pub(crate) fn accept(folder: &str, leaving: &Leaving, yes: bool) -> Result<(), Failure> {
    drop(fs::remove_file(unfinished(&Path::new(folder).join(LOCK))));
    let before = accepted(folder)?;
    let is_first = before.is_none();
    let change = leaving.since(&before.unwrap_or_default());
    if change.new.is_empty() && change.gone.is_empty() {
        return Ok(());
    }
    if is_first && leaving.is_report_alone() {
        return Ok(());
    }
    if !change.new.is_empty() && !yes {
        let said = |lines: &[String], sign: char| {
            for line in lines.iter().take(SHOWN) {
                terminal::say(&format!("{sign} {}", crate::render::spelt(line)));
            }
            if lines.len() > SHOWN {
                terminal::say(&format!("{sign} ... and {} more", lines.len() - SHOWN));
            }
        };
        said(&change.new, '+');
        said(&change.gone, '-');
        let message = if is_first {
            format!(
                "nobody has accepted yet what leaves this machine: {} lines",
                change.new.len()
            )
        } else {
            format!("something would leave this machine that {folder}/{LOCK} does not list")
        };
        return Err(Failure::new(message)
            .hint(format!("griot build {folder} --dry-run shows the whole list"))
            .hint(format!("griot build {folder} --yes accepts it and writes {LOCK}")));
    }
    let file = Path::new(folder).join(LOCK);
    match written(&file, &leaving.text()) {
        Ok(()) => {
            terminal::say(&format!("{} lists what leaves this machine", file.display()));
            Ok(())
        }
        // What leaves is less than was accepted: nothing is asked, and nothing need be kept.
        Err(_) if change.new.is_empty() => Ok(()),
        Err(error) => {
            Err(Failure::new(format!("{} cannot be written: {error}", file.display())))
        }
    }
}

/// Puts the text in the place of the file as a whole.
fn written(file: &Path, text: &str) -> std::io::Result<()> {
    let unfinished = unfinished(file);
    let write = || {
        let mut fresh = fs::File::create(&unfinished)?;
        fresh.write_all(text.as_bytes())?;
        fresh.sync_all()?;
        fs::rename(&unfinished, file)
    };
    write().inspect_err(|_cause| drop(fs::remove_file(&unfinished)))
}

/// The list while it is written. What a process left that was killed goes with the next build.
fn unfinished(file: &Path) -> PathBuf {
    file.with_extension("lock.new")
}
