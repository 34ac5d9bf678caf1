//! The same edges by SQL, for tables that outgrow a machine.
//!
//! Times fall into buckets as long as the window and one unit more, so that two shares within the window
//! lie in the same bucket or in neighbouring ones. An equi-join on object and bucket, own and next,
//! then splits even an object that everybody shares over many partitions. Counts and sums are of
//! integers, so that the answer is the same at any number of partitions.

/// A query over `table(object_id, account_id, content_id, time)`, times whole numbers, that returns
/// `account_a, account_b, weight, delay` in the order of accounts: pairs within `window` of two accounts
/// and two posts, and the sum of their delays. Rows without an object are left out.
///
/// The subset of SQL is the one that `DataFusion` and Spark read alike. A time before 1970 is moved by
/// whole buckets first, since integer division rounds towards zero.
pub fn bucketed(table: &str, window: i64) -> String {
    let bucket = window.saturating_add(1).max(1);
    let shift = (i64::MAX / 4) / bucket * bucket;
    format!(
        "WITH shares AS (\
         SELECT object_id, account_id, content_id, time, (time + {shift}) / {bucket} AS bucket \
         FROM {table} WHERE object_id IS NOT NULL AND object_id <> ''), \
         pairs AS (\
         SELECT x.account_id AS one, y.account_id AS other, y.time - x.time AS delay \
         FROM shares x JOIN shares y ON x.object_id = y.object_id AND x.bucket = y.bucket \
         WHERE x.account_id < y.account_id AND x.content_id <> y.content_id \
         AND y.time - x.time BETWEEN -{window} AND {window} \
         UNION ALL \
         SELECT x.account_id AS one, y.account_id AS other, y.time - x.time AS delay \
         FROM shares x JOIN shares y ON x.object_id = y.object_id AND x.bucket + 1 = y.bucket \
         WHERE x.account_id <> y.account_id AND x.content_id <> y.content_id \
         AND y.time - x.time <= {window}), \
         ordered AS (\
         SELECT CASE WHEN one < other THEN one ELSE other END AS account_a, \
         CASE WHEN one < other THEN other ELSE one END AS account_b, \
         CASE WHEN delay < 0 THEN -delay ELSE delay END AS delay FROM pairs) \
         SELECT account_a, account_b, COUNT(*) AS weight, SUM(delay) AS delay \
         FROM ordered GROUP BY account_a, account_b ORDER BY account_a, account_b"
    )
}
