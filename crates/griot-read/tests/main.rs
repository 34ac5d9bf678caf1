//! What griot-read makes of files, good and bad.

#![expect(
    clippy::print_stdout,
    clippy::format_collect,
    reason = "tests that measure print what they measured, and make their files of many parts"
)]

mod suite;
