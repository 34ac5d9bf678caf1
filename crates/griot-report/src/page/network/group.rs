//! The page of a group: who, what, when, and the posts side by side.

use crate::answers::Rows;
use askama::Template;
use griot_analysis::network::{
    study::{GroupAnswer, GroupObject, Member},
    table::in_seconds,
};
use serde::Serialize;

use super::{
    told::{Method, Told, holding, probability, seconds, time},
    whole::EdgeLine,
};
use crate::{
    chart::{self, Columns, Figure},
    page::{
        evidence::EvidenceView,
        frame::{self, Frame, View, add_csv},
    },
    site::Site,
    words,
};

#[derive(Template, Serialize)]
#[template(path = "group.html")]
struct GroupPage {
    #[serde(skip)]
    frame: Frame,
    id: String,
    table: String,
    layer: Option<&'static str>,
    members: Vec<MemberLine>,
    edges: u64,
    objects_found: u64,
    objects: Vec<ObjectLine>,
    first: String,
    last: String,
    delays: Vec<DelayLine>,
    hours: [u64; 24],
    statistic: Option<f64>,
    p_adjusted: Option<f64>,
    holds: Option<bool>,
    occasions: Option<u64>,
    observed: Option<u64>,
    expected: Option<f64>,
    p_turnout: Option<f64>,
    p_prompt: Option<f64>,
    span_s: Option<f64>,
    reading: Option<&'static str>,
    follows: Option<String>,
    edges_with_page: Vec<EdgeLine>,
    method: Method,
    selection: EvidenceView,
    #[serde(skip)]
    heading: String,
    #[serde(skip)]
    up_href: String,
    #[serde(skip)]
    says: &'static str,
    #[serde(skip)]
    p: String,
    #[serde(skip)]
    expected_words: String,
    #[serde(skip)]
    turnout_words: String,
    #[serde(skip)]
    prompt_words: String,
    #[serde(skip)]
    span_words: String,
    #[serde(skip)]
    window: String,
    #[serde(skip)]
    delay_chart: Option<Figure>,
    #[serde(skip)]
    hour_chart: Option<Figure>,
    #[serde(skip)]
    credit: String,
}

#[derive(Serialize)]
struct MemberLine {
    account: String,
    posts: u64,
    objects: u64,
    edges: u64,
}

#[derive(Serialize)]
struct ObjectLine {
    layer: String,
    object: String,
    members: u64,
    popularity: u64,
    first: String,
    shares: Vec<ShareLine>,
    more: u64,
    #[serde(skip)]
    first_words: String,
}

#[derive(Serialize)]
struct ShareLine {
    account: String,
    after_s: f64,
    #[serde(skip)]
    after: String,
}

#[derive(Serialize)]
struct DelayLine {
    from_s: f64,
    to_s: f64,
    pairs: u64,
}

impl View for GroupPage {
    fn frame(&self) -> &Frame {
        &self.frame
    }
}

pub(super) fn add(told: &Told<'_, '_>, site: &mut Site) {
    for group in &told.network.groups {
        page(told, group, site);
    }
}

fn page(told: &Told<'_, '_>, group: &GroupAnswer, site: &mut Site) {
    let (book, network) = (told.book, told.network);
    let count = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
    let accounts = words::plural(count(group.members.len()), "account", "accounts");
    let heading = match group.layer {
        Some(layer) => format!("Group {}: {accounts} that share the same {layer}s", group.id),
        None => format!("Community {}: {accounts}", group.id),
    };
    let route = format!("groups/{}-{}", network.table, group.id);
    let mut frame = book.frame("group", "networks", &route, &heading);
    frame.csv = true;
    let members: Vec<MemberLine> = group.members.iter().map(|it| member(told, it)).collect();
    add_csv(site, &route, &members_table(&members));
    let is_member = |number: u32| group.members.iter().any(|member| member.number == number);
    let edges = network.edges.iter().filter(|edge| {
        edge.sides.iter().all(|side| is_member(side.number))
            && group.layer.is_none_or(|layer| layer == edge.layer)
    });
    let it = group.tested.as_ref();
    let shown = |p: Option<f64>| p.map_or(String::new(), probability);
    let view = GroupPage {
        frame,
        id: group.id.clone(),
        table: network.table.clone(),
        layer: group.layer,
        members,
        edges: group.edges,
        objects_found: group.objects_found,
        objects: group.objects.iter().map(|it| object(told, it)).collect(),
        first: time(&group.first),
        last: time(&group.last),
        delays: group
            .delays
            .iter()
            .map(|bin| DelayLine { from_s: bin.from_s, to_s: bin.to_s, pairs: bin.pairs })
            .collect(),
        hours: group.hours,
        statistic: it.map(|it| it.statistic),
        p_adjusted: it.map(|it| it.p_adjusted),
        holds: group.holds,
        occasions: it.map(|it| it.occasions),
        observed: it.map(|it| it.observed),
        expected: it.map(|it| it.expected),
        p_turnout: it.map(|it| it.p_turnout),
        p_prompt: it.map(|it| it.p_prompt),
        span_s: it.map(|it| in_seconds(it.span)),
        reading: it.map(|it| it.says),
        follows: group.follows.as_ref().map(|(name, number)| told.account(name, *number)),
        edges_with_page: edges.map(|edge| EdgeLine::new(told, edge)).collect(),
        method: Method::of(network),
        selection: EvidenceView::new(
            book,
            site,
            &format!("group/{}/{}", network.table, group.id),
            "../",
        ),
        heading,
        up_href: format!("../{}.html", super::told::route(network)),
        says: it.map_or(holding(None), |it| it.says),
        p: shown(it.map(|it| it.p_adjusted)),
        expected_words: it.map_or(String::new(), |it| words::number(it.expected)),
        turnout_words: shown(it.map(|it| it.p_turnout)),
        prompt_words: shown(it.map(|it| it.p_prompt)),
        span_words: it.map_or(String::new(), |it| seconds(in_seconds(it.span))),
        window: seconds(network.window_s),
        delay_chart: delay_chart(group),
        hour_chart: hour_chart(group),
        credit: told.credit(),
    };
    frame::add(site, &view);
}

fn member(told: &Told<'_, '_>, member: &Member) -> MemberLine {
    MemberLine {
        account: told.account(&member.account, member.number),
        posts: member.posts,
        objects: member.objects,
        edges: member.edges,
    }
}

fn members_table(members: &[MemberLine]) -> Rows {
    let columns = ["account", "posts", "objects", "edges"].map(str::to_owned).into();
    let row = |it: &MemberLine| {
        let counts = [it.posts, it.objects, it.edges].map(|n| n.to_string());
        std::iter::once(it.account.clone()).chain(counts).collect()
    };
    Rows { columns, rows: members.iter().map(row).collect() }
}

/// An object with its shares side by side; where only totals may leave, without them.
fn object(told: &Told<'_, '_>, object: &GroupObject) -> ObjectLine {
    let shares = object.shares.iter().filter(|_| told.open).map(|share| ShareLine {
        account: told.account(&share.account, share.number),
        after_s: share.after_s,
        after: format!("+{}", seconds(share.after_s)),
    });
    ObjectLine {
        layer: object.layer.clone(),
        object: told.object(&object.name),
        members: object.members,
        popularity: object.popularity,
        first: object.first.clone(),
        shares: shares.collect(),
        more: object.more,
        first_words: time(&object.first),
    }
}

fn delay_chart(group: &GroupAnswer) -> Option<Figure> {
    let last = group.delays.last().map_or(0.0, |bin| bin.to_s);
    chart::columns(&Columns {
        id: "delays",
        title: format!(
            "Delays between posts of {}, up to {}",
            group.id,
            seconds(last).replace('\u{a0}', " ")
        ),
        axis: "seconds between the two posts of a pair",
        unit: "pairs of posts",
        labels: group
            .delays
            .iter()
            .map(|bin| format!("{}–{}", words::number(bin.from_s), words::number(bin.to_s)))
            .collect(),
        series: vec![("pairs".to_owned(), group.delays.iter().map(|bin| bin.pairs).collect())],
    })
}

fn hour_chart(group: &GroupAnswer) -> Option<Figure> {
    chart::columns(&Columns {
        id: "hours",
        title: format!("Posts of the members of {} by hour of the day", group.id),
        axis: "hour of the day, UTC",
        unit: "posts",
        labels: (0..24).map(|hour| hour.to_string()).collect(),
        series: vec![("posts".to_owned(), group.hours.into())],
    })
}
