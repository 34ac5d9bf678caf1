//! Which passages have these words? A full-text index (FTS5) in a file that may be deleted at any time.
//!
//! The index knows no language: it is given tokens that are letters and digits and nothing else, and
//! compares them byte for byte. Each text is kept under a kind and a name, with what told it from another
//! one (its stamp, its digest), so that what has not changed is not read again. A text that could not
//! be read is kept as well, with its reason.
//!
//! What is looked for is a value, [`Sought`]; no text of a person becomes a part of a statement or of an
//! expression of FTS5.

use std::{path::Path, time::Duration};

use rusqlite::{Connection, ErrorCode, OpenFlags, config::DbConfig, params};

use crate::SqlError;

/// `griS` in the file's header.
const APPLICATION: i32 = i32::from_be_bytes(*b"griS");

/// How long another process that writes is waited for.
const PATIENCE: Duration = Duration::from_mins(1);

const SCHEMA: &str = "
    CREATE TABLE made (version TEXT NOT NULL);
    CREATE TABLE texts (
        id INTEGER PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, stamp TEXT NOT NULL, digest TEXT NOT NULL,
        why TEXT, UNIQUE (kind, name)
    );
    CREATE TABLE passages (
        id INTEGER PRIMARY KEY, text INTEGER NOT NULL, start INTEGER NOT NULL, words TEXT NOT NULL,
        places TEXT NOT NULL, about TEXT NOT NULL
    );
    CREATE INDEX passages_of ON passages (text);
    CREATE VIRTUAL TABLE found USING fts5 (
        words, forms, content = '', contentless_delete = 1, tokenize = 'ascii'
    );";

/// A text that is or was indexed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// What it is: `source`, `statement`, `report`.
    pub kind: String,
    /// Its name, one of its kind.
    pub name: String,
    /// What tells quickly that it may have changed.
    pub stamp: String,
    /// What tells for certain.
    pub digest: String,
    /// Why it has no passages, where it could not be read.
    pub why: Option<String>,
}

/// A passage on its way into the index.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Passage {
    /// The byte of the text at which it begins.
    pub start: usize,
    /// Its words as they stand there.
    pub text: String,
    /// Where its parts stand: the byte of the passage from which on, and the place as a person cites it.
    pub places: Vec<(usize, String)>,
    /// What else identifies it, such as the id of a row.
    pub about: String,
    /// Its words as they are compared, in order: letters and digits alone.
    pub words: Vec<String>,
    /// Other forms under which words of it are found, in any order.
    pub forms: Vec<String>,
}

/// Something that a passage must have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sought {
    /// One of these tokens, as a word or as a form of one.
    AnyOf(Vec<String>),
    /// A word that begins so.
    Beginning(String),
    /// Words one after the other; the last may be the beginning of one.
    Phrase {
        /// At least one.
        words: Vec<String>,
        /// Whether the last one only begins so.
        is_beginning: bool,
    },
}

/// A passage that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Kind of its text.
    pub kind: String,
    /// Name of its text.
    pub name: String,
    /// The byte of the text at which it begins.
    pub start: usize,
    /// Its words.
    pub text: String,
    /// Where its parts stand.
    pub places: Vec<(usize, String)>,
    /// What else identifies it.
    pub about: String,
}

/// What was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// Passages that have everything, also those beyond the limit.
    pub passages: u64,
    /// Texts that they stand in.
    pub texts: u64,
    /// The best passages, best first.
    pub hits: Vec<Hit>,
}

/// A full-text index.
#[derive(Debug)]
pub struct Index {
    connection: Connection,
}

impl Index {
    /// The index in a file, which is begun anew where it is not there, is damaged or was made by another `version`.
    pub fn at(file: &Path, version: &str) -> Result<Self, SqlError> {
        let opened =
            Self::open(file).and_then(|index| index.is_ours(version).map(|ours| (index, ours)));
        match opened {
            Ok((index, true)) => return Ok(index),
            Err(error) if is_busy(&error) => return Err(said(&error)),
            Ok((_, false)) | Err(_) => {}
        }
        Self::remove(file).map_err(|error| SqlError::Query(error.to_string()))?;
        Self::open(file).and_then(|index| index.made(version)).map_err(|error| said(&error))
    }

    /// An index that lasts as long as the value.
    pub fn in_memory(version: &str) -> Result<Self, SqlError> {
        let open = || Self::settled(Connection::open_in_memory()?)?.made(version);
        open().map_err(|error| said(&error))
    }

    /// Takes away the file of an index and what SQLite keeps beside it.
    #[expect(clippy::disallowed_methods, reason = "this room keeps the file of its engine")]
    pub fn remove(file: &Path) -> std::io::Result<()> {
        for end in ["", "-journal", "-wal", "-shm"] {
            let mut name = file.as_os_str().to_owned();
            name.push(end);
            match std::fs::remove_file(name) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    return Err(error);
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn open(file: &Path) -> rusqlite::Result<Self> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX
            | OpenFlags::SQLITE_OPEN_NOFOLLOW;
        Self::settled(Connection::open_with_flags(file, flags)?)
    }

    fn settled(connection: Connection) -> rusqlite::Result<Self> {
        // The file may be somebody's: nothing in its schema is trusted to do anything.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false)?;
        connection.busy_timeout(PATIENCE)?;
        connection.execute_batch("PRAGMA temp_store = 2; PRAGMA cache_size = -32768;")?;
        Ok(Self { connection })
    }

    /// Whether the file has our tables, made by this version.
    fn is_ours(&self, version: &str) -> rusqlite::Result<bool> {
        let schema = "SELECT count(*) FROM sqlite_schema WHERE name IN ('made', 'texts', 'passages', 'found')";
        let tables: i64 = self.connection.query_row(schema, [], |row| row.get(0))?;
        let id: i32 =
            self.connection.query_row("PRAGMA application_id", [], |row| row.get(0))?;
        if tables != 4 || id != APPLICATION {
            return Ok(false);
        }
        let made: String =
            self.connection.query_row("SELECT max(version) FROM made", [], |row| row.get(0))?;
        Ok(made == version)
    }

    fn made(self, version: &str) -> rusqlite::Result<Self> {
        self.connection.execute_batch("BEGIN IMMEDIATE")?;
        // Another process may have come first.
        if !self.is_ours(version)? {
            self.connection.execute_batch(SCHEMA)?;
            self.connection.execute("INSERT INTO made VALUES (?1)", [version])?;
            self.connection.execute_batch(&format!("PRAGMA application_id = {APPLICATION}"))?;
        }
        self.connection.execute_batch("COMMIT")?;
        Ok(self)
    }

    /// Every text that is known, by kind and name.
    pub fn known(&self) -> Result<Vec<Known>, SqlError> {
        let read = || -> rusqlite::Result<Vec<Known>> {
            let mut rows = self.connection.prepare(
                "SELECT kind, name, stamp, digest, why FROM texts ORDER BY kind, name",
            )?;
            let rows = rows.query_map([], |row| {
                Ok(Known {
                    kind: row.get(0)?,
                    name: row.get(1)?,
                    stamp: row.get(2)?,
                    digest: row.get(3)?,
                    why: row.get(4)?,
                })
            })?;
            rows.collect()
        };
        read().map_err(|error| said(&error))
    }

    /// How many passages there are.
    pub fn passages(&self) -> Result<u64, SqlError> {
        self.connection
            .query_row("SELECT count(*) FROM passages", [], |row| row.get(0).map(counted))
            .map_err(|error| said(&error))
    }

    /// From here on nobody else writes; what is put or forgotten is there from [`Index::keep`] on.
    pub fn begin(&self) -> Result<(), SqlError> {
        self.connection.execute_batch("BEGIN IMMEDIATE").map_err(|error| said(&error))
    }

    /// Keeps what was put and forgotten since [`Index::begin`].
    pub fn keep(&self) -> Result<(), SqlError> {
        self.connection.execute_batch("COMMIT").map_err(|error| said(&error))
    }

    /// Puts a text in the place of what was known under its kind and name.
    pub fn put(&self, text: &Known, passages: &[Passage]) -> Result<(), SqlError> {
        self.forget(&text.kind, &text.name)?;
        let write = || -> rusqlite::Result<()> {
            let Known { kind, name, stamp, digest, why } = text;
            let add = "INSERT INTO texts (kind, name, stamp, digest, why) VALUES (?1, ?2, ?3, ?4, ?5)";
            self.connection
                .prepare_cached(add)?
                .execute(params![kind, name, stamp, digest, why])?;
            let id = self.connection.last_insert_rowid();
            let mut passage = self.connection.prepare_cached(
                "INSERT INTO passages (text, start, words, places, about) VALUES (?1, ?2, ?3, ?4, ?5)",
            )?;
            let mut found = self.connection.prepare_cached(
                "INSERT INTO found (rowid, words, forms) VALUES (?1, ?2, ?3)",
            )?;
            for it in passages {
                let places = serde_json::to_string(&it.places).unwrap_or_default();
                let start = i64::try_from(it.start).unwrap_or(i64::MAX);
                passage.execute(params![id, start, it.text, places, it.about])?;
                let row = self.connection.last_insert_rowid();
                found.execute(params![row, it.words.join(" "), it.forms.join(" ")])?;
            }
            Ok(())
        };
        write().map_err(|error| said(&error))
    }

    /// A text is as it was, and only its stamp is another.
    pub fn stamp(&self, kind: &str, name: &str, stamp: &str) -> Result<(), SqlError> {
        let set = "UPDATE texts SET stamp = ?3 WHERE kind = ?1 AND name = ?2";
        self.connection.execute(set, [kind, name, stamp]).map_err(|error| said(&error))?;
        Ok(())
    }

    /// A text is no longer there.
    pub fn forget(&self, kind: &str, name: &str) -> Result<(), SqlError> {
        let write = || -> rusqlite::Result<()> {
            let of = "(SELECT id FROM texts WHERE kind = ?1 AND name = ?2)";
            for statement in [
                format!(
                    "DELETE FROM found WHERE rowid IN (SELECT id FROM passages WHERE text IN {of})"
                ),
                format!("DELETE FROM passages WHERE text IN {of}"),
                "DELETE FROM texts WHERE kind = ?1 AND name = ?2".to_owned(),
            ] {
                self.connection.prepare_cached(&statement)?.execute([kind, name])?;
            }
            Ok(())
        };
        write().map_err(|error| said(&error))
    }

    /// The passages that have everything that is sought, best first: those in which rare words stand often
    /// and beside few others (BM25; a word as it was asked for counts four times one of its forms).
    pub fn find(&self, sought: &[Sought], limit: usize) -> Result<Found, SqlError> {
        self.found(&expression(sought, " AND "), "", limit)
    }

    /// Of texts that have everything that is sought, but in no one passage: of each the passage that has most.
    pub fn find_apart(&self, sought: &[Sought], limit: usize) -> Result<Found, SqlError> {
        let asked: Vec<String> =
            sought.iter().map(|it| expression(std::slice::from_ref(it), "")).collect();
        let mut texts: Option<Vec<i64>> = None;
        for one in &asked {
            let now = self.texts_with(one).map_err(|error| said(&error))?;
            texts = Some(match texts {
                None => now,
                Some(before) => {
                    before.into_iter().filter(|it| now.binary_search(it).is_ok()).collect()
                }
            });
        }
        let together =
            self.texts_with(&expression(sought, " AND ")).map_err(|error| said(&error))?;
        let texts = texts.unwrap_or_default();
        let apart: Vec<i64> =
            texts.into_iter().filter(|it| together.binary_search(it).is_err()).collect();
        let mut best = Vec::new();
        for text in apart.iter().take(limit) {
            let within = format!(" AND passages.text = {text}");
            best.extend(self.found(&expression(sought, " OR "), &within, 1)?.hits);
        }
        best.sort_by(|one, other| (&one.kind, &one.name).cmp(&(&other.kind, &other.name)));
        let count = u64::try_from(apart.len()).unwrap_or(u64::MAX);
        Ok(Found { passages: count, texts: count, hits: best })
    }

    fn texts_with(&self, expression: &str) -> rusqlite::Result<Vec<i64>> {
        let mut rows = self.connection.prepare_cached(
            "SELECT DISTINCT passages.text FROM found JOIN passages ON passages.id = found.rowid \
             WHERE found MATCH ?1 ORDER BY 1",
        )?;
        rows.query_map([expression], |row| row.get(0))?.collect()
    }

    fn found(&self, expression: &str, within: &str, limit: usize) -> Result<Found, SqlError> {
        let read = || -> rusqlite::Result<Found> {
            let from = format!(
                "FROM found JOIN passages ON passages.id = found.rowid WHERE found MATCH ?1{within}"
            );
            let count = format!("SELECT count(*), count(DISTINCT passages.text) {from}");
            let (passages, texts) =
                self.connection.prepare_cached(&count)?.query_row([expression], |row| {
                    Ok((counted(row.get(0)?), counted(row.get(1)?)))
                })?;
            // A score is rounded, so that its last bit never decides; ties go by name and place.
            let best = format!(
                "SELECT texts.kind, texts.name, passages.start, passages.words, passages.places, passages.about \
                 FROM (SELECT passages.id AS id, CAST(bm25(found, 4.0, 1.0) * 1e9 AS INTEGER) AS score {from}) AS best \
                 JOIN passages ON passages.id = best.id JOIN texts ON texts.id = passages.text \
                 ORDER BY best.score, texts.kind, texts.name, passages.start, passages.id LIMIT ?2"
            );
            let limit = i64::try_from(limit).unwrap_or(i64::MAX);
            let mut rows = self.connection.prepare_cached(&best)?;
            let hits = rows.query_map(params![expression, limit], |row| {
                let places: String = row.get(4)?;
                let start: i64 = row.get(2)?;
                Ok(Hit {
                    kind: row.get(0)?,
                    name: row.get(1)?,
                    start: usize::try_from(start).unwrap_or(0),
                    text: row.get(3)?,
                    places: serde_json::from_str(&places).unwrap_or_default(),
                    about: row.get(5)?,
                })
            })?;
            Ok(Found { passages, texts, hits: hits.collect::<rusqlite::Result<_>>()? })
        };
        read().map_err(|error| said(&error))
    }
}

/// An expression of FTS5. Of a token only letters and digits are taken, so that it cannot be more than one.
fn expression(sought: &[Sought], between: &str) -> String {
    let token = |token: &String| -> String {
        token.chars().filter(|it| it.is_alphanumeric()).collect()
    };
    let one = |sought: &Sought| match sought {
        Sought::AnyOf(tokens) => {
            let any: Vec<String> =
                tokens.iter().map(|it| format!("\"{}\"", token(it))).collect();
            format!("({{words forms}} : ({}))", any.join(" OR "))
        }
        Sought::Beginning(start) => format!("(words : \"{}\" *)", token(start)),
        Sought::Phrase { words, is_beginning } => {
            let words: Vec<String> = words.iter().map(token).collect();
            let end = if *is_beginning { " *" } else { "" };
            format!("(words : \"{}\"{end})", words.join(" "))
        }
    };
    sought.iter().map(one).collect::<Vec<_>>().join(between)
}

/// A count of SQLite, which has no others.
fn counted(count: i64) -> u64 {
    u64::try_from(count).unwrap_or(0)
}

fn is_busy(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked)
    )
}

fn said(error: &rusqlite::Error) -> SqlError {
    if is_busy(error) {
        return SqlError::Busy;
    }
    SqlError::Query(error.to_string())
}
