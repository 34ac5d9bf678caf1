//! Files of the repository and of the folder beside it.
#![expect(clippy::disallowed_methods, reason = "tests read files")]

use std::{io, path::Path};

use griot_model::world::World;

pub(crate) struct Disk;

impl World for Disk {
    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        std::fs::read(path)
    }

    fn list(&self, folder: &str) -> io::Result<Vec<String>> {
        let mut names = std::fs::read_dir(folder)?
            .map(|entry| entry.map(|it| it.file_name().to_string_lossy().into_owned()))
            .collect::<io::Result<Vec<String>>>()?;
        names.sort();
        Ok(names)
    }

    fn is_folder(&self, path: &str) -> bool {
        Path::new(path).is_dir()
    }
}

/// A path inside the repository.
pub(crate) fn inside(path: &str) -> String {
    format!("{}/../../{path}", env!("CARGO_MANIFEST_DIR"))
}
