//! Words whose full stop may not end a sentence.

use crate::words::is_letter;

/// What a full stop after a word means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stop {
    /// An ordinary word: the sentence ends.
    Ends,
    /// A title or "e.g.": something always follows.
    Never,
    /// A month or "No.": ends unless a number follows.
    BeforeWord,
    /// "U.S.", "Inc.": ends only before a word that begins sentences.
    BeforeStarter,
}

/// What a full stop after this text means.
pub(super) fn stop_after(before: &str) -> Stop {
    let start = before
        .char_indices()
        .rev()
        .take_while(|&(_, sign)| is_letter(sign) || sign == '.' || sign.is_ascii_digit())
        .last()
        .map_or(before.len(), |(at, _)| at);
    let word = before.get(start..).unwrap_or_default();
    if word.is_empty() {
        return Stop::Ends;
    }
    if start == 0 && word.len() <= 3 && word.bytes().all(|byte| byte.is_ascii_digit()) {
        return Stop::Never; // "1. First point"
    }
    let mut letters = word.chars();
    let single = letters.next().filter(|_| letters.next().is_none());
    if let Some(letter) = single.filter(|letter| letter.is_alphabetic()) {
        if MONTHS.contains(&word) {
            return Stop::BeforeWord; // "p. 12"
        }
        // An initial, or "Plan B."
        return if letter.is_uppercase() { Stop::BeforeStarter } else { Stop::Ends };
    }
    let known = word.to_lowercase();
    let known = known.trim_start_matches('.');
    if NEVER.binary_search(&known).is_ok() {
        Stop::Never
    } else if MONTHS.contains(&known) {
        Stop::BeforeWord
    } else if OPEN.contains(&known) || is_dotted(word) {
        Stop::BeforeStarter
    } else {
        Stop::Ends
    }
}

/// Whether a full stop after this text makes its digits an ordinal before the word: 3. April.
pub(super) fn is_ordinal(before: &str, word: &str) -> bool {
    let digits = before.bytes().rev().take_while(u8::is_ascii_digit).count();
    (1..3).contains(&digits) && ORDERED.contains(&word)
}

/// Whether a word commonly begins a sentence and does not follow an abbreviation inside one.
pub(crate) fn starts_sentence(word: &str) -> bool {
    let word = word.split(['\'', '’']).next().unwrap_or_default().to_lowercase();
    STARTERS.binary_search(&word.as_str()).is_ok()
}

/// Letters with full stops between: "U.S", "a.m".
fn is_dotted(word: &str) -> bool {
    word.contains('.')
        && word
            .split('.')
            .all(|part| part.chars().count() <= 2 && part.chars().all(char::is_alphabetic))
}

const NEVER: &[&str] = &[
    "adm", "al-", "amb", "approx", "art", "arts", "brig", "bzw", "ca", "capt", "cdr", "cf",
    "ch", "cmdr", "col", "cpl", "dr", "dra", "e.g", "eds", "eng", "ex", "fig", "figs", "fr",
    "gen", "ggf", "gov", "hon", "i.e", "lt", "maj", "messrs", "mgr", "mio", "mlle", "mm",
    "mme", "mr", "mrd", "mrs", "ms", "mt", "para", "paras", "pp", "pres", "prof", "rep",
    "reps", "res", "rev", "sec", "sen", "sens", "sgt", "sog", "sra", "srta", "st", "ste",
    "supt", "tsd", "vgl", "viz", "vol", "vols", "vs",
];

const MONTHS: &[&str] = &[
    "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
    "janv", "févr", "juil", "déc", "nr", "no", "nos", "n", "p", "c",
];

/// German words behind an ordinal in digits.
const ORDERED: &[&str] = &[
    "Januar",
    "Jänner",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
    "Quartal",
    "Halbjahr",
    "Jahrhundert",
    "Wahlperiode",
];

const OPEN: &[&str] = &[
    "inc", "ltd", "co", "corp", "llc", "plc", "jr", "sr", "al", "etc", "dept", "univ", "assn",
    "bros", "est", "ave", "blvd", "rd", "ph.d", "min", "max",
];

const STARTERS: &[&str] = &[
    "a",
    "according",
    "after",
    "all",
    "also",
    "although",
    "an",
    "and",
    "another",
    "any",
    "as",
    "at",
    "because",
    "before",
    "both",
    "but",
    "by",
    "despite",
    "during",
    "each",
    "earlier",
    "even",
    "every",
    "few",
    "following",
    "for",
    "from",
    "given",
    "he",
    "her",
    "here",
    "his",
    "how",
    "however",
    "i",
    "if",
    "in",
    "instead",
    "it",
    "its",
    "last",
    "later",
    "many",
    "meanwhile",
    "more",
    "most",
    "much",
    "my",
    "neither",
    "no",
    "nobody",
    "none",
    "nor",
    "not",
    "nothing",
    "now",
    "of",
    "on",
    "once",
    "one",
    "only",
    "or",
    "other",
    "others",
    "our",
    "over",
    "she",
    "since",
    "so",
    "some",
    "soon",
    "still",
    "such",
    "than",
    "that",
    "the",
    "their",
    "then",
    "there",
    "these",
    "they",
    "this",
    "those",
    "though",
    "through",
    "thus",
    "to",
    "today",
    "under",
    "unlike",
    "until",
    "we",
    "what",
    "when",
    "where",
    "whether",
    "which",
    "while",
    "who",
    "why",
    "with",
    "within",
    "without",
    "yes",
    "yet",
    "you",
    "your",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        assert!(NEVER.is_sorted());
        assert!(STARTERS.is_sorted());
    }
}
