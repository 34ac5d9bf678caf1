//! A number with its interval and the query that chooses its rows.

use serde::{Deserialize, Serialize};

use crate::{case::Part, verdict::Evidence};

/// Rows chosen by a query; the same shape stands behind a verdict and a finding.
pub type Selection = Evidence;

/// A value with the interval it lies in.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// Best value.
    pub value: f64,
    /// Lower bound; equal to `value` for a plain count.
    pub low: f64,
    /// Upper bound; equal to `value` for a plain count.
    pub high: f64,
}

/// One point of a series.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// Place on the horizontal axis: a year, or a day as `2022-03-01`.
    pub at: String,
    /// The estimate; none is a gap, never a zero.
    pub estimate: Option<Estimate>,
    /// How many rows it stands on.
    pub n: u64,
}

/// Points that belong together: one country, one source.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Series {
    /// Short name for the legend.
    pub name: String,
    /// Points in the order of the axis.
    pub points: Vec<Point>,
}

/// An answer: the question in words, the estimates, the rows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// Unique in the case: `deaths-MLI`, `votes-MLI-RUS`.
    pub id: String,
    /// Which part of the case it belongs to.
    pub part: Part,
    /// A title that states what was found.
    pub title: String,
    /// The question, as a sentence that ends with a question mark.
    pub question: String,
    /// What the values count, with its unit: "deaths", "share of roll calls".
    pub unit: String,
    /// What the interval is: "UCDP low and high estimate", "95 % bootstrap over resolutions".
    pub interval: String,
    /// How it was computed, in a few sentences.
    pub method: String,
    /// The headline number, where there is one.
    pub estimate: Option<Estimate>,
    /// Series to draw, all on one axis.
    pub series: Vec<Series>,
    /// The rows.
    pub selection: Selection,
    /// What the number cannot tell, each in a sentence.
    pub caveats: Vec<String>,
    /// Licence of the rows.
    pub licence: String,
}
