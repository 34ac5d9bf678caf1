//! Sentences about coups d'etat and the removal of leaders by force.

use griot_model::{ClaimKind, Proposition, Span};

use super::{
    context::Context,
    found::Found,
    scene::{Scene, Tag, When},
};

/// Verbs and nouns that need no more to mean a coup.
const NOUNS: &[&str] = &["coup", "coups", "putsch"];

/// Verbs that mean a coup when a leader is their object.
const VERBS: &[&str] = &[
    "deposed", "deposing", "depose", "deposition", "ousted", "ousting", "oust", "ouster", "overthrew",
    "overthrown", "overthrow", "overthrowing", "toppled", "toppling", "topple", "unseated",
];

/// Claims about coups in one sentence.
pub(super) fn find(scene: &Scene<'_>, context: &Context) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let triggers: Vec<Span> = scene
        .tokens
        .iter()
        .filter(|token| token.is_any(NOUNS) || token.is_any(VERBS))
        .map(|token| token.span)
        .filter(|span| !scene.is_quoted(*span))
        .collect();
    for trigger in &triggers {
        let noun = NOUNS.iter().any(|noun| scene.words(*trigger).eq_ignore_ascii_case(noun));
        let ousted = object_of(scene, *trigger);
        let removes_leader = removes_leader(scene, *trigger, ousted.as_ref());
        if !noun && !removes_leader {
            continue;
        }
        if noun && (is_plural(scene, *trigger) || is_hypothetical(scene, *trigger)) {
            continue;
        }
        let Some(when) = date_of(scene, *trigger, &triggers) else { continue };
        // One event told twice in a sentence, "a coup ... ousting the president", is one claim.
        if found.iter().any(|known| known.span.overlaps(when.span)) {
            continue;
        }
        let country = ousted
            .as_ref()
            .and_then(|(_, countries)| {
                let countries: Vec<&str> = countries.iter().map(String::as_str).collect();
                context.likeliest(&countries).map(str::to_owned)
            })
            .filter(|country| names_country(scene, country) || !scene.countries().any(|_| true))
            .or_else(|| context.country_at(scene, *trigger));
        let Some(country) = country else { continue };
        let failed = is_failed(scene, *trigger);
        let span = ousted
            .as_ref()
            .map_or(*trigger, |(span, _)| trigger.join(*span))
            .join(when.span);
        found.push(
            Found::new(
                shortened(scene, span, *trigger, when.span),
                ClaimKind::Date,
                Proposition::Coup {
                    country,
                    dates: when.readings.clone(),
                    ousted: ousted.map(|(span, _)| scene.words(span).to_owned()),
                    failed,
                },
            )
            .anchored(when.anchor),
        );
    }
    found
}

fn names_country(scene: &Scene<'_>, country: &str) -> bool {
    scene.countries().any(|(_, named)| named == country)
}

/// A claim's words: from the trigger to its date, unless that is half the sentence.
fn shortened(scene: &Scene<'_>, whole: Span, trigger: Span, date: Span) -> Span {
    if scene.tokens_between(trigger, date) <= 14 { trigger.join(date) } else { whole }
}

/// The leader after the verb, with the countries that somebody of that name led.
fn object_of(scene: &Scene<'_>, trigger: Span) -> Option<(Span, Vec<String>)> {
    scene
        .names
        .iter()
        .filter(|named| scene.tokens_between(named.span, trigger) <= 8)
        .filter_map(|named| {
            let countries: Vec<String> = named
                .tags
                .iter()
                .filter_map(|tag| match tag {
                    Tag::Leader(country) => Some(country.clone()),
                    _ => None,
                })
                .collect();
            (!countries.is_empty()).then_some((named.span, countries))
        })
        .min_by_key(|(span, _)| (span.start < trigger.end, scene.tokens_between(*span, trigger)))
}

/// "ousting the president", "deposed Keïta", "his deposition".
fn removes_leader(scene: &Scene<'_>, trigger: Span, ousted: Option<&(Span, Vec<String>)>) -> bool {
    let office = scene.tokens.iter().any(|token| {
        let near = scene.tokens_between(token.span, trigger) <= 6;
        near && token.is_any(&["president", "government", "leader", "ruler", "regime", "junta", "monarch", "king"])
    });
    let by_force = scene.says_any(&["military", "army", "soldiers", "officers", "junta", "coup", "mutiny", "colonel", "general", "guard"]);
    ousted.is_some() || (office && by_force)
}

fn is_plural(scene: &Scene<'_>, trigger: Span) -> bool {
    scene.words(trigger).eq_ignore_ascii_case("coups")
}

fn is_hypothetical(scene: &Scene<'_>, trigger: Span) -> bool {
    let at = scene.token_at(trigger.start);
    let before = scene.tokens.get(at.saturating_sub(4)..at).unwrap_or_default();
    before.iter().any(|token| {
        token.is_any(&["possible", "feared", "rumoured", "rumored", "another", "prevent", "against", "future"])
            && !token.is("another")
    })
}

/// "failed coup", "coup attempt", "attempted coup", "foiled".
fn is_failed(scene: &Scene<'_>, trigger: Span) -> bool {
    let at = scene.token_at(trigger.start);
    let around = scene.tokens.get(at.saturating_sub(2)..(at + 2).min(scene.tokens.len())).unwrap_or_default();
    around.iter().any(|token| {
        token.is_any(&["failed", "attempted", "attempt", "attempts", "foiled", "botched", "abortive", "unsuccessful", "bid", "plot"])
    })
}

/// The date that belongs to a trigger: the nearest one that no other trigger is nearer to, and that
/// is not only an anchor for something else ("a month before the coup", "since the coup").
fn date_of<'s>(scene: &'s Scene<'_>, trigger: Span, triggers: &[Span]) -> Option<&'s When> {
    let at = scene.token_at(trigger.start);
    // "a month before the coup", "following the coup in ...": a date there dates something else,
    // unless it stands right behind: "after the coup of 18 August 2020", "the 2020 coup".
    let lead = scene.tokens.get(at.saturating_sub(3)..at).unwrap_or_default();
    let is_anchor = lead.iter().any(|token| {
        token.is_any(&["after", "before", "since", "following", "until", "despite", "despite", "prior"])
    });
    scene
        .dates
        .iter()
        .filter(|when| !when.readings.is_empty())
        .filter(|when| {
            let apart = scene.tokens_between(when.span, trigger);
            if is_anchor {
                let right_behind = when.span.start >= trigger.end && apart <= 2;
                let right_before = when.span.end <= trigger.start && apart == 0;
                return right_behind || right_before;
            }
            let nearest = triggers.iter().all(|other| {
                other == &trigger || scene.tokens_between(when.span, *other) >= apart || related(scene, *other, trigger)
            });
            nearest && apart <= 25 && same_clause(scene, when.span, trigger)
        })
        .min_by_key(|when| {
            // "in deposing Keïta on Aug. 20": what follows the verb belongs to it before what opens
            // the sentence does.
            let follows = when.span.start >= trigger.end && scene.tokens_between(when.span, trigger) <= 6;
            (!follows, scene.tokens_between(when.span, trigger))
        })
}

/// Two triggers of one event: "another coup, ousting the president".
fn related(scene: &Scene<'_>, one: Span, other: Span) -> bool {
    scene.tokens_between(one, other) <= 6
}

/// No semicolon, and no "while" or "before" with a verb of its own, lies between.
fn same_clause(scene: &Scene<'_>, one: Span, other: Span) -> bool {
    let between = scene.between(one, other);
    ![";", " while ", " before ", " after ", " whereas ", " promising ", " until "]
        .iter()
        .any(|stop| between.contains(stop))
}
