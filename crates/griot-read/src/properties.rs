//! What an office file says about itself.

use griot_text::document::written_day;

use crate::{
    Metadata,
    xml::{Step, Xml},
};

/// What the properties of a package say: those of Word and those of OpenDocument.
pub(crate) fn metadata(text: &str) -> Result<Metadata, String> {
    let mut xml = Xml::of(text);
    let mut found = Metadata::default();
    let mut open = Vec::new();
    while let Some(step) = xml.next()? {
        match step {
            Step::Open(element) => open.push((element.name().to_owned(), String::new())),
            Step::Text(text, _) => {
                if let Some((_, said)) = open.last_mut() {
                    said.push_str(&text);
                }
            }
            Step::Close(_) => {
                let Some((name, said)) = open.pop() else { continue };
                let said = said.trim().to_owned();
                if said.is_empty() {
                    continue;
                }
                match name.as_str() {
                    "title" => found.title = Some(said),
                    "initial-creator" => found.authors = vec![said],
                    "creation-date" => {
                        let day = written_day(&said);
                        found.published = Some(day.map_or(said, |day| day.to_string()));
                    }
                    "creator" if found.authors.is_empty() => {
                        let authors = said.split(';').map(|it| it.trim().to_owned());
                        found.authors = authors.filter(|it| !it.is_empty()).collect();
                    }
                    "publisher" => found.publisher = Some(said),
                    "language" => found.language = Some(said),
                    "created" => {
                        let day = written_day(&said);
                        found.published = Some(day.map_or(said, |day| day.to_string()));
                    }
                    "modified" | "date" => found.modified = Some(said),
                    _ => {}
                }
            }
        }
    }
    Ok(found)
}
