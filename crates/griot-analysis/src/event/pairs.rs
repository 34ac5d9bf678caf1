//! Pairs of rows that were compared, put into words only as they are asked for.
//!
//! Three lists of a million rows have a million pairs and more, of which a person reads ten; each in words takes
//! five times as much memory as all else that is known of it.

use std::{collections::BTreeMap, sync::Arc};

use griot_case::judgement::RowName;
use griot_stats::linkage::{Comparison, Fusion, Link};

use super::matched::Match;

/// Who decided which pair of records.
pub(super) type Authors = BTreeMap<(usize, usize), String>;

/// What the pairs of a fusion are told from.
#[derive(Debug)]
pub(super) struct Linked {
    pub(super) fusion: Fusion,
    /// Names of all rows, and for each record the row that stands for it.
    pub(super) names: Vec<RowName>,
    pub(super) represents: Vec<usize>,
    /// Column and number of levels of each taxonomy.
    pub(super) columns: Vec<(String, usize)>,
    pub(super) authors: Authors,
}

/// Pairs of rows, in order.
#[derive(Debug, Clone)]
pub struct Pairs(Kept);

#[derive(Debug, Clone)]
enum Kept {
    Compared(Arc<Linked>),
    Offered(Arc<Linked>),
    Told(Vec<Match>),
}

impl Pairs {
    /// Those that were compared, best first.
    pub(super) fn compared(linked: &Arc<Linked>) -> Self {
        Self(Kept::Compared(Arc::clone(linked)))
    }

    /// Those inside one list that are offered to a person.
    pub(super) fn offered(linked: &Arc<Linked>) -> Self {
        Self(Kept::Offered(Arc::clone(linked)))
    }

    /// Those that another program would list, as they are.
    pub(super) fn scored(matches: Vec<Match>) -> Self {
        Self(Kept::Told(matches))
    }

    fn links(&self) -> (Option<&Linked>, &[Link]) {
        match &self.0 {
            Kept::Compared(linked) => (Some(linked), &linked.fusion.links),
            Kept::Offered(linked) => (Some(linked), &linked.fusion.review),
            Kept::Told(_) => (None, &[]),
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        match &self.0 {
            Kept::Told(matches) => matches.len(),
            Kept::Compared(_) | Kept::Offered(_) => self.links().1.len(),
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many of them are in one event.
    pub fn together(&self) -> usize {
        match &self.0 {
            Kept::Told(matches) => matches.iter().filter(|it| it.together).count(),
            Kept::Compared(_) | Kept::Offered(_) => {
                self.links().1.iter().filter(|it| it.together).count()
            }
        }
    }

    /// All of them, each put into words when its turn comes.
    pub fn iter(&self) -> impl Iterator<Item = Match> + '_ {
        let (linked, links) = self.links();
        let told: &[Match] = match &self.0 {
            Kept::Told(matches) => matches,
            Kept::Compared(_) | Kept::Offered(_) => &[],
        };
        let linked = linked.into_iter();
        told.iter()
            .cloned()
            .chain(linked.flat_map(move |it| links.iter().map(|link| it.told(link))))
    }
}

impl PartialEq for Pairs {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().eq(other.iter())
    }
}

impl Linked {
    fn told(&self, link: &Link) -> Match {
        let name = |record: usize| {
            self.represents.get(record).and_then(|&row| self.names.get(row)).cloned()
        };
        let none = || RowName { source: "".into(), row: 0 };
        let reasons = self.fusion.reasons(link).into_iter();
        Match {
            one: name(link.a).unwrap_or_else(none),
            other: name(link.b).unwrap_or_else(none),
            km: link.km,
            days: link.days,
            probability: link.probability,
            together: link.together,
            author: link.judged.then(|| {
                let key = (link.a.min(link.b), link.a.max(link.b));
                self.authors.get(&key).cloned().unwrap_or_default()
            }),
            reasons: reasons
                .map(|reason| {
                    let words = words(reason.comparison, reason.category, link, &self.columns);
                    (words.into(), reason.bits)
                })
                .collect(),
        }
    }
}

/// A reason in words, with what the two rows have.
fn words(
    comparison: Option<Comparison>,
    category: usize,
    link: &Link,
    columns: &[(String, usize)],
) -> String {
    match comparison {
        None if category == 0 => "how common matches are among neighbours".to_owned(),
        None => "competition with other candidates".to_owned(),
        Some(Comparison::Distance) => format!("{:.1} km apart", link.km),
        Some(Comparison::Days) => match link.days {
            0 => "on the same days".to_owned(),
            1 => "1 day apart".to_owned(),
            days => format!("{days} days apart"),
        },
        Some(Comparison::Taxonomy(at)) => {
            let (column, levels) =
                columns.get(at).map_or(("category", 0), |it| (it.0.as_str(), it.1));
            if category >= levels {
                format!("{column} differs on every level")
            } else {
                format!("{column} agrees on level {}", category + 1)
            }
        }
        Some(Comparison::Actors) if category == 0 => "an actor in common".to_owned(),
        Some(Comparison::Actors) => "no actor in common".to_owned(),
        Some(Comparison::Deaths) => [
            "equal numbers of deaths",
            "numbers of deaths within twice",
            "different numbers of deaths",
        ]
        .get(category)
        .copied()
        .unwrap_or("deaths")
        .to_owned(),
    }
}
