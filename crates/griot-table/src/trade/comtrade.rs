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

use super::{
    amounts::{Amount, AmountColumn},
    codes,
    flow::{Direction, Flow, Flows, Standing},
};
use crate::{
    Reported, TableError, Text, even_records, identifier::Identifier, missing, noticed,
    set_aside, within_bounds,
};

const FORMAT: &str = "UN Comtrade, interface version 1";

#[derive(Debug, Deserialize)]
struct Answer {
    #[serde(default)]
    data: Option<Raws>,
    #[serde(default)]
    error: Option<serde_json::Value>,
    /// What the gateway before Comtrade says: `Rate limit is exceeded`.
    #[serde(default)]
    message: Option<String>,
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
    net_wgt: Option<Word>,
    is_net_wgt_estimated: Option<bool>,
    primary_value: Option<Word>,
    is_reported: Option<bool>,
}

pub(super) fn read_json(text: &Text<'_>) -> Result<Flows, TableError> {
    let wrong = |reason: String| TableError::NotThisLayout {
        file: text.file.to_owned(),
        format: FORMAT,
        reason,
    };
    let answer = if text.text.trim_start().starts_with('[') {
        serde_json::from_str(&text.text).map(|data| Answer {
            data: Some(data),
            error: None,
            message: None,
        })
    } else {
        serde_json::from_str(&text.text)
    };
    let Answer { data, error, message } = answer.map_err(|error| wrong(error.to_string()))?;
    let mut diagnostics = text.diagnostics.clone();
    let said = error.filter(|error| {
        !error.is_null() && error.as_str().is_none_or(|words| !words.is_empty())
    });
    let said = said.map(|error| error.as_str().map_or(error.to_string(), str::to_owned));
    let said = said.or(message);
    let Raws(rows) = data.ok_or_else(|| {
        wrong(match &said {
            Some(said) => format!("it is no data; Comtrade answered: {said}"),
            None => "the answer has no `data`".to_owned(),
        })
    })?;
    if let Some(said) = said {
        diagnostics.push(noticed(text.file, 1, format!("Comtrade answered: {said}")));
    }
    if rows.is_empty() {
        diagnostics.push(noticed(
            text.file,
            1,
            "the answer is empty; Comtrade also answers so when a parameter is wrong",
        ));
    }
    let numbered = (1..).zip(rows).map(|(row, raw)| (row, row, raw));
    Ok(keep(text, numbered, None, diagnostics))
}

/// Names of columns that mean one thing: today's, those of R's `comtradr`, and those of Comtrade before
/// 2023.
const NAMES: [(&str, &[&str]); 15] = [
    ("reporterISO", &["Reporter ISO"]),
    ("reporterCode", &["Reporter Code"]),
    ("partnerISO", &["Partner ISO"]),
    ("partnerCode", &["Partner Code"]),
    ("partner2Code", &["2nd Partner Code"]),
    ("flowCode", &["Trade Flow Code"]),
    ("flowDesc", &["Trade Flow"]),
    ("period", &["Period"]),
    ("cmdCode", &["Commodity Code"]),
    ("customsCode", &["Customs Proc. Code"]),
    ("motCode", &["Mode of Transport Code"]),
    ("netWgt", &["Netweight (kg)"]),
    ("isNetWgtEstimated", &[]),
    ("primaryValue", &["Trade Value (US$)"]),
    ("isReported", &[]),
];

/// The place of a column under any of its names; `reporter_iso` is `reporterISO`.
fn place(header: &csv::StringRecord, name: &str) -> Option<usize> {
    let plain = |name: &str| name.trim().replace('_', "").to_ascii_lowercase();
    let others = NAMES.iter().find(|known| known.0 == name).map_or(&[][..], |known| known.1);
    header.iter().position(|cell| {
        plain(cell) == plain(name) || others.iter().any(|other| cell.trim() == *other)
    })
}

/// Whether a header is that of Comtrade, of today or before.
pub(super) fn is_header(header: &csv::StringRecord) -> bool {
    ["cmdCode", "period", "primaryValue"].iter().all(|name| place(header, name).is_some())
}

pub(super) fn read_csv(text: &Text<'_>) -> Result<Flows, TableError> {
    let (header, lines) = even_records(text)?;
    let place = |name: &str| place(&header, name);
    for needed in ["cmdCode", "period", "primaryValue"] {
        if place(needed).is_none() {
            return Err(TableError::NotThisLayout {
                file: text.file.to_owned(),
                format: FORMAT,
                reason: format!("no column {needed}"),
            });
        }
    }
    let is_old = header.iter().any(|cell| cell.trim() == "Trade Value (US$)");
    let flag_place = header.iter().position(|cell| cell.trim() == "Flag").filter(|_| is_old);
    let mut columns = [AmountColumn::divided_by(crate::delimiter_of_table(text)); 2];
    for (column, name) in columns.iter_mut().zip(["primaryValue", "netWgt"]) {
        let Some(place) = place(name) else { continue };
        lines.records.iter().for_each(|record| column.see(record.cell(place)));
    }
    let rows = lines.records.iter().map(|record| {
        let cell = |name: &str| {
            let cell = place(name).map(|place| record.cell(place)).unwrap_or_default();
            (!missing::is_missing(cell)).then(|| cell.to_owned())
        };
        let flag = |name: &str| {
            cell(name).map(|cell| cell.eq_ignore_ascii_case("true") || cell == "1")
        };
        // Before 2023 a flag above 0 marked estimates: 2 of quantity, 4 of weight, 6 of both.
        let old_flag = flag_place.map(|place| record.cell(place));
        let raw = Raw {
            reporter_iso: cell("reporterISO"),
            reporter_code: cell("reporterCode").map(Word),
            partner_iso: cell("partnerISO"),
            partner_code: cell("partnerCode").map(Word),
            partner2_code: cell("partner2Code").map(Word),
            flow_code: direction_of(cell("flowCode"), cell("flowDesc").as_deref()),
            period: cell("period").map(Word),
            cmd_code: cell("cmdCode"),
            customs_code: cell("customsCode"),
            mot_code: cell("motCode").map(Word),
            net_wgt: cell("netWgt").map(Word),
            is_net_wgt_estimated: old_flag
                .map(|flag| matches!(flag, "4" | "6"))
                .or_else(|| flag("isNetWgtEstimated")),
            primary_value: cell("primaryValue").map(Word),
            is_reported: flag("isReported"),
        };
        (record.row, record.line, raw)
    });
    let mut flows = keep(text, rows, Some(columns), lines.diagnostics);
    if is_old {
        flows.caveats.push(
            "This is the layout of Comtrade before 2023; its numbers have been revised since.",
        );
    }
    Ok(flows)
}

/// The code of a flow, also where it is written in words or as the old numbers.
fn direction_of(code: Option<String>, words: Option<&str>) -> Option<String> {
    let is = |word: &str| {
        let mut said = code.as_deref().into_iter().chain(words);
        said.any(|said| said.eq_ignore_ascii_case(word))
    };
    if is("import") || is("imports") || is("m") {
        Some("M".to_owned())
    } else if is("export") || is("exports") || is("x") {
        Some("X".to_owned())
    } else {
        match code.as_deref() {
            Some("1") if words.is_none() => Some("M".to_owned()),
            Some("2") if words.is_none() => Some("X".to_owned()),
            _ => code,
        }
    }
}

fn keep(
    text: &Text<'_>,
    raws: impl Iterator<Item = (u64, u64, Raw)>,
    columns: Option<[AmountColumn; 2]>,
    mut diagnostics: Vec<Diagnostic>,
) -> Flows {
    if columns.is_some_and(|all| all.iter().any(AmountColumn::has_points_between_thousands)) {
        let what = "points stand between thousands in a column of amounts, and are read so";
        diagnostics.push(noticed(text.file, 1, what));
    }
    let mut rows = Vec::new();
    let mut broken_down = (0_u64, 0_u64);
    for (row, line, raw) in raws {
        if !is_whole(&raw) {
            broken_down =
                (broken_down.0 + 1, if broken_down.0 == 0 { line } else { broken_down.1 });
            continue;
        }
        match flow(row, raw, columns.as_ref()) {
            Ok(Some((flow, odd))) => {
                diagnostics.extend(odd.map(|odd| {
                    Diagnostic::warning(text.file, odd).line(line).help(
                        "write amounts without a sign between thousands and with a decimal point",
                    )
                }));
                rows.push(flow);
            }
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
        unreadable: Vec::new(),
        caveats: vec![
            "Exports in Comtrade may contain re-exports; imports name the country of origin or of \
             consignment, as the reporter chooses.",
        ],
    }
}

fn is_whole(raw: &Raw) -> bool {
    let zero = |code: &Option<Word>| {
        code.as_ref().is_none_or(|code| code.0.parse::<f64>().is_ok_and(|code| code == 0.0))
    };
    zero(&raw.partner2_code)
        && zero(&raw.mot_code)
        && raw.customs_code.as_deref().is_none_or(|code| code == "C00")
}

/// A record, and what is to be said of it; none where it is no import or export.
///
/// JSON writes numbers in one way, so that there are no columns to be judged.
fn flow(
    row: u64,
    raw: Raw,
    columns: Option<&[AmountColumn; 2]>,
) -> Result<Option<(Flow, Option<String>)>, String> {
    let direction = match raw.flow_code.as_deref() {
        Some("M") => Direction::Import,
        Some("X") => Direction::Export,
        // Re-imports, re-exports and goods for processing are parts of M and X.
        Some(_) => return Ok(None),
        None => return Err("no flowCode".to_owned()),
    };
    let missing = |name: &str| format!("no {name}");
    let named = |iso: Option<String>, code: Option<Word>, name: &str| {
        let number = code.map(|code| whole(&code.0));
        let of_number = number.as_deref().and_then(codes::of_number).map(str::to_owned);
        iso.filter(|iso| !iso.is_empty()).or(of_number).or(number).ok_or_else(|| missing(name))
    };
    let written =
        raw.primary_value.map(|written| written.0).ok_or_else(|| missing("primaryValue"))?;
    let read = |which: usize, cell: &str| match columns.and_then(|all| all.get(which)) {
        Some(column) => column.read(cell),
        None => amount(cell).map_or(Amount::Unreadable("it is no amount"), Amount::Read),
    };
    let mut odd = None;
    let value = match read(0, &written) {
        Amount::Read(value) => Some(value),
        Amount::Missing => return Err(missing("primaryValue")),
        Amount::Unreadable(why) => {
            odd = Some(format!(
                "primaryValue is {written:?}: {why}; the record is not readable, which is not zero"
            ));
            None
        }
    };
    let standing = match (value, raw.is_reported) {
        (None, _) => Standing::Unreadable,
        (Some(_), Some(false)) => Standing::Estimated,
        (Some(_), _) => Standing::Reported,
    };
    let mut weight_is_unreadable = false;
    let weight = raw.net_wgt.and_then(|cell| match read(1, &cell.0) {
        Amount::Read(weight) => Some(weight),
        Amount::Missing => None,
        Amount::Unreadable(why) => {
            weight_is_unreadable = true;
            let weight = format!("netWgt is {:?}: {why}; the weight is not readable", cell.0);
            odd = Some(
                odd.take().map_or_else(|| weight.clone(), |odd| format!("{odd}; {weight}")),
            );
            None
        }
    });
    let weight = weight.filter(|weight| *weight > 0.0);
    let weight_is_estimate = weight.is_some() && raw.is_net_wgt_estimated == Some(true);
    let weight = weight.filter(|_| !weight_is_estimate);
    let flow = Flow {
        id: format!("row {row}"),
        reporter: named(raw.reporter_iso, raw.reporter_code, "reporter")?,
        partner: named(raw.partner_iso, raw.partner_code, "partner")?,
        direction,
        product: raw.cmd_code.map(|code| whole(&code)).ok_or_else(|| missing("cmdCode"))?,
        period: raw.period.map(|period| whole(&period.0)).ok_or_else(|| missing("period"))?,
        value,
        weight,
        weight_is_estimate,
        weight_is_unreadable,
        standing,
        source: "UN Comtrade".to_owned(),
        row,
    };
    Ok(Some((flow, odd)))
}

/// An amount of zero or more; none where the text is no number.
fn amount(written: &str) -> Option<f64> {
    written.trim().parse::<f64>().ok().filter(|amount| amount.is_finite() && *amount >= 0.0)
}

/// A code as text; one that went through a floating-point type has no point.
fn whole(written: &str) -> String {
    match Identifier::of(written) {
        Identifier::Whole(whole) => whole.into_owned(),
        Identifier::LostDigits => written.to_owned(),
    }
}
