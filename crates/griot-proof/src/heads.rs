//! Which held file does a note mean that names no address, title or file? Told by what a file says of
//! itself at its head: who wrote it, what it is, of which day.
//!
//! A note means a file where most of its words stand at the head of that one alone, and the day that
//! it gives is no other than that of the file.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    date,
    letters::{cut, folded},
    lexicon::Lexicon,
    pack::Packs,
};

type Day = (i16, u8, u8);

/// Words and days at the heads of files.
#[derive(Debug, Default)]
pub(crate) struct Heads {
    by_word: BTreeMap<String, BTreeSet<usize>>,
    days: BTreeMap<usize, Vec<Day>>,
}

impl Heads {
    /// Learns what a file says at its head.
    pub(crate) fn learn(&mut self, index: usize, head: &str) {
        for word in words(head) {
            self.by_word.entry(word).or_default().insert(index);
        }
        self.days.insert(index, days(head));
    }

    /// The one file that a note means.
    pub(crate) fn find(&self, note: &str) -> Option<usize> {
        let words = words(note);
        let mut known: BTreeMap<usize, usize> = BTreeMap::new();
        for word in &words {
            for index in self.by_word.get(word).into_iter().flatten() {
                *known.entry(*index).or_default() += 1;
            }
        }
        let asked = days(note);
        let fits = known.into_iter().filter(|(index, count)| {
            let own = self.days.get(index).map_or(&[][..], Vec::as_slice);
            let same_day = asked.iter().any(|day| own.contains(day));
            let other_day = !asked.is_empty() && !own.is_empty() && !same_day;
            let enough = if same_day {
                *count > 1 && count * 2 >= words.len()
            } else {
                *count > 2 && count * 4 >= words.len() * 3
            };
            enough && !other_day
        });
        let mut fits: Vec<(usize, usize)> = fits.collect();
        fits.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        match fits.as_slice() {
            [(index, _)] => Some(*index),
            [(index, most), (_, next), ..] if most > next => Some(*index),
            _ => None,
        }
    }
}

/// Words that tell one file from another: no frequent ones of any language, no months, nothing short.
fn words(text: &str) -> BTreeSet<String> {
    let packs = Packs::embedded();
    cut(text)
        .into_iter()
        .map(folded)
        .filter(|word| word.chars().count() > 2)
        .filter(|word| {
            packs.month_anywhere(word, word).is_none()
                && !packs.all().iter().any(|pack| pack.stopwords.contains(word))
        })
        .collect()
}

/// The whole dates of a text.
fn days(text: &str) -> Vec<Day> {
    let Some(pack) = Packs::embedded().language(text) else { return Vec::new() };
    let mut lexicon = Lexicon::new(pack);
    let tokens = lexicon.tokens(text);
    date::find(&lexicon, text, &tokens)
        .into_iter()
        .filter_map(|date| Some((date.year?, date.month?, date.day?)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_known_by_what_a_file_says_at_its_head() {
        let mut heads = Heads::default();
        heads.learn(
            0,
            "Verdict in the Orla case. Notes from the Keral Regional Court, Monday 3 May 2021.",
        );
        heads.learn(1, "Le feu au port | Gazette du Port, publié le lundi 10 mai 2021");
        heads.learn(2, "La grève au port | Gazette du Port, publié le mardi 18 mai 2021");
        heads.learn(3, "От: Нина Орлова. Ответ министерства. 2021-06-02");
        let check = |note: &str, expected| assert_eq!(heads.find(note), expected, "{note}");
        check("Keral Regional Court, notes of the verdict, 3 May 2021.", Some(0));
        check("Gazette du Port, 10 May 2021", Some(1));
        check("Gazette du Port, 18 May 2021, p. 3", Some(2));
        check("Gazette du Port, 20 May 2021", None);
        check("Gazette du Port", None);
        check("Письмо Нины Орловой из министерства", None);
        check("Нина Орлова, ответ министерства, 2 июня 2021 года", Some(3));
        check("Keral Regional Court, verdict in the Orla case, 4 May 2021", None);
        check("Interview with the author", None);
    }
}
