//! Areas that reach over the 180th meridian, cut there (RFC 7946, section 3.1.9).
//!
//! Drawn on a plane, a ring that runs from 179.9 to -179.9 degrees would cross the whole map. It is
//! followed without the jump and cut at the edge of the map; what lies beyond comes in at the other side.

use super::ring::{Point, Ring};

/// Hundredths of a degree from the middle of the map to its edge.
const HALF: i32 = 18_000;
const TURN: i32 = 2 * HALF;
const POLE: i32 = 9_000;

/// The polygon in as many pieces as the meridian makes of it; one that does not reach it is left as it is.
///
/// A ring around a pole gets the pole as its edge. Rings and points are as in [`super::topojson`]: the outer ring
/// first, hundredths of a degree.
pub(super) fn cut(polygon: Vec<Ring>) -> Vec<Vec<Ring>> {
    let inside = |ring: &Ring| ring.iter().all(|point| point.0.abs() <= HALF);
    let jumps = |ring: &Ring| ring.windows(2).any(|pair| is_jump(pair[0], pair[1]));
    if polygon.iter().all(|ring| inside(ring) && !jumps(ring)) {
        return vec![polygon];
    }
    let followed: Vec<Ring> =
        polygon.into_iter().map(|ring| around_pole(follow(ring))).collect();
    [-TURN, 0, TURN]
        .into_iter()
        .filter_map(|turn| {
            let mut pieces = followed.iter().map(|ring| between(ring, turn));
            let outer = pieces.next().filter(|ring| ring.len() >= 4)?;
            let holes = pieces.filter(|ring| ring.len() >= 4);
            Some(std::iter::once(outer).chain(holes).collect())
        })
        .collect()
}

/// The same line with each point within half a turn of the one before it.
fn follow(mut line: Ring) -> Ring {
    let mut turns = 0;
    let mut before: Option<i32> = None;
    for point in &mut line {
        if let Some(before) = before {
            match point.0.saturating_sub(before) {
                step if step > HALF => turns -= TURN,
                step if step < -HALF => turns += TURN,
                _ => {}
            }
        }
        before = Some(point.0);
        point.0 = point.0.saturating_add(turns);
    }
    line
}

fn is_jump(from: Point, to: Point) -> bool {
    (to.0.saturating_sub(from.0)).abs() > HALF
}

/// A ring that ends a turn away from where it began lies around a pole; it is closed along it.
fn around_pole(mut ring: Ring) -> Ring {
    let (Some(&first), Some(&last)) = (ring.first(), ring.last()) else { return ring };
    if (last.0 - first.0).abs() == TURN {
        let pole = if first.1 < 0 { -POLE } else { POLE };
        ring.extend([(last.0, pole), (first.0, pole), first]);
    }
    ring
}

/// The part of a ring that is on the map after so many degrees of turning; empty where none is.
fn between(ring: &Ring, turn: i32) -> Ring {
    let moved: Ring = ring.iter().map(|&(x, y)| (x.saturating_add(turn), y)).collect();
    let west = side(&moved, |x| x + HALF, -HALF);
    let mut kept = side(&west, |x| HALF - x, HALF);
    kept.dedup();
    if let Some(&first) = kept.first()
        && kept.last() != Some(&first)
    {
        kept.push(first);
    }
    // A line along the edge is no area.
    if kept.iter().all(|point| point.0.abs() == HALF) { Ring::new() } else { kept }
}

/// Cuts a ring at one meridian (Sutherland and Hodgman 1974).
fn side(ring: &Ring, inside: fn(i32) -> i32, meridian: i32) -> Ring {
    let mut kept = Ring::new();
    for pair in ring.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        let (a, b) = (inside(from.0), inside(to.0));
        if a >= 0 {
            kept.push(from);
        }
        if (a >= 0) != (b >= 0) {
            let (a, b) = (i64::from(a), i64::from(b));
            let rise = i64::from(to.1 - from.1) * a / (a - b);
            kept.push((meridian, from.1 + i32::try_from(rise).unwrap_or(0)));
        }
    }
    if let Some(&first) = kept.first()
        && kept.last() != Some(&first)
    {
        kept.push(first);
    }
    kept
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_area_over_the_meridian_is_two() {
        let square = vec![
            (17_000, 6000),
            (-17_000, 6000),
            (-17_000, 7000),
            (17_000, 7000),
            (17_000, 6000),
        ];
        let east = vec![
            (17_000, 6000),
            (18_000, 6000),
            (18_000, 7000),
            (17_000, 7000),
            (17_000, 6000),
        ];
        let west = vec![
            (-18_000, 6000),
            (-17_000, 6000),
            (-17_000, 7000),
            (-18_000, 7000),
            (-18_000, 6000),
        ];
        let mut pieces = cut(vec![square]);
        for ring in pieces.iter_mut().flatten() {
            // Where a ring begins means nothing.
            ring.pop();
            let least = (0..ring.len()).min_by_key(|&at| ring[at]).unwrap_or(0);
            ring.rotate_left(least);
            ring.push(ring[0]);
        }
        assert_eq!(pieces, [vec![west], vec![east]]);
    }

    #[test]
    fn an_area_elsewhere_is_left_as_it_is() {
        let square = vec![vec![(0, 0), (100, 0), (100, 100), (0, 100), (0, 0)]];
        assert_eq!(cut(square.clone()), [square]);
    }

    #[test]
    fn an_area_around_a_pole_ends_at_it() {
        let ring = vec![(-12_000, -7000), (0, -7000), (12_000, -7000), (-12_000, -7000)];
        let pieces = cut(vec![ring]);
        let area: i64 = pieces.iter().flatten().map(|ring| twice_area(ring).abs()).sum();
        assert_eq!(area, 2 * i64::from(TURN) * 2000);
    }

    fn twice_area(ring: &Ring) -> i64 {
        let cross = |pair: &[Point]| {
            i64::from(pair[0].0) * i64::from(pair[1].1)
                - i64::from(pair[1].0) * i64::from(pair[0].1)
        };
        ring.windows(2).map(cross).sum()
    }

    proptest! {
        /// Nothing is lost or added: a rectangle wherever it lies keeps its area, and no edge crosses the map.
        #[test]
        fn pieces_add_up(west in -HALF..HALF, wide in 2..HALF - 1, south in -8000..7000_i32, tall in 1..1000_i32) {
            let turned = |x: i32| if x > HALF { x - TURN } else { x };
            let middle = west + wide / 2;
            let xs = [west, middle, west + wide, west + wide, middle, west, west];
            let ys = [south, south, south, south + tall, south + tall, south + tall, south];
            let ring: Ring = xs.into_iter().map(turned).zip(ys).collect();
            let pieces = cut(vec![ring]);
            let area: i64 = pieces.iter().flatten().map(|ring| twice_area(ring).abs()).sum();
            prop_assert_eq!(area, 2 * i64::from(wide) * i64::from(tall));
            for ring in pieces.iter().flatten() {
                prop_assert!(ring.iter().all(|point| point.0.abs() <= HALF));
                prop_assert_eq!(ring.first(), ring.last());
            }
        }
    }
}
