//! The files of a case and of the desk itself: read through the archive's door, written whole or not at all.
#![expect(
    clippy::disallowed_methods,
    reason = "the desk keeps what a person decides as plain files"
)]

use std::{
    fs, io,
    io::Write as _,
    path::{Component, Path, PathBuf},
    time::UNIX_EPOCH,
};

use griot_archive::{CaseFiles, read_regular};
use griot_model::world::World as _;

/// A file of a case; `name` is relative and may have folders.
pub(crate) fn read(folder: &Path, name: &str) -> io::Result<Vec<u8>> {
    let files = CaseFiles::of(folder)?;
    files.read(&within(folder, name)?.to_string_lossy())
}

/// A file of the desk's own.
pub(crate) fn read_own(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    read_regular(path, most)
}

/// Puts bytes in the place of a file of a case as a whole. Nothing outside the case is written, whatever links lie in it.
pub(crate) fn write(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let path = within(folder, name)?;
    let parent = path.parent().unwrap_or(folder);
    fs::create_dir_all(parent)?;
    if !parent.canonicalize()?.starts_with(folder.canonicalize()?) {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it leads out of the case"));
    }
    let mut fresh = tempfile::NamedTempFile::new_in(parent)?;
    fresh.write_all(bytes)?;
    readable(&fresh)?;
    fresh.as_file().sync_all()?;
    fresh.persist(&path)?;
    Ok(())
}

/// Puts bytes into a file of a folder that is gone in a moment; nothing waits for the disk.
pub(crate) fn write_aside(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let path = within(folder, name)?;
    fs::create_dir_all(path.parent().unwrap_or(folder))?;
    fs::write(path, bytes)
}

/// Puts bytes at the end of a file of a case; it is made where it is not there.
pub(crate) fn append(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let path = within(folder, name)?;
    if path.symlink_metadata().is_ok_and(|found| !found.is_file()) {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is no regular file"));
    }
    let mut file = fs::OpenOptions::new().create(true).append(true).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// A temporary file is for its owner alone; a file of a case has the rights of any other.
#[cfg(unix)]
fn readable(fresh: &tempfile::NamedTempFile) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    fresh.as_file().set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable(_fresh: &tempfile::NamedTempFile) -> io::Result<()> {
    Ok(())
}

/// Where a name of a case leads; refused where it would leave the case or enter its archive.
fn within(folder: &Path, name: &str) -> io::Result<PathBuf> {
    let plain = Path::new(name).components().all(
        |part| matches!(part, Component::Normal(part) if part != griot_archive::ARCHIVE_FOLDER),
    );
    if name.is_empty() || !plain || name.contains(['\\', '\0']) {
        return Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            "it is no name of a file of a case",
        ));
    }
    Ok(folder.join(name))
}

/// What tells whether a file was written since: its length and when, or nothing where it is not there.
pub(crate) fn stamp(folder: &Path, name: &str) -> Option<(u64, u128)> {
    let found = fs::metadata(folder.join(name)).ok()?;
    let when = found.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    Some((found.len(), when.as_nanos()))
}

/// Makes a new folder for a case in `home`, named after `name`.
pub(crate) fn new_folder(home: &Path, name: &str) -> io::Result<PathBuf> {
    fs::create_dir_all(home)?;
    let plain = |c: char| if c.is_alphanumeric() { c } else { '-' };
    let stem: String = name.chars().take(60).map(plain).collect();
    let stem = stem.trim_matches('-');
    let stem = if stem.is_empty() { "case" } else { stem };
    for number in 1..10_000 {
        let path =
            if number == 1 { home.join(stem) } else { home.join(format!("{stem}-{number}")) };
        match fs::create_dir(&path) {
            Ok(()) => return Ok(path),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::Error::other("there are too many cases of this name"))
}

/// Makes a folder where there is none.
pub(crate) fn make_folder(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)
}

/// Folders in `folder` that are cases.
pub(crate) fn cases_in(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let mut cases: Vec<PathBuf> =
        paths.filter(|path| path.join("case.toml").is_file()).collect();
    cases.sort();
    cases
}

/// Every file of a case, also in its folders, by name; the archive with the rest, but for what is kept from others.
pub(crate) fn all_files(folder: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    let mut open = vec![PathBuf::new()];
    while let Some(inside) = open.pop() {
        for entry in fs::read_dir(folder.join(&inside))? {
            let entry = entry?;
            let name = inside.join(entry.file_name());
            let kind = entry.file_type()?;
            if kind.is_dir() {
                open.push(name);
            } else if kind.is_file() {
                names.push(name.to_string_lossy().into_owned());
            }
        }
    }
    names.sort();
    Ok(names)
}

/// A file of a case for a bundle, also one of the archive.
pub(crate) fn read_any(folder: &Path, name: &str, most: u64) -> io::Result<Vec<u8>> {
    read_regular(&folder.join(name), most)
}
