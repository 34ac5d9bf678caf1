//! Does one side deny by a word what the other affirms by the same word: *suspended* and *did not
//! suspend*?
//!
//! Asked in one language alone. The denial stands right before the word; what takes it back (*not
//! only*, *not until*) leaves the two as they are.

use crate::{
    contrary::{Contrary, Known, Seen, Side, Tie, seen, steps},
    pack::Hedge,
    signs::{CONFIRMED, Sign},
};

/// How far from the word its object may stand.
const NEAR: usize = 5;

/// How many words are looked at on both sides of a denial for one that takes it back.
const CLAUSE: usize = 12;

/// A word that one side denies and the other affirms, of the same thing.
pub(crate) fn find(known: &Known<'_>, quoted: &dyn Fn(usize) -> bool) -> Option<Contrary> {
    let same_language = known.draft.lexicon.pack.code == known.side.lexicon.pack.code;
    if !same_language || known.proof.table {
        return None;
    }
    let mut words: Vec<&Tie> = known
        .ties
        .iter()
        .filter(|tie| !tie.name && !tie.number && !quoted(tie.draft))
        .collect();
    words.sort_by_key(|tie| (tie.draft, tie.proof));
    words.iter().find_map(|tie| {
        let (ours, theirs) = (here(known, tie)?, there(known, tie.proof)?);
        if ours == theirs || !same_object(known, tie) {
            return None;
        }
        // Another place says it as the draft does.
        let agreed = || {
            let Some(word) = known.draft.tokens.get(tie.draft) else { return false };
            let Some(word) = known.draft.lexicon.of(word) else { return false };
            let ids = known.side.lexicon.with_stem(&word.stem);
            ids.iter()
                .flat_map(|id| known.proof.at(*id))
                .any(|at| there(known, at) == Some(ours) && object_here(known, tie.draft, at))
        };
        (!agreed()).then_some(Contrary {
            draft: (tie.draft, tie.draft + 1),
            proof: (tie.proof, tie.proof + 1),
        })
    })
}

/// Whether the draft denies a word; nothing where that is not clear.
fn here(known: &Known<'_>, tie: &Tie) -> Option<bool> {
    denies(known.draft, &|| known.ours.iter(), tie.draft)
}

/// Whether the proof does, at one of its tokens; nothing where it only tells what others say.
fn there(known: &Known<'_>, token: usize) -> Option<bool> {
    let at = known.proof.sentence(token);
    let part = known.proof.sentences.get(at)?;
    let own = seen(&known.side, part.first, part.end);
    let denies = denies(&known.side, &|| own.iter(), token)?;
    let hedged = known.proof.hedges.iter().any(|(start, _, means)| {
        part.first <= *start
            && *start < part.end
            && matches!(means, Hedge::Alleged | Hedge::Doubted)
    });
    let told = (part.first..part.end)
        .filter(|at| *at != token)
        .filter_map(|at| known.proof.tokens.get(at))
        .any(|token| known.side.lexicon.sense(token).distance);
    // What somebody only says is not affirmed.
    (denies || !hedged && !told).then_some(denies)
}

fn denies<'a, I: Iterator<Item = &'a Seen>>(
    side: &Side<'_>,
    signs: &dyn Fn() -> I,
    at: usize,
) -> Option<bool> {
    let token = side.tokens.get(at)?;
    let word = side.lexicon.of(token)?;
    if word.capital || word.letters < 4 || word.sense.unit.is_some() {
        return None;
    }
    let taken_back = signs().any(|it| {
        it.sign == Sign::Unless
            && it.first.abs_diff(at) <= CLAUSE
            && steps(side, it.first, at) < 2
    });
    let nots: Vec<usize> = signs().filter(|it| it.sign == Sign::Not).map(|it| it.end).collect();
    let right_before = nots.iter().any(|end| {
        *end <= at
            && at - *end < 3
            && (*end..at).all(|between| {
                side.tokens.get(between).is_some_and(|it| {
                    let sense = side.lexicon.sense(it);
                    sense.stop
                        || signs()
                            .any(|sign| sign.sign == Sign::Passive && sign.first == between)
                })
            })
    });
    if right_before {
        return (!taken_back).then_some(true);
    }
    let denied = signs().any(|it| matches!(it.sign, Sign::Pole(CONFIRMED, pole) if pole > 0));
    (nots.is_empty() && !denied).then_some(false)
}

/// Whether what stands beside a word of the draft stands beside a token of the proof, on the same side.
fn object_here(known: &Known<'_>, draft: usize, proof: usize) -> bool {
    let near = |at: usize| at.abs_diff(draft) <= NEAR && at != draft;
    let words = (0..known.draft.tokens.len()).filter(|at| near(*at)).filter_map(|at| {
        let word = known.draft.lexicon.of(known.draft.tokens.get(at)?)?;
        (!word.sense.stop && word.letters > 1).then_some((at, word))
    });
    words.into_iter().any(|(at, word)| {
        let ids = known.side.lexicon.with_stem(&word.stem);
        ids.iter()
            .flat_map(|id| known.proof.at(*id))
            .any(|it| it.abs_diff(proof) <= NEAR && (it > proof) == (at > draft) && it != proof)
    })
}

/// Whether two things more of the draft stand in the sentence of the proof, one of them beside the
/// word on both sides.
fn same_object(known: &Known<'_>, tie: &Tie) -> bool {
    let at = known.proof.sentence(tie.proof);
    let others = known
        .ties
        .iter()
        .filter(|it| it.draft != tie.draft && known.proof.sentence(it.proof) == at);
    let mut things: Vec<usize> = others.clone().map(|it| it.draft).collect();
    things.sort_unstable();
    things.dedup();
    let beside = others.clone().any(|it| {
        it.draft.abs_diff(tie.draft) <= NEAR
            && it.proof.abs_diff(tie.proof) <= NEAR
            && (it.draft > tie.draft) == (it.proof > tie.proof)
    });
    things.len() > 1 && beside
}
