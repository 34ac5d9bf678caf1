//! The dead: how many, where and when, and what may choose some of them.

use griot_model::{ClaimKind, Proposition, Span};

use super::{
    compose::{AT, Reader},
    matcher::Match,
    place,
    slots::bounded,
    things::{Thing, any_at, is_in},
    units::span_of,
};
use crate::claims::{Found, When};

pub(super) fn deaths(reader: &Reader<'_>, hit: &Match) -> Option<Found> {
    let Thing::Number(index) = reader.line.chunks.get(*hit.slots.get("count")?)?.what else {
        return None;
    };
    let figure = reader.scene.figures.get(index)?;
    let placed = place::country(reader.scene, reader.line, hit, reader.context)?;
    // "1,407 deaths in 2022 and 7,837 in 2023": the second number has a date of its own, right behind it.
    let when = if hit.slots.contains_key("first") {
        Some(reader.right_behind(hit.slots.get("count").copied()?)?)
    } else {
        reader.date(hit, AT)
    };
    let span = span_of(reader.line.units, hit.first, hit.end);
    let pack = reader.line.pack;
    let civilians = (hit.first..hit.end)
        .any(|at| is_in(&reader.line.units[at], pack.list("deaths", "civilians")));
    // "Mali killed 25 people": the country is who killed, not where.
    let killer = reader.line.chunks.iter().any(|chunk| {
        let placed = place::is_place(reader.line, chunk.first);
        matches!(chunk.what, Thing::Country { named: true, .. })
            && chunk.end == hit.head
            && hit.first == hit.head
            && !placed
    });
    let narrowed_by = if killer {
        Some("those whom a state killed".to_owned())
    } else {
        let again = hit.slots.contains_key("first");
        narrowed(reader, when, span, &placed.country, again)
    };
    let dates = when.map(|when| bounded(&when.readings, reader.context)).unwrap_or_default();
    let proposition = Proposition::Deaths {
        country: placed.country,
        dates,
        count: figure.quantity.clone(),
        civilians,
        narrowed_by,
    };
    Some(reader.found(hit, when, ClaimKind::Count, proposition).assuming(placed.assumed))
}

/// A word of the sentence that may choose some of the dead, dates of the number before it aside where it is told `again`; none where every word counts all of them.
fn narrowed(
    reader: &Reader<'_>,
    when: Option<&When>,
    count: Span,
    country: &str,
    again: bool,
) -> Option<String> {
    let line = reader.line;
    let pack = line.pack;
    let covered = |at: usize| {
        line.chunks.iter().any(|chunk| {
            chunk.first <= at
                && at < chunk.end
                && match &chunk.what {
                    Thing::Country { iso, .. } => iso == country,
                    Thing::Number(_) => true,
                    Thing::Date(index) => {
                        let own = when.is_some_and(|when| {
                            reader
                                .scene
                                .dates
                                .get(*index)
                                .is_some_and(|it| it.span == when.span)
                        });
                        own || again || is_of_another_number(reader, chunk.first, count)
                    }
                    _ => false,
                }
        })
    };
    let mut violent = false;
    let counted = line.units.partition_point(|unit| unit.span.start < count.end);
    for (at, unit) in line.units.iter().enumerate() {
        violent |= any_at(line.units, at, pack.list("deaths", "violent")).is_some();
        // ", the worst year it has recorded": a remark on the number, behind it, chooses nobody.
        if unit.is(",")
            && at >= counted
            && any_at(line.units, at + 1, pack.list("deaths", "remarks")).is_some()
        {
            break;
        }
        let harmless =
            !unit.wordy && !unit.text.starts_with(|sign: char| sign.is_ascii_digit());
        if harmless
            || covered(at)
            || is_in(unit, pack.list("deaths", "whole"))
            || is_in(unit, pack.list("deaths", "small"))
        {
            continue;
        }
        return Some(reader.scene.words(unit.span).to_owned());
    }
    (!violent).then(|| "no word says that they were killed".to_owned())
}

/// "1,407 in 2022 and 7,837 in 2023": a date right behind a number that is not this count belongs to that number.
fn is_of_another_number(reader: &Reader<'_>, date: usize, count: Span) -> bool {
    reader.line.chunks.iter().any(|chunk| match chunk.what {
        Thing::Number(index) => {
            chunk.end <= date
                && date - chunk.end <= 1
                && reader.scene.figures.get(index).is_some_and(|it| !count.overlaps(it.span))
        }
        _ => false,
    })
}
