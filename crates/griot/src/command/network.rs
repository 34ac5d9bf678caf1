//! `griot network`: who shares the same things at nearly the same time.

use std::{
    io::{self, BufWriter, Cursor, Read, Write},
    num::NonZeroUsize,
    path::PathBuf,
    process::ExitCode,
    thread,
};

use super::network_report::{
    refuse_coarse_times, refuse_the_future, report, tell_coarser_parts,
};
use crate::{
    cluster::On, disk, failure::Failure, output::Folder, render::spelt, terminal::say, unpacked,
};
use clap::ValueEnum;
use griot_analysis::network::{
    NetworkTable,
    answer::{MOST_EDGES, Network, Question, answer_with},
    gather::{Gathering, Repeats, in_words},
    gathered::Gathered,
    graph, identifiers,
    likeness::Likely,
    peer::{self, Peer},
    rows::Table,
    sql,
    study::error_rates::cannot_tell,
    table,
};
use griot_library::{Writing, write_parquet};
use griot_model::{
    Diagnostic, Note, Severity,
    bounds::{self, in_thousands},
};
use griot_table::posts::{
    Format, Import, Mapping, ObjectKind, length_of_time, pseudonym::PseudonymKey,
};
use indicatif::{ProgressBar, ProgressStyle};

/// How the tables of a network are written as Parquet.
const PARQUET: Writing = Writing { created_by: "griot network", level: 3 };

/// Find accounts that share the same things at nearly the same time
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  griot network shares.csv --by object --window 60s --min 2
  griot network posts.jsonl --by url,hashtag,text --window 5m --format json
  griot network export.csv.gz --by url,near-text,media --hamming 4 --window 1h -o network/
  griot network posts.csv --by url --identifiers pages.csv -o network/
  griot network export.csv.gz --by url --window auto
  griot network shares.csv --window 10s --compat coortweet
  griot network posts.csv --by url --sql -o cluster/
  griot network --on sc://host:15002 /shared/shares.parquet --by url --window 60s

Exports that griot knows: CrowdTangle (Facebook, Instagram), X API v2 and v1.1, Telegram Desktop, Telethon,
TikTok Research API, YouTube Data Tools, 4CAT (Bluesky, Facebook, Telegram, X), CooRTweet,
coordination-network-toolkit; docs/formats/exports.md says which were tried, and how far. Any other table
needs a mapping file:
  platform = \"facebook\"
  time_format = \"%d/%m/%Y %H:%M\"    # where times are not ISO 8601 or seconds since 1970
  zone = \"+02:00\"                   # of times that do not say one
  [columns]
  id = \"Post ID\"
  account = \"Author ID\"
  time = \"Created at\"
  links = \"Links\"

CSV is for people: a cell that starts with = + - @, a tabulator or a return gets an apostrophe in front;
--raw is for programs, and so is --compat, which writes what the other tool writes.
--pseudonyms replaces names of accounts, also after @ and in addresses, and ids of posts; KEY may not be empty.
What is found is a pattern with its evidence; it names no culprit.")]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub(crate) struct Arguments {
    /// Exports of posts, or tables of shares; gzip and zstd are read as they are
    #[arg(required_unless_present = "identifiers")]
    pub(super) files: Vec<PathBuf>,
    /// What accounts share: object, url, domain, hashtag, hashtag-sequence, text, near-text, repost, reply, media, mention, post
    #[arg(long, value_delimiter = ',', default_value = "object")]
    pub(super) by: Vec<ObjectKind>,
    /// Longest time between two shares, included: 60s, 5m, 1h; `auto` lets the data suggest one
    #[arg(long, default_value = "60s")]
    pub(super) window: String,
    /// Fewest rows of an account, in the data and in pairs; with --compat cnt the least weight
    #[arg(long, default_value_t = 2)]
    pub(super) min: u32,
    /// Count as another tool does, without its errors
    #[arg(long, value_enum)]
    pub(super) compat: Option<Compat>,
    /// How to write the result
    #[arg(long, value_enum, default_value_t = Written::Csv)]
    pub(super) format: Written,
    /// In CSV write every cell as it is, also one that a spreadsheet would take for a formula
    #[arg(long)]
    pub(super) raw: bool,
    /// Folder for all tables as CSV and Parquet, JSON, GEXF and `GraphML`; other files in it stay
    #[arg(short, long)]
    pub(super) output: Option<PathBuf>,
    /// TOML file that says which column is which, for tables griot does not know
    #[arg(long)]
    pub(super) mapping: Option<PathBuf>,
    /// CSV of what accounts are known by: account, then one column each, or account, kind, identifier
    #[arg(long)]
    pub(super) identifiers: Option<PathBuf>,
    /// An object that does not count, by the name griot gives it; may be given several times
    #[arg(long)]
    pub(super) without: Vec<String>,
    /// Least shared part of all different words of two texts that are nearly the same (Jaccard)
    #[arg(long, default_value_t = 0.9, value_parser = part_of_one)]
    pub(super) similarity: f64,
    /// Look for nearly the same texts by `MinHash`: for millions of texts, and may miss some
    #[arg(long)]
    pub(super) min_hash: bool,
    /// Most bits in which the hashes of two pictures may differ
    #[arg(long)]
    pub(super) hamming: Option<u32>,
    /// Edges of each layer that are kept, those with the most pairs first
    #[arg(long, default_value_t = MOST_EDGES)]
    pub(super) edges: usize,
    #[command(flatten)]
    pub(super) on: On,
    /// With --on: rows that are brought here to be tested; of more only edges and what is behind them comes
    #[arg(long, value_name = "ROWS", requires = "on", default_value_t = bounds::SHARES)]
    pub(super) bring: usize,
    /// Print the same layers as SQL for SQLite or Spark; with -o write the shares and the SQL there
    #[arg(long)]
    pub(super) sql: bool,
    /// File with a secret; accounts then go by pseudonyms that only its holder can make again
    #[arg(long)]
    pub(super) pseudonyms: Option<PathBuf>,
    /// Count edges only, without testing groups against chance
    #[arg(long)]
    pub(super) untested: bool,
    /// Least time between two occasions on which a group comes together, so that one event counts once
    #[arg(long, default_value = "3h", value_parser = length_of_time)]
    pub(super) apart: i64,
    /// Of before, when the null was drawn by lot: 0 is --untested, other numbers have no effect
    #[arg(long, hide = true)]
    pub(super) draws: Option<u32>,
    /// Of before; it has no effect
    #[arg(long, hide = true, value_parser = length_of_time)]
    pub(super) stretch: Option<i64>,
    /// Where communities start: the same seed gives the same answer
    #[arg(long, default_value_t = 1)]
    pub(super) seed: u64,
    /// Family-wise error at which a group, and with it its edges, is marked as holding
    #[arg(long, default_value_t = 0.05, value_parser = part_of_one)]
    pub(super) level: f64,
}

fn part_of_one(typed: &str) -> Result<f64, String> {
    let part: Result<f64, _> = typed.parse();
    let part = part.ok().filter(|part| *part > 0.0 && *part <= 1.0);
    part.ok_or_else(|| format!("{typed:?} is not above 0 and at most 1; write 0.9"))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Compat {
    /// `CooRTweet` 2.1.3: undirected, pairs of posts, mean delay
    Coortweet,
    /// coordination-network-toolkit: directed, posts of the source
    Cnt,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Written {
    /// Edges, one per line
    Csv,
    /// Pairs of accounts with what each layer says of them, one per line
    Pairs,
    /// Edges, pairs, communities and groups with their objects
    Json,
    /// For Gephi, with positions, weights and dates
    Gexf,
    /// For igraph, networkx, yEd
    Graphml,
}

/// Runs `griot network` on files of this machine.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    if arguments.compat.is_some() && arguments.by.len() > 1 {
        return Err(Failure::new("another tool's network has one kind of object")
            .hint("give one kind with --by, or leave out --compat"));
    }
    let folder = folder(arguments)?;
    let gathered = gather(arguments)?;
    refuse_the_future(&gathered)?;
    let window = window_of(arguments, &gathered)?;
    // What another tool counts is counted whole.
    let gathered = if arguments.compat.is_some() {
        tell_coarser_parts(&gathered, window);
        gathered
    } else {
        gathered.comparable_within(window)
    };
    report(&gathered);
    refuse_coarse_times(&gathered, window)?;
    match arguments.compat {
        Some(compat) => as_another_tool(arguments, compat, &gathered, window)?,
        None if arguments.sql => as_sql(arguments, gathered, window, folder)?,
        None => as_griot(arguments, gathered, window, folder)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn as_another_tool(
    arguments: &Arguments,
    compat: Compat,
    gathered: &Gathered,
    window: i64,
) -> Result<(), Failure> {
    if arguments.format != Written::Csv || arguments.output.is_some() || arguments.sql {
        return Err(Failure::new(
            "another tool's network is written as CSV to standard output",
        )
        .hint("leave out --compat for the other forms"));
    }
    let Some(layer) = gathered.layers.first() else {
        return Err(Failure::new("no kind of object was asked for"));
    };
    let accounts = &gathered.accounts;
    let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    match compat {
        Compat::Coortweet => {
            peer::coortweet(layer, accounts, window, arguments.min, threads(), &mut out)?;
        }
        Compat::Cnt => {
            peer::toolkit(layer, accounts, window, arguments.min, threads(), &mut out)?;
        }
    }
    out.flush()?;
    Ok(())
}

/// The layers as SQL, and the rows that it asks.
fn as_sql(
    arguments: &Arguments,
    gathered: Gathered,
    window: i64,
    folder: Option<Folder<'_>>,
) -> Result<(), Failure> {
    let mut text = String::new();
    for layer in &gathered.layers {
        if layer.likeness.is_some() {
            say(&format!("note: {} has no SQL: likeness is not a join", layer.kind));
            continue;
        }
        let least = if layer.kind.is_timeless() { 1 } else { arguments.min };
        let rows = format!(
            "(SELECT object_id, account_id, content_id, time FROM shares WHERE layer = '{}')",
            layer.kind
        );
        let query = sql::coordinated(&format!("{rows} shares_of_layer"), window, least);
        text.push_str(&format!("-- {}\n{query};\n", layer.kind));
    }
    io::stdout().lock().write_all(text.as_bytes())?;
    if let Some(mut folder) = folder {
        let network = answer_with(gathered, question(arguments, window, false), 0)
            .map_err(Failure::new)?;
        let [sql, shares] = SQL_FILES;
        folder.write(sql, |out| Ok(out.write_all(text.as_bytes())?))?;
        folder.write(shares, |out| {
            write_parquet(
                &NetworkTable { table: Table::Shares, network: &network },
                PARQUET,
                out,
            )
            .map_err(Failure::new)
        })?;
        folder.finish()?;
    }
    Ok(())
}

pub(super) fn question(arguments: &Arguments, window: i64, tested: bool) -> Question {
    Question {
        window,
        min_participation: arguments.min,
        tested,
        apart: arguments.apart,
        seed: arguments.seed,
        level: arguments.level,
        threads: threads(),
    }
}

fn as_griot(
    arguments: &Arguments,
    gathered: Gathered,
    window: i64,
    folder: Option<Folder<'_>>,
) -> Result<(), Failure> {
    let tested = !arguments.untested && arguments.draws != Some(0);
    if arguments.draws.is_some_and(|draws| draws > 0) || arguments.stretch.is_some() {
        say(
            "note: the test draws nothing by lot any more; --draws and --stretch have no effect",
        );
    }
    let waiting =
        waiting(if tested { "counting pairs, testing groups" } else { "counting pairs" });
    let network = answer_with(gathered, question(arguments, window, tested), arguments.edges)
        .map_err(Failure::new)?;
    waiting.finish_and_clear();
    tell_network(arguments, &network, folder)
}

/// Says what was found and writes it as it was asked for.
pub(super) fn tell_network(
    arguments: &Arguments,
    network: &Network,
    folder: Option<Folder<'_>>,
) -> Result<(), Failure> {
    for (number, (layer, all)) in
        network.gathered.layers.iter().zip(&network.all_edges).enumerate()
    {
        let kept = network.edges.iter().filter(|edge| edge.layer == number).count();
        if (kept as u64) < *all {
            say(&format!(
                "warning: {} has {all} edges, of which the {kept} with the most pairs are kept; \
                 --edges says how many, --min asks for more, and --compat coortweet writes them all",
                layer.kind
            ));
        }
    }
    tell_tested(network);
    if let Some(folder) = folder {
        write_all(network, folder, arguments.raw)?;
    }
    let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    write(network, arguments.format, arguments.raw, &mut out)?;
    out.flush()?;
    Ok(())
}

/// What the test found, layer by layer, and what it cannot tell.
fn tell_tested(network: &Network) {
    if !network.question.tested {
        return;
    }
    for (number, layer) in network.gathered.layers.iter().enumerate() {
        let kind = layer.kind;
        let Some(accounts) = network.tests[number] else {
            say(&format!("{kind}: not tested, since nothing comes together without times"));
            continue;
        };
        let edges = network.edges.iter().filter(|edge| edge.layer == number);
        let holding = edges.clone().filter(|edge| edge.holds == Some(true)).count();
        say(&format!(
            "{kind}: {} of {} hold against ordinary behaviour; tested was every group among {}",
            in_thousands(holding as u64),
            in_words(edges.count() as u64, "edges"),
            in_words(accounts, "accounts that share enough")
        ));
        let own = network.groups.iter().filter(|group| group.layer == Some(number));
        let told = own.filter_map(|group| Some((group, group.tested.as_ref()?)));
        let told: Vec<_> =
            told.filter(|(_, it)| it.p_adjusted <= network.question.level).collect();
        for (group, it) in told.iter().take(GROUPS_SAID) {
            let source = it.follows.map_or(String::new(), |source| {
                format!(" ({:?})", spelt(network.account(source)))
            });
            say(&format!(
                "  {} on {}: {}{source}; there {} times where {:.1} are expected, p {:.1e}",
                in_words(group.members.len() as u64, "accounts"),
                in_words(it.occasions, "occasions"),
                it.says,
                in_thousands(it.observed),
                it.expected,
                it.p_adjusted
            ));
        }
        if let Some(more) = told.len().checked_sub(GROUPS_SAID).filter(|&more| more > 0) {
            say(&format!("  {} more in the tables", in_words(more as u64, "groups")));
        }
    }
    say("  what this cannot tell:");
    for one in cannot_tell() {
        let first = one.split_inclusive(". ").next().unwrap_or_default();
        say(&format!("  - {}", first.trim()));
    }
}

/// Groups that are named on a terminal; the tables have all.
const GROUPS_SAID: usize = 10;

fn threads() -> NonZeroUsize {
    thread::available_parallelism().unwrap_or(NonZeroUsize::MIN)
}

/// A sign of life on a terminal; nothing elsewhere.
pub(super) fn waiting(what: &'static str) -> ProgressBar {
    let bar = ProgressBar::new_spinner().with_message(what);
    bar.enable_steady_tick(std::time::Duration::from_millis(200));
    bar
}

/// How a table is written: for people or for programs.
fn csv_writer(raw: bool) -> fn(Table, &Network, &mut dyn Write) -> io::Result<()> {
    if raw { table::write_raw_csv } else { table::write_csv }
}

fn write(
    network: &Network,
    format: Written,
    raw: bool,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    match format {
        Written::Csv => csv_writer(raw)(Table::Edges, network, out)?,
        Written::Pairs => csv_writer(raw)(Table::Pairs, network, out)?,
        Written::Json => table::write_json(network, out)?,
        Written::Gexf => out.write_all(graph::gexf(network).as_bytes())?,
        Written::Graphml => out.write_all(graph::graphml(network).as_bytes())?,
    }
    Ok(())
}

/// Tables that are written into a folder.
const TABLES: [Table; 5] =
    [Table::Edges, Table::Pairs, Table::Nodes, Table::Groups, Table::Evidence];

/// The network in other programs' forms, and its name in a folder.
const FORMS: [(&str, Written); 3] = [
    ("network.json", Written::Json),
    ("network.gexf", Written::Gexf),
    ("network.graphml", Written::Graphml),
];

/// Names of the files in a folder of SQL.
const SQL_FILES: [&str; 2] = ["network.sql", "shares.parquet"];

/// The folder of `--output`, before anything is computed: a name that is taken is said at once.
pub(super) fn folder(arguments: &Arguments) -> Result<Option<Folder<'_>>, Failure> {
    let Some(path) = &arguments.output else { return Ok(None) };
    let given = [&arguments.mapping, &arguments.identifiers, &arguments.pseudonyms];
    let given = given.into_iter().flatten().chain(&arguments.files).map(PathBuf::as_path);
    let names: Vec<String> = if arguments.sql {
        SQL_FILES.map(str::to_owned).into()
    } else {
        let of_table = |table: Table| {
            [format!("{}.csv", table.name()), format!("{}.parquet", table.name())]
        };
        let forms = FORMS.iter().map(|(name, _)| (*name).to_owned());
        TABLES.into_iter().flat_map(of_table).chain(forms).collect()
    };
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    Folder::begin(path, given.collect(), &names).map(Some)
}

fn write_all(network: &Network, mut folder: Folder<'_>, raw: bool) -> Result<(), Failure> {
    for table in TABLES {
        let name = table.name();
        folder
            .write(&format!("{name}.csv"), |out| Ok(csv_writer(raw)(table, network, out)?))?;
        folder.write(&format!("{name}.parquet"), |out| {
            write_parquet(&NetworkTable { table, network }, PARQUET, out).map_err(Failure::new)
        })?;
    }
    for (name, format) in FORMS {
        folder.write(name, |out| write(network, format, raw, out))?;
    }
    folder.finish()
}

fn gather(arguments: &Arguments) -> Result<Gathered, Failure> {
    let mapping = match &arguments.mapping {
        Some(path) => {
            let text = String::from_utf8(disk::read(path, bounds::SHEET)?);
            let text = text.map_err(|error| {
                Failure::new(format!("{} is not a mapping: {error}", path.display()))
            })?;
            Some(Mapping::parse(&text).map_err(Failure::new)?)
        }
        None => None,
    };
    let key = match &arguments.pseudonyms {
        Some(path) => {
            let bytes = disk::read(path, bounds::SHEET)?;
            let key = PseudonymKey::of_file(&bytes).ok_or_else(|| {
                Failure::new(format!("the key of the pseudonyms {} is empty", path.display()))
                    .hint("fill it with a long secret, such as: head -c 32 /dev/urandom > KEY")
            })?;
            Some(key)
        }
        None => None,
    };
    let mut kinds = if arguments.files.is_empty() { Vec::new() } else { arguments.by.clone() };
    kinds.retain(|kind| *kind != ObjectKind::Identifier);
    if arguments.identifiers.is_some() {
        kinds.push(ObjectKind::Identifier);
    }
    if kinds.is_empty() {
        return Err(Failure::new("identifiers come from a table of their own")
            .hint("give it with --identifiers"));
    }
    let likely = Likely {
        similarity: arguments.similarity,
        bands: arguments.min_hash.then_some(Likely::BANDS),
        hamming: arguments.hamming,
    };
    let peer = arguments.compat.map(|compat| match compat {
        Compat::Coortweet => Peer::Coortweet,
        Compat::Cnt => Peer::Toolkit,
    });
    let tomorrow = jiff::Timestamp::now().as_microsecond().saturating_add(24 * 3_600_000_000);
    let mut gathering = Gathering::with_likeness(&kinds, key, likely)
        .no_later_than(tomorrow)
        .as_taken_by(peer)
        .leaving_out(arguments.without.iter().cloned());
    for path in &arguments.files {
        let name = path.to_string_lossy();
        let (file, length): (Box<dyn Read + Send>, u64) =
            if let Some(table) = unpacked::inner(&name)? {
                let length = table.len() as u64;
                (Box::new(Cursor::new(table)), length)
            } else {
                let file = disk::open(path)?;
                let length = file.metadata().map_or(0, |known| known.len());
                (Box::new(file), length)
            };
        let bar = ProgressBar::new(length).with_message(spelt(&name));
        if let Ok(style) = ProgressStyle::with_template(
            "{msg} {wide_bar} {bytes} of {total_bytes}, {eta} left",
        ) {
            bar.set_style(style);
        }
        let import = gathering
            .read(&name, bar.wrap_read(file), mapping.as_ref(), threads())
            .map_err(Failure::new)?;
        bar.finish_and_clear();
        import.diagnostics.iter().for_each(tell);
        if import.posts == 0 {
            return Err(nothing_read(&name, &import));
        }
        if !import.account.is_empty() {
            say(&format!(
                "{}: accounts are told apart by {:?}",
                spelt(&name),
                spelt(&import.account)
            ));
        }
    }
    if let Some(path) = &arguments.identifiers {
        let bytes = disk::read(path, bounds::RECORDS)?;
        let name = path.to_string_lossy();
        let diagnostics =
            identifiers::read(&name, &bytes, &mut gathering).map_err(Failure::new)?;
        diagnostics.iter().for_each(tell);
    }
    let repeats = match arguments.compat {
        Some(_) => Repeats::Every,
        None => Repeats::Once,
    };
    gathering.finish(repeats).map_err(Failure::new)
}

/// A file without a single post is no answer to any question.
fn nothing_read(file: &str, import: &Import) -> Failure {
    let mut reasons = import.set_aside.iter().collect::<Vec<_>>();
    reasons.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
    let why = match reasons.first() {
        Some((reason, count)) => {
            format!("{} set aside: {reason}", in_words(**count, "rows"))
        }
        None => "it has none".to_owned(),
    };
    let hint = if import.format == Format::Json {
        "griot network --help says which exports are known; a mapping file describes a table, so that other \
         JSON has to become CSV first, as with 4CAT, or pandas: json_normalize(...).to_csv(...)"
    } else {
        "griot network --help says which exports are known, and how a mapping file describes others"
    };
    Failure::new(format!("no post was read from {file}; {why}")).hint(hint)
}

fn window_of(arguments: &Arguments, gathered: &Gathered) -> Result<i64, Failure> {
    if arguments.window != "auto" {
        return length_of_time(&arguments.window)
            .map_err(|error| Failure::new(format!("--window: {error}")));
    }
    let candidates = [1, 2, 5, 10, 30, 60, 120, 300, 600, 1_800, 3_600, 7_200, 21_600, 86_400]
        .map(|s| s * 1_000_000);
    let mut timed = gathered.layers.iter().filter(|layer| !layer.kind.is_timeless());
    let Some(layer) = timed.next() else {
        return Err(Failure::new("there is no layer with times to suggest a window from"));
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

fn tell(seen: &Diagnostic) {
    let kind = match seen.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    };
    let line = seen.line.map_or(String::new(), |line| format!(":{line}"));
    say(&format!("{kind}: {}{line}: {}", spelt(&seen.file), spelt(&seen.message)));
    for note in &seen.notes {
        if let Note::Help(help) = note {
            say(&format!("  help: {}", spelt(help)));
        }
    }
}
