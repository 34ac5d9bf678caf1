//! Sentences about votes in the General Assembly.

use griot_model::{ClaimKind, Proposition, Span};

use super::{
    context::Context,
    found::Found,
    resolutions::{Resolutions, is_about_assembly},
    scene::Scene,
    tallies,
    voters::{Vote, subjects, triggers, votes},
};

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
    let votes = votes(scene, &triggers);
    let resolutions = Resolutions::of(scene, before, context, told, &subjects(&votes));
    // Who voted so before, for "abstained in 2022 and voted against in 2023".
    let mut subject: Vec<(Span, String)> = Vec::new();
    for ((trigger, choice), Vote { voters, listed, count }) in triggers.iter().zip(votes) {
        if is_negated(scene, *trigger) || scene.is_quoted(*trigger) {
            subject.clear();
            continue;
        }
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
        let mut named: Vec<(Span, String)> = voters.into_iter().chain(listed).collect();
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
