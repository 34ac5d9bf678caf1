//! Sentences about coups d'etat and the removal of leaders by force.

use griot_model::{ClaimKind, Proposition, Span};

use super::{
    super::dates::Boundary,
    context::Context,
    found::Found,
    scene::{Scene, Tag, When},
};

/// Verbs and nouns that need no more to mean a coup.
const NOUNS: &[&str] = &["coup", "coups", "putsch"];

/// Verbs that mean a coup when a leader is their object.
const VERBS: &[&str] = &[
    "deposed",
    "deposing",
    "depose",
    "deposition",
    "ousted",
    "ousting",
    "oust",
    "ouster",
    "overthrew",
    "overthrown",
    "overthrow",
    "overthrowing",
    "toppled",
    "toppling",
    "topple",
    "unseated",
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
        let other = noun && (is_plural(scene, *trigger) || is_hypothetical(scene, *trigger));
        if other || only_describes(scene, *trigger, noun) {
            continue;
        }
        let Some(when) = date_of(scene, *trigger, noun) else { continue };
        // One event told twice in a sentence, "a coup ... ousting the president", is one claim.
        if found.iter().any(|known| known.span.overlaps(when.span)) {
            continue;
        }
        let country = ousted
            .as_ref()
            .and_then(|(_, countries)| {
                let countries: Vec<&str> = countries.iter().map(String::as_str).collect();
                context.likeliest_in(scene, &countries).map(str::to_owned)
            })
            .filter(|country| names_country(scene, country) || !scene.countries().any(|_| true))
            .or_else(|| context.country_at(scene, *trigger));
        let Some(country) = country else { continue };
        let failed = is_failed(scene, *trigger);
        let span =
            ousted.as_ref().map_or(*trigger, |(span, _)| trigger.join(*span)).join(when.span);
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
        .filter(|named| !scene.between(trigger, named.span).contains("by "))
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
        .min_by_key(|(span, _)| {
            (span.start < trigger.end, scene.tokens_between(*span, trigger))
        })
}

/// "ousting the president", "deposed Morsi", "his overthrow".
fn removes_leader(
    scene: &Scene<'_>,
    trigger: Span,
    ousted: Option<&(Span, Vec<String>)>,
) -> bool {
    // "Ousted" can be by a vote; these cannot.
    const FORCE: &[&str] = &[
        "deposed",
        "deposing",
        "overthrew",
        "overthrown",
        "overthrowing",
        "toppled",
        "toppling",
    ];
    const ARMED: &[&str] = &[
        "military", "army", "soldiers", "officers", "junta", "coup", "mutiny", "colonel",
        "general", "guard",
    ];
    const BY_LAW: &[&str] =
        &["election", "elections", "vote", "referendum", "ballot", "impeached", "impeachment"];
    if scene.says_any(BY_LAW) {
        return false;
    }
    let office = scene.tokens.iter().any(|token| {
        let near = scene.tokens_between(token.span, trigger) <= 6;
        near && token.is_any(&[
            "president",
            "government",
            "leader",
            "ruler",
            "regime",
            "junta",
            "monarch",
            "king",
        ])
    });
    let by_force = FORCE.iter().any(|word| scene.words(trigger).eq_ignore_ascii_case(word))
        || scene.says_any(ARMED);
    ousted.is_some() || (office && by_force)
}

fn is_plural(scene: &Scene<'_>, trigger: Span) -> bool {
    scene.words(trigger).eq_ignore_ascii_case("coups")
}

/// Words before "coup" that make it no event: feared, prevented, possible.
fn is_hypothetical(scene: &Scene<'_>, trigger: Span) -> bool {
    const WORDS: &[&str] = &[
        "possible", "feared", "rumoured", "rumored", "prevent", "against", "future", "alleged",
    ];
    let at = scene.token_at(trigger.start);
    tokens_before(scene, at, 4).iter().any(|token| token.is_any(WORDS))
}

/// "coup leaders", "the deposed president": the word only describes somebody.
fn only_describes(scene: &Scene<'_>, trigger: Span, noun: bool) -> bool {
    const PEOPLE: &[&str] = &[
        "leader",
        "leaders",
        "plotters",
        "plotter",
        "makers",
        "regime",
        "government",
        "junta",
        "authorities",
        "supporters",
    ];
    const TITLES: &[&str] = &[
        "president",
        "leader",
        "ruler",
        "head",
        "prime",
        "minister",
        "former",
        "government",
        "king",
        "elected",
    ];
    const NO_SUBJECT: &[&str] = &[
        "the",
        "a",
        "an",
        "of",
        "by",
        "for",
        "with",
        "now",
        "recently",
        "to",
        "from",
        "against",
        "its",
        "his",
        "as",
        "reinstate",
        "restore",
        "release",
        "free",
        "detained",
        "jailed",
    ];
    const ACTIVE: &[&str] =
        &["deposing", "ousting", "overthrowing", "toppling", "deposition", "ouster"];
    let at = scene.token_at(trigger.start);
    let next = scene.tokens.get(at + 1);
    let before = at.checked_sub(1).and_then(|before| scene.tokens.get(before));
    if noun {
        let year_before = scene.dates.iter().any(|when| {
            when.span.end <= trigger.start && scene.tokens_between(when.span, trigger) == 0
        });
        let prefixed = before.is_some_and(crate::words::Token::is_dash);
        return (next.is_some_and(|token| token.is_any(PEOPLE)) && !year_before) || prefixed;
    }
    if ACTIVE.iter().any(|word| scene.words(trigger).eq_ignore_ascii_case(word)) {
        return false;
    }
    // "soldiers deposed president X" has a subject; "the deposed president", "meeting with deposed
    // president X" has none.
    let no_subject = before.is_none_or(|token| {
        token.is_any(NO_SUBJECT) || matches!(token.text, "," | ";" | "—" | "–" | "(" | "“")
    });
    let passive = tokens_before(scene, at, 3)
        .iter()
        .any(|token| token.is_any(&["was", "were", "been", "being", "is", "be"]));
    no_subject && !passive && next.is_some_and(|token| token.is_any(TITLES))
}

/// "failed coup", "coup attempt", "attempted coup", "foiled".
fn is_failed(scene: &Scene<'_>, trigger: Span) -> bool {
    const WORDS: &[&str] = &[
        "failed",
        "attempted",
        "attempt",
        "attempts",
        "foiled",
        "botched",
        "abortive",
        "unsuccessful",
        "bid",
        "plot",
    ];
    let at = scene.token_at(trigger.start);
    let around = scene
        .tokens
        .get(at.saturating_sub(2)..(at + 2).min(scene.tokens.len()))
        .unwrap_or_default();
    around.iter().any(|token| token.is_any(WORDS))
}

/// Verbs by which somebody makes a coup, or by which it comes about.
const MAKES: &[&str] = &[
    "staged",
    "staging",
    "launched",
    "led",
    "leading",
    "initiated",
    "mounted",
    "executed",
    "attempted",
    "carried",
    "experienced",
    "suffered",
    "saw",
    "followed",
    "struck",
    "undertook",
    "orchestrated",
    "perpetrated",
    "conducted",
    "through",
    "via",
    "seized",
];

/// Verbs behind the noun that say that it came about.
const HAPPENS: &[&str] = &[
    "took",
    "occurred",
    "happened",
    "unfolded",
    "toppled",
    "ousted",
    "deposed",
    "overthrew",
    "removed",
];

/// The date of the coup that a trigger tells of; none where a date near it may date something else,
/// as in "the coup was condemned in September".
fn date_of<'s>(scene: &'s Scene<'_>, trigger: Span, noun: bool) -> Option<&'s When> {
    let candidates: Vec<&When> = scene
        .dates
        .iter()
        .filter(|when| {
            !when.readings.is_empty()
                && !when.is_century
                && same_clause(scene, when.span, trigger)
        })
        .collect();
    let anchored = is_anchor(scene, trigger);
    let find =
        |fits: &dyn Fn(&When) -> bool| candidates.iter().copied().find(|when| fits(when));
    find(&|when| is_modifier(scene, trigger, when))
        .or_else(|| {
            find(&|when| {
                is_behind(scene, trigger, when, noun)
                    && (!anchored || scene.tokens_between(trigger, when.span) <= 1)
            })
        })
        .or_else(|| find(&|when| !anchored && opens_clause(scene, trigger, when, noun)))
}

/// "the 2020 coup", "the August 2020 military coup".
fn is_modifier(scene: &Scene<'_>, trigger: Span, when: &When) -> bool {
    const WORDS: &[&str] =
        &["military", "bloodless", "palace", "second", "failed", "attempted", "-"];
    when.span.end <= trigger.start && only_words(&scene.between(when.span, trigger), WORDS)
}

/// "coup of 18 August 2020", "deposed on 18 August", "deposing the king on 3 June".
fn is_behind(scene: &Scene<'_>, trigger: Span, when: &When, noun: bool) -> bool {
    if when.span.start < trigger.end {
        return false;
    }
    let between = scene.between(trigger, when.span);
    if noun {
        is_link(scene, trigger, when.span, &between)
    } else {
        let apart = scene.tokens_between(trigger, when.span);
        apart <= 9 && !between.contains(',') && !has_verb(&between)
    }
}

/// "In June 1999, officers led a coup": a date that opens the clause, and a verb that makes
/// the coup.
fn opens_clause(scene: &Scene<'_>, trigger: Span, when: &When, noun: bool) -> bool {
    let opens = when.phrase.start == 0
        || scene.word_before(when.phrase).is_some_and(|word| word == "and" || word == ",");
    let at = scene.token_at(trigger.start);
    let behind = scene.tokens.get(at + 1..(at + 4).min(scene.tokens.len())).unwrap_or_default();
    let made = !noun
        || tokens_before(scene, at, 5).iter().any(|token| token.is_any(MAKES))
        || behind.iter().any(|token| token.is_any(HAPPENS));
    when.span.end <= trigger.start
        && opens
        && made
        && when.boundary == Boundary::At
        && scene.tokens_between(when.span, trigger) <= 16
}

/// "a week before the strike", "since the coup": another thing is dated by it.
fn is_anchor(scene: &Scene<'_>, trigger: Span) -> bool {
    const WORDS: &[&str] =
        &["after", "before", "since", "following", "until", "despite", "prior"];
    let at = scene.token_at(trigger.start);
    tokens_before(scene, at, 3).iter().any(|token| token.is_any(WORDS))
}

/// Only "of", "in", "on" and names of countries lie between a coup and its date, or a verb by which
/// it comes about.
fn is_link(scene: &Scene<'_>, trigger: Span, date: Span, between: &str) -> bool {
    const WORDS: &[&str] = &[
        "of",
        "in",
        "on",
        "the",
        "d",
        "d'état",
        "d’état",
        "d'etat",
        "d’etat",
        "état",
        "attempt",
        "took",
        "place",
        "occurred",
        "that",
        "early",
        "late",
        "mid",
        "country",
        "capital",
    ];
    let mut rest = between.to_owned();
    for (span, _) in scene.countries() {
        if trigger.end <= span.start && span.end <= date.start {
            rest = rest.replace(&scene.words(span).to_lowercase(), " ");
        }
    }
    only_words(&rest, WORDS)
}

fn only_words(text: &str, allowed: &[&str]) -> bool {
    text.split_whitespace().all(|word| allowed.contains(&word))
}

/// Whether words hold a verb of their own, so that a date behind them is that verb's.
fn has_verb(between: &str) -> bool {
    const VERBS: &[&str] = &[
        "said",
        "was",
        "were",
        "has",
        "had",
        "have",
        "is",
        "died",
        "met",
        "told",
        "announced",
        "returned",
        "fled",
        "signed",
        "arrived",
        "left",
        "won",
        "became",
        "visited",
        "called",
    ];
    between.split_whitespace().any(|word| VERBS.contains(&word))
}

fn tokens_before<'s>(
    scene: &'s Scene<'_>,
    at: usize,
    count: usize,
) -> &'s [crate::words::Token<'s>] {
    scene.tokens.get(at.saturating_sub(count)..at).unwrap_or_default()
}

/// No semicolon, and no "while" or "before" with a verb of its own, lies between.
fn same_clause(scene: &Scene<'_>, one: Span, other: Span) -> bool {
    let between = scene.between(one, other);
    ![";", " while ", " before ", " after ", " whereas ", " until "]
        .iter()
        .any(|stop| between.contains(stop))
}
