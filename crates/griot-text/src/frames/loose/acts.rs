//! What states and bodies do on a day or in a year: missions, memberships, independence, listings, treaties, votes.

use griot_model::{
    Choice, ClaimKind, MemberEdge, MissionEdge, Proposition, ResolutionRef, TreatyAct,
};

use super::sentence::{At, DAY, Loose, YEAR, pairs};
use crate::{
    claims::{Found, symbols_in},
    frames::{slots::at_edge, things::Thing, units::span_of},
};

/// A mission with the two ends of its time: "UNOMIG, which existed from August 1993 to June 2009".
pub(super) fn missions(loose: &Loose<'_>) -> Vec<Found> {
    let reader = loose.reader;
    let mut named = reader.line.chunks.iter().filter_map(|chunk| match &chunk.what {
        Thing::Mission(meant) if !meant.by_pronoun => Some((chunk, meant)),
        _ => None,
    });
    let (Some((chunk, meant)), None) = (named.next(), named.next()) else { return Vec::new() };
    // "the mission of ECOWAS in Liberia" is another one.
    if meant.acronym.is_none() {
        return Vec::new();
    }
    let ranges: Vec<_> = reader.scene.dates.iter().filter(|when| when.is_range).collect();
    let word = At { first: chunk.first, end: chunk.end, it: () };
    let [when] = ranges.as_slice() else { return Vec::new() };
    [MissionEdge::Start, MissionEdge::End]
        .into_iter()
        .map(|edge| {
            let day = |range: griot_model::DateRange| {
                if edge == MissionEdge::Start { range.first } else { range.last }
            };
            // The ends of a range are as fine as they are written; a month is the coarsest that the table has.
            let dates = if when.readings.iter().all(|it| it.shown.len() <= YEARS) {
                at_edge(when, edge != MissionEdge::Start)
            } else {
                when.readings.iter().map(|it| month(day(it.range), &it.how)).collect()
            };
            let proposition = Proposition::Mission {
                mission: meant.acronym.clone(),
                country: meant.country.clone(),
                edge,
                dates,
                resolution: None,
                narrowed_by: None,
            };
            loose.found(&word, Some(when), ClaimKind::Date, proposition)
        })
        .collect()
}

/// `1993/2009` and shorter: whole years.
const YEARS: usize = 9;

fn month(day: jiff::civil::Date, how: &str) -> griot_model::DateReading {
    griot_model::DateReading {
        range: griot_model::DateRange::new(day.first_of_month(), day.last_of_month()),
        shown: day.strftime("%Y-%m").to_string(),
        how: how.to_owned(),
    }
}

/// A country that joined the United Nations in a year.
pub(super) fn memberships(loose: &Loose<'_>) -> Vec<Found> {
    let named = loose.word("joins", "loose-un");
    let words = loose.words("joins", "loose");
    let (Some(_), Some(word)) = (named, words.first()) else { return Vec::new() };
    let Some(country) = loose.the_country() else { return Vec::new() };
    let dates = loose.dates(YEAR);
    let [when] = dates.as_slice() else { return Vec::new() };
    if !loose.is_told(word) {
        return Vec::new();
    }
    let proposition = Proposition::Membership {
        country: country.to_owned(),
        organisation: "UN".to_owned(),
        edge: MemberEdge::Joins,
        dates: when.it.readings.clone(),
    };
    vec![loose.found(word, Some(when.it), ClaimKind::Date, proposition)]
}

/// A day, words of independence, and a country of the sentence or the one that the text is about.
pub(super) fn independence(loose: &Loose<'_>) -> Vec<Found> {
    let words = loose.words("independence", "loose");
    let dates = loose.dates(DAY);
    // "declared itself independent of Georgia": of whom is not who.
    let of = |at: &At<&str>| {
        words.iter().any(|word| word.end < at.first && at.first - word.end <= 2)
    };
    let named = loose.countries();
    let mut countries: Vec<&str> = named.iter().filter(|it| !of(it)).map(|it| it.it).collect();
    countries.extend(loose.topic());
    countries.sort_unstable();
    countries.dedup();
    let mut found = Vec::new();
    for (word, when) in pairs(&words, &dates) {
        if !loose.is_told(word) {
            continue;
        }
        for country in &countries {
            let proposition = Proposition::Independence {
                country: (*country).to_owned(),
                dates: when.it.readings.clone(),
            };
            found.push(loose.found(word, Some(when.it), ClaimKind::Date, proposition));
        }
    }
    found
}

/// The only name of a sentence on sanctions, with the day of a listing.
pub(super) fn listings(loose: &Loose<'_>) -> Vec<Found> {
    let reader = loose.reader;
    // In a text on sanctions the body alone is word enough: "has been targeted by the UN since 25 February 2013".
    let body =
        reader.line.chunks.iter().find(|chunk| matches!(chunk.what, Thing::Authority(_)));
    let body = body.map(|chunk| At { first: chunk.first, end: chunk.end, it: () });
    let word = loose.word("listed", "sanctions").or(body.filter(|_| reader.sanctions));
    let Some(word) = word else { return Vec::new() };
    if loose.word("listed", "loose").is_none()
        || !loose.is_told(&word)
        || loose.word("listed", "loose-not").is_some()
        || loose.word("listed", "lifted").is_some()
    {
        return Vec::new();
    }
    let authorities = reader.line.authorities();
    let authority = match (authorities.as_slice(), reader.lists) {
        ([only], _) => Some((*only).clone()),
        ([], before) => before.map(str::to_owned),
        _ => return Vec::new(),
    };
    let dates = loose.dates(DAY);
    let [when] = dates.as_slice() else { return Vec::new() };
    let mut names: Vec<String> = reader
        .line
        .chunks
        .iter()
        .filter_map(|chunk| match &chunk.what {
            Thing::Person(person) if !person.guessed => Some(person.name.clone()),
            Thing::Name if chunk.end > chunk.first + 1 => {
                let span = span_of(reader.line.units, chunk.first, chunk.end);
                Some(reader.scene.words(span).to_owned())
            }
            _ => None,
        })
        .collect();
    // "JNIM", "ISGS": capitals alone are a name, too.
    names.extend(reader.line.units.iter().filter_map(|unit| {
        let word = reader.scene.words(unit.span);
        let capitals = word.len() >= 3 && word.bytes().all(|it| it.is_ascii_uppercase());
        (capitals && unit.wordy).then(|| word.to_owned())
    }));
    names.sort();
    names.dedup();
    names
        .into_iter()
        .map(|entity| {
            let proposition = Proposition::Listed {
                entity,
                authority: authority.clone(),
                dates: when.it.readings.clone(),
                on_that_date: true,
                listed: true,
            };
            loose.found(&word, Some(when.it), ClaimKind::Sanction, proposition)
        })
        .collect()
}

/// A country, a treaty and the year in which it was bound.
pub(super) fn treaties(loose: &Loose<'_>) -> Vec<Found> {
    let reader = loose.reader;
    let mut named = reader.line.chunks.iter().filter_map(|chunk| match &chunk.what {
        Thing::Treaty(treaty) => Some(treaty),
        _ => None,
    });
    let (Some(treaty), None) = (named.next(), named.next()) else { return Vec::new() };
    let words = loose.words("ratifies", "loose");
    if loose.word("ratifies", "loose-not").is_some() {
        return Vec::new();
    }
    let Some(country) = loose.the_country() else { return Vec::new() };
    pairs(&words, &loose.dates(YEAR))
        .into_iter()
        .filter(|(word, _)| loose.is_told(word))
        .map(|(word, when)| {
            let proposition = Proposition::Treaty {
                country: country.to_owned(),
                treaty: treaty.clone(),
                act: TreatyAct::Ratifies,
                dates: when.it.readings.clone(),
            };
            loose.found(word, Some(when.it), ClaimKind::Date, proposition)
        })
        .collect()
}

/// A text by its symbol, one way of voting, and the states that are named.
pub(super) fn votes(loose: &Loose<'_>) -> Vec<Found> {
    let reader = loose.reader;
    let symbols = symbols_in(&reader.scene.sentence.text);
    let [(_, symbol)] = symbols.as_slice() else { return Vec::new() };
    let resolution = ResolutionRef { symbol: Some(symbol.clone()), ..ResolutionRef::default() };
    let lists = [
        ("loose-yes", Choice::Yes),
        ("loose-no", Choice::No),
        ("loose-abstain", Choice::Abstain),
        ("loose-absent", Choice::Absent),
    ];
    let said: Vec<(At<()>, Choice)> = lists
        .iter()
        .filter_map(|(list, choice)| Some((loose.word("voted", list)?, *choice)))
        .collect();
    let [(word, choice)] = said.as_slice() else { return Vec::new() };
    if *choice != Choice::Absent && !loose.is_told(word) {
        return Vec::new();
    }
    let mut states: Vec<&str> = loose.countries().iter().map(|it| it.it).collect();
    states.dedup();
    states
        .into_iter()
        .map(|country| {
            let proposition = Proposition::VoteCast {
                country: country.to_owned(),
                choice: *choice,
                resolution: resolution.clone(),
            };
            loose.found(word, None, ClaimKind::Vote, proposition)
        })
        .collect()
}
