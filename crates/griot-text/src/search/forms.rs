//! Under which forms is a word found again?

use std::{collections::HashMap, sync::OnceLock};

use rust_stemmers::{Algorithm, Stemmer};
use serde::Deserialize;
use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

use super::word::words;
use crate::script::is_hidden;

/// The files of the languages.
const FILES: &[&str] = &[
    include_str!("../../../../lang/ar/search.toml"),
    include_str!("../../../../lang/en/search.toml"),
    include_str!("../../../../lang/fr/search.toml"),
    include_str!("../../../../lang/ru/search.toml"),
];

/// Letters of a stem that say something.
const SHORTEST_STEM: usize = 2;

/// Words whose forms are remembered at once.
const REMEMBERED: usize = 100_000;

/// The file of a language.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    script: Script,
    stemmer: Algorithm,
    /// Letters that are written for one another: the first is read as the second.
    #[serde(default)]
    alike: Vec<[String; 2]>,
    /// Letters that are written before a word without a space, in the order in which they stand.
    #[serde(default)]
    before: Vec<Vec<String>>,
    /// How some of them are written together, and what of them is left to take off.
    #[serde(default)]
    contracted: Vec<[String; 2]>,
    /// Letters that are left of a word at least when those before it are taken off.
    #[serde(default)]
    shortest: usize,
}

#[derive(Debug, Clone, Copy, Deserialize)]
enum Script {
    Arabic,
    Cyrillic,
    Latin,
}

impl Script {
    fn has(self, letter: char) -> bool {
        match self {
            Self::Arabic => {
                matches!(letter, '\u{600}'..='\u{6ff}' | '\u{750}'..='\u{77f}' | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
            }
            Self::Cyrillic => matches!(letter, '\u{400}'..='\u{52f}'),
            Self::Latin => {
                letter.is_ascii_alphabetic()
                    || matches!(letter, 'À'..='\u{24f}' | '\u{1e00}'..='\u{1eff}')
            }
        }
    }
}

fn languages() -> &'static [File] {
    static READ: OnceLock<Vec<File>> = OnceLock::new();
    READ.get_or_init(|| {
        let read = |text: &&str| toml::from_str(text).ok();
        let languages: Vec<File> = FILES.iter().filter_map(read).collect();
        debug_assert_eq!(languages.len(), FILES.len(), "every lang/*/search.toml is readable");
        languages
    })
}

/// What changes with the words of the languages, and so with the forms of a word.
pub fn digest() -> String {
    // FNV-1a: nobody is kept from making two files of one value, and nobody gains by it.
    let start = 0xcbf2_9ce4_8422_2325_u64;
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    format!("{:016x}", FILES.iter().flat_map(|file| file.bytes()).fold(start, step))
}

/// The forms of words, each found once.
#[derive(Debug, Default)]
pub struct Forms {
    known: HashMap<String, Vec<String>>,
}

impl Forms {
    /// The forms of a word as it is written, folded, in order and without the folded word itself.
    pub fn of(&mut self, written: &str) -> &[String] {
        if self.known.len() > REMEMBERED {
            self.known.clear();
        }
        if !self.known.contains_key(written) {
            self.known.insert(written.to_owned(), forms(written));
        }
        self.known.get(written).map_or(&[], Vec::as_slice)
    }
}

fn forms(written: &str) -> Vec<String> {
    let Some(first) = written.chars().next() else { return Vec::new() };
    let mut found = Vec::new();
    // A language whose script has vowel signs is stemmed without them, one with accents with them.
    let lower: String =
        written.nfc().filter(|it| !is_hidden(*it) && *it != '\u{640}').collect();
    let lower = lower.to_lowercase();
    for language in languages().iter().filter(|it| it.script.has(first)) {
        let mut word: String = lower.chars().filter(|it| !is_combining_mark(*it)).collect();
        for [one, other] in &language.alike {
            word = word.replace(one.as_str(), other);
        }
        let stemmer = Stemmer::create(language.stemmer);
        let mut add = |form: &str| {
            let stem = stemmer.stem(form);
            found.extend(compared(form));
            found.extend(compared(&stem).filter(|it| it.chars().count() >= SHORTEST_STEM));
        };
        add(&word);
        for form in &bare(language, &word) {
            add(form);
        }
    }
    let own = compared(written);
    found.sort_unstable();
    found.dedup();
    found.retain(|form| Some(form) != own.as_ref());
    found
}

/// The word without what is written before it, step by step.
fn bare(language: &File, word: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = word.to_owned();
    for step in &language.before {
        let contracted = language.contracted.iter().find_map(|[written, left]| {
            rest.strip_prefix(written.as_str()).map(|after| format!("{left}{after}"))
        });
        let taken = step.iter().find_map(|letters| rest.strip_prefix(letters.as_str()));
        let Some(next) = contracted.or_else(|| taken.map(ToOwned::to_owned)) else { continue };
        if next.chars().count() < language.shortest {
            break;
        }
        found.push(next.clone());
        rest = next;
    }
    found
}

/// A form as words are compared, where it is one word.
fn compared(form: &str) -> Option<String> {
    let mut all = words(form).into_iter();
    all.next().filter(|_| all.next().is_none()).map(|word| word.folded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_is_read() {
        assert_eq!(languages().len(), FILES.len());
    }

    #[test]
    fn words_of_one_stem_share_a_form() {
        let all = |word: &str| {
            let mut all = forms(word);
            all.extend(compared(word));
            all
        };
        for (one, other) in [
            ("mercenaire", "mercenaires"),
            ("tué", "tuer"),
            ("généraux", "général"),
            ("armée", "armées"),
            ("killing", "killed"),
            ("наёмник", "наемниками"),
            ("вагнер", "вагнера"),
            ("мали", "мали"),
            ("قتل", "وقُتل"),
            ("مرتزقة", "والمرتزقة"),
            ("المرتزقة", "بالمرتزقة"),
            ("حكومة", "للحكومة"),
            ("ذهب", "الذهب"),
        ] {
            let (one, other) = (all(one), all(other));
            assert!(one.iter().any(|it| other.contains(it)), "{one:?} {other:?}");
        }
    }

    #[test]
    fn a_number_has_no_other_form() {
        assert!(forms("2020").is_empty() && forms("").is_empty());
    }
}
