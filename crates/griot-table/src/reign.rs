//! REIGN (Rulers, Elections, and Irregular Governance): leaders and their terms, and elections.
//!
//! Countries are Correlates of War numbers. A leader's first day is complete, the end has only a
//! month; an election's day may be blank. Text columns are kept as the publisher wrote them.

use griot_model::PartialDate;

use super::{Record, Reported, TableError, Text, columns, records, set_aside};

/// A leader's term.
#[derive(Debug, Clone)]
pub struct Leader {
    /// Correlates of War abbreviation: `MLI`, but also `UKG`, `FRN`.
    pub stateabb: String,
    /// Correlates of War number.
    pub ccode: u16,
    /// Publisher's id of the leader.
    pub leadid: String,
    /// Name, often a surname alone.
    pub leader: String,
    /// First day.
    pub from: PartialDate,
    /// Last month; none while in office when the file was made.
    pub to: Option<PartialDate>,
    /// Year of birth, as written.
    pub birthyear: Option<i16>,
    /// 1 man, 0 woman.
    pub gender: Option<i16>,
    /// 1 where the leader had a military career.
    pub militarycareer: Option<i16>,
    /// Data row, from 1.
    pub row: u64,
    /// Line, from 1.
    pub line: u64,
}

/// A step of an election.
#[derive(Debug, Clone)]
pub struct Election {
    /// Correlates of War number.
    pub ccode: u16,
    /// Country as written.
    pub country: String,
    /// When; without a day where the cell is blank.
    pub date: PartialDate,
    /// `sequence`, `electionnumber`, `elecnum`: the publisher's numbering.
    pub numbers: [Option<i32>; 3],
    /// `Vote, As Scheduled`, `Announced` ...
    pub event: String,
    /// `X` executive, `L` legislative, `R` referendum.
    pub kind: String,
    /// `direct`, `regular`, `victory`, `change`, `runoff`, as written.
    pub marks: [String; 5],
    /// Data row, from 1.
    pub row: u64,
    /// Line, from 1.
    pub line: u64,
}

/// Reads the list of leaders.
pub fn read_leaders(text: &Text<'_>) -> Result<Reported<Leader>, TableError> {
    let (header, lines) = records(text, true)?;
    let [
        abb,
        ccode,
        leadid,
        leader,
        sday,
        smonth,
        syear,
        emonth,
        eyear,
        birth,
        gender,
        military,
    ] = columns(
        text.file,
        "REIGN's list of leaders",
        &header,
        [
            "stateabb",
            "ccode",
            "leadid",
            "leader",
            "sdate",
            "smonth",
            "syear",
            "emonth",
            "eyear",
            "birthyear",
            "gender",
            "militarycareer",
        ],
    )?;
    let read = |record: &Record| -> Result<Leader, String> {
        let from = date(record, [syear, smonth, sday], "the first day")?;
        let to = match record.cell(eyear) {
            "" => None,
            _ => Some(date(record, [eyear, emonth, usize::MAX], "the last month")?),
        };
        Ok(Leader {
            stateabb: record.cell(abb).to_owned(),
            ccode: record.number(ccode, "ccode")?,
            leadid: record.cell(leadid).to_owned(),
            leader: record.cell(leader).to_owned(),
            from,
            to,
            birthyear: record.cell(birth).parse().ok(),
            gender: record.cell(gender).parse().ok(),
            militarycareer: record.cell(military).parse().ok(),
            row: record.row,
            line: record.line,
        })
    };
    Ok(reported(text, lines, read))
}

/// Reads the list of elections.
pub fn read_elections(text: &Text<'_>) -> Result<Reported<Election>, TableError> {
    let (header, lines) = records(text, true)?;
    let places = columns(
        text.file,
        "REIGN's list of elections",
        &header,
        [
            "ccode",
            "country",
            "elec_year",
            "elec_month",
            "elec_day",
            "sequence",
            "electionnumber",
            "elecnum",
            "event",
            "type",
            "direct",
            "regular",
            "victory",
            "change",
            "runoff",
        ],
    )?;
    let [ccode, country, year, month, day, sequence, number, elecnum, event, kind, marks @ ..] =
        places;
    let read = |record: &Record| -> Result<Election, String> {
        Ok(Election {
            ccode: record.number(ccode, "ccode")?,
            country: record.cell(country).to_owned(),
            date: date(record, [year, month, day], "the date")?,
            numbers: [sequence, number, elecnum].map(|place| record.cell(place).parse().ok()),
            event: record.cell(event).to_owned(),
            kind: record.cell(kind).to_owned(),
            marks: marks.map(|place| record.cell(place).to_owned()),
            row: record.row,
            line: record.line,
        })
    };
    Ok(reported(text, lines, read))
}

fn reported<T>(
    text: &Text<'_>,
    lines: super::Lines,
    read: impl Fn(&Record) -> Result<T, String>,
) -> Reported<T> {
    let mut diagnostics = lines.diagnostics;
    let mut rows = Vec::with_capacity(lines.records.len());
    for record in &lines.records {
        match read(record) {
            Ok(row) => rows.push(row),
            Err(reason) => diagnostics.push(set_aside(text.file, record.line, reason)),
        }
    }
    Reported { rows, diagnostics }
}

/// Year, month and day of three cells; a blank day leaves a month, a blank month a year.
fn date(record: &Record, places: [usize; 3], what: &str) -> Result<PartialDate, String> {
    let [year, month, day] = places.map(|place| record.cell(place));
    let written = [year, month, day].join("-");
    let bad = || format!("{what} is {written:?}, and the calendar has no such date");
    let year: i16 = year.parse().map_err(|_bad: std::num::ParseIntError| bad())?;
    if month.is_empty() {
        return Ok(PartialDate::Year(year));
    }
    let month: i8 = month.parse().map_err(|_bad: std::num::ParseIntError| bad())?;
    if day.is_empty() {
        return PartialDate::month(year, month).ok_or_else(bad);
    }
    let day: i8 = day.parse().map_err(|_bad: std::num::ParseIntError| bad())?;
    PartialDate::day(year, month, day).ok_or_else(bad)
}
