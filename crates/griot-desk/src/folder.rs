//! A case that is open at the desk.

use std::{
    io::{BufRead as _, BufReader, Read as _},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex},
};

use griot_archive::CaseFiles;
use griot_case::{Case, CaseError, Settings};
use griot_model::rows::hexadecimal;
use sha2::{Digest as _, Sha256};

use crate::{
    disk,
    draft::{Before, Draft},
    job::{Job, held},
    judgements::{self, Judgement, Judgements},
};

/// What the draft before is kept in. It is a cache: without it nothing is lost but the list of what changed.
const BEFORE: &str = "before.json";

/// How the address of a preview begins.
const HERE: &str = "http://127.0.0.1:";

/// Bytes that are read before a preview says its address.
const SAID: u64 = 16 << 20;

/// A case folder and what is known of it.
#[derive(Debug)]
pub(crate) struct Folder {
    /// Its name in addresses.
    pub(crate) id: String,
    /// Where it lies.
    pub(crate) path: PathBuf,
    /// What is being done with it.
    pub(crate) work: Mutex<Work>,
    /// One change at a time.
    pub(crate) changing: Mutex<()>,
}

/// What is being done with a case.
#[derive(Debug, Default)]
pub(crate) struct Work {
    /// The draft as it was checked last, and the files it was made from.
    pub(crate) draft: Option<(Stamp, Arc<Draft>)>,
    /// The check that is on its way.
    pub(crate) check: Option<Arc<Job>>,
    /// Why there is no draft, of which files.
    pub(crate) failed: Option<(Stamp, String)>,
    /// What can be undone, the last at the end: the lines that were added.
    pub(crate) undo: Vec<Vec<Judgement>>,
    /// What would leave, or the work of finding out, and the files it is about.
    pub(crate) leaving: Option<(Stamp, Arc<Job>)>,
    /// The site of the case, served beside the desk.
    pub(crate) preview: Option<Preview>,
}

/// When the files were written from which a draft is made.
pub(crate) type Stamp = Vec<Option<(u64, u128)>>;

impl Folder {
    /// A case in this folder.
    pub(crate) fn of(path: &Path) -> std::io::Result<Self> {
        let path = path.canonicalize()?;
        let digest = Sha256::digest(path.to_string_lossy().as_bytes());
        let id = hexadecimal(&digest).chars().take(12).collect();
        Ok(Self { id, path, work: Mutex::default(), changing: Mutex::default() })
    }

    /// Where it lies, as text.
    pub(crate) fn shown(&self) -> String {
        self.path.to_string_lossy().into_owned()
    }

    /// Its files.
    pub(crate) fn files(&self) -> std::io::Result<CaseFiles> {
        CaseFiles::of(&self.path)
    }

    /// What `case.toml` says.
    pub(crate) fn settings(&self) -> Result<Settings, String> {
        let files = self.files().map_err(|error| error.to_string())?;
        griot_case::settings(&files, &self.shown()).map_err(|error| told(&error))
    }

    /// The whole case.
    pub(crate) fn case(&self) -> Result<Case, String> {
        let files = self.files().map_err(|error| error.to_string())?;
        Case::open(&files, &self.shown()).map_err(|error| told(&error))
    }

    /// When the files were written from which the draft is made.
    pub(crate) fn stamp(&self, report: &str) -> Stamp {
        let beside = ["case.toml", "event_judgements.csv"].into_iter();
        let names = beside.chain(griot_case::grid::SHEETS).chain([report]);
        names.map(|name| disk::stamp(&self.path, name)).collect()
    }

    /// What persons decided.
    pub(crate) fn judgements(&self) -> (Judgements, Vec<String>) {
        let file = |name: &str| disk::read(&self.path, name).unwrap_or_default();
        Judgements::read(&file(judgements::FILE), &file(judgements::ASSIGNED))
    }

    /// Changes the files of what persons decided, by the lines that belong into each.
    pub(crate) fn keep(
        &self,
        rows: &[&Judgement],
        change: judgements::Changing,
    ) -> Result<(), String> {
        for name in [judgements::FILE, judgements::ASSIGNED] {
            let own: Vec<&Judgement> =
                rows.iter().copied().filter(|row| row.file() == name).collect();
            if own.is_empty() {
                continue;
            }
            let failed =
                |error: &dyn std::fmt::Display| format!("{name} cannot be written: {error}");
            let before = match disk::read(&self.path, name) {
                Ok(bytes) => bytes,
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => Vec::new(),
                Err(error) => return Err(failed(&error)),
            };
            let after = change(&before, &own).map_err(|error| failed(&error))?;
            // What the command line adds at the same time stays.
            let written = match after.strip_prefix(before.as_slice()) {
                Some(more) => disk::append(&self.path, name, more),
                None => disk::write(&self.path, name, &after),
            };
            written.map_err(|error| failed(&error))?;
        }
        Ok(())
    }

    /// The draft before the one that lies there.
    pub(crate) fn before(&self, cache: &Path) -> Option<Before> {
        let bytes =
            disk::read_own(&cache.join(format!("{}-{BEFORE}", self.id)), 64 << 20).ok()?;
        serde_json::from_slice(&bytes).ok()
    }

    /// Keeps the draft that lies there as the one before the next.
    pub(crate) fn keep_before(&self, cache: &Path, before: &Before) {
        if let Ok(bytes) = serde_json::to_vec(before)
            && disk::make_folder(cache).is_ok()
        {
            // It is a cache: what cannot be kept is not shown next time.
            drop(disk::write(cache, &format!("{}-{BEFORE}", self.id), &bytes));
        }
    }

    /// Lets a draft that could not be checked be checked again.
    pub(crate) fn forget(&self) {
        held(&self.work).failed = None;
    }

    /// Ends what was started for it.
    pub(crate) fn close(&self) {
        let mut work = held(&self.work);
        if let Some(check) = &work.check {
            check.cancel();
        }
        work.preview = None;
    }
}

fn told(error: &CaseError) -> String {
    format!("{error}; {}", error.hint())
}

/// The site of a case, served on a port of its own; it ends with the desk.
#[derive(Debug)]
pub(crate) struct Preview {
    child: Child,
    /// Its address.
    pub(crate) url: String,
}

impl Preview {
    /// Starts `griot serve`, and waits until it says where.
    pub(crate) fn start(program: &Path, case: &Path, who: &str) -> Result<Self, String> {
        let mut child = Command::new(program)
            .args(["serve", "--port", "0"])
            .arg(case)
            .env("GRIOT_WHO", who)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| error.to_string())?;
        let mut url = String::new();
        if let Some(out) = child.stdout.take() {
            // What was seen of the case comes first. A program that says something else is not listened to for ever.
            let mut lines = BufReader::new(out.take(SAID)).lines().map_while(Result::ok);
            url = lines.find(|line| line.starts_with(HERE)).unwrap_or_default();
        }
        if url.starts_with(HERE) {
            // Whatever it says from now on is for nobody, and must not make it wait.
            if let Some(mut said) = child.stderr.take() {
                std::thread::spawn(move || {
                    drop(std::io::copy(&mut said, &mut std::io::sink()));
                });
            }
            return Ok(Self { child, url });
        }
        let mut said = String::new();
        if let Some(mut errors) = child.stderr.take() {
            drop(errors.read_to_string(&mut said));
        }
        drop(child.wait());
        Err(said.trim().to_owned())
    }

    /// Whether it still answers.
    pub(crate) fn is_alive(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
