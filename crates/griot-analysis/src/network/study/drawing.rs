//! Where accounts and groups are drawn, for a wide and for a narrow screen.

use std::collections::{BTreeMap, BTreeSet};

use griot_stats::network::layout::{Point, arrange, pack};

use super::group::{GroupAnswer, number_of};
use crate::network::answer::{Edge, Network};

/// Accounts up to which every account is drawn.
const ACCOUNTS: usize = 200;

/// Bubbles that are drawn; the smaller communities are counted.
const BUBBLES: usize = 60;

/// Width over height of the two drawings.
const ASPECTS: [f64; 2] = [1.8, 0.8];

/// What is drawn of a network.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Drawing {
    /// Accounts with their edges: all of them where they are no more than 200, otherwise those of the
    /// strongest edges.
    pub sketch: Sketch,
    /// Communities, where the accounts are more than 200.
    pub bubbles: Option<Bubbles>,
}

/// Accounts and edges.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sketch {
    /// The accounts.
    pub accounts: Vec<DrawnAccount>,
    /// Edges as places in `accounts`, and whether each holds.
    pub edges: Vec<(usize, usize, bool)>,
    /// Whether every account and edge of the network is there.
    pub is_whole: bool,
}

/// An account with its places.
#[derive(Debug, Clone, PartialEq)]
pub struct DrawnAccount {
    /// Its name, or its pseudonym.
    pub account: String,
    /// Its place among all accounts of the table, from 1.
    pub number: u32,
    /// First tested group with a page that it belongs to.
    pub group: Option<String>,
    /// On the wide and on the narrow drawing.
    pub at: [Point; 2],
}

/// Communities and the edges between them.
#[derive(Debug, Clone, PartialEq)]
pub struct Bubbles {
    /// The largest communities.
    pub bubbles: Vec<Bubble>,
    /// Edges between two of them, as places in `bubbles`.
    pub between: Vec<(usize, usize, u64)>,
    /// Communities that are not drawn.
    pub more: u64,
}

/// A community.
#[derive(Debug, Clone, PartialEq)]
pub struct Bubble {
    /// Its page, where it has one.
    pub page: Option<String>,
    /// Accounts in it.
    pub accounts: u64,
    /// Edges within.
    pub edges: u64,
    /// Edges within that hold.
    pub holding: u64,
    /// Radius, in the unit of the places.
    pub radius: f64,
    /// On the wide and on the narrow drawing.
    pub at: [Point; 2],
}

pub(super) fn drawing(network: &Network, ranked: &[&Edge], groups: &[GroupAnswer]) -> Drawing {
    let is_whole = network.community_of.len() <= ACCOUNTS;
    let mut kept: Vec<&Edge> = Vec::new();
    let mut accounts: BTreeSet<u32> = BTreeSet::new();
    // Those that hold come first, so that a drawing of the strongest shows what the text speaks of.
    let (holding, others): (Vec<&Edge>, Vec<&Edge>) =
        ranked.iter().copied().partition(|edge| edge.holds == Some(true));
    for edge in holding.into_iter().chain(others) {
        let new = [edge.a, edge.b].iter().filter(|account| !accounts.contains(account)).count();
        if is_whole || accounts.len() + new <= ACCOUNTS {
            accounts.extend([edge.a, edge.b]);
            kept.push(edge);
        } else {
            break;
        }
    }
    Drawing {
        sketch: sketch(network, &kept, &accounts, groups, is_whole),
        bubbles: (!is_whole).then(|| bubbles(network, groups)),
    }
}

fn sketch(
    network: &Network,
    kept: &[&Edge],
    accounts: &BTreeSet<u32>,
    groups: &[GroupAnswer],
    is_whole: bool,
) -> Sketch {
    let numbers: Vec<u32> = accounts.iter().copied().collect();
    let place = |account: u32| numbers.partition_point(|&other| other < account);
    let part: Vec<u32> = numbers
        .iter()
        .map(|account| network.community_of.get(account).copied().unwrap_or(0))
        .collect();
    // One line for all layers of a pair.
    let mut edges: BTreeMap<(usize, usize), bool> = BTreeMap::new();
    for edge in kept {
        *edges.entry((place(edge.a), place(edge.b))).or_default() |= edge.holds == Some(true);
    }
    let joined: Vec<(u32, u32)> = edges.keys().map(|&(a, b)| (small(a), small(b))).collect();
    let layouts = ASPECTS.map(|aspect| arrange(&part, &joined, aspect));
    let drawn = numbers.iter().enumerate().map(|(place, &account)| DrawnAccount {
        account: network.account(account).to_owned(),
        number: number_of(account),
        group: groups
            .iter()
            .filter(|group| group.layer.is_some())
            .find(|group| group.members.iter().any(|m| m.number == number_of(account)))
            .map(|group| group.id.clone()),
        at: layouts.each_ref().map(|layout| layout[place]),
    });
    Sketch {
        accounts: drawn.collect(),
        edges: edges.into_iter().map(|((a, b), holds)| (a, b, holds)).collect(),
        is_whole,
    }
}

fn bubbles(network: &Network, groups: &[GroupAnswer]) -> Bubbles {
    let shown = network.communities.len().min(BUBBLES);
    let pages: Vec<&GroupAnswer> =
        groups.iter().filter(|group| group.layer.is_none()).collect();
    let radii: Vec<f64> = network.communities[..shown]
        .iter()
        .map(|group| libm::sqrt(float(group.members.len())))
        .collect();
    let spaced: Vec<f64> = radii.iter().map(|radius| radius + 0.8).collect();
    let places = ASPECTS.map(|aspect| pack(&spaced, aspect));
    // Communities are numbered as the list is sorted; pairs of accounts come after them.
    let of = |account: u32| network.community_of.get(&account).map(|&it| it as usize);
    let mut within = vec![(0, 0); shown];
    let mut between: BTreeMap<(usize, usize), u64> = BTreeMap::new();
    for edge in &network.edges {
        let (Some(one), Some(other)) = (of(edge.a), of(edge.b)) else { continue };
        if one.max(other) >= shown {
            continue;
        }
        if one == other {
            within[one].0 += 1;
            within[one].1 += u64::from(edge.holds == Some(true));
        } else {
            *between.entry((one.min(other), one.max(other))).or_default() += 1;
        }
    }
    let bubbles = (0..shown).map(|it| Bubble {
        page: pages.get(it).map(|group| group.id.clone()),
        accounts: u64::try_from(network.communities[it].members.len()).unwrap_or(u64::MAX),
        edges: within[it].0,
        holding: within[it].1,
        radius: radii[it],
        at: places.each_ref().map(|layout| layout[it]),
    });
    Bubbles {
        bubbles: bubbles.collect(),
        between: between.into_iter().map(|((a, b), edges)| (a, b, edges)).collect(),
        more: u64::try_from(network.communities.len() - shown).unwrap_or(u64::MAX),
    }
}

fn small(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

#[expect(clippy::cast_precision_loss, reason = "communities have far fewer than 2^53 accounts")]
fn float(count: usize) -> f64 {
    count as f64
}
