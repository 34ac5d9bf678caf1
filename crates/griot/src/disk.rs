//! The real files, as the rooms' [`World`] sees them: regular files and no others.

use std::{
    fs::{self, File},
    io::{self, Read},
    path::Path,
};

use griot_archive::{CaseFiles, open_regular, read_regular};
use griot_model::{bounds, world::World};

use crate::failure::Failure;

/// Files of this machine.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Disk;

impl World for Disk {
    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        read_regular(Path::new(path), bounds::TABLE)
    }

    fn open<'w>(&'w self, path: &str) -> io::Result<Box<dyn Read + 'w>> {
        Ok(Box::new(open_regular(Path::new(path))?))
    }

    #[expect(clippy::disallowed_methods, reason = "the binary is where files are read")]
    fn list(&self, folder: &str) -> io::Result<Vec<String>> {
        let mut names = fs::read_dir(folder)?
            .map(|entry| entry.map(|entry| entry.file_name().to_string_lossy().into_owned()))
            .collect::<io::Result<Vec<String>>>()?;
        names.sort();
        Ok(names)
    }

    fn is_folder(&self, path: &str) -> bool {
        Path::new(path).is_dir()
    }
}

/// What tells a file from the same file changed: its length and the time of its last change. A file inside a ZIP has the stamp of the
/// ZIP.
pub(crate) fn stamp(file: &str) -> Option<String> {
    let found = Path::new(file)
        .ancestors()
        .filter(|path| !path.as_os_str().is_empty())
        .find_map(|path| path.metadata().ok())
        .filter(fs::Metadata::is_file)?;
    let changed = found.modified().ok()?.duration_since(std::time::UNIX_EPOCH).ok()?;
    Some(format!("{}-{}", found.len(), changed.as_nanos()))
}

/// Puts these bytes in the place of a file, at once or not at all.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder =
        path.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    io::Write::write_all(&mut file, bytes)?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// The files of the case in a folder, and no others.
pub(crate) fn of_case(folder: &str) -> Result<CaseFiles, Failure> {
    CaseFiles::of(Path::new(folder)).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => not_a_case(folder),
        _ => Failure::new(format!("the case {folder} cannot be opened: {error}")),
    })
}

/// What to do where there is no case.
pub(crate) fn not_a_case(folder: &str) -> Failure {
    let error = griot_case::CaseError::NotAFolder { folder: folder.to_owned() };
    Failure::new(format!("the case {folder} cannot be opened: {error}")).hint(error.hint())
}

/// A file that was named as input.
pub(crate) fn open(path: &Path) -> Result<File, Failure> {
    open_regular(path).map_err(|error| unreadable(path, &error))
}

/// The bytes of a file that was named as input and is not longer than `most`, one of [`bounds`].
pub(crate) fn read(path: &Path, most: u64) -> Result<Vec<u8>, Failure> {
    read_regular(path, most).map_err(|error| unreadable(path, &error))
}

fn unreadable(path: &Path, error: &io::Error) -> Failure {
    let failure = Failure::new(format!("{} cannot be read: {error}", path.display()));
    match error.kind() {
        io::ErrorKind::NotFound => failure.hint("check the spelling of the path"),
        _ => failure,
    }
}
