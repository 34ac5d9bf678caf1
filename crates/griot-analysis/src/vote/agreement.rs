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
    /// Distinct texts among the roll calls in which both voted.
    pub texts: u64,
    /// Interval of Scott's pi; none where pi is undefined or there are too few texts.
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
    let periods = assembly.periods(years);
    let table = assembly.ballots.pair(first, second, periods.clone());
    let texts = assembly.distinct_texts((first, second), &periods);
    Agreement { years, table, texts, interval: pi_interval(&table, texts, LEVEL) }
}

/// The change of pi toward `target`, for every member, ranked.
pub fn shift(assembly: &Assembly, target: usize, before: Years, after: Years) -> Placebo {
    let spans = [before, after].map(|years| assembly.periods(years));
    let [before, after] = spans.clone();
    let mut placebo = rank_shifts(&assembly.ballots, target, before, after, LEAST);
    for shift in &mut placebo.shifts {
        let texts = |periods| assembly.distinct_texts((shift.voter, target), periods);
        let [before, after] = &spans;
        shift.texts = [texts(before), texts(after)];
    }
    placebo
}
