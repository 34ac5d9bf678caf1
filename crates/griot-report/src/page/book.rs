//! What every page may ask: names, links and words of what may be published.

use griot_model::{Checked, Disclosure};
use serde::Serialize;

use super::{frame::Frame, names::Names};
use crate::{answers::Answers, chart, disclosure::Guard, markdown::Visible, words};

/// What every page may ask.
#[derive(Debug)]
pub(super) struct Book<'a> {
    pub(super) answers: &'a Answers<'a>,
    pub(super) guard: Guard<'a>,
    pub(super) css: String,
    pub(super) words: Visible<'a>,
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
    pub(super) fn new(
        answers: &'a Answers<'a>,
        guard: Guard<'a>,
        css: String,
        sections: Sections,
    ) -> Self {
        let case = answers.case;
        let shown = |name: &&str| guard.table(name) != Disclosure::Private;
        let tables =
            Names::of(answers.tables.iter().map(|t| t.description.name.as_str()).filter(shown));
        let findings =
            answers.findings.iter().filter(|f| guard.finding(f) != Disclosure::Private);
        let open = |id: &&str| guard.source(id) != Disclosure::Private;
        Self {
            words: if is_markdown(&answers.check.name) {
                Visible::of_markdown(&answers.check.text)
            } else {
                Visible::of_plain_text(&answers.check.text)
            },
            css,
            claims: Names::of(answers.check.checked.iter().map(|c| c.claim.id.0.as_str())),
            findings: Names::of(findings.map(|f| f.id.as_str())),
            tables,
            rules: Names::of(answers.rules.iter().map(|r| r.code.as_str())),
            actors: Names::of(case.actors.iter().map(|a| a.id.as_str())),
            sources: Names::of(case.sources.iter().map(|s| s.id.as_str()).filter(open)),
            events: Names::of(case.timeline.iter().map(|e| e.id.as_str())),
            guard,
            sections,
            answers,
        }
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
        let case = self.answers.case;
        let actor = case.actors.iter().find(|actor| actor.id == id);
        if actor.is_none() && !case.settings.publishes("actors") {
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
            return Link { id: id.to_owned(), text: id.to_owned(), href: String::new() };
        };
        let href = self.sources.get(id).map(|name| format!("{up}sources.html#{name}"));
        let href = href.unwrap_or_default();
        match source.disclosure {
            Disclosure::Private => {
                Link { id: String::new(), text: "a private source".into(), href: String::new() }
            }
            Disclosure::Aggregate => Link { id: id.into(), text: id.into(), href },
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
            words: self.words.words(claim.span),
            message: self.message(checked),
            word: words::verdict(checked.verdict),
            sign: words::sign(checked.verdict),
            class: words::class(checked.verdict),
            href: self.claim_href(&claim.id.0, up),
        }
    }

    pub(super) fn claim_href(&self, id: &str, up: &str) -> String {
        self.claims.get(id).map(|name| format!("{up}claims/{name}.html")).unwrap_or_default()
    }

    /// The message of a verdict, as far as its tables and sources may be told.
    pub(super) fn message(&self, checked: &Checked) -> String {
        if self.guard.checked(checked) == Disclosure::Private {
            return "The rows that decide this are not published.".to_owned();
        }
        self.guard.text(&checked.message).into_owned()
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

/// Whether the extracted text of a document is Markdown, as its name says.
pub(super) fn is_markdown(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    [".md", ".markdown"].iter().any(|end| name.ends_with(end))
}
