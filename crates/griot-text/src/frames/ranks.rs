//! Places in the index of press freedom, and what Freedom House rates.

use griot_model::{ClaimKind, DateReading, Freedom, Proposition};

use super::{
    compose::{AT_OR_SINCE, Reader},
    matcher::Match,
    slots::{whole, year},
    things::{Chunk, Thing, any_at},
};
use crate::{
    claims::{Found, When},
    dates::Boundary,
};

/// Whether the sentence speaks of the index of press freedom, of the whole world, and of no other index.
fn of_press_freedom(reader: &Reader<'_>) -> bool {
    reader.says("ranked", "index")
        && !reader.says("ranked", "other-index")
        && !reader.says("ranked", "within")
}

pub(super) fn ranked(reader: &Reader<'_>, hit: &Match) -> Option<Found> {
    if reader.is_denied(hit) || !of_press_freedom(reader) {
        return None;
    }
    let place = reader.place_in_order(hit, "place")?;
    // "from the 135th to the 150th place" has two.
    let in_digits = |chunk: &&Chunk| {
        matches!(chunk.what, Thing::Ordinal(_)) && !reader.line.units[chunk.first].wordy
    };
    // "placed 60th in 2021, had slipped to 114th by 2025": each has its own date right behind it.
    let own = hit.slots.get("place").and_then(|index| own_date(reader, *index));
    let several = reader.line.chunks.iter().filter(in_digits).count() > 1;
    if several && own.is_none() {
        return None;
    }
    let when = own.or_else(|| the_date(reader, hit));
    let dates = editions(reader, when)?;
    let placed = reader.placed(hit)?;
    let proposition = Proposition::Ranked { country: placed.country, place, dates };
    Some(reader.found(hit, when, ClaimKind::Count, proposition).assuming(placed.assumed))
}

/// The date right behind a place in the index, over its noun.
fn own_date<'r>(reader: &'r Reader<'_>, index: usize) -> Option<&'r When> {
    let chunk = reader.line.chunks.get(index)?;
    (0..=2).find_map(|over| {
        let first = chunk.end + over;
        reader.line.chunks.iter().find_map(|it| match it.what {
            Thing::Date(date) if it.first == first => reader.scene.dates.get(date),
            _ => None,
        })
    })
}

/// The date of a place: of its clause, else the only one of the sentence.
fn the_date<'r>(reader: &'r Reader<'_>, hit: &Match) -> Option<&'r When> {
    let fits = |when: &When| !when.readings.is_empty() && !when.is_range && !when.is_century;
    reader.date(hit, AT_OR_SINCE).filter(|when| fits(when)).or_else(|| {
        let year =
            |when: &When| when.readings.first().map(|reading| reading.range.first.year());
        let mut all = reader.scene.dates.iter().filter(|when| fits(when));
        let only = all.next()?;
        all.all(|when| year(when) == year(only)).then_some(only)
    })
}

/// The edition that a date means; without a date, the newest on the day of the text: of its year, or where it was
/// not out yet, of the year before.
fn editions(reader: &Reader<'_>, when: Option<&When>) -> Option<Vec<DateReading>> {
    if let Some(when) = when {
        return Some(when.readings.clone());
    }
    let day = reader.context.dateline()?;
    Some(vec![
        year(day.year(), "the edition of the year of the text"),
        year(day.year().checked_sub(1)?, "the edition of the year before the text"),
    ])
}

pub(super) fn moved(reader: &Reader<'_>, hit: &Match) -> Option<Found> {
    if reader.is_denied(hit) || !of_press_freedom(reader) {
        return None;
    }
    let from = hit.slots.get("from").and_then(|_| reader.place_in_order(hit, "from"));
    let to = hit.slots.get("to").and_then(|_| reader.place_in_order(hit, "to"));
    let by = match hit.slots.get("by") {
        Some(_) => whole(&reader.figure(hit, "by")?.quantity),
        None => None,
    };
    let editions = span_of_editions(reader)?;
    let in_words = |list: &str| {
        let list = reader.line.pack.list("rank-moved", list);
        (hit.first..hit.end).any(|at| any_at(reader.line.units, at, list).is_some())
    };
    let better = match (in_words("better"), in_words("worse")) {
        (true, false) => Some(true),
        (false, true) => Some(false),
        _ => None,
    };
    let placed = reader.placed(hit)?;
    let proposition =
        Proposition::RankMoved { country: placed.country, from, to, by, better, editions };
    Some(reader.found(hit, None, ClaimKind::Count, proposition).assuming(placed.assumed))
}

/// The two editions that a sentence compares: those it names, or the one it names and the one before.
fn span_of_editions(reader: &Reader<'_>) -> Option<[i16; 2]> {
    let mut years: Vec<i16> = Vec::new();
    let mut ranges: Vec<[i16; 2]> = Vec::new();
    for when in &reader.scene.dates {
        let [reading] = when.readings.as_slice() else { return None };
        let (first, last) = (reading.range.first.year(), reading.range.last.year());
        if first == last {
            years.push(first);
        } else {
            ranges.push([first, last]);
        }
    }
    years.sort_unstable();
    years.dedup();
    match (ranges.as_slice(), years.as_slice()) {
        ([only], []) => Some(*only),
        ([], [first, last]) => Some([*first, *last]),
        ([], [only]) => Some([only.checked_sub(1)?, *only]),
        ([], []) => {
            let day = reader.context.dateline()?;
            Some([day.year().checked_sub(1)?, day.year()])
        }
        _ => None,
    }
}

pub(super) fn rated(reader: &Reader<'_>, hit: &Match) -> Option<Found> {
    if reader.is_denied(hit) || !reader.says("rated", "by") {
        return None;
    }
    // The pattern names the status last, or in its only words.
    let is = |list: &str| {
        let list = reader.line.pack.list("rated", list);
        (hit.first..hit.end).any(|at| any_at(reader.line.units, at, list).is_some())
    };
    let status = if is("partly-free") {
        Freedom::PartlyFree
    } else if is("not-free") {
        Freedom::NotFree
    } else if is("free") {
        Freedom::Free
    } else {
        return None;
    };
    // "still partly free in 2013, put it among those not free that year": which date is whose is left to the loose reading.
    let all = ["partly-free", "not-free"];
    let said = all.iter().filter(|list| reader.says("rated", list)).count();
    if said > 1 && hit.slots.is_empty() {
        return None;
    }
    let when = reader.date(hit, &[Boundary::At, Boundary::Since]);
    let dates = editions(reader, when)?;
    let placed = reader.placed(hit)?;
    let proposition = Proposition::Rated { country: placed.country, status, dates };
    Some(reader.found(hit, when, ClaimKind::Count, proposition).assuming(placed.assumed))
}
