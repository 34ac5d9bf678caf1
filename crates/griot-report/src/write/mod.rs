//! The disk as a sink: a folder is replaced by a whole site or stays as it was, and what somebody
//! else put there stays there.
//!
//! 1. Judge what stands there: the manifest of the old site says which files griot wrote.
//! 2. Stage the new site in a folder beside it, with links to everything that is not griot's.
//! 3. Swap the two folders, in one step where the system can.
//! 4. Retire the old folder: what griot wrote is removed, what is in the new one too, and whatever
//!    came in between is moved over.
//!
//! A process that is killed leaves the folder beside, which the next one clears away.
#![expect(clippy::disallowed_methods, reason = "this is the report's sink")]

mod leftover;
mod standing;
mod step;

use std::{
    fs::{self, File},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use self::{
    leftover::{Beside, Swap},
    standing::{Kind, Standing},
    step::{flush_folder, parent_of},
};
use crate::site::Site;

pub use self::{
    leftover::clear_leftovers,
    step::{Before, Step, WriteError},
};

/// Files beyond which the whole disk is told once to write, instead of each file.
#[cfg(target_os = "linux")]
const FLUSHED_SINGLY: usize = 64;

/// Writes the site into `folder`, which appears or is replaced as a whole. Files there that griot
/// did not write stay.
pub fn write(site: &Site, folder: &Path, before: Before<'_>) -> Result<(), WriteError> {
    write_by(site, folder, leftover::swap, before)
}

fn write_by(
    site: &Site,
    folder: &Path,
    swap: Swap,
    before: Before<'_>,
) -> Result<(), WriteError> {
    let failed = |cause| WriteError::Disk { folder: folder.to_owned(), cause };
    let parent = parent_of(folder);
    make_folder(parent, before).map_err(failed)?;
    clear_leftovers(parent).map_err(failed)?;
    let standing = Standing::of(folder)?;
    standing.has_room_for(site, folder)?;
    before(Step::MakeFolder).map_err(failed)?;
    let beside = Beside::make(folder).map_err(failed)?;
    let staged = stage(site, folder, &standing, &beside, before);
    let swapped = staged
        .and_then(|()| beside.take_place(folder, &standing, swap, before).map_err(failed));
    if let Err(error) = swapped {
        beside.discard();
        return Err(error);
    }
    // The new site is in its place; an old one that cannot be removed harms nobody, and the next
    // build tries again.
    if flush_folder(parent).is_ok() {
        beside.retire(folder, before);
    }
    Ok(())
}

/// The new site in the folder beside, complete and on the disk.
fn stage(
    site: &Site,
    folder: &Path,
    standing: &Standing,
    beside: &Beside,
    before: Before<'_>,
) -> Result<(), WriteError> {
    let failed = |cause| WriteError::Disk { folder: folder.to_owned(), cause };
    let new = beside.site();
    let mut pages = || -> io::Result<Vec<PathBuf>> {
        let mut written = vec![new.clone()];
        before(Step::MakeFolder)?;
        beside.begin_site()?;
        for (path, page) in site.pages() {
            let file = new.join(path);
            if let Some(above) = file.parent()
                && !written.iter().any(|known| known == above)
            {
                make_folder(above, before)?;
                written.push(above.to_owned());
            }
            before(Step::WriteFile)?;
            File::create(&file)?.write_all(&page.bytes)?;
            written.push(file);
        }
        Ok(written)
    };
    let mut written = pages().map_err(failed)?;
    for (path, kind) in standing.foreign(site) {
        before(Step::Carry).map_err(failed)?;
        let cannot = |cause| WriteError::NotCarried { path: folder.join(path), cause };
        carry(folder, &new, path, kind, &mut written).map_err(cannot)?;
    }
    before(Step::Flush).and_then(|()| flush(&new, &written)).map_err(failed)?;
    if standing.is_there() {
        like(folder, &new).map_err(failed)?;
    }
    beside.end_site().map_err(failed)
}

/// Puts what lies at `path` in `folder` into the new folder as well, without touching it.
fn carry(
    folder: &Path,
    new: &Path,
    path: &Path,
    kind: Kind,
    made: &mut Vec<PathBuf>,
) -> io::Result<()> {
    let mut above: Vec<&Path> = path.ancestors().skip(1).collect();
    above.pop(); // the folder itself
    for part in above.into_iter().rev().chain((kind == Kind::Folder).then_some(path)) {
        if !new.join(part).is_dir() {
            fs::create_dir(new.join(part))?;
            made.push(new.join(part));
        }
        // Foreign files may lie in a folder that griot made, and the other way round.
        like(&folder.join(part), &new.join(part))?;
    }
    let (old, new) = (folder.join(path), new.join(path));
    match kind {
        Kind::Folder => Ok(()),
        Kind::Link => link_again(&old, &new),
        Kind::Special => Err(io::Error::other("it is no file, folder or link")),
        // Where a disk has no hard links, a copy is as good: it is compared before the old one goes.
        Kind::File => fs::hard_link(&old, &new).or_else(|_no_links| {
            fs::copy(&old, &new)?;
            let changed = old.metadata()?.modified()?;
            File::options().append(true).open(&new)?.set_modified(changed)
        }),
    }
}

/// A link with the same text.
#[cfg(unix)]
fn link_again(old: &Path, new: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(fs::read_link(old)?, new)
}

#[cfg(not(unix))]
fn link_again(_old: &Path, _new: &Path) -> io::Result<()> {
    Err(io::Error::other("links are not carried over on this system"))
}

/// Gives a new folder the rights and the owner of an old one.
#[cfg(unix)]
fn like(old: &Path, new: &Path) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt as _, chown};
    let (was, is) = (old.metadata()?, new.metadata()?);
    if (was.uid(), was.gid()) != (is.uid(), is.gid()) {
        chown(new, Some(was.uid()), Some(was.gid()))?;
    }
    fs::set_permissions(new, was.permissions())
}

#[cfg(not(unix))]
fn like(_old: &Path, _new: &Path) -> io::Result<()> {
    Ok(())
}

fn make_folder(folder: &Path, before: Before<'_>) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    before(Step::MakeFolder)?;
    fs::create_dir_all(folder)
}

/// Forces what was written to disk, so that the new site is whole before it is anybody's.
#[cfg(target_os = "linux")]
fn flush(folder: &Path, written: &[PathBuf]) -> io::Result<()> {
    if written.len() > FLUSHED_SINGLY {
        return Ok(rustix::fs::syncfs(File::open(folder)?)?);
    }
    flush_singly(written)
}

#[cfg(not(target_os = "linux"))]
fn flush(_folder: &Path, written: &[PathBuf]) -> io::Result<()> {
    flush_singly(written)
}

fn flush_singly(written: &[PathBuf]) -> io::Result<()> {
    written.iter().rev().try_for_each(|path| {
        if path.is_dir() { flush_folder(path) } else { File::open(path)?.sync_data() }
    })
}

#[cfg(test)]
mod tests;
