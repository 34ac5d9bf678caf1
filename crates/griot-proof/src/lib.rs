//! Sentences against the proofs that they cite.
//!
//! A *particular* is a number, a date, a name, a quotation or a hedge of a sentence. Each is looked
//! for in the texts that the sentence cites: *found* (in the passage that speaks of the same thing,
//! or elsewhere), *differs* (another value stands there), *absent*, *firmer* (the proof hedges, the
//! sentence does not). *Absent* is an alert and *found* a pointer; neither is a verdict, and a
//! person decides.
//!
//! What is written in a language lies in `lang/<code>/`, in files a linguist can edit; here is what
//! is the same in all of them. Nothing here reads a file, and nothing knows a case.

mod date;
mod find;
mod lexicon;
mod name;
mod number;
pub mod pack;
mod particulars;
mod passage;
mod proof;
mod word;

pub use find::{Finding, Status, Where};
pub use particulars::{Draft, Kind, Sentence};
pub use proof::{Proof, Reader};
