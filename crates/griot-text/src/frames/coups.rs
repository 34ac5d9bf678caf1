//! Coups: where, when, whom they removed, and who did it.

use griot_model::{ClaimKind, Proposition};

use super::{
    compose::{AT, Reader},
    matcher::Match,
    offices::rules,
    place::{self, Placed},
    things::{Thing, any_at, is_in},
};
use crate::claims::Found;

pub(super) fn coup(reader: &Reader<'_>, hit: &Match) -> Option<Found> {
    if reader.is_negated(hit) || reader.near(hit, "coup", "not-meant", 2, 0) {
        return None;
    }
    let removed = hit.slots.get("removed").and_then(|index| reader.line.chunks.get(*index));
    let mut country = None;
    let mut ousted = None;
    if let Some(chunk) = removed {
        // "the deposed president": the word tells who somebody is, not what happened.
        let described = hit.first == hit.head
            && chunk.first <= hit.head_end
            && hit.head.checked_sub(1).and_then(|at| reader.line.units.get(at)).is_some_and(
                |unit| is_in(unit, reader.line.pack.class("the")) || unit.possessive,
            );
        if described {
            return None;
        }
        if reader.in_clause(hit, "coup", "by-law") {
            return None;
        }
        match &chunk.what {
            Thing::Person(person) => {
                let rules = person.office.as_ref().is_some_and(|held| rules(held.office));
                let full = person.name.split_whitespace().count() >= 2;
                if !rules && !full && person.led.is_empty() {
                    return None;
                }
                country = person.office.as_ref().and_then(|held| held.country.clone());
                ousted = Some(person.name.clone());
                if country.is_none() {
                    country =
                        match place::country(reader.scene, reader.line, hit, reader.context) {
                            Some(placed)
                                if person.led.is_empty()
                                    || place::is_said(reader.line, hit, &placed.country)
                                    || person.led.contains(&placed.country) =>
                            {
                                Some(placed.country)
                            }
                            _ => match person.led.as_slice() {
                                [only] => Some(only.clone()),
                                _ => None,
                            },
                        };
                    country.as_ref()?;
                }
            }
            Thing::Office(held) if rules(held.office) => country.clone_from(&held.country),
            _ => return None,
        }
    }
    let when = reader.date(hit, AT)?;
    let placed = match country {
        Some(country) => Placed { country, assumed: None },
        None => place::country(reader.scene, reader.line, hit, reader.context)?,
    };
    // "overthrown by his own prime minister, Anna Muster"
    let by = ousted.as_ref().and_then(|ousted| agent(reader, hit, ousted));
    let failed = reader.near(hit, "coup", "attempts", 2, 2);
    let dates = when.readings.clone();
    Some(
        reader
            .found(
                hit,
                Some(when),
                ClaimKind::Date,
                Proposition::Coup { country: placed.country, dates, ousted, by, failed },
            )
            .assuming(placed.assumed),
    )
}

/// Who is named behind "by" in the clause of a match.
fn agent(reader: &Reader<'_>, hit: &Match, ousted: &str) -> Option<String> {
    let (_, end) = place::clause(reader.line, hit);
    let agent = reader.line.pack.class("agent");
    let by = (hit.head_end..end).find(|at| any_at(reader.line.units, *at, agent).is_some())?;
    reader.line.chunks.iter().find_map(|chunk| match &chunk.what {
        Thing::Person(person)
            if by < chunk.first && chunk.first - by <= AGENT && person.name != ousted =>
        {
            Some(person.name.clone())
        }
        _ => None,
    })
}

/// Units between "by" and a name.
const AGENT: usize = 9;
