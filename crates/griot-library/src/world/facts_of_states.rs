//! Missions of the United Nations, memberships, treaties and days of independence.

use std::collections::BTreeSet;

use griot_model::{Diagnostic, PartialDate};
use griot_table::{
    set_aside,
    world_table::{Cells, Mission, Ratification, first_date},
};
use jiff::civil::Date;

use crate::{
    own::{self, Geography, Resolved},
    parquet::Table,
};

/// A mission on its way into the table.
#[derive(Debug, Clone)]
pub(crate) struct PlacedMission {
    row: Mission,
    pub(crate) countries: Vec<String>,
    /// Where the list has it go on, and a resolution ends it: the day and the resolution.
    ended: Option<(Date, String)>,
}

/// Missions with the countries that their names name, and ends that a resolution gives.
pub(crate) fn missions(rows: Vec<Mission>, geography: &Geography) -> Vec<PlacedMission> {
    let ends = own::mission_ends();
    rows.into_iter()
        .map(|row| {
            let end = ends.iter().find(|end| end.acronym == row.acronym);
            let ended = end.filter(|_| row.end.is_none());
            PlacedMission {
                countries: geography.named_in(&row.name),
                ended: ended.map(|end| (end.day, end.resolution.clone())),
                row,
            }
        })
        .collect()
}

/// The table `missions`.
pub(crate) fn mission_table(missions: &[PlacedMission]) -> Table {
    let all = || missions.iter();
    let mut table = Table::default();
    table.text("mission", "acronym", all().map(|m| Some(&m.row.acronym)));
    table.text("name", "name", all().map(|m| Some(&m.row.name)));
    table.texts(
        "countries",
        "ISO 3166 alpha-3 of the countries that the name names",
        all().map(|m| &m.countries),
    );
    table.day("start", "first day; often the first of a month", all().map(|m| m.row.start));
    table.day(
        "end",
        "last day: by the list, else by the resolution in end_by; none while it goes on",
        all().map(|m| m.row.end.or(m.ended.as_ref().map(|(day, _)| *day))),
    );
    table.text(
        "end_by",
        "resolution that ended a mission which the list has go on",
        all().map(|m| m.ended.as_ref().map(|(_, resolution)| resolution)),
    );
    table.text(
        "location",
        "seat of the mission",
        all().map(|m| Some(&m.row.location).filter(|place| !place.is_empty())),
    );
    table.day("listed_on", "day on which the list was made", all().map(|m| m.row.listed_on));
    table.row("row", "data row in the publisher's file", all().map(|m| Some(m.row.row)));
    table
}

/// A membership on its way into the table.
#[derive(Debug, Clone)]
pub(crate) struct Membership {
    pub(crate) country: String,
    organisation: String,
    status: Option<String>,
    since: Option<i16>,
    source: &'static str,
    row: u64,
}

/// Membership of the United Nations with its year, and participation in organisations by the Factbook.
pub(crate) fn memberships(
    united_nations: &[Cells<3>],
    factbook: &[Cells<2>],
    factbook_file: &str,
    geography: &Geography,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Membership> {
    let mut found = Vec::new();
    for row in united_nations {
        let [iso3, year, union] = &row.cells;
        let since = year.trim_end_matches(".0").parse().ok();
        if !geography.knows(iso3) {
            continue;
        }
        let one = |organisation: &str, since| Membership {
            country: iso3.clone(),
            organisation: organisation.to_owned(),
            status: None,
            since,
            source: "country_converter",
            row: row.row,
        };
        if since.is_some() {
            found.push(one("UN", since));
        }
        if !union.is_empty() {
            found.push(one("EU", None));
        }
    }
    let mut unknown = BTreeSet::new();
    for row in factbook {
        let [country, text] = &row.cells;
        let Resolved::Country(iso3) = geography.resolve("factbook", country) else {
            if unknown.insert(country) {
                let reason = format!("no country is called {country:?}");
                diagnostics.push(set_aside(factbook_file, row.line, reason));
            }
            continue;
        };
        for part in text.split([',', ';']).map(str::trim).filter(|part| !part.is_empty()) {
            let (name, status) = match part.split_once(" (") {
                Some((name, status)) => (name, Some(status.trim_end_matches(')').to_owned())),
                None => (part, None),
            };
            // Sentences and notes are no acronyms.
            let is_name = name.len() <= 24 && name.chars().any(char::is_uppercase);
            if !is_name || matches!(name, "UN" | "EU") && status.is_none() {
                continue;
            }
            found.push(Membership {
                country: iso3.clone(),
                organisation: name.to_owned(),
                status,
                since: None,
                source: "World Factbook, January 2026",
                row: row.row,
            });
        }
    }
    found.sort_by(|a, b| {
        (&a.country, &a.organisation, a.source).cmp(&(&b.country, &b.organisation, b.source))
    });
    found
}

/// The table `memberships`.
pub(crate) fn membership_table(rows: &[Membership]) -> Table {
    let all = || rows.iter();
    let mut table = Table::default();
    table.text("country", "ISO 3166 alpha-3", all().map(|m| Some(&m.country)));
    table.text("organisation", "acronym", all().map(|m| Some(&m.organisation)));
    table.text(
        "status",
        "what the source adds: observer, suspended, associate; none for a member",
        all().map(|m| m.status.as_ref()),
    );
    table.int16(
        "since",
        "year of admission, of the United Nations alone",
        all().map(|m| m.since),
    );
    table.text("source", "whose word it is", all().map(|m| Some(m.source)));
    table.row("row", "data row in the source's file", all().map(|m| Some(m.row)));
    table
}

/// A standing in a treaty.
#[derive(Debug, Clone)]
pub(crate) struct Standing {
    pub(crate) country: String,
    treaty: &'static str,
    name: &'static str,
    year: Option<i16>,
    status: String,
    row: u64,
}

/// Standings of one treaty.
pub(crate) fn standings(
    rows: &[Ratification],
    (file, treaty, name): (&str, &'static str, &'static str),
    geography: &Geography,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Standing> {
    let mut found = Vec::new();
    for row in rows {
        let by_name = || match geography.resolve("treaties", &row.member) {
            Resolved::Country(iso3) => Some(iso3),
            Resolved::NoCode | Resolved::Unknown => None,
        };
        let by_code = geography.of_iso2(&row.iso2).map(str::to_owned);
        let Some(country) = by_code.or_else(by_name) else {
            let reason = format!("no country has the code {:?} ({})", row.iso2, row.member);
            diagnostics.push(set_aside(file, row.line, reason));
            continue;
        };
        found.push(Standing {
            country,
            treaty,
            name,
            year: row.year,
            status: row.status.clone(),
            row: row.row,
        });
    }
    found
}

/// The table `treaties`.
pub(crate) fn treaty_table(rows: &[Standing]) -> Table {
    let all = || rows.iter();
    let mut table = Table::default();
    table.text("country", "ISO 3166 alpha-3", all().map(|s| Some(&s.country)));
    table.text("treaty", "short name", all().map(|s| Some(s.treaty)));
    table.text("name", "name", all().map(|s| Some(s.name)));
    table.text(
        "status",
        "state party, signatory state, no action",
        all().map(|s| Some(&s.status)),
    );
    table.int16("year", "year of ratification or accession", all().map(|s| s.year));
    table.row("row", "data row in the file of the treaty", all().map(|s| Some(s.row)));
    table
}

/// A day of independence.
#[derive(Debug, Clone)]
pub(crate) struct Independence {
    pub(crate) country: String,
    date: Option<PartialDate>,
    stated: String,
    row: u64,
}

/// Days of independence, where the Factbook's field begins with one.
pub(crate) fn independence(rows: &[Cells<4>], geography: &Geography) -> Vec<Independence> {
    let mut found = Vec::new();
    for row in rows {
        let [country, field, sub, text] = &row.cells;
        if field != "Independence" || !sub.is_empty() || text.starts_with("none") {
            continue;
        }
        let Resolved::Country(country) = geography.resolve("factbook", country) else {
            continue;
        };
        let date = first_date(text);
        found.push(Independence { country, date, stated: text.clone(), row: row.row });
    }
    found.sort_by(|a, b| (&a.country, a.row).cmp(&(&b.country, b.row)));
    found
}

/// The table `independence`.
pub(crate) fn independence_table(rows: &[Independence]) -> Table {
    let all = || rows.iter();
    let mut table = Table::default();
    table.text("country", "ISO 3166 alpha-3", all().map(|i| Some(&i.country)));
    table.text(
        "date",
        "first date that is stated; others may stand in `stated`",
        all().map(|i| i.date.map(|date| date.to_string())),
    );
    table.text("stated", "the field as written", all().map(|i| Some(&i.stated)));
    table.row("row", "data row in the publisher's file", all().map(|i| Some(i.row)));
    table
}
