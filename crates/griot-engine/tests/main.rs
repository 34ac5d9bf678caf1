//! One binary for all integration tests: linking the engine is dear.

mod suite;
