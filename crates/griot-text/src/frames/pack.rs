//! Language packs: what a language says, read from `lang/CODE/frames.toml`.
//!
//! Rust knows how to read a clause, a pack knows a language. The marks of a pattern are explained in
//! `docs/language-packs.md`; [`Pack::read`] refuses a pack with the line of the pattern that it cannot read.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::LazyLock,
};

use griot_model::Office;
use serde::Deserialize;

use super::{
    units::{Words, split},
    verbs::{Conjugation, Verb, Verbs},
};

/// The packs that come with griot: English, French.
pub(crate) static PACKS: LazyLock<Vec<Pack>> = LazyLock::new(|| {
    [
        include_str!("../../../../lang/en/frames.toml"),
        include_str!("../../../../lang/fr/frames.toml"),
    ]
    .iter()
    .filter_map(|text| Pack::read(text).ok())
    .collect()
});

/// A language.
#[derive(Debug)]
pub(crate) struct Pack {
    /// `en`.
    pub(crate) code: String,
    /// `English`.
    pub(crate) name: String,
    pub(crate) usual: HashSet<String>,
    classes: BTreeMap<String, Vec<Words>>,
    /// Phrases of offices, longest first.
    pub(crate) offices: Vec<(Words, Office)>,
    /// Titles that are an office in some states alone, with these states (ISO 3166 alpha-3).
    titles_of: BTreeMap<String, Vec<String>>,
    /// Names of the bodies that list somebody: `US`, `EU`, `UN`, `UK`.
    pub(crate) authorities: Vec<(Words, String)>,
    /// Names of cities by which a text speaks of the government that sits there: ISO 3166 alpha-3.
    pub(crate) governments: Vec<(Words, String)>,
    /// Names of missions, organisations and treaties, by their first word.
    pub(crate) called: BTreeMap<String, Vec<Called>>,
    /// First, second, third, by their words; and the endings of those in digits.
    pub(crate) ordinals: Ordinals,
    frames: BTreeMap<String, Frame>,
    /// Numbers of the patterns that have a word among their anchors.
    pub(crate) anchored: HashMap<String, Vec<usize>>,
    /// Words of all patterns, by which a text too short for usual words is told.
    pub(crate) vocabulary: HashSet<String>,
    pub(crate) numbers: Option<Numbers>,
}

/// How a language writes numbers in words and compares them; English has its own grammar in [`crate::numbers`].
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Numbers {
    pub(crate) words: BTreeMap<String, f64>,
    pub(crate) articles: Vec<String>,
    pub(crate) joins: Vec<String>,
    pub(crate) more_than: Vec<String>,
    pub(crate) at_least: Vec<String>,
    pub(crate) less_than: Vec<String>,
    pub(crate) at_most: Vec<String>,
    pub(crate) about: Vec<String>,
}

/// A name of something that a table of the library knows by a key.
#[derive(Debug)]
pub(crate) struct Called {
    pub(crate) words: Words,
    /// Whether it names something only in capitals: `UN`, and not the French article.
    pub(crate) in_capitals: bool,
    pub(crate) what: Named,
}

/// What a name of a pack points to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Named {
    /// A peacekeeping mission, by the acronym of the table.
    Mission(String),
    /// An organisation, by the acronym of the table.
    Organisation(String),
    /// A treaty, by the short name of the table.
    Treaty(String),
}

/// How a language counts in an order.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Ordinals {
    #[serde(default)]
    pub(crate) words: BTreeMap<String, u16>,
    /// Behind digits: "103rd".
    #[serde(default)]
    pub(crate) endings: Vec<String>,
}

#[derive(Debug, Default)]
pub(crate) struct Frame {
    pub(crate) patterns: Vec<Pattern>,
    lists: BTreeMap<String, Vec<Words>>,
}

/// A pattern made ready.
#[derive(Debug)]
pub(crate) struct Pattern {
    pub(crate) parts: Vec<Part>,
    /// Its place among all patterns of the pack.
    pub(crate) number: usize,
    /// First words of the first part that must stand there as words: without one of them nothing fits.
    anchors: Vec<String>,
}

#[derive(Debug, Clone)]
pub(crate) struct Part {
    pub(crate) what: What,
    pub(crate) optional: bool,
}

impl Part {
    /// Whether it is of words, and must be there.
    pub(crate) fn has_words(&self) -> bool {
        !self.optional
            && matches!(&self.what, What::Words(choices)
                if choices.keys().any(|word| word.starts_with(char::is_alphanumeric)))
    }
}

#[derive(Debug, Clone)]
pub(crate) enum What {
    /// One of these sequences of words, by the first word of each.
    Words(BTreeMap<String, Vec<Words>>),
    /// Something found before, under the name of its role.
    Slot { role: String, kind: Kind },
    /// Up to four words that say nothing here.
    Gap,
    /// The office that the words before mean, where they do not name it: "led the government".
    Office(Office),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Person,
    /// A person, an office or a government: whom a coup removes.
    Leader,
    Office,
    Country,
    /// A country, or the city where its government sits.
    State,
    Number,
    When,
    Authority,
    Organisation,
    Mission,
    Treaty,
    Ordinal,
    /// Any name.
    Name,
}

impl Kind {
    fn of(word: &str) -> Option<Self> {
        Some(match word {
            "person" => Self::Person,
            "leader" => Self::Leader,
            "office" => Self::Office,
            "country" => Self::Country,
            "state" => Self::State,
            "number" => Self::Number,
            "when" | "modifier" | "behind" => Self::When,
            "authority" => Self::Authority,
            "organisation" => Self::Organisation,
            "mission" => Self::Mission,
            "treaty" => Self::Treaty,
            "ordinal" => Self::Ordinal,
            "name" => Self::Name,
            _ => return None,
        })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    code: String,
    name: String,
    usual: Vec<String>,
    classes: BTreeMap<String, Vec<String>>,
    offices: BTreeMap<String, Vec<String>>,
    #[serde(default, rename = "titles-of")]
    titles_of: BTreeMap<String, Vec<String>>,
    authorities: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    governments: BTreeMap<String, Vec<String>>,
    frames: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    numbers: Option<Numbers>,
    #[serde(default)]
    conjugations: BTreeMap<String, Conjugation>,
    #[serde(default)]
    verbs: BTreeMap<String, Verb>,
    missions: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    organisations: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    treaties: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    ordinals: Ordinals,
}

/// Names or words by a key.
type Lists = BTreeMap<String, Vec<String>>;

/// A section of names, and what each of them is.
type Section<'a> = (&'a Lists, fn(String) -> Named);

/// Why a pack cannot be read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotAPack {
    /// No TOML, or not of this shape.
    #[error(transparent)]
    Toml(#[from] toml::de::Error),
    /// A pattern with a mark that is not one.
    #[error("the pattern {pattern:?} of the frame {frame:?}: {why}")]
    Pattern { frame: String, pattern: String, why: String },
    /// A verb without forms, or of a conjugation that is not there.
    #[error("{0}")]
    Verb(String),
    /// A name with a class that is not there.
    #[error("the name {name:?}: {why}")]
    Name { name: String, why: String },
    /// An office that is none of the known ones.
    #[error("there is no kind of office {0:?}")]
    Office(String),
}

impl Pack {
    /// Reads a pack from its TOML.
    /// Whether the words of an office are one in this state: "chancellor" is none in the United Kingdom.
    pub(crate) fn is_office(&self, words: &str, country: Option<&str>) -> bool {
        let said = words.to_lowercase();
        said.split_whitespace().all(|word| {
            let states = self.titles_of.get(word);
            states.is_none_or(|all| country.is_some_and(|it| all.iter().any(|one| one == it)))
        })
    }

    pub(crate) fn read(text: &str) -> Result<Self, NotAPack> {
        let file: File = toml::from_str(text)?;
        let split_all = |list: &[String]| list.iter().map(|it| split(it)).collect::<Vec<_>>();
        let classes: BTreeMap<String, Vec<Words>> =
            file.classes.iter().map(|(name, list)| (name.clone(), split_all(list))).collect();
        let verbs = Verbs::of(&file.conjugations, &file.verbs).map_err(NotAPack::Verb)?;
        let marks = Marks { classes: &classes, verbs: &verbs };
        let mut offices = Vec::new();
        for (kind, list) in &file.offices {
            let office = Office::of(kind).ok_or_else(|| NotAPack::Office(kind.clone()))?;
            offices.extend(list.iter().map(|it| (split(it), office)));
        }
        offices.sort_by_key(|(words, _): &(Words, Office)| std::cmp::Reverse(words.len()));
        let mut called: BTreeMap<String, Vec<Called>> = BTreeMap::new();
        let sections: [Section<'_>; 3] = [
            (&file.missions, Named::Mission),
            (&file.organisations, Named::Organisation),
            (&file.treaties, Named::Treaty),
        ];
        for (section, what) in sections {
            for (key, name) in section
                .iter()
                .flat_map(|(key, names)| names.iter().map(move |name| (key, name)))
            {
                let all = expanded(name, &marks)
                    .map_err(|why| NotAPack::Name { name: name.clone(), why })?;
                for words in all.into_iter().filter(|words| !words.is_empty()) {
                    let first = words.first().cloned().unwrap_or_default();
                    called.entry(first).or_default().push(Called {
                        words,
                        in_capitals: !name.contains(char::is_lowercase),
                        what: what(key.clone()),
                    });
                }
            }
        }
        let mut frames = BTreeMap::new();
        let mut anchored: HashMap<String, Vec<usize>> = HashMap::new();
        let mut count = 0;
        for (frame, mut lists) in file.frames {
            let mut patterns = Vec::new();
            for pattern in lists.remove("patterns").unwrap_or_default() {
                let mut read = pattern_of(&pattern, &marks).map_err(|why| {
                    NotAPack::Pattern { frame: frame.clone(), pattern: pattern.clone(), why }
                })?;
                read.number = count;
                count += 1;
                for anchor in &read.anchors {
                    anchored.entry(anchor.clone()).or_default().push(read.number);
                }
                patterns.push(read);
            }
            let lists = lists
                .iter()
                .map(|(name, list)| {
                    let mut all = Vec::new();
                    for choice in list {
                        all.extend(expanded(choice, &marks).map_err(|why| {
                            NotAPack::Pattern {
                                frame: format!("{frame}.{name}"),
                                pattern: choice.clone(),
                                why,
                            }
                        })?);
                    }
                    Ok((name.clone(), all))
                })
                .collect::<Result<_, NotAPack>>()?;
            frames.insert(frame, Frame { patterns, lists });
        }
        let vocabulary = frames
            .values()
            .flat_map(|frame: &Frame| &frame.patterns)
            .flat_map(|pattern: &Pattern| &pattern.parts)
            .filter_map(|part| match &part.what {
                What::Words(choices) => Some(
                    choices.values().flatten().flatten().filter(|word| word.len() > 3).cloned(),
                ),
                _ => None,
            })
            .flatten()
            .collect();
        Ok(Self {
            titles_of: file.titles_of,
            vocabulary,
            code: file.code,
            name: file.name,
            usual: file.usual.iter().map(|word| crate::names::fold(word)).collect(),
            classes,
            offices,
            authorities: named(&file.authorities),
            governments: named(&file.governments),
            called,
            ordinals: file.ordinals,
            frames,
            anchored,
            numbers: file.numbers,
        })
    }

    /// The sequences of words of a class; none where the pack lacks it.
    pub(crate) fn class(&self, name: &str) -> &[Words] {
        self.classes.get(name).map_or(&[], Vec::as_slice)
    }

    /// Whether a folded word alone is one of a class.
    pub(crate) fn has(&self, class: &str, word: &str) -> bool {
        self.class(class)
            .iter()
            .any(|words| words.len() == 1 && words.iter().all(|it| it == word))
    }

    /// A list of a frame.
    pub(crate) fn list(&self, frame: &str, name: &str) -> &[Words] {
        self.frames.get(frame).and_then(|it| it.lists.get(name)).map_or(&[], Vec::as_slice)
    }

    /// The patterns of a frame.
    pub(crate) fn patterns(&self, frame: &str) -> &[Pattern] {
        self.frames.get(frame).map_or(&[], |it| it.patterns.as_slice())
    }
}

/// Names of each key, as patterns compare them.
fn named(lists: &BTreeMap<String, Vec<String>>) -> Vec<(Words, String)> {
    let each = |(key, names): (&String, &Vec<String>)| {
        names.iter().map(|name| (split(name), key.clone())).collect::<Vec<_>>()
    };
    lists.iter().flat_map(each).collect()
}

/// What marks in a pattern stand for.
struct Marks<'a> {
    classes: &'a BTreeMap<String, Vec<Words>>,
    verbs: &'a Verbs,
}

impl Marks<'_> {
    fn class(&self, name: &str) -> Result<Vec<Words>, String> {
        self.classes.get(name).cloned().ok_or_else(|| format!("there is no class {name:?}"))
    }
}

fn pattern_of(text: &str, marks: &Marks<'_>) -> Result<Pattern, String> {
    let mut parts = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let (what, length) = part(rest, marks)?;
        rest = rest.get(length..).unwrap_or_default();
        let optional = rest.starts_with('?');
        rest = rest.strip_prefix('?').unwrap_or(rest).trim_start();
        parts.push(Part { what, optional });
    }
    let anchors = parts
        .iter()
        .find_map(|part| match &part.what {
            What::Words(choices) if !part.optional => Some(choices.keys().cloned().collect()),
            _ => None,
        })
        .ok_or("it has no word of its own")?;
    Ok(Pattern { parts, number: 0, anchors })
}

fn part(text: &str, marks: &Marks<'_>) -> Result<(What, usize), String> {
    let closed = |mark: char| {
        text.find(mark).ok_or_else(|| format!("{mark:?} is missing after {text:?}"))
    };
    let first = text.chars().next().unwrap_or_default();
    Ok(match first {
        '(' => {
            let end = closed(')')?;
            let mut choices = Vec::new();
            for choice in text.get(1..end).unwrap_or_default().split('|') {
                choices.extend(expanded(choice, marks)?);
            }
            (by_first(choices), end + 1)
        }
        '<' => {
            let end = closed('>')?;
            let class = text.get(1..end).unwrap_or_default();
            (by_first(marks.class(class)?), end + 1)
        }
        '{' => {
            let end = closed('}')?;
            let inside = text.get(1..end).unwrap_or_default();
            let (role, kind) = match inside.split_once(':') {
                Some(("when", _)) => ("when", Kind::When),
                Some((role, kind)) => {
                    (role, Kind::of(kind).ok_or_else(|| format!("there is no kind {kind:?}"))?)
                }
                None => (
                    inside,
                    Kind::of(inside).ok_or_else(|| format!("there is no kind {inside:?}"))?,
                ),
            };
            (What::Slot { role: role.to_owned(), kind }, end + 1)
        }
        '~' => (What::Gap, 1),
        '@' => {
            let end = text.find([' ', '?']).unwrap_or(text.len());
            let word = text.get(1..end).unwrap_or_default();
            let office = Office::of(word)
                .ok_or_else(|| format!("there is no kind of office {word:?}"))?;
            (What::Office(office), end)
        }
        // A bracket of the text itself.
        '\\' => (by_first(vec![split(text.get(1..2).unwrap_or_default())]), 2),
        _ => {
            let end = text.find([' ', '?']).unwrap_or(text.len());
            let word = text.get(..end).unwrap_or_default();
            (by_first(expanded(word, marks)?), end)
        }
    })
}

/// Sequences of words by their first, so that a sentence is compared with few of them.
fn by_first(choices: Vec<Words>) -> What {
    let mut sorted: BTreeMap<String, Vec<Words>> = BTreeMap::new();
    for words in choices {
        if let Some(first) = words.first() {
            let known = sorted.entry(first.clone()).or_default();
            if !known.contains(&words) {
                known.push(words);
            }
        }
    }
    What::Words(sorted)
}

/// Every sequence of words of a choice, with one of each class where it names classes: `<be> elected`.
fn expanded(choice: &str, marks: &Marks<'_>) -> Result<Vec<Words>, String> {
    let mut all: Vec<Words> = vec![Vec::new()];
    for word in choice.split_whitespace() {
        let next = match word.strip_prefix('<').and_then(|it| it.strip_suffix('>')) {
            Some(class) => marks.class(class)?,
            None if word.contains(['{', '<']) => {
                return Err(format!("a bracket holds words, not {word:?}"));
            }
            None => match marks.verbs.expanded(word, marks.classes) {
                Some(forms) => forms?,
                None => vec![split(word)],
            },
        };
        all = all
            .iter()
            .flat_map(|before| {
                next.iter().map(move |word| before.iter().chain(word).cloned().collect())
            })
            .collect();
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_packs_that_ship_are_whole() {
        for text in [
            include_str!("../../../../lang/en/frames.toml"),
            include_str!("../../../../lang/fr/frames.toml"),
        ] {
            let pack = Pack::read(text).map_err(|error| error.to_string());
            assert!(pack.is_ok(), "{pack:?}");
        }
    }
}
