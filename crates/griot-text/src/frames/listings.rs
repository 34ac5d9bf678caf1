//! Lists of sanctions: who is on one, whose it is, and since when.

use griot_model::{ClaimKind, Proposition};

use super::{
    compose::Reader,
    matcher::Match,
    things::{Chunk, Thing},
    units::span_of,
};
use crate::{claims::Found, dates::Boundary};

/// Words before those of a listing in which they are lifted.
const LIFTED: usize = 5;

pub(super) fn listed(reader: &Reader<'_>, hit: &Match) -> Option<Found> {
    // "dropped its sanctions on Anna Muster": no listing.
    if reader.near(hit, "listed", "lifted", LIFTED, 0) {
        return None;
    }
    let (authority, assumed) = whose_list(reader, hit)?;
    let chunk = reader.line.chunks.get(*hit.slots.get("name")?)?;
    let entity = match &chunk.what {
        Thing::Person(person) => person.name.clone(),
        _ => reader.scene.words(span_of(reader.line.units, chunk.first, chunk.end)).to_owned(),
    };
    let negated = reader.is_negated(hit);
    let when = reader.date(hit, &[Boundary::At, Boundary::Since, Boundary::By]);
    // "has been on it since 2006" dates the listing, "by 2006" does not.
    // Of the American lists only snapshots are known.
    let on_that_date = when.is_some_and(|when| match when.boundary {
        Boundary::At => true,
        Boundary::Since => authority.as_deref() != Some("US"),
        _ => false,
    });
    let dates = when.map(|when| when.readings.clone()).unwrap_or_default();
    let proposition =
        Proposition::Listed { entity, authority, dates, on_that_date, listed: !negated };
    Some(reader.found(hit, when, ClaimKind::Sanction, proposition).assuming(assumed))
}

/// The body that lists: the one that the pattern names, else the only one of the sentence where it speaks of sanctions, else the
/// one whose list the sentences before speak of.
fn whose_list(reader: &Reader<'_>, hit: &Match) -> Option<(Option<String>, Option<String>)> {
    if let Some(Chunk { what: Thing::Authority(body), .. }) = reader.slot(hit, "authority") {
        return Some((Some(body.clone()), None));
    }
    let here = reader.line.authorities();
    match (here.as_slice(), reader.lists) {
        ([only], _) => Some((Some((*only).clone()), None)),
        ([], Some(before)) => Some((
            Some(before.to_owned()),
            Some("whose list it is is taken from the sentences before".to_owned()),
        )),
        // In a text on sanctions, whoever "was listed" is on a list of some body.
        ([], None) if reader.sanctions => {
            Some((None, Some("the sentence does not say whose list it is".to_owned())))
        }
        _ => None,
    }
}
