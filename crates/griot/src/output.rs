//! Files that a command is asked to write: whole, or as they were.

use std::{
    fs,
    io::{BufWriter, Write as _},
    path::Path,
};

use crate::failure::Failure;

/// Writes a file beside its place and moves it there when it is whole, so that a command that fails
/// leaves the old one.
#[expect(clippy::disallowed_methods, reason = "the binary writes the real files")]
pub(crate) fn write_whole(
    path: &Path,
    write: impl FnOnce(&mut BufWriter<fs::File>) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let cannot = |error: &std::io::Error| {
        Failure::new(format!("{} cannot be written: {error}", path.display()))
    };
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    let part = path.with_file_name(name);
    let file = fs::File::create(&part).map_err(|error| cannot(&error))?;
    let mut out = BufWriter::with_capacity(1 << 16, file);
    let written = write(&mut out).and_then(|()| out.flush().map_err(|error| cannot(&error)));
    drop(out);
    let moved = written.and_then(|()| fs::rename(&part, path).map_err(|error| cannot(&error)));
    if moved.is_err() {
        // What remains of it is of no use; the failure itself is what is told.
        drop(fs::remove_file(&part));
    }
    moved
}
