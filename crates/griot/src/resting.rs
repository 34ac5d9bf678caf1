//! On which passages of preserved sources the sentences of a case's report rest, for its site.

use std::{collections::BTreeMap, io};

use griot_case::Case;
use griot_model::{Preservation, bounds, world::World};
use griot_proof::{HeldStatus, Opening, SentenceOf, Status, Where};
use griot_read::Document;
use griot_report::Resting;

use crate::{command::proofs, terminal};

/// Bytes of sources that a build opens: beyond it nothing is said of them.
const MOST: u64 = bounds::CASE;

/// The passages that the report's notes lead to. What cannot be read is said and left out: a site is
/// made all the same.
pub(crate) fn of(
    document: &Document,
    world: &dyn World,
    folder: &str,
    case: &Case,
) -> Vec<Resting> {
    let folder = folder.trim_end_matches('/');
    // Through the door, once, and from there on in memory: threads may then share it.
    let (mut files, mut size) = (BTreeMap::new(), 0);
    for source in &case.sources {
        let Preservation::Preserved { file, .. } = &source.preservation else { continue };
        let path = format!("{folder}/{file}");
        let Ok(bytes) = world.read(&path) else { continue };
        size += bytes.len() as u64;
        if size > MOST {
            terminal::say("note: the sources are too many to open their notes for the site");
            return Vec::new();
        }
        files.insert(path, bytes);
    }
    let catalogue = proofs::of_case(folder, case);
    let opening = proofs::opened_in(document, catalogue, &Files(files), None, None);
    lines(&opening)
}

/// Files in memory.
struct Files(BTreeMap<String, Vec<u8>>);

impl World for Files {
    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        self.0.get(path).cloned().ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn list(&self, _folder: &str) -> io::Result<Vec<String>> {
        Ok(Vec::new())
    }

    fn is_folder(&self, _path: &str) -> bool {
        false
    }
}

fn lines(opening: &Opening) -> Vec<Resting> {
    let mut found: Vec<Resting> = Vec::new();
    for sentence in &opening.sentences {
        for proof in sentence.proofs.iter().filter(|it| it.status == HeldStatus::Held) {
            let here = |it: &&griot_proof::ParticularOf| {
                it.proof.as_deref() == Some(proof.source.as_str())
            };
            let best = sentence
                .particulars
                .iter()
                .filter(here)
                .filter(|it| it.passage.is_some())
                .min_by_key(|it| it.found_where != Some(Where::Passage));
            if let Some(best) = best {
                found.push(Resting {
                    sentence: sentence.text.split_whitespace().collect::<Vec<_>>().join(" "),
                    source: proof.source.clone(),
                    place: best.place.clone().unwrap_or_default(),
                    passage: best.passage.clone().unwrap_or_default(),
                    told: told(sentence),
                });
            }
        }
    }
    found
}

/// How much of a sentence stands in what it cites.
fn told(sentence: &SentenceOf) -> String {
    let asked = sentence.particulars.iter().filter(|it| it.status != Status::NotAsked).count();
    let found = sentence.particulars.iter().filter(|it| it.status == Status::Found).count();
    let open: Vec<String> = sentence
        .particulars
        .iter()
        .filter(|it| it.status.is_alert())
        .map(griot_proof::told)
        .collect();
    if open.is_empty() {
        format!("{found} of {asked} particulars of the sentence were found")
    } else {
        format!(
            "{found} of {asked} particulars of the sentence were found; {}",
            open.join("; ")
        )
    }
}
