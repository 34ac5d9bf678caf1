use std::num::NonZeroUsize;

use griot_engine::{network::sql::bucketed, session::Session};
use griot_stats::{
    network::{Shares, co_share::Windowed},
    random::Random,
};

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
    format!("(VALUES {}) AS posts(object_id, account_id, content_id, time)", rows.join(", "))
}

/// Row by row the same as the kernel, at any window and any number of partitions.
#[test]
fn the_bucketed_join_is_the_kernel() {
    for (seed, window) in [(1, 0), (2, 1), (3, 10), (4, 77), (5, 5_000)] {
        let rows = rows(seed);
        let shares = Shares::new(
            rows.iter().map(|row| row.0).collect(),
            rows.iter().map(|row| row.1).collect(),
            rows.iter().map(|row| row.2).collect(),
            rows.iter().map(|row| row.3).collect(),
        )
        .unwrap();
        let expected: Vec<Vec<String>> = Windowed::new(&shares, window)
            .edges(NonZeroUsize::MIN, |_, _| true)
            .iter()
            .map(|edge| {
                let names = [edge.a, edge.b].map(|account| format!("a{account:02}"));
                let [a, b] = names;
                vec![a, b, edge.pairs.to_string(), edge.delay.to_string()]
            })
            .collect();
        for partitions in [1, 2, 8] {
            let session = Session::new(&[], None, partitions).unwrap();
            let query = bucketed(&values(&rows), window);
            assert_eq!(session.finding_rows(&query).unwrap().rows, expected, "window {window}");
        }
    }
}
