//! The words by which a language speaks of what is measured: `lang/*/measures.toml`.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::OnceLock,
};

use griot_model::Comparator;
use rust_stemmers::{Algorithm, Stemmer};
use serde::Deserialize;

use crate::words::{self, Token, TokenKind};

/// The files, as a linguist writes them.
const FILES: [&str; 2] = [
    include_str!("../../../../lang/en/measures.toml"),
    include_str!("../../../../lang/fr/measures.toml"),
];

/// What a phrase does in a sentence about a measure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Role {
    Negation,
    Modal,
    Attribution,
    Always,
    Never,
    None,
    Together,
    Steadily,
    Running,
    Compare(Comparator),
    Bound(Comparator),
    ShareWord,
    CountWord,
    Nearly,
    Rise,
    Went,
    Fall,
    Factor(f64),
    Highest,
    Lowest,
    Ordinal(u16),
    Than,
    Any,
    Ever,
    Higher,
    Lower,
    World,
    WorldsWhole,
    Group(usize),
    Number(f64),
    Magnitude(f64),
    Fraction(f64),
    Majority,
    Percent,
    Points,
    OutOf,
    OnePer,
    Times,
    Twice(f64),
    Unit(usize),
    Money(usize),
    Rate(f64),
    Since,
    Before,
    Until,
    After,
    At,
    Between,
    From,
    To,
    Last,
    Over,
    Early,
    Mid,
    Late,
    Year,
    Decade,
    TwentyFirst,
    Now,
    LastYear,
    Recent,
    Present,
    Narrower,
    Ago,
    Era,
    Light,
    Stop,
    Restricts,
}

#[derive(Deserialize)]
struct File {
    stemmer: String,
    decimal: char,
    stop: Vec<String>,
    light: Vec<String>,
    restricts: Vec<String>,
    negation: Vec<String>,
    modal: Vec<String>,
    attribution: Vec<String>,
    always: Vec<String>,
    never: Vec<String>,
    none: Vec<String>,
    together: Vec<String>,
    steadily: Vec<String>,
    running: Vec<String>,
    shares: Vec<String>,
    counts: Vec<String>,
    compare: Compare,
    change: Change,
    rank: Rank,
    world: World,
    groups: BTreeMap<String, Vec<String>>,
    number: Number,
    units: BTreeMap<String, UnitWords>,
    money: BTreeMap<String, Vec<String>>,
    rates: BTreeMap<String, Vec<String>>,
    time: Time,
    concepts: BTreeMap<String, Vec<String>>,
    implied: Implied,
}

#[derive(Deserialize)]
struct Compare {
    bound_more: Vec<String>,
    bound_less: Vec<String>,
    more: Vec<String>,
    least: Vec<String>,
    less: Vec<String>,
    most: Vec<String>,
    about: Vec<String>,
    nearly: Vec<String>,
    exactly: Vec<String>,
}

#[derive(Deserialize)]
struct Change {
    went: Vec<String>,
    from: Vec<String>,
    to: Vec<String>,
    by: Vec<String>,
    rise: Vec<String>,
    fall: Vec<String>,
    times: BTreeMap<String, f64>,
}

#[derive(Deserialize)]
struct Rank {
    highest: Vec<String>,
    lowest: Vec<String>,
    ordinals: BTreeMap<String, u16>,
    more: Vec<String>,
    less: Vec<String>,
    than: Vec<String>,
    any: Vec<String>,
    ever: Vec<String>,
}

#[derive(Deserialize)]
struct World {
    names: Vec<String>,
    whole: Vec<String>,
}

#[derive(Deserialize)]
struct Number {
    words: BTreeMap<String, f64>,
    magnitudes: BTreeMap<String, f64>,
    fractions: BTreeMap<String, f64>,
    majority: Vec<String>,
    percent: Vec<String>,
    points: Vec<String>,
    out_of: Vec<String>,
    one_per: Vec<String>,
    times: Vec<String>,
    once_twice: BTreeMap<String, f64>,
}

#[derive(Deserialize)]
struct UnitWords {
    base: String,
    factor: f64,
    words: Vec<String>,
}

#[derive(Deserialize)]
struct Time {
    since: Vec<String>,
    before: Vec<String>,
    until: Vec<String>,
    after: Vec<String>,
    by: Vec<String>,
    between: Vec<String>,
    from: Vec<String>,
    to: Vec<String>,
    last: Vec<String>,
    over: Vec<String>,
    early: Vec<String>,
    mid: Vec<String>,
    late: Vec<String>,
    year: Vec<String>,
    decade: Vec<String>,
    twenty_first: Vec<String>,
    now: Vec<String>,
    last_year: Vec<String>,
    recent: Vec<String>,
    present: Vec<String>,
    narrower: Vec<String>,
    ago: Vec<String>,
    eras: Vec<String>,
}

#[derive(Deserialize)]
struct Implied {
    words: Vec<String>,
}

/// The words of a phrase, and what they mean.
type Phrase<T> = (Vec<String>, Vec<T>);

/// What a phrase may do, all of it, and of how many words it is.
#[derive(Debug, Clone, Default)]
struct Phrases {
    /// First word, to the phrases that begin with it, longest first.
    by_first: HashMap<String, Vec<Phrase<Role>>>,
}

/// A language, ready to read.
pub(super) struct Pack {
    pub(super) decimal: char,
    stemmer: Stemmer,
    phrases: Phrases,
    /// First stem, to phrases of stems and the concepts that they name, longest first.
    concepts: HashMap<String, Vec<Phrase<String>>>,
    stop: BTreeSet<String>,
    /// Words before the number that a change begins with, ends with, or amounts to.
    pub(super) from_to_by: [Vec<String>; 3],
    /// Names and members of groups of countries are in [`super::groups`].
    pub(super) groups: Vec<String>,
    /// Base and factor of each unit.
    pub(super) units: Vec<(String, f64)>,
    pub(super) money: Vec<String>,
    implied: BTreeSet<String>,
}

/// English and French.
pub(super) fn packs() -> &'static [Pack] {
    static PACKS: OnceLock<Vec<Pack>> = OnceLock::new();
    PACKS.get_or_init(|| FILES.iter().filter_map(|text| Pack::of(text).ok()).collect())
}

/// The language of a text, by its commonest words; English where nothing tells.
pub(super) fn of_text(words: &[Token<'_>]) -> Option<&'static Pack> {
    let count = |pack: &Pack| {
        words
            .iter()
            .filter(|it| {
                it.kind == TokenKind::Word && pack.stop.contains(&it.text.to_lowercase())
            })
            .count()
    };
    let mut best: Option<(&Pack, usize)> = None;
    for pack in packs() {
        let hits = count(pack);
        if best.is_none_or(|(_, most)| hits > most) {
            best = Some((pack, hits));
        }
    }
    best.map(|(pack, _)| pack)
}

impl Pack {
    fn of(text: &str) -> Result<Self, toml::de::Error> {
        let file: File = toml::from_str(text)?;
        let algorithm =
            if file.stemmer == "french" { Algorithm::French } else { Algorithm::English };
        let stemmer = Stemmer::create(algorithm);
        let mut pack = Self {
            decimal: file.decimal,
            stemmer,
            phrases: Phrases::default(),
            concepts: HashMap::new(),
            stop: file.stop.iter().cloned().collect(),
            from_to_by: [&file.change.from, &file.change.to, &file.change.by]
                .map(|words| words.iter().filter_map(|word| cut(word).pop()).collect()),
            groups: file.groups.keys().cloned().collect(),
            units: file.units.values().map(|it| (it.base.clone(), it.factor)).collect(),
            money: file.money.keys().cloned().collect(),
            implied: file.implied.words.iter().cloned().collect(),
        };
        pack.fill(&file);
        Ok(pack)
    }

    #[expect(clippy::too_many_lines, reason = "it is a list: a line for each list of the file")]
    fn fill(&mut self, file: &File) {
        use Comparator::{About, AtLeast, AtMost, Equal, LessThan, MoreThan};
        let simple: [(&[String], Role); 52] = [
            (&file.negation, Role::Negation),
            (&file.modal, Role::Modal),
            (&file.attribution, Role::Attribution),
            (&file.always, Role::Always),
            (&file.never, Role::Never),
            (&file.none, Role::None),
            (&file.together, Role::Together),
            (&file.steadily, Role::Steadily),
            (&file.running, Role::Running),
            (&file.compare.more, Role::Compare(MoreThan)),
            (&file.compare.least, Role::Compare(AtLeast)),
            (&file.compare.less, Role::Compare(LessThan)),
            (&file.compare.most, Role::Compare(AtMost)),
            (&file.compare.about, Role::Compare(About)),
            (&file.compare.nearly, Role::Nearly),
            (&file.compare.exactly, Role::Compare(Equal)),
            (&file.change.rise, Role::Rise),
            (&file.change.fall, Role::Fall),
            (&file.rank.highest, Role::Highest),
            (&file.rank.lowest, Role::Lowest),
            (&file.rank.more, Role::Higher),
            (&file.rank.less, Role::Lower),
            (&file.rank.than, Role::Than),
            (&file.rank.any, Role::Any),
            (&file.rank.ever, Role::Ever),
            (&file.world.names, Role::World),
            (&file.world.whole, Role::WorldsWhole),
            (&file.number.majority, Role::Majority),
            (&file.number.percent, Role::Percent),
            (&file.number.points, Role::Points),
            (&file.number.out_of, Role::OutOf),
            (&file.number.one_per, Role::OnePer),
            (&file.number.times, Role::Times),
            (&file.time.since, Role::Since),
            (&file.time.before, Role::Before),
            (&file.time.until, Role::Until),
            (&file.time.after, Role::After),
            (&file.time.by, Role::At),
            (&file.time.between, Role::Between),
            (&file.time.from, Role::From),
            (&file.time.to, Role::To),
            (&file.time.last, Role::Last),
            (&file.time.over, Role::Over),
            (&file.time.early, Role::Early),
            (&file.time.mid, Role::Mid),
            (&file.time.late, Role::Late),
            (&file.time.year, Role::Year),
            (&file.time.decade, Role::Decade),
            (&file.time.twenty_first, Role::TwentyFirst),
            (&file.time.now, Role::Now),
            (&file.time.last_year, Role::LastYear),
            (&file.time.recent, Role::Recent),
        ];
        for (words, role) in simple {
            self.add(words, role);
        }
        let more: [(&[String], Role); 12] = [
            (&file.time.present, Role::Present),
            (&file.time.narrower, Role::Narrower),
            (&file.time.ago, Role::Ago),
            (&file.time.eras, Role::Era),
            (&file.compare.bound_more, Role::Bound(MoreThan)),
            (&file.compare.bound_less, Role::Bound(LessThan)),
            (&file.shares, Role::ShareWord),
            (&file.counts, Role::CountWord),
            (&file.change.went, Role::Went),
            (&file.light, Role::Light),
            (&file.stop, Role::Stop),
            (&file.restricts, Role::Restricts),
        ];
        for (words, role) in more {
            self.add(words, role);
        }
        let one = |word: &String| std::slice::from_ref(word).to_vec();
        for (word, times) in &file.change.times {
            self.add(&one(word), Role::Factor(*times));
        }
        for (word, place) in &file.rank.ordinals {
            self.add(&one(word), Role::Ordinal(*place));
        }
        for (word, value) in &file.number.words {
            self.add(&one(word), Role::Number(*value));
        }
        for (word, value) in &file.number.magnitudes {
            self.add(&one(word), Role::Magnitude(*value));
        }
        for (word, value) in &file.number.fractions {
            self.add(&one(word), Role::Fraction(*value));
        }
        for (word, value) in &file.number.once_twice {
            self.add(&one(word), Role::Twice(*value));
        }
        for (at, words) in file.groups.values().enumerate() {
            self.add(words, Role::Group(at));
        }
        for (at, unit) in file.units.values().enumerate() {
            self.add(&unit.words, Role::Unit(at));
        }
        for (at, words) in file.money.values().enumerate() {
            self.add(words, Role::Money(at));
        }
        for (divided, words) in &file.rates {
            self.add(words, Role::Rate(divided.parse().unwrap_or(1.0)));
        }
        for (names, phrases) in &file.concepts {
            let names: Vec<String> = names.split(' ').map(str::to_owned).collect();
            for phrase in phrases {
                let stems: Vec<String> =
                    cut(phrase).iter().map(|word| self.stem(word)).collect();
                if let Some(first) = stems.first() {
                    self.concepts
                        .entry(first.clone())
                        .or_default()
                        .push((stems, names.clone()));
                }
            }
        }
        // Longest first: the order of equal lengths is that of the file, and a hash has none.
        #[expect(clippy::iter_over_hash_type, reason = "each entry is sorted by itself")]
        for phrases in self.concepts.values_mut() {
            phrases.sort_by(|one, other| other.0.len().cmp(&one.0.len()).then(one.cmp(other)));
        }
        #[expect(clippy::iter_over_hash_type, reason = "each entry is sorted by itself")]
        for phrases in self.phrases.by_first.values_mut() {
            phrases.sort_by(|one, other| {
                other.0.len().cmp(&one.0.len()).then(one.0.cmp(&other.0))
            });
        }
    }

    fn add(&mut self, phrases: &[String], role: Role) {
        for phrase in phrases {
            let words = cut(phrase);
            let Some(first) = words.first() else { continue };
            let known = self.phrases.by_first.entry(first.clone()).or_default();
            match known.iter_mut().find(|(it, _)| *it == words) {
                Some((_, roles)) => roles.push(role),
                None => known.push((words, vec![role])),
            }
        }
    }

    /// Every phrase that starts at a word, longest first, with what it may do.
    pub(super) fn phrases_at<'p>(
        &'p self,
        words: &'p [String],
        at: usize,
    ) -> impl Iterator<Item = (usize, &'p [Role])> {
        let known = words.get(at).and_then(|first| self.phrases.by_first.get(first));
        known.into_iter().flatten().filter_map(move |(phrase, roles)| {
            let here = words.get(at..at + phrase.len())?;
            (here == phrase.as_slice()).then_some((phrase.len(), roles.as_slice()))
        })
    }

    /// How many words from here on are a phrase with this role, the longest.
    pub(super) fn is(&self, words: &[String], at: usize, wanted: Role) -> Option<usize> {
        self.phrases_at(words, at)
            .find(|(_, roles)| roles.contains(&wanted))
            .map(|(length, _)| length)
    }

    /// The first role of a phrase here that `wanted` picks, the longest phrase first.
    pub(super) fn pick<T>(
        &self,
        words: &[String],
        at: usize,
        wanted: impl Fn(Role) -> Option<T>,
    ) -> Option<(T, usize)> {
        self.phrases_at(words, at).find_map(|(length, roles)| {
            Some((roles.iter().copied().find_map(&wanted)?, length))
        })
    }

    /// The concepts that start at a stem, and of how many words they are.
    pub(super) fn concepts_at(
        &self,
        stems: &[String],
        at: usize,
    ) -> Option<(&[String], usize)> {
        let known = self.concepts.get(stems.get(at)?)?;
        known.iter().find_map(|(phrase, names)| {
            let here = stems.get(at..at + phrase.len())?;
            (here == phrase.as_slice()).then_some((names.as_slice(), phrase.len()))
        })
    }

    /// A word without its endings.
    pub(super) fn stem(&self, word: &str) -> String {
        self.stemmer.stem(word).into_owned()
    }

    /// Whether a title may add this concept and still be meant by a sentence without it.
    pub(super) fn implies(&self, concept: &str) -> bool {
        self.implied.contains(concept)
    }
}

/// A phrase as the lower-case words that [`words::tokens`] cuts it into.
fn cut(phrase: &str) -> Vec<String> {
    words::tokens(phrase).iter().flat_map(|token| plain(token.text)).collect()
}

/// A token as it is compared: lower case, plain apostrophes, an elided article and a possessive ending cut off.
pub(super) fn plain(text: &str) -> Vec<String> {
    let word = text.to_lowercase().replace(['’', 'ʼ'], "'");
    if let Some(word) = word.strip_suffix("'s") {
        return vec![word.to_owned()];
    }
    for elided in ["l", "d", "qu", "s", "n", "c", "j", "jusqu"] {
        if let Some(rest) = word.strip_prefix(elided).and_then(|it| it.strip_prefix('\''))
            && !rest.is_empty()
        {
            return vec![elided.to_owned(), rest.to_owned()];
        }
    }
    vec![word]
}
