//! What griot saw in somebody's material.

use serde::{Deserialize, Serialize};

use crate::Span;

/// How loud a diagnostic is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// A bound claim is contradicted, or material could not be used at all.
    Error,
    /// A proposed claim is contradicted, or a row was set aside.
    Warning,
    /// Something worth knowing.
    Note,
}

/// Something griot saw in somebody's material while doing its work.
///
/// As JSON it is a diagnostic of `griot check --format json`, which has the message and its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// How loud.
    pub severity: Severity,
    /// Code of the rule, if a rule speaks.
    pub code: Option<String>,
    /// One sentence that stands on its own.
    pub message: String,
    /// File it is about.
    pub file: String,
    /// Line from 1, if known.
    pub line: Option<u64>,
    /// Column in characters from 1, if known.
    pub column: Option<u64>,
    /// Words it lies on, if it lies on words, with what to say there.
    #[serde(skip)]
    pub labels: Vec<(Span, String)>,
    /// Notes and helps, in order.
    #[serde(skip)]
    pub notes: Vec<Note>,
}

/// A sentence beside a diagnostic or a verdict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind", content = "text")]
pub enum Note {
    /// How it was computed, or what else holds.
    Note(String),
    /// What to do next.
    Help(String),
}

impl Diagnostic {
    /// A sentence about a file. Where in it, and what to do, are added to it:
    ///
    /// ```
    /// use griot_model::Diagnostic;
    ///
    /// let seen = Diagnostic::warning("actors.csv", "the country \"Mal\" is not known")
    ///     .place(12, 3)
    ///     .help("write MLI");
    /// assert_eq!((seen.line, seen.column), (Some(12), Some(3)));
    /// ```
    pub fn new(
        severity: Severity,
        file: impl Into<String>,
        message: impl Into<String>,
    ) -> Self {
        Self {
            severity,
            code: None,
            message: message.into(),
            file: file.into(),
            line: None,
            column: None,
            labels: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// What griot cannot work with.
    pub fn error(file: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, file, message)
    }

    /// What was left out of what griot works with.
    pub fn warning(file: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, file, message)
    }

    /// What is worth knowing and changes nothing.
    pub fn notice(file: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(Severity::Note, file, message)
    }

    /// Lies on these words.
    #[must_use]
    pub fn at(mut self, span: Span) -> Self {
        self.labels.push((span, String::new()));
        self
    }

    /// Stands in this line, from 1.
    #[must_use]
    pub fn line(mut self, line: u64) -> Self {
        self.line = Some(line);
        self
    }

    /// Stands in this line and column, both from 1, the column in characters.
    #[must_use]
    pub fn place(mut self, line: u64, column: u64) -> Self {
        self.column = Some(column);
        self.line(line)
    }

    /// How it was computed, or what else holds.
    #[must_use]
    pub fn note(mut self, text: impl Into<String>) -> Self {
        self.notes.push(Note::Note(text.into()));
        self
    }

    /// What to do next.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.notes.push(Note::Help(text.into()));
        self
    }
}
