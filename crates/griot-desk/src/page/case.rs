//! Pages of a case beside its draft: tables, sources, actors, timeline.

use std::collections::BTreeMap;

use askama::Template;
use griot_case::Case;
use griot_model::{Disclosure, Preservation};
use griot_text::search::Query;

use super::{
    draft::is_web,
    frame::{Frame, drawn},
};
use crate::{
    draft::{Draft, Held, Paragraph, Piece, Text, cut},
    sheet::Message,
};

/// A CSV file in the list of them.
#[derive(Debug)]
pub(crate) struct OneSheet {
    pub(crate) name: &'static str,
    pub(crate) about: &'static str,
    pub(crate) rows: usize,
    pub(crate) messages: usize,
}

#[derive(Template)]
#[template(path = "tables.html")]
struct Tables<'a> {
    f: &'a Frame,
    case: &'a str,
    folder: &'a str,
    sheets: &'a [OneSheet],
    data: &'a [String],
    others: &'a [Message],
}

/// The tables of a case, and what is said of the rest of it.
pub(crate) fn tables(
    f: &Frame,
    case: &str,
    folder: &str,
    sheets: &[OneSheet],
    data: &[String],
    others: &[Message],
) -> String {
    drawn(&Tables { f, case, folder, sheets, data, others })
}

struct SourceRow {
    id: String,
    title: String,
    publisher: String,
    url: String,
    is_held: bool,
    disclosure: &'static str,
    used: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "sources.html")]
struct Sources<'a> {
    f: &'a Frame,
    case: &'a str,
    held: usize,
    missing: usize,
    /// Whether one that is cited only has an address of the web.
    has_addresses: bool,
    only_missing: bool,
    rows: Vec<SourceRow>,
}

/// The sources of a case: held or not, and who leans on each.
pub(crate) fn sources(
    f: &Frame,
    id: &str,
    case: &Case,
    draft: Option<&Draft>,
    only_missing: bool,
) -> String {
    let mut used: BTreeMap<&str, Vec<(String, String)>> = BTreeMap::new();
    for sentence in draft.iter().flat_map(|draft| &draft.sentences) {
        for proof in &sentence.proofs {
            let link = (format!("draft?s={}#panel", sentence.id), sentence.id.clone());
            used.entry(proof.source.as_str()).or_default().push(link);
        }
    }
    let sheets = [
        ("actors.csv", case.actors.iter().map(|it| (&it.sources, it.name.as_str())).collect()),
        (
            "relations.csv",
            case.relations.iter().map(|it| (&it.sources, it.relation.as_str())).collect(),
        ),
        (
            "statements.csv",
            case.statements.iter().map(|it| (&it.sources, it.id.as_str())).collect(),
        ),
        (
            "intervals.csv",
            case.intervals.iter().map(|it| (&it.sources, it.role.as_str())).collect(),
        ),
        (
            "timeline.csv",
            case.timeline.iter().map(|it| (&it.sources, it.title.as_str())).collect(),
        ),
        (
            "flows.csv",
            case.flows.iter().map(|it| (&it.sources, it.what.as_str())).collect::<Vec<_>>(),
        ),
    ];
    for (file, rows) in &sheets {
        let rows: &Vec<(&Vec<String>, &str)> = rows;
        for (sources, label) in rows {
            for source in *sources {
                let link = (
                    format!("table/{file}?q={}", crate::asked::encoded(source)),
                    (*label).to_owned(),
                );
                used.entry(source.as_str()).or_default().push(link);
            }
        }
    }
    let is_held =
        |it: &griot_model::Source| matches!(it.preservation, Preservation::Preserved { .. });
    let held = case.sources.iter().filter(|it| is_held(it)).count();
    let rows = case
        .sources
        .iter()
        .filter(|it| !only_missing || !is_held(it))
        .map(|it| {
            let mut used = used.get(it.id.as_str()).cloned().unwrap_or_default();
            used.truncate(12);
            SourceRow {
                id: it.id.clone(),
                title: it.title.clone(),
                publisher: it.publisher.clone(),
                url: it.url.clone().unwrap_or_default(),
                is_held: is_held(it),
                disclosure: match it.disclosure {
                    Disclosure::Open => "open",
                    Disclosure::Aggregate => "aggregate",
                    Disclosure::Private => "private",
                },
                used,
            }
        })
        .collect();
    let missing = case.sources.len() - held;
    let has_addresses = case.sources.iter().any(|it| {
        it.preservation == Preservation::Cited && it.url.as_deref().is_some_and(is_web)
    });
    drawn(&Sources { f, case: id, held, missing, has_addresses, only_missing, rows })
}

#[derive(Template)]
#[template(path = "source.html")]
struct SourcePage<'a> {
    f: &'a Frame,
    case: &'a str,
    id: &'a str,
    title: &'a str,
    publisher: &'a str,
    url: &'a str,
    is_web: bool,
    file: &'a str,
    sha256: &'a str,
    why: &'a str,
    asked: &'a str,
    paragraphs: Vec<Marked<'a>>,
    other: Vec<Marked<'a>>,
}

/// A paragraph of a source with the words that were looked for.
struct Marked<'a> {
    place: &'a str,
    pieces: Vec<Piece>,
    /// The one to which somebody was led.
    is_passage: bool,
}

/// What led to a source: the words that were looked for, and the byte of its text at which a passage has them.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Led<'a> {
    pub(crate) asked: &'a str,
    pub(crate) at: Option<usize>,
}

/// One source, its text as text.
pub(crate) fn source(
    f: &Frame,
    case: &str,
    held: &Held,
    sha256: &str,
    text: Result<&Text, &str>,
    led: Led<'_>,
) -> String {
    let Held { source, file } = held;
    let query = Query::read(led.asked).ok();
    let mut paragraphs = marked(text.map_or(&[][..], Text::paragraphs), query.as_ref(), led.at);
    let mut other = marked(text.map_or(&[][..], Text::other), query.as_ref(), led.at);
    // One place to jump to.
    let mut is_first = true;
    for one in paragraphs.iter_mut().chain(&mut other).filter(|it| it.is_passage) {
        one.is_passage = std::mem::take(&mut is_first);
    }
    let url = source.url.as_deref().unwrap_or_default();
    drawn(&SourcePage {
        f,
        case,
        id: &source.id,
        title: &source.title,
        publisher: &source.publisher,
        url,
        is_web: is_web(url),
        file: file.as_deref().unwrap_or_default(),
        sha256,
        why: text.err().unwrap_or_default(),
        asked: led.asked,
        paragraphs,
        other,
    })
}

/// Paragraphs with the words that are looked for.
fn marked<'t>(
    paragraphs: &'t [Paragraph],
    query: Option<&Query>,
    at: Option<usize>,
) -> Vec<Marked<'t>> {
    let marked = paragraphs.iter().map(|it| {
        let marks = query.map(|query| query.marks(it.text())).unwrap_or_default();
        let marks: Vec<_> = marks.into_iter().map(|mark| (mark, "p found")).collect();
        let is_passage = at.is_some_and(|at| it.has(at));
        Marked { place: &it.place, pieces: cut(it.text(), &marks), is_passage }
    });
    marked.collect()
}

struct Actor {
    name: String,
    schema: String,
    countries: Vec<String>,
    aliases: Vec<String>,
    note: String,
}

#[derive(Template)]
#[template(path = "actors.html")]
struct Names<'a> {
    f: &'a Frame,
    case: &'a str,
    actors: Vec<Actor>,
}

/// The actors of a case with their names in all scripts.
pub(crate) fn actors(f: &Frame, id: &str, case: &Case) -> String {
    let actors = case.actors.iter().map(|it| Actor {
        name: it.name.clone(),
        schema: format!("{:?}", it.schema),
        countries: it.countries.clone(),
        aliases: it.aliases.clone(),
        note: it.note.clone(),
    });
    drawn(&Names { f, case: id, actors: actors.collect() })
}

struct TimelineRow {
    date: String,
    until: String,
    title: String,
    part: &'static str,
    place: String,
}

#[derive(Template)]
#[template(path = "timeline.html")]
struct Timeline<'a> {
    f: &'a Frame,
    case: &'a str,
    entries: Vec<TimelineRow>,
}

/// The timeline of a case, in order of its days.
pub(crate) fn timeline(f: &Frame, id: &str, case: &Case) -> String {
    let mut entries: Vec<TimelineRow> = case
        .timeline
        .iter()
        .map(|it| TimelineRow {
            date: it.date.to_string(),
            until: it.until.as_ref().map_or(String::new(), ToString::to_string),
            title: it.title.clone(),
            part: match it.part {
                griot_model::Part::Method => "method",
                griot_model::Part::Gain => "gain",
                griot_model::Part::Cost => "cost",
            },
            place: it.place.clone(),
        })
        .collect();
    entries.sort_by(|a, b| a.date.cmp(&b.date));
    drawn(&Timeline { f, case: id, entries })
}
