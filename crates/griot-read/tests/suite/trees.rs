//! Word and OpenDocument files against their trees, which somebody else's program made.
#![expect(clippy::disallowed_methods, reason = "a test reads its material")]

use std::{collections::BTreeSet, fs, path::Path};

use griot_read::{Document, read};

use super::native::{Said, parse, said};

const FOLDER: &str = "../../../shared/data/documents";

fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

fn ours(document: &Document) -> Said {
    let text = document.text();
    let mut body = String::new();
    for (block, about) in document.prose.blocks.iter().zip(&document.abouts) {
        if about.note.is_none() {
            body.push_str(block.span.of(text));
            body.push('\n');
        }
    }
    let noted: Vec<usize> = document.references.iter().map(|it| it.note).collect();
    Said {
        body,
        notes: noted
            .iter()
            .map(|it| document.note_text(&document.notes[*it]).to_owned())
            .collect(),
        links: document.links.iter().map(|it| it.target.clone()).collect(),
        comments: document
            .comments
            .iter()
            .map(|it| (it.author.clone(), it.text.clone()))
            .collect(),
        inserted: Vec::new(),
        deleted: document.changes.iter().filter_map(|it| it.deleted.clone()).collect(),
    }
}

/// The first words at which two texts part, with some around.
fn parting(ours: &str, theirs: &str) -> Option<String> {
    let (ours, theirs) = (words(ours), words(theirs));
    let at = (0..ours.len().max(theirs.len())).find(|at| ours.get(*at) != theirs.get(*at))?;
    let around = |all: &[String]| {
        let from = at.saturating_sub(2).min(all.len());
        all[from..all.len().min(at + 6)].join(" ")
    };
    Some(format!("at word {at}: {:?}, the tree has {:?}", around(&ours), around(&theirs)))
}

fn differences(document: &Document, tree: &str, all: Option<&str>) -> Vec<String> {
    let (ours, theirs) = (ours(document), said(&parse(tree)));
    let mut found = Vec::new();
    found.extend(parting(&ours.body, &theirs.body).map(|it| format!("body {it}")));
    found.extend(
        parting(&ours.notes.join("\n"), &theirs.notes.join("\n"))
            .map(|it| format!("notes {it}")),
    );
    let outside = |links: &[String]| -> BTreeSet<String> {
        let is_outside = |it: &&String| it.contains(':') && !it.starts_with('#');
        links.iter().filter(is_outside).cloned().collect()
    };
    if outside(&ours.links) != outside(&theirs.links) {
        found.push(format!("links {:?}, the tree has {:?}", ours.links, theirs.links));
    }
    if let Some(all) = all {
        let all = said(&parse(all));
        let (a, b) = (ours.deleted.join(" "), all.deleted.join(" "));
        found.extend(parting(&a, &b).map(|it| format!("deleted {it}")));
    }
    found
}

#[test]
fn trees_of_others() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(FOLDER);
    if !folder.exists() {
        println!("skipped: {} is not here", folder.display());
        return;
    }
    let (mut files, mut equal) = (0, 0);
    let mut report = String::new();
    for kind in ["docx", "odt"] {
        let mut paths: Vec<_> = fs::read_dir(folder.join(kind))
            .expect("a folder")
            .map(|it| it.expect("an entry").path())
            .filter(|it| it.extension().is_some_and(|it| it == kind))
            .collect();
        paths.sort();
        let third = std::env::var("GRIOT_THIRD").is_ok();
        for (index, path) in paths.iter().enumerate() {
            if !third && index % 3 == 2 {
                continue;
            }
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            let tree = |end: &str| {
                let stem = path.file_stem().expect("a stem").to_string_lossy();
                fs::read_to_string(path.with_file_name(format!("{stem}{end}.native"))).ok()
            };
            let Some(tree_text) = tree("").or_else(|| tree("_accept")) else { continue };
            files += 1;
            match read(&fs::read(path).expect("a file"), &name) {
                Err(why) => report.push_str(&format!("{name}: {why}\n")),
                Ok(document) => {
                    let found = differences(&document, &tree_text, tree("_all").as_deref());
                    equal += usize::from(found.is_empty());
                    for difference in found {
                        report.push_str(&format!("{name}: {difference}\n"));
                    }
                }
            }
        }
    }
    println!("{equal} of {files} files as their trees\n{report}");
}
