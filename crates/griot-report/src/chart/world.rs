//! A map of the world with a class for each country.

use std::collections::BTreeMap;

use crate::answers::{Detail, Shape};

use super::{
    figure::{Figure, Width, for_page},
    ground::{Frame, equal_earth, path, rings},
    svg::{Anchor, Svg, text_width},
};

/// What a map of the world shows.
#[derive(Debug, Clone, Copy)]
pub(crate) struct WorldMap<'a> {
    /// Begins the ids of the drawing; unique on the page, letters and hyphens.
    pub(crate) id: &'a str,
    /// What the map shows, as a sentence.
    pub(crate) title: &'a str,
    /// The same for those who do not see it.
    pub(crate) about: &'a str,
    /// Names of the classes, at most six; each has a colour and a pattern of its own.
    pub(crate) classes: &'a [&'a str],
    /// Class of each country by ISO 3166 alpha-3; a country that is not here has none.
    pub(crate) class_of: &'a BTreeMap<String, usize>,
    /// What is meant by a country without a class, in the legend.
    pub(crate) without: &'a str,
}

/// Draws the map. None without outlines or without any country that has a class.
pub(crate) fn world(shapes: &[Shape], map: &WorldMap<'_>) -> Option<Figure> {
    let world: Vec<&Shape> =
        shapes.iter().filter(|shape| shape.detail == Detail::World).collect();
    if world.is_empty() || map.class_of.is_empty() {
        return None;
    }
    Some(for_page(|width| draw(&world, map, width)))
}

fn draw(shapes: &[&Shape], map: &WorldMap<'_>, width: Width) -> String {
    let pixels = width.pixels();
    // Without the Antarctic.
    let (top, _, bottom) = (equal_earth((0.0, 84.0)).1, 0.0, equal_earth((0.0, -57.0)).1);
    let scale = pixels / (2.0 * equal_earth((180.0, 0.0)).0);
    let height = ((top - bottom) * scale).ceil();
    let legend = legend_rows(map, pixels);
    let frame = Frame { left: 0.0, top: 0.0, right: pixels, bottom: height };
    let at = |degrees| {
        let (x, y) = equal_earth(degrees);
        (pixels / 2.0 + x * scale, (top - y) * scale)
    };
    let mut svg = Svg::new(
        map.id,
        width,
        height + 12.0 + 24.0 * super::line::count(legend.len()),
        map.title,
        map.about,
    );
    let patterns = svg.patterns(map.id, width, map.classes.len());
    for shape in shapes {
        let class = shape.iso3.as_ref().and_then(|iso3| map.class_of.get(iso3)).copied();
        let class = class.filter(|class| *class < map.classes.len());
        let named = class.and_then(|class| map.classes.get(class)).unwrap_or(&map.without);
        let words = format!("{}: {named}", shape.name);
        let rings = rings(shape, at, frame);
        let fill = class.map(|class| format!("{patterns}{class}"));
        let css = class.map_or("land".to_owned(), |class| format!("land area-{class}"));
        svg.outline(&css, &path(&rings), fill.as_deref(), &words);
        // A country too small to be seen gets a dot of its class.
        if let (Some(class), Some(dot)) = (class, speck(&rings)) {
            svg.circle(&format!("speck series-{class}"), dot, 2.6, &words);
        }
    }
    let mut y = height + 26.0;
    for row in legend {
        for (x, class, name) in row {
            let fill = class.map(|class| format!("{patterns}{class}"));
            let css = class.map_or("land".to_owned(), |class| format!("land area-{class}"));
            let (x2, y1) = (x + 18.0, y - 12.0);
            let d = format!("M{x:.0} {y1:.0}H{x2:.0}V{:.0}H{x:.0}z", y + 2.0);
            svg.outline(&css, &d, fill.as_deref(), "");
            svg.text("tick", (x + 24.0, y), Anchor::Start, name);
        }
        y += 24.0;
    }
    svg.finish()
}

/// Where the legend's names stand, line by line.
fn legend_rows<'a>(map: &WorldMap<'a>, pixels: f64) -> Vec<Vec<(f64, Option<usize>, &'a str)>> {
    let classes = map.classes.iter().enumerate().map(|(class, name)| (Some(class), *name));
    let mut rows: Vec<Vec<(f64, Option<usize>, &'a str)>> = vec![Vec::new()];
    let mut x = 2.0;
    for (class, name) in classes.chain([(None, map.without)]) {
        let wide = 24.0 + text_width(name) + 22.0;
        if x > 2.0 && x + wide > pixels {
            rows.push(Vec::new());
            x = 2.0;
        }
        if let Some(row) = rows.last_mut() {
            row.push((x, class, name));
        }
        x += wide;
    }
    rows
}

/// The middle of an outline that is less than three pixels wide and high.
fn speck(rings: &[Vec<(f64, f64)>]) -> Option<(f64, f64)> {
    let mut points = rings.iter().flatten();
    let &first = points.next()?;
    let reach = points.fold((first, first), |((a, b), (c, d)), &(x, y)| {
        ((a.min(x), b.min(y)), (c.max(x), d.max(y)))
    });
    let ((left, top), (right, bottom)) = reach;
    // Islands strewn over an ocean are wide and yet not seen.
    let seen: f64 = rings
        .iter()
        .map(|ring| {
            let next = ring.iter().cycle().skip(1);
            ring.iter().zip(next).map(|(p, q)| p.0 * q.1 - q.0 * p.1).sum::<f64>().abs() / 2.0
        })
        .sum();
    let small = (right - left).max(bottom - top) < 3.0 || seen < 4.0;
    small.then_some(if right - left > 200.0 {
        first
    } else {
        (left.midpoint(right), top.midpoint(bottom))
    })
}

#[cfg(test)]
mod tests {
    use griot_library::Library;

    use super::*;

    #[test]
    fn every_class_has_its_pattern_and_every_country_its_class() {
        let class_of = BTreeMap::from([
            ("MLI".to_owned(), 0),
            ("RUS".to_owned(), 1),
            ("NRU".to_owned(), 0),
        ]);
        let map = WorldMap {
            id: "votes",
            title: "A title & more",
            about: "What it shows",
            classes: &["against", "in favour"],
            class_of: &class_of,
            without: "not listed",
        };
        let figure = world(Library::embedded().shapes(), &map).expect("there is a map");
        for (drawing, side) in
            [(&figure.page, "page"), (&figure.wide, "wide"), (&figure.narrow, "narrow")]
        {
            assert!(drawing.contains(&format!("id=\"votes-{side}-p1\"")));
            assert!(drawing.contains(&format!("fill=\"url(#votes-{side}-p0)\"")));
            assert!(drawing.contains("<title>Mali: against</title>"));
            assert!(drawing.contains("<title>Somaliland: not listed</title>"));
            assert!(drawing.contains("A title &amp; more"), "text is escaped");
            assert!(drawing.contains("class=\"speck series-0\""), "Nauru is seen");
            assert!(drawing.len() < 200_000, "{}", drawing.len());
        }
    }
}
