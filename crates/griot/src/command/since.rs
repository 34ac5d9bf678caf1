//! What changed between two checks of a draft: alerts that are new, alerts that were answered, verdicts
//! that are others.
//!
//! The earlier check is an answer that was kept (`griot check --format json`), or is made again from
//! what the archive of the case held at a checkpoint.

use std::{
    collections::{BTreeMap, BTreeSet},
    io,
};

use griot_archive::{Digest, FolderStore, Known, Reader, UnverifiedCheckpoint, verify};
use griot_model::world::World;
use serde::Serialize;
use serde_json::Value;

use crate::{custody, failure::Failure};

/// What changed.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Changes {
    /// Alerts that were not there before.
    pub(crate) new: Vec<Alert>,
    /// Alerts that are there no more, and why.
    pub(crate) answered: Vec<Answered>,
    /// Claims of which the verdict is another.
    pub(crate) verdicts: Vec<Changed>,
}

/// A particular to look at.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(crate) struct Alert {
    sentence: String,
    kind: String,
    text: String,
    status: String,
}

/// An alert of before that asks nobody any more.
#[derive(Debug, Serialize)]
pub(crate) struct Answered {
    #[serde(flatten)]
    alert: Alert,
    /// `edited`, `found`, `judged`.
    by: &'static str,
}

/// A claim with another verdict.
#[derive(Debug, Serialize)]
pub(crate) struct Changed {
    text: String,
    then: String,
    now: String,
}

/// What one check says, as far as two are compared.
#[derive(Debug, Default)]
struct Said {
    alerts: BTreeSet<Alert>,
    sentences: BTreeSet<String>,
    judged: BTreeSet<String>,
    verdicts: BTreeMap<String, String>,
}

impl Said {
    fn of(answer: &Value) -> Self {
        let words = |value: &Value| -> String {
            let text = value.as_str().unwrap_or_default();
            text.split_whitespace().collect::<Vec<_>>().join(" ")
        };
        let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
        let mut said = Self::default();
        for sentence in list(&answer["sentences"]) {
            let text = words(&sentence["text"]);
            if sentence["judgement"].is_object() {
                said.judged.insert(text.clone());
            }
            for particular in list(&sentence["particulars"]) {
                let status = words(&particular["status"]);
                if matches!(status.as_str(), "differs" | "absent" | "firmer") {
                    said.alerts.insert(Alert {
                        sentence: text.clone(),
                        kind: words(&particular["kind"]),
                        text: words(&particular["text"]),
                        status,
                    });
                }
            }
            said.sentences.insert(text);
        }
        for claim in list(&answer["claims"]) {
            said.verdicts.insert(words(&claim["text"]), words(&claim["verdict"]));
        }
        said
    }

    /// Whether this alert asks somebody: nobody judged its sentence.
    fn asks(&self, alert: &Alert) -> bool {
        self.alerts.contains(alert) && !self.judged.contains(&alert.sentence)
    }
}

/// What changed between two answers of `griot check --format json`.
pub(crate) fn changes(then: &str, now: &str) -> Result<Changes, Failure> {
    let read = |text: &str| -> Result<Said, Failure> {
        let answer: Value = serde_json::from_str(text).map_err(Failure::new)?;
        Ok(Said::of(&answer))
    };
    let (then, now) = (read(then)?, read(now)?);
    let new = now.alerts.iter().filter(|it| now.asks(it) && !then.asks(it)).cloned().collect();
    let answered = then
        .alerts
        .iter()
        .filter(|it| then.asks(it) && !now.asks(it))
        .map(|alert| Answered {
            by: if !now.sentences.contains(&alert.sentence) {
                "edited"
            } else if now.alerts.contains(alert) {
                "judged"
            } else {
                "found"
            },
            alert: alert.clone(),
        })
        .collect();
    let verdicts = now
        .verdicts
        .iter()
        .filter_map(|(text, now)| {
            let then = then.verdicts.get(text).filter(|then| *then != now)?;
            Some(Changed { text: text.clone(), then: then.clone(), now: now.clone() })
        })
        .collect();
    Ok(Changes { new, answered, verdicts })
}

impl Changes {
    /// For the terminal.
    pub(crate) fn told(&self) -> String {
        let mut out = format!(
            "\nsince then: {} new to look at, {} answered, {} verdicts changed\n",
            self.new.len(),
            self.answered.len(),
            self.verdicts.len()
        );
        for it in &self.new {
            out.push_str(&format!("  new       {} {}: {}\n", it.text, it.status, it.sentence));
        }
        for it in &self.answered {
            let (by, alert) = (it.by, &it.alert);
            out.push_str(&format!(
                "  {by:9} {} {}: {}\n",
                alert.text, alert.status, alert.sentence
            ));
        }
        for it in &self.verdicts {
            out.push_str(&format!("  verdict   {}, was {}: {}\n", it.now, it.then, it.text));
        }
        out
    }
}

/// The files of a case as its archive held them at a checkpoint.
#[derive(Debug)]
pub(crate) struct Then {
    case: String,
    reader: Reader<FolderStore>,
    files: BTreeMap<String, Digest>,
}

impl Then {
    /// The files that the log names up to a checkpoint, each as it was last.
    pub(crate) fn of(case: &str, checkpoint: &str) -> Result<Self, Failure> {
        let claimed: UnverifiedCheckpoint = checkpoint.parse().map_err(|error| {
            Failure::new(format!("it is neither a checkpoint nor an earlier answer: {error}"))
                .hint("griot archive checkpoint CASE prints a checkpoint")
                .hint("griot check --format json prints an answer")
        })?;
        let known = Known { checkpoint: Some(checkpoint.to_owned()), key: None };
        let found = verify(&custody::store(case), &known);
        if let Some(problem) = found.problems.first() {
            return Err(Failure::new(format!(
                "the archive does not go on from there: {problem}"
            ))
            .hint(format!("griot archive verify {case} --checkpoint FILE says all of it")));
        }
        let reader = custody::read(case)?;
        let mut files = BTreeMap::new();
        for entry in reader.log().entries {
            if entry.index < claimed.claimed_size() {
                for source in entry.operation.sources {
                    files.insert(source.name, source.sha256);
                }
            }
        }
        Ok(Self { case: case.trim_end_matches('/').to_owned(), reader, files })
    }

    fn name<'p>(&self, path: &'p str) -> Option<&'p str> {
        let rest = path.strip_prefix(self.case.as_str())?;
        (rest.is_empty() || rest.starts_with('/')).then(|| rest.trim_matches('/'))
    }
}

impl World for Then {
    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        let known = self.name(path).and_then(|name| self.files.get(name));
        let sha256 = known.ok_or(io::ErrorKind::NotFound)?;
        let bytes = self.reader.get(*sha256).map_err(io::Error::other)?;
        bytes.ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn list(&self, folder: &str) -> io::Result<Vec<String>> {
        let Some(name) = self.name(folder) else { return Ok(Vec::new()) };
        let prefix = if name.is_empty() { String::new() } else { format!("{name}/") };
        let names: BTreeSet<String> = self
            .files
            .keys()
            .filter_map(|file| file.strip_prefix(&prefix)?.split('/').next())
            .map(str::to_owned)
            .collect();
        Ok(names.into_iter().collect())
    }

    fn is_folder(&self, path: &str) -> bool {
        self.name(path).is_some_and(|name| {
            name.is_empty() || self.files.keys().any(|it| it.starts_with(&format!("{name}/")))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(particulars: &str, judged: bool, verdict: &str) -> String {
        let judgement = if judged { r#","judgement":{"verdict":"proven"}"# } else { "" };
        format!(
            r#"{{"claims":[{{"text":"c","verdict":"{verdict}"}}],"sentences":[{{"text":"It  fell.","particulars":[{particulars}]{judgement}}}]}}"#
        )
    }

    #[test]
    fn what_is_new_what_is_answered_and_what_changed() {
        let alert = r#"{"kind":"number","text":"5","status":"absent"}"#;
        let found = r#"{"kind":"number","text":"5","status":"found"}"#;
        let check = |then: &str, now: &str, expected: (usize, usize, usize)| {
            let it = changes(then, now).expect("both are answers");
            assert_eq!((it.new.len(), it.answered.len(), it.verdicts.len()), expected);
            it.told()
        };
        let open = answer(alert, false, "supported");
        check(&open, &open, (0, 0, 0));
        check(&answer(found, false, "supported"), &open, (1, 0, 0));
        let told = check(&open, &answer(alert, true, "contradicted"), (0, 1, 1));
        assert!(
            told.contains("judged") && told.contains("contradicted, was supported"),
            "{told}"
        );
        assert!(check(&open, &answer(found, false, "supported"), (0, 1, 0)).contains("found"));
        let gone = r#"{"claims":[],"sentences":[]}"#;
        assert!(check(&open, gone, (0, 1, 0)).contains("edited"));
        // A judgement that an edit opened again is new.
        check(&answer(alert, true, "supported"), &open, (1, 0, 0));
    }
}
