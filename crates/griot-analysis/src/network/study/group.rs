//! One group with its members, objects and delays, counted over the rows behind it.

use std::collections::{BTreeMap, BTreeSet};

use griot_model::Evidence;

use super::{
    behind::Behind,
    chosen::{Chosen, hours_of, popularity, seconds},
};
use crate::network::answer::{Edge, Group, Network, Tested};
use griot_model::rows::Rows;
use griot_sql::SqlError;
use griot_table::posts::instant_text as moment;

/// Tested groups with a page of their own.
const GROUP_PAGES: usize = 40;

/// Groups in the order of their strength that have a page whatever their p-value is.
const FIRST_GROUPS: usize = 10;

/// Communities with a page of their own.
const COMMUNITY_PAGES: usize = 20;

/// Objects that a group's page lists; the rows have them all.
const OBJECTS: usize = 40;

/// Shares of one object that are set side by side.
const PLACED: usize = 24;

/// Bars of the histogram of delays, at most.
const BINS: i64 = 12;

/// A tested group, or a community.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupAnswer {
    /// Name of its page: `g` or `c` and its rank.
    pub id: String,
    /// The layer it was tested in; none for a community of all layers together.
    pub layer: Option<&'static str>,
    /// The accounts, those with most shared posts first.
    pub members: Vec<Member>,
    /// Edges among the members that the network has.
    pub edges: u64,
    /// How many objects any two members share within the window.
    pub objects_found: u64,
    /// The objects that most members share, at most forty.
    pub objects: Vec<GroupObject>,
    /// Time of the first post behind it; empty where it has none.
    pub first: String,
    /// Time of the last one.
    pub last: String,
    /// Delays of all pairs of posts.
    pub delays: Vec<DelayBin>,
    /// All posts of the members in the table by hour of the day in UTC.
    pub hours: [u64; 24],
    /// Whether it holds, where it was tested.
    pub holds: Option<bool>,
    /// The account that its members follow, by its name and its place among all, where they do.
    pub follows: Option<(String, u32)>,
    /// What the test says, where it was tested.
    pub tested: Option<Tested>,
    /// Posts of the members that share something with another one within the window.
    pub selection: Evidence,
}

/// An account of a group.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// Its name, or its pseudonym.
    pub account: String,
    /// Its place among all accounts of the table, from 1.
    pub number: u32,
    /// Its posts behind the group.
    pub posts: u64,
    /// Objects it shares with another member within the window.
    pub objects: u64,
    /// Members it has an edge with.
    pub edges: u64,
}

/// Something that members share.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupObject {
    /// The word for its kind.
    pub layer: String,
    /// Its name.
    pub name: String,
    /// Members that share it.
    pub members: u64,
    /// Accounts of the whole table that ever share it.
    pub popularity: u64,
    /// Time of the first of these shares.
    pub first: String,
    /// The shares in the order of time, at most 24.
    pub shares: Vec<Placed>,
    /// How many more there are.
    pub more: u64,
}

/// A share beside the others of the same object.
#[derive(Debug, Clone, PartialEq)]
pub struct Placed {
    /// Who.
    pub account: String,
    /// Its place among all accounts of the table, from 1.
    pub number: u32,
    /// The post.
    pub post: String,
    /// Seconds after the first share of the list.
    pub after_s: f64,
}

/// A bar of the histogram of delays: from `from_s` up to `to_s`, which only the last bar includes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DelayBin {
    /// In seconds.
    pub from_s: f64,
    /// In seconds.
    pub to_s: f64,
    /// Pairs of posts.
    pub pairs: u64,
}

/// Tested groups, those that hold and the first few others, then the largest communities.
pub(super) fn groups(
    network: &Network,
    behind: Behind<'_>,
    chosen: &mut Chosen<'_>,
) -> Result<Vec<GroupAnswer>, SqlError> {
    let mut tested: Vec<&Group> = network.groups.iter().collect();
    tested.sort_by(|one, other| {
        let known = |group: &Group| {
            let tested = group.tested.as_ref();
            tested.map_or((false, 1.0, 0.0), |it| (it.holds, it.p_adjusted, it.statistic))
        };
        let (one_is, other_is) = (known(one), known(other));
        (other_is.0.cmp(&one_is.0))
            .then(one_is.1.total_cmp(&other_is.1))
            .then(other_is.2.total_cmp(&one_is.2))
            .then(one.layer.cmp(&other.layer))
            .then(one.members.cmp(&other.members))
    });
    let level = network.question.level;
    let is_told =
        |group: &&&Group| group.tested.as_ref().is_some_and(|it| it.p_adjusted <= level);
    let told = tested.iter().filter(is_told).count();
    tested.truncate(told.clamp(FIRST_GROUPS, GROUP_PAGES));
    let mut answers = Vec::new();
    for (prefix, groups) in
        [("g", tested), ("c", network.communities.iter().take(COMMUNITY_PAGES).collect())]
    {
        for (index, group) in groups.into_iter().enumerate() {
            let id = format!("{prefix}{}", index + 1);
            answers.push(answer(network, group, id, behind, chosen)?);
        }
    }
    Ok(answers)
}

fn answer(
    network: &Network,
    group: &Group,
    id: String,
    behind: Behind<'_>,
    chosen: &mut Chosen<'_>,
) -> Result<GroupAnswer, SqlError> {
    let names: Vec<&str> = group.members.iter().map(|&m| network.account(m)).collect();
    let layer =
        group.layer.and_then(|it| network.kind(it)).map(griot_table::posts::ObjectKind::word);
    let hours = hours_of(chosen, &names);
    let (selection, rows) = chosen.choose(behind.group(layer, &names))?;
    let shares = shares(rows);
    let is_member = |account: u32| group.members.binary_search(&account).is_ok();
    let edges: Vec<&Edge> = network
        .edges
        .iter()
        .filter(|edge| is_member(edge.a) && is_member(edge.b))
        .filter(|edge| group.layer.is_none_or(|layer| layer == edge.layer))
        .collect();
    let by_object = by_object(&shares);
    let time = |micros: Option<i64>| micros.map_or(String::new(), moment);
    Ok(GroupAnswer {
        id,
        layer,
        members: members(network, group, &edges, &shares),
        edges: u64::try_from(edges.len()).unwrap_or(u64::MAX),
        objects_found: u64::try_from(by_object.len()).unwrap_or(u64::MAX),
        objects: objects(network, &by_object),
        first: time(shares.iter().map(|share| share.micros).min()),
        last: time(shares.iter().map(|share| share.micros).max()),
        delays: delays(network, &by_object),
        hours,
        holds: group.tested.as_ref().map(|it| it.holds),
        follows: group
            .tested
            .as_ref()
            .and_then(|it| it.follows)
            .map(|source| (network.account(source).to_owned(), number_of(source))),
        tested: group.tested.clone(),
        selection,
    })
}

/// A row behind the group.
struct Share<'r> {
    layer: &'r str,
    object: &'r str,
    account: &'r str,
    post: &'r str,
    micros: i64,
}

fn shares(rows: &Rows) -> Vec<Share<'_>> {
    // The query's own columns; a row that had others would be a row of another query.
    rows.rows.iter().filter_map(|row| share(row)).collect()
}

fn share(row: &[String]) -> Option<Share<'_>> {
    let [layer, object, account, post, _, micros, ..] = row else { return None };
    Some(Share { layer, object, account, post, micros: micros.parse().ok()? })
}

/// Shares of each object in the order of the rows: by layer, object and time.
fn by_object<'s, 'r>(shares: &'s [Share<'r>]) -> Vec<&'s [Share<'r>]> {
    let same = |one: &Share<'_>, other: &Share<'_>| {
        (one.layer, one.object) == (other.layer, other.object)
    };
    shares.chunk_by(same).collect()
}

fn members(
    network: &Network,
    group: &Group,
    edges: &[&Edge],
    shares: &[Share<'_>],
) -> Vec<Member> {
    let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
    let mut members: Vec<Member> = group
        .members
        .iter()
        .map(|&account| {
            let name = network.account(account);
            let own = shares.iter().filter(|share| share.account == name);
            let posts: BTreeSet<&str> = own.clone().map(|share| share.post).collect();
            let objects: BTreeSet<(&str, &str)> =
                own.map(|share| (share.layer, share.object)).collect();
            let partners: BTreeSet<u32> = edges
                .iter()
                .filter(|edge| edge.a == account || edge.b == account)
                .map(|edge| if edge.a == account { edge.b } else { edge.a })
                .collect();
            Member {
                account: name.to_owned(),
                number: number_of(account),
                posts: count(posts.len()),
                objects: count(objects.len()),
                edges: count(partners.len()),
            }
        })
        .collect();
    members.sort_by(|one, other| {
        (other.posts, other.edges, one.number).cmp(&(one.posts, one.edges, other.number))
    });
    members
}

fn objects(network: &Network, by_object: &[&[Share<'_>]]) -> Vec<GroupObject> {
    let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
    let numbers: BTreeMap<&str, u32> = network
        .gathered
        .accounts
        .iter()
        .zip(1_u32..)
        .map(|(name, number)| (name.as_str(), number))
        .collect();
    let mut objects: Vec<GroupObject> = by_object
        .iter()
        .filter_map(|shares| {
            let first = shares.first()?;
            let members: BTreeSet<&str> = shares.iter().map(|share| share.account).collect();
            Some(GroupObject {
                layer: first.layer.to_owned(),
                name: first.object.to_owned(),
                members: count(members.len()),
                popularity: 0,
                first: moment(first.micros),
                shares: shares
                    .iter()
                    .take(PLACED)
                    .map(|share| Placed {
                        account: share.account.to_owned(),
                        number: numbers.get(share.account).copied().unwrap_or(0),
                        post: share.post.to_owned(),
                        after_s: seconds(share.micros - first.micros),
                    })
                    .collect(),
                more: count(shares.len().saturating_sub(PLACED)),
            })
        })
        .collect();
    objects.sort_by(|one, other| {
        (other.members, &one.first, &one.layer, &one.name).cmp(&(
            one.members,
            &other.first,
            &other.layer,
            &other.name,
        ))
    });
    objects.truncate(OBJECTS);
    for layer in &network.gathered.layers {
        let own: Vec<usize> =
            (0..objects.len()).filter(|&it| objects[it].layer == layer.kind.word()).collect();
        let numbers: Vec<u32> = own
            .iter()
            .map(|&it| {
                let mut places = (0_u32..).take(layer.objects.len());
                places.find(|&n| layer.objects.name(n) == objects[it].name).unwrap_or(u32::MAX)
            })
            .collect();
        for (&it, popular) in own.iter().zip(popularity(&layer.shares, &numbers)) {
            objects[it].popularity = popular;
        }
    }
    objects
}

/// Pairs within the window by their delay, in bars of whole units of the times.
fn delays(network: &Network, by_object: &[&[Share<'_>]]) -> Vec<DelayBin> {
    let window = network.question.window.max(1);
    let layers = network.gathered.layers.iter().map(|layer| layer.resolution.max(1));
    let unit = layers.max().unwrap_or(1);
    let up = |length: i64, by: i64| (length + by - 1) / by;
    let width = (up(up(window, unit), BINS) * unit).max(1);
    let bars = up(window, width).max(1);
    let mut bins: Vec<DelayBin> = (0..bars)
        .map(|bar| DelayBin {
            from_s: seconds(bar * width),
            to_s: seconds(((bar + 1) * width).min(window)),
            pairs: 0,
        })
        .collect();
    for shares in by_object {
        for (place, one) in shares.iter().enumerate() {
            for other in &shares[place + 1..] {
                let delay = other.micros - one.micros;
                if delay > window {
                    break;
                }
                if one.account != other.account && one.post != other.post {
                    let bar = usize::try_from(delay / width).unwrap_or(0);
                    let bar = bar.min(bins.len() - 1);
                    bins[bar].pairs += 1;
                }
            }
        }
    }
    bins
}

/// Place of an account among all, from 1.
pub(super) fn number_of(account: u32) -> u32 {
    account.saturating_add(1)
}
