//! The binary. It alone prints, exits, reads the clock, the arguments and the real files.

mod case_file;
mod cluster;
mod command;
mod custody;
mod disk;
mod failure;
mod fetch;
mod interrupt;
mod leaving;
mod named;
mod output;
mod print_rows;
mod publication;
mod render;
mod resting;
mod terminal;
mod unpacked;
mod worker;
mod zipped;

use std::process::ExitCode;

use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

/// Checks a report against its evidence, and publishes both
#[derive(Debug, Parser)]
#[command(name = "griot", version)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    Add(command::add::Arguments),
    Archive(command::archive::Arguments),
    Build(command::build::Arguments),
    Check(command::check::Arguments),
    Desk(command::desk::Arguments),
    Events(command::events::Arguments),
    Explain(command::explain::Arguments),
    Export(command::export::Arguments),
    Judge(command::judge::Arguments),
    Library(command::library::Arguments),
    Network(command::network::Arguments),
    New(command::new::Arguments),
    Read(command::read::Arguments),
    Search(command::search::Arguments),
    Serve(command::serve::Arguments),
    Sources(command::sources::Arguments),
    Sql(command::sql::Arguments),
    Trade(command::trade::Arguments),
    Votes(command::votes::Arguments),
    Worker(worker::child::Arguments),
}

/// Commands by what one wants to do, in the order in which one wants it.
const GROUPS: &[(&str, &[&str])] = &[
    ("Check a report", &["check", "sources", "judge", "read", "explain"]),
    ("Work in the browser, on drafts and cases", &["desk"]),
    ("Work on a case", &["new", "add", "search", "build", "serve", "export"]),
    ("Ask one question, without a case", &["events", "network", "votes", "trade"]),
    ("Show that nothing was changed", &["archive"]),
    ("Look at the tables that come with griot", &["library", "sql"]),
];

fn main() -> ExitCode {
    let matches = grouped(Arguments::command()).get_matches();
    let ended = match Arguments::from_arg_matches(&matches) {
        Ok(arguments) => run(arguments
            .command
            .unwrap_or_else(|| Command::Desk(command::desk::Arguments::default()))),
        Err(error) => error.exit(),
    };
    ended.unwrap_or_else(failure::Failure::report)
}

fn run(command: Command) -> Result<ExitCode, failure::Failure> {
    match command {
        Command::Add(arguments) => command::add::run(&arguments),
        Command::Archive(arguments) => command::archive::run(&arguments),
        Command::Build(arguments) => command::build::run(&arguments),
        Command::Check(arguments) => command::check::run(&arguments),
        Command::Desk(arguments) => command::desk::run(&arguments),
        Command::Events(arguments) => command::events::run(&arguments),
        Command::Explain(arguments) => command::explain::run(&arguments),
        Command::Export(arguments) => command::export::run(&arguments),
        Command::Judge(arguments) => command::judge::run(&arguments),
        Command::Library(arguments) => command::library::run(arguments),
        Command::Network(arguments) => command::network_on::run(&arguments),
        Command::New(arguments) => command::new::run(arguments),
        Command::Read(arguments) => command::read::run(&arguments),
        Command::Search(arguments) => command::search::run(&arguments),
        Command::Serve(arguments) => command::serve::run(&arguments),
        Command::Sources(arguments) => command::sources::run(&arguments),
        Command::Sql(arguments) => command::sql::run(&arguments),
        Command::Trade(arguments) => command::trade::run(arguments),
        Command::Votes(arguments) => command::votes::run(arguments),
        Command::Worker(_) => Ok(worker::child::run()),
    }
}

/// The command with its help by groups, each line made of a command's own first line.
fn grouped(command: clap::Command) -> clap::Command {
    let mut help = String::from(
        "{about}\n\nUsage: griot COMMAND [ARGUMENTS]\n       griot                      opens the desk in the browser\n",
    );
    for (title, names) in GROUPS {
        help.push_str(&format!("\n{title}:\n"));
        for name in *names {
            let about = command.find_subcommand(name).and_then(clap::Command::get_about);
            let about = about.map_or_else(String::new, ToString::to_string);
            help.push_str(&format!("  {name:<9}{about}\n"));
        }
    }
    help.push_str(
        "\nOptions:\n{options}\n\n\
         Results go to standard output, everything else to standard error.\n\
         Exit status: 0 all well, 1 the evidence contradicts something, 2 griot could not work.\n\
         Next: griot check article.md, or griot COMMAND --help for examples.\n",
    );
    command.help_template(help)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_is_in_one_group_and_shows_examples() {
        let command = Arguments::command();
        command.clone().debug_assert();
        let mut grouped: Vec<&str> =
            GROUPS.iter().flat_map(|(_, names)| names.iter().copied()).collect();
        grouped.sort_unstable();
        let mut there: Vec<&str> = command
            .get_subcommands()
            .filter(|it| !it.is_hide_set())
            .map(clap::Command::get_name)
            .collect();
        there.sort_unstable();
        assert_eq!(grouped, there);
    }
}
