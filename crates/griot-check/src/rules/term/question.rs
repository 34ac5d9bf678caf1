//! What is asked of the terms of an office, and what every answer needs to know.

use griot_model::{Claim, DateReading, Modality, Office, TermEdge};
use griot_text::names::{Match, Person};

use crate::{
    rule::{Facts, Judgement, is_bound},
    terms::Term,
};

pub(super) struct Question<'a> {
    pub(super) claim: &'a Claim,
    pub(super) facts: &'a Facts<'a>,
    pub(super) role: &'a str,
    pub(super) edge: TermEdge,
    pub(super) office: Office,
    pub(super) person: &'a str,
    /// Who held the office before or behind, where the words say it.
    pub(super) beside: Option<&'a str>,
    /// Whose office it is: only inside a country may somebody else have held it.
    pub(super) country: Option<&'a str>,
    pub(super) loose: bool,
}

impl Question<'_> {
    pub(super) fn may_contradict(&self) -> bool {
        is_bound(self.claim)
            || (self.claim.assumed.is_none()
                && self.claim.attribution.is_none()
                && self.claim.modality == Modality::Asserted)
    }

    /// Whether it may be said that another person held the office.
    pub(super) fn may_name_another(&self) -> bool {
        self.may_contradict()
            && self.country.is_some()
            && self.person.split_whitespace().count() > 1
    }

    pub(super) fn covers(&self, term: &Term<'_>, reading: &DateReading) -> bool {
        match term.row.table() {
            // A term is looked at for its own days; whoever holds the office since is another row.
            "intervals" | "terms" => true,
            table => self.facts.covers(table, term.country, reading.range),
        }
    }
}

/// How the name of a claim fits a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Named {
    /// Somebody else.
    Not,
    /// A surname alone, or a spelling that differs by a letter.
    Perhaps,
    /// Given and family name agree.
    Same,
}

/// Whether a name shares no word with any spelling: "Samuel Matekane" and "Sam Matekane" may be one.
pub(super) fn is_somebody_else(name: &Person, names: &[Person]) -> bool {
    names.iter().all(|it| {
        name.compared(it) == Match::Different
            && !name.skeletons().any(|word| it.skeletons().any(|other| word == other))
    })
}

pub(super) fn overlap(one: &Term<'_>, other: &Term<'_>) -> bool {
    let from = |term: &Term<'_>| term.starts.iter().min().map(|day| day.first_day());
    let to = |term: &Term<'_>| term.ends.iter().max().map(|day| day.last_day());
    let before = |one: &Term<'_>, other: &Term<'_>| {
        to(one).is_some_and(|end| from(other).is_some_and(|start| end < start))
    };
    !before(one, other) && !before(other, one)
}

pub(super) fn how_named(wanted: &Person, surname: bool, names: &[Person]) -> Named {
    let best = names.iter().map(|name| wanted.compared(name)).max();
    match best {
        Some(Match::Same) => Named::Same,
        Some(Match::Possible) if surname || names.iter().all(Person::is_one_word) => {
            Named::Perhaps
        }
        _ if names.iter().any(|name| wanted.sounds_like(name)) => Named::Perhaps,
        _ => Named::Not,
    }
}

/// Whether terms are all of one person, as far as their names tell.
pub(super) fn are_one(terms: &[&Term<'_>]) -> bool {
    let Some(first) = terms.first() else { return false };
    terms.iter().all(|term| {
        term.names.iter().any(|name| {
            first.names.iter().any(|other| name.compared(other) != Match::Different)
        })
    })
}

pub(super) fn meets(term: &Term<'_>, reading: &DateReading) -> bool {
    let from = term.starts.iter().min();
    let to = term.ends.iter().max();
    from.is_none_or(|from| from.first_day() <= reading.range.last)
        && to.is_none_or(|to| to.last_day() >= reading.range.first)
}

pub(super) fn unknown(says: &str, person: &str, role: &str) -> Judgement {
    Judgement::unverified(
        says,
        format!("no term of {person} as {role} is in this evidence"),
        "a row in the case's intervals.csv with the first and last day of the term would settle it",
    )
}

pub(super) fn span_of(term: &Term<'_>) -> String {
    match (term.starts.first(), term.ends.first()) {
        (Some(from), Some(to)) => format!("from {from} to {to}"),
        (Some(from), None) => format!("since {from}"),
        (None, Some(to)) => format!("until {to}"),
        (None, None) => "without dates".to_owned(),
    }
}
