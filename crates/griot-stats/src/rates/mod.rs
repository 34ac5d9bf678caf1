//! Did the rate of something change from one period to another, and how sure can one be?
//!
//! Deaths come in lumps: one attack may kill a hundred. Intervals that take each death for itself (exact Poisson) then
//! cover the truth in a quarter to a third of the cases where they promise 95 %. Here the lumps are measured from
//! week to week and the interval widened by them (quasi-Poisson; `McCullagh` and Nelder, "Generalized Linear
//! Models", 1989, section 6.2.3). Weeks also hang together: campaigns last, and what intensity does drifts. How far
//! they do is weighed as well, with season and trend ([`persistence`]), and where weeks are too empty for that there is no
//! interval.
//!
//! Nothing here says why a rate changed.

mod cut;
pub(crate) mod persistence;
mod ratio;
mod student;

pub use cut::{CutRank, cut_rank};
pub use ratio::{
    Interval, NotEstimable, RateRatio, Straddling, Total, WithoutOne, rate_ratio, weekly,
};
pub use student::quantile as student_quantile;

/// Something counted, with the days it may have been and the numbers it may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Counted {
    /// First day, counted from any fixed day.
    pub start: i32,
    /// Last day.
    pub end: i32,
    /// Best estimate of the number, deaths for instance.
    pub best: u32,
    /// Lowest number reported. Publishers do not always keep it below the best.
    pub low: u32,
    /// Highest number reported.
    pub high: u32,
}

/// Days from the first to the last, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Period {
    /// First day.
    pub first: i32,
    /// Last day.
    pub last: i32,
}

impl Period {
    /// How many days; 0 where the last lies before the first.
    pub fn days(self) -> i32 {
        (self.last - self.first + 1).max(0)
    }

    /// The days that both have.
    #[must_use]
    pub fn overlap(self, other: Self) -> Self {
        Self { first: self.first.max(other.first), last: self.last.min(other.last) }
    }
}

impl Counted {
    /// The days it may have been.
    pub fn period(&self) -> Period {
        Period { first: self.start, last: self.end.max(self.start) }
    }

    /// The share of its days that lie in a period.
    pub fn share_in(&self, period: Period) -> f64 {
        let own = self.period();
        f64::from(own.overlap(period).days()) / f64::from(own.days())
    }
}
