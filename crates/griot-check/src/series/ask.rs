//! What is asked of one series, what it has for somebody, and what came of it.

use griot_model::measure::{Entity, Measure};

use super::{
    choose::Candidate,
    known::{Kept, Kind, Known},
    numbers::Fit,
};

/// Years by which the newest number of a series may be older than the text.
pub(super) const STALE: i16 = 4;
/// Of so many of its countries a group must have a number before the first of them is told.
pub(super) const MOST_OF: f64 = 0.9;
/// By so much two numbers must differ before one is called higher; a fiftieth.
pub(super) const APART: f64 = 0.02;

/// A year's number with its interval.
#[derive(Debug, Clone, Copy)]
pub(super) struct Number {
    pub(super) year: i16,
    pub(super) value: f64,
    pub(super) low: f64,
    pub(super) high: f64,
}

/// What came of one series.
pub(super) struct Outcome {
    /// How it agrees; none where a number is missing.
    pub(super) fit: Option<Fit>,
    /// The numbers used, or what is missing, in words.
    pub(super) told: String,
    /// Short, for the margin.
    pub(super) short: String,
    /// Whose numbers of which years were used.
    pub(super) used: Vec<(Entity, i16, i16)>,
}

impl Outcome {
    pub(super) fn missing(told: impl Into<String>) -> Self {
        Self { fit: None, told: told.into(), short: String::new(), used: Vec::new() }
    }
}

/// One series, asked about one sentence.
pub(super) struct Asked<'a> {
    pub(super) measure: &'a Measure,
    pub(super) known: &'a Known<'a>,
    pub(super) candidate: &'a Candidate,
}

impl Asked<'_> {
    pub(super) fn kept(&self) -> Option<&Kept<'_>> {
        self.known.kept.get(*self.candidate.parts.first()?)
    }

    pub(super) fn kind(&self) -> Kind {
        self.kept().map_or(Kind::Score, |it| it.kind.clone())
    }

    pub(super) fn unit(&self) -> String {
        self.kept().map_or_else(String::new, |it| it.series.unit.clone())
    }

    /// Whether anybody has a number for a year.
    pub(super) fn has_year(&self, year: i16) -> bool {
        let year = griot_model::PartialDate::Year(year);
        self.kept().is_some_and(|kept| {
            kept.series
                .entities
                .values()
                .any(|points| points.binary_search_by_key(&year, |it| it.time).is_ok())
        })
    }

    pub(super) fn is_additive(&self) -> bool {
        self.kept().is_some_and(|it| it.additive)
    }

    /// The numbers of somebody in order of years, parts added.
    pub(super) fn numbers(&self, entity: &Entity) -> Result<Vec<Number>, String> {
        let mut sum: Option<Vec<Number>> = None;
        for at in &self.candidate.parts {
            let Some(kept) = self.known.kept.get(*at) else { continue };
            let name = self.known.name(entity);
            if !kept.entities.contains_key(entity) {
                return Err(format!("the series has no number for {name}"));
            }
            let years = kept.years(entity).ok_or_else(|| {
                "the series is by month or day, and the sentence speaks of years".to_owned()
            })?;
            let numbers: Vec<Number> = years
                .into_iter()
                .map(|(year, point)| {
                    let (low, high) = point.interval();
                    Number { year, value: point.value, low, high }
                })
                .collect();
            sum = Some(match sum {
                None => numbers,
                Some(known) => added(&known, &numbers),
            });
        }
        sum.filter(|it| !it.is_empty())
            .ok_or_else(|| format!("the series has no number for {}", self.known.name(entity)))
    }
}

/// Numbers of the years that both have, added.
pub(super) fn added(one: &[Number], other: &[Number]) -> Vec<Number> {
    one.iter()
        .filter_map(|it| {
            let same = other.iter().find(|number| number.year == it.year)?;
            Some(Number {
                year: it.year,
                value: it.value + same.value,
                low: it.low + same.low,
                high: it.high + same.high,
            })
        })
        .collect()
}

/// Two readings: the one that agrees, else the one that differs less.
pub(super) fn either(one: Outcome, other: Outcome) -> Outcome {
    match (one.fit, other.fit) {
        (None, _) => Outcome { fit: None, ..one },
        (_, None) => Outcome { fit: None, ..other },
        (Some(first), Some(second)) if second < first => Outcome { fit: Some(second), ..other },
        _ => one,
    }
}

/// Two things that both have to be so.
pub(super) fn both(one: Outcome, other: Outcome) -> Outcome {
    let fit = match (one.fit, other.fit) {
        (Some(Fit::Differs), _) => return one,
        (_, Some(Fit::Differs)) => return other,
        (Some(first), Some(second)) => Some(first.and(second)),
        _ => None,
    };
    let told = match (one.fit, other.fit) {
        (None, _) => one.told,
        (_, None) => other.told,
        _ => format!("{}; {}", one.told, other.told),
    };
    let mut used = one.used;
    used.extend(other.used);
    Outcome { fit, told, short: one.short, used }
}
