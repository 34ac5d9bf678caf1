//! What does griot say of a sentence?

mod score;
mod series;
mod specs;
mod tsver;
