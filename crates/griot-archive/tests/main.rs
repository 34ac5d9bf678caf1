//! The archive from outside: published vectors, laws, and what happens when writes fail.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test fails by panic"
)]

#[path = "suite/store.rs"]
mod store;

#[path = "suite/door.rs"]
mod door;
#[path = "suite/faults.rs"]
mod faults;
#[path = "suite/folder.rs"]
mod folder;
#[path = "suite/laws.rs"]
mod laws;
#[path = "suite/operations.rs"]
mod operations;
#[path = "suite/reading.rs"]
mod reading;
#[path = "suite/tampering.rs"]
mod tampering;
#[path = "suite/vectors.rs"]
mod vectors;
