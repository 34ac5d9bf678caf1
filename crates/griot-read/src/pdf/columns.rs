//! In which order are the segments of a page read?
//!
//! A page is cut into bands from top to bottom. Where the same gutter runs through several bands, and there is prose on both
//! sides, what is left of it is read before what is right of it. Tables have no prose in their cells and are read by row.

use super::lines::{Line, Segment, line};

/// Narrowest gutter between columns, in heights of the font.
const GUTTER: f32 = 0.9;
/// Lines that each side of a gutter has at least.
const LINES: usize = 3;
/// Width of lines of prose, in heights of the font.
const PROSE: f32 = 9.0;
/// Columns within columns.
const DEEPEST: usize = 6;
/// Segments of a page of which the order is looked for; others are read from top to bottom.
const MOST: usize = 2_000;

/// Lines in reading order.
pub(super) fn ordered(segments: &[Segment]) -> Vec<Line> {
    let mut all: Vec<&Segment> = segments.iter().collect();
    all.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.x0.total_cmp(&b.x0)));
    let mut found = Vec::new();
    if all.len() > MOST {
        rows(&all, &mut found);
    } else {
        part(&all, 0, &mut found);
    }
    found.into_iter().map(|row| line(&row)).filter(|it| !it.text.trim().is_empty()).collect()
}

type RowOf<'s> = Vec<&'s Segment>;

fn part<'s>(segments: &[&'s Segment], depth: usize, out: &mut Vec<RowOf<'s>>) {
    let bands = bands(segments);
    let edges = (
        segments.iter().map(|it| it.x0).fold(f32::MAX, f32::min),
        segments.iter().map(|it| it.x1).fold(f32::MIN, f32::max),
    );
    let mut at = 0;
    while at < bands.len() {
        let cut = if depth < DEEPEST { widest_run(&bands, at, edges) } else { None };
        if let Some((end, gutter)) = cut {
            let inside: Vec<&Segment> =
                bands.iter().take(end).skip(at).flatten().copied().collect();
            let (left, right): (Vec<&Segment>, Vec<&Segment>) =
                inside.iter().partition(|it| f32::midpoint(it.x0, it.x1) < gutter);
            let first_right = is_right_to_left(&inside);
            let (first, second) = if first_right { (right, left) } else { (left, right) };
            part(&first, depth + 1, out);
            part(&second, depth + 1, out);
            at = end;
        } else {
            if let Some(band) = bands.get(at) {
                rows(band, out);
            }
            at += 1;
        }
    }
}

fn is_right_to_left(segments: &[&Segment]) -> bool {
    let letters =
        segments.iter().flat_map(|it| it.signs.iter()).flat_map(|it| it.sign.text.chars());
    let (mut right, mut left) = (0_usize, 0_usize);
    for letter in letters.filter(|it| it.is_alphabetic()) {
        if matches!(letter, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fefc}') {
            right += 1;
        } else {
            left += 1;
        }
    }
    right > left
}

/// Segments that overlap from top to bottom, band by band.
fn bands<'s>(segments: &[&'s Segment]) -> Vec<Vec<&'s Segment>> {
    let mut sorted = segments.to_vec();
    sorted.sort_by(|a, b| a.band().0.total_cmp(&b.band().0));
    let mut found: Vec<Vec<&Segment>> = Vec::new();
    let mut bottom = f32::MIN;
    for segment in sorted {
        let (top, under) = segment.band();
        match found.last_mut() {
            Some(last) if top < bottom - 0.15 * segment.size => last.push(segment),
            _ => found.push(vec![segment]),
        }
        bottom = bottom.max(under);
    }
    found
}

/// The longest run of bands from one on through which a gutter runs, and where the gutter is. The bands lie between two edges.
fn widest_run(bands: &[Vec<&Segment>], from: usize, edges: (f32, f32)) -> Option<(usize, f32)> {
    let mut free = vec![edges];
    let mut best = None;
    let mut inside: Vec<&Segment> = Vec::new();
    for (at, band) in bands.iter().enumerate().skip(from) {
        for segment in band {
            let least = GUTTER * segment.size.clamp(4.0, 40.0);
            free = without(&free, segment.x0, segment.x1, least);
        }
        if free.is_empty() {
            break;
        }
        inside.extend(band);
        let middles = free.iter().map(|(start, end)| f32::midpoint(*start, *end));
        if let Some(gutter) = middles.into_iter().find(|gutter| divides(&inside, *gutter)) {
            best = Some((at + 1, gutter));
        }
    }
    best
}

/// Whether there is prose on both sides of a gutter.
fn divides(segments: &[&Segment], gutter: f32) -> bool {
    let side = |is_left: bool| {
        let mine =
            segments.iter().filter(|it| (f32::midpoint(it.x0, it.x1) < gutter) == is_left);
        let (mut lines, mut wide) = (0, 0);
        for segment in mine {
            lines += 1;
            wide += usize::from(segment.x1 - segment.x0 > PROSE * segment.size);
        }
        (lines, wide)
    };
    let ((left, wide_left), (right, wide_right)) = (side(true), side(false));
    left >= LINES && right >= LINES && wide_left * 2 >= left && wide_right * 2 >= right
}

/// What remains of free stretches after this one is taken, as far as it is wide enough.
fn without(free: &[(f32, f32)], x0: f32, x1: f32, least: f32) -> Vec<(f32, f32)> {
    let mut left = Vec::with_capacity(free.len() + 1);
    for &(start, end) in free {
        if x1 <= start || end <= x0 {
            left.push((start, end));
            continue;
        }
        left.extend(Some((start, x0)).filter(|it| it.1 - it.0 >= least));
        left.extend(Some((x1, end)).filter(|it| it.1 - it.0 >= least));
    }
    left
}

/// Segments of a band, those on one baseline together.
fn rows<'s>(band: &[&'s Segment], out: &mut Vec<RowOf<'s>>) {
    let mut sorted = band.to_vec();
    sorted.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.x0.total_cmp(&b.x0)));
    let mut row: RowOf<'s> = Vec::new();
    for segment in sorted {
        let same = row
            .last()
            .is_none_or(|last| (segment.y - last.y).abs() < 0.35 * segment.size.min(last.size));
        if !same {
            out.push(std::mem::take(&mut row));
        }
        row.push(segment);
    }
    if !row.is_empty() {
        out.push(row);
    }
}
