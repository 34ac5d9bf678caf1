//! The notes of a draft, opened in the sources of a folder or a case.

use std::{path::Path, sync::Mutex};

use griot_case::Case;
use griot_check::CheckReport;
use griot_model::{Preservation, Verdict, world::World as _};
use griot_proof::{
    HeldStatus, Opening, Reading,
    catalogue::{Catalogue, Entry},
    comments::Comment,
    judgement, told,
};
use griot_read::Document;

use crate::{disk::Disk, failure::Failure, terminal, worker::Reader, zipped::Held};

/// Where judgements about sentences and their proofs are kept, in a case or a folder of sources.
pub(crate) const JUDGEMENTS: &str = "judgements.csv";

/// Processes that read files of sources and can do nothing else; each thread takes one.
#[derive(Debug, Default)]
struct Workers(Mutex<Vec<Reader>>);

impl Reading for Workers {
    fn document(&self, bytes: &[u8], name: &str) -> Result<Document, String> {
        let idle = self.0.lock().map_or(None, |mut idle| idle.pop());
        let mut reader = idle.unwrap_or_default();
        let read = reader.document(bytes, name).map_err(|failure| failure.message);
        if let Ok(mut idle) = self.0.lock() {
            idle.push(reader);
        }
        read?.map_err(|why| why.to_string())
    }
}

/// A draft as it was read.
pub(crate) fn document(path: &str, bytes: &[u8]) -> Result<Document, Failure> {
    let name = Path::new(path)
        .file_name()
        .map_or_else(|| path.to_owned(), |name| name.to_string_lossy().into_owned());
    griot_read::read(bytes, &name)
        .map_err(|error| Failure::new(format!("{path} cannot be checked: {error}")))
}

/// The draft with every note opened; nothing where there is neither a folder of sources nor a case.
pub(crate) fn opened(
    document: &Document,
    folder: Option<&str>,
    case: Option<(&str, &Case)>,
) -> Result<Option<Opening>, Failure> {
    let held = Held::of(folder)?;
    let Some(mut catalogue) = catalogue(&held, folder, case)? else { return Ok(None) };
    let mut opening = griot_proof::open(document, &mut catalogue, &held, &Workers::default());
    if let Some(folder) = folder.or(case.map(|(folder, _)| folder))
        && let Ok(bytes) = Disk.read(&held.judgements(folder, JUDGEMENTS))
    {
        let (judgements, aside) = judgement::read(&bytes);
        for line in &aside {
            terminal::say(line);
        }
        opening.judged(&judgements);
    }
    Ok(Some(opening))
}

/// A comment for each particular to look at, each source that is not held, and each claim that is
/// contradicted.
pub(crate) fn comments(opening: &Opening, report: &CheckReport) -> Vec<Comment> {
    let mut found = Vec::new();
    for sentence in &opening.sentences {
        for particular in sentence.particulars.iter().filter(|it| it.status().is_alert()) {
            let mut text = told(particular);
            if let Some(proof) = &particular.proof {
                let place = particular.place.as_deref().unwrap_or_default();
                text.push_str(&format!("\n{proof}, {place}"));
            }
            if let Some(passage) = &particular.passage {
                text.push_str(&format!("\n{passage}"));
            }
            found.push(Comment { span: particular.span, text });
        }
        let open: Vec<String> = sentence
            .proofs
            .iter()
            .filter(|proof| proof.status != HeldStatus::Held)
            .map(|proof| {
                format!("{}: {}", proof.source, proof.why.as_deref().unwrap_or_default())
            })
            .collect();
        if !open.is_empty() && !sentence.particulars.is_empty() {
            let text =
                format!("A proof of this sentence could not be opened.\n{}", open.join("\n"));
            found.push(Comment { span: sentence.span, text });
        }
    }
    for checked in report.checked.iter().filter(|it| it.verdict == Verdict::Contradicted) {
        let text = format!("Contradicted by this evidence: {}", checked.message);
        found.push(Comment { span: checked.claim.span, text });
    }
    found.sort_by_key(|comment| comment.span);
    found
}

/// The sources of a folder, else of a case.
fn catalogue(
    held: &Held,
    folder: Option<&str>,
    case: Option<(&str, &Case)>,
) -> Result<Option<Catalogue>, Failure> {
    if let Some(folder) = folder {
        return Catalogue::of_folder(held, folder)
            .map(Some)
            .map_err(|error| Failure::new(format!("{folder} cannot be read: {error}")));
    }
    let Some((folder, case)) = case else { return Ok(None) };
    let entries = case
        .sources
        .iter()
        .map(|source| Entry {
            id: source.id.clone(),
            file: match &source.preservation {
                Preservation::Preserved { file, .. } => Some(format!("{folder}/{file}")),
                Preservation::Cited => None,
            },
            title: source.title.clone(),
            author: source.author.clone(),
            publisher: source.publisher.clone(),
            url: source.url.clone().unwrap_or_default(),
            published: source.published.map(|day| day.to_string()).unwrap_or_default(),
        })
        .collect();
    Ok(Some(Catalogue::of(entries)))
}
