//! Do graph tools get what their formats promise?

use std::collections::{BTreeMap, BTreeSet};

use griot_analysis::network::{answer::answer, gather::Repeats, graph};
use griot_table::posts::ObjectKind;
use quick_xml::{Reader, escape::unescape, events::Event};

use super::{gathered, question};

/// Two rings in one layer, one pair also in another, with names that are no XML.
const POSTS: &str = "[
{\"id\":\"1\",\"author_id\":\"<a>&\\\"'\",\"created_at\":\"2024-03-01T10:00:00Z\",\"text\":\"https://a.example #x\"},
{\"id\":\"2\",\"author_id\":\"b\\u0001\\u202e\",\"created_at\":\"2024-03-01T10:00:09Z\",\"text\":\"https://a.example #x\"},
{\"id\":\"3\",\"author_id\":\"c\",\"created_at\":\"2024-03-01T10:00:10Z\",\"text\":\"https://a.example\"},
{\"id\":\"4\",\"author_id\":\"d\",\"created_at\":\"2024-03-05T10:00:00Z\",\"text\":\"https://b.example\"},
{\"id\":\"5\",\"author_id\":\"e\",\"created_at\":\"2024-03-05T10:00:00Z\",\"text\":\"https://b.example\"}]";

/// An element with its attributes, and the path of elements it stands in.
type Element = (String, BTreeMap<String, String>);

fn elements(xml: &str) -> Vec<Element> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = true;
    let mut path: Vec<String> = Vec::new();
    let mut found = Vec::new();
    loop {
        let event = reader.read_event().expect("XML");
        let (Event::Start(tag) | Event::Empty(tag)) = &event else {
            match event {
                Event::End(_) => {
                    path.pop();
                }
                Event::Eof => break,
                _ => {}
            }
            continue;
        };
        let name = tag.name().as_ref().to_owned();
        path.push(name);
        let attributes = tag.attributes().map(|attribute| {
            let attribute = attribute.expect("an attribute");
            let key = attribute.key.as_ref().to_owned();
            (key, unescape(&attribute.value).expect("no entities of its own").into_owned())
        });
        found.push((path.join("/"), attributes.collect()));
        if matches!(event, Event::Empty(_)) {
            path.pop();
        }
    }
    assert!(path.is_empty(), "{path:?} is not closed");
    found
}

fn of<'e>(elements: &'e [Element], path: &str) -> Vec<&'e BTreeMap<String, String>> {
    elements.iter().filter(|element| element.0 == path).map(|element| &element.1).collect()
}

fn network() -> griot_analysis::network::answer::Network {
    let kinds = [ObjectKind::Url, ObjectKind::Hashtag];
    let (gathered, _) = gathered(POSTS, &kinds, Repeats::Once);
    let question = griot_analysis::network::answer::Question { tested: true, ..question(60) };
    answer(gathered, question).expect("a network")
}

/// Elements, attributes and types of the GEXF 1.3 schema, as far as griot writes them.
#[test]
fn gexf_has_positions_weights_and_dates() {
    let xml = graph::gexf(&network());
    let elements = elements(&xml);
    let allowed: BTreeMap<&str, &[&str]> = BTreeMap::from([
        ("gexf", &["xmlns", "xmlns:viz", "version"][..]),
        ("gexf/meta", &[]),
        ("gexf/meta/creator", &[]),
        ("gexf/meta/description", &[]),
        ("gexf/graph", &["defaultedgetype", "mode", "timeformat"]),
        ("gexf/graph/attributes", &["class", "mode"]),
        ("gexf/graph/attributes/attribute", &["id", "title", "type"]),
        ("gexf/graph/nodes", &[]),
        ("gexf/graph/nodes/node", &["id", "label"]),
        ("gexf/graph/nodes/node/attvalues", &[]),
        ("gexf/graph/nodes/node/attvalues/attvalue", &["for", "value"]),
        ("gexf/graph/nodes/node/viz:color", &["r", "g", "b"]),
        ("gexf/graph/nodes/node/viz:position", &["x", "y", "z"]),
        ("gexf/graph/nodes/node/viz:size", &["value"]),
        ("gexf/graph/edges", &[]),
        (
            "gexf/graph/edges/edge",
            &["id", "source", "target", "kind", "weight", "start", "end"],
        ),
        ("gexf/graph/edges/edge/attvalues", &[]),
        ("gexf/graph/edges/edge/attvalues/attvalue", &["for", "value"]),
    ]);
    for (path, attributes) in &elements {
        let known = allowed.get(path.as_str()).unwrap_or_else(|| panic!("{path} is not GEXF"));
        for key in attributes.keys() {
            assert!(known.contains(&key.as_str()), "{path} has {key}");
        }
    }
    let nodes = of(&elements, "gexf/graph/nodes/node");
    let ids: BTreeSet<&str> = nodes.iter().map(|node| node["id"].as_str()).collect();
    assert_eq!((nodes.len(), ids.len()), (5, 5));
    assert!(nodes.iter().any(|node| node["label"] == "<a>&\"'"), "{nodes:?}");
    assert!(!xml.contains('\u{1}'));
    let places: BTreeSet<[&str; 2]> = of(&elements, "gexf/graph/nodes/node/viz:position")
        .iter()
        .map(|at| [at["x"].as_str(), at["y"].as_str()])
        .collect();
    assert_eq!(places.len(), 5, "each account has a place of its own");
    for number in places.iter().flatten() {
        assert!(number.parse::<f64>().is_ok_and(f64::is_finite), "{number}");
    }
    let edges = of(&elements, "gexf/graph/edges/edge");
    assert_eq!(edges.len(), 5);
    let mut parallel = BTreeSet::new();
    for edge in &edges {
        assert!(ids.contains(edge["source"].as_str()) && ids.contains(edge["target"].as_str()));
        assert!(edge["weight"].parse::<f64>().is_ok_and(|weight| weight >= 1.0));
        for date in [&edge["start"], &edge["end"]] {
            assert!(date.parse::<jiff::civil::Date>().is_ok(), "{date}");
        }
        assert!(edge["start"] <= edge["end"]);
        assert!(parallel.insert([&edge["source"], &edge["target"], &edge["kind"]]));
    }
    let declared: BTreeSet<&str> = of(&elements, "gexf/graph/attributes/attribute")
        .iter()
        .map(|attribute| attribute["id"].as_str())
        .collect();
    for path in ["nodes/node", "edges/edge"] {
        for value in of(&elements, &format!("gexf/graph/{path}/attvalues/attvalue")) {
            assert!(declared.contains(value["for"].as_str()), "{}", value["for"]);
        }
    }
}

#[test]
fn graphml_declares_what_it_has() {
    let xml = graph::graphml(&network());
    let elements = elements(&xml);
    let keys: BTreeSet<[&str; 2]> = of(&elements, "graphml/key")
        .iter()
        .map(|key| [key["for"].as_str(), key["id"].as_str()])
        .collect();
    for (path, class) in
        [("graphml/graph/node/data", "node"), ("graphml/graph/edge/data", "edge")]
    {
        let data = of(&elements, path);
        assert!(!data.is_empty());
        for one in data {
            assert!(keys.contains(&[class, one["key"].as_str()]), "{class} {}", one["key"]);
        }
    }
    assert_eq!(of(&elements, "graphml/graph/node").len(), 5);
    assert_eq!(of(&elements, "graphml/graph/edge").len(), 5);
}
