//! Agreement of two members by year, and the shift of all toward one.

use std::{fmt, str::FromStr};

use griot_stats::agreement::{Interval, Placebo, Table, pi_interval, rank_shifts};

use super::{Assembly, LEAST, LEVEL};

/// Years, both included: `2023` or `2019/2021`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Years {
    /// First year.
    pub first: i16,
    /// Last year.
    pub last: i16,
}

impl FromStr for Years {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (first, last) = text.split_once('/').unwrap_or((text, text));
        let year = |text: &str| {
            text.trim().parse().map_err(|_not_a_year: std::num::ParseIntError| {
                format!("expected a year or two years as 2019/2021, not {text:?}")
            })
        };
        let years = Self { first: year(first)?, last: year(last)? };
        if years.first > years.last {
            return Err(format!("{} is after {}", years.first, years.last));
        }
        Ok(years)
    }
}

impl fmt::Display for Years {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.first == self.last {
            write!(f, "{}", self.first)
        } else {
            write!(f, "{}/{}", self.first, self.last)
        }
    }
}

/// How two members voted together over some years.
#[derive(Debug, Clone, PartialEq)]
pub struct Agreement {
    /// Which years.
    pub years: Years,
    /// What they cast.
    pub table: Table,
    /// Interval of Scott's pi; none where pi is undefined in every draw.
    pub interval: Option<Interval>,
}

/// One row for each year in which the two voted together.
pub fn by_year(assembly: &Assembly, first: usize, second: usize) -> Vec<Agreement> {
    let years = assembly.years.iter().map(|&year| Years { first: year, last: year });
    let rows = years.map(|years| agreement(assembly, first, second, years));
    rows.filter(|row| row.table.n() > 0).collect()
}

/// One row for all the years together.
pub fn agreement(assembly: &Assembly, first: usize, second: usize, years: Years) -> Agreement {
    let table = assembly.ballots.pair(first, second, assembly.periods(years));
    Agreement { years, table, interval: pi_interval(&table, LEVEL) }
}

/// The change of pi toward `target`, for every member, ranked.
pub fn shift(assembly: &Assembly, target: usize, before: Years, after: Years) -> Placebo {
    let [before, after] = [before, after].map(|years| assembly.periods(years));
    rank_shifts(&assembly.ballots, target, before, after, LEAST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_are_read_and_written() {
        for text in ["2023", "2019/2021"] {
            assert_eq!(text.parse::<Years>().expect("years").to_string(), text);
        }
        for bad in ["", "x", "2021/2019", "2019-2021"] {
            assert!(bad.parse::<Years>().is_err(), "{bad}");
        }
    }
}
