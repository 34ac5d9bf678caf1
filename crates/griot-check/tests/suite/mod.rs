//! What does griot say of a sentence?

mod paraphrases;
mod score;
mod specs;
