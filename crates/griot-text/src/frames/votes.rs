//! Votes at the United Nations: who voted how on which text, and how many did.

use griot_model::{Choice, ClaimKind, Comparator, Proposition, Quantity, ResolutionRef, Span};

use super::{
    compose::Reader,
    slots::whole,
    tallies::{self, Body},
    texts::{self, UnderVote, says},
    things::any_at,
    units::span_of,
    voters::{Told, behind, goes_on, listed_after, told, voters},
};
use crate::claims::{Found, symbols_in};

/// Claims about votes in one sentence.
pub(super) fn find(reader: &Reader<'_>, under: &mut UnderVote) -> Vec<Found> {
    let scene = reader.scene;
    let says = |list: &str| says(reader, list);
    let (council, assembly) = under.go_on(reader);
    let mut symbols = symbols_in(&scene.sentence.text);
    let about =
        assembly || !symbols.is_empty() || (says("nations") && says("matters") && !council);
    if about {
        under.council = false;
    }
    let told = told(reader);
    if symbols.is_empty() && !assembly && !says("rights-council") {
        let (mut of_council, assumed) = texts::of_council(reader, under.council);
        // "Resolution 2758 was carried by 76 votes to 35": more than the Council has.
        let many = !council && !tallies::in_figures(scene, Body::Assembly).is_empty();
        if many {
            symbols = of_council
                .drain(..)
                .map(|(span, symbol)| (span, symbol.replace("S/RES/", "A/RES/")))
                .collect();
        }
        if !of_council.is_empty() {
            let mut found = claims(reader, &told, &of_council, under);
            texts::remember(reader, &of_council, under);
            for it in &mut found {
                it.assumed = it.assumed.take().or_else(|| assumed.clone());
            }
            return found;
        }
    }
    if says("rights-council") && !about {
        under.text = None;
        return Vec::new();
    }
    if council && !about {
        // A draft of the Council is found by its day.
        under.text = None;
        if !texts::has_day(reader) {
            return Vec::new();
        }
        let found = claims(reader, &told, &symbols, under);
        texts::remember(reader, &symbols, under);
        return found;
    }
    let mut found = Vec::new();
    // "abstained on the resolution of 2 March 2022": the day finds the text, and no other body is named.
    let dated = !about
        && (says("texts")
            || under.assembly
            || under.council
            || texts::says_short(reader, "short-assembly"))
        && texts::has_day(reader);
    if about || dated || under.text.is_some() {
        found = claims(reader, &told, &symbols, under);
    }
    if about || (dated && !found.is_empty()) {
        texts::remember(reader, &symbols, under);
    }
    // The numbers tell the vote for the sentences to come, too.
    let tally = found.iter().find_map(|it| match &it.proposition {
        Proposition::VoteCount { resolution, .. } if !resolution.tally.is_empty() => {
            Some(resolution)
        }
        _ => None,
    });
    if let (Some(told), Some(text)) = (tally, under.text.as_mut())
        && told.dates == text.dates
    {
        text.tally.clone_from(&told.tally);
    } else if symbols.is_empty() && !about && is_another(reader, under) {
        // What follows a vote of another day goes on from that one.
        under.text = None;
    }
    found
}

/// Whether a sentence tells the numbers of a vote of another day than the one that the text before speaks of.
fn is_another(reader: &Reader<'_>, under: &UnderVote) -> bool {
    let Some(text) = &under.text else { return false };
    let counted = [Body::Assembly, Body::Council]
        .into_iter()
        .any(|body| !tallies::in_figures(reader.scene, body).is_empty());
    let dated = reader.scene.dates.iter().any(|when| {
        !when.readings.is_empty()
            && !when
                .readings
                .iter()
                .any(|it| text.dates.iter().any(|known| it.range.meets(known.range)))
    });
    counted && dated
}

fn claims(
    reader: &Reader<'_>,
    told: &[Told],
    symbols: &[(Span, String)],
    under: &UnderVote,
) -> Vec<Found> {
    let units = reader.line.units;
    let mut found = Vec::new();
    let mut last: Vec<(usize, usize, String)> = Vec::new();
    let mut last_end = 0;
    for (index, it) in told.iter().enumerate() {
        let mut voters =
            if it.behind { behind(reader, it) } else { voters(reader, it, last_end) };
        if !it.behind && voters.named.is_empty() && voters.count.is_none() {
            voters.named = listed_after(reader, it);
            if voters.named.is_empty() && goes_on(reader, it) {
                voters.named.clone_from(&last);
            }
        }
        let next = told.get(index + 1).map_or(units.len(), |next| next.first);
        let meant =
            texts::meant(reader, it, &voters, symbols, [last_end, next], under, told.len());
        let span =
            |first: usize, end: usize| span_of(units, first.min(it.first), end.max(it.end));
        if let (Some(counted), [resolution]) = (&voters.count, meant.as_slice()) {
            let member = counted
                .one_of
                .then(|| voters.named.first().map(|(.., iso)| iso.clone()))
                .flatten();
            let besides =
                if counted.others { u16::try_from(voters.named.len()).unwrap_or(0) } else { 0 };
            found.push(Found::new(
                span(counted.span.0, counted.span.1),
                ClaimKind::Vote,
                Proposition::VoteCount {
                    choice: it.choice,
                    count: counted.quantity.clone(),
                    region: counted.region.clone(),
                    member,
                    besides,
                    resolution: resolution.clone(),
                },
            ));
        }
        for (first, end, country) in &voters.named {
            for resolution in &meant {
                let cast = Proposition::VoteCast {
                    country: country.clone(),
                    choice: it.choice,
                    resolution: resolution.clone(),
                };
                found.push(
                    Found::new(span(*first, *end), ClaimKind::Vote, cast)
                        .assuming(voters.assumed.clone()),
                );
            }
        }
        if !voters.aside && !voters.named.is_empty() {
            last.clone_from(&voters.named);
        }
        last_end = it.end;
    }
    let one = texts::told_once(reader, symbols, under);
    if one.is_some() {
        let of_council = one
            .as_ref()
            .and_then(|it| it.symbol.as_deref())
            .is_some_and(|symbol| symbol.starts_with("S/"));
        let body = if of_council { Body::Council } else { Body::Assembly };
        for (figure, choice, count) in tallies::in_figures(reader.scene, body) {
            let told = found.iter().any(|it: &Found| it.span.overlaps(figure));
            if let Some(resolution) = one.as_ref().filter(|_| !told) {
                found.push(Found::new(
                    figure,
                    ClaimKind::Vote,
                    Proposition::VoteCount {
                        choice,
                        count,
                        region: None,
                        member: None,
                        besides: 0,
                        resolution: resolution.clone(),
                    },
                ));
            }
        }
    }
    found.extend(unanimous(reader, symbols, under));
    found.extend(nobody(reader, symbols, under));
    for it in &mut found {
        let (Proposition::VoteCast { resolution, .. }
        | Proposition::VoteCount { resolution, .. }) = &it.proposition
        else {
            continue;
        };
        if it.assumed.is_none() && under.has_left(reader, resolution) {
            it.assumed =
                Some("the vote is the one that the sentences before speak of".to_owned());
        }
    }
    found.extend(texts::adopted(reader, symbols));
    by_result(&mut found);
    found
}

/// Numbers of one vote that the sentence gives together tell which vote it was: "in October, by 120 votes to 14, with 45
/// abstentions".
fn by_result(found: &mut [Found]) {
    let mut tallies: Vec<(ResolutionRef, Vec<(Choice, u16)>)> = Vec::new();
    for it in found.iter() {
        let Proposition::VoteCount { choice, count, region: None, resolution, .. } =
            &it.proposition
        else {
            continue;
        };
        let number = whole(count).filter(|_| count.comparator == Comparator::Equal);
        let (Some(number), None) = (number, &resolution.symbol) else { continue };
        let same = |(other, _): &&mut (ResolutionRef, Vec<(Choice, u16)>)| {
            other.dates == resolution.dates && other.council == resolution.council
        };
        match tallies.iter_mut().find(same) {
            Some((_, tally)) if tally.iter().all(|(other, _)| other != choice) => {
                tally.push((*choice, number));
            }
            Some(_) => {}
            None => tallies.push((resolution.clone(), vec![(*choice, number)])),
        }
    }
    for it in found {
        let (Proposition::VoteCast { resolution, .. }
        | Proposition::VoteCount { resolution, .. }) = &mut it.proposition
        else {
            continue;
        };
        let tally = tallies.iter().find(|(other, tally)| {
            tally.len() >= 2
                && other.dates == resolution.dates
                && other.council == resolution.council
        });
        if let (Some((_, tally)), None) = (tally, &resolution.symbol) {
            resolution.tally.clone_from(tally);
        }
    }
}

/// "adopted unanimously": nobody voted against the one text that is meant, and nobody abstained.
fn unanimous(reader: &Reader<'_>, symbols: &[(Span, String)], under: &UnderVote) -> Vec<Found> {
    let (units, pack) = (reader.line.units, reader.line.pack);
    let list = pack.list("voted", "unanimous");
    let Some((first, end)) =
        (0..units.len()).find_map(|at| Some((at, any_at(units, at, list)?)))
    else {
        return Vec::new();
    };
    let denied = (first.saturating_sub(3)..first)
        .any(|at| any_at(units, at, pack.class("negations")).is_some());
    let span = span_of(units, first, end);
    let (Some(resolution), false, true) =
        (texts::told_once(reader, symbols, under), denied || reader.scene.is_quoted(span), {
            let passes = [pack.list("voted", "adopted"), pack.list("voted", "passes")];
            (0..units.len())
                .any(|at| passes.iter().any(|list| any_at(units, at, list).is_some()))
        })
    else {
        return Vec::new();
    };
    [Choice::No, Choice::Abstain]
        .into_iter()
        .map(|choice| {
            let proposition = Proposition::VoteCount {
                choice,
                count: Quantity::exactly(0.0, "states"),
                region: None,
                member: None,
                besides: 0,
                resolution: resolution.clone(),
            };
            Found::new(span, ClaimKind::Vote, proposition)
        })
        .collect()
}

/// "without abstentions", "with no votes against": nobody voted so on the one text that is meant.
fn nobody(reader: &Reader<'_>, symbols: &[(Span, String)], under: &UnderVote) -> Vec<Found> {
    let (units, pack) = (reader.line.units, reader.line.pack);
    let mut found = Vec::new();
    for (list, choice) in [("none-no", Choice::No), ("none-abstain", Choice::Abstain)] {
        let list = pack.list("voted", list);
        let said = (0..units.len()).find_map(|at| Some((at, any_at(units, at, list)?)));
        let Some((first, end)) = said else { continue };
        let span = span_of(units, first, end);
        let Some(resolution) = texts::told_once(reader, symbols, under) else { continue };
        if reader.scene.is_quoted(span) {
            continue;
        }
        let proposition = Proposition::VoteCount {
            choice,
            count: Quantity::exactly(0.0, "states"),
            region: None,
            member: None,
            besides: 0,
            resolution,
        };
        found.push(Found::new(span, ClaimKind::Vote, proposition));
    }
    found
}
