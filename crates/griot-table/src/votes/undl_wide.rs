//! A scrape of the UN Digital Library's vote pages: one row per resolution, one column per name.
//!
//! Two of its columns are named for what they are not: `ABSENT COUNT` holds abstentions,
//! `NO-VOTE COUNT` those not voting. Cells of members are `YES`, `NO`, `ABSTAIN` (in other scrapes
//! the letters), or empty, which is not voting while a member and nothing otherwise; the two cannot
//! be told apart, so an empty cell is no vote at all here. Rows of the Security Council are left out.

use griot_model::Choice;

use super::{
    roll_call::{MemberWord, RollCall, RollCalls},
    rows::{cell, column, count, date, each_record, header, required, stated},
    undl_bulk::counted,
};
use crate::{Reported, TableError, Text, noticed, within_bounds};

const FORMAT: &str = "a scrape of the UN Digital Library, one row per resolution";
const NOT_MEMBERS: [&str; 16] = [
    "council",
    "date",
    "title",
    "resolution",
    "total votes",
    "no-vote count",
    "absent count",
    "no count",
    "yes count",
    "link",
    "token",
    "scrape_year",
    "tags",
    "agenda",
    "note",
    "id",
];

pub(super) fn read(text: &Text<'_>) -> Result<RollCalls, TableError> {
    let (delimiter, header) = header(text);
    let need = |names: &[&str]| required(text, FORMAT, &header, names);
    let [day, symbol, title] = [need(&["Date"])?, need(&["Resolution"])?, need(&["Title"])?];
    let [council, token, link] =
        ["Council", "token", "Link"].map(|name| column(&header, &[name]));
    let totals = [
        column(&header, &["YES COUNT"]),
        column(&header, &["NO COUNT"]),
        column(&header, &["ABSENT COUNT"]),
        column(&header, &["NO-VOTE COUNT"]),
    ];
    let columns: Vec<(usize, String)> = header
        .iter()
        .enumerate()
        .filter(|(_, name)| !NOT_MEMBERS.contains(&name.trim().to_lowercase().as_str()))
        .map(|(place, name)| (place, name.to_owned()))
        .collect();

    let mut roll_calls: Vec<RollCall> = Vec::new();
    let mut notes = Vec::new();
    let mut diagnostics = each_record(text, delimiter, |row, line, record| {
        if cell(record, council).eq_ignore_ascii_case("security council") {
            return Ok(());
        }
        let mut votes = Vec::with_capacity(columns.len());
        for (member, (place, name)) in columns.iter().enumerate() {
            let choice = match cell(record, Some(*place)).to_ascii_uppercase().as_str() {
                "YES" | "Y" => Choice::Yes,
                "NO" | "N" => Choice::No,
                "ABSTAIN" | "ABSTENTION" | "A" => Choice::Abstain,
                "X" | "NV" | "NON-VOTING" | "NO VOTE" => Choice::Absent,
                "" | "NA" | "NAN" => continue,
                odd => {
                    let what = format!("only the cell {name}: {odd:?} is no vote");
                    notes.push(noticed(text.file, line, what));
                    continue;
                }
            };
            votes.push((member, choice));
        }
        let all = totals.map(|place| count(cell(record, place)));
        let totals = match all {
            [Some(yes), Some(no), Some(abstain), absent] => {
                Some([yes, no, abstain, absent.unwrap_or(0)])
            }
            _ => None,
        };
        let found = counted(&votes);
        if totals.is_some_and(|totals| totals.get(..3) != found.get(..3)) {
            let what = format!(
                "totals {totals:?} (yes, no, abstain, non-voting) are stated, the cells give {found:?}"
            );
            notes.push(noticed(text.file, line, what));
        }
        let id = stated(record, token)
            .or_else(|| cell(record, link).split('/').next_back().map(str::to_owned))
            .filter(|id| !id.is_empty())
            .unwrap_or_else(|| format!("row {row}"));
        roll_calls.push(RollCall {
            id,
            date: date(cell(record, Some(day)))?,
            session: String::new(),
            symbol: stated(record, Some(symbol)),
            title: stated(record, Some(title)),
            totals,
            votes,
            row,
        });
        Ok(())
    })?;
    within_bounds(text.file, 0, 0, &notes)?;
    diagnostics.extend(notes);
    let members = columns.into_iter().map(|(_, name)| name).collect();
    let roll_calls = Reported { rows: roll_calls, diagnostics };
    let (read, unread) = (roll_calls.rows.len() as u64, roll_calls.set_aside());
    Ok(RollCalls { format: FORMAT, members, word: MemberWord::Name, roll_calls, read, unread })
}
