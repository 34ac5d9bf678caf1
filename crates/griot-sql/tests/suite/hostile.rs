//! Queries that want more than to read, or more than there is.

use std::time::Duration;

use griot_model::{rows::Rows, table::Table};
use griot_sql::{Bounds, Database, SqlError};

use super::tables::{ask, bounds, check, events, refused};

#[test]
fn a_query_only_reads() {
    for (sql, expected) in [
        ("create table t as select 1", "CREATE TABLE"),
        ("create temp table t (a)", "CREATE TEMP"),
        ("create view v as select 1", "CREATE VIEW"),
        (
            "create temporary trigger t after insert on events begin select 1; end",
            "one statement",
        ),
        ("create index i on events (id)", "CREATE INDEX"),
        ("create virtual table f using fts5(a)", "CREATE VIRTUAL"),
        ("insert into events (id) values (1)", "INSERT INTO"),
        ("replace into events (id) values (1)", "REPLACE INTO"),
        ("with x as (select 1) insert into events (id) select * from x", "INSERT INTO"),
        ("insert into events (id) values (1) returning id", "INSERT INTO"),
        ("insert into sqlite_schema (name) values ('x')", ""),
        ("delete from events", "DELETE FROM"),
        ("with x as (select 1) delete from events where id in x", "DELETE FROM"),
        ("update events set id = 1", "UPDATE EVENTS"),
        ("drop table events", "DROP TABLE"),
        ("alter table events add column x", "ALTER TABLE"),
        ("explain insert into events (id) values (1)", "INSERT INTO"),
        ("explain query plan delete from events", "DELETE FROM"),
        ("attach ':memory:' as other", "ATTACH"),
        ("attach database 'x.sqlite' as other", "ATTACH DATABASE"),
        ("detach main", "DETACH"),
        ("vacuum", "VACUUM"),
        ("vacuum into 'x.sqlite'", ""),
        ("reindex", "REINDEX"),
        ("analyze", "ANALYZE"),
        ("pragma writable_schema = on", "PRAGMA"),
        ("pragma hard_heap_limit", "PRAGMA"),
        ("pragma table_info(events)", "PRAGMA"),
        ("begin", "BEGIN"),
        ("commit", "COMMIT"),
        ("rollback", "ROLLBACK"),
        ("savepoint s", "SAVEPOINT"),
        ("copy events to 'x.parquet'", "copy"),
        ("select * into t from events", "syntax error"),
        ("select 1; select 2", "one statement"),
        ("select 1; drop table events", "one statement"),
        ("", "one statement"),
        ("-- nothing", "one statement"),
        ("select 1\0; drop table events", "NUL"),
        ("select ?1", "parameters"),
        ("select :name", "parameters"),
        ("select * from '/etc/passwd'", "there is no table"),
        ("select * from 'x.csv'", "there is no table"),
        ("select * from information_schema.tables", "there is no table"),
        ("select * from sqlite_schema", "there is no table"),
        ("select count(*) from sqlite_master", "there is no table"),
        ("select * from sqlite_temp_schema", "there is no table"),
        ("select * from pragma_table_info('events')", "there is no table"),
        ("select count(*) from pragma_database_list", "there is no table"),
        ("select * from pragma_function_list", "there is no table"),
        ("select * from dbstat", "there is no table"),
        ("select * from sqlite_stat1", "there is no table"),
        ("select * from read_csv('x.csv')", "there is no table"),
        ("select * from generate_series(1, 3)", "there is no table"),
        ("select load_extension('x.so')", "load_extension"),
        ("select fts3_tokenizer('simple')", "fts3_tokenizer"),
        ("select readfile('/etc/passwd')", "readfile"),
        ("select writefile('x', 'y')", "writefile"),
        ("select sqlite_version()", "sqlite_version"),
        ("select zeroblob(1000000000)", "zeroblob"),
    ] {
        refused(sql, expected);
    }
    check("select count(*) from events", &[&["4000"]]);
}

#[test]
fn nothing_depends_on_the_day_or_on_chance() {
    for sql in [
        "select random()",
        "select randomblob(1000000)",
        "select id from events order by random()",
        "select current_date",
        "select current_timestamp",
        "select current_time from events",
        "select date()",
        "select date('now')",
        "select date('NOW', '-1 day')",
        "select date('n' || 'ow')",
        "select date(x'6e6f77')",
        "select date('now' || char(0) || 'x')",
        "select datetime('subsec')",
        "select strftime('%Y')",
        "select strftime('%Y', 'now')",
        "select unixepoch()",
        "select julianday('now')",
        "select time('12:00', 'localtime')",
        "select datetime('2020-01-01', 'utc')",
        "select timediff('now', '2020-01-01')",
        "select max(date(case id when 3 then 'now' else day end)) from events",
        "select last_insert_rowid()",
        "select changes(), total_changes()",
    ] {
        let error = ask(|database| database.rows(sql)).expect_err(sql);
        assert!(matches!(error, SqlError::NotReproducible { .. }), "{sql}: {error}");
    }
    check("select strftime('now', '2020-01-02', '+1 day') from events where false", &[]);
}

/// Asks with half a second, and how long that took.
#[expect(
    clippy::disallowed_methods,
    reason = "whether a query is stopped in time is the question"
)]
fn asked_shortly(sql: &str) -> (Duration, Result<Rows, SqlError>) {
    let tables: [Box<dyn Table>; 1] = [Box::new(events())];
    let bounds = Bounds { time: Duration::from_millis(500), ..bounds() };
    let database = Database::open(tables, bounds).expect("one table");
    let started = std::time::Instant::now();
    let answer = database.rows(sql);
    let took = started.elapsed();
    assert_eq!(database.rows("select 1").expect("it answers again").rows, [["1"]], "{sql}");
    (took, answer)
}

/// Asserts that a query was stopped about then.
fn stopped(sql: &str) {
    let (took, answer) = asked_shortly(sql);
    assert!(matches!(answer, Err(SqlError::OutOfTime { .. })), "{sql}: {answer:?}");
    assert!(took < Duration::from_secs(8), "{sql}: {took:?}");
}

#[test]
fn a_query_that_does_not_end_is_stopped() {
    stopped(
        "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n",
    );
    stopped(
        "select count(*) from events a, events b, events c, events d where a.weight < b.weight",
    );
    stopped(
        "select max(a.kind || b.kind || c.kind || d.kind) from events a, events b, events c, events d",
    );
    // Each step compares a long text with a pattern.
    stopped(
        "with recursive n(i) as (select 1 union all select i + 1 from n), \
         t(s) as materialized (select printf('%.*c', 900000, 'a')) \
         select count(*) from n cross join t where s like '%a%a%a%a%a%a%a%a%b'",
    );
    stopped(
        "with recursive n(i) as (select 1 union all select i + 1 from n), \
         t(s) as materialized (select printf('%.*c', 900000, 'a')) \
         select count(*) from n cross join t where instr(s, substr(s, 450000) || 'b') + length(trim(s, substr(s, 2) || 'b')) > 0 \
           or replace(s, substr(s, 450000) || 'b', '') = ''",
    );
}

#[test]
fn a_query_that_doubles_while_it_is_compiled_is_stopped_or_refused() {
    for join in ["select a.x from {} a, {} b", "select x from {} union all select x from {}"] {
        for depth in [12, 20, 40, 150] {
            let doubled: Vec<String> = (1..depth)
                .map(|n| format!("t{n} as ({})", join.replace("{}", &format!("t{}", n - 1))))
                .collect();
            let sql = format!(
                "with t0 as (select 1 as x), {} select count(*) from t{}",
                doubled.join(", "),
                depth - 1
            );
            let (took, answer) = asked_shortly(&sql);
            assert!(took < Duration::from_secs(8), "{join} {depth}: {took:?}");
            if let Err(error) = answer {
                let stopped = matches!(error, SqlError::Query(_) | SqlError::OutOfTime { .. });
                assert!(stopped, "{join} {depth}: {error}");
            }
        }
    }
}

#[test]
fn a_query_is_neither_endlessly_long_nor_deep() {
    for sql in [
        format!("select {}1", "1 + ".repeat(100_000)),
        format!("select {}1{}", "(".repeat(5_000), ")".repeat(5_000)),
        format!("select {}1{}", "(select ".repeat(5_000), ")".repeat(5_000)),
        format!("select * from {}events{}", "(select * from ".repeat(900), ")".repeat(900)),
        format!("select {}1", "not ".repeat(100_000)),
        format!("select '{}'", "x".repeat(5_000_000)),
        format!("select 1 {}", "union all select 1 ".repeat(5_000)),
        format!("select {}", vec!["1"; 50_000].join(",")),
        format!("select max({})", vec!["1"; 50_000].join(",")),
        "select printf('%.*c', 1000000000, 'x')".to_owned(),
        "select replace(printf('%.*c', 900000, 'x'), 'x', 'yyyyyyyyyyyyyy')".to_owned(),
        "select 'x' like printf('%.*c', 10000, '%')".to_owned(),
        "select group_concat(printf('%.*c', 1000, 'x')) from events".to_owned(),
    ] {
        let shown: String = sql.chars().take(40).collect();
        let error = ask(|database| database.rows(&sql)).expect_err(&shown);
        assert!(
            matches!(error, SqlError::Query(_) | SqlError::OutOfTime { .. }),
            "{shown}: {error}"
        );
        check("select count(*) from events", &[&["4000"]]);
    }
    // What a rule writes out is long and not deep.
    let terms = vec!["id = 7"; 900].join(" or ");
    check(&format!("select count(*) from events where {terms}"), &[&["1"]]);
    let values: Vec<String> = (0..20_000).map(|n| format!("({n}, 'x')")).collect();
    check(
        &format!(
            "with t(n, x) as (values {}) select count(*), sum(n) from t",
            values.join(", ")
        ),
        &[&["20000", "199990000"]],
    );
}
