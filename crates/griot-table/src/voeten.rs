//! Roll calls of the General Assembly in wide form: one row per roll call, one column per country.
//!
//! The layout is that of a re-publication of Erik Voeten's data: `rcid`, `date`, six issue flags,
//! then a column per ISO 3166 alpha-3 code. Cells are Voeten's codes: 1 yes, 2 abstain, 3 no,
//! 8 absent, 9 not a member. Two columns were written through a floating-point type (`9.0`).

use griot_model::{Choice, Diagnostic};
use jiff::civil::Date;

use super::{Record, Reported, TableError, Text, columns, noticed, records, set_aside};

const FORMAT: &str = "the wide form of Voeten's General Assembly votes";

/// Countries of the columns, and the roll calls.
#[derive(Debug)]
pub struct Wide {
    /// ISO 3166 alpha-3 codes as the header has them, in its order.
    pub countries: Vec<String>,
    /// Roll calls, each with one vote per country; none where it was not a member.
    pub roll_calls: Reported<WideRow>,
}

/// One row of the file: a roll call as only this file has it.
#[derive(Debug, Clone)]
pub struct WideRow {
    /// Voeten's number. Four late rows of the known file repeat the number of a row of the 1940s.
    pub rcid: u32,
    /// Day of the vote as the file has it.
    pub date: Date,
    /// Issue flags `me`, `nu`, `di`, `hr`, `co`, `ec`.
    pub issues: [bool; 6],
    /// One entry per country of [`Wide::countries`].
    pub votes: Vec<Option<Choice>>,
    /// Data row, from 1.
    pub row: u64,
    /// Line, from 1.
    pub line: u64,
}

/// Reads the file.
pub fn read(text: &Text<'_>) -> Result<Wide, TableError> {
    let (header, lines) = records(text, true)?;
    let [rcid, date, ..] = columns(
        text.file,
        FORMAT,
        &header,
        ["rcid", "date", "me", "nu", "di", "hr", "co", "ec"],
    )?;
    let first_country = 8;
    let countries: Vec<String> = header.iter().skip(first_country).map(str::to_owned).collect();
    let is_code =
        |code: &String| code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase());
    if let Some(odd) = countries.iter().find(|code| !is_code(code)) {
        return Err(TableError::NotThisLayout {
            file: text.file.to_owned(),
            format: FORMAT,
            reason: format!("column {odd:?} is not an ISO 3166 alpha-3 code"),
        });
    }
    let mut reader = Reader {
        text,
        countries: &countries,
        first_country,
        places: [rcid, date],
        diagnostics: lines.diagnostics,
        with_fraction: vec![(0, 0); countries.len()],
    };
    let rows: Vec<WideRow> =
        lines.records.iter().filter_map(|record| reader.roll_call(record)).collect();
    let mut diagnostics = reader.finish();
    diagnostics.extend(repeated_numbers(text.file, &rows));
    Ok(Wide { countries, roll_calls: Reported { rows, diagnostics } })
}

struct Reader<'a> {
    text: &'a Text<'a>,
    countries: &'a [String],
    first_country: usize,
    places: [usize; 2],
    diagnostics: Vec<Diagnostic>,
    /// For each country: cells written as `9.0`, and the first such line.
    with_fraction: Vec<(u64, u64)>,
}

impl Reader<'_> {
    fn roll_call(&mut self, record: &Record) -> Option<WideRow> {
        let [rcid, date] = self.places;
        let width = self.first_country + self.countries.len();
        let read = || -> Result<(u32, Date), String> {
            if record.cells.len() != width {
                let found = record.cells.len();
                return Err(format!("{found} cells where the header has {width}"));
            }
            let date = record.cell(date);
            let day = date
                .parse()
                .map_err(|_not_a_date| format!("date should be YYYY-MM-DD, not {date:?}"))?;
            Ok((record.number(rcid, "rcid")?, day))
        };
        let (rcid, date) = match read() {
            Ok(read) => read,
            Err(reason) => {
                self.diagnostics.push(set_aside(self.text.file, record.line, reason));
                return None;
            }
        };
        let mut issues = [false; 6];
        for (flag, place) in issues.iter_mut().zip(2..) {
            *flag = record.cell(place) == "True";
        }
        let votes =
            (0..self.countries.len()).map(|country| self.vote(record, country)).collect();
        Some(WideRow { rcid, date, issues, votes, row: record.row, line: record.line })
    }

    fn vote(&mut self, record: &Record, country: usize) -> Option<Choice> {
        let cell = record.cell(self.first_country + country);
        let code = match cell.strip_suffix(".0") {
            Some(code) => {
                if let Some((cells, line)) = self.with_fraction.get_mut(country) {
                    *cells += 1;
                    if *line == 0 {
                        *line = record.line;
                    }
                }
                code
            }
            None => cell,
        };
        match code {
            "1" => Some(Choice::Yes),
            "2" => Some(Choice::Abstain),
            "3" => Some(Choice::No),
            "8" => Some(Choice::Absent),
            "9" => None,
            _ => {
                let name = self.countries.get(country).map_or("", String::as_str);
                self.diagnostics.push(set_aside(
                    self.text.file,
                    record.line,
                    format!("only the cell {name}: {cell:?} is not one of 1, 2, 3, 8, 9"),
                ));
                None
            }
        }
    }

    fn finish(self) -> Vec<Diagnostic> {
        let mut diagnostics = self.diagnostics;
        for (country, (cells, line)) in self.countries.iter().zip(self.with_fraction) {
            if cells > 0 {
                diagnostics.push(noticed(
                    self.text.file,
                    line,
                    format!("column {country} writes {cells} cells as decimals (\"9.0\"); each is read as the whole number"),
                ));
            }
        }
        diagnostics
    }
}

fn repeated_numbers(file: &str, rows: &[WideRow]) -> Vec<Diagnostic> {
    let mut first: std::collections::BTreeMap<u32, &WideRow> =
        std::collections::BTreeMap::new();
    let mut diagnostics = Vec::new();
    for row in rows {
        let Some(earlier) = first.insert(row.rcid, row) else { continue };
        let message = format!(
            "rcid {} of {} is also that of {} (line {}); both rows are kept, this one under the id V{}-{}",
            row.rcid,
            row.date,
            earlier.date,
            earlier.line,
            row.rcid,
            row.date.year()
        );
        let likely = row.rcid + 9000;
        let seen = noticed(file, row.line, message);
        diagnostics.push(if rows.iter().any(|other| other.rcid == likely) {
            seen
        } else {
            seen.note(format!("the file lacks {likely}; a digit may have been lost"))
        });
    }
    diagnostics
}
