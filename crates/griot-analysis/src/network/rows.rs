//! Rows of every table a network is written as, one after the other, without keeping them.

use std::borrow::Cow;

use super::{
    ObjectKind,
    answer::{Edge, Group, NULL_IN_WORDS, Network, participation},
};

/// One value of a row.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell<'n> {
    /// Nothing is known, or nothing there is to know.
    Nothing,
    /// A name or a list of names.
    Text(Cow<'n, str>),
    /// How many.
    Count(u64),
    /// A number as exactly as it is known.
    Number(f64),
    /// A number shown with so many decimals.
    Decimals(f64, usize),
    /// A small chance, shown with three decimals and an exponent.
    Chance(f64),
    /// Yes or no.
    Flag(bool),
    /// Microseconds since 1970 in UTC.
    Time(i64),
}

/// What kind of values a column has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// [`Cell::Text`].
    Text,
    /// [`Cell::Count`].
    Count,
    /// [`Cell::Number`], [`Cell::Decimals`] or [`Cell::Chance`].
    Number,
    /// [`Cell::Flag`].
    Flag,
    /// [`Cell::Time`].
    Time,
}

/// A name and what kind of values it stands over.
pub type Column = (&'static str, Kind);

/// The tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Table {
    /// One row per pair of accounts and layer.
    Edges,
    /// One row per pair of accounts, layers beside each other.
    Pairs,
    /// One row per account with an edge.
    Nodes,
    /// One row per community or tested group.
    Groups,
    /// One row per pair of posts behind an edge.
    Evidence,
    /// One row per share, as the SQL of [`super::sql`] reads them.
    Shares,
}

/// Pairs of posts that are written of one edge; its weight says how many there are.
pub const MOST_EVIDENCE: usize = 1_000;

/// Columns of griot's own edge list. The first four are those of `--compat coortweet`.
const EDGES: [Column; 29] = [
    ("account_a", Kind::Text),
    ("account_b", Kind::Text),
    ("weight", Kind::Count),
    ("mean_delay_s", Kind::Number),
    ("layer", Kind::Text),
    ("objects", Kind::Count),
    ("posts_a", Kind::Count),
    ("posts_b", Kind::Count),
    ("matches", Kind::Count),
    ("delay_min_s", Kind::Number),
    ("delay_median_s", Kind::Number),
    ("delay_max_s", Kind::Number),
    ("a_first", Kind::Count),
    ("b_first", Kind::Count),
    ("simultaneous", Kind::Count),
    ("activity_a", Kind::Count),
    ("activity_b", Kind::Count),
    ("popularity_min", Kind::Count),
    ("popularity_max", Kind::Count),
    ("first", Kind::Time),
    ("last", Kind::Time),
    ("community", Kind::Count),
    ("expected", Kind::Number),
    ("observed", Kind::Count),
    ("statistic", Kind::Number),
    ("p_adjusted", Kind::Number),
    ("accounts_tested", Kind::Count),
    ("holds", Kind::Flag),
    ("null", Kind::Text),
];

const PAIRS: [Column; 12] = [
    ("account_a", Kind::Text),
    ("account_b", Kind::Text),
    ("layers", Kind::Count),
    ("says", Kind::Text),
    ("weight", Kind::Count),
    ("objects", Kind::Count),
    ("first", Kind::Time),
    ("last", Kind::Time),
    ("community", Kind::Count),
    ("p_adjusted", Kind::Number),
    ("holds", Kind::Flag),
    ("holds_in", Kind::Text),
];

const NODES: [Column; 10] = [
    ("account", Kind::Text),
    ("community", Kind::Count),
    ("partners", Kind::Count),
    ("edges", Kind::Count),
    ("weight", Kind::Count),
    ("activity", Kind::Count),
    ("layers", Kind::Text),
    ("first", Kind::Time),
    ("last", Kind::Time),
    ("holds", Kind::Flag),
];

const GROUPS: [Column; 22] = [
    ("group", Kind::Count),
    ("kind", Kind::Text),
    ("layer", Kind::Text),
    ("accounts", Kind::Count),
    ("members", Kind::Text),
    ("edges", Kind::Count),
    ("objects", Kind::Count),
    ("object_names", Kind::Text),
    ("first", Kind::Time),
    ("last", Kind::Time),
    ("statistic", Kind::Number),
    ("occasions", Kind::Count),
    ("expected", Kind::Number),
    ("observed", Kind::Count),
    ("p_turnout", Kind::Number),
    ("p_prompt", Kind::Number),
    ("p_adjusted", Kind::Number),
    ("span_s", Kind::Number),
    ("says", Kind::Text),
    ("follows", Kind::Text),
    ("accounts_tested", Kind::Count),
    ("null", Kind::Text),
];

const EVIDENCE: [Column; 10] = [
    ("account_a", Kind::Text),
    ("account_b", Kind::Text),
    ("layer", Kind::Text),
    ("object_a", Kind::Text),
    ("object_b", Kind::Text),
    ("post_a", Kind::Text),
    ("post_b", Kind::Text),
    ("time_a", Kind::Time),
    ("time_b", Kind::Time),
    ("b_after_a_s", Kind::Number),
];

const SHARES: [Column; 5] = [
    ("layer", Kind::Text),
    ("object_id", Kind::Text),
    ("account_id", Kind::Text),
    ("content_id", Kind::Text),
    ("time", Kind::Count),
];

/// Objects that a row of groups names; `objects` says how many there are.
const MOST_NAMED: usize = 100;

impl Table {
    /// Its name, which is that of its file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Edges => "edges",
            Self::Pairs => "pairs",
            Self::Nodes => "nodes",
            Self::Groups => "groups",
            Self::Evidence => "evidence",
            Self::Shares => "shares",
        }
    }

    /// Its columns.
    pub fn columns(self) -> &'static [Column] {
        match self {
            Self::Edges => &EDGES,
            Self::Pairs => &PAIRS,
            Self::Nodes => &NODES,
            Self::Groups => &GROUPS,
            Self::Evidence => &EVIDENCE,
            Self::Shares => &SHARES,
        }
    }

    /// Hands on every row.
    pub fn rows<E>(
        self,
        network: &Network,
        mut each: impl FnMut(&[Cell<'_>]) -> Result<(), E>,
    ) -> Result<(), E> {
        match self {
            Self::Edges => {
                network.edges.iter().try_for_each(|edge| each(&edge_row(network, edge)))
            }
            Self::Pairs => {
                let same = |one: &Edge, other: &Edge| (one.a, one.b) == (other.a, other.b);
                let mut pairs = network.edges.chunk_by(same);
                pairs.try_for_each(|edges| each(&pair_row(network, edges)))
            }
            Self::Nodes => nodes(network, &mut each),
            Self::Groups => {
                let groups = network.communities.iter().chain(&network.groups);
                groups
                    .zip(0..)
                    .try_for_each(|(group, number)| each(&group_row(network, group, number)))
            }
            Self::Evidence => evidence(network, &mut each),
            Self::Shares => shares(network, &mut each),
        }
    }
}

fn text(text: &str) -> Cell<'_> {
    Cell::Text(Cow::Borrowed(text))
}

fn count(number: usize) -> Cell<'static> {
    Cell::Count(number as u64)
}

fn known<T>(value: Option<T>, cell: impl Fn(T) -> Cell<'static>) -> Cell<'static> {
    value.map_or(Cell::Nothing, cell)
}

/// Time of a layer that has any.
fn time(layer: Option<ObjectKind>, micros: i64) -> Cell<'static> {
    let is_timeless = layer.is_some_and(ObjectKind::is_timeless);
    let is_there = !is_timeless && micros != i64::MAX && micros != i64::MIN;
    if is_there { Cell::Time(micros) } else { Cell::Nothing }
}

fn word(layer: Option<ObjectKind>) -> Cell<'static> {
    known(layer, |kind| text(kind.word()))
}

pub(super) fn edge_row<'n>(network: &'n Network, edge: &Edge) -> Vec<Cell<'n>> {
    let seen = &edge.evidence;
    let layer = network.kind(edge.layer);
    let is_timeless = layer.is_some_and(ObjectKind::is_timeless);
    let delay = |seconds: f64| if is_timeless { Cell::Nothing } else { Cell::Number(seconds) };
    let pair = edge.validated.as_ref();
    vec![
        text(network.account(edge.a)),
        text(network.account(edge.b)),
        Cell::Count(seen.pairs),
        delay(edge.mean_delay_s),
        word(layer),
        count(seen.objects.len()),
        Cell::Count(seen.posts_a),
        Cell::Count(seen.posts_b),
        Cell::Count(seen.matches),
        delay(seconds(seen.delay_min)),
        delay(seen.delay_median / 1e6),
        delay(seconds(seen.delay_max)),
        Cell::Count(seen.a_first),
        Cell::Count(seen.b_first),
        Cell::Count(seen.simultaneous),
        Cell::Count(edge.activity[0]),
        Cell::Count(edge.activity[1]),
        Cell::Count(edge.popularity[0]),
        Cell::Count(edge.popularity[1]),
        time(layer, seen.first),
        time(layer, seen.last),
        known(common_community(network, edge.a, edge.b), |number| Cell::Count(number.into())),
        known(pair, |pair| Cell::Decimals(pair.expected, 6)),
        known(pair, |pair| Cell::Count(pair.observed.into())),
        known(pair, |pair| Cell::Decimals(pair.statistic, 4)),
        known(pair, |pair| Cell::Chance(pair.p_adjusted)),
        known(network.tests[edge.layer], Cell::Count),
        known(edge.holds, Cell::Flag),
        known(network.tests[edge.layer], |_| text(NULL_IN_WORDS)),
    ]
}

/// The community of two accounts, where it is the same.
fn common_community(network: &Network, a: u32, b: u32) -> Option<u32> {
    let community = network.community_of.get(&a)?;
    (network.community_of.get(&b) == Some(community)).then_some(*community)
}

/// What all layers say of two accounts, each by its name.
fn pair_row<'n>(network: &'n Network, edges: &[Edge]) -> Vec<Cell<'n>> {
    let Some(first) = edges.first() else { return vec![Cell::Nothing; PAIRS.len()] };
    let name = |edge: &Edge| network.kind(edge.layer).map_or("", ObjectKind::word);
    let says: Vec<String> = edges
        .iter()
        .map(|edge| {
            let seen = &edge.evidence;
            format!("{}: {} pairs, {} objects", name(edge), seen.pairs, seen.objects.len())
        })
        .collect();
    let times = || {
        edges
            .iter()
            .filter(|edge| !network.kind(edge.layer).is_some_and(ObjectKind::is_timeless))
    };
    let is_tested = network.tests.iter().any(Option::is_some);
    // Each is adjusted over all layers.
    let least = edges.iter().filter_map(|edge| edge.validated.map(|pair| pair.p_adjusted));
    let adjusted = least.reduce(f64::min);
    let holding: Vec<&str> =
        edges.iter().filter(|edge| edge.holds == Some(true)).map(name).collect();
    vec![
        text(network.account(first.a)),
        text(network.account(first.b)),
        count(edges.len()),
        Cell::Text(says.join("; ").into()),
        Cell::Count(edges.iter().map(|edge| edge.evidence.pairs).sum()),
        count(edges.iter().map(|edge| edge.evidence.objects.len()).sum()),
        known(times().map(|edge| edge.evidence.first).min(), Cell::Time),
        known(times().map(|edge| edge.evidence.last).max(), Cell::Time),
        known(common_community(network, first.a, first.b), |number| Cell::Count(number.into())),
        known(adjusted, Cell::Chance),
        if is_tested { Cell::Flag(!holding.is_empty()) } else { Cell::Nothing },
        if holding.is_empty() { Cell::Nothing } else { Cell::Text(holding.join(" ").into()) },
    ]
}

#[derive(Clone, Default)]
struct Node {
    partners: Vec<u32>,
    edges: u64,
    weight: u64,
    layers: Vec<usize>,
    first: Option<i64>,
    last: Option<i64>,
    holds: bool,
}

fn nodes<E>(
    network: &Network,
    each: &mut impl FnMut(&[Cell<'_>]) -> Result<(), E>,
) -> Result<(), E> {
    let mut nodes = vec![Node::default(); network.gathered.accounts.len()];
    for edge in &network.edges {
        let layer = network.kind(edge.layer);
        let is_timed = !layer.is_some_and(ObjectKind::is_timeless);
        for (account, partner) in [(edge.a, edge.b), (edge.b, edge.a)] {
            let node = &mut nodes[account as usize];
            node.partners.push(partner);
            node.edges += 1;
            node.weight += edge.evidence.pairs;
            if !node.layers.contains(&edge.layer) {
                node.layers.push(edge.layer);
            }
            node.holds |= edge.holds == Some(true);
            if is_timed {
                let (first, last) = (edge.evidence.first, edge.evidence.last);
                node.first = Some(node.first.map_or(first, |known| known.min(first)));
                node.last = Some(node.last.map_or(last, |known| known.max(last)));
            }
        }
    }
    let mut activity = vec![0_u64; nodes.len()];
    for layer in &network.gathered.layers {
        for &account in layer.shares.account() {
            activity[account as usize] += 1;
        }
    }
    let tested = network.tests.iter().any(Option::is_some);
    for (mut node, account) in nodes.into_iter().zip(0_u32..) {
        if node.edges == 0 {
            continue;
        }
        node.partners.sort_unstable();
        node.partners.dedup();
        node.layers.sort_unstable();
        let words = node.layers.iter().filter_map(|&layer| network.kind(layer));
        let words: Vec<&str> = words.map(ObjectKind::word).collect();
        each(&[
            text(network.account(account)),
            known(network.community_of.get(&account), |&number| Cell::Count(number.into())),
            count(node.partners.len()),
            Cell::Count(node.edges),
            Cell::Count(node.weight),
            Cell::Count(activity[account as usize]),
            Cell::Text(words.join(" ").into()),
            known(node.first, Cell::Time),
            known(node.last, Cell::Time),
            if tested { Cell::Flag(node.holds) } else { Cell::Nothing },
        ])?;
    }
    Ok(())
}

fn group_row<'n>(network: &'n Network, group: &Group, number: u64) -> Vec<Cell<'n>> {
    let members: Vec<&str> =
        group.members.iter().map(|&account| network.account(account)).collect();
    let objects = group.objects.iter().take(MOST_NAMED);
    let objects: Vec<&str> =
        objects.map(|&(layer, object)| network.object(layer, object)).collect();
    let layer = group.layer.and_then(|layer| network.kind(layer));
    let tests = group.layer.and_then(|layer| network.tests[layer]);
    let it = group.tested.as_ref();
    vec![
        Cell::Count(number),
        text(if group.layer.is_some() { "tested" } else { "community" }),
        word(layer),
        count(group.members.len()),
        Cell::Text(members.join(" | ").into()),
        count(group.edges),
        count(group.objects.len()),
        Cell::Text(objects.join(" | ").into()),
        time(layer, group.first),
        time(layer, group.last),
        known(it, |it| Cell::Decimals(it.statistic, 4)),
        known(it, |it| Cell::Count(it.occasions)),
        known(it, |it| Cell::Decimals(it.expected, 6)),
        known(it, |it| Cell::Count(it.observed)),
        known(it, |it| Cell::Chance(it.p_turnout)),
        known(it, |it| Cell::Chance(it.p_prompt)),
        known(it, |it| Cell::Chance(it.p_adjusted)),
        known(it, |it| Cell::Number(seconds(it.span.unsigned_abs()))),
        known(it, |it| text(it.says)),
        it.and_then(|it| it.follows).map_or(Cell::Nothing, |it| text(network.account(it))),
        known(tests, Cell::Count),
        known(tests, |_| text(NULL_IN_WORDS)),
    ]
}

fn evidence<E>(
    network: &Network,
    each: &mut impl FnMut(&[Cell<'_>]) -> Result<(), E>,
) -> Result<(), E> {
    for (number, layer) in network.gathered.layers.iter().enumerate() {
        let found = participation(layer, &network.question);
        let rows = &found.windowed;
        let mut pairs = Vec::new();
        for edge in network.edges.iter().filter(|edge| edge.layer == number) {
            pairs.clear();
            rows.pairs_of(
                edge.a,
                edge.b,
                |one, other| found.keeps(one, other),
                |pair| {
                    if pairs.len() < MOST_EVIDENCE {
                        pairs.push(pair);
                    }
                },
            );
            for &(one, other) in &pairs {
                let [time_a, time_b] =
                    [one, other].map(|at| time(Some(layer.kind), rows.time(at)));
                let after = match (&time_a, &time_b) {
                    (Cell::Time(a), Cell::Time(b)) => {
                        Cell::Number(signed_seconds(b.saturating_sub(*a)))
                    }
                    _ => Cell::Nothing,
                };
                let object = |at| text(network.object(number, rows.object(at)));
                let post = |at| text(network.gathered.contents.name(rows.content(at)));
                each(&[
                    text(network.account(edge.a)),
                    text(network.account(edge.b)),
                    text(layer.kind.word()),
                    object(one),
                    object(other),
                    post(one),
                    post(other),
                    time_a,
                    time_b,
                    after,
                ])?;
            }
        }
    }
    Ok(())
}

fn shares<E>(
    network: &Network,
    each: &mut impl FnMut(&[Cell<'_>]) -> Result<(), E>,
) -> Result<(), E> {
    for layer in &network.gathered.layers {
        let shares = &layer.shares;
        for row in 0..shares.len() {
            let object = shares.object()[row];
            let is_there = object != griot_stats::network::Shares::NO_OBJECT;
            let name = layer.objects.name(object);
            // What came once has a number and no name.
            let name = match is_there {
                true if name.is_empty() => Cell::Text(format!("object {object}").into()),
                true => text(name),
                false => Cell::Nothing,
            };
            each(&[
                text(layer.kind.word()),
                name,
                text(network.account(shares.account()[row])),
                text(network.gathered.contents.name(shares.content()[row])),
                Cell::Time(shares.time()[row]),
            ])?;
        }
    }
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "delays are far below 2^53 microseconds")]
pub(super) fn seconds(micros: u64) -> f64 {
    micros as f64 / 1e6
}

#[expect(clippy::cast_precision_loss, reason = "delays are far below 2^53 microseconds")]
fn signed_seconds(micros: i64) -> f64 {
    micros as f64 / 1e6
}
