//! What does griot say of a sentence?

mod specs;
