//! `case.toml`.

use std::collections::BTreeSet;

use griot_model::{Diagnostic, PartialDate};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::case_error::CaseError;
use griot_model::nearest::nearest;

/// What `case.toml` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Title of the case.
    pub title: String,
    /// The question it answers.
    pub question: String,
    /// ISO 3166 alpha-3 codes of the countries whose influence is studied.
    pub senders: Vec<String>,
    /// ISO 3166 alpha-3 codes of the countries in which it is studied.
    pub hosts: Vec<String>,
    /// ISO 3166 alpha-3 codes of countries shown for comparison.
    pub compare: Vec<String>,
    /// First and last date of the study.
    pub period: Option<(PartialDate, PartialDate)>,
    /// Languages of its documents, ISO 639-1.
    pub languages: Vec<String>,
    /// File name of the report inside the case folder.
    pub report: String,
    /// What may be published: `report`, `actors` and the names of the other CSV files. What is not
    /// named here stays on this machine.
    pub publish: BTreeSet<String>,
}

impl Settings {
    /// Whether `case.toml` lets the report, or one of the CSV files, be published.
    pub fn publishes(&self, what: &str) -> bool {
        self.publish.contains(what)
    }
}

pub(super) const FILE: &str = "case.toml";

const KEYS: &[&str] = &[
    "title",
    "question",
    "senders",
    "hosts",
    "compare",
    "period",
    "languages",
    "report",
    "tables",
    "publish",
];

/// Keys of `[publish]`.
const PUBLISHED: &[&str] = &[
    "report",
    "actors",
    "relations",
    "statements",
    "intervals",
    "timeline",
    "flows",
    "sources",
];

/// Keys of one kind of trouble that are named.
const MOST_TOLD: usize = 20;

/// Reads the settings; unknown keys are said, anything else that is wrong stops the case.
pub(super) fn read(
    bytes: &[u8],
    is_country: &dyn Fn(&str) -> bool,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Settings, CaseError> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let before = String::from_utf8_lossy(before);
        let (line, column) = place(&before, before.len());
        CaseError::BadSettings { line, column, message: "it is not UTF-8 text".to_owned() }
    })?;
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let table = DeTable::parse(text).map_err(|error| {
        let (line, column) = place(text, error.span().map_or(0, |span| span.start));
        CaseError::BadSettings { line, column, message: error.message().to_owned() }
    })?;
    let read = Reading { text, table: table.get_ref() };
    let unread = read.table.keys().filter(|key| !KEYS.contains(&key.get_ref().as_ref()));
    let unread: Vec<_> = unread.collect();
    if unread.len() > MOST_TOLD {
        let message = format!(
            "{FILE} has {} keys that are not read, of which {MOST_TOLD} are named",
            unread.len()
        );
        diagnostics.push(
            Diagnostic::warning(FILE, message)
                .help(format!("its keys are {}", KEYS.join(", "))),
        );
    }
    for key in unread.into_iter().take(MOST_TOLD) {
        let name: &str = key.get_ref();
        let (line, column) = place(text, key.span().start);
        let message = format!("{FILE} has a key `{name}`, which is not read");
        let diagnostic = Diagnostic::warning(FILE, message).place(line, column);
        diagnostics.push(match nearest(name, KEYS.iter().copied()) {
            Some(key) => diagnostic.help(format!("did you mean `{key}`?")),
            None => diagnostic.help(format!("its keys are {}", KEYS.join(", "))),
        });
    }
    Ok(Settings {
        title: read.required("title")?,
        question: read.string("question")?.unwrap_or_default(),
        senders: read.countries("senders", is_country)?,
        hosts: read.countries("hosts", is_country)?,
        compare: read.countries("compare", is_country)?,
        period: read.period()?,
        languages: read.list("languages")?.into_iter().map(|(_, word)| word).collect(),
        report: read.string("report")?.unwrap_or_else(|| "report.md".to_owned()),
        publish: read.publish(diagnostics)?,
    })
}

struct Reading<'t> {
    text: &'t str,
    table: &'t DeTable<'t>,
}

impl Reading<'_> {
    fn value(&self, key: &str) -> Option<&Spanned<DeValue<'_>>> {
        self.table.iter().find(|(name, _)| name.get_ref() == key).map(|(_, value)| value)
    }

    fn bad(&self, at: usize, message: String) -> CaseError {
        let (line, column) = place(self.text, at);
        CaseError::BadSettings { line, column, message }
    }

    fn string(&self, key: &str) -> Result<Option<String>, CaseError> {
        let Some(value) = self.value(key) else { return Ok(None) };
        match value.get_ref().as_str() {
            Some(text) => Ok(Some(text.to_owned())),
            None => {
                Err(self.bad(value.span().start, format!("`{key}` must be a text in quotes")))
            }
        }
    }

    fn required(&self, key: &str) -> Result<String, CaseError> {
        let message = || format!("`{key}` is missing; write {key} = \"...\"");
        self.string(key)?.filter(|text| !text.is_empty()).ok_or_else(|| self.bad(0, message()))
    }

    /// Texts of a list, each with its first byte.
    fn list(&self, key: &str) -> Result<Vec<(usize, String)>, CaseError> {
        let Some(value) = self.value(key) else { return Ok(Vec::new()) };
        let expected = || format!("`{key}` must be a list of texts, such as {key} = [\"...\"]");
        let Some(values) = value.get_ref().as_array() else {
            return Err(self.bad(value.span().start, expected()));
        };
        values
            .iter()
            .map(|value| match value.get_ref().as_str() {
                Some(text) => Ok((value.span().start, text.to_owned())),
                None => Err(self.bad(value.span().start, expected())),
            })
            .collect()
    }

    fn countries(
        &self,
        key: &str,
        is_country: &dyn Fn(&str) -> bool,
    ) -> Result<Vec<String>, CaseError> {
        self.list(key)?
            .into_iter()
            .map(|(at, code)| {
                let message = || {
                    format!("{code:?} in `{key}` is not an ISO 3166 code of three capitals, such as MLI")
                };
                if is_country(&code) { Ok(code) } else { Err(self.bad(at, message())) }
            })
            .collect()
    }

    /// Names set to true under `[publish]`; a name that means nothing is said.
    fn publish(
        &self,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Result<BTreeSet<String>, CaseError> {
        let mut named = BTreeSet::new();
        let Some(value) = self.value("publish") else { return Ok(named) };
        let Some(table) = value.get_ref().as_table() else {
            let message = "`publish` must be a table, such as [publish] with report = true";
            return Err(self.bad(value.span().start, message.to_owned()));
        };
        let mut unread = 0;
        for (key, allowed) in table {
            let name: &str = key.get_ref();
            let Some(allowed) = allowed.get_ref().as_bool() else {
                let message = format!("`{name}` under [publish] must be true or false");
                return Err(self.bad(allowed.span().start, message));
            };
            if !PUBLISHED.contains(&name) {
                unread += 1;
                if unread > MOST_TOLD {
                    continue;
                }
                let (line, column) = place(self.text, key.span().start);
                let message = format!("[publish] has a key `{name}`, which is not read");
                let diagnostic = Diagnostic::warning(FILE, message).place(line, column);
                diagnostics.push(match nearest(name, PUBLISHED.iter().copied()) {
                    Some(key) => diagnostic.help(format!("did you mean `{key}`?")),
                    None => diagnostic.help(format!("its keys are {}", PUBLISHED.join(", "))),
                });
            } else if allowed {
                named.insert(name.to_owned());
            }
        }
        if unread > MOST_TOLD {
            let message = format!(
                "[publish] has {unread} keys that are not read, of which {MOST_TOLD} are named"
            );
            diagnostics.push(Diagnostic::warning(FILE, message));
        }
        Ok(named)
    }

    fn period(&self) -> Result<Option<(PartialDate, PartialDate)>, CaseError> {
        let dates = self.list("period")?;
        let date = |(at, text): &(usize, String)| {
            text.parse::<PartialDate>()
                .map_err(|error| self.bad(*at, format!("in `period`, {error}")))
        };
        match dates.as_slice() {
            [] => Ok(None),
            [first, last] => {
                let (from, to) = (date(first)?, date(last)?);
                if to.last_day() < from.first_day() {
                    return Err(self.bad(
                        last.0,
                        format!("the period ends, {to}, before it begins, {from}"),
                    ));
                }
                Ok(Some((from, to)))
            }
            [(at, _), ..] => Err(self.bad(
                *at,
                "`period` must be two dates, such as [\"2012\", \"2023-08-11\"]".to_owned(),
            )),
        }
    }
}

/// Line and column, both from 1, of a byte of the text.
fn place(text: &str, byte: usize) -> (u64, u64) {
    let before = text.get(..byte.min(text.len())).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    (u64::try_from(line).unwrap_or(1), u64::try_from(column).unwrap_or(1))
}
