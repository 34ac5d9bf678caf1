//! The words of the interface: English in the pages themselves, other languages from message files.
//!
//! A message file is a gettext catalogue (`messages/fr.po`): the English sentence, and under it the other one.

use std::{collections::BTreeMap, sync::OnceLock};

const FRENCH: &str = include_str!("../messages/fr.po");

/// A language of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Language {
    /// English, in which pages are written.
    #[default]
    English,
    /// French.
    French,
}

impl Language {
    /// The language that a person chose, or else the first that their browser asks for.
    pub(crate) fn of(chosen: &str, browser: &str) -> Self {
        let known = |tag: &str| {
            let tag = tag.split([';', '-']).next().unwrap_or_default().trim();
            match tag {
                "fr" => Some(Self::French),
                "en" => Some(Self::English),
                _ => None,
            }
        };
        known(chosen).or_else(|| browser.split(',').find_map(known)).unwrap_or_default()
    }

    /// As HTML names it.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::French => "fr",
        }
    }

    /// A sentence in this language; the English one where it is not translated.
    pub(crate) fn say(self, english: &str) -> &str {
        match self {
            Self::English => english,
            Self::French => french().get(english).map_or(english, |it| it.as_str()),
        }
    }

    /// A sentence with `{0}`, `{1}` replaced.
    pub(crate) fn fill(self, english: &str, values: &[&dyn std::fmt::Display]) -> String {
        let mut said = String::new();
        let mut rest = self.say(english);
        while let Some((before, after)) = rest.split_once('{') {
            said.push_str(before);
            let value = after.split_once('}').and_then(|(number, after)| {
                Some((values.get(number.parse::<usize>().ok()?)?, after))
            });
            if let Some((value, after)) = value {
                said.push_str(&value.to_string());
                rest = after;
            } else {
                said.push('{');
                rest = after;
            }
        }
        said + rest
    }
}

fn french() -> &'static BTreeMap<String, String> {
    static READ: OnceLock<BTreeMap<String, String>> = OnceLock::new();
    READ.get_or_init(|| catalogue(FRENCH))
}

/// The sentences of a catalogue. One may go on over several lines, each between quotation marks.
fn catalogue(text: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let (mut id, mut said, mut in_id) = (String::new(), String::new(), false);
    let quoted = |line: &str| {
        let inner = line.trim().strip_prefix('"').and_then(|it| it.strip_suffix('"'));
        inner.unwrap_or_default().replace("\\\"", "\"").replace("\\n", "\n")
    };
    for line in text.lines().chain(["msgid \"\""]) {
        if let Some(rest) = line.strip_prefix("msgid ") {
            if !id.is_empty() && !said.is_empty() {
                found.insert(std::mem::take(&mut id), std::mem::take(&mut said));
            }
            (id, said, in_id) = (quoted(rest), String::new(), true);
        } else if let Some(rest) = line.strip_prefix("msgstr ") {
            said.push_str(&quoted(rest));
            in_id = false;
        } else if line.trim_start().starts_with('"') {
            if in_id { &mut id } else { &mut said }.push_str(&quoted(line));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_catalogue_is_read() {
        let read = catalogue(
            "# a\nmsgid \"a \\\"b\\\"\"\nmsgstr \"c\"\n\nmsgid \"\"\n\"long\"\nmsgstr \"\"\n\"l\"\n\"ang\"\n",
        );
        assert_eq!(read.get("a \"b\"").map(String::as_str), Some("c"));
        assert_eq!(read.get("long").map(String::as_str), Some("lang"));
    }

    #[test]
    fn values_stand_where_they_belong() {
        let said = Language::English.fill("{1} of {0}, {9} {", &[&"a", &2]);
        assert_eq!(said, "2 of a, {9} {");
    }

    #[test]
    fn a_person_chooses_before_the_browser() {
        assert_eq!(Language::of("", "de, fr-CA;q=0.8, en;q=0.5"), Language::French);
        assert_eq!(Language::of("en", "fr"), Language::English);
        assert_eq!(Language::of("", ""), Language::English);
    }
}
