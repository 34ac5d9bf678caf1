//! Sentences against the proofs that they cite.
//!
//! A *particular* is a number, a date, a name, a quotation or a hedge of a sentence. Each is looked
//! for in the texts that the sentence cites: *found* (in the passage that speaks of the same thing,
//! or elsewhere), *differs* (another value stands there), *absent*, *firmer* (the proof hedges, the
//! sentence does not). *Absent* is an alert and *found* a pointer; neither is a verdict, and a
//! person decides.
//!
//! What is written in a language lies in `lang/<code>/`, in files a linguist can edit; here is what
//! is the same in all of them. Files come in through a `World` alone, and nothing here knows a case.

pub mod address;
mod against;
mod alike;
mod answer;
mod around;
mod cache;
pub mod catalogue;
pub mod citing;
pub mod comments;
mod comments_odt;
mod compound;
mod contrary;
mod date;
mod denial;
mod elsewhere;
mod find;
mod finding;
mod firmer;
mod heads;
mod heard;
pub mod judgement;
mod language;
mod letters;
mod lexicon;
mod name;
mod namesake;
mod noting;
mod number;
mod office;
mod opening;
pub mod pack;
mod pages;
mod particulars;
mod passage;
mod phrase;
mod points;
mod proof;
mod quantity;
mod range;
mod reckoned;
mod rows;
mod sheet;
mod sight;
mod signs;
mod speaker;
mod steps;
mod suggest;
mod swapped;
mod table;
mod view;
mod weekday;
mod word;
mod words_of;
mod written;

pub use answer::{
    HeldStatus, Missing, Opening, ParticularOf, ProofCoverage, ProofOf, SentenceOf, State,
};
pub use cache::Cache;
pub use comments_odt::into_draft;
pub use finding::{Finding, Status, Where};
pub use noting::noted;
pub use opening::{Here, Reading, open};
pub use particulars::{Draft, Kind, Sentence};
pub use proof::{Proof, Reader};
pub use sheet::{sheet, told};
pub use suggest::{Suggestion, suggest};
pub use table::{csv as table_csv, xlsx as table_xlsx};
