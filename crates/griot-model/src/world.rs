//! The outside, as far as the engine sees it.

use std::io;

/// Bytes of files, by path as the user typed it.
///
/// The binary has the real one; tests have one in memory. Nothing else in this crate reads a file.
pub trait World {
    /// All bytes of a file.
    fn read(&self, path: &str) -> io::Result<Vec<u8>>;

    /// Names of the files and folders directly inside a folder, sorted.
    fn list(&self, folder: &str) -> io::Result<Vec<String>>;

    /// Whether the path is a folder.
    fn is_folder(&self, path: &str) -> bool;
}
