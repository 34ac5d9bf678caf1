//! The wide form of Voeten's votes, one row per roll call and one column per country, in the shape of
//! the other layouts. It has neither symbols nor titles.

use griot_model::PartialDate;

use super::roll_call::{MemberWord, RollCall, RollCalls};
use crate::voeten;
use crate::{Reported, TableError, Text};

const FORMAT: &str = "the wide form of Voeten's General Assembly votes";

pub(super) fn read(text: &Text<'_>) -> Result<RollCalls, TableError> {
    let wide = voeten::read(text)?;
    let unread = wide.roll_calls.set_aside();
    let read = wide.roll_calls.rows.iter().map(|row| row.votes.len() as u64).sum();
    let roll_calls = wide.roll_calls.rows.into_iter().map(|row| RollCall {
        id: row.rcid.to_string(),
        date: PartialDate::Day(row.date),
        session: String::new(),
        symbol: None,
        title: None,
        totals: None,
        votes: (0..).zip(row.votes).filter_map(|(place, vote)| Some((place, vote?))).collect(),
        row: row.row,
    });
    let roll_calls =
        Reported { rows: roll_calls.collect(), diagnostics: wide.roll_calls.diagnostics };
    Ok(RollCalls {
        format: FORMAT,
        members: wide.countries,
        word: MemberWord::Code,
        roll_calls,
        read,
        unread,
    })
}
