//! What `griot search` found in a case, and where it stands.

use askama::Template;
use serde::Deserialize;

use super::frame::{Frame, drawn};
use crate::{
    asked::encoded,
    draft::{Piece, cut},
};

/// What `griot search --format json` answers, as far as it is shown.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Found {
    searched: Searched,
    passages: u64,
    texts: u64,
    hits: Vec<Hit>,
    hits_apart: Vec<Hit>,
}

#[derive(Debug, Default, Deserialize)]
struct Searched {
    texts: u64,
    cited: u64,
    unread: Vec<Unread>,
}

#[derive(Debug, Deserialize)]
struct Unread {
    file: String,
    why: String,
}

#[derive(Debug, Deserialize)]
struct Hit {
    kind: String,
    ids: Vec<String>,
    title: String,
    file: String,
    place: String,
    start: usize,
    text: String,
    marks: Vec<griot_model::Span>,
}

/// A passage as it is shown.
struct Row {
    href: String,
    name: String,
    about: String,
    pieces: Vec<Piece>,
}

#[derive(Template)]
#[template(path = "search.html")]
struct Page<'a> {
    f: &'a Frame,
    case: &'a str,
    asked: &'a str,
    why: &'a str,
    found: &'a Found,
    is_answered: bool,
    rows: Vec<Row>,
    apart: Vec<Row>,
}

/// The box for words, and what was found of them; nothing where nothing was asked yet.
pub(crate) fn search(
    f: &Frame,
    case: &str,
    asked: &str,
    found: Option<&Found>,
    why: &str,
) -> String {
    let none = Found::default();
    let shown = found.unwrap_or(&none);
    let rows = |hits: &[Hit]| hits.iter().map(|hit| row(hit, asked)).collect();
    drawn(&Page {
        f,
        case,
        asked,
        why,
        found: shown,
        is_answered: found.is_some(),
        rows: rows(&shown.hits),
        apart: rows(&shown.hits_apart),
    })
}

fn row(hit: &Hit, asked: &str) -> Row {
    let first = hit.ids.first().map_or("", String::as_str);
    let (href, name) = match hit.kind.as_str() {
        "source" => (
            format!("source/{}?q={}&at={}#passage", encoded(first), encoded(asked), hit.start),
            if hit.title.is_empty() { first.to_owned() } else { hit.title.clone() },
        ),
        "statement" => (format!("table/statements.csv?q={}", encoded(first)), first.to_owned()),
        _ => ("draft".to_owned(), hit.file.clone()),
    };
    let about = match hit.kind.as_str() {
        "source" => format!("{}, {}", hit.ids.join(", "), hit.place),
        _ => format!("{}, {}", hit.file, hit.place),
    };
    let marks: Vec<_> = hit.marks.iter().map(|mark| (*mark, "p found")).collect();
    Row { href, name, about, pieces: cut(&hit.text, &marks) }
}
