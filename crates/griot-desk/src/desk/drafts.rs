//! Drafts on the desk: checked, looked at, replaced, judged.

use std::{sync::Arc, thread};

use crate::{
    child, disk,
    draft::{self, Draft, Sentence, Text},
    folder::Folder,
    job::{Job, held},
    judgements::{self, Judgement, Merged},
    question::Outcome,
};

use super::{CANCELLED, Desk, Reading, caught};

/// Bytes of a draft up to which it is read for its title before a case is made for it.
const TITLED: usize = 4 << 20;

/// Sentences whose proofs are read before somebody looks at them.
const AHEAD: usize = 6;

/// Steps that can be undone.
const UNDO: usize = 500;

impl Desk {
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

    pub(super) fn check(&self, folder: &Folder, stamp: crate::folder::Stamp, job: &Job) {
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

    pub(super) fn logged(&self, folder: &Folder, judgement: &Judgement) -> Result<(), String> {
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
}
