//! What every page may ask: names, links and words of what may be published.

use std::collections::BTreeMap;

use griot_model::{Checked, Disclosure, Span};
use serde::Serialize;

use super::{frame::Frame, names::Names};
use crate::{
    chart,
    disclosure::{Guard, Published, SHEETS},
    words,
};

/// What every page may ask.
#[derive(Debug)]
pub(super) struct Book<'a> {
    pub(super) answers: &'a Published,
    pub(super) guard: &'a Guard,
    pub(super) css: String,
    pub(super) claims: Names,
    pub(super) findings: Names,
    pub(super) tables: Names,
    pub(super) rules: Names,
    pub(super) actors: Names,
    pub(super) sources: Names,
    pub(super) events: Names,
    pub(super) sections: Sections,
}

/// Which pages a case has beyond those that every case has.
#[derive(Debug, Default)]
pub(super) struct Sections {
    /// Where the network of the case is, from the root and without its ending.
    pub(super) network: Option<String>,
    /// Whether there is a page on what the sender gets.
    pub(super) has_gains: bool,
    /// Whether there is a page of events.
    pub(super) has_events: bool,
    /// The roll calls that have a page.
    pub(super) roll_calls: Names,
}

impl<'a> Book<'a> {
    pub(super) fn new(answers: &'a Published, css: String, sections: Sections) -> Self {
        let case = &answers.case;
        let tables = answers.tables.iter().map(|t| t.description.name.as_str());
        Self {
            css,
            claims: Names::of(answers.check.checked.iter().map(|c| c.claim.id.0.as_str())),
            findings: Names::of(answers.findings.iter().map(|f| f.id.as_str())),
            tables: Names::of(tables),
            rules: Names::of(answers.rules.iter().map(|r| r.code.as_str())),
            actors: Names::of(case.actors.iter().map(|a| a.id.as_str())),
            sources: Names::of(case.sources.iter().map(|s| s.id.as_str())),
            events: Names::of(case.timeline.iter().map(|e| e.id.as_str())),
            guard: &answers.guard,
            sections,
            answers,
        }
    }

    /// The words of the report at a place, on one line.
    pub(super) fn words(&self, span: Span) -> String {
        span.of(&self.answers.check.text).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// How many rows of these files of the case are withheld, for files of which any is.
    pub(super) fn withheld(&self, files: &[&'static str]) -> BTreeMap<&'static str, usize> {
        let rows = self.answers.withheld.rows.iter();
        rows.filter(|(name, _)| files.contains(name)).map(|(name, n)| (*name, *n)).collect()
    }

    /// The frame of the page at `route`, a path without its ending: `claims/c12`.
    pub(super) fn frame(
        &self,
        kind: &'static str,
        section: &'static str,
        route: &str,
        title: &str,
    ) -> Frame {
        Frame {
            kind,
            section,
            title: title.to_owned(),
            case_title: self.answers.case.settings.title.clone(),
            language: self.answers.case.settings.languages.first().cloned().unwrap_or_default(),
            up: if route.contains('/') { "../" } else { "" },
            css: self.css.clone(),
            file: route.rsplit('/').next().unwrap_or(route).to_owned(),
            route: route.to_owned(),
            csv: false,
            withheld: match section {
                "actors" => self.withheld(&["actors", "intervals", "relations", "statements"]),
                "timeline" => self.withheld(&["timeline"]),
                "gains" => self.withheld(&["actors", "flows", "intervals", "timeline"]),
                "tables" | "overview" => self.withheld(&SHEETS),
                _ => BTreeMap::new(),
            },
            network: self.sections.network.clone().unwrap_or_default(),
            has_gains: self.sections.has_gains,
            has_events: self.sections.has_events,
        }
    }

    /// The name of a country, or its code where nobody gave a name.
    pub(super) fn country(&self, code: &str) -> String {
        self.answers.country_names.get(code).cloned().unwrap_or_else(|| code.to_owned())
    }

    pub(super) fn countries(&self, codes: &[String]) -> Vec<String> {
        codes.iter().map(|code| self.country(code)).collect()
    }

    pub(super) fn actor(&self, id: &str, up: &str) -> Link {
        let actor = self.answers.case.actors.iter().find(|actor| actor.id == id);
        if id.is_empty() {
            let text = "an actor that is not published".to_owned();
            return Link { id: String::new(), text, href: String::new() };
        }
        let text = actor
            .map_or_else(|| id.to_owned(), |actor| self.guard.text(&actor.name).into_owned());
        let href = self.actors.get(id).map(|name| format!("{up}actors.html#{name}"));
        Link { id: id.to_owned(), text, href: href.unwrap_or_default() }
    }

    /// Links to sources: their publisher and year, or that they are not published.
    pub(super) fn cites(&self, ids: &[String], up: &str) -> Vec<Link> {
        let mut links: Vec<Link> = ids.iter().map(|id| self.cite(id, up)).collect();
        links.dedup();
        links
    }

    pub(super) fn cite(&self, id: &str, up: &str) -> Link {
        let Some(source) = self.answers.case.sources.iter().find(|source| source.id == id)
        else {
            let text = "a source that is not published".to_owned();
            return Link { id: String::new(), text, href: String::new() };
        };
        let href = self.sources.get(id).map(|name| format!("{up}sources.html#{name}"));
        let href = href.unwrap_or_default();
        match source.disclosure {
            Disclosure::Private | Disclosure::Aggregate => {
                Link { id: id.into(), text: id.into(), href }
            }
            Disclosure::Open => {
                let who =
                    if source.publisher.is_empty() { &source.title } else { &source.publisher };
                let year = source.published.map_or(String::new(), |d| format!(" {}", d.year()));
                let text = self.guard.text(&format!("{who}{year}")).into_owned();
                Link { id: id.into(), text, href }
            }
        }
    }

    /// When the study begins, on the scale of years that charts use.
    pub(super) fn study(&self) -> Option<f64> {
        self.answers.case.settings.period.map(|(first, _)| chart::extent(first).0)
    }

    pub(super) fn claim(&self, checked: &Checked, up: &str) -> ClaimLine {
        let claim = &checked.claim;
        ClaimLine {
            id: claim.id.0.clone(),
            verdict: checked.verdict.word(),
            words: self.words(claim.span),
            message: checked.message.clone(),
            word: words::verdict(checked.verdict),
            sign: words::sign(checked.verdict),
            class: words::class(checked.verdict),
            href: self.claim_href(&claim.id.0, up),
        }
    }

    pub(super) fn claim_href(&self, id: &str, up: &str) -> String {
        self.claims.get(id).map(|name| format!("{up}claims/{name}.html")).unwrap_or_default()
    }

    pub(super) fn table_href(&self, name: &str, up: &str) -> String {
        self.tables.get(name).map(|file| format!("{up}tables/{file}.html")).unwrap_or_default()
    }
}

/// A link with its text; without an address it is text alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Link {
    pub(super) id: String,
    pub(super) text: String,
    #[serde(skip)]
    pub(super) href: String,
}

/// A claim in a list.
#[derive(Debug, Clone, Serialize)]
pub(super) struct ClaimLine {
    pub(super) id: String,
    pub(super) verdict: &'static str,
    pub(super) words: String,
    pub(super) message: String,
    #[serde(skip)]
    pub(super) word: &'static str,
    #[serde(skip)]
    pub(super) sign: &'static str,
    #[serde(skip)]
    pub(super) class: &'static str,
    #[serde(skip)]
    pub(super) href: String,
}
