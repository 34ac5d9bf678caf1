//! Are two numbers given to each other's bearers?

use griot_model::Span;

use crate::{
    alike::Hit,
    finding::Finding,
    lexicon::{Lexicon, Token},
    particulars::{Kind, Sentence},
    view::{View, best_view, found_of},
};

/// Tokens between a name and the number that is its own.
const BESIDE: usize = 6;

/// Two numbers of which each stands beside the name that the proof puts beside the other one: *Germany with 167, ahead of Turkey with
/// 71*, and the proof has *Turkey 167, Germany 71*.
pub(crate) fn swapped(sentence: &Sentence, views: &[View<'_>], found: &mut [Finding]) {
    let Some(view) = best_view(views) else { return };
    let of = |kind: Kind| {
        let all = sentence.particulars.iter().enumerate();
        all.filter(move |(_, it)| it.kind == kind).map(|(index, _)| index).collect::<Vec<_>>()
    };
    let (names, numbers) = (of(Kind::Name), of(Kind::Number));
    let pairs = |all: &[usize]| -> Vec<(usize, usize)> {
        all.iter()
            .enumerate()
            .flat_map(|(at, one)| all.iter().skip(at + 1).map(move |two| (*one, *two)))
            .collect()
    };
    for (first, second) in pairs(&numbers) {
        for (one, other) in pairs(&names) {
            let ours = [one, other, first, second].map(|index| own_place(sentence, index));
            let Some(crossed) = owners(ours) else { continue };
            let Some(theirs) = together(view, [one, other, first, second]) else { continue };
            if owners(theirs) != Some(!crossed) {
                continue;
            }
            let theirs = theirs.map(|hit| view.proof.span(hit.0, hit.1));
            let place = theirs.into_iter().reduce(Span::join);
            for index in [first, second] {
                let Some(particular) = sentence.particulars.get(index) else { continue };
                if let (Some(finding), Some(place)) = (found_of(found, particular), place) {
                    view.differs(finding, place);
                }
            }
        }
    }
}

/// What went from one number to another, and in the proof from the other to the one: *from 6.8 to 10.5 percent*, and it was lowered from
/// 10.5 to 6.8.
pub(crate) fn reversed(
    lexicon: &Lexicon,
    sentence: &Sentence,
    views: &[View<'_>],
    found: &mut [Finding],
) {
    let Some(view) = best_view(views) else { return };
    let numbers = sentence.particulars.iter().enumerate();
    let numbers: Vec<usize> =
        numbers.filter(|(_, it)| it.kind == Kind::Number).map(|(index, _)| index).collect();
    for pair in numbers.windows(2) {
        let [from, to] = pair else { continue };
        let ours = (own_place(sentence, *from), own_place(sentence, *to));
        if !goes(lexicon, &sentence.tokens, ours.0, ours.1) {
            continue;
        }
        let hits = |index: usize| view.hits_of(index);
        let other_way = hits(*to).iter().find_map(|first| {
            let last = hits(*from)
                .iter()
                .find(|last| goes(view.lexicon, &view.proof.tokens, *first, **last))?;
            Some((*first, *last))
        });
        let same_way = hits(*from).iter().any(|first| {
            hits(*to).iter().any(|last| goes(view.lexicon, &view.proof.tokens, *first, *last))
        });
        let (Some((first, last)), false) = (other_way, same_way) else { continue };
        let place = view.proof.span(first.0, last.1);
        for index in [from, to] {
            let Some(particular) = sentence.particulars.get(*index) else { continue };
            if let Some(finding) = found_of(found, particular) {
                view.differs(finding, place);
            }
        }
    }
}

/// Whether two numbers stand as the ends of a way: a word before the first and one between them, as the language says *from* and *to*.
fn goes(lexicon: &Lexicon, tokens: &[Token], first: Hit, last: Hit) -> bool {
    let word = |at: usize| tokens.get(at).and_then(|token| lexicon.of(token));
    let (Some(opens), Some(joins)) =
        (first.0.checked_sub(1).and_then(word), last.0.checked_sub(1).and_then(word))
    else {
        return false;
    };
    first.1 < last.0 && last.0 - first.1 <= 3 && lexicon.pack.goes(&opens.folded, &joins.folded)
}

/// The tokens of a particular in the draft's sentence.
pub(crate) fn own_place(sentence: &Sentence, index: usize) -> Hit {
    let Some(particular) = sentence.particulars.get(index) else { return (0, 0) };
    let first =
        sentence.tokens.partition_point(|token| (token.end as usize) <= particular.span.start);
    let end =
        sentence.tokens.partition_point(|token| (token.start as usize) < particular.span.end);
    (first, end)
}

/// Where all four stand in one sentence of the proof, each once.
fn together(view: &View<'_>, wanted: [usize; 4]) -> Option<[Hit; 4]> {
    let hits = wanted.map(|index| view.hits_of(index));
    let at = |hit: &Hit| view.proof.sentence(hit.0);
    let sentence = hits[2].iter().map(at).find(|sentence| {
        hits.iter().all(|all| all.iter().filter(|hit| at(hit) == *sentence).count() == 1)
    })?;
    let one = |all: &[Hit]| all.iter().copied().find(|hit| at(hit) == sentence);
    Some([one(hits[0])?, one(hits[1])?, one(hits[2])?, one(hits[3])?])
}

/// Whether the first number is the second name's and the second the first's (`true`), or each its own name's (`false`); nothing where
/// a number stands as near to both.
fn owners([one, other, first, second]: [Hit; 4]) -> Option<bool> {
    let apart = |name: Hit, number: Hit| {
        if name.1 <= number.0 { number.0 - name.1 } else { name.0.saturating_sub(number.1) }
    };
    let own = [apart(one, first), apart(other, second)];
    let cross = [apart(one, second), apart(other, first)];
    if own.iter().all(|it| *it <= BESIDE) && own[0] < cross[0] && own[1] < cross[1] {
        Some(false)
    } else if cross.iter().all(|it| *it <= BESIDE) && cross[0] < own[0] && cross[1] < own[1] {
        Some(true)
    } else {
        None
    }
}
