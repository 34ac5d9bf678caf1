//! Missions of the United Nations: which one is meant, and when it began or ended.

use griot_model::{ClaimKind, MissionEdge, Proposition};

use super::{
    compose::{AT_OR_SINCE, Reader},
    matcher::Match,
    pack::Pack,
    place,
    slots::at_edge,
    things::{Chunk, Meant, Thing, any_at, is_in},
    units::Unit,
};
use crate::{claims::Found, dates::Boundary};

/// The missions of the last sentence that named any.
#[derive(Debug, Default)]
pub(crate) struct Before {
    missions: Vec<Meant>,
    block: usize,
}

/// "the mission", "it" stand for the mission of the sentences before, where exactly one was.
pub(super) fn refer(
    units: &[Unit],
    chunks: &mut Vec<Chunk>,
    pack: &Pack,
    before: &mut Before,
    block: usize,
) {
    let here: Vec<(usize, Meant)> = chunks
        .iter()
        .filter_map(|chunk| match &chunk.what {
            Thing::Mission(meant) => Some((chunk.first, meant.clone())),
            _ => None,
        })
        .collect();
    if before.block + 1 < block {
        before.missions.clear();
    }
    let mut added = Vec::new();
    for at in 0..units.len() {
        let by_noun = any_at(units, at, pack.class("that_mission"));
        let by_pronoun = is_in(&units[at], pack.class("it")).then_some(at + 1);
        let Some(end) = by_noun.or(by_pronoun) else { continue };
        // "the UN mission in Haiti" names its own.
        let named = chunks.iter().any(|chunk| {
            chunk.first < end && at < chunk.end && matches!(chunk.what, Thing::Mission(_))
        });
        if named {
            continue;
        }
        let mut known: Vec<&Meant> =
            here.iter().filter(|(first, _)| *first < at).map(|(_, meant)| meant).collect();
        if known.is_empty() {
            known = before.missions.iter().collect();
        }
        known.dedup();
        if let [only] = known.as_slice() {
            let meant = Meant { by_pronoun: by_noun.is_none(), ..(*only).clone() };
            added.push(Chunk { first: at, end, what: Thing::Mission(meant) });
        }
    }
    if !here.is_empty() || !added.is_empty() {
        before.block = block;
    }
    chunks.extend(added);
    chunks.sort_by_key(|chunk| (chunk.first, std::cmp::Reverse(chunk.end)));
    if !here.is_empty() {
        before.missions = here.into_iter().map(|(_, meant)| meant).collect();
        before.missions.dedup();
    }
}

pub(super) fn starts(reader: &Reader<'_>, hit: &Match) -> Option<Found> {
    edge(reader, hit, MissionEdge::Start)
}

pub(super) fn ends(reader: &Reader<'_>, hit: &Match) -> Option<Found> {
    edge(reader, hit, MissionEdge::End)
}

pub(super) fn mandate_ends(reader: &Reader<'_>, hit: &Match) -> Option<Found> {
    edge(reader, hit, MissionEdge::MandateEnd)
}

fn edge(reader: &Reader<'_>, hit: &Match, edge: MissionEdge) -> Option<Found> {
    if reader.is_denied(hit) || reader.goes_on(hit) {
        return None;
    }
    let chunk = reader.slot(hit, "mission")?;
    let Thing::Mission(meant) = &chunk.what else { return None };
    // "the head of MINUSMA left": somebody or something of it.
    let article = chunk.first > 0
        && is_in(&reader.line.units[chunk.first - 1], reader.line.pack.class("the"));
    let bare = chunk.first - usize::from(article);
    let called = (1..=2).filter_map(|back| bare.checked_sub(back)).any(|at| {
        any_at(reader.line.units, at, reader.line.pack.class("called")) == Some(bare)
    });
    // "succeeded by MINUJUSTH, whose mandate ended": the relative goes on with the mission itself.
    let relative =
        (chunk.end..hit.end).find(|at| reader.line.units[*at].wordy).is_some_and(|at| {
            ["relative", "breaks", "whom"]
                .iter()
                .any(|class| is_in(&reader.line.units[at], reader.line.pack.class(class)))
        });
    if chunk.first < hit.head
        && bare <= hit.first + 1
        && !called
        && !relative
        && place::preceded(reader.line, bare)
    {
        return None;
    }
    let frame = match edge {
        MissionEdge::Start => "mission-starts",
        _ => "mission-ends",
    };
    let wanted: &[Boundary] = match edge {
        MissionEdge::Start => AT_OR_SINCE,
        _ => &[Boundary::At, Boundary::Until, Boundary::By],
    };
    let when = match reader.when_slot(hit, "span") {
        Some(when) if when.is_range => when,
        Some(_) => return None,
        None => reader.date(hit, wanted)?,
    };
    let proposition = Proposition::Mission {
        mission: meant.acronym.clone(),
        country: meant.country.clone(),
        edge,
        dates: at_edge(when, edge != MissionEdge::Start),
        resolution: resolution(reader, hit).filter(|_| edge == MissionEdge::Start),
        narrowed_by: reader.named_beside(hit, frame),
    };
    let assumed = meant
        .by_pronoun
        .then(|| "which mission is meant is taken from the sentence before".to_owned());
    Some(reader.found(hit, Some(when), ClaimKind::Date, proposition).assuming(assumed))
}

/// The number of a resolution in the clause of a match: "by resolution 2100".
fn resolution(reader: &Reader<'_>, hit: &Match) -> Option<String> {
    let (first, end) = place::clause(reader.line, hit);
    let units = reader.line.units;
    let mut numbers = (first..end)
        .filter_map(|at| any_at(units, at, reader.line.pack.list("voted", "text")))
        .filter_map(|behind| units.get(behind))
        .filter(|unit| !unit.wordy && unit.text.len() <= 4)
        .filter_map(|unit| unit.text.parse::<u16>().ok());
    let only = numbers.next()?;
    numbers.next().is_none().then(|| only.to_string())
}
