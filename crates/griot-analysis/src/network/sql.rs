//! The same edges by SQL, for tables that outgrow a machine.
//!
//! Times fall into buckets as long as the window and one unit more, so that two shares within the window
//! lie in the same bucket or in neighbouring ones. An equi-join on object and bucket, own and next,
//! then splits even an object that everybody shares over many partitions of a cluster. Counts and sums are of
//! integers, so that the answer is the same at any number of them.
//!
//! The subset of SQL is the one that SQLite and Spark read alike: no division of integers, which
//! rounds on one and not on the other (a bucket is named by its first instant, found with `%`, before 1970
//! too), no quoted names, no functions.

/// A query over `table(object_id, account_id, content_id, time)`, times whole numbers, that returns
/// `account_a, account_b, weight, delay` in the order of accounts: pairs within `window` of two accounts
/// and two posts, and the sum of their delays. Rows without an object are left out.
///
/// A least number of rows above one is counted as [`griot_stats::network::compat::coortweet`] counts it: an
/// account needs so many rows, with or without an object, and at least one side of a pair so many rows
/// whose posts are in some pair.
pub fn coordinated(table: &str, window: i64, min_participation: u32) -> String {
    let bucket = window.saturating_add(1).max(1);
    let mut query = if min_participation > 1 {
        format!(
            "WITH active AS (\
             SELECT account_id AS active_id FROM {table} \
             GROUP BY account_id HAVING COUNT(*) >= {min_participation}), \
             entered AS (\
             SELECT object_id, account_id, content_id, time \
             FROM {table} JOIN active ON account_id = active_id), "
        )
    } else {
        format!(
            "WITH entered AS (SELECT object_id, account_id, content_id, time FROM {table}), "
        )
    };
    query.push_str(&format!(
        "shared AS (\
         SELECT object_id, account_id, content_id, time, \
         time - ((time % {bucket}) + {bucket}) % {bucket} AS bucket \
         FROM entered WHERE object_id IS NOT NULL AND object_id <> ''), \
         pairs AS (\
         SELECT x.account_id AS one, y.account_id AS other, \
         x.content_id AS one_post, y.content_id AS other_post, y.time - x.time AS delay \
         FROM shared x JOIN shared y ON x.object_id = y.object_id AND x.bucket = y.bucket \
         WHERE x.account_id < y.account_id AND x.content_id <> y.content_id \
         AND y.time - x.time BETWEEN -{window} AND {window} \
         UNION ALL \
         SELECT x.account_id AS one, y.account_id AS other, \
         x.content_id AS one_post, y.content_id AS other_post, y.time - x.time AS delay \
         FROM shared x JOIN shared y ON x.object_id = y.object_id AND x.bucket + {bucket} = y.bucket \
         WHERE x.account_id <> y.account_id AND x.content_id <> y.content_id \
         AND y.time - x.time <= {window}), "
    ));
    if min_participation > 1 {
        query.push_str(&format!(
            "paired AS (SELECT one_post AS post FROM pairs UNION SELECT other_post AS post FROM pairs), \
             in_pairs AS (\
             SELECT account_id, content_id FROM entered JOIN paired ON content_id = post), \
             often AS (\
             SELECT account_id AS often_id FROM in_pairs \
             GROUP BY account_id HAVING COUNT(*) >= {min_participation}), \
             qualified AS (\
             SELECT DISTINCT content_id FROM in_pairs JOIN often ON account_id = often_id), \
             kept AS (\
             SELECT one, other, delay FROM pairs \
             LEFT JOIN qualified q ON one_post = q.content_id \
             LEFT JOIN qualified r ON other_post = r.content_id \
             WHERE q.content_id IS NOT NULL OR r.content_id IS NOT NULL), "
        ));
    } else {
        query.push_str("kept AS (SELECT one, other, delay FROM pairs), ");
    }
    query.push_str(
        "ordered AS (\
         SELECT CASE WHEN one < other THEN one ELSE other END AS account_a, \
         CASE WHEN one < other THEN other ELSE one END AS account_b, \
         CASE WHEN delay < 0 THEN -delay ELSE delay END AS delay FROM kept) \
         SELECT account_a, account_b, COUNT(*) AS weight, SUM(delay) AS delay \
         FROM ordered GROUP BY account_a, account_b \
         ORDER BY account_a NULLS LAST, account_b NULLS LAST",
    );
    query
}
