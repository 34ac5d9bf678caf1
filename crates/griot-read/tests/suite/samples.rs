//! Laws that hold for every file, whatever it is: over files of others where they are, and over our own.
#![expect(clippy::disallowed_methods, reason = "a test reads its material and asks pdftotext")]

use std::{collections::BTreeMap, fs, path::Path, process::Command};

use griot_read::{Document, read};
use unicode_normalization::UnicodeNormalization as _;

const DATA: &str = "../../../shared/data";

fn files(folder: &str, end: &str) -> Vec<std::path::PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(DATA).join(folder);
    let Ok(entries) = fs::read_dir(&folder) else {
        println!("skipped: {} is not here", folder.display());
        return Vec::new();
    };
    let mut paths: Vec<_> = entries
        .map(|it| it.expect("an entry").path())
        .filter(|it| it.extension().is_some_and(|it| it == end))
        .collect();
    paths.sort();
    paths
}

/// Every span slices, every character has a place, and what is said to come from a part does.
fn lawful(document: &Document, name: &str) {
    let text = document.text();
    let placing = document.placing();
    let slices = |span: griot_model::Span| text.get(span.start..span.end).is_some();
    for block in document.prose.blocks.iter().chain(&document.other) {
        assert!(slices(block.span) && !block.span.is_empty(), "{name}: {:?}", block.span);
        let mut last = block.span.start;
        for piece in &block.prose {
            assert!(slices(piece.span) && piece.span.start >= last, "{name}: {piece:?}");
            last = piece.span.end;
        }
        assert!(!placing.place(block.span.start).to_string().is_empty());
    }
    assert_eq!(document.prose.blocks.len(), document.abouts.len(), "{name}");
    for span in document
        .links
        .iter()
        .map(|it| it.span)
        .chain(document.references.iter().map(|it| it.span))
    {
        assert!(slices(span), "{name}: {span:?}");
    }
    for note in &document.notes {
        assert!(slices(note.span), "{name}: {note:?}");
    }
    for reference in &document.references {
        assert!(reference.note < document.notes.len(), "{name}");
    }
    for comment in &document.comments {
        assert!(comment.anchor.is_none_or(slices), "{name}: {comment:?}");
    }
    let mut last = 0;
    for origin in &document.origins {
        assert!(slices(origin.span) && origin.span.start >= last, "{name}: {origin:?}");
        assert!((origin.part as usize) < document.parts.len());
        last = origin.span.end;
    }
}

#[test]
fn laws_of_documents() {
    let mut count = 0;
    for (folder, end) in [
        ("documents/docx", "docx"),
        ("documents/odt", "odt"),
        ("documents/pdf", "pdf"),
        ("evidence/safedocs-pdf", "pdf"),
    ] {
        for path in files(folder, end) {
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            if let Ok(document) = read(&fs::read(&path).expect("a file"), &name) {
                lawful(&document, &name);
                count += 1;
            }
        }
    }
    println!("{count} files keep the laws");
}

/// Words as they are compared: without marks at their ends, powers as digits, forms of letters as letters.
fn words(text: &str) -> Vec<String> {
    let plain: String = text.nfkc().filter(|it| !matches!(it, '\u{ad}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')).collect();
    plain.split_whitespace().map(str::to_owned).collect()
}

#[test]
fn words_of_pdfs_beside_another_reader() {
    if Command::new("pdftotext").arg("-v").output().is_err() {
        println!("skipped: pdftotext is not installed");
        return;
    }
    let (mut found, mut theirs_all, mut ours_all, mut ordered, mut pairs) = (0, 0, 0, 0, 0);
    for (folder, end) in [("documents/pdf", "pdf"), ("evidence/safedocs-pdf", "pdf")] {
        for path in files(folder, end) {
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            let output =
                Command::new("pdftotext").arg(&path).arg("-").output().expect("it runs");
            let theirs = words(&String::from_utf8_lossy(&output.stdout));
            let ours = match read(&fs::read(&path).expect("a file"), &name) {
                Ok(document) => words(document.text()),
                Err(why) => {
                    println!("{name}: {why} ({} words)", theirs.len());
                    Vec::new()
                }
            };
            let mut bag: BTreeMap<&str, usize> = BTreeMap::new();
            for it in &ours {
                *bag.entry(it).or_default() += 1;
            }
            let mut common = 0;
            for word in &theirs {
                if let Some(left) = bag.get_mut(word.as_str()).filter(|left| **left > 0) {
                    *left -= 1;
                    common += 1;
                }
            }
            // Order: of neighbours of the other reader, those that are neighbours here.
            let next: std::collections::BTreeSet<(&str, &str)> =
                ours.windows(2).map(|it| (it[0].as_str(), it[1].as_str())).collect();
            let kept = theirs
                .windows(2)
                .filter(|it| next.contains(&(it[0].as_str(), it[1].as_str())))
                .count();
            let all = theirs.windows(2).count();
            println!(
                "{name}: {common} of {} words, {} ours, {kept} of {all} neighbours",
                theirs.len(),
                ours.len()
            );
            found += common;
            theirs_all += theirs.len();
            ours_all += ours.len();
            ordered += kept;
            pairs += all;
        }
    }
    println!(
        "recall {found}/{theirs_all}, precision {found}/{ours_all}, order {ordered}/{pairs}"
    );
}
