//! Votes changed on the same text.

use std::collections::{BTreeMap, BTreeSet};

use griot_stats::{
    agreement::Ballot,
    recurring::{self, Direction, Occurrence},
};

use super::{Assembly, Held, Years};

/// A vote changed on the same text, with both roll calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChangedVote<'a> {
    /// The earlier roll call.
    pub from: &'a Held,
    /// What the member cast in it; none where it cast nothing.
    pub from_ballot: Option<Ballot>,
    /// The later roll call.
    pub to: &'a Held,
    /// What the member cast in it.
    pub to_ballot: Option<Ballot>,
    /// What the other member cast in the later one.
    pub other: Option<Ballot>,
    /// Toward or away from the other member.
    pub direction: Direction,
    /// Number of the text.
    pub text: usize,
}

/// A member's changed votes, in order of the later roll call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedVotes<'a> {
    /// The changes.
    pub changes: Vec<ChangedVote<'a>>,
    /// Pairs of neighbouring sessions on the same text that were compared.
    pub compared: usize,
    /// The year of the later roll call of each of these pairs, and its text.
    pub later: Vec<(i16, usize)>,
    /// Roll calls with a title, without which no text can be told.
    pub titled: usize,
}

/// The votes that `member` changed on recurring texts, seen from where `other` stands.
pub fn changed_votes(assembly: &Assembly, member: usize, other: usize) -> ChangedVotes<'_> {
    let titled: Vec<(&Held, usize)> = assembly
        .roll_calls
        .iter()
        .zip(assembly.texts())
        .filter_map(|(held, text)| Some((held, (*text)?)))
        .collect();
    let occurrences: Vec<Occurrence> = (0..)
        .zip(&titled)
        .map(|(order, &(held, text))| Occurrence {
            text,
            session: held.session,
            order,
            voter: assembly.ballot(held, member),
            other: assembly.ballot(held, other),
        })
        .collect();
    let (flips, compared) = recurring::flips(&occurrences);
    let at = |index: usize| Some((titled.get(index)?.0, occurrences.get(index)?));
    let changes = flips.iter().filter_map(|flip| {
        let ((from, earlier), (to, later)) = (at(flip.from)?, at(flip.to)?);
        Some(ChangedVote {
            from,
            from_ballot: earlier.voter,
            to,
            to_ballot: later.voter,
            other: later.other,
            direction: flip.direction,
            text: later.text,
        })
    });
    let mut sessions: BTreeMap<(usize, i32), i16> = BTreeMap::new();
    for (held, text) in &titled {
        sessions.entry((*text, held.session)).or_insert(held.date.year());
    }
    // Of each text all sessions but its first are the later ones of a pair.
    let mut seen = BTreeSet::new();
    let again = sessions.iter().filter(|((text, _), _)| !seen.insert(*text));
    let later = again.map(|((text, _), year)| (*year, *text)).collect();
    ChangedVotes { changes: changes.collect(), compared, later, titled: titled.len() }
}

/// How many recurring titles were put to the vote again in some years, and on how many of them a
/// member's vote was another one than the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Readings {
    /// Titles put to the vote again.
    pub titles: usize,
    /// Of these, titles with a change.
    pub changed: usize,
    /// Changes toward the other member.
    pub toward: usize,
    /// Changes away from it.
    pub away: usize,
    /// Changes that leave it as near as before.
    pub level: usize,
    /// Changes into or out of absence.
    pub absence: usize,
}

impl ChangedVotes<'_> {
    /// The changes in the years given: the one selection that sentences count and tables show.
    pub fn within(&self, years: Option<Years>) -> impl Iterator<Item = &ChangedVote<'_>> {
        let inside = move |change: &&ChangedVote<'_>| is_within(change.to.date.year(), years);
        self.changes.iter().filter(inside)
    }

    /// The counts for and against a swing, in the years given.
    pub fn readings(&self, years: Option<Years>) -> Readings {
        let inside = |year: i16| is_within(year, years);
        let shown = || self.within(years);
        let count = |direction| shown().filter(|change| change.direction == direction).count();
        let titles: BTreeSet<usize> = self
            .later
            .iter()
            .filter(|(year, _)| inside(*year))
            .map(|(_, text)| *text)
            .collect();
        let changed: BTreeSet<usize> = shown().map(|change| change.text).collect();
        Readings {
            titles: titles.len(),
            changed: changed.len(),
            toward: count(Direction::Toward),
            away: count(Direction::Away),
            level: count(Direction::Level),
            absence: count(Direction::Absence),
        }
    }

    /// Both readings, for and against a swing, in a sentence.
    pub fn sentence(&self, other: &str, years: Option<Years>) -> String {
        let Readings { titles, changed, toward, away, level, absence } = self.readings(years);
        let when = years.map_or_else(String::new, |years| format!(" in {years}"));
        let votes = toward + away + level + absence;
        let mut parts =
            vec![format!("{toward} toward {other}"), format!("{away} away from it")];
        if level > 0 {
            parts.push(format!("{level} no nearer or farther, or {other} did not vote"));
        }
        if absence > 0 {
            parts.push(format!("{absence} into or out of absence"));
        }
        format!(
            "of {titles} recurring titles put to the vote again{when}, the vote on {changed} changed, {votes} times in all: {}",
            parts.join(", ")
        )
    }
}

fn is_within(year: i16, years: Option<Years>) -> bool {
    years.is_none_or(|years| (years.first..=years.last).contains(&year))
}

/// Number of the text of each roll call, by its place; those without a title stand alone.
pub(super) fn items(assembly: &Assembly) -> Vec<usize> {
    let mut items: Vec<usize> = (0..assembly.roll_calls.len()).collect();
    let mut first: BTreeMap<usize, usize> = BTreeMap::new();
    // A text voted on twice in one session (a part of it, an amendment) is tied only once.
    let mut taken: BTreeSet<(usize, i32)> = BTreeSet::new();
    for (place, (held, text)) in assembly.roll_calls.iter().zip(assembly.texts()).enumerate() {
        let Some(text) = *text else { continue };
        let first = *first.entry(text).or_insert(place);
        if taken.insert((text, held.session))
            && let Some(item) = items.get_mut(place)
        {
            *item = first;
        }
    }
    items
}
