//! Laws of the kernels, and their answers on published files where these are present.
#![expect(clippy::print_stdout, reason = "a skipped test says so")]

mod suite;
