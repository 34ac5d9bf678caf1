//! Whether a document still says what was read in it when it was added. Its bytes are those of the archive, so
//! another text is the work of another reader, or of one that does not read the same twice.

use std::collections::BTreeSet;

use griot_archive::{Digest, Extraction, FolderStore, Reader};
use griot_read::Document;

use super::counted;
use crate::{failure::Failure, worker};

/// What was found by reading again.
#[derive(Debug, Default)]
pub(crate) struct Texts {
    /// Texts that the same reader read otherwise.
    pub(crate) altered: Vec<String>,
    /// Texts that another version of the reader reads otherwise, or not at all; and how many are the same.
    pub(crate) notes: Vec<String>,
}

/// What the log says of the text of a document.
pub(crate) fn extraction(document: &Document) -> Extraction {
    let text = document.text();
    Extraction {
        extractor: document.extractor.clone(),
        sha256: Digest::of(text.as_bytes()),
        size: text.len() as u64,
    }
}

/// Reads each document again of which the log has a text, and compares the two.
pub(crate) fn texts(archive: &Reader<FolderStore>) -> Result<Texts, Failure> {
    let mut reader = worker::Reader::default();
    let mut seen = BTreeSet::new();
    let (mut found, mut same) = (Texts::default(), 0);
    for entry in archive.log().entries {
        let at = entry.index;
        for source in entry.operation.sources {
            let Some(logged) = source.extraction else { continue };
            // Bytes that are missing or changed are told by the archive itself.
            let Ok(Some(bytes)) = archive.get(source.sha256) else { continue };
            if !seen.insert((source.name.clone(), logged.sha256)) {
                continue;
            }
            let name = &source.name;
            let now = match reader.words(&bytes, name.rsplit('/').next().unwrap_or(name))? {
                Ok(document) => extraction(&document),
                Err(why) => {
                    found.notes.push(format!(
                        "{name} of entry {at}: {} read it, and it is not read now: {why}",
                        logged.extractor
                    ));
                    continue;
                }
            };
            if now.sha256 == logged.sha256 {
                same += 1;
            } else if now.extractor == logged.extractor {
                found.altered.push(format!(
                    "{name} of entry {at}: {} reads another text in it than it did",
                    now.extractor
                ));
            } else {
                found.notes.push(format!(
                    "{name} of entry {at}: {} reads another text in it than {} did; passages that were found in the old \
                     one have to be looked up anew",
                    now.extractor, logged.extractor
                ));
            }
        }
    }
    let same = counted(same, "document was", "documents were");
    found.notes.push(format!("{same} read again, with the text that the log has"));
    Ok(found)
}
