//! A made-up network of four accounts: a tested group of three, a community of four, and three edges.

use griot_analysis::network::answer::{Reading, Tested};
use griot_analysis::network::study::{
    Bubble, Bubbles, Chance, DelayBin, Drawing, DrawnAccount, EdgeAnswer, GroupAnswer,
    GroupObject, LayerAnswer, Member, NetworkAnswer, Placed, Side, Sketch,
};
use griot_model::Evidence;
use griot_report::answers::Rows;

/// Account names: one with markup, one longer than any column, one in another script, a plain one.
pub(crate) const ACCOUNTS: [&str; 4] = [
    "<b>Ann</b> & co",
    "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "زورق الليل",
    "dee",
];

/// What they share.
pub(crate) const OBJECT: &str = "example.org/page?a=1&b=<2>";

fn evidence(query: &str) -> Evidence {
    Evidence {
        table: "posts_shares".into(),
        source: "Publisher of posts, 2025".into(),
        rows: 2,
        query: query.into(),
        digest: super::digest(query),
    }
}

/// Rows behind a query of [`network`], with names in them.
pub(crate) fn rows() -> Rows {
    Rows {
        columns: ["object", "account", "delay_ms"].map(str::to_owned).into(),
        rows: [0, 1].map(|n| [OBJECT, ACCOUNTS[n], "-1500"].map(str::to_owned).into()).into(),
    }
}

fn edge(a: usize, b: usize, rank: u64) -> EdgeAnswer {
    let side = |place: usize| Side {
        account: ACCOUNTS[place].into(),
        number: u32::try_from(place + 1).unwrap_or_default(),
        activity: 12,
        posts: 2,
        first: 1,
        hours: std::array::from_fn(|hour| (hour as u64 * 7 + place as u64) % 11),
    };
    EdgeAnswer {
        id: format!("e{rank}"),
        rank,
        sides: [side(a), side(b)],
        layer: "url",
        pairs: 2,
        matches: 2,
        simultaneous: 0,
        delays_s: [0.5, 1.25, 1.25, 60.0],
        objects: vec![(OBJECT.into(), 4)],
        first: "2024-03-01T10:00:00Z".into(),
        last: "2024-03-02T10:00:00Z".into(),
        chance: Some(Chance {
            statistic: 21.46,
            observed: 2,
            expected: 0.000_12,
            p_adjusted: 0.01,
            tests: 6,
        }),
        holds: Some(true),
        groups: vec!["g1".into(), "c1".into()],
        also: vec![("hashtag", None)],
        selection: evidence(&format!(
            "select * from posts_shares where edge = {rank} order by 1"
        )),
    }
}

fn group(id: &str, layer: Option<&'static str>, members: usize) -> GroupAnswer {
    let member = |place: usize| Member {
        account: ACCOUNTS[place].into(),
        number: u32::try_from(place + 1).unwrap_or_default(),
        posts: 3,
        objects: 2,
        edges: 2,
    };
    GroupAnswer {
        id: id.into(),
        layer,
        members: (0..members).map(member).collect(),
        edges: 3,
        objects_found: 1,
        objects: vec![GroupObject {
            layer: "url".into(),
            name: OBJECT.into(),
            members: 3,
            popularity: 4,
            first: "2024-03-01T10:00:00Z".into(),
            shares: (0..3)
                .map(|place| Placed {
                    account: ACCOUNTS[place].into(),
                    number: u32::try_from(place + 1).unwrap_or_default(),
                    post: format!("p{place}"),
                    after_s: 0.5 * f64::from(u32::try_from(place).unwrap_or_default()),
                })
                .collect(),
            more: 2,
        }],
        first: "2024-03-01T10:00:00Z".into(),
        last: "2024-03-02T10:00:00Z".into(),
        delays: (0..12)
            .map(|bar| DelayBin {
                from_s: f64::from(bar) * 5.0,
                to_s: f64::from(bar) * 5.0 + 5.0,
                pairs: u64::from(bar % 4 == 0),
            })
            .collect(),
        hours: std::array::from_fn(|hour| hour as u64 % 5),
        holds: layer.map(|_| true),
        follows: None,
        tested: layer.map(|_| Tested {
            occasions: 4,
            observed: 11,
            expected: 0.3,
            statistic: 160.6,
            p_turnout: 0.000_01,
            p_prompt: 0.005,
            p_adjusted: 0.005,
            span: 120_000_000,
            reading: Reading::Open,
            holds: true,
            says: "holds",
            follows: None,
        }),
        selection: evidence(&format!(
            "select * from posts_shares where id = '{id}' order by 1"
        )),
    }
}

/// The network.
pub(crate) fn network() -> NetworkAnswer {
    let columns = ["account_a", "account_b", "weight", "layer"].map(str::to_owned);
    let pairs = [(0, 1), (0, 2), (1, 2)];
    let at = |place: u32| [[f64::from(place), 0.5], [0.5, f64::from(place)]];
    NetworkAnswer {
        table: "posts".into(),
        shares: "posts_shares".into(),
        window_s: 60.0,
        min: 1,
        tested: true,
        apart_s: 10_800.0,
        seed: 1,
        level: 0.05,
        null: "who first shared which object is chance",
        posts: 48,
        accounts: 4,
        joined: 4,
        edges_found: 3,
        edges_holding: 3,
        groups_found: 1,
        groups_holding: 1,
        groups_explained: 0,
        communities_found: 1,
        layers: vec![LayerAnswer {
            word: "url",
            rows: 48,
            objects: 7,
            resolution_s: 120.0,
            edges: 3,
            holding: 3,
            tests: Some(6),
            left_out: vec![("posts without an object of this kind".into(), 5)],
        }],
        edges: pairs.iter().zip(1..).map(|(&(a, b), rank)| edge(a, b, rank)).collect(),
        groups: vec![group("g1", Some("url"), 3), group("c1", None, 4)],
        edge_rows: Rows {
            columns: columns.into(),
            rows: pairs
                .map(|(a, b)| [ACCOUNTS[a], ACCOUNTS[b], "2", "url"].map(str::to_owned).into())
                .into(),
        },
        edge_numbers: vec![[1, 2], [1, 3], [2, 3]],
        drawing: Drawing {
            sketch: Sketch {
                accounts: (0..4)
                    .map(|place| DrawnAccount {
                        account: ACCOUNTS[place as usize].into(),
                        number: place + 1,
                        group: (place < 3).then(|| "g1".to_owned()),
                        at: at(place),
                    })
                    .collect(),
                edges: vec![(0, 1, true), (0, 2, true), (1, 2, true), (2, 3, false)],
                is_whole: true,
            },
            bubbles: Some(Bubbles {
                bubbles: vec![Bubble {
                    page: Some("c1".into()),
                    accounts: 4,
                    edges: 3,
                    holding: 3,
                    radius: 2.0,
                    at: at(0),
                }],
                between: Vec::new(),
                more: 2,
            }),
        },
    }
}
