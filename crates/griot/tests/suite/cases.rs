//! A case from its first file to its site and its archive, as a user types it.

use std::path::Path;

use super::typed::{files, griot, write};

/// A new case with one preserved letter.
fn case_with_letter() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    assert_eq!(griot(folder.path(), &["new", "case"]).code, 0);
    write(&folder.path().join("Letter of May.txt"), b"Dear colleague\n");
    let said = griot(
        folder.path(),
        &["add", "case", "Letter of May.txt", "--publisher", "a; \"b\", c"],
    );
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.out.starts_with("letter-of-may  "), "{}", said.out);
    folder
}

#[test]
fn a_flipped_byte_is_found() {
    let folder = case_with_letter();
    let built = griot(folder.path(), &["build", "case"]);
    assert_eq!(built.code, 0, "{}", built.err);
    assert_eq!(built.out.lines().last(), Some("site/case"), "{}", built.out);
    let sound = griot(folder.path(), &["archive", "verify", "case"]);
    assert_eq!(sound.code, 0, "{}", sound.out);
    for (path, bytes) in files(&folder.path().join("case/.griot/objects")) {
        let mut flipped = bytes.clone();
        let Some(first) = flipped.first_mut() else { continue };
        *first ^= 1;
        write(Path::new(&path), &flipped);
        let said = griot(folder.path(), &["archive", "verify", "case"]);
        assert_eq!(said.code, 1, "{path}: {}", said.out);
        assert!(said.out.contains("was changed (object "), "{}", said.out);
        write(Path::new(&path), &bytes);
    }
    write(&folder.path().join("case/sources/Letter of May.txt"), b"Dear colleague!\n");
    let said = griot(folder.path(), &["archive", "verify", "case"]);
    assert_eq!(said.code, 1, "{}", said.out);
    assert!(said.out.contains("is not what entry 0 preserved"), "{}", said.out);
}

#[test]
fn the_same_case_gives_the_same_site() {
    let folder = case_with_letter();
    assert_eq!(griot(folder.path(), &["build", "case"]).code, 0);
    let first = files(&folder.path().join("site"));
    assert_eq!(griot(folder.path(), &["build", "case"]).code, 0);
    assert!(first == files(&folder.path().join("site")), "two builds differ");
    let log = griot(folder.path(), &["archive", "log", "case", "--format", "json"]);
    assert_eq!(log.out.matches("\"kind\": \"build\"").count(), 2, "{}", log.out);
}

#[test]
fn a_failed_build_leaves_the_old_site() {
    let folder = case_with_letter();
    assert_eq!(griot(folder.path(), &["build", "case"]).code, 0);
    let old = files(&folder.path().join("site"));
    write(&folder.path().join("case/report.md"), b"\x7fELF\0\0\0\0\0\0\0\0\x01\x02");
    let said = griot(folder.path(), &["build", "case"]);
    assert_eq!(said.code, 2, "{}", said.err);
    assert!(old == files(&folder.path().join("site")), "the old site was touched");
}

#[test]
fn what_is_not_a_case_is_said() {
    let folder = tempfile::tempdir().expect("a folder");
    write(&folder.path().join("letter.txt"), b"x");
    let said = griot(folder.path(), &["build", "letter.txt"]);
    insta::assert_snapshot!(format!("{}{}{}", said.out, said.err, said.code), @r"
    error: the case letter.txt cannot be opened: letter.txt is not a folder, so it cannot be a case
    help: `griot new letter.txt` starts a case there
    2
    ");
    let said = griot(folder.path(), &["add", "nowhere", "https://example.org/x"]);
    assert_eq!(said.code, 2);
    let said = griot(folder.path(), &["archive", "log", "nowhere"]);
    insta::assert_snapshot!(format!("{}{}{}", said.out, said.err, said.code), @r"
    error: nowhere is not a folder, so it cannot be a case
    help: name the folder of the case, such as cases/mali
    2
    ");
}

#[test]
fn an_address_of_this_machine_is_not_fetched_and_nothing_is_written() {
    let folder = case_with_letter();
    let before = files(folder.path());
    let said = griot(folder.path(), &["add", "case", "https://127.0.0.1/x"]);
    insta::assert_snapshot!(format!("{}{}{}", said.out, said.err, said.code), @r"
    error: https://127.0.0.1/x is not kept: it leads to 127.0.0.1, which is a machine of this network and not of the web
    2
    ");
    assert!(before == files(folder.path()), "something was written");
}
