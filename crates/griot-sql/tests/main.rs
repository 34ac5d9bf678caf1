//! One binary for every test of the room: linking SQLite once is enough.

mod suite;
