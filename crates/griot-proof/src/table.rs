//! A row a particular, for a spreadsheet.

use griot_text::formula::harmless;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};

use crate::{
    answer::{HeldStatus, Opening, State},
    finding::Where,
};

/// The columns, in order.
pub(crate) const COLUMNS: [&str; 15] = [
    "sentence",
    "place",
    "text",
    "state",
    "notes",
    "kind",
    "particular",
    "status",
    "where",
    "proof",
    "proof_place",
    "value",
    "passage",
    "judgement",
    "judged_by",
];

/// All particulars as CSV; sentences without one are left out.
pub fn csv(opening: &Opening) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS)?;
    for row in rows(opening) {
        let row: Vec<String> = row.iter().map(|cell| harmless(cell).into_owned()).collect();
        writer.write_record(&row)?;
    }
    writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}

/// All particulars as a workbook: the first row stays in sight and filters.
pub fn xlsx(opening: &Opening) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // No day of making: the same draft and proofs give the same file.
    let day = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&day));
    let sheet = workbook.add_worksheet();
    sheet.set_name("particulars")?;
    let bold = Format::new().set_bold();
    for (column, name) in (0_u16..).zip(COLUMNS) {
        sheet.write_string_with_format(0, column, name, &bold)?;
        let width = match name {
            "text" | "passage" => 60,
            "particular" | "value" | "proof" | "proof_place" => 24,
            _ => 12,
        };
        sheet.set_column_width(column, width)?;
    }
    let rows = rows(opening);
    for (at, row) in (1_u32..).zip(&rows) {
        for (column, cell) in (0_u16..).zip(row) {
            // A string is a string there, whatever it begins with.
            let cell: String = cell.chars().take(MOST_OF_A_CELL).collect();
            sheet.write_string(at, column, cell)?;
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    let last = u32::try_from(rows.len()).unwrap_or(u32::MAX);
    let columns = u16::try_from(COLUMNS.len()).unwrap_or(1);
    sheet.autofilter(0, 0, last, columns - 1)?;
    workbook.save_to_buffer()
}

/// Characters that a cell of a workbook may have.
const MOST_OF_A_CELL: usize = 32_000;

fn rows(opening: &Opening) -> Vec<[String; 15]> {
    let mut rows = Vec::new();
    for sentence in &opening.sentences {
        let state = match sentence.state {
            State::Opened => "opened",
            State::LookHere => "look-here",
            State::NotHeld => "not-held",
            State::NoProof => "no-proof",
            State::NothingToProve => continue,
        };
        let held = |proof: &crate::answer::ProofOf| proof.status != HeldStatus::Held;
        let open: Vec<&str> = sentence
            .proofs
            .iter()
            .filter(|proof| held(proof))
            .map(|proof| proof.source.as_str())
            .collect();
        for particular in &sentence.particulars {
            let text = |value: &Option<String>| value.clone().unwrap_or_default();
            let proof = particular.proof.clone().unwrap_or_else(|| open.join(" "));
            rows.push([
                sentence.id.clone(),
                sentence.place.clone(),
                sentence.text.clone(),
                state.to_owned(),
                sentence.notes.join(" "),
                particular.kind.word().to_owned(),
                particular.text.clone(),
                particular.status.word().to_owned(),
                particular.found_where.map_or("", Where::word).to_owned(),
                proof,
                text(&particular.place),
                text(&particular.value),
                text(&particular.passage),
                sentence.judgement.as_ref().map_or_else(String::new, |it| it.verdict.clone()),
                sentence.judgement.as_ref().map_or_else(String::new, |it| it.person.clone()),
            ]);
        }
    }
    rows
}
