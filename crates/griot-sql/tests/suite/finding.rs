//! What may a finding stand on, and is its answer the same over rows in any order?

use griot_model::{
    rows::{Rows, digest},
    table::{Cell, Column, Keys, Kind},
};
use griot_sql::SqlError;
use proptest::{
    prelude::*,
    test_runner::{Config, RngSeed},
};

use super::tables::{Made, ask, database, events};

/// Asserts that a finding may stand on a query.
fn holds(sql: &str) {
    let rows = ask(|database| database.finding_rows(sql));
    assert!(rows.is_ok_and(|rows| !rows.rows.is_empty()), "{sql}");
}

/// Asserts that it may not, and on what.
fn refuses(sql: &str, expected: &str) {
    let answer = ask(|database| database.finding_rows(sql));
    let is_refused =
        matches!(&answer, Err(SqlError::NotReproducible { what, .. }) if what == expected);
    assert!(is_refused, "{sql}: {answer:?}");
    assert!(ask(|database| database.rows(sql)).is_ok(), "a reader may ask it: {sql}");
}

#[test]
fn a_finding_stands_on_what_sql_promises() {
    for sql in [
        "select id, kind, cents from events where id % 11 = 4 order by id",
        "select id, day from events where id < 9 order by id desc nulls last limit 3 offset 1;",
        "select kind, count(*) as n, sum(id) as ids, avg(cents) as mean, min(day) as first, \
         max(weight) as most from events group by kind order by kind -- by kind",
        "select a.id, b.kind from events a join events b on a.id = b.id + 7 where a.id < 900 order by a.id",
        "with few as (select kind, count(*) as n from events group by kind) \
         select * from few union all select kind, 0 from few order by kind, n",
        "select count(distinct kind) from events",
        "select count(*) from events where id in (select id from events where odd)",
        "select max(id) from events limit 1",
        "select coalesce(sum(cents), 0) + count(*) filter (where odd) from events",
        "select 1 as one, (select max(id) from events) as most",
        "values (1, 'x')",
        "select distinct kind from events order by kind desc",
        "select distinct e.kind, e.odd from events e order by odd, e.kind",
        "select distinct * from events order by id",
        "select substr(day, 1, 4) as year, count(*) from events group by year order by year",
        "select substr(day, 1, 4), upper(substr(day, 1, 4)) y, count(*) n from events group by 1 order by n, 1",
        "select case when odd then 'odd' else 'even' end as parity, count(*) from events \
         group by case when odd then 'odd' else 'even' end having count(*) > 1 order by parity",
        "select e.kind, count(*) as n from events as e group by e.kind having n > 10 order by n desc, kind",
        "select kind, max(id, 3) from events where id < 5 order by kind",
        "select kind, id, row_number() over (partition by kind order by id desc) as place \
         from events where id > 3900 order by kind, id",
        "select id, sum(cents) over (order by id rows between 2 preceding and current row) from events \
         where id < 9 order by id",
        "select id, rank() over w as place from events where id < 50 window w as (order by kind) order by id",
        "select kind, sum(count(*)) over (order by kind) as so_far from events group by kind order by kind",
        "select string_agg(kind, ',' order by id) from events where id < 9",
        "select kind, json_group_array(id order by id) from events where id < 20 group by kind order by kind",
        "select id from events where id = (select id from events where odd order by id desc limit 1) order by id",
        "select count(*) from (select id from events order by id limit 3) t",
        "select id from events e where exists (select 1 from events f where f.id = e.id + 3999) order by id",
        "select id, kind is not distinct from 'g1' as first from events where id < 3 order by id",
        "with recursive n(i) as (select 1 union all select i + 1 from n where i < 5) select i from n order by i",
        "select value from events, json_each(names) where events.id < 2 order by events.id, value",
    ] {
        holds(sql);
    }
}

#[test]
fn a_finding_stands_on_nothing_that_can_change() {
    for (sql, what) in [
        ("select kind, sum(weight) from events group by kind order by kind", "sum"),
        ("select avg(weight) from events", "avg"),
        ("select total(weight) from events", "total"),
        ("select sum(id * 1.5) from events", "sum"),
        ("select sum(cast(id as real)) from events", "sum"),
        // No row is added, and yet another one could be.
        ("select sum(weight) from events where id < 0", "sum"),
        ("select sum(x) from (select weight as x from events) t", "sum"),
        (
            "select sum(w) filter (where odd) from (select weight * 1 as w, odd from events)",
            "sum",
        ),
        ("select id, sum(weight) over (order by id) as s from events order by id", "sum"),
        (
            "select id from events where id in (select cast(sum(weight) as integer) from events) order by id",
            "sum",
        ),
        ("select id from events", "rows in any order"),
        ("select kind, count(*) from events group by kind", "rows in any order"),
        ("select count(*) over () from events", "rows in any order"),
        ("select max(id, 3) from events", "rows in any order"),
        ("select id from events limit 3", "rows in any order"),
        ("select id from events limit 1", "rows in any order"),
        ("select 'order by id' from events", "rows in any order"),
        ("select id as \"order\" from events -- order by id", "rows in any order"),
        ("select rank() over (order by id) from events", "rows in any order"),
        ("select id from events union select 1", "rows in any order"),
        ("values (1), (2)", "rows in any order"),
        ("select count(*) from (select id from events limit 3) t", "LIMIT"),
        ("with t as (select id from events limit 3) select id from t order by id", "LIMIT"),
        (
            "select id from events where id in (select id from events limit 3) order by id",
            "LIMIT",
        ),
        (
            "with recursive n(i) as (select 1 union all select i + 1 from n limit 5) select i from n order by i",
            "LIMIT",
        ),
        (
            "select (select id from events where odd) as any_id",
            "the first of several rows in any order",
        ),
        (
            "select id from events where id > (select id from events limit 1) order by id",
            "the first of several rows in any order",
        ),
        ("select group_concat(kind) from events", "group_concat"),
        ("select string_agg(kind, ',') from events", "string_agg"),
        ("select json_group_array(id) from events", "json_group_array"),
        ("select id, row_number() over () as n from events order by id", "row_number"),
        ("select id, lag(id) over (partition by kind) as n from events order by id", "lag"),
        (
            "select id, rank() over w from events window w as (partition by kind) order by id",
            "rank",
        ),
        (
            "select kind, id, count(*) from events group by kind order by kind",
            "the column id beside an aggregate",
        ),
        (
            "select kind, max(id), day from events group by kind order by kind",
            "the column day beside an aggregate",
        ),
        (
            "select *, count(*) from events group by kind order by kind",
            "the column * beside an aggregate",
        ),
        ("select max(id), kind from events", "the column kind beside an aggregate"),
        (
            "select count(*) from events group by kind order by id",
            "the column id beside an aggregate",
        ),
        (
            "select kind from events group by kind having id > 3 order by kind",
            "the column id beside an aggregate",
        ),
        (
            "select e.kind, f.kind from events e join events f on e.id = f.id + 1 group by e.kind order by 1",
            "the column f.kind beside an aggregate",
        ),
        (
            "select kind, (select max(f.id) from events f where f.cents = e.cents) from events e group by kind order by kind",
            "the column e.cents beside an aggregate",
        ),
        ("select distinct kind from events order by id", "SELECT DISTINCT"),
        ("select kind from events group by kind collate nocase order by kind", "COLLATE"),
        ("select rowid, id from events order by id", "rowid"),
        ("select id from events order by oid", "rowid"),
        ("explain select 1", "EXPLAIN"),
    ] {
        refuses(sql, what);
    }
}

#[test]
fn ties_are_found_in_the_answer() {
    for sql in [
        "select id, kind from events order by kind",
        "select id from events order by odd limit 3",
        "select kind, count(*) as n from events where id < 7 group by kind order by n",
        "select id, kind from events where id < 9 union all select 1, 'x' order by kind",
    ] {
        refuses(sql, "rows of equal order");
    }
    for sql in [
        "select id, row_number() over (order by kind) as n from events order by id",
        "select id, lag(id) over (partition by kind order by odd) as n from events order by id",
        "select id, sum(id) over (order by kind rows 1 preceding) as n from events order by id",
        "select string_agg(id, ',' order by kind) from events",
        "select max(id) from (select id from events order by kind limit 3) t",
        "select (select id from events order by kind limit 1) as first",
    ] {
        refuses(sql, "rows of equal order inside the query");
    }
    // Rows that are alike may be in any order.
    holds("select kind from events order by kind");
    holds("select string_agg(kind, ',' order by kind) from events where id < 20");
}

/// What makes a row: an integer, a letter, an integer or none, a double.
type Row = (i64, u8, Option<i64>, u8);

/// Up to forty rows with many ties.
fn rows() -> impl Strategy<Value = Vec<Row>> {
    let row = (0..6_i64, 0..4_u8, prop::option::of(-3..3_i64), 0..3_u8);
    prop::collection::vec(row, 0..40)
}

fn table(rows: &[(usize, Row)]) -> Made {
    let row = |(key, (a, b, c, d)): &(usize, Row)| {
        vec![
            Cell::Integer(i64::try_from(*key).expect("few rows")),
            Cell::Integer(*a),
            Cell::Text(["x", "X", "y", "é"][usize::from(*b)].into()),
            Cell::from(*c),
            Cell::Number([0.1, 0.2, 1e17][usize::from(*d)]),
        ]
    };
    Made {
        name: "t",
        columns: vec![
            Column::new("key", Kind::Integer),
            Column::new("a", Kind::Integer),
            Column::new("b", Kind::Text),
            Column::new("c", Kind::Integer).nullable(),
            Column::new("d", Kind::Number),
        ],
        keys: Keys { lookups: vec![vec!["a"], vec!["b", "c"]], ..Keys::default() },
        rows: rows.iter().map(row).collect(),
    }
}

/// Queries of many kinds, good and bad; `{}` is a column.
const SHAPES: [&str; 34] = [
    "select * from t order by key",
    "select key, {} from t order by {}",
    "select {}, b from t order by {}, b",
    "select {} from t order by {} limit 3",
    "select {} from t order by {} desc limit 2 offset 1",
    "select {}, count(*) from t group by {} order by {}",
    "select {}, key, count(*) from t group by {} order by {}",
    "select {}, count(*) as n from t group by {} order by n",
    "select {}, max(key) as m from t group by {} having count(*) > 1 order by m",
    "select max(key), {} from t",
    "select min({}), max({}), count(distinct {}) from t",
    "select sum({}) from t",
    "select avg({}) from t",
    "select b, total({}) from t group by b order by b",
    "select group_concat({}) from t",
    "select group_concat(key, ',' order by {}) from t",
    "select string_agg({}, ',' order by {}, key) from t",
    "select json_group_array({} order by {}) from t",
    "select key, row_number() over (order by {}) from t order by key",
    "select key, row_number() over (order by {}, key) from t order by key",
    "select key, rank() over (order by {}), dense_rank() over (order by {}) from t order by key",
    "select {}, lag({}) over (order by {}) from t order by 1, 2",
    "select key, first_value(key) over (partition by b order by {}) from t order by key",
    "select key, sum(a) over (order by {}) from t order by key",
    "select key, sum(a) over (order by {} rows 1 preceding) from t order by key",
    "select key, sum(a) over (partition by {}) from t order by key",
    "select count(*) from (select {} from t limit 3)",
    "select sum(a) from (select a from t order by {} limit 3)",
    "select (select {} from t)",
    "select (select {} from t order by {} limit 1)",
    "select distinct {} from t order by {}",
    "select distinct {} from t order by key",
    "select {} from t union select a from t order by 1",
    "select x.key from t x join t y on x.{} = y.{} and x.key < y.key order by 1",
];

proptest! {
    // A tie that shows in no other order that is tried, and in this one, would be luck: one seed.
    #![proptest_config(Config { cases: 48, rng_seed: RngSeed::Fixed(1), ..Config::default() })]

    #[test]
    fn an_answer_does_not_depend_on_the_order_of_rows(
        (rows, shuffled) in rows().prop_flat_map(|rows| {
            let numbered: Vec<_> = rows.into_iter().enumerate().collect();
            (Just(numbered.clone()), Just(numbered).prop_shuffle())
        }),
        column in prop::sample::select(vec!["key", "a", "b", "c", "d"]),
    ) {
        let (one, other) = (database(vec![table(&rows)]), database(vec![table(&shuffled)]));
        for shape in SHAPES {
            let sql = shape.replace("{}", column);
            match (one.finding_rows(&sql), other.finding_rows(&sql)) {
                (Ok(one), Ok(other)) => prop_assert_eq!(one, other, "{}", sql),
                (Err(one), Err(other)) => prop_assert_eq!(one.to_string(), other.to_string()),
                (one, other) => prop_assert!(false, "{}: {:?} and {:?}", sql, one, other),
            }
        }
    }
}

#[test]
fn a_query_gives_the_same_digest_over_rows_in_any_order() {
    let given = events();
    let orders: [fn(&mut Vec<Vec<Cell<'static>>>); 3] = [
        |_| {},
        |rows| rows.reverse(),
        |rows| rows.sort_by_key(|row| row[1].text().into_owned()),
    ];
    let databases = orders.map(|order| {
        let mut table = given.clone();
        order(&mut table.rows);
        database(vec![table])
    });
    for sql in [
        "select kind, count(*) as n, sum(cents) as cents, avg(id) as mean, min(day), max(weight) \
         from events group by kind order by kind",
        "select kind, id, row_number() over (partition by kind order by id desc) as place \
         from events where id > 3900 order by kind, id",
        "select id from events where day = (select max(day) from events) order by id",
    ] {
        let answers: Vec<Rows> =
            databases.iter().map(|database| database.finding_rows(sql).expect(sql)).collect();
        let digests: Vec<String> = answers.iter().map(digest).collect();
        assert!(digests.windows(2).all(|pair| pair[0] == pair[1]), "{sql}");
        assert!(answers.iter().all(|rows| !rows.rows.is_empty()), "{sql}");
    }
}
