//! From layers of shares to edges, accounts and groups, each with what stands behind it.

use std::{
    collections::{BTreeMap, BTreeSet},
    num::NonZeroUsize,
};

use griot_stats::network::{
    Shares,
    communities::{CommunitiesError, communities},
    compat::coortweet,
    evidence::EdgeEvidence,
    null::FirstShares,
    validation::{Calibration, Plan, ValidatedPair},
};

use super::{ObjectKind, gather::Gathered};

/// What is asked. There is no default: every number is part of the result.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Question {
    /// Longest distance in time between two shares, in microseconds, included.
    pub window: i64,
    /// Fewest rows of an account, as in [`coortweet`].
    pub min_participation: u32,
    /// Draws of the null; none where 0.
    pub draws: u32,
    /// Objects are dealt again within stretches of this length, in microseconds.
    pub stretch: i64,
    /// Seed of the draws and of the communities.
    pub seed: u64,
    /// Family-wise error at which an edge or a group is marked as holding.
    pub level: f64,
    /// Threads; the answer does not depend on them.
    pub threads: NonZeroUsize,
}

/// The null in words, as it stands beside every p-value.
pub const NULL_IN_WORDS: &str = "within each stretch of time, who first shared which object is \
     chance: every account keeps the times of its first shares, every object the number of accounts \
     that first shared it in each stretch";

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
    /// Whether it holds by itself or as part of a group that does.
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
    /// Sum of the statistics of its edges, where it was tested.
    pub statistic: Option<f64>,
    /// Share of draws with any group as strong, where it was tested.
    pub p_adjusted: Option<f64>,
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
    /// Pairs of accounts tested in each layer, where the null was drawn.
    pub tests: Vec<Option<u64>>,
}

/// Answers the question over all layers.
pub fn answer(gathered: Gathered, question: Question) -> Result<Network, CommunitiesError> {
    let (mut edges, mut groups, mut tests) = (Vec::new(), Vec::new(), Vec::new());
    for (index, layer) in gathered.layers.iter().enumerate() {
        let (mut found, mut tested, pairs) = layer_edges(index, &layer.shares, &question);
        for group in &mut tested {
            describe(group, &found);
        }
        edges.append(&mut found);
        groups.append(&mut tested);
        tests.push(pairs);
    }
    edges.sort_by_key(|edge| (edge.a, edge.b, edge.layer));
    let (community_of, communities) = split(&edges, question.seed)?;
    Ok(Network { question, gathered, edges, communities, groups, community_of, tests })
}

impl Network {
    /// Name of an account.
    pub fn account(&self, number: u32) -> &str {
        self.gathered.accounts.get(number as usize).map_or("", String::as_str)
    }

    /// Kind of a layer.
    pub fn kind(&self, layer: usize) -> Option<ObjectKind> {
        self.gathered.layers.get(layer).map(|layer| layer.kind)
    }
}

fn layer_edges(
    layer: usize,
    shares: &Shares,
    question: &Question,
) -> (Vec<Edge>, Vec<Group>, Option<u64>) {
    let found =
        coortweet(shares, question.window, question.min_participation, question.threads);
    let activity = count(shares.account(), shares.accounts());
    let popularity = popularity(shares);
    let judged = (question.draws > 0 && !found.edges.is_empty()).then(|| {
        let first = FirstShares::of(shares);
        let plan = Plan {
            draws: question.draws,
            ..Plan::published(question.window, question.stretch, question.seed)
        };
        Calibration::draw(&first, plan, question.threads).judge(&first, first.object())
    });
    let mut validated: BTreeMap<(u32, u32), ValidatedPair> = BTreeMap::new();
    let mut holding: BTreeSet<(u32, u32)> = BTreeSet::new();
    let mut groups = Vec::new();
    if let Some(judged) = &judged {
        let (pairs, held) = judged.holding(question.level);
        holding.extend(pairs.iter().map(|pair| (pair.a, pair.b)));
        holding.extend(held.iter().flat_map(|group| group.edges.iter().copied()));
        validated.extend(judged.pairs.iter().map(|pair| ((pair.a, pair.b), *pair)));
        groups.extend(judged.groups.iter().map(|group| Group {
            layer: Some(layer),
            members: group.members.clone(),
            edges: group.edges.len(),
            objects: Vec::new(),
            first: i64::MAX,
            last: i64::MIN,
            statistic: Some(group.statistic),
            p_adjusted: Some(group.p_adjusted),
        }));
    }
    let edges = found.edges.iter().filter_map(|edge| {
        let (a, b) = (edge.a, edge.b);
        let evidence = found.windowed.evidence(a, b, |one, other| found.keeps(one, other))?;
        let known = evidence.objects.iter().map(|&object| popularity[object as usize]);
        let popularity = [known.clone().min().unwrap_or(0), known.max().unwrap_or(0)];
        Some(Edge {
            layer,
            a,
            b,
            mean_delay_s: edge.mean_delay() / 1e6,
            evidence,
            activity: [activity[a as usize], activity[b as usize]],
            popularity,
            validated: validated.get(&(a, b)).copied(),
            holds: judged.as_ref().map(|_| holding.contains(&(a, b))),
        })
    });
    (edges.collect(), groups, judged.map(|judged| judged.tests))
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
        group.first = group.first.min(edge.evidence.first);
        group.last = group.last.max(edge.evidence.last);
        group.objects.extend(edge.evidence.objects.iter().map(|&object| (edge.layer, object)));
    }
    group.objects.sort_unstable();
    group.objects.dedup();
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
            statistic: None,
            p_adjusted: None,
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
