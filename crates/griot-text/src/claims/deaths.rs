//! Sentences that count the dead.

use griot_model::{ClaimKind, DateRange, DateReading, PartialDate, Proposition, Span};

use super::{
    super::{dates::Boundary, numbers::Role},
    context::Context,
    found::Found,
    scene::{Figure, Scene, Tag},
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
/// Words of a single event: its dead are not those of a year.
const EVENT: &[&str] = &[
    "attack",
    "bombing",
    "massacre",
    "raid",
    "ambush",
    "clash",
    "strike",
    "explosion",
    "assault",
    "operation",
    "shooting",
    "hotel",
    "village",
    "town",
    "city",
    "province",
    "region",
    "town",
    "battle",
    "protest",
    "protests",
    "strikes",
    "airstrikes",
    "drones",
    "bombings",
    "raids",
    "district",
    "camp",
    "airstrike",
    "drone",
    "there",
    "incident",
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
        let dates = period(scene, span, context);
        let narrowed_by = narrower(scene, span, &dates);
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

/// "2,000 civilians had been killed", "21 dead", "more than 500 were summarily executed".
fn behind(scene: &Scene<'_>, figure: &Figure) -> Option<Span> {
    let after = scene.token_at(figure.span.end);
    let tokens =
        scene.tokens.get(after.saturating_sub(3)..(after + 8).min(scene.tokens.len()))?;
    let word = tokens
        .iter()
        .find(|token| token.is_any(WORDS) && token.span.end > figure.span.start)?;
    let between = scene.between(figure.span, word.span);
    // "58 women and girls were subjected to": people, but not dead; "2,000 euros" are neither.
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

/// "killed 21 people", "a death toll of 300", "put the deaths at 300".
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

/// The period of the count: a range of the sentence, "since X" until the dateline, or a date.
fn period(scene: &Scene<'_>, span: Span, context: &Context) -> Vec<DateReading> {
    let Some(when) = scene
        .dates
        .iter()
        .filter(|when| !when.readings.is_empty())
        .min_by_key(|when| scene.tokens_between(when.span, span))
    else {
        return Vec::new();
    };
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
fn narrower(scene: &Scene<'_>, span: Span, dates: &[DateReading]) -> Option<String> {
    const OTHER_CAUSES: &[&str] = &[
        "covid",
        "malaria",
        "cholera",
        "ebola",
        "measles",
        "hunger",
        "famine",
        "flood",
        "floods",
        "drought",
        "earthquake",
        "road",
        "traffic",
        "accident",
        "accidents",
        "drowned",
        "disease",
        "epidemic",
        "pandemic",
        "virus",
        "births",
        "cyclone",
    ];
    const VIOLENCE: &[&str] = &[
        "killed",
        "killing",
        "killings",
        "killings",
        "war",
        "conflict",
        "violence",
        "fighting",
        "battle",
        "massacred",
        "executed",
        "insurgency",
        "insurgents",
        "attacks",
        "attack",
        "clashes",
        "fatalities",
        "jihadist",
        "jihadists",
        "militants",
        "slain",
        "violent",
        "armed",
    ];
    if dates.is_empty() {
        return Some("a count without a period".to_owned());
    }
    if let Some(cause) = scene.tokens.iter().find(|token| token.is_any(OTHER_CAUSES)) {
        return Some(format!("deaths of another cause (\u{201c}{}\u{201d})", cause.text));
    }
    if !scene.says_any(VIOLENCE) {
        return Some(
            "deaths of which the sentence does not say that violence caused them".to_owned(),
        );
    }
    let killers = scene.find("killed|executed|slain|massacred by");
    if !killers.is_empty() {
        return Some("those killed by one side".to_owned());
    }
    if let Some(word) = scene.tokens.iter().find(|token| token.is_any(EVENT)) {
        return Some(format!("a single event or place (\u{201c}{}\u{201d})", word.text));
    }
    let actor = scene.names.iter().find(|named| {
        named.tags.iter().all(|tag| matches!(tag, Tag::Actor(_)))
            && !named.span.overlaps(span)
            && scene.word_before(named.span).is_some_and(|word| {
                matches!(word.as_str(), "by" | "involving" | "from" | "with")
            })
    });
    if let Some(actor) = actor {
        return Some(format!("one actor (\u{201c}{}\u{201d})", scene.words(actor.span)));
    }
    let troops = [
        "soldiers",
        "troops",
        "peacekeepers",
        "police",
        "women",
        "children",
        "protesters",
        "demonstrators",
        "migrants",
    ];
    scene
        .tokens
        .iter()
        .find(|token| token.is_any(&troops) && scene.tokens_between(token.span, span) <= 2)
        .map(|token| format!("one group of people (\u{201c}{}\u{201d})", token.text))
}
