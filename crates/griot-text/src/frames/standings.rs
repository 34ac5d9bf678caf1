//! Members of organisations and parties to treaties.

use griot_model::{ClaimKind, MemberEdge, Proposition, TreatyAct};

use super::{
    compose::{AT_OR_SINCE, Reader},
    matcher::Match,
    place::{self, Placed},
    slots::at_edge,
    things::Thing,
};
use crate::{claims::Found, dates::Boundary};

pub(super) fn joins(reader: &Reader<'_>, hit: &Match) -> Option<Found> {
    membership(reader, hit, MemberEdge::Joins)
}

pub(super) fn leaves(reader: &Reader<'_>, hit: &Match) -> Option<Found> {
    membership(reader, hit, MemberEdge::Leaves)
}

fn membership(reader: &Reader<'_>, hit: &Match, edge: MemberEdge) -> Option<Found> {
    if reader.is_denied(hit) || reader.goes_on(hit) {
        return None;
    }
    let Thing::Organisation(organisation) = &reader.slot(hit, "organisation")?.what else {
        return None;
    };
    let wanted = match edge {
        MemberEdge::Joins => AT_OR_SINCE,
        MemberEdge::Leaves => &[Boundary::At],
    };
    let when = reader.when_slot(hit, "since").or_else(|| reader.date(hit, wanted))?;
    let placed = reader.placed(hit)?;
    let proposition = Proposition::Membership {
        country: placed.country,
        organisation: organisation.clone(),
        edge,
        dates: at_edge(when, edge == MemberEdge::Leaves),
    };
    Some(reader.found(hit, Some(when), ClaimKind::Date, proposition).assuming(placed.assumed))
}

pub(super) fn ratifies(reader: &Reader<'_>, hit: &Match) -> Option<Found> {
    treaty(reader, hit, TreatyAct::Ratifies)
}

pub(super) fn accedes(reader: &Reader<'_>, hit: &Match) -> Option<Found> {
    treaty(reader, hit, TreatyAct::Accedes)
}

fn treaty(reader: &Reader<'_>, hit: &Match, act: TreatyAct) -> Option<Found> {
    if reader.goes_on(hit) {
        return None;
    }
    let Thing::Treaty(treaty) = &reader.slot(hit, "treaty")?.what else { return None };
    let act = if reader.is_denied(hit) { TreatyAct::Stays } else { act };
    let when = match reader.when_slot(hit, "since") {
        Some(when) => Some(when),
        None => reader.date(hit, AT_OR_SINCE),
    };
    // That it has not done so is said of the day of the text; that it has, of a year.
    if when.is_none() && act != TreatyAct::Stays {
        return None;
    }
    let placed = reader.placed(hit)?;
    let proposition = Proposition::Treaty {
        country: placed.country,
        treaty: treaty.clone(),
        act,
        dates: when.map(|when| at_edge(when, false)).unwrap_or_default(),
    };
    Some(reader.found(hit, when, ClaimKind::Date, proposition).assuming(placed.assumed))
}

pub(super) fn independence(reader: &Reader<'_>, hit: &Match) -> Option<Found> {
    if reader.is_negated(hit) {
        return None;
    }
    let placed = match reader.country_slot(hit) {
        Some(country) => Placed { country: country.to_owned(), assumed: None },
        None => place::country(reader.scene, reader.line, hit, reader.context)
            .filter(|placed| placed.assumed.is_none())?,
    };
    // "French Sudan" is not Sudan.
    let first = hit.slots.get("country").and_then(|index| reader.line.chunks.get(*index));
    let of_another = first.is_some_and(|first| {
        reader.line.chunks.iter().any(|chunk| {
            chunk.end == first.first
                && matches!(chunk.what, Thing::Country { named: false, .. })
        })
    });
    if of_another {
        return None;
    }
    let when = match reader.when_slot(hit, "since") {
        Some(since) => since,
        None => reader.date(hit, &[Boundary::At])?,
    };
    let dates = when.readings.clone();
    let proposition = Proposition::Independence { country: placed.country, dates };
    Some(reader.found(hit, Some(when), ClaimKind::Date, proposition).assuming(placed.assumed))
}
