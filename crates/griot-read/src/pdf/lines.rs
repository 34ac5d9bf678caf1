//! Signs into lines: what stands on one baseline, with what is raised or lowered beside it.

use super::{
    bidi::{Unit, reading_order},
    glyphs::Sign,
};

/// A gap that separates words, in heights of the font. The narrowest blank of a justified line is wider, kerning is less.
const WORD_GAP: f32 = 0.16;
/// A gap that separates columns or cells, in heights of the font.
const COLUMN_GAP: f32 = 1.3;

/// Signs that stand together on one baseline.
#[derive(Debug, Clone, Default)]
pub(super) struct Segment {
    pub(super) x0: f32,
    pub(super) x1: f32,
    pub(super) y: f32,
    pub(super) size: f32,
    pub(super) signs: Vec<Placed>,
}

/// A sign of a segment.
#[derive(Debug, Clone)]
pub(super) struct Placed {
    pub(super) sign: Sign,
    /// Smaller than its line and above its baseline.
    pub(super) is_raised: bool,
}

impl Segment {
    /// Upper and lower edge of its letters.
    pub(super) fn band(&self) -> (f32, f32) {
        (self.y - self.size * 0.75, self.y + self.size * 0.22)
    }
}

/// A line as it is read.
#[derive(Debug, Clone, Default)]
pub(super) struct Line {
    pub(super) x0: f32,
    pub(super) x1: f32,
    pub(super) y: f32,
    pub(super) size: f32,
    /// Its words with single blanks between.
    pub(super) text: String,
    /// The signs that it comes from, in the order of the text.
    pub(super) signs: Vec<Sign>,
    /// For each sign its bytes of the text.
    pub(super) spans: Vec<(usize, usize)>,
    /// Stretches of the text that are raised.
    pub(super) raised: Vec<(usize, usize)>,
    /// Marks among them that lead to a note.
    pub(super) marks: Vec<Mark>,
    pub(super) is_right_to_left: bool,
}

/// A mark of a note in a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    /// Its bytes of the text.
    pub(super) start: usize,
    pub(super) end: usize,
    /// Which of the notes that were found.
    pub(super) note: usize,
}

impl Line {
    /// Takes the first bytes away.
    pub(super) fn cut_front(&mut self, length: usize) {
        self.text = self.text.get(length..).unwrap_or_default().to_owned();
        let first = self.spans.partition_point(|(start, _)| *start < length);
        // In a line from right to left signs do not stand in the order of the text.
        if self.spans.iter().take(first).all(|(start, _)| *start < length) {
            self.spans.drain(..first);
            self.signs.drain(..first);
        }
        let moved = |(start, end): (usize, usize)| {
            (start.saturating_sub(length), end.saturating_sub(length))
        };
        self.spans.iter_mut().for_each(|it| *it = moved(*it));
        self.raised = self.raised.iter().copied().map(moved).filter(|it| it.0 < it.1).collect();
    }
}

/// Rows of signs by their baselines.
#[derive(Debug)]
struct Row {
    y: f32,
    size: f32,
    x0: f32,
    x1: f32,
    signs: Vec<Placed>,
}

/// A stretch of signs as they were drawn one after the other.
#[derive(Debug)]
struct Chunk {
    y: f32,
    size: f32,
    signs: Vec<Sign>,
}

fn chunks(signs: Vec<Sign>) -> Vec<Chunk> {
    let mut found: Vec<Chunk> = Vec::new();
    for sign in signs {
        match found.last_mut() {
            Some(last)
                if (last.y - sign.y).abs() < 0.03 * last.size.max(1.0)
                    && (last.size - sign.size).abs() < 0.03 * last.size.max(1.0) =>
            {
                last.signs.push(sign);
            }
            _ => found.push(Chunk { y: sign.y, size: sign.size, signs: vec![sign] }),
        }
    }
    found
}

/// The segments of a page.
pub(super) fn segments(signs: Vec<Sign>) -> Vec<Segment> {
    let mut all = chunks(signs);
    // Large ones first, so that what is raised finds its line. Blanks have no size of their own to speak of.
    all.sort_by(|a, b| b.size.total_cmp(&a.size));
    let mut rows: Vec<Row> = Vec::new();
    let mut by_y: std::collections::BTreeMap<i32, Vec<usize>> =
        std::collections::BTreeMap::new();
    #[expect(clippy::cast_possible_truncation, reason = "a bucket of four points")]
    let bucket = |y: f32| (y / 4.0).floor() as i32;
    for chunk in all {
        let x0 = chunk.signs.iter().map(|it| it.x0).fold(f32::MAX, f32::min);
        let x1 = chunk.signs.iter().map(|it| it.x1).fold(f32::MIN, f32::max);
        let reach = chunk.size.clamp(4.0, 80.0) * 1.5;
        let near = by_y
            .range(bucket(chunk.y - reach)..=bucket(chunk.y + reach))
            .flat_map(|(_, rows)| rows.iter().copied());
        let mut best: Option<(f32, usize, bool)> = None;
        for index in near {
            let Some(row) = rows.get(index) else { continue };
            let above = row.y - chunk.y;
            let same = above.abs() < 0.12 * row.size.max(chunk.size);
            let beside = x0 < row.x1 + row.size && x1 > row.x0 - row.size;
            let is_small = chunk.size < 0.86 * row.size;
            let raised = is_small && beside && above > 0.0 && above < 0.72 * row.size;
            let lowered = is_small && beside && above <= 0.0 && above > -0.4 * row.size;
            let distance = above.abs();
            if (same || raised || lowered) && best.is_none_or(|it| distance < it.0) {
                best = Some((distance, index, raised && above > 0.12 * row.size));
            }
        }
        let (index, is_raised) = if let Some((_, index, is_raised)) = best {
            (index, is_raised)
        } else {
            by_y.entry(bucket(chunk.y)).or_default().push(rows.len());
            let (y, size) = (chunk.y, chunk.size);
            rows.push(Row { y, size, x0, x1, signs: Vec::new() });
            (rows.len() - 1, false)
        };
        if let Some(row) = rows.get_mut(index) {
            (row.x0, row.x1) = (row.x0.min(x0), row.x1.max(x1));
            row.signs.extend(chunk.signs.into_iter().map(|sign| Placed { sign, is_raised }));
        }
    }
    rows.into_iter().flat_map(split).collect()
}

/// Parts of a row that stand far from each other.
fn split(row: Row) -> Vec<Segment> {
    let mut signs = row.signs;
    signs.sort_by(|a, b| a.sign.x0.total_cmp(&b.sign.x0));
    let mut found: Vec<Segment> = Vec::new();
    for placed in signs {
        // Blanks at the ends of lines and between columns are nothing.
        if placed.sign.text.trim().is_empty() {
            if let Some(last) = found.last_mut()
                && placed.sign.x0 < last.x1 + row.size * COLUMN_GAP
            {
                last.signs.push(placed);
            }
            continue;
        }
        match found.last_mut() {
            Some(last) if placed.sign.x0 - last.x1 < COLUMN_GAP * row.size => {
                last.x1 = last.x1.max(placed.sign.x1);
                last.signs.push(placed);
            }
            _ => found.push(Segment {
                x0: placed.sign.x0,
                x1: placed.sign.x1,
                y: row.y,
                size: row.size,
                signs: vec![placed],
            }),
        }
    }
    found
}

/// Segments of one baseline as a line.
pub(super) fn line(segments: &[&Segment]) -> Line {
    let mut line = Line {
        x0: segments.iter().map(|it| it.x0).fold(f32::MAX, f32::min),
        x1: segments.iter().map(|it| it.x1).fold(f32::MIN, f32::max),
        y: segments.iter().map(|it| it.y).fold(f32::MIN, f32::max),
        size: segments.iter().map(|it| it.size).fold(0.0, f32::max),
        ..Line::default()
    };
    let mut signs: Vec<Placed> =
        segments.iter().flat_map(|segment| segment.signs.iter().cloned()).collect();
    signs.sort_by(|a, b| a.sign.x0.total_cmp(&b.sign.x0));
    attach_marks(&mut signs);
    let mut units: Vec<Unit> = Vec::new();
    let mut end: Option<f32> = None;
    for (from, placed) in signs.iter().enumerate() {
        let sign = &placed.sign;
        let gap = end.map(|end| (sign.x0 - end) / sign.size.max(line.size * 0.5).max(0.1));
        let is_blank = sign.text.trim().is_empty();
        let ends_blank = units.last().is_none_or(|unit| unit.text == " ");
        if (is_blank || gap.is_some_and(|gap| gap > WORD_GAP)) && !ends_blank {
            units.push(Unit { text: " ".to_owned(), from: usize::MAX });
        }
        // A blank may be drawn narrower than it is, and wider gaps follow; letters count.
        if !is_blank {
            units.push(Unit { text: sign.text.clone(), from });
        }
        end = Some(end.map_or(sign.x1, |end| if is_blank { end } else { end.max(sign.x1) }));
    }
    while units.last().is_some_and(|unit| unit.text == " ") {
        units.pop();
    }
    let (units, is_right_to_left) = reading_order(units);
    line.is_right_to_left = is_right_to_left;
    for unit in units {
        let start = line.text.len();
        line.text.push_str(&unit.text);
        let Some(placed) = signs.get(unit.from) else { continue };
        line.signs.push(placed.sign.clone());
        line.spans.push((start, line.text.len()));
        if placed.is_raised {
            match line.raised.last_mut() {
                Some(last) if last.1 == start => last.1 = line.text.len(),
                _ => line.raised.push((start, line.text.len())),
            }
        }
    }
    line
}

/// Marks that stand over or under a letter follow it.
fn attach_marks(signs: &mut Vec<Placed>) {
    let is_mark = |text: &str| {
        !text.is_empty()
            && text.chars().all(|it| {
                matches!(it, '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{5b0}'..='\u{5c7}')
            })
    };
    if !signs.iter().any(|it| is_mark(&it.sign.text)) {
        return;
    }
    let (marks, mut letters): (Vec<Placed>, Vec<Placed>) =
        signs.drain(..).partition(|it| is_mark(&it.sign.text));
    for mark in marks {
        let middle = f32::midpoint(mark.sign.x0, mark.sign.x1);
        let after = letters.partition_point(|it| it.sign.x0 <= middle);
        match letters.get_mut(after.saturating_sub(1)) {
            Some(letter) => letter.sign.text.push_str(&mark.sign.text),
            None => letters.push(mark),
        }
    }
    *signs = letters;
}
