//! How much of a case is read: each of its files up to a bound, and all of them together.

use std::{cell::Cell, io};

use griot_model::{
    bounds::{self, TooLarge},
    world::World,
};

use super::{folder::DATA, path::inside};

/// The world as far as a case is read from it.
pub(crate) struct Bounded<'w> {
    world: &'w dyn World,
    data: String,
    read: Cell<u64>,
}

impl<'w> Bounded<'w> {
    /// The world around the case in a folder, of which nothing was read so far.
    pub(crate) fn new(world: &'w dyn World, folder: &str) -> Self {
        Self { world, data: format!("{}/", inside(folder, DATA)), read: Cell::new(0) }
    }
}

impl World for Bounded<'_> {
    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        let bytes = self.world.read(path)?;
        let length = bytes.len() as u64;
        let is_table = path.starts_with(&self.data) && path.strip_suffix(".toml").is_none();
        let most = if is_table { bounds::TABLE } else { bounds::SHEET };
        let too_large = |what, most| {
            let instead = "cut it to what the question needs";
            let large = TooLarge::bytes(what, most, instead);
            Err(io::Error::new(io::ErrorKind::FileTooLarge, large.to_string()))
        };
        if length > most {
            return too_large("it", most);
        }
        self.read.set(self.read.get() + length);
        if self.read.get() > bounds::CASE {
            return too_large("the case up to this file", bounds::CASE);
        }
        Ok(bytes)
    }

    fn open<'s>(&'s self, path: &str) -> io::Result<Box<dyn io::Read + 's>> {
        self.world.open(path)
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
