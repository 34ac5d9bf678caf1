//! The names griot knows: countries and leaders of the library, actors of the case.

use std::{
    collections::BTreeMap,
    sync::{Arc, OnceLock},
};

use griot_text::{
    claims::{Setting, Tag},
    names::Gazetteer,
};

use griot_case::Case;
use griot_library::{Library, Office};

/// Every name to look for in a document, with what it may point to. Those of the library that comes with griot are gathered once.
pub(super) fn gazetteer(library: &Library, case: Option<&Case>) -> Arc<Gazetteer<Tag>> {
    static EMBEDDED: OnceLock<Arc<Gazetteer<Tag>>> = OnceLock::new();
    if case.is_none() && std::ptr::eq(library, Library::embedded()) {
        let made = || Arc::new(Gazetteer::new(names(library).into_iter()));
        return Arc::clone(EMBEDDED.get_or_init(made));
    }
    let mut entries = names(library);
    entries.extend(case.into_iter().flat_map(actors));
    entries.sort();
    entries.dedup();
    Arc::new(Gazetteer::new(entries.into_iter()))
}

/// Names of the library, each once.
fn names(library: &Library) -> Vec<(String, Tag)> {
    let mut entries: Vec<(String, Tag)> = Vec::new();
    for country in library.countries() {
        for name in &country.names {
            entries.push((name.clone(), Tag::Country(country.iso3.clone())));
        }
        for demonym in &country.demonyms {
            entries.push((demonym.clone(), Tag::Demonym(country.iso3.clone())));
            // French writes its adjectives small.
            if is_french(demonym) {
                entries.push((demonym.to_lowercase(), Tag::Demonym(country.iso3.clone())));
            }
        }
    }
    for (name, m49) in REGIONS {
        entries.push(((*name).to_owned(), Tag::Region((*m49).to_owned())));
    }
    for leader in library.leaders() {
        // Initials and single letters of a loose source name nobody.
        if leader.name.chars().filter(|c| c.is_alphabetic()).count() >= 3 {
            entries.push((leader.name.clone(), Tag::Leader(leader.country.clone())));
        }
    }
    entries.extend(cities(library));
    for term in library.terms() {
        if matches!(term.office, Office::HeadOfState | Office::HeadOfGovernment) {
            for name in &term.names {
                entries.push((name.clone(), Tag::Leader(term.country.clone())));
                // The last word alone, as texts go on to name somebody.
                if let Some(last) =
                    name.split_whitespace().last().filter(|last| last.chars().count() >= 4)
                {
                    entries.push((last.to_owned(), Tag::Leader(term.country.clone())));
                }
            }
        }
    }
    entries.sort();
    entries.dedup();
    entries
}

/// Actors of a case, by all their names.
fn actors(case: &Case) -> Vec<(String, Tag)> {
    let mut entries = Vec::new();
    for actor in &case.actors {
        let leads: Vec<&str> = case
            .intervals
            .iter()
            .filter(|it| it.actor == actor.id && is_rule(&it.role))
            .map(|it| it.place.as_str())
            .collect();
        for name in std::iter::once(&actor.name).chain(&actor.aliases) {
            entries.push((name.clone(), Tag::Actor(actor.id.clone())));
            for place in &leads {
                entries.push((name.clone(), Tag::Leader((*place).to_owned())));
            }
        }
    }
    entries
}

/// Cities large enough to be named without their country, of whose name no other country has one.
fn cities(library: &Library) -> Vec<(String, Tag)> {
    const LARGE: i64 = 200_000;
    let mut all: BTreeMap<&str, Vec<(&str, i64)>> = BTreeMap::new();
    for city in library.cities() {
        all.entry(&city.name).or_default().push((&city.country, city.population));
    }
    all.into_iter()
        .filter(|(name, places)| {
            name.chars().count() >= 4
                && places.iter().any(|(_, inhabitants)| *inhabitants >= LARGE)
                && places.iter().all(|(country, _)| *country == places[0].0)
        })
        .map(|(name, places)| (name.to_owned(), Tag::Place(places[0].0.to_owned())))
        .collect()
}

/// Whether an adjective of a country has an ending of French that English ones have not.
fn is_french(demonym: &str) -> bool {
    const ENDINGS: &[&str] = &[
        "ien", "iens", "ienne", "iennes", "ais", "aise", "aises", "ois", "oise", "oises",
        "ain", "ains", "aine", "aines", "éen", "éens", "éenne", "éennes", "sse", "sses", "que",
        "ques", "ge", "ges", "be", "bes", "che", "ches", "ec", "ecs", "urc", "urcs", "bè",
        "bé", "bés",
    ];
    ENDINGS.iter().any(|ending| demonym.ends_with(ending))
}

fn is_rule(role: &str) -> bool {
    let role = role.to_lowercase();
    ["president", "head of state", "leader"].iter().any(|it| role.contains(it))
}

/// What the grammar is told of the case.
pub(super) fn setting(case: Option<&Case>) -> Setting {
    case.map_or_else(Setting::default, |case| Setting {
        has_case: true,
        hosts: case.settings.hosts.clone(),
        senders: case.settings.senders.clone(),
    })
}

/// Regions by which reports count states, with their UN M49 codes.
const REGIONS: &[(&str, &str)] = &[
    ("Africa", "002"),
    ("African", "002"),
    ("West Africa", "011"),
    ("West African", "011"),
    ("Europe", "150"),
    ("European", "150"),
    ("Asia", "142"),
    ("Asian", "142"),
    ("Latin America", "419"),
    ("Latin American", "419"),
    ("Oceania", "009"),
    ("Americas", "019"),
];
