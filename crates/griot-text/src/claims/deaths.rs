//! Sentences that count the dead.

use griot_model::{ClaimKind, DateRange, DateReading, PartialDate, Proposition, Span};

use super::{
    super::{
        dates::Boundary,
        numbers::Role,
        words::{Token, TokenKind},
    },
    context::Context,
    found::Found,
    scene::{Figure, Named, Scene, Tag, When},
};

const WORDS: &[&str] = &[
    "killed",
    "deaths",
    "dead",
    "died",
    "fatalities",
    "killings",
    "executed",
    "casualties",
    "death",
    "lives",
    "massacred",
    "slain",
];
const PEOPLE: &[&str] = &[
    "people",
    "civilians",
    "persons",
    "deaths",
    "fatalities",
    "villagers",
    "soldiers",
    "civilian",
    "lives",
    "women",
    "men",
    "children",
    "dead",
    "killed",
    "individuals",
    "victims",
    "others",
    "residents",
    "demonstrators",
    "protesters",
    "migrants",
    "troops",
    "police",
    "peacekeepers",
];
/// Words that count the dead of a conflict without choosing some of them: all else in a sentence may.
const WHOLE: &[&str] = &[
    "killed",
    "killing",
    "killings",
    "kill",
    "died",
    "dead",
    "death",
    "deaths",
    "fatalities",
    "toll",
    "lost",
    "lives",
    "people",
    "persons",
    "civilian",
    "civilians",
    "conflict",
    "war",
    "fighting",
    "violence",
    "armed",
    "organised",
    "organized",
];
/// Of them those that say that somebody killed.
const VIOLENT: &[&str] =
    &["killed", "killing", "killings", "kill", "conflict", "war", "fighting", "violence"];
/// Words without content of their own. "By" and "from" are not here: they choose.
const SMALL: &[&str] = &[
    "a", "an", "the", "in", "across", "within", "of", "during", "over", "since", "between",
    "and", "was", "were", "has", "have", "had", "been", "is", "are", "there", "it", "this",
    "that", "year", "country",
];

/// Claims about numbers of dead in one sentence.
pub(super) fn find(scene: &Scene<'_>, context: &Context) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    for figure in &scene.figures {
        let Some(word) = counted_dead(scene, figure) else { continue };
        let span = figure.span.join(word);
        if found.iter().any(|known| known.span.overlaps(span)) || scene.is_quoted(span) {
            continue;
        }
        let civilians = scene
            .tokens
            .iter()
            .any(|token| span.contains(token.span) && token.is_any(&["civilian", "civilians"]));
        let Some(country) = context.country_at(scene, span) else { continue };
        let when = date_near(scene, span);
        let dates = when.map(|when| period(when, context)).unwrap_or_default();
        let narrowed_by = narrower(scene, span, when, &country);
        let with_date = scene
            .dates
            .iter()
            .filter(|when| {
                when.span.start >= span.end && scene.tokens_between(when.span, span) <= 4
            })
            .map(|when| when.span)
            .next();
        let span = with_date.map_or(span, |date| span.join(date));
        found.push(Found::new(
            span,
            ClaimKind::Count,
            Proposition::Deaths {
                country,
                dates,
                count: figure.quantity.clone(),
                civilians,
                narrowed_by,
            },
        ));
    }
    found
}

/// The word that makes a number one of dead people.
fn counted_dead(scene: &Scene<'_>, figure: &Figure) -> Option<Span> {
    if figure.role != Role::Count || figure.quantity.value < 1.0 {
        return None;
    }
    behind(scene, figure).or_else(|| ahead(scene, figure))
}

/// "40 villagers had been killed", "12 dead", "about 90 were then executed".
fn behind(scene: &Scene<'_>, figure: &Figure) -> Option<Span> {
    let after = scene.token_at(figure.span.end);
    let tokens =
        scene.tokens.get(after.saturating_sub(3)..(after + 8).min(scene.tokens.len()))?;
    let word = tokens
        .iter()
        .find(|token| token.is_any(WORDS) && token.span.end > figure.span.start)?;
    let between = scene.between(figure.span, word.span);
    // "30 nurses were moved": people, but not dead; "30 euros" are neither.
    let person = tokens.iter().any(|token| {
        token.is_any(PEOPLE)
            && token.span.start >= figure.span.start
            && token.span.start <= word.span.end
    });
    let passive = between.split_whitespace().all(|it| {
        matches!(it, "were" | "was" | "had" | "have" | "been" | "being" | "confirmed")
            || it.ends_with("ly")
    });
    let same =
        !between.contains(';') && !between.contains("wounded") && !between.contains(" and ");
    ((person || passive) && same).then_some(word.span)
}

/// "killed 40 people", "a death toll of 90", "deaths rose to 90".
fn ahead(scene: &Scene<'_>, figure: &Figure) -> Option<Span> {
    let at = scene.token_at(figure.span.start);
    let lead = scene.tokens.get(at.saturating_sub(3)..at)?;
    let word = lead.iter().rev().find(|token| {
        token.is_any(&[
            "killed",
            "killing",
            "kills",
            "toll",
            "deaths",
            "executed",
            "executing",
            "massacred",
        ])
    })?;
    let between = scene.between(word.span, figure.span);
    let small = between.split_whitespace().all(|it| {
        matches!(it, "at" | "of" | "to" | "some" | "the" | "another" | "as" | "many")
    });
    // "killed 3 years ago": a length of time is no number of people.
    let time = figure.quantity.unit.ends_with("days")
        || ["year", "years", "month", "months", "week", "weeks", "hours", "percent"]
            .contains(&figure.quantity.unit.as_str());
    (small && !time).then_some(word.span)
}

fn date_near<'s>(scene: &'s Scene<'_>, span: Span) -> Option<&'s When> {
    scene
        .dates
        .iter()
        .filter(|when| !when.readings.is_empty())
        .min_by_key(|when| scene.tokens_between(when.span, span))
}

/// The period of the count: a range of the sentence, "since X" until the dateline, or a date.
fn period(when: &When, context: &Context) -> Vec<DateReading> {
    if when.boundary == Boundary::Since {
        let Some(dateline) = context.dateline else { return when.readings.clone() };
        return when
            .readings
            .iter()
            .filter(|reading| reading.range.first <= dateline)
            .map(|reading| DateReading {
                range: DateRange::new(reading.range.first, dateline),
                shown: format!("{}/{}", reading.shown, PartialDate::Day(dateline)),
                how: "since the date given, until the dateline".to_owned(),
            })
            .collect();
    }
    when.readings.clone()
}

/// What narrows a count below a country and its calendar years, in the report's words.
///
/// A place, a weapon, a perpetrator, a cause, a group of people: there is no list of what can. So a
/// count is that of the whole country only where the sentence holds nothing else.
fn narrower(
    scene: &Scene<'_>,
    span: Span,
    when: Option<&When>,
    country: &str,
) -> Option<String> {
    let Some(when) = when else { return Some("a count without a period".to_owned()) };
    if !scene.says_any(VIOLENT) {
        return Some(
            "deaths of which the sentence does not say that violence caused them".to_owned(),
        );
    }
    let is_read = |token: &Token<'_>| {
        // Inside the count only its number is read: "500 women killed" counts women.
        let in_number = scene
            .figures
            .iter()
            .any(|figure| span.contains(figure.span) && figure.span.contains(token.span));
        let in_country = scene
            .names
            .iter()
            .any(|named| named.span.overlaps(token.span) && is_place(scene, named, country));
        in_number
            || in_country
            || when.phrase.contains(token.span)
            || token.kind == TokenKind::Mark
            || token.is_any(SMALL)
            || token.is_any(WHOLE)
    };
    let other = scene.tokens.iter().find(|token| !is_read(token))?;
    Some(format!("a part of them, as \u{201c}{}\u{201d} may say", other.text))
}

/// "in Mali", "Mali's civilians", "Malian civilians", and not "Mali killed".
fn is_place(scene: &Scene<'_>, named: &Named, country: &str) -> bool {
    let before = scene.word_before(named.span);
    let inside = match before.as_deref() {
        Some("the") => {
            let at = scene.token_at(named.span.start);
            at >= 2 && scene.tokens[at - 2].is_any(&["in", "across", "within"])
        }
        Some(word) => ["in", "across", "within"].contains(&word),
        None => false,
    };
    let rest = scene.sentence.text.get(named.span.end..).unwrap_or_default();
    let owns = rest.starts_with("'s") || rest.starts_with("’s");
    named.tags.iter().any(|tag| match tag {
        Tag::Country(iso) => iso == country && (inside || owns),
        Tag::Demonym(iso) => iso == country,
        _ => false,
    })
}
