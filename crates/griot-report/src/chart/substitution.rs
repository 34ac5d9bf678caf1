//! Who was there, what was given, what happened and how the votes moved, on one axis of time.
//!
//! Nothing on it says that one thing led to another; it shows what stood beside what.

use griot_model::{Estimate, Part, PartialDate, Series};

use super::{
    figure::{Figure, Width, for_page},
    line::{Plot, band, count, stroke},
    scale::{Scale, TimeScale, extent, ticks},
    spans::{SpanRow, bar},
    svg::{Anchor, Svg, fitted},
    timeline::{LEVEL, Lane, Moment, lane, mark},
};
use crate::words;

/// What is drawn.
#[derive(Debug, Clone)]
pub(crate) struct Substitution<'a> {
    /// Begins the ids of the drawing; unique on the page.
    pub(crate) id: &'a str,
    /// What the drawing shows.
    pub(crate) title: &'a str,
    /// First and last day that are drawn, as years and their fractions.
    pub(crate) range: (f64, f64),
    /// Agreement over time, where it is known, and its unit.
    pub(crate) votes: Option<(&'a Series, &'a str)>,
    /// Presences and offices, then what was given: groups of bars with a heading each.
    pub(crate) groups: Vec<(&'a str, Vec<Bar>)>,
    /// What happened.
    pub(crate) moments: Vec<Moment>,
}

/// A bar, cut where the drawing ends, and in words when it begins and ends.
#[derive(Debug, Clone)]
pub(crate) struct Bar {
    row: SpanRow,
    when: String,
}

impl Bar {
    /// The part of a span that lies inside the range drawn; none where nothing of it does.
    pub(crate) fn inside(row: SpanRow, range: (f64, f64)) -> Option<Self> {
        let starts_after = row.from.is_some_and(|from| extent(from).0 > range.1);
        let ended_before = row.to.is_some_and(|to| extent(to).1 < range.0);
        if starts_after || ended_before {
            return None;
        }
        let when = words::span(row.from, row.to);
        let from = row.from.filter(|from| extent(*from).0 >= range.0);
        let to = row.to.filter(|to| extent(*to).1 <= range.1);
        Some(Self { row: SpanRow { from, to, ..row }, when })
    }
}

const VOTES: f64 = 150.0;

/// Draws all of it; none where there is nothing.
pub(crate) fn substitution(shown: &Substitution<'_>) -> Option<Figure> {
    let nothing = shown.moments.is_empty()
        && shown.groups.iter().all(|(_, rows)| rows.is_empty())
        && shown.votes.is_none();
    (!nothing).then(|| for_page(|width| draw(shown, width)))
}

fn draw(shown: &Substitution<'_>, width: Width) -> String {
    let stacked = width == Width::Narrow;
    let row = if stacked { 38.0 } else { 22.0 };
    let left = match width {
        Width::Page => 320.0,
        Width::Wide => 236.0,
        Width::Narrow => 34.0,
    };
    let right = width.pixels() - 6.0;
    let x = TimeScale::new(shown.range, None, (left, right));
    let lanes: Vec<Lane<'_>> = [Part::Method, Part::Gain, Part::Cost]
        .into_iter()
        .map(|part| lane(part, &shown.moments, &x))
        .filter(|lane| !lane.placed.is_empty())
        .collect();
    let lane_height =
        |lane: &Lane<'_>| LEVEL * count(lane.levels) + if stacked { 34.0 } else { 14.0 };
    let groups: Vec<&(&str, Vec<Bar>)> =
        shown.groups.iter().filter(|(_, rows)| !rows.is_empty()).collect();
    let of_groups: f64 = groups.iter().map(|(_, rows)| 26.0 + row * count(rows.len())).sum();
    let of_votes = if shown.votes.is_some() { VOTES + 26.0 } else { 0.0 };
    let of_lanes: f64 = lanes.iter().map(lane_height).sum::<f64>() + 26.0;
    let height = 26.0 + of_votes + of_groups + of_lanes + 26.0;
    let mut svg = Svg::new(shown.id, width, height, shown.title, &about(shown));
    x.draw(&mut svg, (20.0, height - 22.0), height - 6.0);
    let mut top = 8.0;
    if let Some((series, unit)) = shown.votes {
        svg.text("lane", (0.0, top + 10.0), Anchor::Start, "Votes");
        votes(&mut svg, series, unit, &x, (left, right), top + 18.0);
        top += of_votes;
    }
    for (name, rows) in groups {
        svg.text("lane", (0.0, top + 10.0), Anchor::Start, name);
        top += 18.0;
        for one in rows {
            span(&mut svg, one, &x, (left, right), (top, stacked));
            top += row;
        }
        top += 8.0;
    }
    svg.text("lane", (0.0, top + 10.0), Anchor::Start, "Events");
    top += 18.0;
    for lane in &lanes {
        let name = words::part(lane.part);
        let mut from = top + 8.0;
        if stacked {
            svg.text("label", (2.0, top + 13.0), Anchor::Start, name);
            from += 18.0;
        } else {
            svg.text("label", (left - 12.0, top + 12.0), Anchor::End, name);
        }
        for (moment, level) in &lane.placed {
            mark(&mut svg, &x, moment, from + LEVEL * count(*level));
        }
        top += lane_height(lane);
    }
    svg.finish()
}

/// The line of agreement with its band; a year stands in its middle, as bars of a year do.
fn votes(
    svg: &mut Svg,
    series: &Series,
    unit: &str,
    x: &TimeScale,
    (left, right): (f64, f64),
    top: f64,
) {
    let known = series.points.iter().filter_map(|point| point.estimate);
    let (low, high) =
        known.fold((0.0_f64, 0.0_f64), |(low, high), Estimate { value, low: l, high: h }| {
            (low.min(l.min(value)), high.max(h.max(value)))
        });
    let marks = ticks(low, high, 3);
    let ends = (marks.first().copied().unwrap_or(0.0), marks.last().copied().unwrap_or(1.0));
    let plot = Plot {
        x: x.main(),
        y: Scale::new(ends, (top + VOTES - 10.0, top)),
        left,
        right,
        top,
        bottom: top + VOTES - 10.0,
    };
    for at in &marks {
        let y = plot.y.at(*at);
        svg.line(if *at == 0.0 { "zero" } else { "grid" }, (left, y), (right, y));
        svg.text("tick", (left - 8.0, y + 4.0), Anchor::End, &words::value(*at, unit));
    }
    let middle = |point: &griot_model::Point| {
        let mut point = point.clone();
        if let Ok(PartialDate::Year(year)) = point.at.parse() {
            point.at = format!("{year:04}-07");
        }
        point
    };
    let series = Series {
        name: series.name.clone(),
        points: series.points.iter().map(middle).collect(),
    };
    band(svg, &plot, &series, 0);
    stroke(svg, &plot, &series, 0, true);
    if left > 100.0 {
        svg.text("label", (left - 44.0, top + 12.0), Anchor::End, &fitted(unit, left - 60.0));
    }
}

fn span(
    svg: &mut Svg,
    Bar { row: one, when }: &Bar,
    x: &TimeScale,
    (left, right): (f64, f64),
    (top, stacked): (f64, bool),
) {
    let name = format!("{}: {when}", one.label);
    svg.linked(&one.href, &name, |svg| {
        let y = if stacked {
            svg.text(
                "label",
                (2.0, top + 13.0),
                Anchor::Start,
                &fitted(&one.label, right - 4.0),
            );
            top + 18.0
        } else {
            let label = fitted(&one.label, left - 34.0);
            svg.text("label", (left - 12.0, top + 14.0), Anchor::End, &label);
            top + 4.0
        };
        bar(svg, x, (left, right), one, y);
    });
}

fn about(shown: &Substitution<'_>) -> String {
    let mut about = Vec::new();
    if let Some((series, unit)) = shown.votes {
        let known: Vec<String> = series
            .points
            .iter()
            .filter_map(|point| {
                Some(format!("{} {}", point.at, words::value(point.estimate?.value, unit)))
            })
            .collect();
        about.push(format!("{}, {unit}: {}.", series.name, known.join(", ")));
    }
    for (name, rows) in &shown.groups {
        let rows: Vec<String> =
            rows.iter().map(|bar| format!("{}: {}", bar.row.label, bar.when)).collect();
        if !rows.is_empty() {
            about.push(format!("{name}: {}.", rows.join("; ")));
        }
    }
    about.push(format!("{} events; the timeline lists them.", shown.moments.len()));
    about.join(" ")
}
