//! The first page: the question, what was found, and how much of the report was checked.

use askama::Template;
use griot_model::{Part, Preservation, Verdict};
use serde::Serialize;

use super::{
    book::{Book, ClaimLine, Link},
    finding::FindingLine,
    frame::{self, Frame, View},
    network, timeline,
};
use crate::{
    chart::{self, Figure},
    marks::loudness,
    site::Site,
    words,
};

#[derive(Template, Serialize)]
#[template(path = "overview.html")]
struct Overview {
    #[serde(skip)]
    frame: Frame,
    question: String,
    senders: Vec<String>,
    hosts: Vec<String>,
    compare: Vec<String>,
    period: String,
    coverage: CoverageView,
    /// Contradicted and conflicting claims.
    claims_to_read_first: Vec<ClaimLine>,
    parts: Vec<PartView>,
    sources_preserved: usize,
    sources_cited: usize,
    sources_not_published: usize,
    tables: usize,
    events: usize,
    actors: usize,
    archive: Option<ArchiveView>,
    report_sha256: String,
    #[serde(skip)]
    chart: Option<Figure>,
}

#[derive(Serialize)]
struct ArchiveView {
    size: u64,
    root: String,
}

#[derive(Serialize)]
struct PartView {
    part: Part,
    #[serde(skip)]
    name: &'static str,
    asks: &'static str,
    events: usize,
    findings: Vec<FindingLine>,
    #[serde(skip)]
    counts: String,
    /// Pages that the findings lead to.
    #[serde(skip)]
    see: Vec<Link>,
}

/// How much of the report was decided.
#[derive(Debug, Serialize)]
pub(super) struct CoverageView {
    pub(super) sentences: usize,
    pub(super) sentences_without_claim: usize,
    pub(super) claims: usize,
    /// Supported by rows that the author of the case wrote, and by nothing else.
    pub(super) supported_by_author: usize,
    pub(super) verdicts: Vec<VerdictCount>,
    #[serde(skip)]
    pub(super) bar: String,
}

#[derive(Debug, Serialize)]
pub(super) struct VerdictCount {
    pub(super) verdict: &'static str,
    pub(super) count: usize,
    #[serde(skip)]
    pub(super) word: &'static str,
    #[serde(skip)]
    pub(super) sign: &'static str,
    #[serde(skip)]
    pub(super) class: &'static str,
    #[serde(skip)]
    pub(super) meaning: &'static str,
}

impl CoverageView {
    pub(super) fn new(book: &Book<'_>) -> Self {
        let coverage = &book.answers.check.coverage;
        let verdicts = Verdict::ALL.into_iter().map(|verdict| VerdictCount {
            verdict: verdict.word(),
            count: chart::count_of(coverage, verdict),
            word: words::verdict(verdict),
            sign: words::sign(verdict),
            class: words::class(verdict),
            meaning: words::meaning(verdict),
        });
        Self {
            sentences: coverage.sentences,
            sentences_without_claim: coverage.sentences_without_claim,
            claims: coverage.claims,
            supported_by_author: coverage.supported_by_author,
            verdicts: verdicts.collect(),
            bar: chart::coverage(coverage),
        }
    }
}

impl View for Overview {
    fn frame(&self) -> &Frame {
        &self.frame
    }
}

/// Adds the page.
pub(super) fn add(book: &Book<'_>, site: &mut Site) {
    let answers = book.answers;
    let settings = &answers.case.settings;
    let shown = answers.case.sources.iter();
    let preserved = shown.clone().filter(|s| s.preservation != Preservation::Cited).count();
    let mut first: Vec<_> = answers
        .check
        .checked
        .iter()
        .filter(|c| matches!(c.verdict, Verdict::Contradicted | Verdict::Conflicting))
        .collect();
    first.sort_by_key(|c| loudness(c.verdict));
    let view = Overview {
        frame: book.frame("overview", "overview", "index", "Overview"),
        question: settings.question.clone(),
        senders: book.countries(&settings.senders),
        hosts: book.countries(&settings.hosts),
        compare: book.countries(&settings.compare),
        period: settings.period.map_or(String::new(), |(a, b)| words::span(Some(a), Some(b))),
        coverage: CoverageView::new(book),
        claims_to_read_first: first.into_iter().map(|c| book.claim(c, "")).collect(),
        parts: [Part::Method, Part::Gain, Part::Cost]
            .into_iter()
            .map(|p| part(book, p))
            .collect(),
        sources_preserved: preserved,
        sources_cited: shown.count() - preserved,
        sources_not_published: answers.withheld.sources,
        tables: book.tables.names.len(),
        events: answers.case.timeline.len(),
        actors: answers.case.actors.len(),
        archive: answers
            .archive
            .as_ref()
            .map(|state| ArchiveView { size: state.size, root: state.root.clone() }),
        report_sha256: answers.check.text_sha256.clone(),
        chart: timeline::chart(book, "timeline.html"),
    };
    frame::add(site, &view);
}

fn part(book: &Book<'_>, part: Part) -> PartView {
    let events = book.answers.case.timeline.iter().filter(|e| e.part == part).count();
    let findings = book.answers.findings.iter().filter(|f| f.part == part);
    let findings: Vec<_> = findings.filter_map(|f| FindingLine::new(book, f, "")).collect();
    let number = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
    PartView {
        part,
        name: words::part(part),
        asks: words::part_asks(part),
        events,
        counts: [
            (findings.len(), words::plural(number(findings.len()), "finding", "findings")),
            (events, words::plural(number(events), "dated event", "dated events")),
        ]
        .into_iter()
        .filter_map(|(n, text)| (n > 0).then_some(text))
        .collect::<Vec<_>>()
        .join(" · "),
        findings,
        see: if part == Part::Method { network::of_table(book, None, "") } else { Vec::new() },
    }
}
