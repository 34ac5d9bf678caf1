//! Names of missions, organisations and treaties, as packs list them, and numbers of an order.

use super::{
    pack::{Called, Named, Pack},
    things::{Chunk, Meant, Thing, any_at, at, is_in},
    units::{Unit, span_of},
};
use crate::claims::{Scene, Tag};

/// Adds them to what was found, and the units of the names to those that are taken.
pub(super) fn find(
    scene: &Scene<'_>,
    units: &[Unit],
    pack: &Pack,
    found: &mut Vec<Chunk>,
    taken: &mut Vec<(usize, usize)>,
) {
    let mut place = 0;
    while place < units.len() {
        if let Some((end, what)) = named(scene, units, pack, place) {
            taken.push((place, end));
            found.push(Chunk { first: place, end, what });
            place = end;
            continue;
        }
        if let Some((end, number)) = ordinal(units, place, pack) {
            found.push(Chunk { first: place, end, what: Thing::Ordinal(number) });
        }
        place += 1;
    }
}

/// The longest name that stands at a place, and what it names.
fn named(
    scene: &Scene<'_>,
    units: &[Unit],
    pack: &Pack,
    place: usize,
) -> Option<(usize, Thing)> {
    let fits = |called: &Called| {
        let end = at(units, place, &called.words)?;
        let written = scene.words(span_of(units, place, end));
        let fits = if called.in_capitals {
            !written.contains(char::is_lowercase)
        } else {
            written.contains(char::is_uppercase)
        };
        fits.then_some(end)
    };
    // "the UN peacekeeping mission in Haiti": before the names of the United Nations, which are shorter.
    if let Some(found) = mission_there(scene, units, pack, place) {
        return Some(found);
    }
    let known = units.get(place).and_then(|unit| pack.called.get(&unit.text));
    let longest = known
        .into_iter()
        .flatten()
        .filter_map(|called| Some((fits(called)?, &called.what)))
        .max_by_key(|(end, _)| *end);
    if let Some((end, what)) = longest {
        let thing = match what {
            Named::Mission(acronym) => Thing::Mission(Meant::named(acronym)),
            Named::Organisation(key) => Thing::Organisation(key.clone()),
            Named::Treaty(key) => Thing::Treaty(key.clone()),
        };
        return Some((end, thing));
    }
    None
}

/// A mission by where it is: the United Nations and a kind of mission in either order, then a country.
fn mission_there(
    scene: &Scene<'_>,
    units: &[Unit],
    pack: &Pack,
    place: usize,
) -> Option<(usize, Thing)> {
    let class = |at: usize, name: &str| any_at(units, at, pack.class(name));
    let kind = || {
        let un_first = class(place, "un").and_then(|at| class(at, "mission_kind"));
        let kind_first = || {
            let end = class(place, "mission_kind")?;
            class(end, "of_un").map(|at| class(at, "mission_kind").unwrap_or(at))
        };
        un_first.or_else(kind_first).and_then(|at| class(at, "before_place"))
    };
    let behind = class(place, "mission_in").or_else(kind)?;
    let is_article = units.get(behind).is_some_and(|unit| is_in(unit, pack.class("the")));
    let country = |behind: usize| {
        scene.names.iter().find_map(|name| {
            let starts =
                units.get(behind).is_some_and(|unit| unit.span.start == name.span.start);
            let iso = name.tags.iter().find_map(|tag| match tag {
                Tag::Country(iso) => Some(iso),
                _ => None,
            })?;
            starts.then_some((name.span.end, iso))
        })
    };
    let (end, iso) =
        country(behind).or_else(|| is_article.then(|| country(behind + 1)).flatten())?;
    let end = units.partition_point(|unit| unit.span.start < end);
    Some((end, Thing::Mission(Meant::set_in(iso))))
}

/// "103rd", "103e", "third", "troisième".
fn ordinal(units: &[Unit], place: usize, pack: &Pack) -> Option<(usize, u16)> {
    let unit = units.get(place)?;
    if unit.wordy {
        return pack.ordinals.words.get(&unit.text).map(|number| (place + 1, *number));
    }
    let digits = unit.text.trim_end_matches(|sign: char| !sign.is_ascii_digit());
    let number = digits.parse().ok()?;
    let glued = |next: &&Unit| next.wordy && next.span.start == unit.span.end;
    let ends = |ending: &str| pack.ordinals.endings.iter().any(|it| it == ending);
    units
        .get(place + 1)
        .filter(glued)
        .filter(|next| ends(&next.text))
        .map(|_| (place + 2, number))
}
