//! Votes changed on the same text.

use std::collections::{BTreeMap, BTreeSet};

use griot_stats::{
    agreement::Ballot,
    recurring::{self, Direction, Occurrence},
};

use super::{Assembly, Held};

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
}

/// A member's changed votes, in order of the later roll call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedVotes<'a> {
    /// The changes.
    pub changes: Vec<ChangedVote<'a>>,
    /// Pairs of neighbouring sessions on the same text that were compared.
    pub compared: usize,
    /// Roll calls with a title, without which no text can be told.
    pub titled: usize,
}

/// The votes that `member` changed on recurring texts, seen from where `other` stands.
pub fn changed_votes(assembly: &Assembly, member: usize, other: usize) -> ChangedVotes<'_> {
    let titled: Vec<(&Held, usize)> =
        assembly.roll_calls.iter().filter_map(|held| Some((held, held.text?))).collect();
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
        })
    });
    ChangedVotes { changes: changes.collect(), compared, titled: titled.len() }
}

/// Number of the text of each roll call, by its place; those without a title stand alone.
pub(super) fn items(assembly: &Assembly) -> Vec<usize> {
    let mut items: Vec<usize> = (0..assembly.roll_calls.len()).collect();
    let mut first: BTreeMap<usize, usize> = BTreeMap::new();
    // A text voted on twice in one session (a part of it, an amendment) is tied only once.
    let mut taken: BTreeSet<(usize, i32)> = BTreeSet::new();
    for (place, held) in assembly.roll_calls.iter().enumerate() {
        let Some(text) = held.text else { continue };
        let first = *first.entry(text).or_insert(place);
        if taken.insert((text, held.session))
            && let Some(item) = items.get_mut(place)
        {
            *item = first;
        }
    }
    items
}
