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
    let rows =
        format!("SELECT object_id, account_id, content_id, time, 1 AS times FROM {table}");
    let entered = entered(&rows, min_participation);
    let mut query = format!("WITH entered AS ({entered}), ");
    if min_participation > 1 {
        query.push_str(&format!(
            "{}, qualified AS ({}), ",
            pairs("every", window, None),
            qualified("every", min_participation)
        ));
        query.push_str(&pairs("kept", window, Some("qualified")));
    } else {
        query.push_str(&pairs("kept", window, None));
    }
    query.push_str(&format!(
        " {} ORDER BY account_a NULLS LAST, account_b NULLS LAST",
        edges("kept")
    ));
    query
}

/// The rows of accounts that have so many, with or without an object; `shares` says how many. A row stands for as many
/// as `times` says.
fn entered(rows: &str, min_participation: u32) -> String {
    format!(
        "SELECT object_id, account_id, content_id, time, times, shares FROM (\
         SELECT object_id, account_id, content_id, time, times, \
         SUM(times) OVER (PARTITION BY account_id) AS shares FROM ({rows}) of_all) of_accounts \
         WHERE shares >= {min_participation}"
    )
}

/// One row for each side of a pair, or for own and next bucket.
const SIDES: &str = "(SELECT 0 AS side UNION ALL SELECT 1 AS side) sides";

/// Named queries from `entered` to `{name}`: pairs of shares of one object within the window, of which a post is among the
/// qualified ones, where these are named. Whether a row is qualified is asked before rows are joined, not of every pair.
fn pairs(name: &str, window: i64, qualified: Option<&str>) -> String {
    let bucket = window.saturating_add(1).max(1);
    let (often, of_often) = match qualified {
        Some(qualified) => (
            "CASE WHEN q.post IS NULL THEN 0 ELSE 1 END",
            format!(
                " LEFT JOIN (SELECT content_id AS post FROM {qualified}) q ON content_id = q.post"
            ),
        ),
        None => ("1", String::new()),
    };
    format!(
        "{name}_rows AS (\
         SELECT object_id, account_id, content_id, time, {often} AS often, shares, \
         time - ((time % {bucket}) + {bucket}) % {bucket} AS bucket \
         FROM entered{of_often} WHERE object_id IS NOT NULL AND object_id <> ''), \
         {name} AS (\
         SELECT x.account_id AS one, y.account_id AS other, \
         x.content_id AS one_post, y.content_id AS other_post, \
         x.time AS one_time, y.time AS other_time, x.often AS one_often, y.often AS other_often, \
         x.shares AS one_shares, y.shares AS other_shares, x.object_id AS object_id \
         FROM (SELECT object_id, account_id, content_id, time, often, shares, side, \
         bucket + {bucket} * side AS their_bucket FROM {name}_rows CROSS JOIN {SIDES}) x \
         JOIN {name}_rows y ON x.object_id = y.object_id AND x.their_bucket = y.bucket \
         WHERE x.content_id <> y.content_id AND x.often + y.often > 0 \
         AND y.time - x.time BETWEEN -{window} AND {window} \
         AND ((side = 0 AND x.account_id < y.account_id) \
         OR (side = 1 AND x.account_id <> y.account_id)))"
    )
}

/// Posts of accounts that have so many rows with posts in `pairs`, those posts themselves.
fn qualified(pairs: &str, min_participation: u32) -> String {
    format!(
        "SELECT DISTINCT content_id FROM (\
         SELECT content_id, SUM(times) OVER (PARTITION BY account_id) AS paired_shares \
         FROM entered JOIN (\
         SELECT DISTINCT CASE WHEN side = 0 THEN one_post ELSE other_post END AS post \
         FROM {pairs} CROSS JOIN {SIDES}) paired ON content_id = post) in_pairs \
         WHERE paired_shares >= {min_participation}"
    )
}

/// Edges of pairs, the account whose name comes first first.
fn edges(pairs: &str) -> String {
    format!(
        "SELECT account_a, account_b, COUNT(*) AS weight, SUM(delay) AS delay FROM (\
         SELECT CASE WHEN one < other THEN one ELSE other END AS account_a, \
         CASE WHEN one < other THEN other ELSE one END AS account_b, \
         CASE WHEN one_time < other_time THEN other_time - one_time \
         ELSE one_time - other_time END AS delay FROM {pairs}) ordered \
         GROUP BY account_a, account_b"
    )
}

/// The queries of one layer where each is kept by a name and asked by the next, so that nothing is joined twice:
/// for engines that lay out a query anew wherever it is named.
///
/// The names begin with `prefix`. Those that are asked end with an order.
#[derive(Debug, Clone)]
pub struct Stages {
    prefix: String,
    window: i64,
    min_participation: u32,
    rows: String,
}

impl Stages {
    /// Of the rows that a query gives: `object_id, account_id, content_id, time`, nothing where there is no object.
    pub fn new(prefix: &str, rows: &str, window: i64, min_participation: u32) -> Self {
        Self {
            prefix: prefix.to_owned(),
            window,
            min_participation,
            rows: format!("({rows}) {prefix}_rows"),
        }
    }

    /// What is to be kept, in this order: names and queries.
    ///
    /// Rows of one post, account and object that come again count once, at the earliest time; rows without an
    /// object all count, since nothing says that they are the same.
    pub fn kept(&self) -> Vec<(String, String)> {
        let Self { prefix, rows, min_participation, window } = self;
        let once = format!(
            "SELECT object_id, account_id, content_id, MIN(time) AS time, \
             CASE WHEN object_id IS NULL THEN COUNT(*) ELSE 1 END AS times \
             FROM {rows} GROUP BY object_id, account_id, content_id"
        );
        let mut kept = vec![(format!("{prefix}_entered"), entered(&once, *min_participation))];
        if *min_participation > 1 {
            let query = format!(
                "WITH {}, {} {}",
                self.named(),
                pairs("every", *window, None),
                qualified("every", *min_participation)
            );
            kept.push((format!("{prefix}_qualified"), query));
        }
        let query = format!("WITH {}, {} {}", self.named(), self.pairs(), edges("kept"));
        kept.push((format!("{prefix}_edges"), query));
        kept
    }

    fn named(&self) -> String {
        format!("entered AS (SELECT * FROM {}_entered)", self.prefix)
    }

    fn pairs(&self) -> String {
        let qualified = format!("{}_qualified", self.prefix);
        let qualified = Some(qualified.as_str()).filter(|_| self.min_participation > 1);
        pairs("kept", self.window, qualified)
    }

    /// How many edges there are, and how many pairs they have together.
    pub fn edges_and_pairs(&self) -> String {
        format!("SELECT COUNT(*), SUM(weight) FROM {}_edges", self.prefix)
    }

    /// The `most` edges with the most pairs, of equals the prompter: `account_a, account_b, weight, delay`.
    pub fn strongest(&self, most: usize) -> String {
        format!(
            "SELECT account_a, account_b, weight, delay FROM {}_edges \
             ORDER BY weight DESC NULLS LAST, delay NULLS LAST, account_a NULLS LAST, \
             account_b NULLS LAST LIMIT {most}",
            self.prefix
        )
    }

    /// The shares behind these edges: `object_id, account_id, content_id, time`, whether the post is in the
    /// qualified ones (0, 1), how many accounts share the object at any time, and how many rows the account has.
    pub fn behind(&self, most: usize) -> String {
        let Self { rows, .. } = self;
        format!(
            "WITH {}, {}, strongest AS ({}), behind AS (\
             SELECT DISTINCT object_id, \
             CASE WHEN side = 0 THEN one ELSE other END AS account_id, \
             CASE WHEN side = 0 THEN one_post ELSE other_post END AS content_id, \
             CASE WHEN side = 0 THEN one_time ELSE other_time END AS time, \
             CASE WHEN side = 0 THEN one_often ELSE other_often END AS often, \
             CASE WHEN side = 0 THEN one_shares ELSE other_shares END AS shares \
             FROM kept k JOIN strongest s \
             ON s.account_a = CASE WHEN k.one < k.other THEN k.one ELSE k.other END \
             AND s.account_b = CASE WHEN k.one < k.other THEN k.other ELSE k.one END \
             CROSS JOIN {SIDES}), \
             popular AS (\
             SELECT object_id AS popular_id, COUNT(DISTINCT account_id) AS accounts FROM {rows} \
             WHERE object_id IS NOT NULL GROUP BY object_id) \
             SELECT object_id, account_id, content_id, time, often, accounts, shares \
             FROM behind JOIN popular ON object_id = popular_id \
             ORDER BY time NULLS LAST, content_id NULLS LAST, account_id NULLS LAST, \
             object_id NULLS LAST",
            self.named(),
            self.pairs(),
            self.strongest(most)
        )
    }
}
