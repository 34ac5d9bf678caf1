//! One file per command: an arguments struct whose doc comment is the help, and one function.

pub mod library;
pub(crate) mod new;
pub(crate) mod sql;
