//! Sentences about national elections that were held.

use griot_model::{ClaimKind, Proposition, Span};

use super::{context::Context, found::Found, scene::Scene};

const NOUNS: &[&str] = &["election", "elections", "polls", "runoff", "referendum"];
const VERBS: &[&str] = &["elected", "re-elected", "reelected"];

/// Words that make it another thing than a vote that was held: plans, delays, local polls.
const NOT_HELD: &[&str] = &[
    "promised",
    "promising",
    "promise",
    "planned",
    "scheduled",
    "postponed",
    "postponement",
    "postpone",
    "delayed",
    "delay",
    "upcoming",
    "future",
    "next",
    "expected",
    "due",
    "would",
    "will",
    "local",
    "municipal",
    "regional",
    "gubernatorial",
    "mayoral",
    "midterm",
    "primary",
    "byelection",
    "before",
    "ahead",
    "calling",
    "demanded",
    "organize",
    "organise",
    "cancelled",
    "canceled",
    "annulled",
    "until",
    "since",
    "plans",
    "plan",
    "agreed",
    "party",
    "union",
    "pope",
    "council",
];

/// Claims about elections in one sentence.
pub(super) fn find(scene: &Scene<'_>, context: &Context) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    for (index, token) in scene.tokens.iter().enumerate() {
        let noun = token.is_any(NOUNS);
        let verb = token.is_any(VERBS) && is_verb(scene, index);
        if !(noun || verb) || scene.is_quoted(token.span) || is_other(scene, token.span) {
            continue;
        }
        let Some(when) = scene
            .dates
            .iter()
            .filter(|when| !when.readings.is_empty())
            .filter(|when| scene.tokens_between(when.span, token.span) <= 8)
            .min_by_key(|when| scene.tokens_between(when.span, token.span))
        else {
            continue;
        };
        let between = scene.between(when.span, token.span);
        if [";", ",", " after ", " before ", " while ", " since "]
            .iter()
            .any(|stop| between.contains(stop))
            || scene.word_before(when.span).is_some_and(|word| {
                matches!(word.as_str(), "since" | "until" | "before" | "after" | "by")
            })
            || found.iter().any(|known| known.span.overlaps(when.span))
        {
            continue;
        }
        let Some(country) = context.country_at(scene, token.span) else { continue };
        let near = Span::new(token.span.start.saturating_sub(40), token.span.end);
        let lead = scene.tokens.iter().filter(|it| near.contains(it.span));
        let mut executive = None;
        for it in lead {
            if it.is_any(&["presidential", "president"]) {
                executive = Some(true);
            } else if it.is_any(&["parliamentary", "legislative"]) {
                executive = Some(false);
            }
        }
        found.push(
            Found::new(
                token.span.join(when.span),
                ClaimKind::Date,
                Proposition::Election { country, dates: when.readings.clone(), executive },
            )
            .anchored(when.anchor),
        );
    }
    found
}

/// "was elected", "elected a new parliament", and not "the elected president".
fn is_verb(scene: &Scene<'_>, at: usize) -> bool {
    let before = scene.tokens.get(at.saturating_sub(3)..at).unwrap_or_default();
    let passive = before
        .iter()
        .any(|it| it.is_any(&["was", "were", "been", "being", "is", "are", "got", "gets"]));
    passive
        || scene
            .tokens
            .get(at + 1)
            .is_some_and(|it| it.is_any(&["a", "an", "the", "its", "their", "his", "her"]))
}

fn is_other(scene: &Scene<'_>, trigger: Span) -> bool {
    scene
        .tokens
        .iter()
        .filter(|token| scene.tokens_between(token.span, trigger) <= 6)
        .any(|token| token.is_any(NOT_HELD))
}
