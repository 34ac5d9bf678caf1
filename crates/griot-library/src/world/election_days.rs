//! Days of elections by the editions of the World Factbook, a second source beside REIGN's.

use std::collections::{BTreeMap, BTreeSet};

use griot_model::PartialDate;
use griot_table::factbook_elections::ChamberHeld;

use super::results::Edition;
use crate::parquet::Table;

/// What an edition says of a country's parliament.
#[derive(Debug)]
pub(crate) struct Chambers {
    pub(crate) edition: i16,
    /// ISO 3166 alpha-3.
    pub(crate) country: String,
    pub(crate) held: Vec<ChamberHeld>,
    pub(crate) row: u64,
}

/// A day of an election.
#[derive(Debug, Clone)]
pub(crate) struct ElectionDay {
    pub(crate) country: String,
    pub(crate) date: PartialDate,
    kind: &'static str,
    round: Option<i16>,
    chamber: Option<String>,
    editions: [i16; 2],
    times: i16,
    row: u64,
}

type Key = (String, PartialDate, &'static str);

/// Days by country, each once a kind, with the editions that have it. Days after an edition are none of it.
pub(crate) fn days(
    presidents: &[Edition],
    parliaments: &[Chambers],
    voted: &BTreeSet<(String, i16)>,
) -> Vec<ElectionDay> {
    let mut found: BTreeMap<Key, ElectionDay> = BTreeMap::new();
    let mut add =
        |key: Key, round: Option<i16>, chamber: Option<&String>, edition: i16, row: u64| {
            if key.1.first_day().year() > edition {
                return;
            }
            let (country, date, kind) = key.clone();
            let known = found.entry(key).or_insert_with(|| ElectionDay {
                country,
                date,
                kind,
                round,
                chamber: chamber.cloned(),
                editions: [edition; 2],
                times: 0,
                row,
            });
            known.times += 1;
            known.round = known.round.or(round);
            if known.chamber.as_ref() != chamber && chamber.is_some() {
                known.chamber = known.chamber.take().or_else(|| chamber.cloned());
            }
            if edition > known.editions[1] {
                known.row = row;
            }
            known.editions = [known.editions[0].min(edition), known.editions[1].max(edition)];
        };
    for it in presidents {
        // The people must have voted: the source says that they elect, or has their shares.
        let year = it.told.held.iter().map(|held| held.date.last_day().year()).max();
        let shares = year.is_some_and(|year| voted.contains(&(it.country.clone(), year)));
        if !it.told.by_people && !shares {
            continue;
        }
        for held in &it.told.held {
            let key = (it.country.clone(), held.date, "presidential");
            add(key, held.round, None, it.edition, it.row);
        }
    }
    for it in parliaments {
        for of in &it.held {
            for held in &of.held {
                let key = (it.country.clone(), held.date, "legislative");
                add(key, held.round, of.chamber.as_ref(), it.edition, it.row);
            }
        }
    }
    found.into_values().collect()
}

/// The table `election_days`.
pub(crate) fn table(rows: &[ElectionDay]) -> Table {
    let all = || rows.iter();
    let mut table = Table::default();
    table.text("country", "ISO 3166 alpha-3", all().map(|r| Some(&r.country)));
    table.text(
        "date",
        "day, or month or year where the source has no day",
        all().map(|r| Some(r.date.to_string())),
    );
    table.text("kind", "presidential or legislative", all().map(|r| Some(r.kind)));
    table.int16("round", "1 or 2 where the source has two rounds", all().map(|r| r.round));
    table.text(
        "chamber",
        "chamber as written, where it is named",
        all().map(|r| r.chamber.as_ref()),
    );
    table.int16(
        "first_edition",
        "first edition with this day",
        all().map(|r| Some(r.editions[0])),
    );
    table.int16("last_edition", "last edition with it", all().map(|r| Some(r.editions[1])));
    table.int16("editions", "how many times editions have it", all().map(|r| Some(r.times)));
    table.row(
        "row",
        "data row in the file of the last edition: the archive's to 2025, the elections' of 2026",
        all().map(|r| Some(r.row)),
    );
    table
}
