//! Agreement of two members by year, and the shift of all toward one.

use griot_stats::agreement::{Interval, Placebo, Table, pi_interval, rank_shifts};

use super::{Assembly, LEAST, LEVEL, Years};

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
