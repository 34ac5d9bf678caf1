//! Who works here, in which language, and on which cases: a file of the desk's folder.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::disk;

const FILE: &str = "desk.toml";

/// Bytes of the file.
const MOST: u64 = 1 << 20;

/// Cases that are remembered.
const CASES: usize = 50;

/// Who works at the desk.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Person {
    /// The name beside what they decide.
    pub name: String,
    /// `en` or `fr`; empty where the browser decides.
    pub language: String,
    /// Folders of cases, the last used first.
    pub cases: Vec<PathBuf>,
}

impl Person {
    /// What is kept in the desk's folder.
    pub(crate) fn read(home: &Path) -> Self {
        let bytes = disk::read_own(&home.join(FILE), MOST).unwrap_or_default();
        toml::from_str(&String::from_utf8_lossy(&bytes)).unwrap_or_default()
    }

    /// Keeps it.
    pub(crate) fn write(&self, home: &Path) -> std::io::Result<()> {
        let text = toml::to_string(self).map_err(std::io::Error::other)?;
        disk::make_folder(home)?;
        disk::write(home, FILE, text.as_bytes())
    }

    /// Puts a case to the front.
    pub(crate) fn used(&mut self, case: &Path) {
        self.cases.retain(|known| known != case);
        self.cases.insert(0, case.to_owned());
        self.cases.truncate(CASES);
    }
}
