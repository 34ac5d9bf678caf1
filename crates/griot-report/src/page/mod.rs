//! Pages, one file for each kind. A page is a value that is both drawn by its template and written
//! as JSON, so that the two say the same.

mod about;
mod actor;
mod claim;
mod events;
mod evidence;
mod finding;
mod gains;
mod network;
mod overview;
mod report;
mod roll_call;
mod rule;
mod source;
mod table;
mod timeline;

use std::collections::{BTreeMap, BTreeSet};

use crate::answers::{Answers, Rows};
use askama::Template;
use griot_model::{Checked, Disclosure};
use serde::Serialize;

use crate::{
    chart,
    csv_text::csv_text,
    disclosure::Guard,
    escape::json_escaped,
    markdown::Visible,
    site::{Page, Site, hexadecimal},
    words,
};

/// The file that lists every other with its digest; by it a folder is known to be a griot site.
pub const MANIFEST: &str = "griot-site.json";

const CSS: &str = include_str!("../../assets/site.css");

/// Makes the site of a case. Nothing that may not be published is in it.
pub fn site(answers: &Answers<'_>) -> Site {
    let book = Book::new(answers);
    let mut site = Site::default();
    site.insert(&book.css, Page::css(CSS));
    overview::add(&book, &mut site);
    report::add(&book, &mut site);
    claim::add(&book, &mut site);
    finding::add(&book, &mut site);
    network::add(&book, &mut site);
    gains::add(&book, &mut site);
    roll_call::add(&book, &mut site);
    events::add(&book, &mut site);
    timeline::add(&book, &mut site);
    actor::add(&book, &mut site);
    source::add(&book, &mut site);
    table::add(&book, &mut site);
    rule::add(&book, &mut site);
    about::add(&book, &mut site);
    let manifest = manifest(&site, &answers.case.settings.title);
    site.insert(MANIFEST, Page::json(manifest));
    site
}

/// What every page may ask.
#[derive(Debug)]
struct Book<'a> {
    answers: &'a Answers<'a>,
    guard: Guard<'a>,
    css: String,
    words: Visible<'a>,
    claims: Names,
    findings: Names,
    tables: Names,
    rules: Names,
    actors: Names,
    sources: Names,
    events: Names,
    roll_calls: Names,
}

impl<'a> Book<'a> {
    fn new(answers: &'a Answers<'a>) -> Self {
        use sha2::{Digest as _, Sha256};
        let digest = hexadecimal(&Sha256::digest(CSS.as_bytes()));
        let case = answers.case;
        let guard = Guard::of(answers);
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
            css: format!("assets/site-{}.css", digest.get(..12).unwrap_or_default()),
            claims: Names::of(answers.check.checked.iter().map(|c| c.claim.id.0.as_str())),
            findings: Names::of(findings.map(|f| f.id.as_str())),
            tables,
            rules: Names::of(answers.rules.iter().map(|r| r.code.as_str())),
            actors: Names::of(case.actors.iter().map(|a| a.id.as_str())),
            sources: Names::of(case.sources.iter().map(|s| s.id.as_str()).filter(open)),
            events: Names::of(case.timeline.iter().map(|e| e.id.as_str())),
            roll_calls: Names::of(roll_call::shown(answers, &guard).map(|it| it.id.as_str())),
            guard,
            answers,
        }
    }

    /// The frame of the page at `route`, a path without its ending: `claims/c12`.
    fn frame(
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
            network: network::first(self).unwrap_or_default(),
            has_gains: gains::has(self.answers, &self.guard),
            has_events: events::has(self.answers, &self.guard),
        }
    }

    /// The name of a country, or its code where nobody gave a name.
    fn country(&self, code: &str) -> String {
        self.answers.country_names.get(code).cloned().unwrap_or_else(|| code.to_owned())
    }

    fn countries(&self, codes: &[String]) -> Vec<String> {
        codes.iter().map(|code| self.country(code)).collect()
    }

    fn actor(&self, id: &str, up: &str) -> Link {
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
    fn cites(&self, ids: &[String], up: &str) -> Vec<Link> {
        let mut links: Vec<Link> = ids.iter().map(|id| self.cite(id, up)).collect();
        links.dedup();
        links
    }

    fn cite(&self, id: &str, up: &str) -> Link {
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
    fn study(&self) -> Option<f64> {
        self.answers.case.settings.period.map(|(first, _)| chart::extent(first).0)
    }

    fn claim(&self, checked: &Checked, up: &str) -> ClaimLine {
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

    fn claim_href(&self, id: &str, up: &str) -> String {
        self.claims.get(id).map(|name| format!("{up}claims/{name}.html")).unwrap_or_default()
    }

    /// The message of a verdict, as far as its tables and sources may be told.
    fn message(&self, checked: &Checked) -> String {
        if self.guard.checked(checked) == Disclosure::Private {
            return "The rows that decide this are not published.".to_owned();
        }
        self.guard.text(&checked.message).into_owned()
    }

    fn table_href(&self, name: &str, up: &str) -> String {
        self.tables.get(name).map(|file| format!("{up}tables/{file}.html")).unwrap_or_default()
    }
}

/// What stands around every page.
#[derive(Debug, Clone)]
struct Frame {
    kind: &'static str,
    section: &'static str,
    title: String,
    case_title: String,
    language: String,
    up: &'static str,
    css: String,
    file: String,
    route: String,
    csv: bool,
    /// Where the network of the case is, from the root and without its ending; empty where there is none.
    network: String,
    /// Whether there is a page on what the sender gets.
    has_gains: bool,
    /// Whether there is a page of events.
    has_events: bool,
}

impl Frame {
    /// ` aria-current` of a section of the navigation.
    fn is_in(&self, section: &str) -> bool {
        self.section == section
    }
}

/// A page that can be drawn and written.
trait View: Template + Serialize {
    fn frame(&self) -> &Frame;
}

/// A link with its text; without an address it is text alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Link {
    id: String,
    text: String,
    #[serde(skip)]
    href: String,
}

/// A claim in a list.
#[derive(Debug, Clone, Serialize)]
struct ClaimLine {
    id: String,
    verdict: &'static str,
    words: String,
    message: String,
    #[serde(skip)]
    word: &'static str,
    #[serde(skip)]
    sign: &'static str,
    #[serde(skip)]
    class: &'static str,
    #[serde(skip)]
    href: String,
}

/// The head of every `.json` page.
#[derive(Serialize)]
struct Envelope<'a, V> {
    griot: &'static str,
    page: &'static str,
    case: &'a str,
    title: &'a str,
    #[serde(flatten)]
    view: &'a V,
}

fn add<V: View>(site: &mut Site, view: &V) {
    let frame = view.frame();
    // A template fails only where a value cannot be shown, and all values here are text.
    let html = view.render().unwrap_or_default();
    debug_assert!(!html.is_empty(), "the template of {} does not render", frame.kind);
    let envelope = Envelope {
        griot: env!("CARGO_PKG_VERSION"),
        page: frame.kind,
        case: &frame.case_title,
        title: &frame.title,
        view,
    };
    let json = serde_json::to_string_pretty(&envelope).unwrap_or_default();
    debug_assert!(!json.is_empty(), "{} has no JSON", frame.kind);
    site.insert(&format!("{}.html", frame.route), Page::html(html));
    site.insert(&format!("{}.json", frame.route), Page::json(json_escaped(&json) + "\n"));
}

fn add_csv(site: &mut Site, route: &str, rows: &Rows) {
    site.insert(&format!("{route}.csv"), Page::csv(csv_text(rows)));
}

/// Whether the extracted text of a document is Markdown, as its name says.
fn is_markdown(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    [".md", ".markdown"].iter().any(|end| name.ends_with(end))
}

/// File names and anchors of ids that somebody else chose: unique also where letter case does not
/// count, and never a path.
#[derive(Debug, Default)]
struct Names {
    names: BTreeMap<String, String>,
}

impl Names {
    fn of<'i>(ids: impl Iterator<Item = &'i str>) -> Self {
        let mut names = BTreeMap::new();
        let mut taken = BTreeSet::new();
        for id in ids {
            if names.contains_key(id) {
                continue;
            }
            let name = plain_name(id);
            let mut free = name.clone();
            let mut next = 2;
            while !taken.insert(free.to_ascii_lowercase()) {
                free = format!("{name}-{next}");
                next += 1;
            }
            names.insert(id.to_owned(), free);
        }
        Self { names }
    }

    fn get(&self, id: &str) -> Option<&str> {
        self.names.get(id).map(String::as_str)
    }
}

/// Letters, digits, `-` and `_` of an id, at most 60 of them, `x` where none is left. Names that
/// Windows keeps for devices get an underscore.
fn plain_name(id: &str) -> String {
    let mut name = String::new();
    for letter in id.chars().take(60) {
        let plain = letter.is_ascii_alphanumeric() || letter == '_';
        match letter {
            _ if plain => name.push(letter),
            _ if name.ends_with('-') => {}
            _ => name.push('-'),
        }
    }
    let name = name.trim_matches('-');
    let lower = name.to_ascii_lowercase();
    let device = matches!(lower.as_str(), "con" | "prn" | "aux" | "nul")
        || (lower.len() == 4 && (lower.starts_with("com") || lower.starts_with("lpt")));
    match (name.is_empty(), device) {
        (true, _) => "x".to_owned(),
        (_, true) => format!("{name}_"),
        _ => name.to_owned(),
    }
}

fn manifest(site: &Site, case: &str) -> String {
    #[derive(Serialize)]
    struct File {
        bytes: usize,
        sha256: String,
    }
    #[derive(Serialize)]
    struct Manifest<'a> {
        griot: &'static str,
        page: &'static str,
        case: &'a str,
        files: BTreeMap<&'a str, File>,
    }
    let files = site
        .pages()
        .map(|(path, page)| (path, File { bytes: page.bytes.len(), sha256: page.sha256() }));
    let manifest = Manifest {
        griot: env!("CARGO_PKG_VERSION"),
        page: "manifest",
        case,
        files: files.collect(),
    };
    json_escaped(&serde_json::to_string_pretty(&manifest).unwrap_or_default()) + "\n"
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_differ_where_ids_do() {
        let names =
            Names::of(["a/b", "a.b", "A-B", "../x", "", "con", "deaths-MLI"].into_iter());
        let all: Vec<_> = ["a/b", "a.b", "A-B", "../x", "", "con", "deaths-MLI"]
            .map(|id| names.get(id))
            .into();
        let expected = ["a-b", "a-b-2", "A-B-3", "x", "x-2", "con_", "deaths-MLI"];
        assert_eq!(all, expected.map(Some));
    }

    proptest! {
        #[test]
        fn every_name_is_a_plain_file_name(ids in proptest::collection::vec(".{0,12}", 1..20)) {
            let names = Names::of(ids.iter().map(String::as_str));
            let mut site = Site::default();
            for id in &ids {
                let name = names.get(id).expect("every id has a name");
                let path = format!("claims/{name}.html");
                prop_assert!(site.insert(&path, Page::css("")));
            }
            let distinct: BTreeSet<_> = ids.iter().collect();
            prop_assert_eq!(site.len(), distinct.len());
        }
    }
}
