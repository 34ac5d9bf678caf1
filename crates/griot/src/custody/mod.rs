//! The archive of a case, opened for a command: where it lies, who acts, and when.

mod since;
mod texts;

use std::path::{Path, PathBuf};

use griot_archive::{
    ARCHIVE_FOLDER, Archive, ArchiveError, FolderStore, Operation, Origin, Reader, open_regular,
};
use jiff::Timestamp;

pub(crate) use self::since::{newest, since};
pub(crate) use self::texts::{extraction, texts};
use crate::{failure::Failure, render::spelt, terminal};

/// Where the sources of a case are named.
pub(crate) const SOURCES: &str = "sources.csv";

/// The store of a case, whether or not there is an archive in it.
pub(crate) fn store(case: &str) -> FolderStore {
    let store = FolderStore::new(Path::new(case).join(ARCHIVE_FOLDER));
    store.held_by(holder(), |holder| {
        terminal::say(&format!("waiting for {}, which writes to the archive", spelt(holder)));
    })
}

/// The archive of a case, to be continued; begun where there is none yet.
pub(crate) fn open_or_create(case: &str) -> Result<Archive<FolderStore>, Failure> {
    match Archive::open(store(case)) {
        Err(ArchiveError::Absent) => create(case).or_else(|error| match error {
            // Somebody else began it in between.
            CreateError::Archive(ArchiveError::Exists(_)) => {
                Archive::open(store(case)).map_err(|error| refused(case, &error))
            }
            CreateError::Archive(error) => Err(refused(case, &error)),
            CreateError::Other(failure) => Err(failure),
        }),
        opened => opened.map_err(|error| refused(case, &error)),
    }
}

/// Writes what a person did into the archive of a case, with files of the case as they are now.
pub(crate) fn logged(
    case: &Path,
    kind: &str,
    who: &str,
    arguments: &[(&str, &str)],
    files: &[(impl AsRef<str>, &str)],
) -> Result<(), Failure> {
    let folder = case.to_string_lossy();
    let refused = |error| refused(&folder, &error);
    let mut archive: Archive<_> = open_or_create(&folder)?;
    let mut batch = match archive.begin() {
        // A copy that came without the key cannot continue the log; its files say who decided what, and whoever has
        // the key logs them when they are merged.
        Err(ArchiveError::NoKey) => return Ok(()),
        begun => begun.map_err(refused)?,
    };
    for (name, media_type) in files {
        let name = name.as_ref();
        let path = case.join(name);
        let mut file = open_regular(&path).map_err(|error| {
            Failure::new(format!("{} cannot be read: {error}", path.display()))
        })?;
        batch.keep(name, media_type, &mut file).map_err(refused)?;
    }
    let mut operation = operation(kind, arguments);
    who.clone_into(&mut operation.who);
    batch.commit(operation).map_err(refused)?;
    Ok(())
}

/// The archive of a case, to be read: it is not locked, and nothing is written.
pub(crate) fn read(case: &str) -> Result<Reader<FolderStore>, Failure> {
    Reader::open(store(case)).map_err(|error| refused(case, &error))
}

/// Who writes, for whoever has to wait: the process, what was typed, and since when.
fn holder() -> String {
    let typed = std::env::args_os().skip(1).take(SHOWN_ARGUMENTS);
    let typed: Vec<String> = typed.map(|it| it.to_string_lossy().into_owned()).collect();
    format!("process {} (griot {}), since {}", std::process::id(), typed.join(" "), now())
}

/// Arguments of a command that are shown to others.
const SHOWN_ARGUMENTS: usize = 4;

/// The argument of a build that says how many files of the case it read. A build without it was
/// logged by a griot that did not log tables.
pub(crate) const FILES: &str = "files";

/// The media type, in the log, of what says how a source was served. It is no source itself.
pub(crate) const FETCHED: &str = "application/vnd.griot.fetched+json";

/// The argument of an addition that says what of its sources may be shown.
pub(crate) const DISCLOSURE: &str = "disclosure";

/// An operation of now, by whoever `GRIOT_WHO` or the system says is at the keyboard.
pub(crate) fn operation(kind: &str, arguments: &[(&str, &str)]) -> Operation {
    let arguments = arguments.iter().filter(|(_, value)| !value.is_empty());
    Operation {
        arguments: arguments
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
            .collect(),
        format: griot_archive::OperationFormat::V1,
        kind: kind.to_owned(),
        list: None,
        result: None,
        sources: Vec::new(),
        tool: concat!("griot ", env!("CARGO_PKG_VERSION")).to_owned(),
        when: now(),
        who: who(),
    }
}

/// What an archive's error means to somebody at a terminal.
pub(crate) fn refused(case: &str, error: &ArchiveError) -> Failure {
    let mut message = format!("the archive of {case} cannot be used: {error}");
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        message = format!("{message}: {inner}");
        cause = inner.source();
    }
    let failure = Failure::new(message);
    match error {
        ArchiveError::Absent => failure
            .hint(format!("griot add {case} FILE preserves a first source and begins it")),
        ArchiveError::Unbegun => {
            failure.hint(format!("griot archive recover {case} clears it away"))
        }
        ArchiveError::Damaged(_)
        | ArchiveError::ObjectChanged(_)
        | ArchiveError::Note { .. } => {
            failure.hint(format!("griot archive verify {case} says all that is wrong"))
        }
        ArchiveError::NoKey => failure.hint(
            "work in the copy that has the key, or put it back in its place from a backup",
        ),
        ArchiveError::Store(error) if error.source.kind() == std::io::ErrorKind::WouldBlock => {
            failure.hint("try again when it is done, or end it if it hangs")
        }
        ArchiveError::Store(error) if error.action != "read" => failure.hint(format!(
            "make room or set the rights, and type it again; nothing that was logged is lost \
             (griot archive verify {case})"
        )),
        _ => failure,
    }
}

/// `1 entry`, `2 entries`.
pub(crate) fn counted(number: u64, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// The clock, to the second.
pub(crate) fn now() -> Timestamp {
    let now = Timestamp::now();
    Timestamp::from_second(now.as_second()).unwrap_or(now)
}

/// The folder name of a case, also for `.` and for paths that end in a slash.
pub(crate) fn case_name(case: &str) -> String {
    let path = Path::new(case);
    let named = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned());
    let name = match path.components().next_back() {
        Some(std::path::Component::Normal(_)) => named(path),
        _ => path.canonicalize().ok().and_then(|full: PathBuf| named(&full)),
    };
    name.unwrap_or_else(|| "case".to_owned())
}

/// Why an archive was not begun.
enum CreateError {
    Archive(ArchiveError),
    Other(Failure),
}

fn create(case: &str) -> Result<Archive<FolderStore>, CreateError> {
    let mut random = [0_u8; 36];
    let other = |message: String| CreateError::Other(Failure::new(message));
    getrandom::fill(&mut random).map_err(|error| {
        other(format!("the system gives no random numbers for the archive's key: {error}"))
    })?;
    let (mut seed, mut mark) = ([0_u8; 32], [0_u8; 4]);
    let (first, last) = random.split_at(seed.len());
    seed.copy_from_slice(first);
    mark.copy_from_slice(last);
    // Two archives of cases of one name are two logs, and a log's name tells them apart.
    let origin =
        format!("griot.invalid/{}-{:08x}", plain(&case_name(case)), u32::from_be_bytes(mark));
    let origin: Origin = origin
        .parse()
        .map_err(|error| other(format!("the archive cannot be named {origin}: {error}")))?;
    Archive::create(store(case), origin, &seed).map_err(CreateError::Archive)
}

/// Letters, digits and hyphens of a name.
fn plain(name: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    let name: String = name.chars().take(40).map(plain).collect();
    let name = name.trim_matches('-');
    if name.is_empty() { "case".to_owned() } else { name.to_owned() }
}

/// Who `GRIOT_WHO` or the system says is at the keyboard.
#[expect(clippy::disallowed_methods, reason = "the binary is where the environment is read")]
pub(crate) fn who() -> String {
    ["GRIOT_WHO", "USER", "LOGNAME", "USERNAME"]
        .into_iter()
        .filter_map(|name| std::env::var(name).ok())
        .map(|value| value.trim().to_owned())
        .find(|value| !value.is_empty())
        .unwrap_or_else(|| "unnamed".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_is_named_after_its_folder() {
        assert_eq!(case_name("cases/mali"), "mali");
        assert_eq!(case_name("cases/mali/"), "mali");
        assert_eq!(plain("Côte d'Ivoire +1"), "c-te-d-ivoire--1");
        assert_eq!(plain("مالي"), "case");
    }
}
