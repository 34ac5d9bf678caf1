//! Which votes did a voter change on the same text?
//!
//! An assembly puts many texts to the vote every year under the same title. A voter that votes
//! otherwise than the last time has changed its mind, or its government; the agenda has not. So
//! changed votes on recurring texts say what a change of agreement over a whole year cannot.

use std::collections::{BTreeMap, BTreeSet};

use crate::agreement::Ballot;

/// Numbers texts by title: equal numbers mean the same text put to the vote again.
///
/// Titles are the same text where their words are equal after folding, with what follows
/// `: resolution` cut off; or where both have at least eight words, share four of five, and never
/// were put to the vote in one session, as when a title gains "temporarily occupied". Titles that
/// stand side by side in one session are different texts however alike.
pub fn texts<'a>(titles: impl IntoIterator<Item = (&'a str, i32)>) -> Vec<usize> {
    let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
    let mut sessions: Vec<BTreeSet<i32>> = Vec::new();
    let given: Vec<usize> = titles
        .into_iter()
        .map(|(title, session)| {
            let next = numbers.len();
            let number = *numbers.entry(key(title)).or_insert(next);
            if number == sessions.len() {
                sessions.push(BTreeSet::new());
            }
            sessions[number].insert(session);
            number
        })
        .collect();
    let words = Words::of(&numbers);
    let numbers: Vec<usize> = numbers.into_values().collect();
    let mut merged: Vec<usize> = (0..sessions.len()).collect();
    for left in 0..numbers.len() {
        for right in words.like(left) {
            let (keep, drop) = (merged[numbers[left]], merged[numbers[right]]);
            if keep != drop && sessions[keep].is_disjoint(&sessions[drop]) {
                let moved = std::mem::take(&mut sessions[drop]);
                sessions[keep].extend(moved);
                for number in &mut merged {
                    if *number == drop {
                        *number = keep;
                    }
                }
            }
        }
    }
    given.into_iter().map(|number| merged[number]).collect()
}

/// A title folded to what identifies the text: lower-case words of letters and digits, up to the
/// cataloguer's `: resolution / adopted by ...`.
pub fn key(title: &str) -> String {
    let lower = title.to_lowercase();
    let end = [": resolution", ": draft resolution", ": decision", "[...]"]
        .iter()
        .filter_map(|mark| lower.find(mark))
        .min()
        .unwrap_or(lower.len());
    let words = lower.get(..end).unwrap_or(&lower);
    let mut key = String::with_capacity(end);
    for word in words.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        if !key.is_empty() {
            key.push(' ');
        }
        key.push_str(word);
    }
    key
}

/// The distinct words of each key as numbers, rare words first, so that keys with much in common are
/// found without comparing all with all: two sets that share four words of five share one of the
/// rarest fifth of either (prefix filtering; Chaudhuri, Ganti and Kaushik 2006).
struct Words {
    /// Ascending, so by rarity.
    of_key: Vec<Vec<usize>>,
    /// Keys, ascending, that have the word among their rarest.
    keys_with: Vec<Vec<usize>>,
}

impl Words {
    fn of(keys: &BTreeMap<String, usize>) -> Self {
        let distinct: Vec<BTreeSet<&str>> =
            keys.keys().map(|key| key.split(' ').collect()).collect();
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for word in distinct.iter().flatten() {
            *counts.entry(word).or_default() += 1;
        }
        let mut by_rarity: Vec<(usize, &str)> =
            counts.into_iter().map(|(word, count)| (count, word)).collect();
        by_rarity.sort_unstable();
        let numbers: BTreeMap<&str, usize> =
            by_rarity.iter().map(|(_, word)| *word).zip(0..).collect();
        let number = |words: &BTreeSet<&str>| {
            let mut of_key: Vec<usize> =
                words.iter().filter_map(|word| numbers.get(word).copied()).collect();
            of_key.sort_unstable();
            of_key
        };
        let of_key: Vec<Vec<usize>> = distinct.iter().map(number).collect();
        let mut keys_with = vec![Vec::new(); by_rarity.len()];
        for (key, words) in of_key.iter().enumerate() {
            for &word in rarest(words) {
                keys_with[word].push(key);
            }
        }
        Self { of_key, keys_with }
    }

    /// The later keys that are [`alike`], ascending.
    fn like(&self, key: usize) -> Vec<usize> {
        let own = &self.of_key[key];
        let mut found: Vec<usize> = rarest(own)
            .iter()
            .flat_map(|&word| {
                let keys = &self.keys_with[word];
                keys[keys.partition_point(|other| *other <= key)..].iter().copied()
            })
            .collect();
        found.sort_unstable();
        found.dedup();
        found.retain(|&other| alike(own, &self.of_key[other]));
        found
    }
}

/// As many of the rarest words as a set of words cannot lose all of and still be alike.
fn rarest(words: &[usize]) -> &[usize] {
    let most_lost = words.len() - (4 * words.len()).div_ceil(5);
    &words[..(most_lost + 1).min(words.len())]
}

/// Whether both have at least eight words and share four in five of all.
fn alike(left: &[usize], right: &[usize]) -> bool {
    let (fewer, more) = (left.len().min(right.len()), left.len().max(right.len()));
    if fewer < 8 || 5 * fewer < 4 * more {
        return false;
    }
    let (mut shared, mut at) = (0, 0);
    for word in left {
        while right.get(at).is_some_and(|other| other < word) {
            at += 1;
        }
        shared += usize::from(right.get(at) == Some(word));
    }
    5 * shared >= 4 * (left.len() + right.len() - shared)
}

/// A roll call on a text, as one voter and perhaps a second one saw it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occurrence {
    /// Number of the text.
    pub text: usize,
    /// Session; of several roll calls on a text in one session the last counts.
    pub session: i32,
    /// Order of time within and across sessions.
    pub order: i64,
    /// What the voter cast; none where absent.
    pub voter: Option<Ballot>,
    /// What the other cast with whom it is compared.
    pub other: Option<Ballot>,
}

/// What a changed vote did to the distance from the other voter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// Closer to where the other stands now.
    Toward,
    /// Farther from where the other stands now.
    Away,
    /// Neither: as far on the other side, or the other cast nothing the second time.
    Level,
    /// The voter was absent the first time or the second; no position was changed.
    Absence,
}

impl Direction {
    /// The word of it in tables.
    pub fn word(self) -> &'static str {
        match self {
            Self::Toward => "toward",
            Self::Away => "away",
            Self::Level => "level",
            Self::Absence => "absence",
        }
    }
}

/// A vote changed on the same text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flip {
    /// Index of the earlier roll call among the occurrences.
    pub from: usize,
    /// Index of the later one.
    pub to: usize,
    /// Toward or away from the other voter.
    pub direction: Direction,
}

/// The changed votes among a text's neighbouring sessions, ordered by the later roll call; and how
/// many neighbouring pairs were compared, so that few changes can be told from few comparisons.
pub fn flips(occurrences: &[Occurrence]) -> (Vec<Flip>, usize) {
    let mut by_text: BTreeMap<(usize, i32), usize> = BTreeMap::new();
    for (at, here) in occurrences.iter().enumerate() {
        let last = by_text.entry((here.text, here.session)).or_insert(at);
        if (here.order, at) >= (occurrences[*last].order, *last) {
            *last = at;
        }
    }
    let in_order: Vec<(usize, usize)> =
        by_text.into_iter().map(|((text, _), at)| (text, at)).collect();
    let mut flips = Vec::new();
    let mut compared = 0;
    for pair in in_order.windows(2) {
        let [(text, from), (next_text, to)] = [pair[0], pair[1]];
        let (earlier, later) = (occurrences[from], occurrences[to]);
        if text != next_text || (earlier.voter.is_none() && later.voter.is_none()) {
            continue;
        }
        compared += 1;
        if earlier.voter != later.voter {
            let direction = direction(earlier.voter, later.voter, later.other);
            flips.push(Flip { from, to, direction });
        }
    }
    flips.sort_by_key(|flip| (occurrences[flip.to].order, flip.to));
    (flips, compared)
}

fn direction(from: Option<Ballot>, to: Option<Ballot>, other: Option<Ballot>) -> Direction {
    let (Some(from), Some(to)) = (from, to) else { return Direction::Absence };
    let Some(other) = other else { return Direction::Level };
    match to.distance(other).cmp(&from.distance(other)) {
        std::cmp::Ordering::Less => Direction::Toward,
        std::cmp::Ordering::Greater => Direction::Away,
        std::cmp::Ordering::Equal => Direction::Level,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Ballot::{Abstain, No, Yes};

    #[test]
    fn titles_are_the_same_text_up_to_the_catalogue_and_small_additions() {
        let numbers = texts([
            ("The Syrian Golan : resolution / adopted by the General Assembly", 74),
            ("The occupied Syrian Golan : resolution / adopted by the General Assembly", 74),
            ("The Syrian Golan", 75),
            (
                "Situation of human rights in the Autonomous Republic of Crimea and the city of X",
                75,
            ),
            (
                "Situation of human rights in the temporarily occupied Autonomous Republic of \
                 Crimea and the city of X : resolution / ado[...]",
                76,
            ),
        ]);
        assert_eq!(numbers[0], numbers[2]);
        assert_ne!(numbers[0], numbers[1]);
        assert_eq!(numbers[3], numbers[4]);
        assert_eq!(texts([]), Vec::<usize>::new());
    }

    #[test]
    fn titles_of_one_session_are_different_texts_however_alike() {
        let colonial = "Implementation of the Declaration on the Granting of Independence to \
                        Colonial Countries and Peoples";
        let by_agencies = format!("{colonial} by specialized agencies");
        let numbers = texts([(colonial, 75), (&by_agencies, 75), (colonial, 76)]);
        assert_ne!(numbers[0], numbers[1]);
        assert_eq!(numbers[0], numbers[2]);
    }

    fn on(
        text: usize,
        session: i32,
        voter: Option<Ballot>,
        other: Option<Ballot>,
    ) -> Occurrence {
        Occurrence { text, session, order: i64::from(session), voter, other }
    }

    #[test]
    fn changes_are_told_by_where_the_other_stands_now() {
        let occurrences = [
            on(1, 75, Some(Abstain), Some(No)),
            on(1, 76, Some(No), Some(No)),
            on(2, 75, Some(Abstain), Some(No)),
            on(2, 77, Some(Yes), Some(No)),
            on(3, 75, None, Some(No)),
            on(3, 76, Some(No), Some(No)),
            on(4, 75, Some(Yes), Some(Yes)),
            on(4, 76, Some(Yes), Some(No)),
            on(5, 76, Some(Yes), Some(Yes)),
            on(6, 75, Some(Yes), Some(Abstain)),
            on(6, 76, Some(No), Some(Abstain)),
        ];
        let (flips, compared) = flips(&occurrences);
        let found: Vec<_> = flips.iter().map(|f| (f.from, f.to, f.direction)).collect();
        let expected = [
            (0, 1, Direction::Toward),
            (4, 5, Direction::Absence),
            (9, 10, Direction::Level),
            (2, 3, Direction::Away),
        ];
        assert_eq!(found, expected);
        assert_eq!(compared, 5);
    }

    #[test]
    fn the_last_roll_call_of_a_session_counts() {
        let mut first = on(1, 75, Some(Yes), None);
        first.order = 100;
        let mut amended = on(1, 75, Some(No), None);
        amended.order = 101;
        let mut later = on(1, 76, Some(No), None);
        later.order = 200;
        assert_eq!(flips(&[amended, first, later]), (Vec::new(), 1));
    }
}
