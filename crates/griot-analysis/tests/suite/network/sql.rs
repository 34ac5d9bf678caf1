use std::num::NonZeroUsize;

use griot_analysis::network::{
    NetworkTable, answer::answer, gather::Repeats, rows::Table, sql::coordinated,
};
use griot_sql::{Bounds, Database};

use crate::suite::as_parquet;
use griot_stats::{
    network::{Shares, compat::coortweet},
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
    for query in [coordinated("t", 60, 1), coordinated("t", 60, 3)] {
        for other in ["/", "\"", "mod(", "array_agg", "::"] {
            assert!(!query.contains(other), "{other} in {query}");
        }
        assert!(query.contains("NULLS LAST"));
    }
}
