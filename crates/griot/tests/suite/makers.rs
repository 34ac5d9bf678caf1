//! What makers of posts share: files given to `griot network`, and how many edges come of them.

use std::fmt::Write as _;

use super::typed::{Said, griot, write};

/// What `griot network` says of the files that no argument names otherwise.
pub(crate) fn network<T: AsRef<str>>(files: &[(&str, T)], by: &str, more: &[&str]) -> Said {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        write(&folder.path().join(name), text.as_ref().as_bytes());
    }
    let mut arguments = vec!["network"];
    arguments.extend(files.iter().map(|(name, _)| *name).filter(|name| !more.contains(name)));
    arguments.extend(["--by", by, "--window", "60s", "--min", "1", "--draws", "0"]);
    arguments.extend(more);
    griot(folder.path(), &arguments)
}

/// Edges of a network; none of a refusal.
pub(crate) fn edges(said: &Said) -> Option<usize> {
    (said.code == 0).then(|| said.out.lines().count() - 1)
}

/// Pairs of so many accounts.
pub(crate) fn pairs(accounts: usize) -> usize {
    accounts * accounts.saturating_sub(1) / 2
}

/// Every account shares every object, a second apart: as many edges as pairs of accounts.
pub(crate) fn shares(
    accounts: usize,
    objects: usize,
    row: impl Fn(usize, usize) -> String,
) -> String {
    let mut text = "object_id,account_id,content_id,timestamp_share\n".to_owned();
    for object in 0..objects {
        for account in 0..accounts {
            writeln!(text, "{}", row(object, account)).expect("a text takes lines");
        }
    }
    text
}

/// When an account shares an object.
pub(crate) fn second(object: usize, account: usize) -> usize {
    1_600_000_000 + object * 1_000 + account
}
