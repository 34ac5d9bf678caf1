//! `griot check` as a user types it: what it prints, and how it ends.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

struct Said {
    code: i32,
    out: String,
    err: String,
}

fn griot(arguments: &[&str]) -> Said {
    let Output { status, stdout, stderr } = Command::new(env!("CARGO_BIN_EXE_griot"))
        .args(arguments)
        .env("NO_COLOR", "1")
        .env("COLUMNS", "100")
        .output()
        .expect("the binary runs");
    Said {
        code: status.code().expect("it was not killed"),
        out: String::from_utf8(stdout).expect("output is text"),
        err: String::from_utf8(stderr).expect("errors are text"),
    }
}

#[expect(clippy::disallowed_methods, reason = "a test writes its own input")]
fn file(folder: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.join(name);
    fs::write(&path, bytes).expect("a file is written");
    path
}

fn checked(name: &str, bytes: &[u8], more: &[&str]) -> Said {
    let folder = tempfile::tempdir().expect("a folder");
    let path = file(folder.path(), name, bytes);
    let path = path.to_string_lossy();
    let mut arguments = vec!["check", path.as_ref()];
    arguments.extend(more);
    griot(&arguments)
}

const COUP: &str =
    "Aug 11, 2023\n\nIn Mali, the army deposed President Keïta on 20 August 2020.\n";

#[test]
fn a_contradicted_date_ends_with_1_and_shows_the_right_one() {
    let said = checked("a.txt", COUP.as_bytes(), &[]);
    assert_eq!(said.code, 1, "{}", said.err);
    assert!(
        said.out.contains("contradicted[C0103]: the coup in Mali is dated 2020-08-18"),
        "{}",
        said.out
    );
    assert!(said.out.contains("a.txt:3:"), "{}", said.out);
    assert!(said.err.contains("1 contradicted"), "{}", said.err);
}

#[test]
fn an_agreeing_date_ends_with_0_and_prints_nothing() {
    let said = checked("a.txt", COUP.replace("20 August", "18 August").as_bytes(), &[]);
    assert_eq!((said.code, said.out.as_str()), (0, ""), "{}", said.err);
    assert!(said.err.contains("0 contradicted"), "{}", said.err);
    let all = checked("a.txt", COUP.replace("20 August", "18 August").as_bytes(), &["--all"]);
    assert!(all.out.contains("supported[C0103]"), "{}", all.out);
}

#[test]
fn formats_say_the_same() {
    let plain = checked("a.txt", COUP.as_bytes(), &["--format", "plain"]);
    assert!(
        plain
            .out
            .contains("is contradicted by rule C0103: the coup in Mali is dated 2020-08-18"),
        "{}",
        plain.out
    );
    let json = checked("a.txt", COUP.as_bytes(), &["--format", "json"]);
    let value: serde_json::Value = serde_json::from_str(&json.out).expect("JSON");
    let claim = value["claims"]
        .as_array()
        .expect("claims")
        .iter()
        .find(|claim| claim["verdict"] == "contradicted")
        .expect("the contradicted one");
    assert_eq!(claim["evidence_says"], "2020-08-18");
    let start =
        usize::try_from(claim["span"]["start"].as_u64().expect("a number")).expect("small");
    let end = usize::try_from(claim["span"]["end"].as_u64().expect("a number")).expect("small");
    assert_eq!(COUP.get(start..end), claim["text"].as_str());
    assert_eq!(value["coverage"]["contradicted"], 1);
}

#[test]
fn what_cannot_be_checked_is_a_sentence_and_a_2() {
    let folder = tempfile::tempdir().expect("a folder");
    let missing = folder.path().join("missing.md");
    let said = griot(&["check", &missing.to_string_lossy()]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("missing.md cannot be read"), "{}", said.err);
    let said = griot(&["check", &folder.path().to_string_lossy()]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("is a folder, not a report"), "{}", said.err);
    let said = checked("a.md", COUP.as_bytes(), &["--case", "no/such/case"]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("no/such/case"), "{}", said.err);
    for (bytes, word) in [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".as_slice(), "PDF"),
        (b"PK\x03\x04\x14\x00\x06\x00", "ZIP"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "PNG"),
    ] {
        let said = checked("a.bin", bytes, &[]);
        assert_eq!(said.code, 2, "{}", said.err);
        assert!(said.err.contains(word), "{word}: {}", said.err);
    }
}

#[test]
fn an_empty_report_has_no_claims_and_a_note() {
    let said = checked("a.md", b"", &[]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.err.contains("no claim found in 0 sentences"), "{}", said.err);
    assert!(said.out.contains("note"), "{}", said.out);
}

#[test]
fn other_encodings_are_read_and_said_so() {
    let latin: Vec<u8> =
        COUP.chars().map(|c| u8::try_from(u32::from(c)).expect("Latin-1")).collect();
    let utf16: Vec<u8> =
        std::iter::once(0xfeff).chain(COUP.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    for (bytes, word) in [(latin, "1252"), (utf16, "UTF-16")] {
        let said = checked("a.txt", &bytes, &[]);
        assert_eq!(said.code, 1, "{word}: {}{}", said.out, said.err);
        assert!(said.out.contains(word), "{word}: {}", said.out);
        assert!(said.out.contains("2020-08-18"), "{word}: {}", said.out);
    }
}

#[test]
fn hostile_characters_never_reach_the_terminal() {
    let text = COUP.replace("the army", "the \u{1b}[31marmy\u{202e}");
    let said = checked("a.txt", text.as_bytes(), &["--all"]);
    let bad = |c: char| (c.is_control() && c != '\n') || ('\u{202a}'..='\u{202e}').contains(&c);
    assert!(!said.out.chars().any(bad), "{:?}", said.out);
    assert!(said.out.contains("2020-08-18"), "{}", said.out);
}

#[test]
fn every_rule_can_be_explained() {
    let list = griot(&["explain"]);
    assert_eq!(list.code, 0);
    for line in list.out.lines() {
        let code = line.split_whitespace().next().expect("a code");
        let said = griot(&["explain", code]);
        assert_eq!(said.code, 0);
        assert!(said.out.starts_with(&format!("# {code}")), "{}", said.out);
    }
    assert_eq!(griot(&["explain", "C9999"]).code, 2);
}
