//! Which names does a text speak, however they are spelled?
//!
//! [`fold`] makes spellings comparable, [`Gazetteer`] finds listed names in one pass, and
//! [`same_person`] says whether two names can mean one person.

mod fold;
mod gazetteer;
mod person;

pub use fold::fold;
pub use gazetteer::{Gazetteer, NameMention};
pub use person::{Match, Person, same_person};
