//! Why a file cannot be read.

use griot_model::bounds::TooLarge;
use serde::{Deserialize, Serialize};

/// Why a file cannot be read, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum Unreadable {
    /// It is of a kind that griot does not read.
    #[error("{said}")]
    Kind {
        /// What it is and what to do instead: a sentence without a full stop.
        said: String,
    },
    /// It is of a kind that griot reads, and damaged.
    #[error("{name} is {what} and cannot be read: {why}")]
    Damaged {
        /// File name as given.
        name: String,
        /// What it is: `a Word document (DOCX)`.
        what: String,
        /// What is wrong with it.
        why: String,
    },
    /// It is larger, or unpacks to more, than griot takes.
    #[error("{said}")]
    TooLarge {
        /// What is too large, how much is taken, what to do.
        said: String,
    },
}

impl Unreadable {
    pub(crate) fn damaged(name: &str, what: &str, why: impl Into<String>) -> Self {
        Self::Damaged { name: name.to_owned(), what: what.to_owned(), why: why.into() }
    }
}

impl From<TooLarge> for Unreadable {
    fn from(large: TooLarge) -> Self {
        Self::TooLarge { said: large.to_string() }
    }
}

impl From<griot_text::document::Unreadable> for Unreadable {
    fn from(unreadable: griot_text::document::Unreadable) -> Self {
        Self::Kind { said: unreadable.to_string() }
    }
}
