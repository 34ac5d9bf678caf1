//! A sentence under the reader: what a frame asks of a match, whichever frame it is. What each says stands in files of their own.

use griot_model::{ClaimKind, Proposition};

use super::{
    matcher::{Line, Match},
    place::{self, Placed},
    things::{Held, Person, Thing, any_at},
    units::span_of,
};
use crate::{
    claims::{Context, Found, Scene, When},
    dates::Boundary,
};

/// A sentence under the reader.
pub(super) struct Reader<'a> {
    pub(super) scene: &'a Scene<'a>,
    pub(super) context: &'a Context,
    pub(super) line: &'a Line<'a>,
    /// The body whose list of sanctions the sentences before speak of.
    pub(super) lists: Option<&'a str>,
    /// Whether the document speaks of sanctions.
    pub(super) sanctions: bool,
}

/// Words before a verb in which a plan makes it no fact, and behind it.
const PLANNED_BEFORE: usize = 7;
const PLANNED_BEHIND: usize = 5;
/// Words of a remark over which it is looked for.
const PLANNED_REMARK: usize = 9;

pub(super) const AT: &[Boundary] = &[Boundary::At];
/// A date at or since which something is so.
pub(super) const AT_OR_SINCE: &[Boundary] = &[Boundary::At, Boundary::Since];

impl Reader<'_> {
    /// Whether a match tells of something as a fact: not negated, not wished, planned or asked, not quoted.
    pub(super) fn is_told(&self, hit: &Match) -> bool {
        let pack = self.line.pack;
        let span = span_of(self.line.units, hit.first, hit.end);
        if self.scene.is_quoted(span) {
            return false;
        }
        let unreal = (1..=3).any(|length| {
            hit.head.checked_sub(length).is_some_and(|at| {
                any_at(self.line.units, at, pack.class("unreal")) == Some(hit.head)
            })
        });
        // "rejected reports that he had resigned", "denied any part in the coup".
        let denied = (0..hit.head)
            .any(|at| any_at(self.line.units, at, pack.class("denials")).is_some());
        // "If it had been created in 2009, ...": the whole clause is supposed.
        let (opens, _) = place::clause(self.line, hit);
        let supposed = (opens..hit.head.min(opens + 3))
            .any(|at| any_at(self.line.units, at, pack.class("suppositions")).is_some());
        !unreal && !denied && !supposed && !self.is_planned(hit, opens)
    }

    /// "is seeking re-election in June", "elections are due in April": what is intended, expected or prepared has not happened. The
    /// words stand before the verb in its clause, or right behind it before any mark.
    fn is_planned(&self, hit: &Match, opens: usize) -> bool {
        let (units, plans) = (self.line.units, self.line.pack.class("plans"));
        let from = opens.max(hit.head.saturating_sub(PLANNED_BEFORE));
        let before = (from..hit.head).rev().take_while(|at| !units[*at].is(","));
        // Over a remark between commas: "elections, with a restored Senate, are due".
        let mut behind: Vec<usize> = Vec::new();
        let mut at = hit.head;
        while behind.len() < hit.end - hit.head + PLANNED_BEHIND && at < units.len() {
            match units[at].text.as_str() {
                ";" | ":" | "(" => break,
                "," => {
                    let close = (at + 1..units.len().min(at + PLANNED_REMARK))
                        .find(|close| units[*close].is(","));
                    match close {
                        Some(close) => at = close,
                        None => break,
                    }
                }
                _ => behind.push(at),
            }
            at += 1;
        }
        before.chain(behind).any(|at| any_at(units, at, plans).is_some())
    }

    pub(super) fn is_negated(&self, hit: &Match) -> bool {
        let from = hit.head.saturating_sub(3);
        (from..hit.head_end.min(self.line.units.len()))
            .any(|at| any_at(self.line.units, at, self.line.pack.class("negations")).is_some())
    }

    pub(super) fn person(&self, hit: &Match, role: &str) -> Option<&Person> {
        let chunk = self.line.chunks.get(*hit.slots.get(role)?)?;
        match &chunk.what {
            // "Thaksin, visiting in New York, loses power": what stands behind a preposition of place does nothing.
            Thing::Person(person)
                if role == "person"
                    && person.led.is_empty()
                    && chunk.end <= hit.head
                    && place::is_place(self.line, chunk.first) =>
            {
                None
            }
            Thing::Person(person) => Some(person),
            _ => None,
        }
    }

    pub(super) fn office(&self, hit: &Match) -> Option<&Held> {
        match &self.line.chunks.get(*hit.slots.get("office")?)?.what {
            Thing::Office(held) => Some(held),
            _ => None,
        }
    }

    pub(super) fn country_slot(&self, hit: &Match) -> Option<&str> {
        match &self.line.chunks.get(*hit.slots.get("country")?)?.what {
            Thing::Country { iso, .. } => Some(iso),
            _ => None,
        }
    }

    pub(super) fn when_slot(&self, hit: &Match, role: &str) -> Option<&When> {
        match self.line.chunks.get(*hit.slots.get(role)?)?.what {
            Thing::Date(index) => self.scene.dates.get(index),
            _ => None,
        }
    }

    pub(super) fn date(&self, hit: &Match, wanted: &[Boundary]) -> Option<&When> {
        self.when_slot(hit, "when")
            .filter(|when| {
                !when.readings.is_empty() && !when.is_century && wanted.contains(&when.boundary)
            })
            .or_else(|| place::date(self.scene, self.line, hit, wanted))
    }

    pub(super) fn found(
        &self,
        hit: &Match,
        when: Option<&When>,
        kind: ClaimKind,
        proposition: Proposition,
    ) -> Found {
        let mut span = span_of(self.line.units, hit.first, hit.end);
        if let Some(when) = when.filter(|when| when.of_entry.is_none()) {
            let joined = span.join(when.span);
            if self.scene.tokens_between(span, when.span) <= 14 {
                span = joined;
            }
        }
        let unsure = when.is_some_and(|when| when.of_entry == Some(false));
        Found::new(span, kind, proposition)
            .anchored(when.and_then(|when| when.anchor))
            .assuming(unsure.then(|| "the day is that of the entry".to_owned()))
            .assuming(
                self.guesses(hit).then(|| {
                    "the pronoun may stand for another of the persons before".to_owned()
                }),
            )
    }

    /// Whether somebody in a slot is only the likelier of several whom a pronoun may mean.
    fn guesses(&self, hit: &Match) -> bool {
        hit.slots
            .values()
            .filter_map(|index| self.line.chunks.get(*index))
            .any(|chunk| matches!(&chunk.what, Thing::Person(person) if person.guessed))
    }

    pub(super) fn near(
        &self,
        hit: &Match,
        frame: &str,
        list: &str,
        before: usize,
        behind: usize,
    ) -> bool {
        let list = self.line.pack.list(frame, list);
        let from = hit.head.saturating_sub(before);
        let to = (hit.head_end + behind).min(self.line.units.len());
        (from..to).any(|at| any_at(self.line.units, at, list).is_some_and(|end| end <= to))
    }

    pub(super) fn in_clause(&self, hit: &Match, frame: &str, list: &str) -> bool {
        let (first, end) = place::clause(self.line, hit);
        let list = self.line.pack.list(frame, list);
        (first..end).any(|at| any_at(self.line.units, at, list).is_some())
    }

    /// The country of a person's office: said with the office or the name, else where the clause is set, else that of the
    /// leaders of this name where there is one alone.
    pub(super) fn country_of(
        &self,
        hit: &Match,
        person: &Person,
        held: Option<&Held>,
    ) -> Option<Placed> {
        let said = held
            .and_then(|held| held.country.clone())
            .or_else(|| self.country_slot(hit).map(str::to_owned))
            .or_else(|| person.office.as_ref().and_then(|held| held.country.clone()));
        if let Some(country) = said {
            return Some(Placed { country, assumed: None });
        }
        let placed = place::country(self.scene, self.line, hit, self.context);
        match (placed, person.led.as_slice()) {
            // A name in full that is known as the leader of the very country that the text is about: nothing is assumed.
            (Some(placed), [only])
                if *only == placed.country && person.name.contains(char::is_whitespace) =>
            {
                Some(Placed { country: placed.country, assumed: None })
            }
            (Some(placed), led)
                if placed.assumed.is_none()
                    || led.is_empty()
                    || led.contains(&placed.country) =>
            {
                Some(placed)
            }
            (_, [only]) => Some(Placed { country: only.clone(), assumed: None }),
            // Known as the leader of other countries than the one that is assumed: of whichever. A name in full is looked for
            // everywhere, before the country of the sentence before is taken for that of the person.
            (Some(placed), led)
                if placed.assumed.is_some()
                    && (!led.is_empty() || person.name.contains(char::is_whitespace)) =>
            {
                None
            }
            (placed, _) => placed,
        }
    }
}
