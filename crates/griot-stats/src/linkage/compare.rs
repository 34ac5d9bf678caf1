//! How two rows agree: one category per field.

use std::sync::Arc;

use super::{Place, Window};

/// A row of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Which list; any number that names it.
    pub source: u32,
    /// Which row of the list; unique in it.
    pub key: u64,
    /// Where and when.
    pub place: Place,
    /// Codes of all taxonomies one after the other, each from its finest level to its coarsest;
    /// [`Shape::MISSING`] where a row has no category.
    pub codes: Arc<[u32]>,
    /// Everybody who took part, sorted; empty where unknown.
    pub actors: Arc<[u32]>,
    /// How many died, where the list says so.
    pub deaths: Option<u32>,
}

/// How many levels each taxonomy has.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Shape {
    /// Levels of each taxonomy, in the order of [`Record::codes`].
    pub levels: Vec<usize>,
}

impl Shape {
    /// The code of a row without a category; it speaks neither for nor against a match.
    pub const MISSING: u32 = u32::MAX;
}

/// A field in which two rows are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Comparison {
    /// Kilometres between the points.
    Distance,
    /// Days between the intervals.
    Days,
    /// Finest level on which this taxonomy agrees, counted from 0.
    Taxonomy(usize),
    /// Whether some actor is in both.
    Actors,
    /// Whether the numbers of deaths are equal, alike (within a factor of two) or different.
    Deaths,
}

/// Upper ends of the distance bands in kilometres; a last band is open.
const BANDS_KM: [f64; 17] = [
    0.25, 0.5, 1.0, 2.0, 3.0, 4.5, 6.0, 8.0, 10.0, 12.5, 15.0, 17.5, 20.0, 25.0, 30.0, 40.0,
    50.0,
];
/// Gaps of more days share a category.
const MOST_DAYS: usize = 10;
/// How quickly matches are expected to thin out with distance, in kilometres. Two thirds of all matches
/// within 6 km is where ACLED and GED town coordinates of the Sahel lie.
const EXPECTED_KM: f64 = 6.0;

/// A field with what is expected of it before any row is seen.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Field {
    pub(super) comparison: Comparison,
    /// Share of matches in each category.
    pub(super) matches: Vec<f64>,
    /// Share of neighbours in each category.
    pub(super) neighbours: Vec<f64>,
    /// Whether a higher category can never speak more for a match than a lower one.
    pub(super) ordered: bool,
}

impl Field {
    /// The fields of a run. A category beyond the last means that one of the rows says nothing.
    pub(super) fn all(shape: &Shape, window: Window) -> Vec<Self> {
        let mut fields = vec![Self::distance(window.km), Self::days(window.days)];
        for (taxonomy, &levels) in shape.levels.iter().enumerate() {
            fields.push(Self::taxonomy(taxonomy, levels));
        }
        fields.push(Self::new(Comparison::Actors, &[0.8, 0.2], &[0.3, 0.7], false));
        fields.push(Self::new(
            Comparison::Deaths,
            &[0.6, 0.25, 0.15],
            &[0.25, 0.25, 0.5],
            false,
        ));
        fields
    }

    fn new(comparison: Comparison, matches: &[f64], neighbours: &[f64], ordered: bool) -> Self {
        Self { comparison, matches: shares(matches), neighbours: shares(neighbours), ordered }
    }

    fn distance(km: f64) -> Self {
        let mut matches = Vec::new();
        let mut neighbours = Vec::new();
        let mut from = 0.0;
        for to in BANDS_KM.into_iter().chain([f64::INFINITY]) {
            let end = to.min(km.max(50.0));
            let middle = f64::midpoint(from, end);
            matches.push((libm::exp(-middle / EXPECTED_KM) * (end - from)).max(1e-6));
            // Neighbours are spread over the area; bands beyond the distance are there for rows with radii.
            let inside = (end.min(km) * end.min(km) - (from * from).min(km * km)).max(0.0);
            neighbours.push(inside / (km * km) + 1e-4);
            from = end;
        }
        Self::new(Comparison::Distance, &matches, &neighbours, true)
    }

    fn days(days: i32) -> Self {
        let days = usize::try_from(days).unwrap_or(0);
        let mut matches = vec![0.7];
        let mut neighbours = vec![1.0];
        let mut share = 0.2;
        for gap in 1..=days {
            if gap <= MOST_DAYS {
                matches.push(share);
                neighbours.push(2.0);
                share /= 2.0;
            } else if let (Some(m), Some(u)) = (matches.last_mut(), neighbours.last_mut()) {
                *m += share;
                *u += 2.0;
                share /= 2.0;
            }
        }
        Self::new(Comparison::Days, &matches, &neighbours, true)
    }

    /// Matches agree on the finest level, or else anywhere; neighbours agree mostly on coarse levels or not at all.
    fn taxonomy(taxonomy: usize, levels: usize) -> Self {
        #[expect(clippy::cast_precision_loss, reason = "levels of a taxonomy are few")]
        let rest = 0.25 / levels.max(1) as f64;
        let mut matches = vec![rest; levels + 1];
        if let Some(finest) = matches.first_mut() {
            *finest = 0.75;
        }
        let mut neighbours = vec![0.2; levels + 1];
        if let Some(none) = neighbours.last_mut() {
            *none = 0.4;
        }
        Self::new(Comparison::Taxonomy(taxonomy), &matches, &neighbours, false)
    }

    pub(super) fn categories(&self) -> usize {
        self.matches.len()
    }
}

/// The bands of distance that lie inside a window, from and to, in kilometres.
pub(super) fn bands(km: f64) -> Vec<(f64, f64)> {
    let froms = std::iter::once(0.0).chain(BANDS_KM);
    froms.zip(BANDS_KM).filter(|(_, to)| *to <= km).collect()
}

/// The category of every field, as one number in mixed radix; a field's last digit is "says nothing".
pub(super) fn pattern(
    fields: &[Field],
    shape: &Shape,
    (a, b): (&Record, &Record),
    km: f64,
    days: i32,
) -> u64 {
    let mut pattern = 0;
    for field in fields {
        let missing = field.categories();
        let category = match field.comparison {
            Comparison::Distance => BANDS_KM.partition_point(|&band| band < km),
            Comparison::Days => usize::try_from(days).unwrap_or(0).min(missing - 1),
            Comparison::Taxonomy(taxonomy) => {
                let first: usize = shape.levels[..taxonomy].iter().sum();
                finest(a, b, first, shape.levels[taxonomy]).unwrap_or(missing)
            }
            Comparison::Actors => shared(&a.actors, &b.actors).map_or(missing, usize::from),
            Comparison::Deaths => deaths(a.deaths, b.deaths).unwrap_or(missing),
        };
        pattern = pattern * (missing as u64 + 1) + category as u64;
    }
    pattern
}

/// The categories behind a pattern, in the order of the fields.
pub(super) fn categories(fields: &[Field], mut pattern: u64) -> Vec<usize> {
    let mut categories = vec![0; fields.len()];
    for (at, field) in fields.iter().enumerate().rev() {
        let radix = field.categories() as u64 + 1;
        categories[at] = usize::try_from(pattern % radix).unwrap_or(0);
        pattern /= radix;
    }
    categories
}

fn finest(a: &Record, b: &Record, first: usize, levels: usize) -> Option<usize> {
    let (a, b) = (a.codes.get(first..first + levels)?, b.codes.get(first..first + levels)?);
    if a.contains(&Shape::MISSING) || b.contains(&Shape::MISSING) {
        return None;
    }
    Some(a.iter().zip(b).position(|(x, y)| x == y).unwrap_or(levels))
}

/// Whether no actor is shared; nothing where one side names nobody. Both are sorted.
fn shared(a: &[u32], b: &[u32]) -> Option<bool> {
    if a.is_empty() || b.is_empty() {
        return None;
    }
    Some(!a.iter().any(|actor| b.binary_search(actor).is_ok()))
}

fn deaths(a: Option<u32>, b: Option<u32>) -> Option<usize> {
    let (low, high) = (a?.min(b?), a?.max(b?));
    Some(match (low, high) {
        (low, high) if low == high => 0,
        (low, high) if low > 0 && u64::from(low) * 2 >= u64::from(high) => 1,
        _ => 2,
    })
}

pub(super) fn shares(counts: &[f64]) -> Vec<f64> {
    let sum: f64 = counts.iter().sum();
    counts.iter().map(|count| count / sum).collect()
}
