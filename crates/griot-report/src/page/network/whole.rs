//! The page of a whole network.

use crate::answers::Rows;
use askama::Template;
use griot_analysis::network::study::{EdgeAnswer, GroupAnswer, LayerAnswer};
use griot_model::Disclosure;
use serde::Serialize;

use super::told::{Method, Told, day, holding, of_table, probability, route, seconds};
use crate::{
    chart::{self, Figure, Named},
    page::{
        book::Link,
        finding::FindingLine,
        frame::{self, Frame, View, add_csv},
    },
    site::Site,
    words,
};

#[derive(Template, Serialize)]
#[template(path = "network.html")]
struct NetworkPage {
    #[serde(skip)]
    frame: Frame,
    table: String,
    disclosure: Disclosure,
    posts: u64,
    accounts: u64,
    joined: u64,
    /// Edges, rows and groups that stand on few posts and are not shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    withheld_small: Option<usize>,
    edges_found: u64,
    edges_holding: u64,
    groups_found: u64,
    groups_holding: u64,
    groups_explained: u64,
    communities_found: u64,
    layers: Vec<LayerLine>,
    groups: Vec<GroupLine>,
    communities: Vec<GroupLine>,
    /// Edges with a page, the strongest first; the CSV has every edge.
    edges: Vec<EdgeLine>,
    method: Method,
    findings: Vec<FindingLine>,
    #[serde(skip)]
    window: String,
    #[serde(skip)]
    sketch: Option<Figure>,
    #[serde(skip)]
    sketch_caption: String,
    #[serde(skip)]
    bubbles: Option<Figure>,
    #[serde(skip)]
    bubbles_caption: String,
    #[serde(skip)]
    credit: String,
    #[serde(skip)]
    others: Vec<Link>,
}

#[derive(Serialize)]
struct LayerLine {
    layer: &'static str,
    rows: u64,
    objects: u64,
    edges: u64,
    holding: u64,
    accounts_tested: Option<u64>,
    left_out: Vec<LeftOut>,
    #[serde(skip)]
    coarse: String,
}

#[derive(Serialize)]
struct LeftOut {
    why: String,
    rows: u64,
}

/// A group in a list.
#[derive(Serialize)]
struct GroupLine {
    id: String,
    layer: Option<&'static str>,
    accounts: u64,
    edges: u64,
    objects: u64,
    first: String,
    last: String,
    statistic: Option<f64>,
    p_adjusted: Option<f64>,
    holds: Option<bool>,
    reading: Option<&'static str>,
    #[serde(skip)]
    p: String,
    #[serde(skip)]
    says: &'static str,
    #[serde(skip)]
    href: String,
}

/// An edge in a list.
#[derive(Serialize)]
pub(super) struct EdgeLine {
    pub(super) id: String,
    rank: u64,
    pub(super) account_a: String,
    pub(super) account_b: String,
    pub(super) layer: &'static str,
    pub(super) pairs: u64,
    pub(super) objects: u64,
    median_delay_s: f64,
    pub(super) observed: Option<u32>,
    expected: Option<f64>,
    p_adjusted: Option<f64>,
    pub(super) holds: Option<bool>,
    #[serde(skip)]
    pub(super) delay: String,
    #[serde(skip)]
    pub(super) expected_words: String,
    #[serde(skip)]
    pub(super) p: String,
    #[serde(skip)]
    pub(super) says: &'static str,
    #[serde(skip)]
    pub(super) href: String,
}

impl View for NetworkPage {
    fn frame(&self) -> &Frame {
        &self.frame
    }
}

impl EdgeLine {
    pub(super) fn new(told: &Told<'_, '_>, edge: &EdgeAnswer) -> Self {
        let [a, b] = &edge.sides;
        let chance = edge.chance.as_ref();
        let shown = |value: Option<f64>| value.map_or("–".to_owned(), probability);
        Self {
            id: edge.id.clone(),
            rank: edge.rank,
            account_a: told.account(&a.account, a.number),
            account_b: told.account(&b.account, b.number),
            layer: edge.layer,
            pairs: edge.pairs,
            objects: u64::try_from(edge.objects.len()).unwrap_or(u64::MAX),
            median_delay_s: edge.delays_s[1],
            observed: chance.map(|it| it.observed),
            expected: chance.map(|it| it.expected),
            p_adjusted: chance.map(|it| it.p_adjusted),
            holds: edge.holds,
            delay: seconds(edge.delays_s[1]),
            expected_words: shown(chance.map(|it| it.expected)),
            p: shown(chance.map(|it| it.p_adjusted)),
            says: holding(edge.holds),
            href: told.edge_href(&edge.id),
        }
    }
}

impl GroupLine {
    fn new(told: &Told<'_, '_>, group: &GroupAnswer) -> Self {
        let it = group.tested.as_ref();
        Self {
            id: group.id.clone(),
            layer: group.layer,
            accounts: u64::try_from(group.members.len()).unwrap_or(u64::MAX),
            edges: group.edges,
            objects: group.objects_found,
            first: day(&group.first),
            last: day(&group.last),
            statistic: it.map(|it| it.statistic),
            p_adjusted: it.map(|it| it.p_adjusted),
            holds: group.holds,
            reading: it.map(|it| it.says),
            p: it.map_or("–".to_owned(), |it| probability(it.p_adjusted)),
            says: it.map_or(holding(None), |it| it.says),
            href: told.group_href(&group.id),
        }
    }
}

pub(super) fn add(told: &Told<'_, '_>, site: &mut Site) {
    let (book, network) = (told.book, told.network);
    let title = format!("The network of {}", network.table);
    let route = route(network);
    let mut frame = book.frame("network", "networks", &route, &title);
    frame.csv = true;
    add_csv(site, &route, &edge_rows(told));
    let groups = |tested: bool| {
        let all = network.groups.iter().filter(move |group| group.layer.is_some() == tested);
        all.map(|group| GroupLine::new(told, group)).collect()
    };
    let findings = book.answers.findings.iter().filter(|f| f.selection.table == network.shares);
    let (sketch, sketch_caption) = sketch(told);
    let (bubbles, bubbles_caption) = bubbles(told);
    let mut others = of_table(book, None, "../");
    others.retain(|link| link.id != network.table);
    let view = NetworkPage {
        frame,
        table: network.table.clone(),
        disclosure: book.guard.table(&network.shares),
        posts: network.posts,
        accounts: network.accounts,
        joined: network.joined,
        withheld_small: book.answers.withheld.networks.get(&network.table).copied(),
        edges_found: network.edges_found,
        edges_holding: network.edges_holding,
        groups_found: network.groups_found,
        groups_holding: network.groups_holding,
        groups_explained: network.groups_explained,
        communities_found: network.communities_found,
        layers: network
            .layers
            .iter()
            .map(|layer| layer_line(layer, network.window_s))
            .collect(),
        groups: groups(true),
        communities: groups(false),
        edges: network.edges.iter().map(|edge| EdgeLine::new(told, edge)).collect(),
        method: Method::of(network),
        findings: findings.filter_map(|f| FindingLine::new(book, f, "../")).collect(),
        window: seconds(network.window_s),
        sketch,
        sketch_caption,
        bubbles,
        bubbles_caption,
        credit: told.credit(),
        others,
    };
    frame::add(site, &view);
}

fn layer_line(layer: &LayerAnswer, window_s: f64) -> LayerLine {
    let coarse = layer.resolution_s > window_s && window_s > 0.0;
    LayerLine {
        layer: layer.word,
        rows: layer.rows,
        objects: layer.objects,
        edges: layer.edges,
        holding: layer.holding,
        accounts_tested: layer.tests,
        left_out: layer
            .left_out
            .iter()
            .map(|(why, rows)| LeftOut { why: why.clone(), rows: *rows })
            .collect(),
        coarse: if coarse {
            format!(
                "Times come in whole multiples of {}, coarser than the window.",
                seconds(layer.resolution_s)
            )
        } else {
            String::new()
        },
    }
}

/// Every edge in the order of strength, as far as it may be told.
fn edge_rows(told: &Told<'_, '_>) -> Rows {
    told.network.edge_rows.clone()
}

fn sketch(told: &Told<'_, '_>) -> (Option<Figure>, String) {
    let network = told.network;
    let sketch = &network.drawing.sketch;
    let count = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
    let accounts = words::plural(count(sketch.accounts.len()), "account", "accounts");
    let edges = words::plural(count(sketch.edges.len()), "pair", "pairs");
    let title = if sketch.is_whole {
        format!("{accounts} and the {edges} that join them")
    } else {
        format!("The strongest edges: {accounts}, {edges}")
    };
    let holding = sketch.edges.iter().filter(|edge| edge.2).count();
    let named = Named {
        title,
        about: format!(
            "{} hold against chance. The tables below have groups and edges.",
            words::plural(count(holding), "pair", "pairs")
        ),
        page: &|id| told.group_href(id),
        account: &|name, number| told.account(name, number),
    };
    let mut caption = String::from(
        "A dot is an account, a line joins two that share something within the window. ",
    );
    if network.tested {
        caption.push_str(
            "Strong lines hold against chance, within a group; a coloured dot belongs to the group named beside it and \
             opens its page. ",
        );
    }
    if !sketch.is_whole {
        caption.push_str("The edges that hold come first, then the strongest others, until there are 200 accounts. ");
    }
    caption.push_str("Nearness follows the lines; places say nothing else.");
    (chart::sketch(sketch, &named), caption)
}

fn bubbles(told: &Told<'_, '_>) -> (Option<Figure>, String) {
    let Some(bubbles) = &told.network.drawing.bubbles else { return (None, String::new()) };
    let count = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
    let shown = count(bubbles.bubbles.len());
    let named = Named {
        title: format!(
            "{} accounts in {}",
            words::count(told.network.joined),
            words::plural(told.network.communities_found, "community", "communities")
        ),
        about: "Each circle is a community; its number is how many accounts it has.".to_owned(),
        page: &|id| told.group_href(id),
        account: &|name, number| told.account(name, number),
    };
    let mut caption = String::from(
        "A circle is a community: accounts that are joined to one another more than to others, its number how many they are. \
         Communities are not tested; one with a strong rim has edges inside that hold. Lines join communities with five edges and more between them.",
    );
    if bubbles.more > 0 {
        let more = words::plural(bubbles.more, "smaller one is", "smaller ones are");
        caption.push_str(&format!(" {} are drawn, {more} not.", words::count(shown)));
    }
    (chart::bubbles(bubbles, &named), caption)
}
