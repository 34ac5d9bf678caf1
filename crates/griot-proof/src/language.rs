//! In which language is a text written? Told by its script and its frequent words.

use std::collections::HashSet;

use crate::{
    letters::folded,
    pack::{Pack, Packs, Script, Sense},
};

/// The script in which most letters of a text are written.
fn script(text: &str) -> Script {
    let (mut latin, mut cyrillic, mut arabic) = (0_usize, 0_usize, 0_usize);
    for sign in text.chars() {
        match sign {
            'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}' => latin += 1,
            '\u{400}'..='\u{52f}' => cyrillic += 1,
            '\u{600}'..='\u{6ff}' | '\u{750}'..='\u{77f}' => arabic += 1,
            _ => {}
        }
    }
    if arabic > latin && arabic > cyrillic {
        Script::Arabic
    } else if cyrillic > latin {
        Script::Cyrillic
    } else {
        Script::Latin
    }
}

fn words(text: &str) -> Vec<String> {
    text.split(|sign: char| !sign.is_alphabetic())
        .filter(|word| !word.is_empty())
        .take(2_000)
        .map(folded)
        .collect()
}

/// How many words are numbers, units, months, titles or the like in a language.
fn known<'a>(pack: &Pack, words: impl Iterator<Item = &'a String>) -> usize {
    words.filter(|word| pack.sense(word) != Sense::default()).count()
}

impl Packs {
    /// The language of a text, by its script and its frequent words. A text of a few words in
    /// Latin letters is taken to be English.
    pub fn language(&self, text: &str) -> Option<&Pack> {
        let head: String = text.chars().take(20_000).collect();
        let script = script(&head);
        let words = words(&head);
        let mut best: Option<(&Pack, (usize, usize))> = None;
        for pack in self.all().iter().filter(|pack| pack.script == script) {
            let hits = || words.iter().filter(|word| pack.stopwords.contains(*word));
            // One code of a table, said in every row, tells no language.
            let different = hits().collect::<HashSet<_>>().len();
            let score = if different < 3 { (different, 0) } else { (3, hits().count()) };
            // Two languages may share all small words of a sentence.
            let knows = |other: &Pack| known(pack, words.iter()) > known(other, words.iter());
            if best.is_none_or(|(other, most)| {
                score > most || score == most && different > 2 && knows(other)
            }) {
                best = Some((pack, score));
            }
        }
        best.map(|(pack, _)| pack)
    }

    /// Whether a text is in a language that no pack is of: few of its words are frequent ones of its likeliest pack, and by its letters
    /// it is surely of another.
    pub(crate) fn is_of_another_language(&self, text: &str, likeliest: &str) -> bool {
        let head: String = text.chars().take(LOOKED_AT).collect();
        let words = words(&head);
        let Some(pack) = self.get(likeliest).filter(|_| words.len() >= ENOUGH) else {
            return false;
        };
        let usual = words.iter().filter(|word| pack.stopwords.contains(*word)).count();
        usual * USUAL < words.len()
            && griot_read::language_of(&head).is_some_and(|code| self.get(code).is_none())
    }

    /// The language of one sentence of a text: that of most of the text, unless the script or the
    /// frequent words of the sentence are plainly those of another. Where they tell little, that of
    /// the sentence before.
    pub(crate) fn language_among(
        &self,
        sentence: &str,
        most: &'static str,
        before: &'static str,
    ) -> &'static str {
        let script = script(sentence);
        let words: HashSet<String> = words(sentence).into_iter().collect();
        let hits = |pack: &Pack| words.iter().filter(|it| pack.stopwords.contains(*it)).count();
        let likely = [most, before]
            .map(|code| self.get(code).filter(|pack| pack.script == script).map_or(0, &hits));
        let same_script = self.get(most).is_some_and(|pack| pack.script == script);
        let others = self.all().iter().filter(|pack| pack.script == script);
        let Some(best) = others
            .max_by_key(|pack| (hits(pack), pack.code == most, known(pack, words.iter())))
        else {
            return most;
        };
        let found = hits(best);
        if !same_script {
            return if found > 0 || !words.is_empty() { best.code } else { most };
        }
        let [with_most, with_before] = likely;
        if best.code != most && found > 2 && found >= 2 * with_most {
            best.code
        } else if before != most && with_before > with_most && with_before == found {
            before
        } else {
            most
        }
    }
}

/// Letters of a text that tell its language.
const LOOKED_AT: usize = 2_000;
/// Words below which nothing is sure.
const ENOUGH: usize = 30;
/// One word in so many is a frequent one, in every language.
const USUAL: usize = 4;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_told_by_its_frequent_words() {
        let check = |text: &str, code: &str| {
            assert_eq!(
                Packs::embedded().language(text).map(|pack| pack.code),
                Some(code),
                "{text}"
            );
        };
        check("The army took the town on Monday and held it.", "en");
        check("L'armée a pris la ville lundi et la tient.", "fr");
        check("Армия заняла город в понедельник.", "ru");
        check("El ejército tomó la ciudad el lunes y la mantiene.", "es");
        check("Die Armee nahm die Stadt am Montag ein und hält sie.", "de");
        check("O exército tomou a cidade na segunda-feira e mantém-na.", "pt");
        check("A União Europeia paga 15,6 milhões de euros por ano.", "pt");
        check("La Unión Europea paga 15,6 millones de euros por año.", "es");
        check("session,date,no\nES-11,2022,against\nES-11,2023,no", "en");
        check("سيطر الجيش على المدينة يوم الاثنين", "ar");
    }

    #[test]
    fn a_sentence_may_be_of_another_language_than_its_text() {
        let among = |sentence, before| Packs::embedded().language_among(sentence, "en", before);
        assert_eq!(among("Le port a reçu 12,5 tonnes de blé dans la nuit.", "en"), "fr");
        assert_eq!(among("El puerto recibió el trigo de los barcos y lo vendió.", "en"), "es");
        assert_eq!(
            among("Der Hafen nahm den Weizen der Schiffe und verkaufte ihn.", "en"),
            "de"
        );
        assert_eq!(among("O porto recebeu o trigo dos navios e não o vendeu.", "en"), "pt");
        assert_eq!(among("Порт принял 12,5 тонны.", "en"), "ru");
        assert_eq!(among("استقبل الميناء 12 سفينة.", "en"), "ar");
        assert_eq!(among("The Cour des comptes of the State said so on Monday.", "en"), "en");
        // A short sentence is of the language of the one before it, where its words allow it.
        assert_eq!(among("Le blé est vendu.", "fr"), "fr");
        assert_eq!(among("Wheat costs 12.5 dollars.", "fr"), "en");
        assert_eq!(among("1,850.", "en"), "en");
    }
}
