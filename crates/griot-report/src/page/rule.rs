//! What each rule checks, as `griot explain` prints it.

use crate::answers::RuleDoc;
use askama::Template;
use serde::Serialize;

use super::{
    book::{Book, ClaimLine},
    frame::{self, Frame, View},
};
use crate::{
    markdown::{Rendered, markdown},
    site::Site,
};

#[derive(Template, Serialize)]
#[template(path = "rules.html")]
struct Rules {
    #[serde(skip)]
    frame: Frame,
    rules: Vec<RuleLine>,
}

#[derive(Serialize)]
struct RuleLine {
    code: String,
    name: String,
    claims: usize,
    #[serde(skip)]
    href: String,
}

#[derive(Template, Serialize)]
#[template(path = "rule.html")]
struct RulePage {
    #[serde(skip)]
    frame: Frame,
    code: String,
    name: String,
    markdown: String,
    claims: Vec<ClaimLine>,
    #[serde(skip)]
    rendered: Rendered,
}

impl View for Rules {
    fn frame(&self) -> &Frame {
        &self.frame
    }
}

impl View for RulePage {
    fn frame(&self) -> &Frame {
        &self.frame
    }
}

/// Adds the list and a page for each rule.
pub(super) fn add(book: &Book<'_>, site: &mut Site) {
    let line = |rule: &RuleDoc| RuleLine {
        code: rule.code.clone(),
        name: rule.name.clone(),
        claims: claims(book, rule, "").len(),
        href: route(book, rule) + ".html",
    };
    let view = Rules {
        frame: book.frame("rules", "about", "rules", "Rules"),
        rules: book.answers.rules.iter().map(line).collect(),
    };
    frame::add(site, &view);
    for rule in &book.answers.rules {
        let title = format!("{} {}", rule.code, rule.name);
        let view = RulePage {
            frame: book.frame("rule", "about", &route(book, rule), &title),
            code: rule.code.clone(),
            name: rule.name.clone(),
            markdown: rule.markdown.clone(),
            claims: claims(book, rule, "../"),
            rendered: markdown(&rule.markdown, &[]),
        };
        frame::add(site, &view);
    }
}

fn route(book: &Book<'_>, rule: &RuleDoc) -> String {
    format!("rules/{}", book.rules.get(&rule.code).unwrap_or_default())
}

fn claims(book: &Book<'_>, rule: &RuleDoc, up: &str) -> Vec<ClaimLine> {
    let decided =
        book.answers.check.checked.iter().filter(|c| c.rule == Some(rule.code.as_str()));
    decided.map(|checked| book.claim(checked, up)).collect()
}
