//! How many does a sentence say?
mod cardinal;
pub use cardinal::{Cardinal, cardinal, magnitude};
