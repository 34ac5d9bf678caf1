//! Who is who: names, ties, offices and presences, and what they said.

use askama::Template;
use griot_model::{Actor, Interval, Modality, PartialDate, Relation, Statement};
use serde::Serialize;

use super::{
    book::{Book, Link},
    frame::{self, Frame, View},
};
use crate::{
    chart::{self, Figure, SpanRow},
    site::Site,
    words,
};

#[derive(Template, Serialize)]
#[template(path = "actors.html")]
#[expect(clippy::struct_field_names, reason = "the field is a key of the JSON page")]
struct Actors {
    #[serde(skip)]
    frame: Frame,
    actors: Vec<ActorView>,
    /// Statements of speakers who are not actors of the case.
    other_voices: Vec<StatementView>,
    #[serde(skip)]
    kinds: Vec<(String, Vec<Link>)>,
    #[serde(skip)]
    chart: Option<Figure>,
}

#[derive(Serialize)]
struct ActorView {
    id: String,
    schema: String,
    name: String,
    aliases: Vec<String>,
    countries: Vec<String>,
    note: String,
    sources: Vec<Link>,
    relations: Vec<RelationView>,
    intervals: Vec<IntervalView>,
    statements: Vec<StatementView>,
    #[serde(skip)]
    anchor: String,
}

#[derive(Serialize)]
struct RelationView {
    from: Link,
    relation: String,
    to: Link,
    since: Option<PartialDate>,
    until: Option<PartialDate>,
    modality: Modality,
    sources: Vec<Link>,
    #[serde(skip)]
    when: String,
    #[serde(skip)]
    stance: &'static str,
}

#[derive(Serialize)]
struct IntervalView {
    role: String,
    place: String,
    from: Option<PartialDate>,
    to: Option<PartialDate>,
    sources: Vec<Link>,
    #[serde(skip)]
    when: String,
}

#[derive(Serialize)]
struct StatementView {
    id: String,
    speaker: Link,
    text: String,
    quoted: bool,
    about: Vec<Link>,
    date: Option<PartialDate>,
    published: String,
    modality: Modality,
    sources: Vec<Link>,
    #[serde(skip)]
    when: String,
    #[serde(skip)]
    stance: &'static str,
}

impl View for Actors {
    fn frame(&self) -> &Frame {
        &self.frame
    }
}

/// Adds the page.
pub(super) fn add(book: &Book<'_>, site: &mut Site) {
    let case = &book.answers.case;
    let mut actors: Vec<&Actor> = case.actors.iter().collect();
    actors.sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
    let mut kinds: Vec<(String, Vec<Link>)> = Vec::new();
    for actor in &actors {
        let link = book.actor(&actor.id, "");
        match kinds.iter_mut().find(|(schema, _)| *schema == actor.schema) {
            Some((_, links)) => links.push(link),
            None => kinds.push((actor.schema.clone(), vec![link])),
        }
    }
    kinds.sort_by(|a, b| a.0.cmp(&b.0));
    let is_actor = |id: &str| case.actors.iter().any(|actor| actor.id == id);
    let others = case.statements.iter().filter(|s| !is_actor(&s.speaker));
    let view = Actors {
        frame: book.frame("actors", "actors", "actors", "Actors"),
        other_voices: others.map(|s| statement(book, s)).collect(),
        kinds,
        chart: presences(book),
        actors: actors.into_iter().map(|actor| self::actor(book, actor)).collect(),
    };
    frame::add(site, &view);
}

fn actor(book: &Book<'_>, actor: &Actor) -> ActorView {
    let case = &book.answers.case;
    let guarded = |text: &String| book.guard.text(text).into_owned();
    let ties = case.relations.iter().filter(|r| r.from == actor.id || r.to == actor.id);
    let held = case.intervals.iter().filter(|i| i.actor == actor.id);
    let said = case.statements.iter().filter(|s| s.speaker == actor.id);
    ActorView {
        id: actor.id.clone(),
        schema: actor.schema.clone(),
        name: guarded(&actor.name),
        aliases: actor.aliases.iter().map(guarded).collect(),
        countries: book.countries(&actor.countries),
        note: guarded(&actor.note),
        sources: book.cites(&actor.sources, ""),
        relations: ties.map(|tie| relation(book, tie)).collect(),
        intervals: held.map(|one| interval(book, one)).collect(),
        statements: said.map(|one| statement(book, one)).collect(),
        anchor: book.actors.get(&actor.id).unwrap_or_default().to_owned(),
    }
}

fn relation(book: &Book<'_>, tie: &Relation) -> RelationView {
    let dated = tie.since.is_some() || tie.until.is_some();
    RelationView {
        from: book.actor(&tie.from, ""),
        relation: book.guard.text(&tie.relation).into_owned(),
        to: book.actor(&tie.to, ""),
        since: tie.since,
        until: tie.until,
        modality: tie.modality,
        sources: book.cites(&tie.sources, ""),
        when: if dated { words::span(tie.since, tie.until) } else { String::new() },
        stance: words::modality(tie.modality),
    }
}

fn interval(book: &Book<'_>, one: &Interval) -> IntervalView {
    IntervalView {
        role: book.guard.text(&one.role).into_owned(),
        place: book.country(&one.place),
        from: one.from,
        to: one.to,
        sources: book.cites(&one.sources, ""),
        when: words::span(one.from, one.to),
    }
}

fn statement(book: &Book<'_>, one: &Statement) -> StatementView {
    StatementView {
        id: one.id.clone(),
        speaker: book.actor(&one.speaker, ""),
        text: book.guard.text(&one.text).into_owned(),
        quoted: one.quoted,
        about: one.about.iter().map(|id| book.actor(id, "")).collect(),
        date: one.date,
        published: book.guard.text(&one.published).into_owned(),
        modality: one.modality,
        sources: book.cites(&one.sources, ""),
        when: one.date.map_or(String::new(), words::date),
        stance: words::modality(one.modality),
    }
}

fn presences(book: &Book<'_>) -> Option<Figure> {
    let mut intervals: Vec<&Interval> = book.answers.case.intervals.iter().collect();
    intervals.sort_by_key(|one| (one.from.map(PartialDate::first_day), one.actor.clone()));
    let rows: Vec<SpanRow> = intervals
        .into_iter()
        .map(|one| {
            let actor = book.actor(&one.actor, "");
            let role = book.guard.text(&one.role);
            SpanRow {
                label: format!("{}, {role}", actor.text),
                from: one.from,
                to: one.to,
                href: if actor.href.is_empty() { "actors.html".to_owned() } else { actor.href },
            }
        })
        .collect();
    chart::spans("Offices, presences and missions over time", &rows, book.study())
}
