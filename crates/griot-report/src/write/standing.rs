//! Which files in a folder are griot's? Those that its manifest lists and that are what it lists.
#![expect(clippy::disallowed_methods, reason = "this is the report's sink")]

use griot_model::rows::hexadecimal;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::{Path, PathBuf},
};

use serde::Deserialize;
use sha2::{Digest as _, Sha256};

use super::step::WriteError;
use crate::{page::MANIFEST, site::Site};

/// What stands in the place of a site.
#[derive(Debug, Default)]
pub(super) struct Standing {
    there: bool,
    /// Paths of what griot did not write, or was changed since, relative to the folder. A folder
    /// is listed where it is empty.
    foreign: BTreeMap<PathBuf, Kind>,
}

/// What lies at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    File,
    Folder,
    Link,
    /// A pipe, a socket, a device.
    Special,
}

#[derive(Deserialize)]
struct Manifest {
    page: String,
    files: BTreeMap<String, Listed>,
}

#[derive(Deserialize)]
struct Listed {
    bytes: u64,
    sha256: String,
}

/// Longest manifest that is read: that of a million pages.
const LONGEST_MANIFEST: u64 = 256 << 20;

impl Standing {
    /// What stands there; an error where it must not be touched.
    pub(super) fn of(folder: &Path) -> Result<Self, WriteError> {
        let failed = |cause| WriteError::Disk { folder: folder.to_owned(), cause };
        let found = match fs::symlink_metadata(folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::default()),
            found => found.map_err(failed)?,
        };
        if !found.is_dir() {
            return Err(WriteError::NotAFolder(folder.to_owned()));
        }
        let entries = walk(folder).map_err(failed)?;
        let mut standing = Self { there: true, foreign: BTreeMap::new() };
        if entries.is_empty() {
            return Ok(standing);
        }
        let Some(ours) = Ours::of(folder) else {
            return Err(WriteError::NotASite(folder.to_owned()));
        };
        let others = entries.into_iter().filter(|(path, kind)| !ours.wrote(path, *kind));
        standing.foreign = others.collect();
        Ok(standing)
    }

    /// Whether there is a folder.
    pub(super) const fn is_there(&self) -> bool {
        self.there
    }

    /// What has to be in the new folder too. A file that is byte for byte a page of the new site
    /// will be there anyway.
    pub(super) fn foreign<'s>(
        &'s self,
        site: &'s Site,
    ) -> impl Iterator<Item = (&'s Path, Kind)> {
        let page = |path: &Path| path.to_str().and_then(|path| site.get(path));
        self.foreign
            .iter()
            .filter(move |(path, _)| page(path).is_none())
            .map(|(path, kind)| (path.as_path(), *kind))
    }

    /// Refuses a site that has pages where there are files of somebody else's.
    pub(super) fn has_room_for(&self, site: &Site, folder: &Path) -> Result<(), WriteError> {
        let pages: BTreeSet<&Path> = site.pages().map(|(path, _)| Path::new(path)).collect();
        let folders: BTreeSet<&Path> =
            pages.iter().flat_map(|path| path.ancestors().skip(1)).collect();
        for (path, kind) in &self.foreign {
            // A page lies here, or would lie below what is no folder, or where folders are.
            let here = pages.contains(path.as_path()) && !is_page(site, folder, path, *kind);
            let below = *kind != Kind::Folder && folders.contains(path.as_path());
            let above = path.ancestors().skip(1).any(|folder| pages.contains(folder));
            if here || below || above {
                return Err(WriteError::InTheWay(folder.join(path)));
            }
        }
        Ok(())
    }
}

fn is_page(site: &Site, folder: &Path, path: &Path, kind: Kind) -> bool {
    let page = path.to_str().and_then(|path| site.get(path));
    kind == Kind::File
        && page.is_some_and(|page| {
            digest(&folder.join(path)).is_ok_and(|(_, sha256)| sha256 == page.sha256())
        })
}

/// The files that a manifest lists, and the folder in which they are.
pub(super) struct Ours<'f> {
    folder: &'f Path,
    files: BTreeMap<String, Listed>,
}

impl<'f> Ours<'f> {
    /// By the manifest in this folder; nothing where there is none.
    pub(super) fn of(folder: &'f Path) -> Option<Self> {
        let file = folder.join(MANIFEST);
        let found = fs::symlink_metadata(&file).ok()?;
        if !found.is_file() || found.len() > LONGEST_MANIFEST {
            return None;
        }
        let manifest: Manifest = serde_json::from_slice(&fs::read(&file).ok()?).ok()?;
        (manifest.page == "manifest").then_some(Self { folder, files: manifest.files })
    }

    /// Whether griot wrote what lies at this path, as it is. The paths of a manifest are only
    /// compared, so that none leads anywhere.
    pub(super) fn wrote(&self, path: &Path, kind: Kind) -> bool {
        let Some(path) = path.to_str().filter(|_| kind == Kind::File) else { return false };
        let same = |listed: &Listed| {
            let file = self.folder.join(path);
            let length = fs::symlink_metadata(&file).map(|found| found.len());
            length.is_ok_and(|length| length == listed.bytes)
                && digest(&file).is_ok_and(|(_, sha256)| sha256 == listed.sha256)
        };
        path == MANIFEST || self.files.get(path).is_some_and(same)
    }
}

/// Everything in a folder, by path relative to it, links not followed; of folders only the empty
/// ones.
pub(super) fn walk(folder: &Path) -> io::Result<BTreeMap<PathBuf, Kind>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(inside) = folders.pop() {
        let mut empty = true;
        for entry in fs::read_dir(folder.join(&inside))? {
            let entry = entry?;
            empty = false;
            let (path, kind) = (inside.join(entry.file_name()), entry.file_type()?);
            match () {
                () if kind.is_dir() => folders.push(path),
                () if kind.is_symlink() => drop(found.insert(path, Kind::Link)),
                () if kind.is_file() => drop(found.insert(path, Kind::File)),
                () => drop(found.insert(path, Kind::Special)),
            }
        }
        if empty && !inside.as_os_str().is_empty() {
            found.insert(inside, Kind::Folder);
        }
    }
    Ok(found)
}

/// Length and SHA-256 of a file.
pub(super) fn digest(file: &Path) -> io::Result<(u64, String)> {
    let mut hasher = Sha256::new();
    let mut file = fs::File::open(file)?;
    let mut piece = vec![0; 256 << 10];
    let mut length = 0;
    loop {
        match io::Read::read(&mut file, &mut piece)? {
            0 => return Ok((length, hexadecimal(&hasher.finalize()))),
            read => {
                length += read as u64;
                hasher.update(piece.get(..read).unwrap_or_default());
            }
        }
    }
}
