//! Sanctions lists as dated snapshots.

use std::collections::BTreeMap;

use griot_model::{Diagnostic, PartialDate};
use jiff::civil::Date;

use griot_table::{noticed, ofac, set_aside, uk_sanctions, un_sanctions};

use super::{
    parquet::Table,
    politics::ROW,
    rows::{Listing, Snapshot},
};

/// The main list of a day, with the list of aliases of the same day where there is one.
pub(super) fn us(
    day: Date,
    entries: &[ofac::Entry],
    aliases: Option<(&str, &[ofac::Alias])>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Listing> {
    let mut listings: Vec<Listing> = entries
        .iter()
        .map(|entry| Listing {
            authority: "US".to_owned(),
            snapshot: day,
            id: entry.id.clone(),
            kind: entry.kind.clone(),
            names: vec![entry.name.clone()],
            programme: entry.programmes.join("; "),
            listed_on: None,
            aliases_only: false,
            row: entry.row,
        })
        .collect();
    let places: BTreeMap<&str, usize> =
        entries.iter().map(|entry| entry.id.as_str()).zip(0..).collect();
    if let Some((file, aliases)) = aliases {
        for alias in aliases {
            let listing = places.get(alias.id.as_str()).and_then(|at| listings.get_mut(*at));
            match listing {
                Some(listing) => add_name(listing, &alias.name),
                None => diagnostics.push(set_aside(
                    file,
                    alias.line,
                    format!("the main list of the same day has no entry {}", alias.id),
                )),
            }
        }
    }
    for (listing, entry) in listings.iter_mut().zip(entries) {
        for alias in &entry.weak_aliases {
            add_name(listing, alias);
        }
    }
    listings
}

/// A list of aliases alone: one listing per entry, without the primary name.
pub(super) fn us_aliases(
    day: Date,
    file: &str,
    aliases: &[ofac::Alias],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Listing> {
    let mut listings: Vec<Listing> = Vec::new();
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    for alias in aliases {
        if let Some(listing) =
            places.get(alias.id.as_str()).and_then(|at| listings.get_mut(*at))
        {
            add_name(listing, &alias.name);
            continue;
        }
        places.insert(&alias.id, listings.len());
        listings.push(Listing {
            authority: "US".to_owned(),
            snapshot: day,
            id: alias.id.clone(),
            kind: String::new(),
            names: vec![alias.name.clone()],
            programme: String::new(),
            listed_on: None,
            aliases_only: true,
            row: alias.row,
        });
    }
    if let Some(first) = aliases.first() {
        let what = "the main list of this day is not held: entries have aliases, but no name and no programme";
        diagnostics.push(noticed(file, first.line, what));
    }
    listings
}

/// The UN list.
pub(super) fn un(list: &un_sanctions::List) -> Vec<Listing> {
    let listing = |entry: &un_sanctions::Entry| Listing {
        authority: "UN".to_owned(),
        snapshot: list.generated,
        id: entry.id.clone(),
        kind: entry.kind.to_owned(),
        names: entry.names.clone(),
        programme: entry.regime.clone(),
        listed_on: entry.listed_on,
        aliases_only: false,
        row: entry.row,
    };
    list.entries.rows.iter().map(listing).collect()
}

/// The UK list.
pub(super) fn uk(day: Date, entries: &[uk_sanctions::Entry]) -> Vec<Listing> {
    let listing = |entry: &uk_sanctions::Entry| Listing {
        authority: "UK".to_owned(),
        snapshot: day,
        id: entry.id.clone(),
        kind: entry.kind.clone(),
        names: vec![entry.name.clone()],
        programme: entry.regime.clone(),
        listed_on: entry.designated,
        aliases_only: false,
        row: entry.row,
    };
    entries.iter().map(listing).collect()
}

fn add_name(listing: &mut Listing, name: &str) {
    if !listing.names.iter().any(|known| known == name) {
        listing.names.push(name.to_owned());
    }
}

/// The day in a file's name, `ofac_sdn_2021-07-07.csv.gz`: the lists of OFAC do not say it themselves.
pub(super) fn day_in_name(file: &str) -> Option<Date> {
    let name = file.rsplit('/').next()?;
    let stem = name.split('.').next()?;
    stem.rsplit('_').next()?.parse().ok()
}

/// Editions in words, for the description.
pub(super) fn editions(listings: &[Listing]) -> String {
    let mut editions: Vec<Snapshot> = listings
        .iter()
        .map(|listing| Snapshot {
            authority: listing.authority.clone(),
            day: listing.snapshot,
            aliases_only: listing.aliases_only,
        })
        .collect();
    editions.sort();
    editions.dedup();
    let words = |edition: &Snapshot| {
        let partial = if edition.aliases_only { " (aliases only)" } else { "" };
        format!("{} {}{partial}", edition.authority, edition.day)
    };
    editions.iter().map(words).collect::<Vec<_>>().join(", ")
}

/// The table `listings`.
pub(super) fn table(all: &[Listing]) -> Table {
    let mut table = Table::default();
    table.text(
        "authority",
        "US (OFAC), UN (Security Council) or UK",
        all.iter().map(|r| Some(&r.authority)),
    );
    table.day("snapshot", "day of the edition", all.iter().map(|r| Some(r.snapshot)));
    table.text(
        "id",
        "publisher's id: ent_num, REFERENCE_NUMBER, Unique ID",
        all.iter().map(|r| Some(&r.id)),
    );
    table.text(
        "kind",
        "person, entity, vessel, aircraft, as the publisher writes it",
        all.iter().map(|r| (!r.kind.is_empty()).then_some(&r.kind)),
    );
    table.text(
        "name",
        "primary name; in an edition of aliases only, the first alias",
        all.iter().map(|r| r.names.first()),
    );
    table.texts("names", "name, then aliases, each as written", all.iter().map(|r| &r.names));
    table.text(
        "programme",
        "programmes or regime",
        all.iter().map(|r| (!r.programme.is_empty()).then_some(&r.programme)),
    );
    table.text(
        "listed_on",
        "day of listing; OFAC's list does not say it",
        all.iter().map(|r| r.listed_on.map(|day: PartialDate| day.to_string())),
    );
    table.flag(
        "aliases_only",
        "the edition holds aliases only: no match in it means nothing",
        all.iter().map(|r| Some(r.aliases_only)),
    );
    table.row("row", ROW, all.iter().map(|r| Some(r.row)));
    table
}
