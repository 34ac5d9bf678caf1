//! `griot events` as a user types it.

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

struct Said {
    code: i32,
    out: String,
    err: String,
}

fn griot(folder: &Path, arguments: &[&str]) -> Said {
    let Output { status, stdout, stderr } = Command::new(env!("CARGO_BIN_EXE_griot"))
        .args(arguments)
        .current_dir(folder)
        .output()
        .expect("the binary runs");
    Said {
        code: status.code().expect("it was not killed"),
        out: String::from_utf8(stdout).expect("output is text"),
        err: String::from_utf8(stderr).expect("errors are text"),
    }
}

#[expect(clippy::disallowed_methods, reason = "a test writes its own input")]
fn lists() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let header = "date,enddate,latitude,longitude,type_tax\n";
    let files = [
        (
            "a.csv",
            "2022-03-04,2022-03-04,13.50,-2.10,attack\n2022-05-01,2022-05-01,15.00,-1.00,clash\n",
        ),
        ("b.csv", "2022-03-04,2022-03-04,13.51,-2.11,attack\n"),
        ("bad.csv", "04/03/2022,,13.5,-2.1,attack\n05/06/2022,,13.5,-2.1,attack\n"),
    ];
    for (name, rows) in files {
        fs::write(folder.path().join(name), format!("{header}{rows}"))
            .expect("a file is written");
    }
    folder
}

#[test]
fn fused_rows_are_printed_in_any_order_of_files() {
    let folder = lists();
    let said = griot(folder.path(), &["events", "fuse", "a.csv", "b.csv", "--format", "csv"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let rows: Vec<&str> = said.out.lines().collect();
    assert_eq!(rows[0], "source,row,cluster,posterior");
    assert!(
        rows[1].starts_with("a,1,1,")
            && rows[2].starts_with("a,2,2,")
            && rows[3].starts_with("b,1,1,"),
        "{rows:?}"
    );
    let other = griot(folder.path(), &["events", "fuse", "b.csv", "a.csv", "--format", "csv"]);
    assert_eq!(other.out, said.out);

    let meltt = griot(
        folder.path(),
        &["events", "fuse", "a.csv", "b.csv", "--compat", "meltt", "--format", "csv"],
    );
    assert_eq!(meltt.out, "source,row,cluster,posterior\na,1,1,\na,2,2,\nb,1,1,\n");
}

#[test]
fn a_column_of_ambiguous_dates_ends_with_2_and_says_what_to_do() {
    let folder = lists();
    let said = griot(folder.path(), &["events", "fuse", "a.csv", "bad.csv"]);
    assert_eq!((said.code, said.out.as_str()), (2, ""), "{}", said.err);
    assert!(
        said.err.contains("\"04/03/2022\" on line 2") && said.err.contains("2022-03-04"),
        "{}",
        said.err
    );
}

#[test]
fn two_years_of_the_golden_case_are_compared() {
    let table = concat!(env!("CARGO_MANIFEST_DIR"), "/../../cases/car/data/ucdp_ged_car.csv");
    let arguments = [
        "events",
        "compare",
        "--place",
        "CF",
        "--before",
        "2017/2017",
        "--after",
        "2018/2018",
        "--victims",
        "civilians",
        table,
    ];
    let said = griot(Path::new("."), &arguments);
    assert_eq!(said.code, 0, "{}", said.err);
    assert_eq!(
        said.out.matches("UCDP GED").count(),
        3,
        "one block for each definition: {}",
        said.out
    );
    assert!(
        said.out.contains("1003 deaths") && said.out.contains("332 deaths"),
        "{}",
        said.out
    );
    assert!(said.out.contains("95 % interval"), "{}", said.out);
    assert!(said.out.contains("against every earlier period"), "{}", said.out);
}

#[test]
fn a_list_is_imported_and_a_release_replaced() {
    let folder = lists();
    let said = griot(folder.path(), &["events", "import", "a.csv", "-o", "a.parquet"]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(
        said.out.starts_with("a list of 5 columns\n2 events from 2022-03-04"),
        "{}",
        said.out
    );
    assert!(folder.path().join("a.parquet").is_file());
    let said = griot(folder.path(), &["events", "import", "a.csv", "-o", "a.txt"]);
    assert_eq!(said.code, 2, "{}", said.err);
    let said = griot(folder.path(), &["events", "releases", "a.csv", "b.csv"]);
    assert_eq!(said.code, 2, "lists without ids have no releases");
    assert!(said.err.contains("without an id"), "{}", said.err);
}

#[test]
fn without_a_list_the_library_is_compared() {
    let arguments = [
        "events",
        "compare",
        "--place",
        "ML",
        "--before",
        "2021",
        "--after",
        "2022",
        "--victims",
        "civilians",
    ];
    let said = griot(Path::new("."), &arguments);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(
        said.out.contains("216 deaths") && said.out.contains("1461 deaths"),
        "{}",
        said.out
    );
    assert!(said.out.contains("counts of whole years have no weeks"), "{}", said.out);
}
