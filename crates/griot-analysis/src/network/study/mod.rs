//! A network as pages show it: ranked edges, groups, the posts behind both, and where to draw them.
//!
//! Everything here is plain. The posts behind an edge or a group are chosen by SQL from the table of shares
//! of the case, and what is said of a group is counted over the rows that the query returned.

mod behind;
mod chosen;
mod drawing;
mod edge;
pub mod error_rates;
mod group;

use std::{
    collections::{BTreeMap, BTreeSet},
    num::NonZeroUsize,
    thread,
};

use self::chosen::{Chosen, seconds};
pub use self::{
    behind::Behind,
    drawing::{Bubble, Bubbles, Drawing, DrawnAccount, Sketch},
    edge::{Chance, EdgeAnswer, Side},
    group::{DelayBin, GroupAnswer, GroupObject, Member, Placed},
};
use super::{
    SharedPosts,
    answer::{Edge, NULL_IN_WORDS, Network, Question, Tested, answer},
    table,
};
use griot_case::{NetworkSettings, PostTable};
use griot_model::rows::Rows;
use griot_sql::{Database, SqlError};

/// Edges in the order of their strength that have a page whatever their p-value is.
const FIRST_EDGES: usize = 20;

/// Edges with a page of their own; the others are rows of the table beside the page.
const EDGE_PAGES: usize = 150;

/// The answer to the question that the description of a table of posts asks.
#[derive(Debug, Clone, PartialEq)]
pub struct NetworkAnswer {
    /// The table of posts in SQL, which also names the page.
    pub table: String,
    /// The table of shares in SQL.
    pub shares: String,
    /// Longest distance in time of a pair, in seconds.
    pub window_s: f64,
    /// Fewest rows of an account.
    pub min: u32,
    /// Whether groups were tested against chance.
    pub tested: bool,
    /// Occasions lie so far apart, in seconds.
    pub apart_s: f64,
    /// Seed of the communities.
    pub seed: u64,
    /// Family-wise error.
    pub level: f64,
    /// The null in words; empty where nothing was tested.
    pub null: &'static str,
    /// Posts read.
    pub posts: u64,
    /// Accounts that posted.
    pub accounts: u64,
    /// Accounts with at least one edge.
    pub joined: u64,
    /// Edges found.
    pub edges_found: u64,
    /// Edges that hold: those between members of a group that does.
    pub edges_holding: u64,
    /// Tested groups.
    pub groups_found: u64,
    /// Tested groups that hold.
    pub groups_holding: u64,
    /// Tested groups as surprising, of which the data have another reading.
    pub groups_explained: u64,
    /// Communities of three accounts and more.
    pub communities_found: u64,
    /// The layers.
    pub layers: Vec<LayerAnswer>,
    /// Edges with a page, the strongest first.
    pub edges: Vec<EdgeAnswer>,
    /// Tested groups with a page, the strongest first, then communities, the largest first.
    pub groups: Vec<GroupAnswer>,
    /// Every edge in the order of strength, with griot's own columns.
    pub edge_rows: Rows,
    /// Places of the two accounts of each of these edges among all accounts, from 1.
    pub edge_numbers: Vec<[u32; 2]>,
    /// Where to draw what.
    pub drawing: Drawing,
}

/// One layer.
#[derive(Debug, Clone, PartialEq)]
pub struct LayerAnswer {
    /// The word for its kind of object.
    pub word: &'static str,
    /// Shares in it.
    pub rows: u64,
    /// Distinct objects.
    pub objects: u64,
    /// Unit of its times in seconds, as far as the times tell.
    pub resolution_s: f64,
    /// Edges found.
    pub edges: u64,
    /// Edges that hold.
    pub holding: u64,
    /// Accounts among which all groups were tested.
    pub tests: Option<u64>,
    /// Why rows are not in it, and how many.
    pub left_out: Vec<(String, u64)>,
}

/// Answers every table of posts of a case that asks for a network, on so many threads, of which the
/// answer does not depend; selections go by their query.
pub fn studies(
    shared: &[SharedPosts<'_>],
    database: &Database<'_>,
    threads: NonZeroUsize,
    selections: &mut BTreeMap<String, Rows>,
) -> Result<Vec<NetworkAnswer>, SqlError> {
    let mut answers = Vec::new();
    for SharedPosts { posts, gathered } in shared {
        let Some(settings) = &posts.network else { continue };
        let network =
            answer(gathered.clone(), question(settings, threads)).map_err(|error| {
                SqlError::Query(format!("the network of {}: {error}", posts.name))
            })?;
        answers.push(study(posts, &network, database, selections)?);
    }
    Ok(answers)
}

/// The question that the description of a table asks.
fn question(settings: &NetworkSettings, threads: NonZeroUsize) -> Question {
    Question {
        window: settings.window,
        min_participation: settings.min,
        tested: settings.tested,
        apart: settings.apart,
        seed: settings.seed,
        level: settings.level,
        threads,
    }
}

/// As many threads as there are cores.
pub fn threads() -> NonZeroUsize {
    thread::available_parallelism().unwrap_or(NonZeroUsize::MIN)
}

/// What pages show of a network over the posts of a table.
pub fn study(
    posts: &PostTable,
    network: &Network,
    database: &Database<'_>,
    selections: &mut BTreeMap<String, Rows>,
) -> Result<NetworkAnswer, SqlError> {
    let shares = posts.shares_name();
    let behind = Behind {
        shares: &shares,
        window: network.question.window,
        has_text: posts.posts.iter().any(|post| !post.text.is_empty()),
    };
    let mut chosen = Chosen { posts, database, selections };
    let ranked = ranked(network);
    let with_page = with_page(&ranked, network);
    let mut edges = Vec::new();
    for &rank in &with_page {
        edges.push(edge::edge(network, ranked[rank], rank, behind, &mut chosen)?);
    }
    let groups = group::groups(network, behind, &mut chosen)?;
    edge::link(&mut edges, &groups);
    let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
    let question = &network.question;
    let tested = || network.groups.iter().filter_map(|group| group.tested.as_ref());
    let is_explained = |it: &&Tested| it.p_adjusted <= question.level && !it.holds;
    Ok(NetworkAnswer {
        table: posts.name.clone(),
        shares: shares.clone(),
        window_s: seconds(question.window),
        min: question.min_participation,
        tested: question.tested,
        apart_s: seconds(question.apart),
        seed: question.seed,
        level: question.level,
        null: if question.tested { NULL_IN_WORDS } else { "" },
        posts: network.gathered.posts,
        accounts: count(network.gathered.accounts.len()),
        joined: count(network.community_of.len()),
        edges_found: count(network.edges.len()),
        edges_holding: count(network.edges.iter().filter(|e| e.holds == Some(true)).count()),
        groups_found: count(network.groups.len()),
        groups_holding: count(tested().filter(|it| it.holds).count()),
        groups_explained: count(tested().filter(is_explained).count()),
        communities_found: count(network.communities.len()),
        layers: layers(network),
        drawing: drawing::drawing(network, &ranked, &groups),
        edge_rows: edge_rows(network, &ranked),
        edge_numbers: ranked
            .iter()
            .map(|edge| [edge.a, edge.b].map(group::number_of))
            .collect(),
        edges,
        groups,
    })
}

/// All edges, the strongest first: those that hold, then by surprise, then by pairs.
fn ranked(network: &Network) -> Vec<&Edge> {
    let mut ranked: Vec<&Edge> = network.edges.iter().collect();
    let strength = |edge: &Edge| edge.validated.map_or(0.0, |pair| pair.statistic);
    ranked.sort_by(|one, other| {
        (other.holds.cmp(&one.holds))
            .then(strength(other).total_cmp(&strength(one)))
            .then(other.evidence.pairs.cmp(&one.evidence.pairs))
            .then((one.a, one.b, one.layer).cmp(&(other.a, other.b, other.layer)))
    });
    ranked
}

/// Ranks of the edges that get a page: the first few, and those that hold as far as there is room.
fn with_page(ranked: &[&Edge], network: &Network) -> Vec<usize> {
    let first = 0..ranked.len().min(FIRST_EDGES);
    let holding = (0..ranked.len()).filter(|&rank| ranked[rank].holds == Some(true));
    let mut ranks: BTreeSet<usize> = first.collect();
    for rank in holding {
        if ranks.len() == EDGE_PAGES {
            break;
        }
        ranks.insert(rank);
    }
    debug_assert!(ranks.len() <= network.edges.len(), "every rank is an edge");
    ranks.into_iter().collect()
}

fn layers(network: &Network) -> Vec<LayerAnswer> {
    let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
    let layers = network.gathered.layers.iter().zip(&network.tests).enumerate();
    layers
        .map(|(index, (layer, &tests))| {
            let edges = network.edges.iter().filter(|edge| edge.layer == index);
            LayerAnswer {
                word: layer.kind.word(),
                rows: count(layer.shares.len()),
                objects: count(layer.objects.len()),
                resolution_s: seconds(layer.resolution),
                edges: count(edges.clone().count()),
                holding: count(edges.filter(|edge| edge.holds == Some(true)).count()),
                tests,
                left_out: layer
                    .dropped
                    .iter()
                    .map(|(why, rows)| ((*why).to_owned(), *rows))
                    .collect(),
            }
        })
        .collect()
}

fn edge_rows(network: &Network, ranked: &[&Edge]) -> Rows {
    let columns = table::columns();
    Rows { columns, rows: ranked.iter().map(|edge| table::row(network, edge)).collect() }
}
