//! Who voted how in one roll call.

use std::collections::BTreeMap;

use crate::answers::Rows;
use askama::Template;
use griot_analysis::gains::RollCallSheet;
use griot_model::Choice;
use serde::Serialize;

use super::{
    book::{Book, Link},
    evidence::EvidenceView,
    frame::{self, Frame, View, add_csv},
};
use crate::{
    chart::{self, Figure, WorldMap},
    site::Site,
    words,
};

#[derive(Template, Serialize)]
#[template(path = "roll-call.html")]
struct RollCallPage {
    #[serde(skip)]
    frame: Frame,
    id: String,
    symbol: String,
    words: String,
    date: String,
    tally: String,
    lists: Vec<List>,
    selection: EvidenceView,
    #[serde(skip)]
    heading: String,
    #[serde(skip)]
    when: String,
    #[serde(skip)]
    map: Option<Figure>,
    /// Lists that are not whole, in words; empty where all are.
    #[serde(skip)]
    unlisted: String,
}

/// Those of one choice.
#[derive(Serialize)]
struct List {
    choice: Choice,
    /// How many the source counts; none where it does not say.
    total: Option<u16>,
    /// Whether all of them are listed.
    complete: bool,
    countries: Vec<Country>,
    #[serde(skip)]
    name: &'static str,
    #[serde(skip)]
    summary: String,
}

#[derive(Serialize)]
struct Country {
    code: String,
    name: String,
    /// Host, sender or comparison country of the case.
    #[serde(skip)]
    of_case: bool,
}

impl View for RollCallPage {
    fn frame(&self) -> &Frame {
        &self.frame
    }
}

/// Links to all of them, in order of their days.
pub(super) fn links(book: &Book<'_>, up: &str) -> Vec<Link> {
    let link = |sheet: &RollCallSheet| {
        let name = book.sections.roll_calls.get(&sheet.id)?;
        let title = plain_title(&sheet.title);
        let mut text = format!("{} of {}", heading(sheet), day(&sheet.date));
        if !title.is_empty() {
            text = format!("{text}: {title}");
        }
        let (text, href) =
            (book.guard.text(&text).into_owned(), format!("{up}rollcalls/{name}.html"));
        Some(Link { id: sheet.id.clone(), text, href })
    };
    book.answers.roll_calls.iter().filter_map(link).collect()
}

/// Adds a page for each.
pub(super) fn add(book: &Book<'_>, site: &mut Site) {
    for sheet in &book.answers.roll_calls {
        page(book, site, sheet);
    }
}

fn page(book: &Book<'_>, site: &mut Site, sheet: &RollCallSheet) {
    let route =
        format!("rollcalls/{}", book.sections.roll_calls.get(&sheet.id).unwrap_or_default());
    let heading = heading(sheet);
    let mut frame = book.frame("roll-call", "gains", &route, &heading);
    frame.csv = true;
    let settings = &book.answers.case.settings;
    let of_case = |code: &String| {
        [&settings.hosts, &settings.senders, &settings.compare]
            .into_iter()
            .any(|codes| codes.contains(code))
    };
    let lists: Vec<List> = sheet
        .lists
        .iter()
        .filter(|(_, countries, total, _)| {
            !countries.is_empty() || total.is_some_and(|n| n > 0)
        })
        .map(|(choice, countries, total, complete)| List {
            choice: *choice,
            total: *total,
            complete: *complete,
            name: name(*choice),
            summary: summary(countries.len(), *total, *complete),
            countries: countries
                .iter()
                .map(|code| Country {
                    code: code.clone(),
                    name: book.country(code),
                    of_case: of_case(code),
                })
                .collect(),
        })
        .collect();
    let selection = EvidenceView::new(book, site, &format!("rollcall/{}", sheet.id), "../");
    add_csv(site, &route, &rows(&lists));
    let view = RollCallPage {
        frame,
        id: sheet.id.clone(),
        symbol: sheet.symbol.clone(),
        words: book.guard.text(&plain_title(&sheet.title)).into_owned(),
        date: sheet.date.clone(),
        tally: tally(&lists),
        map: map(book, sheet, &heading),
        unlisted: unlisted(&lists),
        lists,
        selection,
        heading,
        when: day(&sheet.date),
    };
    frame::add(site, &view);
}

/// The classes of the map, in the order of their colours.
const CLASSES: [(Choice, &str); 4] = [
    (Choice::No, "Against"),
    (Choice::Yes, "In favour"),
    (Choice::Abstain, "Abstained"),
    (Choice::Absent, "Did not vote"),
];

/// Who voted how, on a map of the world.
fn map(book: &Book<'_>, sheet: &RollCallSheet, heading: &str) -> Option<Figure> {
    let mut class_of = BTreeMap::new();
    for (choice, countries, _, _) in &sheet.lists {
        let class = CLASSES.iter().position(|(of, _)| of == choice)?;
        class_of.extend(countries.iter().map(|code| (code.clone(), class)));
    }
    let counts: Vec<String> = CLASSES
        .iter()
        .filter_map(|(choice, name)| {
            let (_, countries, _, _) = sheet.lists.iter().find(|list| list.0 == *choice)?;
            let count = u64::try_from(countries.len()).unwrap_or(u64::MAX);
            Some(format!("{name}: {}", words::plural(count, "state", "states")))
        })
        .collect();
    let whole =
        sheet.lists.iter().all(|(_, _, total, complete)| *complete || *total == Some(0));
    chart::world(
        &book.answers.shapes,
        &WorldMap {
            id: "roll-call",
            title: &format!("How states voted on {heading}"),
            about: &format!("{}. The lists below name them.", counts.join("; ")),
            classes: &CLASSES.map(|(_, name)| name),
            class_of: &class_of,
            without: if whole { "No member" } else { "Not in the lists held" },
        },
    )
}

/// Which votes have no whole list here.
fn unlisted(lists: &[List]) -> String {
    let open: Vec<String> = lists
        .iter()
        .filter(|list| !list.complete)
        .map(|list| list.name.to_lowercase())
        .collect();
    open.join(" and ")
}

fn heading(sheet: &RollCallSheet) -> String {
    if sheet.symbol.is_empty() { sheet.id.clone() } else { sheet.symbol.clone() }
}

/// The title without the cataloguer's words after it.
fn plain_title(title: &str) -> String {
    title.split(" : resolution").next().unwrap_or(title).trim().to_owned()
}

fn day(date: &str) -> String {
    date.parse().map_or_else(|_| date.to_owned(), words::date)
}

/// `7 against, 32 abstained`, as far as it is known.
fn tally(lists: &[List]) -> String {
    let parts: Vec<String> = lists
        .iter()
        .map(|list| {
            let count = list.total.map_or(list.countries.len(), usize::from);
            format!("{count} {}", list.name.to_lowercase())
        })
        .collect();
    parts.join(", ")
}

fn summary(listed: usize, total: Option<u16>, complete: bool) -> String {
    match (total, complete) {
        (Some(total), true) => total.to_string(),
        (Some(total), false) if listed == 0 => {
            format!("{total}, none of them listed in the sources held")
        }
        (Some(total), false) => format!("{total}, of which {listed} are listed"),
        (None, _) => format!("{listed} listed"),
    }
}

fn name(choice: Choice) -> &'static str {
    match choice {
        Choice::Yes => "In favour",
        Choice::No => "Against",
        Choice::Abstain => "Abstained",
        Choice::Absent => "Did not vote",
    }
}

fn rows(lists: &[List]) -> Rows {
    let rows = lists.iter().flat_map(|list| {
        list.countries.iter().map(move |it| {
            vec![it.code.clone(), it.name.clone(), list.choice.word().to_owned()]
        })
    });
    Rows {
        columns: ["country", "name", "vote"].map(str::to_owned).into(),
        rows: rows.collect(),
    }
}
