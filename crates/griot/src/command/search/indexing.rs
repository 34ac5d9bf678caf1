//! The index of a case, brought up to what lies there now.
//!
//! It is a cache: what it says of a file holds as long as the file has the stamp or the digest that it had. Whoever deletes it
//! loses time and nothing else.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError, mpsc::sync_channel},
    thread,
};

use griot_archive::ARCHIVE_FOLDER;
use griot_model::{Preservation, Source, Statement, bounds, world::World};
use griot_sql::{Index, Known, Passage, SqlError};
use indicatif::{ProgressBar, ProgressStyle};

use super::passages;
use crate::{disk, failure::Failure, terminal, worker::Reader};

/// Changes with what is put into the index.
const FORMAT: u32 = 1;

/// Texts that are kept at once: an interruption loses no more.
const BATCH: usize = 256;

/// Processes that read, where the machine has as many cores.
const READERS: usize = 4;

/// What a text is, as the index and an answer name it.
pub(super) const SOURCE: &str = "source";
/// See [`SOURCE`].
pub(super) const STATEMENT: &str = "statement";
/// See [`SOURCE`].
pub(super) const REPORT: &str = "report";

/// Name of the text that holds all statements.
const STATEMENTS: &str = "statements.csv";

/// Why a case cannot be searched.
pub(super) enum Stopped {
    /// It, or what reads it.
    Failure(Failure),
    /// Its index.
    Index(SqlError),
}

impl From<Failure> for Stopped {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}

impl From<SqlError> for Stopped {
    fn from(error: SqlError) -> Self {
        Self::Index(error)
    }
}

/// A case that can be searched.
pub(super) struct Searchable {
    pub(super) index: Index,
    pub(super) sources: Vec<Source>,
    /// Texts whose words are in the index.
    pub(super) texts: usize,
    /// Texts that hold no words that could be read, and why.
    pub(super) unread: Vec<Known>,
}

/// A text as it lies there.
struct Lying {
    kind: &'static str,
    name: String,
    stamp: String,
}

/// Opens the index of a case and reads what is new or has changed.
pub(super) fn searchable(folder: &str, fresh: bool) -> Result<Searchable, Stopped> {
    let files = disk::of_case(folder)?;
    let settings = griot_case::settings(&files, folder).map_err(|error| {
        Failure::new(format!("the case {folder} cannot be opened: {error}")).hint(error.hint())
    })?;
    let root = folder.trim_end_matches('/');
    let sources = sources(&files, root);
    let statements = griot_case::read_statements(&files, folder);
    let lying = lying(root, &sources, &statements, &settings.report);
    let index = opened(root, fresh)?;
    if is_stale(&index, &lying)? {
        index.begin()?;
        update(&index, &files, root, &lying, &statements)?;
        index.keep()?;
    }
    let known = index.known()?;
    let (unread, read): (Vec<Known>, Vec<Known>) =
        known.into_iter().partition(|text| text.why.is_some());
    Ok(Searchable { index, sources, texts: read.len(), unread })
}

/// The rows of `sources.csv`; a file counts as held where it is there.
fn sources(files: &dyn World, root: &str) -> Vec<Source> {
    let Ok(bytes) = files.read(&format!("{root}/sources.csv")) else { return Vec::new() };
    let there = |file: &str| match disk::stamp(&format!("{root}/{file}")) {
        Some(_) => Ok(String::new()),
        None => Err("is not there".to_owned()),
    };
    griot_case::read_sources(&bytes, &there).0
}

/// What should be in the index: each held file once, the statements, the report.
fn lying(root: &str, sources: &[Source], statements: &[Statement], report: &str) -> Vec<Lying> {
    let mut held = BTreeSet::new();
    for source in sources {
        if let Preservation::Preserved { file, .. } = &source.preservation {
            held.insert(file.as_str());
        }
    }
    let file = |kind, name: &str| {
        let stamp = disk::stamp(&format!("{root}/{name}"))?;
        Some(Lying { kind, name: name.to_owned(), stamp })
    };
    let mut lying: Vec<Lying> =
        held.into_iter().filter_map(|name| file(SOURCE, name)).collect();
    lying.extend(file(REPORT, report));
    if !statements.is_empty() {
        // Statements are few and read anyway: their stamp is their digest.
        let stamp = digest(statements);
        lying.push(Lying { kind: STATEMENT, name: STATEMENTS.to_owned(), stamp });
    }
    lying
}

fn digest(statements: &[Statement]) -> String {
    let line =
        |it: &Statement| format!("{}\u{1f}{}\u{1f}{:?}\n", it.id, it.text, it.provenance);
    griot_check::sha256(statements.iter().map(line).collect::<String>().as_bytes())
}

/// The index in the cache of the case; in memory where the case has no archive or cannot be written to.
fn opened(root: &str, fresh: bool) -> Result<Index, Stopped> {
    let version = format!("{FORMAT} {} {}", griot_read::VERSION, griot_text::search::digest());
    let archive = Path::new(root).join(ARCHIVE_FOLDER);
    let Some(file) = cache(&archive) else {
        return Ok(Index::in_memory(&version)?);
    };
    if fresh {
        Index::remove(&file).map_err(|error| {
            Failure::new(format!("{} cannot be removed: {error}", file.display()))
        })?;
    }
    match Index::at(&file, &version) {
        Ok(index) => Ok(index),
        Err(error) if error.is_busy() => Err(error.into()),
        Err(error) => {
            let shown = file.display();
            terminal::say(&format!(
                "note: {shown} cannot be kept, so all is read anew: {error}"
            ));
            Ok(Index::in_memory(&version)?)
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the binary keeps the cache of a case")]
fn cache(archive: &Path) -> Option<PathBuf> {
    let is_folder = |path: &Path| path.symlink_metadata().is_ok_and(|it| it.is_dir());
    let cache = archive.join("cache");
    if !is_folder(archive) {
        return None;
    }
    std::fs::create_dir_all(&cache).ok()?;
    is_folder(&cache).then(|| cache.join("search.sqlite"))
}

fn is_stale(index: &Index, lying: &[Lying]) -> Result<bool, SqlError> {
    let known = index.known()?;
    let known: BTreeSet<(&str, &str, &str)> =
        known.iter().map(|it| (&*it.kind, &*it.name, &*it.stamp)).collect();
    let same = |it: &Lying| known.contains(&(it.kind, &*it.name, &*it.stamp));
    Ok(known.len() != lying.len() || !lying.iter().all(same))
}

/// Reads what is not in the index as it lies there, and takes out what no longer lies there.
fn update(
    index: &Index,
    files: &(dyn World + Sync),
    root: &str,
    lying: &[Lying],
    statements: &[Statement],
) -> Result<(), Stopped> {
    let known: BTreeMap<(String, String), Known> = index
        .known()?
        .into_iter()
        .map(|text| ((text.kind.clone(), text.name.clone()), text))
        .collect();
    let of = |text: &Lying| known.get(&(text.kind.to_owned(), text.name.clone()));
    let there: BTreeSet<(&str, &str)> =
        lying.iter().map(|text| (text.kind, text.name.as_str())).collect();
    for (kind, name) in known.keys().filter(|(kind, name)| !there.contains(&(kind, name))) {
        index.forget(kind, name)?;
    }
    let changed: Vec<(&Lying, Option<&Known>)> = lying
        .iter()
        .map(|text| (text, of(text)))
        .filter(|(text, known)| known.is_none_or(|known| known.stamp != text.stamp))
        .collect();
    let bar = bar(changed.len());
    let next = Mutex::new(changed.into_iter());
    let threads = thread::available_parallelism().map_or(1, usize::from).min(READERS);
    let (sender, answers) = sync_channel(threads * 2);
    let ended: Result<(), Stopped> = thread::scope(|scope| {
        for _ in 0..threads {
            let (sender, next) = (sender.clone(), &next);
            scope.spawn(move || {
                let mut reader = Reader::default();
                loop {
                    let text = next.lock().unwrap_or_else(PoisonError::into_inner).next();
                    let Some((text, known)) = text else { break };
                    let read = read(&mut reader, files, root, text, known, statements);
                    if sender.send(read).is_err() {
                        break;
                    }
                }
            });
        }
        drop(sender);
        for (count, read) in answers.into_iter().enumerate() {
            match read? {
                Read::Same { kind, name, stamp } => index.stamp(kind, &name, &stamp),
                Read::Anew(text, passages) => index.put(&text, &passages),
            }?;
            bar.inc(1);
            if (count + 1) % BATCH == 0 {
                index.keep().and_then(|()| index.begin())?;
            }
        }
        Ok(())
    });
    bar.finish_and_clear();
    ended
}

/// What became of a text that has another stamp.
enum Read {
    /// Its bytes are what they were.
    Same {
        kind: &'static str,
        name: String,
        stamp: String,
    },
    Anew(Known, Vec<Passage>),
}

fn read(
    reader: &mut Reader,
    files: &dyn World,
    root: &str,
    text: &Lying,
    known: Option<&Known>,
    statements: &[Statement],
) -> Result<Read, Failure> {
    let Lying { kind, name, stamp } = text;
    let anew = |digest: String, why: Option<String>| Known {
        kind: (*kind).to_owned(),
        name: name.clone(),
        stamp: stamp.clone(),
        digest,
        why,
    };
    if *kind == STATEMENT {
        let passages = statements.iter().map(|it| {
            let place = match it.provenance.locator {
                griot_model::Locator::Line { line, .. } => format!("line {line}"),
                _ => String::new(),
            };
            passages::of_text(&it.text, &place, &it.id)
        });
        return Ok(Read::Anew(anew(stamp.clone(), None), passages.collect()));
    }
    let bytes = match files.read(&format!("{root}/{name}")) {
        Ok(bytes) => bytes,
        Err(error) => {
            return Ok(Read::Anew(anew(String::new(), Some(error.to_string())), Vec::new()));
        }
    };
    let digest = griot_check::sha256(&bytes);
    if known.is_some_and(|known| known.digest == digest) {
        return Ok(Read::Same { kind, name: name.clone(), stamp: stamp.clone() });
    }
    if bytes.len() as u64 > bounds::DOCUMENT {
        let why = bounds::TooLarge::bytes(name, bounds::DOCUMENT, "divide it").to_string();
        return Ok(Read::Anew(anew(digest, Some(why)), Vec::new()));
    }
    let short = name.rsplit('/').next().unwrap_or(name);
    Ok(match reader.blocks(&bytes, short)? {
        Ok(document) => {
            let passages = passages::of_document(&document);
            let remarks = document.prose.notes.iter().map(|it| it.message.as_str());
            let why = passages.is_empty().then(|| {
                let said: Vec<&str> =
                    std::iter::once("it has no text").chain(remarks).collect();
                said.join("; ")
            });
            Read::Anew(anew(digest, why), passages)
        }
        Err(why) => Read::Anew(anew(digest, Some(why.to_string())), Vec::new()),
    })
}

/// How far the reading is, on a terminal.
fn bar(texts: usize) -> ProgressBar {
    let bar = ProgressBar::new(u64::try_from(texts).unwrap_or(u64::MAX));
    if let Ok(style) =
        ProgressStyle::with_template("{wide_bar} {pos} of {len} texts, {eta} left")
    {
        bar.set_style(style);
    }
    bar
}
