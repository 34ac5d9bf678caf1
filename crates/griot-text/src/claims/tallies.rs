//! The result of a vote in numbers: "141 in favour, seven against", "by 141 votes to 5", "141-5-35".

use griot_model::{Choice, ClaimKind, Comparator, Proposition, Quantity, ResolutionRef, Span};

use super::{found::Found, scene::Scene};

/// How many states voted so.
#[derive(Debug)]
pub(super) struct Tally {
    pub(super) span: Span,
    choice: Choice,
    count: Quantity,
}

impl Tally {
    pub(super) fn claim(self, resolution: ResolutionRef) -> Found {
        let Self { span, choice, count } = self;
        Found::new(
            span,
            ClaimKind::Vote,
            Proposition::VoteCount { choice, count, region: None, member: None, resolution },
        )
    }
}

/// Numbers of votes that are no part of a `trigger`, a verb of voting.
pub(super) fn tallies(scene: &Scene<'_>, triggers: &[(Span, Choice)]) -> Vec<Tally> {
    let mut found = worded(scene, triggers);
    found.extend(dashed(scene));
    found.extend(to(scene));
    found.sort_by_key(|tally| tally.span);
    found.dedup_by(|later, earlier| later.span.overlaps(earlier.span));
    found
}

/// "with 141 in favour, seven against and 32 abstentions".
fn worded(scene: &Scene<'_>, triggers: &[(Span, Choice)]) -> Vec<Tally> {
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
        found.push(Tally { span, choice, count: figure.quantity.clone() });
    }
    found
}

/// "by 141 votes to 5", "(141 to 5)": for and against.
fn to(scene: &Scene<'_>) -> Vec<Tally> {
    let mut found = Vec::new();
    for pair in scene.figures.windows(2) {
        let [one, two] = pair else { continue };
        let between = scene.between(one.span, two.span);
        let votes = matches!(between.trim(), "votes to" | "to" | "for to" | "votes for to");
        let opens = scene.word_before(one.span).is_some_and(|word| {
            ["by", "of", "passed", "adopted", "was"].contains(&word.as_str())
        });
        let bracket = scene
            .sentence
            .text
            .get(..one.span.start)
            .is_some_and(|before| before.trim_end().ends_with('('));
        let fits = votes && (opens || bracket || between.contains("votes"));
        if fits && is_assembly(&[one.quantity.value, two.quantity.value]) {
            for (figure, choice) in [(one, Choice::Yes), (two, Choice::No)] {
                let count = Quantity::exactly(figure.quantity.value, "states");
                found.push(Tally { span: figure.span, choice, count });
            }
        }
    }
    found
}

/// "141-5-35": for, against, abstaining.
fn dashed(scene: &Scene<'_>) -> Vec<Tally> {
    let text = &scene.sentence.text;
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = text
        .get(from..)
        .and_then(|rest| rest.find(|c: char| c.is_ascii_digit()))
        .map(|at| from + at)
    {
        let run: String = text
            .get(start..)
            .unwrap_or_default()
            .chars()
            .take_while(|c| c.is_alphanumeric() || "-–/.".contains(*c))
            .collect();
        let run = run.trim_end_matches(['-', '–', '.', '/']);
        from = start + run.len().max(1);
        let alone = !text
            .get(..start)
            .unwrap_or_default()
            .ends_with(|c: char| c.is_alphanumeric() || "-–/.".contains(c));
        let parts: Vec<&str> = run.split(['-', '–']).collect();
        let numbers: Vec<f64> = parts.iter().filter_map(|it| it.parse().ok()).collect();
        if !alone || parts.len() != 3 || numbers.len() != 3 || !is_assembly(&numbers) {
            continue;
        }
        let mut at = start;
        for ((part, number), choice) in
            parts.iter().zip(numbers).zip([Choice::Yes, Choice::No, Choice::Abstain])
        {
            let skipped = text.get(at..).and_then(|it| it.find(part)).unwrap_or(0);
            let span = Span::new(at + skipped, at + skipped + part.len());
            found.push(Tally { span, choice, count: Quantity::exactly(number, "states") });
            at = span.end;
        }
    }
    found
}

/// Whole numbers that may be the votes of one roll call: no fewer than forty, no more than there are members.
fn is_assembly(numbers: &[f64]) -> bool {
    let all: f64 = numbers.iter().sum();
    numbers.iter().all(|number| libm::modf(*number).0.abs() < f64::EPSILON)
        && (40.0..=193.0).contains(&all)
}
