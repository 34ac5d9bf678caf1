//! Votes of the Security Council: a list of votes with each member's vote, drafts that were not adopted
//! among them, and a list of vetoed drafts with who vetoed.

use griot_model::Choice;
use jiff::civil::Date;

use super::{Reported, TableError, Text, columns, records, set_aside};

/// A member's vote on a draft of the Security Council.
#[derive(Debug, Clone)]
pub struct CouncilVote {
    /// Publisher's number of the vote.
    pub id: u32,
    /// Day of the vote.
    pub date: Date,
    /// `S/1994/11`.
    pub draft: String,
    /// `893 (1994)`; none where the draft was not adopted.
    pub resolution: Option<String>,
    /// Number of the meeting.
    pub meeting: String,
    /// Agenda item.
    pub agenda: String,
    /// `Adopted unanimously`, `Not adopted - veto` ...
    pub outcome: String,
    /// Member as written.
    pub member: String,
    /// The vote.
    pub choice: Choice,
    /// Data row, from 1.
    pub row: u64,
    /// Line, from 1.
    pub line: u64,
}

/// A vetoed draft.
#[derive(Debug, Clone)]
pub struct Veto {
    /// Day of the vote.
    pub date: Date,
    /// Symbol of the draft; of the meeting for the earliest ones.
    pub draft: String,
    /// Record of the meeting.
    pub meeting: String,
    /// Agenda item.
    pub agenda: String,
    /// Members that vetoed, as written: `USSR`, `USA`.
    pub members: Vec<String>,
    /// Data row, from 1.
    pub row: u64,
    /// Line, from 1.
    pub line: u64,
}

/// Reads the list of votes.
pub fn read_votes(text: &Text<'_>) -> Result<Reported<CouncilVote>, TableError> {
    let (header, lines) = records(text, true)?;
    let [id, date, draft, resolution, meeting, agenda, outcome, member, vote] = columns(
        text.file,
        "votes of the Security Council",
        &header,
        ["id", "date", "draft", "resolution", "meeting", "agenda", "outcome", "member", "vote"],
    )?;
    let mut diagnostics = lines.diagnostics;
    let mut rows = Vec::new();
    for record in &lines.records {
        let read = || -> Result<CouncilVote, String> {
            let written = record.cell(date);
            let resolution = record.cell(resolution);
            Ok(CouncilVote {
                id: record.number(id, "id")?,
                date: written
                    .parse()
                    .map_err(|_bad| format!("date should be YYYY-MM-DD, not {written:?}"))?,
                draft: record.cell(draft).to_owned(),
                resolution: (!resolution.is_empty()).then(|| resolution.to_owned()),
                meeting: record.cell(meeting).to_owned(),
                agenda: record.cell(agenda).to_owned(),
                outcome: record.cell(outcome).to_owned(),
                member: record.cell(member).to_owned(),
                choice: match record.cell(vote) {
                    "Yes" => Choice::Yes,
                    "No" => Choice::No,
                    "Abstain" => Choice::Abstain,
                    // Present and not voting, or away.
                    "" | "Absent" | "Not voting" => Choice::Absent,
                    other => {
                        return Err(format!("vote is {other:?}, not Yes, No or Abstain"));
                    }
                },
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

/// Reads the list of vetoed drafts.
pub fn read_vetoes(text: &Text<'_>) -> Result<Reported<Veto>, TableError> {
    let (header, lines) = records(text, true)?;
    let [date, draft, meeting, agenda, members @ ..] = columns(
        text.file,
        "vetoed drafts of the Security Council",
        &header,
        [
            "date",
            "draft",
            "meeting_record",
            "agenda_item",
            "member_veto1",
            "member_veto2",
            "member_veto3",
        ],
    )?;
    let mut diagnostics = lines.diagnostics;
    let mut rows = Vec::new();
    for record in &lines.records {
        let written = record.cell(date);
        let Some(date) = month_day_year(written) else {
            let reason = format!("date should be M/D/YYYY, not {written:?}");
            diagnostics.push(set_aside(text.file, record.line, reason));
            continue;
        };
        let members = members.iter().map(|place| record.cell(*place).to_owned());
        rows.push(Veto {
            date,
            draft: record.cell(draft).to_owned(),
            meeting: record.cell(meeting).to_owned(),
            agenda: record.cell(agenda).to_owned(),
            members: members.filter(|member| !member.is_empty()).collect(),
            row: record.row,
            line: record.line,
        });
    }
    Ok(Reported { rows, diagnostics })
}

/// `2/16/1946`.
fn month_day_year(written: &str) -> Option<Date> {
    let mut parts = written.split('/');
    let (month, day, year) = (parts.next()?, parts.next()?, parts.next()?);
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}
