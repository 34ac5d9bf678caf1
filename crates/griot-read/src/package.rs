//! Files in one file: ZIP, with bounds on what it unpacks to. Names of entries are data and never paths.

use std::{
    collections::BTreeMap,
    io::{Cursor, Read as _},
};

use griot_model::bounds::{self, TooLarge};
use zip::ZipArchive;

use griot_text::document::Remark;

use crate::{Document, Kind, Unreadable, join};

/// Bytes that all parts of one package unpack to together, as far as they are read.
const UNPACKED: u64 = 256 << 20;

/// A package whose parts are read by name.
pub(crate) struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    file: String,
    what: &'static str,
    /// Indexes by name, lower case and without a leading stroke: programs do not agree on either.
    names: BTreeMap<String, usize>,
    /// The same names as they are written.
    written: BTreeMap<String, String>,
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
        let mut written = BTreeMap::new();
        for (index, name) in archive.file_names().enumerate() {
            // The first of two parts with one name, as it stands first; a name that is no text names nothing.
            if let Ok(name) = name {
                written.entry(folded(&name)).or_insert_with(|| name.to_string());
                names.entry(folded(&name)).or_insert(index);
            }
        }
        let compressed = bytes.len() as u64;
        Ok(Self {
            archive,
            file: file.to_owned(),
            what,
            names,
            written,
            compressed,
            unpacked: 0,
        })
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

    /// Whether all parts together unpack to no more than is taken.
    pub(crate) fn unpacks(&mut self) -> Result<(), Unreadable> {
        let names: Vec<String> = self.names.keys().cloned().collect();
        names.iter().try_for_each(|name| self.part(name).map(drop))
    }

    /// Names of the files, as they are written.
    pub(crate) fn files(&self) -> impl Iterator<Item = &str> {
        self.written
            .values()
            .map(String::as_str)
            .filter(|it| !it.ends_with('/') && !it.starts_with("__MACOSX/"))
    }

    /// Names of the parts, as they are looked up.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.keys().map(String::as_str)
    }
}

fn folded(name: &str) -> String {
    name.replace('\\', "/").trim_start_matches('/').to_lowercase()
}

/// Reads a ZIP archive: office files of which the first bytes do not say what they are, or files of any kind.
pub(crate) fn read(bytes: &[u8], name: &str, depth: usize) -> Result<Document, Unreadable> {
    let mut package = Package::open(bytes, name, "a ZIP archive")?;
    let has = |begin: &str| package.names().any(|part| part.starts_with(begin));
    if has("word/") {
        return crate::docx::read(bytes, name);
    }
    if has("xl/") {
        return crate::sheets::workbook(bytes, name);
    }
    if has("archive/") && has("datapackage.json") {
        return crate::warc::wacz(bytes, name, depth);
    }
    if has("content.xml") {
        return crate::odt::read(bytes, name);
    }
    if has("[content_types].xml") {
        return crate::docx::read(bytes, name);
    }
    let mut document = join::empty(name, Kind::Archive, "zip");
    let files: Vec<String> = package
        .names
        .keys()
        .filter(|it| !it.ends_with('/') && !it.starts_with("__macosx/"))
        .filter(|it| !it.rsplit('/').next().is_some_and(|file| file.starts_with('.')))
        .cloned()
        .collect();
    if files.len() > join::MOST {
        let what = format!("{name} has {} files", files.len());
        let most = format!("{} files", join::MOST);
        return Err(TooLarge::new(what, most, "divide it").into());
    }
    for file in files {
        let shown = package.written.get(&file).cloned().unwrap_or_else(|| file.clone());
        match package.part(&file) {
            Ok(Some(bytes)) => document.take(&bytes, &shown, depth + 1),
            Ok(None) => {}
            Err(why @ Unreadable::TooLarge { .. }) => return Err(why),
            Err(why) => document.prose.notes.push(Remark::about_file(why.to_string())),
        }
    }
    if document.prose.blocks.is_empty() {
        document.prose.notes.push(Remark::about_file("no file in it has text"));
    }
    Ok(document)
}
