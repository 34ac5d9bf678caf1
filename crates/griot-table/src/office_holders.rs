//! Terms of office-holders as statements of Wikidata, with each person's number there: dates as far
//! as they are stated, and bounds for an end that is not.

use griot_model::PartialDate;

use super::{Record, Reported, TableError, Text, columns, records, set_aside};

/// A term of one person in one office.
#[derive(Debug, Clone)]
pub struct Term {
    /// ISO 3166 alpha-3; empty for what is no country of ISO 3166.
    pub iso3: String,
    /// Country as written.
    pub country: String,
    /// Kind of office by the words of the position, with its false friends: `head of state`.
    pub role: String,
    /// Position as written.
    pub position: String,
    /// Name of the person; empty where only the number is known.
    pub person: String,
    /// Number of the person in Wikidata: `Q98497406`.
    pub qid: String,
    /// First day, month or year, where stated.
    pub start: Option<PartialDate>,
    /// Last day, month or year, where stated.
    pub end: Option<PartialDate>,
    /// Start of whoever came next, which is the best guess of an end that is not stated.
    pub end_successor_start: Option<PartialDate>,
    /// A day on which the person was still seen in office.
    pub end_not_before: Option<PartialDate>,
    /// A day on which the person was no longer seen in office.
    pub end_not_after: Option<PartialDate>,
    /// Last day on which the person was seen in office.
    pub last_seen: Option<PartialDate>,
    /// Title of the article of the English Wikipedia.
    pub article: String,
    /// Data row, from 1.
    pub row: u64,
    /// Line, from 1.
    pub line: u64,
}

/// Reads the list of terms. Rows of offices that `wanted` does not want are passed over.
pub fn read(
    text: &Text<'_>,
    wanted: impl Fn(&str) -> bool,
) -> Result<Reported<Term>, TableError> {
    let (header, lines) = records(text, true)?;
    let [
        iso3,
        country,
        role,
        position,
        person,
        qid,
        start,
        end,
        successor,
        not_before,
        not_after,
        last_seen,
        article,
    ] = columns(
        text.file,
        "terms of office-holders",
        &header,
        [
            "iso3",
            "country",
            "role",
            "position",
            "person",
            "qid",
            "start",
            "end",
            "end_successor_start",
            "end_not_before",
            "end_not_after",
            "last_seen",
            "enwiki",
        ],
    )?;
    let mut diagnostics = lines.diagnostics;
    let mut rows = Vec::new();
    for record in &lines.records {
        if !wanted(record.cell(role)) {
            continue;
        }
        let text_of = |place| record.cell(place).to_owned();
        let read = || -> Result<Term, String> {
            Ok(Term {
                iso3: text_of(iso3),
                country: text_of(country),
                role: text_of(role),
                position: text_of(position),
                person: text_of(person),
                qid: text_of(qid),
                start: date(record, start, "start")?,
                end: date(record, end, "end")?,
                end_successor_start: date(record, successor, "end_successor_start")?,
                end_not_before: date(record, not_before, "end_not_before")?,
                end_not_after: date(record, not_after, "end_not_after")?,
                last_seen: date(record, last_seen, "last_seen")?,
                article: text_of(article),
                row: record.row,
                line: record.line,
            })
        };
        match read() {
            Ok(term) => rows.push(term),
            Err(reason) => diagnostics.push(set_aside(text.file, record.line, reason)),
        }
    }
    Ok(Reported { rows, diagnostics })
}

fn date(record: &Record, place: usize, name: &str) -> Result<Option<PartialDate>, String> {
    let cell = record.cell(place);
    if cell.is_empty() {
        return Ok(None);
    }
    let date = cell.parse().map(Some);
    date.map_err(|_bad: griot_model::date::NotADate| {
        format!("{name} should be a date, not {cell:?}")
    })
}
