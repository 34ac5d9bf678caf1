//! Laws and real files; one binary, since linking is dear.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod suite;
