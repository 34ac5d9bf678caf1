//! Folder, name and versions of every crate.

use super::repository::{crates, folders, read, root};

#[test]
fn folder_is_crate() {
    for (name, folder) in folders() {
        let manifest = read(&folder.join("Cargo.toml"));
        assert!(manifest.contains(&format!("name = \"{name}\"")), "{name}");
        assert!(manifest.contains("[lints]\nworkspace = true"), "{name} sets its own lints");
    }
}

#[test]
fn versions_stand_in_one_table_each_with_its_reason() {
    for (name, folder) in folders() {
        let manifest = read(&folder.join("Cargo.toml"));
        for line in manifest
            .split("\n[")
            .filter(|table| table.contains("dependencies]"))
            .flat_map(|table| table.lines().skip(usize::from(table.starts_with("target."))))
        {
            assert!(!line.contains("version ="), "{name} names a version itself: {line}");
            assert!(!line.contains(" = \""), "{name} names a version itself: {line}");
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
fn the_table_of_versions_has_no_idle_line() {
    let workspace: toml::Table = read(&root().join("Cargo.toml")).parse().expect("a manifest");
    let table = workspace["workspace"]["dependencies"].as_table().expect("a table");
    let crates = crates();
    for name in table.keys() {
        let asks = crates.iter().map(|found| &found.manifest).any(|manifest| {
            manifest.dependencies.contains(name) || manifest.in_tests.contains(name)
        });
        assert!(asks, "no crate asks for {name}");
    }
}
