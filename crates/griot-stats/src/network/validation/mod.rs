//! Which groups of accounts come together more often, and more promptly, than ordinary behaviour gives.
//!
//! Ordinary behaviour is what makes this hard. Half of everybody shares a breaking story within two
//! minutes; followers share what they see; people of one subject share its news; a debate keeps
//! hundreds busy with the same clips for two hours. Each of these makes pairs of accounts meet again and
//! again, and a null that deals objects to accounts by lot takes all of them for coordination. Five
//! things are done about it.
//!
//! 1. **Evidence is a rectangle**: a group of accounts and several *occasions*, objects that most of the
//!    group shares within one span of time. Occasions lie apart by hours, so that a debate or a match
//!    is one, however much is shared in it, and three are asked for.
//! 2. **Who was there** is one test. The chance that an account is there is the largest of what its
//!    activity gives (how much it shares at this hour of the day and on this day, times how many
//!    shares the object has in the span: the object's own burst), of its habit (on what part of the other
//!    days it shares anything at this time of day), and of its exposure: how often members of the group
//!    share the same things *elsewhere*, at any time, with the occasions themselves taken out. Followers,
//!    readers of one feed and people of one subject share elsewhere too; the ring does not explain itself.
//! 3. **How promptly** is the other test, given who shares what at any time: of those members who share an
//!    object, no more than half, or as many as of the other accounts that share it, do so within one span.
//! 4. **Both must fail** for a group to hold, and each p-value is a union bound over every group of every
//!    size, every choice of occasions and every scale of time: nothing is drawn, and nothing found by
//!    looking is forgotten. Large rings are the easiest to see, since they are not dealt into a null.
//! 5. **What has another reading** is told apart: a group that follows one account which is always first,
//!    or that shares next to nothing else ([`Reading`]).
//!
//! The bound is exact where accounts decide independently with chances no larger than these. It says
//! nothing of why a group comes together; a pattern is no culprit.

use std::num::NonZeroUsize;

use self::{
    groups::{Search, strongest},
    rows::Rows,
    seeds::seeds,
};
use super::null::FirstShares;

mod chance;
mod groups;
mod rows;
mod seeds;

/// How to test. There is no default: every number is part of the result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// Two shares this far apart or closer are together, in the unit of the times. Groups are looked for
    /// in spans of twice this length, and of twice and four times that.
    pub window: i64,
    /// Occasions lie at least so far apart, in the unit of the times.
    pub apart: i64,
    /// An hour, in the unit of the times.
    pub hour: i64,
}

/// Multiples of the window at which groups are looked for.
pub const SCALES: [i64; 3] = [1, 2, 4];

/// Occasions below which nothing is a group.
pub const FEWEST_OCCASIONS: usize = 3;

/// What else a group looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// Nothing that the data could explain.
    Open,
    /// Nearly everything that the group shares was shared by this account first, and it shares most of
    /// what this account shares: followers of a source, or readers of its feed.
    Follows(u32),
    /// Its members share next to nothing else: outlets of one publisher, or one feed that is not in the data.
    SharesAll,
}

/// A group that was looked at.
#[derive(Debug, Clone, PartialEq)]
pub struct ValidatedGroup {
    /// Ascending.
    pub members: Vec<u32>,
    /// Objects of its occasions, by time.
    pub objects: Vec<u32>,
    /// Members there, over all occasions.
    pub observed: u64,
    /// The same, expected from activity, habit and exposure.
    pub expected: f64,
    /// How surprising that is: the sum of `-ln` of the chance of each member to be there.
    pub statistic: f64,
    /// Of who was there, over all groups, occasions and scales.
    pub p_turnout: f64,
    /// Of how promptly, over all groups that could have been and all scales.
    pub p_prompt: f64,
    /// The larger of the two.
    pub p_adjusted: f64,
    /// Longest time between two of its members on one occasion, in the unit of the times.
    pub span: i64,
    /// What else it looks like.
    pub reading: Reading,
}

impl ValidatedGroup {
    /// Whether ordinary behaviour hardly ever makes such a group, and nothing else explains it.
    pub fn holds(&self, level: f64) -> bool {
        self.p_adjusted <= level && self.reading == Reading::Open
    }
}

/// What two accounts have in common.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ValidatedPair {
    /// The smaller account.
    pub a: u32,
    /// The larger account.
    pub b: u32,
    /// Occasions, far enough apart, on which both share one object within the window.
    pub observed: u32,
    /// Objects that both share within the window, expected from how active they are alone.
    pub expected: f64,
    /// How surprising the occasions are together: `ln(1 + 1/x)` over each, where `x` is the chance of both
    /// to share in its burst by their activity alone. It ranks, and decides nothing.
    pub statistic: f64,
    /// That of the strongest group which both belong to and meet in; 1 where there is none.
    pub p_adjusted: f64,
    /// Place of that group.
    pub group: Option<usize>,
}

/// Groups and pairs with what chance says of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Validation {
    /// Groups that were looked at, none of which has most of another's members; the strongest first.
    pub groups: Vec<ValidatedGroup>,
    /// The pairs that were asked about, in their order.
    pub pairs: Vec<ValidatedPair>,
    /// Accounts that share enough to be in a group: every group among them was tested.
    pub accounts: u64,
}

/// Tests all groups, and says of some pairs what they have in common. The answer does not depend on the
/// number of threads.
pub fn validate(
    shares: &FirstShares,
    pairs: &[(u32, u32)],
    plan: Plan,
    threads: NonZeroUsize,
) -> Validation {
    let mut found = Vec::new();
    for scale in SCALES {
        let span = plan.window.saturating_mul(2 * scale);
        let rows = Rows::new(shares, span);
        let seeds = seeds(&rows, plan.apart, threads);
        found.append(&mut Search::new(&rows, plan).groups(&seeds));
    }
    let groups = strongest(found);
    let rows = Rows::new(shares, plan.window);
    let mut of_account: Vec<Vec<usize>> = vec![Vec::new(); shares.accounts()];
    for (place, group) in groups.iter().enumerate() {
        for &member in &group.members {
            of_account[member as usize].push(place);
        }
    }
    let pairs = pairs.iter().map(|&(a, b)| {
        let mut pair = in_common(&rows, a, b, plan.apart);
        // Groups come by strength, so the first in common is the strongest.
        let [one, other] = [a, b].map(|it| of_account.get(it as usize));
        let [one, other] = [one, other].map(|it| it.map_or(&[][..], Vec::as_slice));
        pair.group = one.iter().copied().find(|place| other.binary_search(place).is_ok());
        // One object in common is what any two accounts of a crowd may have.
        pair.group = pair.group.filter(|_| pair.observed > 1);
        pair.p_adjusted = pair.group.map_or(1.0, |place| groups[place].p_adjusted);
        pair
    });
    Validation { pairs: pairs.collect(), accounts: rows.able() as u64, groups }
}

/// Occasions of a pair and what their activity alone would give.
fn in_common(rows: &Rows, a: u32, b: u32, apart: i64) -> ValidatedPair {
    let (a, b) = (a.min(b), a.max(b));
    let [own, theirs] = [a, b].map(|account| rows.of_account(account));
    let total = float(rows.len());
    let mut met: Vec<(i64, u32)> = Vec::new();
    let (mut expected, mut from) = (0.0, 0);
    for &position in own {
        let one = position as usize;
        let crowd = f64::from(rows.around(one));
        expected -= libm::expm1(-crowd * float(theirs.len()) / total);
        let object = rows.object[one];
        while theirs.get(from).is_some_and(|&it| rows.object[it as usize] < object) {
            from += 1;
        }
        let other = theirs.get(from).map(|&it| it as usize);
        if let Some(other) = other.filter(|&it| rows.object[it] == object)
            && rows.time[one].abs_diff(rows.time[other]) <= rows.span.unsigned_abs()
        {
            met.push((rows.time[one].min(rows.time[other]), rows.around(one)));
        }
    }
    met.sort_unstable();
    let busier = float(own.len().max(theirs.len()));
    let (mut last, mut observed, mut statistic) = (None, 0, 0.0);
    for (time, crowd) in met {
        if last.is_none_or(|last| time.saturating_sub(last) >= apart) {
            last = Some(time);
            observed += 1;
            statistic += libm::log1p(total / (f64::from(crowd) * busier * busier));
        }
    }
    ValidatedPair { a, b, observed, expected, statistic, p_adjusted: 1.0, group: None }
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
fn float(count: usize) -> f64 {
    count as f64
}
