//! From degrees to pixels: projections, cutting at the frame, and short paths.

use std::fmt::Write as _;

use crate::answers::Shape;

/// Pixels, right and down.
pub(super) type Pixel = (f64, f64);

/// A rectangle of pixels: left, top, right, bottom.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
}

impl Frame {
    /// Whether a point lies inside.
    pub(super) fn holds(self, (x, y): Pixel) -> bool {
        (self.left..=self.right).contains(&x) && (self.top..=self.bottom).contains(&y)
    }
}

/// Equal Earth (Šavrič, Patterson and Jenny 2019): areas keep their proportions. Degrees in, and out
/// a plane on which the world is about 5.41 wide and 2.63 high.
pub(super) fn equal_earth((east, north): (f64, f64)) -> (f64, f64) {
    const A: [f64; 4] = [1.340_264, -0.081_106, 0.000_893, 0.003_796];
    let half_root = libm::sqrt(3.0) / 2.0;
    let (longitude, latitude) = (east.to_radians(), north.to_radians());
    let theta = libm::asin(half_root * libm::sin(latitude));
    let square = theta * theta;
    let sixth = square * square * square;
    let stretch = 9.0 * A[3] * sixth * square + 7.0 * A[2] * sixth + 3.0 * A[1] * square + A[0];
    let x = longitude * libm::cos(theta) / (half_root * stretch);
    let y = theta * (A[3] * sixth * square + A[2] * sixth + A[1] * square + A[0]);
    (x, y)
}

/// Degrees on a map of a few countries: equirectangular, true to scale in the middle.
#[derive(Debug, Clone, Copy)]
pub(super) struct Plane {
    /// Degrees east and north of the middle.
    middle: (f64, f64),
    /// Pixels in a degree of latitude.
    scale: f64,
    /// How much shorter a degree of longitude is.
    narrower: f64,
    centre: Pixel,
}

/// Kilometres in a degree of latitude.
const DEGREE_KM: f64 = 111.2;

impl Plane {
    /// The map on which `low` to `high`, in degrees east and north, just fits the frame.
    pub(super) fn fitting(low: (f64, f64), high: (f64, f64), frame: Frame) -> Self {
        let middle = (low.0.midpoint(high.0), low.1.midpoint(high.1));
        let narrower = libm::cos(middle.1.to_radians()).max(0.1);
        let (width, height) = (frame.right - frame.left, frame.bottom - frame.top);
        let across = ((high.0 - low.0) * narrower).max(0.1);
        let scale = (width / across).min(height / (high.1 - low.1).max(0.1));
        let centre = (frame.left.midpoint(frame.right), frame.top.midpoint(frame.bottom));
        Self { middle, scale, narrower, centre }
    }

    pub(super) fn at(self, (east, north): (f64, f64)) -> Pixel {
        let x = self.centre.0 + (east - self.middle.0) * self.narrower * self.scale;
        (x, self.centre.1 - (north - self.middle.1) * self.scale)
    }

    /// Pixels of so many kilometres.
    pub(super) fn pixels(self, km: f64) -> f64 {
        km / DEGREE_KM * self.scale
    }
}

/// The degrees that an outline reaches: lowest and highest, east and north.
pub(super) fn extent(shapes: &[&Shape]) -> Option<((f64, f64), (f64, f64))> {
    let points = shapes.iter().flat_map(|shape| shape.polygons.iter().flatten().flatten());
    points.fold(None, |reach, &(x, y)| match reach {
        None => Some(((x, y), (x, y))),
        Some(((a, b), (c, d))) => Some(((a.min(x), b.min(y)), (c.max(x), d.max(y)))),
    })
}

/// The rings of an outline in pixels, cut at the frame. They are cut at the 180th meridian in the table.
pub(super) fn rings(
    shape: &Shape,
    at: impl Fn((f64, f64)) -> Pixel,
    frame: Frame,
) -> Vec<Vec<Pixel>> {
    let all = shape.polygons.iter().flatten();
    all.map(|ring| cut(ring.iter().copied().map(&at).collect(), frame))
        .filter(|ring| ring.len() > 2)
        .collect()
}

/// How far inside a side of the frame a point lies.
type Inside = fn(Pixel, Frame) -> f64;

/// Cuts a ring at the four sides of the frame, one after the other (Sutherland and Hodgman 1974).
fn cut(ring: Vec<Pixel>, frame: Frame) -> Vec<Pixel> {
    if ring.iter().all(|&point| frame.holds(point)) {
        return ring;
    }
    let sides: [Inside; 4] = [
        |(x, _), frame| x - frame.left,
        |(x, _), frame| frame.right - x,
        |(_, y), frame| y - frame.top,
        |(_, y), frame| frame.bottom - y,
    ];
    sides.into_iter().fold(ring, |ring, inside| {
        let mut kept = Vec::new();
        let Some(&last) = ring.last() else { return kept };
        let mut from = last;
        for to in ring {
            let (a, b) = (inside(from, frame), inside(to, frame));
            if (a >= 0.0) != (b >= 0.0) {
                let share = a / (a - b);
                kept.push((from.0 + share * (to.0 - from.0), from.1 + share * (to.1 - from.1)));
            }
            if b >= 0.0 {
                kept.push(to);
            }
            from = to;
        }
        kept
    })
}

/// Rings as the `d` of a path, in tenths of a pixel, each step relative to the one before.
pub(super) fn path(rings: &[Vec<Pixel>]) -> String {
    let mut out = String::new();
    for ring in rings {
        let mut here = (0_i32, 0_i32);
        let mut begun = false;
        for &(x, y) in ring {
            let next = (tenths(x), tenths(y));
            if !begun {
                push(&mut out, 'M', next);
                begun = true;
            } else if next != here {
                push(&mut out, 'l', (next.0 - here.0, next.1 - here.1));
            }
            here = next;
        }
        out.push('z');
    }
    out
}

#[expect(clippy::cast_possible_truncation, reason = "clamped to what i32 holds")]
fn tenths(pixel: f64) -> i32 {
    (pixel * 10.0).round().clamp(-1e6, 1e6) as i32
}

fn push(out: &mut String, step: char, (x, y): (i32, i32)) {
    let number = |tenths: i32| {
        let sign = if tenths < 0 { "-" } else { "" };
        let (whole, rest) = (tenths.unsigned_abs() / 10, tenths.unsigned_abs() % 10);
        match (whole, rest) {
            (whole, 0) => format!("{sign}{whole}"),
            (0, rest) => format!("{sign}.{rest}"),
            (whole, rest) => format!("{sign}{whole}.{rest}"),
        }
    };
    let (x, y) = (number(x), number(y));
    let gap = if y.starts_with('-') { "" } else { " " };
    let written = write!(out, "{step}{x}{gap}{y}");
    debug_assert!(written.is_ok(), "writing to a String does not fail");
}

/// Where a label of an area may stand: the middle of its largest ring, and how wide that ring is.
pub(super) fn label_place(rings: &[Vec<Pixel>]) -> Option<(Pixel, f64)> {
    let (twice_area, ring) = rings
        .iter()
        .map(|ring| (twice_area(ring), ring))
        .max_by(|a, b| a.0.abs().total_cmp(&b.0.abs()))?;
    if twice_area.abs() < 1.0 {
        return None;
    }
    let next = ring.iter().cycle().skip(1);
    let (x, y) = ring.iter().zip(next).fold((0.0, 0.0), |(x, y), (&(ax, ay), &(bx, by))| {
        let cross = ax * by - bx * ay;
        (x + (ax + bx) * cross, y + (ay + by) * cross)
    });
    let (low, high) = ring.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), p| {
        (low.min(p.0), high.max(p.0))
    });
    Some(((x / (3.0 * twice_area), y / (3.0 * twice_area)), high - low))
}

fn twice_area(ring: &[Pixel]) -> f64 {
    let next = ring.iter().cycle().skip(1);
    ring.iter().zip(next).map(|(&(ax, ay), &(bx, by))| ax * by - bx * ay).sum()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn equal_earth_is_where_its_authors_put_it() {
        // From the authors' reference implementation, rounded.
        for (degrees, expected) in [
            ((0.0, 0.0), (0.0, 0.0)),
            ((180.0, 0.0), (2.706_63, 0.0)),
            ((0.0, 90.0), (0.0, 1.317_36)),
        ] {
            let (x, y) = equal_earth(degrees);
            assert!((x - expected.0).abs() < 1e-4 && (y - expected.1).abs() < 1e-4, "{x} {y}");
        }
    }

    #[test]
    fn a_ring_is_cut_at_the_frame() {
        let frame = Frame { left: 0.0, top: 0.0, right: 10.0, bottom: 10.0 };
        let ring = vec![(5.0, 5.0), (15.0, 5.0), (15.0, 7.0), (5.0, 7.0), (5.0, 5.0)];
        assert_eq!(path(&[cut(ring, frame)]), "M5 5l5 0l0 2l-5 0l0-2z");
    }

    proptest! {
        #[test]
        fn what_is_cut_lies_in_the_frame(ring in proptest::collection::vec((-50.0..50.0_f64, -50.0..50.0_f64), 3..20)) {
            let frame = Frame { left: -10.0, top: -10.0, right: 20.0, bottom: 15.0 };
            for (x, y) in cut(ring, frame) {
                prop_assert!((-10.001..20.001).contains(&x) && (-10.001..15.001).contains(&y));
            }
        }
    }
}
