//! `griot read`: what griot understood of a file.

use std::{fmt::Write as _, io::Write as _, path::Path, process::ExitCode};

use clap::ValueEnum;
use griot_model::{Span, bounds};
use griot_read::{Document, Note, NoteKind};

use crate::{disk, failure::Failure, render::spelt, terminal};

/// Show what griot reads in a file: its text, notes, links and where each stands
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  griot read draft.docx                       the text, notes and comments
  griot read page.html --format json | jq '.links'
  griot read draft.docx --format html > draft.html    each block with its place

What could not be read, or was read as it was not written, is said on standard error.
Next: griot check draft.docx")]
pub(crate) struct Arguments {
    /// The file to read
    file: String,
    /// How to print it
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// The text with its notes and comments
    Text,
    /// JSON: everything, with offsets into the text
    Json,
    /// One page, each block with its place
    Html,
}

/// Runs `griot read`.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let path = Path::new(&arguments.file);
    let bytes = disk::read(path, bounds::REPORT)?;
    let name =
        path.file_name().map_or_else(String::new, |it| it.to_string_lossy().into_owned());
    let document = griot_read::read(&bytes, &name)
        .map_err(|why| Failure::new(format!("{} cannot be read: {why}", arguments.file)))?;
    let shown = match arguments.format {
        Format::Text => text(&document),
        Format::Html => page(&document),
        Format::Json => serde_json::to_string_pretty(&document).map_err(Failure::new)? + "\n",
    };
    let mut out = std::io::stdout().lock();
    out.write_all(shown.as_bytes())?;
    out.flush()?;
    for remark in &document.prose.notes {
        let place = remark.span.map(|span| format!(", {}", document.place(span.start)));
        let place = place.unwrap_or_default();
        terminal::say(&format!("note: {name}{place}: {}", spelt(&remark.message)));
    }
    Ok(ExitCode::SUCCESS)
}

/// A stretch of the text with the marks of its notes in brackets.
fn marked(document: &Document, span: Span) -> String {
    let mut out = String::new();
    let mut at = span.start;
    for reference in document.references_in(span).filter(|it| it.span.is_empty()) {
        out.push_str(Span::new(at, reference.span.start).of(document.text()));
        if let Some(note) = document.notes.get(reference.note) {
            out.push_str(&format!("[{}]", note.label));
        }
        at = reference.span.start;
    }
    out.push_str(Span::new(at, span.end).of(document.text()));
    out
}

/// Lines for a terminal: what hides or steers is spelt out.
fn tame(text: &str) -> String {
    text.split('\n').map(spelt).collect::<Vec<_>>().join("\n")
}

fn text(document: &Document) -> String {
    let mut out = String::new();
    for (block, about) in document.prose.blocks.iter().zip(&document.abouts) {
        if about.note.is_none() {
            out.push_str(&tame(&marked(document, block.span)));
            out.push_str("\n\n");
        }
    }
    for note in &document.notes {
        line(&mut out, &format!("[{}] {}", spelt(&note.label), tame(document.note_text(note))));
    }
    for comment in &document.comments {
        let words = comment.anchor.map(|span| span.of(document.text())).unwrap_or_default();
        let said = tame(&comment.text);
        line(
            &mut out,
            &format!("{} on \u{201c}{}\u{201d}: {said}", spelt(&comment.author), spelt(words)),
        );
    }
    out
}

fn line(out: &mut String, text: &str) {
    // Writing to a string cannot fail.
    let _written: Result<(), std::fmt::Error> = writeln!(out, "{text}");
}

/// One page: each block, note and comment with its place.
fn page(document: &Document) -> String {
    let placing = document.placing();
    let title = document.metadata.title.as_deref().unwrap_or(&document.prose.name);
    let mut out = format!(
        "<!doctype html>\n<html>\n<meta charset=\"utf-8\">\n<title>{}</title>\n<style>body{{max-width:60em;margin:2em \
         auto;font:1em/1.5 serif}}p{{display:grid;grid-template-columns:12em 1fr;gap:1em;white-space:pre-wrap}}\
         small{{color:#555}}</style>\n<h1>{}</h1>\n",
        escaped(title),
        escaped(title)
    );
    let row = |out: &mut String, place: &str, words: &str| {
        line(
            out,
            &format!(
                "<p dir=\"auto\"><small>{}</small><span>{}</span></p>",
                escaped(place),
                escaped(words)
            ),
        );
    };
    for (block, about) in document.prose.blocks.iter().zip(&document.abouts) {
        if about.note.is_none() {
            let place = placing.place(block.span.start).to_string();
            row(&mut out, &place, &marked(document, block.span));
        }
    }
    let named = |note: &Note| match note.kind {
        NoteKind::Footnote => format!("footnote {}", note.label),
        NoteKind::Endnote => format!("endnote {}", note.label),
    };
    for note in &document.notes {
        row(&mut out, &named(note), document.note_text(note));
    }
    for comment in &document.comments {
        let place = comment.anchor.map(|span| placing.place(span.start).to_string());
        let place = format!("{}: {}", place.unwrap_or_default(), comment.author);
        row(&mut out, &place, &comment.text);
    }
    for block in &document.other {
        row(
            &mut out,
            &placing.place(block.span.start).to_string(),
            block.span.of(document.text()),
        );
    }
    out.push_str("</html>\n");
    out
}

fn escaped(text: &str) -> String {
    griot_text::script::escaped(text)
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
