//! Matches made into what is said: one function a frame, the same for every language.

use griot_model::{ClaimKind, DateRange, DateReading, Office, Proposition, Span, TermEdge};

use super::{
    matcher::{Line, Match},
    place::{self, Placed},
    things::{Chunk, Held, Person, Thing, any_at, is_in},
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
        // "If it had been created in 2009, ...": the whole clause is supposed.
        let (opens, _) = place::clause(self.line, hit);
        let supposed = (opens..hit.head.min(opens + 3))
            .any(|at| any_at(self.line.units, at, pack.class("suppositions")).is_some());
        !unreal && !supposed && !self.is_planned(hit, opens)
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

pub(super) fn coup(reader: &Reader<'_>, hit: &Match) -> Option<Found> {
    if reader.is_negated(hit) || reader.near(hit, "coup", "not-meant", 2, 0) {
        return None;
    }
    let removed = hit.slots.get("removed").and_then(|index| reader.line.chunks.get(*index));
    let mut country = None;
    let mut ousted = None;
    if let Some(chunk) = removed {
        // "the deposed president": the word tells who somebody is, not what happened.
        let described = hit.first == hit.head
            && chunk.first <= hit.head_end
            && hit.head.checked_sub(1).and_then(|at| reader.line.units.get(at)).is_some_and(
                |unit| is_in(unit, reader.line.pack.class("the")) || unit.possessive,
            );
        if described {
            return None;
        }
        if reader.in_clause(hit, "coup", "by-law") {
            return None;
        }
        match &chunk.what {
            Thing::Person(person) => {
                let rules = person.office.as_ref().is_some_and(|held| rules(held.office));
                let full = person.name.split_whitespace().count() >= 2;
                if !rules && !full && person.led.is_empty() {
                    return None;
                }
                country = person.office.as_ref().and_then(|held| held.country.clone());
                ousted = Some(person.name.clone());
                if country.is_none() {
                    country =
                        match place::country(reader.scene, reader.line, hit, reader.context) {
                            Some(placed)
                                if person.led.is_empty()
                                    || place::is_said(reader.line, hit, &placed.country)
                                    || person.led.contains(&placed.country) =>
                            {
                                Some(placed.country)
                            }
                            _ => match person.led.as_slice() {
                                [only] => Some(only.clone()),
                                _ => None,
                            },
                        };
                    country.as_ref()?;
                }
            }
            Thing::Office(held) if rules(held.office) => country.clone_from(&held.country),
            _ => return None,
        }
    }
    let when = reader.date(hit, AT)?;
    let placed = match country {
        Some(country) => Placed { country, assumed: None },
        None => place::country(reader.scene, reader.line, hit, reader.context)?,
    };
    // "overthrown by his own prime minister, Anna Muster"
    let by = ousted.as_ref().and_then(|ousted| agent(reader, hit, ousted));
    let failed = reader.near(hit, "coup", "attempts", 2, 2);
    let dates = when.readings.clone();
    Some(
        reader
            .found(
                hit,
                Some(when),
                ClaimKind::Date,
                Proposition::Coup { country: placed.country, dates, ousted, by, failed },
            )
            .assuming(placed.assumed),
    )
}

/// Who is named behind "by" in the clause of a match.
fn agent(reader: &Reader<'_>, hit: &Match, ousted: &str) -> Option<String> {
    let (_, end) = place::clause(reader.line, hit);
    let agent = reader.line.pack.class("agent");
    let by = (hit.head_end..end).find(|at| any_at(reader.line.units, *at, agent).is_some())?;
    reader.line.chunks.iter().find_map(|chunk| match &chunk.what {
        Thing::Person(person)
            if by < chunk.first && chunk.first - by <= AGENT && person.name != ousted =>
        {
            Some(person.name.clone())
        }
        _ => None,
    })
}

/// Units between "by" and a name.
const AGENT: usize = 9;

fn rules(office: Office) -> bool {
    matches!(office, Office::Ruler | Office::HeadOfState | Office::HeadOfGovernment)
}

fn term(
    reader: &Reader<'_>,
    hit: &Match,
    office: Option<(Office, String)>,
    edge: TermEdge,
    when: &When,
) -> Option<Found> {
    let person = reader.person(hit, "person")?;
    let held = reader.office(hit);
    let placed = reader.country_of(hit, person, held);
    let (office, role) = held
        .map(|held| (held.office, held.words.clone()))
        .or(office)
        .or_else(|| hit.office.map(|office| (office, office.to_string())))
        .or_else(|| {
            // "gave way to his vice-president, Martín Vizcarra": who follows does not take the office named beside.
            let follows = hit.slots.contains_key("other");
            person
                .office
                .as_ref()
                .filter(|held| !held.former && (!follows || rules(held.office)))
                .map(|held| (held.office, held.words.clone()))
        })
        .unwrap_or((Office::Ruler, "ruler".to_owned()));
    let (country, assumed) =
        placed.map_or((None, None), |placed| (Some(placed.country), placed.assumed));
    if !reader.line.pack.is_office(&role, country.as_deref()) {
        return None;
    }
    // "His vice-president was sworn in the same day": whether as what he was or as what he became is not said.
    let deputy = office == Office::Other && held.is_none();
    let assumed =
        assumed.or_else(|| deputy.then(|| "which office is meant is not said".to_owned()));
    let (office, role) = if deputy { rule() } else { (office, role) };
    let proposition = Proposition::Term {
        person: person.name.clone(),
        country,
        office,
        role,
        edge,
        beside: reader.person(hit, "other").map(|other| other.name.clone()),
        dates: when.readings.clone(),
    };
    Some(reader.found(hit, Some(when), ClaimKind::Office, proposition).assuming(assumed))
}

pub(super) fn takes_office(reader: &Reader<'_>, hit: &Match) -> Option<Found> {
    takes(reader, hit, None).map(|found| of_another(reader, hit, found))
}

/// "X succeeded Y": the office is Y's, and not said.
fn of_another(reader: &Reader<'_>, hit: &Match, found: Found) -> Found {
    if hit.slots.contains_key("other") && reader.office(hit).is_none() {
        return found.assuming(Some("the office is not said".to_owned()));
    }
    found
}

/// Power is not an office: whoever is called president now may have come to power otherwise.
pub(super) fn takes_power(reader: &Reader<'_>, hit: &Match) -> Option<Found> {
    takes(reader, hit, Some(rule()))
}

fn rule() -> (Office, String) {
    (Office::Ruler, "ruler".to_owned())
}

fn takes(reader: &Reader<'_>, hit: &Match, office: Option<(Office, String)>) -> Option<Found> {
    if reader.is_negated(hit) {
        return None;
    }
    if let Some(since) = reader.when_slot(hit, "since") {
        return term(reader, hit, office, TermEdge::Start, since);
    }
    // "assured the interim from 18 November".
    let when = reader.date(hit, AT_OR_SINCE)?;
    term(reader, hit, office, TermEdge::Start, when)
}

pub(super) fn leaves_office(reader: &Reader<'_>, hit: &Match) -> Option<Found> {
    leaves(reader, hit, None).map(|found| of_another(reader, hit, found))
}

pub(super) fn leaves_power(reader: &Reader<'_>, hit: &Match) -> Option<Found> {
    leaves(reader, hit, Some(rule()))
}

/// "fled the country", "was assassinated": whoever ruled until then ruled no longer; it supports, and contradicts nothing.
pub(super) fn is_gone(reader: &Reader<'_>, hit: &Match) -> Option<Found> {
    let person = reader.person(hit, "person")?;
    let ruled = person.office.as_ref().is_some_and(|held| rules(held.office));
    if person.led.is_empty() && !ruled {
        return None;
    }
    let found = leaves(reader, hit, Some(rule()))?;
    Some(found.assuming(Some("that an office was held until then is not said".to_owned())))
}

fn leaves(reader: &Reader<'_>, hit: &Match, office: Option<(Office, String)>) -> Option<Found> {
    if reader.is_negated(hit) {
        return None;
    }
    let when = match reader.when_slot(hit, "until") {
        Some(when) => when,
        None => reader.date(hit, AT)?,
    };
    term(reader, hit, office, TermEdge::End, when)
}

pub(super) fn resigns(reader: &Reader<'_>, hit: &Match) -> Option<Found> {
    if reader.is_negated(hit) {
        return None;
    }
    let when = reader.date(hit, AT)?;
    term(reader, hit, None, TermEdge::Resigned, when)
}

pub(super) fn holds_office(reader: &Reader<'_>, hit: &Match) -> Option<Found> {
    holds(reader, hit, None)
}

pub(super) fn holds_power(reader: &Reader<'_>, hit: &Match) -> Option<Found> {
    holds(reader, hit, Some(rule()))
}

fn holds(reader: &Reader<'_>, hit: &Match, office: Option<(Office, String)>) -> Option<Found> {
    if reader.is_negated(hit) {
        return None;
    }
    let held = reader.office(hit);
    if held.is_some_and(|held| held.former) {
        return None;
    }
    let when = match reader.when_slot(hit, "span") {
        Some(when) => when,
        None => reader.date(hit, &[Boundary::At, Boundary::Since, Boundary::Until])?,
    };
    let edge = match when.boundary {
        Boundary::Since => TermEdge::Start,
        Boundary::Until => TermEdge::End,
        _ if when.is_range => TermEdge::Whole,
        _ => TermEdge::During,
    };
    term(reader, hit, office, edge, when)
}

pub(super) fn election_held(reader: &Reader<'_>, hit: &Match) -> Option<Found> {
    if reader.is_negated(hit) {
        return None;
    }
    let pack = reader.line.pack;
    let words = (hit.first.saturating_sub(3)..(hit.end + 2).min(reader.line.units.len()))
        .collect::<Vec<_>>();
    let says = |class: &str| {
        words.iter().any(|at| any_at(reader.line.units, *at, pack.class(class)).is_some())
    };
    if says("local") {
        return None;
    }
    let executive = match (says("presidential"), says("legislative")) {
        (true, false) => Some(true),
        (false, true) => Some(false),
        _ => None,
    };
    let when = reader.date(hit, AT)?;
    let placed = place::country(reader.scene, reader.line, hit, reader.context)?;
    let proposition = Proposition::Election {
        country: placed.country,
        dates: when.readings.clone(),
        executive,
    };
    Some(reader.found(hit, Some(when), ClaimKind::Date, proposition).assuming(placed.assumed))
}

pub(super) fn deaths(reader: &Reader<'_>, hit: &Match) -> Option<Found> {
    let Thing::Number(index) = reader.line.chunks.get(*hit.slots.get("count")?)?.what else {
        return None;
    };
    let figure = reader.scene.figures.get(index)?;
    let placed = place::country(reader.scene, reader.line, hit, reader.context)?;
    // "1,407 deaths in 2022 and 7,837 in 2023": the second number has a date of its own, right behind it.
    let when = if hit.slots.contains_key("first") {
        Some(reader.right_behind(hit.slots.get("count").copied()?)?)
    } else {
        reader.date(hit, AT)
    };
    let span = span_of(reader.line.units, hit.first, hit.end);
    let pack = reader.line.pack;
    let civilians = (hit.first..hit.end)
        .any(|at| is_in(&reader.line.units[at], pack.list("deaths", "civilians")));
    // "Mali killed 25 people": the country is who killed, not where.
    let killer = reader.line.chunks.iter().any(|chunk| {
        let placed = place::is_place(reader.line, chunk.first);
        matches!(chunk.what, Thing::Country { named: true, .. })
            && chunk.end == hit.head
            && hit.first == hit.head
            && !placed
    });
    let narrowed_by = if killer {
        Some("those whom a state killed".to_owned())
    } else {
        let again = hit.slots.contains_key("first");
        narrowed(reader, when, span, &placed.country, again)
    };
    let dates = when.map(|when| bounded(&when.readings, reader.context)).unwrap_or_default();
    let proposition = Proposition::Deaths {
        country: placed.country,
        dates,
        count: figure.quantity.clone(),
        civilians,
        narrowed_by,
    };
    Some(reader.found(hit, when, ClaimKind::Count, proposition).assuming(placed.assumed))
}

/// A word of the sentence that may choose some of the dead, dates of the number before it aside where it is told `again`; none where every word counts all of them.
fn narrowed(
    reader: &Reader<'_>,
    when: Option<&When>,
    count: Span,
    country: &str,
    again: bool,
) -> Option<String> {
    let line = reader.line;
    let pack = line.pack;
    let covered = |at: usize| {
        line.chunks.iter().any(|chunk| {
            chunk.first <= at
                && at < chunk.end
                && match &chunk.what {
                    Thing::Country { iso, .. } => iso == country,
                    Thing::Number(_) => true,
                    Thing::Date(index) => {
                        let own = when.is_some_and(|when| {
                            reader
                                .scene
                                .dates
                                .get(*index)
                                .is_some_and(|it| it.span == when.span)
                        });
                        own || again || is_of_another_number(reader, chunk.first, count)
                    }
                    _ => false,
                }
        })
    };
    let mut violent = false;
    let counted = line.units.partition_point(|unit| unit.span.start < count.end);
    for (at, unit) in line.units.iter().enumerate() {
        violent |= any_at(line.units, at, pack.list("deaths", "violent")).is_some();
        // ", the worst year it has recorded": a remark on the number, behind it, chooses nobody.
        if unit.is(",")
            && at >= counted
            && any_at(line.units, at + 1, pack.list("deaths", "remarks")).is_some()
        {
            break;
        }
        let harmless =
            !unit.wordy && !unit.text.starts_with(|sign: char| sign.is_ascii_digit());
        if harmless
            || covered(at)
            || is_in(unit, pack.list("deaths", "whole"))
            || is_in(unit, pack.list("deaths", "small"))
        {
            continue;
        }
        return Some(reader.scene.words(unit.span).to_owned());
    }
    (!violent).then(|| "no word says that they were killed".to_owned())
}

/// "1,407 in 2022 and 7,837 in 2023": a date right behind a number that is not this count belongs to that number.
fn is_of_another_number(reader: &Reader<'_>, date: usize, count: Span) -> bool {
    reader.line.chunks.iter().any(|chunk| match chunk.what {
        Thing::Number(index) => {
            chunk.end <= date
                && date - chunk.end <= 1
                && reader.scene.figures.get(index).is_some_and(|it| !count.overlaps(it.span))
        }
        _ => false,
    })
}

/// Periods that reach past the day of publication end there.
fn bounded(readings: &[DateReading], context: &Context) -> Vec<DateReading> {
    readings
        .iter()
        .map(|reading| match context.dateline() {
            Some(day) if reading.range.contains(day) && reading.range.last > day => {
                DateReading {
                    range: DateRange::new(reading.range.first, day),
                    shown: reading.shown.clone(),
                    how: format!("{}, until the dateline", reading.how),
                }
            }
            _ => reading.clone(),
        })
        .collect()
}

pub(super) fn listed(reader: &Reader<'_>, hit: &Match) -> Option<Found> {
    let (authority, assumed) = whose_list(reader, hit)?;
    let chunk = reader.line.chunks.get(*hit.slots.get("name")?)?;
    let entity = match &chunk.what {
        Thing::Person(person) => person.name.clone(),
        _ => reader.scene.words(span_of(reader.line.units, chunk.first, chunk.end)).to_owned(),
    };
    let negated = reader.is_negated(hit);
    let when = reader.date(hit, &[Boundary::At, Boundary::Since, Boundary::By]);
    // "has been on it since 2006" dates the listing, "by 2006" does not.
    // Of the American lists only snapshots are known.
    let on_that_date = when.is_some_and(|when| match when.boundary {
        Boundary::At => true,
        Boundary::Since => authority.as_deref() != Some("US"),
        _ => false,
    });
    let dates = when.map(|when| when.readings.clone()).unwrap_or_default();
    let proposition =
        Proposition::Listed { entity, authority, dates, on_that_date, listed: !negated };
    Some(reader.found(hit, when, ClaimKind::Sanction, proposition).assuming(assumed))
}

/// The body that lists: the one that the pattern names, else the only one of the sentence where it speaks of sanctions, else the
/// one whose list the sentences before speak of.
fn whose_list(reader: &Reader<'_>, hit: &Match) -> Option<(Option<String>, Option<String>)> {
    if let Some(Chunk { what: Thing::Authority(body), .. }) = reader.slot(hit, "authority") {
        return Some((Some(body.clone()), None));
    }
    let here = reader.line.authorities();
    match (here.as_slice(), reader.lists) {
        ([only], _) => Some((Some((*only).clone()), None)),
        ([], Some(before)) => Some((
            Some(before.to_owned()),
            Some("whose list it is is taken from the sentences before".to_owned()),
        )),
        // In a text on sanctions, whoever "was listed" is on a list of some body.
        ([], None) if reader.sanctions => {
            Some((None, Some("the sentence does not say whose list it is".to_owned())))
        }
        _ => None,
    }
}

pub(super) fn independence(reader: &Reader<'_>, hit: &Match) -> Option<Found> {
    if reader.is_negated(hit) {
        return None;
    }
    let placed = match reader.country_slot(hit) {
        Some(country) => Placed { country: country.to_owned(), assumed: None },
        None => place::country(reader.scene, reader.line, hit, reader.context)
            .filter(|placed| placed.assumed.is_none())?,
    };
    // "French Sudan" is not Sudan.
    let first = hit.slots.get("country").and_then(|index| reader.line.chunks.get(*index));
    let of_another = first.is_some_and(|first| {
        reader.line.chunks.iter().any(|chunk| {
            chunk.end == first.first
                && matches!(chunk.what, Thing::Country { named: false, .. })
        })
    });
    if of_another {
        return None;
    }
    let when = match reader.when_slot(hit, "since") {
        Some(since) => since,
        None => reader.date(hit, &[Boundary::At])?,
    };
    let dates = when.readings.clone();
    let proposition = Proposition::Independence { country: placed.country, dates };
    Some(reader.found(hit, Some(when), ClaimKind::Date, proposition).assuming(placed.assumed))
}

/// Titles with a country before or behind a full name, outside the claims that are read already.
pub(super) fn titles(reader: &Reader<'_>, taken: &[Found]) -> Vec<Found> {
    let Some(day) = reader.context.dateline() else { return Vec::new() };
    let mut found: Vec<Found> = Vec::new();
    for chunk in reader.line.chunks {
        let Thing::Person(person) = &chunk.what else { continue };
        let Some(held) = person.office.as_ref() else { continue };
        // "leader" is said of parties and rebels too; who is called so need not rule.
        let former = reader.line.chunks.iter().any(|other| {
            let of_other = match &other.what {
                Thing::Person(it) => it.office.as_ref(),
                Thing::Office(it) => Some(it),
                _ => None,
            };
            of_other.is_some_and(|it| it.former)
                && other.first <= chunk.first
                && chunk.first < other.end
        });
        if former || held.former || held.office == Office::Ruler {
            continue;
        }
        let here = Match {
            first: chunk.first,
            end: chunk.end,
            head: chunk.first,
            head_end: chunk.end,
            ..Match::default()
        };
        let placed = || {
            place::country(reader.scene, reader.line, &here, reader.context)
                .filter(|it| it.assumed.is_none())
        };
        let Some(country) = held.country.clone().or_else(|| placed().map(|it| it.country))
        else {
            continue;
        };
        let span = span_of(reader.line.units, chunk.first, chunk.end);
        let full = person.name.split_whitespace().count() >= 2 && !person.in_short;
        let told = taken.iter().chain(&found).any(|it| it.span.overlaps(span));
        if !full || told || held.office == Office::Other || reader.scene.is_quoted(span) {
            continue;
        }
        if !reader.line.pack.is_office(&held.words, Some(&country)) {
            continue;
        }
        let proposition = Proposition::Term {
            person: person.name.clone(),
            country: Some(country),
            office: held.office,
            role: held.words.clone(),
            edge: TermEdge::Titled,
            beside: None,
            dates: called_at(reader, &here, day),
        };
        found.push(Found::new(span, ClaimKind::Office, proposition));
    }
    found
}

/// When somebody is called by a title: at the date of the clause, else at some time until the day of the text.
fn called_at(reader: &Reader<'_>, here: &Match, day: jiff::civil::Date) -> Vec<DateReading> {
    if let Some(when) = place::date(reader.scene, reader.line, here, AT) {
        return bounded(&when.readings, reader.context);
    }
    vec![DateReading {
        range: DateRange::new(jiff::civil::Date::MIN, day),
        shown: day.to_string(),
        how: "some time until the day of the text".to_owned(),
    }]
}
