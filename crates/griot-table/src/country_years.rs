//! Deaths by country and year as a list of counts: what can be compared where no events are at hand.

use griot_model::Disclosure;
use jiff::civil::Date;

use super::{
    TableError, Text,
    event::{Civilians, Deaths, Event, EventList, Precision, source_name},
    ucdp_country_year as ucdp,
};

/// One country in one calendar year, as a count.
#[derive(Debug, Clone, Copy)]
pub struct CountryYear<'a> {
    /// Country, as written or as a code.
    pub country: &'a str,
    /// Calendar year.
    pub year: i16,
    /// Deaths in all organised violence: best, low, high.
    pub all: [i64; 3],
    /// Deaths in one-sided violence: best, low, high.
    pub one_sided: [i64; 3],
    /// Civilians killed in all types of violence, best estimate.
    pub civilians: i64,
    /// Data row, from 1.
    pub row: u64,
    /// Line, from 1.
    pub line: u64,
}

/// Whether a header is that of UCDP's country-year edition.
pub fn is_header(header: &[String]) -> bool {
    ["country_id_cy", "year_cy"].iter().all(|name| header.iter().any(|cell| cell == name))
}

/// Reads UCDP's country-year edition as a list of counts.
pub fn read(file: &str, text: &Text<'_>) -> Result<EventList, TableError> {
    let found = ucdp::read(text)?;
    let place = |name: &str| ucdp::DEATHS.iter().position(|column| *column == name);
    let value = |row: &ucdp::CountryYear, name: &str| {
        place(name).and_then(|place| row.deaths.get(place)).copied().unwrap_or_default()
    };
    let rows = found.rows.iter().map(|row| CountryYear {
        country: &row.country,
        year: row.year,
        all: ["best", "low", "high"]
            .map(|end| value(row, &format!("cumulative_total_deaths_in_orgvio_{end}_cy"))),
        one_sided: ["best", "low", "high"]
            .map(|end| value(row, &format!("os_total_deaths_{end}_cy"))),
        civilians: value(row, "cumulative_total_deaths_civilians_in_orgvio_cy"),
        row: row.row,
        line: row.line,
    });
    let mut list = list(&source_name(file), rows);
    list.diagnostics = found.diagnostics;
    Ok(list)
}

/// Counts as a list; each row lasts a year and lies somewhere in its country.
pub fn list<'a>(source: &str, rows: impl Iterator<Item = CountryYear<'a>>) -> EventList {
    let deaths = |[best, low, high]: [i64; 3]| {
        let whole = |count: i64| u32::try_from(count.max(0)).unwrap_or(u32::MAX);
        Deaths { best: whole(best), low: whole(low), high: whole(high) }
    };
    let event = |row: CountryYear<'a>| {
        let civilians = deaths([row.civilians; 3]);
        Some(Event {
            id: String::new(),
            row: row.row,
            line: row.line,
            first: Date::new(row.year, 1, 1).ok()?,
            last: Date::new(row.year, 12, 31).ok()?,
            latitude: f64::NAN,
            longitude: f64::NAN,
            radius_km: 500.0,
            precision: Precision::Country,
            country: row.country.to_owned(),
            place: String::new(),
            categories: Vec::new(),
            parties: Vec::new(),
            deaths: Some(deaths(row.all)),
            civilians: vec![
                (Civilians::OneSided, deaths(row.one_sided)),
                (Civilians::CivilianDeaths, civilians),
            ],
            sources: None,
        })
    };
    EventList {
        source: source.to_owned(),
        layout: LAYOUT.to_owned(),
        disclosure: Disclosure::Open,
        aggregated: true,
        taxonomies: Vec::new(),
        civilians: vec![Civilians::OneSided, Civilians::CivilianDeaths],
        events: rows.filter_map(event).collect(),
        unread: Vec::new(),
        diagnostics: Vec::new(),
    }
}

/// The layout of such a list.
pub const LAYOUT: &str = "UCDP organised violence by country and year";
