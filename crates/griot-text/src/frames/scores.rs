//! Values of the indices of democracy: "0.318 on V-Dem's liberal democracy index in 2024".

use griot_model::{ClaimKind, Proposition};

use super::{
    compose::Reader,
    fled::rounded,
    matcher::Match,
    things::{Chunk, Thing, any_at},
};
use crate::claims::{Figure, Found, When};

/// The indices, by the list of the packs that names each and the topic of the series.
const INDICES: [(&str, &str); 2] =
    [("electoral", "vdem_electoral_democracy"), ("liberal", "vdem_liberal_democracy")];

/// A sentence that names an index, one country and, each with its own year, values between 0 and 1.
pub(super) fn find(reader: &Reader<'_>) -> Vec<Found> {
    if !reader.says("scored", "publisher") {
        return Vec::new();
    }
    let mut named = INDICES.iter().filter(|(list, _)| reader.says("scored", list));
    let (Some((list, topic)), None) = (named.next(), named.next()) else { return Vec::new() };
    let Some((country, assumed)) = reader.the_country() else { return Vec::new() };
    let values: Vec<(&Chunk, &Figure)> = reader
        .line
        .chunks
        .iter()
        .filter_map(|chunk| match chunk.what {
            Thing::Number(index) => Some((chunk, reader.scene.figures.get(index)?)),
            _ => None,
        })
        .filter(|(_, figure)| {
            let quantity = &figure.quantity;
            (0.0..1.0).contains(&quantity.value) && figure.last_digit < 0.1
        })
        .collect();
    let years: Vec<(&Chunk, &When)> = reader
        .line
        .chunks
        .iter()
        .filter_map(|chunk| match chunk.what {
            Thing::Date(index) => Some((chunk, reader.scene.dates.get(index)?)),
            _ => None,
        })
        .filter(|(_, when)| !when.readings.is_empty() && !when.is_range)
        .collect();
    // "from 0.755 in 2005 to 0.318 in 2024": each value with the year behind it; one value with the one year, wherever it is.
    let pairs: Vec<(&Chunk, &Figure, &When)> = match (values.as_slice(), years.as_slice()) {
        ([(chunk, figure)], [(_, when)]) => vec![(*chunk, *figure, *when)],
        _ => values
            .iter()
            .filter_map(|(chunk, figure)| {
                let right_behind = |(date, _): &&(&Chunk, &When)| {
                    date.first >= chunk.end && date.first - chunk.end <= 2
                };
                let (_, when) = years.iter().find(right_behind)?;
                Some((*chunk, *figure, *when))
            })
            .collect(),
    };
    let at = reader.line.pack.list("scored", list);
    let word = (0..reader.line.units.len())
        .find_map(|first| Some((first, any_at(reader.line.units, first, at)?)));
    let Some((head, head_end)) = word else { return Vec::new() };
    pairs
        .into_iter()
        .filter_map(|(chunk, figure, when)| {
            let hit = Match {
                first: chunk.first,
                end: chunk.end,
                head,
                head_end,
                ..Match::default()
            };
            if !reader.is_told(&hit) || reader.is_negated(&hit) {
                return None;
            }
            let proposition = Proposition::Scored {
                country: country.to_owned(),
                topic: (*topic).to_owned(),
                value: rounded(figure),
                dates: when.readings.clone(),
            };
            Some(
                reader
                    .found(&hit, Some(when), ClaimKind::Count, proposition)
                    .assuming(assumed.map(str::to_owned)),
            )
        })
        .collect()
}
