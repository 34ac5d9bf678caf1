//! The rows every network is made of.

use thiserror::Error;

/// Shares of objects, one per row, as four columns of equal length.
///
/// Identifiers are numbers from 0 without large gaps: memory grows with the largest one. Times are
/// whole numbers in one unit (seconds, microseconds), which is also the unit of every window and delay.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Shares {
    object: Vec<u32>,
    account: Vec<u32>,
    content: Vec<u32>,
    time: Vec<i64>,
}

/// Columns that do not have the same number of rows, or more rows than 32 bits can count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error(
    "shares need four columns of equal length below 2^32 - 1, not {object} objects, {account} accounts, {content} posts and {time} times"
)]
pub struct UnequalColumns {
    object: usize,
    account: usize,
    content: usize,
    time: usize,
}

impl Shares {
    /// The object of a row that shares nothing: an empty cell. Such a row never joins another one,
    /// but it counts where a tool counts an account's rows.
    pub const NO_OBJECT: u32 = u32::MAX;

    /// Takes the columns as they are; rows may come in any order and more than once.
    pub fn new(
        object: Vec<u32>,
        account: Vec<u32>,
        content: Vec<u32>,
        time: Vec<i64>,
    ) -> Result<Self, UnequalColumns> {
        let rows = object.len();
        let equal = [account.len(), content.len(), time.len()].iter().all(|&n| n == rows);
        if equal && u32::try_from(rows).is_ok_and(|rows| rows < u32::MAX) {
            Ok(Self { object, account, content, time })
        } else {
            Err(UnequalColumns {
                object: rows,
                account: account.len(),
                content: content.len(),
                time: time.len(),
            })
        }
    }

    /// How many rows.
    pub fn len(&self) -> usize {
        self.object.len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.object.is_empty()
    }

    /// What each row shares, or [`Self::NO_OBJECT`].
    pub fn object(&self) -> &[u32] {
        &self.object
    }

    /// Who shares.
    pub fn account(&self) -> &[u32] {
        &self.account
    }

    /// The post in which it is shared; one post may share several objects.
    pub fn content(&self) -> &[u32] {
        &self.content
    }

    /// When.
    pub fn time(&self) -> &[i64] {
        &self.time
    }

    /// One more than the largest account.
    pub fn accounts(&self) -> usize {
        self.account.iter().max().map_or(0, |&last| last as usize + 1)
    }

    /// One more than the largest object that is not missing.
    pub fn objects(&self) -> usize {
        let present = self.object.iter().filter(|&&object| object != Self::NO_OBJECT);
        present.max().map_or(0, |&last| last as usize + 1)
    }

    /// One more than the largest post.
    pub fn contents(&self) -> usize {
        self.content.iter().max().map_or(0, |&last| last as usize + 1)
    }

    /// The same rows without those for which `keep` is false, in the same order.
    #[must_use]
    pub fn retain(&self, mut keep: impl FnMut(usize) -> bool) -> Self {
        let mut kept = Self::default();
        for row in 0..self.len() {
            if keep(row) {
                kept.object.push(self.object[row]);
                kept.account.push(self.account[row]);
                kept.content.push(self.content[row]);
                kept.time.push(self.time[row]);
            }
        }
        kept
    }
}
