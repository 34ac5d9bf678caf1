//! Voeten's long file (`.tab` or `.csv`): one row per roll call and state, members by Correlates of
//! War number. Codes: 1 yes, 2 abstain, 3 no, 8 absent, 9 not a member.

use griot_model::Choice;

use super::{
    roll_call::{MemberWord, RollCall, RollCalls},
    rows::{
        VoteColumns, cell, column, count, date, each_vote, header, required, stated, symbol,
    },
};
use crate::{TableError, Text};

const FORMAT: &str = "the long form of Voeten's General Assembly votes";

pub(super) fn read(text: &Text<'_>) -> Result<RollCalls, TableError> {
    let (delimiter, header) = header(text);
    let need = |names: &[&str]| required(text, FORMAT, &header, names);
    let [id, code, vote] = [need(&["rcid"])?, need(&["ccode"])?, need(&["vote"])?];
    let [day, year, session, resolution, title] = [
        column(&header, &["date"]),
        column(&header, &["year"]),
        column(&header, &["session"]),
        column(&header, &["unres"]),
        column(&header, &["descr", "short"]),
    ];
    let totals = ["yes", "no", "abstain"].map(|name| column(&header, &[name]));

    let choice = |written: &str| match written.strip_suffix(".0").unwrap_or(written) {
        "1" => Ok(Some(Choice::Yes)),
        "2" => Ok(Some(Choice::Abstain)),
        "3" => Ok(Some(Choice::No)),
        "8" => Ok(Some(Choice::Absent)),
        "9" => Ok(None),
        _ => Err(format!(
            "vote is {written:?}, not 1 (yes), 2 (abstain), 3 (no), 8 (absent) or 9 (no member)"
        )),
    };
    let first = |row, record: &csv::StringRecord| {
        let written = match cell(record, day) {
            "" | "NA" => cell(record, year),
            day => day,
        };
        let stated_totals = totals.map(|place| count(cell(record, place)));
        Ok(RollCall {
            id: cell(record, Some(id)).to_owned(),
            date: date(written)?,
            session: cell(record, session).to_owned(),
            symbol: stated(record, resolution).map(|written| symbol(&written).into_owned()),
            title: stated(record, title),
            totals: match stated_totals {
                [Some(yes), Some(no), Some(abstain)] => Some([yes, no, abstain, 0]),
                _ => None,
            },
            votes: Vec::new(),
            row,
        })
    };
    let columns = VoteColumns { id, member: code, vote, name: None };
    let (mut gathered, mut diagnostics) =
        each_vote(text, delimiter, (columns, &header), choice, first)?;
    diagnostics.extend(gathered.count_once(text.file));
    Ok(gathered.finish(FORMAT, MemberWord::Cow, diagnostics))
}
