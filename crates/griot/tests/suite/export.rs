//! A case as one SQLite file: other tools open it, its queries answer there as here, and it holds
//! nothing that the case does not publish.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use tempfile::TempDir;

const REPOSITORY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

/// Runs griot from the repository, and gives what it says to standard error.
fn griot(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_griot"))
        .args(arguments)
        .current_dir(REPOSITORY)
        .output()
        .expect("the binary runs");
    let said = String::from_utf8(output.stderr).expect("errors are text");
    assert_eq!(output.status.code(), Some(0), "{said}");
    said
}

fn exported(case: &str, folder: &Path, more: &[&str]) -> (PathBuf, String) {
    let path = folder.join("case.sqlite");
    let name = path.to_str().expect("a name in UTF-8");
    let said = griot(&[&["export", case, "--to", "sqlite", "-o", name], more].concat());
    (path, said)
}

fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

#[expect(clippy::disallowed_methods, reason = "a test reads what was written")]
fn read(path: &Path) -> Vec<u8> {
    fs::read(path).expect("a file")
}

#[expect(clippy::print_stderr, reason = "whoever runs the tests must know what was left out")]
fn skipped(what: &str) {
    eprintln!("skipped: {what}");
}

/// Runs a program on the file in Python's own SQLite, which is another one than griot's.
fn python(program: &str, file: &Path) {
    let Ok(output) = Command::new("python3").args(["-c", program]).arg(file).output() else {
        skipped("python3 is not installed");
        return;
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// Keys hold, every table is credited, every view answers, and each query of the evidence gives the
/// rows that its digest is of.
const CHECKS: &str = r#"
import hashlib, sqlite3, sys
database = sqlite3.connect(sys.argv[1])
ask = lambda query: database.execute(query).fetchall()
assert ask("pragma integrity_check") == [("ok",)], ask("pragma integrity_check")[:5]
assert ask("pragma foreign_key_check") == []
names = {name for name, in ask("select name from sqlite_schema where type = 'table'")}
own = {"sources_and_licences", "findings", "finding_points", "claims", "evidence"}
credited = {name for name, in ask("select table_name from sources_and_licences where licence <> '' and source <> ''")}
assert credited == names - own, credited ^ (names - own)
for name, rows in ask("select table_name, rows from sources_and_licences"):
    assert ask(f'select count(*) from "{name}"') == [(rows,)], name
text = lambda value: "" if value is None else str(value)
evidence = ask("select query, rows, digest from evidence where query is not null")
assert len(evidence) >= 2
for query, rows, digest in evidence:
    found = ask(query)
    assert len(found) == rows, query
    bytes = "".join("".join(text(value) + "\x1f" for value in row) + "\n" for row in found).encode()
    assert hashlib.sha256(bytes).hexdigest() == digest, query
views = ask("select view_of_rows, rows from findings join evidence using (finding) where view_of_rows is not null")
assert len(views) >= 2
for view, rows in views:
    assert ask(f'select count(*) from "{view}"') == [(rows,)], view
"#;

#[test]
fn python_finds_the_rows_behind_every_claim_and_finding() {
    for case in ["cases/mali", "cases/car"] {
        let folder = folder();
        python(CHECKS, &exported(case, folder.path(), &[]).0);
    }
    let (one, other) = (folder(), folder());
    let file = exported("cases/coordinated", one.path(), &[]);
    python(CHECKS, &file.0);
    // The same case gives the same file.
    let again = exported("cases/coordinated", other.path(), &[]);
    assert!(read(&file.0) == read(&again.0), "two files of one case differ");
    assert_eq!(file.1, again.1);
}

/// A copy of a case of the repository, without its archive and its data.
#[expect(clippy::disallowed_methods, reason = "a test makes its own case")]
fn copied(case: &str, folder: &Path) -> PathBuf {
    let to = folder.join("case");
    fs::create_dir_all(&to).expect("a folder");
    for entry in Path::new(REPOSITORY).join(case).read_dir().expect("a case") {
        let from = entry.expect("an entry").path();
        if from.is_file() {
            fs::copy(&from, to.join(from.file_name().expect("a name"))).expect("a copy");
        }
    }
    to
}

#[expect(clippy::disallowed_methods, reason = "a test makes its own case")]
fn changed(path: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(path).expect("a file of the case");
    assert!(text.contains(from), "{from}");
    fs::write(path, text.replace(from, to)).expect("it can be written");
}

#[test]
fn what_is_not_published_is_in_no_byte_of_the_file() {
    let folder = folder();
    let case = copied("cases/mali", folder.path());
    changed(&case.join("case.toml"), "statements = true\n", "");
    // A source of which only the number may be told.
    changed(
        &case.join("sources.csv"),
        "hrf-2023,Russia’s Influence in Mali,Human Rights Foundation,Kristen Anna and Mohamed Keita,2023-08-11,,,,open",
        "hrf-2023,A most secret source,Nobody,Nobody,2023-08-11,,,,private",
    );
    let name = case.to_str().expect("a name in UTF-8");
    let has = |path: &Path, words: &str| {
        read(path).windows(words.len()).any(|bytes| bytes == words.as_bytes())
    };
    let (path, said) = exported(name, folder.path(), &[]);
    assert!(said.contains("left out: the table statements is not published"), "{said}");
    assert!(said.contains("rows of relations name a source that is not published"), "{said}");
    for words in [
        "A most secret source",
        "claims eight million signatures",
        "st-gpm-eight-million",
        "hrf-2023",
    ] {
        assert!(!has(&path, words), "{words} is in the file");
    }
    let (path, said) = exported(name, folder.path(), &["--everything", "--replace"]);
    assert!(!said.contains("left out"), "{said}");
    for words in ["A most secret source", "claims eight million signatures"] {
        assert!(has(&path, words), "{words} is not in the file");
    }
}

/// Datasette on the search path, or where `make datasette` puts it.
fn datasette() -> Option<PathBuf> {
    let beside = Path::new(REPOSITORY).join("target/datasette/bin/datasette");
    let named = env::var_os("GRIOT_DATASETTE").map(PathBuf::from);
    [named, Some(beside), Some(PathBuf::from("datasette"))].into_iter().flatten().find(|it| {
        Command::new(it).arg("--version").output().is_ok_and(|it| it.status.success())
    })
}

#[test]
fn datasette_shows_tables_views_and_keys() {
    let Some(datasette) = datasette() else {
        skipped("datasette is not installed (make datasette installs it)");
        return;
    };
    let folder = folder();
    let (path, _) = exported("cases/mali", folder.path(), &[]);
    let get = |route: &str| {
        let output = Command::new(&datasette).arg(&path).args(["--get", route]).output();
        let output = output.expect("datasette runs");
        assert!(
            output.status.success(),
            "{route}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8(output.stdout).expect("pages are text")
    };
    for (route, words) in [
        ("/case", "sources_and_licences"),
        ("/case", "finding_votes_MLI_RUS"),
        ("/case/findings.json?finding__exact=votes-MLI-RUS", "\"finding_votes_MLI_RUS\""),
        ("/case/finding_votes_MLI_RUS.json?_size=1", "\"sender_vote\""),
        // A vote is linked with its country, which is shown by its name.
        ("/case/un_votes/A~2FRES~2FES-11~2F1,MLI", "abstain"),
        (
            "/case/un_votes?roll_call=A/RES/ES-11/1",
            "<a href=\"/case/countries/AGO\">Angola</a>",
        ),
        ("/case/actors?_facet=schema", "facet-info"),
        ("/case.json?sql=select+count(*)+as+n+from+un_votes", "1081246"),
    ] {
        assert!(get(route).contains(words), "{route} lacks {words}");
    }
}
