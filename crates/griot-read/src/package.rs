//! Files in one file: ZIP, with bounds on what it unpacks to. Names of entries are data and never paths.

use std::{
    collections::BTreeMap,
    io::{Cursor, Read as _},
};

use griot_model::bounds::{self, TooLarge};
use zip::ZipArchive;

use crate::{Document, Unreadable};

/// Bytes that all parts of one package unpack to together, as far as they are read.
const UNPACKED: u64 = 256 << 20;

/// A package whose parts are read by name.
pub(crate) struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    file: String,
    what: &'static str,
    /// Indexes by name, lower case and without a leading stroke: programs do not agree on either.
    names: BTreeMap<String, usize>,
    compressed: u64,
    unpacked: u64,
}

impl<'b> Package<'b> {
    /// Opens a package. `what` it is, for messages: `a Word document (DOCX)`.
    pub(crate) fn open(
        bytes: &'b [u8],
        file: &str,
        what: &'static str,
    ) -> Result<Self, Unreadable> {
        let archive = ZipArchive::new(Cursor::new(bytes))
            .map_err(|error| Unreadable::damaged(file, what, error.to_string()))?;
        let mut names = BTreeMap::new();
        for (index, name) in archive.file_names().enumerate() {
            // The first of two parts with one name, as it stands first; a name that is no text names nothing.
            if let Ok(name) = name {
                names.entry(folded(&name)).or_insert(index);
            }
        }
        let compressed = bytes.len() as u64;
        Ok(Self { archive, file: file.to_owned(), what, names, compressed, unpacked: 0 })
    }

    /// The bytes of a part; nothing where there is no part of this name.
    pub(crate) fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, Unreadable> {
        let Some(&index) = self.names.get(&folded(name)) else { return Ok(None) };
        let damaged =
            |why: String| Unreadable::damaged(&self.file, self.what, format!("{name}: {why}"));
        let entry = self.archive.by_index(index).map_err(|error| damaged(error.to_string()))?;
        let (ratio, free) = bounds::UNPACKED;
        let most = UNPACKED.min(free.max(self.compressed.saturating_mul(ratio)));
        let left = most.saturating_sub(self.unpacked);
        let mut bytes = Vec::new();
        entry
            .take(left + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| damaged(error.to_string()))?;
        if bytes.len() as u64 > left {
            return Err(TooLarge::new(
                format!("{} unpacks to more than its size promises ({name})", self.file),
                format!("{} MB of it", most >> 20),
                "save it again from the program that made it, without pictures",
            )
            .into());
        }
        self.unpacked += bytes.len() as u64;
        Ok(Some(bytes))
    }

    /// The text of a part; nothing where there is no part of this name. A mark at its beginning stays, so that bytes of UTF-8 are
    /// counted as they are.
    pub(crate) fn text(&mut self, name: &str) -> Result<Option<String>, Unreadable> {
        let Some(bytes) = self.part(name)? else { return Ok(None) };
        Ok(Some(String::from_utf8(bytes).unwrap_or_else(|other| {
            griot_model::decoding::decode(other.as_bytes()).text.into_owned()
        })))
    }

    /// The sentence for a part that cannot be read.
    pub(crate) fn damaged(&self, name: &str, why: &str) -> Unreadable {
        Unreadable::damaged(&self.file, self.what, format!("{name}: {why}"))
    }

    /// Names of the parts, as they are looked up.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.keys().map(String::as_str)
    }
}

fn folded(name: &str) -> String {
    name.replace('\\', "/").trim_start_matches('/').to_lowercase()
}

/// Reads a ZIP archive of which the first bytes do not say what it holds.
pub(crate) fn read(bytes: &[u8], name: &str) -> Result<Document, Unreadable> {
    const WHAT: &str = "a ZIP archive";
    let package = Package::open(bytes, name, WHAT)?;
    if package.names().any(|part| part.starts_with("word/") || part == "[content_types].xml") {
        return crate::docx::read(bytes, name);
    }
    Err(Unreadable::Kind {
        said: format!("{name} is {WHAT}; unpack it and give the document inside"),
    })
}
