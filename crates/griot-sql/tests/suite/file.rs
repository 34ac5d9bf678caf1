//! A file of tables: the same bytes each time, and open to other tools.

use std::{
    io::Write as _,
    process::{Command, Output},
};

use griot_model::table::{Cell, Column, Keys, Kind, Reference, Table};
use griot_sql::{SqlError, View, write_file};
use tempfile::NamedTempFile;

use super::tables::{Made, ask, events};

fn kinds() -> Made {
    let row = |number: i64| vec![Cell::from(format!("g{number}")), Cell::from("a \"kind\"")];
    Made {
        name: "kinds",
        columns: vec![
            Column::new("kind", Kind::Text).meaning("key of events,\nas written"),
            Column::new("from", Kind::Text).meaning("its name"),
        ],
        keys: Keys { primary: vec!["kind"], ..Keys::default() },
        rows: (0..7).map(row).collect(),
    }
}

/// Pairs of an event and a kind, which together are the key.
fn pairs() -> Made {
    Made {
        name: "pairs",
        columns: vec![Column::new("kind", Kind::Text), Column::new("id", Kind::Integer)],
        keys: Keys {
            primary: vec!["kind", "id"],
            references: vec![Reference { column: "id", table: "events", key: "id" }],
            lookups: vec![vec!["id"], vec!["kind"]],
        },
        rows: (0..9)
            .rev()
            .map(|id| vec![format!("g{}", id % 7).into(), Cell::Integer(id)])
            .collect(),
    }
}

fn views() -> Vec<View> {
    let view =
        |name: &str, query: &str| View { name: name.to_owned(), query: query.to_owned() };
    vec![
        view(
            "per kind",
            "select kind, count(*) as n from events group by kind order by kind; -- all",
        ),
        view("odd", "with o as (select id from events where odd) select id from o order by id"),
    ]
}

fn tables<'t>(events: &'t Made, kinds: &'t Made) -> [&'t dyn Table; 2] {
    [events, kinds]
}

#[test]
fn the_same_tables_give_the_same_bytes() {
    let (events, kinds) = (events(), kinds());
    let [one, other] = tables(&events, &kinds);
    let file = write_file([one, other], &views()).expect("it can be written");
    assert!(file.bytes.starts_with(b"SQLite format 3\0"));
    assert_eq!(file.notes, Vec::<String>::new());
    assert_eq!(write_file([other, one], &views()).expect("again"), file);
    assert_ne!(write_file([other, one], &[]).expect("without views").bytes, file.bytes);
}

#[test]
fn a_key_that_rows_break_is_left_out_and_noted() {
    let (mut events, mut kinds) = (events(), kinds());
    let twice = events.rows[0].clone();
    events.rows.push(twice);
    kinds.rows.remove(0);
    events.keys.references.push(Reference { column: "cents", table: "nowhere", key: "x" });
    let file =
        write_file(tables(&events, &kinds), &views()).expect("rows count more than keys");
    assert_eq!(
        file.notes,
        [
            "events has no primary key: several rows share id, or lack it",
            "events.kind does not refer to kinds.kind: 1 of its values are not there",
        ]
    );
}

#[test]
fn a_view_is_one_query_that_works() {
    let (events, kinds) = (events(), kinds());
    for query in [
        "select nothing from events",
        "select 1; drop table events",
        "drop table events",
        "select * from elsewhere",
        "",
        "select 1 as a; create table x (y)",
    ] {
        let view = View { name: "v".to_owned(), query: query.to_owned() };
        assert!(write_file(tables(&events, &kinds), &[view]).is_err(), "{query}");
    }
    let named = View { name: "Events".to_owned(), query: "select 1 as a".to_owned() };
    let twice = write_file(tables(&events, &kinds), &[named]);
    assert!(matches!(twice, Err(SqlError::BadTable { name, .. }) if name == "Events"));
    let broken = Made { rows: vec![vec![Cell::Null, Cell::Null]], ..kinds };
    let broken = write_file(tables(&events, &broken), &[]);
    assert!(matches!(broken, Err(SqlError::BadTable { name, .. }) if name == "kinds"));
}

/// Runs Python over the file, or says that there is none.
#[expect(clippy::print_stderr, reason = "whoever runs the tests must know what was left out")]
fn python(program: &str, file: &NamedTempFile) -> Option<Output> {
    let python = Command::new("python3").args(["-c", program]).arg(file.path()).output();
    if python.is_err() {
        eprintln!("skipped: python3 is not installed");
    }
    python.ok()
}

#[test]
fn python_reads_what_griot_reads() {
    let (events, kinds, pairs) = (events(), kinds(), pairs());
    let tables: [&dyn Table; 3] = [&pairs, &events, &kinds];
    let written = write_file(tables, &views()).expect("it can be written");
    assert_eq!(written.notes, Vec::<String>::new());
    let mut file = NamedTempFile::new().expect("a temporary file");
    file.write_all(&written.bytes).expect("it takes bytes");
    let program = r#"
import sqlite3, sys, hashlib
database = sqlite3.connect(sys.argv[1])
ask = lambda query: database.execute(query).fetchall()
assert ask("pragma integrity_check") == [("ok",)]
assert ask("pragma foreign_key_check") == []
assert [row[1] for row in ask("pragma table_info(events)") if row[5]] == ["id"]
assert [row[2:5] for row in ask("pragma foreign_key_list(events)")] == [("kinds", "kind", "kind")]
assert ask("select name from sqlite_schema where type = 'index' and name like 'events%' order by 1") == [
    ("events_by_day_and_id",), ("events_by_kind",)]
assert sorted(row[1] for row in ask("pragma index_list(pairs)")) == ["pairs_by_id", "sqlite_autoindex_pairs_1"]
assert "WITHOUT ROWID" in ask("select sql from sqlite_schema where name = 'pairs'")[0][0]
assert ask("select * from pairs order by id limit 2") == [("g0", 0), ("g1", 1)]
assert "-- key of events, as written" in ask("select sql from sqlite_schema where name = 'kinds'")[0][0]
assert ask('select n from "per kind" limit 1') == [(572,)]
assert ask("select count(*) from odd") == [(2000,)]
query = "select id, kind, weight, cents, day, names from events where id < 50 order by id"
text = lambda value: "" if value is None else repr(value) if isinstance(value, float) else str(value)
rows = "".join("".join(text(value) + "\x1f" for value in row) + "\n" for row in ask(query))
print(hashlib.sha256(rows.encode()).hexdigest())
"#;
    let Some(output) = python(program, &file) else { return };
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    let query =
        "select id, kind, weight, cents, day, names from events where id < 50 order by id";
    let rows = ask(|database| database.finding_rows(query)).expect("a good query");
    let digest = griot_model::rows::digest(&rows);
    assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), digest);
}
