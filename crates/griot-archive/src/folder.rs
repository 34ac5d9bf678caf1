//! The real store: a folder, by convention `.griot` in the folder of the case.
#![expect(
    clippy::disallowed_methods,
    reason = "this module is where the archive's files are read and written"
)]

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Component, Path, PathBuf};

use crate::layout::{KEY, LOCK, PLAN};
use crate::store::{Store, StoreError};

/// Where a file is written before it is moved into place: in the stage, so that what a crash leaves
/// is swept with the stage. One name is enough: whoever writes holds the lock.
const UNFINISHED: &str = "stage/unfinished";

/// An archive's files in a folder. The folder is made when something is first written.
#[derive(Debug, Clone)]
pub struct FolderStore {
    root: PathBuf,
}

impl FolderStore {
    /// The folder itself, as `cases/mali/.griot`.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// The file, with no way out of the folder: neither by `..` nor by a symbolic link, which a
    /// case from somebody else may contain.
    fn at(&self, path: &str) -> io::Result<PathBuf> {
        let mut file = self.root.clone();
        for part in Path::new(path).components() {
            let Component::Normal(name) = part else {
                return Err(io::Error::new(
                    ErrorKind::InvalidInput,
                    "not a path of an archive",
                ));
            };
            file.push(name);
            if file.is_symlink() {
                return Err(io::Error::new(ErrorKind::InvalidInput, "a symbolic link"));
            }
        }
        Ok(file)
    }
}

impl Store for FolderStore {
    type Guard = File;

    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, StoreError> {
        match self.at(path).and_then(fs::read) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(failed("read", path)(error)),
        }
    }

    fn contains(&self, path: &str) -> Result<bool, StoreError> {
        self.at(path).and_then(|file| file.try_exists()).map_err(failed("read", path))
    }

    fn list(&self, prefix: &str) -> Result<Vec<String>, StoreError> {
        let mut paths = Vec::new();
        walk(&self.root, "", &mut paths).map_err(failed("list", prefix))?;
        paths.retain(|path| path.starts_with(prefix));
        paths.sort_unstable();
        Ok(paths)
    }

    fn write(&self, path: &str, bytes: &[u8]) -> Result<(), StoreError> {
        let write = || {
            let (temporary, target) = (self.at(UNFINISHED)?, self.at(path)?);
            make_folder_of(&temporary)?;
            make_folder_of(&target)?;
            let mut file = create(&temporary, path == KEY)?;
            file.write_all(bytes)?;
            file.sync_all()?;
            drop(file);
            fs::rename(&temporary, &target)?;
            if awaits_plan(path) { Ok(()) } else { sync_folder_of(&target) }
        };
        write().map_err(failed("write", path))
    }

    fn rename(&self, from: &str, to: &str) -> Result<(), StoreError> {
        let rename = || {
            let (from, to) = (self.at(from)?, self.at(to)?);
            make_folder_of(&to)?;
            fs::rename(&from, &to)?;
            sync_folder_of(&to)
        };
        rename().map_err(failed("move", to))
    }

    fn remove(&self, path: &str) -> Result<(), StoreError> {
        let remove = || {
            let target = self.at(path)?;
            match fs::remove_file(&target) {
                Ok(()) if awaits_plan(path) => Ok(()),
                Ok(()) => sync_folder_of(&target),
                Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
                Err(error) => Err(error),
            }
        };
        remove().map_err(failed("remove", path))
    }

    fn lock(&self) -> Result<File, StoreError> {
        let lock = || {
            let path = self.at(LOCK)?;
            make_folder_of(&path)?;
            let file =
                OpenOptions::new().create(true).truncate(false).write(true).open(path)?;
            // The system lets go of it when the process ends, however it ends.
            file.lock()?;
            Ok(file)
        };
        lock().map_err(failed("lock", LOCK))
    }
}

/// Whether a staged file's name becomes durable with the plan, which is written after it into the
/// same folder. That saves a quarter of an operation's waiting for the disk. The removal of the plan
/// is waited for: an old plan that a power cut brings back must not find the files of a new one.
fn awaits_plan(path: &str) -> bool {
    path.starts_with("stage/") && path != PLAN
}

fn failed(action: &'static str, path: &str) -> impl FnOnce(io::Error) -> StoreError {
    let path = path.to_owned();
    move |source| StoreError { action, path, source }
}

fn walk(folder: &Path, prefix: &str, paths: &mut Vec<String>) -> io::Result<()> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    for entry in entries {
        let entry = entry?;
        let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            walk(&entry.path(), &format!("{path}/"), paths)?;
        } else {
            paths.push(path);
        }
    }
    Ok(())
}

#[cfg(unix)]
fn create(path: &Path, private: bool) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt as _;
    // A file that a crash left may have the other mode.
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mode = if private { 0o600 } else { 0o666 };
    OpenOptions::new().create_new(true).write(true).mode(mode).open(path)
}

#[cfg(not(unix))]
fn create(path: &Path, _private: bool) -> io::Result<File> {
    File::create(path)
}

/// Makes the folders above a file, and makes each new one durable in the one above it.
fn make_folder_of(file: &Path) -> io::Result<()> {
    let Some(folder) = file.parent() else { return Ok(()) };
    if folder.as_os_str().is_empty() || folder.is_dir() {
        return Ok(());
    }
    make_folder_of(folder)?;
    match fs::create_dir(folder) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error),
        Ok(()) => sync_folder_of(folder),
    }
}

/// A rename is durable when its folder is.
#[cfg(unix)]
fn sync_folder_of(file: &Path) -> io::Result<()> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

/// Windows has no handle to a folder that could be synced.
#[cfg(not(unix))]
fn sync_folder_of(_file: &Path) -> io::Result<()> {
    Ok(())
}
