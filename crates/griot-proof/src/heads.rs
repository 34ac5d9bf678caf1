//! Which held file does a note mean that names no address, title or file? Told by what a file says of
//! itself at its head, and by its name: who wrote it, what it is, of which day.
//!
//! Words of a note are looked for as they are and, where they have a capital, by their consonants in other
//! scripts (*Mariam Hassan* at the head of a text in Arabic). A word that stands at many heads tells nothing.
//! A file of another day than the note's is not meant.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    date,
    letters::{cut, cut_with_digits, folded},
    lexicon::Lexicon,
    pack::{Pack, Packs, Script},
    word::skeletons,
};

type Day = (i16, u8, u8);

/// Words and days at the heads of files.
#[derive(Debug, Default)]
pub(crate) struct Heads {
    files: BTreeMap<usize, File>,
    by_word: BTreeMap<String, BTreeSet<usize>>,
}

#[derive(Debug, Default)]
struct File {
    /// Of the name of the file, and the first ones of its head.
    own: Vec<Day>,
    /// All of its head.
    days: Vec<Day>,
    /// Words of its name, without its ending.
    name: BTreeSet<String>,
    /// Years in its name.
    years: Vec<String>,
    language: &'static str,
}

/// A word of a note: the keys under which it may stand at a head, those of the places that it names, and whether it is a name.
struct Asked {
    keys: Vec<String>,
    places: Vec<String>,
    name: bool,
}

/// Most files of how many at whose heads a word stands that tells one from another.
const RARE: usize = 4;

/// Words of a file's name by which it is known alone: many files are an annual report.
const CALLED: usize = 3;

/// Days at a head that may be the file's own.
const FIRST: usize = 2;

/// Fewer consonants are in many names.
const SOUND: usize = 3;

impl Heads {
    /// Learns what a file says at its head and in its name.
    pub(crate) fn learn(&mut self, index: usize, head: &str, name: &str) {
        let packs = Packs::embedded();
        let stem =
            name.rsplit_once('.').map_or(name, |(stem, _)| stem).replace(['_', '-'], " ");
        let pack = packs.language(head);
        let mut file = File { language: pack.map_or("", |pack| pack.code), ..File::default() };
        file.own = days(&iso_days(name));
        file.days = days(head);
        // A file may tell when it was written before it tells of which day it is.
        file.own.extend(file.days.iter().take(FIRST));
        file.years = years(name);
        for word in words(&stem) {
            file.name.insert(word.clone());
            self.by_word.entry(word).or_default().insert(index);
        }
        for word in words(head) {
            self.by_word.entry(word).or_default().insert(index);
        }
        for key in pack.map(|pack| sounds(pack, head)).unwrap_or_default() {
            self.by_word.entry(key).or_default().insert(index);
        }
        self.files.insert(index, file);
    }

    /// The one file that a note means.
    pub(crate) fn find(&self, note: &str) -> Option<usize> {
        let asked = asked(note);
        let days = days(note);
        let language = Packs::embedded().language(note).map_or("", |pack| pack.code);
        // A title is in the language of what it names.
        let titled = note.contains(['"', '“', '«', '„']);
        let mut shared: BTreeMap<usize, Shared> = BTreeMap::new();
        for word in &asked {
            let at = |keys: &[String]| -> BTreeSet<usize> {
                let known = keys.iter().filter_map(|key| self.by_word.get(key));
                known.flatten().copied().collect()
            };
            let (files, places) = (at(&word.keys), at(&word.places));
            let rare = files.len() == 1 || files.len() * RARE <= self.files.len();
            for index in files {
                let its = shared.entry(index).or_default();
                its.words += 1;
                its.rare += usize::from(rare);
                its.names += usize::from(rare && word.name);
                its.any_name |= word.name;
            }
            // What is told of a state is in many files of a day.
            for index in places {
                shared.entry(index).or_default().any_name = true;
            }
        }
        let mut fits: Vec<(bool, usize, usize)> = Vec::new();
        for (index, its) in shared {
            let Some(file) = self.files.get(&index) else { continue };
            let same_day =
                days.iter().any(|day| file.days.contains(day) || file.own.contains(day));
            let dated = !file.days.is_empty() || !file.own.is_empty();
            if dated && !days.is_empty() && !same_day {
                continue;
            }
            let own_day = days.iter().any(|day| file.own.contains(day));
            let alone = own_day
                && self
                    .files
                    .values()
                    .filter(|it| days.iter().any(|day| it.own.contains(day)))
                    .count()
                    == 1;
            // The words of a file in another language cannot be those of the note.
            let crosses = !titled && !file.language.is_empty() && file.language != language;
            let called = file.name.len() >= CALLED
                && its.rare > 0
                && file.years.iter().all(|year| note.contains(year))
                && file.name.iter().all(|word| asked.iter().any(|it| it.keys.contains(word)));
            let most = |of: usize, whole: usize| its.words * whole >= asked.len() * of;
            let fit = same_day && its.words > 1 && most(1, 2)
                || its.words > 2 && most(3, 4)
                || own_day && its.names > 0
                || alone && (its.rare > 0 || crosses && its.any_name)
                || called;
            if fit {
                fits.push((own_day, its.words, index));
            }
        }
        fits.sort_by(|one, two| two.cmp(one));
        match fits.as_slice() {
            [(.., index)] => Some(*index),
            [(day, most, index), (next_day, next, _), ..]
                if (day, most) != (next_day, next) =>
            {
                Some(*index)
            }
            _ => None,
        }
    }
}

/// What a note shares with one file.
#[derive(Debug, Default)]
struct Shared {
    words: usize,
    rare: usize,
    /// Rare ones with a capital.
    names: usize,
    any_name: bool,
}

/// Words that tell one file from another: no frequent ones of any language, no months, nothing short.
pub(crate) fn words(text: &str) -> BTreeSet<String> {
    cut(text).into_iter().filter(|word| tells(word)).map(key).collect()
}

/// A word as it is compared: *flight* and *flights* are one.
pub(crate) fn key(word: &str) -> String {
    let folded = folded(word);
    match folded.strip_suffix('s') {
        Some(start) if start.chars().count() > 3 => start.to_owned(),
        _ => folded,
    }
}

fn tells(word: &str) -> bool {
    let packs = Packs::embedded();
    let small = folded(word);
    let short = small.chars().count() < 3 && !(small.chars().count() == 2 && is_acronym(word));
    !short
        && packs.month_anywhere(&small, &small).is_none()
        && !packs.all().iter().any(|pack| pack.stopwords.contains(&small))
}

fn is_acronym(word: &str) -> bool {
    word.chars().count() > 1 && word.chars().all(char::is_uppercase)
}

/// The words of a note with the keys under which each may stand at a head.
fn asked(note: &str) -> Vec<Asked> {
    let latin = Packs::embedded().language(note).filter(|pack| pack.script == Script::Latin);
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for word in cut(note).into_iter().filter(|word| tells(word)) {
        let key = key(word);
        if !seen.insert(key.clone()) {
            continue;
        }
        let name = word.chars().next().is_some_and(char::is_uppercase);
        let (mut keys, mut places) = (vec![key], Vec::new());
        if let Some(pack) = latin.filter(|_| name) {
            keys.extend(sound_keys(pack, word));
            let place = pack.places(&folded(word), &crate::word::stem(pack, word));
            let whole = place.iter().filter(|place| place.rest.is_empty());
            places.extend(whole.map(|place| place_key(place.means)));
        }
        found.push(Asked { keys, places, name });
    }
    found
}

/// Keys of the names of a head in another script, and of the places of any.
fn sounds(pack: &Pack, head: &str) -> Vec<String> {
    let mut found = Vec::new();
    for word in cut(head) {
        if pack.script != Script::Latin {
            found.extend(sound_keys(pack, word));
        }
        let places = pack.places(&folded(word), &crate::word::stem(pack, word));
        let whole = places.iter().filter(|place| place.rest.is_empty());
        found.extend(whole.map(|place| place_key(place.means)));
    }
    found
}

fn sound_keys(pack: &Pack, word: &str) -> Vec<String> {
    let all = skeletons(pack, word).into_iter();
    all.filter(|it| it.chars().count() >= SOUND).map(|it| format!("sound {it}")).collect()
}

fn place_key(place: u16) -> String {
    format!("place {place}")
}

/// Figures of a name that can be years.
fn years(name: &str) -> Vec<String> {
    let figures = name.split(|sign: char| !sign.is_ascii_digit());
    let years = figures.filter(|it| it.len() == 4 && it.starts_with(['1', '2']));
    years.map(str::to_owned).collect()
}

/// The days that a name of a file has as figures, each for itself: `letter_2025-04-25.pdf`.
fn iso_days(name: &str) -> String {
    let parts = name.split(|sign: char| !(sign.is_ascii_digit() || sign == '-'));
    let days = parts.map(|part| part.trim_matches('-')).filter(|part| part.len() == 10);
    days.collect::<Vec<_>>().join("\n")
}

/// The whole dates of a text.
fn days(text: &str) -> Vec<Day> {
    if cut_with_digits(text).is_empty() {
        return Vec::new();
    }
    let Some(pack) = Packs::embedded().language(text).or_else(|| Packs::embedded().get("en"))
    else {
        return Vec::new();
    };
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

    fn check(heads: &Heads, note: &str, expected: Option<usize>) {
        assert_eq!(heads.find(note), expected, "{note}");
    }

    #[test]
    fn a_note_is_known_by_what_a_file_says_at_its_head() {
        let mut heads = Heads::default();
        heads.learn(
            0,
            "Verdict in the Orla case. Notes from the Keral Regional Court, Monday 3 May 2021.",
            "a.txt",
        );
        heads.learn(
            1,
            "Le feu au port | Gazette du Port, publié le lundi 10 mai 2021",
            "b.html",
        );
        heads.learn(
            2,
            "La grève au port | Gazette du Port, publié le mardi 18 mai 2021",
            "c.html",
        );
        heads.learn(3, "От: Нина Орлова. Ответ министерства. 2021-06-02", "d.eml");
        check(&heads, "Keral Regional Court, notes of the verdict, 3 May 2021.", Some(0));
        check(&heads, "Gazette du Port, 10 May 2021", Some(1));
        check(&heads, "Gazette du Port, 18 May 2021, p. 3", Some(2));
        check(&heads, "Gazette du Port, 20 May 2021", None);
        check(&heads, "Gazette du Port", None);
        check(&heads, "Письмо Нины Орловой из министерства", None);
        check(&heads, "Нина Орлова, ответ министерства, 2 июня 2021 года", Some(3));
        check(&heads, "Nina Orlova, letter of 2 June 2021", Some(3));
        check(&heads, "Keral Regional Court, verdict in the Orla case, 4 May 2021", None);
        check(&heads, "Interview with the author", None);
    }

    #[test]
    fn a_note_is_known_by_the_name_of_a_file() {
        let mut heads = Heads::default();
        let bare = "page,amount\nOne,9120\n";
        heads.learn(0, bare, "ad-library_export_lagune.csv");
        heads.learn(1, "Протокол общего собрания", "relief-works_protokol_2025-04-25.docx");
        heads.learn(2, "مريم حسن، تقرير عن الصحافة، 3 مايو 2026", "report.docx");
        heads.learn(
            3,
            "Посольство Российской Федерации. Заявление",
            "zayavlenie-2025-12-04.html",
        );
        heads.learn(4, "Weather in Lagune, 4 December 2024", "weather.html");
        check(
            &heads,
            "Ad library export, Lagune pages, October 2024–May 2025 (on file)",
            Some(0),
        );
        check(&heads, "Ad library, exports of Lagune (on file)", Some(0));
        check(&heads, "Relief-Works, minutes of 25 April 2025", Some(1));
        check(&heads, "Mariam Hassan, The press in fear (in Arabic), 3 May 2026", Some(2));
        check(
            &heads,
            "Embassy of the Russian Federation, statement of 4 December 2025",
            Some(3),
        );
        heads.learn(5, "Annual report", "annual_report_2023.pdf");
        check(&heads, "Lagune Bar Association, Annual Report 2019", None);
        check(&heads, "“Fuel runs out”, Russian Weekly, 4 December 2025", None);
        // Of the same place and day, but not of it.
        check(&heads, "Corridor prices, Lagune Trade Weekly, 12 February 2026", None);
        check(&heads, "Telephone interview with Daher Aptidon, 2 June 2026", None);
    }
}
