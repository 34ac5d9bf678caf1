//! Runs of words that mean one thing, kept under their first word.

use std::collections::BTreeMap;

use crate::letters::{cut, folded};

/// A run of words that means one thing; the first word is the key under which it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Phrase<T> {
    pub(crate) rest: Vec<String>,
    pub(crate) open_ended: bool,
    /// All of its letters are capitals.
    pub(crate) capitals: bool,
    /// It begins with a capital.
    pub(crate) proper: bool,
    /// Its first word as it is written, where that has marks: könnte.
    pub(crate) marked: Option<String>,
    pub(crate) means: T,
}

/// Keeps a run of words under its first one.
pub(crate) fn keep<T>(kept: &mut BTreeMap<String, Vec<Phrase<T>>>, phrase: &str, means: T) {
    let (phrase_text, open_ended) = match phrase.strip_suffix('*') {
        Some(prefix) => (prefix, true),
        None => (phrase, false),
    };
    let capitals = !phrase_text.chars().any(char::is_lowercase)
        && phrase_text.chars().any(char::is_uppercase);
    let proper = phrase_text.chars().next().is_some_and(char::is_uppercase);
    let written = cut(phrase_text).first().map(|word| word.to_lowercase());
    let marked = written.filter(|word| *word != folded(word));
    let mut words = phrase_words(phrase_text);
    if words.is_empty() {
        // A sign alone, as the Arabic percent.
        words.push(phrase_text.to_owned());
    }
    let first = words.remove(0);
    // An open end of a single word is looked for by prefix; of several, by the last word.
    kept.entry(first).or_default().push(Phrase {
        rest: words,
        open_ended,
        capitals,
        proper,
        marked,
        means,
    });
}

/// The folded words of a phrase as the tokens of a text would have them.
pub(crate) fn phrase_words(phrase: &str) -> Vec<String> {
    cut(phrase).into_iter().map(folded).collect()
}
