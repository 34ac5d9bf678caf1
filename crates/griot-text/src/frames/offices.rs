//! Offices: who took one, held it, left it, and who is titled so.

use griot_model::{ClaimKind, DateRange, DateReading, Office, Proposition, TermEdge};

use super::{
    compose::{AT, AT_OR_SINCE, Reader},
    matcher::Match,
    place,
    slots::bounded,
    things::{Person, Thing, any_at, is_in},
    units::span_of,
};
use crate::{
    claims::{Found, When},
    dates::Boundary,
};

/// Whether an office is that of whoever rules.
pub(super) fn rules(office: Office) -> bool {
    matches!(office, Office::Ruler | Office::HeadOfState | Office::HeadOfGovernment)
}

fn term(
    reader: &Reader<'_>,
    hit: &Match,
    office: Option<(Office, String)>,
    edge: TermEdge,
    when: &When,
) -> Option<Found> {
    let person = reader.person(hit, "person")?;
    let held = reader.office(hit);
    // "Anna Muster, president of her football club, resigned": of the club.
    let of_a_body =
        |it: &Person| held.is_none() && it.office.as_ref().is_some_and(|it| it.of_a_body);
    if of_a_body(person) {
        return None;
    }
    let placed = reader.country_of(hit, person, held);
    let (office, role) = held
        .map(|held| (held.office, held.words.clone()))
        .or(office)
        .or_else(|| hit.office.map(|office| (office, office.to_string())))
        .or_else(|| {
            // "gave way to his vice-president, Martín Vizcarra": who follows does not take the office named beside.
            let follows = hit.slots.contains_key("other");
            person
                .office
                .as_ref()
                .filter(|held| !held.former && (!follows || rules(held.office)))
                .map(|held| (held.office, held.words.clone()))
        })
        .unwrap_or((Office::Ruler, "ruler".to_owned()));
    let (country, assumed) =
        placed.map_or((None, None), |placed| (Some(placed.country), placed.assumed));
    if !reader.line.pack.is_office(&role, country.as_deref()) {
        return None;
    }
    // "His vice-president was sworn in the same day": whether as what he was or as what he became is not said.
    let deputy = office == Office::Other && held.is_none();
    let assumed =
        assumed.or_else(|| deputy.then(|| "which office is meant is not said".to_owned()));
    let (office, role) = if deputy { rule() } else { (office, role) };
    let proposition = Proposition::Term {
        person: person.name.clone(),
        country,
        office,
        role,
        edge,
        beside: reader.person(hit, "other").map(|other| other.name.clone()),
        dates: when.readings.clone(),
    };
    Some(reader.found(hit, Some(when), ClaimKind::Office, proposition).assuming(assumed))
}

pub(super) fn takes_office(reader: &Reader<'_>, hit: &Match) -> Option<Found> {
    takes(reader, hit, None).map(|found| of_another(reader, hit, found))
}

/// "X succeeded Y": the office is Y's, and not said.
fn of_another(reader: &Reader<'_>, hit: &Match, found: Found) -> Found {
    if hit.slots.contains_key("other") && reader.office(hit).is_none() {
        return found.assuming(Some("the office is not said".to_owned()));
    }
    found
}

/// Power is not an office: whoever is called president now may have come to power otherwise.
pub(super) fn takes_power(reader: &Reader<'_>, hit: &Match) -> Option<Found> {
    takes(reader, hit, Some(rule()))
}

fn rule() -> (Office, String) {
    (Office::Ruler, "ruler".to_owned())
}

fn takes(reader: &Reader<'_>, hit: &Match, office: Option<(Office, String)>) -> Option<Found> {
    if reader.is_negated(hit) {
        return None;
    }
    if let Some(since) = reader.when_slot(hit, "since") {
        return term(reader, hit, office, TermEdge::Start, since);
    }
    // "assured the interim from 18 November".
    let when = reader.date(hit, AT_OR_SINCE)?;
    term(reader, hit, office, TermEdge::Start, when)
}

pub(super) fn leaves_office(reader: &Reader<'_>, hit: &Match) -> Option<Found> {
    leaves(reader, hit, None).map(|found| of_another(reader, hit, found))
}

pub(super) fn leaves_power(reader: &Reader<'_>, hit: &Match) -> Option<Found> {
    leaves(reader, hit, Some(rule()))
}

/// "fled the country", "was assassinated": whoever ruled until then ruled no longer; it supports, and contradicts nothing.
pub(super) fn is_gone(reader: &Reader<'_>, hit: &Match) -> Option<Found> {
    let person = reader.person(hit, "person")?;
    let ruled = person.office.as_ref().is_some_and(|held| rules(held.office));
    if person.led.is_empty() && !ruled {
        return None;
    }
    // What is fled is no office.
    let found = leaves_on_a_day(reader, hit, Some(rule()))?;
    Some(found.assuming(Some("that an office was held until then is not said".to_owned())))
}

/// "quit a meeting", "stepped down from the pulpit": what is left stands behind the verb, and is no office.
fn leaves_another(reader: &Reader<'_>, hit: &Match) -> bool {
    let (units, pack) = (reader.line.units, reader.line.pack);
    if hit.slots.contains_key("office") {
        return false;
    }
    let at = any_at(units, hit.end, pack.class("office_from")).unwrap_or(hit.end);
    if !units.get(at).is_some_and(|unit| is_in(unit, pack.class("the"))) {
        return false;
    }
    let power = pack.list("takes-office", "loose-power");
    let of_office = (at..at + 3).any(|first| {
        any_at(units, first, power).is_some()
            || reader
                .line
                .chunks
                .iter()
                .any(|chunk| chunk.first == first && matches!(chunk.what, Thing::Office(_)))
    });
    let dated = reader.line.chunks.iter().any(|chunk| {
        (at..at + 2).contains(&chunk.first)
            && matches!(chunk.what, Thing::Date(_) | Thing::Ordinal(_))
    });
    !of_office && !dated
}

fn leaves(reader: &Reader<'_>, hit: &Match, office: Option<(Office, String)>) -> Option<Found> {
    if leaves_another(reader, hit) {
        return None;
    }
    leaves_on_a_day(reader, hit, office)
}

fn leaves_on_a_day(
    reader: &Reader<'_>,
    hit: &Match,
    office: Option<(Office, String)>,
) -> Option<Found> {
    if reader.is_negated(hit) {
        return None;
    }
    let when = match reader.when_slot(hit, "until") {
        Some(when) => when,
        None => reader.date(hit, AT)?,
    };
    term(reader, hit, office, TermEdge::End, when)
}

pub(super) fn resigns(reader: &Reader<'_>, hit: &Match) -> Option<Found> {
    if reader.is_negated(hit) || leaves_another(reader, hit) {
        return None;
    }
    let when = reader.date(hit, AT)?;
    term(reader, hit, None, TermEdge::Resigned, when)
}

pub(super) fn holds_office(reader: &Reader<'_>, hit: &Match) -> Option<Found> {
    holds(reader, hit, None)
}

pub(super) fn holds_power(reader: &Reader<'_>, hit: &Match) -> Option<Found> {
    holds(reader, hit, Some(rule()))
}

fn holds(reader: &Reader<'_>, hit: &Match, office: Option<(Office, String)>) -> Option<Found> {
    if reader.is_negated(hit) {
        return None;
    }
    let held = reader.office(hit);
    if held.is_some_and(|held| held.former) {
        return None;
    }
    let when = match reader.when_slot(hit, "span") {
        Some(when) => when,
        None => reader.date(hit, &[Boundary::At, Boundary::Since, Boundary::Until])?,
    };
    let edge = match when.boundary {
        Boundary::Since => TermEdge::Start,
        Boundary::Until => TermEdge::End,
        _ if when.is_range => TermEdge::Whole,
        _ => TermEdge::During,
    };
    term(reader, hit, office, edge, when)
}

/// Titles with a country before or behind a full name, outside the claims that are read already.
pub(super) fn titles(reader: &Reader<'_>, taken: &[Found]) -> Vec<Found> {
    let Some(day) = reader.context.dateline() else { return Vec::new() };
    let mut found: Vec<Found> = Vec::new();
    for chunk in reader.line.chunks {
        let Thing::Person(person) = &chunk.what else { continue };
        let Some(held) = person.office.as_ref() else { continue };
        // "leader" is said of parties and rebels too; who is called so need not rule.
        let former = reader.line.chunks.iter().any(|other| {
            let of_other = match &other.what {
                Thing::Person(it) => it.office.as_ref(),
                Thing::Office(it) => Some(it),
                _ => None,
            };
            of_other.is_some_and(|it| it.former)
                && other.first <= chunk.first
                && chunk.first < other.end
        });
        if former || held.former || held.office == Office::Ruler {
            continue;
        }
        let here = Match {
            first: chunk.first,
            end: chunk.end,
            head: chunk.first,
            head_end: chunk.end,
            ..Match::default()
        };
        let placed = || {
            place::country(reader.scene, reader.line, &here, reader.context)
                .filter(|it| it.assumed.is_none())
        };
        let Some(country) = held.country.clone().or_else(|| placed().map(|it| it.country))
        else {
            continue;
        };
        let span = span_of(reader.line.units, chunk.first, chunk.end);
        let full = person.name.split_whitespace().count() >= 2 && !person.in_short;
        let told = taken.iter().chain(&found).any(|it| it.span.overlaps(span));
        if !full || told || held.office == Office::Other || reader.scene.is_quoted(span) {
            continue;
        }
        if !reader.line.pack.is_office(&held.words, Some(&country)) {
            continue;
        }
        let proposition = Proposition::Term {
            person: person.name.clone(),
            country: Some(country),
            office: held.office,
            role: held.words.clone(),
            edge: TermEdge::Titled,
            beside: None,
            dates: called_at(reader, &here, day),
        };
        found.push(Found::new(span, ClaimKind::Office, proposition));
    }
    found
}

/// When somebody is called by a title: at the date of the clause, else at some time until the day of the text.
fn called_at(reader: &Reader<'_>, here: &Match, day: jiff::civil::Date) -> Vec<DateReading> {
    if let Some(when) = place::date(reader.scene, reader.line, here, AT) {
        return bounded(&when.readings, reader.context);
    }
    vec![DateReading {
        range: DateRange::new(jiff::civil::Date::MIN, day),
        shown: day.to_string(),
        how: "some time until the day of the text".to_owned(),
    }]
}
