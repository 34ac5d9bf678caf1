//! Documents as people send them: `griot read`, `griot check` and tables in packages.
#![expect(clippy::disallowed_methods, reason = "a test writes its own input")]

use std::{
    fs,
    io::{Cursor, Write as _},
    path::Path,
    process::{Command, Output},
};

use zip::{ZipWriter, write::SimpleFileOptions};

struct Said {
    code: i32,
    out: String,
    err: String,
}

fn griot(folder: &Path, arguments: &[&str]) -> Said {
    let Output { status, stdout, stderr } = Command::new(env!("CARGO_BIN_EXE_griot"))
        .args(arguments)
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .output()
        .expect("the binary runs");
    Said {
        code: status.code().expect("it was not killed"),
        out: String::from_utf8(stdout).expect("output is text"),
        err: String::from_utf8(stderr).expect("errors are text"),
    }
}

fn package(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).expect("a part");
        zip.write_all(text.as_bytes()).expect("written");
    }
    zip.finish().expect("a package").into_inner()
}

fn draft(paragraphs: &[&str]) -> Vec<u8> {
    let body: String = format!(
        "<w:p><w:r><w:t>{}</w:t></w:r></w:p>",
        paragraphs.join("</w:t></w:r></w:p><w:p><w:r><w:t>")
    );
    let space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    package(&[(
        "word/document.xml",
        &format!("<w:document xmlns:w=\"{space}\"><w:body>{body}</w:body></w:document>"),
    )])
}

const COUP: &str = "In Mali, the army deposed President Keïta on 20 August 2020.";

#[test]
fn a_word_document_is_checked_and_its_places_are_its_own() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("draft.docx"), draft(&["A heading", COUP])).expect("written");
    let said = griot(folder.path(), &["check", "draft.docx"]);
    assert_eq!(said.code, 1, "{}{}", said.out, said.err);
    assert!(said.out.contains("draft.docx: paragraph 2"), "{}", said.out);
    let json = griot(folder.path(), &["check", "draft.docx", "--format", "json"]);
    assert!(json.out.contains("\"place\": \"paragraph 2\""), "{}", json.out);
    let read = griot(folder.path(), &["read", "draft.docx"]);
    assert_eq!((read.code, read.out.as_str()), (0, &*format!("A heading\n\n{COUP}\n\n")));
}

#[test]
fn the_line_of_a_page_is_that_of_its_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let page =
        format!("<html>\n<head><title>T</title></head>\n<body>\n\n<p>{COUP}</p></body></html>");
    fs::write(folder.path().join("a.html"), page).expect("written");
    let said = griot(folder.path(), &["check", "a.html"]);
    assert!(said.out.contains("a.html:5:"), "{}", said.out);
}

#[test]
fn what_cannot_be_read_is_named_and_ends_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let nested = "<w:sdt>".repeat(200_000);
    let space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    let deep = format!("<w:document xmlns:w=\"{space}\"><w:body>{nested}");
    fs::write(folder.path().join("deep.docx"), package(&[("word/document.xml", &deep)]))
        .expect("written");
    fs::write(folder.path().join("cut.pdf"), b"%PDF-1.7\n").expect("written");
    for name in ["deep.docx", "cut.pdf"] {
        let said = griot(folder.path(), &["read", name]);
        assert_eq!(said.code, 2, "{}", said.err);
        assert!(said.err.starts_with(&format!("error: {name} is a")), "{}", said.err);
    }
}

#[test]
fn a_table_in_a_package_is_read_and_several_are_asked_about() {
    let folder = tempfile::tempdir().expect("a folder");
    let table = "id,date,country,deaths,latitude,longitude\nA,2020-01-02,Mali,3,12.6,-8.0\n";
    fs::write(folder.path().join("plain.csv"), table).expect("written");
    fs::write(folder.path().join("one.zip"), package(&[("e.csv", table)])).expect("written");
    let two = package(&[("e.csv", table), ("f.csv", table)]);
    fs::write(folder.path().join("two.zip"), two).expect("written");
    let plain = griot(folder.path(), &["events", "import", "plain.csv", "-o", "a.parquet"]);
    let packed = griot(folder.path(), &["events", "import", "one.zip", "-o", "b.parquet"]);
    assert_eq!((plain.code, packed.code), (0, 0), "{}{}", plain.err, packed.err);
    assert!(packed.err.contains("one.zip: e.csv is read"), "{}", packed.err);
    let asked = griot(folder.path(), &["events", "import", "two.zip", "-o", "c.parquet"]);
    assert_eq!(asked.code, 2);
    assert!(asked.err.contains("several files with a table: e.csv, f.csv"), "{}", asked.err);
    let named = griot(folder.path(), &["events", "import", "two.zip#f.csv", "-o", "c.parquet"]);
    assert_eq!(named.code, 0, "{}", named.err);
}

#[test]
fn a_folder_is_added_and_a_page_says_its_title() {
    let folder = tempfile::tempdir().expect("a folder");
    assert_eq!(griot(folder.path(), &["new", "case"]).code, 0);
    fs::create_dir_all(folder.path().join("in/deeper")).expect("made");
    let page = "<html><head><title>Statement of the ministry</title><meta property=\"og:site_name\" content=\"Ministry\"></head><body><p>Text.</p></body></html>";
    fs::write(folder.path().join("in/page.html"), page).expect("written");
    fs::write(folder.path().join("in/deeper/letter.txt"), "A letter.\n").expect("written");
    let said = griot(folder.path(), &["add", "case", "in"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let rows = fs::read_to_string(folder.path().join("case/sources.csv")).expect("rows");
    assert!(rows.contains("Statement of the ministry") && rows.contains("letter"), "{rows}");
}

/// Files that were built to hurt, among letters: the letters are read as if the others were not there.
#[test]
fn hostile_files_change_nothing_for_the_files_beside_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name);
    fs::create_dir_all(path("good")).expect("a folder");
    fs::create_dir_all(path("all")).expect("a folder");
    for number in 0..40 {
        let (name, bytes) = match number % 3 {
            0 => (format!("{number:02}.docx"), draft(&[COUP, &format!("Letter {number}.")])),
            1 => {
                let page = format!("<html><body><p>Letter {number}.</p></body></html>");
                (format!("{number:02}.html"), page.into_bytes())
            }
            _ => (format!("{number:02}.txt"), format!("Letter {number}.\n").into_bytes()),
        };
        fs::write(path("good").join(&name), &bytes).expect("written");
        fs::write(path("all").join(&name), &bytes).expect("written");
    }
    let bomb = "<!DOCTYPE a [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]><a>&b;</a>";
    let attributes: Vec<String> = (0..20_000).map(|it| format!("a{it}=\"{it}\"")).collect();
    let attributes = attributes.join(" ");
    let hostile: [(&str, Vec<u8>); 6] = [
        ("05-bomb.docx", package(&[("word/document.xml", bomb)])),
        ("11-cut.docx", draft(&[COUP]).into_iter().take(90).collect()),
        ("17-loop.pdf", b"%PDF-1.4\n1 0 obj<</Type/Pages/Kids[1 0 R]/Count 1>>endobj\ntrailer<</Root 1 0 R>>".to_vec()),
        ("23-deep.html", "<div>".repeat(100_000).into_bytes()),
        ("29-wide.html", format!("<p {attributes}>x</p>").into_bytes()),
        ("35-slip.zip", package(&[("../../etc/passwd", "root")])),
    ];
    for (name, bytes) in &hostile {
        fs::write(path("all").join(name), bytes).expect("written");
    }
    let lines = |of: &str| -> Vec<String> {
        let said = griot(folder.path(), &["read", of, "--format", "json"]);
        let is_hostile = |line: &str| hostile.iter().any(|(name, _)| line.contains(name));
        for (name, _) in hostile.iter().filter(|_| of == "all") {
            assert!(
                said.out.lines().any(|line| line.contains(name)),
                "{name} is not spoken of"
            );
        }
        assert_eq!(said.code, if of == "all" { 2 } else { 0 }, "{}", said.err);
        said.out
            .lines()
            .filter(|line| !is_hostile(line))
            .map(|line| line.replace(&format!("{of}/"), ""))
            .collect()
    };
    let good = lines("good");
    assert_eq!(good.len(), 40);
    assert_eq!(lines("all"), good);
}
