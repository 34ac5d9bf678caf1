//! Where does a sentence begin and end?
//!
//! A sentence never crosses a block. A full stop ends one unless it belongs to an abbreviation, an
//! initial or a number; what counts is the word before it and the word after. A heading, a cell
//! and a line without a full stop are sentences of their own. One that is longer than [`LONGEST`] is
//! read in parts, so that a text without full stops costs no more than its length.

mod abbreviations;

use griot_model::Span;

use crate::document::{Block, BlockKind, Document, Prose};
use abbreviations::{Stop, is_ordinal, stop_after};

pub(crate) use abbreviations::starts_sentence;

/// Bytes of the longest sentence that is read as one. Of a million sentences of newspapers and
/// reports hardly one is longer; transcripts, chats and machine-made text have no full stops at all.
pub const LONGEST: usize = 2_000;

/// A sentence as it is read, with the way back to the bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// From its first to its last byte in the text of the document, markup inside included.
    pub span: Span,
    /// Index of its block.
    pub block: usize,
    /// Whether the block is a heading.
    pub is_heading: bool,
    /// Whether it goes on in the next one, having been longer than [`LONGEST`].
    pub goes_on: bool,
    /// The words without markup; entities and line breaks as what they mean.
    pub text: String,
    pieces: Vec<Piece>,
}

/// A run of the cleaned text and where it comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Piece {
    local: usize,
    source: Span,
    exact: bool,
}

impl Sentence {
    /// A sentence of a text without markup, at the text's own offsets.
    pub fn plain(text: &str) -> Self {
        let span = Span::new(0, text.len());
        let pieces = vec![Piece { local: 0, source: span, exact: true }];
        Self {
            span,
            block: 0,
            is_heading: false,
            goes_on: false,
            text: text.to_owned(),
            pieces,
        }
    }

    /// Where a part of [`Self::text`] stands in the document.
    pub fn source(&self, local: Span) -> Span {
        let start = self.place(local.start, false);
        if local.is_empty() {
            return Span::new(start, start);
        }
        Span::new(start, self.place(local.end, true).max(start))
    }

    /// The part of [`Self::text`] that comes from these bytes of the document, as far as it does.
    pub fn local(&self, source: Span) -> Option<Span> {
        let mut found: Option<Span> = None;
        let first = self.pieces.partition_point(|piece| piece.source.end <= source.start);
        for (index, piece) in self.pieces.iter().enumerate().skip(first) {
            if !piece.source.overlaps(source) {
                break;
            }
            let end = self.pieces.get(index + 1).map_or(self.text.len(), |next| next.local);
            let part = if piece.exact {
                let from = source.start.max(piece.source.start) - piece.source.start;
                let to = source.end.min(piece.source.end) - piece.source.start;
                Span::new(piece.local + from, piece.local + to)
            } else {
                Span::new(piece.local, end)
            };
            found = Some(found.map_or(part, |known| known.join(part)));
        }
        found
    }

    fn place(&self, local: usize, is_end: bool) -> usize {
        let probe = if is_end { local.saturating_sub(1) } else { local };
        let after = self.pieces.partition_point(|piece| piece.local <= probe);
        let Some(piece) = self.pieces.get(after.saturating_sub(1)) else {
            return self.span.start;
        };
        if piece.exact {
            (piece.source.start + (local - piece.local.min(local))).min(piece.source.end)
        } else if is_end {
            piece.source.end
        } else {
            piece.source.start
        }
    }
}

/// All sentences of a document, in order.
pub fn sentences(document: &Document) -> Vec<Sentence> {
    let mut found = Vec::new();
    for (index, block) in document.blocks.iter().enumerate() {
        let whole = of_block(&document.text, block, index);
        let single = matches!(block.kind, BlockKind::Heading);
        let parts =
            if single { vec![Span::new(0, whole.text.len())] } else { split(&whole.text) };
        for part in parts {
            let parts = bounded(&whole.text, part);
            let last = parts.len().saturating_sub(1);
            found.extend(parts.into_iter().enumerate().filter_map(|(at, part)| {
                Some(Sentence { goes_on: at < last, ..cut(&whole, part)? })
            }));
        }
    }
    found
}

/// A whole block as one sentence.
pub fn of_block(text: &str, block: &Block, index: usize) -> Sentence {
    let mut cleaned = String::with_capacity(block.span.len());
    let mut pieces = Vec::with_capacity(block.prose.len());
    for Prose { span, instead } in &block.prose {
        pieces.push(Piece { local: cleaned.len(), source: *span, exact: instead.is_none() });
        cleaned.push_str(instead.as_deref().unwrap_or_else(|| span.of(text)));
    }
    Sentence {
        span: block.span,
        block: index,
        is_heading: block.kind == BlockKind::Heading,
        goes_on: false,
        text: cleaned,
        pieces,
    }
}

/// Cuts a text without markup into sentences; the spans are trimmed and in order.
pub fn split(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut signs = text.char_indices().peekable();
    while let Some((at, sign)) = signs.next() {
        let full = match sign {
            '.' | '!' | '?' | '…' | '؟' | '۔' => false,
            '。' | '！' | '？' | '।' => true,
            _ => continue,
        };
        let mut end = at + sign.len_utf8();
        while let Some((at, more)) =
            signs.next_if(|&(_, next)| matches!(next, '.' | '!' | '?' | '…') || closes(next))
        {
            end = at + more.len_utf8();
        }
        end = skip_german_mark(text, end);
        end = skip_note_mark(text, end);
        while signs.next_if(|&(at, _)| at < end).is_some() {}
        let rest = text.get(end..).unwrap_or_default();
        let dots = Span::new(at, end).of(text);
        if full || (rest.starts_with(char::is_whitespace) && ends(text, start, at, dots, rest))
        {
            found.extend(trimmed(text, Span::new(start, end)));
            start = end;
        }
    }
    found.extend(trimmed(text, Span::new(start, text.len())));
    found
}

/// The sentence itself, or parts of at most [`LONGEST`] bytes: cut after a semicolon or a full stop,
/// else after a comma, else between words, else between letters.
fn bounded(text: &str, sentence: Span) -> Vec<Span> {
    let mut parts = Vec::new();
    let mut start = sentence.start;
    while sentence.end - start > LONGEST {
        let mut end = start + LONGEST;
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        // Not a first part of a word or two: the cut lies in the second half.
        let half = start + (end - start) / 2;
        let window = text.get(start..end).unwrap_or_default();
        let cut = [&[';', '.', ':'][..], &[','], &[' ', '\n', '\t', '\u{a0}']]
            .into_iter()
            .filter_map(|signs| window.rfind(signs))
            .map(|at| start + at)
            .find(|at| *at >= half)
            .map_or(end, |at| {
                at + text.get(at..).and_then(|it| it.chars().next()).map_or(1, char::len_utf8)
            });
        parts.extend(trimmed(text, Span::new(start, cut)));
        start = cut;
    }
    parts.extend(trimmed(text, Span::new(start, sentence.end)));
    parts
}

/// Whether the mark at `at` ends the sentence that began at `start`. `dots` are the mark and what
/// closes after it, `rest` the text from there.
fn ends(text: &str, start: usize, at: usize, dots: &str, rest: &str) -> bool {
    let next = rest.trim_start();
    let head = next.trim_start_matches(['“', '"', '‘', '\'', '«', '(', '[', '¿', '¡', ' ']);
    let Some(first) = head.chars().next() else { return true };
    if first.is_lowercase() {
        return false;
    }
    if !first.is_alphanumeric() {
        return true;
    }
    if dots.starts_with(['!', '?', '؟', '۔']) {
        return true;
    }
    let ellipsis = dots.starts_with('…') || dots.starts_with("...");
    if ellipsis || dots.chars().skip(1).any(closes) {
        return true;
    }
    let before = Span::new(start, at).of(text);
    let ends_word = |sign: char| !sign.is_alphanumeric() && sign != '\'' && sign != '’';
    let word = head.split(ends_word).next().unwrap_or_default();
    if is_ordinal(before, word) {
        return false;
    }
    match stop_after(before) {
        Stop::Ends => true,
        Stop::Never => false,
        Stop::BeforeWord => !first.is_ascii_digit(),
        Stop::BeforeStarter => starts_sentence(word),
    }
}

fn closes(sign: char) -> bool {
    matches!(sign, '”' | '"' | '’' | '\'' | '»' | ')' | ']' | '›')
}

/// A mark that closes a quotation in German and opens one elsewhere: “ and «, before a space.
fn skip_german_mark(text: &str, end: usize) -> usize {
    let rest = text.get(end..).unwrap_or_default();
    let mut signs = rest.chars();
    let mark = signs.next().filter(|sign| matches!(sign, '“' | '«'));
    let last = signs.next().is_none_or(|next| next.is_whitespace() || next == '[');
    end + mark.filter(|_| last).map_or(0, char::len_utf8)
}

/// Footnote marks right after a full stop: `.[3]`, `.¹²`.
fn skip_note_mark(text: &str, end: usize) -> usize {
    let rest = text.get(end..).unwrap_or_default();
    let raised = |sign: char| matches!(sign, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹');
    let small = rest.len() - rest.trim_start_matches(raised).len();
    if small > 0 {
        return end + small;
    }
    let Some(inner) = rest.strip_prefix('[') else { return end };
    let digits = inner.bytes().take_while(u8::is_ascii_digit).take(4).count();
    if digits > 0 && inner.get(digits..).is_some_and(|tail| tail.starts_with(']')) {
        end + digits + 2
    } else {
        end
    }
}

fn trimmed(text: &str, span: Span) -> Option<Span> {
    let part = span.of(text);
    let body = part.trim();
    let start = span.start + (part.len() - part.trim_start().len());
    (!body.is_empty()).then(|| Span::new(start, start + body.len()))
}

fn cut(whole: &Sentence, part: Span) -> Option<Sentence> {
    let text = part.of(&whole.text);
    if text.trim().is_empty() {
        return None;
    }
    let first =
        whole.pieces.partition_point(|piece| piece.local <= part.start).saturating_sub(1);
    let mut pieces = Vec::new();
    for piece in whole.pieces.iter().skip(first).take_while(|piece| piece.local < part.end) {
        let skipped = part.start.saturating_sub(piece.local);
        let mut source = piece.source;
        if piece.exact {
            source.start = (source.start + skipped).min(source.end);
        }
        let local = piece.local.max(part.start) - part.start;
        pieces.push(Piece { local, source, exact: piece.exact });
    }
    let span = whole.source(part);
    Some(Sentence {
        span,
        block: whole.block,
        is_heading: whole.is_heading,
        goes_on: false,
        text: text.to_owned(),
        pieces,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<&str> = split(text).iter().map(|span| span.of(text)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_long_sentence_is_read_in_parts_that_lose_nothing() {
        for unit in ["word ", "a, b ", "x; ", "x", "é", "\u{200b}", "слово, "] {
            let text = unit.repeat(9_000 / unit.len());
            let whole = trimmed(&text, Span::new(0, text.len())).expect("it has letters");
            let parts = bounded(&text, whole);
            assert!(
                parts.len() > 4 && parts.iter().all(|part| part.len() <= LONGEST),
                "{unit:?}"
            );
            let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).count();
            let kept: usize = parts.iter().map(|part| letters(part.of(&text))).sum();
            assert_eq!(kept, letters(&text), "{unit:?}");
        }
        assert_eq!(bounded("short", Span::new(0, 5)), [Span::new(0, 5)]);
    }

    #[test]
    fn full_stops_that_end_and_that_do_not() {
        check("It fell. They left.", &["It fell.", "They left."]);
        check("On Aug. 20 it fell. Gen. Ba left.", &["On Aug. 20 it fell.", "Gen. Ba left."]);
        check("It fell in Aug. The rest held.", &["It fell in Aug.", "The rest held."]);
        check("The U.S. State Department agreed.", &["The U.S. State Department agreed."]);
        check("He left the U.S. The rest stayed.", &["He left the U.S.", "The rest stayed."]);
        check("J. K. Smith of St. Petersburg paid.", &["J. K. Smith of St. Petersburg paid."]);
        check("It cost $10 million. Nobody paid.", &["It cost $10 million.", "Nobody paid."]);
        check("It rose 2.5 percent. It fell.", &["It rose 2.5 percent.", "It fell."]);
        check("“We go.” He left.", &["“We go.”", "He left."]);
        check("„Wir gehen.“ Er ging.", &["„Wir gehen.“", "Er ging."]);
        check("»Wir gehen.« Er ging.", &["»Wir gehen.«", "Er ging."]);
        check("Am 3. April fiel sie. Er ging.", &["Am 3. April fiel sie.", "Er ging."]);
        check("“We go.” he said.", &["“We go.” he said."]);
        check(
            "They left … and came back. So it was.",
            &["They left … and came back.", "So it was."],
        );
        check(
            "At 9 a.m. the town fell, e.g. in part.",
            &["At 9 a.m. the town fell, e.g. in part."],
        );
        check("See No. 5 vs. No. 6. Yes.", &["See No. 5 vs. No. 6.", "Yes."]);
        check("It fell.[12] They left.² So.", &["It fell.[12]", "They left.²", "So."]);
        check("Really? Yes! Good.", &["Really?", "Yes!", "Good."]);
        check("", &[]);
        check("No full stop", &["No full stop"]);
    }
}
