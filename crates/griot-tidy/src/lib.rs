//! Is the house as it is drawn?
//!
//! Four questions about a workspace, each answered from values, so that each can be asked of three lines
//! of made-up code as well as of the repository:
//!
//! - [`arrows::complaints`]: does each crate use exactly the crates that ARCHITECTURE.md draws it using?
//! - [`arrows::idle`]: does each line of a manifest have a use?
//! - [`circles::circles`]: do the modules of a crate stand on each other one way?
//! - [`share::over_a_fifth`]: is one room too large?
//!
//! Nothing of griot stands on this crate and it stands on nothing of griot, so that its tests are built
//! and run in seconds, before anything else is.

pub mod arrows;
pub mod circles;
pub mod drawing;
pub mod manifest;
pub mod module;
mod paths;
pub mod share;

/// A file of Rust.
#[derive(Debug, Clone)]
pub struct Source {
    /// Its place, `/` between the folders. For [`circles`](mod@circles) it starts below the crate's `src`.
    pub path: String,
    /// What is written in it.
    pub text: String,
}

/// A file that cannot be asked, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// Its place.
    pub path: String,
    /// What is wrong with it.
    pub why: String,
}

impl std::fmt::Display for Unread {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.path, self.why)
    }
}
