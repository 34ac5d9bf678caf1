//! The UN Digital Library's bulk file (record 4060887): one row per vote.
//!
//! Its header has changed with the editions: `vote_note` came in 2026; the edition of 2024 has
//! plurals (`ms_codes`, `ms_votes`, `resolutions`) and `NV` for what is `X` since. Totals are
//! written through a floating-point type. Rows of a roll call stand together; the roll call is read
//! from the first of them.

use griot_model::{Choice, Diagnostic};

use super::{
    roll_call::{MemberWord, RollCall, RollCalls},
    rows::{VoteColumns, cell, column, count, date, each_vote, header, required, stated},
};
use crate::{TableError, Text, noticed};

/// How many records with other totals are named.
const SHOWN: u64 = 5;

const FORMAT: &str = "the UN Digital Library's bulk file of votes";

pub(super) fn read(text: &Text<'_>) -> Result<RollCalls, TableError> {
    let (delimiter, header) = header(text);
    let need = |names: &[&str]| required(text, FORMAT, &header, names);
    let id = need(&["undl_id"])?;
    let code = need(&["ms_code", "ms_codes"])?;
    let vote = need(&["ms_vote", "ms_votes"])?;
    let day = need(&["date"])?;
    let [session, symbol, draft, title] = [
        column(&header, &["session", "sessions"]),
        column(&header, &["resolution", "resolutions"]),
        column(&header, &["draft", "drafts"]),
        column(&header, &["title", "titles"]),
    ];
    let totals = [
        column(&header, &["total_yes", "yes"]),
        column(&header, &["total_no", "no"]),
        column(&header, &["total_abstentions", "abstentions"]),
        column(&header, &["total_non_voting", "non_voting"]),
    ];

    let choice = |written: &str| {
        let letters = written.to_ascii_lowercase();
        match letters.as_str() {
            "y" | "yes" => Ok(Some(Choice::Yes)),
            "n" | "no" => Ok(Some(Choice::No)),
            "a" | "abstain" | "abstained" | "abstention" => Ok(Some(Choice::Abstain)),
            // Files made from the library's MARC records leave a state that did not vote blank.
            "x" | "nv" | "" | "non-voting" | "not voting" | "absent" => {
                Ok(Some(Choice::Absent))
            }
            _ => Err(format!("ms_vote is {written:?}, not Y, N, A, X or NV")),
        }
    };
    let first = |row, record: &csv::StringRecord| {
        let all = totals.map(|place| count(cell(record, place)));
        Ok(RollCall {
            id: cell(record, Some(id)).to_owned(),
            date: date(cell(record, Some(day)))?,
            session: cell(record, session).to_owned(),
            symbol: stated(record, symbol).or_else(|| stated(record, draft)),
            title: stated(record, title),
            totals: match all {
                [Some(yes), Some(no), Some(abstain), Some(absent)] => {
                    Some([yes, no, abstain, absent])
                }
                _ => None,
            },
            votes: Vec::with_capacity(193),
            row,
        })
    };
    let name = column(&header, &["ms_name", "ms_names"]);
    let columns = VoteColumns { id, member: code, vote, name };
    let (mut gathered, mut diagnostics) =
        each_vote(text, delimiter, (columns, &header), choice, first)?;
    diagnostics.extend(gathered.count_once(text.file));
    let mut differing = 0_u64;
    for roll_call in &gathered.roll_calls {
        let Some(totals) = roll_call.totals else { continue };
        let counted = counted(&roll_call.votes);
        if counted != totals {
            differing += 1;
            if differing > SHOWN {
                continue;
            }
            diagnostics.push(noticed(
                text.file,
                roll_call.row + 1,
                format!(
                    "record {}: totals {totals:?} (yes, no, abstain, non-voting) are stated, the \
                     rows give {counted:?}",
                    roll_call.id
                ),
            ));
        }
    }
    if differing > SHOWN {
        let more = differing - SHOWN;
        let what =
            format!("{more} more records whose stated totals are not those of their rows");
        diagnostics.push(Diagnostic::notice(text.file, what));
    }
    Ok(gathered.finish(FORMAT, MemberWord::Code, diagnostics))
}

/// Yes, no, abstain, non-voting as the rows give them.
pub(super) fn counted(votes: &[(usize, Choice)]) -> [u16; 4] {
    let of = |wanted: Choice| {
        let count = votes.iter().filter(|(_, choice)| *choice == wanted).count();
        u16::try_from(count).unwrap_or(u16::MAX)
    };
    [of(Choice::Yes), of(Choice::No), of(Choice::Abstain), of(Choice::Absent)]
}
