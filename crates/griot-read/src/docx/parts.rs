//! The parts of a package that are not text: relations, styles, properties, threads of comments.

use std::collections::BTreeMap;

use griot_text::document::written_day;

use crate::{
    Metadata,
    xml::{Step, Xml},
};

/// What a part calls others by: files of the package and addresses outside.
#[derive(Debug, Default)]
pub(super) struct Relations {
    all: Vec<Relation>,
}

#[derive(Debug)]
struct Relation {
    id: String,
    /// The last part of its type: `footnotes`.
    kind: String,
    target: String,
    is_external: bool,
}

impl Relations {
    /// The relations of a part that lies in this folder.
    pub(super) fn of(text: &str, folder: &str) -> Result<Self, String> {
        let mut xml = Xml::of(text);
        let mut all = Vec::new();
        while let Some(step) = xml.next()? {
            let Step::Open(element) = step else { continue };
            if element.name() != "Relationship" {
                continue;
            }
            let get = |name| element.get(name).unwrap_or_default();
            let kind = get("Type");
            let is_external = get("TargetMode") == "External";
            let target = get("Target");
            let target = if is_external { target } else { resolved(folder, &target) };
            let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
            all.push(Relation { id: get("Id"), kind, target, is_external });
        }
        Ok(Self { all })
    }

    /// The file of the first relation of this kind.
    pub(super) fn of_kind<'r>(&'r self, kind: &'r str) -> Option<&'r str> {
        self.all_of_kind(kind).next()
    }

    /// The files of all relations of this kind.
    pub(super) fn all_of_kind<'r>(&'r self, kind: &'r str) -> impl Iterator<Item = &'r str> {
        let all = self.all.iter().filter(move |it| it.kind == kind && !it.is_external);
        all.map(|it| it.target.as_str())
    }

    /// The address of a relation that leads outside.
    pub(super) fn address(&self, id: &str) -> Option<&str> {
        let found = self.all.iter().find(|it| it.id == id && it.is_external);
        found.map(|it| it.target.as_str())
    }
}

/// A target within the package, from its root.
fn resolved(folder: &str, target: &str) -> String {
    if let Some(from_root) = target.strip_prefix('/') {
        return from_root.to_owned();
    }
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "." | "" => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// What the styles of paragraphs mean.
#[derive(Debug, Default)]
pub(super) struct Styles {
    all: BTreeMap<String, Style>,
}

#[derive(Debug, Default)]
struct Style {
    name: String,
    based_on: String,
    level: Option<u8>,
    is_item: bool,
}

/// What a style makes of a paragraph.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Meaning {
    /// Level of a heading, from 1.
    pub(super) level: Option<u8>,
    /// Whether it is an item of a list.
    pub(super) is_item: bool,
    /// Whether it is a quotation.
    pub(super) is_quote: bool,
}

/// Styles that are based on each other; no document has more in a row.
const LONGEST_CHAIN: usize = 32;

impl Styles {
    /// The styles of a part.
    pub(super) fn of(text: &str) -> Result<Self, String> {
        let mut xml = Xml::of(text);
        let mut all = BTreeMap::new();
        let mut open: Option<(String, Style)> = None;
        while let Some(step) = xml.next()? {
            let Step::Open(element) = step else { continue };
            match (element.name(), &mut open) {
                ("style", _) => {
                    all.extend(open.take());
                    if element.get("type").is_none_or(|kind| kind == "paragraph") {
                        let id = element.get("styleId").unwrap_or_default();
                        open = Some((id, Style::default()));
                    }
                }
                ("name", Some((_, style))) if style.name.is_empty() => {
                    style.name = element.get("val").unwrap_or_default().to_lowercase();
                }
                ("basedOn", Some((_, style))) => {
                    style.based_on = element.get("val").unwrap_or_default();
                }
                ("outlineLvl", Some((_, style))) => {
                    let level = element.get("val").and_then(|level| level.parse::<u8>().ok());
                    style.level = level.filter(|level| *level < 9).map(|level| level + 1);
                }
                ("numPr", Some((_, style))) => style.is_item = true,
                _ => {}
            }
        }
        all.extend(open);
        Ok(Self { all })
    }

    /// What a style makes of a paragraph, those that it is based on included.
    pub(super) fn meaning(&self, id: &str) -> Meaning {
        let mut meaning = Meaning::default();
        let mut id = id;
        for _ in 0..LONGEST_CHAIN {
            let Some(style) = self.all.get(id) else { break };
            let named = style.name.strip_prefix("heading ").and_then(|it| it.parse().ok());
            let title = (style.name == "title").then_some(1);
            meaning.level = meaning.level.or(style.level).or(named).or(title);
            meaning.is_item |= style.is_item || style.name.starts_with("list ");
            meaning.is_quote |=
                matches!(style.name.as_str(), "quote" | "intense quote" | "block text");
            id = &style.based_on;
        }
        meaning
    }
}

/// What the core properties say.
pub(super) fn metadata(text: &str) -> Result<Metadata, String> {
    let mut xml = Xml::of(text);
    let mut found = Metadata::default();
    let mut open = Vec::new();
    while let Some(step) = xml.next()? {
        match step {
            Step::Open(element) => open.push((element.name().to_owned(), String::new())),
            Step::Text(text) => {
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
                    "creator" => {
                        let authors = said.split(';').map(|it| it.trim().to_owned());
                        found.authors = authors.filter(|it| !it.is_empty()).collect();
                    }
                    "publisher" => found.publisher = Some(said),
                    "language" => found.language = Some(said),
                    "created" => {
                        let day = written_day(&said);
                        found.published = Some(day.map_or(said, |day| day.to_string()));
                    }
                    "modified" => found.modified = Some(said),
                    _ => {}
                }
            }
        }
    }
    Ok(found)
}

/// What is known of a comment beside its text.
#[derive(Debug)]
pub(super) struct Thread {
    /// The paragraph of the comment that it answers.
    pub(super) answers: Option<String>,
    /// Whether it was marked as resolved.
    pub(super) resolved: bool,
}

/// Threads of comments, by the paragraph that each comment ends with.
pub(super) fn threads(text: &str) -> Result<BTreeMap<String, Thread>, String> {
    let mut xml = Xml::of(text);
    let mut found = BTreeMap::new();
    while let Some(step) = xml.next()? {
        let Step::Open(element) = step else { continue };
        if let Some(paragraph) = element.get("paraId").filter(|_| element.name() == "commentEx")
        {
            let resolved =
                element.get("done").is_some_and(|done| done == "1" || done == "true");
            found.insert(paragraph, Thread { answers: element.get("paraIdParent"), resolved });
        }
    }
    Ok(found)
}

/// A number as the notes at the end are numbered.
pub(super) fn roman(mut number: u32) -> String {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    let mut written = String::new();
    for (value, sign) in SIGNS {
        while number >= value {
            written.push_str(sign);
            number -= value;
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_stay_in_the_package() {
        assert_eq!(resolved("word", "footnotes.xml"), "word/footnotes.xml");
        assert_eq!(resolved("word", "/other/a.xml"), "other/a.xml");
        assert_eq!(resolved("word", "../../../customXml/a.xml"), "customXml/a.xml");
        assert_eq!([1, 4, 19, 44].map(roman), ["i", "iv", "xix", "xliv"]);
    }
}
