//! Which names does a text speak, however they are spelled?
//!
//! [`fold`] makes spellings comparable, [`Gazetteer`] finds listed names in one pass,
//! [`proper_names`] finds names that nobody listed, and [`same_person`] says whether two names can
//! mean one person.

mod fold;
mod gazetteer;
mod person;
mod proper;

pub use fold::fold;
pub use gazetteer::{Gazetteer, NameMention};
pub use person::{Match, same_person};
pub(crate) use proper::is_opener;
pub use proper::{ProperName, proper_names};
