//! The report, with every claim marked by its verdict.

use askama::Template;
use griot_model::Verdict;
use serde::Serialize;

use super::{
    book::Book,
    frame::{self, Frame, View},
    overview::CoverageView,
};
use crate::{
    disclosure::is_markdown,
    markdown::{Rendered, markdown, plain_text},
    marks::Mark,
    site::Site,
    wire::CheckJson,
    words,
};

#[derive(Template, Serialize)]
#[template(path = "report.html")]
struct ReportPage {
    #[serde(skip)]
    frame: Frame,
    #[serde(flatten)]
    check: CheckJson,
    text: String,
    #[serde(skip)]
    coverage_view: CoverageView,
    #[serde(skip)]
    rendered: Rendered,
    #[serde(skip)]
    key: Vec<(&'static str, &'static str, &'static str)>,
}

impl View for ReportPage {
    fn frame(&self) -> &Frame {
        &self.frame
    }
}

/// Adds the page.
pub(super) fn add(book: &Book<'_>, site: &mut Site) {
    let check = &book.answers.check;
    let mut marks: Vec<Mark> = check
        .checked
        .iter()
        .zip(&book.answers.marks)
        .map(|(checked, span)| Mark {
            span: *span,
            verdict: checked.verdict,
            anchor: anchor(book, &checked.claim.id.0),
            href: book.claim_href(&checked.claim.id.0, ""),
            message: checked.message.clone(),
        })
        .collect();
    marks.sort_by_key(|mark| mark.span);
    let source = &book.answers.report.source;
    let rendered = if is_markdown(&check.name) {
        markdown(source, &marks)
    } else {
        plain_text(source, &marks)
    };
    let key = Verdict::ALL.map(|v| (words::class(v), words::sign(v), words::verdict(v)));
    let view = ReportPage {
        frame: book.frame("report", "report", "report", "The report"),
        check: CheckJson::published(book.answers),
        text: check.text.clone(),
        coverage_view: CoverageView::new(book),
        rendered,
        key: key.into(),
    };
    frame::add(site, &view);
}

/// Where the words of a claim stand on this page.
pub(super) fn anchor(book: &Book<'_>, id: &str) -> String {
    format!("claim-{}", book.claims.get(id).unwrap_or_default())
}
