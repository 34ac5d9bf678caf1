//! Sentences that say what came before what.

use griot_model::{ClaimKind, Proposition, Span};

use super::{found::Found, scene::Scene};

/// Claims about the order of two events in one sentence: one dated in the sentence, the other named
/// after "ahead of", "before" or "after".
pub(super) fn find(scene: &Scene<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for (phrase, event_is_later) in [
        ("ahead of", true),
        ("in the run-up to", true),
        ("shortly before", true),
        ("before", true),
        ("shortly after", false),
        ("after", false),
        ("following", false),
    ] {
        let length = phrase.split(' ').count();
        for at in scene.find(phrase) {
            let link = scene.span_of(at, length);
            if scene.is_quoted(link)
                || found.iter().any(|known: &Found| known.span.overlaps(link))
            {
                continue;
            }
            let Some(event) = noun_phrase(scene, at + length) else { continue };
            let own: Vec<_> =
                scene.dates.iter().filter(|when| event.overlaps(when.span)).collect();
            let Some(other) = scene.dates.iter().find(|when| {
                !event.overlaps(when.span)
                    && !when.readings.is_empty()
                    && scene.tokens_between(when.span, link) <= 20
            }) else {
                continue;
            };
            let event_dates = own.first().map(|when| when.readings.clone()).unwrap_or_default();
            let event_words = scene.words(event).to_owned();
            let other_words = scene.words(other.span).to_owned();
            let proposition = if event_is_later {
                Proposition::Order {
                    earlier: other_words,
                    later: event_words,
                    earlier_dates: other.readings.clone(),
                    later_dates: event_dates,
                }
            } else {
                Proposition::Order {
                    earlier: event_words,
                    later: other_words,
                    earlier_dates: event_dates,
                    later_dates: other.readings.clone(),
                }
            };
            found.push(Found::new(link.join(event), ClaimKind::Order, proposition));
        }
    }
    found
}

/// "the donors' meeting in Berlin": the words after the link that can name an event; none where
/// a clause follows.
fn noun_phrase(scene: &Scene<'_>, at: usize) -> Option<Span> {
    let first = scene.tokens.get(at)?;
    if !(first.is("the")
        || first.is("a")
        || first.is_capitalised()
        || first.is("his")
        || first.is("its"))
    {
        return None;
    }
    let mut span = first.span;
    let mut count = 0;
    for token in scene.tokens.iter().skip(at) {
        if matches!(token.text, "," | ";" | "." | ":" | "(" | "—" | "–")
            || token.is_any(&[
                "that", "which", "and", "was", "were", "is", "had", "has", "to", "with", "by",
                "when", "who",
            ])
        {
            break;
        }
        span = span.join(token.span);
        count += 1;
        if count > 9 {
            return None;
        }
    }
    let named = scene.names.iter().any(|name| span.overlaps(name.span))
        || scene
            .tokens
            .iter()
            .skip(at + 1)
            .take(count)
            .any(crate::words::Token::is_capitalised);
    let event = [
        "summit",
        "coup",
        "election",
        "elections",
        "invasion",
        "agreement",
        "announcement",
        "withdrawal",
        "attack",
        "vote",
        "visit",
        "talks",
        "annexation",
        "referendum",
        "war",
    ];
    let noun = scene.tokens.iter().skip(at).take(count).any(|token| token.is_any(&event));
    (count >= 2 && named && noun).then_some(span)
}
