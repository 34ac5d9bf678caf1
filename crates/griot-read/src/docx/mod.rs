//! Word documents: which parts there are, and what they say together.

mod parts;
mod walk;
mod written;

use std::collections::BTreeMap;

use griot_model::Span;
use griot_text::document::{self as prose, Block, BlockKind, Format, Remark};

use crate::{
    About, Change, Comment, Document, Kind, Note, NoteKind, Reference, Unreadable,
    package::Package,
};
use parts::{Relations, Styles};
use walk::Walk;
use written::{Marked, Written};

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
    let mut document = assembled(name, whole, main_blocks);
    notes(&mut document, found);
    document.references.retain(|it| it.span.start <= body_end);
    comments(&mut package, &related, &styles, &mut document)?;
    if let Some(path) = roots.of_kind("core-properties")
        && let Some(part) = package.text(path)?
    {
        // What a file says about itself is worth having and not worth refusing the file.
        match parts::metadata(&part) {
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

/// The text and its blocks as a document. Marks of notes and comments wait for what they mean.
fn assembled(name: &str, whole: Written, main_blocks: usize) -> Document {
    let text = whole.text;
    let mut blocks = Vec::new();
    let mut abouts = Vec::new();
    let mut other = Vec::new();
    for (index, (span, kind, about)) in whole.blocks.into_iter().enumerate() {
        let Some(block) = Block::of(span, kind, &text) else { continue };
        if index < main_blocks {
            blocks.push(block);
            abouts.push(about);
        } else {
            other.push(block);
        }
    }
    let mut remarks = Vec::new();
    if !whole.changes.is_empty() {
        remarks.push(accepted(&whole.changes));
    }
    if whole.hidden > 0 {
        let message =
            format!("{} characters that are formatted as hidden are not read", whole.hidden);
        remarks.push(Remark::about_file(message));
    }
    if blocks.is_empty() {
        remarks.push(Remark::about_file("the document has no text"));
    }
    let mut document = Document::empty(
        Kind::Docx,
        "docx",
        prose::Document {
            name: name.to_owned(),
            format: Format::Extracted,
            encoding: "UTF-8".to_owned(),
            text,
            title: None,
            blocks,
            bound: Vec::new(),
            allowed: Vec::new(),
            dated: Vec::new(),
            notes: remarks,
        },
    );
    document.abouts = abouts;
    document.other = other;
    document.links = whole.links;
    document.changes = whole.changes;
    document.places = whole.places;
    document.parts = whole.parts;
    document.origins = whole.origins;
    for marked in whole.marks {
        match marked {
            Marked::Note { at, kind, id, label } => {
                let known = document.notes.iter().position(|it| it.kind == kind && it.id == id);
                let note = known.unwrap_or_else(|| {
                    let label = label.unwrap_or_default();
                    document.notes.push(Note { label, id, kind, span: Span::new(0, 0) });
                    document.notes.len() - 1
                });
                document.references.push(Reference { span: at, note });
            }
            Marked::From { at, id } => document.comments.push(Comment {
                id,
                author: String::new(),
                date: None,
                anchor: Some(Span::new(at, at)),
                text: String::new(),
                answers: None,
                resolved: false,
            }),
            Marked::To { at, id } => {
                let open = document.comments.iter_mut().rfind(|it| it.id == id);
                if let Some(anchor) = open.and_then(|it| it.anchor.as_mut()) {
                    anchor.end = anchor.end.max(at);
                }
            }
        }
    }
    document
}

fn accepted(changes: &[Change]) -> Remark {
    let mut authors: BTreeMap<&str, usize> = BTreeMap::new();
    changes.iter().for_each(|it| *authors.entry(it.author.as_str()).or_default() += 1);
    let authors: Vec<&str> = authors.into_keys().filter(|it| !it.is_empty()).collect();
    let by =
        if authors.is_empty() { String::new() } else { format!(" by {}", authors.join(", ")) };
    let count = match changes.len() {
        1 => "1 tracked change".to_owned(),
        count => format!("{count} tracked changes"),
    };
    Remark::about_file(format!("{count}{by}: read as if accepted"))
}

/// Joins marks with notes, and keeps notes that no mark leads to.
fn notes(document: &mut Document, found: Vec<(NoteKind, walk::Item)>) {
    for (kind, item) in found {
        let (label, id, span) = (item.label, item.id, item.span.get());
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

/// A paragraph outside lists, tables and quotations.
fn plain(kind: BlockKind) -> (BlockKind, About) {
    (kind, About::default())
}
