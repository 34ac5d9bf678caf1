//! UNGA-DM (Fjelstul and others 2022): one row per decision and member state, with the vote in words.

use griot_model::Choice;

use super::{
    Gathered, MemberWord, RollCall, RollCalls, TableError, Text, cell, column, date,
    each_record, header, required, stated,
};

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
    let mut gathered = Gathered::default();
    let diagnostics = each_record(text, delimiter, |row, _, record| {
        let written = cell(record, Some(vote));
        let choice = match written.to_ascii_lowercase().as_str() {
            "yes" | "in favour" | "in favor" => Choice::Yes,
            "no" | "against" => Choice::No,
            "abstain" | "abstained" | "abstention" | "abstaining" => Choice::Abstain,
            "absent" | "not voting" | "non-voting" | "did not vote" => Choice::Absent,
            "" | "na" | "not a member" | "none" => return Ok(()),
            _ => return Err(format!("original_vote is {written:?}, no vote that is known")),
        };
        let number = cell(record, Some(id));
        gathered.vote(number, cell(record, Some(member)), choice, || {
            Ok(RollCall {
                id: number.to_owned(),
                date: date(cell(record, day))?,
                session: cell(record, session).to_owned(),
                symbol: stated(record, symbol),
                title: stated(record, title),
                totals: None,
                votes: Vec::new(),
                row,
            })
        })
    });
    Ok(gathered.finish(FORMAT, MemberWord::Name, diagnostics))
}
