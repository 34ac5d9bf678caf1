//! The files of the repository, as this crate's functions want them.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::LazyLock,
};

use griot_tidy::{Source, arrows::Crate};

/// The folder of the workspace.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

#[expect(clippy::disallowed_methods, reason = "this test reads the repository")]
pub(crate) fn read(path: &Path) -> String {
    fs::read_to_string(path).expect("a file of the repository")
}

/// What lies in a folder, by name; nothing where there is none.
#[expect(clippy::disallowed_methods, reason = "this test reads the repository")]
pub(crate) fn entries(folder: &Path) -> Vec<PathBuf> {
    if !folder.is_dir() {
        return Vec::new();
    }
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    paths.sort();
    paths
}

/// Every file of Rust below a folder.
pub(crate) fn rust_files(folder: &Path) -> Vec<PathBuf> {
    entries(folder)
        .into_iter()
        .flat_map(|path| if path.is_dir() { rust_files(&path) } else { vec![path] })
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .collect()
}

/// The same with what is written in them, each under its place below the folder.
pub(crate) fn sources(folder: &Path) -> Vec<Source> {
    rust_files(folder)
        .into_iter()
        .map(|path| {
            let below = path.strip_prefix(folder).expect("a file below the folder");
            let names: Vec<_> = below.iter().map(|name| name.to_string_lossy()).collect();
            Source { path: names.join("/"), text: read(&path) }
        })
        .collect()
}

/// The folders of the crates, each with its name.
pub(crate) fn folders() -> Vec<(String, PathBuf)> {
    entries(&root().join("crates"))
        .into_iter()
        .filter(|path| path.join("Cargo.toml").is_file())
        .map(|path| (path.file_name().expect("a name").to_string_lossy().into_owned(), path))
        .collect()
}

/// Every crate, with what it asks for and what it uses; read once for all tests.
pub(crate) fn crates() -> &'static [Crate] {
    static CRATES: LazyLock<Vec<Crate>> = LazyLock::new(read_crates);
    &CRATES
}

fn read_crates() -> Vec<Crate> {
    folders()
        .into_iter()
        .map(|(name, folder)| {
            let manifest = read(&folder.join("Cargo.toml"));
            let tests: Vec<Source> = ["tests", "benches", "examples"]
                .iter()
                .flat_map(|part| sources(&folder.join(part)))
                .collect();
            Crate::read(&name, &manifest, &sources(&folder.join("src")), &tests)
                .expect("a manifest and files of Rust")
        })
        .collect()
}
