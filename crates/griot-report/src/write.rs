//! The disk as a sink: a folder is replaced by a whole site or stays as it was.

use std::{
    fs::{self, File},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use crate::{page::MANIFEST, site::Site};

/// Why a site was not written. The folder is then as it was before.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// There is a folder that griot did not write, and it is not empty.
    #[error("{0:?} holds files that are not a griot site; choose another folder or empty it")]
    NotASite(PathBuf),
    /// There is a file or a link in the place of the folder.
    #[error("{0:?} is not a folder")]
    NotAFolder(PathBuf),
    /// The folder above it cannot be written to, or the disk failed.
    #[error("could not write the site to {folder:?}: {cause}")]
    Disk {
        /// Where the site was to be.
        folder: PathBuf,
        /// What the system says.
        cause: io::Error,
    },
}

/// Writes the site into `folder`, which appears or is replaced as a whole.
///
/// The pages are first written beside it and forced to disk; then the old folder steps aside and
/// the new one takes its name. When that fails, the old one goes back.
pub fn write(site: &Site, folder: &Path) -> Result<(), WriteError> {
    write_step_by_step(site, folder, &mut |_step| Ok(()))
}

/// What is about to be done; tests make each of them fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    MakeFolder,
    WriteFile,
    Flush,
    MoveAside,
    TakeName,
    RemoveOld,
}

type Before<'a> = &'a mut dyn FnMut(Step) -> io::Result<()>;

fn write_step_by_step(
    site: &Site,
    folder: &Path,
    before: Before<'_>,
) -> Result<(), WriteError> {
    let failed = |cause| WriteError::Disk { folder: folder.to_owned(), cause };
    let replaces = may_replace(folder)?;
    let parent = match folder.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    make_folder(parent, before).map_err(failed)?;
    // Both are removed when they go out of scope, whatever happens.
    let fresh =
        tempfile::Builder::new().prefix(".griot-new-").tempdir_in(parent).map_err(failed)?;
    let new = fresh.path().join("site");
    stage(site, &new, before).map_err(failed)?;
    if !replaces {
        before(Step::TakeName).and_then(|()| rename(&new, folder)).map_err(failed)?;
        return flush_folder(parent).map_err(failed);
    }
    let aside =
        tempfile::Builder::new().prefix(".griot-old-").tempdir_in(parent).map_err(failed)?;
    let old = aside.path().join("site");
    before(Step::MoveAside).and_then(|()| rename(folder, &old)).map_err(failed)?;
    if let Err(cause) = before(Step::TakeName).and_then(|()| rename(&new, folder)) {
        if rename(&old, folder).is_err() {
            // The only copy of the old site lies aside: keep it, and say where.
            let kept = aside.keep();
            let cause = io::Error::new(
                cause.kind(),
                format!("{cause}; the old site is in {}", kept.display()),
            );
            return Err(failed(cause));
        }
        return Err(failed(cause));
    }
    flush_folder(parent).map_err(failed)?;
    // The new site is in its place; an old one that cannot be removed harms nobody.
    if before(Step::RemoveOld).is_ok() {
        drop(aside);
    }
    Ok(())
}

/// Whether there is something to replace; an error where it must not be touched.
fn may_replace(folder: &Path) -> Result<bool, WriteError> {
    let Ok(found) = fs::symlink_metadata(folder) else { return Ok(false) };
    if !found.is_dir() {
        return Err(WriteError::NotAFolder(folder.to_owned()));
    }
    let failed = |cause| WriteError::Disk { folder: folder.to_owned(), cause };
    #[expect(clippy::disallowed_methods, reason = "this is the report's sink")]
    let mut inside = fs::read_dir(folder).map_err(failed)?;
    if inside.next().is_none() || folder.join(MANIFEST).is_file() {
        return Ok(true);
    }
    Err(WriteError::NotASite(folder.to_owned()))
}

fn stage(site: &Site, folder: &Path, before: Before<'_>) -> io::Result<()> {
    make_folder(folder, before)?;
    let mut folders = vec![folder.to_owned()];
    for (path, page) in site.pages() {
        let file = folder.join(path);
        if let Some(parent) = file.parent()
            && !folders.iter().any(|known| known == parent)
        {
            make_folder(parent, before)?;
            folders.push(parent.to_owned());
        }
        before(Step::WriteFile)?;
        #[expect(clippy::disallowed_methods, reason = "this is the report's sink")]
        let mut handle = File::create(&file)?;
        handle.write_all(&page.bytes)?;
    }
    // Flushed only once all is written: the disk then waits once, not for every page.
    for (path, _) in site.pages() {
        before(Step::Flush)?;
        #[expect(clippy::disallowed_methods, reason = "this is the report's sink")]
        File::open(folder.join(path))?.sync_data()?;
    }
    folders.iter().rev().try_for_each(|folder| flush_folder(folder))
}

fn make_folder(folder: &Path, before: Before<'_>) -> io::Result<()> {
    before(Step::MakeFolder)?;
    #[expect(clippy::disallowed_methods, reason = "this is the report's sink")]
    fs::create_dir_all(folder)
}

fn rename(from: &Path, to: &Path) -> io::Result<()> {
    #[expect(clippy::disallowed_methods, reason = "this is the report's sink")]
    fs::rename(from, to)
}

/// Forces the names in a folder to disk, where the system can.
fn flush_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) {
        #[expect(clippy::disallowed_methods, reason = "this is the report's sink")]
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::site::Page;

    fn site(text: &str) -> Site {
        let mut site = Site::default();
        for path in [MANIFEST, "index.html", "claims/c1.html", "assets/site.css"] {
            site.insert(path, Page::html(format!("{text} {path}")));
        }
        site
    }

    fn on_disk(folder: &Path) -> BTreeMap<String, Vec<u8>> {
        let mut files = BTreeMap::new();
        let mut folders = vec![folder.to_owned()];
        while let Some(next) = folders.pop() {
            #[expect(clippy::disallowed_methods, reason = "the test looks at what was written")]
            for entry in fs::read_dir(&next).expect("the folder is there") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let name = path
                        .strip_prefix(folder)
                        .expect("inside")
                        .to_string_lossy()
                        .into_owned();
                    #[expect(
                        clippy::disallowed_methods,
                        reason = "the test looks at what was written"
                    )]
                    files.insert(name, fs::read(&path).expect("readable"));
                }
            }
        }
        files
    }

    fn bytes_of(site: &Site) -> BTreeMap<String, Vec<u8>> {
        site.pages().map(|(path, page)| (path.to_owned(), page.bytes.clone())).collect()
    }

    #[test]
    fn whichever_step_fails_the_folder_holds_one_whole_site() {
        let (old, new) = (site("old"), site("new"));
        let mut steps = 0;
        for fails_at in 0.. {
            let parent = tempfile::tempdir().expect("a folder to test in");
            let folder = parent.path().join("site");
            write(&old, &folder).expect("the first site is written");
            let mut step = 0;
            let ended = write_step_by_step(&new, &folder, &mut |_what| {
                step += 1;
                if step > fails_at { Err(io::Error::other("the disk is full")) } else { Ok(()) }
            });
            let found = on_disk(&folder);
            assert!(
                found == bytes_of(&old) || found == bytes_of(&new),
                "step {fails_at}: a mixture"
            );
            assert_eq!(found == bytes_of(&new), ended.is_ok(), "step {fails_at}: {ended:?}");
            let left = on_disk(parent.path()).len();
            assert_eq!(
                left,
                found.len(),
                "step {fails_at}: something was left beside the site"
            );
            steps = step;
            if step <= fails_at {
                break;
            }
        }
        assert!(steps > 10, "the steps were really taken: {steps}");
    }

    #[test]
    fn a_folder_of_somebody_else_is_not_replaced() {
        let parent = tempfile::tempdir().expect("a folder to test in");
        #[expect(clippy::disallowed_methods, reason = "the test makes somebody's file")]
        fs::write(parent.path().join("thesis.doc"), "years of work").expect("written");
        assert!(matches!(write(&site("x"), parent.path()), Err(WriteError::NotASite(_))));
        assert!(parent.path().join("thesis.doc").is_file());
        let file = parent.path().join("thesis.doc");
        assert!(matches!(write(&site("x"), &file), Err(WriteError::NotAFolder(_))));
    }

    #[test]
    fn an_empty_folder_is_filled() {
        let parent = tempfile::tempdir().expect("a folder to test in");
        let folder = parent.path().join("deep/site");
        write(&site("x"), &folder).expect("made with the folders above it");
        assert_eq!(on_disk(&folder), bytes_of(&site("x")));
    }
}
