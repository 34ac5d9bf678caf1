//! What was gathered of posts: layers of shares, and what is strange about them as a whole.

use std::collections::{BTreeMap, BTreeSet};

use griot_stats::network::Shares;

use super::{Names, ObjectKind, Sightings, likeness::Likeness};

/// Posts gathered, accounts numbered in the order of their names.
#[derive(Debug, Clone)]
pub struct Gathered {
    /// Posts handed in.
    pub posts: u64,
    /// Names of accounts by number, ascending by bytes.
    pub accounts: Vec<String>,
    /// Names of posts.
    pub contents: Names,
    /// One per kind of object asked for, in that order.
    pub layers: Vec<Layer>,
    /// Posts that came more than once.
    pub again: Again,
    /// Posts in the future, which are in no layer.
    pub late: Late,
}

/// The shares of one kind of object.
#[derive(Debug, Clone)]
pub struct Layer {
    /// What is shared.
    pub kind: ObjectKind,
    /// Names of objects that are in it more than once.
    pub objects: Sightings,
    /// The rows.
    pub shares: Shares,
    /// Why rows or posts are not in it, and how many.
    pub dropped: BTreeMap<&'static str, u64>,
    /// Largest unit of time that times are whole multiples of, in microseconds: of twenty and more nearly
    /// all, of a minute, an hour or a day; of fewer all, and only those three. 0 where there is none.
    pub resolution: i64,
    /// By what different objects count as the same, if at all.
    pub likeness: Option<Likeness>,
}

/// Posts whose times are in the future: they count something else than they seem to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Late {
    /// How many.
    pub posts: u64,
    /// The first such time, in microseconds since 1970.
    pub example: i64,
}

/// An object that so many accounts share that it may be a word for none, or what everybody was shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Common {
    /// Its name.
    pub object: String,
    /// Accounts that share it.
    pub accounts: u64,
    /// Accounts that share anything in its layer.
    pub of: u64,
}

/// Posts that came more than once: in two exports that overlap, or twice in one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Again {
    /// Posts that had come before, by platform and id.
    pub posts: u64,
    /// Of them, those that another account had posted before.
    pub of_another_account: u64,
    /// Of the others, those that had another time before; the earlier one counts.
    pub at_another_time: u64,
    /// Id of the first post that another account had posted before.
    pub example: String,
}

impl Gathered {
    /// Two accounts whose digits are the same but for zeros before them: the shorter one, and the other.
    pub fn differing_by_zeros(&self) -> Option<(&str, &str)> {
        self.accounts.iter().find_map(|name| {
            let digits = name.bytes().all(|byte| byte.is_ascii_digit());
            let bare = name.trim_start_matches('0');
            let is_other = digits && !bare.is_empty() && bare.len() < name.len();
            let known =
                is_other.then(|| self.accounts.binary_search_by(|it| it.as_str().cmp(bare)));
            let at = known?.ok()?;
            Some((self.accounts.get(at)?.as_str(), name.as_str()))
        })
    }
}

impl Layer {
    /// The time that more than a fifth of twenty rows and more have, with how many have it: perhaps that
    /// of the export. None where no time is so common.
    pub fn crowded(&self) -> Option<(i64, u64)> {
        let times = self.shares.time();
        if times.len() < 20 || self.kind.is_timeless() {
            return None;
        }
        // What has more than a fifth of the rows is one of four that stay (Misra and Gries 1982).
        let mut candidates: Vec<(i64, usize)> = Vec::new();
        for &time in times {
            if let Some(known) = candidates.iter_mut().find(|known| known.0 == time) {
                known.1 += 1;
            } else if candidates.len() < 4 {
                candidates.push((time, 1));
            } else {
                candidates.retain_mut(|known| {
                    known.1 -= 1;
                    known.1 > 0
                });
            }
        }
        let count = |time: i64| times.iter().filter(|other| **other == time).count();
        let (time, rows) = candidates
            .into_iter()
            .map(|known| (known.0, count(known.0)))
            .max_by_key(|known| known.1)?;
        (rows * 5 > times.len()).then_some((time, rows as u64))
    }

    /// The object that most accounts share, where it may be a word for none: more than half of twenty accounts and
    /// more share it, or a third of five and more do in more than a quarter of all rows.
    pub fn common(&self) -> Option<Common> {
        let (objects, accounts) = (self.shares.object(), self.shares.account());
        let all: BTreeSet<u32> = accounts.iter().copied().collect();
        if all.len() < FEWEST_SHARING {
            return None;
        }
        let mut rows = vec![0_usize; self.objects.len()];
        for &object in objects {
            if let Some(rows) = rows.get_mut(object as usize) {
                *rows += 1;
            }
        }
        let is_often = |rows: usize| rows * 4 > objects.len();
        let may_be = |rows: usize| rows * 2 > all.len() || is_often(rows);
        // Only an object with as many rows can have as many accounts.
        let mut sharing: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
        for (&object, &account) in objects.iter().zip(accounts) {
            if rows.get(object as usize).is_some_and(|rows| may_be(*rows)) {
                sharing.entry(object).or_default().insert(account);
            }
        }
        let asked = sharing.into_iter().filter(|(object, accounts)| {
            let many = all.len() >= FEWEST_ACCOUNTS && accounts.len() * 2 > all.len();
            let often = rows.get(*object as usize).is_some_and(|rows| is_often(*rows));
            many || often && accounts.len() >= FEWEST_SHARING && accounts.len() * 3 >= all.len()
        });
        let (object, accounts) = asked.max_by_key(|(_, accounts)| accounts.len())?;
        Some(Common {
            object: self.objects.name(object).to_owned(),
            accounts: accounts.len() as u64,
            of: all.len() as u64,
        })
    }
}

/// Fewest accounts that share one thing in many rows of which it is asked whether it is a word for none.
const FEWEST_SHARING: usize = 5;

/// Fewest accounts of which it is strange that more than half share one thing.
const FEWEST_ACCOUNTS: usize = 20;
