//! Two rows: how near they must be, what was decided about them, how surely they are one event.

/// How far apart two rows of one event may be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Window {
    /// Kilometres between the points; uncertain points reach farther by their radii.
    pub km: f64,
    /// Days between the intervals.
    pub days: i32,
}

/// What a person decided about two rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// They are about one event.
    Same,
    /// They are not.
    Different,
}

/// A person's decision; it stands above every probability.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Judgement {
    /// One row.
    pub a: usize,
    /// The other row.
    pub b: usize,
    /// What was decided.
    pub answer: Answer,
}

/// Where a row went.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Member {
    /// Number of its event, from 0, in the order of the events' first rows.
    pub cluster: usize,
    /// With others: the probability that the row belongs with at least one of them. Alone: that it has no
    /// match in another list.
    pub posterior: f64,
}

/// Two rows that were compared.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Link {
    /// The row that comes first in the order of sources and content.
    pub a: usize,
    /// The other row.
    pub b: usize,
    /// Kilometres between their points.
    pub km: f64,
    /// Days between their intervals.
    pub days: i32,
    /// Probability that they are about one event.
    pub probability: f64,
    /// Whether they ended in one cluster.
    pub together: bool,
    /// Whether a person decided it.
    pub judged: bool,
    pub(super) group: usize,
    pub(super) pattern: u64,
}

/// More pairs of rows lie inside the window than are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooManyPairs {
    /// As many are compared.
    pub most: usize,
}
