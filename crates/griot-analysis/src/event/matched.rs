//! Rows of lists and the events they went to, pair by pair.

use std::sync::Arc;

use griot_case::judgement::RowName;

/// A row and the event it went to.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct FusedRow {
    /// The row.
    #[serde(flatten)]
    pub name: RowName,
    /// Number of its event, from 1.
    pub cluster: usize,
    /// With others: the probability that it belongs with at least one of them; alone: that it is alone. meltt gives none.
    pub posterior: Option<f64>,
}

/// Two rows and why they were matched.
#[derive(Debug, Clone, PartialEq)]
pub struct Match {
    /// One row.
    pub one: RowName,
    /// The other row.
    pub other: RowName,
    /// Kilometres between the points.
    pub km: f64,
    /// Days between the dates.
    pub days: i32,
    /// Probability that they are about one event.
    pub probability: f64,
    /// Whether they are in one event.
    pub together: bool,
    /// Who decided, where a person did.
    pub author: Option<String>,
    /// Weights of evidence in bits, each in words; they sum to the log-odds of the probability.
    pub reasons: Vec<(Arc<str>, f64)>,
}
