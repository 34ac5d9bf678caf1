//! The page of an edge: two accounts, their posts side by side, and what stands on either side.

use crate::answers::Rows;
use askama::Template;
use griot_analysis::network::study::{EdgeAnswer, Side};
use serde::Serialize;

use super::told::{Method, Told, holding, probability, seconds, time};
use crate::{
    chart::{self, Columns, Figure},
    page::{
        book::Link,
        evidence::EvidenceView,
        frame::{self, Frame, View, add_csv},
    },
    site::Site,
};

#[derive(Template, Serialize)]
#[template(path = "edge.html")]
struct EdgePage {
    #[serde(skip)]
    frame: Frame,
    id: String,
    table: String,
    rank: u64,
    layer: &'static str,
    sides: [SideLine; 2],
    pairs: u64,
    matches: u64,
    simultaneous: u64,
    delay_min_s: f64,
    delay_median_s: f64,
    delay_mean_s: f64,
    delay_max_s: f64,
    objects: Vec<ObjectLine>,
    first: String,
    last: String,
    holds: Option<bool>,
    statistic: Option<f64>,
    observed: Option<u32>,
    expected: Option<f64>,
    p_adjusted: Option<f64>,
    groups: Vec<Link>,
    also: Vec<Link>,
    method: Method,
    /// The posts, side by side.
    selection: EvidenceView,
    #[serde(skip)]
    up_href: String,
    #[serde(skip)]
    says: &'static str,
    #[serde(skip)]
    delays: String,
    #[serde(skip)]
    chance: String,
    #[serde(skip)]
    p_words: String,
    #[serde(skip)]
    hour_chart: Option<Figure>,
    #[serde(skip)]
    window: String,
    #[serde(skip)]
    credit: String,
}

#[derive(Serialize)]
struct SideLine {
    account: String,
    /// Rows in the layer.
    activity: u64,
    /// Posts in some pair.
    posts: u64,
    /// Pairs in which it comes first.
    first: u64,
    /// All its posts by hour of the day in UTC.
    hours: [u64; 24],
}

#[derive(Serialize)]
struct ObjectLine {
    object: String,
    popularity: u64,
}

impl View for EdgePage {
    fn frame(&self) -> &Frame {
        &self.frame
    }
}

pub(super) fn add(told: &Told<'_, '_>, site: &mut Site) {
    for edge in &told.network.edges {
        page(told, edge, site);
    }
}

/// Objects that the page lists; the posts have them all.
const OBJECTS: usize = 60;

fn page(told: &Told<'_, '_>, edge: &EdgeAnswer, site: &mut Site) {
    let (book, network) = (told.book, told.network);
    let sides = edge.sides.each_ref().map(|side| side_line(told, side));
    let title = format!("{} and {}", sides[0].account, sides[1].account);
    let route = format!("edges/{}-{}", network.table, edge.id);
    let mut frame = book.frame("edge", "networks", &route, &title);
    frame.csv = true;
    add_csv(site, &route, &measures(told, edge, &sides));
    let chance = edge.chance.as_ref();
    let shown = |value: Option<f64>| value.map_or(String::new(), probability);
    let view = EdgePage {
        frame,
        id: edge.id.clone(),
        table: network.table.clone(),
        rank: edge.rank,
        layer: edge.layer,
        pairs: edge.pairs,
        matches: edge.matches,
        simultaneous: edge.simultaneous,
        delay_min_s: edge.delays_s[0],
        delay_median_s: edge.delays_s[1],
        delay_mean_s: edge.delays_s[2],
        delay_max_s: edge.delays_s[3],
        objects: edge
            .objects
            .iter()
            .take(OBJECTS)
            .map(|(name, popularity)| ObjectLine {
                object: told.object(name),
                popularity: *popularity,
            })
            .collect(),
        first: time(&edge.first),
        last: time(&edge.last),
        holds: edge.holds,
        statistic: chance.map(|it| it.statistic),
        observed: chance.map(|it| it.observed),
        expected: chance.map(|it| it.expected),
        p_adjusted: chance.map(|it| it.p_adjusted),
        groups: edge
            .groups
            .iter()
            .map(|id| Link {
                id: id.clone(),
                text: if id.starts_with('g') {
                    format!("group {id}")
                } else {
                    format!("community {id}")
                },
                href: told.group_href(id),
            })
            .collect(),
        also: edge
            .also
            .iter()
            .map(|(layer, page)| Link {
                id: (*layer).to_owned(),
                text: (*layer).to_owned(),
                href: page.as_deref().map_or(String::new(), |id| told.edge_href(id)),
            })
            .collect(),
        method: Method::of(network),
        selection: EvidenceView::new(
            book,
            site,
            &format!("edge/{}/{}", network.table, edge.id),
            "../",
        ),
        up_href: format!("../{}.html", super::told::route(network)),
        says: holding(edge.holds),
        delays: format!(
            "{} to {}, median {}, mean {}",
            seconds(edge.delays_s[0]),
            seconds(edge.delays_s[3]),
            seconds(edge.delays_s[1]),
            seconds(edge.delays_s[2])
        ),
        chance: shown(chance.map(|it| it.expected)),
        p_words: shown(chance.map(|it| it.p_adjusted)),
        hour_chart: hour_chart(&sides),
        window: seconds(network.window_s),
        credit: told.credit(),
        sides,
    };
    frame::add(site, &view);
}

fn side_line(told: &Told<'_, '_>, side: &Side) -> SideLine {
    SideLine {
        account: told.account(&side.account, side.number),
        activity: side.activity,
        posts: side.posts,
        first: side.first,
        hours: side.hours,
    }
}

/// What the page says of the edge, one measure in a row.
fn measures(told: &Told<'_, '_>, edge: &EdgeAnswer, sides: &[SideLine; 2]) -> Rows {
    let network = told.network;
    let place = usize::try_from(edge.rank).unwrap_or(usize::MAX).saturating_sub(1);
    let mut row = network.edge_rows.rows.get(place).cloned().unwrap_or_default();
    for (cell, side) in row.iter_mut().zip(sides) {
        cell.clone_from(&side.account);
    }
    let rows = network.edge_rows.columns.iter().cloned().zip(row);
    Rows {
        columns: ["measure", "value"].map(str::to_owned).into(),
        rows: rows.map(|(measure, value)| vec![measure, value]).collect(),
    }
}

fn hour_chart(sides: &[SideLine; 2]) -> Option<Figure> {
    chart::columns(&Columns {
        id: "hours",
        title: format!(
            "Posts of {} and of {} by hour of the day",
            sides[0].account, sides[1].account
        ),
        axis: "hour of the day, UTC",
        unit: "posts",
        labels: (0..24).map(|hour| hour.to_string()).collect(),
        series: sides.iter().map(|side| (side.account.clone(), side.hours.into())).collect(),
    })
}
