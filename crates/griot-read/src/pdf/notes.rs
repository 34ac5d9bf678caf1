//! Notes at the foot of a page, and the marks that lead to them.
//!
//! A mark is a raised number, letter or star that a line at the foot of the same page begins with, in smaller letters than the
//! text. A number that is raised and has no such note is a power, and stays in the text. Notes at the end of the file are
//! found where their numbers run on from the first in a row and most marks are among them.

use std::collections::BTreeMap;

use griot_model::Span;

use super::{lines::Mark, paragraphs::Placed};
use crate::{Document, Note, NoteKind, Reference};

/// A note that was found.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) label: String,
    pub(super) page: u32,
    pub(super) kind: NoteKind,
}

impl Found {
    /// The note without its text.
    pub(super) fn as_note(&self) -> Note {
        Note {
            label: self.label.clone(),
            id: format!("page {}, {}", self.page, self.label),
            kind: self.kind,
            span: Span::new(0, 0),
        }
    }
}

fn is_label(text: &str) -> bool {
    let is_number = text.len() <= 4 && text.bytes().all(|it| it.is_ascii_digit());
    let is_star = text.chars().all(|it| matches!(it, '*' | '†' | '‡' | '§' | '¶'));
    let is_letter = text.len() == 1 && text.bytes().all(|it| it.is_ascii_lowercase());
    !text.is_empty() && (is_number || is_star || is_letter)
}

/// The raised marks of a line: where they begin, and what they say. Several in a row are divided at commas.
fn raised(placed: &Placed) -> Vec<(usize, String)> {
    let line = &placed.line;
    let mut found = Vec::new();
    for &(start, end) in &line.raised {
        let text = line.text.get(start..end).unwrap_or_default();
        let mut at = start;
        for part in text.split_inclusive([',', ' ', ';']) {
            let label = part.trim_end_matches([',', ' ', ';']);
            if is_label(label) {
                found.push((at, label.to_owned()));
            }
            at += part.len();
        }
    }
    found
}

/// Keeps in a line the marks of notes that are known.
fn mark(placed: &mut Placed, known: impl Fn(&str) -> Option<usize>) {
    let marks =
        raised(placed).into_iter().filter(|(at, _)| *at > 0).filter_map(|(start, label)| {
            Some(Mark { start, end: start + label.len(), note: known(&label)? })
        });
    placed.line.marks = marks.collect();
}

/// The label that a line begins with, and where its text begins.
fn leading(placed: &Placed) -> Option<(String, usize)> {
    let text = placed.line.text.as_str();
    if let Some(&(0, end)) = placed.line.raised.first() {
        let label = text.get(..end)?.trim();
        return is_label(label).then(|| (label.to_owned(), end));
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let label = text.get(..digits)?;
    let after = text.get(digits..)?;
    let dotted = after.strip_prefix(['.', ')', ']']).unwrap_or(after);
    (digits > 0 && digits <= 4 && dotted.starts_with(' ') && dotted.len() > 2)
        .then(|| (label.to_owned(), text.len() - dotted.len()))
}

/// Finds notes, says to which each line belongs, and leaves in each line the marks that lead to one.
pub(super) fn find(lines: &mut [Placed], body: f32) -> Vec<Found> {
    let mut found = Vec::new();
    let mut start = 0;
    while start < lines.len() {
        let page = lines.get(start).map_or(0, |it| it.page);
        let end = lines.partition_point(|it| it.page <= page);
        if let Some(lines) = lines.get_mut(start..end) {
            page_notes(lines, body, &mut found);
        }
        start = end.max(start + 1);
    }
    if found.is_empty() {
        end_notes(lines, &mut found);
    }
    found
}

/// The notes of one page.
fn page_notes(lines: &mut [Placed], body: f32, found: &mut Vec<Found>) {
    let marks: Vec<String> = lines
        .iter()
        .filter(|it| it.line.size > body * 0.93)
        .flat_map(|it| raised(it).into_iter().filter(|(at, _)| *at > 0).map(|(_, label)| label))
        .collect();
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    let mut open: Option<usize> = None;
    for placed in lines.iter_mut().filter(|it| !it.is_frame) {
        let is_small = placed.line.size < body * 0.95;
        let begins = leading(placed).filter(|(label, _)| {
            is_small && marks.contains(label) && !known.contains_key(label)
        });
        if let Some((label, text_at)) = begins {
            open = Some(found.len());
            known.insert(label.clone(), found.len());
            let kind = NoteKind::Footnote;
            found.push(Found { label, page: placed.page, kind });
            placed.line.cut_front(text_at);
        } else if !is_small {
            open = None;
        }
        placed.note = open;
    }
    for placed in lines.iter_mut().filter(|it| it.note.is_none() && !it.is_frame) {
        mark(placed, |label| known.get(label).copied());
    }
}

/// Notes that stand together at the end.
fn end_notes(lines: &mut [Placed], found: &mut Vec<Found>) {
    let mut marks: Vec<u32> = Vec::new();
    let mut last_mark = 0;
    for (index, placed) in lines.iter().enumerate() {
        for (at, label) in raised(placed) {
            if let Some(number) = label.parse().ok().filter(|_| at > 0) {
                marks.push(number);
                last_mark = index;
            }
        }
    }
    let expected = |number: u32| marks.contains(&number);
    if !(1..=3).all(expected) {
        return;
    }
    let mut next = 1;
    let mut open = None;
    let mut assigned: Vec<(usize, usize, Option<usize>)> = Vec::new();
    for (index, placed) in lines.iter().enumerate().skip(last_mark + 1) {
        if placed.is_frame {
            continue;
        }
        match leading(placed) {
            Some((label, text_at)) if label == next.to_string() => {
                open = Some(found.len() + next as usize - 1);
                next += 1;
                assigned.push((index, open.unwrap_or_default(), Some(text_at)));
            }
            _ => assigned.extend(open.map(|note| (index, note, None))),
        }
    }
    let numbers: std::collections::BTreeSet<u32> = marks.iter().copied().collect();
    let joined = numbers.iter().filter(|number| **number < next).count();
    if next < 4 || joined * 10 < numbers.len() * 8 {
        return;
    }
    for (index, note, text_at) in assigned {
        let Some(placed) = lines.get_mut(index) else { continue };
        placed.note = Some(note);
        if let Some(text_at) = text_at {
            let label = (note + 1).to_string();
            found.push(Found { label, page: placed.page, kind: NoteKind::Endnote });
            placed.line.cut_front(text_at);
        }
    }
    let known = |label: &str| {
        let number = label.parse::<usize>().ok()?;
        (1..next as usize).contains(&number).then(|| number - 1)
    };
    for placed in lines.iter_mut().filter(|it| it.note.is_none() && !it.is_frame) {
        mark(placed, known);
    }
}

/// Puts a mark into the document. Notes are numbered as they are found; marks of a page come before its notes are written.
pub(super) fn refer(
    document: &mut Document,
    marks: &mut BTreeMap<usize, usize>,
    at: usize,
    number: usize,
    found: &Found,
) {
    let note = *marks.entry(number).or_insert_with(|| {
        document.notes.push(found.as_note());
        document.notes.len() - 1
    });
    document.references.push(Reference { span: Span::new(at, at), note });
}
