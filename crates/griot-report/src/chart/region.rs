//! A map of one country and its neighbours, with events drawn as exactly as their place is known.
//!
//! An exact place is a dot whose area grows with the deaths. A place known to some kilometres is a
//! circle of that radius. What is only known to have happened in a division, or in the country, shades the
//! whole of it. Nothing is drawn more exactly than its source has it.

use crate::answers::{Detail, Precision, Shape, Spot};

use super::{
    figure::{Figure, Width, for_page},
    ground::{Frame, Plane, extent, label_place, path, rings},
    line::count,
    svg::{Anchor, Svg, text_width},
};
use crate::words;

/// What a map of a country shows.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RegionMap<'a> {
    /// Begins the ids of the drawing; unique on the page.
    pub(crate) id: &'a str,
    /// What the map shows, as a sentence.
    pub(crate) title: &'a str,
    /// ISO 3166 alpha-3 of the country in the middle.
    pub(crate) host: &'a str,
    /// Where, how exactly, and how many.
    pub(crate) spots: &'a [Spot],
}

/// Draws the map. None where the country has no outline.
pub(crate) fn region(shapes: &[Shape], map: &RegionMap<'_>) -> Option<Figure> {
    let host = |detail: Detail| {
        let of = shapes.iter().filter(move |shape| shape.detail == detail);
        of.filter(|shape| shape.iso3.as_deref() == Some(map.host)).collect::<Vec<_>>()
    };
    let outline = host(Detail::Region);
    let divisions = host(Detail::Division);
    let (low, high) = extent(&outline)?;
    let drawing = Drawing { shapes, map, divisions, low, high };
    Some(for_page(|width| drawing.draw(width)))
}

struct Drawing<'a> {
    shapes: &'a [Shape],
    map: &'a RegionMap<'a>,
    divisions: Vec<&'a Shape>,
    low: (f64, f64),
    high: (f64, f64),
}

impl Drawing<'_> {
    fn draw(&self, width: Width) -> String {
        let pixels = width.pixels();
        let across = (self.high.0 - self.low.0)
            * libm::cos(self.low.1.midpoint(self.high.1).to_radians());
        let ratio = ((self.high.1 - self.low.1) / across.max(0.1)).clamp(0.45, 1.15);
        let height = (pixels * ratio).min(760.0).ceil();
        let margin = pixels * 0.05;
        let frame = Frame { left: 0.0, top: 0.0, right: pixels, bottom: height };
        let inner = Frame {
            left: margin,
            top: margin,
            right: pixels - margin,
            bottom: height - margin,
        };
        let plane = Plane::fitting(self.low, self.high, inner);
        let legend = legend(self.map.spots, plane, pixels);
        let tall = height + legend.iter().map(|row| row.1).sum::<f64>() + 12.0;
        let mut svg = Svg::new(self.map.id, width, tall, self.map.title, &self.about());
        let hatch = svg.hatch(self.map.id, width);
        self.land(&mut svg, plane, frame, width);
        self.areas(&mut svg, plane, frame, &hatch);
        self.circles_and_dots(&mut svg, plane, frame);
        svg.line("lane-edge", (0.0, height), (pixels, height));
        let mut y = height + 10.0;
        for (marks, tall) in legend {
            for mark in marks {
                mark.draw(&mut svg, y + tall / 2.0, &hatch);
            }
            y += tall;
        }
        svg.finish()
    }

    fn about(&self) -> String {
        let kinds = Precision::ALL.map(|precision| {
            let of = self.map.spots.iter().filter(|spot| spot.precision == precision);
            let (events, deaths) = of.fold((0, 0), |(events, deaths), spot| {
                (events + spot.events, deaths + spot.best)
            });
            (precision, events, deaths)
        });
        let said = kinds.iter().filter(|(_, events, _)| *events > 0).map(
            |(precision, events, deaths)| {
                format!(
                    "{}: {}, {}",
                    words::place_precision(*precision),
                    words::plural(*events, "event", "events"),
                    words::plural(*deaths, "death", "deaths")
                )
            },
        );
        format!(
            "{}. The table on this page has every place.",
            said.collect::<Vec<_>>().join("; ")
        )
    }

    fn land(&self, svg: &mut Svg, plane: Plane, frame: Frame, width: Width) {
        let mut labels = Vec::new();
        let countries = self.shapes.iter().filter(|shape| shape.detail == Detail::Region);
        for shape in countries {
            let rings = rings(shape, |degrees| plane.at(degrees), frame);
            if rings.is_empty() {
                continue;
            }
            let is_host = shape.iso3.as_deref() == Some(self.map.host);
            let css = if is_host { "land host" } else { "land" };
            svg.outline(css, &path(&rings), None, "");
            let place = label_place(&rings).filter(|_| !is_host);
            let name = shape.name.clone();
            labels.extend(place.map(|place| (place, name, "land-name")));
        }
        for shape in &self.divisions {
            let rings = rings(shape, |degrees| plane.at(degrees), frame);
            svg.outline("division", &path(&rings), None, "");
            if width == Width::Page {
                let name = shape.name.clone();
                labels.extend(label_place(&rings).map(|place| (place, name, "division-name")));
            }
        }
        for (((x, y), wide), name, css) in labels {
            let half = text_width(&name) / 2.0;
            let fits = frame.holds((x - half, y - 14.0)) && frame.holds((x + half, y + 6.0));
            if fits && half * 2.0 < wide {
                svg.text(css, (x, y), Anchor::Middle, &name);
            }
        }
    }

    /// Divisions and the country, shaded by what is known no better.
    fn areas(&self, svg: &mut Svg, plane: Plane, frame: Frame, hatch: &str) {
        for division in &self.divisions {
            let inside = self.map.spots.iter().filter(|spot| {
                spot.precision == Precision::Division
                    && division.contains((spot.longitude, spot.latitude))
            });
            let (events, best) = inside
                .fold((0, 0), |(events, best), spot| (events + spot.events, best + spot.best));
            if events == 0 {
                continue;
            }
            let rings = rings(division, |degrees| plane.at(degrees), frame);
            let words = format!(
                "somewhere in {}: {}, {}",
                division.name,
                words::plural(best, "death", "deaths"),
                words::plural(events, "event", "events")
            );
            let css = format!("somewhere {}", weight(best));
            svg.outline(&css, &path(&rings), Some(hatch), &words);
        }
        let unplaced: Vec<&Spot> =
            self.map.spots.iter().filter(|spot| spot.precision == Precision::Country).collect();
        if unplaced.is_empty() {
            return;
        }
        let best: u64 = unplaced.iter().map(|spot| spot.best).sum();
        let words =
            format!("somewhere in the country: {}", words::plural(best, "death", "deaths"));
        let host = self.shapes.iter().filter(|shape| {
            shape.detail == Detail::Region && shape.iso3.as_deref() == Some(self.map.host)
        });
        for shape in host {
            let rings = rings(shape, |degrees| plane.at(degrees), frame);
            svg.outline("anywhere", &path(&rings), None, &words);
        }
    }

    fn circles_and_dots(&self, svg: &mut Svg, plane: Plane, frame: Frame) {
        let shaded = |spot: &Spot| {
            self.divisions.iter().any(|it| it.contains((spot.longitude, spot.latitude)))
        };
        let mut spots: Vec<&Spot> = self.map.spots.iter().collect();
        // The deadliest first, so that smaller ones lie on top of them.
        spots.sort_by_key(|spot| std::cmp::Reverse(spot.best));
        let round = |spot: &&&Spot| match spot.precision {
            Precision::Near | Precision::Area => true,
            Precision::Division => !shaded(spot),
            Precision::Exact | Precision::Country | Precision::Unsaid => false,
        };
        for spot in spots.iter().filter(round) {
            let at = plane.at((spot.longitude, spot.latitude));
            if frame.holds(at) {
                let radius = plane.pixels(f64::from(spot.radius_km)).max(4.0);
                svg.circle(&format!("around {}", weight(spot.best)), at, radius, &said(spot));
            }
        }
        let dotted =
            |spot: &&&Spot| matches!(spot.precision, Precision::Exact | Precision::Unsaid);
        for spot in spots.iter().filter(dotted) {
            let at = plane.at((spot.longitude, spot.latitude));
            if frame.holds(at) {
                let exact = spot.precision == Precision::Exact;
                let css = if exact { "spot" } else { "spot unsaid" };
                svg.circle(css, at, radius(spot.best, plane), &said(spot));
            }
        }
    }
}

fn said(spot: &Spot) -> String {
    let place = if spot.place.is_empty() { "unnamed place" } else { &spot.place };
    format!(
        "{place} ({}): {}, {}",
        words::place_precision(spot.precision),
        words::plural(spot.best, "death", "deaths"),
        words::plural(spot.events, "event", "events")
    )
}

/// Radius of a dot whose area grows with the deaths; never so small that it is not seen.
fn radius(deaths: u64, plane: Plane) -> f64 {
    let unit = plane.pixels(2.6).clamp(0.35, 0.9);
    (unit * libm::sqrt(count(usize::try_from(deaths).unwrap_or(usize::MAX)))).max(1.6)
}

/// Shade of an area or a circle, in three steps.
fn weight(deaths: u64) -> &'static str {
    match deaths {
        0..10 => "few",
        10..100 => "some",
        _ => "many",
    }
}

/// A mark of the legend with its place on the line.
struct Mark {
    x: f64,
    shape: MarkShape,
    text: String,
}

enum MarkShape {
    Dot(f64),
    Unsaid(f64),
    Around(f64),
    Somewhere(&'static str),
    Anywhere,
}

impl Mark {
    fn wide(&self) -> f64 {
        let mark = match self.shape {
            MarkShape::Dot(radius) | MarkShape::Unsaid(radius) | MarkShape::Around(radius) => {
                2.0 * radius
            }
            MarkShape::Somewhere(_) | MarkShape::Anywhere => 20.0,
        };
        mark + 8.0
    }

    fn tall(&self) -> f64 {
        match self.shape {
            MarkShape::Dot(radius) | MarkShape::Unsaid(radius) | MarkShape::Around(radius) => {
                (2.0 * radius + 4.0).max(24.0)
            }
            MarkShape::Somewhere(_) | MarkShape::Anywhere => 24.0,
        }
    }

    fn draw(&self, svg: &mut Svg, y: f64, hatch: &str) {
        let x = self.x;
        let square = format!("M{x:.0} {:.0}H{:.0}V{:.0}H{x:.0}z", y - 8.0, x + 20.0, y + 8.0);
        match self.shape {
            MarkShape::Dot(radius) => svg.circle("spot", (x + radius, y), radius, ""),
            MarkShape::Unsaid(radius) => svg.circle("spot unsaid", (x + radius, y), radius, ""),
            MarkShape::Around(radius) => svg.circle("around some", (x + radius, y), radius, ""),
            MarkShape::Somewhere(weight) => {
                svg.outline(&format!("somewhere {weight}"), &square, Some(hatch), "");
            }
            MarkShape::Anywhere => svg.outline("anywhere", &square, None, ""),
        }
        svg.text("tick", (x + self.wide(), y + 4.5), Anchor::Start, &self.text);
    }
}

/// What the marks mean, in lines with their height; only marks that are on the map.
fn legend(spots: &[Spot], plane: Plane, pixels: f64) -> Vec<(Vec<Mark>, f64)> {
    let on_map = |precision: Precision| spots.iter().any(|spot| spot.precision == precision);
    let mut marks = Vec::new();
    let mut mark = |shape: MarkShape, text: &str| {
        marks.push(Mark { x: 0.0, shape, text: text.to_owned() });
    };
    if on_map(Precision::Exact) {
        mark(MarkShape::Dot(radius(10, plane)), "10 deaths at a known place");
        mark(MarkShape::Dot(radius(100, plane)), "100 deaths");
    }
    if on_map(Precision::Unsaid) {
        mark(MarkShape::Unsaid(radius(10, plane)), "precision of the place not stated");
    }
    if on_map(Precision::Near) {
        mark(MarkShape::Around(plane.pixels(25.0)), "somewhere in the circle");
    }
    if on_map(Precision::Division) {
        mark(MarkShape::Somewhere("few"), "somewhere in the division, under 10 deaths");
        mark(MarkShape::Somewhere("some"), "under 100");
        mark(MarkShape::Somewhere("many"), "100 or more");
    }
    if on_map(Precision::Country) {
        mark(MarkShape::Anywhere, "more, somewhere in the country");
    }
    let mut rows: Vec<(Vec<Mark>, f64)> = vec![(Vec::new(), 0.0)];
    let mut x = 2.0;
    for mut mark in marks {
        let wide = mark.wide() + text_width(&mark.text) + 18.0;
        if x > 2.0 && x + wide > pixels {
            rows.push((Vec::new(), 0.0));
            x = 2.0;
        }
        mark.x = x;
        x += wide;
        if let Some((row, tall)) = rows.last_mut() {
            *tall = tall.max(mark.tall());
            row.push(mark);
        }
    }
    rows
}
