//! Roll calls of the General Assembly as the UN Digital Library has them, in two files: one row
//! per roll call (symbol, title, totals), and one row per vote (`Y`, `N`, `A`, and `X` for a member
//! that did not vote).
//!
//! Member names are as scraped, with the library's own misprints; resolving them is not done here.

use std::collections::BTreeMap;

use griot_model::{Choice, PartialDate, bounds};

use super::{Reported, TableError, Text, columns, noticed, records, records_within, set_aside};

const FORMAT: &str = "the UN Digital Library's roll calls";

/// A row of the file of roll calls.
#[derive(Debug, Clone)]
pub struct RollCallRow {
    /// Record number of the UN Digital Library.
    pub undl_id: u32,
    /// Day of the vote; one row of the known file has only the year.
    pub date: PartialDate,
    /// `A/RES/77/229`; a draft's symbol where the publisher has only that; none for `MISSING_DATA`.
    pub symbol: Option<String>,
    /// Title, perhaps cut by the publisher with `[...]`.
    pub title: Option<String>,
    /// Yes, no, abstain, non-voting, as stated.
    pub totals: [u16; 4],
    /// Data row, from 1.
    pub row: u64,
    /// Line, from 1.
    pub line: u64,
}

/// A row of the file of votes.
#[derive(Debug, Clone)]
pub struct Vote {
    /// Record number of the roll call.
    pub undl_id: u32,
    /// Index into [`Votes::members`].
    pub member: usize,
    /// The vote.
    pub choice: Choice,
    /// Data row, from 1.
    pub row: u64,
}

/// The file of votes, with each member's spelling kept once.
#[derive(Debug)]
pub struct Votes {
    /// Spellings with the first line each is seen on, sorted.
    pub members: Vec<(String, u64)>,
    /// Votes in the order of the file.
    pub votes: Reported<Vote>,
}

/// Reads the file of roll calls.
pub fn read_roll_calls(text: &Text<'_>) -> Result<Reported<RollCallRow>, TableError> {
    let (header, lines) = records(text, true)?;
    let [id, date, symbol, title, yes, no, abstain, absent] = columns(
        text.file,
        FORMAT,
        &header,
        [
            "undl_id",
            "date",
            "resolution",
            "title",
            "total_yes",
            "total_no",
            "total_abstentions",
            "total_non_voting",
        ],
    )?;
    let mut diagnostics = lines.diagnostics;
    let mut rows = Vec::new();
    let mut cut = (0_u64, 0_u64);
    for record in &lines.records {
        let read = || -> Result<RollCallRow, String> {
            let written = record.cell(date);
            let day: PartialDate =
                written.parse().map_err(|_bad: griot_model::date::NotADate| {
                    format!("date should be YYYY-MM-DD, not {written:?}")
                })?;
            let stated =
                |cell: &str| (!matches!(cell, "" | "MISSING_DATA")).then(|| cell.to_owned());
            Ok(RollCallRow {
                undl_id: record.number(id, "undl_id")?,
                date: day,
                symbol: stated(record.cell(symbol)),
                title: stated(record.cell(title)),
                totals: [
                    record.number(yes, "total_yes")?,
                    record.number(no, "total_no")?,
                    record.number(abstain, "total_abstentions")?,
                    record.number(absent, "total_non_voting")?,
                ],
                row: record.row,
                line: record.line,
            })
        };
        match read() {
            Ok(roll_call) => {
                if !matches!(roll_call.date, PartialDate::Day(_)) {
                    let what = format!("the date is only {}", roll_call.date);
                    diagnostics.push(noticed(text.file, record.line, what));
                }
                match &roll_call.symbol {
                    None => diagnostics.push(noticed(
                        text.file,
                        record.line,
                        "the resolution is MISSING_DATA; the roll call has no symbol",
                    )),
                    Some(symbol) if !symbol.starts_with("A/RES/") => diagnostics.push(noticed(
                        text.file,
                        record.line,
                        format!("{symbol} is the symbol of a draft, not of a resolution"),
                    )),
                    Some(_) => {}
                }
                if roll_call.title.as_ref().is_some_and(|title| title.contains("[...]")) {
                    cut = (cut.0 + 1, if cut.0 == 0 { record.line } else { cut.1 });
                }
                rows.push(roll_call);
            }
            Err(reason) => diagnostics.push(set_aside(text.file, record.line, reason)),
        }
    }
    if cut.0 > 0 {
        let what =
            format!("{} titles are cut by the publisher with [...]; this is the first", cut.0);
        diagnostics.push(noticed(text.file, cut.1, what));
    }
    Ok(Reported { rows, diagnostics })
}

/// Reads the file of votes.
pub fn read_votes(text: &Text<'_>) -> Result<Votes, TableError> {
    let (header, lines) = records_within(text, true, bounds::VOTES)?;
    let [id, name, vote] =
        columns(text.file, FORMAT, &header, ["undl_id", "ms_name", "ms_vote"])?;
    let mut diagnostics = lines.diagnostics;
    let mut spellings: BTreeMap<&str, u64> = BTreeMap::new();
    for record in &lines.records {
        spellings.entry(record.cell(name)).or_insert(record.line);
    }
    let places: BTreeMap<&str, usize> = spellings.keys().copied().zip(0..).collect();
    let mut rows = Vec::with_capacity(lines.records.len());
    for record in &lines.records {
        let choice = match record.cell(vote) {
            "Y" => Some(Choice::Yes),
            "N" => Some(Choice::No),
            "A" => Some(Choice::Abstain),
            // `X` since 2025, `NV` in the edition of 2024.
            "X" | "NV" => Some(Choice::Absent),
            _ => None,
        };
        let read = choice
            .ok_or_else(|| format!("ms_vote is {:?}, not Y, N, A or X", record.cell(vote)))
            .and_then(|choice| Ok((choice, record.number(id, "undl_id")?)));
        match read {
            Ok((choice, undl_id)) => rows.push(Vote {
                undl_id,
                member: places.get(record.cell(name)).copied().unwrap_or_default(),
                choice,
                row: record.row,
            }),
            Err(reason) => diagnostics.push(set_aside(text.file, record.line, reason)),
        }
    }
    let members = spellings.into_iter().map(|(name, line)| (name.to_owned(), line)).collect();
    Ok(Votes { members, votes: Reported { rows, diagnostics } })
}
