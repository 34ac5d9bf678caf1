//! Partners' shares of what a country exports or imports.

use griot_model::{ClaimKind, Proposition};

use super::{
    compose::Reader,
    fled::rounded,
    matcher::Match,
    place::{self, Placed},
    things::{Chunk, Thing},
};
use crate::{claims::Found, dates::Boundary, numbers::Role};

pub(super) fn exports(reader: &Reader<'_>, hit: &Match) -> Option<Found> {
    share(reader, hit, true)
}

pub(super) fn imports(reader: &Reader<'_>, hit: &Match) -> Option<Found> {
    share(reader, hit, false)
}

fn share(reader: &Reader<'_>, hit: &Match, exports: bool) -> Option<Found> {
    let several = ["partner", "country"].iter().any(|role| reader.is_one_of_several(hit, role));
    if reader.is_denied(hit) || several {
        return None;
    }
    let figure = reader.figure(hit, "share").filter(|figure| figure.role == Role::Share)?;
    let named =
        |role: &str| match hit.slots.get(role).and_then(|it| reader.line.chunks.get(*it)) {
            Some(Chunk { what: Thing::Country { iso, .. }, .. }) => Some(iso.clone()),
            _ => None,
        };
    let partner = named("partner")?;
    // A share of gold exports is none of all exports.
    if reader.says("exports", "part") {
        return None;
    }
    let when = reader.date(hit, &[Boundary::At])?;
    let placed = if let Some(country) = named("country") {
        Placed { country, assumed: None }
    } else {
        let said = place::country(reader.scene, reader.line, hit, reader.context);
        // The partner is the subject of the clause, and not the country that trades.
        if let Some(placed) = said.filter(|placed| placed.country != partner) {
            placed
        } else {
            let (country, how) = reader.context.topic(reader.scene)?;
            Placed { country: country.to_owned(), assumed: how.map(str::to_owned) }
        }
    };
    if placed.country == partner {
        return None;
    }
    let proposition = Proposition::TradeShare {
        country: placed.country,
        partner,
        exports,
        share: rounded(figure),
        dates: when.readings.clone(),
    };
    Some(reader.found(hit, Some(when), ClaimKind::Ratio, proposition).assuming(placed.assumed))
}
