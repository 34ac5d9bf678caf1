//! griot as a user types it, and the files that a test puts there and looks at.

use std::{
    collections::BTreeMap,
    fs,
    path::Path,
    process::{Command, Output},
};

/// What griot said, and how it ended.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// griot in `folder`, so that nothing printed has the folder's own name in it.
pub(crate) fn command(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_griot"));
    command
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .env("COLUMNS", "100")
        .env("GRIOT_WHO", "archivist");
    command
}

/// Runs griot in `folder`.
pub(crate) fn griot(folder: &Path, arguments: &[&str]) -> Said {
    said(command(folder).args(arguments).output().expect("the binary runs"))
}

/// What a griot that ended said.
pub(crate) fn said(output: Output) -> Said {
    let Output { status, stdout, stderr } = output;
    Said {
        code: status.code().expect("it was not killed"),
        out: String::from_utf8(stdout).expect("output is text"),
        err: String::from_utf8(stderr).expect("errors are text"),
    }
}

/// Writes a file, with the folders above it.
#[expect(clippy::disallowed_methods, reason = "a test writes its own input")]
pub(crate) fn write(path: &Path, bytes: &[u8]) {
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder is made");
    fs::write(path, bytes).expect("a file is written");
}

/// The bytes of a file.
#[expect(clippy::disallowed_methods, reason = "a test reads what was written")]
pub(crate) fn read(path: &Path) -> Vec<u8> {
    fs::read(path).expect("a readable file")
}

/// Takes a file away.
#[expect(clippy::disallowed_methods, reason = "a test plays somebody else")]
pub(crate) fn remove(path: &Path) {
    fs::remove_file(path).expect("a file that is there");
}

/// Every file below a folder; not pipes, which would be waited for.
#[expect(clippy::disallowed_methods, reason = "a test reads what was written")]
pub(crate) fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.is_file() {
            found.insert(path.to_string_lossy().into_owned(), read(&path));
        }
    }
    found
}
