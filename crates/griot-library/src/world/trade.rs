//! Shares of exports and imports by partner, as editions of the World Factbook give them.

use std::collections::{BTreeMap, BTreeSet};

use griot_model::Diagnostic;
use griot_table::{set_aside, world_table::Cells};

use crate::{
    own::{Geography, Resolved},
    parquet::Table,
};

/// A partner's share.
#[derive(Debug, Clone)]
pub(crate) struct Share {
    pub(crate) country: String,
    flow: &'static str,
    pub(crate) year: i16,
    partner: Option<String>,
    written: String,
    percent: f64,
    editions: [i16; 2],
    row: u64,
}

/// Shares by country, flow, year and partner. What editions repeat is one row with its first and last
/// edition; where editions differ each share has its row.
pub(crate) fn shares(
    rows: &[Cells<7>],
    file: &str,
    geography: &Geography,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Share> {
    type Key<'a> = (String, &'static str, i16, &'a str, &'a str);
    let mut found: BTreeMap<Key<'_>, Share> = BTreeMap::new();
    let mut unknown = BTreeSet::new();
    let mut undated = 0_u64;
    for row in rows {
        let [edition, country, iso2, flow, partner, percent, year] = &row.cells;
        let Ok(edition) = edition.parse::<i16>() else { continue };
        let Some(code) = geography.of_archive(iso2, country) else {
            if unknown.insert(country.clone()) {
                let reason = format!("no country is called {country:?}");
                diagnostics.push(set_aside(file, row.line, reason));
            }
            continue;
        };
        // A share whose year is not stated is of no year that a claim could name.
        let Ok(year) = year.trim_end_matches(".0").parse::<i16>() else {
            undated += 1;
            continue;
        };
        let share: Result<f64, _> = percent.parse();
        let Some(share) = share.ok().filter(|share| (0.0..=100.0).contains(share)) else {
            let reason = format!("a share should be a percentage, not {percent:?}");
            diagnostics.push(set_aside(file, row.line, reason));
            continue;
        };
        let flow = if flow.starts_with("Exports") { "export" } else { "import" };
        let partner_code = match geography.resolve("factbook", partner) {
            Resolved::Country(iso3) => Some(iso3),
            Resolved::NoCode | Resolved::Unknown => None,
        };
        let key = (code.clone(), flow, year, partner.as_str(), percent.as_str());
        let known = found.entry(key).or_insert_with(|| Share {
            country: code,
            flow,
            year,
            partner: partner_code,
            written: partner.clone(),
            percent: share,
            editions: [edition, edition],
            row: row.row,
        });
        let [first, last] = known.editions;
        known.editions = [first.min(edition), last.max(edition)];
    }
    if undated > 0 {
        let reason =
            format!("{undated} shares have no year and are left out; this is the first kind");
        diagnostics.push(set_aside(file, 1, reason));
    }
    found.into_values().collect()
}

/// The table `trade_partners`.
pub(crate) fn table(shares: &[Share]) -> Table {
    let all = || shares.iter();
    let mut table = Table::default();
    table.text("country", "ISO 3166 alpha-3", all().map(|s| Some(&s.country)));
    table.text("flow", "export or import", all().map(|s| Some(s.flow)));
    table.int16(
        "year",
        "year that the share is of, not the edition's",
        all().map(|s| Some(s.year)),
    );
    table.text(
        "partner",
        "ISO 3166 alpha-3 of the partner; none where the words name no country",
        all().map(|s| s.partner.as_ref()),
    );
    table.text("partner_written", "partner as written", all().map(|s| Some(&s.written)));
    table.number(
        "percent",
        "share of the country's exports or imports",
        all().map(|s| Some(s.percent)),
    );
    table.int16(
        "first_edition",
        "first edition with this share",
        all().map(|s| Some(s.editions[0])),
    );
    table.int16("last_edition", "last edition with it", all().map(|s| Some(s.editions[1])));
    table.row("row", "data row in the publisher's file", all().map(|s| Some(s.row)));
    table
}
