//! ARCHITECTURE.md and the crates say the same.

use griot_tidy::{arrows, circles::circles, drawing::Drawing, module::Tree, share};

use super::repository::{crates, folders, read, root, sources};

/// Which crate alone may name a heavy dependency.
const OWNERS: &[(&str, &[&str])] = &[
    ("rusqlite", &["griot-sql"]),
    ("arrow", &["griot-library"]),
    ("parquet", &["griot-library"]),
    ("axum", &["griot-local", "griot-report", "griot-desk"]),
    ("askama", &["griot-local", "griot-proof", "griot-report", "griot-desk"]),
    ("clap", &["griot"]),
    ("annotate-snippets", &["griot"]),
    ("html5gum", &["griot-text"]),
    ("pulldown-cmark", &["griot-read", "griot-text", "griot-report"]),
    ("syn", &["griot-tidy"]),
];

/// The files that a crate starts from.
const ROOTS: &[&str] = &["lib.rs", "main.rs"];

/// Circles that stand, each to be untangled, with its reason.
const KNOWN_CIRCLES: &[(&str, &str)] = &[
    (
        "griot-read",
        "documents hold documents: a mail an attachment, a ZIP a text, and each is read as any file is",
    ),
    ("griot-read", "the lines of a PDF and its paragraphs speak of one type"),
    ("griot-stats", "the test of networks and its parts speak of one type"),
];

#[track_caller]
fn none(complaints: &[String]) {
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[test]
fn every_arrow_is_drawn_and_used() {
    let drawing = Drawing::read(&read(&root().join("ARCHITECTURE.md"))).expect("a drawing");
    none(&arrows::complaints(&drawing, crates()));
}

#[test]
fn every_dependency_is_used() {
    none(&arrows::idle(crates()));
}

#[test]
fn a_heavy_dependency_has_an_owner() {
    for found in crates() {
        for (heavy, owners) in OWNERS {
            let theirs = format!("{heavy}-");
            let asked =
                |name: &String| name.as_str() == *heavy || name.starts_with(theirs.as_str());
            assert!(
                !found.manifest.dependencies.iter().any(asked)
                    || owners.contains(&found.name.as_str()),
                "{heavy} belongs to {owners:?}, not {}",
                found.name
            );
        }
    }
}

#[test]
fn no_modules_stand_in_a_circle() {
    let mut complaints = Vec::new();
    for (name, folder) in folders() {
        let sources = sources(&folder.join("src"));
        for root in ROOTS.iter().filter(|&&root| sources.iter().any(|file| file.path == root)) {
            let found =
                circles(root, &sources).unwrap_or_else(|unread| panic!("{name}: {unread}"));
            let known = KNOWN_CIRCLES.iter().filter(|(room, ..)| *room == name).count();
            if found.len() > known {
                complaints.extend(found.iter().map(|circle| format!("{name}: {circle}")));
            }
        }
    }
    none(&complaints);
}

#[test]
fn every_file_belongs_to_a_module() {
    for (name, folder) in folders() {
        let sources = sources(&folder.join("src"));
        let trees: Vec<Tree> = ROOTS
            .iter()
            .filter(|&&root| sources.iter().any(|file| file.path == root))
            .map(|root| Tree::read(root, &sources).expect("a tree of modules"))
            .collect();
        for file in &sources {
            let declared = trees.iter().flat_map(Tree::files).any(|path| path == file.path);
            assert!(declared, "{name}: no module declares {}", file.path);
        }
    }
}

#[test]
fn no_room_is_over_a_fifth() {
    let lines: Vec<(String, usize)> = folders()
        .into_iter()
        .map(|(name, folder)| {
            let lines =
                sources(&folder.join("src")).into_iter().map(|file| file.text.lines().count());
            (name, lines.sum())
        })
        .collect();
    let lines: Vec<(&str, usize)> =
        lines.iter().map(|(name, lines)| (name.as_str(), *lines)).collect();
    none(&share::over_a_fifth(&lines));
}
