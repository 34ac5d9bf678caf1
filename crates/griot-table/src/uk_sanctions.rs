//! The UK sanctions list in its short form: one row per name, without aliases.

use griot_model::PartialDate;

use super::{Reported, TableError, Text, columns, records, set_aside};

/// One row.
#[derive(Debug, Clone)]
pub struct Entry {
    /// `Unique ID`.
    pub id: String,
    /// Name.
    pub name: String,
    /// `Individual`, `Entity`, `Ship`.
    pub kind: String,
    /// `Regime Name`.
    pub regime: String,
    /// Who designated: `UK`, `UN`, `UK|UN`.
    pub designation_source: String,
    /// Day of designation.
    pub designated: Option<PartialDate>,
    /// `Sanctions Imposed`.
    pub sanctions: String,
    /// Data row, from 1.
    pub row: u64,
    /// Line, from 1.
    pub line: u64,
}

/// Reads the list.
pub fn read(text: &Text<'_>) -> Result<Reported<Entry>, TableError> {
    let (header, lines) = records(text, true)?;
    let [id, name, regime, kind, by, date, sanctions] = columns(
        text.file,
        "the UK sanctions list in short form",
        &header,
        [
            "Unique ID",
            "Name",
            "Regime Name",
            "Type",
            "Designation source",
            "Date Designated",
            "Sanctions Imposed",
        ],
    )?;
    let mut diagnostics = lines.diagnostics;
    let mut rows = Vec::new();
    for record in &lines.records {
        let read = || -> Result<Entry, String> {
            let filled = |place, what: &str| match record.cell(place) {
                "" => Err(format!("{what} is empty")),
                cell => Ok(cell.to_owned()),
            };
            Ok(Entry {
                id: filled(id, "Unique ID")?,
                name: filled(name, "Name")?,
                kind: record.cell(kind).to_owned(),
                regime: record.cell(regime).to_owned(),
                designation_source: record.cell(by).to_owned(),
                designated: day_first(record.cell(date))?,
                sanctions: record.cell(sanctions).to_owned(),
                row: record.row,
                line: record.line,
            })
        };
        match read() {
            Ok(entry) => rows.push(entry),
            Err(reason) => diagnostics.push(set_aside(text.file, record.line, reason)),
        }
    }
    Ok(Reported { rows, diagnostics })
}

/// `29-06-2012`, as this list writes days.
fn day_first(cell: &str) -> Result<Option<PartialDate>, String> {
    if cell.is_empty() {
        return Ok(None);
    }
    let mut parts: Vec<&str> = cell.split('-').collect();
    parts.reverse();
    let date = parts.join("-").parse();
    date.map(Some).map_err(|_bad: griot_model::date::NotADate| {
        format!("Date Designated should be DD-MM-YYYY, not {cell:?}")
    })
}
