//! What does griot say of a sentence?

mod score;
mod specs;
