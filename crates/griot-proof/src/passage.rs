//! Which sentences of a proof speak of the same thing?
//!
//! The passage is the run of one to three sentences that shares most with the sentence asked for.
//! Each thing shared counts once, and the rarer it is in the proof the more: a word that stands
//! everywhere leads nowhere.

use griot_model::Span;

use crate::proof::Proof;

/// Something of the sentence and the tokens of the proof at which it stands.
#[derive(Debug, Clone)]
pub(crate) struct Shared {
    pub(crate) at: Vec<usize>,
    /// How much more than a word it says.
    pub(crate) weight: f64,
}

/// One to three sentences of a proof.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Passage {
    /// Index of its first sentence.
    pub(crate) first: usize,
    /// One past its last sentence.
    pub(crate) end: usize,
    pub(crate) score: f64,
}

impl Passage {
    pub(crate) fn has(&self, proof: &Proof, token: usize) -> bool {
        let sentence = proof.sentence(token);
        self.first <= sentence && sentence < self.end
    }

    /// Its tokens.
    pub(crate) fn tokens(&self, proof: &Proof) -> (usize, usize) {
        let first = proof.sentences.get(self.first).map_or(0, |part| part.first);
        let last = self.end.checked_sub(1).and_then(|at| proof.sentences.get(at));
        (first, last.map_or(first, |part| part.end))
    }

    /// Its bytes.
    pub(crate) fn span(&self, proof: &Proof) -> Span {
        let first = proof.sentences.get(self.first).map_or(Span::new(0, 0), |part| part.span);
        let last = self.end.checked_sub(1).and_then(|at| proof.sentences.get(at));
        last.map_or(first, |part| first.join(part.span))
    }
}

/// The passage that shares most, where anything is shared.
pub(crate) fn best(proof: &Proof, shared: &[Shared]) -> Option<Passage> {
    let all = count(proof.sentences.len());
    // (sentence, which thing, its weight), sorted by sentence.
    let mut hits: Vec<(usize, usize, f64)> = Vec::new();
    for (which, thing) in shared.iter().enumerate() {
        let mut sentences: Vec<usize> =
            thing.at.iter().map(|token| proof.sentence(*token)).collect();
        if proof.table {
            // The names of columns stand for every row.
            sentences.retain(|sentence| !proof.is_heading(*sentence));
        }
        sentences.sort_unstable();
        sentences.dedup();
        let often = count(sentences.len());
        if often <= 0.0 {
            continue;
        }
        let weight = thing.weight * (1.0 + all / often).log2_of();
        hits.extend(sentences.into_iter().map(|sentence| (sentence, which, weight)));
    }
    hits.sort_by_key(|(sentence, which, _)| (*sentence, *which));
    let mut best: Option<Passage> = None;
    for (from, (first, ..)) in hits.iter().enumerate() {
        if from > 0 && hits.get(from - 1).is_some_and(|before| before.0 == *first) {
            continue;
        }
        let mut seen = vec![false; shared.len()];
        let mut score = 0.0;
        for length in 1..=3_usize {
            let sentence = first + length - 1;
            let inside = hits
                .iter()
                .skip(from)
                .skip_while(|hit| hit.0 < sentence)
                .take_while(|hit| hit.0 == sentence);
            let mut fresh = false;
            for (_, which, weight) in inside {
                if let Some(flag) = seen.get_mut(*which).filter(|flag| !**flag) {
                    *flag = true;
                    fresh = true;
                    score += weight;
                }
            }
            if !fresh {
                continue;
            }
            // A longer passage must earn its length.
            let worth = score * (1.0 - 0.08 * count(length - 1));
            if best.is_none_or(|best| worth > best.score) {
                best = Some(Passage { first: *first, end: sentence + 1, score: worth });
            }
        }
    }
    best
}

/// A count as a number to reckon with.
fn count(of: usize) -> f64 {
    u32::try_from(of).map_or(f64::from(u32::MAX), f64::from)
}

/// The binary logarithm by halving, to a quarter: the same bits everywhere, and enough for an order.
trait Log2Of {
    fn log2_of(self) -> f64;
}

impl Log2Of for f64 {
    fn log2_of(self) -> f64 {
        let (mut rest, mut log) = (self.max(1.0), 0.0);
        while rest >= 2.0 {
            rest /= 2.0;
            log += 1.0;
        }
        log + (rest - 1.0)
    }
}
