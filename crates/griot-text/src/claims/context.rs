//! What a sentence takes from the rest of the document: where it is set, when it was written.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::scene::Scene;

/// What the grammar is told about the document and the case before it reads.
#[derive(Debug, Clone, Default)]
pub struct Setting {
    /// Whether there is a case.
    pub has_case: bool,
    /// Countries that the case studies, ISO 3166 alpha-3; empty without a case.
    pub hosts: Vec<String>,
    /// Countries whose influence it studies.
    pub senders: Vec<String>,
}

/// The document as far as one sentence needs it.
#[derive(Debug)]
pub(crate) struct Context {
    /// Day the document was published.
    pub(crate) dateline: Option<Date>,
    /// Whether a case may decide what the library cannot.
    pub(crate) has_case: bool,
    /// The country the document is about, if that is clear.
    host: Option<String>,
}

impl Context {
    pub(crate) fn new(scenes: &[Scene<'_>], dateline: Option<Date>, setting: &Setting) -> Self {
        let mut mentions: BTreeMap<String, usize> = BTreeMap::new();
        for scene in scenes {
            for (_, country) in scene.countries() {
                *mentions.entry(country.to_owned()).or_default() += 1;
            }
        }
        let in_title =
            scenes.iter().take(6).filter(|scene| scene.sentence.is_heading).find_map(|scene| {
                scene
                    .countries()
                    .find(|(span, _)| scene.word_before(*span).is_some_and(|word| word == "in"))
                    .map(|(_, country)| country.to_owned())
            });
        let most_named = || {
            let mut ranked: Vec<(&String, &usize)> = mentions
                .iter()
                .filter(|(country, _)| !setting.senders.contains(country))
                .collect();
            ranked.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
            match ranked.as_slice() {
                [(first, many), (_, next), ..] if **many >= 2 * **next => {
                    Some((*first).clone())
                }
                [(only, _)] => Some((*only).clone()),
                _ => None,
            }
        };
        let host = setting
            .hosts
            .iter()
            .find(|country| mentions.contains_key(*country))
            .cloned()
            .or(in_title)
            .or_else(most_named);
        Self { dateline, has_case: setting.has_case, host }
    }

    /// Day the document was published.
    pub(crate) fn dateline(&self) -> Option<Date> {
        self.dateline
    }

    /// What country a sentence that names none is about, and how that is known where the text does not say it: the one of its
    /// heading, the subject of the sentences before, the document's own. Where the heading and the sentences before it in its
    /// paragraph say different ones, none.
    pub(crate) fn topic<'c>(
        &'c self,
        scene: &'c Scene<'_>,
    ) -> Option<(&'c str, Option<&'static str>)> {
        let before = scene.set_in.as_deref();
        match (before, scene.under.as_deref()) {
            (Some(before), Some(heading)) if before != heading => None,
            (_, Some(heading)) => Some((heading, None)),
            (Some(before), None) => Some((
                before,
                (self.host() != Some(before))
                    .then_some("the country is taken from the sentences before"),
            )),
            (None, None) => self
                .host()
                .map(|host| (host, Some("the country is what the text is mostly about"))),
        }
    }

    /// The country that the document is about, where that is clear.
    pub(crate) fn host(&self) -> Option<&str> {
        self.host.as_deref()
    }
}
