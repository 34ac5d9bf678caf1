//! What of a document is found as one: its paragraphs, the rows of its tables, its notes.

use griot_model::{Place, Placing, Span};
use griot_read::{About, Document};
use griot_sql::Passage;
use griot_text::{
    document::{Block, Prose},
    search::{Forms, words},
    sentences,
};

/// Bytes of a passage; a longer paragraph is divided where a sentence or a word ends.
const LONGEST: usize = 2_000;

/// The passages of a document, in order.
pub(super) fn of_document(document: &Document) -> Vec<Passage> {
    let placing = document.placing();
    let mut forms = Forms::default();
    let mut found = Vec::new();
    let prose = &document.prose;
    let unknown = About::default();
    let blocks =
        prose.blocks.iter().zip(document.abouts.iter().chain(std::iter::repeat(&unknown)));
    let other = document.other.iter().map(|block| (block, &unknown));
    let mut row: Option<((u32, u32), Block)> = None;
    for (block, about) in blocks.chain(other) {
        let of_row = about.cell.map(|(table, row, _)| (table, row));
        match (&mut row, of_row) {
            (Some((last, whole)), Some(this)) if *last == this => {
                // Cells of a row are one passage, and apart.
                let between = Span::new(whole.span.end, block.span.start.max(whole.span.end));
                whole.prose.push(Prose { span: between, instead: Some(" | ".into()) });
                whole.prose.extend(block.prose.iter().cloned());
                whole.span = Span::new(whole.span.start, block.span.end.max(whole.span.end));
                continue;
            }
            _ => {}
        }
        if let Some((_, whole)) = row.take() {
            of_block(document, &placing, &whole, &mut forms, &mut found);
        }
        match of_row {
            Some(this) => row = Some((this, block.clone())),
            None => of_block(document, &placing, block, &mut forms, &mut found),
        }
    }
    if let Some((_, whole)) = row {
        of_block(document, &placing, &whole, &mut forms, &mut found);
    }
    found
}

/// A passage of a text that is one by itself, such as a statement.
pub(super) fn of_text(text: &str, place: &str, about: &str) -> Passage {
    let mut passage = Passage {
        text: text.to_owned(),
        places: vec![(0, place.to_owned())],
        about: about.to_owned(),
        ..Passage::default()
    };
    compare(&mut passage, &mut Forms::default());
    passage
}

/// A place as a person cites it: the column of a line is what the marks show.
fn cited(place: &Place) -> String {
    match place {
        Place::Line { line, .. } => format!("line {line}"),
        Place::Within { file, place } => format!("{file}: {}", cited(place)),
        other => other.to_string(),
    }
}

fn of_block(
    document: &Document,
    placing: &Placing<'_>,
    block: &Block,
    forms: &mut Forms,
    found: &mut Vec<Passage>,
) {
    let whole = sentences::of_block(document.text(), block, 0);
    let borders = borders(document, whole.span);
    let mut rest = borders.as_slice();
    let mut place = (whole.span.start, cited(&placing.place(whole.span.start)));
    for piece in pieces(&whole.text) {
        let source = whole.source(piece);
        let text = piece.of(&whole.text).to_owned();
        let mut passage = Passage { start: source.start, text, ..Passage::default() };
        let all = compare(&mut passage, forms);
        for word in all {
            let at =
                whole.source(Span::new(piece.start + word.start, piece.start + word.end)).start;
            let passed = rest.partition_point(|border| *border <= at);
            if let Some(border) = passed.checked_sub(1).and_then(|last| rest.get(last)) {
                place = (*border, cited(&placing.place(*border)));
                rest = rest.get(passed..).unwrap_or_default();
            }
            if passage.places.last().is_none_or(|(_, last)| *last != place.1) {
                passage.places.push((word.start, place.1.clone()));
            }
        }
        if !passage.words.is_empty() {
            found.push(passage);
        }
    }
}

/// Fills in the words and their forms; gives where the words stand.
fn compare(passage: &mut Passage, forms: &mut Forms) -> Vec<Span> {
    let mut spans = Vec::new();
    for word in words(&passage.text) {
        passage.forms.extend_from_slice(forms.of(word.span.of(&passage.text)));
        passage.words.push(word.folded);
        spans.push(word.span);
    }
    passage.forms.sort_unstable();
    passage.forms.dedup();
    spans
}

/// Bytes of the text at which another place begins, in order: another stretch, or another line.
fn borders(document: &Document, within: Span) -> Vec<usize> {
    let stretches = document.places.stretches();
    let first = stretches.partition_point(|(start, _)| *start < within.start);
    let inside = stretches.iter().skip(first).take_while(|(start, _)| *start < within.end);
    let mut found: Vec<usize> = inside.map(|(start, _)| *start).collect();
    let lines = within.of(document.text()).match_indices('\n');
    found.extend(lines.map(|(at, _)| within.start + at + 1));
    found.sort_unstable();
    found.dedup();
    found
}

/// The parts of a paragraph that are passages.
fn pieces(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut start = 0;
    while let Some(rest) = text.get(start..).filter(|rest| !rest.is_empty()) {
        let end = if rest.len() <= LONGEST { text.len() } else { start + border(rest) };
        found.push(Span::new(start, end));
        start = end;
    }
    found
}

/// Where a text is divided: after the last sentence within the bound, else after the last word, else anywhere.
fn border(text: &str) -> usize {
    let most = text.floor_char_boundary(LONGEST);
    let head = text.get(..most).unwrap_or_default();
    let sentence = head.rfind(". ").map(|at| at + 2).filter(|at| *at > LONGEST / 2);
    let word = || head.rfind(char::is_whitespace).filter(|at| *at > 0);
    sentence.or_else(word).unwrap_or(most).max(1)
}
