//! Which rows of the CSV files of a case may leave, and what of them?
//!
//! A row that cites a private source is withheld, whichever page would show it. So is a row that
//! cites a source nobody described, and every row of a file that is not named under `[publish]`.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::ControlFlow,
};

use griot_case::Case;
use griot_model::{
    Actor, Disclosure, Flow, Interval, Preservation, Relation, Source, Statement,
    TimelineEntry,
    table::{Kind, Table},
};

use crate::{address::goes_to_the_web, answers::Rows};

/// The names of the files, as `[publish]` and SQL have them.
pub(crate) const SHEETS: [&str; 7] =
    ["actors", "flows", "intervals", "relations", "sources", "statements", "timeline"];

/// All that `[publish]` can name.
pub const PUBLISHED: [&str; 8] = [
    "report",
    "actors",
    "flows",
    "intervals",
    "relations",
    "sources",
    "statements",
    "timeline",
];

/// Rows that may be shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OpenRows {
    /// The rows.
    pub rows: Rows,
    /// Rows that were left out because they name a source that is not open.
    pub withheld: usize,
}

/// A case with the rows that may leave, and what is needed to know the others again.
#[derive(Debug, Clone)]
pub struct Cleared {
    /// The case: of its CSV files only what may leave, of its tables of trade only the open ones; its
    /// tables of events and posts whole.
    pub case: Case,
    /// How many rows of each file are not in it, for files that may be published at all.
    pub withheld: BTreeMap<&'static str, usize>,
    /// Rows before and after, by file.
    pub(super) sheets: BTreeMap<&'static str, Sheet>,
}

impl Cleared {
    /// Whether the case lost anything.
    pub fn lost_rows(&self) -> bool {
        self.sheets.values().any(|sheet| !sheet.is_whole)
    }
}

/// A CSV file of the case as text, with what may be shown of each row.
#[derive(Debug, Clone, Default)]
pub(super) struct Sheet {
    columns: Vec<String>,
    is_text: Vec<bool>,
    /// Cells of the row, and those that may be shown; none where the row is withheld.
    rows: Vec<(Vec<String>, Option<Vec<String>>)>,
    /// Whether every row may be shown as it is.
    pub(super) is_whole: bool,
}

/// The case with the rows that may leave.
pub fn cleared(case: &Case) -> Cleared {
    let rules = Rules::of(case);
    let open = |what| case.settings.publishes(what);
    let of = |what: &'static str| if open(what) { Some(&rules) } else { None };
    let actors = clear(&case.actors, of("actors"), Rules::actor);
    let relations = clear(&case.relations, of("relations"), Rules::relation);
    let statements = clear(&case.statements, of("statements"), Rules::statement);
    let intervals = clear(&case.intervals, of("intervals"), Rules::interval);
    let timeline = clear(&case.timeline, of("timeline"), Rules::entry);
    let flows = clear(&case.flows, of("flows"), Rules::flow);
    let sources = clear(&case.sources, of("sources"), Rules::source);
    // A page may show that an aggregate source is held; a row of the table would show its title.
    let whole_sources: Vec<bool> = sources
        .iter()
        .map(|it| it.as_ref().is_some_and(|it| it.disclosure == Disclosure::Open))
        .collect();
    let kept: BTreeMap<&str, Vec<bool>> = [
        ("actors", is_some(&actors)),
        ("relations", is_some(&relations)),
        ("statements", is_some(&statements)),
        ("intervals", is_some(&intervals)),
        ("timeline", is_some(&timeline)),
        ("flows", is_some(&flows)),
        ("sources", whole_sources),
    ]
    .into();
    let mut shown = case.clone();
    shown.actors = actors.into_iter().flatten().collect();
    shown.relations = relations.into_iter().flatten().collect();
    shown.statements = statements.into_iter().flatten().collect();
    shown.intervals = intervals.into_iter().flatten().collect();
    shown.timeline = timeline.into_iter().flatten().collect();
    shown.flows = flows.into_iter().flatten().collect();
    // What pages say of trade is computed row by row, from whichever tables there are.
    shown.trade.retain(|table| table.description.disclosure == Disclosure::Open);
    for table in &mut shown.trade {
        table.flows.retain(|flow| !rules.names_private(&flow.source));
    }
    let all_sources: Vec<Source> = sources.into_iter().flatten().collect();
    shown.sources.clone_from(&all_sources);
    let open_sources = all_sources.into_iter().filter(|it| it.disclosure == Disclosure::Open);
    let mut of_open = shown.clone();
    of_open.sources = open_sources.collect();
    let mut sheets = BTreeMap::new();
    let mut withheld = BTreeMap::new();
    for name in SHEETS {
        let keeps = kept.get(name).cloned().unwrap_or_default();
        let sheet = Sheet::new(&texts(case, name), &texts(&of_open, name), &keeps);
        let lost = keeps.iter().filter(|kept| !**kept).count();
        if open(name) && lost > 0 && name != "sources" {
            withheld.insert(name, lost);
        }
        sheets.insert(name, sheet);
    }
    Cleared { case: shown, withheld, sheets }
}

fn is_some<T>(rows: &[Option<T>]) -> Vec<bool> {
    rows.iter().map(Option::is_some).collect()
}

fn clear<'r, T>(
    rows: &[T],
    rules: Option<&Rules<'r>>,
    of: impl Fn(&Rules<'r>, &T) -> Option<T>,
) -> Vec<Option<T>> {
    rows.iter().map(|row| rules.and_then(|rules| of(rules, row))).collect()
}

/// What decides over one row.
struct Rules<'a> {
    sources: BTreeMap<&'a str, Disclosure>,
    lists_sources: bool,
    /// Actors that are rows of the case, and whether they may be named.
    actors: BTreeMap<&'a str, bool>,
    lists_actors: bool,
}

impl<'a> Rules<'a> {
    fn of(case: &'a Case) -> Self {
        let lists_actors = case.settings.publishes("actors");
        let mut rules = Self {
            sources: case.sources.iter().map(|it| (it.id.as_str(), it.disclosure)).collect(),
            lists_sources: case.settings.publishes("sources"),
            actors: BTreeMap::new(),
            lists_actors,
        };
        rules.actors = case
            .actors
            .iter()
            .map(|actor| {
                (actor.id.as_str(), lists_actors && rules.cites(&actor.sources).is_some())
            })
            .collect();
        rules
    }

    /// The sources of a row that may leave, with the empty text for one that is not to be named;
    /// none where the row may not leave.
    fn cites(&self, ids: &[String]) -> Option<Vec<String>> {
        let private = |id: &String| {
            self.sources.get(id.as_str()).copied().unwrap_or(Disclosure::Private)
                == Disclosure::Private
        };
        if ids.iter().any(private) {
            return None;
        }
        let named = |id: &String| if self.lists_sources { id.clone() } else { String::new() };
        let mut named: Vec<String> = ids.iter().map(named).collect();
        named.dedup();
        Some(named)
    }

    /// Whether a text of somebody else's table has the id of a private source as one of its words.
    fn names_private(&self, text: &str) -> bool {
        let is_private = |id: &str| self.sources.get(id) == Some(&Disclosure::Private);
        is_private(text) || text.split([' ', ',', ';', '|']).any(|word| is_private(word.trim()))
    }

    /// An actor's id, or the name of somebody who is none; empty where it may not be told.
    fn who(&self, id: &str) -> String {
        let told = self.actors.get(id).copied().unwrap_or(self.lists_actors);
        if told { id.to_owned() } else { String::new() }
    }

    fn whos(&self, ids: &[String]) -> Vec<String> {
        let mut all: Vec<String> = ids.iter().map(|id| self.who(id)).collect();
        all.dedup();
        all
    }

    fn actor(&self, row: &Actor) -> Option<Actor> {
        Some(Actor { sources: self.cites(&row.sources)?, ..row.clone() })
    }

    fn relation(&self, row: &Relation) -> Option<Relation> {
        Some(Relation {
            sources: self.cites(&row.sources)?,
            from: self.who(&row.from),
            to: self.who(&row.to),
            ..row.clone()
        })
    }

    fn statement(&self, row: &Statement) -> Option<Statement> {
        Some(Statement {
            sources: self.cites(&row.sources)?,
            speaker: self.who(&row.speaker),
            about: self.whos(&row.about),
            ..row.clone()
        })
    }

    fn interval(&self, row: &Interval) -> Option<Interval> {
        Some(Interval {
            sources: self.cites(&row.sources)?,
            actor: self.who(&row.actor),
            ..row.clone()
        })
    }

    fn entry(&self, row: &TimelineEntry) -> Option<TimelineEntry> {
        Some(TimelineEntry {
            sources: self.cites(&row.sources)?,
            actors: self.whos(&row.actors),
            ..row.clone()
        })
    }

    fn flow(&self, row: &Flow) -> Option<Flow> {
        Some(Flow { sources: self.cites(&row.sources)?, ..row.clone() })
    }

    #[expect(clippy::unused_self, reason = "the same shape as the other rows")]
    fn source(&self, row: &Source) -> Option<Source> {
        match row.disclosure {
            Disclosure::Private => None,
            // An address on somebody's own machine, or with a password in it, is nobody else's.
            Disclosure::Open => {
                let url = row.url.clone().filter(|url| goes_to_the_web(url));
                Some(Source { url, ..row.clone() })
            }
            Disclosure::Aggregate => Some(Source {
                title: String::new(),
                publisher: String::new(),
                author: String::new(),
                published: None,
                url: None,
                retrieved: None,
                preservation: match &row.preservation {
                    Preservation::Preserved { sha256, .. } => {
                        Preservation::Preserved { file: String::new(), sha256: sha256.clone() }
                    }
                    Preservation::Cited => Preservation::Cited,
                },
                ..row.clone()
            }),
        }
    }
}

struct Texts {
    columns: Vec<String>,
    is_text: Vec<bool>,
    rows: Vec<Vec<String>>,
}

fn texts(case: &Case, name: &str) -> Texts {
    let mut texts = Texts { columns: Vec::new(), is_text: Vec::new(), rows: Vec::new() };
    let Some(table) = sheet_of(case, name) else { return texts };
    for column in table.columns() {
        texts.is_text.push(column.kind == Kind::Text);
        texts.columns.push(column.name);
    }
    let read = table.rows(&mut |cells| {
        texts.rows.push(cells.iter().map(|cell| cell.text().into_owned()).collect());
        ControlFlow::Continue(())
    });
    debug_assert!(read.is_ok(), "records in memory are readable");
    texts
}

fn sheet_of<'c>(case: &'c Case, name: &str) -> Option<Box<dyn Table + 'c>> {
    case.as_tables().into_iter().take(SHEETS.len()).find(|table| table.name() == name)
}

impl Sheet {
    fn new(all: &Texts, shown: &Texts, keeps: &[bool]) -> Self {
        let mut left = shown.rows.iter();
        let rows: Vec<_> = all
            .rows
            .iter()
            .zip(keeps)
            .map(|(row, keeps)| {
                let shown = if *keeps { left.next().cloned() } else { None };
                (row.clone(), shown)
            })
            .collect();
        let is_whole = rows.iter().all(|(row, shown)| shown.as_ref() == Some(row));
        Self { columns: all.columns.clone(), is_text: all.is_text.clone(), rows, is_whole }
    }

    /// The words of rows that are withheld, and those of rows that are shown.
    pub(super) fn words(&self, columns: &[&str]) -> (Vec<String>, BTreeSet<String>) {
        let (mut hidden, mut open) = (Vec::new(), BTreeSet::new());
        for (row, shown) in &self.rows {
            for (name, cell) in self.columns.iter().zip(row) {
                if !columns.contains(&name.as_str()) {
                    continue;
                }
                let words = cell.split(" | ").map(|words| words.trim().to_owned());
                if shown.is_some() { open.extend(words) } else { hidden.extend(words) }
            }
        }
        (hidden, open)
    }

    /// The rows of a selection that may be shown, as far as they may be; nothing of one whose rows
    /// are not rows of this file.
    pub(super) fn open(&self, chosen: &Rows) -> OpenRows {
        if self.is_whole {
            return OpenRows { rows: chosen.clone(), withheld: 0 };
        }
        let mut open = OpenRows {
            rows: Rows { columns: chosen.columns.clone(), rows: Vec::new() },
            withheld: 0,
        };
        let places: Option<Vec<usize>> = chosen
            .columns
            .iter()
            .map(|name| self.columns.iter().position(|column| column == name))
            .collect();
        let Some(places) = places else {
            open.withheld = chosen.rows.len();
            return open;
        };
        for row in &chosen.rows {
            // Numbers are written in more than one way; texts alone must be the same.
            let same = |cells: &Vec<String>| {
                places.iter().zip(row).all(|(&at, cell)| {
                    !self.is_text.get(at).copied().unwrap_or(false)
                        || cells.get(at) == Some(cell)
                })
            };
            let line = places.iter().position(|&at| Some(at) == self.line_column());
            let is_it = |cells: &Vec<String>| {
                line.is_none_or(|at| {
                    self.line_column().and_then(|column| cells.get(column)) == row.get(at)
                }) && same(cells)
            };
            let mut found = self.rows.iter().filter(|(cells, _)| is_it(cells)).peekable();
            let first = found.peek().and_then(|(_, shown)| shown.as_ref());
            match (first, found.all(|(_, shown)| shown.is_some())) {
                (Some(cells), true) => {
                    let cells = places.iter().zip(row).map(|(&at, own)| {
                        if self.is_text.get(at).copied().unwrap_or(false) {
                            cells.get(at).cloned().unwrap_or_default()
                        } else {
                            own.clone()
                        }
                    });
                    open.rows.rows.push(cells.collect());
                }
                _ => open.withheld += 1,
            }
        }
        open
    }

    fn line_column(&self) -> Option<usize> {
        self.columns.iter().position(|column| column == "line")
    }
}
