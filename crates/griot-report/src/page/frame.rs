//! What stands around every page, and how a page becomes files.

use std::collections::BTreeMap;

use askama::Template;
use serde::Serialize;

use crate::{
    answers::Rows,
    csv_text::csv_text,
    escape::json_escaped,
    site::{Page, Site},
    words,
};

/// What stands around every page.
#[derive(Debug, Clone)]
pub(super) struct Frame {
    pub(super) kind: &'static str,
    pub(super) section: &'static str,
    pub(super) title: String,
    pub(super) case_title: String,
    pub(super) language: String,
    pub(super) up: &'static str,
    pub(super) css: String,
    pub(super) file: String,
    pub(super) route: String,
    pub(super) csv: bool,
    /// Where the network of the case is, from the root and without its ending; empty where there is none.
    pub(super) network: String,
    /// Rows of the case that the page would show and that are withheld, by file.
    pub(super) withheld: BTreeMap<&'static str, usize>,
    /// Whether there is a page on what the sender gets.
    pub(super) has_gains: bool,
    /// Whether there is a page of events.
    pub(super) has_events: bool,
}

impl Frame {
    /// `2 rows of timeline.csv and 1 row of actors.csv`; empty where nothing is withheld.
    pub(super) fn withheld_words(&self) -> String {
        let part = |(file, rows): (&&'static str, &usize)| {
            let rows = u64::try_from(*rows).unwrap_or(u64::MAX);
            format!("{} of {file}.csv", words::plural(rows, "row", "rows"))
        };
        let parts: Vec<String> = self.withheld.iter().map(part).collect();
        match parts.as_slice() {
            [] => String::new(),
            [one] => one.clone(),
            [all @ .., last] => format!("{} and {last}", all.join(", ")),
        }
    }

    /// ` aria-current` of a section of the navigation.
    pub(super) fn is_in(&self, section: &str) -> bool {
        self.section == section
    }
}

/// A page that can be drawn and written.
pub(super) trait View: Template + Serialize {
    fn frame(&self) -> &Frame;
}

/// The head of every `.json` page.
#[derive(Serialize)]
pub(super) struct Envelope<'a, V> {
    pub(super) griot: &'static str,
    pub(super) page: &'static str,
    pub(super) case: &'a str,
    pub(super) title: &'a str,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) withheld: &'a BTreeMap<&'static str, usize>,
    #[serde(flatten)]
    pub(super) view: &'a V,
}

pub(super) fn add<V: View>(site: &mut Site, view: &V) {
    let frame = view.frame();
    // A template fails only where a value cannot be shown, and all values here are text.
    let html = view.render().unwrap_or_default();
    debug_assert!(!html.is_empty(), "the template of {} does not render", frame.kind);
    let envelope = Envelope {
        griot: env!("CARGO_PKG_VERSION"),
        page: frame.kind,
        case: &frame.case_title,
        title: &frame.title,
        withheld: &frame.withheld,
        view,
    };
    let json = serde_json::to_string_pretty(&envelope).unwrap_or_default();
    debug_assert!(!json.is_empty(), "{} has no JSON", frame.kind);
    site.insert(&format!("{}.html", frame.route), Page::html(html));
    site.insert(&format!("{}.json", frame.route), Page::json(json_escaped(&json) + "\n"));
}

pub(super) fn add_csv(site: &mut Site, route: &str, rows: &Rows) {
    site.insert(&format!("{route}.csv"), Page::csv(csv_text(rows)));
}
