//! `griot events releases`: a newer release takes the place of an older one, and the difference is told.

use std::{fmt::Write as _, process::ExitCode};

use clap::ValueEnum;
use griot_table::release::{self, Changed, Difference, Totals};
use jiff::civil::Date;
use serde_json::{Value, json};

use super::files::{period, print, read_lists, write_list};
use crate::{failure::Failure, render::spelt, terminal::say};

#[derive(Debug, clap::Args)]
pub(super) struct ReleasesArguments {
    /// The older release
    old: String,
    /// The newer release, which is authoritative for its whole period
    new: String,
    /// The period of the newer release, where its file name does not say it: 1989/2022
    #[arg(long, value_parser = period)]
    period: Option<(Date, Date)>,
    /// Write the merged list here: .parquet
    #[arg(short, long, value_name = "FILE")]
    output: Option<String>,
    /// Replace the file of --output if it is there already
    #[arg(long, requires = "output")]
    replace: bool,
    /// Names of columns, for lists in no publisher's format (TOML)
    #[arg(long, value_name = "FILE")]
    mapping: Option<String>,
    /// How to print
    #[arg(long, value_enum, default_value_t = ReleasesFormat::Pretty)]
    format: ReleasesFormat,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum ReleasesFormat {
    /// For people
    Pretty,
    /// For programs
    Json,
}

pub(super) fn run(arguments: &ReleasesArguments) -> Result<ExitCode, Failure> {
    let files = [arguments.old.clone(), arguments.new.clone()];
    let lists = read_lists(&files, arguments.mapping.as_ref())?;
    let [old, new] = lists.as_slice() else {
        return Err(Failure::new("two releases are needed"));
    };
    let (merged, difference) =
        release::replace(old, new, arguments.period).map_err(Failure::new)?;
    if let Some(output) = &arguments.output {
        let inputs = [
            Some(arguments.old.as_str()),
            Some(arguments.new.as_str()),
            arguments.mapping.as_deref(),
        ];
        let inputs: Vec<&str> = inputs.into_iter().flatten().collect();
        write_list(&merged, output, &inputs, arguments.replace)?;
        say(&format!("{} events are in {output}", merged.events.len()));
    }
    let text = match arguments.format {
        ReleasesFormat::Json => {
            serde_json::to_string_pretty(&difference_json(&difference)).map_err(Failure::new)?
                + "\n"
        }
        ReleasesFormat::Pretty => pretty(&difference).map_err(Failure::new)?,
    };
    print(&text)?;
    Ok(ExitCode::SUCCESS)
}

/// Events of one kind that are printed for people; JSON has all.
const MOST: usize = 10;

fn pretty(difference: &Difference) -> Result<String, std::fmt::Error> {
    let mut text = String::new();
    let [old, new] = &difference.sources;
    let (first, last) = difference.period;
    writeln!(text, "{new} takes the place of {old} from {first} to {last}")?;
    if !difference.stated {
        writeln!(
            text,
            "  (the days of its events, since its name has no version; --period gives others)"
        )?;
    }
    let Difference { added, withdrawn, revised, unchanged, kept, .. } = difference;
    writeln!(
        text,
        "  {} events added, {} withdrawn, {} revised, {unchanged} as they were; {kept} older events outside the period stay",
        added.len(),
        withdrawn.len(),
        revised.len()
    )?;
    let Difference { unread, set_aside, .. } = difference;
    if !unread.is_empty() {
        writeln!(
            text,
            "  {} could not be read in {new}: they are not withdrawn, and stay as {old} has them",
            unread.len()
        )?;
    }
    let known = u64::try_from(unread.len()).unwrap_or(u64::MAX);
    if *set_aside > known && !withdrawn.is_empty() {
        writeln!(
            text,
            "  {set_aside} rows of {new} were set aside; what is called withdrawn may be among them"
        )?;
    }
    let [was, is] = &difference.totals;
    let totals = |it: &Totals| {
        format!("{} events, {} deaths ({} to {})", it.events, it.best, it.low, it.high)
    };
    writeln!(text, "  before: {}\n  now:    {}", totals(was), totals(is))?;
    for (year, category, [was, is]) in &difference.by_year {
        writeln!(
            text,
            "    {year} {}: {} is now {}",
            spelt(category),
            totals(was),
            totals(is)
        )?;
    }
    let parts = [
        ("added", added),
        ("withdrawn", withdrawn),
        ("not read", unread),
        ("revised", revised),
    ];
    for (name, changed) in parts {
        for it in changed.iter().take(MOST) {
            writeln!(text, "  {name} {}", spelt(&one(it)))?;
        }
        if let Some(more) = changed.len().checked_sub(MOST).filter(|more| *more > 0) {
            writeln!(text, "  {more} more {name}; --format json has all")?;
        }
    }
    Ok(text)
}

fn one(changed: &Changed) -> String {
    let event = changed.new.as_ref().or(changed.old.as_ref());
    let about = event.map_or_else(String::new, |event| {
        let deaths = event.deaths.map_or(String::new(), |d| format!(", {} deaths", d.best));
        format!("{} {}{deaths}", event.first, event.place)
    });
    if changed.differs.is_empty() {
        format!("{}: {about}", changed.id)
    } else {
        format!("{}: {}", changed.id, changed.differs.join("; "))
    }
}

fn difference_json(difference: &Difference) -> Value {
    let totals = |it: &Totals| json!({ "events": it.events, "best": it.best, "low": it.low, "high": it.high });
    let list = |changed: &[Changed]| -> Vec<Value> {
        changed
            .iter()
            .map(|it| {
                let event = it.new.as_ref().or(it.old.as_ref());
                json!({
                    "id": it.id, "date": event.map(|event| event.first.to_string()),
                    "place": event.map(|event| event.place.clone()),
                    "deaths": event.and_then(|event| event.deaths).map(|deaths| deaths.best),
                    "differs": it.differs,
                })
            })
            .collect()
    };
    let by_year: Vec<Value> = difference
        .by_year
        .iter()
        .map(|(year, category, [was, is])| {
            json!({ "year": year, "category": category, "before": totals(was), "now": totals(is) })
        })
        .collect();
    json!({
        "griot": env!("CARGO_PKG_VERSION"),
        "older": difference.sources[0], "newer": difference.sources[1],
        "period": [difference.period.0.to_string(), difference.period.1.to_string()],
        "period_stated": difference.stated, "unchanged": difference.unchanged, "kept": difference.kept,
        "before": totals(&difference.totals[0]), "now": totals(&difference.totals[1]),
        "by_year": by_year, "added": list(&difference.added),
        "withdrawn": list(&difference.withdrawn), "revised": list(&difference.revised),
        "not_read": list(&difference.unread), "set_aside": difference.set_aside,
    })
}
