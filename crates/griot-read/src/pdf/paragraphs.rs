//! Lines of all pages into blocks, with a place for each line.

use std::collections::BTreeMap;

use griot_model::{Place, Span};
use griot_text::document::{Block, BlockKind};

use super::{Read, lines::Line, notes};
use crate::{About, Comment, Document, Link};

/// A line with where it stands.
#[derive(Debug)]
pub(super) struct Placed {
    pub(super) page: u32,
    /// From 1, in reading order.
    pub(super) number: u32,
    pub(super) line: Line,
    /// Whether it belongs to the frame of the page: a running head, a page number.
    pub(super) is_frame: bool,
    /// The note that it begins, as an index of the notes; or that it goes on.
    pub(super) note: Option<usize>,
}

/// Writes the lines of all pages.
pub(super) fn write(document: &mut Document, pages: Vec<Read>) {
    let mut areas = Vec::new();
    let mut noted = Vec::new();
    let mut lines = Vec::new();
    let mut heights = Vec::new();
    for (index, page) in pages.into_iter().enumerate() {
        let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
        areas.push(page.links);
        noted.push(page.comments);
        heights.push(page.height);
        for (at, line) in page.lines.into_iter().enumerate() {
            let at = u32::try_from(at + 1).unwrap_or(u32::MAX);
            lines.push(Placed { page: number, number: at, line, is_frame: false, note: None });
        }
    }
    frames(&mut lines, &heights);
    let body = usual_size(&lines);
    let found = notes::find(&mut lines, body);
    let mut writer = Writer { document, areas, noted, body, found, marks: BTreeMap::new() };
    let main: Vec<&Placed> =
        lines.iter().filter(|it| !it.is_frame && it.note.is_none()).collect();
    for group in grouped(&main, body) {
        writer.block(&group, None);
    }
    writer.notes(&lines);
    let frame: Vec<&Placed> = lines.iter().filter(|it| it.is_frame).collect();
    for line in frame {
        writer.frame(line);
    }
    writer.comments();
}

/// The size of most letters.
fn usual_size(lines: &[Placed]) -> f32 {
    let mut sizes: BTreeMap<u32, usize> = BTreeMap::new();
    for placed in lines {
        *sizes.entry(tenths(placed.line.size)).or_default() += placed.line.text.len();
    }
    let most = sizes.into_iter().max_by_key(|(_, letters)| *letters);
    #[expect(clippy::cast_precision_loss, reason = "a size of a font")]
    most.map_or(10.0, |(size, _)| size as f32 / 10.0)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a size of a font")]
fn tenths(size: f32) -> u32 {
    (size.clamp(0.0, 1e6) * 10.0).round() as u32
}

/// Marks what stands at the head or foot of many pages alike, and numbers of pages.
fn frames(lines: &mut [Placed], heights: &[f32]) {
    let shape = |text: &str| -> String {
        let mut shape = String::new();
        for letter in text.chars() {
            let letter = if letter.is_numeric() { '#' } else { letter };
            if !(letter == '#' && shape.ends_with('#')) {
                shape.push(letter);
            }
        }
        shape
    };
    let edge = |placed: &Placed| {
        let height = heights.get(placed.page as usize - 1).copied().unwrap_or(800.0);
        placed.line.y < height * 0.1 || placed.line.y > height * 0.9
    };
    let mut seen: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, placed) in lines.iter().enumerate() {
        if edge(placed) && placed.line.text.len() < 200 {
            seen.entry(shape(placed.line.text.trim())).or_default().push(index);
        }
    }
    for (shape, at) in seen {
        let pages: std::collections::BTreeSet<u32> =
            at.iter().filter_map(|it| lines.get(*it)).map(|it| it.page).collect();
        let is_number = shape.trim_matches(['-', '–', '—', ' ', '[', ']', '|']) == "#"
            || matches!(
                shape.to_lowercase().as_str(),
                "page #" | "# / #" | "#/#" | "page # of #" | "# of #" | "page # sur #"
            );
        if pages.len() >= 3 || is_number {
            for index in at {
                if let Some(line) = lines.get_mut(index) {
                    line.is_frame = true;
                }
            }
        }
    }
}

/// Lines that are one paragraph.
fn grouped<'l>(lines: &[&'l Placed], body: f32) -> Vec<Vec<&'l Placed>> {
    let mut found: Vec<Vec<&Placed>> = Vec::new();
    for placed in lines {
        let goes_on = found.last().is_some_and(|group| goes_on(group, placed, body));
        match found.last_mut() {
            Some(group) if goes_on => group.push(placed),
            _ => found.push(vec![placed]),
        }
    }
    found
}

fn goes_on(group: &[&Placed], next: &Placed, body: f32) -> bool {
    let Some(last) = group.last() else { return false };
    let (a, b) = (&last.line, &next.line);
    let size = a.size.max(b.size).max(1.0);
    if (a.size - b.size).abs() > 0.12 * size {
        return false;
    }
    let ends = ends_sentence(&a.text);
    let begins_small = b.text.chars().next().is_some_and(char::is_lowercase);
    if last.page != next.page || b.y < a.y - size {
        // The next column or page.
        return !ends && (begins_small || a.text.ends_with('-') || b.is_right_to_left);
    }
    if is_item(&b.text) {
        return false;
    }
    let leading = b.y - a.y;
    let usual = match group {
        [.., before, last] if last.line.y > before.line.y => last.line.y - before.line.y,
        _ => 1.35 * size,
    };
    if leading > usual.max(1.25 * size) * 1.3 {
        return false;
    }
    let left = group.iter().map(|it| it.line.x0).fold(f32::MAX, f32::min).min(b.x0);
    let right = group.iter().map(|it| it.line.x1).fold(f32::MIN, f32::max).max(b.x1);
    let is_large = size > body * 1.15;
    let short = if a.is_right_to_left { a.x0 - left } else { right - a.x1 };
    let indented = if b.is_right_to_left { right - b.x1 } else { b.x0 - left };
    // A line that leaves room for the next word ends its paragraph.
    let first = b.text.split(' ').next().unwrap_or_default().chars().count();
    #[expect(clippy::cast_precision_loss, reason = "letters of a word")]
    let room = short > size * (0.6 * first as f32 + 1.0);
    if ends && (room || indented > 0.8 * size && group.len() > 1) {
        return false;
    }
    if !is_large
        && room
        && !begins_small
        && group.len() == 1
        && !ends
        && short > 0.35 * (right - left)
    {
        return false;
    }
    true
}

fn ends_sentence(text: &str) -> bool {
    let bare = text.trim_end_matches(['”', '"', '’', '\'', ')', ']', '»', ' ']);
    bare.ends_with(['.', '!', '?', '…', ':', '؟', '۔', '。'])
}

fn is_item(text: &str) -> bool {
    let mut words = text.split(' ');
    let first = words.next().unwrap_or_default();
    let numbered = first.strip_suffix(['.', ')']).is_some_and(|number| {
        !number.is_empty() && number.len() <= 3 && number.bytes().all(|it| it.is_ascii_digit())
    });
    words.next().is_some()
        && (matches!(first, "•" | "◦" | "▪" | "–" | "—" | "-" | "*" | "") || numbered)
}

struct Writer<'d> {
    document: &'d mut Document,
    areas: Vec<Vec<super::extras::Area>>,
    noted: Vec<Vec<super::extras::Noted>>,
    body: f32,
    found: Vec<notes::Found>,
    /// Notes of the document by notes that were found.
    marks: BTreeMap<usize, usize>,
}

impl Writer<'_> {
    fn block(&mut self, group: &[&Placed], note: Option<usize>) -> Option<Span> {
        let span = self.lines(group);
        let first = group.first()?;
        let size = first.line.size;
        let words = span.of(&self.document.prose.text);
        let is_heading = note.is_none()
            && size > self.body * 1.15
            && words.len() < 300
            && !words.trim_end().ends_with('.');
        let kind = if is_heading {
            BlockKind::Heading
        } else if is_item(words) {
            BlockKind::ListItem
        } else {
            BlockKind::Paragraph
        };
        let block = Block::of(span, kind, &self.document.prose.text)?;
        self.document.prose.blocks.push(block);
        self.document.abouts.push(About { note, ..About::default() });
        Some(span)
    }

    fn frame(&mut self, placed: &Placed) {
        let span = self.lines(&[placed]);
        let block = Block::of(span, BlockKind::Paragraph, &self.document.prose.text);
        self.document.other.extend(block);
    }

    /// Adds lines to the text; a word that was divided at the end of a line is one again.
    fn lines(&mut self, group: &[&Placed]) -> Span {
        let text = &mut self.document.prose.text;
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        let start = text.len();
        for (at, placed) in group.iter().enumerate() {
            let mut written = Written::of(&placed.line);
            let next = group.get(at + 1).and_then(|it| it.line.text.chars().next());
            let divided = written.divided() && next.is_some_and(char::is_lowercase);
            if divided {
                written.text.pop();
            }
            let text = &mut self.document.prose.text;
            let begin = text.len();
            let place = Place::Page { page: placed.page, line: placed.number };
            self.document.places.push(begin, place);
            text.push_str(&written.text);
            if at + 1 < group.len() && !divided {
                text.push('\n');
            }
            self.links(placed, begin, &written);
            for mark in &placed.line.marks {
                let at = begin + written.offset(mark.start);
                if let Some(found) = self.found.get(mark.note) {
                    notes::refer(self.document, &mut self.marks, at, mark.note, found);
                }
            }
        }
        Span::new(start, self.document.prose.text.len())
    }

    /// Links and comments that are drawn over the words of a line.
    fn links(&mut self, placed: &Placed, begin: usize, written: &Written) {
        let page = placed.page as usize - 1;
        let end = self.document.prose.text.len();
        let line = &placed.line;
        for area in self.areas.get(page).into_iter().flatten() {
            if let Some(span) = covered(line, area, begin, end, written) {
                self.document.links.push(Link { span, target: area.target.clone() });
            }
        }
        for noted in self.noted.get_mut(page).into_iter().flatten() {
            if let Some(span) = covered(line, &noted.area, begin, end, written) {
                noted.anchor = Some(noted.anchor.map_or(span, |known| known.join(span)));
            }
        }
    }

    fn notes(&mut self, lines: &[Placed]) {
        for (index, note) in self.found.clone().into_iter().enumerate() {
            let own: Vec<&Placed> = lines.iter().filter(|it| it.note == Some(index)).collect();
            let known = self.marks.get(&index).copied();
            let note_index = known.unwrap_or_else(|| {
                self.document.notes.push(note.as_note());
                self.document.notes.len() - 1
            });
            let span = self.block(&own, Some(note_index));
            if let (Some(span), Some(note)) = (span, self.document.notes.get_mut(note_index)) {
                note.span = span;
            }
        }
    }

    /// Comments lie on the words that they are drawn over.
    fn comments(&mut self) {
        let noted = std::mem::take(&mut self.noted);
        for (page, all) in noted.into_iter().enumerate() {
            for (number, noted) in all.into_iter().enumerate() {
                let anchor = noted.anchor.or_else(|| self.first_of_page(page));
                self.document.comments.push(Comment {
                    id: format!("{}-{}", page + 1, number + 1),
                    author: noted.author,
                    date: noted.date,
                    anchor,
                    text: noted.text,
                    answers: None,
                    resolved: false,
                });
            }
        }
    }

    fn first_of_page(&self, index: usize) -> Option<Span> {
        let wanted = u32::try_from(index + 1).unwrap_or(u32::MAX);
        let stretches = self.document.places.stretches();
        let found = stretches.iter().find(|(_, place)| place.page() == Some(wanted));
        found.map(|(at, _)| Span::new(*at, *at))
    }
}

/// The words of a line that an area of its page lies over.
fn covered(
    line: &Line,
    area: &super::extras::Area,
    begin: usize,
    end: usize,
    written: &Written,
) -> Option<Span> {
    if area.y1 < line.y - line.size * 1.5 || area.y0 > line.y + line.size {
        return None;
    }
    let mut found: Option<Span> = None;
    for (sign, (from, to)) in line.signs.iter().zip(&line.spans) {
        let (x, y) = (f32::midpoint(sign.x0, sign.x1), sign.y - sign.size * 0.3);
        if area.x0 <= x && x <= area.x1 && area.y0 <= y && y <= area.y1 {
            let at = Span::new(begin + written.offset(*from), begin + written.offset(*to));
            found = Some(found.map_or(at, |known| known.join(at)));
        }
    }
    let span = found.filter(|it| !it.is_empty())?;
    Some(Span::new(span.start.min(end), span.end.min(end)))
}

/// The text of a line without the marks of its notes, and with raised numbers as what they are.
struct Written {
    text: String,
    /// Bytes of the line and of the text, where they part.
    shifts: Vec<(usize, usize)>,
}

impl Written {
    fn of(line: &Line) -> Self {
        let mut text = String::new();
        let mut shifts = Vec::new();
        let mut at = 0;
        let mut changes: Vec<(usize, usize, bool)> = line
            .marks
            .iter()
            .map(|mark| (mark.start, mark.end, true))
            .chain(line.raised.iter().map(|(start, end)| (*start, *end, false)))
            .collect();
        // Of a raised stretch and a mark at one place the mark comes first and wins.
        changes.sort_unstable_by_key(|(start, end, is_mark)| (*start, !is_mark, *end));
        for (start, end, is_mark) in changes {
            if start < at {
                continue;
            }
            text.push_str(line.text.get(at..start).unwrap_or_default());
            shifts.push((start, text.len()));
            if !is_mark {
                text.extend(line.text.get(start..end).unwrap_or_default().chars().map(raised));
            }
            shifts.push((end, text.len()));
            at = end;
        }
        text.push_str(line.text.get(at..).unwrap_or_default());
        Self { text, shifts }
    }

    fn offset(&self, byte: usize) -> usize {
        let after = self.shifts.partition_point(|(at, _)| *at <= byte);
        let known = after.checked_sub(1).and_then(|at| self.shifts.get(at));
        known.map_or(byte, |(at, to)| to + (byte - at)).min(self.text.len())
    }

    /// Whether the line ends in the middle of a word.
    fn divided(&self) -> bool {
        let mut letters = self.text.chars().rev();
        matches!(letters.next(), Some('-' | '\u{ad}' | '\u{2010}'))
            && letters.next().is_some_and(char::is_alphabetic)
    }
}

/// A raised digit as the sign it is, so that it is not taken for one of the number before it.
fn raised(sign: char) -> char {
    match sign {
        '0' => '⁰',
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        '4' => '⁴',
        '5' => '⁵',
        '6' => '⁶',
        '7' => '⁷',
        '8' => '⁸',
        '9' => '⁹',
        '-' | '−' => '⁻',
        sign => sign,
    }
}
