//! A copy of a draft with notes at its sentences: Markdown, or footnotes of a Word document.

use std::{
    collections::BTreeMap,
    io::{Cursor, Write as _},
};

use griot_read::{Document, Kind};
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

use crate::{
    comments::{
        CommentError, Cut, escaped, folded, join, main_part, package, part, placing, prefix_of,
        relations_of, resolve, target, text_boxes, with_cuts, with_relation, with_type,
    },
    suggest::Suggestion,
};

/// Writes each suggestion as a note of its sentence. `document` is what was read from the same bytes.
///
/// # Errors
///
/// Where the draft is neither Markdown nor a Word document, or its package is damaged.
pub fn noted(
    bytes: &[u8],
    document: &Document,
    suggestions: &[Suggestion],
) -> Result<Vec<u8>, CommentError> {
    match document.kind {
        Kind::Docx => into_docx(bytes, document, suggestions),
        Kind::Markdown | Kind::Plain => into_markdown(bytes, suggestions),
        _ => Err(CommentError::NoNotes),
    }
}

fn into_markdown(bytes: &[u8], suggestions: &[Suggestion]) -> Result<Vec<u8>, CommentError> {
    let text = std::str::from_utf8(bytes).map_err(package)?;
    let mut out = String::with_capacity(text.len() * 2);
    let (mut at, mut notes) = (0, String::new());
    for (number, suggestion) in (1..).zip(suggestions) {
        let end = suggestion.span.end;
        out.push_str(text.get(at..end).unwrap_or_default());
        out.push_str(&format!("[^griot-{number}]"));
        at = end;
        let words = suggestion.note.split_whitespace().collect::<Vec<_>>().join(" ");
        notes.push_str(&format!("\n[^griot-{number}]: {words}\n"));
    }
    out.push_str(text.get(at..).unwrap_or_default());
    if !notes.is_empty() && !out.ends_with('\n') {
        out.push('\n');
    }
    out.push_str(&notes);
    Ok(out.into_bytes())
}

const NOTES_TYPE: &str =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml";
const NOTES_RELATION: &str =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes";

fn into_docx(
    bytes: &[u8],
    document: &Document,
    suggestions: &[Suggestion],
) -> Result<Vec<u8>, CommentError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(package)?;
    let mut names: Vec<String> = Vec::new();
    for index in 0..archive.len() {
        let entry = archive.by_index_raw(index).map_err(package)?;
        names.push(entry.name().map_err(package)?.to_string());
    }
    let main = main_part(&mut archive, &names)?;
    let rels = relations_of(&main);
    let text =
        part(&mut archive, &names, &main)?.ok_or_else(|| package("its text is missing"))?;
    let relations = part(&mut archive, &names, &rels)?;
    let listed = relations.as_deref().and_then(|it| target(it, "/footnotes\""));
    let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder);
    let notes_part = listed
        .as_deref()
        .map_or_else(|| join(folder, "footnotes.xml"), |target| resolve(folder, target));
    let existing = part(&mut archive, &names, &notes_part)?;
    let (prefix, boxes) = (prefix_of(&text), text_boxes(&text));
    let own = existing.as_deref().map_or_else(|| "w".to_owned(), prefix_of);
    let mut next = existing.as_deref().map_or(1, next_id);
    let (mut cuts, mut written) = (Vec::new(), String::new());
    for suggestion in suggestions {
        let spots = placing(document, suggestion.span, &main, &text, &boxes);
        let Some((_, end)) = spots else { continue };
        cuts.push(Cut {
            at: end,
            insert: format!(
                "<{prefix}:r><{prefix}:rPr><{prefix}:vertAlign {prefix}:val=\"superscript\"/></{prefix}:rPr><{prefix}:footnoteReference {prefix}:id=\"{next}\"/></{prefix}:r>"
            ),
            closes: true,
        });
        written.push_str(&format!(
            "<{own}:footnote {own}:id=\"{next}\"><{own}:p><{own}:r><{own}:rPr><{own}:vertAlign {own}:val=\"superscript\"/></{own}:rPr><{own}:footnoteRef/></{own}:r><{own}:r><{own}:t xml:space=\"preserve\"> {}</{own}:t></{own}:r></{own}:p></{own}:footnote>",
            escaped(&suggestion.note)
        ));
        next += 1;
    }
    if cuts.is_empty() {
        return Ok(bytes.to_vec());
    }
    let mut changed: BTreeMap<String, String> = BTreeMap::new();
    changed.insert(folded(&main), with_cuts(&text, &prefix, cuts));
    let mut added: Vec<(String, String)> = Vec::new();
    if let Some(known) = existing {
        let close = format!("</{own}:footnotes>");
        let at = known.rfind(&close).ok_or_else(|| package("its notes are not ended"))?;
        let (before, after) = known.split_at(at);
        changed.insert(folded(&notes_part), format!("{before}{written}{after}"));
    } else {
        added.push((notes_part.clone(), new_notes(&written)));
        let types = "[Content_Types].xml";
        let listed = part(&mut archive, &names, types)?
            .ok_or_else(|| package("its list of parts is missing"))?;
        changed.insert(folded(types), with_type(&listed, &notes_part, NOTES_TYPE));
        let target = notes_part.strip_prefix(&format!("{folder}/")).unwrap_or(&notes_part);
        let known = relations.ok_or_else(|| package("its relations are missing"))?;
        changed.insert(folded(&rels), with_relation(&known, target, NOTES_RELATION));
    }
    let mut out = ZipWriter::new(Cursor::new(Vec::with_capacity(bytes.len() + 4096)));
    for (index, name) in names.iter().enumerate() {
        let entry = archive.by_index_raw(index).map_err(package)?;
        match changed.remove(&folded(name)) {
            Some(text) => {
                drop(entry);
                out.start_file(name.as_str(), SimpleFileOptions::default()).map_err(package)?;
                out.write_all(text.as_bytes()).map_err(package)?;
            }
            None => out.raw_copy_file(entry).map_err(package)?,
        }
    }
    for (name, text) in added {
        out.start_file(name.as_str(), SimpleFileOptions::default()).map_err(package)?;
        out.write_all(text.as_bytes()).map_err(package)?;
    }
    Ok(out.finish().map_err(package)?.into_inner())
}

/// One more than the highest number of a note.
fn next_id(text: &str) -> u64 {
    let ids = text.split("footnote ").skip(1).filter_map(|rest| {
        let tag = rest.split('>').next()?;
        tag.split("id=").nth(1)?.get(1..)?.split(['"', '\'']).next()?.parse::<u64>().ok()
    });
    ids.max().map_or(1, |highest| highest + 1)
}

fn new_notes(written: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:footnotes xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:footnote w:type=\"separator\" w:id=\"-1\"><w:p><w:r><w:separator/></w:r></w:p></w:footnote><w:footnote w:type=\"continuationSeparator\" w:id=\"0\"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>{written}</w:footnotes>"
    )
}
