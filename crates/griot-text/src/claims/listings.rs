//! Sentences about who is on a sanctions list.

use griot_model::{ClaimKind, Proposition, Span};

use super::{found::Found, scene::Scene};

const PASSIVE: &[&str] = &["sanctioned", "designated", "blacklisted"];

/// Claims about sanctions in one sentence.
pub(super) fn find(scene: &Scene<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    let Some(authority) = authority(scene) else { return found };
    for token in &scene.tokens {
        if !token.is_any(PASSIVE) || scene.is_quoted(token.span) {
            continue;
        }
        let at = scene.token_at(token.span.start);
        let negated = at > 0
            && scene
                .tokens
                .get(at.saturating_sub(3)..at)
                .unwrap_or_default()
                .iter()
                .any(|it| it.is_any(&["not", "never"]));
        let passive = at > 0
            && scene
                .tokens
                .get(at.saturating_sub(3)..at)
                .unwrap_or_default()
                .iter()
                .any(|it| it.is_any(&["was", "were", "is", "are", "been", "being"]));
        let Some(name) =
            (if passive { name_before(scene, at) } else { name_after(scene, at + 1) })
        else {
            continue;
        };
        let when = scene
            .dates
            .iter()
            .filter(|when| !when.readings.is_empty())
            .min_by_key(|when| scene.tokens_between(when.span, token.span));
        let lasting = scene.says("since")
            || when.is_some_and(|when| {
                scene
                    .word_before(when.span)
                    .is_some_and(|word| matches!(word.as_str(), "since" | "by" | "as"))
            });
        let mut span = name.join(token.span);
        if let Some(when) = when.filter(|when| scene.tokens_between(when.span, span) <= 6) {
            span = span.join(when.span);
        }
        found.push(Found::new(
            span,
            ClaimKind::Sanction,
            Proposition::Listed {
                entity: scene.words(name).to_owned(),
                authority: Some(authority.to_owned()),
                dates: when.map(|when| when.readings.clone()).unwrap_or_default(),
                on_that_date: !lasting,
                listed: !negated,
            },
        ));
    }
    found
}

/// Whose list: the one that the sentence names.
fn authority(scene: &Scene<'_>) -> Option<&'static str> {
    let text = &scene.sentence.text;
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    if has(&[
        "OFAC",
        "Treasury",
        "Office of Foreign Assets Control",
        "United States",
        "Washington",
    ]) || scene.tokens.iter().any(|token| matches!(token.text, "US" | "U.S"))
        || text.contains("U.S.")
    {
        Some("US")
    } else if has(&["European Union", "Brussels", "EU Council", "Council of the EU"])
        || scene.tokens.iter().any(|token| token.text == "EU")
    {
        Some("EU")
    } else if has(&["Security Council", "United Nations", "UN Sanctions", "UN sanctions"]) {
        Some("UN")
    } else if has(&["United Kingdom", "OFSI", "London", "Britain", "Foreign Office"])
        || scene.tokens.iter().any(|token| token.text == "UK")
    {
        Some("UK")
    } else {
        None
    }
}

/// "X was sanctioned": the capitalised run before the auxiliary.
fn name_before(scene: &Scene<'_>, at: usize) -> Option<Span> {
    let mut end = at;
    while end > 0 && !scene.tokens[end - 1].is_capitalised() {
        end -= 1;
        if at - end > 4 {
            return None;
        }
    }
    let mut start = end;
    while start > 0
        && (scene.tokens[start - 1].is_capitalised() || scene.tokens[start - 1].is_dash())
        && end - start < 6
    {
        start -= 1;
    }
    (start < end).then(|| scene.tokens[start].span.join(scene.tokens[end - 1].span))
}

/// "sanctioned X": the capitalised run after the verb.
fn name_after(scene: &Scene<'_>, at: usize) -> Option<Span> {
    let start = (at..(at + 4).min(scene.tokens.len()))
        .find(|index| scene.tokens[*index].is_capitalised())?;
    let mut end = start;
    while end < scene.tokens.len()
        && (scene.tokens[end].is_capitalised()
            || scene.tokens[end].is_dash() && scene.tokens[end].glued)
        && end - start < 6
    {
        end += 1;
    }
    // One capitalised word is a country or an adjective more often than a listed name.
    (end - start >= 2).then(|| scene.tokens[start].span.join(scene.tokens[end - 1].span))
}
