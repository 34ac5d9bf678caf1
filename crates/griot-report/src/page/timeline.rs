//! What happened when, by part, with dates no more exact than the sources have them.

use crate::answers::Rows;
use askama::Template;
use griot_model::{Modality, Part, PartialDate, TimelineEntry};
use serde::Serialize;

use super::{
    book::{Book, Link},
    frame::{self, Frame, View, add_csv},
};
use crate::{
    chart::{self, Figure, Moment},
    site::Site,
    words,
};

#[derive(Template, Serialize)]
#[template(path = "timeline.html")]
struct Timeline {
    #[serde(skip)]
    frame: Frame,
    parts: Vec<PartOfTimeline>,
    #[serde(skip)]
    chart: Option<Figure>,
}

#[derive(Serialize)]
struct PartOfTimeline {
    part: Part,
    events: Vec<Event>,
    #[serde(skip)]
    name: &'static str,
    #[serde(skip)]
    asks: &'static str,
}

#[derive(Serialize)]
struct Event {
    id: String,
    date: PartialDate,
    until: Option<PartialDate>,
    title: String,
    place: String,
    technique: Option<String>,
    modality: Modality,
    actors: Vec<Link>,
    sources: Vec<Link>,
    #[serde(skip)]
    anchor: String,
    #[serde(skip)]
    when: String,
    #[serde(skip)]
    precision: &'static str,
    #[serde(skip)]
    stance: &'static str,
}

impl View for Timeline {
    fn frame(&self) -> &Frame {
        &self.frame
    }
}

/// Adds the page.
pub(super) fn add(book: &Book<'_>, site: &mut Site) {
    let parts = [Part::Method, Part::Gain, Part::Cost].map(|part| PartOfTimeline {
        part,
        name: words::part(part),
        asks: words::part_asks(part),
        events: sorted(book)
            .into_iter()
            .filter(|e| e.part == part)
            .map(|e| event(book, e))
            .collect(),
    });
    let mut frame = book.frame("timeline", "timeline", "timeline", "Timeline");
    frame.csv = true;
    let view = Timeline {
        frame,
        parts: parts.into_iter().filter(|part| !part.events.is_empty()).collect(),
        chart: chart(book, ""),
    };
    frame::add(site, &view);
    add_csv(site, "timeline", &rows(book));
}

/// The drawing, with links to the list on `page`.
pub(super) fn chart(book: &Book<'_>, page: &str) -> Option<Figure> {
    let moments: Vec<Moment> = sorted(book)
        .into_iter()
        .map(|entry| Moment {
            part: entry.part,
            date: entry.date,
            until: entry.until,
            title: book.guard.text(&entry.title).into_owned(),
            href: format!("{page}#{}", anchor(book, &entry.id)),
        })
        .collect();
    chart::timeline("Dated events of the case", &moments, book.study())
}

fn sorted<'a>(book: &Book<'a>) -> Vec<&'a TimelineEntry> {
    let mut entries: Vec<_> = book.answers.case.timeline.iter().collect();
    entries.sort_by(|a, b| (a.date, &a.id).cmp(&(b.date, &b.id)));
    entries
}

fn event(book: &Book<'_>, entry: &TimelineEntry) -> Event {
    Event {
        id: entry.id.clone(),
        date: entry.date,
        until: entry.until,
        title: book.guard.text(&entry.title).into_owned(),
        place: book.country(&entry.place),
        technique: entry.technique.clone(),
        modality: entry.modality,
        actors: entry.actors.iter().map(|id| book.actor(id, "")).collect(),
        sources: book.cites(&entry.sources, ""),
        anchor: anchor(book, &entry.id),
        when: words::span(Some(entry.date), entry.until.or(Some(entry.date))),
        precision: words::precision(entry.date),
        stance: words::modality(entry.modality),
    }
}

fn anchor(book: &Book<'_>, id: &str) -> String {
    format!("event-{}", book.events.get(id).unwrap_or_default())
}

fn rows(book: &Book<'_>) -> Rows {
    let columns = [
        "id",
        "date",
        "until",
        "title",
        "part",
        "actors",
        "place",
        "technique",
        "sources",
        "modality",
    ];
    let names = |links: &[Link]| {
        links
            .iter()
            .map(|link| link.id.as_str())
            .filter(|id| !id.is_empty())
            .collect::<Vec<_>>()
            .join(";")
    };
    let word = |value: serde_json::Result<serde_json::Value>| {
        value.ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
    };
    let row = |entry: &TimelineEntry| {
        let event = event(book, entry);
        vec![
            event.id,
            event.date.to_string(),
            event.until.map_or(String::new(), |date| date.to_string()),
            event.title,
            word(serde_json::to_value(entry.part)),
            names(&event.actors),
            entry.place.clone(),
            event.technique.unwrap_or_default(),
            names(&event.sources),
            word(serde_json::to_value(entry.modality)),
        ]
    };
    Rows {
        columns: columns.map(str::to_owned).into(),
        rows: sorted(book).into_iter().map(row).collect(),
    }
}
