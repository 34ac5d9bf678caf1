//! Vetoes of the Security Council by their day.

use griot_model::{ClaimKind, Proposition};

use super::{
    compose::Reader,
    matcher::Match,
    place,
    things::{Thing, any_at, is_in},
};
use crate::{claims::Found, dates::Boundary};

/// Days beyond which a date says too little of one vote.
const MONTH: i32 = 31;

pub(super) fn vetoed(reader: &Reader<'_>, hit: &Match) -> Option<Found> {
    if reader.is_denied(hit) {
        return None;
    }
    let (first, end) = place::clause(reader.line, hit);
    let says = |list: &str| {
        let list = reader.line.pack.list("vetoed", list);
        (first..end).any(|at| any_at(reader.line.units, at, list).is_some())
    };
    if says("another-veto") {
        return None;
    }
    // "failed on 18 November, because Russia cast its veto": the only day of the sentence.
    let only = || {
        let mut all = reader.scene.dates.iter().filter(|when| !when.readings.is_empty());
        let only = all.next().filter(|when| when.boundary == Boundary::At)?;
        all.next().is_none().then_some(only)
    };
    let when = reader.date(hit, &[Boundary::At]).or_else(only)?;
    let short = |reading: &griot_model::DateReading| {
        reading.range.last.since(reading.range.first).map_or(MONTH, |it| it.get_days()) < MONTH
    };
    if !when.readings.iter().all(short) {
        return None;
    }
    let by = members(reader, hit);
    if by.is_empty() {
        return None;
    }
    let two = says("double") && by.len() == 2;
    let proposition = Proposition::Vetoed {
        no_other: two || says("alone") && by.len() == 1,
        by,
        dates: when.readings.clone(),
    };
    Some(reader.found(hit, Some(when), ClaimKind::Vote, proposition))
}

/// The countries that fill the slot and those that are joined to them: "Russia and China", "russe et chinois".
fn members(reader: &Reader<'_>, hit: &Match) -> Vec<String> {
    let line = reader.line;
    let Some(index) = hit.slots.get("country").copied() else { return Vec::new() };
    let Some(chunk) = line.chunks.get(index) else { return Vec::new() };
    let (Thing::Country { iso, .. } | Thing::Government(iso)) = &chunk.what else {
        return Vec::new();
    };
    let mut found = vec![iso.clone()];
    let joins = |at: usize| {
        line.units.get(at).is_some_and(|unit| {
            unit.is(",") || is_in(unit, line.pack.class("joins")) || is_article(reader, at)
        })
    };
    // Backwards, then forwards.
    let mut first = chunk.first;
    while let Some(before) = first.checked_sub(1).filter(|at| joins(*at)) {
        let next = line.chunks.iter().find_map(|it| match &it.what {
            Thing::Country { iso, .. } | Thing::Government(iso)
                if it.end == before || it.end == first =>
            {
                Some((it.first, iso))
            }
            _ => None,
        });
        match next {
            Some((start, iso)) => {
                found.push(iso.clone());
                first = start;
            }
            None if is_article(reader, before) => first = before,
            None => break,
        }
    }
    let mut end = chunk.end;
    while joins(end) {
        let next = line.chunks.iter().find_map(|it| match &it.what {
            Thing::Country { iso, .. } | Thing::Government(iso) if it.first == end + 1 => {
                Some((it.end, iso))
            }
            _ => None,
        });
        match next {
            Some((behind, iso)) => {
                found.push(iso.clone());
                end = behind;
            }
            None if line.units.get(end + 1).is_some_and(|_| is_article(reader, end + 1)) => {
                end += 1;
            }
            None => break,
        }
    }
    found.sort();
    found.dedup();
    found
}

fn is_article(reader: &Reader<'_>, at: usize) -> bool {
    reader.line.units.get(at).is_some_and(|unit| is_in(unit, reader.line.pack.class("the")))
}
