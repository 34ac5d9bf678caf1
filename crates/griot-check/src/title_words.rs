//! Which of several roll calls has a title that shares words with a sentence?

use std::collections::{BTreeSet, HashMap};

use griot_library::{Library, RollCall};

/// In how many titles of roll calls each word stands: a word of few titles says which is meant, one of
/// many says nothing.
#[derive(Debug)]
pub(crate) struct TitleWords {
    titles: usize,
    holding: HashMap<String, usize>,
}

/// Roll calls whose titles share the most telling words with a sentence.
pub(super) struct Fitting<'a> {
    pub(super) calls: Vec<&'a RollCall>,
    /// Whether a proper name is among the words shared.
    pub(super) by_name: bool,
    /// The words shared with the first, as its title has them.
    pub(super) shared: String,
}

/// A title must share a word that at most one title in so many has.
const RARE: usize = 50;

impl TitleWords {
    pub(super) fn of(library: &Library) -> Self {
        let mut holding: HashMap<String, usize> = HashMap::new();
        let (mut titles, mut stems) = (0, Vec::new());
        for title in library.roll_calls().iter().filter_map(|call| call.title.as_deref()) {
            titles += 1;
            stems.extend(telling(title).map(|(word, _)| stem(word)));
            stems.sort_unstable();
            stems.dedup();
            for stem in stems.drain(..) {
                *holding.entry(stem).or_default() += 1;
            }
        }
        Self { titles, holding }
    }

    /// Those of `calls` whose titles share the most with the words of a sentence, weighed by how few titles
    /// have each word (the inverse document frequency of Sparck Jones 1972). A country is said by its code (ISO 3166 alpha-3) and
    /// found in a title by any of its names, so that a title is found from a sentence in another language.
    pub(super) fn fitting<'a>(
        &self,
        library: &Library,
        calls: &[&'a RollCall],
        said: &[String],
    ) -> Option<Fitting<'a>> {
        let countries = Named::of(library, said);
        let said: BTreeSet<String> = said.iter().map(|word| stem(word)).collect();
        let scored = calls.iter().filter_map(|call| {
            let title = call.title.as_ref()?;
            let mut shared = words_of(title);
            shared.retain(|word| said.contains(&word.stem));
            let named: Vec<&Named> =
                countries.iter().filter(|country| country.is_in(title)).collect();
            // "Ukraine" is counted once, as the country.
            shared.retain(|word| !named.iter().any(|it| it.is_in(&word.text)));
            shared.extend(named.iter().map(|country| TitleWord {
                text: country.name.clone(),
                stem: country.code.clone(),
                is_name: true,
            }));
            shared.sort_by(|a, b| (&a.stem, !a.is_name).cmp(&(&b.stem, !b.is_name)));
            shared.dedup_by(|later, earlier| later.stem == earlier.stem);
            let holding = |word: &TitleWord| {
                let country = countries.iter().find(|it| it.code == word.stem);
                country.map_or_else(|| self.holding(&word.stem), |it| it.titles)
            };
            let rare = |word: &TitleWord| holding(word) * RARE <= self.titles;
            let fits = shared.iter().any(rare);
            let by_name = shared.iter().any(|word| word.is_name && rare(word));
            // Sums over sorted words, so that no order of titles changes them. "General Assembly resolution" stands in
            // many titles and chooses none.
            let score = shared
                .iter()
                .filter(|word| rare(word))
                .map(|word| self.weight(holding(word)))
                .sum::<f64>();
            // Words of every title chose nothing, so they are not shown.
            let words: Vec<String> =
                shared.into_iter().filter(rare).map(|word| word.text).collect();
            fits.then_some((score, by_name, words.join(", "), *call))
        });
        let scored: Vec<_> = scored.collect();
        let best =
            scored.iter().map(|(score, ..)| *score).fold(0.0, |a: f64, b| a.max(b)) - 1e-9;
        let mut best = scored.into_iter().filter(|(score, ..)| *score >= best).peekable();
        let (_, by_name, shared, _) = best.peek()?.clone();
        Some(Fitting { by_name, shared, calls: best.map(|(.., call)| call).collect() })
    }

    fn holding(&self, stem: &str) -> usize {
        self.holding.get(stem).copied().unwrap_or(0).max(1)
    }

    #[expect(clippy::cast_precision_loss, reason = "there are some thousand titles")]
    fn weight(&self, holding: usize) -> f64 {
        libm::log(self.titles as f64 / holding as f64)
    }
}

/// A country that a sentence names, with what titles call it.
struct Named {
    /// ISO 3166 alpha-3.
    code: String,
    name: String,
    names: Vec<String>,
    /// In how many titles it stands; one where in none.
    titles: usize,
}

impl Named {
    /// The countries among the words of a sentence.
    fn of(library: &Library, said: &[String]) -> Vec<Self> {
        let codes: BTreeSet<&String> = said
            .iter()
            .filter(|word| word.len() == 3 && word.bytes().all(|it| it.is_ascii_uppercase()))
            .collect();
        codes
            .into_iter()
            .filter_map(|code| {
                let country = library.country(code)?;
                let names = country.names.iter().filter(|name| name.chars().count() >= 4);
                let mut found = Self {
                    code: code.clone(),
                    name: country.name.clone(),
                    names: names.map(|name| name.to_lowercase()).collect(),
                    titles: 0,
                };
                let titles = library.roll_calls().iter().filter_map(|it| it.title.as_deref());
                found.titles = titles.filter(|title| found.is_in(title)).count().max(1);
                Some(found)
            })
            .collect()
    }

    fn is_in(&self, title: &str) -> bool {
        let title = title.to_lowercase();
        self.names.iter().any(|name| title.contains(name.as_str()))
    }
}

/// A word of a title that may tell it from others.
struct TitleWord {
    text: String,
    stem: String,
    /// Whether it is written as a name: capitalised, and not the first word.
    is_name: bool,
}

/// Words of five letters and more, and shorter names: "Iran", "Cuba"; each with whether it is written as a name.
fn telling(title: &str) -> impl Iterator<Item = (&str, bool)> {
    let words = title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.enumerate().filter_map(|(at, word)| {
        let is_name = at > 0 && word.starts_with(char::is_uppercase);
        let least = if is_name { 4 } else { 5 };
        (word.chars().nth(least - 1).is_some()).then_some((word, is_name))
    })
}

fn words_of(title: &str) -> Vec<TitleWord> {
    let word = |(word, is_name): (&str, bool)| TitleWord {
        text: word.to_owned(),
        stem: stem(word),
        is_name,
    };
    telling(title).map(word).collect()
}

/// The first six letters: "Ukraine" and "Ukrainian" meet.
fn stem(word: &str) -> String {
    word.chars().flat_map(char::to_lowercase).take(6).collect()
}
