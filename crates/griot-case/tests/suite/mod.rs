//! What does griot make of a case folder?

mod case;
