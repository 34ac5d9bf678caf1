//! The files that are named on a command line, those of folders among them.

use std::path::{Path, PathBuf};

use crate::{failure::Failure, render::spelt, terminal};

/// The files that are named: of a folder all in it, in order. Hidden ones, links and what is no regular file are left out and
/// said.
pub(crate) fn files(named: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let mut found = Vec::new();
    for path in named {
        let is_folder = path.symlink_metadata().is_ok_and(|it| it.is_dir());
        if !is_folder {
            found.push(path.clone());
            continue;
        }
        let before = found.len();
        let mut open = vec![path.clone()];
        while let Some(folder) = open.pop() {
            let mut inner = entries(&folder)?;
            inner.sort();
            for path in inner.into_iter().rev() {
                let hidden =
                    path.file_name().is_none_or(|it| it.as_encoded_bytes().starts_with(b"."));
                let kind = path.symlink_metadata().map(|it| it.file_type());
                match kind {
                    _ if hidden => {}
                    Ok(kind) if kind.is_dir() => open.push(path),
                    Ok(kind) if kind.is_file() => found.push(path),
                    Ok(kind) => {
                        let what = if kind.is_symlink() { "a link" } else { "no regular file" };
                        let shown = spelt(&path.to_string_lossy());
                        terminal::say(&format!("note: {shown} is {what}; it is left out"));
                    }
                    Err(error) => {
                        let shown = path.display();
                        return Err(Failure::new(format!("{shown} cannot be read: {error}")));
                    }
                }
                if found.len() > MOST_FILES {
                    let message =
                        format!("{} has more than {MOST_FILES} files", folder.display());
                    return Err(Failure::new(message).hint("name its folders one by one"));
                }
            }
        }
        if let Some(new) = found.get_mut(before..) {
            new.sort();
        }
        if found.len() == before {
            let shown = path.display();
            return Err(Failure::new(format!("{shown} is a folder without a file in it")));
        }
    }
    Ok(found)
}

#[expect(clippy::disallowed_methods, reason = "the binary is where folders are read")]
fn entries(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let unreadable = |error: std::io::Error| {
        Failure::new(format!("{} cannot be read: {error}", folder.display()))
    };
    let entries = std::fs::read_dir(folder).map_err(unreadable)?;
    entries.map(|entry| Ok(entry.map_err(unreadable)?.path())).collect()
}

/// Files that one call takes from folders.
const MOST_FILES: usize = 20_000;
