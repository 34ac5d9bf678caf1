//! People who fled: refugees of a country and in one, and those displaced inside it.

use griot_model::{ClaimKind, Population, Proposition, Quantity};

use super::{
    compose::Reader,
    matcher::Match,
    place::{self, Placed},
    things::{Chunk, Thing, any_at, is_in},
};
use crate::{
    claims::{Figure, Found, When},
    dates::Boundary,
    numbers::Role,
};

pub(super) fn refugees(reader: &Reader<'_>, hit: &Match) -> Option<Found> {
    counted(reader, hit, [Population::RefugeesFrom, Population::AsylumSeekersFrom])
}

pub(super) fn hosted(reader: &Reader<'_>, hit: &Match) -> Option<Found> {
    counted(reader, hit, [Population::RefugeesIn, Population::AsylumSeekersIn])
}

pub(super) fn displaced(reader: &Reader<'_>, hit: &Match) -> Option<Found> {
    counted(reader, hit, [Population::Internal, Population::Internal])
}

fn counted(reader: &Reader<'_>, hit: &Match, kinds: [Population; 2]) -> Option<Found> {
    if reader.is_denied(hit) || reader.is_one_of_several(hit, "country") {
        return None;
    }
    let figure = reader.figure(hit, "count")?;
    let in_words = |list: &str| {
        let list = reader.line.pack.list("refugees", list);
        (hit.first..hit.end).any(|at| any_at(reader.line.units, at, list).is_some())
    };
    let population = if in_words("others") {
        Population::OthersIn
    } else {
        kinds[usize::from(in_words("asylum"))]
    };
    // "rose from 311,000 at the end of 2023 to 1,037,000 a year later": the second number has a date of its own behind it.
    let when = match reader.slot(hit, "first") {
        Some(_) => Some(reader.right_behind(hit.slots.get("count").copied()?)?),
        None => reader.date(hit, &[Boundary::At, Boundary::By, Boundary::Since]),
    };
    let placed = match reader.slot(hit, "country") {
        Some(Chunk { what: Thing::Country { iso, .. }, .. }) => {
            Placed { country: iso.clone(), assumed: None }
        }
        _ if kinds[0] == Population::RefugeesFrom => return None,
        _ => place::country(reader.scene, reader.line, hit, reader.context)?,
    };
    let source = ["UNHCR", "IDMC"]
        .into_iter()
        .filter(|source| reader.says("refugees", source))
        .collect::<Vec<_>>();
    let source = match source.as_slice() {
        [only] => Some((*only).to_owned()),
        _ => None,
    };
    // "Chad hosted 1,109,357 Sudanese refugees": one country beside the other is the other end of their way.
    let other = match kinds[0] {
        Population::Internal => None,
        _ => another(reader, hit, &placed.country)?,
    };
    let (country, from, population) = match (other, population) {
        (Some(asylum), Population::RefugeesFrom) => {
            (asylum, Some(placed.country), Population::RefugeesIn)
        }
        (Some(asylum), Population::AsylumSeekersFrom) => {
            (asylum, Some(placed.country), Population::AsylumSeekersIn)
        }
        (Some(asylum), Population::OthersIn) if kinds[0] == Population::RefugeesFrom => {
            (asylum, Some(placed.country), population)
        }
        (other, _) => (placed.country, other, population),
    };
    if population == Population::OthersIn && from.is_none() {
        return None;
    }
    let ends: Vec<&str> =
        [Some(country.as_str()), from.as_deref()].into_iter().flatten().collect();
    let proposition = Proposition::Displaced {
        narrowed_by: narrowed(reader, hit, figure, when, &ends),
        country,
        from,
        population,
        count: rounded(figure),
        dates: when.map(|when| when.readings.clone()).unwrap_or_default(),
        source,
    };
    Some(reader.found(hit, when, ClaimKind::Count, proposition).assuming(placed.assumed))
}

/// The one other country of the clause, if there is one; nothing at all where there are several.
#[expect(clippy::option_option, reason = "no other country is an answer, several are none")]
fn another(reader: &Reader<'_>, hit: &Match, known: &str) -> Option<Option<String>> {
    let (first, end) = place::clause(reader.line, hit);
    let mut others: Vec<&String> = reader
        .line
        .chunks
        .iter()
        .filter(|chunk| first <= chunk.first && chunk.end <= end)
        .filter_map(|chunk| match &chunk.what {
            Thing::Country { iso, .. } if iso != known => Some(iso),
            _ => None,
        })
        .collect();
    others.dedup();
    (others.len() < 2).then(|| others.first().map(|iso| (*iso).clone()))
}

/// A number with what its own rounding allows.
pub(super) fn rounded(figure: &Figure) -> Quantity {
    let half = half_unit(figure);
    let mut count = figure.quantity.clone();
    count.low = (count.low - half).max(0.0);
    count.high += half;
    count
}

/// What rounding may have hidden on each side. A share in whole percents is rounded to one of them: "10 percent" is not 15, as
/// "1,000 people" may be 1,400.
pub(super) fn half_unit(figure: &Figure) -> f64 {
    match figure.role {
        Role::Share => figure.last_digit.min(HALF_A_PERCENT),
        _ => figure.last_digit,
    }
}

const HALF_A_PERCENT: f64 = 0.005;

/// A word of the clause that may choose some of the people; none where every word counts all of them.
fn narrowed(
    reader: &Reader<'_>,
    hit: &Match,
    figure: &Figure,
    when: Option<&When>,
    countries: &[&str],
) -> Option<String> {
    let line = reader.line;
    let again = hit.slots.contains_key("first");
    let covered = |at: usize| {
        line.chunks.iter().any(|chunk| {
            chunk.first <= at
                && at < chunk.end
                && match &chunk.what {
                    Thing::Country { iso, .. } => countries.contains(&iso.as_str()),
                    Thing::Number(_) | Thing::Date(_) if again => true,
                    Thing::Number(index) => reader
                        .scene
                        .figures
                        .get(*index)
                        .is_some_and(|it| it.span == figure.span),
                    Thing::Date(index) => when.is_some_and(|when| {
                        reader.scene.dates.get(*index).is_some_and(|it| it.span == when.span)
                    }),
                    _ => false,
                }
        })
    };
    let (first, end) = place::clause(line, hit);
    let mut at = first;
    while at < end {
        let unit = &line.units[at];
        let known = ["UNHCR", "IDMC", "whole"]
            .iter()
            .map(|list| line.pack.list("refugees", list))
            .chain([line.pack.class("according")])
            .filter_map(|list| any_at(line.units, at, list))
            .max();
        if let Some(behind) = known {
            at = behind;
            continue;
        }
        let small = is_in(unit, line.pack.list("deaths", "small"));
        let mark = !unit.wordy && !unit.text.starts_with(|sign: char| sign.is_ascii_digit());
        if !(small || mark || covered(at)) {
            return Some(reader.scene.words(unit.span).to_owned());
        }
        at += 1;
    }
    None
}
