use griot_analysis::network::{
    NetworkTable,
    answer::{Question, answer, answer_with},
    gather::{Gathering, Repeats},
    graph, identifiers,
    likeness::Likely,
    rows::Table,
    table,
};
use griot_table::posts::{ObjectKind, pseudonym::PseudonymKey};

use crate::suite::as_parquet;

use super::{csv, edges, gathered, line, question};

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

/// Of three accounts that share one thing, three are listed, and its comma divides nothing. A published
/// tool lists two accounts and two things.
#[test]
fn a_group_has_all_its_members_and_objects() {
    let text = "object_id,account_id,content_id,timestamp_share\n\
                \"http://x/a,b\",A,1,10\n\"http://x/a,b\",B,2,12\n\"http://x/a,b\",C,3,13\n";
    let (gathered, _) = gathered(text, &[ObjectKind::Object], Repeats::Once);
    let network = answer(gathered, question(10)).unwrap();
    let group = &network.communities[0];
    assert_eq!((group.members.as_slice(), group.objects.len()), (&[0, 1, 2][..], 1));
    let mut out = Vec::new();
    table::write_csv(Table::Groups, &network, &mut out).unwrap();
    let out = String::from_utf8(out).unwrap();
    assert!(out.contains("0,community,,3,A | B | C,3,1,\"http://x/a,b\","), "{out}");
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
    assert_eq!(dropped["rows with a post and object that came before"], 2);
    assert_eq!(dropped["posts without an object of this kind"], 1);
    assert_eq!(dropped["rows of a post that is its own object"], 1);
    let network = answer(once, question(10)).unwrap();
    assert_eq!(network.edges[0].evidence.pairs, 1);
    let (every, _) = gathered(text, &[ObjectKind::Object], Repeats::Every);
    assert_eq!(answer(every, question(10)).unwrap().edges[0].evidence.pairs, 4);
}

/// What came again is said: by its id, with another time, of another account.
#[test]
fn posts_that_come_again_are_reported() {
    let text = toolkit(
        "1,A,a,,,hello there,100,\n1,A,a,,,hello there,100,\n1,A,a,,,hello there,103,\n\
         2,B,b,,,hello there,105,\n2,C,c,,,hello there,105,\n",
    );
    let (gathered, _) = gathered(&text, &[ObjectKind::Text], Repeats::Once);
    let again = &gathered.again;
    assert_eq!((again.posts, again.at_another_time, again.of_another_account), (3, 1, 1));
    assert_eq!(again.example, "2");
    assert_eq!(gathered.layers[0].shares.time(), [100_000_000, 105_000_000, 105_000_000]);
}

/// Ten words, one of them another: 9 of 11 in common. Chains of likeness are no likeness.
#[test]
fn nearly_the_same_text() {
    let words = "one two three four five six seven eight nine ten";
    let text = toolkit(&format!(
        "1,A,a,,,{words},100,\n2,B,b,,,{words} eleven,120,\n3,C,c,,,{words} eleven twelve,130,\n\
         4,D,d,,,\"{}\",140,\n5,E,e,,,@x {words},4000,\n6,F,f,,,too few words,100,\n7,G,g,,,too few words,100,\n",
        words.to_uppercase()
    ));
    let kinds = [ObjectKind::NearText];
    assert_eq!(
        edges(&text, &kinds, 60),
        ["A-B near-text 1", "A-D near-text 1", "B-C near-text 1", "B-D near-text 1"]
    );
    let (gathered, _) = gathered(&text, &kinds, Repeats::Once);
    let layer = &gathered.layers[0];
    assert_eq!(layer.dropped["posts with fewer than five different words of their own"], 2);
    assert!(layer.likeness.as_ref().unwrap().in_words().contains("0.9"));
    let network = answer(gathered, question(60)).unwrap();
    assert_eq!(network.object(0, network.edges[0].evidence.objects[0]), words);
}

/// Ten bits that differ are too many for a distance of nine.
#[test]
fn pictures_by_bits_that_differ() {
    let posts = |hash: &str| {
        format!(
            r#"{{"id":"p{hash}","author_id":"a{hash}","created_at":"2021-06-16T21:44:51Z","text":"x","attachments":{{"media_keys":["{hash}"]}}}}"#
        )
    };
    let text = ["00000000000000ff", "00000000000000fe", "00000000000003ff", "3_99"].map(posts);
    let likely = |hamming| Likely { hamming, ..Likely::USUAL };
    let count = |hamming| {
        let kinds = [ObjectKind::Media];
        let mut gathering = Gathering::with_likeness(&kinds, None, likely(hamming));
        let text = text.join("\n");
        griot_table::posts::read("p", text.as_bytes(), None, &mut |post| {
            gathering.take(&post);
        })
        .unwrap();
        let network = answer(gathering.finish(Repeats::Once).unwrap(), question(60)).unwrap();
        network.edges.len()
    };
    assert_eq!([None, Some(0), Some(1), Some(2), Some(3)].map(count), [0, 0, 1, 2, 3]);
}

/// One telephone number is enough, at no time, however it is written.
#[test]
fn what_accounts_are_known_by() {
    let mut gathering = Gathering::new(&[ObjectKind::Identifier], None);
    let table = "account,telephone,admin_country\nA,+223 20 22 50 92,ML\n\
                 B,+223-2022-5092,RU\nC,,ML | FR\nD,,\n,1,\n";
    let diagnostics = identifiers::read("known.csv", table.as_bytes(), &mut gathering).unwrap();
    assert_eq!(diagnostics.len(), 2);
    let long =
        "account_id,kind,identifier\nE,telephone,22320225092\nE,email,a@b.c\nF,email,A@B.C\n";
    identifiers::read("long.csv", long.as_bytes(), &mut gathering).unwrap();
    assert!(identifiers::read("x", &b"who,phone\na,1\n"[..], &mut gathering).is_err());
    let network = answer(
        gathering.finish(Repeats::Once).unwrap(),
        Question { min_participation: 2, ..question(0) },
    )
    .unwrap();
    let lines: Vec<String> = network.edges.iter().map(|e| line(&network, e)).collect();
    assert_eq!(lines, ["A-B identifier 1", "A-C identifier 1", "E-F identifier 1"]);
    let mut out = Vec::new();
    table::write_csv(Table::Edges, &network, &mut out).unwrap();
    let out = String::from_utf8(out).unwrap();
    assert!(out.contains("A,B,1,,identifier,1,"), "no delay where there is no time: {out}");
}

/// Layers beside each other, each by its name.
#[test]
fn pairs_say_what_each_layer_says() {
    let text = toolkit(
        "1,A,a,,,Read this #Now,100,http://e.org/p\n2,B,b,,,Read this #Now,101,http://e.org/p\n\
         3,A,a,,,other,200,http://e.org/q\n4,B,b,,,another,201,http://e.org/q\n",
    );
    let kinds = [ObjectKind::Url, ObjectKind::Text];
    let (gathered, _) = gathered(&text, &kinds, Repeats::Once);
    let network = answer(gathered, question(10)).unwrap();
    let mut out = Vec::new();
    table::write_csv(Table::Pairs, &network, &mut out).unwrap();
    let out = String::from_utf8(out).unwrap();
    let row = out.lines().nth(1).unwrap();
    assert!(
        row.starts_with("A,B,2,\"url: 2 pairs, 2 objects; text: 1 pairs, 1 objects\",3,3,"),
        "{row}"
    );
    let mut out = Vec::new();
    table::write_csv(Table::Evidence, &network, &mut out).unwrap();
    let out = String::from_utf8(out).unwrap();
    assert_eq!(
        out.lines().nth(1).unwrap(),
        "A,B,url,e.org/p,e.org/p,1,2,1970-01-01T00:01:40Z,1970-01-01T00:01:41Z,1"
    );
    assert_eq!(out.lines().count(), 4);
}

/// Of more edges than asked for, the strongest stay, and their number is known.
#[test]
fn the_strongest_edges_stay() {
    let (gathered, _) = gathered(&ring(), &[ObjectKind::Object], Repeats::Once);
    let network = answer_with(gathered, question(60), 3).unwrap();
    assert_eq!(network.edges.len(), 3);
    assert!(network.edges.iter().all(|edge| edge.evidence.pairs == 8));
    assert_eq!(network.all_edges, [10]);
}

/// Threads and batches read what one thread reads, in the same order.
#[test]
fn many_threads_read_the_same() {
    let mut text = toolkit("");
    for post in 0..20_000_u64 {
        let (account, object) = (post * 7919 % 311, post * 104_729 % 1_009);
        let time = if post % 977 == 0 { "soon".to_owned() } else { post.to_string() };
        text += &format!(
            "{post},u{account},n,,,\"text {object}, #t{object}\",{time},http://e.org/{object}\n"
        );
    }
    let kinds = [ObjectKind::Url, ObjectKind::Hashtag, ObjectKind::Text];
    let read = |threads| {
        let mut gathering = Gathering::new(&kinds, None);
        let threads = std::num::NonZeroUsize::new(threads).unwrap();
        let import = gathering.read("posts", text.as_bytes(), None, threads).unwrap();
        let network = answer(gathering.finish(Repeats::Once).unwrap(), question(30)).unwrap();
        (csv(&network), format!("{import:?}"))
    };
    let (network, import) = read(1);
    assert!(import.contains("16 more rows: not a time"), "{import}");
    assert_eq!(read(2), (network.clone(), import.clone()));
    assert_eq!(read(5), (network, import));
}

#[test]
fn parquet_says_what_csv_says() {
    let (gathered, _) = gathered(&ring(), &[ObjectKind::Object], Repeats::Once);
    let network = answer(gathered, Question { tested: true, ..question(60) }).unwrap();
    for table in [Table::Edges, Table::Groups, Table::Nodes, Table::Shares] {
        let database = as_parquet(&NetworkTable { table, network: &network }, "t");
        let rows = database.rows("SELECT COUNT(*) FROM t").unwrap();
        let mut csv = Vec::new();
        table::write_csv(table, &network, &mut csv).unwrap();
        let lines = String::from_utf8(csv).unwrap().lines().count() - 1;
        assert_eq!(rows.rows[0][0], lines.to_string(), "{table:?}");
    }
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
    let text = "object_id,account_id,content_id,timestamp_share\no,zoe,p1,10\no,adam,p2,12\n";
    let mut gathering =
        Gathering::new(&[ObjectKind::Object], Some(PseudonymKey::new("secret")));
    griot_table::posts::read("posts", text.as_bytes(), None, &mut |post| {
        gathering.take(&post);
    })
    .unwrap();
    let network = answer(gathering.finish(Repeats::Once).unwrap(), question(10)).unwrap();
    assert_eq!(network.edges.len(), 1);
    let written = table::json(&network).to_string() + &graph::gexf(&network);
    let written = written + &csv(&network);
    assert!(!written.contains("zoe") && !written.contains("adam"));
    assert!(!written.contains(",p1,"), "the id of a post leads to its account");
}

/// Five accounts that share eight objects within seconds, among 600 shares by lot.
fn ring() -> String {
    let mut rows = vec!["object_id,account_id,content_id,timestamp_share".to_owned()];
    for object in 0..8 {
        for account in 0..5 {
            let time = object * 100_000 + (account + 2 * object) % 5;
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
    let network = answer(gathered, Question { tested: true, ..question(60) }).unwrap();
    let holding: Vec<_> =
        network.edges.iter().filter(|edge| edge.holds == Some(true)).collect();
    assert_eq!(holding.len(), 10);
    assert!(holding.iter().all(|edge| network.account(edge.a).starts_with('r')));
    assert_eq!(network.groups[0].members.len(), 5);
    assert_eq!(network.groups[0].objects.len(), 8);
    let group = network.groups[0].tested.as_ref().unwrap();
    assert!(group.holds && group.says == "holds" && group.occasions == 8, "{group:?}");
    assert!(holding.iter().all(|edge| {
        edge.validated.is_some_and(|pair| pair.p_adjusted <= 0.05 && pair.observed > 1)
    }));
    assert_eq!(network.tests, [Some(88)]);
    let json = table::json(&network);
    assert!(json["null"].as_str().unwrap().contains("activity"));
    assert!(json["cannot_tell"].as_array().is_some_and(|said| said.len() > 3));
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
            answer(gathered, Question { tested: true, threads, ..question(600) }).unwrap();
        csv(&network) + &table::json(&network).to_string()
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
