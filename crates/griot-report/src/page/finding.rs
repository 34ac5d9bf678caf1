//! A page for each finding, and the list of them.

use askama::Template;
use griot_engine::answers::Rows;
use griot_model::{Disclosure, Estimate, Finding, Part, Series};
use serde::Serialize;

use super::{Book, Frame, View, add_csv, evidence::{Cell, EvidenceView, cells}};
use crate::{
    chart::{self, Figure},
    site::Site,
    words,
};

#[derive(Template, Serialize)]
#[template(path = "findings.html")]
struct Findings {
    #[serde(skip)]
    frame: Frame,
    parts: Vec<PartOfFindings>,
    not_published: usize,
}

#[derive(Serialize)]
struct PartOfFindings {
    part: Part,
    findings: Vec<FindingLine>,
    #[serde(skip)]
    name: &'static str,
    #[serde(skip)]
    asks: &'static str,
}

/// A finding in a list.
#[derive(Debug, Clone, Serialize)]
pub(super) struct FindingLine {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) question: String,
    pub(super) unit: String,
    pub(super) estimate: Option<Estimate>,
    #[serde(skip)]
    pub(super) value: String,
    #[serde(skip)]
    pub(super) range: String,
    #[serde(skip)]
    pub(super) href: String,
}

#[derive(Template, Serialize)]
#[template(path = "finding.html")]
struct FindingPage<'a> {
    #[serde(skip)]
    frame: Frame,
    #[serde(flatten)]
    line: FindingLine,
    part: Part,
    interval: String,
    method: String,
    series: &'a [Series],
    caveats: Vec<String>,
    licence: String,
    selection: EvidenceView,
    #[serde(skip)]
    chart: Option<Figure>,
    #[serde(skip)]
    source: String,
    #[serde(skip)]
    columns: Vec<Cell>,
    #[serde(skip)]
    values: Vec<Vec<Cell>>,
    #[serde(skip)]
    part_name: &'static str,
}

impl View for Findings {
    fn frame(&self) -> &Frame {
        &self.frame
    }
}

impl View for FindingPage<'_> {
    fn frame(&self) -> &Frame {
        &self.frame
    }
}

impl FindingLine {
    /// The line, unless the finding stands on private rows.
    pub(super) fn new(book: &Book<'_>, finding: &Finding, up: &str) -> Option<Self> {
        let file = book.findings.get(&finding.id)?;
        let estimate = finding.estimate;
        Some(Self {
            id: finding.id.clone(),
            title: book.guard.text(&finding.title).into_owned(),
            question: book.guard.text(&finding.question).into_owned(),
            unit: finding.unit.clone(),
            estimate,
            value: estimate.map_or(String::new(), |e| words::value(e.value, &finding.unit)),
            range: estimate.map_or(String::new(), |e| words::interval(&e, &finding.unit)),
            href: format!("{up}findings/{file}.html"),
        })
    }
}

/// Adds the list and a page for each finding that may be published.
pub(super) fn add(book: &Book<'_>, site: &mut Site) {
    let findings = book.answers.findings;
    let part = |part: Part| PartOfFindings {
        part,
        name: words::part(part),
        asks: words::part_asks(part),
        findings: findings
            .iter()
            .filter(|f| f.part == part)
            .filter_map(|f| FindingLine::new(book, f, ""))
            .collect(),
    };
    let parts = [Part::Method, Part::Gain, Part::Cost].map(part);
    let closed = findings.iter().filter(|f| book.guard.finding(f) == Disclosure::Private).count();
    let view = Findings {
        frame: book.frame("findings", "findings", "findings", "Findings"),
        parts: parts.into_iter().filter(|p| !p.findings.is_empty()).collect(),
        not_published: closed,
    };
    super::add(site, &view);
    for finding in findings {
        if let Some(line) = FindingLine::new(book, finding, "../") {
            page(book, site, finding, line);
        }
    }
}

fn page(book: &Book<'_>, site: &mut Site, finding: &Finding, line: FindingLine) {
    let route = format!("findings/{}", book.findings.get(&finding.id).unwrap_or_default());
    let mut frame = book.frame("finding", "findings", &route, &line.title);
    frame.csv = true;
    let selection = EvidenceView::new(book, site, &finding.selection, "../");
    let table = value_table(finding, |value| words::value(value, &finding.unit));
    let (columns, values) = cells(&table, usize::MAX);
    let guarded = |text: &String| book.guard.text(text).into_owned();
    add_csv(site, &route, &value_table(finding, |value| value.to_string()));
    let view = FindingPage {
        frame,
        line,
        part: finding.part,
        interval: finding.interval.clone(),
        method: guarded(&finding.method),
        series: &finding.series,
        caveats: finding.caveats.iter().map(guarded).collect(),
        licence: finding.licence.clone(),
        selection,
        chart: chart::finding(finding),
        source: guarded(&finding.selection.source),
        columns,
        values,
        part_name: words::part(finding.part),
    };
    super::add(site, &view);
}

/// Every point of every series; a gap has no value.
fn value_table(finding: &Finding, show: impl Fn(f64) -> String) -> Rows {
    let many = finding.series.len() > 1;
    let points = || finding.series.iter().flat_map(|series| &series.points);
    let ranged = points().filter_map(|p| p.estimate).any(|e| e.low < e.high);
    let mut columns = Vec::new();
    columns.extend(many.then(|| "Series".to_owned()));
    columns.push("At".to_owned());
    columns.push(finding.unit.clone());
    if ranged {
        columns.extend(["Low".to_owned(), "High".to_owned()]);
    }
    columns.push("Rows".to_owned());
    let mut rows = Vec::new();
    for series in &finding.series {
        for point in &series.points {
            let shown = |pick: fn(Estimate) -> f64| point.estimate.map_or(String::new(), |e| show(pick(e)));
            let mut row = Vec::new();
            row.extend(many.then(|| series.name.clone()));
            row.push(point.at.clone());
            row.push(shown(|e| e.value));
            if ranged {
                row.push(shown(|e| e.low));
                row.push(shown(|e| e.high));
            }
            row.push(point.n.to_string());
            rows.push(row);
        }
    }
    Rows { columns, rows }
}
