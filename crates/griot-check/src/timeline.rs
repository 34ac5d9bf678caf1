//! Finding the row of a case's timeline that some words speak about.

use std::collections::BTreeSet;

use griot_model::TimelineEntry;
use griot_text::names::fold;

use griot_case::Case;

/// The one row that the words certainly speak about.
pub(super) fn find<'a>(case: &'a Case, words: &str) -> Option<&'a TimelineEntry> {
    match candidates(case, words).as_slice() {
        [only] => Some(only),
        _ => None,
    }
}

/// Rows that share enough with the words: at least two content words of the title, or one content
/// word and one actor.
pub(super) fn candidates<'a>(case: &'a Case, words: &str) -> Vec<&'a TimelineEntry> {
    let said = fold(words);
    let said_words: BTreeSet<String> = content_words(&said);
    let mut scored: Vec<(usize, &TimelineEntry)> = case
        .timeline
        .iter()
        .map(|entry| {
            let title = content_words(&fold(&entry.title));
            let shared = title.intersection(&said_words).count();
            let actors = entry
                .actors
                .iter()
                .filter_map(|id| case.actors.iter().find(|actor| actor.id == *id))
                .filter(|actor| {
                    std::iter::once(&actor.name)
                        .chain(&actor.aliases)
                        .any(|name| holds_words(&said, &fold(name)))
                })
                .count();
            (if shared == 0 { 0 } else { shared + actors }, entry)
        })
        .filter(|(score, _)| *score >= 2)
        .collect();
    scored.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.id.cmp(&b.1.id)));
    let best = scored.first().map_or(0, |(score, _)| *score);
    scored.into_iter().take_while(|(score, _)| *score == best).map(|(_, entry)| entry).collect()
}

/// Stems of words that carry meaning: five letters and more, cut at six, so that "withdraws" meets
/// "withdrawal".
fn content_words(folded: &str) -> BTreeSet<String> {
    folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().count() >= 5 && !EMPTY.contains(word))
        .map(|word| word.chars().take(6).collect())
        .collect()
}

const EMPTY: &[&str] = &[
    "about", "after", "again", "against", "among", "because", "before", "being", "between",
    "could", "country", "during", "forces", "group", "their", "there", "these", "those",
    "under", "until", "where", "which", "while", "would",
];

fn holds_words(text: &str, words: &str) -> bool {
    !words.is_empty()
        && text.match_indices(words).any(|(at, _)| {
            let before = text.get(..at).and_then(|it| it.chars().next_back());
            let after = text.get(at + words.len()..).and_then(|it| it.chars().next());
            !before.is_some_and(char::is_alphanumeric)
                && !after.is_some_and(char::is_alphanumeric)
        })
}
