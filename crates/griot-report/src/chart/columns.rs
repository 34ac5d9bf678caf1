//! How often something falls into each of several steps: a delay, an hour of the day.

use super::{
    figure::{Figure, Width, for_column},
    line::{capitalised, count},
    scale::{Scale, ticks},
    svg::{Anchor, Svg, text_width},
};
use crate::words;

/// A histogram of one series, or of two side by side.
#[derive(Debug, Clone)]
pub(crate) struct Columns<'a> {
    /// Unique on the page.
    pub(crate) id: &'a str,
    /// What it shows, in a sentence.
    pub(crate) title: String,
    /// Name of the horizontal axis with its unit.
    pub(crate) axis: &'a str,
    /// What is counted.
    pub(crate) unit: &'a str,
    /// One label for each step; every so many are drawn.
    pub(crate) labels: Vec<String>,
    /// Name and counts of each series.
    pub(crate) series: Vec<(String, Vec<u64>)>,
}

/// Draws the columns; none where there is nothing to count.
pub(crate) fn columns(of: &Columns<'_>) -> Option<Figure> {
    let any = of.series.iter().flat_map(|series| &series.1).any(|&n| n > 0);
    any.then(|| for_column(|width| draw(of, width)))
}

fn draw(of: &Columns<'_>, width: Width) -> String {
    let height = 210.0;
    let mut svg = Svg::new(of.id, width, height, &of.title, &about(of));
    let highest = of.series.iter().flat_map(|series| &series.1).copied().max().unwrap_or(0);
    let mut marks = ticks(0.0, float(highest.max(1)), 3);
    marks.retain(|mark| mark.fract() == 0.0);
    let top_value = marks.last().copied().unwrap_or(1.0).max(float(highest));
    let widest = marks.iter().map(|mark| text_width(&words::number(*mark))).fold(0.0, f64::max);
    let (left, right) = (widest + 10.0, width.pixels() - 4.0);
    let (top, bottom) = (26.0, height - 44.0);
    let y = Scale::new((0.0, top_value), (bottom, top));
    for mark in &marks {
        let at = y.at(*mark);
        svg.line(if *mark == 0.0 { "zero" } else { "grid" }, (left, at), (right, at));
        svg.text("tick", (left - 6.0, at + 4.0), Anchor::End, &words::number(*mark));
    }
    svg.text("axis-name", (2.0, 12.0), Anchor::Start, &capitalised(of.unit));
    svg.text("axis-name", (right, height - 6.0), Anchor::End, of.axis);
    let step = (right - left) / count(of.labels.len().max(1));
    let bar = (step * 0.86 / count(of.series.len().max(1))).max(1.0);
    for (index, (_, values)) in of.series.iter().enumerate() {
        let class = format!("bar series-{index}");
        for (place, &value) in values.iter().enumerate().filter(|(_, value)| **value > 0) {
            let x = left + step * count(place) + step * 0.07 + bar * count(index);
            let at = y.at(float(value));
            svg.rect(&class, (x, at), bar - 0.5, bottom - at);
        }
    }
    let mut free_from = f64::NEG_INFINITY;
    for (place, label) in of.labels.iter().enumerate() {
        let (x, half) = (left + step * (count(place) + 0.5), text_width(label) / 2.0);
        if x - half > free_from {
            let x = x.min(right - half);
            svg.text("tick", (x, bottom + 17.0), Anchor::Middle, label);
            free_from = x + half + 12.0;
        }
    }
    svg.finish()
}

fn about(of: &Columns<'_>) -> String {
    let series: Vec<String> = of
        .series
        .iter()
        .map(|(name, values)| {
            let values: Vec<String> = of
                .labels
                .iter()
                .zip(values)
                .filter(|(_, value)| **value > 0)
                .map(|(label, value)| format!("{label}: {value}"))
                .collect();
            format!("{name}, {}", values.join("; "))
        })
        .collect();
    format!("{}. {}.", capitalised(of.unit), series.join(". "))
}

#[expect(clippy::cast_precision_loss, reason = "counts of posts are far below 2^53")]
fn float(count: u64) -> f64 {
    count as f64
}
