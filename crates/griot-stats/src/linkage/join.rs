//! Pairs of places that are near in space and time.
//!
//! A grid of cells as wide as the search distance holds the right side in order of its first days; each left
//! place looks into its own cell and the cells around it. Memory is 16 bytes per right place and 16
//! per left place beside the caller's slices.

use std::ops::ControlFlow;

use super::{EARTH_KM, great_circle_km};

/// A point with its uncertainty, and the days it may have been.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// Degrees north, -90 to 90.
    pub latitude: f64,
    /// Degrees east, -180 to 180.
    pub longitude: f64,
    /// How far off the point may be, in kilometres.
    pub radius_km: f32,
    /// First day, counted from any fixed day; at most eight million days from it.
    pub start: i32,
    /// Last day.
    pub end: i32,
}

/// Radii widen a search up to this many kilometres, so that a country's centroid does not meet everything in it.
const WIDEST_KM: f64 = 50.0;

const DEGREE_KM: f64 = EARTH_KM * std::f64::consts::PI / 180.0;
const DAY_BITS: u32 = 24;
const COLUMN_BITS: u32 = 20;

/// Calls `found(left, right, km, days)` for every pair at most `km` (plus both radii, up to 50 km) and `days` apart.
///
/// `days` between two intervals is the gap between them, 0 where they overlap. Pairs come in an order
/// that depends only on the slices. Places outside the globe match nothing.
pub fn join(
    left: &[Place],
    right: &[Place],
    km: f64,
    days: i32,
    mut found: impl FnMut(usize, usize, f64, i32),
) {
    let uncertain = left.iter().any(|place| place.radius_km > 0.0);
    let side = Searchable::new(right, km, days, uncertain);
    let (ControlFlow::Continue(()) | ControlFlow::Break(())) = side.search(
        left,
        |_, _| true,
        |a, b, apart, gap| {
            found(a, b, apart, gap);
            ControlFlow::Continue(())
        },
    );
}

/// A right side that can be searched several times.
pub(super) struct Searchable<'a> {
    right: &'a [Place],
    km: f64,
    days: i32,
    grid: Grid,
    /// Places of like duration, and the longest duration among them.
    indexes: Vec<(Index, i32)>,
}

impl<'a> Searchable<'a> {
    /// `uncertain` says whether a left place may have a radius.
    pub(super) fn new(right: &'a [Place], km: f64, days: i32, uncertain: bool) -> Self {
        let uncertain = uncertain || right.iter().any(|place| place.radius_km > 0.0);
        let grid = Grid::new(if uncertain { km.max(WIDEST_KM) } else { km });
        let indexes = duration_classes(right)
            .into_iter()
            .map(|(class, longest)| (Index::build(right, &grid, class), longest))
            .collect();
        Self { right, km, days, grid, indexes }
    }

    /// As [`join`], for the pairs that are `wanted`, until `found` breaks it off.
    pub(super) fn search(
        &self,
        left: &[Place],
        wanted: impl Fn(usize, usize) -> bool,
        mut found: impl FnMut(usize, usize, f64, i32) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let order = self.grid.sorted(left, |_| true);
        let mut segments = Vec::new();
        for (index, longest) in &self.indexes {
            for group in order.chunk_by(|a, b| a.0 >> DAY_BITS == b.0 >> DAY_BITS) {
                let Some(&(key, _)) = group.first() else { continue };
                index.around(&self.grid, key >> DAY_BITS, &mut segments);
                if segments.is_empty() {
                    continue;
                }
                for &(_, l) in group {
                    let l = l as usize;
                    let probe = Probe::new(&left[l], self, *longest);
                    for segment in &mut segments {
                        index.scan(&probe, segment, |r, gap| {
                            if !wanted(l, r) {
                                return ControlFlow::Continue(());
                            }
                            let apart = distance_km(probe.place, &self.right[r]);
                            if apart <= self.limit(probe.place, &self.right[r]) {
                                return found(l, r, apart, gap);
                            }
                            ControlFlow::Continue(())
                        })?;
                    }
                }
            }
        }
        ControlFlow::Continue(())
    }

    fn limit(&self, a: &Place, b: &Place) -> f64 {
        let radii = f64::from(a.radius_km) + f64::from(b.radius_km);
        if radii > 0.0 { (self.km + radii).min(self.grid.farthest_km) } else { self.km }
    }
}

/// Ranges of duration, each with the longest duration in it: places of one day are searched in a narrow
/// window of days, and only episodes in a wide one.
fn duration_classes(places: &[Place]) -> Vec<((i32, i32), i32)> {
    let mut classes = Vec::new();
    let mut from = 0;
    for to in [0, 7, 31, 366, i32::MAX] {
        let inside = places.iter().map(|p| p.end.saturating_sub(p.start).max(0));
        if let Some(longest) = inside.filter(|d| (from..=to).contains(d)).max() {
            classes.push(((from, to), longest));
        }
        from = to.saturating_add(1);
    }
    classes
}

/// Rows of equal height; columns of each row wide enough that a neighbour is at most one column away.
struct Grid {
    farthest_km: f64,
    height: f64,
    /// Width of a column of each row, in degrees.
    widths: Vec<f64>,
    /// How far the search distance may reach from each row, in degrees of longitude.
    reaches: Vec<f64>,
    /// The smallest cosine of a latitude within reach of each row; none near the poles.
    shrinks: Vec<Option<f64>>,
    /// Square of the reach in degrees, with a margin for single precision and for the flat map.
    bound: f64,
}

impl Grid {
    fn new(farthest_km: f64) -> Self {
        // At least five kilometres, so that rows and columns fit their bits of a key.
        let height = farthest_km.max(5.0) / DEGREE_KM * 1.000_001;
        let degrees = farthest_km / DEGREE_KM;
        let angle = degrees.to_radians();
        let reach = degrees * (1.001 + angle * angle) + 1e-4;
        let mut grid = Self {
            farthest_km,
            height,
            widths: Vec::new(),
            reaches: Vec::new(),
            shrinks: Vec::new(),
            bound: reach * reach,
        };
        let rows = grid.row(90.0) + 2;
        let shrink = |row: usize| {
            let highest = grid.edge(row).abs().max(grid.edge(row + 1).abs()) + reach;
            (highest < 85.0).then(|| libm::cos(highest.to_radians()))
        };
        grid.shrinks = (0..rows).map(shrink).collect();
        grid.widths = (0..rows).map(|row| grid.span(row, row)).collect();
        grid.reaches = (0..rows).map(|row| grid.span(row.saturating_sub(1), row + 1)).collect();
        grid
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 4,003")]
    fn row(&self, latitude: f64) -> usize {
        ((latitude + 90.0) / self.height) as usize
    }

    /// Southern edge of a row.
    #[expect(clippy::cast_precision_loss, reason = "rows are few")]
    fn edge(&self, row: usize) -> f64 {
        row as f64 * self.height - 90.0
    }

    /// What [`Probe`] needs of the row of a latitude.
    fn reach(&self, latitude: f64) -> (Option<f64>, f64) {
        (self.shrinks[self.row(latitude)], self.bound)
    }

    /// Degrees of longitude that a row's height spans at most anywhere in the rows from `low` to `high`.
    fn span(&self, low: usize, high: usize) -> f64 {
        let latitude = self.edge(low).abs().max(self.edge(high + 1).abs());
        if latitude + self.height >= 90.0 {
            return 360.0;
        }
        let ratio = libm::sin(self.height.to_radians()) / libm::cos(latitude.to_radians());
        if ratio >= 1.0 { 360.0 } else { libm::asin(ratio).to_degrees() * 1.000_001 }
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 8,006")]
    fn column(&self, row: usize, longitude: f64) -> u64 {
        ((longitude + 180.0) / self.widths[row]).max(0.0) as u64
    }

    /// Places inside the globe as (row, column, first day) keys with their position, sorted.
    fn sorted(&self, places: &[Place], wanted: impl Fn(&Place) -> bool) -> Vec<(u64, u32)> {
        let inside = |p: &Place| p.latitude.abs() <= 90.0 && p.longitude.abs() <= 180.0;
        let chosen = (0_u32..).zip(places).filter(|(_, place)| inside(place) && wanted(place));
        let mut keys: Vec<(u64, u32)> = chosen
            .map(|(position, place)| {
                let row = self.row(place.latitude);
                (key(row, self.column(row, place.longitude), place.start), position)
            })
            .collect();
        keys.sort_unstable();
        keys
    }
}

fn key(row: usize, column: u64, day: i32) -> u64 {
    let shifted = i64::from(day) + (1 << (DAY_BITS - 1));
    let day = u64::try_from(shifted.clamp(0, (1 << DAY_BITS) - 1)).unwrap_or(0);
    (row as u64) << (COLUMN_BITS + DAY_BITS) | column << DAY_BITS | day
}

/// What the scan touches of a right place: single precision is enough to reject, never to accept.
#[derive(Clone, Copy)]
struct Near {
    latitude: f32,
    longitude: f32,
    start: i32,
    position: u32,
}

/// The right side in order of cell and first day, and where each cell begins.
struct Index {
    rows: Vec<Near>,
    cells: Vec<(u64, u32)>,
}

impl Index {
    #[expect(clippy::cast_possible_truncation, reason = "see Near")]
    fn build(places: &[Place], grid: &Grid, (from, to): (i32, i32)) -> Self {
        let keys = grid
            .sorted(places, |p| (from..=to).contains(&p.end.saturating_sub(p.start).max(0)));
        let mut cells: Vec<(u64, u32)> = Vec::new();
        let mut rows = Vec::with_capacity(keys.len());
        for (at, &(key, position)) in (0_u32..).zip(&keys) {
            let cell = key >> DAY_BITS;
            if cells.last().is_none_or(|&(last, _)| last != cell) {
                cells.push((cell, at));
            }
            let place = &places[position as usize];
            rows.push(Near {
                latitude: place.latitude as f32,
                longitude: place.longitude as f32,
                start: place.start,
                position,
            });
        }
        cells.push((u64::MAX, u32::try_from(rows.len()).unwrap_or(u32::MAX)));
        Self { rows, cells }
    }

    /// The segments of `rows` that lie in the cell and in those around it, also across the date line.
    fn around(&self, grid: &Grid, cell: u64, segments: &mut Vec<(u32, u32)>) {
        segments.clear();
        let column = cell & ((1 << COLUMN_BITS) - 1);
        let Ok(row) = usize::try_from(cell >> COLUMN_BITS) else { return };
        #[expect(clippy::cast_precision_loss, reason = "columns are few")]
        let west = column as f64 * grid.widths[row] - 180.0;
        let (from, to) =
            (west - grid.reaches[row], west + grid.widths[row] + grid.reaches[row]);
        for near in row.saturating_sub(1)..=(row + 1).min(grid.widths.len() - 1) {
            let mut columns = |from: f64, to: f64| {
                let cell =
                    |longitude| (near as u64) << COLUMN_BITS | grid.column(near, longitude);
                let (first, last) = (cell(from), cell(to));
                let mut at = self.cells.partition_point(|&(cell, _)| cell < first);
                while let [(cell, from), (_, to), ..] = self.cells[at..]
                    && cell <= last
                {
                    segments.push((from, to));
                    at += 1;
                }
            };
            if to - from >= 360.0 {
                columns(-180.0, 180.0);
                continue;
            }
            columns(from.max(-180.0), to.min(180.0));
            if from < -180.0 {
                columns(from + 360.0, 180.0);
            }
            if to > 180.0 {
                columns(-180.0, to - 360.0);
            }
        }
        segments.sort_unstable();
        segments.dedup();
    }

    /// Looks through a segment. Probes of one cell come in order of their first days, so what lies before this
    /// probe's window is cut off the segment for good.
    fn scan(
        &self,
        probe: &Probe<'_>,
        segment: &mut (u32, u32),
        mut found: impl FnMut(usize, i32) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        while segment.0 < segment.1 && self.rows[segment.0 as usize].start < probe.earliest {
            segment.0 += 1;
        }
        let rows = &self.rows[segment.0 as usize..segment.1 as usize];
        for near in rows.iter().take_while(|near| near.start <= probe.latest) {
            if probe.may_reach(near) {
                let b = &probe.right[near.position as usize];
                let gap = (b.start - probe.place.end).max(probe.place.start - b.end).max(0);
                if gap <= probe.days {
                    found(near.position as usize, gap)?;
                }
            }
        }
        ControlFlow::Continue(())
    }
}

/// A left place with what its scans share.
struct Probe<'a> {
    place: &'a Place,
    right: &'a [Place],
    days: i32,
    earliest: i32,
    latest: i32,
    shrink: Option<f64>,
    bound: f64,
}

impl<'a> Probe<'a> {
    fn new(place: &'a Place, side: &Searchable<'a>, longest: i32) -> Self {
        let (shrink, bound) = side.grid.reach(place.latitude);
        let earliest = place.start.saturating_sub(side.days).saturating_sub(longest);
        let latest = place.end.max(place.start).saturating_add(side.days);
        Self { place, right: side.right, days: side.days, earliest, latest, shrink, bound }
    }

    fn may_reach(&self, near: &Near) -> bool {
        let Some(shrink) = self.shrink else { return true };
        let north = f64::from(near.latitude) - self.place.latitude;
        let east = (f64::from(near.longitude) - self.place.longitude).abs();
        let east = shrink * if east > 180.0 { 360.0 - east } else { east };
        north * north + east * east <= self.bound
    }
}

/// Great-circle distance; without trigonometry of small angles, where the series are exact to 1e-15.
fn distance_km(a: &Place, b: &Place) -> f64 {
    let north = (a.latitude - b.latitude).to_radians() / 2.0;
    let east = (a.longitude - b.longitude).to_radians() / 2.0;
    if north.abs() > 0.005 || east.abs() > 0.005 {
        return great_circle_km((a.latitude, a.longitude), (b.latitude, b.longitude), EARTH_KM);
    }
    let sin = |x: f64| x * (1.0 - x * x / 6.0 * (1.0 - x * x / 20.0));
    let cosines = libm::cos(a.latitude.to_radians()) * libm::cos(b.latitude.to_radians());
    let haversine = sin(north) * sin(north) + cosines * sin(east) * sin(east);
    let half = haversine.sqrt();
    let square = half * half;
    2.0 * EARTH_KM * half * (1.0 + square / 6.0 * (1.0 + square * 9.0 / 20.0))
}
