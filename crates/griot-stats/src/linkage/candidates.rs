//! The pairs that are compared, and the neighbours that show what chance looks like.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::ControlFlow,
};

use super::{
    Place, Window,
    compare::{Field, Record, Shape, categories, pattern},
    estimate::Group,
    great_circle_km,
    join::Searchable,
    link::{Answer, Link, TooManyPairs},
};

/// How many times one side is shifted to find neighbours.
const SHIFTS: i32 = 3;
/// Where there are more rows than this, neighbours are looked for around a part of them; it is enough to count them.
const MOST_PROBES: usize = 4_000;

/// How often neighbours of each pattern were seen with each weight, by the bits of the weight; those of positive numbers sort as
/// the numbers do.
type Seen = BTreeMap<(u64, u64), u64>;

/// What is known of a pair beforehand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// Nothing; its fields decide.
    Open,
    /// A person joined it.
    Same,
    /// A person separated it.
    Different,
    /// A person gave one of its rows another partner in that list.
    Excluded,
}

/// Pairs with their groups; open pairs of a group have the order of its `pairs`.
pub(super) struct Candidates {
    pub(super) links: Vec<Link>,
    pub(super) standings: Vec<Standing>,
    pub(super) groups: Vec<Group>,
    /// The two sources of each group.
    pub(super) sources: Vec<(u32, u32)>,
}

impl Candidates {
    /// Finds all pairs of records inside the window. Pairs that a person joined need not be. Of more than `most` pairs
    /// none are given.
    pub(super) fn find(
        sorted: &[&Record],
        shape: &Shape,
        window: Window,
        fields: &[Field],
        judged: &BTreeMap<(usize, usize), Answer>,
        most: usize,
    ) -> Result<Self, TooManyPairs> {
        let lists = Lists::of(sorted);
        let places: Vec<Place> = sorted.iter().map(|record| record.place).collect();
        let compared = |a: usize, b: usize, km: f64, days: i32| Link {
            a,
            b,
            km,
            days,
            probability: 0.0,
            together: false,
            judged: judged.contains_key(&(a, b)),
            group: lists.group(a, b),
            pattern: pattern(fields, shape, (sorted[a], sorted[b]), km, days),
        };
        let mut links = Vec::new();
        let side = Searchable::new(&places, window.km, window.days, false);
        let ended = side.search(
            &places,
            |a, b| a < b,
            |a, b, km, days| {
                links.push(compared(a, b, km, days));
                if links.len() > most {
                    ControlFlow::Break(())
                } else {
                    ControlFlow::Continue(())
                }
            },
        );
        if ended.is_break() {
            return Err(TooManyPairs { most });
        }
        for (&(a, b), _) in judged.iter().filter(|(_, answer)| **answer == Answer::Same) {
            let (p, q) = (&places[a], &places[b]);
            let from = (p.latitude, p.longitude);
            let km = great_circle_km(from, (q.latitude, q.longitude), super::EARTH_KM);
            links.push(compared(a, b, km, (q.start - p.end).max(p.start - q.end).max(0)));
        }
        links.sort_unstable_by_key(|link| (link.group, link.a, link.b));
        links.dedup_by_key(|link| (link.a, link.b));

        let standings = standings(&links, &lists, judged);
        let mut groups = lists.groups(fields);
        for (link, standing) in links.iter().zip(&standings) {
            let group = &mut groups[link.group];
            let row = |row: usize| u32::try_from(row).unwrap_or(u32::MAX);
            match standing {
                Standing::Open => {
                    group.pairs.push((row(link.a), row(link.b)));
                    group.patterns.push(link.pattern);
                }
                Standing::Same => group.decided.push(link.pattern),
                Standing::Different | Standing::Excluded => {}
            }
        }
        let seen = neighbours(&mut groups, &places, &side, window.days, |a, b, km, days| {
            (lists.group(a, b), pattern(fields, shape, (sorted[a], sorted[b]), km, days))
        });
        for (group, seen) in groups.iter_mut().zip(seen) {
            group.count_neighbours(fields, &seen);
        }
        Ok(Self { links, standings, groups, sources: lists.pairs() })
    }
}

/// The sources of the records, and a number for each two of them.
struct Lists {
    sources: Vec<u32>,
    sizes: Vec<usize>,
    /// Number of each record's source.
    of: Vec<usize>,
}

impl Lists {
    fn of(sorted: &[&Record]) -> Self {
        let sources: BTreeSet<u32> = sorted.iter().map(|record| record.source).collect();
        let sources: Vec<u32> = sources.into_iter().collect();
        let number = |record: &&Record| sources.partition_point(|&s| s < record.source);
        let of: Vec<usize> = sorted.iter().map(number).collect();
        let mut sizes = vec![0; sources.len()];
        for &number in &of {
            sizes[number] += 1;
        }
        Self { sources, sizes, of }
    }

    fn group(&self, a: usize, b: usize) -> usize {
        let (low, high) = (self.of[a].min(self.of[b]), self.of[a].max(self.of[b]));
        high * (high + 1) / 2 + low
    }

    /// In the order of [`Self::group`].
    fn pairs(&self) -> Vec<(u32, u32)> {
        let high = self.sources.iter().enumerate();
        high.flat_map(|(at, &b)| self.sources[..=at].iter().map(move |&a| (a, b))).collect()
    }

    fn groups(&self, fields: &[Field]) -> Vec<Group> {
        let high = self.sizes.iter().enumerate();
        let sizes = high.flat_map(|(at, &b)| {
            self.sizes[..=at].iter().enumerate().map(move |(low, &a)| (a, b, low == at))
        });
        sizes
            .map(|(a, b, within)| Group {
                rows: (a, b),
                pairs: Vec::new(),
                patterns: Vec::new(),
                decided: Vec::new(),
                neighbours: fields.iter().map(|field| vec![0.0; field.categories()]).collect(),
                expected_neighbours: 0.0,
                within,
            })
            .collect()
    }
}

fn standings(
    links: &[Link],
    lists: &Lists,
    judged: &BTreeMap<(usize, usize), Answer>,
) -> Vec<Standing> {
    let mut partnered: BTreeSet<(usize, usize)> = BTreeSet::new();
    for (&(a, b), answer) in judged {
        if *answer == Answer::Same && lists.of[a] != lists.of[b] {
            partnered.extend([(a, lists.of[b]), (b, lists.of[a])]);
        }
    }
    let excluded = |link: &Link| {
        lists.of[link.a] != lists.of[link.b]
            && (partnered.contains(&(link.a, lists.of[link.b]))
                || partnered.contains(&(link.b, lists.of[link.a])))
    };
    let standing = |link: &Link| match judged.get(&(link.a, link.b)) {
        Some(Answer::Same) => Standing::Same,
        Some(Answer::Different) => Standing::Different,
        None if excluded(link) => Standing::Excluded,
        None => Standing::Open,
    };
    links.iter().map(standing).collect()
}

impl Group {
    /// Adds up how often each category of each field was seen among neighbours, given by pattern with their weights.
    fn count_neighbours(&mut self, fields: &[Field], seen: &Seen) {
        let seen: Vec<(u64, f64, u64)> = seen
            .iter()
            .map(|(&(pattern, bits), &times)| (pattern, f64::from_bits(bits), times))
            .collect();
        for same in seen.chunk_by(|x, y| x.0 == y.0) {
            // One by one and the lightest first, so that the sum is the same whatever the order in which they were seen.
            let mut weight = 0.0;
            for (_, each, times) in same {
                for _ in 0..*times {
                    weight += each;
                }
            }
            let categories = same.first().map(|(pattern, ..)| categories(fields, *pattern));
            let categories = categories.unwrap_or_default();
            for (counts, category) in self.neighbours.iter_mut().zip(categories) {
                if let Some(count) = counts.get_mut(category) {
                    *count += weight;
                }
            }
        }
    }
}

/// Searches again with one side shifted in time by more than any match can be, three times forwards and so, since each row is
/// on both sides, three times backwards.
fn neighbours(
    groups: &mut [Group],
    places: &[Place],
    side: &Searchable<'_>,
    days: i32,
    compared: impl Fn(usize, usize, f64, i32) -> (usize, u64),
) -> Vec<Seen> {
    let mut seen = vec![Seen::new(); groups.len()];
    let mut durations: Vec<i32> = places.iter().map(|p| (p.end - p.start).max(0)).collect();
    durations.sort_unstable();
    let usual = durations.get(durations.len() * 19 / 20).copied().unwrap_or(0);
    let first = places.iter().map(|p| p.start).min().unwrap_or(0);
    let last = places.iter().map(|p| p.end).max().unwrap_or(0);
    let every = places.len().div_ceil(MOST_PROBES).max(1);
    let probes: Vec<usize> = (0..places.len()).step_by(every).collect();
    for shift in 1..=SHIFTS {
        let by = (2 * days + 3).saturating_mul(shift).saturating_add(usual);
        // A shifted list overlaps less with the other; what falls off either end is made up for.
        let span = f64::from(last - first + 1);
        let overlap = (span - f64::from(by)).max(span / 10.0);
        #[expect(clippy::cast_precision_loss, reason = "a small step")]
        let weight = span / overlap * every as f64 / f64::from(2 * SHIFTS);
        let shifted: Vec<Place> = probes
            .iter()
            .map(|&at| places[at])
            .map(|p| Place { start: p.start + by, end: p.end + by, ..p })
            .collect();
        let (ControlFlow::Continue(()) | ControlFlow::Break(())) = side.search(
            &shifted,
            |a, b| probes[a] != b,
            |a, b, km, days| {
                let a = probes[a];
                let (group, pattern) = compared(a.min(b), a.max(b), km, days);
                // Within one list each pair of rows is met once, as in the search itself; between two lists likewise.
                groups[group].expected_neighbours += weight;
                let key = (pattern, (weight * f64::from(2 * SHIFTS)).to_bits());
                *seen[group].entry(key).or_default() += 1;
                ControlFlow::Continue(())
            },
        );
    }
    seen
}
