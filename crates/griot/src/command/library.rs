//! `griot library`: the reference tables that come with griot.

use std::process::ExitCode;

use crate::failure::Failure;

/// The reference tables that come with griot
#[derive(Debug, clap::Args)]
pub struct Arguments {}

/// Runs `griot library`.
pub fn run(_arguments: Arguments) -> Result<ExitCode, Failure> {
    Ok(ExitCode::SUCCESS)
}
