//! `griot network --on`: what griot makes of what `griot-spark` answers. A script stands for that program here;
//! `make test-spark` asks a real cluster.

#![cfg(unix)]

use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::Path,
    process::{Command, Output},
};

/// Two accounts that share three links within seconds, as rows come from a cluster.
const ROWS: &str = r#"["o1","abe","p1",1000000]
["o1","bea","p2",3000000]
["o2","abe","p3",50000000]
["o2","bea","p4",51000000]
["o3","bea","p5",90000000]
["o3","abe","p6",90000000]
[null,"cid","p7",5]"#;

/// A program that answers each kind of question with a line or two, as it lies in `folder`.
#[expect(clippy::disallowed_methods, reason = "a test writes its own input")]
fn answering(folder: &Path, edges: &str, rows: &str, last: &str) {
    let told = |lines: &str| {
        let lines: Vec<String> = lines.lines().map(|line| format!("echo '{line}'")).collect();
        lines.join("; ")
    };
    let count = |lines: &str| lines.lines().count();
    let script = format!(
        "#!/bin/sh\nwhile read -r line; do case \"$line\" in\n\
         *'\"protocol\"'*) echo '{{\"ready\":\"4\"}}' ;;\n\
         *'\"open\"'*) echo '{{\"columns\":[[\"object_id\",\"string\"],[\"account_id\",\"string\"],\
         [\"content_id\",\"string\"],[\"time\",\"bigint\"]]}}' ;;\n\
         *'\"keep\"'*) echo '{{\"kept\":\"it\"}}' ;;\n\
         *'SELECT COUNT(*), SUM(CASE'*) echo '[7,1,0]'; echo '{{\"rows\":1}}' ;;\n\
         *'SELECT COUNT(*), SUM(weight)'*) echo '[1,3]'; echo '{{\"rows\":1}}' ;;\n\
         '{{\"ask\":\"SELECT account_a'*) {}; echo '{{\"rows\":{}}}' ;;\n\
         *) {}; {last} ;;\n\
         esac; done\n",
        told(edges),
        count(edges),
        told(rows),
    );
    let program = folder.join("griot-spark");
    fs::write(&program, script).expect("a script is written");
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).expect("it can be run");
}

fn asked(folder: &Path, more: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_griot"))
        .args(["network", "/shared/shares.parquet", "--on", "sc://host:1/;token=secret"])
        .args(["--window", "10s", "--raw"])
        .args(more)
        .env("PATH", folder)
        .output()
        .expect("the binary runs")
}

fn error(said: &Output) -> String {
    assert_eq!(said.status.code(), Some(2));
    assert!(said.stdout.is_empty(), "nothing is written");
    String::from_utf8_lossy(&said.stderr).into_owned()
}

const EDGE: &str = r#"["abe","bea",3,3000000]"#;
const ALL: &str = "echo '{\"rows\":7}'";

#[test]
fn what_the_cluster_counts_is_counted_again() {
    let folder = tempfile::tempdir().expect("a folder");
    answering(folder.path(), EDGE, ROWS, ALL);
    let said = asked(folder.path(), &[]);
    let err = String::from_utf8_lossy(&said.stderr);
    assert_eq!(said.status.code(), Some(0), "{err}");
    assert!(err.contains("sc://host:1: Spark 4"), "{err}");
    assert!(!err.contains("secret"), "the token is not shown: {err}");
    let out = String::from_utf8_lossy(&said.stdout);
    let line = out.lines().nth(1).expect("an edge");
    assert!(line.starts_with("abe,bea,3,1,object,3,3,3,3,0,1,2,"), "{line}");

    for wrong in [
        r#"["abe","bea",4,3000000]"#,
        r#"["abe","bea",3,2000000]"#,
        r#"["abe","cid",3,3000000]"#,
    ] {
        answering(folder.path(), wrong, ROWS, ALL);
        let err = error(&asked(folder.path(), &[]));
        assert!(err.contains("one of the two is wrong, and nothing is written"), "{err}");
    }
    // A row less, and the server says that all came.
    let fewer: Vec<&str> = ROWS.lines().take(5).collect();
    answering(folder.path(), EDGE, &fewer.join("\n"), "echo '{\"rows\":5}'");
    assert!(error(&asked(folder.path(), &[])).contains("one of the two is wrong"));
}

#[test]
fn rows_that_stay_where_they_are_say_the_same_of_each_edge() {
    let folder = tempfile::tempdir().expect("a folder");
    let behind = r#"["o1","abe","p1",1000000,1,2,3]
["o1","bea","p2",3000000,1,2,3]
["o2","abe","p3",50000000,1,2,3]
["o2","bea","p4",51000000,1,2,3]
["o3","abe","p6",90000000,1,5,3]
["o3","bea","p5",90000000,1,5,3]"#;
    answering(folder.path(), EDGE, behind, "echo '{\"rows\":6}'");
    let said = asked(folder.path(), &["--bring", "1"]);
    let err = String::from_utf8_lossy(&said.stderr);
    assert_eq!(said.status.code(), Some(0), "{err}");
    assert!(err.contains("groups are not tested: 7 rows are more than the 1"), "{err}");
    let out = String::from_utf8_lossy(&said.stdout);
    assert!(out.contains("abe,bea,3,1,object,3,3,3,3,0,1,2,2,0,1,3,3,2,5,"), "{out}");
    answering(folder.path(), r#"["abe","bea",2,3000000]"#, behind, "echo '{\"rows\":6}'");
    assert!(
        error(&asked(folder.path(), &["--bring", "1"])).contains("one of the two is wrong")
    );
}

#[test]
fn an_answer_that_is_no_whole_answer_is_none() {
    let folder = tempfile::tempdir().expect("a folder");
    assert!(
        error(&asked(folder.path(), &[]))
            .contains("griot-spark, which asks clusters, is not on the PATH")
    );
    answering(folder.path(), EDGE, ROWS, "exit 9");
    let err = error(&asked(folder.path(), &[]));
    assert!(err.contains("ended in the middle of an answer (exit status: 9)"), "{err}");
    answering(folder.path(), EDGE, ROWS, "echo '{\"rows\":8}'");
    assert!(error(&asked(folder.path(), &[])).contains("which was not asked for"));
    let failed =
        r#"echo '{"failed":"a disk of the cluster is full","remedy":"free it"}'; exit 2"#;
    answering(folder.path(), EDGE, ROWS, failed);
    let err = error(&asked(folder.path(), &[]));
    assert!(err.contains("error: a disk of the cluster is full\nhelp: free it"), "{err}");
}
