//! A page for each finding, and the list of them.

use std::collections::BTreeSet;

use crate::answers::Rows;
use askama::Template;
use griot_model::{Estimate, Finding, Part, PartialDate, Point, Series};
use serde::Serialize;

use super::{
    book::{Book, Link},
    evidence::{Cell, EvidenceView, cells},
    frame::{self, Frame, View, add_csv},
    network,
};
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
    /// Each series with its interval, where one drawing cannot show them all.
    #[serde(skip)]
    panels: Option<Figure>,
    #[serde(skip)]
    source: String,
    #[serde(skip)]
    heading: String,
    /// The series whose interval is drawn, where it is not all of them.
    #[serde(skip)]
    banded: String,
    #[serde(skip)]
    columns: Vec<Cell>,
    #[serde(skip)]
    values: Vec<Vec<Cell>>,
    #[serde(skip)]
    part_name: &'static str,
    /// Pages that show the same from nearer by.
    #[serde(skip)]
    see: Vec<Link>,
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
            unit: book.guard.text(&finding.unit).into_owned(),
            estimate,
            value: estimate.map_or(String::new(), |e| words::value(e.value, &finding.unit)),
            range: estimate.map_or(String::new(), |e| words::interval(&e, &finding.unit)),
            href: format!("{up}findings/{file}.html"),
        })
    }
}

/// Adds the list and a page for each finding that may be published.
pub(super) fn add(book: &Book<'_>, site: &mut Site) {
    let findings = &book.answers.findings;
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
    let view = Findings {
        frame: book.frame("findings", "findings", "findings", "Findings"),
        parts: parts.into_iter().filter(|p| !p.findings.is_empty()).collect(),
        not_published: book.answers.withheld.findings,
    };
    frame::add(site, &view);
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
    let selection = EvidenceView::new(book, site, &format!("finding/{}", finding.id), "../");
    let dated_chart = chart::finding(finding);
    let (columns, values) = cells(&shown_table(finding), usize::MAX);
    add_csv(site, &route, &long_table(finding));
    let view = FindingPage {
        frame,
        line,
        part: finding.part,
        interval: finding.interval.clone(),
        method: finding.method.clone(),
        series: &finding.series,
        caveats: finding.caveats.clone(),
        licence: finding.licence.clone(),
        selection,
        panels: dated_chart.as_ref().and_then(|_| chart::panels(finding)),
        chart: dated_chart,
        heading: finding.title.replace(" %", "\u{a0}%"),
        banded: match finding.series.as_slice() {
            [first, ..] if chart::banded(finding) < finding.series.len() => first.name.clone(),
            _ => String::new(),
        },
        source: book.guard.text(&finding.selection.source).into_owned(),
        columns,
        values,
        part_name: words::part(finding.part),
        see: network::of_table(book, Some(&finding.selection.table), "../"),
    };
    frame::add(site, &view);
}

/// Every point of every series in a row of its own; a gap has no value.
fn long_table(finding: &Finding) -> Rows {
    let columns = ["series", "at", "value", "low", "high", "rows"];
    let row = |series: &Series, point: &Point| {
        let shown = |pick: fn(Estimate) -> f64| {
            point.estimate.map_or(String::new(), |estimate| pick(estimate).to_string())
        };
        let (name, at) = (series.name.clone(), point.at.clone());
        vec![
            name,
            at,
            shown(|e| e.value),
            shown(|e| e.low),
            shown(|e| e.high),
            point.n.to_string(),
        ]
    };
    let rows = finding.series.iter().flat_map(|s| s.points.iter().map(move |p| row(s, p)));
    Rows { columns: columns.map(str::to_owned).into(), rows: rows.collect() }
}

/// The values as a reader compares them: places of the axis downwards, series sideways. A lone
/// series has its bounds and its rows in columns of their own.
fn shown_table(finding: &Finding) -> Rows {
    let unit = &finding.unit;
    let places = places(finding);
    let axis = if places.iter().all(|at| at.len() == 4) { "Year" } else { "At" };
    let of = |series: &Series, at: &str| series.points.iter().find(|p| p.at == at).cloned();
    if let [only] = finding.series.as_slice() {
        let columns = [axis, unit.as_str(), "Low", "High", "Rows"];
        let row = |at: &String| {
            let point = of(only, at);
            let estimate = point.as_ref().and_then(|p| p.estimate);
            let shown = |pick: fn(Estimate) -> f64| {
                estimate.map_or("not known".to_owned(), |e| words::value(pick(e), unit))
            };
            let n = point.map_or(String::new(), |p| words::count(p.n));
            vec![at.clone(), shown(|e| e.value), shown(|e| e.low), shown(|e| e.high), n]
        };
        let columns = columns.map(line_start).into();
        return Rows { columns, rows: places.iter().map(row).collect() };
    }
    let cell = |point: Option<Point>| {
        let Some(estimate) = point.and_then(|p| p.estimate) else {
            return "not known".to_owned();
        };
        let (value, range) =
            (words::value(estimate.value, unit), words::interval(&estimate, unit));
        if range.is_empty() { value } else { format!("{value} ({range})") }
    };
    if places.len() == 1 {
        let row = |s: &Series| vec![s.name.clone(), cell(s.points.first().cloned())];
        let columns = vec![line_start("series"), line_start(unit)];
        return Rows { columns, rows: finding.series.iter().map(row).collect() };
    }
    let mut columns = vec![axis.to_owned()];
    columns.extend(finding.series.iter().map(|series| series.name.clone()));
    let row = |at: &String| {
        let cells = finding.series.iter().map(|series| cell(of(series, at)));
        std::iter::once(at.clone()).chain(cells).collect()
    };
    Rows { columns, rows: places.iter().map(row).collect() }
}

/// Places of the axis: in the order of the first series, then those that only others have.
fn places(finding: &Finding) -> Vec<String> {
    let mut places: Vec<String> = Vec::new();
    let mut seen = BTreeSet::new();
    for point in finding.series.iter().flat_map(|series| &series.points) {
        if seen.insert(&point.at) {
            places.push(point.at.clone());
        }
    }
    if places.iter().all(|at| at.parse::<PartialDate>().is_ok()) {
        places.sort_by_key(|at| at.parse::<PartialDate>().ok());
    }
    places
}

fn line_start(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
