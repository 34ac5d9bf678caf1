//! What do the pages of a network show, and what do they keep to themselves?

use griot_model::Disclosure;
use griot_report::Site;
use serde_json::Value;

use super::sample::{
    Sample,
    network::{ACCOUNTS, OBJECT},
    site,
};

fn text(site: &Site, path: &str) -> String {
    let page = site.get(path).unwrap_or_else(|| panic!("{path} is not there"));
    String::from_utf8(page.bytes.clone()).expect("text")
}

fn json(site: &Site, path: &str) -> Value {
    serde_json::from_str(&text(site, path)).expect("JSON")
}

#[test]
fn a_network_leads_to_its_groups_and_edges() {
    let sample = Sample::with_network(Disclosure::Open);
    let site = site(&sample.answers());
    let page = text(&site, "networks/posts.html");
    for link in ["../groups/posts-g1.html", "../groups/posts-c1.html", "../edges/posts-e2.html"]
    {
        assert!(page.contains(&format!("href=\"{link}\"")), "{link}");
    }
    assert!(page.contains("<svg class=\"chart page\""), "it is drawn");
    assert!(page.contains("coarser than the window"), "the resolution is told");
    assert!(page.contains("live debate of two hours"), "the error rates stand on the page");
    let overview = text(&site, "index.html");
    assert!(overview.contains("href=\"networks/posts.html\""), "the overview leads there");
    let group = text(&site, "groups/posts-g1.html");
    for part in [
        "pairs of posts",
        "hour of the day, UTC",
        "+0.5\u{a0}s",
        "What a group has to stand out from:",
        "among 6 accounts",
    ] {
        assert!(group.contains(part) || group.to_lowercase().contains(part), "{part}");
    }
    let edge = text(&site, "edges/posts-e1.html");
    for part in ["1.2 × 10⁻⁴", "Comes first in", "The query that chooses these rows"] {
        assert!(edge.contains(part), "{part}");
    }
    assert!(text(&site, "networks/posts.csv").lines().count() == 4);
}

#[test]
fn the_same_numbers_stand_in_every_form() {
    let sample = Sample::with_network(Disclosure::Open);
    let site = site(&sample.answers());
    let edge = json(&site, "edges/posts-e1.json");
    assert_eq!(edge.pointer("/sides/0/account"), Some(&ACCOUNTS[0].into()));
    assert_eq!(edge.pointer("/p_adjusted"), Some(&0.01.into()));
    assert_eq!(edge.pointer("/method/accounts_tested"), Some(&6.into()));
    let group = json(&site, "groups/posts-g1.json");
    assert_eq!(group.pointer("/objects/0/shares/1/after_s"), Some(&0.5.into()));
    assert!(text(&site, "edges/posts-e1.csv").contains("weight,2"));
    assert!(
        text(&site, "groups/posts-g1.csv").contains(ACCOUNTS[3].get(..3).unwrap_or_default())
            || text(&site, "groups/posts-g1.csv").lines().count() == 4
    );
}

#[test]
fn nobody_is_accused() {
    let sample = Sample::with_network(Disclosure::Open);
    for (path, page) in site(&sample.answers()).pages() {
        if !["networks/", "groups/", "edges/"].iter().any(|folder| path.starts_with(folder)) {
            continue;
        }
        let text = String::from_utf8_lossy(&page.bytes).to_lowercase();
        for word in ["bot", "troll", "guilty", "proves"] {
            let alone = text.split(|letter: char| !letter.is_alphanumeric());
            assert!(!alone.into_iter().any(|it| it == word), "{path} says {word}");
        }
    }
}

#[test]
fn where_only_totals_may_leave_accounts_are_numbers() {
    let mut sample = Sample::with_network(Disclosure::Aggregate);
    let network = &mut sample.networks[0];
    network.posts = 480;
    let edge = &mut network.edges[0];
    (edge.pairs, edge.selection.rows) = (12, 12);
    "12".clone_into(&mut network.edge_rows.rows[0][2]);
    let site = site(&sample.answers());
    let planted = format!("{:?}", sample.answers().networks);
    assert!(planted.contains(ACCOUNTS[1]) && planted.contains(OBJECT));
    for (path, page) in site.pages() {
        let text = String::from_utf8_lossy(&page.bytes);
        for secret in [ACCOUNTS[1], ACCOUNTS[2], "Ann", "example.org/page"] {
            assert!(!text.contains(secret), "{path} has {secret}");
        }
    }
    let page = text(&site, "networks/posts.html");
    assert!(
        page.contains("fewer than 10 posts"),
        "what is small is withheld, and that is said"
    );
    let edge = text(&site, "edges/posts-e1.html");
    assert!(edge.contains("account 1") && edge.contains("totals leave, not rows"), "{edge}");
    assert!(site.get("edges/posts-e3.html").is_none(), "it stands on two posts");
    let csv = text(&site, "networks/posts.csv");
    assert!(csv.contains("account 1,account 2,12,url"), "{csv}");
    assert_eq!(csv.lines().count(), 2, "{csv}");
}

#[test]
fn a_private_network_has_no_page() {
    let sample = Sample::with_network(Disclosure::Private);
    let site = site(&sample.answers());
    for (path, page) in site.pages() {
        assert!(!path.contains("networks/") && !path.contains("edges/"), "{path}");
        assert!(!String::from_utf8_lossy(&page.bytes).contains(ACCOUNTS[1]), "{path}");
    }
    assert!(!text(&site, "index.html").contains(">Network<"));
}
