//! What was written while an office file was walked, as a document.

use std::collections::BTreeMap;

use griot_model::Span;
use griot_text::document::{self as prose, Block, Format, Remark};

use crate::{
    Change, Comment, Document, Kind, Note, Reference,
    text::bare_addresses,
    written::{Marked, Written},
};

/// The text and its blocks as a document. Marks of notes and comments wait for what they mean.
pub(crate) fn assembled(
    name: &str,
    kind: Kind,
    label: &str,
    whole: Written,
    main_blocks: usize,
) -> Document {
    let text = whole.text;
    let mut blocks = Vec::new();
    let mut abouts = Vec::new();
    let mut other = Vec::new();
    for (index, (span, part, about)) in whole.blocks.into_iter().enumerate() {
        let Some(block) = Block::of(span, part, &text) else { continue };
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
        kind,
        label,
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
    bare_addresses(&mut document, Span::new(0, usize::MAX));
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
