//! One binary for all tests of the crate; linking is dear.

#[cfg(test)]
mod suite;
