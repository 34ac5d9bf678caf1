//! What takes a while: sites, questions to tables and files.

use std::{path::Path, sync::Arc, thread};

use griot_model::{Preservation, Source};

use crate::{
    child, disk,
    folder::{Folder, Preview},
    intake,
    job::{Job, held},
    page::{
        draft::is_web,
        library::{Rows, Table},
        search::Found,
    },
    question::{Outcome, Ready},
};

use super::{CANCELLED, Desk, caught};

impl Desk {
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

    /// Asks the addresses of sources that are cited only, and keeps what they serve; on its way from then on. Whoever runs
    /// the servers sees who asks, so nothing is fetched unasked.
    pub(crate) fn fetch(self: &Arc<Self>, folder: &Arc<Folder>) -> Result<Arc<Job>, String> {
        let case = folder.case()?;
        let cited = |source: &&Source| source.preservation == Preservation::Cited;
        let addresses: Vec<String> = case
            .sources
            .iter()
            .filter(cited)
            .filter_map(|source| source.url.clone())
            .filter(|url| is_web(url))
            .collect();
        if addresses.is_empty() {
            return Err("No source that is cited only has an address.".to_owned());
        }
        let next = format!("c/{}/sources", folder.id);
        let folder = Arc::clone(folder);
        Ok(self.begin("Fetching sources".to_owned(), move |desk, job| {
            let _one = held(&folder.changing);
            let failed = |error: std::io::Error| format!("the list cannot be written: {error}");
            let aside = tempfile::tempdir().map_err(failed)?;
            let list = "addresses.txt";
            disk::write(aside.path(), list, addresses.join("\n").as_bytes()).map_err(failed)?;
            let list = aside.path().join(list).to_string_lossy().into_owned();
            let arguments = ["add", &folder.shown(), "--addresses", &list];
            // Of a list what cannot be kept is said, and the rest is kept.
            let ended = desk.run(&arguments.map(ToOwned::to_owned), job)?;
            let said = ended.said.lines().map(ToOwned::to_owned).collect();
            Ok(Outcome { said, next, ..Outcome::default() })
        }))
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

    /// Where words stand in a case.
    pub(crate) fn search(&self, folder: &Folder, words: &str) -> Result<Found, String> {
        let shown = folder.shown();
        let ended = self
            .command(&["search", "--format", "json", "--limit", "50", "--", &shown, words])?;
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

    pub(super) fn run(&self, arguments: &[String], job: &Job) -> Result<child::Ended, String> {
        let (who, tell) = (self.person().name, |line: &str| job.tell(line));
        let ended = child::run(&self.start.program, &who, None, arguments, &job.stop, &tell);
        let ended = ended.map_err(|error| format!("griot cannot be run: {error}"))?;
        if job.is_cancelled() {
            return Err(CANCELLED.to_owned());
        }
        Ok(ended)
    }

    pub(super) fn begin(
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
}
