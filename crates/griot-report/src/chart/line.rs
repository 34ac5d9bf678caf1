//! Series over time: a line for the best value, a band from low to high, a gap where nothing is
//! known.

use griot_model::{Estimate, Finding, PartialDate, Point, Series};

use super::{
    figure::{Figure, Width, for_column},
    scale::{Scale, extent, ticks, time_ticks},
    svg::{Anchor, Svg, fitted, text_width},
};
use crate::words;

/// Draws the series of a finding over its dates.
pub(super) fn line(finding: &Finding) -> Figure {
    for_column(|width| draw(finding, width))
}

/// Where values and times lie on a drawing.
pub(super) struct Plot {
    pub(super) x: Scale,
    pub(super) y: Scale,
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) top: f64,
    pub(super) bottom: f64,
}

fn draw(finding: &Finding, width: Width) -> String {
    let many = finding.series.len() > 1;
    let legend =
        if many && width == Width::Narrow { count(finding.series.len()) * 20.0 } else { 0.0 };
    let height = 330.0 + legend;
    let mut svg = Svg::new("finding", width, height, &finding.title, &about(finding));
    let (low, high) = value_range(finding);
    let marks = ticks(low, high, 5);
    let shown: Vec<String> =
        marks.iter().map(|mark| words::value(*mark, &finding.unit)).collect();
    let names =
        finding.series.iter().map(|series| text_width(&series.name)).fold(0.0, f64::max);
    let left = shown.iter().map(|text| text_width(text)).fold(20.0, f64::max) + 10.0;
    let room = if many && width != Width::Narrow { names.min(180.0) + 16.0 } else { 14.0 };
    let (right, top, bottom) = (width.pixels() - room, 34.0 + legend, height - 44.0);
    let times = time_range(finding);
    let (first, last) =
        (marks.first().copied().unwrap_or(0.0), marks.last().copied().unwrap_or(1.0));
    let plot = Plot {
        x: Scale::new(times, (left + 8.0, right - 8.0)),
        y: Scale::new((first, last), (bottom, top)),
        left,
        right,
        top,
        bottom,
    };
    svg.text("axis-name", (0.0, 16.0), Anchor::Start, &capitalised(&finding.unit));
    for (mark, text) in marks.iter().zip(&shown) {
        let y = plot.y.at(*mark);
        svg.line(if *mark == 0.0 { "zero" } else { "grid" }, (left, y), (right, y));
        svg.text("tick", (left - 8.0, y + 4.0), Anchor::End, text);
    }
    axis(&mut svg, &plot, times);
    let marked = finding.series.iter().all(|series| series.points.len() <= 40);
    for (index, series) in finding.series.iter().enumerate().take(banded(finding)) {
        band(&mut svg, &plot, series, index);
    }
    for (index, series) in finding.series.iter().enumerate().rev() {
        stroke(&mut svg, &plot, series, index, marked);
    }
    match (finding.series.as_slice(), width) {
        ([only], _) => peak(&mut svg, &plot, only, &finding.unit),
        (_, Width::Narrow) => legend_rows(&mut svg, finding, width.pixels()),
        _ => end_labels(&mut svg, &plot, finding, room),
    }
    svg.finish()
}

fn axis(svg: &mut Svg, plot: &Plot, (first, last): (f64, f64)) {
    let short = (last - first) * 12.0 < 30.0;
    let apart = if short { 78.0 } else { 52.0 };
    for (at, label) in time_ticks(first, last, plot.right - plot.left, apart) {
        let x = plot.x.at(at);
        svg.line("tick-mark", (x, plot.bottom), (x, plot.bottom + 5.0));
        svg.text("tick", (x, plot.bottom + 20.0), Anchor::Middle, &label);
    }
    let name = if short { "Date" } else { "Year" };
    svg.text("axis-name", (plot.right, plot.bottom + 38.0), Anchor::End, name);
}

pub(super) fn band(svg: &mut Svg, plot: &Plot, series: &Series, index: usize) {
    for run in runs(series) {
        if run.iter().all(|(_, estimate)| estimate.low >= estimate.high) {
            continue;
        }
        let class = format!("band series-{}", index % 6);
        if let [(x, only)] = run.as_slice() {
            let x = plot.x.at(*x);
            svg.line(
                &format!("whisker series-{}", index % 6),
                (x, plot.y.at(only.low)),
                (x, plot.y.at(only.high)),
            );
            continue;
        }
        let up = run.iter().map(|(x, e)| (plot.x.at(*x), plot.y.at(e.high)));
        let down = run.iter().rev().map(|(x, e)| (plot.x.at(*x), plot.y.at(e.low)));
        svg.area(&class, &up.chain(down).collect::<Vec<_>>());
    }
}

/// How many series are drawn with their interval: all, or where these would cover each other, the
/// first.
pub(crate) fn banded(finding: &Finding) -> usize {
    if finding.series.len() > 3 { 1 } else { finding.series.len() }
}

pub(super) fn stroke(svg: &mut Svg, plot: &Plot, series: &Series, index: usize, marked: bool) {
    let class = format!("series-{}", index % 6);
    for run in runs(series) {
        let points: Vec<_> =
            run.iter().map(|(x, e)| (plot.x.at(*x), plot.y.at(e.value))).collect();
        if points.len() > 1 {
            svg.path(&format!("stroke {class}"), &points);
        }
        if marked || points.len() == 1 {
            for point in points {
                svg.marker(&format!("marker {class}"), point, index);
            }
        }
    }
}

/// Names the highest value of a lone series, so that one number can be read off at once.
fn peak(svg: &mut Svg, plot: &Plot, series: &Series, unit: &str) {
    let known = series.points.iter().filter_map(|p| Some((p, p.estimate?)));
    let highest = known.max_by(|a, b| a.1.value.total_cmp(&b.1.value));
    let Some((point, estimate)) = highest else { return };
    let text = format!("{} in {}", words::value(estimate.value, unit), shown_date(&point.at));
    let (x, y) = (plot.x.at(place(point)), plot.y.at(estimate.high.max(estimate.value)));
    let half = text_width(&text) / 2.0;
    let x = x.clamp(plot.left + half, (plot.right - half).max(plot.left + half));
    svg.text("value", (x, (y - 9.0).max(plot.top - 4.0)), Anchor::Middle, &text);
}

fn end_labels(svg: &mut Svg, plot: &Plot, finding: &Finding, room: f64) {
    let mut labels: Vec<(f64, usize, &str)> = finding
        .series
        .iter()
        .enumerate()
        .filter_map(|(index, series)| {
            let last = series.points.iter().rev().find_map(|point| point.estimate)?;
            Some((plot.y.at(last.value) + 4.0, index, series.name.as_str()))
        })
        .collect();
    labels.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let mut lowest = f64::NEG_INFINITY;
    for label in &mut labels {
        label.0 = label.0.max(lowest + 16.0);
        lowest = label.0;
    }
    let overflow = (lowest - plot.bottom - 4.0).max(0.0);
    for (y, index, name) in labels {
        let class = format!("series-name series-{}", index % 6);
        svg.text(
            &class,
            (plot.right + 4.0, y - overflow),
            Anchor::Start,
            &fitted(name, room - 6.0),
        );
    }
}

fn legend_rows(svg: &mut Svg, finding: &Finding, width: f64) {
    for (index, series) in finding.series.iter().enumerate() {
        let y = 36.0 + count(index) * 20.0;
        let class = format!("series-{}", index % 6);
        svg.path(&format!("stroke {class}"), &[(2.0, y - 4.0), (30.0, y - 4.0)]);
        svg.marker(&format!("marker {class}"), (16.0, y - 4.0), index);
        let name = fitted(&series.name, width - 44.0);
        svg.text(&format!("series-name {class}"), (38.0, y), Anchor::Start, &name);
    }
}

/// Points without a gap between them.
fn runs(series: &Series) -> Vec<Vec<(f64, Estimate)>> {
    let mut runs = vec![Vec::new()];
    for point in &series.points {
        match (point.estimate, runs.last_mut()) {
            (Some(estimate), Some(run)) => run.push((place(point), estimate)),
            (None, Some(run)) if !run.is_empty() => runs.push(Vec::new()),
            _ => {}
        }
    }
    runs.retain(|run| !run.is_empty());
    runs
}

/// The horizontal place: a year stands at its beginning, as its tick does.
fn place(point: &Point) -> f64 {
    point.at.parse().map_or(0.0, |date: PartialDate| extent(date).0)
}

pub(super) fn time_range(finding: &Finding) -> (f64, f64) {
    let places = finding.series.iter().flat_map(|series| &series.points).map(place);
    let (first, last) =
        places.fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), x| (a.min(x), b.max(x)));
    (first, last)
}

/// From zero where nothing is negative, since a cut axis exaggerates.
pub(super) fn value_range(finding: &Finding) -> (f64, f64) {
    let known =
        finding.series.iter().flat_map(|series| &series.points).filter_map(|p| p.estimate);
    let (low, high) = known.fold((0.0_f64, 0.0_f64), |(low, high), e| {
        (low.min(e.low.min(e.value)), high.max(e.high.max(e.value)))
    });
    if words::is_share(&finding.unit) && high > 0.6 {
        return (low, 1.0);
    }
    (low, if high > low { high } else { low + 1.0 })
}

fn about(finding: &Finding) -> String {
    let mut about = vec![format!("{} over time.", capitalised(&finding.unit))];
    for series in &finding.series {
        let known: Vec<_> = series.points.iter().filter(|p| p.estimate.is_some()).collect();
        if let (Some(first), Some(last)) = (known.first(), known.last()) {
            let value = |point: &Point| {
                point.estimate.map_or(String::new(), |e| words::value(e.value, &finding.unit))
            };
            about.push(format!(
                "{}: {} in {}, {} in {}.",
                series.name,
                value(first),
                shown_date(&first.at),
                value(last),
                shown_date(&last.at)
            ));
        }
    }
    about.push("The table below has every value.".to_owned());
    about.join(" ")
}

fn shown_date(at: &str) -> String {
    at.parse().map_or_else(|_| at.to_owned(), words::date)
}

/// The text with a capital first letter.
pub(super) fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A small count as a number to multiply with.
pub(super) fn count(n: usize) -> f64 {
    u32::try_from(n).map_or(f64::from(u32::MAX), f64::from)
}
