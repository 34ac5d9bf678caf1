//! The Cline Center's Coup d'Etat Project: realised coups, attempts and conspiracies since 1945.

use griot_model::PartialDate;

use super::{Reported, TableError, Text, columns, noticed, records, set_aside};

/// Names of the 0/1 columns, in the publisher's order.
pub const FLAGS: [&str; 22] = [
    "unrealized",
    "realized",
    "conspiracy",
    "attempt",
    "military",
    "dissident",
    "rebel",
    "palace",
    "foreign",
    "auto",
    "resign",
    "popular",
    "counter",
    "other",
    "noharm",
    "injured",
    "killed",
    "harrest",
    "jailed",
    "tried",
    "fled",
    "exile",
];

/// One event.
#[derive(Debug, Clone)]
pub struct Coup {
    /// Publisher's id: number, month, day and year run together.
    pub coup_id: String,
    /// Correlates of War number as this publisher uses it.
    pub cowcode: u16,
    /// Country as written.
    pub country: String,
    /// Day of the event.
    pub date: PartialDate,
    /// `coup`, `attempted`, `conspiracy`.
    pub event_type: String,
    /// The 0/1 columns of [`FLAGS`].
    pub flags: [u8; 22],
    /// Data row, from 1.
    pub row: u64,
    /// Line, from 1.
    pub line: u64,
}

/// Reads the file.
pub fn read(text: &Text<'_>) -> Result<Reported<Coup>, TableError> {
    const FORMAT: &str = "the Cline Center's coups";
    let (header, lines) = records(text, true)?;
    let [id, code, country, year, month, day, kind] = columns(
        text.file,
        FORMAT,
        &header,
        ["coup_id", "cowcode", "country", "year", "month", "day", "event_type"],
    )?;
    let places = columns(text.file, FORMAT, &header, FLAGS)?;
    let mut diagnostics = lines.diagnostics;
    let mut rows = Vec::new();
    for record in &lines.records {
        let read = || -> Result<Coup, String> {
            let written = [year, month, day].map(|place| record.cell(place)).join("-");
            let date = PartialDate::day(
                record.number(year, "year")?,
                record.number(month, "month")?,
                record.number(day, "day")?,
            )
            .ok_or_else(|| format!("the calendar has no {written}"))?;
            let mut flags = [0; 22];
            for ((flag, place), name) in flags.iter_mut().zip(places).zip(FLAGS) {
                *flag = record.number(place, name)?;
            }
            Ok(Coup {
                coup_id: record.cell(id).to_owned(),
                cowcode: record.number(code, "cowcode")?,
                country: record.cell(country).to_owned(),
                date,
                event_type: record.cell(kind).to_owned(),
                flags,
                row: record.row,
                line: record.line,
            })
        };
        match read() {
            Ok(coup) => {
                if let Some(what) = disagreement(&coup) {
                    diagnostics.push(noticed(text.file, record.line, what));
                }
                rows.push(coup);
            }
            Err(reason) => diagnostics.push(set_aside(text.file, record.line, reason)),
        }
    }
    Ok(Reported { rows, diagnostics })
}

/// Where the id, which repeats the date, and the date columns do not say the same.
fn disagreement(coup: &Coup) -> Option<String> {
    let PartialDate::Day(date) = coup.date else { return None };
    let expected =
        format!("{}{:02}{:02}{:04}", coup.cowcode, date.month(), date.day(), date.year());
    let id = coup.coup_id.trim_start_matches('0');
    (!id.starts_with(&expected)).then(|| {
        format!("coup_id {} and the date {date} do not agree; the date is used", coup.coup_id)
    })
}
