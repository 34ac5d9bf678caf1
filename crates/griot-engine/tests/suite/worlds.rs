//! Worlds for tests: one in memory, and the case that is in the repository.

use std::{collections::BTreeMap, io};

use griot_engine::world::World;

/// Files by path; folders are the prefixes of paths.
#[derive(Debug, Clone, Default)]
pub(super) struct InMemory(pub(super) BTreeMap<String, Vec<u8>>);

impl InMemory {
    pub(super) fn with(mut self, path: &str, bytes: impl Into<Vec<u8>>) -> Self {
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

/// The real files of the repository, below its root.
pub(super) struct Repository;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../");

#[expect(clippy::disallowed_methods, reason = "a test over files of the repository")]
impl World for Repository {
    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        std::fs::read(format!("{ROOT}{path}"))
    }

    fn list(&self, folder: &str) -> io::Result<Vec<String>> {
        let mut names: Vec<String> = std::fs::read_dir(format!("{ROOT}{folder}"))?
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .collect();
        names.sort();
        Ok(names)
    }

    fn is_folder(&self, path: &str) -> bool {
        std::path::Path::new(&format!("{ROOT}{path}")).is_dir()
    }
}
