//! The result of a vote in figures alone: "by 141 votes to 5", "141-5-35".

use griot_model::{Choice, Quantity, Span};

use crate::claims::Scene;

/// Numbers of votes that stand without a word of voting behind each.
pub(super) fn in_figures(scene: &Scene<'_>, body: Body) -> Vec<(Span, Choice, Quantity)> {
    let mut found = dashed(scene, body);
    found.extend(to(scene, body));
    found.sort_by_key(|(span, ..)| *span);
    found.dedup_by(|later, earlier| later.0.overlaps(earlier.0));
    found
}

/// "by 141 votes to 5", "(141 to 5)": for and against.
fn to(scene: &Scene<'_>, body: Body) -> Vec<(Span, Choice, Quantity)> {
    let mut found = Vec::new();
    for pair in scene.figures.windows(2) {
        let [one, two] = pair else { continue };
        let between = scene.between(one.span, two.span).replace(',', "");
        let votes = matches!(
            between.trim(),
            "votes to"
                | "to"
                | "for to"
                | "votes for to"
                | "votes against"
                | "voix contre"
                | "contre"
        );
        let opens = scene.word_before(one.span).is_some_and(|word| {
            ["by", "of", "passed", "adopted", "was", "par"].contains(&word.as_str())
        });
        let bracket = scene
            .sentence
            .text
            .get(..one.span.start)
            .is_some_and(|before| before.trim_end().ends_with('('));
        let fits = votes
            && (opens || bracket || between.contains("votes") || between.contains("voix"));
        // "by 14 votes to 11, with 105 abstentions": a small one is told with those who abstained.
        let mut numbers = vec![one.quantity.value, two.quantity.value];
        let behind = scene.figures.iter().find(|it| it.span.start > two.span.end);
        if let Some(third) = behind
            && scene
                .sentence
                .text
                .get(third.span.end..)
                .is_some_and(|rest| rest.trim_start().starts_with("abst"))
        {
            numbers.push(third.quantity.value);
        }
        if fits && body.may_vote(&numbers) {
            for (figure, choice) in [(one, Choice::Yes), (two, Choice::No)] {
                let count = Quantity::exactly(figure.quantity.value, "states");
                found.push((figure.span, choice, count));
            }
        }
    }
    found
}

/// "141-5-35": for, against, abstaining.
fn dashed(scene: &Scene<'_>, body: Body) -> Vec<(Span, Choice, Quantity)> {
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
        if !alone || parts.len() != 3 || numbers.len() != 3 || !body.may_vote(&numbers) {
            continue;
        }
        let mut at = start;
        for ((part, number), choice) in
            parts.iter().zip(numbers).zip([Choice::Yes, Choice::No, Choice::Abstain])
        {
            let skipped = text.get(at..).and_then(|it| it.find(part)).unwrap_or(0);
            let span = Span::new(at + skipped, at + skipped + part.len());
            found.push((span, choice, Quantity::exactly(number, "states")));
            at = span.end;
        }
    }
    found
}

/// Whose votes are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Body {
    /// The General Assembly.
    Assembly,
    /// The Security Council.
    Council,
}

impl Body {
    /// Whole numbers that may be the votes of one roll call: no more than there are members, and not so few that they are rather
    /// something else.
    fn may_vote(self, numbers: &[f64]) -> bool {
        let all: f64 = numbers.iter().sum();
        let members = match self {
            Self::Assembly => 40.0..=193.0,
            Self::Council => 7.0..=15.0,
        };
        numbers.iter().all(|number| libm::modf(*number).0.abs() < f64::EPSILON)
            && members.contains(&all)
    }
}
