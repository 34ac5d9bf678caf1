//! Roll calls of the General Assembly and of the Security Council as records of the UN Digital
//! Library, 1946 on, in two files: one row per adopted text, and one row per vote (`Y`, `N`, `A`, and
//! `X` for a member that did not vote).
//!
//! A text without votes was adopted without a recorded vote, or its record does not list them; the
//! file does not say which, and states zeros.

use std::collections::BTreeMap;

use griot_model::{Choice, bounds};
use jiff::civil::Date;

use super::{Reported, TableError, Text, columns, records, records_within, set_aside};

const FORMAT: &str = "records of roll calls of the UN Digital Library";

/// A record of an adopted text.
#[derive(Debug, Clone)]
pub struct Record {
    /// Record number of the UN Digital Library.
    pub undl_id: u32,
    /// `GA` or `SC`.
    pub body: String,
    /// `A/RES/77/229`, `S/RES/2690(2023)`.
    pub symbol: String,
    /// Day of the vote.
    pub date: Date,
    /// `A/77/PV.54`.
    pub meeting: Option<String>,
    /// Title.
    pub title: String,
    /// Agenda items.
    pub agenda: Option<String>,
    /// Yes, no, abstain, non-voting, as stated.
    pub totals: [u16; 4],
    /// Data row, from 1.
    pub row: u64,
    /// Line, from 1.
    pub line: u64,
}

/// A vote in a record.
#[derive(Debug, Clone, Copy)]
pub struct Vote {
    /// Record number.
    pub undl_id: u32,
    /// Index into [`Votes::members`].
    pub member: usize,
    /// The vote.
    pub choice: Choice,
    /// Data row, from 1.
    pub row: u64,
}

/// How a member is written.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Member {
    /// As the record writes it: `CONGO (LEOPOLDVILLE)`.
    pub spelling: String,
    /// ISO 3166 alpha-3 as the file has it; empty for three spellings.
    pub iso3: String,
    /// First line on which it is seen.
    pub line: u64,
}

/// The file of votes, with each member's spelling kept once.
#[derive(Debug)]
pub struct Votes {
    /// Spellings, sorted.
    pub members: Vec<Member>,
    /// Votes in the order of the file.
    pub votes: Reported<Vote>,
}

/// Reads the file of records.
pub fn read_records(text: &Text<'_>) -> Result<Reported<Record>, TableError> {
    let (header, lines) = records(text, true)?;
    let [id, body, symbol, date, meeting, title, agenda, yes, no, abstain, absent] = columns(
        text.file,
        FORMAT,
        &header,
        [
            "undl_id",
            "body",
            "symbol",
            "date",
            "meeting",
            "title",
            "agenda",
            "yes",
            "no",
            "abstain",
            "non_voting",
        ],
    )?;
    let mut diagnostics = lines.diagnostics;
    let mut rows = Vec::new();
    for record in &lines.records {
        let stated = |place| {
            let cell = record.cell(place);
            (!matches!(cell, "" | "N/A")).then(|| cell.to_owned())
        };
        let read = || -> Result<Record, String> {
            let written = record.cell(date);
            Ok(Record {
                undl_id: record.number(id, "undl_id")?,
                body: record.cell(body).to_owned(),
                symbol: stated(symbol).ok_or_else(|| "it has no symbol".to_owned())?,
                date: written
                    .parse()
                    .map_err(|_bad| format!("date should be YYYY-MM-DD, not {written:?}"))?,
                meeting: stated(meeting),
                title: record.cell(title).to_owned(),
                agenda: stated(agenda),
                totals: [
                    record.number(yes, "yes")?,
                    record.number(no, "no")?,
                    record.number(abstain, "abstain")?,
                    record.number(absent, "non_voting")?,
                ],
                row: record.row,
                line: record.line,
            })
        };
        match read() {
            Ok(read) => rows.push(read),
            Err(reason) => diagnostics.push(set_aside(text.file, record.line, reason)),
        }
    }
    Ok(Reported { rows, diagnostics })
}

/// Reads the file of votes.
pub fn read_votes(text: &Text<'_>) -> Result<Votes, TableError> {
    let (header, lines) = records_within(text, true, bounds::VOTES)?;
    let [id, name, iso3, vote] =
        columns(text.file, FORMAT, &header, ["undl_id", "member", "iso3", "vote"])?;
    let mut diagnostics = lines.diagnostics;
    let mut spellings: BTreeMap<(&str, &str), u64> = BTreeMap::new();
    for record in &lines.records {
        spellings.entry((record.cell(name), record.cell(iso3))).or_insert(record.line);
    }
    let places: BTreeMap<(&str, &str), usize> = spellings.keys().copied().zip(0..).collect();
    let mut rows = Vec::with_capacity(lines.records.len());
    for record in &lines.records {
        let choice = match record.cell(vote) {
            "Y" => Some(Choice::Yes),
            "N" => Some(Choice::No),
            "A" => Some(Choice::Abstain),
            "X" => Some(Choice::Absent),
            _ => None,
        };
        let read = choice
            .ok_or_else(|| format!("vote is {:?}, not Y, N, A or X", record.cell(vote)))
            .and_then(|choice| Ok((choice, record.number(id, "undl_id")?)));
        match read {
            Ok((choice, undl_id)) => {
                let member = places.get(&(record.cell(name), record.cell(iso3)));
                rows.push(Vote {
                    undl_id,
                    member: member.copied().unwrap_or_default(),
                    choice,
                    row: record.row,
                });
            }
            Err(reason) => diagnostics.push(set_aside(text.file, record.line, reason)),
        }
    }
    let members = spellings.into_iter().map(|((spelling, iso3), line)| Member {
        spelling: spelling.to_owned(),
        iso3: iso3.to_owned(),
        line,
    });
    Ok(Votes { members: members.collect(), votes: Reported { rows, diagnostics } })
}
