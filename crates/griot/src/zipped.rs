//! Files of a ZIP as if it were a folder: the sources of a draft as somebody sent them.

use std::{
    collections::BTreeMap,
    fs::File,
    io::{self, BufReader, Read as _},
    path::Path,
    sync::Mutex,
};

use griot_model::{bounds, world::World};
use zip::ZipArchive;

use crate::{
    disk::{self, Disk},
    failure::Failure,
};

/// The files of this machine, and those inside one ZIP under its own path.
#[derive(Debug, Default)]
pub(crate) struct Held {
    zip: Option<Zipped>,
}

#[derive(Debug)]
struct Zipped {
    path: String,
    archive: Mutex<ZipArchive<BufReader<File>>>,
    /// Names of the files inside, and which entry each is.
    files: BTreeMap<String, usize>,
}

impl Held {
    /// A folder, or a ZIP that is read as one.
    pub(crate) fn of(folder: Option<&str>) -> Result<Self, Failure> {
        let Some(path) = folder.filter(|path| Path::new(path).is_file()) else {
            return Ok(Self::default());
        };
        let unread = |error: zip::result::ZipError| {
            Failure::new(format!("{path} cannot be read: {error}"))
                .hint("--sources takes a folder or a ZIP of files")
        };
        let file = disk::open(Path::new(path))?;
        let mut archive = ZipArchive::new(BufReader::new(file)).map_err(unread)?;
        let mut files = BTreeMap::new();
        for index in 0..archive.len() {
            let entry = archive.by_index_raw(index).map_err(unread)?;
            let name = entry.name().map_err(unread)?.replace('\\', "/");
            // What is no file of this folder is not looked at: resource forks, ways out.
            let inside = name
                .split('/')
                .all(|part| !part.is_empty() && part != ".." && !part.starts_with('.'));
            if entry.is_file() && inside && !name.starts_with("__MACOSX/") {
                files.entry(name).or_insert(index);
            }
        }
        let zip = Zipped { path: path.to_owned(), archive: Mutex::new(archive), files };
        Ok(Self { zip: Some(zip) })
    }

    /// Where files about the sources are kept: in the folder, or beside the ZIP.
    pub(crate) fn beside(&self, folder: &str, name: &str) -> String {
        match &self.zip {
            Some(zip) => format!("{}.{}", zip.path, name.trim_start_matches('.')),
            None => format!("{folder}/{name}"),
        }
    }

    /// The ZIP in which a path lies, and the name inside.
    fn inside<'p>(&self, path: &'p str) -> Option<(&Zipped, &'p str)> {
        let zip = self.zip.as_ref()?;
        let rest = path.strip_prefix(zip.path.as_str())?;
        (rest.is_empty() || rest.starts_with('/')).then(|| (zip, rest.trim_matches('/')))
    }
}

impl World for Held {
    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        let Some((zip, name)) = self.inside(path) else { return Disk.read(path) };
        let index = zip.files.get(name).ok_or(io::ErrorKind::NotFound)?;
        let mut archive = zip
            .archive
            .lock()
            .map_err(|_poisoned| io::Error::other("another reader of it broke off"))?;
        let mut bytes = Vec::new();
        let entry = archive.by_index(*index).map_err(io::Error::other)?;
        entry.take(bounds::DOCUMENT + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > bounds::DOCUMENT {
            return Err(io::Error::other("it is too long when it is unpacked"));
        }
        Ok(bytes)
    }

    fn list(&self, folder: &str) -> io::Result<Vec<String>> {
        let Some((zip, name)) = self.inside(folder) else { return Disk.list(folder) };
        let prefix = if name.is_empty() { String::new() } else { format!("{name}/") };
        let mut names: Vec<String> = zip
            .files
            .keys()
            .filter_map(|file| file.strip_prefix(&prefix)?.split('/').next())
            .map(str::to_owned)
            .collect();
        names.dedup();
        Ok(names)
    }

    fn is_folder(&self, path: &str) -> bool {
        let Some((zip, name)) = self.inside(path) else { return Disk.is_folder(path) };
        name.is_empty() || zip.files.keys().any(|file| file.starts_with(&format!("{name}/")))
    }
}
