//! Do the points of a list lie in the countries that it names?
//!
//! Latitude and longitude exchanged in every row, or a minus lost in half of them, leave points on the globe. The column
//! of the country says where they should be.

use std::collections::BTreeMap;

use griot_library::{Detail, Library, Shape};
use griot_model::Diagnostic;
use griot_table::event::{Event, EventList};

/// Degrees that a point may lie off the outline of its country: outlines are simplified, and people flee over borders.
const NEAR: f64 = 0.5;

/// Kilometres of a degree of latitude.
const DEGREE_KM: f64 = 111.2;

/// Rows that are looked at one by one; of a longer list every so many-th.
const LOOKED_AT: usize = 20_000;

/// The outline of a country, with the degrees that it reaches.
struct Land<'a> {
    rings: Vec<&'a [(f64, f64)]>,
    low: (f64, f64),
    high: (f64, f64),
}

impl<'a> Land<'a> {
    fn of(library: &'a Library, iso3: &str) -> Option<Self> {
        let shapes =
            library.shapes().iter().filter(|shape| shape.iso3.as_deref() == Some(iso3));
        let (fine, coarse): (Vec<&Shape>, Vec<&Shape>) =
            shapes.partition(|shape| shape.detail == Detail::Region);
        let shapes = if fine.is_empty() { coarse } else { fine };
        let rings: Vec<&[(f64, f64)]> = shapes
            .iter()
            .flat_map(|it| it.polygons.iter().flatten())
            .map(Vec::as_slice)
            .collect();
        let (mut low, mut high) = ((f64::MAX, f64::MAX), (f64::MIN, f64::MIN));
        for &(east, north) in rings.iter().copied().flatten() {
            low = (low.0.min(east), low.1.min(north));
            high = (high.0.max(east), high.1.max(north));
        }
        (low.0 <= high.0).then_some(Self { rings, low, high })
    }

    /// Whether a point lies within, or not farther off than so many degrees.
    fn has(&self, (east, north): (f64, f64), margin: f64) -> bool {
        let is_near = (self.low.0 - margin..=self.high.0 + margin).contains(&east)
            && (self.low.1 - margin..=self.high.1 + margin).contains(&north);
        if !is_near {
            return false;
        }
        let mut is_inside = false;
        for ring in &self.rings {
            let ends = ring.iter().zip(ring.iter().cycle().skip(1));
            for (&(ax, ay), &(bx, by)) in ends {
                if (ay > north) != (by > north)
                    && east < (bx - ax) * (north - ay) / (by - ay) + ax
                {
                    is_inside = !is_inside;
                }
                if distance((east, north), (ax, ay), (bx, by)) <= margin {
                    return true;
                }
            }
        }
        is_inside
    }
}

/// Degrees from a point to a line between two others.
fn distance(point: (f64, f64), a: (f64, f64), b: (f64, f64)) -> f64 {
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    let length = dx * dx + dy * dy;
    let along = if length > 0.0 {
        (((point.0 - a.0) * dx + (point.1 - a.1) * dy) / length).clamp(0.0, 1.0)
    } else {
        0.0
    };
    let (x, y) = (a.0 + along * dx - point.0, a.1 + along * dy - point.1);
    (x * x + y * y).sqrt()
}

/// Says how many events of a list lie outside the country that they name, and what would bring them into it.
pub fn whereabouts(file: &str, list: &EventList, library: &Library) -> Option<Diagnostic> {
    if list.aggregated {
        return None;
    }
    let step = list.events.len().div_ceil(LOOKED_AT).max(1);
    let mut lands: BTreeMap<&str, Option<Land<'_>>> = BTreeMap::new();
    let (mut looked_at, mut outside) = (0_usize, Vec::new());
    let (mut exchanged, mut turned) = (0_usize, 0_usize);
    for event in list.events.iter().step_by(step) {
        let land = lands.entry(event.country.as_str()).or_insert_with(|| {
            let country = library.find_country(&event.country)?;
            Land::of(library, &country.iso3)
        });
        let Some(land) = land else { continue };
        looked_at += 1;
        let margin = NEAR + f64::from(event.radius_km) / DEGREE_KM;
        let (east, north) = (event.longitude, event.latitude);
        if land.has((east, north), margin) {
            continue;
        }
        exchanged += usize::from(land.has((north, east), margin));
        turned +=
            usize::from(land.has((-east, north), margin) || land.has((east, -north), margin));
        outside.push(event);
    }
    let first: &Event = outside.first()?;
    let all = outside.len();
    let what_if = if exchanged * 2 > all {
        format!("; with latitude and longitude exchanged {exchanged} of them lie in it")
    } else if turned * 2 > all {
        format!("; with a minus before a degree, or without it, {turned} of them lie in it")
    } else {
        String::new()
    };
    let of = if step > 1 {
        format!("{looked_at} that were looked at")
    } else {
        looked_at.to_string()
    };
    let what = format!(
        "{all} of {of} events lie outside the country that they name, as its borders are now (first {}, {} in {}){what_if}",
        first.latitude, first.longitude, first.country
    );
    Some(Diagnostic::notice(file, what).line(first.line))
}
