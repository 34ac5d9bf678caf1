//! The notes of a draft, opened in the sources of a folder or a case.

use std::{path::Path, sync::Mutex};

use griot_archive::ARCHIVE_FOLDER;
use griot_case::Case;
use griot_check::CheckReport;
use griot_model::{Preservation, Verdict, decoding, world::World};
use griot_proof::{
    Cache, HeldStatus, Opening, Reading, Suggestion,
    catalogue::{Catalogue, Entry},
    comments::Comment,
    judgement, told,
};
use griot_read::Document;

use crate::{
    disk::{self, Disk},
    failure::Failure,
    terminal,
    worker::Reader,
    zipped::Held,
};

/// Where judgements about sentences and their proofs are kept, in a case or a folder of sources.
pub(crate) const JUDGEMENTS: &str = "judgements.csv";

/// What was found before, beside the sources.
const CACHE: &str = ".griot-cache.json";

/// Bytes of text that take longer to read than a cache.
const WORTH_KEEPING: usize = 16 << 20;

/// Processes that read files of sources and can do nothing else; each thread takes one.
#[derive(Debug, Default)]
struct Workers(Mutex<Vec<Reader>>);

impl Reading for Workers {
    fn stamp(&self, file: &str) -> Option<String> {
        disk::stamp(file)
    }

    fn document(&self, bytes: &[u8], name: &str) -> Result<Document, String> {
        // Lines and blank lines need no parser that could fail.
        let plain = name.to_ascii_lowercase().ends_with(".txt");
        if plain && decoding::signature(bytes).is_none() {
            return griot_read::read_words(bytes, name).map_err(|why| why.to_string());
        }
        let idle = self.0.lock().map_or(None, |mut idle| idle.pop());
        let mut reader = idle.unwrap_or_default();
        let read = reader.words(bytes, name).map_err(|failure| failure.message);
        if let Ok(mut idle) = self.0.lock() {
            idle.push(reader);
        }
        read?.map_err(|why| why.to_string())
    }
}

/// A draft as a worker reads it.
pub(crate) fn document(path: &str, bytes: &[u8]) -> Result<Document, Failure> {
    let name = Path::new(path)
        .file_name()
        .map_or_else(|| path.to_owned(), |name| name.to_string_lossy().into_owned());
    Reader::default()
        .document(bytes, &name)?
        .map_err(|error| Failure::new(format!("{path} cannot be checked: {error}")))
}

/// The draft with every note opened; nothing where there is neither a folder of sources nor a case.
pub(crate) fn opened(
    document: &Document,
    folder: Option<&str>,
    case: Option<(&str, &Case)>,
) -> Result<Option<Opening>, Failure> {
    let held = Held::of(folder)?;
    let judgements =
        folder.or(case.map(|(folder, _)| folder)).map(|folder| held.beside(folder, JUDGEMENTS));
    let Some(catalogue) = catalogue(&held, folder, case)? else { return Ok(None) };
    let beside = match (folder, case) {
        (Some(folder), _) => Some(held.beside(folder, CACHE)),
        (None, Some((folder, _))) => {
            Some(format!("{folder}/{ARCHIVE_FOLDER}/cache/proofs.json"))
                .filter(|path| Path::new(path).parent().is_some_and(Path::is_dir))
        }
        (None, None) => None,
    };
    let judgements = judgements.as_deref();
    Ok(Some(opened_in(document, catalogue, &held, judgements, beside.as_deref())))
}

/// Passages of the sources that speak of sentences without a proof.
pub(crate) fn suggested(
    document: &Document,
    folder: Option<&str>,
    case: Option<(&str, &Case)>,
) -> Result<Vec<Suggestion>, Failure> {
    let held = Held::of(folder)?;
    let Some(mut catalogue) = catalogue(&held, folder, case)? else { return Ok(Vec::new()) };
    Ok(griot_proof::suggest(document, &mut catalogue, &held, &Workers::default()))
}

/// The draft with every note opened in the files of a world.
pub(crate) fn opened_in(
    document: &Document,
    mut catalogue: Catalogue,
    world: &(dyn World + Sync),
    judgements: Option<&str>,
    beside: Option<&str>,
) -> Opening {
    let workers = Workers::default();
    let known = beside.and_then(|path| Disk.read(path).ok());
    let mut cache = known.as_deref().map(Cache::read).unwrap_or_default();
    let mut opening = griot_proof::open(document, &mut catalogue, world, &workers, &mut cache);
    // What was quick is not worth a file.
    if let Some(path) = beside.filter(|_| known.is_some() || cache.was_read() > WORTH_KEEPING)
        && let Ok(bytes) = cache.write()
        && known.as_ref() != Some(&bytes)
    {
        // A folder that cannot be written to is as good without.
        drop(disk::replace(Path::new(path), &bytes));
    }
    if let Some(Ok(bytes)) = judgements.map(|path| world.read(path)) {
        let (judgements, aside) = judgement::read(&bytes);
        for line in &aside {
            terminal::say(line);
        }
        opening.judged(&judgements);
    }
    opening
}

/// A comment for each particular to look at, each source that is not held, and each claim that is
/// contradicted.
pub(crate) fn comments(opening: &Opening, report: &CheckReport) -> Vec<Comment> {
    let mut found = Vec::new();
    for sentence in &opening.sentences {
        for particular in sentence.particulars.iter().filter(|it| it.status.is_alert()) {
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
    Ok(case.map(|(folder, case)| of_case(folder, case)))
}

/// The sources of a case.
pub(crate) fn of_case(folder: &str, case: &Case) -> Catalogue {
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
    Catalogue::of(entries)
}
