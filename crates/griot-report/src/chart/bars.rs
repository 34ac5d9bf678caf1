//! Values side by side: one bar each, with its interval as a whisker and its value as a label.

use griot_model::{Estimate, Finding};

use super::{
    figure::{Figure, Width, for_column},
    line::{capitalised, count},
    scale::{Scale, ticks},
    svg::{Anchor, Svg, fitted, text_width},
};
use crate::words;

const ROW: f64 = 30.0;

/// Draws every point of a finding as a bar.
pub(super) fn bars(finding: &Finding) -> Figure {
    for_column(|width| draw(finding, width))
}

struct Bar {
    label: String,
    estimate: Option<Estimate>,
    series: usize,
}

fn draw(finding: &Finding, width: Width) -> String {
    let bars = rows(finding);
    let stacked = width == Width::Narrow;
    let row = if stacked { ROW + 16.0 } else { ROW };
    let height = 56.0 + row * count(bars.len());
    let about = about(finding, &bars);
    let mut svg = Svg::new("finding", width, height, &finding.title, &about);
    let values = bars.iter().filter_map(|bar| bar.estimate);
    let (low, high) = values.fold((0.0_f64, 0.0_f64), |(low, high), e| {
        (low.min(e.low.min(e.value)), high.max(e.high.max(e.value)))
    });
    let marks = ticks(low, if high > low { high } else { low + 1.0 }, 4);
    let (low, high) =
        (marks.first().copied().unwrap_or(0.0), marks.last().copied().unwrap_or(1.0));
    let labels = bars.iter().map(|bar| text_width(&bar.label)).fold(0.0, f64::max);
    let left = if stacked { 2.0 } else { labels.min(240.0) + 12.0 };
    let right = width.pixels() - 70.0;
    let bottom = height - 40.0;
    let x = Scale::new((low, high), (left, right));
    for mark in &marks {
        let at = x.at(*mark);
        svg.line(if *mark == 0.0 { "zero" } else { "grid" }, (at, 6.0), (at, bottom));
        let text = words::value(*mark, &finding.unit);
        svg.text(
            "tick",
            (at.max(text_width(&text) / 2.0), bottom + 16.0),
            Anchor::Middle,
            &text,
        );
    }
    svg.text("axis-name", (right, bottom + 34.0), Anchor::End, &capitalised(&finding.unit));
    for (index, bar) in bars.iter().enumerate() {
        let top = 8.0 + row * count(index);
        let y = if stacked { top + 18.0 } else { top + 4.0 };
        let (at, anchor, room) = if stacked {
            ((left, top + 13.0), Anchor::Start, width.pixels())
        } else {
            ((left - 10.0, top + 19.0), Anchor::End, left - 10.0)
        };
        svg.text("label", at, anchor, &fitted(&bar.label, room));
        let Some(estimate) = bar.estimate else {
            svg.text("tick", (x.at(0.0) + 6.0, y + 15.0), Anchor::Start, "not known");
            continue;
        };
        let (zero, end) = (x.at(0.0), x.at(estimate.value));
        let class = format!("bar series-{}", bar.series % 6);
        svg.rect(&class, (zero.min(end), y), (end - zero).abs(), 20.0);
        let mut edge = end.max(zero);
        if estimate.low < estimate.high {
            let (from, to) = (x.at(estimate.low), x.at(estimate.high));
            svg.line("error", (from, y + 10.0), (to, y + 10.0));
            svg.line("error", (from, y + 5.0), (from, y + 15.0));
            svg.line("error", (to, y + 5.0), (to, y + 15.0));
            edge = edge.max(to);
        }
        let value = words::value(estimate.value, &finding.unit);
        svg.text("value", (edge + 6.0, y + 15.0), Anchor::Start, &value);
    }
    svg.finish()
}

fn rows(finding: &Finding) -> Vec<Bar> {
    let lone = finding.series.len() == 1;
    let single = finding.series.iter().all(|series| series.points.len() == 1);
    let mut rows = Vec::new();
    for (index, series) in finding.series.iter().enumerate() {
        for point in &series.points {
            let label = if single && !lone {
                series.name.clone()
            } else if lone {
                point.at.clone()
            } else {
                format!("{}, {}", point.at, series.name)
            };
            let series = if single { 0 } else { index };
            rows.push(Bar { label, estimate: point.estimate, series });
        }
    }
    rows
}

fn about(finding: &Finding, bars: &[Bar]) -> String {
    let value = |bar: &Bar| match bar.estimate {
        Some(estimate) => {
            format!("{}: {}", bar.label, words::value(estimate.value, &finding.unit))
        }
        None => format!("{}: not known", bar.label),
    };
    let values: Vec<String> = bars.iter().take(12).map(value).collect();
    format!(
        "{}. {}. The table below has every value.",
        capitalised(&finding.unit),
        values.join("; ")
    )
}
