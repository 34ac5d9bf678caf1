//! A case as one SQLite file: which tables go in, and what is said about them.

use std::ops::ControlFlow;

use griot_analysis::{network::shared_posts, tables};
use griot_case::Case;
use griot_library::Library;
use griot_model::{
    Checked, Disclosure, Finding, Part, Point, TableDescription,
    table::{Cell, Column, Keys, Kind, Reference, Table, Unreadable, View as Rows},
};
use griot_report::disclosure::WITHHELD;
use griot_report::{
    Cleared, Policy, Published, cleared,
    disclosure::{PUBLISHED, ShownEvidence},
    publish,
};
use griot_sql::{File, View, write_file};

use crate::{failure::Failure, publication::Computed};

/// A file and what it lacks.
pub(crate) struct CaseFile {
    /// The file.
    pub(crate) file: File,
    /// What is not in it, each in a sentence.
    pub(crate) left_out: Vec<String>,
}

/// Writes the tables of the library and of a case, its findings and its claims as one file.
///
/// Without `everything` it holds what the case lets be published, as its site does, and by the same
/// [`publish`]: a table that is not open stays out, and so does a row that cites a private source.
pub(crate) fn written(
    case: &Case,
    library: &Library,
    computed: &Computed,
    everything: bool,
) -> Result<CaseFile, Failure> {
    let opened = everything.then(|| open(case));
    let whole = opened.as_ref().unwrap_or(case);
    let alone = computed.alone.as_ref().filter(|_| !everything);
    let mut answers = computed.gathered.answers(whole, &computed.check, alone);
    if everything {
        for table in &mut answers.tables {
            table.description.disclosure = Disclosure::Open;
        }
    }
    let published = publish(&answers, &Policy::default());
    let Cleared { case: mut shown, withheld, .. } = cleared(whole);
    // A row of an aggregate source would show more than that it is held.
    shown.sources.retain(|source| source.disclosure == Disclosure::Open);
    let contents = Contents { case, library, published: &published, everything };
    let shared = shared_posts(&shown).map_err(Failure::new)?;
    let mut left_out = Vec::new();
    let mut chosen: Vec<(TableDescription, Box<dyn Table + '_>)> = Vec::new();
    for table in tables(library, Some(&shown), &shared).map_err(Failure::new)? {
        let name = table.name().to_owned();
        let Some(description) = contents.description(&name) else {
            if has_rows(case, &name)? {
                left_out.push(format!("the table {name} is not published"));
            }
            continue;
        };
        if library.description(&name).is_some() {
            chosen.push((description, table));
            continue;
        }
        let table = OpenRows { table, published: &published };
        let mut rows = table.counted().map_err(Failure::new)?;
        rows.withheld += match name.as_str() {
            "sources" => count_of(whole.sources.len() - shown.sources.len()),
            name => withheld.get(name).copied().map_or(0, count_of),
        };
        if rows.withheld > 0 {
            left_out.push(format!(
                "{} of {} rows of {name} name a source that is not published",
                rows.withheld,
                rows.withheld + rows.shown
            ));
        }
        chosen.push((TableDescription { rows: rows.shown, ..description }, Box::new(table)));
    }
    let findings = contents.findings();
    let claims = contents.claims();
    let evidence = evidence_of(&findings, &claims);
    let views: Vec<View> = findings.iter().filter_map(FindingRow::as_view).collect();
    let descriptions: Vec<TableDescription> =
        chosen.iter().map(|(description, _)| description.clone()).collect();
    let (about_sources, about_findings) = (sources(&descriptions), finding_rows(&findings));
    let points = points(&findings);
    let (about_points, about_claims) = (point_rows(&points), claim_rows(&claims));
    let about_evidence = evidence_rows(&evidence);
    let all = chosen.iter().map(|(_, table)| &**table).chain([
        &about_sources as &dyn Table,
        &about_findings,
        &about_points,
        &about_claims,
        &about_evidence,
    ]);
    let file = write_file(all, &views).map_err(Failure::new)?;
    Ok(CaseFile { file, left_out })
}

fn count_of(rows: usize) -> u64 {
    u64::try_from(rows).unwrap_or(u64::MAX)
}

/// Whether the case has anything in a table.
fn has_rows(case: &Case, name: &str) -> Result<bool, Failure> {
    let mut has_rows = false;
    for table in case.as_tables().iter().filter(|table| table.name() == name) {
        let read = table.rows(&mut |_| {
            has_rows = true;
            ControlFlow::Break(())
        });
        read.map_err(Failure::new)?;
    }
    Ok(has_rows)
}

/// The case as if everything in it could be published.
fn open(case: &Case) -> Case {
    let mut open = case.clone();
    for source in &mut open.sources {
        source.disclosure = Disclosure::Open;
    }
    for table in &mut open.trade {
        table.description.disclosure = Disclosure::Open;
    }
    open.settings.publish = PUBLISHED.map(str::to_owned).into();
    open
}

/// What may go in, and in which words.
struct Contents<'a> {
    case: &'a Case,
    library: &'a Library,
    published: &'a Published,
    everything: bool,
}

impl<'a> Contents<'a> {
    /// What is said of a table; none where it is not published.
    fn description(&self, name: &str) -> Option<TableDescription> {
        let of_library = self.library.description(name).cloned();
        let pages = self.published.tables();
        let of_page = pages.iter().find(|page| page.description.name == name);
        let described = of_library.or_else(|| of_page.map(|page| page.description.clone()));
        // A table of the case without rows has no page.
        let described = described.or_else(|| {
            let is_open = self.everything || self.case.settings.publishes(name);
            is_open.then(|| of_empty_table(name))
        });
        described.filter(|it| it.disclosure == Disclosure::Open)
    }

    fn findings(&self) -> Vec<FindingRow<'a>> {
        let mut rows: Vec<FindingRow<'a>> = Vec::new();
        for finding in self.published.findings() {
            let evidence = self.published.of_finding(finding);
            // A query that names a source that may not leave makes no view.
            let is_shown = evidence.query.as_ref().is_some_and(|query| *query != WITHHELD);
            let view = is_shown.then(|| {
                let letter = |it: char| if it.is_ascii_alphanumeric() { it } else { '_' };
                let mut view: String =
                    format!("finding {}", finding.id).chars().map(letter).collect();
                while rows.iter().any(|row| row.view.as_ref() == Some(&view)) {
                    view.push('_');
                }
                view
            });
            rows.push(FindingRow { finding, evidence, view });
        }
        rows
    }

    fn claims(&self) -> Vec<ClaimRow<'a>> {
        let row = |checked: &'a Checked| ClaimRow {
            checked,
            text: self.published.words(&checked.claim),
            evidence: self.published.of_claim(checked).collect(),
        };
        self.published.claims().iter().map(row).collect()
    }
}

fn of_empty_table(name: &str) -> TableDescription {
    TableDescription {
        name: name.to_owned(),
        row_is: String::new(),
        source: format!("{name} of the case"),
        version: String::new(),
        licence: "as its sources state".to_owned(),
        files: Vec::new(),
        rows: 0,
        rows_set_aside: 0,
        coverage: griot_model::Coverage::default(),
        disclosure: Disclosure::Open,
    }
}

/// A table of the case without the rows that name a source that is not open.
struct OpenRows<'a> {
    table: Box<dyn Table + 'a>,
    published: &'a Published,
}

/// How many rows there are of each sort.
struct Counted {
    shown: u64,
    withheld: u64,
}

impl OpenRows<'_> {
    fn shows(&self, cells: &[Cell<'_>]) -> bool {
        !cells.iter().any(|cell| self.published.tells(&cell.text()))
    }

    fn counted(&self) -> Result<Counted, Unreadable> {
        let mut counted = Counted { shown: 0, withheld: 0 };
        self.table.rows(&mut |cells| {
            let count =
                if self.shows(cells) { &mut counted.shown } else { &mut counted.withheld };
            *count += 1;
            ControlFlow::Continue(())
        })?;
        Ok(counted)
    }
}

impl Table for OpenRows<'_> {
    fn name(&self) -> &str {
        self.table.name()
    }

    fn columns(&self) -> Vec<Column> {
        self.table.columns()
    }

    fn keys(&self) -> Keys {
        self.table.keys()
    }

    fn rows(
        &self,
        each: &mut dyn FnMut(&[Cell<'_>]) -> ControlFlow<()>,
    ) -> Result<(), Unreadable> {
        self.table.rows(&mut |cells| {
            if self.shows(cells) { each(cells) } else { ControlFlow::Continue(()) }
        })
    }
}

/// A finding as far as it may be shown.
struct FindingRow<'a> {
    finding: &'a Finding,
    evidence: &'a ShownEvidence,
    /// The view that chooses its rows, where they may be shown.
    view: Option<String>,
}

impl FindingRow<'_> {
    fn as_view(&self) -> Option<View> {
        let query = self.evidence.query.clone()?;
        self.view.clone().map(|name| View { name, query })
    }
}

/// A claim of the report as far as it may be shown.
struct ClaimRow<'a> {
    checked: &'a Checked,
    text: &'a str,
    evidence: Vec<&'a ShownEvidence>,
}

fn text(name: &str, meaning: &str) -> Column {
    Column::new(name, Kind::Text).meaning(meaning)
}

fn number(name: &str, meaning: &str) -> Column {
    Column::new(name, Kind::Number).meaning(meaning).nullable()
}

fn count(number: u64) -> Cell<'static> {
    i64::try_from(number).unwrap_or(i64::MAX).into()
}

fn key(column: &'static str) -> Keys {
    Keys { primary: vec![column], ..Keys::default() }
}

fn texts(texts: &[String]) -> Cell<'_> {
    Cell::Texts(texts.iter().map(|text| text.as_str().into()).collect())
}

fn sources(descriptions: &[TableDescription]) -> Rows<'_, TableDescription> {
    let integer = |name: &str, meaning: &str| Column::new(name, Kind::Integer).meaning(meaning);
    let day =
        |name: &str, meaning: &str| Column::new(name, Kind::Day).meaning(meaning).nullable();
    let columns = vec![
        text("table_name", "name of a table of this file"),
        text("row_is", "what one row is"),
        text("source", "publisher and title, as it wants to be cited"),
        text("version", "edition or day of retrieval"),
        text("licence", "licence of the facts"),
        integer("rows", "rows in this file"),
        integer("rows_set_aside", "rows of the publisher that could not be read"),
        day("first_day", "first day it speaks about"),
        day("last_day", "last day it speaks about"),
        Column::new("gaps", Kind::Texts).meaning("what it leaves out"),
    ];
    Rows::new("sources_and_licences", columns, descriptions, |it, cells| {
        cells.extend([it.name.as_str().into(), it.row_is.as_str().into()]);
        cells.extend([it.source.as_str().into(), it.version.as_str().into()]);
        cells.extend([it.licence.as_str().into(), count(it.rows), count(it.rows_set_aside)]);
        cells.extend([it.coverage.first.into(), it.coverage.last.into()]);
        cells.push(texts(&it.coverage.gaps));
    })
    .with_keys(key("table_name"))
}

fn finding_rows<'a>(findings: &'a [FindingRow<'a>]) -> Rows<'a, FindingRow<'a>> {
    let columns = vec![
        text("finding", "unique in the case"),
        text("title", "what was found"),
        text("question", "what was asked"),
        text("part", "method, gain or cost"),
        text("unit", "what the value counts"),
        number("value", "best value"),
        number("low", "lower bound"),
        number("high", "upper bound"),
        text("interval", "what the bounds are"),
        text("method", "how it was computed"),
        Column::new("caveats", Kind::Texts).meaning("what the number cannot tell"),
        text("view_of_rows", "view of this file that chooses its rows").nullable(),
        text("licence", "licence of the rows"),
    ];
    Rows::new("findings", columns, findings, |FindingRow { finding, view, .. }, cells| {
        let part = match finding.part {
            Part::Method => "method",
            Part::Gain => "gain",
            Part::Cost => "cost",
        };
        cells.extend([finding.id.as_str().into(), finding.title.as_str().into()]);
        cells.extend([finding.question.as_str().into(), part.into()]);
        cells
            .extend([finding.unit.as_str().into(), finding.estimate.map(|it| it.value).into()]);
        cells.push(finding.estimate.map(|it| it.low).into());
        cells.push(finding.estimate.map(|it| it.high).into());
        cells.extend([finding.interval.as_str().into(), finding.method.as_str().into()]);
        cells.extend([texts(&finding.caveats), view.as_deref().into()]);
        cells.push(finding.licence.as_str().into());
    })
    .with_keys(key("finding"))
}

/// A point of a series of a finding.
type PlacedPoint<'a> = (&'a str, &'a str, &'a Point);

fn points<'a>(findings: &'a [FindingRow<'a>]) -> Vec<PlacedPoint<'a>> {
    findings
        .iter()
        .flat_map(|FindingRow { finding, .. }| {
            finding.series.iter().flat_map(|series| {
                let of = (finding.id.as_str(), series.name.as_str());
                series.points.iter().map(move |point| (of.0, of.1, point))
            })
        })
        .collect()
}

fn point_rows<'a>(points: &'a [PlacedPoint<'a>]) -> Rows<'a, PlacedPoint<'a>> {
    let columns = vec![
        text("finding", "the finding that it belongs to"),
        text("series", "country, source or other name"),
        text("at", "year or day"),
        number("value", "best value; none is a gap, never a zero"),
        number("low", "lower bound"),
        number("high", "upper bound"),
        Column::new("n", Kind::Integer).meaning("rows that it stands on"),
    ];
    let reference = Reference { column: "finding", table: "findings", key: "finding" };
    let keys =
        Keys { references: vec![reference], lookups: vec![vec!["finding"]], ..Keys::default() };
    Rows::new("finding_points", columns, points, |(finding, series, point), cells| {
        cells.extend([(*finding).into(), (*series).into(), point.at.as_str().into()]);
        cells.push(point.estimate.map(|it| it.value).into());
        cells.push(point.estimate.map(|it| it.low).into());
        cells.push(point.estimate.map(|it| it.high).into());
        cells.push(count(point.n));
    })
    .with_keys(keys)
}

fn claim_rows<'a>(claims: &'a [ClaimRow<'a>]) -> Rows<'a, ClaimRow<'a>> {
    let columns = vec![
        text("claim", "unique in the report"),
        text("text", "words of the report"),
        text("verdict", "what this evidence makes of it"),
        text("rule", "rule that decided; griot explain prints it").nullable(),
        text("says", "what the words say, short"),
        text("evidence_says", "what the evidence says, short"),
        text("message", "the verdict in a sentence"),
    ];
    Rows::new("claims", columns, claims, |ClaimRow { checked, text, .. }, cells| {
        cells.extend([checked.claim.id.0.as_str().into(), (*text).into()]);
        cells.extend([checked.verdict.word().into(), checked.rule.into()]);
        cells.extend([checked.says.as_str().into(), checked.evidence_says.as_str().into()]);
        cells.push(checked.message.as_str().into());
    })
    .with_keys(key("claim"))
}

/// Rows that a claim or a finding stands on.
struct EvidenceRow<'a> {
    claim: Option<&'a str>,
    finding: Option<&'a str>,
    evidence: &'a ShownEvidence,
}

fn evidence_of<'a>(
    findings: &'a [FindingRow<'a>],
    claims: &'a [ClaimRow<'a>],
) -> Vec<EvidenceRow<'a>> {
    let of_findings = findings.iter().map(|row| EvidenceRow {
        claim: None,
        finding: Some(&row.finding.id),
        evidence: row.evidence,
    });
    let of_claims = claims.iter().flat_map(|claim| {
        claim.evidence.iter().map(|evidence| EvidenceRow {
            claim: Some(&claim.checked.claim.id.0),
            finding: None,
            evidence,
        })
    });
    let all = of_findings.chain(of_claims);
    all.filter(|row| row.evidence.disclosure != Disclosure::Private).collect()
}

fn evidence_rows<'a>(evidence: &'a [EvidenceRow<'a>]) -> Rows<'a, EvidenceRow<'a>> {
    let columns = vec![
        text("claim", "the claim that stands on these rows").nullable(),
        text("finding", "the finding that stands on these rows").nullable(),
        text("table_name", "table that is asked"),
        text("source", "its source, as cited"),
        Column::new("rows", Kind::Integer).meaning("how many rows the query chooses"),
        text(
            "digest",
            "SHA-256 of the rows: each value as text, then U+001F; each row, then a line feed",
        )
        .nullable(),
        text("query", "chooses the rows, in this file too").nullable(),
    ];
    let keys = Keys {
        references: vec![
            Reference { column: "claim", table: "claims", key: "claim" },
            Reference { column: "finding", table: "findings", key: "finding" },
        ],
        lookups: vec![vec!["claim"], vec!["finding"]],
        ..Keys::default()
    };
    Rows::new("evidence", columns, evidence, |row, cells| {
        let it = row.evidence;
        cells.extend([row.claim.into(), row.finding.into(), it.table.as_str().into()]);
        cells.extend([it.source.as_str().into(), count(it.rows), it.digest.as_deref().into()]);
        cells.push(it.query.as_deref().into());
    })
    .with_keys(keys)
}
