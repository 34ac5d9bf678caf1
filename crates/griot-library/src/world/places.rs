//! Places: first-order divisions and populated places of a few countries whole, and towns of all.

use std::collections::{BTreeMap, BTreeSet};

use griot_table::world_table::Place;

use crate::{own::Geography, parquet::Table};

/// Towns of at least so many inhabitants are kept in all countries.
pub(crate) const LEAST: i64 = 15_000;

/// A place with its country and division.
#[derive(Debug, Clone)]
pub(crate) struct Placed {
    pub(crate) country: String,
    division: Option<String>,
    place: Place,
}

/// Places of whole countries, then towns of the others. Of a town that both know the newer number of
/// inhabitants is taken.
pub(crate) fn placed(
    whole: Vec<Place>,
    towns: Vec<Place>,
    geography: &Geography,
) -> Vec<Placed> {
    let divisions: BTreeMap<(String, String), String> = whole
        .iter()
        .filter(|place| place.feature == "ADM1")
        .map(|place| ((place.iso2.clone(), place.admin1.clone()), division_name(&place.name)))
        .collect();
    let newer: BTreeMap<u32, Option<i64>> =
        towns.iter().map(|town| (town.id, town.population)).collect();
    let known: BTreeSet<u32> = whole.iter().map(|place| place.id).collect();
    let towns = towns.into_iter().filter(|town| !known.contains(&town.id));
    let mut found: Vec<Placed> = whole
        .into_iter()
        .chain(towns)
        .filter_map(|mut place| {
            if let Some(population) = newer.get(&place.id) {
                place.population = *population;
            }
            let country = geography.of_iso2(&place.iso2)?.to_owned();
            let key = (place.iso2.clone(), place.admin1.clone());
            let division = divisions.get(&key).filter(|_| place.feature != "ADM1").cloned();
            Some(Placed { country, division, place })
        })
        .collect();
    found.sort_by(|a, b| {
        (&a.country, &a.place.name, a.place.id).cmp(&(&b.country, &b.place.name, b.place.id))
    });
    found
}

/// `Mopti` of `Mopti Region`.
fn division_name(name: &str) -> String {
    let bare = name.strip_suffix(" Region").or_else(|| name.strip_prefix("Région de "));
    bare.unwrap_or(name).to_owned()
}

/// The table `places`. Villages have the name alone: other spellings are kept for divisions and for
/// places with a known number of inhabitants.
pub(crate) fn table(rows: &[Placed]) -> Table {
    let all = || rows.iter();
    let names: Vec<Vec<String>> = rows
        .iter()
        .map(|placed| {
            let known = placed.place.feature == "ADM1"
                || placed.place.population.is_some_and(|people| people >= 50_000);
            let others = placed.place.names.iter().filter(|name| {
                known && **name != placed.place.name && name.chars().any(char::is_lowercase)
            });
            others.take(12).cloned().collect()
        })
        .collect();
    let mut table = Table::default();
    table.text("country", "ISO 3166 alpha-3", all().map(|p| Some(&p.country)));
    table.text("name", "name", all().map(|p| Some(&p.place.name)));
    table.texts("names", "other spellings, of divisions and towns of 50,000", names.iter());
    table.text(
        "feature",
        "ADM1 first-order division; PPL a populated place; PPLC capital; PPLA seat of a division",
        all().map(|p| Some(&p.place.feature)),
    );
    table.text(
        "division",
        "first-order division it lies in",
        all().map(|p| p.division.as_ref()),
    );
    table.int32(
        "north",
        "ten-thousandths of a degree north",
        all().map(|p| Some(ten_thousandths(p.place.north))),
    );
    table.int32(
        "east",
        "ten-thousandths of a degree east",
        all().map(|p| Some(ten_thousandths(p.place.east))),
    );
    table.int64("population", "inhabitants", all().map(|p| p.place.population));
    table.row("geonameid", "number in GeoNames", all().map(|p| Some(u64::from(p.place.id))));
    table
}

#[expect(clippy::cast_possible_truncation, reason = "a degree is at most 180")]
fn ten_thousandths(degrees: f64) -> i32 {
    (degrees * 10_000.0).round() as i32
}
