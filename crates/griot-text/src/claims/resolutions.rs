//! Symbols of resolutions.

use griot_model::Span;

/// Every `A/RES/77/229`, `ES-11/6`, or `resolution 77/229`, in order: its place in bytes, and the whole symbol.
pub fn symbols_in(text: &str) -> Vec<(Span, String)> {
    let mut found: Vec<(Span, String)> = Vec::new();
    for (opener, prefix) in [("A/RES/", ""), ("ES-", "A/RES/")] {
        for (at, _) in text.match_indices(opener) {
            let run: String = text
                .get(at..)
                .unwrap_or_default()
                .chars()
                .take_while(|c| c.is_ascii_alphanumeric() || "/-[]".contains(*c))
                .collect();
            let run = run.trim_end_matches(['/', '-']);
            let span = Span::new(at, at + run.len());
            let number = run.get(opener.len()..).unwrap_or_default();
            // The special sessions have numbers of two parts; "A/RES/3314" has one.
            if (number.contains('/') || prefix.is_empty() && !number.is_empty())
                && !found.iter().any(|(known, _)| known.overlaps(span))
            {
                found.push((span, format!("{prefix}{run}")));
            }
        }
    }
    // "the Declaration on the Rights of Indigenous Peoples (61/295)"
    for (at, _) in text.match_indices('(') {
        let inside = text.get(at + 1..).and_then(|rest| rest.split(')').next());
        let Some((session, number)) = inside.and_then(|it| it.split_once('/')) else {
            continue;
        };
        let digits = |part: &str, most: usize| {
            (2..=most).contains(&part.len()) && part.bytes().all(|it| it.is_ascii_digit())
        };
        if digits(session, 2) && digits(number, 3) {
            let end = at + 2 + session.len() + number.len();
            found.push((Span::new(at + 1, end), format!("A/RES/{session}/{number}")));
        }
    }
    let lower = text.to_lowercase();
    // Some letters change their length with their case; their places would then be others.
    let lower = if lower.len() == text.len() { lower } else { text.to_ascii_lowercase() };
    let openers = ["resolution ", "resolutions ", "résolution ", "résolutions "];
    for (at, opener) in openers.iter().flat_map(|opener| lower.match_indices(opener)) {
        let at = at + opener.len();
        let run: String = lower
            .get(at..)
            .unwrap_or_default()
            .chars()
            .take_while(|c| c.is_ascii_digit() || *c == '/')
            .collect();
        let fine = run.split_once('/').is_some_and(|(session, number)| {
            !session.is_empty() && session.len() <= 2 && !number.is_empty() && number.len() <= 3
        });
        if fine {
            found.push((Span::new(at, at + run.len()), format!("A/RES/{run}")));
        }
    }
    found.sort_by_key(|(span, _)| *span);
    found
}
