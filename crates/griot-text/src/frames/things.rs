//! The things that slots of a pattern take: persons with their titles, offices, countries, dates, numbers, missions; and how words
//! are found in a sentence.

use griot_model::{Office, Span};

use super::{
    pack::Kind,
    units::{Unit, Words},
};

/// Something found, over the units `first..end`.
#[derive(Debug, Clone)]
pub(crate) struct Chunk {
    pub(crate) first: usize,
    pub(crate) end: usize,
    pub(crate) what: Thing,
}

#[derive(Debug, Clone)]
pub(crate) enum Thing {
    Person(Person),
    /// An office without a name: "the president", "the Malian foreign minister".
    Office(Held),
    /// A country by name (`true`) or by its adjective.
    Country {
        iso: String,
        named: bool,
    },
    /// A city, by the country it lies in.
    Place(String),
    /// A government by the city it sits in, ISO 3166 alpha-3 of its country: "Moscow", "the Kremlin".
    Government(String),
    /// Index into the scene's dates.
    Date(usize),
    /// Index into the scene's figures.
    Number(usize),
    /// A body that lists: `US`, `EU`, `UN`, `UK`.
    Authority(String),
    /// A peacekeeping mission.
    Mission(Meant),
    /// An organisation, by the acronym of the table of memberships.
    Organisation(String),
    /// A treaty, by the short name of the table of treaties.
    Treaty(String),
    /// "the 103rd", "the third".
    Ordinal(u16),
    /// Several capitalised words that are no person's.
    Name,
}

/// Which mission some words mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Meant {
    /// By its acronym in the table of missions.
    pub(crate) acronym: Option<String>,
    /// By the country it is in, ISO 3166 alpha-3: "the UN mission in Mali".
    pub(crate) country: Option<String>,
    /// Whether a pronoun stands for it.
    pub(crate) by_pronoun: bool,
}

impl Meant {
    pub(super) fn named(acronym: &str) -> Self {
        Self { acronym: Some(acronym.to_owned()), country: None, by_pronoun: false }
    }

    pub(super) fn set_in(country: &str) -> Self {
        Self { acronym: None, country: Some(country.to_owned()), by_pronoun: false }
    }
}

/// A person as the sentence names one.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    /// Without titles.
    pub(crate) name: String,
    /// Where the name alone stands.
    pub(crate) span: Span,
    /// The title or apposition beside it.
    pub(crate) office: Option<Held>,
    /// Countries that somebody of this name is known to have led.
    pub(crate) led: Vec<String>,
    /// Whether a pronoun, or a part of the name, stands for it here.
    pub(crate) in_short: bool,
    /// Whether it is the likelier of several that a pronoun may stand for.
    pub(crate) guessed: bool,
}

/// An office as named.
#[derive(Debug, Clone)]
pub(crate) struct Held {
    pub(crate) office: Office,
    /// As written.
    pub(crate) words: String,
    /// ISO 3166 alpha-3 of the country said with it.
    pub(crate) country: Option<String>,
    /// "former", "late": no longer held.
    pub(crate) former: bool,
    /// "of his football club": it goes on with a body that is no state.
    pub(crate) of_a_body: bool,
}

impl Chunk {
    /// Whether a slot of this kind takes it.
    pub(crate) fn fits(&self, kind: Kind) -> bool {
        matches!(
            (&self.what, kind),
            (Thing::Person(_), Kind::Person | Kind::Leader | Kind::Name)
                | (Thing::Office(_), Kind::Leader | Kind::Office)
                | (Thing::Country { .. }, Kind::Country | Kind::State)
                | (Thing::Government(_), Kind::State)
                | (Thing::Date(_), Kind::When)
                | (Thing::Number(_), Kind::Number)
                | (Thing::Authority(_), Kind::Authority)
                | (Thing::Mission(_), Kind::Mission)
                | (Thing::Organisation(_), Kind::Organisation)
                | (Thing::Treaty(_), Kind::Treaty)
                | (Thing::Ordinal(_), Kind::Ordinal)
                | (Thing::Name, Kind::Name)
        )
    }
}

/// Whether words stand at a place; the index behind them.
pub(crate) fn at(units: &[Unit], place: usize, words: &Words) -> Option<usize> {
    let mut next = place;
    for word in words {
        let unit = units.get(next)?;
        if !unit.is(word) {
            return None;
        }
        next += 1;
    }
    Some(next)
}

/// The longest sequence of a list that stands at a place; the index behind it.
pub(crate) fn any_at(units: &[Unit], place: usize, list: &[Words]) -> Option<usize> {
    list.iter().filter_map(|words| at(units, place, words)).max()
}

/// Whether a unit is one of the single words of a list.
pub(crate) fn is_in(unit: &Unit, list: &[Words]) -> bool {
    list.iter().any(|words| words.len() == 1 && words.first().is_some_and(|word| unit.is(word)))
}
