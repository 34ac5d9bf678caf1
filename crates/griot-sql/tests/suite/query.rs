//! What does SQL answer, in which words, and what does it say where it cannot?

use std::ops::ControlFlow;

use griot_model::table::{Cell, Column, Keys, Kind, Table};
use griot_sql::{Bounds, Database, SqlError};

use super::tables::{Broken, Made, ROWS, ask, bounds, check, database, events, refused};

#[test]
fn values_are_text_that_a_person_would_write() {
    check(
        "select id, kind, cents, day, odd from events where id < 5 order by id",
        &[
            &["0", "g0", "0", "1970-01-01", "false"],
            &["1", "g1", "10", "1970-01-02", "true"],
            &["2", "g2", "20", "1970-01-03", "false"],
            &["3", "g3", "30", "", "true"],
            &["4", "g4", "40", "1970-01-05", "false"],
        ],
    );
    check(
        "select 1.5 as half, 2.0, null, 'x', 1e300, 7 / 2, 7 / 2.0",
        &[&["1.5", "2.0", "", "x", "1e300", "3", "3.5"]],
    );
    check("select names from events where id = 1", &[&[r#"["Ибрагим","name 1"]"#]]);
    check("select e.odd from (select odd from events where id = 1) e", &[&["true"]]);
    check("select not odd, x'ff00' from events where id = 1", &[&["0", "ff00"]]);
}

#[test]
fn the_dialect_is_sqlites() {
    check(
        "select value from events, json_each(names) where events.id = 2 order by value",
        &[&["name 2"], &["Ибрагим"]],
    );
    check(
        "select strftime('%Y', day), julianday('1970-01-03') - julianday(day) from events where id = 1",
        &[&["1970", "1.0"]],
    );
    check(
        "select date('2022-01-31', '+1 month'), date(0, 'unixepoch')",
        &[&["2022-03-03", "1970-01-01"]],
    );
    check("select count(*) from events where odd", &[&["2000"]]);
    check("select count(*) from events where day >= '1970-12' and day < '1971'", &[&["326"]]);
    check(
        "select 'Mali' like 'mali', 'é' like 'É', instr('Бамако', 'м'), replace('aXbX', 'X', 'é')",
        &[&["1", "0", "3", "aébé"]],
    );
    check(
        "select trim('xxaxx', 'x'), ltrim('xxaxx', 'x'), rtrim('xxaxx', 'x'), trim(' a ')",
        &[&["a", "axx", "xxa", "a"]],
    );
    // NULL is the smallest value.
    check("select day from events where id in (2, 3) order by day", &[&[""], &["1970-01-03"]]);
    check(
        "select day from events where id in (2, 3) order by day nulls last",
        &[&["1970-01-03"], &[""]],
    );
}

#[test]
fn sums_of_integers_are_exact() {
    check(
        "select count(*), sum(id), avg(id), total(id) from events",
        &[&["4000", "7998000", "1999.5", "7998000.0"]],
    );
    check("select sum(id), avg(id), total(id) from events where id < 0", &[&["", "", "0.0"]]);
    check(
        "select sum(9223372036854775807), sum(-9223372036854775807) from events where id < 1",
        &[&["9223372036854775807", "-9223372036854775807"]],
    );
    // Too large on the way, not at the end.
    check(
        "select sum(case id % 2 when 0 then 9223372036854775807 else -9223372036854775807 end) from events",
        &[&["0"]],
    );
    refused("select sum(9223372036854775807) from events", "larger than an integer");
    refused("select sum(kind) from events", "adds numbers");
    check("select sum(weight) > 8.8, sum(weight) < 8.9 from events", &[&["1", "1"]]);
    check(
        "select id, sum(cents) over (order by id rows 1 preceding) from events where id < 4 order by id",
        &[&["0", "0"], &["1", "10"], &["2", "30"], &["3", "50"]],
    );
}

#[test]
fn a_missing_name_is_said_with_the_nearest_one() {
    let missing = ask(|database| database.rows("select * from evens"));
    let Err(SqlError::NoSuchTable { name, nearest, tables }) = missing else {
        panic!("there is no table evens");
    };
    assert_eq!((name.as_str(), nearest.as_deref()), ("evens", Some("events")));
    assert_eq!(tables, ["events"]);
    refused("select ide from events", "ide");
    refused("select \"ide\" from events", "ide");
    refused("selec 1", "selec");
    refused("select * from temp.events", "no table");
}

#[test]
fn a_table_is_read_when_a_query_names_it() {
    let tables: [Box<dyn Table>; 2] = [Box::new(Broken), Box::new(events())];
    let database = Database::open(tables, bounds()).expect("names differ");
    let bad = |sql: &str| matches!(database.rows(sql), Err(SqlError::BadTable { .. }));
    for sql in [
        "select * from broken",
        "select count(*) from BROKEN",
        "select 1 from events where id in (select id from \"broken\")",
        "with t as (select id from main.broken) select * from t",
        "select (select max(id) from broken) from events where false",
    ] {
        assert!(bad(sql), "{sql}");
    }
    for sql in [
        "select 'broken' from events where id = 1",
        "select id as broken from events where id = 1 -- broken",
        "with broken as (select 1 as id) select id from broken",
        "select broken.id from events broken where id = 1",
        "select id /* from broken */ from events where id = 1",
    ] {
        assert_eq!(database.rows(sql).expect(sql).rows.len(), 1, "{sql}");
    }
}

#[test]
fn a_table_that_does_not_keep_its_word_is_said() {
    let twice = [events(), Made { name: "EVENTS", ..events() }];
    let twice = twice.map(|table| Box::new(table) as Box<dyn Table>);
    assert!(matches!(Database::open(twice, bounds()), Err(SqlError::BadTable { .. })));
    for (row, why) in [
        (vec![Cell::from("x")], "row 1: id is text, not integer"),
        (vec![Cell::Null], "row 1: no value for id"),
        (vec![Cell::Integer(1), Cell::Integer(2)], "row 1: 2 values for 1 columns"),
    ] {
        let columns = vec![Column::new("id", Kind::Integer)];
        let database =
            database(vec![Made { name: "t", columns, keys: Keys::default(), rows: vec![row] }]);
        let error = database.rows("select * from t").expect_err(why).to_string();
        assert!(error.ends_with(why), "{error}");
        assert!(database.rows("select 1").is_ok());
    }
}

#[test]
fn names_are_taken_as_they_are() {
    let names = ["from", "a \"b\"", "Größe", "rowid", "select"];
    let columns = names.map(|name| Column::new(name, Kind::Integer)).to_vec();
    let rows = vec![(1..6).map(Cell::Integer).collect()];
    let database = database(vec![Made { name: "group", columns, keys: Keys::default(), rows }]);
    let rows = database.finding_rows(
        "select \"from\", \"a \"\"b\"\"\", größe, rowid, \"select\" from \"group\" order by 1",
    );
    assert_eq!(rows.expect("names in quotes").rows, [["1", "2", "3", "4", "5"]]);
}

#[test]
fn rows_are_handed_on_one_by_one_without_a_bound() {
    let tables: [Box<dyn Table>; 1] = [Box::new(events())];
    let database = Database::open(tables, Bounds { rows: 10, ..bounds() }).expect("one table");
    assert!(matches!(
        database.rows("select id from events"),
        Err(SqlError::TooManyRows { limit: 10 })
    ));
    assert_eq!(database.rows("select id from events limit 10").expect("ten").rows.len(), 10);
    let query = database.query("select id, odd, weight as w from events").expect("a query");
    let columns: Vec<(&str, Option<Kind>)> =
        query.columns().iter().map(|column| (column.name.as_str(), column.kind)).collect();
    let expected =
        [("id", Some(Kind::Integer)), ("odd", Some(Kind::Flag)), ("w", Some(Kind::Number))];
    assert_eq!(columns, expected);
    let mut seen = 0;
    query
        .for_each(|cells| {
            assert!(matches!(cells, [Cell::Integer(_), Cell::Flag(_), Cell::Number(_)]));
            seen += 1;
            ControlFlow::Continue(())
        })
        .expect("rows");
    assert_eq!(seen, ROWS);
    let mut few = 0;
    let query = database.query("select id from events").expect("a query");
    let broken_off = query.for_each(|_| {
        few += 1;
        if few == 3 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    broken_off.expect("breaking off is no error");
    assert_eq!(few, 3);
}

#[test]
fn a_query_may_be_asked_while_another_is_answered() {
    ask(|database| {
        let mut answers = Vec::new();
        let query = database.query("select id from events where id < 3 order by id");
        query
            .expect("a query")
            .for_each(|cells| {
                let [Cell::Integer(id)] = cells else { panic!("one integer") };
                let sql = format!("select kind from events where id = {id}");
                answers.extend(database.rows(&sql).expect("another").rows.concat());
                ControlFlow::Continue(())
            })
            .expect("rows");
        assert_eq!(answers, ["g0", "g1", "g2"]);
    });
}

#[test]
fn a_plan_can_be_looked_at() {
    for sql in ["explain select id from events", "explain query plan select id from events"] {
        let plan = ask(|database| database.rows(sql)).expect(sql);
        assert!(!plan.rows.is_empty(), "{sql}");
    }
}
