//! What a file says about itself, for its row of `sources.csv`, which is a proposal that a person corrects; and the text
//! that was read in it, for the log.

use std::{collections::BTreeMap, io::Read as _, path::PathBuf};

use griot_archive::{Digest, Extraction};
use griot_model::bounds;

use super::{arguments::media_type, input::Input};
use crate::{custody, failure::Failure, render::spelt, terminal, worker::Reader};

/// Letters of a title; what is longer is no title.
const LONGEST: usize = 300;

/// What a file says about itself.
#[derive(Debug, Clone, Default)]
pub(super) struct Proposed {
    pub(super) title: Option<String>,
    pub(super) publisher: Option<String>,
    pub(super) author: Option<String>,
    pub(super) published: Option<String>,
    pub(super) address: Option<String>,
    /// The text of the document, and the bytes it was read in.
    pub(super) read: Option<(Digest, Extraction)>,
}

/// Media types of the documents that are parsed. In a plain text the text is the file.
const PARSED: [&str; 6] = [
    "text/html",
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.oasis.opendocument.text",
    "application/rtf",
    "message/rfc822",
];

/// What the documents among these files say about themselves. One that cannot be read is kept all the same, and said.
pub(super) fn of(inputs: &[Input]) -> Result<BTreeMap<PathBuf, Proposed>, Failure> {
    let mut reader = Reader::default();
    let mut found = BTreeMap::new();
    for input in inputs {
        if !PARSED.contains(&media_type(&input.path.to_string_lossy())) {
            continue;
        }
        if input.length > bounds::DOCUMENT {
            terminal::say(&format!(
                "note: {}: kept, and its text is not read: it is longer than {} MB",
                spelt(&input.shown),
                bounds::DOCUMENT >> 20
            ));
            continue;
        }
        let mut bytes = Vec::new();
        input.open()?.take(bounds::DOCUMENT).read_to_end(&mut bytes)?;
        match reader.document(&bytes, &input.file_name()?)? {
            Ok(document) => {
                for remark in &document.prose.notes {
                    let shown = spelt(&input.shown);
                    terminal::say(&format!("note: {shown}: {}", spelt(&remark.message)));
                }
                let read = (Digest::of(&bytes), custody::extraction(&document));
                let about = document.metadata;
                let line = |text: Option<String>| {
                    let words = text?.split_whitespace().collect::<Vec<_>>().join(" ");
                    let shown: String = words.chars().filter(|it| !it.is_control()).collect();
                    Some(shown).filter(|it| !it.is_empty() && it.len() <= LONGEST)
                };
                let address = about
                    .address
                    .filter(|it| it.starts_with("https://") || it.starts_with("http://"));
                found.insert(
                    input.path.clone(),
                    Proposed {
                        title: line(about.title),
                        publisher: line(about.publisher),
                        author: line(Some(about.authors.join("; "))),
                        // A file of an office says when it was made, which is not when it was published.
                        published: about
                            .published
                            .filter(|_| document.kind == griot_read::Kind::Html),
                        address: line(address),
                        read: Some(read),
                    },
                );
            }
            Err(why) => terminal::say(&format!(
                "note: {}: kept, and its text is not read: {}",
                spelt(&input.shown),
                spelt(&why.to_string())
            )),
        }
    }
    Ok(found)
}
