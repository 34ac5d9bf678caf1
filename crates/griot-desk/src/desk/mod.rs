//! The desk: what is open, what is being done, and every change that a person makes.

mod drafts;
mod work;

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, OnceLock},
    thread,
};

use griot_model::Diagnostic;
use jiff::Timestamp;

use crate::{
    child, disk,
    draft::{self, Draft, Read, Texts},
    folder::Folder,
    job::{Job, held},
    page::library::Table,
    settings::Person,
    sheet::{self, Change},
};

/// Work that is remembered after it has ended.
const JOBS: usize = 30;

/// What is said of work that somebody ended.
const CANCELLED: &str = "It was cancelled.";

/// What the binary gives the desk: who, when, where, and the archive.
pub struct Start {
    /// The first part of every path: only whoever knows it is answered.
    pub token: String,
    /// Who the system says is at the keyboard.
    pub who: String,
    /// Folder in which new cases and the desk's own settings are kept.
    pub home: PathBuf,
    /// The program of griot itself.
    pub program: PathBuf,
    /// The clock.
    pub now: fn() -> Timestamp,
    /// Writes an entry into the archive of a case.
    pub log: Log,
    /// Reads a file of somebody in a process that can do nothing else.
    pub read: Read,
}

/// Writes an entry into the archive of a case, or says why it cannot.
pub type Log = Box<dyn Fn(&Path, &Entry) -> Result<(), String> + Send + Sync>;

/// Something that a person did at the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// A verb in lower case: `judge`, `edit`, `draft`.
    pub kind: &'static str,
    /// Who did it.
    pub who: String,
    /// What was chosen, by name.
    pub arguments: Vec<(&'static str, String)>,
    /// Files of the case whose bytes are kept with it.
    pub files: Vec<String>,
}

/// The desk.
pub struct Desk {
    start: Start,
    texts: Texts,
    ahead: Mutex<()>,
    person: Mutex<Person>,
    folders: Mutex<BTreeMap<String, Arc<Folder>>>,
    jobs: Mutex<Vec<Arc<Job>>>,
    library: OnceLock<Vec<Table>>,
    columns: Mutex<BTreeMap<String, Vec<String>>>,
}

impl std::fmt::Debug for Desk {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Desk").field("home", &self.start.home).finish_non_exhaustive()
    }
}

/// How far a draft is.
#[derive(Debug)]
pub(crate) enum Reading {
    /// It lies there as it was checked.
    Ready(Arc<Draft>),
    /// It is being checked; the one before may be shown.
    Working(Arc<Job>, Option<Arc<Draft>>),
    /// It cannot be checked.
    Failed(String),
}

impl Desk {
    /// A desk on which nothing lies but the cases that were open last.
    pub fn new(mut start: Start) -> Self {
        let read: Read =
            std::mem::replace(&mut start.read, Box::new(|_bytes, _name| Err(String::new())));
        let mut person = Person::read(&start.home);
        if person.name.is_empty() {
            person.name.clone_from(&start.who);
        }
        let mut folders = BTreeMap::new();
        for path in person.cases.iter().cloned().chain(disk::cases_in(&start.home)) {
            if let Ok(folder) = Folder::of(&path)
                && folder.path.join("case.toml").is_file()
            {
                folders.entry(folder.id.clone()).or_insert_with(|| Arc::new(folder));
            }
        }
        Self {
            start,
            texts: Texts::new(read),
            ahead: Mutex::default(),
            person: Mutex::new(person),
            folders: Mutex::new(folders),
            jobs: Mutex::default(),
            library: OnceLock::new(),
            columns: Mutex::default(),
        }
    }

    /// The first part of every path.
    pub fn token(&self) -> &str {
        &self.start.token
    }

    /// Opens the case in a folder; gives the path of its page.
    pub fn open(&self, path: &Path) -> Result<String, String> {
        let folder = self.opened(path)?;
        Ok(format!("c/{}/draft", folder.id))
    }

    /// Ends all that was started.
    pub fn close(&self) {
        for job in held(&self.jobs).iter() {
            job.cancel();
        }
        for folder in held(&self.folders).values() {
            folder.close();
        }
    }

    pub(crate) fn opened(&self, path: &Path) -> Result<Arc<Folder>, String> {
        let folder = Folder::of(path)
            .map_err(|error| format!("{} cannot be opened: {error}", path.display()))?;
        folder.settings()?;
        let mut folders = held(&self.folders);
        let folder =
            folders.entry(folder.id.clone()).or_insert_with(|| Arc::new(folder)).clone();
        drop(folders);
        self.remember(|person| person.used(&folder.path));
        Ok(folder)
    }

    pub(crate) fn folder(&self, id: &str) -> Option<Arc<Folder>> {
        held(&self.folders).get(id).cloned()
    }

    /// The cases that are known, the last used first.
    pub(crate) fn folders(&self) -> Vec<Arc<Folder>> {
        let used = self.person().cases;
        let mut all: Vec<Arc<Folder>> = held(&self.folders).values().cloned().collect();
        all.retain(|folder| folder.path.join("case.toml").is_file());
        let place = |folder: &Arc<Folder>| {
            used.iter().position(|path| *path == folder.path).unwrap_or(usize::MAX)
        };
        all.sort_by_key(|folder| (place(folder), folder.path.clone()));
        all
    }

    pub(crate) fn person(&self) -> Person {
        held(&self.person).clone()
    }

    /// Changes what is kept of the person; where it cannot be kept, it holds until the desk ends.
    pub(crate) fn remember(&self, change: impl FnOnce(&mut Person)) {
        let mut person = held(&self.person);
        change(&mut person);
        drop(person.write(&self.start.home));
    }

    pub(crate) fn home(&self) -> &Path {
        &self.start.home
    }

    pub(super) fn cache(&self) -> PathBuf {
        self.start.home.join(".desk")
    }

    pub(crate) fn now(&self) -> String {
        (self.start.now)().to_string()
    }

    pub(crate) fn log(
        &self,
        folder: &Folder,
        kind: &'static str,
        arguments: Vec<(&'static str, String)>,
        files: Vec<String>,
    ) -> Result<(), String> {
        let entry = Entry { kind, who: self.person().name, arguments, files };
        (self.start.log)(&folder.path, &entry)
    }

    /// Runs a command of griot to its end.
    pub(crate) fn command(&self, arguments: &[&str]) -> Result<child::Ended, String> {
        let arguments: Vec<String> = arguments.iter().map(|it| (*it).to_owned()).collect();
        let never = std::sync::atomic::AtomicBool::new(false);
        let who = self.person().name;
        child::run(&self.start.program, &who, None, &arguments, &never, &|_line| ())
            .map_err(|error| format!("griot cannot be run: {error}"))
    }

    pub(super) fn new_job(&self, title: String) -> Arc<Job> {
        let mut jobs = held(&self.jobs);
        let id = jobs.last().map_or(1, |last| last.id + 1);
        let job = Arc::new(Job::new(id, title));
        jobs.push(Arc::clone(&job));
        let more = jobs.len().saturating_sub(JOBS);
        jobs.drain(..more);
        job
    }

    pub(crate) fn job(&self, id: &str) -> Option<Arc<Job>> {
        let id: usize = id.parse().ok()?;
        held(&self.jobs).iter().find(|job| job.id == id).cloned()
    }

    /// A new case in the desk's folder, with a draft as its report.
    pub(crate) fn new_case(
        &self,
        title: &str,
        draft: Option<(&str, &[u8])>,
    ) -> Result<Arc<Folder>, String> {
        let failed = |error: std::io::Error| format!("the case cannot be written: {error}");
        let path = disk::new_folder(self.home(), title).map_err(failed)?;
        for file in griot_case::new_case(title) {
            let text = match (file.path, draft) {
                ("report.md", Some(_)) => continue,
                ("case.toml", Some((name, _))) => {
                    let named = format!("report = {}", toml::Value::String(name.to_owned()));
                    file.text.replace("report = \"report.md\"", &named)
                }
                _ => file.text,
            };
            disk::write(&path, file.path, text.as_bytes()).map_err(failed)?;
        }
        if let Some((name, bytes)) = draft {
            disk::write(&path, name, bytes).map_err(failed)?;
        }
        let folder = self.opened(&path)?;
        let report = draft.map(|(name, _)| name.to_owned());
        self.log(
            &folder,
            "draft",
            vec![("title", title.to_owned())],
            report.into_iter().collect(),
        )?;
        Ok(folder)
    }

    /// Changes a CSV file of a case, unless somebody else did since `seen`.
    pub(crate) fn edit(
        &self,
        folder: &Folder,
        file: &str,
        seen: &str,
        change: Change,
    ) -> Result<(), String> {
        let _one = held(&folder.changing);
        let bytes = disk::read(&folder.path, file).unwrap_or_default();
        if draft::sha256(&bytes) != seen {
            return Err("This file was changed elsewhere since you opened it; your change was not written. Look at it as it is now, and make your change again.".to_owned());
        }
        let changed = sheet::changed(file, &bytes, change)?;
        if changed == bytes {
            return Ok(());
        }
        disk::write(&folder.path, file, &changed)
            .map_err(|error| format!("{file} cannot be written: {error}"))?;
        self.log(folder, "edit", vec![("file", file.to_owned())], vec![file.to_owned()])
    }

    /// Writes `case.toml` as a whole, if it can be read then.
    pub(crate) fn write_settings(&self, folder: &Folder, text: &str) -> Result<(), String> {
        let _one = held(&folder.changing);
        let name = "case.toml";
        let before = disk::read(&folder.path, name).map_err(|error| error.to_string())?;
        let failed = |error: std::io::Error| format!("{name} cannot be written: {error}");
        disk::write(&folder.path, name, text.as_bytes()).map_err(failed)?;
        if let Err(why) = folder.settings() {
            disk::write(&folder.path, name, &before).map_err(failed)?;
            return Err(why);
        }
        self.log(folder, "edit", vec![("file", name.to_owned())], vec![name.to_owned()])
    }

    /// What griot says of the files of a case.
    pub(crate) fn diagnostics(folder: &Folder) -> Result<Vec<Diagnostic>, String> {
        Ok(folder.case()?.diagnostics)
    }
}

/// What a piece of work gives; an error where it ended in the middle, so that nobody waits for it.
fn caught<T: Send>(work: impl FnOnce() -> Result<T, String> + Send) -> Result<T, String> {
    let ended = thread::scope(|scope| scope.spawn(work).join());
    ended.unwrap_or_else(|_cause| {
        Err("griot made a mistake there, and ended this piece of work".to_owned())
    })
}
