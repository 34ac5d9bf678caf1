//! How a sentence stands behind what it says, and who is said to have said it.

use griot_model::{Attribution, Modality, Span};

use super::scene::Scene;

const ALLEGED: &[&str] = &[
    "allegedly",
    "alleged",
    "alleges",
    "reportedly",
    "purportedly",
    "purported",
    "suspected",
    "accused",
    "supposedly",
    "rumoured",
    "rumored",
    "claimed",
    "claims",
];
const HEDGED: &[&str] = &[
    "may", "might", "could", "possibly", "perhaps", "probably", "likely", "suggest",
    "suggests", "appears", "appeared", "seems",
];
const DENIED: &[&str] = &["denied", "denies", "denying", "rejected"];
const PROMISED: &[&str] =
    &["promised", "promising", "promises", "pledged", "pledging", "vowed"];

const SPEECH: &[&str] = &[
    "said",
    "says",
    "stated",
    "claimed",
    "claims",
    "reported",
    "announced",
    "told",
    "wrote",
    "estimated",
    "found",
    "documented",
    "alleged",
    "denied",
    "warned",
    "promised",
    "declared",
];

/// How a sentence speaks: who is said to speak, what hedges there are, and where it turns. Found once,
/// however many claims the sentence makes.
#[derive(Debug)]
pub(super) struct Voice {
    pub(super) attribution: Option<Attribution>,
    /// Words that hedge, with how; in the order of the sentence.
    hedges: Vec<(Span, Modality)>,
    /// Bytes at which a hedge before them ceases to hold.
    turns: Vec<usize>,
}

impl Voice {
    pub(super) fn of(scene: &Scene<'_>) -> Self {
        let mut hedges = Vec::new();
        for token in &scene.tokens {
            // "may" is a hedge, "May" a month.
            if token.is("may") && token.is_capitalised() {
                continue;
            }
            for (words, modality) in [
                (DENIED, Modality::Denied),
                (PROMISED, Modality::Promised),
                (ALLEGED, Modality::Alleged),
                (HEDGED, Modality::Hedged),
            ] {
                if token.is_any(words) {
                    hedges.push((token.span, modality));
                }
            }
        }
        let turns = if hedges.is_empty() {
            Vec::new()
        } else {
            let turns = scene.tokens.iter().filter(|token| {
                token.text == ";" || token.is_any(&["but", "whereas", "although"])
            });
            turns.map(|token| token.span.start).collect()
        };
        Self { attribution: attribution(scene), hedges, turns }
    }

    /// How the sentence stands behind the words at `span`: a hedge before them holds until a
    /// semicolon or a "but", one behind them holds for a dozen words.
    pub(super) fn modality(&self, scene: &Scene<'_>, span: Span) -> Modality {
        let holds = |hedge: Span| {
            let turn = self.turns.partition_point(|turn| *turn < hedge.end);
            let governs = hedge.end <= span.start
                && self.turns.get(turn).is_none_or(|turn| *turn >= span.start);
            governs || scene.tokens_between(hedge, span) <= 12
        };
        let near = |wanted: Modality| {
            self.hedges.iter().any(|(hedge, modality)| *modality == wanted && holds(*hedge))
        };
        [Modality::Denied, Modality::Promised, Modality::Alleged, Modality::Hedged]
            .into_iter()
            .find(|modality| near(*modality))
            .unwrap_or(Modality::Asserted)
    }
}

/// The speaker of the sentence: capitalised words right before a verb of speech.
fn attribution(scene: &Scene<'_>) -> Option<Attribution> {
    for (index, token) in scene.tokens.iter().enumerate() {
        if !token.is_any(SPEECH) || scene.is_quoted(token.span) {
            continue;
        }
        let mut first = index;
        while first > 0 && index - first < 12 {
            let before = &scene.tokens[first - 1];
            if matches!(before.text, "," | ";" | ":" | "—" | "”" | "." | "(")
                || before.is_any(&["that", "and", "but", "while", "which"])
            {
                break;
            }
            first -= 1;
        }
        let speaker = scene.tokens.get(first..index).unwrap_or_default();
        if speaker.iter().any(crate::words::Token::is_capitalised) {
            let who = scene.span_of(first, index - first);
            return Some(Attribution {
                speaker: scene.words(who).to_owned(),
                verb: token.text.to_lowercase(),
                span: who.join(token.span),
            });
        }
    }
    None
}
