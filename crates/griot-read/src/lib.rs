//! Foreign bytes in; a document out, with a place for every character.
//!
//! [`read`] takes the bytes and the name of a file and gives one [`Document`], whatever the file is: its text with blocks of
//! prose, the notes and where their marks stand, links, comments, what is known about it, and for each byte of the text the
//! [`griot_model::Place`] that a person would cite.
//!
//! This room does not know what a claim is, opens no file and asks no network. Every parser here is given bytes of strangers:
//! none recurses, each has the bounds of [`griot_model::bounds`], and what is beyond one is [`Unreadable`] with its reason.

mod document;
mod docx;
mod package;
mod page;
mod text;
mod unreadable;
mod xml;

pub use document::{
    About, Change, Comment, Document, Kind, Link, Metadata, Note, NoteKind, Origin, Reference,
};
pub use unreadable::Unreadable;

use griot_model::decoding;

/// Reads a file. What it is, is told by its first bytes; the name decides between kinds of text.
pub fn read(bytes: &[u8], name: &str) -> Result<Document, Unreadable> {
    match decoding::signature(bytes) {
        Some((what, _)) if what.contains("(DOCX)") => docx::read(bytes, name),
        Some(("a ZIP archive", _)) => package::read(bytes, name),
        _ => text::read(bytes, name),
    }
}
