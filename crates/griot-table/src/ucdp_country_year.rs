//! UCDP Organized Violence, country-year edition: deaths by country and calendar year.

use super::{Reported, TableError, Text, columns, noticed, records, set_aside};

/// Columns of deaths that are kept, under the publisher's names.
pub const DEATHS: [&str; 24] = [
    "sb_deaths_parties_cy",
    "sb_deaths_civilians_cy",
    "sb_deaths_unknown_cy",
    "sb_total_deaths_best_cy",
    "sb_total_deaths_low_cy",
    "sb_total_deaths_high_cy",
    "ns_deaths_parties_cy",
    "ns_deaths_civilians_cy",
    "ns_deaths_unknown_cy",
    "ns_total_deaths_best_cy",
    "ns_total_deaths_low_cy",
    "ns_total_deaths_high_cy",
    "os_main_govt_killings_best_cy",
    "os_any_govt_killings_best_cy",
    "os_nsgroup_killings_best_cy",
    "os_total_deaths_best_cy",
    "os_total_deaths_low_cy",
    "os_total_deaths_high_cy",
    "cumulative_total_deaths_parties_in_orgvio_cy",
    "cumulative_total_deaths_civilians_in_orgvio_cy",
    "cumulative_total_deaths_unknown_in_orgvio_cy",
    "cumulative_total_deaths_in_orgvio_best_cy",
    "cumulative_total_deaths_in_orgvio_low_cy",
    "cumulative_total_deaths_in_orgvio_high_cy",
];

/// One country in one calendar year.
#[derive(Debug, Clone)]
pub struct CountryYear {
    /// Gleditsch-Ward number, as UCDP uses it.
    pub country_id: u16,
    /// Country as written.
    pub country: String,
    /// Calendar year.
    pub year: i16,
    /// UCDP's region.
    pub region: String,
    /// The columns of [`DEATHS`].
    pub deaths: [i64; 24],
    /// Data row, from 1.
    pub row: u64,
    /// Line, from 1.
    pub line: u64,
}

/// Reads the file.
pub fn read(text: &Text<'_>) -> Result<Reported<CountryYear>, TableError> {
    const FORMAT: &str = "UCDP's country-year edition of organised violence";
    let (header, lines) = records(text, true)?;
    let [id, country, year, region] = columns(
        text.file,
        FORMAT,
        &header,
        ["country_id_cy", "country_cy", "year_cy", "region_cy"],
    )?;
    let places = columns(text.file, FORMAT, &header, DEATHS)?;
    let mut diagnostics = lines.diagnostics;
    let mut rows = Vec::new();
    for record in &lines.records {
        let read = || -> Result<CountryYear, String> {
            let mut deaths = [0; 24];
            for ((count, place), name) in deaths.iter_mut().zip(places).zip(DEATHS) {
                *count = record.number(place, name)?;
            }
            Ok(CountryYear {
                country_id: record.number(id, "country_id_cy")?,
                country: record.cell(country).to_owned(),
                year: record.number(year, "year_cy")?,
                region: record.cell(region).to_owned(),
                deaths,
                row: record.row,
                line: record.line,
            })
        };
        match read() {
            Ok(row) => {
                if let Some(what) = disorder(&row) {
                    diagnostics.push(noticed(text.file, record.line, what));
                }
                rows.push(row);
            }
            Err(reason) => diagnostics.push(set_aside(text.file, record.line, reason)),
        }
    }
    Ok(Reported { rows, diagnostics })
}

/// Where low, best and high are not in that order, or the parts do not add up.
fn disorder(row: &CountryYear) -> Option<String> {
    let count = |name: &str| {
        let place = DEATHS.iter().position(|column| *column == name);
        place.and_then(|place| row.deaths.get(place)).copied().unwrap_or_default()
    };
    let total = "cumulative_total_deaths_in_orgvio_best_cy";
    let parts =
        ["sb_total_deaths_best_cy", "ns_total_deaths_best_cy", "os_total_deaths_best_cy"];
    let sum: i64 = parts.into_iter().map(count).sum();
    if sum != count(total) {
        return Some(format!(
            "the three kinds of violence add up to {sum}, {total} is {}",
            count(total)
        ));
    }
    let [low, high] = ["low", "high"].map(|bound| total.replace("best", bound));
    (count(&low) > sum || sum > count(&high)).then(|| {
        format!(
            "low {}, best {sum} and high {} are not in that order",
            count(&low),
            count(&high)
        )
    })
}
