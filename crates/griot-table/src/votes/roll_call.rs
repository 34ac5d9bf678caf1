//! Roll calls as a file of votes gives them.

use griot_model::{Choice, PartialDate};

use crate::Reported;

/// What kind of word stands for a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MemberWord {
    /// A name, in capitals or not.
    Name,
    /// ISO 3166 alpha-3, or the UN's own three letters for states that are no more.
    Code,
    /// Correlates of War number.
    Cow,
}

/// A file of roll calls.
#[derive(Debug)]
pub struct RollCalls {
    /// The layout in words, for messages.
    pub format: &'static str,
    /// Each member's word once, in the order seen.
    pub members: Vec<String>,
    /// What the words are.
    pub word: MemberWord,
    /// Roll calls in the order of the file.
    pub roll_calls: Reported<RollCall>,
    /// Votes that were read, or rows where a row has the votes of all.
    pub read: u64,
    /// How many of these were set aside.
    pub unread: u64,
}

impl RollCalls {
    /// Whether more of the file was set aside than was read: what is left answers no question.
    pub fn is_mostly_unread(&self) -> bool {
        self.unread > self.read
    }
}

/// One roll call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RollCall {
    /// The publisher's key: record number, `rcid`, decision.
    pub id: String,
    /// Day of the vote, perhaps only its year.
    pub date: PartialDate,
    /// Session as written: `80`, `ES-11`; empty where the layout has none.
    pub session: String,
    /// `A/RES/77/229`, where stated.
    pub symbol: Option<String>,
    /// Title, where stated.
    pub title: Option<String>,
    /// Yes, no, abstain, non-voting as stated; none where the layout states no totals.
    pub totals: Option<[u16; 4]>,
    /// Members by index into [`RollCalls::members`], each with its vote.
    pub votes: Vec<(usize, Choice)>,
    /// First data row of it, from 1.
    pub row: u64,
}
