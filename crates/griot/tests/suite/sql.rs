//! `griot sql` as a user types it: with a case and without, whole tables, and what it says where it
//! cannot answer.

use std::{
    fs,
    ops::ControlFlow,
    path::Path,
    process::{Command, Output},
};

use griot_library::ParquetTable;
use griot_model::{
    rows::{Rows, digest},
    table::{Cell, Kind, Table as _},
};
use serde_json::Value;

const REPOSITORY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

struct Said {
    code: i32,
    out: String,
    err: String,
}

fn griot(arguments: &[&str]) -> Said {
    let Output { status, stdout, stderr } = Command::new(env!("CARGO_BIN_EXE_griot"))
        .args(arguments)
        .current_dir(REPOSITORY)
        .output()
        .expect("the binary runs");
    Said {
        code: status.code().expect("it was not killed"),
        out: String::from_utf8(stdout).expect("output is text"),
        err: String::from_utf8(stderr).expect("errors are text"),
    }
}

#[expect(clippy::disallowed_methods, reason = "a test reads what was written")]
fn read(path: &Path) -> Vec<u8> {
    fs::read(path).expect("a file that was written")
}

#[test]
fn the_library_is_asked_without_a_case() {
    let said = griot(&["sql", "select count(*) as votes from un_votes"]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    assert_eq!(said.out, "  votes\n───────\n1081246\n1 row\n");
    let listed = griot(&["sql", "--format", "csv"]).out;
    assert!(listed.starts_with("table,column,type,meaning\n"));
    assert!(listed.contains("\ncoups,event_type,text,"), "{listed}");
    assert!(listed.contains("\nlistings,snapshot,day,day of the edition\n"), "{listed}");
}

#[test]
fn the_tables_of_a_case_come_beside_those_of_the_library() {
    let query = "select t.id, c.event_type from timeline t join coups c on c.date = t.date \
                 where c.country = 'MLI' order by t.id, c.coup_id";
    let said = griot(&["sql", "cases/mali", query, "--format", "csv"]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.out.lines().count() > 3, "{}", said.out);
    assert!(griot(&["sql", "cases/mali"]).out.contains("timeline"));
    assert_eq!(griot(&["sql", query]).code, 2, "no timeline without a case");
}

#[test]
fn a_whole_table_is_written_row_by_row() {
    let said = griot(&["sql", "--format", "csv", "select * from un_votes"]);
    assert_eq!(said.out.lines().count(), 1_081_247);
    assert_eq!(said.out.lines().next(), Some("roll_call,country,vote,other_vote,row"));
    let refused = griot(&["sql", "select * from un_votes"]);
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("more than 1000000 rows"), "{}", refused.err);
    assert!(refused.err.contains("--format csv"), "{}", refused.err);
}

#[test]
fn json_has_the_digest_of_its_rows() {
    let query = "select coup_id, date from coups where country = 'MLI' order by coup_id";
    let json: Value =
        serde_json::from_str(&griot(&["sql", "--format", "json", query]).out).expect("JSON");
    let texts = |value: &Value| serde_json::from_value::<Vec<String>>(value.clone());
    let rows = json["rows"].as_array().expect("rows").iter();
    let rows = Rows {
        columns: texts(&json["columns"]).expect("names"),
        rows: rows.map(|row| texts(row).expect("texts")).collect(),
    };
    assert_eq!(rows.columns, ["coup_id", "date"]);
    assert!(rows.rows.len() > 5);
    assert_eq!(json["digest"], digest(&rows));
    let nothing = griot(&["sql", "--format", "json", "select date from coups where false"]).out;
    let nothing: Value = serde_json::from_str(&nothing).expect("JSON");
    assert_eq!(nothing["rows"], Value::Array(Vec::new()));
}

#[test]
fn parquet_keeps_what_values_are() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("rows.parquet");
    let name = path.to_str().expect("a name in UTF-8");
    let query = "select snapshot, names, aliases_only, row, row / 4.0 as quarter, \
                 case row when 1 then null when 2 then 'two' else row end as mixed, row \
                 from listings where row < 4 order by authority, snapshot, row";
    let said = griot(&["sql", "-o", name, query]);
    assert_eq!((said.code, said.out.as_str(), said.err.as_str()), (0, "", ""));
    let table = ParquetTable::new("rows", read(&path).into()).expect("Parquet");
    let columns: Vec<(String, Kind)> =
        table.columns().into_iter().map(|column| (column.name, column.kind)).collect();
    let expected = [
        ("snapshot", Kind::Day),
        ("names", Kind::Texts),
        ("aliases_only", Kind::Flag),
        ("row", Kind::Integer),
        ("quarter", Kind::Number),
        ("mixed", Kind::Text),
        ("row 2", Kind::Integer),
    ];
    assert_eq!(columns, expected.map(|(name, kind)| (name.to_owned(), kind)));
    let mut mixed = Vec::new();
    table
        .rows(&mut |cells| {
            mixed.push(cells[5].text().into_owned());
            assert_eq!(cells[3], cells[6]);
            ControlFlow::Continue(())
        })
        .expect("rows");
    assert_eq!(mixed.get(..3), Some(&["", "two", "3"].map(str::to_owned)[..]));
    assert_eq!(Cell::Null.text(), "");
}

#[test]
fn a_query_that_fails_leaves_the_old_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("rows.csv");
    let name = path.to_str().expect("a name in UTF-8");
    assert_eq!(griot(&["sql", "-o", name, "select 1 as a"]).code, 0);
    assert_eq!(read(&path), b"a\n1\n");
    let fails = "select sum(country) from coups";
    assert_eq!(griot(&["sql", "-o", name, fails]).code, 2);
    assert_eq!(read(&path), b"a\n1\n");
    assert_eq!(folder.path().read_dir().expect("a folder").count(), 1);
}

#[test]
fn what_cannot_be_answered_is_said_with_what_to_do() {
    let forever =
        "with recursive n(i) as (select 1 union all select i + 1 from n) select max(i) from n";
    let checks: [(&[&str], &[&str]); 8] = [
        (&["select * from coup"], &["there is no table coup", "did you mean coups?"]),
        (
            &["select colour from coups"],
            &["no such column: colour", "griot sql without a query"],
        ),
        (&["insert into coups values (1)"], &["griot only reads: INSERT INTO"]),
        (&["select date('now')"], &["it depends on the day"]),
        (&["--seconds", "1", forever], &["stopped after 1 s", "--seconds 600"]),
        (&["nowhere"], &["nowhere is neither the folder of a case nor a query"]),
        (&["nowhere", "select 1"], &["nowhere is not a folder"]),
        (&["--format", "parquet"], &["the list of tables is not written as Parquet"]),
    ];
    for (arguments, expected) in checks {
        let said = griot(&[&["sql"], arguments].concat());
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{arguments:?}");
        for words in expected {
            assert!(said.err.contains(words), "{arguments:?}: {}", said.err);
        }
    }
}

#[test]
fn every_example_of_the_help_works() {
    let help = griot(&["sql", "--help"]).out;
    let examples: Vec<&str> =
        help.lines().filter_map(|line| line.trim_start().strip_prefix("griot sql")).collect();
    let folder = tempfile::tempdir().expect("a folder");
    let mut asked = 0;
    for example in examples {
        let (before, rest) = example.split_once('"').unwrap_or((example, ""));
        let query = rest.trim_end_matches('"');
        let words = before
            .split_whitespace()
            .take_while(|word| !word.starts_with("lists") && *word != "the");
        let words = words.map(|word| {
            // Files of the examples are not written into the repository.
            if word.contains('.') {
                folder.path().join(word).to_string_lossy().into_owned()
            } else {
                word.to_owned()
            }
        });
        let mut arguments = vec!["sql".to_owned()];
        arguments.extend(words);
        arguments.extend((!query.is_empty()).then(|| query.to_owned()));
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        if arguments.contains(&"[OPTIONS]") {
            continue;
        }
        let said = griot(&arguments);
        assert_eq!(said.code, 0, "{arguments:?}: {}", said.err);
        asked += 1;
    }
    assert_eq!(asked, 6);
}
