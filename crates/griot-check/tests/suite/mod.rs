//! What does griot say of a sentence?

mod documents;
mod paraphrases;
mod score;
mod series;
mod specs;
mod tsver;
