//! PDF: pages of signs into lines, columns, paragraphs and notes.
//!
//! `hayro-interpret` draws a page, and what it would draw is taken down: what each sign means and where it stands. Everything
//! that a page does not say is a rule here: which signs are a word, which lines follow each other, which paragraph is a note.

mod bidi;
mod columns;
mod extras;
mod glyphs;
mod lines;
mod notes;
mod paragraphs;

use griot_model::bounds::TooLarge;
use griot_text::document::{self as prose, Format, Remark};
use hayro_interpret::{
    InterpreterCache,
    hayro_syntax::{LoadPdfError, Pdf},
};

use crate::{Document, Kind, Unreadable};
use lines::Line;

const WHAT: &str = "a PDF";

/// Pages of one file. The longest reports have two thousand.
const MOST_PAGES: usize = 10_000;

/// Letters of all pages together.
const MOST_TEXT: usize = 64 << 20;

/// A page that was read.
#[derive(Debug, Default)]
struct Read {
    lines: Vec<Line>,
    links: Vec<extras::Area>,
    comments: Vec<extras::Noted>,
    images: usize,
    height: f32,
}

/// Whether a PDF begins within the first bytes, after something else. Programs open those all the same.
pub(crate) fn is_late(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(1024)).unwrap_or_default();
    memchr::memmem::find(head, b"%PDF-").is_some()
}

/// Reads a PDF.
pub(crate) fn read(bytes: &[u8], name: &str) -> Result<Document, Unreadable> {
    let pdf = Pdf::new(bytes.to_vec()).map_err(|error| {
        let why = match error {
            LoadPdfError::Decryption(_) => {
                "it is locked with a password; save it without one from a program that opens it"
            }
            LoadPdfError::Invalid => "its structure is damaged",
        };
        Unreadable::damaged(name, WHAT, why)
    })?;
    let count = pdf.pages().len();
    if count > MOST_PAGES {
        let what = format!("{name} has {count} pages");
        return Err(TooLarge::new(what, format!("{MOST_PAGES} pages"), "divide it").into());
    }
    let cache = InterpreterCache::new();
    let mut told = Told::default();
    let mut pages = Vec::new();
    let mut letters = 0;
    for page in pdf.pages().iter() {
        let (drawn, upright) = glyphs::drawn(page, &cache);
        told.add(&drawn);
        let segments = lines::segments(drawn.signs);
        let mut lines = columns::ordered(&segments);
        lines.extend(turned(drawn.turned));
        letters += lines.iter().map(|line| line.text.len()).sum::<usize>();
        if letters > MOST_TEXT {
            let what = format!("the text of {name} is too large");
            let most = format!("{} MB of it", MOST_TEXT >> 20);
            return Err(TooLarge::new(what, most, "divide it").into());
        }
        told.empty += usize::from(lines.is_empty());
        let (links, comments) = extras::annotations(page, upright);
        let (_, height) = page.render_dimensions();
        pages.push(Read { lines, links, comments, images: drawn.images, height });
    }
    let mut remarks = told.remarks(count, &pages);
    if let Some(said) = extras::promised(&pdf).filter(|said| *said > count) {
        remarks.push(Remark::about_file(format!(
            "the file says that it has {said} pages, and {count} can be found"
        )));
    }
    let mut document = Document::empty(
        Kind::Pdf,
        "pdf, hayro-interpret 0.9.0",
        prose::Document {
            name: name.to_owned(),
            format: Format::Extracted,
            encoding: "UTF-8".to_owned(),
            text: String::new(),
            title: None,
            blocks: Vec::new(),
            bound: Vec::new(),
            allowed: Vec::new(),
            dated: Vec::new(),
            notes: remarks,
        },
    );
    document.metadata = extras::metadata(&pdf);
    document.prose.title.clone_from(&document.metadata.title);
    paragraphs::write(&mut document, pages);
    document.settle();
    Ok(document)
}

/// Signs along the margin or upside down, as lines of their own after the page.
fn turned(signs: Vec<glyphs::Sign>) -> Vec<Line> {
    let mut found: Vec<Line> = Vec::new();
    let mut last: Option<(f32, f32, f32)> = None;
    for sign in signs {
        let apart = last.is_none_or(|(x, y, size)| {
            (sign.x0 - x).hypot(sign.y - y) > size.max(sign.size) * 1.6
        });
        last = Some((sign.x0, sign.y, sign.size));
        if apart {
            found.push(Line {
                x0: sign.x0,
                x1: sign.x1,
                y: sign.y,
                size: sign.size,
                ..Line::default()
            });
        }
        let Some(line) = found.last_mut() else { continue };
        let start = line.text.len();
        line.text.push_str(&sign.text);
        line.spans.push((start, line.text.len()));
        line.signs.push(sign);
    }
    found.retain(|line| !line.text.trim().is_empty());
    found
}

/// What is to be said about the reading.
#[derive(Debug, Default)]
struct Told {
    empty: usize,
    unknown: usize,
    invisible: usize,
    tiny: usize,
    cut: usize,
    signs: usize,
}

/// A font of this height or less, in points, is read by nobody.
const TINY: f32 = 2.0;

impl Told {
    fn add(&mut self, drawn: &glyphs::Drawn) {
        self.signs += drawn.signs.len() + drawn.turned.len();
        self.unknown += drawn.unknown;
        self.invisible += drawn.invisible;
        self.cut += usize::from(drawn.is_cut);
        self.tiny += drawn.signs.iter().filter(|it| it.size <= TINY && it.text != " ").count();
    }

    fn remarks(&self, count: usize, pages: &[Read]) -> Vec<Remark> {
        let mut said = Vec::new();
        let mut say = |message: String| said.push(Remark::about_file(message));
        if self.empty > 0 {
            let pictures =
                pages.iter().filter(|it| it.lines.is_empty() && it.images > 0).count();
            let of = if pictures == self.empty { ", only pictures" } else { "" };
            say(format!("{} of {count} pages have no text{of}", self.empty));
        }
        if self.unknown > 0 {
            say(format!(
                "{} of {} characters are in fonts that do not say what they mean; they are shown as \u{fffd}",
                self.unknown, self.signs
            ));
        }
        if self.invisible > 0 {
            say(format!(
                "{} characters are an invisible layer, as programs that recognise text leave it; compare them with the page",
                self.invisible
            ));
        }
        if self.tiny > 0 {
            say(format!(
                "{} characters are too small to be seen and are read all the same",
                self.tiny
            ));
        }
        if self.cut > 0 {
            say(format!("{} pages have more characters than are read", self.cut));
        }
        said
    }
}
