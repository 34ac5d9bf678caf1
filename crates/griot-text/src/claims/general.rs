//! Claims that no family reads: found by the words that make a sentence checkable, so that silence
//! about them is visible. A case's timeline, relations and statements may still decide them.

use griot_model::{ClaimKind, Proposition, Span};

use super::{
    super::numbers::Role,
    found::Found,
    scene::{Figure, Named, Scene, Tag},
};

/// Claims of the sentence that no family has read; `taken` are the spans that are read already.
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
        let event = scene.sentence.text.clone();
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
    for figure in &scene.figures {
        let (kind, settled_by) = match figure.role {
            Role::Ordinal => continue,
            Role::Share | Role::Multiple | Role::PartOf => (
                ClaimKind::Ratio,
                "the series behind the share, as a table of the case, would settle it",
            ),
            Role::Money => (
                ClaimKind::Money,
                "the contract, the budget or the statement that names the sum would settle it",
            ),
            Role::Count if figure.unit.is_none() || is_vague(figure) => continue,
            Role::Count => {
                (ClaimKind::Count, "the document or the table that counts this would settle it")
            }
        };
        let span = figure.unit.map_or(figure.span, |unit| figure.span.join(unit));
        add(span, kind, unread(settled_by), None);
    }
    for (words, kind, settled_by) in TRIGGERS {
        for token in &scene.tokens {
            let vague = *kind == ClaimKind::Sanction && !is_definite(scene);
            if token.is_any(words) && !vague && !scene.is_quoted(token.span) {
                let span = around(scene, token.span);
                add(span, *kind, unread(settled_by), None);
            }
        }
    }
    found
}

/// Words that make a sentence checkable in principle.
const TRIGGERS: &[(&[&str], ClaimKind, &str)] = &[
    (
        &[
            "largest",
            "biggest",
            "worst",
            "strongest",
            "deadliest",
            "highest",
            "lowest",
            "smallest",
            "oldest",
        ],
        ClaimKind::Superlative,
        "a series in which the others are counted too would settle it",
    ),
    (
        &[
            "increased",
            "decreased",
            "rose",
            "fell",
            "doubled",
            "tripled",
            "plummeted",
            "surged",
            "soared",
            "dwindled",
            "proliferated",
            "escalated",
            "worsened",
        ],
        ClaimKind::Trend,
        "a series of events or figures over that time, as a table of the case, would settle it",
    ),
    (
        &["sanctions", "sanctioned", "embargo", "blacklisted"],
        ClaimKind::Sanction,
        "the notice of designation, or the list of that day, would settle it",
    ),
    (
        &[
            "deployed",
            "withdrew",
            "withdrawal",
            "attacked",
            "signed",
            "announced",
            "banned",
            "arrested",
            "expelled",
            "invaded",
            "annexed",
            "annexation",
            "launched",
            "denied",
            "demanded",
            "hosted",
            "installed",
            "abducted",
            "accused",
            "debunked",
            "published",
            "reported",
        ],
        ClaimKind::Event,
        "a dated source that reports it, preserved in the case, would settle it",
    ),
    (
        &[
            "affiliate",
            "founder",
            "founded",
            "funded",
            "financed",
            "publisher",
            "owner",
            "owned",
            "subsidiary",
            "spokesman",
            "member",
            "fellow",
            "officer",
            "director",
            "editor",
            "leader",
        ],
        ClaimKind::Relation,
        "a row of relations.csv or intervals.csv with its source would settle it",
    ),
];

/// "several avenues": a vague number of things that nobody counts. Vague numbers of people and of
/// days are counted all the same.
fn is_vague(figure: &Figure) -> bool {
    const COUNTED: &[&str] = &[
        "people",
        "civilians",
        "persons",
        "soldiers",
        "days",
        "weeks",
        "months",
        "years",
        "countries",
        "states",
        "deaths",
        "villages",
        "troops",
        "fighters",
        "times",
    ];
    figure.quantity.high.is_infinite()
        && figure.quantity.value <= 3.0
        && !COUNTED.contains(&figure.quantity.unit.as_str())
}

/// Whether the sentence says whose sanctions, or when: without either it only speaks of sanctions.
fn is_definite(scene: &Scene<'_>) -> bool {
    const WHOSE: &[&str] =
        &["US", "EU", "UN", "UK", "OFAC", "Treasury", "European", "ECOWAS", "Washington"];
    !scene.dates.is_empty() || scene.tokens.iter().any(|token| WHOSE.contains(&token.text))
}

fn unread(settled_by: &str) -> Proposition {
    Proposition::Unread { settled_by: settled_by.to_owned() }
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

/// The clause around a trigger: to the nearest comma, dash or semicolon, at most a dozen words.
fn around(scene: &Scene<'_>, span: Span) -> Span {
    let at = scene.token_at(span.start);
    let stops = |index: usize| {
        matches!(
            scene.tokens[index].text,
            "," | ";" | ":" | "—" | "–" | "(" | ")" | "." | "“" | "”"
        )
    };
    let mut first = at;
    while first > 0 && at - first < 6 && !stops(first - 1) {
        first -= 1;
    }
    let mut last = at;
    while last + 1 < scene.tokens.len() && last - at < 6 && !stops(last + 1) {
        last += 1;
    }
    scene.tokens[first].span.join(scene.tokens[last].span)
}
