//! What does SQL over library and case answer, what does it refuse, and is it the same at 1, 2 and
//! 8 partitions?

use std::sync::Arc;

use bytes::Bytes;
use datafusion::{
    arrow::{
        array::{
            ArrayRef, Date32Array, Decimal128Array, Float64Array, Int64Array, RecordBatch,
            StringArray,
        },
        datatypes::{Field, Schema},
    },
    parquet::arrow::ArrowWriter,
};
use griot_engine::{
    case::Case,
    library::Library,
    rows::{Rows, digest},
    session::{Session, SqlError},
};

use super::worlds::Repository;

const ROWS: i64 = 40_000;

/// Forty thousand rows: an id, one of seven groups, a double, an amount in cents, a day.
fn events() -> Bytes {
    let ids = 0..ROWS;
    let floats: Float64Array = ids
        .clone()
        .map(|id| Some(1.0 / f64::from(i32::try_from(id).unwrap_or(0) + 1)))
        .collect();
    let groups = StringArray::from_iter_values(ids.clone().map(|id| format!("g{}", id % 7)));
    let cents = Decimal128Array::from_iter_values(ids.clone().map(i128::from))
        .with_precision_and_scale(12, 2)
        .expect("twelve digits hold forty thousand cents");
    let days: Date32Array =
        ids.clone().map(|id| (id != 3).then(|| i32::try_from(id % 365).unwrap_or(0))).collect();
    parquet(vec![
        ("id", Arc::new(Int64Array::from_iter_values(ids)) as ArrayRef),
        ("kind", Arc::new(groups)),
        ("weight", Arc::new(floats)),
        ("money", Arc::new(cents)),
        ("day", Arc::new(days)),
    ])
}

fn parquet(columns: Vec<(&str, ArrayRef)>) -> Bytes {
    let fields: Vec<Field> = columns
        .iter()
        .map(|(name, column)| Field::new(*name, column.data_type().clone(), true))
        .collect();
    let schema = Arc::new(Schema::new(fields));
    let arrays = columns.into_iter().map(|(_, column)| column).collect();
    let batch =
        RecordBatch::try_new(Arc::clone(&schema), arrays).expect("columns fit the schema");
    let mut bytes = Vec::new();
    let mut writer =
        ArrowWriter::try_new(&mut bytes, schema, None).expect("memory can be written");
    writer.write(&batch).expect("the batch fits the schema");
    writer.close().expect("memory can be written");
    bytes.into()
}

fn session(partitions: usize) -> Session {
    Session::new(&[("events", events())], None, partitions).expect("one table has one name")
}

fn check(sql: &str, expected: &[&[&str]]) {
    let rows = session(2).rows(sql).expect(sql);
    assert_eq!(rows.rows, expected, "{sql}");
}

fn refused(sql: &str, expected: &str) {
    let error = session(2).rows(sql).expect_err(sql).to_string();
    assert!(error.contains(expected), "{sql}: {error}");
}

#[test]
fn values_are_text_that_a_person_would_write() {
    check(
        "select id, kind, money, day from events where id < 5 order by id",
        &[
            &["0", "g0", "0.00", "1970-01-01"],
            &["1", "g1", "0.01", "1970-01-02"],
            &["2", "g2", "0.02", "1970-01-03"],
            &["3", "g3", "0.03", ""],
            &["4", "g4", "0.04", "1970-01-05"],
        ],
    );
    check("select true as yes, null as nothing, 1.5 as half", &[&["true", "", "1.5"]]);
}

#[test]
fn a_query_gives_the_same_digest_at_1_2_and_8_partitions() {
    for sql in [
        "select id, kind, money from events where id % 11 = 4 order by id",
        "select kind, count(*) as n, sum(id) as ids, sum(money) as money, avg(money) as mean, \
         min(day) as first, max(weight) as most from events group by kind order by kind",
        "select a.id, b.kind from events a join events b on a.id = b.id + 7 where a.id < 900 order by a.id",
        "select kind, id, row_number() over (partition by kind order by id desc) as place \
         from events where id > 39900 order by kind, id",
        "with few as (select kind, count(*) as n from events group by kind) \
         select * from few union all select kind, 0 from few order by kind, n",
        "select count(distinct kind) from events",
    ] {
        let answers: Vec<(String, Rows)> = [1, 2, 8]
            .into_iter()
            .map(|partitions| {
                let rows = session(partitions).finding_rows(sql);
                let rows = rows.unwrap_or_else(|error| panic!("{sql}: {error}"));
                (digest(&rows), rows)
            })
            .collect();
        assert!(answers.windows(2).all(|pair| pair.first() == pair.last()), "{sql}");
        assert!(answers.iter().all(|(_, rows)| !rows.rows.is_empty()), "{sql}");
    }
    // 40,000 ids, worked out by hand: 39,999 * 40,000 / 2.
    check("select count(*), sum(id) from events", &[&["40000", "799980000"]]);
}

#[test]
fn a_query_only_reads() {
    for (sql, expected) in [
        ("create table t as select 1", "CREATE TABLE"),
        ("create external table t stored as parquet location '/etc/passwd'", "CREATE EXTERNAL"),
        ("create view v as select 1", "CREATE VIEW"),
        ("insert into events values (1)", "INSERT INTO"),
        ("delete from events", "DELETE FROM"),
        ("update events set id = 1", "UPDATE"),
        ("drop table events", "DROP TABLE"),
        ("copy events to 'x.parquet'", "COPY"),
        ("copy (select 1) to 'x.csv' stored as csv", "COPY"),
        ("explain copy events to 'x.parquet'", "COPY"),
        ("explain analyze insert into events values (1)", "INSERT INTO"),
        ("set datafusion.execution.target_partitions = 1", "SET"),
        ("select * into t from events", "not"),
        ("select 1; select 2", "one statement"),
        ("", "one statement"),
        ("select * from '/etc/passwd'", "there is no table"),
        ("select * from 'x.csv'", "there is no table"),
        ("select * from information_schema.tables", "there is no table"),
        ("select * from read_csv('x.csv')", ""),
        ("select * from generate_series(1, 3)", ""),
    ] {
        refused(sql, expected);
    }
    assert!(
        session(2)
            .rows("explain select id from events")
            .is_ok_and(|plan| !plan.rows.is_empty())
    );
}

#[test]
fn a_missing_table_is_said_with_the_nearest_one() {
    let Err(SqlError::NoSuchTable { name, nearest, tables }) =
        session(1).rows("select * from evens")
    else {
        panic!("there is no table evens");
    };
    assert_eq!((name.as_str(), nearest.as_deref()), ("evens", Some("events")));
    assert_eq!(tables, ["events"]);
    refused("select ide from events", "ide");
    refused("selec 1", "selec");
}

#[test]
fn a_finding_stands_on_nothing_that_can_change() {
    for (sql, what) in [
        ("select kind, sum(weight) from events group by kind order by kind", "sum"),
        ("select avg(weight) from events", "avg"),
        ("select avg(id) from events", "avg"),
        ("select stddev(weight) from events", "stddev"),
        ("select corr(weight, id) from events", "corr"),
        ("select approx_distinct(kind) from events", "approx_distinct"),
        (
            "select approx_percentile_cont(0.5) within group (order by id) from events",
            "approx_percentile_cont",
        ),
        ("select first_value(id) from events", "first_value"),
        ("select array_agg(id) from events", "array_agg"),
        ("select id, sum(weight) over (order by id) as s from events order by id", "sum"),
        ("select id, row_number() over () as n from events order by id", "row_number"),
        (
            "select id from events where id in (select cast(sum(weight) as bigint) from events) order by id",
            "sum",
        ),
        ("select id, now() as today from events order by id", "now"),
        ("select id from events", "rows in any order"),
        ("select kind, count(*) from events group by kind", "rows in any order"),
        ("select id from events limit 3", "rows in any order"),
        ("select count(*) from (select id from events limit 3) t", "LIMIT"),
    ] {
        match session(2).finding_rows(sql) {
            Err(SqlError::NotReproducible { what: seen, .. }) => {
                assert_eq!(seen, what, "{sql}");
            }
            other => panic!("{sql}: {other:?}"),
        }
        assert!(session(2).rows(sql).is_ok(), "a reader may ask it: {sql}");
    }
}

#[test]
fn the_records_of_a_case_are_tables() {
    let case = Case::open(&Repository, "cases/mali").expect("cases/mali is in the repository");
    let session = Session::new(&[("events", events())], Some(&case), 8).expect("names differ");
    let names: Vec<String> = session
        .tables()
        .expect("tables can be read")
        .into_iter()
        .map(|table| table.name)
        .collect();
    assert_eq!(
        names,
        [
            "actors",
            "events",
            "flows",
            "intervals",
            "relations",
            "sources",
            "statements",
            "timeline"
        ]
    );
    let rows = session.finding_rows(
        "select t.date, s.title from timeline t join sources s on s.id = 'cline' \
         where t.id like 'coup-20%' order by t.date",
    );
    let rows = rows.expect("both tables are there");
    let dates: Vec<&str> =
        rows.rows.iter().filter_map(|row| row.first()).map(String::as_str).collect();
    assert_eq!(dates, ["2012-03-22", "2020-08-18", "2021-05-24"]);
    let lines = session.finding_rows("select line from actors order by line limit 1");
    assert_eq!(lines.expect("actors have lines").rows, [["2"]]);
}

#[test]
fn the_library_answers_the_same_in_any_number_of_parts() {
    for (sql, expected) in [
        // UCDP 25.1, row 3828 of the publisher's file.
        (
            "select cumulative_total_deaths_civilians_in_orgvio_cy from deaths_country_year where country = 'MLI' and year_cy = 2022 \
             order by country, year_cy",
            vec!["1804"],
        ),
        // The Cline Center's realised coups in Mali.
        (
            "select date from coups where country = 'MLI' and event_type = 'coup' order by date",
            vec!["1968-11-19", "1991-03-26", "2012-03-22", "2020-08-18", "2021-05-24"],
        ),
    ] {
        for partitions in [1, 2, 8] {
            let session = Session::open(Library::embedded(), None, partitions);
            let rows = session.expect("the library's names differ").finding_rows(sql);
            let rows = rows.unwrap_or_else(|error| panic!("{sql}: {error}")).rows;
            assert_eq!(rows.concat(), expected, "{sql} at {partitions}");
        }
    }
}

#[test]
fn a_table_that_is_not_parquet_or_has_a_double_is_said() {
    let twice = Session::new(&[("t", events()), ("t", events())], None, 1);
    assert!(matches!(twice, Err(SqlError::BadTable { .. })));
    let noise = Session::new(&[("t", Bytes::from_static(b"not parquet"))], None, 1);
    let noise = noise.expect("bytes are looked at when they are needed");
    assert!(matches!(noise.rows("select * from t"), Err(SqlError::BadTable { .. })));
    assert!(noise.rows("select 1").is_ok());
}

#[test]
fn a_digest_is_that_of_sha256sum() {
    // printf 'a\x1f1\x1f\nb\x1f\x1f\n' | sha256sum
    let rows = Rows {
        columns: vec!["x".into(), "y".into()],
        rows: vec![vec!["a".into(), "1".into()], vec!["b".into(), String::new()]],
    };
    assert_eq!(
        digest(&rows),
        "89ba9703620de01e83b66e4fb457e95492aa88d15763964c262548eea4c2e720"
    );
    let other = Rows { rows: rows.rows.iter().rev().cloned().collect(), ..rows.clone() };
    assert_ne!(digest(&other), digest(&rows));
}
