//! Votes at the United Nations: who voted how on which text, and how many did.

use griot_model::{ClaimKind, Proposition, Span};

use super::{
    compose::Reader,
    texts::{self, UnderVote, says},
    units::span_of,
    voters::{Told, goes_on, listed_after, told, voters},
};
use crate::claims::{Found, symbols_in};

/// Claims about votes in one sentence.
pub(super) fn find(reader: &Reader<'_>, under: &mut UnderVote) -> Vec<Found> {
    let scene = reader.scene;
    let says = |list: &str| says(reader, list);
    if scene.sentence.is_heading {
        under.0 = None;
    }
    let symbols = symbols_in(&scene.sentence.text);
    let about = says("assembly")
        || !symbols.is_empty()
        || (says("nations") && says("matters") && !says("council"));
    let council = says("council");
    let told = told(reader);
    if symbols.is_empty() && !says("assembly") && !says("rights-council") {
        let of_council = texts::of_council(reader, council);
        if !of_council.is_empty() {
            under.0 = None;
            return claims(reader, &told, &of_council, under);
        }
    }
    if (council || says("rights-council")) && !about {
        under.0 = None;
        return Vec::new();
    }
    let mut found = Vec::new();
    if about || under.0.is_some() {
        found = claims(reader, &told, &symbols, under);
    }
    if about {
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
                found.push(Found::new(
                    span(*first, *end),
                    ClaimKind::Vote,
                    Proposition::VoteCast {
                        country: country.clone(),
                        choice: it.choice,
                        resolution: resolution.clone(),
                    },
                ));
            }
        }
        if !voters.aside && !voters.named.is_empty() {
            last.clone_from(&voters.named);
        }
        last_end = it.end;
    }
    if told.iter().all(|it| it.tally) || told.is_empty() {
        let one = texts::told_once(symbols, under);
        for (figure, choice, count) in super::tallies::in_figures(reader.scene) {
            if let Some(resolution) = &one {
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
    found.extend(texts::adopted(reader, symbols));
    found
}
