//! Which of its sentences can be checked, and what do they say?
//!
//! [`find`] reads a document sentence by sentence. Claims that the author bound say themselves what
//! they mean ([`bound`]). For all other words there is a grammar, one file per family of sentences:
//! votes, coups, elections, terms of office, deaths, sanctions lists, arithmetic, order. A family is
//! closed: it reads a sentence wholly or leaves it. What no family reads but what is checkable in
//! principle becomes a claim without a rule, so that the coverage of a check can be told.
//!
//! The grammar knows no tables: names of countries, leaders and actors come in as a gazetteer.

mod arithmetic;
pub mod bound;
mod context;
mod coups;
mod deaths;
mod elections;
mod found;
mod general;
mod listings;
mod modality;
mod order;
mod resolutions;
mod scene;
mod tallies;
mod terms;
mod voters;
mod votes;

use std::{cell::OnceCell, collections::BTreeSet};

use griot_model::{Binding, Claim, ClaimId, ClaimKind, Proposition, Span};

use crate::{
    dates::{self, DateContext},
    document::{self, Bound, Document},
    names::Gazetteer,
    numbers, quotes,
    sentences::{self, Sentence},
    words,
};
use context::Context;
use found::Found;
use modality::Voice;
use scene::{Figure, Named, Scene, When};

pub use bound::Unclear;
pub use context::Setting;
pub use resolutions::symbols_in;
pub use scene::Tag;

/// What was found in a document.
#[derive(Debug, Clone)]
pub struct Claims {
    /// Claims in the order of the text.
    pub found: Vec<Claim>,
    /// Bound claims whose attributes say nothing that can be checked.
    pub unclear: Vec<Unclear>,
    /// Sentences of the document, headings included; the parts of a long one are counted each.
    pub sentences: usize,
    /// Sentences longer than [`sentences::LONGEST`], which were read in parts.
    pub long: usize,
}

/// Finds the claims of a document.
pub fn find(document: &Document, gazetteer: &Gazetteer<Tag>, setting: &Setting) -> Claims {
    let sentences = sentences::sentences(document);
    let dateline = document::dateline(document).map(|(day, _)| day);
    let mut dates = DateContext::new(dateline);
    let mut scenes: Vec<Scene<'_>> =
        sentences.iter().map(|sentence| read(sentence, gazetteer, &mut dates)).collect();
    set_in(&mut scenes, setting);
    let context = Context::new(&scenes, dateline, setting);
    let mut unclear = Vec::new();
    let mut claims: Vec<(Claim, Option<Span>)> = Vec::new();
    let mut marked: Vec<&Bound> =
        document.bound.iter().filter(|bound| bound.is_claim()).collect();
    marked.sort_by_key(|bound| bound.span.start);
    let mut first = 0;
    for (index, scene) in scenes.iter().enumerate() {
        // Sentences come in order, so what has ended before this one is not looked at again.
        let sentence = scene.sentence.span;
        first += marked
            .iter()
            .skip(first)
            .take_while(|bound| bound.span.end <= sentence.start)
            .count();
        let bounds: Vec<&Bound> = marked
            .iter()
            .skip(first)
            .take_while(|bound| bound.span.start < sentence.end)
            .copied()
            .filter(|bound| sentence.overlaps(bound.span))
            .collect();
        let voice = OnceCell::new();
        let voice = || voice.get_or_init(|| Voice::of(scene));
        for bound in &bounds {
            // A span that crosses sentences belongs to the one in which it starts.
            if !(scene.sentence.span.start..scene.sentence.span.end).contains(&bound.span.start)
            {
                continue;
            }
            match bound::proposition(bound, bound.span.of(&document.text)) {
                Ok((kind, proposition)) => {
                    let local = scene.sentence.local(bound.span).unwrap_or(Span::new(0, 0));
                    let id = ClaimId(bound.id.clone().unwrap_or_default());
                    claims.push((
                        Claim {
                            id,
                            span: bound.span,
                            sentence: scene.sentence.span,
                            kind,
                            proposition,
                            attribution: voice().attribution.clone(),
                            modality: voice().modality(scene, local),
                            depends_on: Vec::new(),
                            binding: Binding::Explicit,
                        },
                        None,
                    ));
                }
                Err(problem) => unclear.push(problem),
            }
        }
        let before = index.checked_sub(1).and_then(|index| scenes.get(index));
        for found in in_sentence(scene, before, &context) {
            let span = scene.source(found.span);
            if bounds.iter().any(|bound| bound.outer.overlaps(span)) {
                continue;
            }
            claims.push((
                Claim {
                    id: ClaimId(String::new()),
                    span,
                    sentence: scene.sentence.span,
                    kind: found.kind,
                    proposition: found.proposition,
                    attribution: voice().attribution.clone(),
                    modality: voice().modality(scene, found.span),
                    depends_on: Vec::new(),
                    binding: Binding::Proposed,
                },
                found.anchor,
            ));
        }
    }
    let starts_long = |pair: &[Sentence]| pair[1].goes_on && !pair[0].goes_on;
    let long = sentences.windows(2).filter(|pair| starts_long(pair)).count()
        + usize::from(sentences.first().is_some_and(|first| first.goes_on));
    Claims { found: numbered(claims), unclear, sentences: sentences.len(), long }
}

/// Tells each sentence which country the ones before it were last set in. A heading starts anew; the
/// countries whose influence is studied are named everywhere and set nothing.
fn set_in(scenes: &mut [Scene<'_>], setting: &Setting) {
    let mut last: Option<String> = None;
    for scene in scenes {
        if scene.sentence.is_heading {
            last = None;
        }
        scene.set_in.clone_from(&last);
        let named = scene
            .countries()
            .map(|(_, country)| country)
            .filter(|country| !setting.senders.iter().any(|sender| sender == country))
            .last()
            .map(str::to_owned);
        last = named.or(last);
    }
}

/// Everything that stands in a sentence, on the sentence's own offsets.
fn read<'a>(
    sentence: &'a Sentence,
    gazetteer: &Gazetteer<Tag>,
    dates: &mut DateContext,
) -> Scene<'a> {
    let mentions = dates::find(sentence, dates);
    let numbers = numbers::find(sentence, &mentions);
    let local = |span: Span| sentence.local(span);
    Scene {
        sentence,
        tokens: words::tokens(&sentence.text),
        dates: mentions
            .into_iter()
            .filter_map(|mention| {
                Some(When {
                    span: local(mention.span)?,
                    phrase: local(mention.phrase)?,
                    readings: mention.readings,
                    anchor: mention.relative_to,
                    boundary: mention.boundary,
                    is_century: mention.precision == dates::Precision::Century,
                })
            })
            .collect(),
        figures: numbers
            .into_iter()
            .filter_map(|mention| {
                Some(Figure {
                    span: local(mention.span)?,
                    quantity: mention.quantity,
                    role: mention.role,
                    unit: mention.unit.and_then(local),
                    population: mention.of.map(|of| of.value),
                    last_digit: mention.last_digit,
                })
            })
            .collect(),
        names: gazetteer
            .find_in(&sentence.text)
            .into_iter()
            .map(|mention| Named { span: mention.span, tags: mention.tags })
            .collect(),
        quotes: quotes::of_sentence(sentence)
            .into_iter()
            .filter_map(|it| local(it.span))
            .collect(),
        set_in: None,
    }
}

/// Claims of one sentence: each family in turn, then what none of them read.
fn in_sentence(scene: &Scene<'_>, before: Option<&Scene<'_>>, context: &Context) -> Vec<Found> {
    let mut all = votes::find(scene, before, context);
    let families = [
        arithmetic::find(scene),
        coups::find(scene, context),
        terms::find(scene, before, context),
        elections::find(scene, context),
        deaths::find(scene, context),
        listings::find(scene),
        order::find(scene),
    ];
    for family in families {
        let known: Vec<Span> = all.iter().map(|it| it.span).collect();
        all.extend(family.into_iter().filter(|found| {
            may_overlap(&found.proposition)
                || !known.iter().any(|span| span.overlaps(found.span))
        }));
    }
    if scene.sentence.is_heading {
        return all;
    }
    if all.is_empty() && modality::is_opinion(scene) {
        let whole = Span::new(0, scene.sentence.text.len());
        return vec![Found::new(whole, ClaimKind::Opinion, Proposition::Opinion)];
    }
    let taken: Vec<Span> = all.iter().map(|it| it.span).collect();
    all.extend(general::find(scene, &taken));
    all
}

/// A title before a name and an order of events say something of their own, also inside the words
/// of another claim.
fn may_overlap(proposition: &Proposition) -> bool {
    match proposition {
        Proposition::Term { dates, .. } => dates.is_empty(),
        Proposition::Order { .. } => true,
        _ => false,
    }
}

/// Numbers the claims in the order of the text and ties those that rest on another's date.
fn numbered(mut claims: Vec<(Claim, Option<Span>)>) -> Vec<Claim> {
    claims.sort_by_key(|(claim, _)| (claim.span, claim.kind));
    let mut taken: BTreeSet<String> =
        claims.iter().map(|(claim, _)| claim.id.0.clone()).collect();
    let mut next = 1_usize;
    for (claim, _) in &mut claims {
        if claim.id.0.is_empty() {
            while !taken.insert(format!("c{next}")) {
                next += 1;
            }
            claim.id = ClaimId(format!("c{next}"));
        }
    }
    let places: Vec<(ClaimId, Span)> =
        claims.iter().map(|(claim, _)| (claim.id.clone(), claim.span)).collect();
    claims
        .into_iter()
        .map(|(mut claim, anchor)| {
            if let Some(anchor) = anchor {
                // Claims are sorted by where they start; none is longer than its block.
                let from =
                    places.partition_point(|(_, span)| span.start + REACH < anchor.start);
                claim.depends_on = places
                    .get(from..)
                    .unwrap_or_default()
                    .iter()
                    .take_while(|(_, span)| span.start < anchor.end)
                    .filter(|(id, span)| *id != claim.id && span.overlaps(anchor))
                    .map(|(id, _)| id.clone())
                    .collect();
            }
            claim
        })
        .collect()
}

/// Bytes beyond which no claim reaches from its start.
const REACH: usize = 20_000;
