//! `griot events fuse`: which rows of several lists are one event, and why.

use std::process::ExitCode;

use clap::ValueEnum;
use griot_analysis::event::{
    FusedRow, Match,
    fuse::{self, Fused, Method},
    leads::{self, Attached, Reach},
    taxonomy::Taxonomy,
};
use griot_case::judgement;
use griot_library::Library;
use griot_table::{event::EventList, event_list, gdelt};
use serde_json::{Value, json};

use super::{
    files::{country, print, read_file, read_lists, tell},
    on::Lists,
};
use crate::{
    cluster::{Cluster, On},
    command::open_case,
    failure::Failure,
    render::spelt,
    terminal::say,
};

#[derive(Debug, clap::Args)]
pub(super) struct FuseArguments {
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
    #[command(flatten)]
    on: On,
    /// With --on: only rows in this country, a code or a name
    #[arg(long, requires = "on")]
    place: Option<String>,
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

fn kilometres(text: &str) -> Result<f64, String> {
    let number = text.parse::<f64>().ok().filter(|km| (0.0..=2000.0).contains(km));
    number.ok_or_else(|| "give kilometres from 0 to 2000".to_owned())
}

pub(super) fn run(arguments: &FuseArguments) -> Result<ExitCode, Failure> {
    let lists = match arguments.on.cluster() {
        None => read_lists(&arguments.files, arguments.mapping.as_ref())?,
        Some(cluster) => on_cluster(arguments, cluster?)?,
    };
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
    let ready = fuse::Ready::of(&lists, &request).map_err(Failure::new)?;
    let attached = attached(arguments, &lists)?;
    let read = (lists.iter().map(|list| list.events.len()).sum(), lists.len());
    drop(lists);
    let fused = ready.fuse(&request).map_err(Failure::new)?;
    tell(&fused.diagnostics);
    let text = match arguments.format {
        FuseFormat::Csv => fused_csv(&fused),
        FuseFormat::Json => fused_json(&fused, &attached).map_err(Failure::new)?,
        FuseFormat::Pretty => {
            let mut text = fused_pretty(&fused, read);
            describe_leads(&mut text, &attached);
            text
        }
    };
    print(&text)?;
    Ok(ExitCode::SUCCESS)
}

/// The lists as they lie on a cluster; rows are numbered by their cells in order.
fn on_cluster(arguments: &FuseArguments, cluster: Cluster) -> Result<Vec<EventList>, Failure> {
    if !arguments.leads.is_empty() {
        return Err(Failure::new("--leads is not for lists on a cluster")
            .hint("leave it out; articles are attached to lists of this machine"));
    }
    let library = Library::embedded();
    let country = country(arguments.place.as_deref(), library)?;
    let mapping = arguments.mapping.as_ref();
    let mut lists = Lists::at(cluster, &arguments.files, mapping, country.as_deref(), library)?;
    lists.few_pairs(arguments.km, arguments.days)?;
    lists.read(false)
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
        .map(|(reason, weight)| json!({ "reason": &**reason, "weight": weight }))
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
                let found = gdelt::read_mentions(file, &bytes).map_err(Failure::new)?;
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
        "\n{} articles of GDELT are leads and count as nothing; {with} may be about an event{}:\n",
        attached.len(),
        if with > MOST_LEADS { format!("; {MOST_LEADS} of them") } else { String::new() }
    ));
    for lead in attached.iter().filter(|lead| lead.event.is_some()).take(MOST_LEADS) {
        let Some(event) = &lead.event else { continue };
        text.push_str(&format!(
            "  {} {}: {} ({})\n      {}\n",
            event.source,
            event.row,
            spelt(&lead.place),
            lead.day,
            spelt(&lead.reasons.join(", "))
        ));
        text.push_str(&format!("      {}\n", spelt(&lead.url)));
    }
    let mut why: std::collections::BTreeMap<&str, u64> = std::collections::BTreeMap::new();
    for lead in attached.iter().filter(|lead| lead.event.is_none()) {
        *why.entry(lead.reasons.first().map_or("", String::as_str)).or_default() += 1;
    }
    for (reason, leads) in why {
        text.push_str(&format!("  {leads} not attached: {}\n", spelt(reason)));
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
    let matches: Vec<Value> = fused.matches.iter().map(|it| match_json(&it)).collect();
    let review: Vec<Value> = fused.review.iter().map(|it| match_json(&it)).collect();
    let value = json!({
        "griot": env!("CARGO_PKG_VERSION"),
        "events": fused.events, "folded": fused.folded,
        "totals": fused.totals,
        "rows": fused.rows, "matches": matches, "review": review,
        "leads": attached.iter().map(lead_json).collect::<Vec<_>>(),
    });
    serde_json::to_string_pretty(&value).map(|text| text + "\n")
}

fn fused_pretty(fused: &Fused, (rows, lists): (usize, usize)) -> String {
    let mut text = String::new();
    text.push_str(&format!("{rows} rows of {lists} lists are {} events\n", fused.events));
    text.push_str(&format!(
        "{} pairs of rows are taken for one event\n",
        fused.matches.together()
    ));
    describe_totals(&mut text, fused);
    let unsure = || {
        let open = |it: &Match| it.author.is_none() && (0.2..0.8).contains(&it.probability);
        fused.matches.iter().filter(open)
    };
    let count = unsure().count();
    if count > 0 {
        text.push_str(&format!(
            "\n{count} pairs are unsure; a judgement file decides them{}:\n",
            of_which(count)
        ));
    }
    for found in unsure().take(MOST_PAIRS) {
        describe(&mut text, &found);
    }
    if !fused.review.is_empty() {
        text.push_str(&format!(
            "\n{} pairs inside one list look like one event reported twice; they are not merged{}:\n",
            fused.review.len(),
            of_which(fused.review.len())
        ));
    }
    for found in fused.review.iter().take(MOST_PAIRS) {
        describe(&mut text, &found);
    }
    text
}

/// Pairs that are printed for people; JSON has all.
const MOST_PAIRS: usize = 10;

/// What is said where fewer are shown than counted.
fn of_which(all: usize) -> String {
    if all > MOST_PAIRS { format!("; {MOST_PAIRS} of them") } else { String::new() }
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
    text.push_str(&format!("  fused: {} events\n", totals.events));
    if let (Some(lowest), Some(highest)) = (totals.deaths_lowest, totals.deaths_highest) {
        text.push_str(&format!(
            "  fused: {lowest} deaths with the lowest number of each event, {highest} with the highest\n"
        ));
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
