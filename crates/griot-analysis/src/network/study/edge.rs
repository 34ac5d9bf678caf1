//! One edge with its posts and what stands on either side.

use griot_model::Evidence;

use super::{
    behind::Behind,
    chosen::{Chosen, hours_of, popularity, seconds},
    group::{GroupAnswer, number_of},
};
use crate::network::answer::{Edge, Network};
use griot_sql::SqlError;
use griot_table::posts::instant_text as moment;

/// An account at one end of an edge.
#[derive(Debug, Clone, PartialEq)]
pub struct Side {
    /// Its name, or its pseudonym.
    pub account: String,
    /// Its place among all accounts of the table, from 1: what may be told where names may not.
    pub number: u32,
    /// Rows in the layer.
    pub activity: u64,
    /// Distinct posts in some pair.
    pub posts: u64,
    /// Pairs in which it comes first.
    pub first: u64,
    /// All its posts in the table by hour of the day in UTC.
    pub hours: [u64; 24],
}

/// An edge with a page of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct EdgeAnswer {
    /// Name of its page: `e` and its rank.
    pub id: String,
    /// Place by strength among all edges, from 1.
    pub rank: u64,
    /// The two accounts in the order of their names.
    pub sides: [Side; 2],
    /// The word for the kind of object.
    pub layer: &'static str,
    /// Pairs of posts within the window.
    pub pairs: u64,
    /// Most pairs in which every row is used once.
    pub matches: u64,
    /// Pairs at the same instant.
    pub simultaneous: u64,
    /// Smallest, median, mean and largest absolute delay, in seconds.
    pub delays_s: [f64; 4],
    /// The objects, each with the accounts that ever share it.
    pub objects: Vec<(String, u64)>,
    /// Time of the first post.
    pub first: String,
    /// Time of the last one.
    pub last: String,
    /// Against chance; none where it was not tested.
    pub chance: Option<Chance>,
    /// Whether it joins members of a group that holds.
    pub holds: Option<bool>,
    /// Tested groups with a page that both accounts belong to.
    pub groups: Vec<String>,
    /// Other layers that join the same accounts, with a page where there is one.
    pub also: Vec<(&'static str, Option<String>)>,
    /// Pairs of posts, side by side.
    pub selection: Evidence,
}

/// What the test says of an edge.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Chance {
    /// How surprising its occasions are by the activity of both; it ranks, and decides nothing.
    pub statistic: f64,
    /// Occasions, hours apart, on which both share one object within the window.
    pub observed: u32,
    /// Common objects within the window, expected by the activity of both alone.
    pub expected: f64,
    /// That of the strongest group of both; 1 where there is none.
    pub p_adjusted: f64,
    /// Accounts among which all groups were tested.
    pub tests: u64,
}

pub(super) fn edge(
    network: &Network,
    edge: &Edge,
    rank: usize,
    behind: Behind<'_>,
    chosen: &mut Chosen<'_>,
) -> Result<EdgeAnswer, SqlError> {
    let seen = &edge.evidence;
    let layer = network.kind(edge.layer).map_or("", griot_table::posts::ObjectKind::word);
    let names = [network.account(edge.a), network.account(edge.b)];
    let query = behind.edge(layer, names[0], names[1]);
    let hours = names.map(|name| hours_of(chosen, &[name]));
    let (selection, _) = chosen.choose(query)?;
    let side = |place: usize, account: u32, posts: u64, first: u64| Side {
        account: names[place].to_owned(),
        number: number_of(account),
        activity: edge.activity[place],
        posts,
        first,
        hours: hours[place],
    };
    let also = network
        .edges
        .iter()
        .filter(|other| (other.a, other.b) == (edge.a, edge.b) && other.layer != edge.layer);
    let objects = &network.gathered.layers[edge.layer];
    let popularity = popularity(&objects.shares, &seen.objects);
    Ok(EdgeAnswer {
        id: format!("e{}", rank + 1),
        rank: u64::try_from(rank + 1).unwrap_or(u64::MAX),
        sides: [
            side(0, edge.a, seen.posts_a, seen.a_first),
            side(1, edge.b, seen.posts_b, seen.b_first),
        ],
        layer,
        pairs: seen.pairs,
        matches: seen.matches,
        simultaneous: seen.simultaneous,
        delays_s: [
            unsigned(seen.delay_min),
            seen.delay_median / 1e6,
            edge.mean_delay_s,
            unsigned(seen.delay_max),
        ],
        objects: seen
            .objects
            .iter()
            .zip(popularity)
            .map(|(&object, popular)| (objects.objects.name(object).to_owned(), popular))
            .collect(),
        first: moment(seen.first),
        last: moment(seen.last),
        chance: edge.validated.zip(network.tests[edge.layer]).map(|(pair, tests)| Chance {
            statistic: pair.statistic,
            observed: pair.observed,
            expected: pair.expected,
            p_adjusted: pair.p_adjusted,
            tests,
        }),
        holds: edge.holds,
        groups: Vec::new(),
        also: also
            .filter_map(|other| network.kind(other.layer))
            .map(|kind| (kind.word(), None))
            .collect(),
        selection,
    })
}

/// Names the groups of every edge, and its pages in other layers.
pub(super) fn link(edges: &mut [EdgeAnswer], groups: &[GroupAnswer]) {
    let pages: Vec<([u32; 2], &'static str, String)> = edges
        .iter()
        .map(|edge| (edge.sides.each_ref().map(|s| s.number), edge.layer, edge.id.clone()))
        .collect();
    for edge in edges {
        let own = edge.sides.each_ref().map(|side| side.number);
        let is_in = |group: &&GroupAnswer| {
            group.layer.is_none_or(|layer| layer == edge.layer)
                && own.iter().all(|n| group.members.iter().any(|member| member.number == *n))
        };
        edge.groups = groups.iter().filter(is_in).map(|group| group.id.clone()).collect();
        for (layer, page) in &mut edge.also {
            let same = pages.iter().find(|other| other.0 == own && other.1 == *layer);
            *page = same.map(|other| other.2.clone());
        }
    }
}

fn unsigned(micros: u64) -> f64 {
    seconds(i64::try_from(micros).unwrap_or(i64::MAX))
}
