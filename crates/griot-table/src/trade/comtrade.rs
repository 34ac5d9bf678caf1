//! UN Comtrade, version 1 of its interface: JSON as it answers, or CSV with the same names.
//!
//! Three breakdowns repeat the whole: by second partner, customs procedure and mode of transport.
//! Only records that are whole in all three (`partner2Code` 0, `customsCode` C00, `motCode` 0) are
//! kept; the others are counted and said. Estimates are marked, not mixed in. A missing weight is
//! missing, not zero.

use griot_model::{Diagnostic, Severity};
use serde::Deserialize;

use super::flow::{Direction, Flow, Flows, Standing};
use crate::{Reported, TableError, Text, noticed, records, set_aside};

const FORMAT: &str = "UN Comtrade, interface version 1";

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Answer {
    Envelope {
        #[serde(default)]
        data: Option<Vec<Raw>>,
        #[serde(default)]
        error: Option<serde_json::Value>,
    },
    Bare(Vec<Raw>),
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Raw {
    #[serde(rename = "reporterISO")]
    reporter_iso: Option<String>,
    reporter_code: Option<serde_json::Value>,
    #[serde(rename = "partnerISO")]
    partner_iso: Option<String>,
    partner_code: Option<serde_json::Value>,
    partner2_code: Option<serde_json::Value>,
    flow_code: Option<String>,
    period: Option<serde_json::Value>,
    cmd_code: Option<String>,
    customs_code: Option<String>,
    mot_code: Option<serde_json::Value>,
    net_wgt: Option<f64>,
    is_net_wgt_estimated: Option<bool>,
    primary_value: Option<f64>,
    is_reported: Option<bool>,
}

pub(super) fn read_json(text: &Text<'_>) -> Result<Flows, TableError> {
    let wrong = |reason: String| TableError::NotThisLayout {
        file: text.file.to_owned(),
        format: FORMAT,
        reason,
    };
    let answer: Answer =
        serde_json::from_str(&text.text).map_err(|error| wrong(error.to_string()))?;
    let mut diagnostics = text.diagnostics.clone();
    let rows = match answer {
        Answer::Bare(rows) => rows,
        Answer::Envelope { data, error } => {
            let said = error.filter(|error| {
                !error.is_null() && error.as_str().is_none_or(|words| !words.is_empty())
            });
            if let Some(error) = said {
                diagnostics.push(noticed(text.file, 1, format!("Comtrade answered: {error}")));
            }
            data.ok_or_else(|| wrong("the answer has no `data`".to_owned()))?
        }
    };
    if rows.is_empty() {
        diagnostics.push(noticed(
            text.file,
            1,
            "the answer is empty; Comtrade also answers so when a parameter is wrong",
        ));
    }
    let numbered = (1..).zip(rows).map(|(row, raw)| (row, row, raw));
    Ok(keep(text, numbered, diagnostics))
}

pub(super) fn read_csv(text: &Text<'_>) -> Result<Flows, TableError> {
    let (header, lines) = records(text, true);
    let place = |name: &str| header.iter().position(|cell| cell.trim() == name);
    for needed in ["flowCode", "cmdCode", "period", "primaryValue"] {
        if place(needed).is_none() {
            return Err(TableError::NotThisLayout {
                file: text.file.to_owned(),
                format: FORMAT,
                reason: format!("no column {needed}"),
            });
        }
    }
    let rows = lines.records.iter().map(|record| {
        let cell = |name: &str| {
            let cell = place(name).map(|place| record.cell(place)).unwrap_or_default();
            (!cell.is_empty()).then(|| cell.to_owned())
        };
        let number = |name: &str| cell(name).and_then(|cell| cell.parse().ok());
        let flag = |name: &str| {
            cell(name).map(|cell| cell.eq_ignore_ascii_case("true") || cell == "1")
        };
        let raw = Raw {
            reporter_iso: cell("reporterISO"),
            reporter_code: cell("reporterCode").map(Into::into),
            partner_iso: cell("partnerISO"),
            partner_code: cell("partnerCode").map(Into::into),
            partner2_code: cell("partner2Code").map(Into::into),
            flow_code: cell("flowCode"),
            period: cell("period").map(Into::into),
            cmd_code: cell("cmdCode"),
            customs_code: cell("customsCode"),
            mot_code: cell("motCode").map(Into::into),
            net_wgt: number("netWgt"),
            is_net_wgt_estimated: flag("isNetWgtEstimated"),
            primary_value: number("primaryValue"),
            is_reported: flag("isReported"),
        };
        (record.row, record.line, raw)
    });
    Ok(keep(text, rows, lines.diagnostics))
}

fn keep(
    text: &Text<'_>,
    raws: impl Iterator<Item = (u64, u64, Raw)>,
    mut diagnostics: Vec<Diagnostic>,
) -> Flows {
    let mut rows = Vec::new();
    let mut broken_down = (0_u64, 0_u64);
    for (row, line, raw) in raws {
        if !is_whole(&raw) {
            broken_down =
                (broken_down.0 + 1, if broken_down.0 == 0 { line } else { broken_down.1 });
            continue;
        }
        match flow(row, raw) {
            Ok(Some(flow)) => rows.push(flow),
            Ok(None) => {}
            Err(reason) => diagnostics.push(set_aside(text.file, line, reason)),
        }
    }
    let (count, line) = broken_down;
    if count > 0 {
        let mut note = noticed(
            text.file,
            line,
            format!(
                "{count} records are parts (by second partner, customs procedure or transport) of \
                 others and are not added to them"
            ),
        );
        note.severity = Severity::Note;
        diagnostics.push(note);
    }
    Flows {
        format: FORMAT,
        flows: Reported { rows, diagnostics },
        caveats: vec![
            "Exports in Comtrade may contain re-exports; imports name the country of origin or of \
             consignment, as the reporter chooses.",
        ],
    }
}

fn is_whole(raw: &Raw) -> bool {
    let zero = |code: &Option<serde_json::Value>| match code {
        None | Some(serde_json::Value::Null) => true,
        Some(code) => word(code) == "0",
    };
    zero(&raw.partner2_code)
        && zero(&raw.mot_code)
        && raw.customs_code.as_deref().is_none_or(|code| code == "C00")
}

fn flow(row: u64, raw: Raw) -> Result<Option<Flow>, String> {
    let direction = match raw.flow_code.as_deref() {
        Some("M") => Direction::Import,
        Some("X") => Direction::Export,
        // Re-imports, re-exports and goods for processing are parts of M and X.
        Some(_) => return Ok(None),
        None => return Err("no flowCode".to_owned()),
    };
    let missing = |name: &str| format!("no {name}");
    let named = |iso: Option<String>, code: Option<serde_json::Value>, name: &str| {
        iso.filter(|iso| !iso.is_empty())
            .or_else(|| code.map(|code| word(&code)))
            .ok_or_else(|| missing(name))
    };
    let value = raw.primary_value.ok_or_else(|| missing("primaryValue"))?;
    if !value.is_finite() || value < 0.0 {
        return Err(format!("primaryValue is {value}, not an amount"));
    }
    let standing =
        if raw.is_reported == Some(false) { Standing::Estimated } else { Standing::Reported };
    let weight = raw.net_wgt.filter(|weight| {
        weight.is_finite() && *weight > 0.0 && raw.is_net_wgt_estimated != Some(true)
    });
    Ok(Some(Flow {
        id: format!("row {row}"),
        reporter: named(raw.reporter_iso, raw.reporter_code, "reporter")?,
        partner: named(raw.partner_iso, raw.partner_code, "partner")?,
        direction,
        product: raw.cmd_code.ok_or_else(|| missing("cmdCode"))?,
        period: raw.period.map(|period| word(&period)).ok_or_else(|| missing("period"))?,
        value: Some(value),
        weight,
        standing,
        source: "UN Comtrade".to_owned(),
        row,
    }))
}

fn word(value: &serde_json::Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
