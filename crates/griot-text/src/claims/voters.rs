//! Who cast a vote, as the words tell it: named before the verb, listed behind it, or counted.

use griot_model::{Choice, Quantity, Region, Span};

use super::scene::{Scene, Tag};

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

/// Who cast a vote, as the words tell it.
pub(super) struct Vote {
    /// Those named before the verb.
    pub(super) voters: Vec<(Span, String)>,
    /// Those named behind the verb.
    pub(super) listed: Vec<(Span, String)>,
    /// Their number.
    pub(super) count: Option<StateCount>,
}

pub(super) struct StateCount {
    pub(super) span: Span,
    pub(super) quantity: Quantity,
    pub(super) region: Option<Region>,
    pub(super) is_one_of: bool,
}

pub(super) fn triggers(scene: &Scene<'_>) -> Vec<(Span, Choice)> {
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

pub(super) fn votes(scene: &Scene<'_>, triggers: &[(Span, Choice)]) -> Vec<Vote> {
    let mut clause_start = 0;
    triggers
        .iter()
        .map(|(trigger, _)| {
            let clause = Span::new(clause_start, trigger.start);
            clause_start = trigger.end;
            let voters = voters(scene, clause, *trigger);
            let listed =
                if voters.is_empty() { listed_after(scene, *trigger) } else { Vec::new() };
            Vote { voters, listed, count: count_of_states(scene, clause, *trigger) }
        })
        .collect()
}

/// Where those stand who voted: their names say nothing of what was voted on.
pub(super) fn subjects(votes: &[Vote]) -> Vec<Span> {
    let named = votes.iter().flat_map(|it| it.voters.iter().chain(&it.listed));
    let counted = votes.iter().filter_map(|it| it.count.as_ref()).map(|count| count.span);
    named.map(|(span, _)| *span).chain(counted).collect()
}

/// Where those stand who voted in the sentence before.
pub(super) fn subjects_of(scene: &Scene<'_>) -> Vec<Span> {
    subjects(&votes(scene, &triggers(scene)))
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
        // "a text condemning Russia": the object of another verb.
        let governed = OBJECT.contains(&word.as_str()) || word.ends_with("ing");
        let counts = continues || speaks_for || !governed;
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

/// "nine states that", "some Asian states that", "one of nine states that".
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
