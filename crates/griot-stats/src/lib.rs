//! Numbers in, numbers out: the statistics behind griot's findings.

pub mod network;
pub mod random;
pub mod similarity;
