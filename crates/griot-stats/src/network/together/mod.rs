//! Prototype.
mod rows;
mod seeds;
mod rectangle;

use std::num::NonZeroUsize;
use super::null::FirstShares;
use rows::Rows;
use seeds::seeds;
use rectangle::Looking;

/// How to test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Plan {
    /// Window.
    pub window: i64,
    /// Occasions lie so far apart.
    pub apart: i64,
    /// An hour.
    pub hour: i64,
}

impl Plan {
    pub(crate) fn span(&self) -> i64 { self.window.saturating_mul(2) }
}

/// What a group looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pattern {
    /// Nothing explains it.
    Unexplained,
    /// All after one account.
    Follows(u32),
    /// Share next to nothing else.
    SharesAll,
}

/// A group.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// Members.
    pub members: Vec<u32>,
    /// Occasions.
    pub occasions: usize,
    /// Presences.
    pub present: usize,
    /// ln p of participation.
    pub ln_turnout: f64,
    /// ln p of promptness.
    pub ln_prompt: f64,
    /// What it looks like.
    pub pattern: Pattern,
    /// window
    pub window: i64,
    /// debug
    pub debug: [f64; 6],
}

impl Group {
    /// adjusted ln p
    pub fn ln_p(&self) -> f64 { self.ln_turnout.max(self.ln_prompt).min(0.0) }
}

/// Scales.
pub const SCALES: [i64; 3] = [1, 2, 4];

/// Test.
pub fn test(shares: &FirstShares, plan: Plan, threads: NonZeroUsize) -> Vec<Group> {
    let mut found = Vec::new();
    for scale in SCALES {
        let plan = Plan { window: plan.window * scale, ..plan };
        let rows = Rows::new(shares, plan.span());
        let seeds = seeds(&rows, &plan, threads);
        let mut looking = Looking::new(&rows, plan);
        found.append(&mut looking.all(&seeds));
    }
    let more = libm::log(float(SCALES.len()));
    for g in &mut found { g.ln_turnout += more; g.ln_prompt += more; }
    rectangle::apart(found)
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
pub(crate) fn float(count: usize) -> f64 { count as f64 }
