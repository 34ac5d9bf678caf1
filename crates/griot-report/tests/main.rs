//! What a site must be, whatever is put into it.

#![expect(clippy::panic, reason = "a test says what it expected by panicking")]

mod suite;
