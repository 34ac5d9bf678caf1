//! Plain text: paragraphs between blank lines, hard-wrapped lines joined, short lines as headings.

use griot_model::Span;

use super::content::{BlockKind, Document, Gathered};

/// A line shorter than this (in characters) was not broken for want of space.
const SHORTEST_WRAPPED: usize = 40;
/// Nobody wraps at more; a longer line is a paragraph of its own.
const LONGEST_WRAPPED: usize = 160;
/// A heading is no longer than this.
const LONGEST_HEADING: usize = 120;

/// Fills the blocks of a plain-text document.
pub(super) fn read(document: &mut Document) {
    let text = &document.text;
    let mut blocks = Vec::new();
    let mut paragraph: Vec<Span> = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let span = trimmed(text, Span::new(start, start + line.len()));
        start += line.len();
        if span.is_empty() {
            flush(text, &mut paragraph, &mut blocks);
        } else {
            paragraph.push(span);
        }
    }
    flush(text, &mut paragraph, &mut blocks);
    document.blocks = blocks;
}

/// Lines of one paragraph: joined where the next word would not have fitted, apart elsewhere.
fn flush(text: &str, lines: &mut Vec<Span>, blocks: &mut Vec<super::Block>) {
    let length = |line: &Span| line.of(text).chars().count();
    let longest = lines.iter().map(length).max().unwrap_or(0);
    let mut gathered = Gathered::default();
    let mut count = 0;
    for (index, line) in lines.iter().enumerate() {
        gathered.push(*line);
        count += 1;
        let next = lines.get(index + 1);
        if let Some(next) = next.filter(|next| wraps(text, length(line), **next, longest)) {
            gathered.push_instead(Span::new(line.end, next.start), " ");
            continue;
        }
        let alone = count == 1;
        let kind = if is_item(line.of(text)) {
            BlockKind::ListItem
        } else if alone && length(line) <= LONGEST_HEADING && !ends_sentence(line.of(text)) {
            BlockKind::Heading
        } else {
            BlockKind::Paragraph
        };
        blocks.extend(gathered.take(kind, text));
        count = 0;
    }
    lines.clear();
}

fn wraps(text: &str, length: usize, next: Span, longest: usize) -> bool {
    let next = next.of(text);
    let word = next.split_whitespace().next().unwrap_or_default().chars().count();
    (SHORTEST_WRAPPED..=LONGEST_WRAPPED).contains(&length)
        && length + 1 + word > longest
        && !is_item(next)
}

fn is_item(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let first = words.next().unwrap_or_default();
    let numbered = first.strip_suffix(['.', ')']).is_some_and(|number| {
        !number.is_empty() && number.len() <= 3 && number.bytes().all(|b| b.is_ascii_digit())
    });
    words.next().is_some()
        && (matches!(first, "-" | "*" | "•" | "–" | "—" | "◦" | "▪") || numbered)
}

fn ends_sentence(line: &str) -> bool {
    let bare = line.trim_end_matches(['”', '"', '’', '\'', ')', ']', '»', ' ']);
    bare.ends_with(['.', '!', '?', '…', ';', ':', '؟', '。', '।'])
}

fn trimmed(text: &str, span: Span) -> Span {
    let line = span.of(text);
    let body = line.trim();
    let before = line.len() - line.trim_start().len();
    Span::new(span.start + before, span.start + before + body.len())
}
