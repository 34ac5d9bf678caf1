//! What a file says about itself, for its row of `sources.csv`: a proposal that a person corrects.

use std::{collections::BTreeMap, io::Read as _, path::PathBuf};

use griot_model::bounds;

use super::{
    arguments::{Arguments, media_type},
    input::Input,
};
use crate::{failure::Failure, render::spelt, terminal, worker::Reader};

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
}

/// What the documents among these files say about themselves. One that cannot be read is kept all the same, and said.
pub(super) fn of(
    inputs: &[Input],
    arguments: &Arguments,
) -> Result<BTreeMap<PathBuf, Proposed>, Failure> {
    let mut reader = Reader::default();
    let mut found = BTreeMap::new();
    for input in inputs {
        let is_document = matches!(
            media_type(&input.path.to_string_lossy()),
            "text/html"
                | "application/pdf"
                | "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
                | "application/vnd.oasis.opendocument.text"
                | "application/rtf"
                | "message/rfc822"
        );
        if !is_document || input.length > bounds::DOCUMENT || arguments.title.is_some() {
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
