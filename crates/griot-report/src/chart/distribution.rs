//! Many values on one line, a dot each, a few of them named: where one stands among all.

use super::{
    figure::{Figure, Width, for_page},
    line::{capitalised, count},
    scale::{Scale, ticks},
    svg::{Anchor, Svg, fitted, text_width},
};
use crate::words;

/// One value.
#[derive(Debug, Clone)]
pub(crate) struct Dot {
    /// Whose it is.
    pub(crate) name: String,
    /// The value.
    pub(crate) value: f64,
    /// Place of its colour among the series where it is named on the drawing.
    pub(crate) named: Option<usize>,
}

/// What is drawn.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Distribution<'a> {
    /// Begins the ids of the drawing; unique on the page.
    pub(crate) id: &'a str,
    /// What was found.
    pub(crate) title: &'a str,
    /// What the values are.
    pub(crate) unit: &'a str,
    /// The values.
    pub(crate) dots: &'a [Dot],
    /// The value in the middle, which gets a line.
    pub(crate) median: Option<f64>,
}

/// Width of a dot with the space around it.
const STEP: f64 = 7.0;

/// Draws the values, equal ones above each other. None without any.
pub(crate) fn distribution(shown: &Distribution<'_>) -> Option<Figure> {
    (!shown.dots.is_empty()).then(|| for_page(|width| draw(shown, width)))
}

fn draw(shown: &Distribution<'_>, width: Width) -> String {
    let (low, high) = shown
        .dots
        .iter()
        .fold((0.0_f64, 0.0_f64), |(low, high), dot| (low.min(dot.value), high.max(dot.value)));
    let marks = ticks(low, high, if width == Width::Narrow { 4 } else { 8 });
    let first = marks.first().copied().unwrap_or(0.0);
    let last = marks.last().copied().unwrap_or(1.0);
    let (left, right) = (8.0, width.pixels() - 8.0);
    let x = Scale::new((first, last), (left + STEP, right - STEP));
    let columns = columns(shown.dots, x);
    let tallest = columns.iter().map(|(_, dots)| dots.len()).max().unwrap_or(1);
    let labels = labels(&columns, (left, right));
    let levels = labels.iter().map(|label| label.level + 1).max().unwrap_or(0);
    let head = 26.0 + 18.0 * count(levels);
    let bottom = head + STEP * count(tallest) + 10.0;
    let about = about(shown);
    let mut svg = Svg::new(shown.id, width, bottom + 46.0, shown.title, &about);
    for mark in &marks {
        let at = x.at(*mark);
        svg.line(if *mark == 0.0 { "zero" } else { "grid" }, (at, head - 8.0), (at, bottom));
        let text = words::value(*mark, shown.unit);
        let half = text_width(&text) / 2.0;
        let at = at.clamp(left + half, right - half);
        svg.text("tick", (at, bottom + 17.0), Anchor::Middle, &text);
    }
    svg.line("zero", (left, bottom), (right, bottom));
    if let Some(median) = shown.median {
        let at = x.at(median);
        svg.line("break", (at, head - 8.0), (at, bottom));
    }
    for (at, dots) in &columns {
        for (level, dot) in dots.iter().enumerate() {
            let y = bottom - STEP / 2.0 - STEP * count(level) - 1.0;
            let class = dot.named.map_or("marker series-2".to_owned(), |series| {
                format!("marker named series-{}", series % 6)
            });
            svg.marker(&class, (*at, y), dot.named.unwrap_or(0));
        }
    }
    for label in &labels {
        let y = 14.0 + 18.0 * count(label.level);
        let top = bottom - STEP * count(label.height) - 2.0;
        svg.line("leader", (label.at, y + 4.0), (label.at, top));
        let class = format!("series-name series-{}", label.series % 6);
        svg.text(&class, (label.from, y), Anchor::Start, &label.text);
    }
    svg.text("axis-name", (right, bottom + 38.0), Anchor::End, &capitalised(shown.unit));
    svg.finish()
}

/// Dots that fall on the same place, with that place: named ones on top, where they are seen.
fn columns(dots: &[Dot], x: Scale) -> Vec<(f64, Vec<&Dot>)> {
    let mut sorted: Vec<&Dot> = dots.iter().collect();
    sorted.sort_by(|a, b| a.value.total_cmp(&b.value).then(a.name.cmp(&b.name)));
    let mut columns: Vec<(f64, Vec<&Dot>)> = Vec::new();
    for dot in sorted {
        let at = (x.at(dot.value) / STEP).round() * STEP;
        match columns.last_mut() {
            Some((last, dots)) if (*last - at).abs() < 0.5 => dots.push(dot),
            _ => columns.push((at, vec![dot])),
        }
    }
    for (_, dots) in &mut columns {
        dots.sort_by_key(|dot| dot.named.is_some());
    }
    columns
}

struct Label {
    text: String,
    series: usize,
    at: f64,
    from: f64,
    level: usize,
    height: usize,
}

/// Names on as few lines as they need not to touch.
fn labels(columns: &[(f64, Vec<&Dot>)], (left, right): (f64, f64)) -> Vec<Label> {
    let mut ends: Vec<f64> = Vec::new();
    let mut labels = Vec::new();
    for (at, dots) in columns {
        let mut height = dots.len();
        for dot in dots.iter().rev() {
            let Some(series) = dot.named else { break };
            let text = fitted(&format!("{} {:+.2}", dot.name, dot.value), right - left);
            let long = text_width(&text);
            let from = (at - long / 2.0).clamp(left, (right - long).max(left));
            let level = ends.iter().position(|end| *end + 12.0 <= from).unwrap_or(ends.len());
            match ends.get_mut(level) {
                Some(end) => *end = from + long,
                None => ends.push(from + long),
            }
            labels.push(Label { text, series, at: *at, from, level, height });
            height -= 1;
        }
    }
    labels
}

fn about(shown: &Distribution<'_>) -> String {
    let named = shown.dots.iter().filter(|dot| dot.named.is_some());
    let named: Vec<String> =
        named.map(|dot| format!("{}: {:+.2}", dot.name, dot.value)).collect();
    let median =
        shown.median.map_or_else(String::new, |it| format!(" The median is {it:+.2}."));
    format!(
        "{} of {} states, a dot each. {}.{median} The table below has every value.",
        capitalised(shown.unit),
        shown.dots.len(),
        named.join("; ")
    )
}
