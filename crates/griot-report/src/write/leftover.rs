//! The folder beside a site, in which the new one is staged and the old one is retired, and what a
//! process that was killed leaves of it.
//!
//! `.griot-new-XXXXXX/` is for its owner alone and holds
//!
//! - `owner`: the name of the site's folder; locked while somebody is at work,
//! - `unfinished`: there while `site` is being staged, when all that is in it may go,
//! - `site`: the new site, and after the swap the old one,
//! - `old`: the old one, where the system cannot swap two folders in one step.
#![expect(clippy::disallowed_methods, reason = "this is the report's sink")]

use std::{
    ffi::OsStr,
    fs::{self, File, OpenOptions},
    io::{self, Read as _, Write as _},
    path::{Path, PathBuf},
};

use super::{
    standing::{Kind, Ours, Standing, digest, walk},
    step::{Before, Step, flush_folder, parent_of},
};
use crate::page::MANIFEST;

/// How the names of these folders begin.
const PREFIX: &str = ".griot-new-";

/// A folder beside a site, while somebody is at work in it.
#[derive(Debug)]
pub(super) struct Beside {
    path: PathBuf,
    /// Locked.
    owner: File,
}

impl Beside {
    /// A new one beside `folder`.
    pub(super) fn make(folder: &Path) -> io::Result<Self> {
        let name = folder.file_name().ok_or(io::ErrorKind::InvalidInput)?;
        // Whoever clears up just now may take one without a lock for a leftover.
        let made = (0..3).find_map(|_| Self::attempt(folder, name).ok());
        made.map_or_else(|| Self::attempt(folder, name), Ok)
    }

    fn attempt(folder: &Path, name: &OsStr) -> io::Result<Self> {
        let made = tempfile::Builder::new().prefix(PREFIX).tempdir_in(parent_of(folder))?;
        let path = made.path().join("owner");
        let mut owner = OpenOptions::new().create_new(true).write(true).open(&path)?;
        owner.lock()?;
        owner.write_all(name.as_encoded_bytes())?;
        fs::symlink_metadata(&path)?; // it is still there, and locked it will be
        Ok(Self { path: made.keep(), owner })
    }

    /// Where the new site is staged.
    pub(super) fn site(&self) -> PathBuf {
        self.path.join("site")
    }

    pub(super) fn begin_site(&self) -> io::Result<()> {
        File::create(self.path.join("unfinished"))?;
        fs::create_dir(self.site())
    }

    /// From here on, nothing in `site` may go that is nowhere else.
    pub(super) fn end_site(&self) -> io::Result<()> {
        fs::remove_file(self.path.join("unfinished"))?;
        flush_folder(&self.path)
    }

    /// Puts the staged site into its place, and what stood there into `site` or `old`.
    pub(super) fn take_place(
        &self,
        folder: &Path,
        standing: &Standing,
        swap: Swap,
        before: Before<'_>,
    ) -> io::Result<()> {
        let (new, old) = (self.site(), self.path.join("old"));
        before(Step::Swap)?;
        if !standing.is_there() {
            return fs::rename(&new, folder);
        }
        if swap(&new, folder)? {
            return Ok(());
        }
        // Between these two there is no site, and whoever finds this puts the old one back.
        fs::rename(folder, &old)?;
        before(Step::Swap).and_then(|()| fs::rename(&new, folder)).or_else(|error| {
            fs::rename(&old, folder)?;
            Err(error)
        })
    }

    /// Removes the staged site, which never took its place.
    pub(super) fn discard(self) {
        let gone = match fs::remove_dir_all(self.site()) {
            // Staging had not begun.
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            other => other,
        };
        // What cannot be removed is for the next build.
        drop(gone.and_then(|()| self.remove()));
    }

    /// Removes what the new site replaced.
    pub(super) fn retire(self, folder: &Path, before: Before<'_>) {
        for tree in ["site", "old"] {
            drop(retire(&self.path.join(tree), folder, before));
        }
        drop(self.remove());
    }

    /// Removes the folder itself, if nothing is left in it that is not for it alone.
    fn remove(&self) -> io::Result<()> {
        for name in ["unfinished", "owner"] {
            match fs::remove_file(self.path.join(name)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        fs::remove_dir(&self.path)
    }

    /// Takes over what a process left that was killed, and says for which folder it was; nothing
    /// where one is at work.
    fn take_over(path: PathBuf) -> io::Result<Option<(Self, Option<PathBuf>)>> {
        let owner = path.join("owner");
        if fs::symlink_metadata(&owner).is_ok_and(|found| !found.is_file()) {
            return Ok(None);
        }
        let mut options = OpenOptions::new();
        let options = options.create(true).truncate(false).read(true).write(true);
        let mut owner = options.open(&owner)?;
        if owner.try_lock().is_err() {
            return Ok(None);
        }
        let mut name = Vec::new();
        owner.read_to_end(&mut name)?;
        let name = String::from_utf8(name).ok();
        let name = name.filter(|name| !name.is_empty() && !name.contains(['/', '\\']));
        let folder = name.map(|name| parent_of(&path).join(name));
        Ok(Some((Self { path, owner }, folder)))
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        drop(self.owner.unlock());
    }
}

/// Finishes or clears away what writers of sites left in this folder when they were killed.
pub fn clear_leftovers(parent: &Path) -> io::Result<()> {
    let entries = match fs::read_dir(parent) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    for entry in entries {
        let entry = entry?;
        let ours = entry.file_name().to_string_lossy().starts_with(PREFIX);
        if ours && entry.file_type()?.is_dir() {
            clear(entry.path())?;
        }
    }
    Ok(())
}

fn clear(path: PathBuf) -> io::Result<()> {
    // An earlier griot left no owner, and nothing but what it had staged.
    let unowned = !path.join("owner").exists();
    let staged = unowned || path.join("unfinished").exists();
    let Some((beside, folder)) = Beside::take_over(path)? else { return Ok(()) };
    if staged {
        match fs::remove_dir_all(beside.site()) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => return beside.remove(),
        }
    }
    let Some(folder) = folder else {
        // Killed between two lines of `Beside::make`.
        return beside.remove();
    };
    let old = beside.path.join("old");
    if old.is_dir() && !folder.exists() {
        fs::rename(&old, &folder)?;
    }
    beside.retire(&folder, &mut |_step| Ok(()));
    Ok(())
}

/// Removes a folder that another has replaced: the files that griot wrote into it, and those that
/// are in the other as well. What is not moves there, or stays where its place is taken.
fn retire(tree: &Path, folder: &Path, before: Before<'_>) -> io::Result<()> {
    let Ok(found) = fs::symlink_metadata(tree) else { return Ok(()) };
    if !found.is_dir() {
        return Ok(());
    }
    let ours = Ours::of(tree);
    for (path, kind) in walk(tree)? {
        let (old, new) = (tree.join(&path), folder.join(&path));
        if path == Path::new(MANIFEST) {
            continue; // the last to go: by it, the others are known
        }
        before(Step::Retire)?;
        let is_ours = ours.as_ref().is_some_and(|ours| ours.wrote(&path, kind));
        match kind {
            Kind::Folder if new.is_dir() => fs::remove_dir(&old)?,
            _ if is_ours || same(&old, &new, kind) => fs::remove_file(&old)?,
            // It came in between, or replaced what was linked over.
            _ if fs::symlink_metadata(&new).is_err() || is_later(&old, &new, kind) => {
                if let Some(above) = new.parent() {
                    fs::create_dir_all(above)?;
                }
                fs::rename(&old, &new)?;
            }
            _ => {}
        }
    }
    remove_empty(tree)?;
    if ours.is_some() {
        fs::remove_file(tree.join(MANIFEST))?;
    }
    fs::remove_dir(tree)
}

/// Removes the folders below a folder in which nothing is left.
fn remove_empty(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            remove_empty(&entry.path())?;
            // One that is not empty stays, and is found in the end.
            drop(fs::remove_dir(entry.path()));
        }
    }
    Ok(())
}

/// Whether both are the same file, or as good as.
fn same(old: &Path, new: &Path, kind: Kind) -> bool {
    let (Ok(was), Ok(is)) = (fs::symlink_metadata(old), fs::symlink_metadata(new)) else {
        return false;
    };
    match kind {
        Kind::Link => is.is_symlink() && fs::read_link(old).ok() == fs::read_link(new).ok(),
        Kind::File if is.is_file() => {
            one_file(&was, &is)
                || (was.len() == is.len()
                    && digest(old).ok().is_some_and(|of_old| digest(new).ok() == Some(of_old)))
        }
        _ => false,
    }
}

/// Whether both are files and the old folder has the later one.
fn is_later(old: &Path, new: &Path, kind: Kind) -> bool {
    let (Ok(was), Ok(is)) = (fs::symlink_metadata(old), fs::symlink_metadata(new)) else {
        return false;
    };
    let times = was.modified().ok().zip(is.modified().ok());
    kind == Kind::File && is.is_file() && times.is_some_and(|(was, is)| was > is)
}

#[cfg(unix)]
fn one_file(was: &fs::Metadata, is: &fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    (was.dev(), was.ino()) == (is.dev(), is.ino())
}

#[cfg(not(unix))]
fn one_file(_was: &fs::Metadata, _is: &fs::Metadata) -> bool {
    false
}

/// Swaps two folders in one step; false where that cannot be done.
pub(super) type Swap = fn(&Path, &Path) -> io::Result<bool>;

/// As the system does it; false where it or the disk cannot.
#[cfg(target_os = "linux")]
pub(super) fn swap(one: &Path, other: &Path) -> io::Result<bool> {
    use rustix::{
        fs::{CWD, RenameFlags, renameat_with},
        io::Errno,
    };
    match renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(true),
        Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

#[cfg(not(target_os = "linux"))]
pub(super) fn swap(_one: &Path, _other: &Path) -> io::Result<bool> {
    Ok(false)
}
