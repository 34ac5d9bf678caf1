//! What does griot say of a sentence?

mod paraphrases;
mod score;
mod series;
mod specs;
mod tsver;
