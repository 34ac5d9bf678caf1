//! What may leave the machine: decided here once, for every page.
//!
//! Deny by default. A table that nobody described is private, and so is a source that says
//! nothing. Of `aggregate` material ids, digests and totals are shown; of `private` material only
//! that it exists. Beyond that, no page repeats the title, the address or the file name of a source
//! that is not open, wherever in the case these words stand.

use std::{borrow::Cow, collections::BTreeMap};

use crate::answers::{Answers, Rows};
use griot_model::{Checked, Disclosure, Evidence, Finding, Note, Preservation, Source};

/// What stands in the place of a sentence that may not be shown.
pub const WITHHELD: &str = "Withheld: this would repeat a source that is not published.";

/// Knows of every table and source whether it may be shown.
#[derive(Debug)]
pub struct Guard<'a> {
    tables: BTreeMap<&'a str, Disclosure>,
    sources: BTreeMap<&'a str, Disclosure>,
    /// Words by which a source that is not open would be known.
    words: Vec<&'a str>,
}

/// Rows that may be shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OpenRows {
    /// The rows.
    pub rows: Rows,
    /// Rows that were left out because they name a source that is not open.
    pub withheld: usize,
}

impl<'a> Guard<'a> {
    /// Reads the disclosure of every table and source.
    pub fn of(answers: &'a Answers<'_>) -> Self {
        let tables = answers
            .tables
            .iter()
            .map(|table| (table.description.name.as_str(), table.description.disclosure));
        let sources = &answers.case.sources;
        let closed = sources.iter().filter(|source| source.disclosure != Disclosure::Open);
        Self {
            tables: tables.collect(),
            sources: sources.iter().map(|s| (s.id.as_str(), s.disclosure)).collect(),
            words: closed.flat_map(telling_words).collect(),
        }
    }

    /// What may be published of a table; nothing, where it is not described.
    pub fn table(&self, name: &str) -> Disclosure {
        self.tables.get(name).copied().unwrap_or(Disclosure::Private)
    }

    /// What may be published of a source. An id that is not in `sources.csv` hides nothing.
    pub fn source(&self, id: &str) -> Disclosure {
        self.sources.get(id).copied().unwrap_or(Disclosure::Open)
    }

    /// What may be published of a verdict: as much as of the most closed of its tables.
    pub fn checked(&self, checked: &Checked) -> Disclosure {
        self.tightest(&checked.evidence)
    }

    /// What may be published of a finding.
    pub fn finding(&self, finding: &Finding) -> Disclosure {
        self.tightest(std::slice::from_ref(&finding.selection))
    }

    /// The rows of a table that may be shown; none unless the table is open.
    pub fn rows(&self, table: &str, rows: &Rows) -> OpenRows {
        if self.table(table) != Disclosure::Open {
            return OpenRows::default();
        }
        let mut open = Rows { columns: rows.columns.clone(), rows: Vec::new() };
        let mut withheld = 0;
        for row in &rows.rows {
            if row.iter().any(|cell| self.tells(cell)) {
                withheld += 1;
            } else {
                open.rows.push(row.clone());
            }
        }
        OpenRows { rows: open, withheld }
    }

    /// The text, or [`WITHHELD`] where it repeats a source that is not open.
    pub fn text<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.repeats(text) { WITHHELD.into() } else { text.into() }
    }

    /// The words of a note, guarded.
    pub fn note<'t>(&self, note: &'t Note) -> Cow<'t, str> {
        let (Note::Note(text) | Note::Help(text)) = note;
        self.text(text)
    }

    fn tightest(&self, evidence: &[Evidence]) -> Disclosure {
        let openness = |disclosure: &Disclosure| match disclosure {
            Disclosure::Private => 0,
            Disclosure::Aggregate => 1,
            Disclosure::Open => 2,
        };
        let all = evidence.iter().map(|one| self.table(&one.table));
        all.min_by_key(openness).unwrap_or(Disclosure::Open)
    }

    /// Whether a cell names a closed source, by id or by words; its row is not shown.
    pub fn tells(&self, cell: &str) -> bool {
        let names_private = cell
            .split([';', ',', '|', ' '])
            .any(|word| self.source(word.trim()) == Disclosure::Private);
        names_private || self.source(cell) == Disclosure::Private || self.repeats(cell)
    }

    fn repeats(&self, text: &str) -> bool {
        self.words.iter().any(|words| text.contains(words))
    }
}

/// Title, address and file of a source; words too short to tell anything are left out.
fn telling_words(source: &Source) -> impl Iterator<Item = &str> {
    let (file, digest) = match &source.preservation {
        Preservation::Preserved { file, sha256 } => (file.as_str(), sha256.as_str()),
        Preservation::Cited => ("", ""),
    };
    let private = source.disclosure == Disclosure::Private;
    let all = [
        source.title.as_str(),
        source.url.as_deref().unwrap_or_default(),
        file,
        if private { digest } else { "" },
        if private { source.author.as_str() } else { "" },
    ];
    all.into_iter().filter(|words| words.trim().len() >= 6)
}
