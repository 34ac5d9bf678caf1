//! Where a person works: a local application in the browser, for drafts, their proofs, and a case.
//!
//! The desk decides nothing itself. What it shows of a draft is what `griot check` answers, what it shows of an analysis
//! is what the command of that name answers, and whatever it changes is a plain file of the case and an entry of the
//! archive. So the command line and the desk never disagree.
//!
//! Pages come whole from the server and work without scripts; a script of ours saves the waiting. Text of others is shown
//! as text.

mod answer;
mod asked;
mod child;
mod desk;
mod disk;
mod draft;
mod folder;
mod guard;
mod intake;
mod job;
mod judgements;
mod keeping;
mod out;
mod page;
mod question;
mod route;
mod settings;
mod sheet;
mod words;

pub use desk::{Desk, Entry, Log, Start};
pub use draft::Read;
pub use guard::router;
pub use settings::Person;
