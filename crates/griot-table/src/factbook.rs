//! Leaders as editions of the CIA World Factbook name them: one row per edition, country and role.
//!
//! Countries are FIPS 10-4 codes in the last edition, beside ISO 3166 alpha-2 in the archive of editions;
//! `since` is often the current term or the oath, not the first day in office.

use griot_model::PartialDate;

use super::{Reported, TableError, Text, columns, records, set_aside};

/// A leader in one edition.
#[derive(Debug, Clone)]
pub struct Leader {
    /// Year of the edition.
    pub edition: i16,
    /// Country as written.
    pub country: String,
    /// ISO 3166 alpha-2, where the file has it.
    pub iso2: Option<String>,
    /// `chief of state` or `head of government`.
    pub role: String,
    /// `President Assimi GOITA`.
    pub title_and_name: String,
    /// Since when, as far as it is stated.
    pub since: Option<PartialDate>,
    /// Data row, from 1.
    pub row: u64,
    /// Line, from 1.
    pub line: u64,
}

/// Reads the archive of editions.
pub fn read_editions(text: &Text<'_>) -> Result<Reported<Leader>, TableError> {
    let (header, lines) = records(text, true)?;
    let [edition, country, iso2, role, name, since] = columns(
        text.file,
        "leaders by edition of the World Factbook",
        &header,
        ["edition", "country", "iso2", "role", "title_and_name", "since"],
    )?;
    let mut diagnostics = lines.diagnostics;
    let mut rows = Vec::new();
    for record in &lines.records {
        match record.number(edition, "edition") {
            Ok(edition) => rows.push(Leader {
                edition,
                country: record.cell(country).to_owned(),
                iso2: Some(record.cell(iso2).to_owned()).filter(|code| !code.is_empty()),
                role: record.cell(role).to_owned(),
                title_and_name: record.cell(name).to_owned(),
                since: date_in_words(record.cell(since)),
                row: record.row,
                line: record.line,
            }),
            Err(reason) => diagnostics.push(set_aside(text.file, record.line, reason)),
        }
    }
    Ok(Reported { rows, diagnostics })
}

/// Reads the leaders of one edition.
pub fn read_edition(text: &Text<'_>, edition: i16) -> Result<Reported<Leader>, TableError> {
    let (header, lines) = records(text, true)?;
    let [country, role, name, since] = columns(
        text.file,
        "leaders of the World Factbook",
        &header,
        ["country", "role", "title_and_name", "since"],
    )?;
    let rows = lines.records.iter().map(|record| Leader {
        edition,
        country: record.cell(country).to_owned(),
        iso2: None,
        role: record.cell(role).to_owned(),
        title_and_name: record.cell(name).to_owned(),
        since: date_in_words(record.cell(since)),
        row: record.row,
        line: record.line,
    });
    Ok(Reported { rows: rows.collect(), diagnostics: lines.diagnostics })
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// `7 June 2021`, `June 2021`, `NA March 1994`, `1994`; none for anything else.
pub fn date_in_words(written: &str) -> Option<PartialDate> {
    let words: Vec<&str> =
        written.split([' ', ',']).filter(|word| !matches!(*word, "" | "NA")).collect();
    let year = |word: &str| -> Option<i16> { word.parse().ok().filter(|y| *y >= 1000) };
    let month = |word: &str| {
        MONTHS.iter().zip(1_i8..).find(|(name, _)| **name == word).map(|(_, number)| number)
    };
    match words.as_slice() {
        [y] => year(y).map(PartialDate::Year),
        [m, y] => PartialDate::month(year(y)?, month(m)?),
        [d, m, y] => PartialDate::day(year(y)?, month(m)?, d.parse().ok()?),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_words() {
        let check = |written: &str, expected: Option<&str>| {
            let read = date_in_words(written).map(|date| date.to_string());
            assert_eq!(read.as_deref(), expected, "{written}");
        };
        check("7 June 2021", Some("2021-06-07"));
        check("NA March 1994", Some("1994-03"));
        check("March 1994", Some("1994-03"));
        check("1994", Some("1994"));
        check("31 June 2021", None);
        check("3", None);
        check("", None);
    }
}
