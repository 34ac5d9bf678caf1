//! `griot events`: lists of events fused into one, and two periods compared.

mod compare;
mod files;
mod fuse;
mod import;
mod on;
mod releases;
mod short_lines;

use std::process::ExitCode;

use clap::Subcommand;

use crate::failure::Failure;

/// Fuse lists of events, and compare harm before and after a day
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// What is in this file? Reads it as its publisher's format, and writes its events as one table
    #[command(after_help = "\
Reads ACLED exports (31 columns, older layouts, JSON of the API, one row per event or per actor) and weekly aggregates, UCDP GED (49, 41, \
38 columns, candidates) and country-year, GDELT events and mentions (said to be leads), and any CSV by a mapping file:

  date = \"day\"            # names of columns
  latitude = \"lat\"
  longitude = \"lon\"
  deaths = \"killed\"
  date_order = \"day-month\"

Examples:
  griot events import GEDEvent_v25_1.csv -o events.parquet
  griot events import export.csv.gz --format json
  griot events import own.csv --mapping columns.toml -o events.parquet

Next: griot events fuse puts several lists together.")]
    Import(import::ImportArguments),
    /// What does a newer release of a source change?
    #[command(after_help = "\
The newer release takes the place of the older one for its whole period: events that it no longer has are withdrawn.

Examples:
  griot events releases GEDEvent_v23_1.csv GEDEvent_v24_1.csv
  griot events releases old.csv new.csv --period 2020/2022 -o merged.parquet

Next: griot events compare sets two periods side by side.")]
    Releases(releases::ReleasesArguments),
    /// Which rows of different lists are one event?
    #[command(after_help = "\
Reads UCDP GED, ACLED exports (rows stay on this machine) and plain CSV with date, enddate, latitude, longitude and *_tax columns.

Examples:
  griot events fuse a.csv b.csv c.csv --km 25 --days 2 --format csv
  griot events fuse a.csv b.csv --taxonomy tax_type_tax.csv --judgements decided.csv
  griot events fuse a.csv b.csv --compat meltt --format csv
  griot events fuse --on sc://host:15002 /shared/ged.csv /shared/acled.parquet --place ML
  griot events fuse a.csv b.csv --case cases/car --leads 20260810093000.export.CSV

The csv has a line for each row: list, data row from 1, number of its event, probability that it belongs there.
Next: griot events compare sets two periods side by side.")]
    Fuse(fuse::FuseArguments),
    /// Was there more harm in one period than in another?
    #[command(after_help = "\
Examples:
  griot events compare --place ML --before 2020-12/2021-11 --after 2021-12/2022-11 --victims civilians ged.csv
  griot events compare --place ML --before 2021 --after 2022 --victims civilians
  griot events compare --on sc://host:15002 /shared/ged.parquet --place ML --before 2021 --after 2022
  griot events compare --place CAF --before 2017/2017 --after 2018/2018 --actor wagner acled.csv

Next: griot events fuse shows which rows of several lists are one event.")]
    Compare(compare::CompareArguments),
}

/// Runs `griot events`.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    match &arguments.command {
        Command::Import(arguments) => import::run(arguments),
        Command::Releases(arguments) => releases::run(arguments),
        Command::Fuse(arguments) => fuse::run(arguments),
        Command::Compare(arguments) => compare::run(arguments),
    }
}
