//! Sources on their way into a case: each has a file inside it, a row of `sources.csv` and a place in
//! the log. What of the three is there already is kept, and what is missing is completed.
#![expect(clippy::disallowed_methods, reason = "the binary keeps the sources of a case")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::{self, File},
    io,
    path::{Path, PathBuf},
};

use griot_archive::{
    ARCHIVE_FOLDER, Batch, Digest, FolderStore, Preserved, make_durable, open_regular,
};
use griot_model::Preservation;

use super::{
    arguments::{Arguments, id_of, media_type, word},
    input::Input,
    proposed::Proposed,
    sheet::Sheet,
};
use crate::{custody, failure::Failure, fetch::Fetched};

/// Files of this length and shorter are compared with a table's formats.
const RECOGNISED: u64 = 8 << 20;

/// What is known of a case, and what will be added to it.
pub(super) struct Intake<'a> {
    arguments: &'a Arguments,
    /// What the files say about themselves.
    proposed: BTreeMap<PathBuf, Proposed>,
    case: &'a Path,
    sheet: Sheet,
    /// Rows by the file that they name, as they are and as they will be.
    rows: BTreeMap<String, Vec<Row>>,
    /// What the log says last of each name inside the case.
    logged: BTreeMap<String, Digest>,
    /// Names by digest: as logged, or as read in the case, or added now.
    names: BTreeMap<Digest, BTreeSet<String>>,
    ids: BTreeSet<String>,
    /// Ids and words of rows that cite an address and have no file.
    cited: BTreeMap<String, (String, &'static str)>,
    /// The number that the next id of this beginning may have.
    next: BTreeMap<String, u32>,
    /// Rows of files that no operation spoke of, until they are read.
    unread: Vec<(String, u64)>,
    /// Copies that were made, to be taken back where nothing comes of it.
    copies: Vec<PathBuf>,
    /// Whether the log is to hold how something was served.
    pub(super) has_answers: bool,
    /// What was done, in order.
    pub(super) done: Vec<Done>,
}

/// What of a row decides whether a source is new.
#[derive(Debug)]
struct Row {
    id: String,
    url: String,
    publisher: String,
    disclosure: &'static str,
}

/// What became of a file that was named.
#[derive(Debug)]
pub(super) struct Done {
    /// As it was named.
    pub(super) shown: String,
    pub(super) id: String,
    /// Its name inside the case.
    pub(super) name: String,
    pub(super) sha256: Digest,
    pub(super) size: u64,
    /// The word in its row.
    pub(super) disclosure: String,
    pub(super) outcome: Outcome,
}

/// Which of the three was missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Nothing: the case has it, the row names it, the log knows it.
    Held,
    /// The row is new, the log has it already.
    Rowed,
    /// The log speaks of it now, and there is a row.
    Logged { new_row: bool },
}

impl<'a> Intake<'a> {
    /// Reads what the case and its log know. The caller holds the lock of the archive.
    pub(super) fn begin(
        arguments: &'a Arguments,
        proposed: BTreeMap<PathBuf, Proposed>,
        batch: &Batch<'_, FolderStore>,
    ) -> Result<Self, Failure> {
        let case = Path::new(&arguments.case);
        let sheet = Sheet::read(case)?;
        let log = batch.reader().log();
        let newest = custody::newest(&log.entries);
        let logged: BTreeMap<String, Digest> =
            newest.into_iter().map(|(name, (_, sha256))| (name.to_owned(), sha256)).collect();
        let mut names: BTreeMap<Digest, BTreeSet<String>> = BTreeMap::new();
        for (name, sha256) in &logged {
            names.entry(*sha256).or_default().insert(name.clone());
        }
        let mut rows: BTreeMap<String, Vec<Row>> = BTreeMap::new();
        let mut cited = BTreeMap::new();
        for row in &sheet.rows {
            let Preservation::Preserved { file, .. } = &row.preservation else {
                if let Some(url) = &row.url {
                    cited.entry(url.clone()).or_insert((row.id.clone(), word(row.disclosure)));
                }
                continue;
            };
            rows.entry(file.clone()).or_default().push(Row {
                id: row.id.clone(),
                url: row.url.clone().unwrap_or_default(),
                publisher: row.publisher.clone(),
                disclosure: word(row.disclosure),
            });
        }
        let length = |name: &String| Some(case.join(name).symlink_metadata().ok()?.len());
        let unlogged = rows.keys().filter(|name| !logged.contains_key(*name));
        let unread = unlogged.filter_map(|name| Some((name.clone(), length(name)?))).collect();
        Ok(Self {
            arguments,
            proposed,
            case,
            ids: sheet.rows.iter().map(|row| row.id.clone()).collect(),
            rows,
            logged,
            names,
            cited,
            next: BTreeMap::new(),
            unread,
            copies: Vec::new(),
            has_answers: false,
            done: Vec::new(),
            sheet,
        })
    }

    /// Takes one file in.
    pub(super) fn take(
        &mut self,
        batch: &mut Batch<'_, FolderStore>,
        input: &Input,
        from: &mut dyn io::Read,
    ) -> Result<(), Failure> {
        let received = batch.receive(&input.shown, from);
        let (sha256, size) =
            received.map_err(|error| custody::refused(&self.arguments.case, &error))?;
        self.read_unread(size);
        let (name, is_new) = self.name(input, sha256)?;
        let row = self.rows_of(&name).first().map(|row| (row.id.clone(), row.disclosure));
        let logged = self.logged.get(&name) == Some(&sha256);
        let new_address = row.is_some() && self.is_new_address(&name, input);
        let (id, disclosure, outcome) = match row {
            Some((id, word)) if !new_address => {
                let outcome =
                    if logged { Outcome::Held } else { Outcome::Logged { new_row: false } };
                (id, word, outcome)
            }
            _ => {
                let outcome = if logged && !new_address {
                    Outcome::Rowed
                } else {
                    Outcome::Logged { new_row: true }
                };
                if let Some((id, word)) = self.completed(input, &name) {
                    (id, word, outcome)
                } else {
                    let id = self.free_id(input)?;
                    self.add_row(input, &id, &name);
                    (id, self.arguments.disclosure.word(), outcome)
                }
            }
        };
        if is_new || !self.case.join(&name).exists() {
            self.copy(batch, sha256, &name)?;
        }
        if let Outcome::Logged { .. } = outcome {
            // The text is logged where it was read in these bytes: the file may have changed in between.
            let read = self.proposed.get(&input.path).and_then(|it| it.read.as_ref());
            let source = Preserved {
                extraction: read.filter(|(of, _)| *of == sha256).map(|(_, text)| text.clone()),
                media_type: media_type(&name).to_owned(),
                name: name.clone(),
                sha256,
                size,
            };
            batch
                .hold(source)
                .map_err(|error| custody::refused(&self.arguments.case, &error))?;
        }
        if let Some(fetched) = &input.fetched
            && outcome != Outcome::Held
        {
            self.keep_answer(batch, fetched, &name)?;
        }
        self.logged.insert(name.clone(), sha256);
        self.names.entry(sha256).or_default().insert(name.clone());
        let disclosure = disclosure.to_owned();
        let shown = input.shown.clone();
        self.done.push(Done { shown, id, name, sha256, size, disclosure, outcome });
        Ok(())
    }

    /// Keeps how a source was served: beside it, and in the log.
    fn keep_answer(
        &mut self,
        batch: &mut Batch<'_, FolderStore>,
        fetched: &Fetched,
        of: &str,
    ) -> Result<(), Failure> {
        let text = serde_json::to_string_pretty(fetched).map_err(Failure::new)? + "\n";
        let refused = |error| custody::refused(&self.arguments.case, &error);
        let (sha256, size) =
            batch.receive(&fetched.asked, &mut text.as_bytes()).map_err(refused)?;
        let numbered = (2_u32..).map(|next| format!("{of}.fetched-{next}.json"));
        let name = std::iter::once(format!("{of}.fetched.json"))
            .chain(numbered)
            .find(|name| !self.logged.contains_key(name) && !self.case.join(name).exists());
        let name = name.ok_or_else(|| Failure::new(format!("{of} has no name")))?;
        self.copy(batch, sha256, &name)?;
        let media_type = custody::FETCHED.to_owned();
        let kept = Preserved { extraction: None, media_type, name: name.clone(), sha256, size };
        batch.hold(kept).map_err(|error| custody::refused(&self.arguments.case, &error))?;
        self.logged.insert(name, sha256);
        self.has_answers = true;
        Ok(())
    }

    /// Makes the copies durable and puts the rows into the sheet. From here on, adding again
    /// completes what is missing.
    pub(super) fn write(&mut self) -> Result<(), Failure> {
        let new_row = |done: &&Done| {
            matches!(done.outcome, Outcome::Rowed | Outcome::Logged { new_row: true })
        };
        let rows: Vec<(&str, &str)> = self
            .done
            .iter()
            .filter(new_row)
            .map(|done| (done.id.as_str(), done.name.as_str()))
            .collect();
        let has_rows = !rows.is_empty();
        self.sheet.will_be_read(rows.into_iter())?;
        make_durable(&self.copies).map_err(|error| {
            Failure::new(format!("{} cannot be written: {error}", self.arguments.case))
        })?;
        if has_rows {
            self.sheet.write(&self.unfinished())?;
        }
        self.copies.clear();
        Ok(())
    }

    /// What of a table the file is, for those who add a few.
    pub(super) fn recognised(&self, done: &Done) -> Option<&'static str> {
        if done.size > RECOGNISED {
            return None;
        }
        let mut bytes = Vec::new();
        let file = open_regular(&self.case.join(&done.name)).ok();
        io::Read::read_to_end(&mut file?, &mut bytes).ok()?;
        griot_table::recognised(&done.name, &bytes)
    }

    /// Where a file is written before it is moved into the case. It goes with the stage of the
    /// archive, if nobody moves it.
    fn unfinished(&self) -> PathBuf {
        self.case.join(ARCHIVE_FOLDER).join("stage/working")
    }

    /// Files of rows that no operation spoke of: those of this length are read now.
    fn read_unread(&mut self, size: u64) {
        let (case, names) = (self.case, &mut self.names);
        self.unread.retain(|(name, length)| {
            if *length != size {
                return true;
            }
            let found =
                open_regular(&case.join(name)).and_then(|mut it| Digest::of_reader(&mut it));
            if let Ok((found, _)) = found {
                names.entry(found).or_default().insert(name.clone());
            }
            false
        });
    }

    /// The name inside the case that the file has or gets; and whether it is new.
    fn name(&self, input: &Input, sha256: Digest) -> Result<(String, bool), Failure> {
        if let Some(inside) = &input.inside {
            return Ok((inside.clone(), false));
        }
        let held = self.names.get(&sha256).into_iter().flatten();
        let held = held.filter(|name| self.has_room(name, sha256));
        // One with a row before one that has lost it.
        if let Some(name) = held.min_by_key(|name| self.rows_of(name).is_empty()) {
            return Ok((name.clone(), false));
        }
        let wanted = input.file_name()?;
        let (stem, end) = match wanted.rsplit_once('.') {
            Some((stem, end)) if !stem.is_empty() => (stem, format!(".{end}")),
            _ => (wanted.as_str(), String::new()),
        };
        let numbered = (2_u32..).map(|next| format!("sources/{stem}-{next}{end}"));
        let free = |name: &String| {
            let logged = self.logged.get(name).is_none_or(|logged| *logged == sha256);
            logged && self.rows_of(name).is_empty() && self.has_room(name, sha256)
        };
        let name = std::iter::once(format!("sources/{wanted}")).chain(numbered).find(free);
        let name = name.ok_or_else(|| Failure::new(format!("{} has no name", input.shown)))?;
        let is_new = !self.case.join(&name).exists();
        Ok((name, is_new))
    }

    /// Whether the file of this name in the case is not there, or has these bytes.
    fn has_room(&self, name: &str, sha256: Digest) -> bool {
        let path = self.case.join(name);
        match path.symlink_metadata() {
            Err(error) => error.kind() == io::ErrorKind::NotFound,
            Ok(found) if found.is_symlink() => false,
            Ok(_) => open_regular(&path)
                .and_then(|mut file| Digest::of_reader(&mut file))
                .is_ok_and(|(found, _)| found == sha256),
        }
    }

    /// The rows that name this file.
    fn rows_of(&self, name: &str) -> &[Row] {
        self.rows.get(name).map_or(&[], Vec::as_slice)
    }

    /// Whether an address or a publisher was given that no row of the file has.
    fn is_new_address(&self, name: &str, input: &Input) -> bool {
        let publisher = &self.arguments.publisher;
        let url = input.address().unwrap_or(&self.arguments.url);
        let known = |row: &Row| {
            (url.is_empty() || row.url == url)
                && (publisher.is_empty() || row.publisher == *publisher)
        };
        let given = !url.is_empty() || !publisher.is_empty();
        given && !self.rows_of(name).iter().any(known)
    }

    /// The row that cites the address of this file and has no file yet, which gets it; its id, and the word for what of
    /// it may be shown.
    fn completed(&mut self, input: &Input, name: &str) -> Option<(String, &'static str)> {
        let url = input.address().unwrap_or(&self.arguments.url);
        let (id, word) = self.cited.get(url).filter(|_| self.arguments.id.is_none())?.clone();
        let retrieved = custody::now().strftime("%Y-%m-%d").to_string();
        let day = |it: &&(&str, &str)| it.0 != "retrieved";
        let cells = [("file", name), ("retrieved", retrieved.as_str())];
        let done = self.sheet.complete(&id, &cells)
            || self.sheet.complete(&id, &cells.iter().filter(day).copied().collect::<Vec<_>>());
        done.then(|| {
            let url = url.to_owned();
            self.cited.remove(&url);
            let publisher = String::new();
            let row = Row { id: id.clone(), url, publisher, disclosure: word };
            self.rows.entry(name.to_owned()).or_default().push(row);
            (id, word)
        })
    }

    /// The id that was asked for, if it is free; otherwise one from the file name that is.
    fn free_id(&mut self, input: &Input) -> Result<String, Failure> {
        if let Some(id) = &self.arguments.id {
            if !self.ids.insert(id.clone()) {
                let message = format!("{} has a source {id} already", custody::SOURCES);
                return Err(Failure::new(message).hint("choose another --id"));
            }
            return Ok(id.clone());
        }
        let base = id_of(&input.stem());
        if self.ids.insert(base.clone()) {
            return Ok(base);
        }
        let next = self.next.entry(base.clone()).or_insert(2);
        loop {
            let id = format!("{base}-{next}");
            *next += 1;
            if self.ids.insert(id.clone()) {
                return Ok(id);
            }
        }
    }

    fn add_row(&mut self, input: &Input, id: &str, name: &str) {
        let proposed = self.proposed.get(&input.path).cloned().unwrap_or_default();
        let title = self.arguments.title.clone().or(proposed.title);
        let title = title.unwrap_or_else(|| input.stem());
        let retrieved = custody::now().strftime("%Y-%m-%d").to_string();
        let Arguments { publisher, disclosure, .. } = self.arguments;
        let url = input.address().unwrap_or(&self.arguments.url);
        let given = |said: &str, own: Option<String>| {
            if said.is_empty() { own.unwrap_or_default() } else { said.to_owned() }
        };
        let publisher = &given(publisher, proposed.publisher);
        let url = &given(url, proposed.address);
        self.sheet.add(&[
            ("id", id),
            ("title", &title),
            ("publisher", publisher),
            ("author", &proposed.author.unwrap_or_default()),
            ("published", &proposed.published.unwrap_or_default()),
            ("url", url),
            ("retrieved", &retrieved),
            ("file", name),
            ("disclosure", disclosure.word()),
        ]);
        self.rows.entry(name.to_owned()).or_default().push(Row {
            id: id.to_owned(),
            url: url.clone(),
            publisher: publisher.clone(),
            disclosure: disclosure.word(),
        });
    }

    /// Copies what the archive received into the case, where it appears in one step.
    fn copy(
        &mut self,
        batch: &Batch<'_, FolderStore>,
        sha256: Digest,
        name: &str,
    ) -> Result<(), Failure> {
        let target = self.case.join(name);
        let held = batch.open(sha256);
        let held = held.map_err(|error| custody::refused(&self.arguments.case, &error))?;
        let copy = || {
            let mut held = held.ok_or(io::ErrorKind::NotFound)?;
            if let Some(folder) = target.parent() {
                fs::create_dir_all(folder)?;
                if !folder.canonicalize()?.starts_with(self.case.canonicalize()?) {
                    return Err(io::Error::other("its folder is a link out of the case"));
                }
            }
            let unfinished = self.unfinished();
            io::copy(&mut held, &mut File::create(&unfinished)?)?;
            fs::rename(unfinished, &target)
        };
        copy().map_err(|error| {
            Failure::new(format!("{} cannot be written: {error}", target.display()))
        })?;
        self.copies.push(target);
        Ok(())
    }
}

impl Drop for Intake<'_> {
    fn drop(&mut self) {
        // Nothing came of it: what was copied is taken back. What cannot be is found again by its
        // bytes when the source is added again.
        for copy in &self.copies {
            drop(fs::remove_file(copy));
        }
    }
}
