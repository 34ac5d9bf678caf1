//! Sentences about votes in the General Assembly.

use griot_model::{
    Choice, ClaimKind, Comparator, Proposition, Quantity, Region, ResolutionRef, Span,
};

use super::{
    super::dates::Boundary,
    context::Context,
    found::Found,
    scene::{Scene, Tag},
};

/// Words that say how somebody voted, most specific first.
const TRIGGERS: &[(&str, Choice)] = &[
    ("voted|vote|voting|votes in favor|favour", Choice::Yes),
    ("voted|voting for", Choice::Yes),
    ("voted|voting yes", Choice::Yes),
    ("voted|vote|voting|votes against", Choice::No),
    ("voted|voting no", Choice::No),
    ("abstained|abstaining|abstain|abstains", Choice::Abstain),
    ("did not vote", Choice::Absent),
];

/// Nouns by which states are counted.
const STATES: &[&str] =
    &["countries", "states", "nations", "members", "governments", "country", "state", "nation"];

/// Claims about votes in one sentence; `before` is the sentence before it.
pub(super) fn find(
    scene: &Scene<'_>,
    before: Option<&Scene<'_>>,
    context: &Context,
) -> Vec<Found> {
    let mut found = Vec::new();
    if !is_about_assembly(scene, before) {
        return found;
    }
    let resolution = resolution_of(scene, before, context);
    let triggers = triggers(scene);
    for (index, (trigger, choice)) in triggers.iter().enumerate() {
        if is_negated(scene, *trigger) || scene.is_quoted(*trigger) {
            continue;
        }
        let clause_start = index.checked_sub(1).map_or(0, |before| triggers[before].0.end);
        let clause = Span::new(clause_start, trigger.start);
        let voters = voters(scene, clause, *trigger);
        let count = count_of_states(scene, clause, *trigger);
        if let Some(count) = count {
            found.push(Found::new(
                count.span.join(*trigger),
                ClaimKind::Vote,
                Proposition::VoteCount {
                    choice: *choice,
                    count: count.quantity,
                    region: count.region,
                    member: count
                        .is_one_of
                        .then(|| voters.first().map(|(_, it)| it.clone()))
                        .flatten(),
                    resolution: resolution.clone(),
                },
            ));
        }
        let named_after =
            if voters.is_empty() { listed_after(scene, *trigger) } else { Vec::new() };
        for (span, country) in voters.into_iter().chain(named_after) {
            found.push(Found::new(
                span.join(*trigger),
                ClaimKind::Vote,
                Proposition::VoteCast {
                    country,
                    choice: *choice,
                    resolution: resolution.clone(),
                },
            ));
        }
    }
    found.extend(tallies(scene, &triggers, &resolution));
    found
}

fn triggers(scene: &Scene<'_>) -> Vec<(Span, Choice)> {
    let mut all: Vec<(Span, Choice)> = Vec::new();
    for (pattern, choice) in TRIGGERS {
        let length = pattern.split(' ').count();
        for at in scene.find(pattern) {
            let span = scene.span_of(at, length);
            if !all.iter().any(|(known, _)| known.overlaps(span)) {
                all.push((span, *choice));
            }
        }
    }
    all.sort_by_key(|(span, _)| *span);
    all
}

/// The Assembly, or a resolution of the United Nations, here or in the sentence before; and not the
/// Security Council alone.
fn is_about_assembly(scene: &Scene<'_>, before: Option<&Scene<'_>>) -> bool {
    let assembly = |scene: &Scene<'_>| {
        scene.says("general assembly")
            || scene.says_any(&["unga"])
            || scene.sentence.text.contains("A/RES/")
            || scene.sentence.text.contains("ES-11")
    };
    let nations = |scene: &Scene<'_>| {
        scene.tokens.iter().any(|token| matches!(token.text, "UN" | "U.N" | "UN’s" | "UN's"))
            || scene.says("united nations")
            || scene.sentence.text.contains("U.N.")
    };
    let council = |scene: &Scene<'_>| {
        scene.says("security council") || scene.says("human rights council")
    };
    let rights_council_here = council(scene) && !assembly(scene);
    if rights_council_here {
        return false;
    }
    let matter = scene.says_any(&["resolution", "resolutions", "vote", "voted", "votes"]);
    assembly(scene)
        || (nations(scene) && matter)
        || before.is_some_and(|it| {
            assembly(it)
                || (nations(it) && it.says_any(&["resolution", "vote"]) && !council(it))
        })
}

fn is_negated(scene: &Scene<'_>, trigger: Span) -> bool {
    let at = scene.token_at(trigger.start);
    let before = at.saturating_sub(3)..at;
    let negations = [
        "not",
        "never",
        "refused",
        "declined",
        "would",
        "will",
        "could",
        "may",
        "might",
        "if",
        "should",
        "urged",
        "asked",
        "pressed",
        "threatened",
    ];
    !scene.words(trigger).eq_ignore_ascii_case("did not vote")
        && scene
            .tokens
            .get(before)
            .is_some_and(|tokens| tokens.iter().any(|token| token.is_any(&negations)))
}

/// Countries that are the subject of the vote: named in the clause, and not the object of a
/// preposition.
fn voters(scene: &Scene<'_>, clause: Span, trigger: Span) -> Vec<(Span, String)> {
    const OBJECT: &[&str] = &[
        "on",
        "against",
        "of",
        "about",
        "over",
        "condemning",
        "toward",
        "towards",
        "in",
        "from",
        "to",
        "for",
        "at",
        "by",
        "within",
        "with",
        "after",
        "before",
        "unlike",
        "despite",
        "calling",
        "invading",
        "demanding",
        "supporting",
        "backing",
        "alongside",
    ];
    const SPEAKS_FOR: &[&str] =
        &["government", "representative", "delegation", "ambassador", "envoy", "authorities"];
    let mut all: Vec<(Span, String)> = Vec::new();
    let mut last_counted: Option<Span> = None;
    for named in scene.names.iter().filter(|named| clause.contains(named.span)) {
        let Some(country) = named.tags.iter().find_map(|tag| match tag {
            Tag::Country(iso) => Some(iso),
            _ => None,
        }) else {
            continue;
        };
        let words = scene.words(named.span);
        let next = scene.sentence.text.get(named.span.end..).unwrap_or_default();
        if words.ends_with("’s")
            || words.ends_with("'s")
            || next.starts_with("’s")
            || next.starts_with("'s")
        {
            continue;
        }
        let word = scene.word_before(named.span).unwrap_or_default();
        let speaks_for = word == "of" && {
            let at = scene.token_at(named.span.start);
            at >= 2 && scene.tokens[at - 2].is_any(SPEAKS_FOR)
        };
        // "Belarus, Eritrea and Mali voted": each goes with the one before it.
        let continues = last_counted.is_some_and(|last| {
            let between = scene.between(last, named.span);
            matches!(
                between.trim(),
                "," | "and" | ", and" | "&" | "as well as" | ", as well as"
            )
        });
        let counts = continues || speaks_for || !OBJECT.contains(&word.as_str());
        if counts {
            all.push((named.span, country.clone()));
            last_counted = Some(named.span);
        }
    }
    // A clause with a verb of its own between the country and the vote has another subject:
    // "Russia said that 32 states abstained".
    all.retain(|(span, _)| {
        let between = scene.between(*span, trigger);
        ![
            "said ",
            "says ",
            "whose ",
            "announced ",
            "reported ",
            "claimed ",
            "condemn",
            "invaded ",
        ]
        .iter()
        .any(|verb| between.contains(verb))
    });
    all
}

/// "voted against: Belarus, Mali and Syria"; "abstaining, including Mali".
fn listed_after(scene: &Scene<'_>, trigger: Span) -> Vec<(Span, String)> {
    let rest = scene.sentence.text.get(trigger.end..).unwrap_or_default();
    let opener = [":", "—", "–", " including", " included", " were", ", among them", " namely"]
        .iter()
        .filter_map(|opener| rest.find(opener).map(|at| at + opener.len()))
        .min();
    let Some(from) = opener.map(|at| trigger.end + at) else { return Vec::new() };
    let mut all = Vec::new();
    let mut reach = from;
    for named in scene.names.iter().filter(|named| named.span.start >= from) {
        let between = scene.sentence.text.get(reach..named.span.start).unwrap_or_default();
        let joins = between.split_whitespace().all(|word| {
            matches!(
                word.trim_matches([',', '(', '"']),
                "" | "and" | "the" | "as" | "well" | "also"
            )
        });
        if !joins {
            break;
        }
        if let Some(Tag::Country(country)) =
            named.tags.iter().find(|tag| matches!(tag, Tag::Country(_)))
        {
            all.push((named.span, country.clone()));
        }
        reach = named.span.end;
    }
    all
}

struct StateCount {
    span: Span,
    quantity: Quantity,
    region: Option<Region>,
    is_one_of: bool,
}

/// "six countries that", "several African countries that", "one of six countries that".
fn count_of_states(scene: &Scene<'_>, clause: Span, trigger: Span) -> Option<StateCount> {
    let noun = scene.tokens.iter().rev().find(|token| {
        clause.contains(token.span) && token.is_any(STATES) && token.span.end <= trigger.start
    })?;
    // The noun must be the subject of the vote: only a few small words may lie between.
    let between = scene.between(noun.span, trigger);
    let small = |word: &str| {
        matches!(
            word.trim_matches(','),
            "" | "that"
                | "which"
                | "who"
                | "had"
                | "have"
                | "to"
                | "also"
                | "all"
                | "either"
                | "only"
                | "then"
        )
    };
    if !between.split_whitespace().all(small) {
        return None;
    }
    let figure = scene.figures.iter().rfind(|figure| {
        let first = Span::new(figure.span.start, figure.span.start + 1);
        figure.span.start >= clause.start
            && figure.span.start < noun.span.start
            && scene.tokens_between(first, noun.span) <= 6
    })?;
    let region = scene.names.iter().find_map(|named| {
        let inside = figure.span.start <= named.span.start && named.span.end <= noun.span.start;
        named.tags.iter().filter(|_| inside).find_map(|tag| match tag {
            Tag::Region(m49) => {
                Some(Region { m49: m49.clone(), name: scene.words(named.span).to_owned() })
            }
            _ => None,
        })
    });
    let (quantity, is_one_of) = match &figure.population {
        Some(population) => (Quantity::exactly(*population, "states"), true),
        None => (figure.quantity.clone(), preceded_by_one_of(scene, figure.span)),
    };
    let start = if is_one_of { one_of_start(scene, figure.span) } else { figure.span.start };
    Some(StateCount { span: Span::new(start, noun.span.end), quantity, region, is_one_of })
}

fn preceded_by_one_of(scene: &Scene<'_>, span: Span) -> bool {
    let at = scene.token_at(span.start);
    at >= 2 && scene.tokens[at - 1].is("of") && scene.tokens[at - 2].is("one")
}

fn one_of_start(scene: &Scene<'_>, span: Span) -> usize {
    let at = scene.token_at(span.start);
    if preceded_by_one_of(scene, span) { scene.tokens[at - 2].span.start } else { span.start }
}

/// "with 141 in favour, seven against and 32 abstentions", "141 to 7, with 32 abstaining",
/// "141-7-32".
fn tallies(
    scene: &Scene<'_>,
    triggers: &[(Span, Choice)],
    resolution: &ResolutionRef,
) -> Vec<Found> {
    let mut found = Vec::new();
    for figure in &scene.figures {
        let at = scene.token_at(figure.span.end);
        let word = |offset: usize| {
            scene.tokens.get(at + offset).map(|it| it.text.to_lowercase()).unwrap_or_default()
        };
        let (choice, length) = match (word(0).as_str(), word(1).as_str(), word(2).as_str()) {
            ("against" | "opposed", ..) => (Choice::No, 1),
            ("votes" | "voted" | "voting", "against", _) => (Choice::No, 2),
            ("in", "favor" | "favour", _) | ("votes", "for", _) => (Choice::Yes, 2),
            ("votes" | "voted" | "voting", "in", "favor" | "favour") => (Choice::Yes, 3),
            ("for", "," | "and", _) => (Choice::Yes, 1),
            ("abstentions" | "abstaining" | "abstained", ..) => (Choice::Abstain, 1),
            _ => continue,
        };
        let span = figure.span.join(scene.span_of(at, length));
        let known = triggers.iter().any(|(trigger, _)| {
            span.overlaps(*trigger)
                && !matches!(
                    word(0).as_str(),
                    "voted" | "abstained" | "votes" | "voting" | "abstaining"
                )
        });
        if known
            || figure.quantity.comparator == Comparator::About && figure.quantity.value < 1.0
        {
            continue;
        }
        found.push(Found::new(
            span,
            ClaimKind::Vote,
            Proposition::VoteCount {
                choice,
                count: figure.quantity.clone(),
                region: None,
                member: None,
                resolution: resolution.clone(),
            },
        ));
    }
    found
}

/// How the sentence points to the resolution.
fn resolution_of(
    scene: &Scene<'_>,
    before: Option<&Scene<'_>>,
    context: &Context,
) -> ResolutionRef {
    let symbol = symbol_in(&scene.sentence.text)
        .or_else(|| before.and_then(|before| symbol_in(&before.sentence.text)));
    let mut dates = Vec::new();
    for when in &scene.dates {
        let opens = scene
            .tokens
            .first()
            .is_some_and(|token| token.is_any(&["after", "since", "following"]));
        let comma = scene.sentence.text.find(',').unwrap_or(0);
        let after = matches!(when.boundary, Boundary::After | Boundary::Since);
        if after || (opens && when.span.end <= comma) {
            if dates.is_empty() {
                dates = context.after(&when.readings);
            }
        } else if !when.readings.is_empty() {
            dates.clone_from(&when.readings);
            break;
        }
    }
    let mut topic = content_words(scene);
    // "Sudan voted against it": what the sentence does not say, the one before it does.
    if let Some(before) = before
        && symbol.is_none()
        && dates.is_empty()
        && is_about_assembly(before, None)
    {
        let earlier = resolution_of(before, None, context);
        dates = earlier.dates;
        topic.extend(earlier.topic);
    }
    ResolutionRef { symbol, dates, topic }
}

fn content_words(scene: &Scene<'_>) -> Vec<String> {
    scene
        .tokens
        .iter()
        .filter(|token| token.text.chars().count() >= 3)
        .map(|token| token.stem().to_lowercase())
        .collect()
}

/// `A/RES/77/229`, `ES-11/6`, or `resolution 77/229`.
pub(super) fn symbol_in(text: &str) -> Option<String> {
    if let Some(at) = text.find("A/RES/") {
        let symbol: String = text
            .get(at..)?
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || "/-[]".contains(*c))
            .collect();
        return Some(symbol.trim_end_matches(['/', '-']).to_owned());
    }
    if let Some(at) = text.find("ES-") {
        let rest: String = text
            .get(at..)?
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || "/-".contains(*c))
            .collect();
        if rest.contains('/') {
            return Some(format!("A/RES/{}", rest.trim_end_matches(['/', '-'])));
        }
    }
    let lower = text.to_lowercase();
    let at = lower.find("resolution ")?;
    let rest: String =
        lower.get(at + 11..)?.chars().take_while(|c| c.is_ascii_digit() || *c == '/').collect();
    let (session, number) = rest.split_once('/')?;
    let fine =
        !session.is_empty() && session.len() <= 2 && !number.is_empty() && number.len() <= 3;
    fine.then(|| format!("A/RES/{rest}"))
}
