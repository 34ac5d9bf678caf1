//! Listed names found in a text.

use std::collections::HashMap;

use griot_model::Span;

use super::fold::fold_letter;
use crate::sentences::Sentence;

/// Names with their tags, ready to be found: whole words, the longest name, any spelling that
/// folds the same.
///
/// A name in capitals (`US`, `CAR`) is found in capitals only, a capitalised one (`Chad`) only
/// capitalised; so "us" and "a car" are no countries. A possessive ending is allowed; a longer word
/// ("Malians" for "Mali") is not, unless it is listed itself.
///
/// Finding costs one look-up for each word of the text, whatever the number of names.
#[derive(Debug, Clone)]
pub struct Gazetteer<T> {
    /// Folded words joined by spaces, to the entries that fold so.
    entries: HashMap<String, Vec<Entry<T>>>,
    /// First word of each entry, to the number of words of the longest entry it begins.
    longest: HashMap<String, usize>,
}

#[derive(Debug, Clone)]
struct Entry<T> {
    case: Case,
    tag: T,
}

/// What the letters of a text must look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Case {
    /// All capitals.
    Capitals,
    /// A capital first letter.
    Capitalised,
    /// Anything.
    Any,
}

/// A listed name in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameMention<T> {
    /// Where it stands, without a possessive ending.
    pub span: Span,
    /// Tags of all entries of this spelling, sorted, each once.
    pub tags: Vec<T>,
}

impl<T: Clone + Ord> Gazetteer<T> {
    /// Builds from surface forms and their tags. Forms without a letter or digit are left out.
    pub fn new(entries: impl Iterator<Item = (impl AsRef<str>, T)>) -> Self {
        let mut gazetteer = Self { entries: HashMap::new(), longest: HashMap::new() };
        for (form, tag) in entries {
            let form = form.as_ref();
            let words = words(form);
            let Some(first) = words.first() else { continue };
            let longest = gazetteer.longest.entry(first.text.clone()).or_default();
            *longest = words.len().max(*longest);
            let entry = Entry { case: case_of(form), tag };
            gazetteer.entries.entry(joined(&words)).or_default().push(entry);
        }
        gazetteer
    }

    /// Whether no name is listed.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Names in a sentence, in order, never overlapping; spans on the document's text.
    pub fn find(&self, sentence: &Sentence) -> Vec<NameMention<T>> {
        let mut found = self.find_in(&sentence.text);
        for mention in &mut found {
            mention.span = sentence.source(mention.span);
        }
        found
    }

    /// Names in a text, in order, never overlapping.
    pub fn find_in(&self, text: &str) -> Vec<NameMention<T>> {
        let words = words(text);
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(first) = words.get(at) {
            let longest = self.longest.get(&first.text).copied().unwrap_or(0);
            let mention = (1..=longest).rev().find_map(|length| {
                let run = words.get(at..at + length)?;
                self.listed(text, run).map(|mention| (mention, length))
            });
            match mention {
                Some((mention, length)) => {
                    found.push(mention);
                    at += length;
                }
                None => at += 1,
            }
        }
        found
    }

    fn listed(&self, text: &str, run: &[Word]) -> Option<NameMention<T>> {
        let connected = run.iter().skip(1).all(|word| word.connected);
        let entries = self.entries.get(&joined(run)).filter(|_| connected)?;
        let span = run.first()?.span.join(run.last()?.span);
        // "US$" is a currency.
        if text.get(span.end..).is_some_and(|rest| rest.starts_with('$')) {
            return None;
        }
        let written = span.of(text);
        let fits = |entry: &&Entry<T>| match entry.case {
            Case::Any => true,
            Case::Capitals => !written.chars().any(char::is_lowercase),
            Case::Capitalised => written
                .chars()
                .find(|sign| sign.is_alphabetic())
                .is_none_or(|first| !first.is_lowercase()),
        };
        let mut tags: Vec<T> =
            entries.iter().filter(fits).map(|entry| entry.tag.clone()).collect();
        tags.sort();
        tags.dedup();
        (!tags.is_empty()).then_some(NameMention { span, tags })
    }
}

/// A folded word of a text.
struct Word {
    text: String,
    span: Span,
    /// Whether only a space, hyphen, apostrophe or the stop of an initial stands before it.
    connected: bool,
}

fn words(text: &str) -> Vec<Word> {
    let mut found: Vec<Word> = Vec::new();
    let mut open: Option<Word> = None;
    let mut gap = Gap::default();
    let mut folded = String::new();
    for (at, letter) in text.char_indices() {
        folded.clear();
        fold_letter(letter, &mut folded);
        let end = at + letter.len_utf8();
        let wordy = folded.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if folded.is_empty() && !letter.is_whitespace() && !is_dash(letter) {
            // A mark on the letter before, or something that folds to nothing.
            if let Some(word) = &mut open {
                word.span.end = end;
            }
        } else if wordy && !folded.is_empty() {
            let connected = gap.connects();
            let word = open.get_or_insert_with(|| Word {
                text: String::new(),
                span: Span::new(at, end),
                connected,
            });
            word.text.push_str(&folded);
            word.span.end = end;
            gap = Gap::default();
        } else {
            found.extend(open.take());
            gap.add(letter);
        }
    }
    found.extend(open);
    found
}

/// What stands between two words.
#[derive(Default)]
struct Gap {
    spaces: usize,
    joiners: usize,
    others: usize,
}

impl Gap {
    fn add(&mut self, sign: char) {
        if sign.is_whitespace() {
            self.spaces += 1;
        } else if is_dash(sign)
            || crate::words::is_apostrophe(sign)
            || matches!(sign, '.' | '&' | '/')
        {
            self.joiners += 1;
        } else {
            self.others += 1;
        }
    }

    fn connects(&self) -> bool {
        self.others == 0 && self.joiners <= 1 && self.spaces <= 2
    }
}

fn is_dash(sign: char) -> bool {
    matches!(sign, '-' | '_' | '\u{2010}'..='\u{2013}')
}

fn joined(words: &[Word]) -> String {
    let mut key = String::new();
    for word in words {
        if !key.is_empty() {
            key.push(' ');
        }
        key.push_str(&word.text);
    }
    key
}

fn case_of(form: &str) -> Case {
    let letters: Vec<char> = form.chars().filter(|sign| sign.is_alphabetic()).collect();
    if letters.len() <= 6
        && letters.iter().all(|letter| letter.is_uppercase())
        && !letters.is_empty()
    {
        Case::Capitals
    } else if letters.first().is_some_and(|first| first.is_uppercase()) {
        Case::Capitalised
    } else {
        Case::Any
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[(&str, &[u32])]) {
        let listed = [
            ("Mali", 1),
            ("US", 2),
            ("U.S.", 2),
            ("Russia", 3),
            ("Côte d'Ivoire", 4),
            ("Congo", 5),
            ("Republic of the Congo", 6),
            ("Guinea-Bissau", 7),
            ("Guinea", 8),
            ("CAR", 9),
            ("Russia", 10),
            ("Wagner Group", 11),
        ];
        let gazetteer = Gazetteer::new(listed.into_iter());
        let found = gazetteer.find_in(text);
        let found: Vec<(&str, &[u32])> =
            found.iter().map(|name| (name.span.of(text), name.tags.as_slice())).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn listed_names_are_found() {
        check("Mali’s and Malians", &[("Mali", &[1])]);
        check("the US told us", &[("US", &[2])]);
        check("a U.S.-backed car in the CAR", &[("U.S", &[2]), ("CAR", &[9])]);
        check(
            "COTE D’IVOIRE, russia, Russia",
            &[("COTE D’IVOIRE", &[4]), ("Russia", &[3, 10])],
        );
        check("the Republic of the Congo", &[("Republic of the Congo", &[6])]);
        check("the Republic of Congo", &[("Congo", &[5])]);
        check("Guinea–Bissau; Guinea, Bissau", &[("Guinea–Bissau", &[7]), ("Guinea", &[8])]);
        check("Wagner, Group; Wagner\u{a0}Group", &[("Wagner\u{a0}Group", &[11])]);
        check("US$5 for the US", &[("US", &[2])]);
        check("", &[]);
    }
}
