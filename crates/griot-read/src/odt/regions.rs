//! Tracked changes of an OpenDocument text, which stand together before the text.

use std::collections::BTreeMap;

use crate::xml::{Space, Step, Xml};

/// A tracked change.
#[derive(Debug, Default)]
pub(super) struct Region {
    pub(super) author: String,
    pub(super) date: Option<String>,
    /// The words that were taken out, where it is that.
    pub(super) deleted: Option<String>,
}

/// The tracked changes of a text by their ids.
pub(super) fn of(text: &str) -> Result<BTreeMap<String, Region>, String> {
    let mut xml = Xml::of(text);
    let mut found = BTreeMap::new();
    if !text.contains("changed-region") {
        return Ok(found);
    }
    let mut open: Option<(String, Region)> = None;
    let mut names: Vec<String> = Vec::new();
    while let Some(step) = xml.next()? {
        match step {
            Step::Open(element) => {
                let name = element.name().to_owned();
                match (name.as_str(), &mut open) {
                    ("changed-region", _) => {
                        found.extend(open.take());
                        open = Some((element.get("id").unwrap_or_default(), Region::default()));
                    }
                    ("deletion", Some((_, region))) if element.space == Space::OfficeText => {
                        region.deleted = Some(String::new());
                    }
                    _ => {}
                }
                names.push(name);
            }
            Step::Text(said, _) => {
                let Some((_, region)) = &mut open else { continue };
                match (names.last().map(String::as_str), &mut region.deleted) {
                    (Some("creator"), _) => region.author.push_str(&said),
                    (Some("date"), _) => region.date.get_or_insert_default().push_str(&said),
                    (_, Some(deleted)) => deleted.push_str(&said),
                    _ => {}
                }
            }
            Step::Close(_) => match names.pop().as_deref() {
                Some("p" | "h") => {
                    let deleted = open.as_mut().and_then(|(_, it)| it.deleted.as_mut());
                    if let Some(deleted) = deleted {
                        deleted.push('\n');
                    }
                }
                Some("tracked-changes") => break,
                _ => {}
            },
        }
    }
    found.extend(open);
    for region in found.values_mut() {
        if let Some(deleted) = &mut region.deleted {
            *deleted = deleted.trim().to_owned();
        }
    }
    Ok(found)
}
