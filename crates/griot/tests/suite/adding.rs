//! `griot add`: what is preserved, what is refused, and what adding again completes.

use std::{
    path::{Path, PathBuf},
    process::Stdio,
};

use super::typed::{Said, command, files, griot, read, remove, said, write};

/// A new case beside some letters.
fn new_case() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    assert_eq!(griot(folder.path(), &["new", "case"]).code, 0);
    write(&folder.path().join("letter.txt"), b"Dear colleague\n");
    folder
}

fn sheet(folder: &Path) -> String {
    String::from_utf8(read(&folder.join("case/sources.csv"))).expect("text")
}

fn entries(folder: &Path) -> usize {
    let log = griot(folder, &["archive", "log", "case", "--format", "json"]);
    let log: serde_json::Value = serde_json::from_str(&log.out).expect("JSON");
    log["entries"].as_array().expect("a list").len()
}

fn is_sound(folder: &Path) {
    let said = griot(folder, &["archive", "verify", "case"]);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
}

#[test]
fn two_files_of_one_name_and_the_same_file_twice_are_one_batch() {
    let folder = new_case();
    write(&folder.path().join("a/letter.txt"), b"From a\n");
    write(&folder.path().join("b/letter.txt"), b"From b\n");
    write(&folder.path().join("c/copy.txt"), b"From a\n");
    let said = griot(
        folder.path(),
        &["add", "case", "a/letter.txt", "b/letter.txt", "c/copy.txt", "letter.txt"],
    );
    assert_eq!(said.code, 0, "{}", said.err);
    let names: Vec<&str> =
        said.out.lines().map(|line| line.rsplit("  ").next().expect("a name")).collect();
    assert_eq!(names, ["sources/letter.txt", "sources/letter-2.txt", "sources/letter-3.txt"]);
    assert!(said.err.contains("c/copy.txt is in the case already, as letter"), "{}", said.err);
    assert!(said.err.contains("3 sources are preserved as entry 0"), "{}", said.err);
    assert_eq!(read(&folder.path().join("case/sources/letter-2.txt")), b"From b\n");
    assert_eq!(sheet(folder.path()).lines().count(), 4);
    assert_eq!(entries(folder.path()), 1);
    is_sound(folder.path());
}

#[test]
fn bytes_that_are_held_keep_a_new_address_and_publisher() {
    let folder = new_case();
    let first = ["add", "case", "letter.txt", "--url", "https://example.org/a"];
    assert_eq!(griot(folder.path(), &first).code, 0);
    let before = files(&folder.path().join("case"));
    let said = griot(folder.path(), &first);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.err.contains("is in the case already, as letter"), "{}", said.err);
    assert!(files(&folder.path().join("case")) == before, "something was written");
    let second = [
        "add",
        "case",
        "letter.txt",
        "--url",
        "https://example.net/b",
        "--publisher",
        "The mirror",
    ];
    let said = griot(folder.path(), &second);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.out.starts_with("letter-2  "), "{}", said.out);
    let rows = sheet(folder.path());
    assert!(rows.contains("letter-2,letter,The mirror,,,https://example.net/b,"), "{rows}");
    assert_eq!(rows.matches(",sources/letter.txt,").count(), 2, "{rows}");
    let log = griot(folder.path(), &["archive", "log", "case"]).out;
    assert!(log.contains("url: https://example.net/b"), "{log}");
    let objects = files(&folder.path().join("case/.griot/objects"));
    assert_eq!(objects.len(), 1, "the bytes are kept once");
    is_sound(folder.path());
}

/// The three that a source has: a copy in the case, a row, an entry of the log.
#[test]
fn adding_again_completes_whatever_is_missing() {
    let whole = || {
        let folder = new_case();
        assert_eq!(griot(folder.path(), &["add", "case", "letter.txt"]).code, 0);
        folder
    };
    let add = |folder: &Path| -> Said {
        let said = griot(folder, &["add", "case", "letter.txt"]);
        assert_eq!(said.code, 0, "{}", said.err);
        is_sound(folder);
        assert_eq!(read(&folder.join("case/sources/letter.txt")), b"Dear colleague\n");
        assert_eq!(sheet(folder).matches("letter,").count(), 2, "{}", sheet(folder));
        assert_eq!(entries(folder), 1);
        said
    };
    // The row is missing.
    let folder = whole();
    let rows = sheet(folder.path());
    let header = rows.lines().next().expect("a header");
    write(&folder.path().join("case/sources.csv"), format!("{header}\n").as_bytes());
    assert!(add(folder.path()).err.contains("sources.csv names it again, as letter"));
    // The copy is missing.
    let folder = whole();
    remove(&folder.path().join("case/sources/letter.txt"));
    add(folder.path());
    // The entry is missing, as after a kill between the row and the log.
    let folder = whole();
    let without = new_case();
    write(&without.path().join("case/sources.csv"), sheet(folder.path()).as_bytes());
    write(&without.path().join("case/sources/letter.txt"), b"Dear colleague\n");
    let said = add(without.path());
    assert!(said.err.contains("sources.csv names sources/letter.txt already"), "{}", said.err);
    assert!(said.out.starts_with("letter  "), "{}", said.out);
    // Nothing but the copy is there.
    let without = new_case();
    write(&without.path().join("case/sources/letter.txt"), b"Dear colleague\n");
    add(without.path());
    // A copy that an earlier griot cut short blocks nothing.
    let without = new_case();
    write(&without.path().join("case/sources/letter.txt"), b"Dear col");
    let said = griot(without.path(), &["add", "case", "letter.txt"]);
    assert!(said.code == 0 && said.out.contains("sources/letter-2.txt"), "{}", said.err);
}

#[test]
fn a_changed_file_of_the_case_is_logged_anew_under_its_row() {
    let folder = new_case();
    assert_eq!(griot(folder.path(), &["add", "case", "letter.txt"]).code, 0);
    let inside = folder.path().join("case/sources/letter.txt");
    write(&inside, b"Dear colleagues\n");
    assert_eq!(griot(folder.path(), &["archive", "verify", "case"]).code, 1);
    let said = griot(folder.path(), &["add", "case", "case/sources/letter.txt"]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.out.starts_with("letter  "), "{}", said.out);
    assert_eq!((entries(folder.path()), sheet(folder.path()).lines().count()), (2, 2));
    is_sound(folder.path());
}

#[test]
fn what_is_called_preserved_is_read_by_the_case() {
    let folder = new_case();
    let header = "id,title,publisher,author,published,url,retrieved,file,disclosure\n";
    let unclosed = format!("{header}old,\"Never closed,,,,,,,open\n");
    write(&folder.path().join("case/sources.csv"), unclosed.as_bytes());
    // One mark too many costs its own line: the case reads on after it, and so the row of the letter.
    assert_eq!(griot(folder.path(), &["add", "case", "letter.txt"]).code, 0);
    let asked = griot(folder.path(), &["sql", "case", "select id from sources"]);
    assert!(asked.out.contains("letter") && !asked.out.contains("old"), "{}", asked.out);
    assert!(asked.err.contains("sources.csv:2: a quotation mark"), "{}", asked.err);
    // A row that is short hides nothing but itself.
    write(&folder.path().join("case/sources.csv"), format!("{header}short,row\n").as_bytes());
    assert_eq!(griot(folder.path(), &["add", "case", "letter.txt"]).code, 0);
}

#[cfg(unix)]
#[test]
fn what_is_no_plain_file_is_refused_by_name_and_not_waited_for() {
    use rustix::fs::{CWD, Mode, mkfifoat};
    let folder = new_case();
    assert_eq!(griot(folder.path(), &["add", "case", "letter.txt"]).code, 0);
    let path = |name: &str| folder.path().join(name);
    mkfifoat(CWD, path("pipe"), Mode::RUSR).expect("made");
    let _socket = std::os::unix::net::UnixListener::bind(path("socket")).expect("made");
    let link = |to: &str, name: &str| {
        std::os::unix::fs::symlink(to, path(name)).expect("linked");
    };
    link("letter.txt", "link.txt");
    link("nowhere", "dangling");
    write(&path("outside/secret.txt"), b"secret\n");
    link("../outside", "case/linked");
    std::fs::create_dir(path("empty")).expect("a folder");
    write(&path("copy of the key"), &read(&path("case/.griot/key")));
    let key = path("hard link");
    std::fs::hard_link(path("case/.griot/key"), key).expect("linked");
    let before = files(&path("case"));
    for (name, why) in [
        ("pipe", "pipe cannot be read: it is a pipe, not a file"),
        ("socket", "socket cannot be read: it is a socket, not a file"),
        ("/dev/zero", "/dev/zero cannot be read: it is a device, not a file"),
        ("link.txt", "link.txt is a link, to "),
        ("dangling", "dangling cannot be read: No such file"),
        ("empty", "empty is a folder without a file in it"),
        ("case/linked/secret.txt", "case/linked/secret.txt leads out of the case, to "),
        ("case/.griot/key", "case/.griot/key is a file of an archive, and no source"),
        ("case/.griot/head", "case/.griot/head is a file of an archive, and no source"),
        ("copy of the key", "copy of the key is the private key of an archive"),
        ("hard link", "hard link is the private key of an archive"),
    ] {
        let said = griot(folder.path(), &["add", "case", name]);
        assert_eq!(said.code, 2, "{name}: {}", said.err);
        assert!(said.err.starts_with(&format!("error: {why}")), "{name}: {}", said.err);
    }
    assert!(files(&path("case")) == before, "something was written");
}

/// Links, pipes and files of the archive in the place of what a case reads.
#[cfg(unix)]
#[test]
fn a_case_reads_nothing_that_lies_outside_of_it() {
    let folder = new_case();
    assert_eq!(griot(folder.path(), &["add", "case", "letter.txt"]).code, 0);
    let path = |name: &str| folder.path().join("case").join(name);
    write(&folder.path().join("secret.md"), b"# Secret\n\nXyzzy-4711 met us.\n");
    let link = |to: &str, name: &str| {
        std::os::unix::fs::symlink(to, path(name)).expect("linked");
    };
    remove(&path("report.md"));
    link("../secret.md", "report.md");
    let said = griot(folder.path(), &["build", "--yes", "case"]);
    assert_eq!(said.code, 2, "{}", said.err);
    assert!(said.err.contains("it leads out of the case, to "), "{}", said.err);
    remove(&path("report.md"));
    write(&path("report.md"), b"# Report\n");
    // A source that is a link, one that is the key, and a table that is a pipe.
    link("../../secret.md", "sources/secret.md");
    rustix::fs::mkfifoat(rustix::fs::CWD, path("data/pipe.csv"), rustix::fs::Mode::RUSR)
        .expect("made");
    write(&path("data/pipe.toml"), b"format = \"events\"\ntitle = \"t\"\nrow_is = \"r\"\nversion = \"1\"\nlicence = \"n\"\n");
    let rows = String::from_utf8(read(&path("sources.csv"))).expect("text");
    let rows = format!(
        "{rows}linked,Linked,,,,,,sources/secret.md,open\nkey,Key,,,,,,.griot/key,open\n"
    );
    write(&path("sources.csv"), rows.as_bytes());
    let said = griot(folder.path(), &["build", "--yes", "case"]);
    assert_eq!(said.code, 0, "{}", said.err);
    for told in [
        "it leads out of the case",
        "it is a file of the archive itself",
        "data/pipe.csv cannot be read: it is a pipe, not a file",
    ] {
        assert!(said.err.contains(told), "{told}: {}", said.err);
    }
    for (file, bytes) in files(folder.path()) {
        let leaked = bytes.windows(10).any(|part| part == b"Xyzzy-4711");
        assert!(!leaked || file.ends_with("secret.md"), "{file}");
        let key = bytes.windows(12).any(|part| part == b"PRIVATE+KEY+");
        assert!(!key || file.ends_with(".griot/key"), "{file}");
    }
}

#[cfg(unix)]
#[test]
fn a_name_that_is_not_utf_8_is_spelt_in_the_case() {
    use std::os::unix::ffi::OsStringExt as _;
    let folder = new_case();
    let name = PathBuf::from(std::ffi::OsString::from_vec(b"r\xe9sum\xe9 \n.txt".to_vec()));
    write(&folder.path().join(&name), b"Dear colleague\n");
    let output =
        command(folder.path()).args(["add", "case"]).arg(&name).output().expect("it runs");
    let added = said(output);
    assert_eq!(added.code, 0, "{}", added.err);
    assert!(added.out.contains("  sources/r%E9sum%E9 _.txt"), "{}", added.out);
    is_sound(folder.path());
    // In the case itself no row could name it.
    let inside = folder.path().join("case/sources").join(&name);
    write(&inside, b"Another\n");
    let output =
        command(folder.path()).args(["add", "case"]).arg(&inside).output().expect("it runs");
    let refused = said(output);
    assert_eq!(refused.code, 2, "{}", refused.err);
    assert!(refused.err.contains("is not UTF-8, so no row can name it"), "{}", refused.err);
}

#[test]
fn of_eight_at_once_with_one_id_one_succeeds() {
    let folder = new_case();
    let running: Vec<_> = (0..8)
        .map(|number| {
            let name = format!("{number}.txt");
            write(&folder.path().join(&name), name.as_bytes());
            command(folder.path())
                .args(["add", "case", &name, "--id", "one"])
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .expect("the binary runs")
        })
        .collect();
    let ended: Vec<Said> = running
        .into_iter()
        .map(|child| said(child.wait_with_output().expect("it ends")))
        .collect();
    let succeeded = ended.iter().filter(|said| said.code == 0).count();
    assert_eq!(succeeded, 1, "{ended:?}");
    for said in ended.iter().filter(|said| said.code != 0) {
        assert!(said.err.contains("sources.csv has a source one already"), "{}", said.err);
    }
    assert_eq!((entries(folder.path()), sheet(folder.path()).lines().count()), (1, 2));
    assert_eq!(files(&folder.path().join("case/sources")).len(), 2, "and the README");
    is_sound(folder.path());
}

#[test]
fn of_eight_at_once_with_ids_of_their_own_all_succeed() {
    let folder = new_case();
    let running: Vec<_> = (0..8)
        .map(|number| {
            let name = format!("{number}/letter.txt");
            write(&folder.path().join(&name), name.as_bytes());
            command(folder.path())
                .args(["add", "case", &name])
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .expect("the binary runs")
        })
        .collect();
    for child in running {
        let said = said(child.wait_with_output().expect("it ends"));
        assert_eq!(said.code, 0, "{}", said.err);
    }
    assert_eq!((entries(folder.path()), sheet(folder.path()).lines().count()), (8, 9));
    is_sound(folder.path());
}
