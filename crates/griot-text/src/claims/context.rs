//! What a sentence takes from the rest of the document: where it is set, when it was written.

use std::collections::BTreeMap;

use griot_model::DateReading;
use jiff::civil::Date;

use super::scene::{Scene, Tag};

/// What the grammar is told about the document and the case before it reads.
#[derive(Debug, Clone, Default)]
pub struct Setting {
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
    /// How often each country is named.
    mentions: BTreeMap<String, usize>,
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
        Self { dateline, mentions, host }
    }

    /// Day the document was published.
    pub(crate) fn dateline(&self) -> Option<Date> {
        self.dateline
    }

    /// What country a sentence that names none is about, and how that is known where the text does not say it: the one of its
    /// heading, the subject of the sentences before, the document's own.
    pub(crate) fn topic<'c>(&'c self, scene: &'c Scene<'_>) -> Option<(&'c str, Option<&'static str>)> {
        let before = scene.set_in.as_deref();
        match (before, scene.under.as_deref()) {
            (Some(before), Some(heading)) if before != heading => {
                Some((before, Some("the country is taken from the sentences before")))
            }
            (_, Some(heading)) => Some((heading, None)),
            (Some(before), None) => Some((
                before,
                (self.host() != Some(before)).then_some("the country is taken from the sentences before"),
            )),
            (None, None) => {
                self.host().map(|host| (host, Some("the country is what the text is mostly about")))
            }
        }
    }

    /// The country that the document is about, where that is clear.
    pub(crate) fn host(&self) -> Option<&str> {
        self.host.as_deref()
    }

    /// Of several countries the one that the document is about, or names most.
    pub(crate) fn likeliest<'c>(&self, countries: &[&'c str]) -> Option<&'c str> {
        if let Some(host) = self.host()
            && let Some(found) = countries.iter().find(|country| **country == host)
        {
            return Some(found);
        }
        let named = |country: &&&str| self.mentions.get(**country).copied().unwrap_or(0);
        let best = countries.iter().max_by_key(named)?;
        (named(&best) > 0).then_some(*best)
    }

    /// Of several countries the one that the sentence or the ones just before it are set in, or else
    /// the likeliest in the document.
    pub(crate) fn likeliest_in<'c>(
        &self,
        scene: &Scene<'_>,
        countries: &[&'c str],
    ) -> Option<&'c str> {
        let here = |country: &&&'c str| scene.countries().any(|(_, named)| named == **country);
        countries
            .iter()
            .find(here)
            .or_else(|| countries.iter().find(|it| scene.set_in.as_deref() == Some(**it)))
            .copied()
            .or_else(|| match countries {
                // A name that leaders of one country alone bear needs no setting.
                [only] => Some(*only),
                _ => self.likeliest(countries),
            })
    }

    /// The country that the words around a span are set in: named in the sentence, nearest first,
    /// then the country of a leader named in it, then that of the sentences before, then the
    /// document's own.
    pub(crate) fn country_at(
        &self,
        scene: &Scene<'_>,
        at: griot_model::Span,
    ) -> Option<String> {
        let nearest = scene
            .countries()
            .filter(|(span, _)| !is_origin(scene, *span))
            .min_by_key(|(span, country)| {
                // Of two countries the document's own wins: "in Chad, after talks with France".
                (self.host() != Some(country), scene.tokens_between(*span, at))
            })
            .map(|(_, country)| country.to_owned());
        nearest
            .or_else(|| self.country_of_leaders(scene))
            .or_else(|| scene.set_in.clone())
            .or_else(|| self.host.clone())
    }

    fn country_of_leaders(&self, scene: &Scene<'_>) -> Option<String> {
        let countries: Vec<&str> = scene
            .names
            .iter()
            .flat_map(|named| &named.tags)
            .filter_map(|tag| match tag {
                Tag::Leader(country) => Some(country.as_str()),
                _ => None,
            })
            .collect();
        // A surname alone fits people of many countries: only one that the text is set in counts.
        countries
            .iter()
            .find(|country| {
                scene.set_in.as_deref() == Some(**country)
                    || (scene.set_in.is_none() && self.host() == Some(**country))
            })
            .map(|country| (*country).to_owned())
    }

    /// Readings that stand for "some day after these, until the document was written".
    pub(crate) fn after(&self, readings: &[DateReading]) -> Vec<DateReading> {
        let Some(dateline) = self.dateline else { return Vec::new() };
        readings
            .iter()
            .filter(|reading| reading.range.first <= dateline)
            .map(|reading| DateReading {
                range: griot_model::DateRange::new(reading.range.first, dateline),
                shown: format!("after {}", reading.shown),
                how: "after the date given, until the dateline".to_owned(),
            })
            .collect()
    }
}

/// "Russian mercenaries", "France's president": a country that is not where the thing happens.
fn is_origin(scene: &Scene<'_>, span: griot_model::Span) -> bool {
    let words = scene.words(span);
    words.ends_with("'s") || words.ends_with("’s")
}
