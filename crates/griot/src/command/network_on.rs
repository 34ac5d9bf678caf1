//! `griot network --on`: the same question of a table of shares that lies on a cluster.

use std::{path::Path, process::ExitCode};

use griot_analysis::network::{
    ObjectKind,
    answer::answer_with,
    gather::{Gathering, Repeats, in_words},
    gathered::Gathered,
    length_of_time,
    likeness::Likely,
    remote::{
        self, Behind, Census, Columns, Remote, RemoteEdge, RemoteEdges, RemoteError,
        RemoteShare,
    },
};
use griot_model::bounds::{self, in_thousands};

use super::{
    network::{self, Arguments, folder, question, tell_network, waiting},
    network_report::{refuse_coarse_times, refuse_coarser_parts, report},
};
use crate::{cluster::Cluster, failure::Failure, render::spelt, terminal::say};

impl From<RemoteError> for Failure {
    fn from(error: RemoteError) -> Self {
        Self::new(error.what).hint(error.remedy)
    }
}

/// Runs `griot network`, on a cluster where one is named.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    match arguments.on.cluster() {
        Some(cluster) => on_cluster(arguments, cluster),
        None => network::run(arguments),
    }
}

fn on_cluster(
    arguments: &Arguments,
    cluster: Result<Cluster, Failure>,
) -> Result<ExitCode, Failure> {
    refuse_local(arguments)?;
    let window = length_of_time(&arguments.window)
        .map_err(|error| Failure::new(format!("--window: {error}")))?;
    let folder = folder(arguments)?;
    let mut cluster = cluster?;
    let layers = layers(arguments, window, &mut cluster)?;
    let waiting = waiting("the cluster counts");
    let mut censuses = Vec::new();
    for layer in &layers {
        let row = cluster.ask_one(&layer.census())?;
        let (all, set_aside) = (row.count(0)?, row.count(2)?);
        censuses.push(Census {
            rows: all - set_aside.min(all),
            without_object: row.count(1)?,
            set_aside,
        });
    }
    let rows: u64 = censuses.iter().map(|census| census.rows).sum();
    let whole = usize::try_from(rows).is_ok_and(|rows| rows <= arguments.bring);
    let mut counted = Vec::new();
    for layer in &layers {
        for (name, query) in layer.stages().kept() {
            cluster.keep(&name, &query)?;
        }
        counted.push(edges(layer, arguments.edges, &mut cluster)?);
    }
    waiting.finish_and_clear();
    for (layer, census) in layers.iter().zip(&censuses) {
        if census.set_aside > 0 {
            let aside = in_words(
                census.set_aside,
                "rows without an account, a post or a time since 1970",
            );
            say(&format!("warning: {}: {aside}; they are left out", layer.kind));
        }
    }
    let tested = !arguments.untested && arguments.draws != Some(0);
    let network = if whole {
        let gathered = every_row(arguments, &layers, &mut cluster)?;
        drop(cluster);
        report(&gathered);
        refuse_coarse_times(&gathered, window)?;
        refuse_coarser_parts(&gathered, window)?;
        let network =
            answer_with(gathered, question(arguments, window, tested), arguments.edges)
                .map_err(Failure::new)?;
        remote::same_edges(&network, &counted)?;
        network
    } else {
        for (layer, census) in layers.iter().zip(&censuses) {
            let rows = format!("{} rows", in_thousands(census.rows));
            let without = in_thousands(census.without_object);
            say(&format!("{}: {rows}, {without} of them without an object", layer.kind));
        }
        let (gathered, behind) = behind(arguments, &layers, counted, &mut cluster)?;
        drop(cluster);
        if tested {
            say(&format!(
                "note: groups are not tested: {} rows are more than the {} that are brought here, and the test asks what \
                 everybody else does. A table of a shorter time can be tested; --bring takes more where there is memory \
                 for it, some 200 bytes a row",
                in_thousands(rows),
                in_thousands(arguments.bring as u64)
            ));
        }
        remote::from_behind(gathered, question(arguments, window, false), &behind).map_err(
            |error| match error {
                remote::FromBehindError::Differs(error) => error.into(),
                other @ remote::FromBehindError::Answer(_) => Failure::new(other),
            },
        )?
    };
    tell_network(arguments, &network, folder)?;
    Ok(ExitCode::SUCCESS)
}

/// What is made of posts as they are written, and not of a table of shares.
fn refuse_local(arguments: &Arguments) -> Result<(), Failure> {
    let shares = "make a table of shares first: griot network FILE --by ... --sql -o FOLDER writes shares.parquet";
    let likeness = [ObjectKind::NearText, ObjectKind::Identifier];
    let refused = [
        (
            arguments.compat.is_some(),
            "--compat",
            "leave it out: edges have the weights of CooRTweet, and --raw writes them for programs",
        ),
        (arguments.sql, "--sql", "leave out --on to print the SQL, or --sql to have it asked"),
        (arguments.mapping.is_some(), "--mapping", shares),
        (
            arguments.identifiers.is_some(),
            "--identifiers",
            "ask about identifiers without --on",
        ),
        (
            arguments.pseudonyms.is_some(),
            "--pseudonyms",
            "make the table of shares with them: griot network FILE --pseudonyms KEY --sql -o FOLDER",
        ),
        (arguments.hamming.is_some(), "--hamming", shares),
        (arguments.min_hash, "--min-hash", shares),
        (
            arguments.by.iter().any(|kind| likeness.contains(kind)),
            "--by near-text or identifier",
            "likeness is not a join; ask about it without --on",
        ),
        (
            arguments.window == "auto",
            "--window auto",
            "let a part of the rows suggest a window without --on, and give it here",
        ),
    ];
    match refused.into_iter().find(|refused| refused.0) {
        Some((_, what, remedy)) => {
            Err(Failure::new(format!("{what} is not for tables on a cluster")).hint(remedy))
        }
        None => Ok(()),
    }
}

/// How a table on a cluster is written, by its name.
pub(crate) fn is_csv(path: &str) -> bool {
    let ends_with = |path: &Path, ends: &[&str]| {
        let end = path.extension().unwrap_or_default();
        ends.iter().any(|it| end.eq_ignore_ascii_case(it))
    };
    let path = Path::new(path);
    let is_packed = ends_with(path, &["gz", "zst", "bz2"]);
    let bare = path.file_stem().map(Path::new).filter(|_| is_packed).unwrap_or(path);
    ends_with(bare, &["csv"])
}

fn layers(
    arguments: &Arguments,
    window: i64,
    cluster: &mut Cluster,
) -> Result<Vec<Remote>, Failure> {
    let mut tables = Vec::new();
    for (number, path) in arguments.files.iter().enumerate() {
        let path = path.to_string_lossy();
        let name = format!("griot_table_{number}");
        let format = if is_csv(&path) { "csv" } else { "parquet" };
        let columns = cluster.open(&name, &path, format)?;
        let columns = Columns::of(&path, &columns)?;
        if arguments.by.len() > 1 && !columns.has_layer() {
            return Err(Failure::new(format!(
                "{} has no column layer, so that its rows are of one kind",
                spelt(&path)
            ))
            .hint(
                "give one kind with --by, or a column layer that says url, hashtag, text ...",
            ));
        }
        tables.push((name, columns));
    }
    let mut kinds = arguments.by.clone();
    kinds.dedup();
    let least = |kind: ObjectKind| if kind.is_timeless() { 1 } else { arguments.min };
    let layers = kinds
        .into_iter()
        .map(|kind| Remote::new(kind, &tables, &arguments.without, window, least(kind)));
    Ok(layers.collect())
}

/// Edges of a layer: how many, and the strongest.
fn edges(layer: &Remote, most: usize, cluster: &mut Cluster) -> Result<RemoteEdges, Failure> {
    let counted = cluster.ask_one(&layer.stages().edges_and_pairs())?;
    let (all, pairs) = (counted.count(0)?, counted.count(1)?);
    if pairs > u64::from(u32::MAX) {
        say(&format!(
            "warning: {}: {} pairs of shares lie within the window; is it one that everybody meets in?",
            layer.kind,
            in_thousands(pairs)
        ));
    }
    let mut kept = Vec::new();
    cluster.ask(&layer.stages().strongest(most), |row| {
        kept.push(RemoteEdge {
            a: row.name(0)?,
            b: row.name(1)?,
            weight: row.count(2)?,
            delay: row.count(3)?,
        });
        Ok(())
    })?;
    Ok(RemoteEdges { all, kept })
}

/// Every row of every layer, as a file would have given them.
fn every_row(
    arguments: &Arguments,
    layers: &[Remote],
    cluster: &mut Cluster,
) -> Result<Gathered, Failure> {
    let waiting = waiting("rows come from the cluster");
    let mut gathering = gathering(layers);
    for layer in layers {
        let mut shares = Vec::new();
        cluster.ask(layer.every_row(), |row| {
            shares.push(RemoteShare {
                object: row.text(0).map(str::to_owned),
                account: row.name(1)?,
                content: row.name(2)?,
                time: row.whole(3)?,
            });
            refuse_more(shares.len(), arguments)
        })?;
        remote::take(&mut gathering, layer.kind, shares);
    }
    waiting.finish_and_clear();
    gathering.finish(Repeats::Once).map_err(Failure::new)
}

fn gathering(layers: &[Remote]) -> Gathering {
    let kinds: Vec<ObjectKind> = layers.iter().map(|layer| layer.kind).collect();
    Gathering::with_likeness(&kinds, None, Likely::USUAL)
}

/// A table may grow while it is asked.
fn refuse_more(rows: usize, arguments: &Arguments) -> Result<(), Failure> {
    let most = arguments.bring.max(bounds::SHARES);
    if rows <= most {
        return Ok(());
    }
    Err(Failure::new(format!(
        "more than {} rows would come from the cluster",
        in_thousands(most as u64)
    ))
    .hint("keep fewer edges with --edges, ask for more pairs with --min, or take a shorter window"))
}

/// Only the rows behind the edges that are kept.
fn behind(
    arguments: &Arguments,
    layers: &[Remote],
    counted: Vec<RemoteEdges>,
    cluster: &mut Cluster,
) -> Result<(Gathered, Vec<Behind>), Failure> {
    let waiting = waiting("the rows behind the edges come from the cluster");
    let mut gathering = gathering(layers);
    let mut all = Vec::new();
    for (layer, edges) in layers.iter().zip(counted) {
        let mut behind = Behind { edges: Some(edges), ..Behind::default() };
        cluster.ask(&layer.stages().behind(arguments.edges), |row| {
            let (object, account, content) = (row.name(0)?, row.name(1)?, row.name(2)?);
            if row.whole(4)? == 1 {
                behind.qualified.insert(content.clone());
            }
            behind.popularity.insert(object.clone(), row.count(5)?);
            behind.activity.insert(account.clone(), row.count(6)?);
            let time = row.whole(3)?;
            behind.shares.push(RemoteShare { time, content, account, object: Some(object) });
            refuse_more(behind.shares.len(), arguments)
        })?;
        remote::take(&mut gathering, layer.kind, std::mem::take(&mut behind.shares));
        all.push(behind);
    }
    waiting.finish_and_clear();
    Ok((gathering.finish(Repeats::Once).map_err(Failure::new)?, all))
}
