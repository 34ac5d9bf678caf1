//! One test binary: linking is dear.

mod suite;
