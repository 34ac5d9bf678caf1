//! A table in a workbook or a ZIP, as publishers deliver it, read without unpacking it first.

use std::{
    io::Read as _,
    path::{Path, PathBuf},
};

use griot_model::{bounds, decoding};

use crate::{disk, failure::Failure, worker::Reader};

/// A file, and the sheet or inner file that is meant: `events.xlsx#Sheet1`. A file whose own name has the sign is itself.
fn named(file: &str) -> (PathBuf, Option<&str>) {
    match file.rsplit_once('#') {
        Some((path, sheet)) if !Path::new(file).exists() && Path::new(path).exists() => {
            (PathBuf::from(path), Some(sheet))
        }
        _ => (PathBuf::from(file), None),
    }
}

/// The table of a file that is a workbook or a ZIP; nothing where it is neither.
pub(crate) fn inner(file: &str) -> Result<Option<Vec<u8>>, Failure> {
    let (path, sheet) = named(file);
    let mut start = Vec::new();
    disk::open(&path)?.take(8192).read_to_end(&mut start)?;
    let is_packed = decoding::signature(&start)
        .is_some_and(|(what, _)| what == "a ZIP archive" || what == "an Excel workbook (XLSX)");
    if !is_packed {
        return Ok(None);
    }
    let bytes = disk::read(&path, bounds::TABLE)?;
    let name = path
        .file_name()
        .map_or_else(|| file.to_owned(), |it| it.to_string_lossy().into_owned());
    let table = Reader::default().table(&bytes, &name, sheet)?;
    let table = table.map_err(Failure::new)?;
    crate::terminal::say(&format!("{name}: {} is read", crate::render::spelt(&table.name)));
    for note in &table.notes {
        crate::terminal::say(&format!("warning: {name}: {}", crate::render::spelt(note)));
    }
    Ok(Some(table.bytes))
}

/// The bytes of a table: of the file, or of what is meant in it.
pub(crate) fn table(file: &str, most: u64) -> Result<Vec<u8>, Failure> {
    match inner(file)? {
        Some(bytes) => Ok(bytes),
        None => disk::read(Path::new(file), most),
    }
}
