//! Who was elected, and what the clause says of the vote: the share, the round, the opponent.

use griot_model::{ClaimKind, Comparator, Office, Proposition, Quantity};

use super::{
    compose::{AT, Reader},
    fled::half_unit,
    matcher::Match,
    place,
    tallies::{self, Body},
    things::{Thing, any_at},
};
use crate::claims::{Figure, Found};

/// What of an election's identity is assumed where no word names the office.
const OFFICE_UNSAID: &str = "the office of president, which the sentence does not name";

/// What of a result is assumed where the sentence reports somebody's count.
const REPORTED: &str =
    "that the count is the final one, which the sentence reports of somebody";

/// Details of a victory.
#[derive(Debug, Default)]
struct Ballot {
    /// Percent of the vote.
    share: Option<Quantity>,
    /// 1 or 2.
    round: Option<i16>,
    /// As written.
    opponent: Option<String>,
    /// What is assumed of them.
    assumed: Option<String>,
}

/// Somebody elected, with what the clause says of the vote.
pub(super) fn elected(reader: &Reader<'_>, hit: &Match) -> Option<Found> {
    if reader.is_negated(hit) {
        return None;
    }
    // "elected by 45 votes to 14": votes of a parliament, which no table has.
    let counted = [Body::Assembly, Body::Council]
        .iter()
        .any(|body| !tallies::in_figures(reader.scene, *body).is_empty());
    if counted {
        return None;
    }
    let person = reader.person(hit, "person")?;
    let held = reader.office(hit);
    let ballot = ballot(reader, hit);
    let office = held.map(|held| held.office).or_else(|| {
        let (first, end) = place::clause(reader.line, hit);
        let presidential = (first..end).any(|at| {
            any_at(reader.line.units, at, reader.line.pack.class("presidential")).is_some()
        });
        presidential.then_some(Office::HeadOfState)
    });
    let when = reader.date(hit, AT);
    let placed = reader.country_of(hit, person, held)?;
    // Shares, rounds and opponents tell the election where its date or its office is not said.
    let told = ballot.share.is_some() || ballot.opponent.is_some();
    if office.is_none() && !(told || ballot.round.is_some()) || when.is_none() && !told {
        return None;
    }
    // Without an office, a vote for a parliament or a town may be meant.
    let another = ["legislative", "local"].iter().any(|class| {
        let list = reader.line.pack.class(class);
        (0..reader.line.units.len()).any(|at| any_at(reader.line.units, at, list).is_some())
    });
    if office.is_none() && another {
        return None;
    }
    let unsaid = office.is_none().then(|| OFFICE_UNSAID.to_owned());
    let proposition = Proposition::Elected {
        person: person.name.clone(),
        country: placed.country,
        office: office.unwrap_or(Office::HeadOfState),
        dates: when.map(|when| when.readings.clone()).unwrap_or_default(),
        share: ballot.share,
        round: ballot.round,
        opponent: ballot.opponent,
    };
    let reported = ballot.assumed.filter(|_| told || ballot.round.is_some());
    let assumed = placed.assumed.or(unsaid).or(reported);
    Some(reader.found(hit, when, ClaimKind::Date, proposition).assuming(assumed))
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

/// The details that the clause of a match gives.
fn ballot(reader: &Reader<'_>, hit: &Match) -> Ballot {
    let (first, end) = place::clause(reader.line, hit);
    let has = |list: &str| {
        let list = reader.line.pack.list("elected", list);
        (first..end).any(|at| any_at(reader.line.units, at, list).is_some_and(|to| to <= end))
    };
    let round = match (has("first-round"), has("second-round")) {
        (true, false) => Some(1),
        (false, true) => Some(2),
        _ => None,
    };
    let opponent = opponent(reader, hit, end);
    let assumed = is_reported(reader).then(|| REPORTED.to_owned());
    Ballot { share: share(reader, hit, end), round, opponent, assumed }
}

/// Whether the sentence says whose count it tells, or that it is not the last one.
fn is_reported(reader: &Reader<'_>) -> bool {
    let pack = reader.line.pack;
    let lists = [pack.class("according"), pack.list("elected", "provisional")];
    (0..reader.line.units.len())
        .any(|at| lists.iter().any(|list| any_at(reader.line.units, at, list).is_some()))
}

/// The one share of the vote that is said behind the verb; none where two are.
fn share(reader: &Reader<'_>, hit: &Match, end: usize) -> Option<Quantity> {
    let pack = reader.line.pack;
    let of_votes = pack.list("elected", "of-the-vote");
    let units = reader.line.units;
    // "won with 57.1 per cent", "taking 59.5 per cent in the second round": of what is not said, and no other noun follows.
    let bare = |first: usize, end: usize| {
        let said = (1..=2)
            .filter_map(|back| first.checked_sub(back))
            .any(|at| any_at(units, at, pack.list("elected", "with-share")) == Some(first));
        let ends = units.get(end).is_none_or(|unit| !unit.wordy && !unit.is("-"))
            || any_at(units, end, pack.list("elected", "behind-share")).is_some();
        said && ends
    };
    let said = reader.line.chunks.iter().filter_map(|chunk| {
        let Thing::Number(index) = chunk.what else { return None };
        let figure = reader.scene.figures.get(index)?;
        let counts = figure.quantity.unit == "share"
            && hit.head <= chunk.first
            && chunk.end <= end
            && (any_at(units, chunk.end, of_votes).is_some() || bare(chunk.first, chunk.end));
        counts.then_some(figure)
    });
    let mut said = said.collect::<Vec<_>>();
    said.dedup_by_key(|figure| figure.span);
    let [figure] = said.as_slice() else { return None };
    Some(percent(figure))
}

/// A share of the vote in percent, with what its rounding allows: "59.5 percent" allows what rounds to it.
pub(super) fn percent(figure: &Figure) -> Quantity {
    let Quantity { value, low, high, comparator, .. } = figure.quantity;
    let (low, high) = if comparator == Comparator::Equal {
        (value - half_unit(figure), value + half_unit(figure))
    } else {
        (low, high)
    };
    let factor = if figure.quantity.unit == "share" { 100.0 } else { 1.0 };
    Quantity {
        value: (value * factor * 1e6).round() / 1e6,
        low: low * factor,
        high: high * factor,
        comparator,
        unit: "percent".to_owned(),
    }
}

/// The person right behind a word of contest, or whom the pattern names.
fn opponent(reader: &Reader<'_>, hit: &Match, end: usize) -> Option<String> {
    if let Some(person) = reader.person(hit, "opponent") {
        return Some(person.name.clone());
    }
    let against = reader.line.pack.list("elected", "against");
    let winner = hit.slots.get("person").and_then(|index| reader.line.chunks.get(*index));
    let mut found = reader.line.chunks.iter().filter_map(|chunk| {
        let Thing::Person(person) = &chunk.what else { return None };
        let other = winner.is_none_or(|winner| winner.first != chunk.first);
        let contested = (hit.head..chunk.first)
            .any(|at| any_at(reader.line.units, at, against) == Some(chunk.first));
        (other && contested && chunk.end <= end).then(|| person.name.clone())
    });
    let first = found.next()?;
    found.all(|next| next == first).then_some(first)
}
