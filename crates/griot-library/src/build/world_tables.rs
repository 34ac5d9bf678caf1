//! Series, trade, missions, memberships, treaties, independence and places: from files to tables.

use std::collections::{BTreeMap, BTreeSet};

use griot_model::Diagnostic;
use griot_table::{
    factbook_elections::{self, ChamberHeld, Held},
    set_aside,
};

use griot_table::world_table::{
    Wanted, read_cells, read_cities, read_missions, read_places, read_ratifications, read_years,
};

use super::{BuildError, Builder};
use crate::{
    describe_world as describe, files,
    own::Geography,
    world::{
        election_days::{self, Chambers},
        facts_of_states, places, refugees,
        results::{self, Edition},
        series, trade,
    },
};

impl Builder<'_> {
    /// Results of presidential elections, and days of elections.
    pub(super) fn elections(&mut self) -> Result<(), BuildError> {
        let archive = read_cells(
            &self.text(files::FACTBOOK_FIELDS)?,
            "fields by edition of the World Factbook",
            ["edition", "name", "iso2", "field", "content"],
        )?;
        let last = read_cells(
            &self.text(files::FACTBOOK_ELECTIONS)?,
            "elections of the World Factbook",
            ["country", "branch", "field", "text"],
        )?;
        let mut aside = archive.diagnostics;
        aside.extend(last.diagnostics);
        let mut unknown = Unknown::default();
        let (mut presidents, mut parliaments) = (Vec::new(), Vec::new());
        for row in &archive.rows {
            let [edition, name, iso2, field, content] = &row.cells;
            let Some(edition) = edition.parse().ok().filter(|it| *it >= FIRST_READ) else {
                continue;
            };
            let is_executive = field == "Executive branch";
            if !is_executive && field != "Legislative branch" {
                continue;
            }
            let named = (files::FACTBOOK_FIELDS, row.line);
            let Some(country) = unknown.country(&self.geography, iso2, name, named, &mut aside)
            else {
                continue;
            };
            if is_executive {
                let told = factbook_elections::executive(content);
                let (row, line) = (row.row, row.line);
                let file = files::FACTBOOK_FIELDS;
                presidents.push(Edition { edition, country, told, file, row, line });
            } else {
                let held = factbook_elections::legislative(content);
                parliaments.push(Chambers { edition, country, held, row: row.row });
            }
        }
        let mut of_2026: BTreeMap<String, (String, u64, u64)> = BTreeMap::new();
        for row in &last.rows {
            let [name, branch, field, text] = &row.cells;
            let named = (files::FACTBOOK_ELECTIONS, row.line);
            let Some(country) = unknown.country(&self.geography, "", name, named, &mut aside)
            else {
                continue;
            };
            if branch == "executive" {
                let (whole, at, line) = of_2026.entry(country).or_default();
                whole.push_str(&format!(" {field}: {text}"));
                (*at, *line) = (row.row, row.line);
            } else if field == "most recent election date"
                && let Some(date) = factbook_elections::american(text)
            {
                let chamber = branch.split_once(" - ").map(|(_, chamber)| chamber.to_owned());
                let held =
                    vec![ChamberHeld { chamber, held: vec![Held { date, round: None }] }];
                parliaments.push(Chambers { edition: LAST, country, held, row: row.row });
            }
        }
        for (country, (text, row, line)) in of_2026 {
            let told = factbook_elections::executive(&text);
            let file = files::FACTBOOK_ELECTIONS;
            presidents.push(Edition { edition: LAST, country, told, file, row, line });
        }
        let (rows, met) = results::results(&presidents, &mut aside);
        self.add(results::table(&rows), describe::results(&rows, met), aside)?;
        let voted: BTreeSet<(String, i16)> =
            rows.iter().map(|row| (row.country.clone(), row.year)).collect();
        let days = election_days::days(&presidents, &parliaments, &voted);
        self.add(election_days::table(&days), describe::election_days(&days), Vec::new())
    }

    /// Tables of measured values.
    pub(super) fn series(&mut self) -> Result<(), BuildError> {
        let population = read_years(
            &self.text(files::POPULATION)?,
            Wanted {
                format: "UNHCR's populations",
                country: "coo_iso",
                other: Some("coa_iso"),
                year: "year",
                values: &["refugees", "asylum_seekers", "idps", "oip"],
                word: None,
            },
        )?;
        let displaced = read_years(
            &self.text(files::DISPLACED)?,
            one_value("IDMC's displaced people", "coo_iso", "year", &["total"]),
        )?;
        let unrwa = read_years(
            &self.text(files::UNRWA)?,
            one_value("UNRWA's refugees", "coa_iso", "year", &["total"]),
        )?;
        let press = read_years(
            &self.text(files::PRESS_FREEDOM)?,
            one_value("ranks of press freedom", "iso", "edition", &["rank"]),
        )?;
        let freedom = read_years(
            &self.text(files::FREEDOM_HOUSE)?,
            Wanted {
                word: Some("status"),
                ..one_value("Freedom House's ratings", "fh_country", "year", &["pr", "cl"])
            },
        )?;
        let vdem = read_years(
            &self.text(files::VDEM)?,
            one_value("V-Dem's indices", "country_text_id", "year", &VDEM_COLUMNS),
        )?;
        let mut aside = population.diagnostics;
        for more in [displaced.diagnostics, unrwa.diagnostics, press.diagnostics] {
            aside.extend(more);
        }
        aside.extend(freedom.diagnostics);

        let mut gathered = series::Gathered::new(&self.geography);
        let of = (files::POPULATION, "unhcr");
        let rows = &population.rows;
        gathered.add_sums(rows, of, |row| &row.country, 0, series::REFUGEES_FROM);
        gathered.add_sums(rows, of, |row| &row.other, 0, series::REFUGEES_IN);
        gathered.add_sums(rows, of, |row| &row.country, 1, series::ASYLUM_FROM);
        gathered.add_sums(rows, of, |row| &row.other, 1, series::ASYLUM_IN);
        gathered.add_sums(rows, of, |row| &row.country, 2, series::IDPS_UNHCR);
        gathered.add(&displaced.rows, (files::DISPLACED, "unhcr"), &[series::IDPS_IDMC]);
        gathered.add_sums(
            &unrwa.rows,
            (files::UNRWA, "unhcr"),
            |row| &row.country,
            0,
            series::UNRWA_IN,
        );
        gathered.add(&press.rows, (files::PRESS_FREEDOM, "rsf"), &[series::PRESS_RANK]);
        let of = (files::FREEDOM_HOUSE, "freedom-house");
        gathered.add(&freedom.rows, of, &[series::POLITICAL, series::CIVIL]);
        gathered.add_words(&freedom.rows, of, series::STATUS, |word| match word {
            "F" => Some(1.0),
            "PF" => Some(2.0),
            "NF" => Some(3.0),
            _ => None,
        });
        let (values, more) = gathered.sorted(files::FREEDOM_HOUSE);
        aside.extend(more);
        self.add(series::table(&values), describe::series(&values), aside)?;

        let pairs = refugees::pairs(rows, &self.geography);
        self.add(refugees::table(&pairs), describe::refugees(&pairs), Vec::new())?;

        let mut gathered = series::Gathered::new(&self.geography);
        let topics = [series::POLYARCHY, series::LIBERAL];
        gathered.add_with_bounds(&vdem.rows, (files::VDEM, "vdem"), &topics);
        let (values, more) = gathered.sorted(files::VDEM);
        let mut aside = vdem.diagnostics;
        aside.extend(more);
        self.add(series::table(&values), describe::vdem(&values), aside)
    }

    /// Shares of exports and imports by partner.
    pub(super) fn trade(&mut self) -> Result<(), BuildError> {
        let read = read_cells(
            &self.text(files::TRADE_PARTNERS)?,
            "partners of trade by edition of the World Factbook",
            ["edition", "country", "iso2", "flow", "partner", "percent", "data_year"],
        )?;
        let mut aside = read.diagnostics;
        let shares =
            trade::shares(&read.rows, files::TRADE_PARTNERS, &self.geography, &mut aside);
        self.add(trade::table(&shares), describe::trade(&shares), aside)
    }

    /// Missions, memberships, independence and treaties.
    pub(super) fn facts_of_states(&mut self) -> Result<(), BuildError> {
        let read = read_missions(&self.text(files::MISSIONS)?)?;
        let missions = facts_of_states::missions(read.rows, &self.geography);
        let table = facts_of_states::mission_table(&missions);
        self.add(table, describe::missions(&missions), read.diagnostics)?;

        let members = read_cells(
            &self.text(files::UN_MEMBERSHIP)?,
            "years of membership of the United Nations",
            ["ISO3", "UNmember", "EU"],
        )?;
        let organisations = read_cells(
            &self.text(files::ORGANISATIONS)?,
            "memberships of the World Factbook",
            ["country", "text"],
        )?;
        let mut aside = members.diagnostics;
        aside.extend(organisations.diagnostics);
        let memberships = facts_of_states::memberships(
            &members.rows,
            &organisations.rows,
            files::ORGANISATIONS,
            &self.geography,
            &mut aside,
        );
        let table = facts_of_states::membership_table(&memberships);
        self.add(table, describe::memberships(&memberships), aside)?;

        let figures = read_cells(
            &self.text(files::FIGURES)?,
            "figures of the World Factbook",
            ["country", "field", "sub", "text"],
        )?;
        let days = facts_of_states::independence(&figures.rows, &self.geography);
        let table = facts_of_states::independence_table(&days);
        self.add(table, describe::independence(&days), figures.diagnostics)?;

        let (mut standings, mut aside) = (Vec::new(), Vec::new());
        for (file, treaty, name) in files::TREATIES {
            let read = read_ratifications(&self.text(file)?)?;
            aside.extend(read.diagnostics);
            let of = (file, treaty, name);
            standings.extend(facts_of_states::standings(
                &read.rows,
                of,
                &self.geography,
                &mut aside,
            ));
        }
        let table = facts_of_states::treaty_table(&standings);
        self.add(table, describe::treaties(&standings), aside)
    }

    /// Places of a few countries whole, and towns of all.
    pub(super) fn places(&mut self) -> Result<(), BuildError> {
        let (mut whole, mut aside) = (Vec::new(), Vec::new());
        for file in files::WHOLE {
            let read = read_places(&self.text(file)?);
            whole.extend(read.rows);
            aside.extend(read.diagnostics);
        }
        let towns = read_cities(&self.text(files::CITIES)?, places::LEAST);
        aside.extend(towns.diagnostics);
        let placed = places::placed(whole, towns.rows, &self.geography);
        self.add(places::table(&placed), describe::places(&placed), aside)
    }
}

/// Editions before this one tell results in other words.
const FIRST_READ: i16 = 1997;
/// The last edition.
const LAST: i16 = 2026;

/// Names that mean no country, each told once.
#[derive(Default)]
struct Unknown(BTreeSet<String>);

impl Unknown {
    fn country(
        &mut self,
        geography: &Geography,
        iso2: &str,
        name: &str,
        (file, line): (&str, u64),
        aside: &mut Vec<Diagnostic>,
    ) -> Option<String> {
        let found = geography.of_archive(iso2, name);
        if found.is_none() && self.0.insert(name.to_owned()) {
            aside.push(set_aside(file, line, format!("no country is called {name:?}")));
        }
        found
    }
}

const VDEM_COLUMNS: [&str; 6] = [
    "v2x_polyarchy",
    "v2x_polyarchy_codelow",
    "v2x_polyarchy_codehigh",
    "v2x_libdem",
    "v2x_libdem_codelow",
    "v2x_libdem_codehigh",
];

fn one_value<'a>(
    format: &'static str,
    country: &'a str,
    year: &'a str,
    values: &'a [&'a str],
) -> Wanted<'a> {
    Wanted { format, country, other: None, year, values, word: None }
}
