//! What the model is given: who cast what, and when to stop.

use crate::{agreement::Ballot, lbfgs::Stop};

/// A roll call: when, which text, and who cast what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RollCall {
    /// Session, counted from 0 in the order of time.
    pub session: usize,
    /// Text: roll calls with the same number share their parameters.
    pub item: usize,
    /// Voters, each at most once, with their ballots.
    pub ballots: Vec<(usize, Ballot)>,
}

/// What to assume and when to stop.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// Voters that start, and in the mean lie, on the positive side.
    pub positive: Vec<usize>,
    /// Voters that start on the negative side.
    pub negative: Vec<usize>,
    /// Variance of a step between neighbouring sessions of equally many roll calls.
    pub step_variance: f64,
    /// When the search ends.
    pub stop: Stop,
    /// Threads to work on; the result does not depend on it.
    pub threads: usize,
}
