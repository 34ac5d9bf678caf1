//! The real files, as the engine's [`World`] sees them.

use std::{fs, io, path::Path};

use griot_model::world::World;

/// Files of this machine.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Disk;

#[expect(clippy::disallowed_methods, reason = "the binary is where files are read")]
impl World for Disk {
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
