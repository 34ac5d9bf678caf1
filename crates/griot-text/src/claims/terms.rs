//! Sentences about who took, held or left an office.

use griot_model::{ClaimKind, Office, Proposition, Span, TermEdge};

use super::{
    context::Context,
    found::Found,
    scene::{Scene, Tag, When},
};

/// Phrases that mean the start of a rule.
const STARTS: &[&str] = &[
    "came to power",
    "come to power",
    "took power",
    "took office",
    "taking office",
    "assumed office",
    "assumed power",
    "assumed the presidency",
    "sworn in",
    "was inaugurated",
    "became president",
    "became prime minister",
    "becoming president",
    "seized power",
    "seizing power",
    "rose to power",
    "ascended to",
    "in power since",
    "ruled since",
    "in office since",
    "has ruled",
];

/// Phrases that mean the end of one.
const ENDS: &[&str] = &[
    "left office",
    "leaving office",
    "stepped down",
    "stepping down",
    "resigned",
    "left power",
    "was ousted",
    "was deposed",
    "was overthrown",
    "lost power",
    "died in office",
];

/// Titles of those who rule, as they stand before a name.
const LEADER_TITLES: &[&str] = &["president", "presidents"];

/// Titles of other offices, as they stand before a name.
const OTHER_TITLES: &[&str] = &[
    "foreign minister",
    "defense minister",
    "defence minister",
    "interior minister",
    "prime minister",
    "ambassador",
    "premier",
    "secretary general",
    "secretary-general",
    "minister of defense",
    "minister of defence",
    "minister of foreign affairs",
    "chancellor",
    "spokesman",
    "spokesperson",
];

/// Claims about terms of office in one sentence; `before` is the sentence before it.
pub(super) fn find(
    scene: &Scene<'_>,
    before: Option<&Scene<'_>>,
    context: &Context,
) -> Vec<Found> {
    let mut found = Vec::new();
    for (phrases, edge) in [(STARTS, TermEdge::Start), (ENDS, TermEdge::End)] {
        for phrase in phrases {
            let length = phrase.split(' ').count();
            for at in scene.find(phrase) {
                let trigger = scene.span_of(at, length);
                let taken = found.iter().any(|it: &Found| it.span.overlaps(trigger));
                if taken || scene.is_quoted(trigger) {
                    continue;
                }
                found.extend(at_edge(scene, before, context, trigger, edge));
            }
        }
    }
    found.extend(titles(scene, context));
    found
}

fn at_edge(
    scene: &Scene<'_>,
    before: Option<&Scene<'_>>,
    context: &Context,
    trigger: Span,
    edge: TermEdge,
) -> Option<Found> {
    let when = near_date(scene, trigger)?;
    let (person, span, country) = person_before(scene, trigger, context).or_else(|| {
        has_pronoun(scene, trigger).then(|| last_leader(before?, context)).flatten()
    })?;
    let span = span.map_or(trigger, |span| span.join(trigger)).join(when.span);
    Some(
        Found::new(
            span,
            ClaimKind::Office,
            Proposition::Term {
                person,
                country: Some(country),
                office: Office::Leader,
                role: if is_rule(scene, trigger) { "leader" } else { "office-holder" }
                    .to_owned(),
                edge,
                dates: when.readings.clone(),
            },
        )
        .anchored(when.anchor),
    )
}

/// Whether the words can only mean the rule of a country: mayors and ministers take office, too.
fn is_rule(scene: &Scene<'_>, trigger: Span) -> bool {
    const ANY_OFFICE: &[&str] =
        &["office", "resigned", "stepped", "stepping", "sworn", "inaugurated"];
    let any_office = scene
        .words(trigger)
        .split_whitespace()
        .any(|word| ANY_OFFICE.iter().any(|it| word.eq_ignore_ascii_case(it)));
    !any_office
        || scene.says_any(&["president", "presidency", "presidential", "premier"])
        || scene.says("head of state")
        || scene.says("prime minister")
}

/// "President X", "Foreign Minister X": a title right before a name.
fn titles(scene: &Scene<'_>, context: &Context) -> Vec<Found> {
    let mut found = Vec::new();
    let offices = LEADER_TITLES
        .iter()
        .map(|title| (*title, Office::Leader))
        .chain(OTHER_TITLES.iter().map(|title| (*title, Office::Other)));
    for (title, office) in offices {
        let length = title.split([' ', '-']).count();
        for at in scene.find(&title.replace('-', " ")) {
            let words = scene.span_of(at, length);
            let is_former = at > 0
                && scene.tokens[at - 1]
                    .is_any(&["former", "ex", "deputy", "vice", "late", "then"]);
            let Some(name) = name_at(scene, at + length) else { continue };
            if is_former || scene.is_quoted(words) {
                continue;
            }
            let person = scene.words(name).to_owned();
            let country = country_of_title(scene, at, name, office, context);
            let mut span = words.join(name);
            if let Some(country) = scene.countries().map(|(span, _)| span).find(|country| {
                country.end <= words.start && scene.tokens_between(*country, words) == 0
            }) {
                span = span.join(country);
            }
            found.push(Found::new(
                span,
                ClaimKind::Office,
                Proposition::Term {
                    person,
                    country,
                    office,
                    role: title.to_owned(),
                    edge: TermEdge::During,
                    dates: Vec::new(),
                },
            ));
        }
    }
    found
}

/// The run of capitalised words that starts at a token, at most five long.
fn name_at(scene: &Scene<'_>, at: usize) -> Option<Span> {
    let first = scene.tokens.get(at).filter(|token| token.is_capitalised())?;
    let mut span = first.span;
    for (count, next) in (1..).zip(scene.tokens.iter().skip(at + 1)) {
        let particle = next
            .is_any(&["al", "el", "de", "ould", "ben", "bin", "ag", "von", "van"])
            && count < 4;
        if !(next.is_capitalised() || particle || next.is_dash() && next.glued) || count >= 6 {
            break;
        }
        span = span.join(next.span);
        if next.text.ends_with("’s") || next.text.ends_with("'s") {
            break;
        }
    }
    let words = scene.words(span);
    let bare =
        words.trim_end_matches("’s").trim_end_matches("'s").trim_end_matches(['-', '–', '—']);
    Some(Span::new(span.start, span.start + bare.len())).filter(|span| !span.is_empty())
}

fn country_of_title(
    scene: &Scene<'_>,
    title_at: usize,
    name: Span,
    office: Office,
    context: &Context,
) -> Option<String> {
    let title_start = scene.tokens[title_at].span.start;
    let before = scene
        .countries()
        .filter(|(span, _)| span.end <= title_start)
        .filter(|(span, _)| {
            scene.tokens_between(*span, Span::new(title_start, title_start + 1)) <= 1
        })
        .map(|(_, country)| country.to_owned())
        .last();
    if before.is_some() || office == Office::Other {
        return before;
    }
    let led: Vec<&str> = scene
        .names
        .iter()
        .filter(|named| named.span.overlaps(name))
        .flat_map(|named| &named.tags)
        .filter_map(|tag| match tag {
            Tag::Leader(country) => Some(country.as_str()),
            _ => None,
        })
        .collect();
    context
        .likeliest_in(scene, &led)
        .map(str::to_owned)
        .or_else(|| context.country_at(scene, name))
}

fn near_date<'s>(scene: &'s Scene<'_>, trigger: Span) -> Option<&'s When> {
    scene
        .dates
        .iter()
        .filter(|when| !when.readings.is_empty())
        .filter(|when| scene.tokens_between(when.span, trigger) <= 8)
        .filter(|when| !scene.between(when.span, trigger).contains(';'))
        .min_by_key(|when| {
            (when.span.start < trigger.end, scene.tokens_between(when.span, trigger))
        })
}

type Person = (String, Option<Span>, String);

/// The nearest leader before the phrase, in the same clause.
fn person_before(scene: &Scene<'_>, trigger: Span, context: &Context) -> Option<Person> {
    scene
        .names
        .iter()
        .filter(|named| named.span.end <= trigger.start)
        .filter(|named| scene.tokens_between(named.span, trigger) <= 8)
        .filter(|named| !scene.between(named.span, trigger).contains(';'))
        .filter_map(|named| as_leader(scene, named, context))
        .next_back()
        .map(|(person, span, country)| (person, Some(span), country))
}

/// A leader's name, widened to the whole run of capitalised words around it.
fn as_leader(
    scene: &Scene<'_>,
    named: &super::scene::Named,
    context: &Context,
) -> Option<(String, Span, String)> {
    let led: Vec<&str> = named
        .tags
        .iter()
        .filter_map(|tag| match tag {
            Tag::Leader(country) => Some(country.as_str()),
            _ => None,
        })
        .collect();
    let country = context.likeliest_in(scene, &led)?;
    let mut at = scene.token_at(named.span.start);
    while at > 0
        && (scene.tokens[at - 1].is_capitalised()
            || scene.tokens[at - 1].is_dash() && scene.tokens[at].glued)
        && !scene.tokens[at - 1].is_any(&[
            "president",
            "colonel",
            "general",
            "minister",
            "prime",
            "the",
            "in",
            "captain",
            "under",
            "when",
            "after",
        ])
    {
        at -= 1;
    }
    let span = name_at(scene, at).map_or(named.span, |span| span.join(named.span));
    Some((scene.words(span).to_owned(), span, country.to_owned()))
}

/// "he took office": the pronoun before the phrase.
fn has_pronoun(scene: &Scene<'_>, trigger: Span) -> bool {
    let at = scene.token_at(trigger.start);
    let lead = scene.tokens.get(at.saturating_sub(3)..at).unwrap_or_default();
    lead.iter().any(|token| token.is_any(&["he", "she", "who"]))
}

fn last_leader(before: &Scene<'_>, context: &Context) -> Option<Person> {
    before
        .names
        .iter()
        .filter_map(|named| as_leader(before, named, context))
        .next_back()
        .map(|(person, _, country)| (person, None, country))
}
