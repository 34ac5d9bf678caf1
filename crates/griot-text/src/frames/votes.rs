//! Votes at the United Nations: who voted how on which text, and how many did.

use griot_model::{Choice, ClaimKind, Proposition, Quantity, Span};

use super::{
    compose::Reader,
    tallies::{self, Body},
    texts::{self, UnderVote, says},
    things::any_at,
    units::span_of,
    voters::{Told, goes_on, listed_after, told, voters},
};
use crate::claims::{Found, symbols_in};

/// Claims about votes in one sentence.
pub(super) fn find(reader: &Reader<'_>, under: &mut UnderVote) -> Vec<Found> {
    let scene = reader.scene;
    let says = |list: &str| says(reader, list);
    let (council, assembly) = under.go_on(reader);
    let symbols = symbols_in(&scene.sentence.text);
    let about =
        assembly || !symbols.is_empty() || (says("nations") && says("matters") && !council);
    if about {
        under.council = false;
    }
    let told = told(reader);
    if symbols.is_empty() && !assembly && !says("rights-council") {
        let (of_council, assumed) = texts::of_council(reader, under.council);
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
    let dated =
        !about && (says("texts") || under.assembly || under.council) && texts::has_day(reader);
    if about || dated || under.text.is_some() {
        found = claims(reader, &told, &symbols, under);
    }
    if about || (dated && !found.is_empty()) {
        texts::remember(reader, &symbols, under);
    }
    found
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
        let mut voters = voters(reader, it, last_end);
        if voters.named.is_empty() && voters.count.is_none() {
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
    if told.iter().all(|it| it.tally) || told.is_empty() {
        let one = texts::told_once(reader, symbols, under);
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
    found
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
            let adopted = pack.list("voted", "adopted");
            (0..units.len()).any(|at| any_at(units, at, adopted).is_some())
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
