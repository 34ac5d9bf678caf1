//! The real store: a folder, by convention `.griot` in the folder of the case.
#![expect(
    clippy::disallowed_methods,
    reason = "this module is where the archive's files are read and written"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read, Write as _};
use std::path::{Component, Path, PathBuf};

use crate::layout::{KEY, LOCK, PLAN, PUBLISH_KEY, STAGE, STAGE_FILES};
use crate::lock::{self, Lock};
use crate::regular::open_regular;
use crate::store::{Listing, Store, StoreError};

/// Where a file is written before it is moved into place: in the stage, so that what a crash leaves
/// is swept with the stage. One name is enough: whoever writes holds the lock.
const UNFINISHED: &str = "stage/unfinished";

/// Longest file that is read as a whole: the plan of an operation on a million sources.
const LONGEST_READ: u64 = 256 << 20;

/// Files that are made durable one by one; of more, the whole disk is told at once, which takes
/// 4 ms a file less.
const SETTLED_SINGLY: usize = 64;

/// Bytes that are copied at a time.
const PIECE: usize = 256 << 10;

/// An archive's files in a folder. The folder is made when something is first written.
#[derive(Debug, Clone)]
pub struct FolderStore {
    root: PathBuf,
    holder: String,
    waiting: fn(&str),
}

impl FolderStore {
    /// The folder itself, as `cases/mali/.griot`.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into(), holder: String::new(), waiting: |_holder| () }
    }

    /// What others read of this process while it writes, such as its number, its command and since
    /// when; and what it does when it has to wait, told who holds the lock.
    #[must_use]
    pub fn held_by(self, holder: String, waiting: fn(&str)) -> Self {
        Self { holder, waiting, ..self }
    }

    /// Who is writing to this archive just now, as far as they said; nothing where nobody is.
    pub fn holder(&self) -> Option<String> {
        lock::holder(&self.at(LOCK).ok()?)
    }

    /// The file, with no way out of the folder: neither by `..` nor by a symbolic link, which a
    /// case from somebody else may contain.
    fn at(&self, path: &str) -> io::Result<PathBuf> {
        let mut file = self.root.clone();
        let refused = |what| Err(io::Error::new(ErrorKind::InvalidInput, what));
        if file.is_symlink() {
            return refused("the archive's folder is a symbolic link");
        }
        for part in Path::new(path).components() {
            let Component::Normal(name) = part else {
                return refused("not a path of an archive");
            };
            file.push(name);
            if file.is_symlink() {
                return refused("a symbolic link");
            }
        }
        Ok(file)
    }

    fn open_at(&self, path: &str) -> Result<Option<File>, StoreError> {
        match self.at(path).and_then(|file| open_regular(&file)) {
            Ok(file) => Ok(Some(file)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(failed("read", path)(error)),
        }
    }
}

impl Store for FolderStore {
    type Guard = Lock;
    type Reader = File;

    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let Some(file) = self.open_at(path)? else { return Ok(None) };
        let mut bytes = Vec::new();
        file.take(LONGEST_READ + 1).read_to_end(&mut bytes).map_err(failed("read", path))?;
        if bytes.len() as u64 > LONGEST_READ {
            let error =
                io::Error::new(ErrorKind::FileTooLarge, "longer than any file of a log");
            return Err(failed("read", path)(error));
        }
        Ok(Some(bytes))
    }

    fn open(&self, path: &str) -> Result<Option<File>, StoreError> {
        self.open_at(path)
    }

    fn length(&self, path: &str) -> Result<Option<u64>, StoreError> {
        match self.at(path).and_then(|file| file.metadata()) {
            Ok(found) if found.is_file() => Ok(Some(found.len())),
            Ok(_) => Err(failed("read", path)(io::Error::other("not a file"))),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(failed("read", path)(error)),
        }
    }

    fn list(&self, prefix: &str) -> Listing {
        let mut listing = Listing::default();
        let folder = prefix.rsplit_once('/').map_or("", |(folder, _)| folder);
        match self.at(folder) {
            Ok(start) => walk(&start, folder, &mut listing),
            Err(error) => listing.unreadable.push(failed("list", folder)(error)),
        }
        listing.paths.retain(|path| path.starts_with(prefix));
        listing.paths.sort_unstable();
        listing
    }

    fn write(&self, path: &str, bytes: &[u8]) -> Result<(), StoreError> {
        let write = || {
            let (temporary, target) = (self.at(UNFINISHED)?, self.at(path)?);
            make_folder_of(&temporary)?;
            make_folder_of(&target)?;
            let mut file = create(&temporary, path == KEY || path == PUBLISH_KEY)?;
            file.write_all(bytes)?;
            file.sync_all()?;
            drop(file);
            fs::rename(&temporary, &target)?;
            sync_folder_of(&target)
        };
        write().map_err(failed("write", path))
    }

    fn stage(&self, path: &str, from: &mut dyn Read) -> Result<(), StoreError> {
        let mut write = || {
            let target = self.at(path)?;
            make_folder_of(&target)?;
            let mut file = create(&target, false)?;
            let mut piece = vec![0; PIECE];
            loop {
                match from.read(&mut piece) {
                    Ok(0) => return Ok(()),
                    Ok(length) => file.write_all(piece.get(..length).unwrap_or(&piece))?,
                    Err(error) if error.kind() == ErrorKind::Interrupted => {}
                    Err(error) => return Err(error),
                }
            }
        };
        write().map_err(failed("write", path))
    }

    fn settle(&self, paths: &[&str]) -> Result<(), StoreError> {
        let files: Result<Vec<PathBuf>, io::Error> =
            paths.iter().map(|path| self.at(path)).collect();
        let settled = files.and_then(|files| make_durable(&files));
        settled.map_err(failed("write", STAGE))
    }

    fn rename(&self, from: &str, to: &str) -> Result<(), StoreError> {
        let rename = || {
            let (from, to) = (self.at(from)?, self.at(to)?);
            if let Some(folder) = to.parent() {
                fs::create_dir_all(folder)?;
            }
            fs::rename(&from, &to)
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

    fn lock(&self) -> Result<Lock, StoreError> {
        let lock = || {
            let path = self.at(LOCK)?;
            make_folder_of(&path)?;
            lock::take(&path, &self.holder, self.waiting)
        };
        lock().map_err(failed("lock", LOCK))
    }
}

/// Makes files durable, each in its place: one by one, or, where there are many and the system can,
/// with all that the disk has still to write.
pub fn make_durable(files: &[PathBuf]) -> io::Result<()> {
    let Some(first) = files.first() else { return Ok(()) };
    if files.len() > SETTLED_SINGLY && CAN_SETTLE_AT_ONCE {
        return settle_at_once(first);
    }
    let mut above = BTreeSet::new();
    for file in files {
        File::open(file)?.sync_all()?;
        above.extend(file.ancestors().skip(2).take(2).map(Path::to_path_buf));
    }
    let beside: BTreeMap<Option<&Path>, &Path> =
        files.iter().map(|file| (file.parent(), file.as_path())).collect();
    beside.into_values().try_for_each(sync_folder_of)?;
    // A folder is durable when the one above it is, and the ones above a file may be new, or
    // somebody else's, who need not let us look.
    for folder in above.iter().filter(|folder| !folder.as_os_str().is_empty()) {
        drop(sync_folder(folder));
    }
    Ok(())
}

/// Whether the removal of a staged file becomes durable with that of the plan, the last to go. That
/// one is waited for: an old plan that a power cut brings back must not find the files of a new one.
fn awaits_plan(path: &str) -> bool {
    path.starts_with(STAGE_FILES) && path != PLAN
}

fn failed(action: &'static str, path: &str) -> impl FnOnce(io::Error) -> StoreError {
    let path = path.to_owned();
    move |source| StoreError { action, path, source }
}

/// A folder that cannot be listed is named, and those beside it are walked all the same.
fn walk(folder: &Path, inside: &str, listing: &mut Listing) {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => return,
        Err(error) => {
            listing.unreadable.push(failed("list", inside)(error));
            return;
        }
        Ok(entries) => entries,
    };
    let prefix = if inside.is_empty() { String::new() } else { format!("{inside}/") };
    for entry in entries {
        let found = entry.and_then(|entry| Ok((entry.file_type()?, entry)));
        let (kind, entry) = match found {
            Ok(found) => found,
            Err(error) => {
                listing.unreadable.push(failed("list", inside)(error));
                continue;
            }
        };
        let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if kind.is_dir() {
            walk(&entry.path(), &path, listing);
        } else {
            listing.paths.push(path);
        }
    }
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
fn sync_folder_of(file: &Path) -> io::Result<()> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    sync_folder(folder.unwrap_or(Path::new(".")))
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Windows has no handle to a folder that could be synced.
#[cfg(not(unix))]
fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(target_os = "linux")]
const CAN_SETTLE_AT_ONCE: bool = true;
#[cfg(not(target_os = "linux"))]
const CAN_SETTLE_AT_ONCE: bool = false;

#[cfg(target_os = "linux")]
fn settle_at_once(folder: &Path) -> io::Result<()> {
    Ok(rustix::fs::syncfs(File::open(folder)?)?)
}

#[cfg(not(target_os = "linux"))]
fn settle_at_once(_folder: &Path) -> io::Result<()> {
    Ok(())
}
