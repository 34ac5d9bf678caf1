//! What happened when, in one lane for each part of the case.

use griot_model::{Part, PartialDate};

use super::{
    figure::{Figure, Width, for_page},
    line::count,
    scale::{TimeScale, extent},
    svg::{Anchor, Svg},
};
use crate::words;

/// One thing that happened.
#[derive(Debug, Clone)]
pub(crate) struct Moment {
    /// In which lane.
    pub(crate) part: Part,
    /// When, perhaps partial.
    pub(crate) date: PartialDate,
    /// Until when, where it took longer.
    pub(crate) until: Option<PartialDate>,
    /// What, in one line.
    pub(crate) title: String,
    /// Where it is told.
    pub(crate) href: String,
}

/// Height of one level inside a lane.
pub(super) const LEVEL: f64 = 15.0;

/// Draws a dot for a day and a bar for everything longer or less certain. None without moments.
///
/// `study` is the beginning of the study, a year and its fraction, at which the line may be broken.
pub(crate) fn timeline(title: &str, moments: &[Moment], study: Option<f64>) -> Option<Figure> {
    let ends = moments.iter().map(bounds);
    let (first, last) =
        ends.fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), (x, y)| (a.min(x), b.max(y)));
    if moments.is_empty() {
        return None;
    }
    Some(for_page(|width| {
        let x = TimeScale::new((first, last), study, (4.0, width.pixels() - 4.0));
        draw(title, moments, &x, width)
    }))
}

/// The moments of one part.
pub(super) struct Lane<'a> {
    pub(super) part: Part,
    /// Moments with the level on which they stand.
    pub(super) placed: Vec<(&'a Moment, usize)>,
    pub(super) levels: usize,
}

fn draw(title: &str, moments: &[Moment], x: &TimeScale, width: Width) -> String {
    let (left, right) = (4.0, width.pixels() - 4.0);
    let lanes: Vec<Lane<'_>> = [Part::Method, Part::Gain, Part::Cost]
        .into_iter()
        .map(|part| lane(part, moments, x))
        .filter(|lane| !lane.placed.is_empty())
        .collect();
    let tall = |lane: &Lane<'_>| 34.0 + LEVEL * count(lane.levels);
    let height = lanes.iter().map(tall).sum::<f64>() + 30.0;
    let about = format!(
        "{} dated events in {} parts; the list on this page has all of them.",
        moments.len(),
        lanes.len()
    );
    let mut svg = Svg::new("timeline", width, height, title, &about);
    let bottom = height - 26.0;
    x.draw(&mut svg, (0.0, bottom), height - 8.0);
    svg.line("zero", (left, bottom), (right, bottom));
    let mut top = 0.0;
    for lane in &lanes {
        svg.text("lane", (left, top + 16.0), Anchor::Start, words::part(lane.part));
        for (moment, level) in &lane.placed {
            mark(&mut svg, x, moment, top + 30.0 + LEVEL * count(*level));
        }
        top += tall(lane);
        if top + 1.0 < bottom {
            svg.line("lane-edge", (left, top - 2.0), (right, top - 2.0));
        }
    }
    svg.finish()
}

pub(super) fn mark(svg: &mut Svg, x: &TimeScale, moment: &Moment, y: f64) {
    let name = format!(
        "{}: {}",
        words::span(Some(moment.date), moment.until.or(Some(moment.date))),
        moment.title
    );
    let (from, to) = bounds(moment);
    let (begin, end) = (x.at(from), x.at(to));
    let sure = matches!(moment.date, PartialDate::Day(_)) || moment.until.is_some();
    let class = if sure { "moment" } else { "moment unsure" };
    let instant = matches!((moment.date, moment.until), (PartialDate::Day(_), None));
    svg.linked(&moment.href, &name, |svg| {
        if instant {
            svg.marker(class, (begin, y), 0);
        } else if end - begin < 7.0 {
            svg.marker(class, (begin.midpoint(end), y), 0);
        } else {
            svg.rect(class, (begin, y - 3.0), end - begin, 6.0);
        }
    });
}

pub(super) fn lane<'a>(part: Part, moments: &'a [Moment], x: &TimeScale) -> Lane<'a> {
    let mut ends: Vec<f64> = Vec::new();
    let mut placed = Vec::new();
    let mut own: Vec<&Moment> = moments.iter().filter(|moment| moment.part == part).collect();
    own.sort_by_key(|moment| moment.date);
    for moment in own {
        let (from, to) = bounds(moment);
        let (from, to) = (x.at(from) - 5.0, x.at(to).max(x.at(from)) + 5.0);
        let level = ends.iter().position(|end| *end <= from).unwrap_or(ends.len());
        match ends.get_mut(level) {
            Some(end) => *end = to,
            None => ends.push(to),
        }
        placed.push((moment, level));
    }
    Lane { part, placed, levels: ends.len() }
}

fn bounds(moment: &Moment) -> (f64, f64) {
    let (from, to) = extent(moment.date);
    (from, moment.until.map_or(to, |until| extent(until).1))
}
