//! What became of a case since its operations were logged: files, and rows of `sources.csv`.
//!
//! Nothing here says that somebody did wrong. A report is edited after a build, and a source is
//! withdrawn; the log then says what was, and this says what is no longer so.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use griot_archive::{
    Became, CaseFiles, Difference, Digest, Entry, FolderStore, Log, Reader, differences,
};
use griot_model::{Disclosure, Preservation, Source, world::World as _};

use super::{DISCLOSURE, FETCHED, FILES, SOURCES};

/// What is not as the log says, and what a reader of the log should know.
#[derive(Debug, Default)]
pub(crate) struct Since {
    /// Files and rows that changed since the last operation that spoke of them.
    pub(crate) changed: Vec<String>,
    /// Changes that a later operation logged, and files that no operation speaks of.
    pub(crate) notes: Vec<String>,
}

/// Compares a case with the log of its archive.
pub(crate) fn since(case: &str, files: &CaseFiles, reader: &Reader<FolderStore>) -> Since {
    let Log { entries, unreadable: _ } = reader.log();
    let now = Sheet::of(files.read(&format!("{}/{SOURCES}", case.trim_end_matches('/'))).ok());
    let mut since = Since::default();
    let build = entries.iter().rev().find(|entry| entry.operation.kind == "build");
    let then = build.and_then(|build| {
        let sheet = build.operation.sources.iter().find(|source| source.name == SOURCES)?;
        Some((build.index, Sheet::of(reader.get(sheet.sha256).ok()?)))
    });
    let later = |entry: &&Entry| then.as_ref().is_none_or(|(build, _)| entry.index > *build);
    let added: Vec<Added> = entries.iter().filter(later).flat_map(Added::by).collect();
    since.files(case, files, &entries, &now, then.as_ref().map(|(_, then)| then), &added);
    since.rows(&now, then.as_ref(), &added);
    let earlier = entries.iter().filter(|entry| !later(entry)).flat_map(Added::by);
    since.logged_rows(&now, earlier, then.as_ref());
    since.unknown(case, files, &entries, &now);
    since
}

/// `sources.csv`, as it was or is.
struct Sheet {
    bytes: Vec<u8>,
    rows: Vec<Source>,
}

impl Sheet {
    fn of(bytes: Option<Vec<u8>>) -> Self {
        let bytes = bytes.unwrap_or_default();
        // Whether a file is there is asked elsewhere; here its name is what counts.
        let (rows, _seen) = griot_case::read_sources(&bytes, &|_file| Ok(String::new()));
        Self { bytes, rows }
    }

    fn row(&self, id: &str) -> Option<&Source> {
        self.rows.iter().find(|row| row.id == id)
    }

    fn rows_of<'s>(&'s self, file: &'s str) -> impl Iterator<Item = &'s Source> {
        self.rows.iter().filter(move |row| file_of(row) == Some(file))
    }

    /// Whether this is `earlier` with nothing but rows of added files after it.
    fn continues(&self, earlier: &Self, added: &[Added]) -> bool {
        let before = earlier.bytes.trim_ascii_end();
        let rest = self.bytes.strip_prefix(before);
        let kept = |row: &Source| self.row(&row.id).is_some_and(|now| is_as(now, row));
        let new = |row: &&Source| earlier.row(&row.id).is_none();
        let known =
            |row: &Source| file_of(row).is_some_and(|it| added.iter().any(|a| a.name == it));
        rest.is_some_and(|rest| rest.first().is_none_or(|next| b"\r\n".contains(next)))
            && earlier.rows.iter().all(kept)
            && self.rows.iter().filter(new).all(known)
    }
}

fn file_of(row: &Source) -> Option<&str> {
    match &row.preservation {
        Preservation::Preserved { file, .. } => Some(file),
        Preservation::Cited => None,
    }
}

fn is_as(now: &Source, then: &Source) -> bool {
    file_of(now) == file_of(then) && now.disclosure == then.disclosure
}

/// A source that `griot add` preserved.
struct Added {
    index: u64,
    name: String,
    /// The id it was given, where it was added alone.
    id: Option<String>,
    disclosure: Option<Disclosure>,
}

impl Added {
    fn by(entry: &Entry) -> Vec<Self> {
        if entry.operation.kind != "add" {
            return Vec::new();
        }
        let arguments = &entry.operation.arguments;
        let disclosure = arguments.get(DISCLOSURE).and_then(|word| match word.as_str() {
            "open" => Some(Disclosure::Open),
            "aggregate" => Some(Disclosure::Aggregate),
            "private" => Some(Disclosure::Private),
            _ => None,
        });
        let of_source = |source: &griot_archive::Preserved| Self {
            index: entry.index,
            name: source.name.clone(),
            id: arguments.get("id").cloned(),
            disclosure,
        };
        // How a source was served stands beside it and is no source itself.
        let sources = entry.operation.sources.iter();
        sources.filter(|it| it.media_type != FETCHED).map(of_source).collect()
    }
}

impl Since {
    fn files(
        &mut self,
        case: &str,
        files: &CaseFiles,
        entries: &[Entry],
        now: &Sheet,
        then: Option<&Sheet>,
        added: &[Added],
    ) {
        let mut present = griot_case::usable_files(files, case);
        let inside = |row: &Source| file_of(row).map(str::to_owned);
        let there = |name: &String| Path::new(case).join(name).exists();
        present.extend(now.rows.iter().filter_map(inside).filter(there));
        let build = entries.iter().rev().find(|entry| entry.operation.kind == "build");
        let older = build.filter(|build| !build.operation.arguments.contains_key(FILES));
        if let Some(build) = older {
            self.notes.push(format!(
                "entry {} was logged by an earlier griot, which did not log every table that it \
                 read; griot build {case} does",
                build.index
            ));
        }
        for difference in differences(entries, files, case, &present) {
            let grown = difference.name == SOURCES
                && matches!(difference.became, Became::Changed { .. })
                && then.is_some_and(|then| now.continues(then, added));
            if grown {
                self.notes.push(format!(
                    "{} added since the case was built; griot build {case} publishes what may be",
                    super::counted(added.len() as u64, "source was", "sources were")
                ));
            } else if older.is_none() || !matches!(difference.became, Became::New { .. }) {
                self.changed.push(in_words(&difference));
            }
        }
    }

    /// Rows that were there when the case was built, or were added after it.
    fn rows(&mut self, now: &Sheet, then: Option<&(u64, Sheet)>, added: &[Added]) {
        for (index, row) in
            then.iter().flat_map(|(index, then)| then.rows.iter().map(move |row| (index, row)))
        {
            match now.row(&row.id) {
                None => self.changed.push(format!(
                    "the row {:?} was taken out of {SOURCES} since entry {index} (build)",
                    row.id
                )),
                Some(now) if is_opener(now.disclosure, row.disclosure) => {
                    self.changed.push(format!(
                        "{:?} was {} when entry {index} (build) was logged, and is {} now",
                        row.id,
                        word(row.disclosure),
                        word(now.disclosure)
                    ));
                }
                Some(_) => {}
            }
        }
        for added in added {
            self.changed.extend(
                added
                    .against(now)
                    .map(|what| format!("{what}, and no operation has logged that")),
            );
        }
    }

    /// What was added before the case was last built, and what the build then found.
    fn logged_rows(
        &mut self,
        now: &Sheet,
        earlier: impl Iterator<Item = Added>,
        then: Option<&(u64, Sheet)>,
    ) {
        let Some((build, then)) = then else { return };
        for added in earlier {
            // What changed after the build was said with the build.
            if let (Some(what), Some(_)) = (added.against(now), added.against(then)) {
                self.notes.push(format!("{what}; entry {build} (build) logged it so"));
            }
        }
    }

    /// Files that the case uses, or holds, and no operation speaks of.
    fn unknown(&mut self, case: &str, files: &CaseFiles, entries: &[Entry], now: &Sheet) {
        let logged: BTreeSet<&str> = entries
            .iter()
            .flat_map(|entry| &entry.operation.sources)
            .map(|source| source.name.as_str())
            .collect();
        let built = entries.iter().any(|entry| entry.operation.kind == "build");
        let unlogged = |name: &&str| !logged.contains(name);
        let named: BTreeSet<&str> = now.rows.iter().filter_map(file_of).collect();
        // After a build they were said to be new.
        for name in named.iter().copied().filter(unlogged).filter(|_| !built) {
            self.changed.push(format!(
                "{SOURCES} names {name:?}, which no operation has preserved; griot add {case} \
                 {case}/{name} does"
            ));
        }
        let folder = format!("{}/sources", case.trim_end_matches('/'));
        let template = griot_case::new_case("");
        for name in files.list(&folder).unwrap_or_default() {
            let name = format!("sources/{name}");
            let as_new = template.iter().find(|file| file.path == name).is_some_and(|file| {
                files.read(&format!("{case}/{name}")).is_ok_and(|it| it == file.text.as_bytes())
            });
            if as_new {
                continue; // griot new put it there
            }
            if !logged.contains(name.as_str()) && !named.contains(name.as_str()) {
                self.notes.push(format!(
                    "{name:?} is in the case, and neither {SOURCES} nor the log knows it; griot \
                     add {case} {case}/{name} preserves it"
                ));
            }
        }
    }
}

impl Added {
    /// What the sheet no longer says of it.
    fn against(&self, sheet: &Sheet) -> Option<String> {
        let Self { index, name, id, disclosure } = self;
        let removed = match id {
            Some(id) => sheet.row(id).is_none(),
            None => sheet.rows_of(name).next().is_none(),
        };
        if removed {
            return Some(match id {
                Some(id) => format!(
                    "the row {id:?} of {name:?}, which entry {index} preserved, is not in {SOURCES}"
                ),
                None => {
                    format!("{name:?}, which entry {index} preserved, has no row in {SOURCES}")
                }
            });
        }
        let row = id.as_ref().and_then(|id| sheet.row(id)).or(sheet.rows_of(name).next())?;
        let was = (*disclosure)?;
        is_opener(row.disclosure, was).then(|| {
            format!(
                "{:?} was {} when entry {index} preserved it, and is {} now",
                row.id,
                word(was),
                word(row.disclosure)
            )
        })
    }
}

/// Whether more may be shown than before.
fn is_opener(now: Disclosure, then: Disclosure) -> bool {
    let rank = |it| match it {
        Disclosure::Private => 0,
        Disclosure::Aggregate => 1,
        Disclosure::Open => 2,
    };
    rank(now) > rank(then)
}

fn word(disclosure: Disclosure) -> &'static str {
    match disclosure {
        Disclosure::Private => "private",
        Disclosure::Aggregate => "aggregate",
        Disclosure::Open => "open",
    }
}

fn in_words(difference: &Difference) -> String {
    let Difference { name, expected, became } = difference;
    let (says, still) = match expected {
        None => (String::new(), String::new()),
        Some(expected) => {
            let verb = if expected.kind == "add" { "preserved" } else { "used" };
            let still = |sha256: Digest| format!("the archive still has it as object {sha256}");
            (format!("entry {} {verb}", expected.index), still(expected.sha256))
        }
    };
    match became {
        Became::Changed { used: None } => {
            format!("{name:?} in the case is not what {says}; {still}")
        }
        Became::Changed { used: Some(build) } => format!(
            "{name:?} in the case is not what {says}, and entry {build} was built with it as it \
             is now; {still}"
        ),
        Became::Missing => format!("{name:?}, which {says}, is missing from the case; {still}"),
        Became::Unreadable { why } => {
            format!("{name:?}, which {says}, cannot be read in the case ({why}); {still}")
        }
        Became::New { since } => {
            format!("{name:?} in the case is new since entry {since}, the last build")
        }
    }
}

/// The newest entry that speaks of each name.
pub(crate) fn newest(entries: &[Entry]) -> BTreeMap<&str, (u64, Digest)> {
    let mut newest = BTreeMap::new();
    for entry in entries {
        for source in &entry.operation.sources {
            newest.insert(source.name.as_str(), (entry.index, source.sha256));
        }
    }
    newest
}
