//! What a web page has beside its prose: places in its source, notes, links, what it says about itself, menus.

use std::collections::BTreeMap;

use griot_model::{Place, Span, lines::Lines};
use griot_text::document::{Block, BlockKind, Seen, written_day};

use crate::{Document, Link, Note, NoteKind, Reference};

/// Adds to a document what its page has.
pub(crate) fn finish(document: &mut Document, seen: Seen, source: &str) {
    let lines = Lines::of(source);
    let place = |byte: usize| {
        let (line, column) = lines.place(byte);
        let number = |it: usize| u32::try_from(it).unwrap_or(u32::MAX);
        Place::Line { line: number(line), column: number(column) }
    };
    for (at, stands) in &seen.origins {
        document.places.push(*at, place(*stands));
    }
    notes(document, &seen);
    document.links = seen
        .links
        .into_iter()
        .filter(|(span, target)| !span.is_empty() && !target.is_empty())
        .map(|(span, target)| Link { span, target })
        .collect();
    metadata(document, &seen.metas, &seen.linked_data, seen.language);
    for (words, stands) in seen.left_out {
        let blanks = words.len() - words.trim_start().len();
        let text = &mut document.prose.text;
        text.push_str("\n\n");
        let start = text.len();
        text.push_str(words.trim());
        let span = Span::new(start, text.len());
        let block = Block::of(span, BlockKind::Paragraph, text);
        document.places.push(start, place(stands + blanks));
        document.other.extend(block);
    }
}

/// A link within the page whose words are a mark is the mark of a note: a number, a letter, a star, in brackets or not. What
/// it leads to is the note, unless that stands before the mark, where it is the way back.
fn notes(document: &mut Document, seen: &Seen) {
    let mut ids: BTreeMap<&str, Span> = BTreeMap::new();
    for (id, span) in &seen.ids {
        ids.entry(id).or_insert(*span);
    }
    let text = document.prose.text.as_str();
    let mut known: BTreeMap<&str, usize> = BTreeMap::new();
    let links = seen.links.iter().map(|(span, target)| (*span, span.of(text), target));
    let marks = seen
        .marks
        .iter()
        .map(|(at, words, target)| (Span::new(*at, *at), words.as_str(), target));
    let mut all: Vec<_> = links.chain(marks).collect();
    all.sort_by_key(|(span, ..)| span.start);
    for (span, words, target) in all {
        let Some(id) = target.split_once('#').map(|(_, id)| id) else { continue };
        let is_here =
            target.starts_with('#') || seen.metas.is_empty() || !target.contains("//");
        let (Some(&at), Some(label)) = (ids.get(id), mark(words)) else { continue };
        if !is_here || at.start < span.end {
            continue;
        }
        let note = *known.entry(id).or_insert_with(|| {
            document.notes.push(Note {
                label: label.to_owned(),
                id: id.to_owned(),
                kind: NoteKind::Endnote,
                span: whole(document.prose.blocks.as_slice(), at),
            });
            document.notes.len() - 1
        });
        document.references.push(Reference { span, note });
    }
}

/// The blocks that an element begins in, where it has no words of its own: `<p><a name="n1"></a>1. Title`.
fn whole(blocks: &[Block], at: Span) -> Span {
    let within = blocks.iter().find(|block| block.span.end > at.start);
    match within {
        Some(block) if block.span.end > at.end => {
            Span::new(at.start.max(block.span.start), block.span.end)
        }
        Some(block) => Span::new(at.start.max(block.span.start), at.end),
        None => at,
    }
}

/// The label of what could be a mark of a note.
fn mark(words: &str) -> Option<&str> {
    let label = words.trim().trim_matches(['[', ']', '(', ')', '^', '.']).trim();
    let is_number =
        !label.is_empty() && label.len() <= 4 && label.bytes().all(|it| it.is_ascii_digit());
    let is_roman = label.len() <= 6 && label.bytes().all(|it| b"ivxlc".contains(&it));
    let is_letter = label.chars().count() == 1 && label.chars().all(char::is_alphabetic);
    let is_star =
        !label.is_empty() && label.chars().all(|it| matches!(it, '*' | '†' | '‡' | '§'));
    (!label.is_empty() && (is_number || is_roman || is_letter || is_star)).then_some(label)
}

fn metadata(
    document: &mut Document,
    metas: &[(String, String)],
    linked_data: &[String],
    language: Option<String>,
) {
    let first = |names: &[&str]| {
        names.iter().find_map(|name| {
            let found = metas.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
            found.map(|(_, value)| value.trim().to_owned()).filter(|value| !value.is_empty())
        })
    };
    let of_data = |key: &str| linked_data.iter().find_map(|json| string_of(json, key));
    let about = &mut document.metadata;
    about.title = first(&["og:title", "citation_title", "dc.title", "twitter:title"])
        .or_else(|| of_data("headline"))
        .or_else(|| about.title.take());
    let author =
        first(&["author", "article:author", "dc.creator", "citation_author", "parsely-author"])
            .filter(|author| !author.starts_with("http"))
            .or_else(|| linked_data.iter().find_map(|json| named(json, "author")));
    about.authors.extend(author);
    about.publisher =
        first(&["og:site_name", "dc.publisher", "citation_publisher", "application-name"])
            .or_else(|| linked_data.iter().find_map(|json| named(json, "publisher")));
    about.modified = first(&["article:modified_time", "og:updated_time", "last-modified"])
        .or_else(|| of_data("dateModified"))
        .map(|day| written_day(&day).map_or(day, |day| day.to_string()));
    about.language =
        language.or_else(|| first(&["og:locale", "content-language", "dc.language"]));
    about.address = first(&["canonical", "og:url"]).or_else(|| of_data("url"));
}

/// The string of a key in JSON, without parsing the whole of it.
fn string_of(json: &str, key: &str) -> Option<String> {
    let (_, after) = json.split_once(&format!("\"{key}\""))?;
    let value = after.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
    let mut said = String::new();
    let mut letters = value.chars().take(1000);
    while let Some(letter) = letters.next() {
        match letter {
            '"' => return Some(said).filter(|said| !said.is_empty()),
            '\\' => match letters.next()? {
                'n' | 't' | 'r' => said.push(' '),
                'u' => {
                    let code: String = letters.by_ref().take(4).collect();
                    said.push(char::from_u32(u32::from_str_radix(&code, 16).ok()?)?);
                }
                other => said.push(other),
            },
            letter => said.push(letter),
        }
    }
    None
}

/// The name of what a key of JSON-LD has: `"author": {"@type": "Person", "name": "…"}`.
fn named(json: &str, key: &str) -> Option<String> {
    let (_, after) = json.split_once(&format!("\"{key}\""))?;
    let value = after.trim_start().strip_prefix(':')?.trim_start();
    let value = value.strip_prefix('[').map_or(value, str::trim_start);
    if value.starts_with('{') {
        let object = value.split('}').next()?;
        return string_of(object, "name");
    }
    string_of(json, key)
}
