//! From layers of shares to edges, accounts and groups, each with what stands behind it.

use std::{collections::BTreeMap, num::NonZeroUsize};

use griot_model::bounds::{self, TooLarge, in_thousands};
use griot_stats::network::{
    Shares,
    co_share::CoShares,
    communities::{CommunitiesError, communities},
    compat::{Participation, coortweet, coortweet_alike},
    evidence::EdgeEvidence,
    null::FirstShares,
    validation::{Plan, ValidatedPair, validate},
};

pub use griot_stats::network::validation::Reading;

use super::{
    ObjectKind,
    gathered::{Gathered, Layer},
};

/// What is asked. There is no default: every number is part of the result.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Question {
    /// Longest distance in time between two shares, in microseconds, included.
    pub window: i64,
    /// Fewest rows of an account, as in [`coortweet`].
    pub min_participation: u32,
    /// Whether groups are tested against chance.
    pub tested: bool,
    /// Occasions on which a group comes together lie so far apart, in microseconds.
    pub apart: i64,
    /// Seed of the communities.
    pub seed: u64,
    /// Family-wise error at which a group, and with it its edges, is marked as holding.
    pub level: f64,
    /// Threads; the answer does not depend on them.
    pub threads: NonZeroUsize,
}

/// The null in words, as it stands beside every p-value.
pub const NULL_IN_WORDS: &str = "an account is there when an object is shared no more often than its \
     activity at that hour and on that day, its habits by the time of day and what it shares with the \
     group elsewhere would have it, or of those who share an object at any time no more than half, or \
     than of the accounts outside the group, do so within one span of time";

/// Two accounts that share objects of one kind within the window.
#[derive(Debug, Clone, PartialEq)]
pub struct Edge {
    /// Place of the layer.
    pub layer: usize,
    /// The account whose name comes first.
    pub a: u32,
    /// The other one.
    pub b: u32,
    /// Mean absolute delay of the pairs, in seconds.
    pub mean_delay_s: f64,
    /// Everything else that its pairs of posts say; delays in microseconds.
    pub evidence: EdgeEvidence,
    /// Rows of each account in the layer.
    pub activity: [u64; 2],
    /// Fewest and most accounts that share one of its objects at any time.
    pub popularity: [u64; 2],
    /// Against chance, where the null was drawn.
    pub validated: Option<ValidatedPair>,
    /// Whether it joins members of a group that holds, on more than one occasion.
    pub holds: Option<bool>,
}

/// Accounts that a community or a tested group holds together.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// The layer it was tested in; none for a community of all layers together.
    pub layer: Option<usize>,
    /// Accounts, ascending.
    pub members: Vec<u32>,
    /// Edges within.
    pub edges: usize,
    /// Distinct objects of those edges, as `(layer, object)`.
    pub objects: Vec<(usize, u32)>,
    /// Time of the first post behind its edges, in microseconds.
    pub first: i64,
    /// Time of the last one.
    pub last: i64,
    /// What the test says, where it was tested.
    pub tested: Option<Tested>,
}

/// What the test says of a group.
#[derive(Debug, Clone, PartialEq)]
pub struct Tested {
    /// Objects that most of its members share within one span of time, hours apart.
    pub occasions: u64,
    /// Members there, over all occasions.
    pub observed: u64,
    /// The same, expected.
    pub expected: f64,
    /// How surprising that is, as a sum of `-ln` of chances.
    pub statistic: f64,
    /// Of who was there; over all groups, occasions, scales and layers.
    pub p_turnout: f64,
    /// Of how promptly; over all groups that could have been, scales and layers.
    pub p_prompt: f64,
    /// The larger of the two.
    pub p_adjusted: f64,
    /// Longest time between two members on one occasion, in microseconds.
    pub span: i64,
    /// What else it looks like.
    pub reading: Reading,
    /// Whether it holds: chance hardly ever gives it, and the data have no other reading of it.
    pub holds: bool,
    /// In words: whether it holds, or what else it looks like.
    pub says: &'static str,
    /// The account that its members follow, where they do.
    pub follows: Option<u32>,
}

/// The network with its groups.
#[derive(Debug, Clone)]
pub struct Network {
    /// The question.
    pub question: Question,
    /// The posts.
    pub gathered: Gathered,
    /// By accounts, then by layer.
    pub edges: Vec<Edge>,
    /// Communities of three accounts and more, the largest first.
    pub communities: Vec<Group>,
    /// Groups tested against chance, the strongest first within each layer.
    pub groups: Vec<Group>,
    /// Community of each account that has an edge.
    pub community_of: BTreeMap<u32, u32>,
    /// Accounts of each layer among which all groups were tested; none where it was not tested.
    pub tests: Vec<Option<u64>>,
    /// Edges of each layer, those not kept included.
    pub all_edges: Vec<u64>,
}

/// Edges of a layer that are kept unless another number is asked for: more than a person can look at,
/// few enough for any machine.
pub const MOST_EDGES: usize = bounds::EDGES / 3;

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum AnswerError {
    /// The edges make no communities.
    #[error(transparent)]
    Communities(#[from] CommunitiesError),
    /// It would take longer, or more memory, than any answer may.
    #[error(transparent)]
    TooLarge(#[from] TooLarge),
}

/// Answers the question over all layers; of a layer with more than [`MOST_EDGES`] the strongest are kept.
pub fn answer(gathered: Gathered, question: Question) -> Result<Network, AnswerError> {
    answer_with(gathered, question, MOST_EDGES)
}

/// The same, keeping so many edges of each layer: those with the most pairs, of equals the prompter.
pub fn answer_with(
    gathered: Gathered,
    question: Question,
    most_edges: usize,
) -> Result<Network, AnswerError> {
    if most_edges > bounds::EDGES {
        let most = format!("{} edges", in_thousands(bounds::EDGES as u64));
        let what = format!("{} edges to keep are too many", in_thousands(most_edges as u64));
        return Err(TooLarge::new(what, most, "ask for fewer with --edges").into());
    }
    let (mut edges, mut groups) = (Vec::new(), Vec::new());
    let (mut tests, mut all_edges) = (Vec::new(), Vec::new());
    let timed = gathered.layers.iter().filter(|layer| !layer.kind.is_timeless()).count();
    for (index, layer) in gathered.layers.iter().enumerate() {
        let mut answered = layer_edges(index, layer, &question, most_edges, timed)?;
        for group in &mut answered.groups {
            describe(group, &answered.edges);
        }
        edges.append(&mut answered.edges);
        groups.append(&mut answered.groups);
        tests.push(answered.tests);
        all_edges.push(answered.all_edges);
    }
    assembled(question, gathered, edges, (groups, tests, all_edges))
}

/// The network of edges that were counted already, sorted as they come; nothing is tested.
pub(super) fn network_of(
    gathered: Gathered,
    question: Question,
    edges: Vec<Edge>,
    all_edges: Vec<u64>,
) -> Result<Network, AnswerError> {
    let tests = vec![None; gathered.layers.len()];
    assembled(question, gathered, edges, (Vec::new(), tests, all_edges))
}

/// A network of its parts: edges in their order, and the communities that they make.
fn assembled(
    question: Question,
    gathered: Gathered,
    mut edges: Vec<Edge>,
    (groups, tests, all_edges): (Vec<Group>, Vec<Option<u64>>, Vec<u64>),
) -> Result<Network, AnswerError> {
    edges.sort_by_key(|edge| (edge.a, edge.b, edge.layer));
    let (community_of, communities) = split(&edges, question.seed)?;
    Ok(Network {
        question,
        gathered,
        edges,
        communities,
        groups,
        community_of,
        tests,
        all_edges,
    })
}

impl Network {
    /// Name of an account.
    pub fn account(&self, number: u32) -> &str {
        self.gathered.accounts.get(number as usize).map_or("", String::as_str)
    }

    /// Name of an object of a layer.
    pub fn object(&self, layer: usize, object: u32) -> &str {
        self.gathered.layers.get(layer).map_or("", |layer| layer.objects.name(object))
    }

    /// Kind of a layer.
    pub fn kind(&self, layer: usize) -> Option<ObjectKind> {
        self.gathered.layers.get(layer).map(|layer| layer.kind)
    }
}

/// Mean delay in seconds, rounded once: that of whole seconds is what a division of seconds gives.
#[expect(
    clippy::cast_precision_loss,
    reason = "sums of delays below 2^53 microseconds are exact"
)]
pub(super) fn mean_seconds(edge: &CoShares) -> f64 {
    edge.delay as f64 / (edge.pairs as f64 * 1e6)
}

/// Rows of a layer in windows, and which of their pairs count.
///
/// A time-less layer takes any account: one telephone number in common says enough.
pub fn participation(layer: &Layer, question: &Question) -> Participation {
    let Question { window, min_participation, .. } = *question;
    let least = if layer.kind.is_timeless() { 1 } else { min_participation };
    match &layer.likeness {
        Some(likeness) => {
            let alike = likeness.alike(&layer.shares, window);
            coortweet_alike(&layer.shares, window, least, &alike)
        }
        None => coortweet(&layer.shares, window, least),
    }
}

/// What the null deals: first shares of objects, or of groups of objects that are alike.
fn first_shares(layer: &Layer, window: i64) -> FirstShares {
    let Some(likeness) = &layer.likeness else { return FirstShares::of(&layer.shares) };
    let group = likeness.alike(&layer.shares, window).groups();
    let shares = &layer.shares;
    let object = shares.object().iter();
    let object = object.map(|&object| group.get(object as usize).copied().unwrap_or(object));
    let grouped = Shares::new(
        object.collect(),
        shares.account().to_vec(),
        shares.content().to_vec(),
        shares.time().to_vec(),
    );
    FirstShares::of(&grouped.unwrap_or_default())
}

struct Answered {
    edges: Vec<Edge>,
    groups: Vec<Group>,
    tests: Option<u64>,
    all_edges: u64,
}

/// A day's hour in microseconds.
const HOUR: i64 = 3_600_000_000;

fn layer_edges(
    layer_index: usize,
    layer: &Layer,
    question: &Question,
    most_edges: usize,
    layers: usize,
) -> Result<Answered, TooLarge> {
    let shares = &layer.shares;
    let found = participation(layer, question);
    let pairs = found.windowed.pairs_in_window();
    let most = bounds::SHARE_PAIRS.max(shares.len() as u64 * bounds::PAIRS_OF_A_SHARE);
    if pairs > most {
        return Err(too_many(layer, pairs, most, "counted"));
    }
    let (kept, all_edges) =
        found.windowed.strongest(question.threads, &found.qualified, most_edges);
    let activity = count(shares.account(), shares.accounts());
    let popularity = popularity(shares);
    // Without times nothing comes together; with several layers each has its part of the error.
    let judged = (question.tested && !layer.kind.is_timeless()).then(|| {
        let first = first_shares(layer, question.window);
        let plan = Plan { window: question.window, apart: question.apart, hour: HOUR };
        let pairs: Vec<(u32, u32)> = kept.iter().map(|edge| (edge.a, edge.b)).collect();
        validate(&first, &pairs, plan, question.threads)
    });
    let mut groups = Vec::new();
    let mut pairs = Vec::new();
    if let Some(judged) = &judged {
        groups.extend(judged.groups.iter().map(|group| {
            let all_layers = |p: f64| (p * as_f64(layers)).min(1.0);
            let p_adjusted = all_layers(group.p_adjusted);
            let is_surprising = p_adjusted <= question.level;
            Group {
                layer: Some(layer_index),
                members: group.members.clone(),
                edges: 0,
                objects: Vec::new(),
                first: i64::MAX,
                last: i64::MIN,
                tested: Some(Tested {
                    occasions: group.objects.len() as u64,
                    observed: group.observed,
                    expected: group.expected,
                    statistic: group.statistic,
                    p_turnout: all_layers(group.p_turnout),
                    p_prompt: all_layers(group.p_prompt),
                    p_adjusted,
                    span: group.span,
                    reading: group.reading,
                    holds: is_surprising && group.reading == Reading::Open,
                    says: match group.reading {
                        _ if !is_surprising => "does not hold",
                        Reading::Open => "holds",
                        Reading::Follows(_) => "follows one source",
                        Reading::SharesAll => "shares little else",
                    },
                    follows: match group.reading {
                        Reading::Follows(source) => Some(source),
                        Reading::Open | Reading::SharesAll => None,
                    },
                }),
            }
        }));
        pairs.extend(judged.pairs.iter().map(|pair| {
            let holds = pair.group.and_then(|place| groups[place].tested.as_ref());
            let p_adjusted = holds.map_or(1.0, |group| group.p_adjusted);
            (ValidatedPair { p_adjusted, ..*pair }, holds.is_some_and(|group| group.holds))
        }));
    }
    let evidence = found
        .windowed
        .evidence_of(&kept, question.threads, |one, other| found.keeps(one, other));
    let edges = kept.iter().zip(evidence).enumerate().map(|(place, (edge, evidence))| {
        let (a, b) = (edge.a, edge.b);
        let known = evidence.objects.iter().map(|&object| popularity[object as usize]);
        let popularity = [known.clone().min().unwrap_or(0), known.max().unwrap_or(0)];
        Edge {
            layer: layer_index,
            a,
            b,
            mean_delay_s: mean_seconds(edge),
            evidence,
            activity: [activity[a as usize], activity[b as usize]],
            popularity,
            validated: pairs.get(place).map(|pair| pair.0),
            holds: pairs.get(place).map(|pair| pair.1),
        }
    });
    Ok(Answered {
        edges: edges.collect(),
        groups,
        tests: judged.map(|judged| judged.accounts),
        all_edges,
    })
}

fn too_many(layer: &Layer, pairs: u64, most: u64, done: &str) -> TooLarge {
    TooLarge::new(
        format!(
            "{}: {} pairs of shares lie within the window",
            layer.kind,
            in_thousands(pairs)
        ),
        format!("{} pairs to be {done}", in_thousands(most)),
        "take a shorter window, or leave out what everybody shares",
    )
}

fn count(column: &[u32], numbers: usize) -> Vec<u64> {
    let mut counts = vec![0; numbers];
    for &number in column {
        counts[number as usize] += 1;
    }
    counts
}

/// Distinct accounts of each object.
fn popularity(shares: &Shares) -> Vec<u64> {
    let pairs = shares.object().iter().zip(shares.account());
    let mut pairs: Vec<(u32, u32)> = pairs
        .filter(|pair| *pair.0 != Shares::NO_OBJECT)
        .map(|(&object, &account)| (object, account))
        .collect();
    pairs.sort_unstable();
    pairs.dedup();
    let objects: Vec<u32> = pairs.into_iter().map(|pair| pair.0).collect();
    count(&objects, shares.objects())
}

/// Fills objects and days of a group from the edges among its members.
fn describe(group: &mut Group, edges: &[Edge]) {
    let is_member = |account: u32| group.members.binary_search(&account).is_ok();
    for edge in edges.iter().filter(|edge| is_member(edge.a) && is_member(edge.b)) {
        group.edges += 1;
        group.first = group.first.min(edge.evidence.first);
        group.last = group.last.max(edge.evidence.last);
        group.objects.extend(edge.evidence.objects.iter().map(|&object| (edge.layer, object)));
    }
    group.objects.sort_unstable();
    group.objects.dedup();
}

#[expect(clippy::cast_precision_loss, reason = "there are few layers")]
fn as_f64(count: usize) -> f64 {
    count as f64
}

/// Leiden communities of all layers together; an edge weighs as many objects as it has.
#[expect(clippy::cast_precision_loss, reason = "an edge has far fewer than 2^53 objects")]
fn split(
    edges: &[Edge],
    seed: u64,
) -> Result<(BTreeMap<u32, u32>, Vec<Group>), CommunitiesError> {
    let mut nodes: Vec<u32> = edges.iter().flat_map(|edge| [edge.a, edge.b]).collect();
    nodes.sort_unstable();
    nodes.dedup();
    let node =
        |account: u32| u32::try_from(nodes.partition_point(|n| *n < account)).unwrap_or(0);
    let mut weights: BTreeMap<(u32, u32), f64> = BTreeMap::new();
    for edge in edges {
        let weight = weights.entry((node(edge.a), node(edge.b))).or_default();
        *weight += edge.evidence.objects.len() as f64;
    }
    let weighted: Vec<(u32, u32, f64)> =
        weights.into_iter().map(|((a, b), weight)| (a, b, weight)).collect();
    let found = communities(u32::try_from(nodes.len()).unwrap_or(0), &weighted, 1.0, seed)?;
    let community_of: BTreeMap<u32, u32> = nodes.iter().copied().zip(found.of).collect();
    let mut groups: Vec<Group> = (0..found.count)
        .map(|_| Group {
            layer: None,
            members: Vec::new(),
            edges: 0,
            objects: Vec::new(),
            first: i64::MAX,
            last: i64::MIN,
            tested: None,
        })
        .collect();
    for (&account, &community) in &community_of {
        groups[community as usize].members.push(account);
    }
    for edge in edges {
        let (one, other) = (community_of[&edge.a], community_of[&edge.b]);
        if one == other {
            let group = &mut groups[one as usize];
            group.edges += 1;
            group.first = group.first.min(edge.evidence.first);
            group.last = group.last.max(edge.evidence.last);
            let objects = edge.evidence.objects.iter().map(|&object| (edge.layer, object));
            group.objects.extend(objects);
        }
    }
    groups.retain(|group| group.members.len() > 2);
    for group in &mut groups {
        group.objects.sort_unstable();
        group.objects.dedup();
    }
    Ok((community_of, groups))
}
