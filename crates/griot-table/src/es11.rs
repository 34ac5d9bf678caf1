//! Lists of who voted how on the resolutions of the eleventh emergency special session, transcribed
//! from public pages: the states against, and those abstaining or absent where a full list was seen.

use griot_model::Choice;
use jiff::civil::Date;

use super::{Reported, TableError, Text, columns, records, set_aside};

/// One state's vote in a list.
#[derive(Debug, Clone)]
pub struct Listed {
    /// `A/RES/ES-11/6`.
    pub symbol: String,
    /// Day of the vote.
    pub date: Date,
    /// Title.
    pub title: String,
    /// ISO 3166 alpha-3.
    pub country: String,
    /// The vote.
    pub choice: Choice,
    /// Data row, from 1.
    pub row: u64,
    /// Line, from 1.
    pub line: u64,
}

/// Reads the lists.
pub fn read(text: &Text<'_>) -> Result<Reported<Listed>, TableError> {
    let (header, lines) = records(text, true)?;
    let [symbol, date, title, vote, country] = columns(
        text.file,
        "lists of votes by resolution",
        &header,
        ["resolution", "date", "title", "ms_vote", "iso3"],
    )?;
    let mut diagnostics = lines.diagnostics;
    let mut rows = Vec::new();
    for record in &lines.records {
        let read = || -> Result<Listed, String> {
            let choice = match record.cell(vote) {
                "Y" => Choice::Yes,
                "N" => Choice::No,
                "A" => Choice::Abstain,
                "X" => Choice::Absent,
                other => return Err(format!("ms_vote is {other:?}, not Y, N, A or X")),
            };
            let written = record.cell(date);
            Ok(Listed {
                symbol: record.cell(symbol).to_owned(),
                date: written
                    .parse()
                    .map_err(|_bad| format!("date should be YYYY-MM-DD, not {written:?}"))?,
                title: record.cell(title).to_owned(),
                country: record.cell(country).to_owned(),
                choice,
                row: record.row,
                line: record.line,
            })
        };
        match read() {
            Ok(listed) => rows.push(listed),
            Err(reason) => diagnostics.push(set_aside(text.file, record.line, reason)),
        }
    }
    Ok(Reported { rows, diagnostics })
}
