//! Length, names and places of files.

use super::repository::{entries, folders, read, root, rust_files};

/// Lines beyond which a source file is no longer read in one sitting.
const LONGEST_FILE: usize = 900;

/// Names that say nothing about what lies under them.
const DRAWERS: &[&str] = &[
    "utils", "util", "common", "helpers", "helper", "manager", "misc", "data", "info",
    "process",
];

#[test]
fn a_file_is_read_in_one_sitting() {
    for path in rust_files(&root().join("crates")) {
        let lines = read(&path).lines().count();
        assert!(lines <= LONGEST_FILE, "{} has {lines} lines", path.display());
    }
}

#[test]
fn no_module_is_a_drawer() {
    for path in rust_files(&root().join("crates")) {
        let stem = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let is_drawer = DRAWERS.contains(&stem.as_str());
        assert!(!is_drawer, "{}: a drawer is not a name", path.display());
    }
}

#[test]
fn integration_tests_are_one_binary_per_crate() {
    for (name, folder) in folders() {
        let is_binary = |path: &std::path::PathBuf| {
            path.extension().is_some_and(|extension| extension == "rs")
        };
        let binaries = entries(&folder.join("tests")).into_iter().filter(is_binary).count();
        assert!(binaries <= 1, "{name} links {binaries} test binaries");
    }
}
