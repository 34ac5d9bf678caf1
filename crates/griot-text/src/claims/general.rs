//! What a case alone can decide: quotations by its statements, dates by its timeline, ties by its relations.
//!
//! A date, a quotation or two names in a sentence are no claims by themselves. They become claims where a row of the case
//! agrees with them; where none does, nothing is listed.

use griot_model::{ClaimKind, Proposition, Span};

use super::{
    found::Found,
    scene::{Named, Scene, Tag},
};

/// What the rows of a case may say of a sentence; `taken` are the spans that are read already.
pub(super) fn find(scene: &Scene<'_>, taken: &[Span]) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let mut add =
        |span: Span, kind: ClaimKind, proposition: Proposition, anchor: Option<Span>| {
            let free = !taken.iter().any(|it| it.overlaps(span))
                && !found.iter().any(|it| it.span.overlaps(span));
            if free && !span.is_empty() {
                found.push(Found::new(span, kind, proposition).anchored(anchor));
            }
        };
    for quote in &scene.quotes {
        if let Some(words) = quoted_words(scene, *quote) {
            add(*quote, ClaimKind::Quote, Proposition::Quoted { words, statement: None }, None);
        }
    }
    for when in scene.dates.iter().filter(|when| !when.readings.is_empty() && !when.is_century)
    {
        let event = clause(scene, when.span).to_owned();
        add(
            when.phrase,
            ClaimKind::Date,
            Proposition::Dated { event, dates: when.readings.clone() },
            when.anchor,
        );
    }
    for (from, to, span) in ties(scene) {
        add(span, ClaimKind::Relation, Proposition::Tied { from, to }, None);
    }
    found
}

/// The clause that a date stands in: a semicolon, a colon, a dash or a relative clause begins another,
/// whose events the date does not date.
fn clause<'s>(scene: &'s Scene<'_>, date: Span) -> &'s str {
    let starts = scene.tokens.windows(2).filter_map(|pair| {
        let [mark, next] = pair else { return None };
        let relative = next.is_any(&["who", "whom", "whose", "which", "where", "when"])
            && mark.text == ",";
        let breaks = matches!(mark.text, ";" | ":" | "—" | "–");
        (breaks || relative).then_some(mark.span.end)
    });
    let mut clause = Span::new(0, scene.sentence.text.len());
    for start in starts {
        if start <= date.start {
            clause.start = start;
        } else {
            clause.end = start;
            break;
        }
    }
    scene.words(clause)
}

/// The words of a quotation without its marks; none for a single quoted word that is no sentence.
fn quoted_words(scene: &Scene<'_>, quote: Span) -> Option<String> {
    let words = scene
        .words(quote)
        .trim_matches(['“', '”', '"', '«', '»', '‘', '’', '\'', ' ', '\u{a0}']);
    (!words.is_empty()).then(|| words.to_owned())
}

/// Pairs of different actors of the case in one sentence, close to each other. Two countries are not
/// a pair: what a report says of two states is hardly ever one tie.
fn ties(scene: &Scene<'_>) -> Vec<(String, String, Span)> {
    let is_state = |named: &&Named| {
        named.tags.iter().any(|tag| matches!(tag, Tag::Country(_) | Tag::Demonym(_)))
    };
    let actors: Vec<(Span, &str)> = scene
        .names
        .iter()
        .filter(|named| !is_state(named))
        .filter_map(|named| {
            named.tags.iter().find_map(|tag| match tag {
                Tag::Actor(id) => Some((named.span, id.as_str())),
                _ => None,
            })
        })
        .collect();
    actors
        .windows(2)
        .filter_map(|pair| match pair {
            [(one, from), (two, to)] if from != to && scene.tokens_between(*one, *two) <= 8 => {
                Some(((*from).to_owned(), (*to).to_owned(), one.join(*two)))
            }
            _ => None,
        })
        .collect()
}
