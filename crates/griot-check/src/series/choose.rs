//! Which series is a sentence about?
//!
//! Every word of the topic has to be in the title, the unit or the definition of the series, and at least one in the title;
//! every word of the title that restricts has to be in the sentence. Nothing weaker chooses. Where one word is missing, the
//! series is shown as the nearest, and decides nothing.

use std::collections::BTreeSet;

use griot_model::measure::{Called, Measure, Says, Topic};
use griot_text::measures::restricts;

use super::known::{Kept, Kind, Known};

/// A series, or two that are added: wind and solar.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Candidate {
    /// Places in [`Known::kept`].
    pub(super) parts: Vec<usize>,
}

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Choice {
    /// Series that the sentence is about.
    pub(super) candidates: Vec<Candidate>,
    /// The nearest series where there is none, and the words that it does not have.
    pub(super) near: Option<(usize, Vec<String>)>,
}

/// A word that may stand for those who are counted, and is then no word of the topic.
const EVERYBODY: &str = "population";

/// The series that a sentence is about.
pub(super) fn candidates(measure: &Measure, known: &Known<'_>) -> Choice {
    let mut said: BTreeSet<&str> =
        measure.topic.iter().flat_map(|topic| &topic.keys).map(String::as_str).collect();
    if matches!(measure.says, Says::PartOf(_)) {
        said.extend(["global", "world"]);
    }
    let mut places: BTreeSet<usize> = BTreeSet::new();
    for key in &said {
        places.extend(known.by_key.get(*key).into_iter().flatten().copied());
    }
    let mut choice = Choice::default();
    let mut nearest: Option<(usize, Vec<String>, usize)> = None;
    let mut pieces: Vec<usize> = Vec::new();
    for at in places {
        let Some(one) = known.kept.get(at) else { continue };
        if one.kind == Kind::Flag || !is_of_its_kind(measure, one) {
            continue;
        }
        let whole = one.essential.iter().all(|key| said.contains(key.as_str()));
        if !whole {
            continue;
        }
        let missing = uncovered(&measure.topic, &[one]);
        match missing.as_slice() {
            [] => {
                choice.candidates.push(Candidate { parts: vec![at] });
            }
            words => {
                pieces.push(at);
                let strength = one.essential.len();
                if words.len() <= 2
                    && nearest.as_ref().is_none_or(|(_, known, most)| {
                        (words.len(), std::cmp::Reverse(strength))
                            < (known.len(), std::cmp::Reverse(*most))
                    })
                {
                    nearest = Some((at, missing, strength));
                }
            }
        }
    }
    choice.candidates.extend(pairs(measure, known, &pieces));
    if choice.candidates.is_empty() {
        choice.near = nearest.map(|(at, words, _)| (at, words));
    }
    choice
}

/// A rate or a share is not a number of things, and a number of things no rate.
fn is_of_its_kind(measure: &Measure, one: &Kept<'_>) -> bool {
    if matches!(measure.says, Says::PartOf(_)) {
        return true;
    }
    let is_share =
        matches!(one.kind, Kind::Percent | Kind::Per(_) | Kind::Score) || one.is_rate;
    match measure.called {
        Some(Called::Share) => is_share,
        Some(Called::Count) => !matches!(one.kind, Kind::Percent | Kind::Per(_)),
        None => true,
    }
}

/// Words of the topic that none of these series has.
fn uncovered(topic: &[Topic], series: &[&Kept<'_>]) -> Vec<String> {
    let in_title =
        |key: &String| series.iter().any(|it| it.title.contains(key) || it.unit.contains(key));
    let defined = |key: &String| series.iter().any(|it| it.definition.contains(key));
    let mut missing = Vec::new();
    let (mut strong, mut weak) = (0, 0);
    for word in topic {
        if word.keys.iter().all(in_title) {
            strong += 1;
        } else if word.keys.len() == 1
            && word.keys.iter().all(|key| key == EVERYBODY)
            && topic.len() > 1
        {
            // "36 % of the population": of everybody.
        } else if !restricts(&word.written)
            && word.keys.iter().all(|key| in_title(key) || defined(key))
        {
            weak += 1;
        } else {
            missing.push(word.written.clone());
        }
    }
    if missing.is_empty() && (strong == 0 || weak > strong) {
        missing.extend(
            topic
                .iter()
                .filter(|it| !it.keys.iter().all(in_title))
                .map(|it| it.written.clone()),
        );
    }
    missing
}

/// Two series of one unit whose titles differ in one word, both of which the sentence has: "wind and solar".
fn pairs(measure: &Measure, known: &Known<'_>, pieces: &[usize]) -> Vec<Candidate> {
    let mut found = Vec::new();
    if pieces.len() > 40 {
        return found;
    }
    for (at, first) in pieces.iter().enumerate() {
        for second in pieces.iter().skip(at + 1) {
            let (Some(one), Some(other)) = (known.kept.get(*first), known.kept.get(*second))
            else {
                continue;
            };
            let differs = one.essential.symmetric_difference(&other.essential).count();
            let fits = one.series.unit == other.series.unit
                && (one.additive || one.kind == Kind::Percent)
                && one.essential.len() == other.essential.len()
                && differs == 2
                && uncovered(&measure.topic, &[one, other]).is_empty();
            if fits {
                found.push(Candidate { parts: vec![*first, *second] });
            }
        }
    }
    found
}
