//! How many coups a country had in a time, or which of them one was.

use griot_model::{ClaimKind, DateRange, DateReading, Proposition};

use super::{
    compose::Reader,
    matcher::Match,
    slots::whole,
    things::{Thing, any_at},
};
use crate::{claims::Found, dates::Boundary};

pub(super) fn counted(reader: &Reader<'_>, hit: &Match) -> Option<Found> {
    if reader.is_denied(hit)
        || reader.says("coup-count", "elsewhere")
        || reader.is_one_of_several(hit, "country")
    {
        return None;
    }
    let chunk = reader.slot(hit, "count")?;
    let (count, is_ordinal) = match chunk.what {
        Thing::Ordinal(place) => (place, true),
        Thing::Number(_) => (whole(&reader.figure(hit, "count")?.quantity)?, false),
        _ => return None,
    };
    let in_words = |list: &str| {
        let list = reader.line.pack.list("coup-count", list);
        (hit.first..hit.end).any(|at| any_at(reader.line.units, at, list).is_some())
    };
    let attempts = match (in_words("attempts"), in_words("successful")) {
        (true, false) => Some(true),
        (false, true) => Some(false),
        _ => None,
    };
    let since = reader.when_slot(hit, "since").or_else(|| {
        let mut all = reader.scene.dates.iter();
        let found = all.find(|when| when.boundary == Boundary::Since)?;
        (!found.readings.is_empty()).then_some(found)
    });
    let (dates, when) = match since {
        Some(since) => {
            let until = reader.context.dateline()?;
            let to_now = |reading: &DateReading| DateReading {
                range: DateRange::new(reading.range.first, until.max(reading.range.last)),
                shown: format!("since {}", reading.shown),
                how: reading.how.clone(),
            };
            (since.readings.iter().map(to_now).collect(), since)
        }
        None if is_ordinal => return None,
        None => {
            let when = reader.date(hit, &[Boundary::At])?;
            (when.readings.clone(), when)
        }
    };
    let placed = reader.placed(hit)?;
    let proposition =
        Proposition::CoupCount { country: placed.country, count, is_ordinal, attempts, dates };
    Some(reader.found(hit, Some(when), ClaimKind::Count, proposition).assuming(placed.assumed))
}
