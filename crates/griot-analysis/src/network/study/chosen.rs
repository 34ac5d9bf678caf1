//! The rows behind one edge or group, chosen by its query, and what is counted over them.

use std::collections::BTreeMap;

use griot_case::PostTable;
use griot_model::{
    Evidence,
    rows::{Rows, digest},
};
use griot_sql::{Database, SqlError};

/// Chooses rows once per query and keeps them.
pub(super) struct Chosen<'a> {
    pub(super) posts: &'a PostTable,
    pub(super) database: &'a Database<'a>,
    pub(super) selections: &'a mut BTreeMap<String, Rows>,
}

impl Chosen<'_> {
    pub(super) fn choose(&mut self, query: String) -> Result<(Evidence, &Rows), SqlError> {
        let rows = self.database.finding_rows(&query)?;
        let description = &self.posts.description;
        let evidence = Evidence {
            table: self.posts.shares_name(),
            source: format!("{}, {}", description.source, description.version),
            rows: u64::try_from(rows.rows.len()).unwrap_or(u64::MAX),
            query: query.clone(),
            digest: digest(&rows),
        };
        let rows = self.selections.entry(query).or_insert(rows);
        Ok((evidence, rows))
    }
}

#[expect(clippy::cast_precision_loss, reason = "lengths of time and counts are far below 2^53")]
pub(super) fn seconds(micros: i64) -> f64 {
    micros as f64 / 1e6
}

/// Hour of the day in UTC, 0 to 23.
pub(super) fn hour(micros: i64) -> usize {
    usize::try_from(micros.div_euclid(3_600_000_000).rem_euclid(24)).unwrap_or(0)
}

/// Posts of accounts in the whole table by hour of the day.
pub(super) fn hours_of(chosen: &Chosen<'_>, accounts: &[&str]) -> [u64; 24] {
    let mut hours = [0; 24];
    let own =
        chosen.posts.posts.iter().filter(|post| accounts.contains(&post.account.as_ref()));
    for time in own.filter_map(|post| post.time) {
        hours[hour(time.micros)] += 1;
    }
    hours
}

/// Accounts that ever share each object.
pub(super) fn popularity(shares: &griot_stats::network::Shares, objects: &[u32]) -> Vec<u64> {
    let mut sharers: Vec<(u32, u32)> = shares
        .object()
        .iter()
        .zip(shares.account())
        .filter(|(object, _)| objects.contains(object))
        .map(|(&object, &account)| (object, account))
        .collect();
    sharers.sort_unstable();
    sharers.dedup();
    let of = |object: u32| {
        let from = sharers.partition_point(|pair| pair.0 < object);
        let to = sharers.partition_point(|pair| pair.0 <= object);
        u64::try_from(to - from).unwrap_or(u64::MAX)
    };
    objects.iter().map(|&object| of(object)).collect()
}
