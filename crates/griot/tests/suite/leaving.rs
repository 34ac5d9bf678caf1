//! What leaves the machine is listed, and accepted before it does.

use std::path::Path;

use super::typed::{self, griot};

fn write(folder: &Path, path: &str, text: &str) {
    typed::write(&folder.join(path), text.as_bytes());
}

fn read(folder: &Path, path: &str) -> String {
    String::from_utf8(typed::read(&folder.join(path))).expect("it is text")
}

/// A case whose timeline is published, with one event.
fn case() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    assert_eq!(griot(folder.path(), &["new", "case"]).code, 0);
    let settings = read(folder.path(), "case/case.toml") + "timeline = true\n";
    write(folder.path(), "case/case.toml", &settings);
    timeline(folder.path(), &["first-day"]);
    folder
}

fn timeline(folder: &Path, ids: &[&str]) {
    let head = "id,date,until,title,part,actors,place,technique,source,modality\n";
    let row =
        |id: &&str| format!("{id},2020-01-02,,Something happened,cost,,Here,,,asserted\n");
    let rows: Vec<String> = ids.iter().map(row).collect();
    write(folder, "case/timeline.csv", &format!("{head}{}", rows.concat()));
}

#[test]
fn what_is_new_has_to_be_accepted() {
    let folder = case();
    let at = folder.path();
    let refused = griot(at, &["build", "case"]);
    assert_eq!(refused.code, 2, "{}", refused.err);
    assert!(refused.err.contains("+ event first-day"), "{}", refused.err);
    assert!(!at.join("site").exists() && !at.join("case/publish.lock").exists());
    let shown = griot(at, &["build", "case", "--dry-run"]);
    assert_eq!(shown.code, 0, "{}", shown.err);
    assert!(shown.out.contains("+ event first-day  date, title"), "{}", shown.out);
    assert!(!at.join("site").exists() && !at.join("case/publish.lock").exists());
    let accepted = griot(at, &["build", "case", "--yes"]);
    assert_eq!(accepted.code, 0, "{}", accepted.err);
    assert!(read(at, "case/publish.lock").contains("\nevent first-day  "));
    assert_eq!(griot(at, &["build", "case"]).code, 0, "nothing changed");

    timeline(at, &["first-day", "second-day"]);
    let before = read(at, "site/case/timeline.csv");
    let refused = griot(at, &["build", "case"]);
    assert_eq!(refused.code, 2, "{}", refused.err);
    assert!(refused.err.contains("+ event second-day"), "{}", refused.err);
    assert!(!refused.err.contains("first-day"), "{}", refused.err);
    assert_eq!(read(at, "site/case/timeline.csv"), before, "the old site stays");

    timeline(at, &[]);
    let fewer = griot(at, &["build", "case"]);
    assert_eq!(fewer.code, 0, "less may leave: {}", fewer.err);
    assert!(!read(at, "case/publish.lock").contains("first-day"));
}

#[test]
fn a_report_alone_needs_no_acceptance() {
    let folder = tempfile::tempdir().expect("a folder");
    assert_eq!(griot(folder.path(), &["new", "case"]).code, 0);
    let built = griot(folder.path(), &["build", "case"]);
    assert_eq!(built.code, 0, "{}", built.err);
    assert!(!folder.path().join("case/publish.lock").exists());
}

#[cfg(unix)]
#[test]
fn a_report_that_is_a_link_is_not_published() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    assert_eq!(griot(at, &["new", "case"]).code, 0);
    write(at, "case/notes.md", "# Notes\n\nA witness said so.\n");
    typed::remove(&at.join("case/report.md"));
    std::os::unix::fs::symlink("notes.md", at.join("case/report.md")).expect("linked");
    let said = griot(at, &["build", "case"]);
    assert_eq!(said.code, 2, "{}", said.err);
    assert!(said.err.contains("is a link to notes.md"), "{}", said.err);
    assert!(!at.join("site").exists());
}

#[test]
fn a_blank_key_of_pseudonyms_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    let shares = "object_id,account_id,content_id,timestamp_share\n\
        x.com/bea/status/1,=bea,p1,100\nx.com/bea/status/1,abe,p2,104\n\
        x.com/bea/status/2,=bea,p3,500\nx.com/bea/status/2,abe,p4,500\n";
    write(at, "shares.csv", shares);
    let asked = ["network", "shares.csv", "--window", "60s", "--min", "1", "--draws", "0"];
    for blank in ["", "\n", "  \r\n"] {
        write(at, "key", blank);
        let said = griot(at, &[&asked[..], &["--pseudonyms", "key"]].concat());
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{}", said.err);
        assert!(said.err.contains("key") && said.err.contains("is empty"), "{}", said.err);
    }
    write(at, "key", "a long and random secret");
    let said = griot(at, &[&asked[..], &["--pseudonyms", "key", "--format", "json"]].concat());
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(!said.out.contains("bea") && !said.out.contains("abe"), "{}", said.out);

    let plain = griot(at, &asked);
    assert!(plain.out.contains("'=bea"), "{}", plain.out);
    let raw = griot(at, &[&asked[..], &["--raw"]].concat());
    assert!(raw.out.contains("=bea") && !raw.out.contains("'=bea"), "{}", raw.out);
}

/// Accounts that the table has by number, and that others call by name.
#[test]
fn names_of_numbered_accounts_go_by_pseudonyms_too() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    let mut rows = String::from("id,account_id,account_name,time,text\n");
    for number in 0..8 {
        let (who, name) = [("991", "Kestrel.One"), ("992", "Other Kestrel")][number % 2];
        rows.push_str(&format!(
            "77{number},{who},{name},2024-03-01T10:00:0{number}Z,\"other  kestrel said https://example.org/u/kestrel.one?by=%4Bestrel.One\"\n"
        ));
    }
    write(at, "posts.csv", &rows);
    write(
        at,
        "map.toml",
        "[columns]\nid = \"id\"\naccount = \"account_id\"\naccount_name = \"account_name\"\ntime = \"time\"\ntext = \"text\"\n",
    );
    write(at, "key", "a long and random secret");
    let asked = [
        "network",
        "posts.csv",
        "--mapping",
        "map.toml",
        "--by",
        "url,text",
        "--window",
        "60s",
        "--min",
        "1",
        "--draws",
        "0",
        "--pseudonyms",
        "key",
        "-o",
        "out",
        "--format",
        "json",
    ];
    let said = griot(at, &asked);
    assert_eq!(said.code, 0, "{}", said.err);
    for file in
        ["evidence.csv", "groups.csv", "network.json", "network.gexf", "network.graphml"]
    {
        let text = read(at, &format!("out/{file}")).to_lowercase();
        assert!(!text.contains("kestrel"), "{file}: {text}");
    }
    assert!(said.out.contains("edges") && !said.out.to_lowercase().contains("kestrel"));
}

#[test]
fn sql_writes_no_formula_unless_asked() {
    let folder = tempfile::tempdir().expect("a folder");
    assert_eq!(griot(folder.path(), &["new", "case"]).code, 0);
    let query = "select '=1+1' as \"@a\", -3.5 as b, '+x' as c";
    let said = griot(folder.path(), &["sql", "case", query, "--format", "csv"]);
    assert_eq!(said.out.trim_end(), "'@a,b,c\n'=1+1,-3.5,'+x", "{}", said.err);
    let raw = griot(folder.path(), &["sql", "case", query, "--format", "csv", "--raw"]);
    assert_eq!(raw.out.trim_end(), "@a,b,c\n=1+1,-3.5,+x", "{}", raw.err);
}

#[test]
fn a_secret_is_made_where_one_is_needed_and_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    assert_eq!(griot(at, &["new", "case"]).code, 0);
    assert_eq!(griot(at, &["build", "case"]).code, 0);
    assert!(!at.join("case/.griot/publish.key").exists(), "nothing needs it");
    write(at, "letter.txt", "Dear colleague\n");
    assert_eq!(griot(at, &["add", "case", "letter.txt"]).code, 0);
    assert_eq!(griot(at, &["build", "case"]).code, 0);
    let held = || typed::read(&at.join("case/.griot/publish.key"));
    let first = held();
    assert_eq!(first.len(), 32);
    assert_eq!(griot(at, &["build", "case"]).code, 0);
    assert_eq!(held(), first);
    let verified = griot(at, &["archive", "verify", "case"]);
    assert_eq!(verified.code, 0, "{}{}", verified.out, verified.err);
}

/// A newcomer's first command builds them, and asks nothing.
#[test]
fn the_cases_of_the_project_publish_what_their_lists_accept() {
    let folder = tempfile::tempdir().expect("a folder");
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases");
    for name in ["mali", "car", "coordinated"] {
        for (path, bytes) in typed::files(&cases.join(name)) {
            let inside =
                Path::new(&path).strip_prefix(&cases).expect("it lies there").to_owned();
            if !inside.components().any(|part| part.as_os_str() == ".griot") {
                typed::write(&folder.path().join(inside), &bytes);
            }
        }
        let site = format!("site-{name}");
        let built = griot(folder.path(), &["build", name, "--no-archive", "-o", &site]);
        assert!(built.code <= 1, "{name}: {}", built.err);
        let kept = typed::read(&cases.join(name).join("publish.lock"));
        let now = typed::read(&folder.path().join(name).join("publish.lock"));
        assert!(kept == now, "{name}: its list has lines that nothing needs");
    }
}
