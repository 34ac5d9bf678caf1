//! Posts of a case: read, chosen by SQL, and made into a network with the posts behind it.

use std::{collections::BTreeMap, num::NonZeroUsize};

use crate::suite::found;
use griot_analysis::{
    network::{
        shared_posts,
        study::{NetworkAnswer, studies},
    },
    opened,
};
use griot_case::Case;
use griot_library::Library;
use griot_model::rows::{Rows, digest};
use griot_model::{Disclosure, Part, Severity};

use griot_testing::{InMemory, Repository};

const DESCRIPTION: &str = r#"
format = "posts"
title = "Posts of a test"
row_is = "A post."
version = "1"
licence = "ours"
disclosure = "open"

[network]
by = ["url", "hashtag"]
window = "60s"
min = 1
apart = "1h"
seed = 3
level = 0.05
"#;

/// Three accounts share a link and a hashtag within a minute, twice; a fourth one is late.
const POSTS: &str = r#"{"id":"1","author_id":"Ann O'Hara","created_at":"2024-03-01T10:00:00Z","text":"see https://a.example/x #one @Bob_B"}
{"id":"2","author_id":"Bob_B","created_at":"2024-03-01T10:00:20Z","text":"https://a.example/x?utm_source=b #one"}
{"id":"3","author_id":"cy","created_at":"2024-03-01T10:01:00Z","text":"https://a.example/x"}
{"id":"4","author_id":"dee","created_at":"2024-03-01T12:00:00Z","text":"https://a.example/x"}
{"id":"5","author_id":"Ann O'Hara","created_at":"2024-03-02T10:00:00Z","text":"https://b.example"}
{"id":"6","author_id":"Bob_B","created_at":"2024-03-02T10:00:00Z","text":"https://b.example"}
"#;

fn world(description: &str) -> InMemory {
    InMemory::default()
        .with("c/case.toml", "title = \"Test\"\n")
        .with("c/report.md", "Nothing.\n")
        .with("c/data/posts.toml", description)
        .with("c/data/posts.jsonl", POSTS)
        .with("c/secret.key", "a long and random secret")
}

fn study_on(case: &Case, threads: usize) -> (Vec<NetworkAnswer>, BTreeMap<String, Rows>) {
    let mut selections = BTreeMap::new();
    let threads = NonZeroUsize::new(threads).expect("a thread");
    let shared = shared_posts(case).expect("columns are equally long");
    let database = opened(Library::embedded(), case, &shared).expect("tables of griot");
    let answers = studies(&shared, &database, threads, &mut selections);
    (answers.expect("the queries are good"), selections)
}

fn study(case: &Case) -> (Vec<NetworkAnswer>, BTreeMap<String, Rows>) {
    study_on(case, 2)
}

/// Everything pages are made of, drawings included.
#[test]
fn threads_change_nothing() {
    let case = coordinated();
    let (one, two) = (study_on(&case, 1), study_on(&case, 2));
    // Not assert_eq: thousands of rows would be printed.
    assert!(one == two);
}

#[test]
fn posts_are_two_tables() {
    let case = Case::open(&world(DESCRIPTION), "c").expect("the case opens");
    let shared = shared_posts(&case).expect("columns are equally long");
    let database = opened(Library::embedded(), &case, &shared).expect("tables of griot");
    let rows = database
        .rows("select id, account, time, hashtags, \"row\" from posts order by id limit 2")
        .expect("a table of posts");
    assert_eq!(rows.rows[0][1..3], ["Ann O'Hara", "2024-03-01T10:00:00Z"]);
    let rows = database
        .rows("select layer, object, account, post from posts_shares order by layer, post")
        .expect("a table of shares");
    assert_eq!(rows.rows.len(), 8);
    assert_eq!(rows.rows[0], ["hashtag", "one", "Ann O'Hara", "1"]);
    assert_eq!(rows.rows[2][1], "a.example/x");
    assert_eq!(case.posts[0].description.disclosure, Disclosure::Open);
    assert_eq!(case.posts[0].description.rows, 6);
}

#[test]
fn an_edge_opens_its_posts() {
    let case = Case::open(&world(DESCRIPTION), "c").expect("the case opens");
    let (answers, selections) = study(&case);
    let [answer] = answers.as_slice() else { panic!("one network") };
    assert_eq!((answer.edges_found, answer.accounts, answer.joined), (4, 4, 3));
    let edge = answer
        .edges
        .iter()
        .find(|edge| edge.layer == "url" && edge.pairs == 2)
        .expect("Ann and Bob share two links");
    assert_eq!(edge.sides[0].account, "Ann O'Hara");
    assert_eq!((edge.sides[0].first, edge.sides[1].first, edge.simultaneous), (1, 0, 1));
    assert_eq!(edge.also.len(), 1, "they share a hashtag, too");
    assert!(edge.also[0].1.is_some());
    let rows = &selections[&edge.selection.query];
    let delays: Vec<&str> = rows.rows.iter().map(|row| row[5].as_str()).collect();
    assert_eq!(delays, ["20000", "0"]);
    assert_eq!(edge.objects, [("a.example/x".to_owned(), 4), ("b.example".to_owned(), 2)]);
    for edge in &answer.edges {
        assert_eq!(edge.selection.rows, edge.pairs, "{}", edge.id);
    }
    let community = answer.groups.iter().find(|group| group.layer.is_none()).expect("three");
    assert_eq!(community.members.len(), 3);
    assert_eq!(community.delays.iter().map(|bin| bin.pairs).sum::<u64>(), 5);
    assert_eq!(community.hours[10], 5);
}

#[test]
fn under_pseudonyms_no_name_is_anywhere() {
    let with_key = format!("pseudonyms = \"secret.key\"\n{DESCRIPTION}");
    let case = Case::open(&world(&with_key), "c").expect("the case opens");
    let (answers, selections) = study(&case);
    let everything = format!("{:?}{answers:?}{selections:?}", case.posts);
    for name in ["Ann", "O'Hara", "Bob_B"] {
        assert!(!everything.contains(name), "{name}");
    }
    assert_eq!(answers[0].edges_found, 4, "the network is the same");
    let other = world(&with_key).with("c/secret.key", "another secret");
    let other = Case::open(&other, "c").expect("the case opens");
    assert_ne!(other.posts[0].posts[0].account, case.posts[0].posts[0].account);
}

#[test]
fn without_its_key_the_table_is_not_read() {
    for (key, why) in [("other.key", "cannot be read"), ("../k", "outside"), ("", "")] {
        let description = format!("pseudonyms = \"{key}\"\n{DESCRIPTION}");
        let case = Case::open(&world(&description), "c").expect("the case opens");
        assert!(case.posts.is_empty(), "{key}");
        let error = case.diagnostics.iter().find(|seen| seen.severity == Severity::Error);
        let error = &error.expect("it is said").message;
        assert!(error.contains("not read without it") && error.contains(why), "{error}");
    }
}

#[test]
fn a_wrong_setting_is_said() {
    for (from, to, said) in [
        ("\"60s\"", "\"sixty\"", "no length of time"),
        ("\"url\"", "\"urls\"", "did you mean url"),
        ("level = 0.05", "level = 5", "between 0 and 1"),
        ("apart = \"1h\"", "apart = \"0s\"", "longer than nothing"),
        ("seed = 3", "sead = 3", "sead"),
        ("min = 1", "", "min"),
    ] {
        let description = DESCRIPTION.replace(from, to);
        let case = Case::open(&world(&description), "c").expect("the case opens");
        assert!(case.posts.is_empty(), "{to}");
        let messages: Vec<&str> =
            case.diagnostics.iter().map(|seen| seen.message.as_str()).collect();
        assert!(messages.iter().any(|message| message.contains(said)), "{to}: {messages:?}");
    }
}

#[test]
fn what_is_not_said_to_be_open_is_private() {
    let description = DESCRIPTION.replace("disclosure = \"open\"\n", "");
    let case = Case::open(&world(&description), "c").expect("the case opens");
    assert_eq!(case.posts[0].description.disclosure, Disclosure::Private);
}

fn coordinated() -> Case {
    Case::open(&Repository, "cases/coordinated").expect("the case of the repository opens")
}

/// Every number of the golden case opens its rows, the report says
/// what they are.
#[test]
fn the_golden_case_says_what_its_rows_say() {
    let case = coordinated();
    assert_eq!(case.diagnostics.len(), 0, "{:?}", case.diagnostics);
    let (answers, selections) = study(&case);
    let [answer] = answers.as_slice() else { panic!("one network") };
    let shared = shared_posts(&case).expect("columns are equally long");
    let database = opened(Library::embedded(), &case, &shared).expect("tables of griot");
    let evidence = answer.edges.iter().map(|edge| &edge.selection);
    for evidence in evidence.chain(answer.groups.iter().map(|group| &group.selection)) {
        let rows = database.finding_rows(&evidence.query).expect("the query is good");
        assert_eq!(digest(&rows), evidence.digest, "{}", evidence.query);
        assert!(rows == selections[&evidence.query]);
    }
    for edge in &answer.edges {
        assert_eq!(edge.selection.rows, edge.pairs, "SQL and kernel count {} alike", edge.id);
    }
    for group in answer.groups.iter().filter(|group| group.holds == Some(true)) {
        assert!(group.selection.rows >= group.members.len() as u64, "{}", group.id);
        assert_eq!(group.members.iter().map(|m| m.posts).sum::<u64>(), group.selection.rows);
    }
    let report = String::from_utf8(case.report.clone()).expect("text");
    let report = report.replace('\n', " ");
    let said = [
        format!(
            "{} retweets by {} accounts",
            thousands(answer.posts),
            thousands(answer.accounts)
        ),
        format!("joins {} pairs", thousands(answer.edges_found)),
        format!("{} groups of four to ten accounts", answer.groups_holding),
    ];
    for said in said {
        assert!(report.contains(&said), "the report does not say {said:?}");
    }
    // What the report says of groups, it says of groups of four to ten accounts.
    let sizes = answer.groups.iter().filter(|group| group.holds == Some(true));
    assert!(sizes.map(|group| group.members.len()).all(|size| (4..=10).contains(&size)));
}

#[test]
fn findings_are_the_same_again() {
    let case = coordinated();
    let one = found(&case);
    let ids: Vec<&str> = one.iter().map(|it| it.finding.id.as_str()).collect();
    assert_eq!(ids, ["network-shared-tweets", "network-groups-shared-tweets"]);
    for found in &one {
        assert_eq!(found.finding.part, Part::Method);
        assert_eq!(found.finding.selection.digest, digest(&found.rows));
        assert!(!found.finding.title.contains("bot"));
    }
    assert!(one == found(&case), "the same again");
}

fn thousands(number: u64) -> String {
    if number < 1000 {
        number.to_string()
    } else {
        format!("{},{:03}", number / 1000, number % 1000)
    }
}
