//! What must be decided by words: whether a text repeats what is withheld.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

use super::sheets::{Cleared, OpenRows};
use crate::answers::{Answers, Rows};
use griot_model::{Disclosure, Finding, Preservation, Source};

/// What stands in the place of a sentence that may not be shown.
pub const WITHHELD: &str = "Withheld: this would repeat a source that is not published.";

/// Knows of every table and source whether it may be shown.
#[derive(Debug, Default)]
pub(crate) struct Guard {
    tables: BTreeMap<String, Disclosure>,
    sources: BTreeMap<String, Disclosure>,
    /// Words by which a source that is not open would be known.
    words: Vec<String>,
    /// Words of rows that are withheld.
    of_rows: Vec<String>,
}

/// Columns of a file of the case whose words tell which row it is.
const TELLING: [&str; 14] = [
    "id",
    "name",
    "aliases",
    "note",
    "text",
    "title",
    "role",
    "what",
    "speaker",
    "actor",
    "from",
    "to",
    "published",
    "relation",
];

impl Guard {
    /// Reads the disclosure of every table and source. What the report says to everybody anyway,
    /// `said`, is no secret.
    pub(super) fn of(answers: &Answers<'_>, cleared: &Cleared, said: &str) -> Self {
        let tables = answers
            .tables
            .iter()
            .map(|table| (table.description.name.clone(), table.description.disclosure));
        let settings = &answers.case.settings;
        let lists = settings.publishes("sources");
        let told =
            |source: &Source| if lists { source.disclosure } else { Disclosure::Private };
        let sources = &answers.case.sources;
        let closed = sources.iter().filter(|source| told(source) != Disclosure::Open);
        let words = closed.flat_map(|source| telling_words(source, told(source)));
        let words: BTreeSet<String> = words.map(str::to_owned).collect();
        let (mut hidden, mut open) = (BTreeSet::new(), BTreeSet::new());
        for sheet in cleared.sheets.iter().filter(|(name, _)| **name != "sources") {
            let (of_hidden, of_open) = sheet.1.words(&TELLING);
            hidden.extend(of_hidden);
            open.extend(of_open);
        }
        let public = |word: &str| {
            open.contains(word)
                || said.contains(word)
                || settings.title.contains(word)
                || settings.question.contains(word)
                || answers.country_names.values().any(|name| name == word)
        };
        Self {
            tables: tables.collect(),
            sources: sources.iter().map(|s| (s.id.clone(), told(s))).collect(),
            of_rows: hidden
                .into_iter()
                .filter(|word| word.chars().count() >= 6 && !public(word))
                .collect(),
            words: words.into_iter().collect(),
        }
    }

    /// What may be published of a table; nothing, where it is not described.
    pub(crate) fn table(&self, name: &str) -> Disclosure {
        self.tables.get(name).copied().unwrap_or(Disclosure::Private)
    }

    /// What may be published of a source. An id that is not in `sources.csv` hides nothing.
    pub(crate) fn source(&self, id: &str) -> Disclosure {
        self.sources.get(id).copied().unwrap_or(Disclosure::Open)
    }

    /// What may be published of a finding.
    pub(crate) fn finding(&self, finding: &Finding) -> Disclosure {
        self.table(&finding.selection.table)
    }

    /// The rows of a table that may be shown; none unless the table is open.
    pub(crate) fn rows(&self, table: &str, rows: &Rows) -> OpenRows {
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

    /// The text, or [`WITHHELD`] where it repeats a source that is not open, or a row that is
    /// withheld.
    pub(crate) fn text<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.hides(text) { WITHHELD.into() } else { text.into() }
    }

    /// Whether a text repeats what may not leave.
    pub(crate) fn hides(&self, text: &str) -> bool {
        self.repeats(text) || self.of_rows.iter().any(|words| text.contains(words))
    }

    /// Tables, other than the one that an evidence names, that its query reads.
    pub(super) fn tightest_of_query(&self, query: &str) -> Disclosure {
        let is_name = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
        let words: Vec<&str> =
            query.split(|letter| !is_name(letter)).filter(|word| !word.is_empty()).collect();
        let named = words.windows(2).filter_map(|pair| match pair {
            [before, name]
                if before.eq_ignore_ascii_case("from")
                    || before.eq_ignore_ascii_case("join") =>
            {
                self.tables.get(*name)
            }
            _ => None,
        });
        named.copied().min_by_key(|it| openness(*it)).unwrap_or(Disclosure::Open)
    }

    /// Whether a cell names a closed source, by id or by words.
    pub(super) fn tells(&self, cell: &str) -> bool {
        let names_private = cell
            .split([';', ',', '|', ' '])
            .any(|word| self.source(word.trim()) == Disclosure::Private);
        names_private || self.source(cell) == Disclosure::Private || self.repeats(cell)
    }

    fn repeats(&self, text: &str) -> bool {
        self.words.iter().any(|words| text.contains(words))
    }
}

fn openness(disclosure: Disclosure) -> u8 {
    match disclosure {
        Disclosure::Private => 0,
        Disclosure::Aggregate => 1,
        Disclosure::Open => 2,
    }
}

/// Title, address and file of a source, and of a private one all else; words too short to tell
/// anything are left out.
fn telling_words(source: &Source, told: Disclosure) -> impl Iterator<Item = &str> {
    let (file, digest) = match &source.preservation {
        Preservation::Preserved { file, sha256 } => (file.as_str(), sha256.as_str()),
        Preservation::Cited => ("", ""),
    };
    let private = told == Disclosure::Private;
    let all = [
        source.title.as_str(),
        source.url.as_deref().unwrap_or_default(),
        file,
        digest,
        if private { source.id.as_str() } else { "" },
        if private { source.author.as_str() } else { "" },
    ];
    all.into_iter().filter(|words| words.trim().chars().count() >= 6)
}
