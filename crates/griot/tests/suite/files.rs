//! Files for tests: the real ones, and the publishers' where they lie beside the project.

#![expect(clippy::print_stdout, reason = "a skipped test says so")]

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use griot_model::world::World;

/// The real files.
pub(crate) struct Files;

#[expect(clippy::disallowed_methods, reason = "tests read files")]
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

/// A folder beside the project; none, with a message, where it is absent.
pub(crate) fn shared(name: &str) -> Option<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared").join(name);
    if folder.is_dir() {
        return Some(folder);
    }
    println!("skipped: {} is not here", folder.display());
    None
}
