//! Which words have a contrary, and which say who did it to whom?
//!
//! `lang/<code>/contraries.toml` names the poles of each pair (rose, fell), the deeds of one to another
//! (accused, sold), what somebody is called (minister, general) and the small words that tell the parts
//! (by, from, to). All have the same names in every language, so that texts of two languages can be laid
//! side by side.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::phrase::{Phrase, keep};

/// What a word or phrase tells about a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Sign {
    /// One pole of a pair: the pair, and which of its poles.
    Pole(u8, u8),
    /// A deed, by its place in [`DEEDS`].
    Deed(u8),
    /// What somebody is: the list in [`OFFICES`], and which of it.
    Office(u8, u8),
    By,
    From,
    To,
    Passive,
    Not,
    /// Takes a denial back: not *only*, not *until*.
    Unless,
}

/// Pairs whose poles exclude one another.
const PAIRS: [&[&str]; 14] = [
    &["before", "after"],
    &["rose", "fell"],
    &["for", "against", "abstained"],
    &["more", "less"],
    &["confirmed", "denied"],
    &["opened", "closed"],
    &["won", "lost"],
    &["daily", "weekly", "monthly", "yearly"],
    &["north", "south", "east", "west"],
    &["convicted", "acquitted"],
    &["granted", "refused"],
    &["imposed", "lifted"],
    &["dead", "injured"],
    &["upheld", "overturned"],
];

/// The pair *before, after*: what stands on its two sides matters.
pub(crate) const TIME: u8 = 0;

/// The pair *rose, fell*.
pub(crate) const RISE: u8 = 1;

/// Pairs of words that nobody denies by themselves: without a flag, east of the port.
pub(crate) const PLAIN: [u8; 4] = [MORE, 7, 8, 12];

/// The pair *more, less*.
pub(crate) const MORE: u8 = 3;

/// The pair *convicted, acquitted*.
pub(crate) const VERDICT: u8 = 9;

/// The pair *confirmed, denied*.
pub(crate) const CONFIRMED: u8 = 4;

/// Deeds of one to another. Of the first two the doer of one is the receiver of the other.
const DEEDS: [&str; 13] = [
    "gave",
    "received",
    "accused",
    "beat",
    "attacked",
    "refused",
    "killed",
    "arrested",
    "invited",
    "appointed",
    "dismissed",
    "sued",
    "warned",
];

/// Lists of what somebody is called beside a name; two of one list exclude one another.
const OFFICES: [(&str, &[&str]); 4] = [
    (
        "post",
        &[
            "president",
            "prime_minister",
            "minister",
            "governor",
            "mayor",
            "ambassador",
            "spokesperson",
            "adviser",
            "prosecutor",
            "judge",
            "director",
            "secretary",
        ],
    ),
    ("rank", &["general", "colonel", "major", "captain", "lieutenant", "sergeant", "admiral"]),
    (
        "field",
        &[
            "finance",
            "foreign",
            "defence",
            "interior",
            "justice",
            "health",
            "education",
            "agriculture",
            "energy",
            "mines",
            "trade",
            "transport",
            "communication",
            "environment",
            "labour",
            "culture",
        ],
    ),
    ("under", &["deputy"]),
];

/// The list of posts, and three of it that an alert must know.
pub(crate) const POST: u8 = 0;
pub(crate) const PRESIDENT: u8 = 0;
pub(crate) const PRIME_MINISTER: u8 = 1;
pub(crate) const MINISTER: u8 = 2;

/// Ranks of armies.
pub(crate) const RANK: u8 = 1;

/// What a minister is for.
pub(crate) const FIELD: u8 = 2;

/// A deputy of an office.
pub(crate) const UNDER: u8 = 3;

pub(crate) const GAVE: u8 = 0;
pub(crate) const RECEIVED: u8 = 1;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default)]
    verbs_last: bool,
    poles: BTreeMap<String, Vec<String>>,
    deeds: BTreeMap<String, Vec<String>>,
    offices: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    roles: BTreeMap<String, Vec<String>>,
}

/// The signs of a language.
#[derive(Debug, Default)]
pub(crate) struct Signs {
    /// The verb may stand behind all that it tells of.
    pub(crate) verbs_last: bool,
    exact: BTreeMap<String, Vec<Phrase<Sign>>>,
    prefixes: Vec<(String, Sign)>,
}

impl Signs {
    /// Reads `contraries.toml`.
    pub(crate) fn read(text: &str) -> Result<Self, String> {
        let written: Written = toml::from_str(text).map_err(|error| error.to_string())?;
        let mut signs = Self { verbs_last: written.verbs_last, ..Self::default() };
        for (name, words) in &written.poles {
            let sign = pole(name).ok_or_else(|| format!("no pole is called {name}"))?;
            for word in words {
                signs.put(word, sign);
            }
        }
        for (name, words) in &written.deeds {
            let deed = DEEDS.iter().position(|known| known == name);
            let deed = deed.and_then(|at| u8::try_from(at).ok());
            let sign = Sign::Deed(deed.ok_or_else(|| format!("no deed is called {name}"))?);
            for word in words {
                signs.put(word, sign);
            }
        }
        for (list, offices) in &written.offices {
            for (name, words) in offices {
                let sign = office(list, name)
                    .ok_or_else(|| format!("no {list} of offices is called {name}"))?;
                for word in words {
                    signs.put(word, sign);
                }
            }
        }
        for (name, words) in &written.roles {
            let sign = match name.as_str() {
                "by" => Sign::By,
                "from" => Sign::From,
                "to" => Sign::To,
                "passive" => Sign::Passive,
                "not" => Sign::Not,
                "unless" => Sign::Unless,
                _ => return Err(format!("no role is called {name}")),
            };
            for word in words {
                signs.put(word, sign);
            }
        }
        Ok(signs)
    }

    fn put(&mut self, words: &str, sign: Sign) {
        match words.strip_suffix('*') {
            Some(prefix) if !prefix.contains([' ', '\'']) => {
                self.prefixes.push((crate::letters::folded(prefix), sign));
            }
            _ => keep(&mut self.exact, words, sign),
        }
    }

    /// What a folded word may begin.
    pub(crate) fn of(&self, folded: &str) -> Vec<Phrase<Sign>> {
        let mut found = self.exact.get(folded).cloned().unwrap_or_default();
        found.extend(
            self.prefixes
                .iter()
                .filter(|(prefix, _)| {
                    prefix.as_bytes().first() == folded.as_bytes().first()
                        && folded.starts_with(prefix.as_str())
                })
                .map(|(_, means)| Phrase {
                    rest: Vec::new(),
                    open_ended: true,
                    capitals: false,
                    proper: false,
                    marked: None,
                    means: *means,
                }),
        );
        found.sort_by_key(|phrase| std::cmp::Reverse(phrase.rest.len()));
        found
    }
}

fn office(list: &str, name: &str) -> Option<Sign> {
    let at = OFFICES.iter().position(|(known, _)| *known == list)?;
    let office = OFFICES.get(at)?.1.iter().position(|known| *known == name)?;
    Some(Sign::Office(u8::try_from(at).ok()?, u8::try_from(office).ok()?))
}

fn pole(name: &str) -> Option<Sign> {
    PAIRS.iter().enumerate().find_map(|(pair, poles)| {
        let pole = poles.iter().position(|known| *known == name)?;
        Some(Sign::Pole(u8::try_from(pair).ok()?, u8::try_from(pole).ok()?))
    })
}
