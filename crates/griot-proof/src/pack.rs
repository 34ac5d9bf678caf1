//! What does a language write a number, a date, a name and a hedge with?
//!
//! Each language is a folder `lang/<code>/` of three files that a linguist can edit:
//! `particulars.toml` (words), `contraries.toml` (see [`crate::signs`]) and `places.csv` (countries, their people, cities and bodies in the
//! language, each with the key that it has in every language). Nothing of a language is in the code.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::OnceLock,
};

use rust_stemmers::Stemmer;

pub(crate) use crate::phrase::Phrase;
use crate::{
    compound,
    letters::folded,
    phrase::{keep, phrase_words},
    signs::Signs,
    words_of::{FILES, Files, STATES, Words},
};

/// What a hedge does to what it stands before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Hedge {
    /// The number is a lower bound.
    AtLeast,
    /// The number is an upper bound.
    AtMost,
    /// The number is an estimate.
    About,
    /// The thing is alleged, suspected or possible.
    Alleged,
    /// What was said before is put in doubt: disputed, not verified.
    Doubted,
}

/// The writing system of a language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Script {
    /// With capitals.
    Latin,
    /// With capitals.
    Cyrillic,
    /// Without capitals.
    Arabic,
}

/// What a single word can mean in a language.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "a word of a language can be all of these at once"
)]
pub(crate) struct Sense {
    pub(crate) cardinal: Option<f64>,
    pub(crate) magnitude: Option<f64>,
    pub(crate) ordinal: Option<f64>,
    pub(crate) fraction: Option<f64>,
    pub(crate) unit: Option<u16>,
    pub(crate) currency: Option<u16>,
    pub(crate) month: Option<u8>,
    pub(crate) weekday: Option<u8>,
    pub(crate) stop: bool,
    pub(crate) opener: bool,
    pub(crate) abbreviation: bool,
    pub(crate) elision: bool,
    pub(crate) number_and: bool,
    pub(crate) ordinal_ending: bool,
    pub(crate) glued: bool,
    pub(crate) date_joiner: bool,
    pub(crate) decade_ending: bool,
    pub(crate) decade_word: bool,
    pub(crate) relative_day: bool,
    pub(crate) distance: bool,
    pub(crate) change: bool,
    pub(crate) plural: bool,
    pub(crate) era: bool,
    pub(crate) title: bool,
    pub(crate) particle: bool,
    pub(crate) generic: bool,
    pub(crate) date_preposition: bool,
    pub(crate) year_word: bool,
    pub(crate) conjunction: bool,
    pub(crate) after_common: bool,
    pub(crate) composing: bool,
    /// A place, and a common word as well.
    pub(crate) place_and_word: bool,
    /// What follows is a place, if it can be one.
    pub(crate) before_place: bool,
    /// A magnitude beside the sign of a currency: M€, $1.35B.
    pub(crate) money: Option<f64>,
    /// Before 100 it means percent: 12,5 p. 100.
    pub(crate) per_hundred: bool,
    /// A number word that counts about: une centaine, a dozen.
    pub(crate) approximate: bool,
    /// Beside a share it makes it a difference of shares: 12 percentage *points*.
    pub(crate) points: bool,
    /// A quarter or a half of a year: how many of them make one.
    pub(crate) part_of_year: Option<u8>,
    /// The same as a letter before its number: Q3, S1.
    pub(crate) part_mark: Option<u8>,
    /// It says that a number was reckoned: together, the rest.
    pub(crate) reckoning: bool,
    /// The number before it multiplies: twelve times.
    pub(crate) times: bool,
    /// It says that a number is a mean or a rate: on average, per day.
    pub(crate) mean: bool,
    /// A hedge that means *during* before a length of time: over three years.
    pub(crate) during: bool,
    /// What follows it is a common noun: the, this.
    pub(crate) determiner: bool,
    /// A hedge that asks for what follows, where that is money: claims 12 million.
    pub(crate) demand: bool,
}

/// A language, ready to be asked.
pub struct Pack {
    /// ISO 639-1: `fr`.
    pub code: &'static str,
    /// The language's own word for itself.
    pub name: String,
    /// How it is written.
    pub script: Script,
    pub(crate) decimal: char,
    /// The sign between groups of digits, where it is sure before a magnitude.
    pub(crate) group: Option<char>,
    /// Letters with marks are other letters: könnte is not konnte.
    pub(crate) marks_tell: bool,
    /// The word that joins units to tens in numbers of one word, and the words that these have.
    compounds: Option<(String, Vec<(String, f64)>)>,
    /// Digits with a full stop are an ordinal: am 3. April.
    pub(crate) ordinal_point: bool,
    /// A capital makes no name.
    pub(crate) nouns_are_capitalised: bool,
    adjective_endings: Vec<String>,
    /// Months that are no months without their marks: março.
    marked_months: HashSet<String>,
    pub(crate) stemmer: Stemmer,
    senses: HashMap<String, Sense>,
    prefixes: Vec<(String, Sense)>,
    suffixes: Vec<(String, Sense)>,
    pub(crate) hedges: BTreeMap<String, Vec<Phrase<Hedge>>>,
    /// Hedges that mean *to* after a word of change.
    pub(crate) goals: BTreeMap<String, Vec<Phrase<()>>>,
    /// Parts of one that stand behind a number: and a half.
    pub(crate) parts_behind: BTreeMap<String, Vec<Phrase<f64>>>,
    /// Words between a part and its whole: four in ten.
    pub(crate) of_each: BTreeMap<String, Vec<Phrase<()>>>,
    /// Words before and between the two ends of a range; nothing before is an empty word.
    pub(crate) ranges: Vec<(String, String)>,
    /// The same, where what has two ends went from the one to the other.
    pub(crate) changes: Vec<(String, String)>,
    people_endings: Vec<String>,
    conditional: Vec<String>,
    not_conditional: Vec<String>,
    pub(crate) percent: BTreeMap<String, Vec<Phrase<()>>>,
    pub(crate) signs: Signs,
    places: BTreeMap<String, Vec<Phrase<u16>>>,
    place_prefixes: Vec<(String, u16)>,
    place_stems: HashMap<String, u16>,
    pub(crate) stopwords: HashSet<String>,
    /// Marks of a note that means the source of the one before; folded words.
    pub(crate) same_source: Vec<String>,
    /// Marks of a note that means the source of an earlier one; folded words.
    pub(crate) earlier_source: Vec<String>,
    /// Words before the number of a note; folded.
    pub(crate) note_words: Vec<String>,
}

impl Pack {
    /// Whether two folded words stand before the two ends of a way or a range: *from*, *to*.
    pub(crate) fn goes(&self, opens: &str, joins: &str) -> bool {
        let mut pairs = self.ranges.iter().chain(&self.changes);
        !opens.is_empty() && pairs.any(|pair| pair.0 == opens && pair.1 == joins)
    }

    /// What a folded word means; nothing said is nothing meant.
    pub(crate) fn sense(&self, folded: &str) -> Sense {
        if let Some(sense) = self.senses.get(folded) {
            return *sense;
        }
        self.prefixes
            .iter()
            .find(|(prefix, _)| folded.starts_with(prefix.as_str()))
            .or_else(|| self.suffixes.iter().find(|(end, _)| folded.ends_with(end.as_str())))
            .map(|(_, sense)| *sense)
            .unwrap_or_default()
    }

    /// The value of a number that is written as one word.
    pub(crate) fn compound(&self, folded: &str) -> Option<f64> {
        let (and, parts) = self.compounds.as_ref()?;
        compound::value(folded, parts, and)
    }

    /// The month that a word is, folded and in small letters.
    pub(crate) fn month(&self, folded: &str, small: &str) -> Option<u8> {
        let lost = folded == small && self.marked_months.contains(folded);
        self.sense(folded).month.filter(|_| !lost)
    }

    /// Whether a folded word ends as an adjective before its noun does.
    pub(crate) fn is_declined(&self, folded: &str) -> bool {
        self.adjective_endings.iter().any(|ending| folded.ends_with(ending.as_str()))
    }

    /// A folded word without the ending by which the people of a place are called.
    pub(crate) fn without_people<'w>(&self, folded: &'w str) -> Option<&'w str> {
        let endings = self.people_endings.iter();
        let stems = endings.filter_map(|ending| folded.strip_suffix(ending.as_str()));
        stems.filter(|stem| stem.chars().count() > 3).min_by_key(|stem| stem.len())
    }

    /// Whether a folded word is what the people of a place are called, or what is said of them.
    pub(crate) fn is_people(&self, folded: &str) -> bool {
        let endings = self.people_endings.iter();
        let stems = endings.filter_map(|ending| folded.strip_suffix(ending.as_str()));
        let known =
            |name: &str, stem: &str| name.starts_with(stem) && name.len() <= stem.len() + 3;
        stems.filter(|stem| stem.chars().count() > 2).any(|stem| {
            self.places.iter().any(|(first, phrases)| {
                phrases.iter().any(|it| known(it.rest.last().unwrap_or(first), stem))
            })
        })
    }

    /// Whether a folded word is a verb by which a speaker says that the thing is not sure.
    pub(crate) fn is_conditional(&self, folded: &str) -> bool {
        self.conditional
            .iter()
            .any(|ending| folded.len() > ending.len() + 2 && folded.ends_with(ending.as_str()))
            && !self.not_conditional.iter().any(|word| word == folded)
    }

    /// Places that may begin with a folded word.
    pub(crate) fn places(&self, folded: &str, stem: &str) -> Vec<Phrase<u16>> {
        let mut found = self.places.get(folded).cloned().unwrap_or_default();
        let single = |means, proper| Phrase {
            rest: Vec::new(),
            open_ended: false,
            capitals: false,
            proper,
            marked: None,
            means,
        };
        for (prefix, key) in &self.place_prefixes {
            if folded.starts_with(prefix.as_str()) {
                found.push(single(*key, false));
            }
        }
        if found.is_empty()
            && let Some(key) = self.place_stems.get(stem)
        {
            found.push(single(*key, true));
        }
        found
    }
}

impl std::fmt::Debug for Pack {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pack").field("code", &self.code).finish_non_exhaustive()
    }
}

/// Names that mean the same in every language: units, currencies, places. A number stands for each.
#[derive(Debug, Default)]
struct Keys {
    known: HashMap<String, u16>,
    names: Vec<String>,
}

impl Keys {
    fn of(&mut self, name: &str) -> u16 {
        if let Some(key) = self.known.get(name) {
            return *key;
        }
        let key = u16::try_from(self.names.len()).unwrap_or(u16::MAX);
        self.known.insert(name.to_owned(), key);
        self.names.push(name.to_owned());
        key
    }
}

/// All languages that griot finds particulars in.
#[derive(Debug)]
pub struct Packs {
    languages: Vec<Pack>,
    units: Vec<String>,
    places: Vec<String>,
    /// The state in which a city lies, and whether it is the seat of its government.
    states: BTreeMap<u16, (u16, bool)>,
}

impl Packs {
    /// The languages that are compiled in.
    pub fn embedded() -> &'static Self {
        static PACKS: OnceLock<Packs> = OnceLock::new();
        PACKS.get_or_init(|| {
            let mut units = Keys::default();
            let mut places = Keys::default();
            let languages = FILES
                .iter()
                .filter_map(|files| pack(files, &mut units, &mut places).ok())
                .collect();
            let states = states(&mut places);
            Packs { languages, units: units.names, places: places.names, states }
        })
    }

    /// Every language.
    pub fn all(&self) -> &[Pack] {
        &self.languages
    }

    /// A language by its code.
    pub fn get(&self, code: &str) -> Option<&Pack> {
        self.languages.iter().find(|pack| pack.code == code)
    }

    /// The key of a unit or currency: `km`, `USD`.
    pub fn unit(&self, unit: u16) -> &str {
        self.units.get(usize::from(unit)).map_or("", String::as_str)
    }

    /// Whether a unit measures time.
    pub(crate) fn is_time(&self, unit: u16) -> bool {
        matches!(self.unit(unit), "minute" | "hour" | "day" | "week" | "month" | "year")
    }

    /// The key of a place: `ML`, `c:moscow`, `o:UN`.
    pub fn place(&self, place: u16) -> &str {
        self.places.get(usize::from(place)).map_or("", String::as_str)
    }

    /// The state whose government has its seat in a city: Washington said no.
    pub(crate) fn seat_of(&self, city: u16) -> Option<u16> {
        self.states.get(&city).filter(|(_, seat)| *seat).map(|(state, _)| *state)
    }

    /// The state in which a city lies.
    pub(crate) fn state_of(&self, city: u16) -> Option<u16> {
        self.states.get(&city).map(|(state, _)| *state)
    }

    /// The state whose letters end the addresses of a host: `parliament.uk`. Letters that anybody buys for their sound tell none.
    pub(crate) fn state_of_host(&self, url: &str) -> Option<u16> {
        const SOLD: [&str; 14] = [
            "ai", "cc", "co", "eu", "fm", "gg", "io", "la", "ly", "me", "nu", "to", "tv", "ws",
        ];
        let host = url.split_once("://").map_or(url, |(_, rest)| rest);
        let host = host.split(['/', '?', '#', ':']).next()?;
        let letters = host.rsplit_once('.')?.1.to_ascii_lowercase();
        if letters.len() != 2 || SOLD.contains(&letters.as_str()) {
            return None;
        }
        let state = if letters == "uk" { "GB".to_owned() } else { letters.to_uppercase() };
        let place = self.places.iter().position(|key| *key == state)?;
        u16::try_from(place).ok()
    }

    /// The cities of a state.
    pub(crate) fn cities(&self, state: u16) -> impl Iterator<Item = u16> + '_ {
        self.states.iter().filter(move |(_, (of, _))| *of == state).map(|(city, _)| *city)
    }

    /// Month names of every language, for a text that quotes another.
    pub(crate) fn month_anywhere(&self, folded: &str, small: &str) -> Option<u8> {
        self.languages.iter().find_map(|pack| pack.month(folded, small))
    }
}

/// Reads `lang/states.csv`.
fn states(places: &mut Keys) -> BTreeMap<u16, (u16, bool)> {
    let mut reader = csv::Reader::from_reader(STATES.as_bytes());
    let mut found = BTreeMap::new();
    for record in reader.records().flatten() {
        if let (Some(city), Some(state), Some(seat)) =
            (record.get(0), record.get(1), record.get(2))
        {
            found.insert(places.of(city), (places.of(state), seat == "yes"));
        }
    }
    found
}

#[expect(clippy::too_many_lines, reason = "one line for each list of the file")]
fn pack(files: &Files, units: &mut Keys, places: &mut Keys) -> Result<Pack, String> {
    let written: Words = toml::from_str(files.particulars)
        .map_err(|error| format!("{}: {error}", files.code))?;
    let mut senses: HashMap<String, Sense> = HashMap::new();
    let mut prefixes: Vec<(String, Sense)> = Vec::new();
    let mut suffixes: Vec<(String, Sense)> = Vec::new();
    let mut set = |word: &str, change: &dyn Fn(&mut Sense)| {
        let word = word.replace('_', " ");
        if let Some(prefix) = word.strip_suffix('*') {
            let mut sense = Sense::default();
            change(&mut sense);
            prefixes.push((folded(prefix), sense));
        } else if let Some(suffix) = word.strip_prefix('*') {
            let mut sense = Sense::default();
            change(&mut sense);
            suffixes.push((folded(suffix), sense));
            change(senses.entry(folded(suffix)).or_default());
        } else {
            change(senses.entry(folded(&word)).or_default());
        }
    };
    for (words, change) in [
        (&written.stopwords, (|sense| sense.stop = true) as fn(&mut Sense)),
        (&written.openers, |sense| sense.opener = true),
        (&written.abbreviations, |sense| sense.abbreviation = true),
        (&written.elisions, |sense| sense.elision = true),
        (&written.numbers.and, |sense| sense.number_and = true),
        (&written.numbers.ordinal_endings, |sense| sense.ordinal_ending = true),
        (&written.numbers.glued, |sense| sense.glued = true),
        (&written.numbers.plurals, |sense| sense.plural = true),
        (&written.numbers.eras, |sense| sense.era = true),
        (&written.dates.joiners, |sense| sense.date_joiner = true),
        (&written.dates.decade_endings, |sense| sense.decade_ending = true),
        (&written.dates.decade_words, |sense| sense.decade_word = true),
        (&written.dates.relative, |sense| sense.relative_day = true),
        (&written.hedges.distance, |sense| sense.distance = true),
        (&written.hedges.changes, |sense| sense.change = true),
        (&written.names.titles, |sense| sense.title = true),
        (&written.names.particles, |sense| sense.particle = true),
        (&written.names.generic, |sense| sense.generic = true),
        (&written.dates.prepositions, |sense| sense.date_preposition = true),
        (&written.dates.year_words, |sense| sense.year_word = true),
        (&written.names.determiners, |sense| sense.determiner = true),
        (&written.names.conjunctions, |sense| sense.conjunction = true),
        (&written.names.after_common, |sense| sense.after_common = true),
        (&written.names.composing, |sense| sense.composing = true),
        (&written.names.places_and_words, |sense| sense.place_and_word = true),
        (&written.names.before_places, |sense| sense.before_place = true),
        (&written.numbers.reckoning, |sense| sense.reckoning = true),
        (&written.numbers.means, |sense| sense.mean = true),
        (&written.numbers.times, |sense| sense.times = true),
        (&written.numbers.per_hundred, |sense| sense.per_hundred = true),
        (&written.numbers.approximate, |sense| sense.approximate = true),
        (&written.numbers.points, |sense| sense.points = true),
        (&written.hedges.during, |sense| sense.during = true),
        (&written.hedges.demands, |sense| sense.demand = true),
        (&written.dates.quarters, |sense| sense.part_of_year = Some(4)),
        (&written.dates.halves, |sense| sense.part_of_year = Some(2)),
        (&written.dates.quarter_marks, |sense| sense.part_mark = Some(4)),
        (&written.dates.half_marks, |sense| sense.part_mark = Some(2)),
    ] {
        for word in words {
            set(word, &change);
        }
    }
    for (word, value) in &written.numbers.cardinals {
        set(word, &|sense| sense.cardinal = Some(*value));
    }
    for (word, value) in &written.numbers.magnitudes {
        set(word, &|sense| sense.magnitude = Some(*value));
    }
    for (word, value) in &written.numbers.money {
        set(word, &|sense| sense.money = Some(*value));
    }
    for (word, value) in &written.numbers.ordinals {
        set(word, &|sense| sense.ordinal = Some(*value));
    }
    for (word, value) in &written.numbers.fractions {
        let value = value.split_once('/').and_then(|(part, whole)| {
            Some(part.trim().parse::<f64>().ok()? / whole.trim().parse::<f64>().ok()?)
        });
        set(word, &|sense| sense.fraction = value);
    }
    for (key, words) in &written.units {
        let key = units.of(key);
        for word in words {
            set(word, &|sense| sense.unit = Some(key));
        }
    }
    for (key, words) in &written.currencies {
        let key = units.of(key);
        for word in words {
            set(word, &|sense| sense.currency = Some(key));
        }
    }
    for (month, words) in written.dates.months.iter().enumerate() {
        let month = u8::try_from(month + 1).ok();
        for word in words {
            set(word, &|sense| sense.month = month);
        }
    }
    for (day, words) in written.dates.weekdays.iter().enumerate() {
        let day = u8::try_from(day + 1).ok();
        for word in words {
            set(word, &|sense| sense.weekday = day);
        }
    }
    let mut hedges = BTreeMap::new();
    for (phrases, hedge) in [
        (&written.hedges.at_least, Hedge::AtLeast),
        (&written.hedges.at_most, Hedge::AtMost),
        (&written.hedges.about, Hedge::About),
        (&written.hedges.alleged, Hedge::Alleged),
        (&written.hedges.doubted, Hedge::Doubted),
    ] {
        for phrase in phrases {
            keep(&mut hedges, phrase, hedge);
        }
    }
    let mut goals = BTreeMap::new();
    for phrase in &written.hedges.goals {
        keep(&mut goals, phrase, ());
    }
    let mut parts_behind = BTreeMap::new();
    for (phrase, value) in &written.numbers.parts_behind {
        keep(&mut parts_behind, phrase, *value);
    }
    let mut of_each = BTreeMap::new();
    for phrase in &written.numbers.of_each {
        keep(&mut of_each, phrase, ());
    }
    let pairs = |pairs: &[[String; 2]]| {
        pairs.iter().map(|[opens, joins]| (folded(opens), folded(joins))).collect()
    };
    let mut percent = BTreeMap::new();
    for phrase in &written.numbers.percent {
        keep(&mut percent, phrase, ());
    }
    let script = match written.script.as_str() {
        "cyrillic" => Script::Cyrillic,
        "arabic" => Script::Arabic,
        _ => Script::Latin,
    };
    let stopwords = written.stopwords.iter().map(|word| folded(word)).collect();
    let mut pack = Pack {
        code: files.code,
        name: written.name,
        script,
        decimal: written.numbers.decimal,
        marks_tell: written.marks_tell,
        compounds: written.numbers.compounds.as_ref().map(|and| {
            let words = written.numbers.cardinals.iter().chain(&written.numbers.magnitudes);
            let words = words.filter(|(word, _)| !written.numbers.plurals.contains(word));
            (folded(and), compound::parts(words.map(|(word, value)| (folded(word), *value))))
        }),
        ordinal_point: written.numbers.ordinal_point,
        nouns_are_capitalised: written.names.nouns_are_capitalised,
        adjective_endings: written.names.adjective_endings.clone(),
        marked_months: written
            .dates
            .months
            .iter()
            .flatten()
            .filter(|word| written.marks_tell && folded(word) != **word)
            .map(|word| folded(word))
            .collect(),
        group: written.numbers.group,
        stemmer: Stemmer::create(files.stemmer),
        senses,
        prefixes,
        suffixes,
        hedges,
        goals,
        parts_behind,
        of_each,
        ranges: pairs(&written.numbers.ranges),
        changes: pairs(&written.numbers.changes),
        people_endings: written.names.people_endings.iter().map(|it| folded(it)).collect(),
        conditional: written.hedges.conditional.iter().map(|it| folded(it)).collect(),
        not_conditional: written.hedges.not_conditional.iter().map(|it| folded(it)).collect(),
        percent,
        signs: Signs::read(files.contraries).map_err(|why| format!("{}: {why}", files.code))?,
        places: BTreeMap::new(),
        place_prefixes: Vec::new(),
        place_stems: HashMap::new(),
        stopwords,
        same_source: written
            .citing
            .same
            .iter()
            .map(|words| phrase_words(words).join(" "))
            .collect(),
        earlier_source: written
            .citing
            .earlier
            .iter()
            .map(|words| phrase_words(words).join(" "))
            .collect(),
        note_words: written
            .citing
            .note
            .iter()
            .map(|words| phrase_words(words).join(" "))
            .collect(),
    };
    places_of(&mut pack, files.places, places, &written.names.cases);
    Ok(pack)
}

/// The other cases of a word, by what its end becomes.
fn declined(word: &str, cases: &BTreeMap<String, Vec<String>>) -> Vec<String> {
    let vowel = word.ends_with(['а', 'я', 'о', 'ё', 'е', 'и', 'ы', 'у', 'ю', 'э', 'й', 'ь']);
    cases
        .iter()
        .filter(|(end, _)| !end.is_empty() || !vowel)
        .filter_map(|(end, others)| Some((end, word.strip_suffix(end.as_str())?, others)))
        .max_by_key(|(end, ..)| end.len())
        .map(|(_, start, others)| others.iter().map(|it| format!("{start}{it}")).collect())
        .unwrap_or_default()
}

/// A place's name in its other cases: of one or two words, each in each case.
fn cases_of(name: &str, cases: &BTreeMap<String, Vec<String>>) -> Vec<String> {
    if cases.is_empty() || name.contains(['(', '-', '.', '\'', ',']) {
        return Vec::new();
    }
    let with_own = |word: &str| {
        let mut forms = declined(word, cases);
        forms.push(word.to_owned());
        forms
    };
    let words: Vec<&str> = name.split(' ').collect();
    match words.as_slice() {
        // An acronym has one form.
        [word] if word.chars().skip(1).any(char::is_lowercase) => declined(word, cases),
        [first, last] => with_own(first)
            .iter()
            .flat_map(|first| {
                with_own(last).into_iter().map(move |last| format!("{first} {last}"))
            })
            .filter(|form| form != name)
            .collect(),
        _ => Vec::new(),
    }
}

fn places_of(
    pack: &mut Pack,
    listed: &str,
    places: &mut Keys,
    cases: &BTreeMap<String, Vec<String>>,
) {
    let mut reader = csv::Reader::from_reader(listed.as_bytes());
    for record in reader.records().flatten() {
        let (Some(key), Some(name)) = (record.get(0), record.get(1)) else { continue };
        let key = places.of(key);
        if let Some(prefix) = name.strip_suffix('*')
            && !prefix.contains(' ')
        {
            pack.place_prefixes.push((folded(prefix), key));
            continue;
        }
        let single = !name.contains([' ', '-', '.', '\'']);
        if single && name.chars().count() > 4 && name.chars().any(char::is_lowercase) {
            let stem = folded(&pack.stemmer.stem(&name.to_lowercase()));
            if stem.chars().count() > 3 {
                pack.place_stems.insert(stem, key);
            }
        }
        keep(&mut pack.places, name, key);
        if name.chars().next().is_some_and(char::is_uppercase) {
            for form in cases_of(name, cases) {
                keep(&mut pack.places, &form, key);
            }
        }
    }
    for phrases in pack.places.values_mut() {
        phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.rest.len()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_is_read() {
        let codes: Vec<&str> = Packs::embedded().all().iter().map(|pack| pack.code).collect();
        assert_eq!(codes, ["en", "fr", "ru", "ar", "es", "de", "pt"]);
        for files in &FILES {
            if let Err(why) = pack(files, &mut Keys::default(), &mut Keys::default()) {
                panic!("{why}");
            }
        }
    }
}
