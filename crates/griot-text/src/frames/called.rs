//! Names of missions, organisations and treaties, as packs list them, and numbers of an order.

use super::{
    pack::{Called, Named, Pack},
    things::{Chunk, Meant, Thing, any_at, at},
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
    // "the UN peacekeeping mission in Haiti".
    let behind = any_at(units, place, pack.class("mission_in"))?;
    let country = scene.names.iter().find_map(|name| {
        let starts = units.get(behind).is_some_and(|unit| unit.span.start == name.span.start);
        let iso = name.tags.iter().find_map(|tag| match tag {
            Tag::Country(iso) => Some(iso),
            _ => None,
        })?;
        starts.then_some((name.span.end, iso))
    });
    let (end, iso) = country?;
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
