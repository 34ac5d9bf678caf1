//! `griot read`: what griot understood of a file.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    io::Write as _,
    num::NonZero,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use clap::ValueEnum;
use griot_model::{Span, bounds};
use griot_read::{Document, Note, NoteKind};
use indicatif::ProgressBar;

use crate::{disk, failure::Failure, named, render::spelt, terminal, worker::Reader};

/// Show what griot reads in files: their text, notes, links and where each stands
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  griot read draft.docx                       the text, notes and comments
  griot read page.html --format json | jq '.links'
  griot read draft.docx --format html > draft.html    each block with its place
  griot read proofs/ --format json > read.jsonl       every file of a folder, a line each

What could not be read, or was read as it was not written, is said on standard error. Of several files
each is read by itself: one that cannot be read is said, and the others are as if it were not there.
Exit status: 0 all was read, 2 a file was not.
Next: griot check draft.docx")]
pub(crate) struct Arguments {
    /// The files to read; of a folder every file in it
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// How to print it; of several files json is a line each, with the name of the file
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
    let files = named::files(&arguments.files)?;
    match arguments.files.as_slice() {
        [one] if files.as_slice() == [one.clone()] => alone(one, arguments.format),
        _ => each(&files, arguments.format),
    }
}

fn alone(path: &Path, format: Format) -> Result<ExitCode, Failure> {
    let bytes = disk::read(path, bounds::DOCUMENT)?;
    let name = name_of(path);
    let mut reader = Reader::default();
    let document = reader.document(&bytes, &name)?.map_err(Failure::new)?;
    super::check::say_without(&reader);
    let shown = match format {
        Format::Text => text(&document),
        Format::Html => page(&document),
        Format::Json => serde_json::to_string_pretty(&document).map_err(Failure::new)? + "\n",
    };
    let mut out = std::io::stdout().lock();
    out.write_all(shown.as_bytes())?;
    out.flush()?;
    say(&remarks(&document, &name));
    Ok(ExitCode::SUCCESS)
}

/// Files that are read before the first of them is printed: so many answers are in memory at once.
const AT_ONCE: usize = 64;

/// What became of one of several files.
enum Outcome {
    Read { shown: String, remarks: Vec<String> },
    Unread(String),
}

/// Several files, each by itself, in the order in which they were named.
fn each(files: &[PathBuf], format: Format) -> Result<ExitCode, Failure> {
    if format == Format::Html {
        return Err(Failure::new("--format html shows one file, and several are named")
            .hint("name one, or take --format json"));
    }
    let threads = thread::available_parallelism().map_or(1, NonZero::get).min(AT_ONCE);
    let mut readers: Vec<Reader> = (0..threads).map(|_| Reader::default()).collect();
    let bar = ProgressBar::new(files.len() as u64);
    let mut unread = 0_usize;
    for some in files.chunks(AT_ONCE) {
        let (next, outcomes) = (AtomicUsize::new(0), Mutex::new(BTreeMap::new()));
        let work = |reader: &mut Reader| -> Result<(), Failure> {
            loop {
                let at = next.fetch_add(1, Ordering::Relaxed);
                let Some(path) = some.get(at) else { return Ok(()) };
                let outcome = read(reader, path, format)?;
                bar.inc(1);
                if let Ok(mut outcomes) = outcomes.lock() {
                    outcomes.insert(at, outcome);
                }
            }
        };
        thread::scope(|scope| {
            let running: Vec<_> =
                readers.iter_mut().map(|reader| scope.spawn(|| work(reader))).collect();
            running.into_iter().try_for_each(|it| {
                it.join()
                    .unwrap_or_else(|_| Err(Failure::new("a thread that reads files ended")))
            })
        })?;
        let mut out = std::io::stdout().lock();
        for (at, outcome) in outcomes.into_inner().unwrap_or_default() {
            let file =
                some.get(at).map(|it| it.to_string_lossy().into_owned()).unwrap_or_default();
            match outcome {
                Outcome::Read { shown, remarks } => {
                    out.write_all(shown.as_bytes())?;
                    bar.suspend(|| say(&remarks));
                }
                Outcome::Unread(why) => {
                    unread += 1;
                    if format == Format::Json {
                        let line = serde_json::json!({ "file": file, "unreadable": why });
                        writeln!(out, "{line}")?;
                    }
                    bar.suspend(|| terminal::say(&format!("error: {}", spelt(&why))));
                }
            }
        }
        out.flush()?;
    }
    bar.finish_and_clear();
    readers
        .iter()
        .find(|it| !it.without().is_empty())
        .into_iter()
        .for_each(super::check::say_without);
    if unread == 0 {
        return Ok(ExitCode::SUCCESS);
    }
    terminal::say(&format!("{unread} of {} files could not be read", files.len()));
    Ok(ExitCode::from(2))
}

/// Reads one of several files. Only where no reader can be started is it a failure of all.
fn read(reader: &mut Reader, path: &Path, format: Format) -> Result<Outcome, Failure> {
    let file = path.to_string_lossy();
    let bytes = match disk::read(path, bounds::DOCUMENT) {
        Ok(bytes) => bytes,
        Err(why) => return Ok(Outcome::Unread(why.message)),
    };
    Ok(match reader.document(&bytes, &name_of(path))? {
        Ok(document) => {
            let shown = if format == Format::Json {
                let line = serde_json::json!({ "file": file, "document": document });
                format!("{line}\n")
            } else {
                format!("==> {} <==\n{}\n", spelt(&file), text(&document))
            };
            Outcome::Read { shown, remarks: remarks(&document, &file) }
        }
        Err(why) => Outcome::Unread(format!("{file}: {why}")),
    })
}

fn name_of(path: &Path) -> String {
    path.file_name().map_or_else(String::new, |it| it.to_string_lossy().into_owned())
}

fn say(lines: &[String]) {
    for line in lines {
        terminal::say(line);
    }
}

/// What is to be said about the reading.
fn remarks(document: &Document, name: &str) -> Vec<String> {
    let told = |remark: &griot_text::document::Remark| {
        let place = remark.span.map(|span| format!(", {}", document.place(span.start)));
        let place = place.unwrap_or_default();
        format!("note: {}{place}: {}", spelt(name), spelt(&remark.message))
    };
    document.prose.notes.iter().map(told).collect()
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
