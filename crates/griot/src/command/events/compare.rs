//! `griot events compare`: harm in one period beside harm in another.

use std::{fmt::Write as _, process::ExitCode};

use clap::ValueEnum;
use griot_analysis::event::compare::{self, Comparison, Victims};
use griot_library::Library;
use jiff::civil::Date;
use serde_json::{Value, json};

use super::{
    files::{country, period, print, read_lists},
    on::Lists,
};
use crate::{cluster::On, command::open_case, failure::Failure, render::spelt, terminal::say};

#[derive(Debug, clap::Args)]
pub(super) struct CompareArguments {
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
    #[command(flatten)]
    on: On,
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

pub(super) fn run(arguments: &CompareArguments) -> Result<ExitCode, Failure> {
    let library = Library::embedded();
    let country = country(arguments.place.as_deref(), library)?;
    let mut lists = match arguments.on.cluster() {
        None => read_lists(&arguments.files, arguments.mapping.as_ref())?,
        Some(cluster) => Lists::at(
            cluster?,
            &arguments.files,
            arguments.mapping.as_ref(),
            country.as_deref(),
            library,
        )?
        .read(true)?,
    };
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

/// Actors that are printed for people; JSON has all.
const MOST_ACTORS: usize = 8;

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
            "  {} to {} with the {} {} across the cut all before or all after",
            times(ratio.straddling.all_before),
            times(ratio.straddling.all_after),
            ratio.straddling.events,
            if ratio.straddling.events == 1 { "event" } else { "events" }
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
            "    {} to {}  {:>8.0} deaths  {:>7}{}",
            baseline.first,
            baseline.last,
            baseline.deaths,
            times(baseline.ratio),
            baseline
                .interval
                .map_or_else(String::new, |(low, high)| format!("  ({low:.2} to {high:.2})"))
        )?;
    }
    if let Some(among) = &comparison.among_baselines {
        writeln!(text, "  {among}")?;
    }
    if !comparison.by_actor.is_empty() {
        let all = comparison.by_actor.len();
        let of = if all > MOST_ACTORS {
            format!(", the {MOST_ACTORS} largest of {all}")
        } else {
            String::new()
        };
        writeln!(text, "  deaths in events with{of}:")?;
    }
    for (name, before, after) in comparison.by_actor.iter().take(MOST_ACTORS) {
        writeln!(text, "    {before:>8.0} before {after:>8.0} after  {}", spelt(name))?;
    }
    for (day, before, after) in &comparison.changes {
        writeln!(
            text,
            "  the weekly level changed around {day}, from {before:.1} to {after:.1}"
        )?;
    }
    for caveat in &comparison.caveats {
        writeln!(text, "  note: {}", spelt(caveat))?;
    }
    writeln!(text)
}

fn comparison_json(comparison: &Comparison) -> Value {
    let Comparison { ratio, .. } = comparison;
    let total = |total: &compare::Total| json!({ "events": total.events, "best": total.best, "low": total.low, "high": total.high, "days": total.days });
    let baselines: Vec<Value> = comparison
        .baselines
        .iter()
        .map(|b| json!({ "first": b.first.to_string(), "last": b.last.to_string(), "deaths": b.deaths, "ratio": b.ratio, "interval": b.interval.map(|(low, high)| [low, high]) }))
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
        "interval": ratio.interval.as_ref().ok().map(|i| json!({ "low": i.low, "high": i.high, "dispersion": i.dispersion, "dependence": i.dependence, "season": i.season, "trend": i.trend, "confidence": 0.95 })),
        "interval_words": comparison.interval_words(),
        "bounds": [ratio.bounds.0, ratio.bounds.1],
        "straddling": { "events": ratio.straddling.events, "all_before": ratio.straddling.all_before, "all_after": ratio.straddling.all_after },
        "without_one_event": ratio.without_one.as_ref().map(|r| [r.low, r.high]),
        "cut_rank": comparison.rank.map(|r| json!({ "at_least_as_high": r.at_least_as_high, "at_most_as_high": r.at_most_as_high, "cuts": r.cuts })),
        "baselines": baselines, "among_baselines": comparison.among_baselines, "by_actor": by_actor,
        "changes": changes, "caveats": comparison.caveats,
    })
}
