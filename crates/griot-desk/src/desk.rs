//! The desk: what is open, what is being done, and every change that a person makes.

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
    draft::{self, Draft, Read, Sentence, Text, Texts},
    folder::{Folder, Preview},
    intake,
    job::{Job, held},
    judgements::{self, Judgement, Merged},
    page::library::{Rows, Table},
    question::{Outcome, Ready},
    settings::Person,
    sheet::{self, Change},
};

/// Work that is remembered after it has ended.
const JOBS: usize = 30;

/// What is said of work that somebody ended.
const CANCELLED: &str = "It was cancelled.";

/// Bytes of a draft up to which it is read for its title before a case is made for it.
const TITLED: usize = 4 << 20;

/// Sentences whose proofs are read before somebody looks at them.
const AHEAD: usize = 6;

/// Steps that can be undone.
const UNDO: usize = 500;

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

    fn cache(&self) -> PathBuf {
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

    fn new_job(&self, title: String) -> Arc<Job> {
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

    /// The draft of a case as it lies there; checks it where it is another than was checked last.
    pub(crate) fn draft(self: &Arc<Self>, folder: &Arc<Folder>) -> Reading {
        let settings = match folder.settings() {
            Ok(settings) => settings,
            Err(why) => return Reading::Failed(why),
        };
        let stamp = folder.stamp(&settings.report);
        let mut work = held(&folder.work);
        if let Some((made, draft)) = &work.draft
            && *made == stamp
        {
            return Reading::Ready(Arc::clone(draft));
        }
        if let Some((made, why)) = &work.failed
            && *made == stamp
        {
            return Reading::Failed(why.clone());
        }
        let shown = work.draft.as_ref().map(|(_, draft)| Arc::clone(draft));
        if let Some(job) = &work.check {
            return Reading::Working(Arc::clone(job), shown);
        }
        let job = self.new_job("Checking the draft".to_owned());
        work.check = Some(Arc::clone(&job));
        drop(work);
        let (desk, folder, running) = (Arc::clone(self), Arc::clone(folder), Arc::clone(&job));
        thread::spawn(move || desk.check(&folder, stamp, &running));
        Reading::Working(job, shown)
    }

    fn check(&self, folder: &Folder, stamp: crate::folder::Stamp, job: &Job) {
        let who = self.person().name;
        let check = |arguments: &[String]| -> Result<child::Ended, String> {
            let tell = |line: &str| job.tell(line);
            child::run(
                &self.start.program,
                &who,
                Some(&folder.path),
                arguments,
                &job.stop,
                &tell,
            )
            .map_err(|error| format!("griot cannot be run: {error}"))
            .and_then(|ended| {
                if job.is_cancelled() { Err(CANCELLED.into()) } else { Ok(ended) }
            })
        };
        let before = folder.before(&self.cache());
        let build = || draft::build(&folder.path, &check, &self.texts, before.as_ref());
        let built = caught(build);
        let mut work = held(&folder.work);
        work.check = None;
        match built {
            Ok(draft) => {
                work.failed = None;
                work.draft = Some((stamp, draft));
                job.end(Ok(Outcome {
                    next: format!("c/{}/draft", folder.id),
                    ..Outcome::default()
                }));
            }
            Err(why) => {
                work.failed = Some((stamp, why.clone()));
                job.end(Err(why));
            }
        }
    }

    /// The text of a file of a case, or why there is none.
    pub(crate) fn text(&self, folder: &Folder, file: &str) -> Result<Arc<Text>, String> {
        self.texts.of(&folder.path, file)
    }

    /// What a case for this draft is called: its title, else its first words, else the name of its file. A draft that cannot
    /// be read is refused here, before there is a case.
    pub(crate) fn title(&self, name: &str, bytes: &[u8]) -> Result<String, String> {
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned();
        if bytes.len() > TITLED {
            return Ok(stem);
        }
        let document = self.texts.document(bytes, name)?;
        let first = draft::first_words(&document);
        if first.is_empty() {
            return Err("No text was found in the draft.".to_owned());
        }
        let title = document.metadata.title.or(document.prose.title).unwrap_or_default();
        let title = if title.trim().is_empty() { first } else { title };
        let title: String = title.split_whitespace().collect::<Vec<_>>().join(" ");
        Ok(title.chars().take(80).collect())
    }

    /// Reads the proofs of the sentences that somebody will look at next, while they look at this one.
    pub(crate) fn look_ahead(
        self: &Arc<Self>,
        folder: &Arc<Folder>,
        draft: &Arc<Draft>,
        from: usize,
    ) {
        let (desk, folder, draft) = (Arc::clone(self), Arc::clone(folder), Arc::clone(draft));
        thread::spawn(move || {
            let Ok(_one) = desk.ahead.try_lock() else { return };
            let next = draft.sentences.iter().skip(from).filter(|it| it.state.asks());
            for proof in next.take(AHEAD).flat_map(|it| &it.proofs) {
                if let Some(file) =
                    draft.source(&proof.source).and_then(|it| it.file.as_deref())
                {
                    drop(desk.text(&folder, file));
                }
            }
        });
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

    /// Another edition of the draft of a case. The one before is kept by the archive.
    pub(crate) fn replace_draft(
        &self,
        folder: &Folder,
        name: &str,
        bytes: &[u8],
    ) -> Result<(), String> {
        let _one = held(&folder.changing);
        let settings = folder.settings()?;
        let ending = |name: &str| name.rsplit_once('.').map(|(_, it)| it.to_ascii_lowercase());
        let same_kind = ending(&settings.report) == ending(name);
        let file = if same_kind { settings.report.clone() } else { name.to_owned() };
        if griot_case::grid::SHEETS.contains(&file.as_str()) || file == "case.toml" {
            return Err(format!("a draft is not called {file}"));
        }
        let shown = held(&folder.work).draft.as_ref().map(|(_, draft)| Arc::clone(draft));
        if let Some(draft) = shown.filter(|draft| draft.sha256 != draft::sha256(bytes)) {
            folder.keep_before(&self.cache(), &draft.as_before());
        }
        let failed = |error: std::io::Error| format!("{file} cannot be written: {error}");
        disk::write(&folder.path, &file, bytes).map_err(failed)?;
        let mut files = vec![file.clone()];
        if !same_kind {
            let text = disk::read(&folder.path, "case.toml").map_err(failed)?;
            let text = String::from_utf8_lossy(&text);
            let text = crate::page::publish::with_key(
                &text,
                "report",
                &toml::Value::String(file.clone()).to_string(),
            );
            disk::write(&folder.path, "case.toml", text.as_bytes()).map_err(failed)?;
            files.push("case.toml".to_owned());
        }
        self.log(folder, "draft", Vec::new(), files)
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

    /// Puts a person's judgement in the place of what they decided before.
    pub(crate) fn judge(
        &self,
        folder: &Folder,
        sentence: &Sentence,
        change: impl FnOnce(&mut Judgement),
    ) -> Result<(), String> {
        let _one = held(&folder.changing);
        let who = self.person().name;
        let (mut all, _said) = folder.judgements();
        let mut judgement = all.by(&sentence.digest, &who).unwrap_or_else(|| Judgement {
            digest: sentence.digest.clone(),
            who,
            sentence: sentence.text.split_whitespace().collect::<Vec<_>>().join(" "),
            ..Judgement::default()
        });
        change(&mut judgement);
        judgement.when = self.now();
        let fresh = all.put(&judgement);
        if fresh.is_empty() {
            return Ok(());
        }
        folder.keep(&fresh.iter().collect::<Vec<_>>(), judgements::added)?;
        self.logged(folder, &judgement)?;
        let mut work = held(&folder.work);
        work.undo.push(fresh);
        let more = work.undo.len().saturating_sub(UNDO);
        work.undo.drain(..more);
        Ok(())
    }

    /// Takes the last judgement back; gives the digest of its sentence.
    pub(crate) fn undo(&self, folder: &Folder) -> Result<Option<String>, String> {
        let _one = held(&folder.changing);
        let Some(fresh) = held(&folder.work).undo.pop() else { return Ok(None) };
        let Some(one) = fresh.first() else { return Ok(None) };
        folder.keep(&fresh.iter().collect::<Vec<_>>(), judgements::without)?;
        let (all, _said) = folder.judgements();
        let nothing = Judgement {
            digest: one.digest.clone(),
            who: one.who.clone(),
            ..Judgement::default()
        };
        let back = all.by(&one.digest, &one.who).unwrap_or(nothing);
        self.logged(folder, &back)?;
        Ok(Some(back.digest))
    }

    fn logged(&self, folder: &Folder, judgement: &Judgement) -> Result<(), String> {
        let word = judgement.decision.map_or("open", judgements::Decision::class);
        let arguments = vec![
            ("sentence", judgement.digest.clone()),
            ("judgement", word.to_owned()),
            ("note", judgement.note.chars().take(2000).collect()),
            ("assigned", judgement.assigned.clone()),
        ];
        self.log(folder, "judge", arguments, Vec::new())
    }

    /// Takes a colleague's judgements in.
    pub(crate) fn merge(
        &self,
        folder: &Folder,
        bytes: [&[u8]; 2],
    ) -> Result<(Merged, Vec<String>), String> {
        let _one = held(&folder.changing);
        let [judged, assigned] = bytes;
        let (theirs, said) = judgements::Judgements::read(judged, assigned);
        if theirs.len() == 0 {
            return Err("There is no judgement in this file. It should be the judgements.csv of a case, or a bundle with one.".to_owned());
        }
        let (ours, _said) = folder.judgements();
        let fresh = ours.fresh(&theirs);
        folder.keep(&fresh, judgements::merged)?;
        let taken = fresh.len();
        let (both, _said) = folder.judgements();
        let merged = Merged { taken, conflicts: both.conflicts(&theirs) };
        let taken = vec![("taken", merged.taken.to_string())];
        self.log(folder, "merge", taken, vec![judgements::FILE.to_owned()])?;
        Ok((merged, said))
    }

    /// The site of a case on a port of its own.
    pub(crate) fn preview(&self, folder: &Folder) -> Result<String, String> {
        let mut work = held(&folder.work);
        // What was served before was made from the case as it was then.
        work.preview = None;
        let who = self.person().name;
        let mut preview = Preview::start(&self.start.program, &folder.path, &who)?;
        if !preview.is_alive() {
            return Err("the site could not be served".to_owned());
        }
        let url = preview.url.clone();
        work.preview = Some(preview);
        Ok(url)
    }

    /// Writes the site of a case, accepting what leaves; on its way from then on.
    pub(crate) fn build_site(self: &Arc<Self>, folder: &Arc<Folder>, out: &Path) -> Arc<Job> {
        let arguments =
            ["build".to_owned(), folder.shown(), "--yes".to_owned(), "-o".to_owned()];
        let mut arguments = arguments.to_vec();
        arguments.push(out.to_string_lossy().into_owned());
        let next = format!("c/{}/publish", folder.id);
        let title = "Building the site".to_owned();
        self.begin(title, move |desk, job| {
            let ended = desk.run(&arguments, job)?;
            if ended.code > 1 {
                return Err(ended.said.trim().to_owned());
            }
            let said = ended
                .said
                .lines()
                .chain(std::str::from_utf8(&ended.out).unwrap_or_default().lines());
            Ok(Outcome {
                said: said.map(ToOwned::to_owned).collect(),
                next,
                ..Outcome::default()
            })
        })
    }

    /// What would leave if the site were built now; found out anew where the case has changed.
    pub(crate) fn leaving(self: &Arc<Self>, folder: &Arc<Folder>, report: &str) -> Arc<Job> {
        let stamp = folder.stamp(report);
        let mut work = held(&folder.work);
        if let Some((made, job)) = &work.leaving
            && *made == stamp
        {
            return Arc::clone(job);
        }
        let shown = folder.shown();
        let job = self.begin("Finding out what would leave".to_owned(), move |desk, job| {
            let arguments = ["build", &shown, "--dry-run", "--no-archive"];
            let ended = desk.run(&arguments.map(ToOwned::to_owned), job)?;
            if ended.code > 1 {
                return Err(ended.said.trim().to_owned());
            }
            let text = String::from_utf8_lossy(&ended.out).into_owned();
            Ok(Outcome { text, ..Outcome::default() })
        });
        work.leaving = Some((stamp, Arc::clone(&job)));
        job
    }

    /// The tables that come with griot; they are the same as long as the program is.
    pub(crate) fn library(&self) -> Result<&[Table], String> {
        if let Some(known) = self.library.get() {
            return Ok(known);
        }
        let ended = self.command(&["library", "list", "--format", "json"])?;
        let read = serde_json::from_slice(&ended.out).map_err(|error| error.to_string())?;
        Ok(self.library.get_or_init(|| read))
    }

    /// Rows that a query chooses, of the library and, where one is named, of a case.
    pub(crate) fn rows(&self, case: Option<&str>, sql: &str) -> Result<Rows, String> {
        let mut arguments = vec!["sql", "--format", "json", "--seconds", "20"];
        arguments.extend(case);
        arguments.push(sql);
        let ended = self.command(&arguments)?;
        if ended.code != 0 {
            return Err(ended.said.trim().to_owned());
        }
        serde_json::from_slice(&ended.out).map_err(|error| error.to_string())
    }

    /// The columns of a table of the library.
    pub(crate) fn columns(&self, table: &str) -> Result<Vec<String>, String> {
        if let Some(known) = held(&self.columns).get(table) {
            return Ok(known.clone());
        }
        let columns = self.rows(None, &format!("select * from \"{table}\" limit 1"))?.columns;
        held(&self.columns).insert(table.to_owned(), columns.clone());
        Ok(columns)
    }

    /// Asks a question; on its way from then on.
    pub(crate) fn ask(self: &Arc<Self>, ready: Ready, title: &str) -> Arc<Job> {
        self.begin(title.to_owned(), move |desk, job| {
            let failed =
                |error: std::io::Error| format!("the files cannot be written: {error}");
            let aside = tempfile::tempdir().map_err(failed)?;
            let Ready { question, arguments: mut all, alone, flag, files } = ready;
            let mut named = Vec::new();
            for (number, file) in files.iter().enumerate() {
                let Some(name) = intake::own_name(&file.name) else { continue };
                let inside = format!("{number}/{name}");
                disk::write(aside.path(), &inside, &file.bytes).map_err(failed)?;
                named.push((aside.path().join(inside).to_string_lossy().into_owned(), name));
            }
            let mut shown = all.clone();
            for (path, name) in named.iter().filter(|_| !flag.is_empty()) {
                all.push(format!("{flag}={path}"));
                shown.push(format!("{flag}={name}"));
            }
            let rest = alone.iter().map(|it| (it, it));
            let rest = rest.chain(
                named.iter().filter(|_| flag.is_empty()).map(|(path, name)| (path, name)),
            );
            let (paths, names): (Vec<&String>, Vec<&String>) = rest.unzip();
            if !paths.is_empty() {
                all.push("--".to_owned());
                all.extend(paths.into_iter().cloned());
                shown.extend(names.into_iter().cloned());
            }
            let ended = desk.run(&all, job)?;
            let said = ended.said.replace(&*aside.path().to_string_lossy(), "");
            if ended.code > 1 {
                return Err(said.trim().to_owned());
            }
            let mut outcome = question.outcome(question.name, &ended.out, &said);
            outcome.command = format!("griot {}", shown.join(" "));
            outcome.files = files
                .into_iter()
                .filter_map(|file| Some((intake::own_name(&file.name)?, file.bytes)))
                .collect();
            Ok(outcome)
        })
    }

    fn run(&self, arguments: &[String], job: &Job) -> Result<child::Ended, String> {
        let (who, tell) = (self.person().name, |line: &str| job.tell(line));
        let ended = child::run(&self.start.program, &who, None, arguments, &job.stop, &tell);
        let ended = ended.map_err(|error| format!("griot cannot be run: {error}"))?;
        if job.is_cancelled() {
            return Err(CANCELLED.to_owned());
        }
        Ok(ended)
    }

    fn begin(
        self: &Arc<Self>,
        title: String,
        work: impl FnOnce(&Self, &Job) -> Result<Outcome, String> + Send + 'static,
    ) -> Arc<Job> {
        let job = self.new_job(title);
        let (desk, running) = (Arc::clone(self), Arc::clone(&job));
        thread::spawn(move || {
            let outcome = caught(|| work(&desk, &running));
            running.end(outcome);
        });
        job
    }

    /// Puts a file into the folder `data` of a case with its description, so that the case asks the same of it.
    pub(crate) fn add_data(
        &self,
        folder: &Folder,
        name: &str,
        bytes: &[u8],
        description: &str,
    ) -> Result<(), String> {
        let _one = held(&folder.changing);
        let stem = name.split('.').next().filter(|stem| !stem.is_empty()).unwrap_or("table");
        let (table, beside) = (format!("data/{name}"), format!("data/{stem}.toml"));
        if disk::stamp(&folder.path, &table).is_some()
            || disk::stamp(&folder.path, &beside).is_some()
        {
            return Err(format!("The case has a table {stem} already."));
        }
        let failed = |error: std::io::Error| format!("{table} cannot be written: {error}");
        disk::write(&folder.path, &table, bytes).map_err(failed)?;
        disk::write(&folder.path, &beside, description.as_bytes()).map_err(failed)?;
        self.log(folder, "edit", vec![("file", table.clone())], vec![table, beside])
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
