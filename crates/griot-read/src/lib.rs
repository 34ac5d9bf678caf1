//! Foreign bytes in; a document out, with a place for every character.
//!
//! [`read`] takes the bytes and the name of a file and gives one [`Document`], whatever the file is: its text with blocks of
//! prose, the notes and where their marks stand, links, comments, what is known about it, and for each byte of the text the
//! [`griot_model::Place`] that a person would cite.
//!
//! This room does not know what a claim is, opens no file and asks no network. Every parser here is given bytes of strangers:
//! none recurses, each has the bounds of [`griot_model::bounds`], and what is beyond one is [`Unreadable`] with its reason.

#![expect(
    clippy::needless_for_each,
    clippy::assigning_clones,
    clippy::match_same_arms,
    clippy::struct_excessive_bools,
    clippy::no_effect_underscore_binding,
    clippy::case_sensitive_file_extension_comparisons,
    reason = "readers of formats list what a format has, case by case"
)]

mod assemble;
mod document;
mod docx;
mod join;
mod languages;
mod mail;
mod odt;
mod package;
mod page;
mod pdf;
mod properties;
mod rtf;
mod sheet_table;
mod sheets;
mod text;
mod unreadable;
mod warc;
mod written;
mod xml;

pub use document::{
    About, Change, Comment, Document, Kind, Link, Metadata, Note, NoteKind, Origin, Reference,
};
pub use languages::language_of;
pub use sheet_table::{Sheet, table};
pub use unreadable::Unreadable;

use griot_model::decoding;

/// Reads a file. What it is, is told by its first bytes; the name decides between kinds of text.
pub fn read(bytes: &[u8], name: &str) -> Result<Document, Unreadable> {
    let mut document = read_at(bytes, name, 0)?;
    languages::tell(&mut document);
    Ok(document)
}

/// What a reader of another version may read otherwise; changes with what [`read`] answers.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Reads a file as [`read`] does, but does not ask for the language of each block, which takes longer than all the rest.
pub fn read_blocks(bytes: &[u8], name: &str) -> Result<Document, Unreadable> {
    read_at(bytes, name, 0)
}

/// Reads the words of a file with their places and what it says of itself, and nothing else: no
/// blocks, notes, links or comments, and not the language of each block, which takes longer than all
/// the rest.
pub fn read_words(bytes: &[u8], name: &str) -> Result<Document, Unreadable> {
    let mut document = read_at(bytes, name, 0)?;
    document.prose.blocks.clear();
    document.abouts.clear();
    document.other.clear();
    document.notes.clear();
    document.references.clear();
    document.links.clear();
    document.comments.clear();
    document.changes.clear();
    document.origins.clear();
    Ok(document)
}

/// Reads a file that lies so deep in others.
fn read_at(bytes: &[u8], name: &str, depth: usize) -> Result<Document, Unreadable> {
    let Some((what, _)) = decoding::signature(bytes) else {
        let end = name.rsplit_once('.').map_or("", |(_, end)| end).to_ascii_lowercase();
        return match end.as_str() {
            "csv" | "tsv" => sheets::delimited(bytes, name),
            _ if mail::is_message(bytes, name) => mail::read(bytes, name, depth),
            _ if pdf::is_late(bytes) => pdf::read(bytes, name),
            _ => text::read(bytes, name),
        };
    };
    match what {
        "a Word document (DOCX)" => docx::read(bytes, name),
        "an Excel workbook (XLSX)" => sheets::workbook(bytes, name),
        "an OpenDocument text (ODT)" => odt::read(bytes, name),
        "an OpenDocument spreadsheet (ODS)" => sheets::of_cells(&odt::read(bytes, name)?, name),
        "a rich text document (RTF)" => rtf::read(bytes, name),
        "a PDF" => pdf::read(bytes, name),
        "a web archive (WACZ)" => warc::wacz(bytes, name, depth),
        "a web archive (WARC)" => warc::read(bytes, name, depth),
        "a gzip file" => compressed(bytes, name, depth),
        "a ZIP archive" | "an empty ZIP archive" => package::read(bytes, name, depth),
        _ => text::read(bytes, name),
    }
}

/// A file that is compressed: what is in it.
fn compressed(bytes: &[u8], name: &str, depth: usize) -> Result<Document, Unreadable> {
    let inner = warc::unpacked(bytes, name)?;
    if depth >= join::DEEPEST {
        let said = format!("files are nested deeper than {}", join::DEEPEST);
        return Err(Unreadable::Kind { said });
    }
    let bare = name.strip_suffix(".gz").or_else(|| name.strip_suffix(".GZ")).unwrap_or(name);
    read_at(&inner, bare, depth + 1)
}
