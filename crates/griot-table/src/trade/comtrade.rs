//! UN Comtrade, version 1 of its interface: JSON as it answers, or CSV with the same names.
//!
//! Three breakdowns repeat the whole: by second partner, customs procedure and mode of transport.
//! Only records that are whole in all three (`partner2Code` 0, `customsCode` C00, `motCode` 0) are
//! kept; the others are counted and said. Estimates are marked, not mixed in. A missing weight is
//! missing, not zero.

use std::fmt;

use griot_model::{Diagnostic, Severity, bounds};
use serde::{
    Deserialize,
    de::{Deserializer, SeqAccess, Visitor},
};

use super::flow::{Direction, Flow, Flows, Standing};
use crate::{Reported, TableError, Text, noticed, records, set_aside, within_bounds};

const FORMAT: &str = "UN Comtrade, interface version 1";

#[derive(Debug, Deserialize)]
struct Answer {
    #[serde(default)]
    data: Option<Raws>,
    #[serde(default)]
    error: Option<serde_json::Value>,
}

/// The records of an answer, no more than a table may have.
#[derive(Debug)]
struct Raws(Vec<Raw>);

impl<'de> Deserialize<'de> for Raws {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Items;
        impl<'de> Visitor<'de> for Items {
            type Value = Raws;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an array of records")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Raws, A::Error> {
                let mut raws = Vec::new();
                while let Some(raw) = items.next_element()? {
                    raws.push(raw);
                    within_bounds("the answer", raws.len(), bounds::RECORD_ROWS, &[])
                        .map_err(serde::de::Error::custom)?;
                }
                Ok(Raws(raws))
            }
        }
        deserializer.deserialize_seq(Items)
    }
}

/// A text, or a number or a flag as its text.
#[derive(Debug)]
struct Word(String);

impl<'de> Deserialize<'de> for Word {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Scalar;
        impl Visitor<'_> for Scalar {
            type Value = Word;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a text or a number")
            }

            fn visit_str<E>(self, text: &str) -> Result<Word, E> {
                Ok(Word(text.to_owned()))
            }

            fn visit_u64<E>(self, number: u64) -> Result<Word, E> {
                Ok(Word(number.to_string()))
            }

            fn visit_i64<E>(self, number: i64) -> Result<Word, E> {
                Ok(Word(number.to_string()))
            }

            fn visit_f64<E>(self, number: f64) -> Result<Word, E> {
                Ok(Word(serde_json::Value::from(number).to_string()))
            }

            fn visit_bool<E>(self, flag: bool) -> Result<Word, E> {
                Ok(Word(flag.to_string()))
            }
        }
        deserializer.deserialize_any(Scalar)
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Raw {
    #[serde(rename = "reporterISO")]
    reporter_iso: Option<String>,
    reporter_code: Option<Word>,
    #[serde(rename = "partnerISO")]
    partner_iso: Option<String>,
    partner_code: Option<Word>,
    partner2_code: Option<Word>,
    flow_code: Option<String>,
    period: Option<Word>,
    cmd_code: Option<String>,
    customs_code: Option<String>,
    mot_code: Option<Word>,
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
    let answer = if text.text.trim_start().starts_with('[') {
        serde_json::from_str(&text.text).map(|data| Answer { data: Some(data), error: None })
    } else {
        serde_json::from_str(&text.text)
    };
    let Answer { data, error } = answer.map_err(|error| wrong(error.to_string()))?;
    let mut diagnostics = text.diagnostics.clone();
    let said = error.filter(|error| {
        !error.is_null() && error.as_str().is_none_or(|words| !words.is_empty())
    });
    if let Some(error) = said {
        diagnostics.push(noticed(text.file, 1, format!("Comtrade answered: {error}")));
    }
    let Raws(rows) = data.ok_or_else(|| wrong("the answer has no `data`".to_owned()))?;
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
    let (header, lines) = records(text, true)?;
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
            reporter_code: cell("reporterCode").map(Word),
            partner_iso: cell("partnerISO"),
            partner_code: cell("partnerCode").map(Word),
            partner2_code: cell("partner2Code").map(Word),
            flow_code: cell("flowCode"),
            period: cell("period").map(Word),
            cmd_code: cell("cmdCode"),
            customs_code: cell("customsCode"),
            mot_code: cell("motCode").map(Word),
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
    let zero = |code: &Option<Word>| code.as_ref().is_none_or(|code| code.0 == "0");
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
    let named = |iso: Option<String>, code: Option<Word>, name: &str| {
        iso.filter(|iso| !iso.is_empty())
            .or_else(|| code.map(|code| code.0))
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
        period: raw.period.map(|period| period.0).ok_or_else(|| missing("period"))?,
        value: Some(value),
        weight,
        standing,
        source: "UN Comtrade".to_owned(),
        row,
    }))
}
