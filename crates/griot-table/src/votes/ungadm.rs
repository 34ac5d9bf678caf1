//! UNGA-DM (Fjelstul and others 2022): one row per decision and member state, with the vote in words.

use griot_model::Choice;

use super::{
    roll_call::{MemberWord, RollCall, RollCalls},
    rows::{VoteColumns, cell, column, date, each_vote, header, required, stated},
};
use crate::{TableError, Text};

const FORMAT: &str = "UNGA-DM's votes of member states";

pub(super) fn read(text: &Text<'_>) -> Result<RollCalls, TableError> {
    let (delimiter, header) = header(text);
    let need = |names: &[&str]| required(text, FORMAT, &header, names);
    let [id, member, vote] =
        [need(&["decision_id"])?, need(&["member_state"])?, need(&["original_vote"])?];
    let [day, session, symbol, title] = [
        column(&header, &["decision_date", "meeting_date", "date", "year"]),
        column(&header, &["session", "session_number"]),
        column(&header, &["resolution", "resolution_number", "document_number"]),
        column(&header, &["decision_title", "title"]),
    ];
    let choice = |written: &str| match written.to_ascii_lowercase().as_str() {
        "yes" | "in favour" | "in favor" => Ok(Some(Choice::Yes)),
        "no" | "against" => Ok(Some(Choice::No)),
        "abstain" | "abstained" | "abstention" | "abstaining" => Ok(Some(Choice::Abstain)),
        "absent" | "not voting" | "non-voting" | "did not vote" => Ok(Some(Choice::Absent)),
        "" | "na" | "not a member" | "none" => Ok(None),
        _ => Err(format!("original_vote is {written:?}, not yes, no, abstain or absent")),
    };
    let first = |row, record: &csv::StringRecord| {
        Ok(RollCall {
            id: cell(record, Some(id)).to_owned(),
            date: date(cell(record, day))?,
            session: cell(record, session).to_owned(),
            symbol: stated(record, symbol),
            title: stated(record, title),
            totals: None,
            votes: Vec::new(),
            row,
        })
    };
    let columns = VoteColumns { id, member, vote, name: None };
    let (mut gathered, mut diagnostics) =
        each_vote(text, delimiter, (columns, &header), choice, first)?;
    diagnostics.extend(gathered.count_once(text.file));
    Ok(gathered.finish(FORMAT, MemberWord::Name, diagnostics))
}
