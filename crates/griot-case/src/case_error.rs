//! Why there is no case to read.

use std::io;

/// Why there is no case to read.
#[derive(Debug, thiserror::Error)]
pub enum CaseError {
    /// The path is a file, or nothing at all.
    #[error("{folder} is not a folder, so it cannot be a case")]
    NotAFolder {
        /// As typed.
        folder: String,
    },
    /// The folder has no `case.toml`.
    #[error("{folder} has no case.toml, so it is not a case")]
    NoSettings {
        /// As typed.
        folder: String,
    },
    /// `case.toml` is there but cannot be read.
    #[error("{folder}/case.toml cannot be read: {error}")]
    Unreadable {
        /// As typed.
        folder: String,
        /// What the system says.
        error: io::Error,
    },
    /// `case.toml` does not say what a case needs.
    #[error("case.toml, line {line}, column {column}: {message}")]
    BadSettings {
        /// Line, from 1.
        line: u64,
        /// Column in characters, from 1.
        column: u64,
        /// What was expected there.
        message: String,
    },
}

impl CaseError {
    /// What to type next.
    pub fn hint(&self) -> String {
        match self {
            Self::NotAFolder { folder } | Self::NoSettings { folder } => {
                format!("`griot new {folder}` starts a case there")
            }
            Self::Unreadable { .. } => "look at the rights of the file".to_owned(),
            Self::BadSettings { .. } => {
                "`griot new DIR` writes a case.toml with every key explained".to_owned()
            }
        }
    }
}
