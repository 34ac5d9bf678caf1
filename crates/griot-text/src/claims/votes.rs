//! Sentences about votes in the General Assembly.

use griot_model::{Choice, ClaimKind, Proposition, Quantity, Region, Span};

use super::{
    context::Context,
    found::Found,
    resolutions::{Resolutions, is_about_assembly},
    scene::{Scene, Tag},
    tallies,
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
    let triggers = triggers(scene);
    let tallies = tallies::tallies(scene, &triggers);
    let told: Vec<Span> = triggers
        .iter()
        .map(|(span, _)| *span)
        .chain(tallies.iter().map(|it| it.span))
        .collect();
    let resolutions = Resolutions::of(scene, before, context, told);
    // Who voted so before, for "abstained in 2022 and voted against in 2023".
    let mut subject: Vec<(Span, String)> = Vec::new();
    for (index, (trigger, choice)) in triggers.iter().enumerate() {
        if is_negated(scene, *trigger) || scene.is_quoted(*trigger) {
            subject.clear();
            continue;
        }
        let clause_start = index.checked_sub(1).map_or(0, |before| triggers[before].0.end);
        let clause = Span::new(clause_start, trigger.start);
        let voters = voters(scene, clause, *trigger);
        let count = count_of_states(scene, clause, *trigger);
        let meant = resolutions.at(*trigger);
        let count_of_none = count.is_none();
        if let (Some(count), Some(resolution)) = (count, resolutions.only(*trigger)) {
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
                    resolution,
                },
            ));
        }
        let named_after =
            if voters.is_empty() { listed_after(scene, *trigger) } else { Vec::new() };
        let mut named: Vec<(Span, String)> = voters.into_iter().chain(named_after).collect();
        if named.is_empty() && count_of_none && goes_on(scene, *trigger) {
            named = subject.iter().map(|(_, country)| (*trigger, country.clone())).collect();
        }
        subject.clone_from(&named);
        for (span, country) in named {
            for resolution in &meant {
                found.push(Found::new(
                    span.join(*trigger),
                    ClaimKind::Vote,
                    Proposition::VoteCast {
                        country: country.clone(),
                        choice: *choice,
                        resolution: resolution.clone(),
                    },
                ));
            }
        }
    }
    for tally in tallies {
        if let Some(resolution) = resolutions.only(tally.span) {
            found.push(tally.claim(resolution));
        }
    }
    found
}

/// Whether the vote has the subject of the vote before it: "and voted against", "but then abstained".
fn goes_on(scene: &Scene<'_>, trigger: Span) -> bool {
    let at = scene.token_at(trigger.start);
    let words = |from: usize| scene.tokens.get(from..at).unwrap_or_default();
    match (words(at.saturating_sub(1)), words(at.saturating_sub(2))) {
        ([one], _) if one.is_any(&["and", "but"]) => true,
        ([last], [first, _]) => {
            first.is_any(&["and", "but"]) && last.is_any(&["then", "later", "also", "again"])
        }
        _ => false,
    }
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
