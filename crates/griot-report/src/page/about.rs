//! How the site was made, what its words mean, and whose data it stands on.

use std::collections::BTreeMap;

use askama::Template;
use griot_model::{Severity, Verdict};
use serde::Serialize;

use super::{
    book::Book,
    frame::{self, Frame, View},
};
use crate::{disclosure::SMALL_CELLS, site::Site, words};

#[derive(Template, Serialize)]
#[template(path = "about.html")]
struct About {
    #[serde(skip)]
    frame: Frame,
    version: &'static str,
    document: String,
    /// Of the file; left out where it holds what its page does not show, since a guess could be confirmed.
    #[serde(skip_serializing_if = "String::is_empty")]
    sha256: String,
    text_sha256: String,
    /// The rule on totals of few rows.
    small_cells: &'static str,
    verdicts: Vec<Meaning>,
    credits: Vec<Credit>,
    /// What was seen while reading the case and the report; the messages themselves are printed
    /// by `griot build`, since they quote material that may not be published.
    notices: Vec<Notice>,
}

#[derive(Serialize)]
#[expect(clippy::struct_field_names, reason = "the field is a key of the JSON page")]
struct Meaning {
    verdict: &'static str,
    meaning: &'static str,
    #[serde(skip)]
    word: &'static str,
    #[serde(skip)]
    sign: &'static str,
    #[serde(skip)]
    class: &'static str,
}

#[derive(Serialize)]
struct Credit {
    source: String,
    version: String,
    licence: String,
    table: String,
    #[serde(skip)]
    href: String,
}

#[derive(Serialize)]
struct Notice {
    file: String,
    errors: usize,
    warnings: usize,
    notes: usize,
}

impl View for About {
    fn frame(&self) -> &Frame {
        &self.frame
    }
}

/// Adds the page.
pub(super) fn add(book: &Book<'_>, site: &mut Site) {
    let answers = book.answers;
    let shown = answers.tables.iter().map(|table| &table.description);
    let credits = shown.map(|table| Credit {
        source: table.source.clone(),
        version: table.version.clone(),
        licence: table.licence.clone(),
        table: table.name.clone(),
        href: book.table_href(&table.name, ""),
    });
    let verdicts = Verdict::ALL.map(|verdict| Meaning {
        verdict: verdict.word(),
        meaning: words::meaning(verdict),
        word: words::verdict(verdict),
        sign: words::sign(verdict),
        class: words::class(verdict),
    });
    let view = About {
        frame: book.frame("about", "about", "about", "Method and credits"),
        version: env!("CARGO_PKG_VERSION"),
        document: answers.check.name.clone(),
        sha256: answers.check.sha256.clone(),
        text_sha256: answers.check.text_sha256.clone(),
        small_cells: SMALL_CELLS,
        verdicts: verdicts.into(),
        credits: credits.collect(),
        notices: notices(book),
    };
    frame::add(site, &view);
}

fn notices(book: &Book<'_>) -> Vec<Notice> {
    let mut by_file: BTreeMap<&str, Notice> = BTreeMap::new();
    for (file, severity) in &book.answers.notices {
        let named =
            if file.is_empty() { "files that are not published" } else { file.as_str() };
        let notice = by_file.entry(named).or_insert(Notice {
            file: named.to_owned(),
            errors: 0,
            warnings: 0,
            notes: 0,
        });
        match severity {
            Severity::Error => notice.errors += 1,
            Severity::Warning => notice.warnings += 1,
            Severity::Note => notice.notes += 1,
        }
    }
    by_file.into_values().collect()
}
