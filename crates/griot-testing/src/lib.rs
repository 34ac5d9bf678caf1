//! Worlds for tests, and the publishers' files where they lie beside the project. Only tests use this.

#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "tests read files, and a skipped test says so"
)]

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

use griot_model::world::World;

/// Files by path; folders are the prefixes of paths.
#[derive(Debug, Clone, Default)]
pub struct InMemory(pub BTreeMap<String, Vec<u8>>);

impl InMemory {
    /// The same with one file more, or with another content of one.
    #[must_use]
    pub fn with(mut self, path: &str, bytes: impl Into<Vec<u8>>) -> Self {
        self.0.insert(path.to_owned(), bytes.into());
        self
    }
}

impl World for InMemory {
    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        self.0.get(path).cloned().ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn list(&self, folder: &str) -> io::Result<Vec<String>> {
        let prefix = format!("{folder}/");
        let mut names: Vec<String> = self
            .0
            .keys()
            .filter_map(|path| path.strip_prefix(&prefix))
            .filter_map(|rest| rest.split('/').next())
            .map(str::to_owned)
            .collect();
        names.dedup();
        Ok(names)
    }

    fn is_folder(&self, path: &str) -> bool {
        let prefix = format!("{path}/");
        self.0.keys().any(|file| file.starts_with(&prefix))
    }
}

/// The real files, by absolute path.
#[derive(Debug, Clone, Copy)]
pub struct Files;

impl World for Files {
    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        fs::read(path)
    }

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

/// The real files of the repository, by path below its root.
#[derive(Debug, Clone, Copy)]
pub struct Repository;

/// The root of the repository.
pub const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../");

impl World for Repository {
    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        Files.read(&format!("{ROOT}{path}"))
    }

    fn list(&self, folder: &str) -> io::Result<Vec<String>> {
        Files.list(&format!("{ROOT}{folder}"))
    }

    fn is_folder(&self, path: &str) -> bool {
        Files.is_folder(&format!("{ROOT}{path}"))
    }
}

/// A folder beside the project, such as `data/events`; none, with a message, where it is absent.
pub fn shared(name: &str) -> Option<PathBuf> {
    let folder = PathBuf::from(ROOT).join("../shared").join(name);
    if folder.is_dir() {
        return Some(folder);
    }
    println!("skipped: {} is not here", folder.display());
    None
}

/// The bytes of a file beside the project, such as `data/events/a.csv`; none, with a message, where it
/// is absent.
pub fn shared_file(name: &str) -> Option<Vec<u8>> {
    let file = PathBuf::from(ROOT).join("../shared").join(name);
    let bytes = fs::read(&file).ok();
    if bytes.is_none() {
        println!("skipped: {} is not here", file.display());
    }
    bytes
}
