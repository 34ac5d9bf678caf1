//! An OpenDocument text again, with comments at its words.
//!
//! Only `content.xml` is written anew, with annotations between its letters; every other part keeps its
//! bytes, compressed as they were, and the order of the parts stays.

use std::io::{Cursor, Write as _};

use griot_model::Span;
use griot_read::Document;
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

use crate::comments::{
    AUTHOR, Comment, CommentError, Commented, byte_of, comments_into_docx, escaped, package,
    part,
};

/// Puts comments into a Word document or an OpenDocument text. `document` is what was read from the
/// same bytes.
pub fn into_draft(
    bytes: &[u8],
    document: &Document,
    comments: &[Comment],
) -> Result<Commented, CommentError> {
    match document.kind {
        griot_read::Kind::Odt => into_odt(bytes, document, comments),
        _ => comments_into_docx(bytes, document, comments),
    }
}

/// The part that holds the text.
const MAIN: &str = "content.xml";

fn into_odt(
    bytes: &[u8],
    document: &Document,
    comments: &[Comment],
) -> Result<Commented, CommentError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(package)?;
    let mut names: Vec<String> = Vec::new();
    for index in 0..archive.len() {
        let entry = archive.by_index_raw(index).map_err(package)?;
        names.push(entry.name().map_err(package)?.to_string());
    }
    let text =
        part(&mut archive, &names, MAIN)?.ok_or_else(|| package("its text is missing"))?;
    let usual = text.contains("xmlns:office=") && text.contains("xmlns:text=");
    if !usual {
        return Err(package("its text names its elements in an unusual way"));
    }
    let closed = closed_to_comments(&text);
    let mut cuts: Vec<(usize, bool, String)> = Vec::new();
    let mut unplaced = Vec::new();
    let mut placed = 0;
    for comment in comments {
        let Some((start, end)) = ends(document, comment.span, &text, &closed) else {
            unplaced.push(comment.clone());
            continue;
        };
        let mut name = format!("griot-{}", placed + 1);
        while text.contains(&format!("\"{name}\"")) {
            name.push('x');
        }
        cuts.push((start, false, annotation(&name, &comment.text)));
        cuts.push((end, true, format!("<office:annotation-end office:name=\"{name}\"/>")));
        placed += 1;
    }
    if placed == 0 {
        return Ok(Commented { bytes: bytes.to_vec(), placed, unplaced });
    }
    // At one letter a comment that ends comes before one that begins.
    cuts.sort_by_key(|(at, closes, _)| (*at, !closes));
    let mut written = String::with_capacity(text.len() + cuts.len() * 200);
    let mut at = 0;
    for (cut, _, insert) in &cuts {
        written.push_str(text.get(at..*cut).unwrap_or_default());
        written.push_str(insert);
        at = *cut;
    }
    written.push_str(text.get(at..).unwrap_or_default());
    let mut out = ZipWriter::new(Cursor::new(Vec::with_capacity(bytes.len() + 4096)));
    for (index, name) in names.iter().enumerate() {
        let entry = archive.by_index_raw(index).map_err(package)?;
        if name != MAIN {
            out.raw_copy_file(entry).map_err(package)?;
            continue;
        }
        let mut options = SimpleFileOptions::default();
        if let Some(time) = entry.last_modified() {
            options = options.last_modified_time(time);
        }
        drop(entry);
        out.start_file(name.as_str(), options).map_err(package)?;
        out.write_all(written.as_bytes()).map_err(package)?;
    }
    let bytes = out.finish().map_err(package)?.into_inner();
    Ok(Commented { bytes, placed, unplaced })
}

/// The bytes of the part between which the words stand; nothing where they stand in a note, in
/// another comment or in what was deleted.
fn ends(
    document: &Document,
    span: Span,
    text: &str,
    closed: &[Span],
) -> Option<(usize, usize)> {
    let spot = |byte: usize, after: bool| -> Option<usize> {
        let origin = document.origin(byte)?;
        let part = document.parts.get(usize::try_from(origin.part).ok()?)?;
        let element = origin.element.of(text);
        let inside = closed.iter().any(|it| it.contains(origin.element));
        if part != MAIN || inside || element.is_empty() {
            return None;
        }
        if element.starts_with('<') {
            return Some(if after { origin.element.end } else { origin.element.start });
        }
        let letters = document.text().get(origin.span.start..byte)?.chars().count();
        Some(origin.element.start + byte_of(element, letters + usize::from(after)))
    };
    let words = span.of(document.text());
    let letters: Vec<usize> = words.char_indices().map(|(at, _)| span.start + at).collect();
    let start = letters.iter().find_map(|at| spot(*at, false))?;
    let end = letters.iter().rev().find_map(|at| spot(*at, true))?;
    (start < end).then_some((start, end))
}

/// Stretches of the part in which no comment may stand.
fn closed_to_comments(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    for name in ["text:note", "office:annotation", "text:tracked-changes", "draw:text-box"] {
        let close = format!("</{name}>");
        for (start, _) in text.match_indices(&format!("<{name}")) {
            let after = text.get(start + name.len() + 1..).unwrap_or_default();
            if !after.starts_with([' ', '>', '\n', '\t', '\r']) {
                continue;
            }
            if let Some(length) = after.find(&close) {
                found.push(Span::new(start, start + name.len() + 1 + length));
            }
        }
    }
    found
}

fn annotation(name: &str, text: &str) -> String {
    let mut paragraphs = String::new();
    for line in text.split('\n') {
        paragraphs.push_str("<text:p>");
        paragraphs.push_str(&escaped(line));
        paragraphs.push_str("</text:p>");
    }
    format!(
        "<office:annotation office:name=\"{name}\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:creator>{AUTHOR}</dc:creator>{paragraphs}</office:annotation>"
    )
}
