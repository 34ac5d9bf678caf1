//! Which bytes were used? Files of a case come in through a door that reads each of them once and
//! knows afterwards what came through, so that the bytes used are the bytes logged.
#![expect(
    clippy::disallowed_methods,
    reason = "this module is where the files of a case are read"
)]

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};

use griot_model::{bounds, world::World};

use crate::archive::Batch;
use crate::digest::{Digest, Hashing};
use crate::error::ArchiveError;
use crate::operation::Preserved;
use crate::regular::{open_regular, read_regular};
use crate::store::Store;

/// The folder of an archive in the folder of its case.
pub const ARCHIVE_FOLDER: &str = ".griot";

/// The real files of one case. What lies elsewhere is refused, by whatever way a path or a link
/// leads there, and so are the archive's own files and whatever is not a regular file.
#[derive(Debug, Clone)]
pub struct CaseFiles {
    root: PathBuf,
}

impl CaseFiles {
    /// The files of the case in this folder.
    pub fn of(folder: &Path) -> io::Result<Self> {
        Ok(Self { root: folder.canonicalize()? })
    }

    /// Where a path leads, through all links.
    fn at(&self, path: &str) -> io::Result<PathBuf> {
        let found = Path::new(path).canonicalize()?;
        let refused = |what: String| Err(io::Error::new(ErrorKind::InvalidInput, what));
        let Ok(inside) = found.strip_prefix(&self.root) else {
            return refused(format!("it leads out of the case, to {}", found.display()));
        };
        if inside.components().any(|part| part.as_os_str() == ARCHIVE_FOLDER) {
            return refused("it is a file of the archive itself".to_owned());
        }
        Ok(found)
    }

    fn open_file(&self, path: &str) -> io::Result<File> {
        open_regular(&self.at(path)?)
    }
}

impl World for CaseFiles {
    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        read_regular(&self.at(path)?, bounds::TABLE)
    }

    fn open<'w>(&'w self, path: &str) -> io::Result<Box<dyn Read + 'w>> {
        Ok(Box::new(self.open_file(path)?))
    }

    fn list(&self, folder: &str) -> io::Result<Vec<String>> {
        let mut names = fs::read_dir(self.at(folder)?)?
            .map(|entry| entry.map(|entry| entry.file_name().to_string_lossy().into_owned()))
            .collect::<io::Result<Vec<String>>>()?;
        names.sort();
        Ok(names)
    }

    fn is_folder(&self, path: &str) -> bool {
        Path::new(path).is_dir()
    }
}

/// A world that remembers what came through it of a case.
///
/// A file is read once: whoever asks for it again gets the same bytes, whatever became of the file.
/// What is larger than a CSV file of a case may be, or is read piece by piece, is not kept, only its
/// digest; if it is read again and has changed, that is an error.
pub struct Door<'w> {
    world: &'w dyn World,
    folder: String,
    passed: RefCell<BTreeMap<String, Passed>>,
}

/// A file that came through.
#[derive(Debug, Clone)]
struct Passed {
    sha256: Digest,
    size: u64,
    /// Its bytes, unless it is large or was read piece by piece.
    bytes: Option<Vec<u8>>,
}

impl std::fmt::Debug for Door<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let passed = self.passed.borrow();
        formatter
            .debug_struct("Door")
            .field("folder", &self.folder)
            .field("passed", &passed)
            .finish()
    }
}

impl<'w> Door<'w> {
    /// A door for the case in this folder of the world.
    pub fn new(world: &'w dyn World, folder: &str) -> Self {
        let folder = folder.trim_end_matches('/').to_owned();
        Self { world, folder, passed: RefCell::default() }
    }

    /// The digest and the length of a file, read to its end. It counts as used from then on.
    pub fn digest(&self, path: &str) -> io::Result<(Digest, u64)> {
        Digest::of_reader(&mut self.open(path)?)
    }

    /// What came through, by name inside the case.
    pub fn used(&self, media_type: impl Fn(&str) -> &'static str) -> Vec<Preserved> {
        let passed = self.passed.borrow();
        let used = passed.iter().map(|(name, passed)| Preserved {
            extraction: None,
            media_type: media_type(name).to_owned(),
            name: name.clone(),
            sha256: passed.sha256,
            size: passed.size,
        });
        used.collect()
    }

    /// Preserves what came through. Bytes that were not kept are read again, and have to be the
    /// same.
    pub fn preserve<S: Store>(
        &self,
        batch: &mut Batch<'_, S>,
        media_type: impl Fn(&str) -> &'static str,
    ) -> Result<(), ArchiveError> {
        for used in self.used(media_type) {
            if !batch.holds(&used)? {
                let bytes =
                    self.passed.borrow().get(&used.name).and_then(|it| it.bytes.clone());
                let path = format!("{}/{}", self.folder, used.name);
                let input = |source| ArchiveError::Input { name: used.name.clone(), source };
                let mut from: Box<dyn Read + '_> = match &bytes {
                    Some(bytes) => Box::new(bytes.as_slice()),
                    None => self.world.open(&path).map_err(input)?,
                };
                if batch.receive(&used.name, &mut from)? != (used.sha256, used.size) {
                    return Err(input(changed()));
                }
            }
            batch.hold(used)?;
        }
        Ok(())
    }

    /// The name inside the case; nothing for what lies elsewhere.
    fn name(&self, path: &str) -> Option<String> {
        let name = path.strip_prefix(&self.folder)?.strip_prefix('/')?;
        Some(name.to_owned())
    }

    fn remember(&self, name: String, new: Passed) -> io::Result<()> {
        let mut passed = self.passed.borrow_mut();
        match passed.get_mut(&name) {
            Some(before) if (before.sha256, before.size) != (new.sha256, new.size) => {
                Err(changed())
            }
            Some(before) => {
                before.bytes = before.bytes.take().or(new.bytes);
                Ok(())
            }
            None => {
                passed.insert(name, new);
                Ok(())
            }
        }
    }
}

fn changed() -> io::Error {
    io::Error::other("it changed while griot was reading it")
}

impl World for Door<'_> {
    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        let Some(name) = self.name(path) else { return self.world.read(path) };
        if let Some(bytes) = self.passed.borrow().get(&name).and_then(|it| it.bytes.clone()) {
            return Ok(bytes);
        }
        let bytes = self.world.read(path)?;
        let (sha256, size) = (Digest::of(&bytes), bytes.len() as u64);
        let kept = (size <= bounds::SHEET).then(|| bytes.clone());
        self.remember(name, Passed { sha256, size, bytes: kept })?;
        Ok(bytes)
    }

    fn open<'d>(&'d self, path: &str) -> io::Result<Box<dyn Read + 'd>> {
        let Some(name) = self.name(path) else { return self.world.open(path) };
        if let Some(bytes) = self.passed.borrow().get(&name).and_then(|it| it.bytes.clone()) {
            return Ok(Box::new(io::Cursor::new(bytes)));
        }
        let from = Hashing::new(self.world.open(path)?);
        Ok(Box::new(Passing { door: self, name, from, ended: false }))
    }

    fn read_secret(&self, path: &str) -> io::Result<Vec<u8>> {
        self.world.read_secret(path)
    }

    fn list(&self, folder: &str) -> io::Result<Vec<String>> {
        self.world.list(folder)
    }

    fn is_folder(&self, path: &str) -> bool {
        self.world.is_folder(path)
    }
}

/// A file on its way through the door, piece by piece.
struct Passing<'d> {
    door: &'d Door<'d>,
    name: String,
    from: Hashing<Box<dyn Read + 'd>>,
    ended: bool,
}

impl Read for Passing<'_> {
    fn read(&mut self, piece: &mut [u8]) -> io::Result<usize> {
        let read = self.from.read(piece)?;
        if read == 0 && !piece.is_empty() && !self.ended {
            self.ended = true;
            let (sha256, size) = self.from.finish();
            self.door.remember(self.name.clone(), Passed { sha256, size, bytes: None })?;
        }
        Ok(read)
    }
}

impl Drop for Passing<'_> {
    fn drop(&mut self) {
        // Whoever read a part of it used it, and the log speaks of whole files.
        if !self.ended {
            drop(io::copy(self, &mut io::sink()));
        }
    }
}

/// What the log says that the files of a case are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expected {
    /// The entry that says so.
    pub index: u64,
    /// Its kind: `add`, `build`.
    pub kind: String,
    /// What the file was then.
    pub sha256: Digest,
    /// Its length in bytes.
    pub size: u64,
}

/// A file of a case that is not what the log says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Its name inside the case.
    pub name: String,
    /// What the log says; nothing of a file that came after the last build.
    pub expected: Option<Expected>,
    /// What became of it.
    pub became: Became,
}

/// What became of a file since the log spoke of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Became {
    /// Its bytes are others. `used` is the later build that used them as they are now.
    Changed {
        /// The entry of that build.
        used: Option<u64>,
    },
    /// It is not there.
    Missing,
    /// It is there and cannot be read.
    Unreadable {
        /// What the system says.
        why: String,
    },
    /// It is there, could be used, and was not when the case was last built.
    New {
        /// The entry of that build.
        since: u64,
    },
}

/// Compares the files of a case with what the log says of them: those that were added, as they
/// were when added last, and those that the last build used. `present` are the names of files that
/// a build would use as they lie there now.
pub fn differences(
    log: &[crate::Entry],
    world: &dyn World,
    folder: &str,
    present: &BTreeSet<String>,
) -> Vec<Difference> {
    let mut added = BTreeMap::new();
    for entry in log.iter().filter(|entry| entry.operation.kind == "add") {
        added.extend(expected(entry));
    }
    let build = log.iter().rev().find(|entry| entry.operation.kind == "build");
    let mut used: BTreeMap<&str, Expected> = build.into_iter().flat_map(expected).collect();
    // What was added after the build is compared with what it was then.
    used.retain(|name, used| added.get(name).is_none_or(|added| added.index < used.index));
    let folder = folder.trim_end_matches('/');
    let now = |name: &str| {
        let mut file = world.open(&format!("{folder}/{name}"))?;
        Digest::of_reader(&mut file)
    };
    let mut found = Vec::new();
    let names: BTreeSet<&str> = added.keys().chain(used.keys()).copied().collect();
    for name in names.into_iter().filter(|name| stays_inside(name)) {
        let now = now(name);
        let same = |expected: &&Expected| {
            now.as_ref().is_ok_and(|now| *now == (expected.sha256, expected.size))
        };
        let expected = [added.get(name), used.get(name)].into_iter().flatten();
        let Some(expected) = expected.clone().find(|expected| !same(expected)) else {
            continue;
        };
        let became = match &now {
            Ok(_) => {
                let used = used.get(name).filter(same).map(|used| used.index);
                Became::Changed { used }
            }
            Err(error) if error.kind() == ErrorKind::NotFound => Became::Missing,
            Err(error) => Became::Unreadable { why: error.to_string() },
        };
        let (name, expected) = (name.to_owned(), Some(expected.clone()));
        found.push(Difference { name, expected, became });
    }
    if let Some(build) = build {
        let new = |name: &&String| {
            !used.contains_key(name.as_str()) && !added.contains_key(name.as_str())
        };
        found.extend(present.iter().filter(new).map(|name| Difference {
            name: name.clone(),
            expected: None,
            became: Became::New { since: build.index },
        }));
    }
    found
}

fn expected(entry: &crate::Entry) -> impl Iterator<Item = (&str, Expected)> {
    entry.operation.sources.iter().map(|source| {
        let expected = Expected {
            index: entry.index,
            kind: entry.operation.kind.clone(),
            sha256: source.sha256,
            size: source.size,
        };
        (source.name.as_str(), expected)
    })
}

/// Whether a name of the log is a path inside the case. Names are somebody's, and one that leads
/// elsewhere is not followed.
fn stays_inside(name: &str) -> bool {
    let plain = |part| matches!(part, std::path::Component::Normal(_));
    Path::new(name).components().all(plain)
}
