//! The binary. It alone prints, exits, reads the clock, the arguments and the real files.

mod command;
mod disk;
mod failure;
mod render;
mod terminal;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Checks a report against its evidence, and publishes both.
#[derive(Debug, Parser)]
#[command(name = "griot", version, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Check(command::check::Arguments),
    Explain(command::explain::Arguments),
    Library(command::library::Arguments),
    New(command::new::Arguments),
    Sql(command::sql::Arguments),
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let ended = match arguments.command {
        Command::Check(arguments) => command::check::run(&arguments),
        Command::Explain(arguments) => command::explain::run(&arguments),
        Command::Library(arguments) => command::library::run(arguments),
        Command::New(arguments) => command::new::run(arguments),
        Command::Sql(arguments) => command::sql::run(&arguments),
    };
    ended.unwrap_or_else(failure::Failure::report)
}
