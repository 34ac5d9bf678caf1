//! The same axis for each series in a small drawing of its own, every one with its interval: where
//! bands in one drawing would cover each other.

use griot_model::{Finding, PartialDate};

use super::{
    figure::{Figure, Width, for_column},
    line::{band, count, stroke, time_range, value_range},
    scale::{Scale, ticks},
    svg::{Anchor, Svg, fitted},
};
use crate::words;

/// Draws each series of a finding over time. None where one drawing shows every interval already.
pub(crate) fn panels(finding: &Finding) -> Option<Figure> {
    let points = || finding.series.iter().flat_map(|series| &series.points);
    let dated = points().all(|point| point.at.parse::<PartialDate>().is_ok());
    let known = points().any(|point| point.estimate.is_some());
    let repeats = finding.series.iter().any(|series| series.points.len() > 1);
    (dated && known && repeats && super::banded(finding) < finding.series.len())
        .then(|| for_column(|width| draw(finding, width)))
}

const HEIGHT: f64 = 132.0;

fn draw(finding: &Finding, width: Width) -> String {
    let across = if width == Width::Narrow { 1 } else { 3 };
    let gap = 18.0;
    let room = (width.pixels() - gap * count(across - 1)) / count(across);
    let down = finding.series.len().div_ceil(across);
    let height = HEIGHT * count(down);
    let about =
        "One drawing for each line above, with its interval; the table below has every value.";
    let mut svg = Svg::new("panels", width, height, &finding.title, about);
    let (low, high) = value_range(finding);
    let marks = ticks(low, high, 3);
    let ends = (marks.first().copied().unwrap_or(0.0), marks.last().copied().unwrap_or(1.0));
    let times = time_range(finding);
    for (index, series) in finding.series.iter().enumerate() {
        let left = count(index % across) * (room + gap);
        let top = HEIGHT * count(index / across);
        let (from, to) = (left + 30.0, left + room - 4.0);
        let plot = super::line::Plot {
            x: Scale::new(times, (from + 4.0, to - 4.0)),
            y: Scale::new(ends, (top + HEIGHT - 30.0, top + 24.0)),
            left: from,
            right: to,
            top: top + 24.0,
            bottom: top + HEIGHT - 30.0,
        };
        let class = format!("series-name series-{}", index % 6);
        svg.text(&class, (left, top + 13.0), Anchor::Start, &fitted(&series.name, room));
        for mark in &marks {
            let y = plot.y.at(*mark);
            svg.line(if *mark == 0.0 { "zero" } else { "grid" }, (from, y), (to, y));
            let text = words::value(*mark, &finding.unit);
            svg.text("tick", (from - 4.0, y + 4.0), Anchor::End, &text);
        }
        for (at, anchor) in [(times.0, Anchor::Start), (times.1, Anchor::End)] {
            let text = format!("{:.0}", at.floor());
            svg.text("tick", (plot.x.at(at), plot.bottom + 16.0), anchor, &text);
        }
        band(&mut svg, &plot, series, index);
        stroke(&mut svg, &plot, series, index, false);
    }
    svg.finish()
}
