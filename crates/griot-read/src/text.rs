//! Files that are text: plain, Markdown, pages.

use std::collections::BTreeMap;

use griot_model::{Places, Span};
use griot_text::document::{self, Format};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::{
    About, Document, Kind, Link, Metadata, Note, NoteKind, Reference, Unreadable, page,
};

/// Reads a file that is text.
pub(crate) fn read(bytes: &[u8], name: &str) -> Result<Document, Unreadable> {
    let (prose, seen, source) = document::read_with_page(bytes, name)?;
    let (kind, label) = match prose.format {
        Format::Markdown => (Kind::Markdown, "markdown"),
        Format::Html => (Kind::Html, "html"),
        Format::Plain | Format::Extracted => (Kind::Plain, "text"),
    };
    let mut document = Document::empty(kind, label, prose);
    match seen {
        Some(seen) => page::finish(&mut document, seen, &source),
        None if kind == Kind::Markdown => markdown(&mut document),
        None => bare_addresses(&mut document, Span::new(0, usize::MAX)),
    }
    document.settle();
    Ok(document)
}

impl Document {
    /// A document of this prose, about which nothing else is known yet.
    pub(crate) fn empty(kind: Kind, label: &str, prose: document::Document) -> Self {
        Self {
            kind,
            extractor: format!("griot-read {} ({label})", env!("CARGO_PKG_VERSION")),
            abouts: vec![About::default(); prose.blocks.len()],
            metadata: Metadata {
                title: prose.title.clone(),
                published: prose.dated.first().map(|(day, _)| day.to_string()),
                ..Metadata::default()
            },
            prose,
            other: Vec::new(),
            notes: Vec::new(),
            references: Vec::new(),
            links: Vec::new(),
            comments: Vec::new(),
            changes: Vec::new(),
            places: Places::default(),
            parts: Vec::new(),
            origins: Vec::new(),
        }
    }

    /// Puts in order what was found in another one, and says to which note each block belongs.
    pub(crate) fn settle(&mut self) {
        self.references.sort_by_key(|it| it.span);
        self.links.sort_by_key(|it| it.span);
        self.links.dedup();
        for (block, about) in self.prose.blocks.iter().zip(&mut self.abouts) {
            let of = |note: &Note| note.span.contains(block.span) && !note.span.is_empty();
            about.note = about.note.or_else(|| self.notes.iter().position(of));
        }
    }
}

/// Notes and links of Markdown, with the offsets of the file.
fn markdown(document: &mut Document) {
    let text = document.prose.text.as_str();
    let body = front_matter(text);
    let options = Options::ENABLE_FOOTNOTES | Options::ENABLE_TABLES;
    let mut ids: BTreeMap<String, usize> = BTreeMap::new();
    let mut notes: Vec<Note> = Vec::new();
    let mut references = Vec::new();
    let mut links: Vec<Link> = Vec::new();
    let mut open: Vec<(String, usize)> = Vec::new();
    let mut levels: Vec<(Span, u8)> = Vec::new();
    let mut note_of = |label: &str, notes: &mut Vec<Note>| {
        *ids.entry(label.to_owned()).or_insert_with(|| {
            notes.push(Note {
                label: label.to_owned(),
                id: label.to_owned(),
                kind: NoteKind::Footnote,
                span: Span::new(0, 0),
            });
            notes.len() - 1
        })
    };
    let parser = Parser::new_ext(text.get(body..).unwrap_or_default(), options);
    for (event, range) in parser.into_offset_iter() {
        let span = Span::new(range.start, range.end).shifted(body);
        match event {
            Event::FootnoteReference(label) => {
                references.push(Reference { span, note: note_of(&label, &mut notes) });
            }
            Event::Start(Tag::FootnoteDefinition(label)) => {
                let note = note_of(&label, &mut notes);
                // `[^1]: ` is no part of what the note says.
                let mark = span.of(text).find("]:").map_or(0, |at| at + 2);
                if let Some(note) = notes.get_mut(note).filter(|note| note.span.is_empty()) {
                    note.span = Span::new(span.start + mark, span.end);
                }
            }
            Event::Start(Tag::Link { dest_url, .. }) => {
                open.push((dest_url.into_string(), span.start));
            }
            Event::End(TagEnd::Link) => {
                if let Some((target, start)) = open.pop() {
                    links.push(Link {
                        span: link_words(text, Span::new(start, span.end)),
                        target,
                    });
                }
            }
            Event::Start(Tag::Heading { level, .. }) => levels.push((span, level as u8)),
            _ => {}
        }
    }
    document.notes = notes;
    document.references = references;
    document.links = links;
    let mut levels = levels.into_iter().peekable();
    for (block, about) in document.prose.blocks.iter().zip(&mut document.abouts) {
        while levels.next_if(|(span, _)| span.end <= block.span.start).is_some() {}
        about.level = levels
            .peek()
            .filter(|(span, _)| span.contains(block.span))
            .map(|(_, level)| *level);
    }
    bare_addresses(document, Span::new(body, usize::MAX));
}

/// The words of a link between its brackets.
fn link_words(text: &str, whole: Span) -> Span {
    let written = whole.of(text);
    let inner = match (written.strip_prefix('['), written.strip_prefix('<')) {
        (Some(rest), _) => {
            rest.rfind("](").or_else(|| rest.rfind("][")).or_else(|| rest.find(']'))
        }
        (None, Some(rest)) => rest.rfind('>'),
        (None, None) => None,
    };
    inner.map_or(whole, |length| Span::new(whole.start + 1, whole.start + 1 + length))
}

fn front_matter(text: &str) -> usize {
    let fence = match text.get(..4) {
        Some("---\n") => "---",
        Some("+++\n") => "+++",
        _ if text.starts_with("---\r\n") => "---",
        _ => return 0,
    };
    let mut at = 0;
    for (number, line) in text.split_inclusive('\n').take(202).enumerate() {
        at += line.len();
        if number > 0 && (line.trim_end() == fence || line.trim_end() == "...") {
            return at;
        }
    }
    0
}

/// Addresses that are written out are links too, wherever nothing else made them one.
pub(crate) fn bare_addresses(document: &mut Document, within: Span) {
    let mut taken: Vec<Span> = document.links.iter().map(|link| link.span).collect();
    taken.sort();
    let text = document.prose.text.as_str();
    let mut found = Vec::new();
    let mut at = within.start;
    while let Some(next) = text.get(at..).and_then(|rest| rest.find("http")) {
        let start = at + next;
        let rest = text.get(start..).unwrap_or_default();
        let length = address_length(rest);
        at = start + length.max(4);
        let span = Span::new(start, start + length);
        let after = taken.partition_point(|it| it.end <= span.start);
        if length > 0
            && within.contains(span)
            && !taken.get(after).is_some_and(|it| it.overlaps(span))
        {
            found.push(Link { span, target: span.of(text).to_owned() });
        }
    }
    document.links.extend(found);
}

/// Bytes of the address that a text begins with; 0 where it begins with none.
fn address_length(text: &str) -> usize {
    let after = match (text.strip_prefix("https://"), text.strip_prefix("http://")) {
        (Some(rest), _) | (None, Some(rest)) => text.len() - rest.len(),
        _ => return 0,
    };
    let stops = |sign: char| {
        sign.is_whitespace()
            || sign.is_control()
            || matches!(
                sign,
                '<' | '>' | '"' | '|' | '^' | '`' | '{' | '}' | '«' | '»' | '“' | '”'
            )
    };
    let end =
        text.get(after..).and_then(|rest| rest.find(stops)).map_or(text.len(), |it| it + after);
    let mut address = text.get(..end).unwrap_or_default();
    loop {
        let bare =
            address.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '’', '…', '*', '_']);
        // A bracket at the end belongs to the sentence unless it was opened in the address.
        let shorter = match bare.chars().next_back() {
            Some(')') if bare.matches(')').count() > bare.matches('(').count() => {
                bare.strip_suffix(')')
            }
            Some(']') if bare.matches(']').count() > bare.matches('[').count() => {
                bare.strip_suffix(']')
            }
            _ => None,
        };
        match shorter {
            Some(shorter) => address = shorter,
            None if bare.len() > after => return bare.len(),
            None => return 0,
        }
    }
}
