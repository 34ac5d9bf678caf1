//! The archive of a case, opened for a command: where it lies, who acts, and when.

use std::path::{Path, PathBuf};

use griot_archive::{Archive, ArchiveError, FolderStore, Operation, Origin};
use jiff::Timestamp;

use crate::failure::Failure;

/// The archive's folder inside a case folder.
pub(crate) const FOLDER: &str = ".griot";

/// The store of a case, whether or not there is an archive in it.
pub(crate) fn store(case: &str) -> FolderStore {
    FolderStore::new(Path::new(case).join(FOLDER))
}

/// The archive of a case, begun where there is none yet.
pub(crate) fn open_or_create(case: &str) -> Result<Archive<FolderStore>, Failure> {
    match Archive::open(store(case)) {
        Err(ArchiveError::Absent) => create(case),
        opened => opened.map_err(|error| refused(case, &error)),
    }
}

/// The archive of a case, which has to be there.
pub(crate) fn open(case: &str) -> Result<Archive<FolderStore>, Failure> {
    Archive::open(store(case)).map_err(|error| refused(case, &error))
}

/// An operation of now, by whoever `GRIOT_WHO` or the system says is at the keyboard.
pub(crate) fn operation(kind: &str, arguments: &[(&str, &str)]) -> Operation {
    let arguments = arguments.iter().filter(|(_, value)| !value.is_empty());
    Operation {
        arguments: arguments
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
            .collect(),
        format: griot_archive::OperationFormat::V1,
        kind: kind.to_owned(),
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
        ArchiveError::Damaged(_)
        | ArchiveError::ObjectChanged(_)
        | ArchiveError::Note { .. } => {
            failure.hint(format!("griot archive verify {case} says all that is wrong"))
        }
        ArchiveError::NoKey => failure.hint(
            "work in the copy that has the key, or put it back in its place from a backup",
        ),
        _ => failure,
    }
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

fn create(case: &str) -> Result<Archive<FolderStore>, Failure> {
    let mut random = [0_u8; 36];
    getrandom::fill(&mut random).map_err(|error| {
        Failure::new(format!(
            "the system gives no random numbers for the archive's key: {error}"
        ))
    })?;
    let (mut seed, mut mark) = ([0_u8; 32], [0_u8; 4]);
    let (first, last) = random.split_at(seed.len());
    seed.copy_from_slice(first);
    mark.copy_from_slice(last);
    // Two archives of cases of one name are two logs, and a log's name tells them apart.
    let origin =
        format!("griot.invalid/{}-{:08x}", plain(&case_name(case)), u32::from_be_bytes(mark));
    let origin: Origin = origin.parse().map_err(|error| {
        Failure::new(format!("the archive cannot be named {origin}: {error}"))
    })?;
    Archive::create(store(case), origin, &seed).map_err(|error| refused(case, &error))
}

/// Letters, digits and hyphens of a name.
fn plain(name: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    let name: String = name.chars().take(40).map(plain).collect();
    let name = name.trim_matches('-');
    if name.is_empty() { "case".to_owned() } else { name.to_owned() }
}

#[expect(clippy::disallowed_methods, reason = "the binary is where the environment is read")]
fn who() -> String {
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
