mod dates;
mod documents;
mod hostile;
mod numbers;
mod worked;

use std::path::PathBuf;

/// A file of the shared material, or `None` with a message where it is absent.
#[expect(clippy::print_stdout, reason = "a skipped test says so")]
pub(crate) fn shared(path: &str) -> Option<Vec<u8>> {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared"));
    #[expect(clippy::disallowed_methods, reason = "tests read the shared material")]
    let bytes = std::fs::read(folder.join(path)).ok();
    if bytes.is_none() {
        println!("skipped: ../shared/{path} is absent");
    }
    bytes
}
