//! Rules of the house that the compiler does not know.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// Which crates of griot a crate may name. An arrow that is not here is not there.
const ARROWS: &[(&str, &[&str])] = &[
    ("griot-model", &[]),
    ("griot-stats", &[]),
    ("griot-text", &["griot-model"]),
    ("griot-archive", &["griot-model"]),
    ("griot-engine", &["griot-archive", "griot-model", "griot-stats", "griot-text"]),
    ("griot-report", &["griot-engine", "griot-model"]),
    ("griot", &["griot-archive", "griot-engine", "griot-model", "griot-report"]),
];

/// Which crate alone may name a heavy dependency.
const OWNERS: &[(&str, &str)] = &[
    ("datafusion", "griot-engine"),
    ("axum", "griot-report"),
    ("askama", "griot-report"),
    ("clap", "griot"),
    ("annotate-snippets", "griot"),
    ("html5gum", "griot-text"),
    ("pulldown-cmark", "griot-text griot-report"),
];

/// Lines beyond which a source file is no longer read in one sitting.
const LONGEST_FILE: usize = 900;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

#[expect(clippy::disallowed_methods, reason = "this test reads the repository")]
fn read(path: &Path) -> String {
    fs::read_to_string(path).expect("a file of the repository")
}

#[expect(clippy::disallowed_methods, reason = "this test reads the repository")]
fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    paths.sort();
    paths
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    entries(folder)
        .into_iter()
        .flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] })
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .collect()
}

fn manifests() -> BTreeMap<String, String> {
    entries(&root().join("crates"))
        .into_iter()
        .map(|path| {
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            (name, read(&path.join("Cargo.toml")))
        })
        .collect()
}

fn dependencies(manifest: &str) -> BTreeSet<&str> {
    manifest
        .split("\n[")
        .filter(|table| table.starts_with("dependencies]"))
        .flat_map(str::lines)
        .skip(1)
        .filter_map(|line| line.split(['.', ' ', '=']).next())
        .filter(|name| !name.is_empty() && !name.starts_with('#'))
        .collect()
}

#[test]
fn arrows_point_one_way() {
    let manifests = manifests();
    let known: BTreeSet<&str> = ARROWS.iter().map(|(name, _)| *name).collect();
    assert_eq!(known, manifests.keys().map(String::as_str).collect(), "a crate without arrows");
    for (name, allowed) in ARROWS {
        for dependency in dependencies(&manifests[*name]) {
            let ours = dependency.starts_with("griot");
            assert!(!ours || allowed.contains(&dependency), "{name} may not use {dependency}");
            for (heavy, owners) in OWNERS {
                let theirs =
                    dependency == *heavy || dependency.starts_with(&format!("{heavy}-"));
                assert!(
                    !theirs || owners.split(' ').any(|owner| owner == *name),
                    "{heavy} belongs to {owners}, not {name}"
                );
            }
        }
    }
}

#[test]
fn folder_is_crate() {
    for (folder, manifest) in manifests() {
        assert!(manifest.contains(&format!("name = \"{folder}\"")), "{folder}");
        assert!(manifest.contains("[lints]\nworkspace = true"), "{folder} sets its own lints");
    }
}

#[test]
fn versions_stand_in_one_table_each_with_its_reason() {
    for (folder, manifest) in manifests() {
        for line in manifest
            .split("\n[")
            .filter(|table| table.contains("dependencies]"))
            .flat_map(str::lines)
        {
            assert!(!line.contains("version ="), "{folder} names a version itself: {line}");
            assert!(!line.contains(" = \""), "{folder} names a version itself: {line}");
        }
    }
    let workspace = read(&root().join("Cargo.toml"));
    let table = workspace.split("[workspace.dependencies]").nth(1).expect("a table");
    let table = table.split("\n[").next().expect("its end");
    let mut explained = false;
    for line in table.lines().filter(|line| !line.trim().is_empty()) {
        if line.starts_with('#') {
            explained = true;
        } else if line.starts_with("griot") || line.starts_with([' ', ']']) {
            // Our own rooms, and the continuation of an entry.
        } else {
            assert!(explained || line.contains("# "), "no reason is given for: {line}");
            explained = false;
        }
    }
}

#[test]
fn a_file_is_read_in_one_sitting() {
    for path in sources(&root().join("crates")) {
        let lines = read(&path).lines().count();
        assert!(lines <= LONGEST_FILE, "{} has {lines} lines", path.display());
    }
}

#[test]
fn no_module_is_a_drawer() {
    for path in sources(&root().join("crates")) {
        let stem = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let drawers = [
            "utils", "util", "common", "helpers", "helper", "manager", "misc", "data", "info",
            "process",
        ];
        assert!(
            !drawers.contains(&stem.as_str()),
            "{}: a drawer is not a name",
            path.display()
        );
    }
}

#[test]
fn every_rule_is_documented_under_five_headings() {
    let headings = [
        "## What it checks",
        "## Why it matters",
        "## The evidence it needs",
        "## Example",
        "## What to do",
    ];
    let mut codes = BTreeSet::new();
    for rule in griot_check::rules::all() {
        assert!(codes.insert(rule.code), "{} is given twice", rule.code);
        let mut at = 0;
        for heading in headings {
            let found = rule.documentation.get(at..).and_then(|rest| rest.find(heading));
            at += found.unwrap_or_else(|| {
                panic!("{} lacks {heading:?}, or has it out of order", rule.code)
            });
        }
    }
}

#[test]
fn integration_tests_are_one_binary_per_crate() {
    for (folder, _) in manifests() {
        let tests = root().join("crates").join(&folder).join("tests");
        if !tests.is_dir() {
            continue;
        }
        let binaries: Vec<PathBuf> = entries(&tests)
            .into_iter()
            .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
            .collect();
        assert!(binaries.len() <= 1, "{folder} links {} test binaries", binaries.len());
    }
}
