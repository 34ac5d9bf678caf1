use std::num::NonZeroUsize;

use griot_analysis::network::{
    NetworkTable,
    answer::answer,
    gather::Repeats,
    rows::Table,
    sql::{Stages, coordinated},
};
use griot_sql::{Bounds, Database};

use crate::suite::as_parquet;
use griot_stats::{
    network::{
        Shares,
        compat::{Participation, coortweet},
    },
    random::Random,
};
use griot_table::posts::ObjectKind;

use super::{gathered, question};

/// 400 shares of 12 objects by 30 accounts, times from before 1970 on; some without an object.
fn rows(seed: u64) -> Vec<(u32, u32, u32, i64)> {
    let mut random = Random::from_seed(seed);
    (0..400)
        .map(|post| {
            let object = random.below(13);
            let object = if object == 12 { Shares::NO_OBJECT } else { object };
            (object, random.below(30), post / 2, i64::from(random.below(2_000)) - 1_000)
        })
        .collect()
}

fn values(rows: &[(u32, u32, u32, i64)]) -> String {
    let rows: Vec<String> = rows
        .iter()
        .map(|&(object, account, content, time)| {
            let object =
                if object == Shares::NO_OBJECT { String::new() } else { format!("o{object}") };
            format!("('{object}', 'a{account:02}', 'c{content}', {time})")
        })
        .collect();
    let columns = ["object_id", "account_id", "content_id", "time"];
    let named = (1..).zip(columns).map(|(at, name)| format!("column{at} AS {name}"));
    let named: Vec<String> = named.collect();
    format!("(SELECT {} FROM (VALUES {})) posts", named.join(", "), rows.join(", "))
}

/// Row by row the same as the kernel, at any window and any least number of rows, before 1970 too, and where one object is half of all shares.
#[test]
fn the_bucketed_join_is_the_kernel() {
    for (seed, window, least) in
        [(1, 0, 1), (2, 1, 2), (3, 10, 1), (4, 77, 9), (5, 5_000, 14), (6, 10, 5), (7, 25, 3)]
    {
        let mut rows = rows(seed);
        if seed > 5 {
            for row in rows.iter_mut().step_by(2) {
                row.0 = 3;
            }
        }
        let shares = Shares::new(
            rows.iter().map(|row| row.0).collect(),
            rows.iter().map(|row| row.1).collect(),
            rows.iter().map(|row| row.2).collect(),
            rows.iter().map(|row| row.3).collect(),
        )
        .unwrap();
        let expected: Vec<Vec<String>> = coortweet(&shares, window, least)
            .edges(NonZeroUsize::MIN)
            .iter()
            .map(|edge| {
                let names = [edge.a, edge.b].map(|account| format!("a{account:02}"));
                let [a, b] = names;
                vec![a, b, edge.pairs.to_string(), edge.delay.to_string()]
            })
            .collect();
        let database = Database::open(Vec::new(), Bounds::USUAL).unwrap();
        let query = coordinated(&values(&rows), window, least);
        let found = database.finding_rows(&query).unwrap().rows;
        assert_eq!(found, expected, "window {window}, at least {least}");
    }
}

/// The queries that a cluster keeps by name, one laid into the other: the same edges, and behind them every row that
/// makes them, with what its account, its object and its post have elsewhere.
#[test]
fn stages_give_the_same_edges_and_the_rows_behind_them() {
    for (seed, window, least) in [(1, 0, 1), (3, 10, 1), (4, 77, 9), (6, 10, 5), (7, 25, 3)] {
        let rows = rows(seed);
        let table = format!(
            "SELECT CASE WHEN object_id = '' THEN NULL ELSE object_id END AS object_id, \
             account_id, content_id, time FROM {}",
            values(&rows)
        );
        let stages = Stages::new("t", &table, window, least);
        let kept: Vec<String> = stages
            .kept()
            .into_iter()
            .map(|(name, query)| format!("{name} AS ({query})"))
            .collect();
        let with = |query: &str| {
            // A query that has names of its own has them after those that are kept.
            let query = query.strip_prefix("WITH ").map_or_else(
                || format!("WITH {} {query}", kept.join(", ")),
                |rest| format!("WITH {}, {rest}", kept.join(", ")),
            );
            let database = Database::open(Vec::new(), Bounds::USUAL).unwrap();
            database.rows(&query).unwrap().rows
        };
        let once = deduplicated(&rows);
        let found = coortweet(&once, window, least);
        let edges = found.edges(NonZeroUsize::MIN);
        let pairs: u64 = edges.iter().map(|edge| edge.pairs).sum();
        let counted = with(&stages.edges_and_pairs());
        let expected = [edges.len().to_string(), pairs.to_string()];
        assert_eq!(counted[0][0], expected[0], "seed {seed}");
        assert!(edges.is_empty() || counted[0][1] == expected[1], "seed {seed}");
        let mut strongest = edges.clone();
        strongest
            .sort_by_key(|edge| (std::cmp::Reverse(edge.pairs), edge.delay, edge.a, edge.b));
        strongest.truncate(7);
        let told: Vec<Vec<String>> = strongest
            .iter()
            .map(|edge| {
                let [a, b] = [edge.a, edge.b].map(|account| format!("a{account:02}"));
                vec![a, b, edge.pairs.to_string(), edge.delay.to_string()]
            })
            .collect();
        assert_eq!(with(&stages.strongest(7)), told, "seed {seed}");
        let mut behind: Vec<Vec<String>> = Vec::new();
        for edge in &strongest {
            found.windowed.pairs_of(
                edge.a,
                edge.b,
                |x, y| found.keeps(x, y),
                |(x, y)| {
                    for at in [x, y] {
                        behind.push(described(&found, &once, at));
                    }
                },
            );
        }
        behind.sort();
        behind.dedup();
        let mut rows_behind = with(&stages.behind(7));
        rows_behind.sort();
        assert_eq!(rows_behind, behind, "seed {seed}");
    }
}

/// Rows of one post, account and object once, at the earliest time.
fn deduplicated(rows: &[(u32, u32, u32, i64)]) -> Shares {
    let mut sorted = rows.to_vec();
    sorted.sort_unstable_by_key(|row| (row.2, row.0, row.1, row.3));
    sorted.dedup_by(|later, kept| {
        later.0 != Shares::NO_OBJECT && (later.2, later.0, later.1) == (kept.2, kept.0, kept.1)
    });
    Shares::new(
        sorted.iter().map(|row| row.0).collect(),
        sorted.iter().map(|row| row.1).collect(),
        sorted.iter().map(|row| row.2).collect(),
        sorted.iter().map(|row| row.3).collect(),
    )
    .unwrap()
}

/// A position as `behind` tells it; activity and popularity are counted over all rows.
fn described(found: &Participation, all: &Shares, at: usize) -> Vec<String> {
    let (object, content) = (found.windowed.object(at), found.windowed.content(at));
    // Positions of accounts are not told; the row that has this post, object and time says who it is.
    let is_row = |row: &usize| {
        (all.object()[*row], all.content()[*row], all.time()[*row])
            == (object, content, found.windowed.time(at))
            && found
                .windowed
                .positions(all.account()[*row])
                .contains(&u32::try_from(at).unwrap())
    };
    let row = (0..all.len()).find(is_row).expect("a row");
    let account = all.account()[row];
    let mut sharing: Vec<u32> = (0..all.len())
        .filter(|&row| all.object()[row] == object)
        .map(|row| all.account()[row])
        .collect();
    sharing.sort_unstable();
    sharing.dedup();
    let activity = all.account().iter().filter(|&&it| it == account).count();
    vec![
        format!("o{object}"),
        format!("a{account:02}"),
        format!("c{content}"),
        all.time()[row].to_string(),
        u8::from(found.qualified[at]).to_string(),
        sharing.len().to_string(),
        activity.to_string(),
    ]
}

/// What is written for a cluster gives there what griot gives here.
#[test]
fn shares_as_parquet_give_the_same_edges() {
    let mut text = "object_id,account_id,content_id,timestamp_share\n".to_owned();
    for (object, account, content, time) in rows(8) {
        text += &format!("o{object},a{account:02},c{content}-{account},{time}\n");
    }
    let (gathered, _) = gathered(&text, &[ObjectKind::Object], Repeats::Once);
    let network = answer(gathered, question(25)).unwrap();
    let database =
        as_parquet(&NetworkTable { table: Table::Shares, network: &network }, "shares");
    let found = database.finding_rows(&coordinated("shares", 25_000_000, 1)).unwrap().rows;
    let own: Vec<Vec<String>> = network
        .edges
        .iter()
        .map(|edge| {
            let [a, b] = [edge.a, edge.b].map(|account| network.account(account).to_owned());
            vec![a, b, edge.evidence.pairs.to_string()]
        })
        .collect();
    let found: Vec<Vec<String>> = found.into_iter().map(|row| row[..3].to_vec()).collect();
    assert!(own.len() > 50);
    assert_eq!(found, own);
}

/// Nothing that one engine reads in one way and the other in another.
#[test]
fn only_the_portable_subset_is_used() {
    let stages = [
        Stages::new("t", "SELECT * FROM s", 60, 1),
        Stages::new("t", "SELECT * FROM s", 60, 3),
    ];
    let kept = stages.iter().flat_map(Stages::kept).map(|kept| kept.1);
    for query in kept {
        for other in ["/", "\"", "mod(", "array_agg", "::"] {
            assert!(!query.contains(other), "{other} in {query}");
        }
    }
    let behind = stages.iter().flat_map(|stages| [stages.behind(9), stages.strongest(9)]);
    for query in [coordinated("t", 60, 1), coordinated("t", 60, 3)].into_iter().chain(behind) {
        for other in ["/", "\"", "mod(", "array_agg", "::"] {
            assert!(!query.contains(other), "{other} in {query}");
        }
        assert!(query.contains("NULLS LAST"));
    }
}
