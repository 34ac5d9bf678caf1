//! Deaths in organised violence by country and calendar year.

use std::collections::BTreeMap;

use griot_model::Diagnostic;
use jiff::civil::Date;

use griot_table::{set_aside, ucdp_country_year as ucdp};

use super::{
    own::{Geography, Resolved},
    parquet::Table,
    politics::{COUNTRY, Placed, ROW},
};

/// Gives rows their country, by name, as it was in the middle of the year.
pub(super) fn place<'a>(
    rows: &'a [ucdp::CountryYear],
    file: &str,
    geography: &Geography,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Placed<'a, ucdp::CountryYear>> {
    let place = |row: &'a ucdp::CountryYear| {
        let middle = Date::new(row.year, 7, 1);
        if let (Resolved::Country(iso3), Ok(middle)) =
            (geography.resolve("ucdp", &row.country), middle)
        {
            let country = Some(geography.state_on(&iso3, middle).to_owned());
            return Some(Placed { country, row });
        }
        let reason = format!("country {:?} or year {} is not known", row.country, row.year);
        diagnostics.push(set_aside(file, row.line, reason));
        None
    };
    rows.iter().filter_map(place).collect()
}

/// Gleditsch-Ward number of each country, as UCDP gives it in the country's latest row.
pub(super) fn gw_numbers(rows: &[Placed<'_, ucdp::CountryYear>]) -> BTreeMap<String, u16> {
    let mut numbers: BTreeMap<String, (i16, u16)> = BTreeMap::new();
    for placed in rows {
        let Some(country) = &placed.country else { continue };
        let known = numbers.entry(country.clone()).or_default();
        *known = (*known).max((placed.row.year, placed.row.country_id));
    }
    numbers.into_iter().map(|(country, (_, number))| (country, number)).collect()
}

/// The table `deaths_country_year`.
pub(super) fn table(rows: &[Placed<'_, ucdp::CountryYear>]) -> Table {
    let all = || rows.iter().map(|placed| placed.row);
    let mut table = Table::default();
    table.text("country", COUNTRY, rows.iter().map(|placed| placed.country.as_ref()));
    table.int16("year_cy", "calendar year", all().map(|r| Some(r.year)));
    table.int32(
        "country_id_cy",
        "Gleditsch-Ward number, as UCDP uses it",
        all().map(|r| Some(i32::from(r.country_id))),
    );
    table.text("country_cy", "country as written", all().map(|r| Some(&r.country)));
    table.text("region_cy", "UCDP's region", all().map(|r| Some(&r.region)));
    for (place, name) in ucdp::DEATHS.into_iter().enumerate() {
        table.int64(name, &meaning(name), all().map(|r| r.deaths.get(place).copied()));
    }
    table.row("row", ROW, all().map(|r| Some(r.row)));
    table
}

fn meaning(name: &str) -> String {
    let kind = match name.split('_').next() {
        Some("sb") => "in state-based conflict",
        Some("ns") => "in non-state conflict",
        Some("os") => "in one-sided violence",
        _ => "in all three kinds of organised violence",
    };
    let count = if name.contains("_parties") {
        "deaths of members of the warring parties, best estimate"
    } else if name.contains("_civilians") {
        "deaths of civilians, best estimate; UCDP gives no bounds for it"
    } else if name.contains("_unknown") {
        "deaths of persons of unknown status, best estimate"
    } else if name.contains("_low") {
        "deaths, low estimate"
    } else if name.contains("_high") {
        "deaths, high estimate"
    } else if name.contains("main_govt") {
        "killings by the country's own government, best estimate"
    } else if name.contains("any_govt") {
        "killings by any government, best estimate"
    } else if name.contains("nsgroup") {
        "killings by non-state groups, best estimate"
    } else {
        "deaths, best estimate"
    };
    format!("{count}, {kind}")
}
