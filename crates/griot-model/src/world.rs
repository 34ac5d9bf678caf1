//! The outside, as far as the engine sees it.

use std::io;

/// Bytes of files, by path as the user typed it.
///
/// The binary has the real one; tests have one in memory. Nothing else in this crate reads a file.
pub trait World {
    /// All bytes of a file.
    fn read(&self, path: &str) -> io::Result<Vec<u8>>;

    /// The bytes of a file, piece by piece, for files of any length.
    fn open<'w>(&'w self, path: &str) -> io::Result<Box<dyn io::Read + 'w>> {
        Ok(Box::new(io::Cursor::new(self.read(path)?)))
    }

    /// All bytes of a file that must be known to nobody else, such as the key of pseudonyms. It is
    /// used and not kept: neither it nor its digest goes into a log.
    fn read_secret(&self, path: &str) -> io::Result<Vec<u8>> {
        self.read(path)
    }

    /// Names of the files and folders directly inside a folder, sorted.
    fn list(&self, folder: &str) -> io::Result<Vec<String>>;

    /// Whether the path is a folder.
    fn is_folder(&self, path: &str) -> bool;
}
