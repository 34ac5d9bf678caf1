//! `griot network`: who shares the same things at nearly the same time.

use std::{
    fs,
    io::{self, Write as _},
    num::NonZeroUsize,
    path::{Path, PathBuf},
    process::ExitCode,
    thread,
};

use crate::{failure::Failure, render::spelt, terminal::say};
use clap::ValueEnum;
use griot_engine::{
    network::{
        ObjectKind,
        answer::{Network, Question, answer},
        gather::{Gathered, Gathering, Repeats},
        graph, length_of_time, peer,
        pseudonym::PseudonymKey,
        table,
    },
    table::posts::{self, Mapping},
};
use griot_model::{Diagnostic, Severity};

/// Find accounts that share the same things at nearly the same time
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  griot network shares.csv --by object --window 60s --min 2
  griot network posts.jsonl --by url,hashtag,text --window 5m --format json
  griot network export.csv.gz --by url --window auto -o network/
  griot network shares.csv --window 10s --compat coortweet

What is found is a pattern with its evidence; it names no culprit.")]
pub(crate) struct Arguments {
    /// Exports of posts, or tables of shares; gzip and zstd are read as they are
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// What accounts share: object, url, domain, hashtag, hashtag-sequence, text, repost, reply, media, mention
    #[arg(long, value_delimiter = ',', default_value = "object")]
    by: Vec<ObjectKind>,
    /// Longest time between two shares, included: 60s, 5m, 1h; `auto` lets the data suggest one
    #[arg(long, default_value = "60s")]
    window: String,
    /// Fewest rows of an account, in the data and in pairs
    #[arg(long, default_value_t = 2)]
    min: u32,
    /// Count as another tool does, without its errors
    #[arg(long, value_enum)]
    compat: Option<Compat>,
    /// How to write the result
    #[arg(long, value_enum, default_value_t = Format::Csv)]
    format: Format,
    /// Folder to write all forms of the result to
    #[arg(short, long)]
    output: Option<PathBuf>,
    /// TOML file that says which column is which, for tables griot does not know
    #[arg(long)]
    mapping: Option<PathBuf>,
    /// File with a secret; accounts then go by pseudonyms that only its holder can make again
    #[arg(long)]
    pseudonyms: Option<PathBuf>,
    /// Draws of the null to test edges and groups against; by default 199 for up to 100,000 rows
    #[arg(long)]
    draws: Option<u32>,
    /// Length of the stretches of time within which the null deals objects again
    #[arg(long, default_value = "1d", value_parser = length_of_time)]
    stretch: i64,
    /// Where chance starts: the same seed gives the same answer
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Family-wise error at which an edge or group is marked as holding
    #[arg(long, default_value_t = 0.05)]
    level: f64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Compat {
    /// `CooRTweet` 2.1.3: undirected, pairs of posts, mean delay
    Coortweet,
    /// coordination-network-toolkit: directed, posts of the source
    Cnt,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Edges, one per line
    Csv,
    /// Edges, communities and groups with their objects
    Json,
    /// For Gephi, with positions, weights and dates
    Gexf,
    /// For igraph, networkx, yEd
    Graphml,
}

/// Rows up to which the null is drawn without being asked for.
const DRAWN_UNASKED: usize = 100_000;

/// Runs `griot network`.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    if arguments.compat.is_some() && arguments.by.len() > 1 {
        return Err(Failure::new("another tool's network has one kind of object")
            .hint("give one kind with --by, or leave out --compat"));
    }
    let gathered = gather(arguments)?;
    let window = window_of(arguments, &gathered)?;
    report(&gathered, window);
    let text = match arguments.compat {
        Some(compat) => as_another_tool(arguments, compat, &gathered, window)?,
        None => as_griot(arguments, gathered, window)?,
    };
    io::stdout().lock().write_all(text.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

fn as_another_tool(
    arguments: &Arguments,
    compat: Compat,
    gathered: &Gathered,
    window: i64,
) -> Result<String, Failure> {
    if arguments.format != Format::Csv || arguments.output.is_some() {
        return Err(Failure::new(
            "another tool's network is written as CSV to standard output",
        )
        .hint("leave out --compat for the other forms"));
    }
    let Some(layer) = gathered.layers.first() else {
        return Err(Failure::new("no kind of object was asked for"));
    };
    let accounts = &gathered.accounts;
    Ok(table::csv(&match compat {
        Compat::Coortweet => peer::coortweet(layer, accounts, window, arguments.min, threads()),
        Compat::Cnt => peer::toolkit(layer, accounts, window, arguments.min, threads()),
    }))
}

fn as_griot(arguments: &Arguments, gathered: Gathered, window: i64) -> Result<String, Failure> {
    let rows = gathered.layers.iter().map(|layer| layer.shares.len()).sum::<usize>();
    let draws = arguments.draws.unwrap_or(if rows <= DRAWN_UNASKED { 199 } else { 0 });
    if draws == 0 && arguments.draws.is_none() {
        say(&format!(
            "note: edges are not tested against chance, since {rows} rows take long; --draws 199 does"
        ));
    }
    let question = Question {
        window,
        min_participation: arguments.min,
        draws,
        stretch: arguments.stretch,
        seed: arguments.seed,
        level: arguments.level,
        threads: threads(),
    };
    let network = answer(gathered, question).map_err(Failure::new)?;
    if let Some(folder) = &arguments.output {
        write_all(&network, folder)?;
    }
    written(&network, arguments.format)
}

fn threads() -> NonZeroUsize {
    thread::available_parallelism().unwrap_or(NonZeroUsize::MIN)
}

fn written(network: &Network, format: Format) -> Result<String, Failure> {
    Ok(match format {
        Format::Csv => table::csv(&table::edges(network)),
        Format::Json => {
            serde_json::to_string_pretty(&table::json(network)).map_err(Failure::new)? + "\n"
        }
        Format::Gexf => graph::gexf(network),
        Format::Graphml => graph::graphml(network),
    })
}

#[expect(clippy::disallowed_methods, reason = "the binary writes the real files")]
fn write_all(network: &Network, folder: &Path) -> Result<(), Failure> {
    let cannot = |path: &Path, error: &io::Error| {
        Failure::new(format!("{} cannot be written: {error}", path.display()))
    };
    fs::create_dir_all(folder).map_err(|error| cannot(folder, &error))?;
    for (name, format) in [
        ("edges.csv", Format::Csv),
        ("network.json", Format::Json),
        ("network.gexf", Format::Gexf),
        ("network.graphml", Format::Graphml),
    ] {
        let path = folder.join(name);
        fs::write(&path, written(network, format)?).map_err(|error| cannot(&path, &error))?;
    }
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "the binary reads the real files")]
fn gather(arguments: &Arguments) -> Result<Gathered, Failure> {
    let unreadable = |path: &Path, error: &io::Error| {
        Failure::new(format!("{} cannot be read: {error}", path.display()))
    };
    let mapping = match &arguments.mapping {
        Some(path) => {
            let text = fs::read_to_string(path).map_err(|error| unreadable(path, &error))?;
            Some(Mapping::parse(&text).map_err(Failure::new)?)
        }
        None => None,
    };
    let key = match &arguments.pseudonyms {
        Some(path) => {
            Some(PseudonymKey::new(fs::read(path).map_err(|error| unreadable(path, &error))?))
        }
        None => None,
    };
    let mut gathering = Gathering::new(&arguments.by, key);
    for path in &arguments.files {
        let file = fs::File::open(path).map_err(|error| unreadable(path, &error))?;
        let name = path.to_string_lossy();
        let read =
            posts::read(&name, file, mapping.as_ref(), &mut |post| gathering.take(&post));
        let import = read.map_err(Failure::new)?;
        import.diagnostics.iter().for_each(tell);
    }
    let repeats = match arguments.compat {
        Some(_) => Repeats::Every,
        None => Repeats::Once,
    };
    gathering.finish(repeats).map_err(Failure::new)
}

fn window_of(arguments: &Arguments, gathered: &Gathered) -> Result<i64, Failure> {
    if arguments.window != "auto" {
        return length_of_time(&arguments.window).map_err(Failure::new);
    }
    let candidates = [1, 2, 5, 10, 30, 60, 120, 300, 600, 1_800, 3_600, 7_200, 21_600, 86_400]
        .map(|s| s * 1_000_000);
    let Some(layer) = gathered.layers.first() else {
        return Err(Failure::new("there is no layer to suggest a window from"));
    };
    let suggested = peer::suggested(layer, &candidates);
    say(&format!("pairs of {} shares within each window:", layer.kind));
    say(table::curve(&suggested).trim_end());
    let window = suggested.window.ok_or_else(|| {
        Failure::new("no window stands out from the background")
            .hint("choose one with --window")
    })?;
    say(&format!("suggested window: {} s", window / 1_000_000));
    Ok(window)
}

/// What was left out, and what the times allow.
fn report(gathered: &Gathered, window: i64) {
    say(&format!("{} posts of {} accounts", gathered.posts, gathered.accounts.len()));
    for layer in &gathered.layers {
        let objects = layer.objects.len();
        say(&format!("{}: {} rows, {objects} objects", layer.kind, layer.shares.len()));
        for (why, count) in &layer.dropped {
            say(&format!("  {count} {why}"));
        }
        if layer.resolution > window && window > 0 {
            say(&format!(
                "warning: the times of {} shares are whole multiples of {} s, coarser than the window",
                layer.kind,
                layer.resolution / 1_000_000
            ));
        }
    }
}

fn tell(seen: &Diagnostic) {
    let kind = match seen.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    };
    let line = seen.line.map_or(String::new(), |line| format!(":{line}"));
    say(&format!("{kind}: {}{line}: {}", seen.file, spelt(&seen.message)));
}
