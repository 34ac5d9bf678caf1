use griot_engine::network::{
    ObjectKind,
    answer::{Question, answer},
    gather::{Gathering, Repeats},
    graph,
    pseudonym::PseudonymKey,
    table,
};

use super::{edges, gathered, question};

const TOOLKIT: &str = "message_id,user_id,username,repost_id,reply_id,message,timestamp,urls\n";

fn toolkit(rows: &str) -> String {
    format!("{TOOLKIT}{rows}")
}

/// Rows without a link do not share one, and posts that only mention somebody do not say the same.
#[test]
fn empty_links_and_texts_join_nothing() {
    let text = toolkit(
        "1,A,a,,,hello there,100,\n2,B,b,,,completely different,105,\n\
         3,C,c,,,@x,106,http://u.org/1\n4,D,d,,,@y,107,http://u.org/1\n",
    );
    assert_eq!(edges(&text, &[ObjectKind::Url], 60), ["C-D url 1"]);
    assert_eq!(edges(&text, &[ObjectKind::Text], 60), Vec::<String>::new());
}

/// A comma in a link is part of it, and two posts of one account make no edge.
#[test]
fn an_object_is_one_whatever_it_is_called() {
    let text = "object_id,account_id,content_id,timestamp_share\n\
                \"http://x/a,b\",A,1,10\n\"http://x/a,b\",B,2,12\n\"http://x/a,b\",A,3,13\n";
    let (gathered, _) = gathered(text, &[ObjectKind::Object], Repeats::Once);
    let network = answer(gathered, question(10)).unwrap();
    assert_eq!(network.edges.len(), 1);
    assert_eq!(network.edges[0].evidence.pairs, 2);
    assert_eq!(network.gathered.layers[0].objects.name(0), "http://x/a,b");
}

/// Each layer says what it saw; none swallows another.
#[test]
fn layers_stay_apart() {
    let text = toolkit(
        "1,A,a,,,Read this #Now,100,https://www.example.org/p?utm_source=a\n\
         2,B,b,,,read  this #now,101,http://example.org/p/\n3,C,c,9,,RT,102,\n4,D,d,9,,RT,103,\n",
    );
    let kinds = [ObjectKind::Url, ObjectKind::Hashtag, ObjectKind::Text, ObjectKind::Repost];
    assert_eq!(
        edges(&text, &kinds, 60),
        ["A-B url 1", "A-B hashtag 1", "A-B text 1", "C-D repost 1"]
    );
}

#[test]
fn overlapping_exports_count_once() {
    let text = "object_id,account_id,content_id,timestamp_share\n\
                o,A,1,10\no,A,1,10\no,B,2,12\no,B,2,12\n,C,3,12\n3,C,3,12\n";
    let (once, _) = gathered(text, &[ObjectKind::Object], Repeats::Once);
    let dropped = &once.layers[0].dropped;
    assert_eq!(dropped["rows that repeat a post and its object"], 2);
    assert_eq!(dropped["posts without an object of this kind"], 1);
    assert_eq!(dropped["rows that share their own post"], 1);
    let network = answer(once, question(10)).unwrap();
    assert_eq!(network.edges[0].evidence.pairs, 1);
    let (every, _) = gathered(text, &[ObjectKind::Object], Repeats::Every);
    assert_eq!(answer(every, question(10)).unwrap().edges[0].evidence.pairs, 4);
}

#[test]
fn accounts_are_in_the_order_of_their_names() {
    let text = "object_id,account_id,content_id,timestamp_share\n\
                o,zoe,1,10\no,Adam,2,12\no,émile,3,13\n";
    assert_eq!(
        edges(text, &[ObjectKind::Object], 10),
        ["Adam-zoe object 1", "Adam-émile object 1", "zoe-émile object 1"]
    );
}

/// Nobody without the key finds a name; the network stays the same.
#[test]
fn pseudonyms_hide_names_and_nothing_else() {
    let text = "object_id,account_id,content_id,timestamp_share\no,zoe,1,10\no,adam,2,12\n";
    let mut gathering =
        Gathering::new(&[ObjectKind::Object], Some(PseudonymKey::new("secret")));
    griot_engine::table::posts::read("posts", text.as_bytes(), None, &mut |post| {
        gathering.take(&post);
    })
    .unwrap();
    let network = answer(gathering.finish(Repeats::Once).unwrap(), question(10)).unwrap();
    assert_eq!(network.edges.len(), 1);
    let written = table::json(&network).to_string() + &graph::gexf(&network);
    assert!(!written.contains("zoe") && !written.contains("adam"));
}

/// Five accounts that share eight objects within seconds, among 600 shares by lot.
fn ring() -> String {
    let mut rows = vec!["object_id,account_id,content_id,timestamp_share".to_owned()];
    for object in 0..8 {
        for account in 0..5 {
            let time = object * 100_000 + account;
            rows.push(format!("ring{object},r{account},r{object}.{account},{time}"));
        }
    }
    for post in 0..600_u64 {
        let (object, account) = (post * 7919 % 97, post * 104_729 % 83);
        rows.push(format!("o{object},a{account},p{post},{}", post * 1_301 % 800_000));
    }
    rows.join("\n")
}

/// A planted ring holds with all its edges, and says against which null.
#[test]
fn a_ring_holds() {
    let (gathered, _) = gathered(&ring(), &[ObjectKind::Object], Repeats::Once);
    let network = answer(gathered, Question { draws: 199, ..question(60) }).unwrap();
    let holding: Vec<_> =
        network.edges.iter().filter(|edge| edge.holds == Some(true)).collect();
    assert_eq!(holding.len(), 10);
    assert!(holding.iter().all(|edge| network.account(edge.a).starts_with('r')));
    assert_eq!(network.groups[0].members.len(), 5);
    assert_eq!(network.groups[0].objects.len(), 8);
    assert_eq!(network.tests, [Some(88 * 87 / 2)]);
    let json = table::json(&network);
    assert!(json["null"].as_str().unwrap().contains("chance"));
    let of_ring =
        json["edges"].as_array().unwrap().iter().find(|edge| edge["account_a"] == "r0");
    assert_eq!(of_ring.unwrap()["object_names"].as_array().map(Vec::len), Some(8));
}

#[test]
fn threads_change_no_byte() {
    let written = |threads| {
        let (gathered, _) = gathered(&ring(), &[ObjectKind::Object], Repeats::Once);
        let threads = std::num::NonZeroUsize::new(threads).unwrap();
        let network =
            answer(gathered, Question { draws: 20, threads, ..question(600) }).unwrap();
        table::csv(&table::edges(&network)) + &table::json(&network).to_string()
    };
    assert_eq!(written(1), written(2));
    assert_eq!(written(1), written(8));
}

/// Both open in an XML reader whatever an account is called.
#[test]
fn graph_files_are_xml() {
    let text = "object_id,account_id,content_id,timestamp_share\n\
                o,<a>&\"b\",1,10\no,c\u{1},2,12\n";
    let (gathered, _) = gathered(text, &[ObjectKind::Object], Repeats::Once);
    let network = answer(gathered, question(10)).unwrap();
    for xml in [graph::gexf(&network), graph::graphml(&network)] {
        assert!(xml.contains("&lt;a&gt;&amp;&quot;b&quot;"));
        assert!(!xml.contains('\u{1}'));
        let opened = xml.matches("<node ").count();
        assert_eq!(
            (opened, xml.matches("</node>").count(), xml.matches("<edge ").count()),
            (2, 2, 1)
        );
    }
}
