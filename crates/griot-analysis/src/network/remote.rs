//! Shares that lie where they are asked, on a cluster: which queries give a network of them, and the network from
//! what comes back.
//!
//! What a cluster delivers of a layer is its edges, `account_a, account_b, weight, delay`, and rows. Where the layer
//! is small enough to be held here those are all its rows: everything goes on as it would from a file, and the edges
//! that the kernel finds must be the cluster's. Of a larger one they are the rows behind the edges that are kept, which
//! are all that evidence is made of; each edge is counted again from them, and must come out the same. Groups are then
//! not tested, since their test asks what everybody else does.

use std::collections::BTreeMap;

use griot_model::bounds::in_thousands;
use griot_stats::network::{co_share::CoShares, co_share::Windowed};
use griot_table::missing;

use super::{
    ObjectKind,
    answer::{AnswerError, Edge, Network, Question, mean_seconds, network_of},
    gather::Gathering,
    gathered::Gathered,
    sql::Stages,
};

/// Why a table, or what came back of it, is of no use: a sentence and what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what}")]
pub struct RemoteError {
    /// What is wrong.
    pub what: String,
    /// What to do about it.
    pub remedy: String,
}

impl RemoteError {
    fn new(what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { what: what.into(), remedy: remedy.into() }
    }
}

/// Columns of a table of shares, as `griot network --sql -o` and `CooRTweet` name them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns {
    object: String,
    account: String,
    content: String,
    /// Microseconds since 1970.
    time: String,
    has_layer: bool,
}

/// Types of whole numbers.
const WHOLE: [&str; 4] = ["tinyint", "smallint", "int", "bigint"];

impl Columns {
    /// Finds them among the names and types of a table's columns.
    pub fn of(table: &str, columns: &[(String, String)]) -> Result<Self, RemoteError> {
        let kind = |name: &str| {
            let found = columns.iter().find(|column| column.0 == name);
            found.map(|column| column.1.as_str())
        };
        let text = |name: &str| match kind(name) {
            Some("string") => Ok(name.to_owned()),
            Some(kind) if WHOLE.contains(&kind) => Ok(format!("cast({name} AS string)")),
            Some(kind) => Err(RemoteError::new(
                format!("{table} has {name} as {kind}, which names nothing"),
                "write names as text",
            )),
            None => {
                let there: Vec<&str> = columns.iter().map(|column| column.0.as_str()).collect();
                Err(RemoteError::new(
                    format!("{table} has no column {name}; it has {}", there.join(", ")),
                    "a table of shares has object_id, account_id, content_id, and time in microseconds or \
                     timestamp_share in seconds since 1970; griot network --sql -o writes one, docs/spark.md has \
                     the query that makes one of posts",
                ))
            }
        };
        let (object, account, content) =
            (text("object_id")?, text("account_id")?, text("content_id")?);
        let (name, factor) = if kind("time").is_some() {
            ("time", "")
        } else {
            ("timestamp_share", " * 1000000")
        };
        let time = match kind(name) {
            Some("bigint") => format!("{name}{factor}"),
            Some(kind) if kind == "string" || WHOLE.contains(&kind) => {
                format!("cast({name} AS bigint){factor}")
            }
            Some(kind) => {
                return Err(RemoteError::new(
                    format!("{table} has {name} as {kind}, not as whole numbers"),
                    "write microseconds since 1970 in time, as unix_micros gives them",
                ));
            }
            None => text(name)?,
        };
        Ok(Self { object, account, content, time, has_layer: kind("layer").is_some() })
    }

    /// Whether rows say of which layer they are.
    pub fn has_layer(&self) -> bool {
        self.has_layer
    }

    /// The shares of one layer as a query; nothing stands where a cell says that there is nothing.
    ///
    /// Of a table without layers every row is of the one that is asked about.
    fn shares(&self, table: &str, kind: ObjectKind) -> String {
        let Self { object, account, content, time, has_layer } = self;
        let words: Vec<String> = missing::words().map(literal).collect();
        let bare = |name: &str| {
            let words = words.join(", ");
            format!("CASE WHEN lower(trim({name})) IN ({words}) THEN NULL ELSE {name} END")
        };
        // A row that shares its own post is a loop.
        let words = words.join(", ");
        let object = format!(
            "CASE WHEN lower(trim({object})) IN ({words}) OR {object} = {content} THEN NULL ELSE {object} END"
        );
        let of_layer =
            if *has_layer { format!(" WHERE layer = '{kind}'") } else { String::new() };
        format!(
            "SELECT {object} AS object_id, {} AS account_id, {} AS content_id, \
             CASE WHEN {time} >= 0 THEN {time} ELSE NULL END AS time FROM {table}{of_layer}",
            bare(account),
            bare(content)
        )
    }
}

/// A layer of tables on a cluster, and the queries that it is asked by.
#[derive(Debug, Clone)]
pub struct Remote {
    /// What is shared.
    pub kind: ObjectKind,
    /// Rows as they are, those of no use too.
    all: String,
    rows: String,
    stages: Stages,
}

/// How many rows a layer has, and how many are of no use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Census {
    /// Rows of use.
    pub rows: u64,
    /// Of them, rows without an object.
    pub without_object: u64,
    /// Rows without an account, a post or a time since 1970.
    pub set_aside: u64,
}

impl Remote {
    /// The layer of one kind, of tables that were opened by a name.
    pub fn new(
        kind: ObjectKind,
        tables: &[(String, Columns)],
        without: &[String],
        window: i64,
        min_participation: u32,
    ) -> Self {
        let all: Vec<String> =
            tables.iter().map(|(name, columns)| columns.shares(name, kind)).collect();
        let all = all.join(" UNION ALL ");
        let without: Vec<String> = without.iter().map(|name| literal(name)).collect();
        let but = if without.is_empty() {
            String::new()
        } else {
            format!(" AND (object_id IS NULL OR object_id NOT IN ({}))", without.join(", "))
        };
        let prefix = format!("griot_{}", kind.word().replace('-', "_"));
        let rows = format!(
            "SELECT object_id, account_id, content_id, time FROM ({all}) {prefix}_all \
             WHERE account_id IS NOT NULL AND content_id IS NOT NULL AND time IS NOT NULL{but}"
        );
        let stages = Stages::new(&prefix, &rows, window, min_participation);
        Self { kind, all: format!("({all}) {prefix}_all"), rows, stages }
    }

    /// The query behind [`Census`].
    pub fn census(&self) -> String {
        format!(
            "SELECT COUNT(*), SUM(CASE WHEN object_id IS NULL THEN 1 ELSE 0 END), \
             SUM(CASE WHEN account_id IS NULL OR content_id IS NULL OR time IS NULL THEN 1 ELSE 0 END) FROM {}",
            self.all
        )
    }

    /// Every row of use: `object_id, account_id, content_id, time`.
    pub fn every_row(&self) -> &str {
        &self.rows
    }

    /// The queries of the edges.
    pub fn stages(&self) -> &Stages {
        &self.stages
    }
}

/// Text as every engine reads it between single quotes: without quotes and backslashes in it.
pub(crate) fn literal(text: &str) -> String {
    if !text.contains(['\'', '\\']) {
        return format!("'{text}'");
    }
    let mut parts: Vec<String> = Vec::new();
    for piece in text.split_inclusive(['\'', '\\']) {
        let bare = piece.trim_end_matches(['\'', '\\']);
        if !bare.is_empty() {
            parts.push(format!("'{bare}'"));
        }
        if piece.ends_with('\'') {
            parts.push("chr(39)".to_owned());
        } else if piece.ends_with('\\') {
            parts.push("chr(92)".to_owned());
        }
    }
    format!("concat({})", parts.join(", "))
}

/// A share as it comes back.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RemoteShare {
    /// Microseconds since 1970.
    pub time: i64,
    /// The post.
    pub content: String,
    /// Who shares.
    pub account: String,
    /// What is shared; nothing where the cell says so.
    pub object: Option<String>,
}

/// An edge as it comes back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemoteEdge {
    /// The account whose name comes first.
    pub a: String,
    /// The other one.
    pub b: String,
    /// Pairs of posts within the window.
    pub weight: u64,
    /// Sum of their delays, in microseconds.
    pub delay: u64,
}

/// Edges of a layer as the cluster counts them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemoteEdges {
    /// How many there are.
    pub all: u64,
    /// Those that are kept.
    pub kept: Vec<RemoteEdge>,
}

/// Puts shares into the layers of a gathering, in an order that no cluster changes.
pub fn take(gathering: &mut Gathering, kind: ObjectKind, mut shares: Vec<RemoteShare>) {
    shares.sort_unstable();
    for share in &shares {
        gathering.take_share(
            kind,
            share.object.as_deref(),
            &share.account,
            &share.content,
            share.time,
        );
    }
}

/// Whether the network that was found here has the edges that were counted there, layer by layer.
pub fn same_edges(network: &Network, counted: &[RemoteEdges]) -> Result<(), RemoteError> {
    for (layer, there) in counted.iter().enumerate() {
        let here = network.edges.iter().filter(|edge| edge.layer == layer);
        let here: BTreeMap<(&str, &str), (u64, u64)> = here
            .map(|edge| {
                let names = (network.account(edge.a), network.account(edge.b));
                (names, (edge.evidence.pairs, edge.mean_delay_s.to_bits()))
            })
            .collect();
        let all = network.all_edges.get(layer).copied().unwrap_or_default();
        let there_of = |edge: &RemoteEdge| {
            let sums = CoShares { a: 0, b: 0, pairs: edge.weight, delay: edge.delay };
            (edge.weight, mean_seconds(&sums).to_bits())
        };
        let differs = there
            .kept
            .iter()
            .find(|edge| here.get(&(&*edge.a, &*edge.b)) != Some(&there_of(edge)));
        if let Some(edge) = differs {
            let found = here.get(&(&*edge.a, &*edge.b)).map_or(0, |found| found.0);
            return Err(differ(network, layer, edge, found));
        }
        if all != there.all || here.len() != there.kept.len() {
            return Err(RemoteError::new(
                format!(
                    "the cluster counts {} edges of {}, and its rows have {}: one of the two is wrong, and nothing is \
                     written",
                    in_thousands(there.all),
                    word(network, layer),
                    in_thousands(all)
                ),
                AGAIN,
            ));
        }
    }
    Ok(())
}

const AGAIN: &str = "ask again, of a table that nobody writes to meanwhile; if it stays so, it is an error of griot or of the \
                     cluster: please report it with the versions of both";

fn word(network: &Network, layer: usize) -> &'static str {
    network.kind(layer).map_or("", ObjectKind::word)
}

fn differ(network: &Network, layer: usize, edge: &RemoteEdge, found: u64) -> RemoteError {
    RemoteError::new(
        format!(
            "the cluster counts {} pairs of {} for {:?} and {:?}, and its rows have {found}, or other delays: one of the \
             two is wrong, and nothing is written",
            edge.weight,
            word(network, layer),
            edge.a,
            edge.b
        ),
        AGAIN,
    )
}

/// What comes back of a layer whose rows stay where they are.
#[derive(Debug, Clone, Default)]
pub struct Behind {
    /// The edges.
    pub edges: Option<RemoteEdges>,
    /// The shares behind those that are kept.
    pub shares: Vec<RemoteShare>,
    /// Posts of accounts that took part often enough.
    pub qualified: std::collections::BTreeSet<String>,
    /// How many accounts share each object at any time.
    pub popularity: BTreeMap<String, u64>,
    /// How many rows each account has.
    pub activity: BTreeMap<String, u64>,
}

/// Why there is no network of what came back.
#[derive(Debug, thiserror::Error)]
pub enum FromBehindError {
    /// The edges and the rows do not say the same.
    #[error(transparent)]
    Differs(#[from] RemoteError),
    /// The edges make no communities.
    #[error(transparent)]
    Answer(#[from] AnswerError),
}

/// The network of layers that were counted elsewhere, in the order of `gathered`'s layers, which hold the shares behind
/// their edges. No group is tested.
pub fn from_behind(
    gathered: Gathered,
    question: Question,
    layers: &[Behind],
) -> Result<Network, FromBehindError> {
    let mut edges = Vec::new();
    let mut all_edges = Vec::new();
    for (number, (layer, behind)) in gathered.layers.iter().zip(layers).enumerate() {
        let RemoteEdges { all, kept } =
            behind.edges.clone().unwrap_or(RemoteEdges { all: 0, kept: Vec::new() });
        all_edges.push(all);
        let account = |name: &str| {
            let found = gathered.accounts.binary_search_by(|it| it.as_str().cmp(name));
            found.ok().and_then(|place| u32::try_from(place).ok())
        };
        let windowed = Windowed::new(&layer.shares, question.window);
        let qualified: Vec<bool> = (0..windowed.len())
            .map(|at| behind.qualified.contains(gathered.contents.name(windowed.content(at))))
            .collect();
        let found = windowed.edges_of(question.threads, &qualified);
        let mut wanted = Vec::new();
        for edge in &kept {
            let ends = account(&edge.a).zip(account(&edge.b));
            let sums = ends.and_then(|(a, b)| {
                let place = found.binary_search_by_key(&(a, b), |it| (it.a, it.b)).ok()?;
                found.get(place).copied()
            });
            match sums {
                Some(sums) if (sums.pairs, sums.delay) == (edge.weight, edge.delay) => {
                    wanted.push(sums);
                }
                other => {
                    let found = other.map_or(0, |sums| sums.pairs);
                    let what = format!(
                        "the cluster counts {} pairs of {} for {:?} and {:?}, and the rows behind them have {found}, or \
                         other delays: one of the two is wrong, and nothing is written",
                        edge.weight, layer.kind, edge.a, edge.b
                    );
                    return Err(RemoteError::new(what, AGAIN).into());
                }
            }
        }
        wanted.sort_unstable_by_key(|edge| (edge.a, edge.b));
        let keeps = |one: usize, other: usize| qualified[one] || qualified[other];
        let evidence = windowed.evidence_of(&wanted, question.threads, keeps);
        for (sums, evidence) in wanted.iter().zip(evidence) {
            let names = [sums.a, sums.b].map(|it| gathered.accounts[it as usize].as_str());
            let known = evidence.objects.iter().map(|&object| layer.objects.name(object));
            let known = known.filter_map(|name| behind.popularity.get(name).copied());
            let popularity = [known.clone().min().unwrap_or(0), known.max().unwrap_or(0)];
            edges.push(Edge {
                layer: number,
                a: sums.a,
                b: sums.b,
                mean_delay_s: mean_seconds(sums),
                evidence,
                activity: names.map(|it| behind.activity.get(it).copied().unwrap_or_default()),
                popularity,
                validated: None,
                holds: None,
            });
        }
    }
    Ok(network_of(gathered, question, edges, all_edges)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(given: &[(&str, &str)]) -> Result<Columns, RemoteError> {
        let owned: Vec<(String, String)> =
            given.iter().map(|(name, kind)| ((*name).to_owned(), (*kind).to_owned())).collect();
        Columns::of("t.parquet", &owned)
    }

    #[test]
    fn times_are_whole_numbers_of_a_known_unit() {
        let names =
            [("object_id", "string"), ("account_id", "bigint"), ("content_id", "string")];
        let with = |time| columns(&[&names[..], &[time]].concat());
        let seconds = with(("timestamp_share", "string")).unwrap();
        assert_eq!(seconds.time, "cast(timestamp_share AS bigint) * 1000000");
        assert_eq!(with(("time", "bigint")).unwrap().time, "time");
        assert_eq!(seconds.account, "cast(account_id AS string)");
        let refused = with(("time", "timestamp")).unwrap_err();
        assert_eq!(refused.what, "t.parquet has time as timestamp, not as whole numbers");
        let refused = with(("when", "bigint")).unwrap_err();
        assert_eq!(
            refused.what,
            "t.parquet has no column timestamp_share; it has object_id, account_id, content_id, when"
        );
    }

    #[test]
    fn text_has_no_quote_that_engines_read_differently() {
        assert_eq!(literal("Mali"), "'Mali'");
        assert_eq!(literal("Cote d'Ivoire"), "concat('Cote d', chr(39), 'Ivoire')");
        assert_eq!(literal("'a\\"), "concat(chr(39), 'a', chr(92))");
    }
}
