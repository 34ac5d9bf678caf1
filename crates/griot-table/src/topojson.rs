//! `TopoJSON`: shapes whose neighbours share the lines between them.
//!
//! A border is stored once, as an arc, and used by the shapes on both sides. It is therefore simplified
//! once, before it is put into rings, so that neighbours still fit without a gap.

use std::collections::BTreeMap;

use griot_model::Diagnostic;
use serde_json::Value;

use super::{Reported, TableError, Text, antimeridian};

pub use super::ring::{Point, Ring};

/// A shape as it was published, simplified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape {
    /// Publisher's id, as text; empty where there is none.
    pub id: String,
    /// Property `name`; empty where there is none.
    pub name: String,
    /// Polygons: the outer ring first, then its holes. None reaches over the 180th meridian; one that did is cut.
    pub polygons: Vec<Vec<Ring>>,
    /// Place in the object's list, from 1.
    pub row: u64,
}

/// How far a shape may be from what was published.
#[derive(Debug, Clone, Copy)]
pub struct Simplified {
    /// Farthest that a left-out point may lie from the line that remains, in degrees (Douglas and Peucker 1973).
    pub tolerance: f64,
    /// Polygons smaller than this are left out, in square degrees, unless they are all that a shape has.
    pub smallest: f64,
}

#[derive(serde::Deserialize)]
struct Document {
    #[serde(default)]
    transform: Option<Transform>,
    objects: BTreeMap<String, Geometry>,
    arcs: Vec<Vec<Vec<f64>>>,
}

#[derive(serde::Deserialize)]
struct Transform {
    scale: [f64; 2],
    translate: [f64; 2],
}

#[derive(serde::Deserialize)]
struct Geometry {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    id: Value,
    #[serde(default)]
    properties: BTreeMap<String, Value>,
    #[serde(default)]
    arcs: Value,
    #[serde(default)]
    geometries: Vec<Geometry>,
}

/// Reads the shapes of one object of a topology.
///
/// A shape that is no area, or that uses an arc which is not there, is set aside.
pub fn read(
    text: &Text<'_>,
    object: &str,
    simplified: Simplified,
) -> Result<Reported<Shape>, TableError> {
    let not = |reason: String| TableError::NotThisLayout {
        file: text.file.to_owned(),
        format: "TopoJSON",
        reason,
    };
    let document: Document =
        serde_json::from_str(&text.text).map_err(|error| not(error.to_string()))?;
    let Some(collection) = document.objects.get(object) else {
        let known: Vec<&str> = document.objects.keys().map(String::as_str).collect();
        return Err(not(format!("no object {object:?}; it has {}", known.join(", "))));
    };
    let arcs: Vec<Ring> = document
        .arcs
        .iter()
        .map(|arc| rounded(&line(&placed(arc, document.transform.as_ref()), simplified)))
        .collect();
    let mut found = Reported { rows: Vec::new(), diagnostics: text.diagnostics.clone() };
    for (row, geometry) in (1..).zip(&collection.geometries) {
        let name = geometry.properties.get("name").map(words).unwrap_or_default();
        match polygons(geometry, &arcs) {
            Ok(polygons) => found.rows.push(Shape {
                id: words(&geometry.id),
                name,
                polygons: large(polygons, simplified.smallest),
                row,
            }),
            Err(reason) => {
                found.diagnostics.push(aside(text.file, row, &name, &reason));
            }
        }
    }
    Ok(found)
}

/// JSON has no lines worth naming here; the place in the list is named instead.
fn aside(file: &str, row: u64, name: &str, reason: &str) -> Diagnostic {
    Diagnostic::warning(file, format!("row set aside: geometry {row} ({name}): {reason}"))
}

fn words(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// Quantised arcs hold steps from point to point; others hold degrees.
fn placed(arc: &[Vec<f64>], transform: Option<&Transform>) -> Vec<(f64, f64)> {
    let (mut east, mut north) = (0.0, 0.0);
    arc.iter()
        .map(|position| {
            let at = |place: usize| position.get(place).copied().unwrap_or_default();
            let Some(Transform { scale, translate }) = transform else {
                return (at(0), at(1));
            };
            east += at(0);
            north += at(1);
            (east * scale[0] + translate[0], north * scale[1] + translate[1])
        })
        .collect()
}

/// The points of a line that are needed to stay within the tolerance; both ends are kept.
fn line(points: &[(f64, f64)], simplified: Simplified) -> Vec<(f64, f64)> {
    let last = points.len().saturating_sub(1);
    let mut kept = vec![false; points.len()];
    for end in [0, last] {
        if let Some(kept) = kept.get_mut(end) {
            *kept = true;
        }
    }
    let farthest_allowed = simplified.tolerance * simplified.tolerance;
    let mut stretches = vec![(0, last)];
    while let Some((from, to)) = stretches.pop() {
        let (Some(&begin), Some(&end)) = (points.get(from), points.get(to)) else { continue };
        let inside = points.iter().enumerate().take(to).skip(from + 1);
        let farthest = inside
            .map(|(at, &point)| (squared_distance(point, begin, end), at))
            .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
        let Some((distance, at)) = farthest.filter(|(far, _)| *far > farthest_allowed) else {
            continue;
        };
        debug_assert!(distance > 0.0);
        if let Some(kept) = kept.get_mut(at) {
            *kept = true;
        }
        stretches.extend([(from, at), (at, to)]);
    }
    points.iter().zip(kept).filter_map(|(point, kept)| kept.then_some(*point)).collect()
}

/// Squared distance of a point from a stretch of a line, in degrees.
fn squared_distance(point: (f64, f64), from: (f64, f64), to: (f64, f64)) -> f64 {
    let (along_x, along_y) = (to.0 - from.0, to.1 - from.1);
    let (x, y) = (point.0 - from.0, point.1 - from.1);
    let length = along_x * along_x + along_y * along_y;
    let share =
        if length > 0.0 { ((x * along_x + y * along_y) / length).clamp(0.0, 1.0) } else { 0.0 };
    let (off_x, off_y) = (x - share * along_x, y - share * along_y);
    off_x * off_x + off_y * off_y
}

#[expect(clippy::cast_possible_truncation, reason = "clamped to what i32 holds")]
fn rounded(points: &[(f64, f64)]) -> Ring {
    let hundredths = |degrees: f64| (degrees * 100.0).round().clamp(-36_000.0, 36_000.0) as i32;
    let mut ring: Ring = points.iter().map(|&(x, y)| (hundredths(x), hundredths(y))).collect();
    ring.dedup();
    ring
}

fn polygons(geometry: &Geometry, arcs: &[Ring]) -> Result<Vec<Vec<Ring>>, String> {
    let parsed = |error: serde_json::Error| error.to_string();
    let of: Vec<Vec<Vec<i64>>> = match geometry.kind.as_str() {
        "Polygon" => {
            vec![serde_json::from_value(geometry.arcs.clone()).map_err(parsed)?]
        }
        "MultiPolygon" => serde_json::from_value(geometry.arcs.clone()).map_err(parsed)?,
        other => return Err(format!("it is a {other}, not an area")),
    };
    let mut polygons = Vec::new();
    for rings in &of {
        let mut polygon = Vec::new();
        for (place, ring) in rings.iter().enumerate() {
            let ring = joined(ring, arcs)?;
            // A hole that has collapsed is gone; an outer ring that has takes its holes along.
            match (ring.len() >= 4, place) {
                (true, _) => polygon.push(ring),
                (false, 0) => break,
                (false, _) => {}
            }
        }
        if !polygon.is_empty() {
            polygons.extend(antimeridian::cut(polygon));
        }
    }
    Ok(polygons)
}

/// Arcs one after the other; `~i` is arc `i` backwards. Each begins where the one before it ended.
fn joined(ring: &[i64], arcs: &[Ring]) -> Result<Ring, String> {
    let mut joined = Ring::new();
    for &number in ring {
        let backwards = number < 0;
        let place = if backwards { !number } else { number };
        let arc = usize::try_from(place).ok().and_then(|place| arcs.get(place));
        let arc = arc.ok_or_else(|| format!("arc {place} is not in the file"))?;
        let skip = usize::from(!joined.is_empty());
        if backwards {
            joined.extend(arc.iter().rev().skip(skip));
        } else {
            joined.extend(arc.iter().skip(skip));
        }
    }
    joined.dedup();
    if joined.first() != joined.last() {
        return Err("a ring does not end where it begins".to_owned());
    }
    Ok(joined)
}

/// The polygons that are large enough, or the largest one.
fn large(mut polygons: Vec<Vec<Ring>>, smallest: f64) -> Vec<Vec<Ring>> {
    let area = |polygon: &Vec<Ring>| polygon.first().map_or(0.0, |ring| square_degrees(ring));
    let largest = polygons.iter().map(area).fold(0.0, f64::max);
    polygons.retain(|polygon| area(polygon) >= smallest.min(largest));
    polygons
}

/// Area inside a ring on the plane of degrees.
fn square_degrees(ring: &[Point]) -> f64 {
    let twice: i64 = ring
        .iter()
        .zip(ring.iter().skip(1))
        .map(|(&(ax, ay), &(bx, by))| {
            i64::from(ax) * i64::from(by) - i64::from(bx) * i64::from(ay)
        })
        .sum();
    #[expect(clippy::cast_precision_loss, reason = "at most 360 by 180 degrees in hundredths")]
    let twice = twice.unsigned_abs() as f64;
    twice / 20_000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two squares that share the border from (1, 0) to (1, 1), which has a point too many and one that matters.
    const SQUARES: &str = r#"{"type":"Topology","transform":{"scale":[0.01,0.01],"translate":[0,0]},
        "objects":{"squares":{"type":"GeometryCollection","geometries":[
        {"type":"Polygon","id":7,"properties":{"name":"Left"},"arcs":[[0,1]]},
        {"type":"MultiPolygon","id":"8","properties":{"name":"Right"},"arcs":[[[-1,2]]]},
        {"type":"Polygon","properties":{"name":"Torn"},"arcs":[[9]]},
        {"type":"Point","properties":{"name":"Dot"}}]}},
        "arcs":[[[100,0],[7,50],[3,25],[-10,25]],[[100,100],[-100,0],[0,-100],[100,0]],[[100,0],[100,0],[0,100],[-100,0]]]}"#;

    fn squares(tolerance: f64) -> Reported<Shape> {
        let text = Text { file: "s.json", text: SQUARES.to_owned(), diagnostics: Vec::new() };
        read(&text, "squares", Simplified { tolerance, smallest: 0.0 }).expect("it is TopoJSON")
    }

    #[test]
    fn neighbours_share_their_border_after_it_was_simplified() {
        let found = squares(0.05);
        let [left, right] = found.rows.as_slice() else { panic!("{found:?}") };
        let border = [(100, 0), (110, 75), (100, 100)];
        assert!(left.polygons[0][0].windows(3).any(|three| three == border), "{left:?}");
        let back: Vec<Point> = border.into_iter().rev().collect();
        assert!(right.polygons[0][0].windows(3).any(|three| three == back), "{right:?}");
        assert_eq!((left.id.as_str(), right.id.as_str()), ("7", "8"));
        assert_eq!(squares(0.0).rows[0].polygons[0][0].len(), 7);
    }

    #[test]
    fn what_is_no_area_is_set_aside() {
        let messages: Vec<_> =
            squares(0.05).diagnostics.into_iter().map(|seen| seen.message).collect();
        assert_eq!(
            messages,
            [
                "row set aside: geometry 3 (Torn): arc 9 is not in the file",
                "row set aside: geometry 4 (Dot): it is a Point, not an area"
            ]
        );
    }
}
