//! `griot events`: lists of events fused into one, and two periods compared.

mod import;
mod releases;
mod short_lines;

use std::{
    fmt::Write as _,
    io::{self, Write as _},
    process::ExitCode,
};

use clap::{Subcommand, ValueEnum};
use griot_analysis::event::{
    compare::{self, Comparison, Victims},
    fuse::{self, Fused, FusedRow, Match, Method},
    leads::{self, Attached, Reach},
    taxonomy::Taxonomy,
};
use griot_case::{Case, judgement};
use griot_library::Library;
use griot_library::{Writing, write_parquet};
use griot_model::{Diagnostic, Note, PartialDate, Severity};
use griot_table::event_table;
use griot_table::{event::EventList, event_csv::Mapping, event_list, gdelt};
use jiff::civil::Date;
use serde_json::{Value, json};

use crate::{disk::Disk, failure::Failure, terminal::say};

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
  griot events fuse a.csv b.csv --case cases/car --leads 20260810093000.export.CSV

The csv has a line for each row: list, data row from 1, number of its event, probability that it belongs there.
Next: griot events compare sets two periods side by side.")]
    Fuse(FuseArguments),
    /// Was there more harm in one period than in another?
    #[command(after_help = "\
Examples:
  griot events compare --place ML --before 2020-12/2021-11 --after 2021-12/2022-11 --victims civilians ged.csv
  griot events compare --place ML --before 2021 --after 2022 --victims civilians
  griot events compare --place CAF --before 2017/2017 --after 2018/2018 --actor wagner acled.csv

Next: griot events fuse shows which rows of several lists are one event.")]
    Compare(CompareArguments),
}

#[derive(Debug, clap::Args)]
struct FuseArguments {
    /// Lists of events
    #[arg(required = true, num_args = 2..)]
    files: Vec<String>,
    /// Farthest distance between rows of one event, in kilometres
    #[arg(long, default_value_t = 25.0, value_parser = kilometres)]
    km: f64,
    /// Longest time between rows of one event, in days
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(i32).range(0..=366))]
    days: i32,
    /// Table of categories from fine to coarse, for the column that its file name ends with
    #[arg(long, value_name = "FILE")]
    taxonomy: Vec<String>,
    /// Names of columns, for lists in no publisher's format (TOML)
    #[arg(long, value_name = "FILE")]
    mapping: Option<String>,
    /// What persons decided (columns `source, row, other_source, other_row, answer, author`)
    #[arg(long, value_name = "FILE")]
    judgements: Option<String>,
    /// A case, whose actors say which names mean the same one
    #[arg(long, value_name = "DIR")]
    case: Option<String>,
    /// GDELT events or mentions, to be attached to events and never counted
    #[arg(long, value_name = "FILE")]
    leads: Vec<String>,
    /// Match exactly as another program does
    #[arg(long, value_enum)]
    compat: Option<Compat>,
    /// How to print
    #[arg(long, value_enum, default_value_t = FuseFormat::Pretty)]
    format: FuseFormat,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Compat {
    /// meltt 0.4.3, the order of the lists included
    Meltt,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FuseFormat {
    /// For people: a summary, and why pairs were matched
    Pretty,
    /// source,row,cluster,posterior
    Csv,
    /// Everything
    Json,
}

#[derive(Debug, clap::Args)]
struct CompareArguments {
    /// Lists of events; without any, the library's deaths by country and year
    files: Vec<String>,
    /// A case, whose monitors and missions are set beside the periods
    #[arg(long, value_name = "DIR")]
    case: Option<String>,
    /// Country: a code or a name
    #[arg(long)]
    place: Option<String>,
    /// First period, such as 2020-12/2021-11
    #[arg(long, value_parser = period)]
    before: (Date, Date),
    /// Second period
    #[arg(long, value_parser = period)]
    after: (Date, Date),
    /// Whose deaths to count
    #[arg(long, value_enum, default_value_t = Whose::All)]
    victims: Whose,
    /// Only events with this actor, in any column of actors
    #[arg(long)]
    actor: Option<String>,
    /// Names of columns, for lists in no publisher's format (TOML)
    #[arg(long, value_name = "FILE")]
    mapping: Option<String>,
    /// How to print
    #[arg(long, value_enum, default_value_t = CompareFormat::Pretty)]
    format: CompareFormat,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Whose {
    /// Everybody's
    All,
    /// Civilians', under every definition that a list allows
    Civilians,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum CompareFormat {
    /// For people
    Pretty,
    /// For programs
    Json,
}

/// Runs `griot events`.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    match &arguments.command {
        Command::Import(arguments) => import::run(arguments),
        Command::Releases(arguments) => releases::run(arguments),
        Command::Fuse(arguments) => run_fuse(arguments),
        Command::Compare(arguments) => run_compare(arguments),
    }
}

fn kilometres(text: &str) -> Result<f64, String> {
    let number = text.parse::<f64>().ok().filter(|km| (0.0..=2000.0).contains(km));
    number.ok_or_else(|| "give kilometres from 0 to 2000".to_owned())
}

fn period(text: &str) -> Result<(Date, Date), String> {
    let (first, last) = text.split_once('/').unwrap_or((text, text));
    let date = |text: &str| text.parse::<PartialDate>().map_err(|error| error.to_string());
    let (first, last) = (date(first)?.first_day(), date(last)?.last_day());
    if last < first {
        return Err(format!("{last} comes before {first}; write the earlier date first"));
    }
    Ok((first, last))
}

fn read_file(file: &str) -> Result<Vec<u8>, Failure> {
    #[expect(clippy::disallowed_methods, reason = "the binary is where files are read")]
    let opened = std::fs::File::open(file);
    opened
        .and_then(short_lines::read)
        .map_err(|error| Failure::new(format!("{file} cannot be read: {error}")))
}

/// The events in the columns that `griot sql` shows of a table of events, as Parquet. The same list
/// gives the same bytes.
fn event_parquet(list: &EventList) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let writing = Writing { created_by: "griot events import", level: 1 };
    write_parquet(&event_table("events", list), writing, &mut bytes).map_err(Failure::new)?;
    Ok(bytes)
}

#[expect(clippy::disallowed_methods, reason = "the binary is where files are written")]
fn write_file(file: &str, bytes: &[u8]) -> Result<(), Failure> {
    std::fs::write(file, bytes)
        .map_err(|error| Failure::new(format!("{file} cannot be written: {error}")))
}

fn mapping(file: Option<&String>) -> Result<Mapping, Failure> {
    match file {
        None => Ok(Mapping::plain()),
        Some(file) => Mapping::read(file, &read_file(file)?).map_err(Failure::new),
    }
}

fn open_case(folder: &str) -> Result<Case, Failure> {
    Case::open(&Disk, folder).map_err(Failure::new)
}

fn read_lists(files: &[String], mapping: Option<&String>) -> Result<Vec<EventList>, Failure> {
    let mapping = self::mapping(mapping)?;
    let mut lists = Vec::new();
    for file in files {
        let list = event_list::read(file, &read_file(file)?, &mapping).map_err(|error| {
            Failure::new(error)
                .hint("a mapping file names the columns: griot events fuse --help")
        })?;
        say(&format!("{file}: {}, {} events", list.layout, list.events.len()));
        tell(&list.diagnostics);
        lists.push(list);
    }
    Ok(lists)
}

/// How many diagnostics of one file are printed; a file that is wrong throughout would bury everything else.
const MOST_TOLD: usize = 20;

fn tell(diagnostics: &[Diagnostic]) {
    for seen in diagnostics.iter().take(MOST_TOLD) {
        let kind = match seen.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        };
        let line = seen.line.map(|line| format!(":{line}")).unwrap_or_default();
        say(&format!("{kind}: {}{line}: {}", seen.file, printable(&seen.message)));
        for note in &seen.notes {
            match note {
                Note::Note(text) => say(&format!("note: {}", printable(text))),
                Note::Help(text) => say(&format!("help: {}", printable(text))),
            }
        }
    }
    if let Some(more) = diagnostics.len().checked_sub(MOST_TOLD).filter(|more| *more > 0) {
        say(&format!("note: {more} more like these"));
    }
}

/// Cells of a stranger's file reach a terminal here; what could steer it is shown escaped.
fn printable(text: &str) -> String {
    let steers = |letter: char| {
        letter.is_control()
            || matches!(letter, '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let mut shown = String::new();
    for letter in text.chars() {
        if steers(letter) {
            shown.extend(letter.escape_unicode());
        } else {
            shown.push(letter);
        }
    }
    shown
}

fn run_fuse(arguments: &FuseArguments) -> Result<ExitCode, Failure> {
    let lists = read_lists(&arguments.files, arguments.mapping.as_ref())?;
    let mut columns: Vec<String> =
        lists.iter().flat_map(|list| list.taxonomies.iter().cloned()).collect();
    columns.sort();
    columns.dedup();
    let mut taxonomies = Vec::new();
    for file in &arguments.taxonomy {
        let taxonomy =
            Taxonomy::read(file, &read_file(file)?, &columns).map_err(Failure::new)?;
        tell(&taxonomy.diagnostics);
        taxonomies.push(taxonomy);
    }
    let mut judgements = Vec::new();
    if let Some(file) = &arguments.judgements {
        let read = judgement::read(file, &read_file(file)?).map_err(Failure::new)?;
        tell(&read.diagnostics);
        judgements = read.rows;
    }
    let request = fuse::Request {
        km: arguments.km,
        days: arguments.days,
        taxonomies,
        method: match arguments.compat {
            Some(Compat::Meltt) => Method::Meltt,
            None => Method::Linkage,
        },
        judgements,
        aliases: match &arguments.case {
            None => fuse::Aliases::default(),
            Some(folder) => fuse::Aliases::of_case(&open_case(folder)?.actors),
        },
    };
    let fused = fuse::fuse(&lists, &request).map_err(Failure::new)?;
    tell(&fused.diagnostics);
    let attached = attached(arguments, &lists)?;
    let text = match arguments.format {
        FuseFormat::Csv => fused_csv(&fused),
        FuseFormat::Json => fused_json(&fused, &attached).map_err(Failure::new)?,
        FuseFormat::Pretty => {
            let mut text = fused_pretty(&fused, &lists);
            describe_leads(&mut text, &attached);
            text
        }
    };
    print(&text)?;
    Ok(ExitCode::SUCCESS)
}

fn print(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(())
}

fn fused_csv(fused: &Fused) -> String {
    let mut text = String::from("source,row,cluster,posterior\n");
    for FusedRow { name, cluster, posterior } in &fused.rows {
        let posterior = posterior.map(|p| format!("{p:.6}")).unwrap_or_default();
        text.push_str(&format!(
            "{},{},{cluster},{posterior}\n",
            quoted(&name.source),
            name.row
        ));
    }
    text
}

/// A CSV cell; file names may hold anything.
fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

fn match_json(found: &Match) -> Value {
    let probability = found.probability.is_finite().then_some(found.probability);
    let reasons: Vec<Value> = found
        .reasons
        .iter()
        .map(|(reason, weight)| json!({ "reason": reason, "weight": weight }))
        .collect();
    json!({
        "one": found.one, "other": found.other, "km": found.km, "days": found.days,
        "probability": probability, "together": found.together, "author": found.author,
        "reasons": reasons,
    })
}

/// The leads of all files given, attached.
fn attached(arguments: &FuseArguments, lists: &[EventList]) -> Result<Vec<Attached>, Failure> {
    let (mut all, mut mentions) = (Vec::new(), Vec::new());
    for file in &arguments.leads {
        let bytes = read_file(file)?;
        match event_list::gdelt(file, &bytes) {
            Some(gdelt::Layout::Mentions) => {
                let found = gdelt::read_mentions(file, &bytes);
                say(&format!("{file}: GDELT mentions, {} articles", found.rows.len()));
                tell(&found.diagnostics);
                mentions.extend(found.rows);
            }
            Some(layout) => {
                let found = gdelt::read_events(file, &bytes, layout).map_err(Failure::new)?;
                say(&format!("{file}: GDELT events, {} articles", found.rows.len()));
                tell(&found.diagnostics);
                all.extend(found.rows);
            }
            None => {
                return Err(Failure::new(format!("{file} is not GDELT"))
                    .hint("events have 61 or 58 fields divided by tabs, mentions 16, without a header"));
            }
        }
    }
    let reach = Reach { km: arguments.km, days: arguments.days };
    Ok(leads::attach(lists, &all, &mentions, reach))
}

/// Leads that are printed for people; JSON has all.
const MOST_LEADS: usize = 10;

fn describe_leads(text: &mut String, attached: &[Attached]) {
    if attached.is_empty() {
        return;
    }
    let with = attached.iter().filter(|lead| lead.event.is_some()).count();
    text.push_str(&format!(
        "\n{} articles of GDELT are leads and count as nothing; {with} may be about an event:\n",
        attached.len()
    ));
    for lead in attached.iter().filter(|lead| lead.event.is_some()).take(MOST_LEADS) {
        let Some(event) = &lead.event else { continue };
        text.push_str(&format!(
            "  {} {}: {} ({})\n      {}\n",
            event.source,
            event.row,
            printable(&lead.place),
            lead.day,
            printable(&lead.reasons.join(", "))
        ));
        text.push_str(&format!("      {}\n", printable(&lead.url)));
    }
    let mut why: std::collections::BTreeMap<&str, u64> = std::collections::BTreeMap::new();
    for lead in attached.iter().filter(|lead| lead.event.is_none()) {
        *why.entry(lead.reasons.first().map_or("", String::as_str)).or_default() += 1;
    }
    for (reason, leads) in why {
        text.push_str(&format!("  {leads} not attached: {}\n", printable(reason)));
    }
}

fn lead_json(lead: &Attached) -> Value {
    json!({
        "id": lead.id, "url": lead.url, "day": lead.day.to_string(), "place": lead.place,
        "further_rows": lead.further_rows, "publishers": lead.publishers, "event": lead.event,
        "others": lead.others, "reasons": lead.reasons,
    })
}

fn fused_json(fused: &Fused, attached: &[Attached]) -> Result<String, serde_json::Error> {
    let matches: Vec<Value> = fused.matches.iter().map(match_json).collect();
    let review: Vec<Value> = fused.review.iter().map(match_json).collect();
    let value = json!({
        "griot": env!("CARGO_PKG_VERSION"),
        "events": fused.events, "expected_events": fused.expected_events,
        "totals": fused.totals,
        "rows": fused.rows, "matches": matches, "review": review,
        "leads": attached.iter().map(lead_json).collect::<Vec<_>>(),
    });
    serde_json::to_string_pretty(&value).map(|text| text + "\n")
}

fn fused_pretty(fused: &Fused, lists: &[EventList]) -> String {
    let mut text = String::new();
    let rows: usize = lists.iter().map(|list| list.events.len()).sum();
    let expected = fused
        .expected_events
        .map(|expected| format!(", {expected:.1} in expectation"))
        .unwrap_or_default();
    text.push_str(&format!(
        "{rows} rows of {} lists are {} events{expected}\n",
        lists.len(),
        fused.events
    ));
    let joined = fused.matches.iter().filter(|found| found.together).count();
    text.push_str(&format!("{joined} pairs of rows are taken for one event\n"));
    describe_totals(&mut text, fused);
    let unsure: Vec<&Match> = fused
        .matches
        .iter()
        .filter(|found| found.author.is_none() && (0.2..0.8).contains(&found.probability))
        .collect();
    if !unsure.is_empty() {
        text.push_str(&format!(
            "\n{} pairs are unsure; a judgement file decides them:\n",
            unsure.len()
        ));
    }
    for found in unsure.iter().take(10) {
        describe(&mut text, found);
    }
    if !fused.review.is_empty() {
        text.push_str(&format!(
            "\n{} pairs inside one list look like one event reported twice; they are not merged:\n",
            fused.review.len()
        ));
    }
    for found in fused.review.iter().take(10) {
        describe(&mut text, found);
    }
    text
}

fn describe_totals(text: &mut String, fused: &Fused) {
    let totals = &fused.totals;
    text.push_str("\ntotals:\n");
    for source in &totals.sources {
        let deaths = match (source.best, source.low, source.high) {
            (Some(best), Some(low), Some(high)) if low != high => {
                format!(", {best} deaths ({low} to {high})")
            }
            (Some(best), ..) => format!(", {best} deaths"),
            _ => String::new(),
        };
        text.push_str(&format!("  {}: {} events{deaths}\n", source.source, source.events));
    }
    let about = |expected: &griot_analysis::event::totals::Expected| {
        format!(
            "{:.1} in expectation (plus or minus {:.1} by not knowing which rows match)",
            expected.mean,
            1.96 * expected.deviation
        )
    };
    let events = totals
        .events_expected
        .as_ref()
        .map_or_else(String::new, |expected| format!(", {}", about(expected)));
    text.push_str(&format!("  fused: {} events{events}\n", totals.events));
    if let (Some(lowest), Some(highest)) = (totals.deaths_lowest, totals.deaths_highest) {
        text.push_str(&format!(
            "  fused: {lowest} deaths with the lowest number of each event, {highest} with the highest"
        ));
        if let Some(expected) = &totals.deaths_expected {
            text.push_str(&format!(", {}", about(expected)));
        }
        text.push('\n');
    }
}

fn describe(text: &mut String, found: &Match) {
    let Match { one, other, probability, .. } = found;
    text.push_str(&format!(
        "  {} {} and {} {}: {:.0} %\n",
        one.source,
        one.row,
        other.source,
        other.row,
        probability * 100.0
    ));
    for (reason, bits) in &found.reasons {
        text.push_str(&format!("      {bits:+6.1} bits  {reason}\n"));
    }
}

fn run_compare(arguments: &CompareArguments) -> Result<ExitCode, Failure> {
    let library = Library::embedded();
    let country = match &arguments.place {
        None => None,
        Some(place) => Some(
            library.find_country(place).map(|found| found.iso3.clone()).ok_or_else(|| {
                Failure::new(format!("{place:?} is no country, or several"))
                    .hint("give an ISO 3166 code such as ML or MLI")
            })?,
        ),
    };
    let mut lists = read_lists(&arguments.files, arguments.mapping.as_ref())?;
    if arguments.files.is_empty() {
        if country.is_none() || arguments.actor.is_some() {
            return Err(Failure::new(
                "the library knows deaths by country and year, and no actor",
            )
            .hint("give --place without --actor, or a list of events"));
        }
        say("note: no list is given; the library's deaths by country and year are compared");
        lists.push(compare::of_library(library));
    }
    let monitors = match (&arguments.case, &country) {
        (Some(folder), Some(iso3)) => compare::Monitor::of_case(&open_case(folder)?, iso3),
        _ => Vec::new(),
    };
    let request = compare::Request {
        monitors,
        country,
        before: arguments.before,
        after: arguments.after,
        victims: match arguments.victims {
            Whose::All => Victims::All,
            Whose::Civilians => Victims::Civilians,
        },
        actor: arguments.actor.clone(),
    };
    let mut comparisons = Vec::new();
    for list in &lists {
        let found = compare::compare(list, &request, library);
        if found.is_empty() {
            say(&format!("note: {} does not say who the dead were", list.source));
        }
        comparisons.extend(found);
    }
    let text = match arguments.format {
        CompareFormat::Json => {
            let all: Vec<Value> = comparisons.iter().map(comparison_json).collect();
            serde_json::to_string_pretty(&all).map_err(Failure::new)? + "\n"
        }
        CompareFormat::Pretty => {
            let mut text = String::new();
            for comparison in &comparisons {
                comparison_pretty(&mut text, comparison, &request).map_err(Failure::new)?;
            }
            text
        }
    };
    print(&text)?;
    Ok(ExitCode::SUCCESS)
}

fn times(ratio: Option<f64>) -> String {
    ratio.map_or_else(|| "none".to_owned(), |ratio| format!("{ratio:.2}"))
}

fn comparison_pretty(
    text: &mut String,
    comparison: &Comparison,
    request: &compare::Request,
) -> std::fmt::Result {
    let Comparison { ratio, .. } = comparison;
    writeln!(text, "{} ({})", comparison.source, comparison.layout)?;
    writeln!(text, "  {}", comparison.counts)?;
    for (name, period, total) in
        [("before", request.before, &ratio.before), ("after", request.after, &ratio.after)]
    {
        writeln!(
            text,
            "  {name:<7} {} to {}  {:>8.0} deaths ({:.0} to {:.0}) in {}, {} days",
            period.0,
            period.1,
            total.best,
            total.low,
            total.high,
            comparison.in_words(total.events),
            total.days
        )?;
    }
    writeln!(text, "  ratio   {}  {}", times(ratio.ratio), comparison.interval_words())?;
    let (low, high) = ratio.bounds;
    writeln!(
        text,
        "  {} to {} by the publisher's own low and high numbers",
        times(low),
        times(high)
    )?;
    if ratio.straddling.events > 0 {
        writeln!(
            text,
            "  {} to {} with the {} events across the cut all before or all after",
            times(ratio.straddling.all_before),
            times(ratio.straddling.all_after),
            ratio.straddling.events
        )?;
    }
    if let Some(range) = &ratio.without_one {
        writeln!(text, "  {:.2} to {:.2} with any one event left out", range.low, range.high)?;
    }
    if let Some(rank) = comparison.rank {
        writeln!(
            text,
            "  of {} cuts through the list, a week apart, {} show this ratio or a higher one, {} this or a lower one",
            rank.cuts, rank.at_least_as_high, rank.at_most_as_high
        )?;
    }
    writeln!(text, "  against every earlier period of the same length:")?;
    for baseline in &comparison.baselines {
        writeln!(
            text,
            "    {} to {}  {:>8.0} deaths  {:>7}",
            baseline.first,
            baseline.last,
            baseline.deaths,
            times(baseline.ratio)
        )?;
    }
    if let Some(extreme) = &comparison.extreme {
        writeln!(text, "  warning: {extreme}")?;
    }
    if !comparison.by_actor.is_empty() {
        writeln!(text, "  deaths in events with:")?;
    }
    for (name, before, after) in comparison.by_actor.iter().take(8) {
        writeln!(text, "    {before:>8.0} before {after:>8.0} after  {}", printable(name))?;
    }
    for (day, before, after) in &comparison.changes {
        writeln!(
            text,
            "  the weekly level changed around {day}, from {before:.1} to {after:.1}"
        )?;
    }
    for caveat in &comparison.caveats {
        writeln!(text, "  note: {}", printable(caveat))?;
    }
    writeln!(text)
}

fn comparison_json(comparison: &Comparison) -> Value {
    let Comparison { ratio, .. } = comparison;
    let total = |total: &compare::Total| json!({ "events": total.events, "best": total.best, "low": total.low, "high": total.high, "days": total.days });
    let baselines: Vec<Value> = comparison
        .baselines
        .iter()
        .map(|b| json!({ "first": b.first.to_string(), "last": b.last.to_string(), "deaths": b.deaths, "ratio": b.ratio }))
        .collect();
    let by_actor: Vec<Value> = comparison
        .by_actor
        .iter()
        .map(|(name, before, after)| json!({ "actor": name, "before": before, "after": after }))
        .collect();
    let changes: Vec<Value> = comparison
        .changes
        .iter()
        .map(|(day, before, after)| json!({ "day": day.to_string(), "before": before, "after": after }))
        .collect();
    json!({
        "source": comparison.source, "layout": comparison.layout, "counts": comparison.counts,
        "before": total(&ratio.before), "after": total(&ratio.after), "ratio": ratio.ratio,
        "interval": ratio.interval.as_ref().ok().map(|i| json!({ "low": i.low, "high": i.high, "dispersion": i.dispersion, "confidence": 0.95 })),
        "interval_words": comparison.interval_words(),
        "bounds": [ratio.bounds.0, ratio.bounds.1],
        "straddling": { "events": ratio.straddling.events, "all_before": ratio.straddling.all_before, "all_after": ratio.straddling.all_after },
        "without_one_event": ratio.without_one.as_ref().map(|r| [r.low, r.high]),
        "cut_rank": comparison.rank.map(|r| json!({ "at_least_as_high": r.at_least_as_high, "at_most_as_high": r.at_most_as_high, "cuts": r.cuts })),
        "baselines": baselines, "extreme": comparison.extreme, "by_actor": by_actor,
        "changes": changes, "caveats": comparison.caveats,
    })
}
