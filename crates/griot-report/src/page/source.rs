//! What the case leans on: preserved where the bytes are held, cited where they are not.

use askama::Template;
use griot_model::{Disclosure, PartialDate, Preservation, Source};
use serde::Serialize;

use super::{
    book::Book,
    frame::{self, Frame, View},
};
use crate::{answers::Resting, site::Site, words};

#[derive(Template, Serialize)]
#[template(path = "sources.html")]
#[expect(clippy::struct_field_names, reason = "the field is a key of the JSON page")]
struct Sources {
    #[serde(skip)]
    frame: Frame,
    sources: Vec<SourceView>,
    preserved: usize,
    cited: usize,
    /// Sources of which only their number is told.
    private: usize,
}

#[derive(Serialize)]
struct SourceView {
    id: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    title: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    publisher: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    author: String,
    published: Option<PartialDate>,
    url: Option<String>,
    retrieved: Option<PartialDate>,
    preservation: &'static str,
    sha256: Option<String>,
    /// Of a source that is not published: its SHA-256 under the secret of the case.
    #[serde(skip_serializing_if = "Option::is_none")]
    hmac_sha256: Option<String>,
    disclosure: Disclosure,
    /// Sentences of the report that rest on it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    carries: Vec<Resting>,
    #[serde(skip)]
    anchor: String,
    #[serde(skip)]
    by: String,
    #[serde(skip)]
    retrieved_words: String,
    #[serde(skip)]
    is_held: bool,
    #[serde(skip)]
    is_open: bool,
    #[serde(skip)]
    opens: bool,
}

impl View for Sources {
    fn frame(&self) -> &Frame {
        &self.frame
    }
}

/// Adds the page.
pub(super) fn add(book: &Book<'_>, site: &mut Site) {
    let mut shown: Vec<&Source> = book.answers.case.sources.iter().collect();
    shown.sort_by(|a, b| {
        (&a.publisher, a.published, &a.id).cmp(&(&b.publisher, b.published, &b.id))
    });
    let preserved = shown.iter().filter(|s| s.preservation != Preservation::Cited).count();
    let view = Sources {
        frame: book.frame("sources", "sources", "sources", "Sources"),
        preserved,
        cited: shown.len() - preserved,
        private: book.answers.withheld.sources,
        sources: shown.into_iter().map(|source| source_view(book, source)).collect(),
    };
    frame::add(site, &view);
}

fn source_view(book: &Book<'_>, source: &Source) -> SourceView {
    let anchor = book.sources.get(&source.id).unwrap_or_default().to_owned();
    let sha256 = match &source.preservation {
        Preservation::Preserved { sha256, .. } if !sha256.is_empty() => Some(sha256.clone()),
        _ => None,
    };
    let is_held = source.preservation != Preservation::Cited;
    let preservation = if is_held { "preserved" } else { "cited" };
    let closed = SourceView {
        id: source.id.clone(),
        title: String::new(),
        publisher: String::new(),
        author: String::new(),
        published: None,
        url: None,
        retrieved: None,
        preservation,
        sha256,
        is_held,
        hmac_sha256: book.answers.keyed.get(&source.id).cloned(),
        disclosure: source.disclosure,
        anchor,
        carries: Vec::new(),
        by: String::new(),
        retrieved_words: String::new(),
        is_open: false,
        opens: false,
    };
    if source.disclosure != Disclosure::Open {
        return closed;
    }
    let when = source.published.map(words::date);
    let by = [Some(source.author.clone()), Some(source.publisher.clone()), when];
    let by: Vec<String> = by.into_iter().flatten().filter(|text| !text.is_empty()).collect();
    let opens = |url: &str| url.starts_with("https://") || url.starts_with("http://");
    SourceView {
        carries: book
            .answers
            .resting
            .iter()
            .filter(|one| one.source == source.id)
            .cloned()
            .collect(),
        title: source.title.clone(),
        publisher: source.publisher.clone(),
        author: source.author.clone(),
        published: source.published,
        opens: source.url.as_deref().is_some_and(opens),
        url: source.url.clone(),
        retrieved: source.retrieved,
        by: by.join(" · "),
        retrieved_words: source.retrieved.map_or(String::new(), words::date),
        is_open: true,
        ..closed
    }
}
