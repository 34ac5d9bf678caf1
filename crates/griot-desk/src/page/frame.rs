//! What every page has around it.

use std::fmt::Display;

use askama::Template;

use crate::words::Language;

/// What every page has around it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Frame {
    /// The part of every address before its path.
    pub(crate) root: String,
    /// The language of the interface.
    pub(crate) language: Language,
    /// Title of the page.
    pub(crate) title: String,
    /// Who works here.
    pub(crate) who: String,
    /// The case that is open.
    pub(crate) case: Option<CaseName>,
    /// Which page it is.
    pub(crate) here: &'static str,
    /// Its path, to come back to.
    pub(crate) path: String,
    /// What came of the last change.
    pub(crate) said: String,
    /// Whether a browser without scripts should ask again soon.
    pub(crate) waits: bool,
}

/// A case as others name it.
#[derive(Debug, Clone, Default)]
pub(crate) struct CaseName {
    /// Its name in addresses.
    pub(crate) id: String,
    /// Its title.
    pub(crate) title: String,
    /// Where it lies.
    pub(crate) path: String,
}

impl Frame {
    /// A sentence in the language of the page.
    pub(crate) fn t<'t>(&self, english: &'t str) -> &'t str {
        self.language.say(english)
    }

    /// A sentence with one value in it.
    pub(crate) fn fill1(&self, english: &str, value: impl Display) -> String {
        self.language.fill(english, &[&value])
    }

    /// A sentence with two values in it.
    pub(crate) fn fill2(
        &self,
        english: &str,
        one: impl Display,
        other: impl Display,
    ) -> String {
        self.language.fill(english, &[&one, &other])
    }
}

#[derive(Template)]
#[template(path = "error.html")]
struct Wrong<'a> {
    f: &'a Frame,
    heading: &'a str,
    message: &'a str,
    back: &'a str,
}

#[derive(Template)]
#[template(path = "failed.html")]
struct Failed<'a> {
    f: &'a Frame,
    case: &'a str,
    message: &'a str,
}

#[derive(Template)]
#[template(path = "working.html")]
struct Working<'a> {
    f: &'a Frame,
    job: &'a str,
    id: usize,
    wait: &'a str,
    said: &'a [String],
}

/// A page as text. A template writes to memory, and that does not fail.
pub(crate) fn drawn(page: &impl Template) -> String {
    let drawn = page.render();
    debug_assert!(drawn.is_ok(), "writing to memory does not fail");
    drawn.unwrap_or_default()
}

/// What went wrong, and the way back.
pub(crate) fn wrong(f: &Frame, heading: &str, message: &str, back: &str) -> String {
    drawn(&Wrong { f, heading, message, back })
}

/// A draft that could not be checked, and what can be done.
pub(crate) fn failed(f: &Frame, case: &str, message: &str) -> String {
    drawn(&Failed { f, case, message })
}

/// Work that is on its way; `wait` is the path that says when it has ended.
pub(crate) fn working(f: &Frame, job: &crate::job::Job, wait: &str) -> String {
    let state = job.state();
    drawn(&Working { f, job: &job.title, id: job.id, wait, said: &state.said })
}
