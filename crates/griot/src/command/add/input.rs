//! What was named on the command line: a file, or why it cannot be a source.

use std::{
    fs::File,
    io::{ErrorKind, Read as _},
    path::{Component, Path, PathBuf, absolute},
};

use griot_archive::{ARCHIVE_FOLDER, open_regular};

use crate::{failure::Failure, fetch::Fetched, render::spelt};

/// A file that may become a source.
#[derive(Debug)]
pub(super) struct Input {
    /// As it was named.
    pub(super) path: PathBuf,
    /// The same, to be shown.
    pub(super) shown: String,
    /// Its name inside the case, if it lies there.
    pub(super) inside: Option<String>,
    /// Length in bytes, when it was looked at.
    pub(super) length: u64,
    /// How it was fetched, where it was.
    pub(super) fetched: Option<Fetched>,
}

/// How the private key of an archive begins.
const PRIVATE_KEY: &[u8] = b"PRIVATE+KEY+";

impl Input {
    /// The file at this path.
    pub(super) fn of(case: &Path, path: &Path) -> Result<Self, Failure> {
        let shown = path.to_string_lossy().into_owned();
        let unreadable = |error: std::io::Error| {
            let failure = Failure::new(format!("{shown} cannot be read: {error}"));
            match error.kind() {
                ErrorKind::NotFound => failure.hint("check the spelling of the path"),
                _ => failure,
            }
        };
        let found = path.symlink_metadata().map_err(unreadable)?;
        if found.is_dir() {
            return Err(Failure::new(format!("{shown} is a folder; a source is a file"))
                .hint("name its files"));
        }
        let real = path.canonicalize().map_err(unreadable)?;
        let case = case.canonicalize().map_err(unreadable)?;
        if real.components().any(|part| part.as_os_str() == ARCHIVE_FOLDER) {
            return Err(Failure::new(format!(
                "{shown} is a file of an archive, and no source"
            ))
            .hint("name the document itself; the archive keeps its own files"));
        }
        if found.is_symlink() {
            return Err(Failure::new(format!("{shown} is a link, to {}", real.display()))
                .hint("name the file itself, if it is meant to be a source"));
        }
        let mut file = open_regular(path).map_err(unreadable)?;
        let mut beginning = [0; PRIVATE_KEY.len()];
        if file.read_exact(&mut beginning).is_ok() && beginning == PRIVATE_KEY {
            return Err(Failure::new(format!("{shown} is the private key of an archive"))
                .hint("whoever has it can sign another history; keep it to yourself"));
        }
        let inside = inside(&case, &real, path, &shown)?;
        Ok(Self { path: path.to_owned(), shown, inside, length: found.len(), fetched: None })
    }

    /// What was fetched, as a file in a folder of its own.
    #[expect(clippy::disallowed_methods, reason = "the binary keeps the sources of a case")]
    pub(super) fn fetched(
        case: &Path,
        aside: &Path,
        fetched: Fetched,
    ) -> Result<Self, Failure> {
        let folder = tempfile::Builder::new().tempdir_in(aside)?.keep();
        let path = folder.join(spelt(&fetched.name).replace('/', "_"));
        std::fs::write(&path, &fetched.bytes)?;
        let input = Self::of(case, &path)?;
        let shown = fetched.asked.clone();
        Ok(Self { shown, fetched: Some(Fetched { bytes: Vec::new(), ..fetched }), ..input })
    }

    /// The address that it was fetched from.
    pub(super) fn address(&self) -> Option<&str> {
        self.fetched.as_ref().map(|it| it.asked.as_str())
    }

    /// The file, from its beginning.
    pub(super) fn open(&self) -> Result<File, Failure> {
        open_regular(&self.path)
            .map_err(|error| Failure::new(format!("{} cannot be read: {error}", self.shown)))
    }

    /// The file name without its ending, as a title.
    pub(super) fn stem(&self) -> String {
        let stem = self.path.file_stem();
        stem.map_or_else(|| self.shown.clone(), |stem| stem.to_string_lossy().into_owned())
    }

    /// The file name, as the name of a copy: what is no text is spelt by its bytes.
    pub(super) fn file_name(&self) -> Result<String, Failure> {
        let name = self.path.file_name();
        let name =
            name.ok_or_else(|| Failure::new(format!("{} has no file name", self.shown)))?;
        let mut spelt = String::new();
        for chunk in name.as_encoded_bytes().utf8_chunks() {
            // Rows of sources.csv are lines, and a backslash is a folder on other systems.
            for letter in chunk.valid().chars() {
                if letter.is_control() || letter == '\\' {
                    spelt.push('_');
                } else {
                    spelt.push(letter);
                }
            }
            chunk.invalid().iter().for_each(|byte| spelt.push_str(&format!("%{byte:02X}")));
        }
        // A name that a hidden file has would not be seen in the folder of sources.
        Ok(spelt.trim_start_matches('.').to_owned())
            .map(|name| if name.is_empty() { "source".to_owned() } else { name })
    }
}

/// The path inside the case folder of a file that lies in it, with `/` between folders.
fn inside(
    case: &Path,
    real: &Path,
    path: &Path,
    shown: &str,
) -> Result<Option<String>, Failure> {
    let Ok(rest) = real.strip_prefix(case) else {
        // As typed, it lies in the case, and a folder on the way is a link.
        if absolute(path).is_ok_and(|typed| typed.starts_with(case)) {
            let message = format!("{shown} leads out of the case, to {}", real.display());
            return Err(Failure::new(message).hint("name the file where it lies"));
        }
        return Ok(None);
    };
    let parts: Option<Vec<&str>> = rest
        .components()
        .map(|part| match part {
            Component::Normal(name) => name.to_str(),
            _ => None,
        })
        .collect();
    let parts = parts.ok_or_else(|| {
        Failure::new(format!("the name of {shown} is not UTF-8, so no row can name it"))
            .hint("rename it in the case, or add it from elsewhere: griot then names the copy")
    })?;
    Ok(Some(parts.join("/")))
}
