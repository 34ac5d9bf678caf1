//! BACI (CEPII): bilateral trade, one row per year `t`, exporter `i`, importer `j`, product `k`,
//! with value `v` in thousands of dollars and quantity `q` in tonnes.
//!
//! BACI reconciles what the two partners report into one number. The gap between them, which is
//! the question here, is gone; the reader says so, and its rows never stand for either report.

use std::collections::BTreeMap;

use super::flow::{Direction, Flow, Flows, Standing};
use crate::{Reported, TableError, Text, columns, even_records, set_aside};

const FORMAT: &str = "BACI";

pub(super) fn read(text: &Text<'_>) -> Result<Flows, TableError> {
    let (header, lines) = even_records(text)?;
    let [year, exporter, importer, product, value, quantity] =
        columns(text.file, FORMAT, &header, ["t", "i", "j", "k", "v", "q"])?;
    let mut diagnostics = lines.diagnostics;
    let mut rows = Vec::new();
    for record in &lines.records {
        let amount = |column: usize, name: &str| -> Result<Option<f64>, String> {
            match record.cell(column) {
                "" | "NA" => Ok(None),
                cell => cell
                    .parse::<f64>()
                    .ok()
                    .filter(|amount| amount.is_finite() && *amount >= 0.0)
                    .map(Some)
                    .ok_or_else(|| format!("column {name} should be an amount, not {cell:?}")),
            }
        };
        match amount(value, "v").and_then(|value| Ok((value, amount(quantity, "q")?))) {
            Ok((value, tonnes)) => rows.push(Flow {
                id: format!("row {}", record.row),
                reporter: record.cell(exporter).to_owned(),
                partner: record.cell(importer).to_owned(),
                direction: Direction::Export,
                product: record.cell(product).to_owned(),
                period: record.cell(year).to_owned(),
                value: value.map(|thousands| thousands * 1e3),
                weight: tonnes.map(|tonnes| tonnes * 1e3),
                weight_is_estimate: false,
                weight_is_unreadable: false,
                standing: Standing::Reconciled,
                source: "BACI (CEPII)".to_owned(),
                row: record.row,
            }),
            Err(reason) => diagnostics.push(set_aside(text.file, record.line, reason)),
        }
    }
    Ok(Flows {
        format: FORMAT,
        flows: Reported { rows, diagnostics },
        unreadable: Vec::new(),
        caveats: vec![
            "BACI is already reconciled from both partners' reports: the gap between them cannot be \
             seen in it. Use the reports themselves (UN Comtrade) for a gap.",
        ],
    })
}

/// BACI's numbers of countries with their alpha-3 codes, from `country_codes_*.csv`.
pub fn read_countries(text: &Text<'_>) -> Result<BTreeMap<String, String>, TableError> {
    let (header, lines) = even_records(text)?;
    let named = |iso: &str| header.iter().any(|cell| cell.trim() == iso);
    let iso3 = if named("country_iso3") { "country_iso3" } else { "iso_3digit_alpha" };
    let [code, iso3] =
        columns(text.file, "BACI's codes of countries", &header, ["country_code", iso3])?;
    let pairs = lines.records.iter().map(|record| (record.cell(code), record.cell(iso3)));
    Ok(pairs
        .filter(|(_, iso3)| iso3.len() == 3)
        .map(|(code, iso3)| (code.to_owned(), iso3.to_owned()))
        .collect())
}
