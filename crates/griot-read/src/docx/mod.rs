//! Word documents: which parts there are, and what they say together.

mod parts;
mod symbol;
mod walk;

use std::collections::BTreeMap;

use griot_model::Span;
use griot_text::document::Remark;

use crate::{
    Comment, Document, Kind, Note, NoteKind, Unreadable, assemble::assembled, package::Package,
    properties, written::Written,
};
use parts::{Relations, Styles};
use walk::Walk;

const WHAT: &str = "a Word document (DOCX)";

/// Reads a Word document.
pub(crate) fn read(bytes: &[u8], name: &str) -> Result<Document, Unreadable> {
    let mut package = Package::open(bytes, name, WHAT)?;
    let roots = relations(&mut package, "")?;
    let main = roots
        .of_kind("officeDocument")
        .map_or_else(|| "word/document.xml".to_owned(), str::to_owned);
    let Some(body) = package.text(&main)? else {
        return Err(Unreadable::damaged(name, WHAT, format!("it has no {main}")));
    };
    let related = relations(&mut package, &main)?;
    let mut styles = Styles::default();
    if let Some(path) = related.of_kind("styles")
        && let Some(part) = package.text(path)?
    {
        styles = Styles::of(&part).map_err(|why| package.damaged(path, &why))?;
    }
    let mut whole = Written::default();
    let mut walk = Walk::of(&body, &related, &styles, whole.part(&main));
    walk.body(&mut whole).map_err(|why| package.damaged(&main, &why))?;
    let body_end = whole.text.len();

    let mut found = Vec::new();
    for (kind, key) in [(NoteKind::Footnote, "footnotes"), (NoteKind::Endnote, "endnotes")] {
        let Some(path) = related.of_kind(key) else { continue };
        let Some(part) = package.text(path)? else { continue };
        let links = relations(&mut package, path)?;
        let mut walk = Walk::of(&part, &links, &styles, whole.part(path));
        let notes = walk.notes(kind, &mut whole).map_err(|why| package.damaged(path, &why))?;
        found.extend(notes.into_iter().map(|note| (kind, note)));
    }
    let main_blocks = whole.blocks.len();
    for key in ["header", "footer"] {
        for path in related.all_of_kind(key) {
            let Some(part) = package.text(path)? else { continue };
            let links = relations(&mut package, path)?;
            let mut walk = Walk::of(&part, &links, &styles, whole.part(path)).within(key);
            walk.body(&mut whole).map_err(|why| package.damaged(path, &why))?;
        }
    }
    let mut document = assembled(name, Kind::Docx, "docx", whole, main_blocks);
    notes(&mut document, found);
    document.references.retain(|it| it.span.start <= body_end);
    comments(&mut package, &related, &styles, &mut document)?;
    if let Some(path) = roots.of_kind("core-properties")
        && let Some(part) = package.text(path)?
    {
        // What a file says about itself is worth having and not worth refusing the file.
        match properties::metadata(&part) {
            Ok(metadata) => document.metadata = metadata,
            Err(why) => document.prose.notes.push(Remark::about_file(format!("{path}: {why}"))),
        }
    }
    document.prose.title.clone_from(&document.metadata.title);
    document.settle();
    Ok(document)
}

fn relations(package: &mut Package<'_>, part: &str) -> Result<Relations, Unreadable> {
    let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
    let path = match folder {
        "" => format!("_rels/{file}.rels"),
        folder => format!("{folder}/_rels/{file}.rels"),
    };
    let Some(bytes) = package.text(&path)? else { return Ok(Relations::default()) };
    Relations::of(&bytes, folder).map_err(|why| package.damaged(&path, &why))
}

/// Joins marks with notes, and keeps notes that no mark leads to.
fn notes(document: &mut Document, found: Vec<(NoteKind, walk::Item)>) {
    for (kind, item) in found {
        let (label, id, span) = (item.label, item.id, item.span.get());
        // What parts the note from the text before it is no part of the note.
        let words = span.of(&document.prose.text);
        let blank = words.len() - words.trim_start().len();
        let span = Span::new(span.start + blank, span.end);
        match document.notes.iter_mut().find(|it| it.kind == kind && it.id == id) {
            Some(note) => (note.label, note.span) = (label, span),
            None => document.notes.push(Note { label, id, kind, span }),
        }
    }
}

/// Comments have their text, author and answers in parts of their own.
fn comments(
    package: &mut Package<'_>,
    related: &Relations,
    styles: &Styles,
    document: &mut Document,
) -> Result<(), Unreadable> {
    let Some(path) = related.of_kind("comments") else { return Ok(()) };
    let Some(part) = package.text(path)? else { return Ok(()) };
    let links = relations(package, path)?;
    let mut own = Written::default();
    let mut walk = Walk::of(&part, &links, styles, 0);
    let found = walk.comments(&mut own).map_err(|why| package.damaged(path, &why))?;
    let mut threads = BTreeMap::new();
    if let Some(path) = related.of_kind("commentsExtended")
        && let Some(part) = package.text(path)?
    {
        threads = parts::threads(&part).map_err(|why| package.damaged(path, &why))?;
    }
    let by_paragraph: BTreeMap<String, String> = found
        .iter()
        .flat_map(|it| it.paragraphs.iter().map(|paragraph| (paragraph.clone(), it.id.clone())))
        .collect();
    // The mark of a comment comes after its words, and is a point: the words are what it is about.
    let mut anchored: BTreeMap<String, Option<Span>> = BTreeMap::new();
    for comment in document.comments.drain(..) {
        anchored.entry(comment.id).or_insert(comment.anchor);
    }
    for comment in found {
        let thread = comment.paragraphs.iter().rev().find_map(|it| threads.get(it));
        let text = own.blocks.iter().filter(|(span, ..)| comment.span.contains(*span));
        let text: Vec<&str> = text.map(|(span, ..)| span.of(&own.text).trim()).collect();
        document.comments.push(Comment {
            anchor: anchored.get(&comment.id).copied().flatten(),
            author: comment.author,
            date: comment.date,
            text: text.join("\n"),
            answers: thread
                .and_then(|thread| thread.answers.as_ref())
                .and_then(|paragraph| by_paragraph.get(paragraph).cloned()),
            resolved: thread.is_some_and(|thread| thread.resolved),
            id: comment.id,
        });
    }
    Ok(())
}
