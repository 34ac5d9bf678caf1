//! Every sentence of the pages is in every language.
#![expect(clippy::disallowed_methods, reason = "a test reads the files of its own crate")]

use std::{fs, path::Path};

const FRENCH: &str = include_str!("../../messages/fr.po");

/// What stands between quotation marks after each of these words.
fn said(text: &str, words: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for word in words {
        for rest in text.split(word).skip(1) {
            let Some(rest) = rest.trim_start().strip_prefix('"') else { continue };
            let mut before = ' ';
            let end = rest.find(|sign| {
                let is_end = sign == '"' && before != '\\';
                before = sign;
                is_end
            });
            found.extend(end.and_then(|end| rest.get(..end)).map(ToOwned::to_owned));
        }
    }
    found
}

fn files(folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files(&path, found);
        } else {
            let text = fs::read_to_string(&path).expect("text");
            found.push(text.split("#[cfg(test)]").next().unwrap_or_default().to_owned());
        }
    }
}

fn used() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut texts = Vec::new();
    files(&root.join("templates"), &mut texts);
    files(&root.join("src"), &mut texts);
    let words = [
        "f.t(",
        "frame.t(",
        "fill1(",
        "fill2(",
        "titled(frame,",
        "missing(&f,",
        "missing(f,",
        "missing(&frame,",
        "refused(&f,",
        "refused(f,",
        "refused(&frame,",
        "title:",
        "about:",
        "label:",
        "help:",
    ];
    let mut found: Vec<String> = texts.iter().flat_map(|text| said(text, &words)).collect();
    found.retain(|it| !it.is_empty());
    found.sort();
    found.dedup();
    found
}

#[test]
fn every_sentence_is_in_french() {
    let used = used();
    assert!(used.len() > 200, "only {} sentences were found", used.len());
    let missing: Vec<&String> =
        used.iter().filter(|it| !FRENCH.contains(&format!("msgid \"{it}\"\n"))).collect();
    assert!(missing.is_empty(), "not in messages/fr.po: {missing:#?}");
}

#[test]
fn values_stand_in_both() {
    for entry in FRENCH.split("\n\n") {
        for value in ["{0}", "{1}", "{2}"] {
            let (id, said) = entry.split_once("msgstr").unwrap_or_default();
            assert_eq!(id.contains(value), said.contains(value), "{entry}");
        }
    }
}
