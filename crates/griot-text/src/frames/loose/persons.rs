//! Persons and days: terms of office, coups, elections and their results.

use griot_model::{ClaimKind, DateReading, Office, Proposition, TermEdge};

use super::sentence::{At, DAY, Loose, MONTH, YEAR, pairs};
use crate::{
    claims::Found,
    frames::{
        ballots::percent,
        things::{Held, Person, Thing, any_at},
    },
    numbers::Role,
};

/// A person, a day or a month, and beside it words of taking or leaving an office.
pub(super) fn terms(loose: &Loose<'_>) -> Vec<Found> {
    // Of another office, or of none: "became attorney-general", "ended his hunger strike".
    let of_office = rules(loose) || loose.word("takes-office", "loose-power").is_some();
    let mut words: Vec<At<Turn>> = Vec::new();
    let lists = [
        ("takes-office", "loose", Turn::Takes),
        ("takes-office", "loose-office", Turn::Takes),
        ("leaves-office", "loose", Turn::Leaves),
        ("leaves-office", "loose-office", Turn::Leaves),
        ("leaves-office", "loose-passive", Turn::Leaves),
        ("leaves-office", "loose-to", Turn::HandsTo),
        ("leaves-office", "loose-by", Turn::FollowedBy),
    ];
    for (frame, list, it) in lists {
        for At { first, end, .. } in loose.words(frame, list) {
            let fits = match list {
                "loose-office" => of_office,
                // "was ousted", and not "ousted"; "was succeeded by", and not "succeeded".
                "loose-passive" | "loose-by" => is_passive(loose, first),
                _ => true,
            };
            if !fits {
                continue;
            }
            words.retain(|known| known.first != first || known.end > end);
            if !words.iter().any(|known| known.first <= first && end <= known.end) {
                words.push(At { first, end, it });
            }
        }
    }
    words.retain(|at| loose.is_told(&At { first: at.first, end: at.end, it: () }));
    words.sort_by_key(|at| at.first);
    let dates = loose.dates(MONTH);
    let mut found = Vec::new();
    for (word, when) in pairs(&words, &dates) {
        let plain = At { first: word.first, end: word.end, it: () };
        let (taker, leaver) = match word.it {
            Turn::Takes => (loose.subject_of(word.first), None),
            Turn::Leaves if loose.names_agent() => (None, None),
            Turn::Leaves => (None, loose.subject_of(word.first)),
            Turn::HandsTo | Turn::FollowedBy => {
                (loose.person_behind(word.end), loose.subject_of(word.first))
            }
        };
        let sides = [(taker, TermEdge::Start), (leaver, TermEdge::End)];
        for (person, edge) in sides {
            let Some(person) = person else { continue };
            let Some((office, role)) = office(loose, person) else { continue };
            let proposition = Proposition::Term {
                person: person.name.clone(),
                country: country(loose, person),
                office,
                role,
                edge,
                beside: None,
                dates: when.it.readings.clone(),
            };
            found.push(loose.found(&plain, Some(when.it), ClaimKind::Office, proposition));
        }
    }
    found
}

/// What a word says of an office.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Turn {
    Takes,
    Leaves,
    /// "made way for": whoever stands behind takes it.
    HandsTo,
    /// "was succeeded by".
    FollowedBy,
}

/// Whether the sentence names the office of a head of state or of government, and no other one.
fn rules(loose: &Loose<'_>) -> bool {
    let mut offices = loose.reader.line.chunks.iter().filter_map(|chunk| match &chunk.what {
        Thing::Office(held) => Some(held.office),
        Thing::Person(person) => person.office.as_ref().map(|held| held.office),
        _ => None,
    });
    let heads = [Office::HeadOfState, Office::HeadOfGovernment, Office::Ruler];
    offices.next().is_some_and(|first| heads.contains(&first))
        && offices.all(|office| heads.contains(&office))
}

fn is_passive(loose: &Loose<'_>, first: usize) -> bool {
    let (units, pack) = (loose.reader.line.units, loose.reader.line.pack);
    (1..=3)
        .filter_map(|back| first.checked_sub(back))
        .any(|at| any_at(units, at, pack.class("be")).is_some())
}

/// The office that the sentence names, of one that it names alone; whichever it was where it names none.
fn office(loose: &Loose<'_>, person: &Person) -> Option<(Office, String)> {
    let named = loose.reader.line.chunks.iter().filter_map(|chunk| match &chunk.what {
        Thing::Office(held) => Some(held),
        _ => None,
    });
    // Of somebody else: "after a stand-off with the governor".
    let named = named.filter(|held| held.office != Office::Other);
    let mut all: Vec<&Held> = named.chain(person.office.as_ref()).collect();
    all.retain(|held| !held.former);
    all.dedup_by_key(|held| held.office);
    match all.as_slice() {
        [only] => Some((only.office, only.words.clone())),
        [] => Some((Office::Ruler, "ruler".to_owned())),
        _ => None,
    }
}

/// The country of the sentence, where the person may have led it.
fn country(loose: &Loose<'_>, person: &Person) -> Option<String> {
    let country = loose.the_country()?;
    let led = person.led.is_empty() || person.led.iter().any(|it| it == country);
    led.then(|| country.to_owned())
}

/// A country, a day, and words of soldiers who take power.
pub(super) fn coups(loose: &Loose<'_>) -> Vec<Found> {
    let led = loose.the_person().and_then(|it| match it.it.led.as_slice() {
        [only] => Some(only.as_str()),
        _ => None,
    });
    let Some(country) = loose.the_country().or(led) else { return Vec::new() };
    // Who did it no row says.
    if loose.names_agent() {
        return Vec::new();
    }
    let words = loose.words("coup", "loose");
    let dates = loose.dates(DAY);
    let failed = loose.word("coup", "attempts").is_some();
    pairs(&words, &dates)
        .into_iter()
        .filter(|(word, _)| loose.is_told(word))
        .map(|(word, when)| {
            let proposition = Proposition::Coup {
                country: country.to_owned(),
                dates: when.it.readings.clone(),
                ousted: None,
                by: None,
                failed,
            };
            loose.found(word, Some(when.it), ClaimKind::Date, proposition)
        })
        .collect()
}

/// A country, a day, and words of a vote.
pub(super) fn elections(loose: &Loose<'_>) -> Vec<Found> {
    let Some(country) = loose.the_country() else { return Vec::new() };
    let pack = loose.reader.line.pack;
    let units = loose.reader.line.units;
    let says =
        |class: &str| (0..units.len()).any(|at| any_at(units, at, pack.class(class)).is_some());
    if says("local") || loose.is_local() || loose.word("election-held", "loose-not").is_some() {
        return Vec::new();
    }
    let executive = match (says("presidential"), says("legislative")) {
        (true, false) => Some(true),
        (false, true) => Some(false),
        _ => None,
    };
    let words = loose.words("election-held", "loose");
    pairs(&words, &loose.dates(DAY))
        .into_iter()
        .filter(|(word, _)| loose.is_told(word))
        .map(|(word, when)| {
            let proposition = Proposition::Election {
                country: country.to_owned(),
                dates: when.it.readings.clone(),
                executive,
            };
            loose.found(word, Some(when.it), ClaimKind::Date, proposition)
        })
        .collect()
}

/// Candidates with their shares of the vote.
pub(super) fn polled(loose: &Loose<'_>) -> Vec<Found> {
    // A word of voting; of winning where the heading or the title speaks of an election.
    let mut words = loose.words("elected", "loose");
    if words.is_empty() && loose.subjects.is_of("elected") {
        words = loose.words("elected", "loose-won");
    }
    let Some(word) = words.first() else { return Vec::new() };
    if loose.word("elected", "loose-not").is_some() || loose.is_local() {
        return Vec::new();
    }
    let shares: Vec<_> = loose
        .figures()
        .into_iter()
        .filter(|it| it.it.role == Role::Share || is_share(loose, it.first))
        .collect();
    let dates = loose.dates(YEAR);
    let (when, readings) = match dates.as_slice() {
        [only] => (Some(only.it), vec![only.it.readings.clone()]),
        // The last election that was told of, or the only one in which the candidate had this share.
        [] => (None, vec![loose.subjects.election.clone(), Vec::new()]),
        _ => return Vec::new(),
    };
    // "with 53.7 per cent, ahead of": whoever stands behind has the next share, or none.
    let mut persons = loose.persons();
    persons.dedup_by(|one, other| one.it.name == other.it.name);
    if shares.len() < persons.len() {
        persons.retain(|person| !loose.is_before(person.first, "elected", "against"));
    }
    // "beat Anna Muster with 50.6 per cent": whose share it is the words do not say.
    if persons.len() > shares.len() {
        return Vec::new();
    }
    pairs(&persons, &shares)
        .into_iter()
        .filter_map(|(person, share)| {
            let country = match (loose.the_country(), person.it.led.as_slice()) {
                (Some(country), led)
                    if led.is_empty() || led.iter().any(|it| it == country) =>
                {
                    country
                }
                (_, [only]) => only,
                _ => return None,
            };
            let count = percent(share.it);
            let round = round_of(loose, share);
            let each = |dates: &Vec<DateReading>| {
                let proposition = Proposition::Polled {
                    person: person.it.name.clone(),
                    country: country.to_owned(),
                    round,
                    share: count.clone(),
                    dates: dates.clone(),
                };
                loose.found(word, when, ClaimKind::Ratio, proposition)
            };
            Some(readings.iter().map(each).collect::<Vec<_>>())
        })
        .flatten()
        .collect()
}

/// "50.1 per cent against 48.4": a number with a fraction beside a share is one.
fn is_share(loose: &Loose<'_>, first: usize) -> bool {
    loose.reader.line.units.get(first).is_some_and(|unit| {
        !unit.wordy && unit.text.contains(['.', ',']) && unit.text.len() <= 4
    })
}

/// The round that a share is of: the one that is named nearest to it.
fn round_of<T>(loose: &Loose<'_>, share: &At<T>) -> Option<i16> {
    let lists =
        [("first-round", 1), ("loose-first", 1), ("second-round", 2), ("loose-second", 2)];
    lists
        .into_iter()
        .flat_map(|(list, round)| {
            loose.words("elected", list).into_iter().map(move |word| (word, round))
        })
        .min_by_key(|(word, _)| word.apart(share))
        .map(|(_, round)| round)
}
